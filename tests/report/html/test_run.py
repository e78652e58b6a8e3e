"""The report of a run: every state a run can be in, and every number that it has."""

import json
import re
import sqlite3
from base64 import b64decode
from dataclasses import dataclass

import pytest

import sdpsearch as sd
from sdpsearch.report.html.document import document_html
from sdpsearch.report.html.parts import Commands, Plot, Table
from sdpsearch.report.html.run import run_document
from sdpsearch.report.html.write import document_of, follow

HOSTILE = "<b>&\"'</b></script>{{x}}"


@dataclass(frozen=True)
class Broken(sd.PPT):
    """PPT whose work fails at one parameter."""

    def decide(self, channel, *, solver, time_limit=None):
        if float(channel.origin.at) == 0.5:
            raise RuntimeError("no such luck")
        return super().decide(channel, solver=solver, time_limit=time_limit)


def document(path):
    return run_document(sd.open_run(path))


def parts(made, kind):
    return [part for one in made.sections for part in one.parts if isinstance(part, kind)]


def cells(made, caption):
    (table,) = [one for one in parts(made, Table) if one.caption.startswith(caption)]
    return [[cell.text for cell in row] for row in table.cells]


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """A run with a proof, from Python."""
    path = tmp_path_factory.mktemp("report") / "erasure.db"
    sd.scan(sd.zoo.erasure(), "antidegradable", [0.25, 0.5, 1], run=path, prove=True)
    return path


def test_thresholds_have_tier_and_bracket(proved):
    made = document(proved)
    ((family, asked, holds, tier, bracket, *counts),) = cells(made, "Where")
    assert (family, asked, tier, bracket) == (
        "erasure(d=2)",
        "antidegradable",
        "exact",
        "0",
    )
    assert holds.replace("\xa0", " ") == "e in [0.5, 1]"
    assert counts == ["1", "1", "1", "0"]
    (row,) = cells(made, "Every boundary")
    assert row[2:] == ["0.5", "0.5\n0.5", "0", "exact", "1/2"]


def test_certificates_are_the_files_themselves(proved):
    run = sd.open_run(proved)
    tables = parts(document(proved), Table)
    (row,) = [row for one in tables for row in one.cells if row[-1].file]
    *_, theorem, digest, link = row
    content = b64decode(link.href.partition(",")[2])
    assert content == run.certificate(digest.text).text.encode()
    assert sd.Certificate(content.decode()).theorem
    assert "exactly e = 1/2" in theorem.text


def test_a_certificate_that_does_not_hold_is_told(proved, tmp_path):
    path = tmp_path / "forged.db"
    path.write_bytes(proved.read_bytes())
    connection = sqlite3.connect(path)
    (content,) = connection.execute("SELECT content FROM objects WHERE kind = 'json'")
    forged = content[0].replace(b'"1/2"', b'"1/3"')
    assert forged != content[0]
    connection.execute("UPDATE objects SET content = ? WHERE kind = 'json'", (forged,))
    connection.commit()
    connection.close()
    text = document_html(document(path))
    assert re.search(r'class="failed">(The certificate is refused|This is not)', text)


def test_curves_have_zeros_marks_and_what_is_open(proved):
    (plot,) = parts(document(proved), Plot)
    names = [trace["name"] for trace in plot.figure["data"]]
    assert names[0] == "antidegradable: zero at 0.5 (exact)"
    assert {"undecided", "antidegradable: 1/2 (0.5)"} <= set(names)
    assert "zero: antidegradable at 0.5" in plot.about
    json.dumps(plot.figure, allow_nan=False)


def test_a_ladder_meets_the_closed_form(tmp_path):
    path = tmp_path / "ladder.db"
    asked = ["antidegradable", "3-extendible", "entanglement-breaking"]
    sd.scan(sd.zoo.depolarizing(), asked, [0.5], run=path)
    _, plot = parts(document(path), Plot)
    found, known, *limits = plot.figure["data"]
    assert found["x"] == known["x"] == [2, 3]
    assert found["y"] == pytest.approx(known["y"], abs=1e-9)
    assert [limit["y"][0] for limit in limits] == pytest.approx([2 / 3], abs=1e-9)


def test_there_is_no_ladder_of_one_rung(tmp_path):
    # Its axis would show nothing but rounding: E_x is 3-extendible nowhere.
    path = tmp_path / "rung.db"
    sd.scan(
        sd.zoo.transpose_depolarizing(), ["antidegradable", "3-extendible"], [0.5], run=path
    )
    assert len(list(parts(document(path), Plot))) == 1


def test_names_of_ones_own_are_text(tmp_path):
    path = tmp_path / f"{HOSTILE.replace('/', '')}.db"
    family = sd.ChannelFamily(sd.zoo.erasure(), name=HOSTILE, parameter="<i>e</i>")
    sd.scan(family, "ppt", [0.5, 1], run=path)
    text = document_html(document(path))
    assert "<b>&" not in text
    (plot,) = parts(document(path), Plot)
    assert plot.figure["layout"]["xaxis"]["title"]["text"].startswith("&lt;i&gt;")
    # No mark of the zoo's: it is not known to be the same family.
    assert [trace["name"] for trace in plot.figure["data"]] == ["ppt"]


def test_a_run_in_every_state(tmp_path):
    path = tmp_path / "some.db"
    sd.scan(sd.zoo.erasure(), Broken(), [0.25, 0.5, 1], run=path)
    made = document(path)
    assert "1 failed" in made.lead
    assert [
        cells(made, "What is open")[0][3],
        *re.findall("no such luck", cells(made, "What is open")[0][4]),
    ] == ["failed", "no such luck"]
    connection = sqlite3.connect(path)
    for state in ("boundaries", "samples", "thresholds", "decisions", "series", "sessions"):
        connection.execute(f"DELETE FROM {state}")
        connection.commit()
        if state == "thresholds":  # as while the scan runs
            assert cells(document(path), "Where")[0][2:4] == ["not located yet", "–"]
        document_html(document(path))
    connection.close()
    assert document(path).lead == "Nothing has been answered yet."


def test_commands_that_repeat_it(proved, tmp_path):
    from sdpsearch.cli.app import run

    assert "asked from Python" in document_html(document(proved))
    path = str(tmp_path / "a b.db")
    words = ["scan", "erasure", "--e", "0,1", "--property", "ppt", "--run", path]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["sdpsearch", *words])
        assert run(words) == 0
    (commands,) = parts(document(path), Commands)
    assert (
        commands.lines[0] == f"sdpsearch scan erasure --e 0,1 --property ppt --run '{path}'"
    )
    assert commands.lines[1] == "sdpsearch show 'a b.db'"
    ((_, version, *_),) = cells(document(path), "When")
    assert version == sd.__version__


def test_nobody_writes_then_following_ends(proved, tmp_path):
    page = tmp_path / "page.html"
    follow(sd.open_run(proved), page)
    assert page.read_text(encoding="utf-8") == document_html(document(proved))
    assert 'id="live"' not in page.read_text(encoding="utf-8")


def test_other_things_have_no_page():
    with pytest.raises(TypeError, match="no page of a int"):
        document_of(3)
