"""The command `capacity`: its table, its JSON, and its refusals."""

import json

import numpy as np
import pytest
from cyclopts import App

from sdpsearch.channels import zoo
from sdpsearch.channels.saving import save_arrays
from sdpsearch.cli.commands.capacity import capacity_command
from sdpsearch.known.formulas import hashing_bound
from sdpsearch.report.words import number

# An application of its own: these tests are about the command, not its registration.
APP = App(name="test")
APP.command(name="capacity")(capacity_command)


@pytest.fixture
def call(capsys):
    def run(line):
        status = APP(["capacity", *line.split()], result_action="return_value")
        assert status == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def record(call):
    def refuse(word):
        raise ValueError(f"{word} is not strict JSON")

    return lambda line: json.loads(call(f"{line} --json"), parse_constant=refuse)


def test_table_gives_values_and_reasons(call):
    out = call("depolarizing --d 3 --x 0.1,0.5,0.9")
    for word in ("hashing", "transposition", "antidegradable", "ppt", "closed form"):
        assert word in out
    hashing = number(hashing_bound(zoo.depolarizing(3)(0.1)))
    assert out.count(hashing) == 2  # found, and in closed form
    assert "no capacity is negative" in out


def test_degradable_family_in_json(record):
    found = record("amplitude_damping --gamma 0.2")
    (point,) = found["points"]
    assert found["question"]["family"] == "amplitude_damping"
    assert point["x"] == 0.2
    assert abs(point["lower"] - 0.506215241) < 1e-9
    assert point["exact"] is True
    assert point["checked"] is True
    assert point["known"]["relation"] == "="
    assert point["difference"] < 1e-9
    assert point["maximum"]["kind"] == "certified maximum"


def test_default_grid_covers_the_domain(record):
    xs = [point["x"] for point in record("erasure")["points"]]
    assert len(xs) == 11
    assert (xs[0], xs[-1]) == (0.0, 1.0)


def test_channel_without_a_parameter(record, call):
    found = record("cloner --m 2 --d 3")
    (point,) = found["points"]
    assert (found["question"]["label"], point["x"]) == ("cloner", None)
    assert abs(point["upper"] - 1) < 1e-9
    assert point["difference"] < 1e-9
    assert "ppt" in call("replacer --d-in 3")


def test_white_noise_on_a_channel(record):
    (point,) = record("identity --d 2 --x 0.5")["points"]
    assert (point["lower"], point["upper"]) == (0.0, 0.0)
    assert "antidegradable" in point["upper_reason"]


def test_channel_in_a_file(record, tmp_path):
    path = tmp_path / "flip.npz"
    save_arrays(path, kraus=np.array([np.diag([1, 1]), np.diag([1, -1])]) * np.sqrt(0.5))
    (point,) = record(str(path))["points"]
    assert point["upper"] == 0.0
    assert point["known"] is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("amplitude_dampin", "try amplitude_damping"),
        ("erasure --e 0.3 --x 0.2", "Give the parameter once"),
        ("erasure --x 2", "must lie in"),
        ("erasure --x a", "finite number"),
        ("erasure --solver qix", "solver"),
        ("cloner --k 2", "takes no option --k"),
    ],
)
def test_mistakes_are_named(line, message):
    with pytest.raises(ValueError, match=message):
        APP(["capacity", *line.split()], result_action="return_value")
