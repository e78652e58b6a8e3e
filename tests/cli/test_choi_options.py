"""What is said of a Choi matrix in a file is heard by every command that takes one."""

import json

import numpy as np
import pytest

import sdpsearch as sd

ROTATION = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])

COMMANDS = [
    "threshold {} --points 5",
    "decide {}",
    "compare {} --property ppt",
    "scan {} --x 0.1,0.9",
    "maps {} --x 0.9",
    "capacity {}",
    "export {} out.cbf --x 0.5",
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    choi = sd.zoo.unitary(ROTATION).choi
    np.save(tmp_path / "ambiguous.npy", choi)
    np.save(tmp_path / "normalised.npy", choi / 2)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_order(folder, call, command):
    line = command.format("ambiguous.npy")
    status, out, err = call(line)
    assert (status, out) == (2, "")
    assert "give --order input-output or --order output-input" in err
    assert call(f"{line} --order input-output")[0] == 0
    assert call(f"{line} --order sideways")[0] == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_normalised_and_size(folder, call, command):
    line = command.format("normalised.npy")
    status, _, err = call(line)
    assert status == 2
    assert "give --d-in and --d-out" in err
    assert call(f"{line} --d-in 2 --normalised --order output-input")[0] == 0


@pytest.mark.parametrize("option", ["--order input-output", "--normalised", "--like cirq"])
@pytest.mark.parametrize("command", COMMANDS)
def test_the_zoo_takes_none(folder, call, command, option):
    status, out, err = call(f"{command.format('erasure')} {option}")
    assert (status, out) == (2, "")
    assert f"Option {option.split()[0]} belongs to a Choi matrix in a file" in err


@pytest.mark.parametrize("command", COMMANDS[:4])
def test_the_zoos_own_sizes(folder, call, command):
    assert call(f"{command.format('replacer')} --d-in 2 --d-out 3 --json")[0] == 0
    status, _, err = call(f"{command.format('erasure')} --d-in 2")
    assert status == 2
    assert "erasure takes no option --d-in; it takes --d" in err


def test_verify_reads_the_file_as_told(folder, call):
    line = "threshold ambiguous.npy --order input-output --certificate c.json"
    assert call(line)[0] == 0
    again = "verify c.json --family ambiguous.npy"
    assert call(f"{again} --order input-output")[0] == 0
    assert call(again)[0] == 2
    status, _, err = call("verify c.json --order input-output")
    assert status == 2
    assert "--order" in err


def test_scan_takes_the_parameter_by_its_own_name(call):
    named = call("scan erasure --e 0:1:3 --json")
    assert named[0] == 0
    assert (
        json.loads(named[1])["points"]
        == json.loads(call("scan erasure --x 0:1:3 --json")[1])["points"]
    )
    assert "--e or --x, not both" in call("scan erasure --e 0:1:3 --x 0.2")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_nearest_channel_is_taken_when_told(folder, call, command):
    noise = np.random.default_rng(1).standard_normal((4, 4))
    np.save(folder / "noisy.npy", sd.zoo.depolarizing(d=2)(0.9).choi + 0.01 * noise)
    line = f"{command.format('noisy.npy')} --d-in 2"
    status, _, err = call(line)
    assert status == 2
    assert "--nearest takes the nearest" in err
    status, _, err = call(f"{line} --nearest")
    assert status == 0
    assert "noisy.npy: the nearest channel is 0.0" in err
    status, _, err = call(f"{command.format('erasure')} --nearest")
    assert status == 2
    assert "belongs to a Choi matrix in a file" in err


def test_the_parameter_may_be_given_with_one_dash(call):
    assert call("decide depolarizing -x 0.5 --quiet")[1] == "HOLDS\n"


def test_a_scan_has_a_time_limit(call):
    assert call("scan erasure --x 0.4,0.6 --time-limit 60")[0] == 0
    status, _, err = call("scan erasure --x 0.4,0.6 --time-limit -1")
    assert status == 2
    assert "positive" in err


def test_export_says_what_it_wrote(folder, call):
    status, out, err = call("export erasure out.cbf --e 0.4")
    assert (status, out) == (0, "")
    assert "out.cbf written: " in err
    status, out, _ = call("export erasure out.cbf --e 0.4 --json")
    assert status == 0
    assert json.loads(out)["schema"] == "sdpsearch/export/1"
