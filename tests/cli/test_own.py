"""Families and channels of one's own, as `my_file.py:name`."""

import json
import os

import numpy as np
import pytest

import sdpsearch as sd

MINE = """
import numpy as np
import sdpsearch as sd
from helper import SHRINK

print("hello from the file")
family = sd.zoo.depolarizing(d=3)
channel = sd.zoo.amplitude_damping()(0.3)
number = 3
def squared(g):
    return sd.zoo.depolarizing(d=2)(SHRINK * g * g)
def sized(x, d=2):
    return sd.zoo.depolarizing(d=d)(x)
def depolarizing(x):
    return sd.zoo.erasure()(x)
def factory():
    return sd.zoo.erasure()
def factory_of_callables():
    return squared
def made(d=2):
    return sd.zoo.depolarizing(d=d)
def channel_maker():
    return sd.zoo.identity(2)
def wrong():
    return 3
def wrong_at_x(x):
    return "no channel"
def raising():
    return {}["missing"]
def raising_at_x(x):
    return 1 / 0
def demanding(x, d, k):
    return sd.zoo.depolarizing(d=d)(x)
half = sd.ChannelFamily(sd.zoo.erasure(), domain=(0, 0.5))
def squares(x):
    return [[[1 - x]], [[x / 0]]]
broken = sd.ChannelFamily(lambda x: [[[1.0]]], squares=squares)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "helper.py").write_text("SHRINK = 1\n")
    (tmp_path / "torn.py").write_text("x = 1\ndef f(:\n")
    (tmp_path / "exits.py").write_text("raise SystemExit(7)\n")
    (tmp_path / "fails.py").write_text("\n\nraise RuntimeError('not today\\nnor later')\n")
    (tmp_path / "empty.py").write_text("")
    (tmp_path / "folder.py").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(call, line):
    status, out, err = call(f"{line} --json")
    assert (status, err) == (0, "hello from the file\n"), err
    return json.loads(out)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("family", 3 / 8),
        ("squared", np.sqrt(1 / 3)),
        ("sized", 1 / 3),
        ("sized --d 3", 3 / 8),
        ("made --d 3", 3 / 8),
        ("factory", 1 / 2),
        ("factory_of_callables", np.sqrt(1 / 3)),
        ("depolarizing", 1 / 2),
    ],
)
def test_threshold(folder, call, name, start):
    record = answer(call, f"threshold mine.py:{name}")
    assert record["holds_on"][0]["lower"] == pytest.approx(start, abs=1e-6)


def test_a_namesake_of_the_zoo_is_another_family(folder, call):
    assert (
        answer(call, "threshold mine.py:depolarizing")["question"]["family"]
        == "mine.py:depolarizing"
    )
    out = call("compare mine.py:depolarizing")[1]
    assert "d/(2(d+1))" not in out


def test_decide_by_x_and_by_the_parameters_own_name(folder, call):
    assert answer(call, "decide mine.py:family --x 0.5")["verdict"] == "HOLDS"
    status, out, _ = call("decide mine.py:squared --g 0.5 --json")
    assert (status, json.loads(out)["verdict"]) == (0, "FAILS")


def test_decide_a_channel_with_and_without_noise(folder, call):
    assert answer(call, "decide mine.py:channel")["verdict"] == "FAILS"
    status, out, _ = call("decide mine.py:channel --x 0.9 --json")
    assert (status, json.loads(out)["verdict"]) == (0, "HOLDS")
    assert call("decide mine.py:channel_maker")[1].startswith("mine.py:channel_maker  (2")


def test_every_command_takes_it(folder, call):
    assert call("scan mine.py:squared --g 0:1:3")[0] == 0
    assert call("scan mine.py:family --x 0:1:3")[0] == 0
    assert call("compare mine.py:sized --d 2 --d 3")[1].count("mine.py:sized(d=") >= 2
    assert call("capacity mine.py:channel")[0] == 0
    assert call("capacity mine.py:half --e 0.1,0.2")[0] == 0
    assert call("maps mine.py:family --x 0.5")[0] == 0
    assert call("export mine.py:family out.cbf --x 0.4")[0] == 0
    assert (folder / "out.cbf").exists()


def test_verify_rebuilds_it(folder, call):
    assert call("threshold mine.py:family --prove --certificate c.json")[0] == 0
    assert call("verify c.json --family mine.py:family")[0] == 0
    assert call("verify c.json --family mine.py:factory")[0] == 1


def test_a_changed_file_is_run_again(folder, call):
    path = folder / "fresh.py"
    for d, start in ((2, 1 / 3), (3, 3 / 8)):
        path.write_text(f"import sdpsearch as sd\n\nf = sd.zoo.depolarizing(d={d})\n")
        os.utime(path, ns=(d, d))
        record = json.loads(call("threshold fresh.py:f --json")[1])
        assert record["holds_on"][0]["lower"] == pytest.approx(start, abs=1e-6)


MISTAKES = [
    (
        "threshold mien.py:family",
        "there is no such file; did you mean mine.py?",
    ),
    ("threshold nowhere/none.py:f", "Cannot read nowhere/none.py: there is no such file"),
    ("threshold folder.py:f", "it is a folder"),
    (
        "threshold mine.py",
        "as mine.py:NAME; mine.py has family, channel, squared",
    ),
    ("threshold mine.py:", "Say which one as mine.py:NAME"),
    ("threshold empty.py", "empty.py has nothing to name"),
    ("threshold empty.py:f", "empty.py has no 'f'; define a ChannelFamily"),
    ("threshold mine.py:famly", "mine.py has no 'famly'; try family"),
    ("threshold mine.py:number", "must be a ChannelFamily, a Channel, or a callable"),
    ("threshold mine.py:np", "but is of type module"),
    ("threshold mine.py:wrong", "mine.py:wrong must return a ChannelFamily"),
    (
        "threshold mine.py:raising",
        "raising fails: mine.py, line 29: KeyError: 'missing'",
    ),
    ("threshold mine.py:wrong_at_x", "gives no channel at x=0.0"),
    ("threshold mine.py:raising_at_x", "gives no channel at x=0.0: division by zero"),
    ("decide mine.py:broken --x 0.5 --prove", "mine.py, line 36: ZeroDivisionError"),
    ("threshold mine.py:demanding", "needs values for --d, --k besides x"),
    ("threshold mine.py:sized --dd 3", "mine.py:sized takes no option --dd; it takes --d"),
    ("threshold mine.py:family --d 3", "takes no option --d; it takes none"),
    ("threshold mine.py:sized --d 2 --d 3", "--d is given twice"),
    ("threshold mine.py:sized --d two", "--d must be a finite number, but is 'two'"),
    ("threshold mine.py:family --order input-output", "--order belongs to a Choi matrix"),
    ("threshold mine.py:family --d-in 2", "--d-in belongs to a Choi matrix"),
    ("threshold torn.py:f", "Cannot run torn.py: torn.py, line 2: SyntaxError"),
    ("threshold exits.py:f", "Cannot run exits.py: exits.py, line 1: SystemExit: 7"),
    ("threshold fails.py:f", "line 3: RuntimeError: not today nor later"),
    ("decide mine.py:family", "is a family: give its parameter with --x"),
    ("decide mine.py:half --e 0.7", "--e of"),
    ("decide mine.py:half --e 0.1 --x 0.2", "--e or --x, not both"),
    ("decide mine.py:family --gamma 0.3", "takes no option --gamma"),
    ("capacity mine.py:famly", "try family"),
    ("export mine.py:famly out.cbf", "try family"),
    ("maps mine.py:famly", "try family"),
    ("scan mine.py:famly", "try family"),
    ("compare mine.py:famly", "try family"),
]


@pytest.mark.parametrize(("line", "fragment"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_mistake_is_one_line(folder, call, line, fragment):
    status, out, err = call(line)
    told = err.removeprefix("hello from the file\n")
    assert (status, out) == (2, "")
    assert told.startswith("sdpsearch: ")
    assert told.count("\n") == 1
    assert fragment in told


def test_a_mistake_of_the_package_keeps_its_traceback(call, monkeypatch):
    def broken(*_, **__):
        raise KeyError("ours")

    monkeypatch.setattr(sd.cli.commands.families.inventory, "families_record", broken)
    with pytest.raises(KeyError, match="ours"):
        call("families --json")
