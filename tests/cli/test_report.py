"""`report` and `plot`: pages and figures of a run, and mistakes in one line."""

import shutil

import pytest

import sdpsearch as sd


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder, xs = tmp_path_factory.mktemp("runs"), [0, 0.5, 1]
    one, two = folder / "one.db", folder / "two.db"
    sd.scan(sd.zoo.erasure(), ["antidegradable", "3-extendible"], xs, run=one)
    sd.scan(sd.zoo.erasure(), "ppt", xs, run=two)
    sd.scan(sd.zoo.depolarizing(), "ppt", xs, run=two)
    return one, two


@pytest.fixture(autouse=True)
def _beside_them(runs, tmp_path, monkeypatch):
    for run in runs:
        shutil.copy(run, tmp_path)
    monkeypatch.chdir(tmp_path)


def test_a_run_becomes_a_page(call, tmp_path):
    for watch in ("", " --watch"):
        assert call(f"report one.db -o one.html{watch}") == (0, "", "")
        page = (tmp_path / "one.html").read_text(encoding="utf-8")
        assert page.startswith("<!doctype html>")
        assert 'id="live"' not in page
        (tmp_path / "one.html").unlink()


def test_a_region_becomes_a_page(call, tmp_path):
    assert call("region erasure_triangle --property ppt -o map.html")[0] == 0
    assert "ppt holds" in (tmp_path / "map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "plot one.db -o f.pdf --ladder --width double",
        "plot two.db --family erasure(d=2) --property ppt -o f.pdf",
        "plot erasure --d 3 --property ppt --x 0,0.5 -o f.pdf --quiet",
    ],
)
def test_figures_are_drawn(call, tmp_path, line):
    assert call(line) == (0, "", "")
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("report none.db -o a.html", "there is no such file"),
        ("report one.db -o a.pdf", "the suffix must be one of .html, .htm"),
        ("report one.db -o none/a.html", "there is no folder"),
        ("plot two.db -o f.pdf", "choose one with --family"),
        ("plot two.db --family x -o f.pdf", "no family 'x'; it has depolarizing(d=2), e"),
        ("plot one.db --property ppt -o f.pdf", "no 'ppt' there; it has"),
        ("plot one.db --x 0,1 -o f.pdf", "it takes no options"),
        ("plot one.db --d 3 -o f.pdf", "it takes no options"),
        ("plot two.db --family erasure(d=2) --ladder -o f.pdf", "--k 3 --k 4"),
        ("plot erasure --ladder -o f.pdf", "Option --ladder belongs to a run"),
        ("plot erasure --family e -o f.pdf", "Option --family belongs to a run"),
        ("plot erasure --d 2 --d 3 -o f.pdf", "there are 2"),
        ("plot erasure -o f.gif", "the suffix must be one of"),
        ("plot erasure -o f.pdf --width 3", "width"),
    ],
)
def test_mistakes_are_told_in_a_line(call, tmp_path, line, told):
    status, out, err = call(line)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert told in err
    assert not list(tmp_path.glob("f.*"))
