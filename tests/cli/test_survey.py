"""What a scan asks, by options that are repeated or by a file that is read strictly."""

import json

import pytest

import sdpsearch as sd

BOTH = """
property = "ppt"
x = [0.25, 1]

[[scan]]
family = "depolarizing"
d = [2, 3]
k = [3]
solver = ["native", "scs"]

[[scan]]
family = ["pauli", "mine.py:mine"]
x = ["1/3", 0.5, 0.9]
budget = 4
"""
MINE = """
import sdpsearch as sd

def mine(x):
    return sd.zoo.erasure()(x * x)
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MINE)


def asked(path):
    return [(one.label, one.property, one.solver) for one in sd.open_run(path).series()]


def test_a_file_multiplies_what_it_lists(call, tmp_path):
    (tmp_path / "sweep.toml").write_text(BOTH)
    status, out, _ = call("scan sweep.toml --run sweep.db --quiet")
    assert status == 0
    assert asked("sweep.db") == [
        (f"depolarizing(d={d})", name, solver)
        for d in (2, 3)
        for name in ("3-extendible", "ppt")
        for solver in ("native", "scs")
    ] + [("mine.py:mine", "ppt", "native"), (PAULI, "ppt", "native")]
    assert out.count("\n") == 10
    counts = {one.label: one.verdicts.total() for one in sd.open_run("sweep.db").series()}
    assert counts[PAULI] == counts["mine.py:mine"] == 4


PAULI = sd.zoo.pauli().label


def test_options_are_repeated_for_several(call):
    line = "scan depolarizing werner --d 2 --d 3 --k 1 --k 2 --property ppt --x 0.2,0.9"
    status, out, err = call(f"{line} --csv all.csv --json")
    assert (status, err) == (0, "")
    record = json.loads(out)
    assert record["schema"] == "sdpsearch/scans/1"
    labels = [one["question"]["label"] for one in record["scans"]]
    families = ("depolarizing", "werner")
    assert labels == [f"{name}(d={d})" for name in families for d in (2, 3)]
    names = ["ppt", "1-extendible", "2-extendible"]
    assert all(one["question"]["properties"] == names for one in record["scans"])
    with open("all.csv") as file:
        assert file.readline().startswith("family,solver,parameter,x,property,verdict,")
        assert len(file.readlines()) == 4 * 3 * 2


def test_one_table_is_one_scan_and_the_parameter_has_its_own_name(call, tmp_path):
    (tmp_path / "one.toml").write_text('family = "erasure"\ne = [0.25, 0.75]')
    assert call("scan one.toml") == call("scan erasure --e 0.25,0.75")
    text = 'x = 0.5\n[[scan]]\nfamily = "erasure"\ne = [0.25, 0.75]'
    (tmp_path / "two.toml").write_text(text)
    assert call("scan two.toml") == call("scan one.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('familiy = "erasure"', "nothing is called 'familiy'; did you mean 'family'?"),
        ('family = "pauli"\ndirecton = [1, 1, 1]', "did you mean 'direction'?"),
        (
            'family = "erasure"\nproperty = 3',
            "'property' must be a text, or a list of such",
        ),
        ('family = "erasure"\nbudget = [3]', "'budget' must be a whole number, but is [3]"),
        ('family = "erasure"\nk = true', "'k' must be a whole number"),
        ('family = "erasure"\nproperty = "pbt"', "did you mean 'ppt'?"),
        ('family = "erasrue"', "No channel is called 'erasrue'"),
        ("x = 1", "a scan needs a family"),
        ("x = ", "Cannot read bad.toml: Invalid value"),
        ('scan = "erasure"', "scans are written [[scan]]"),
        (
            '[[scan]]\nfamily = "erasure"\n[[scan]]\nfamly = 1',
            "bad.toml, scan 2: nothing is",
        ),
    ],
)
def test_a_mistake_in_a_file_is_one_line(call, tmp_path, text, message):
    (tmp_path / "bad.toml").write_text(text)
    status, out, err = call("scan bad.toml --run bad.db")
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert not (tmp_path / "bad.db").exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("scan sweep.toml --x 0.5", "sweep.toml says all that is to be scanned"),
        ("scan nothing.toml", "Cannot read nothing.toml: No such file"),
        ("scan erasure --k 2.5", "'2.5-extendible'"),
        ("scan depolarizing --d 2 --d 3 --figure f.png", "draws one scan, but there are 2"),
        ("scan erasure --resolution 2", "Option --resolution must lie in"),
        ("scan erasure --budget 2.5", "it must be an integer, but is '2.5'"),
    ],
)
def test_a_mistake_in_options_is_one_line(call, line, message):
    status, out, err = call(line)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
