"""docs/interop.md: its recipes run, and its table of parameters is true."""

import math
import re
import textwrap
from pathlib import Path

import pytest

import sdpsearch as sd
from sdpsearch.channels.interop.conventions import CONVENTIONS
from sdpsearch.channels.interop.packages import TARGETS, forms
from sdpsearch.cli.app import run

TEXT = (Path(__file__).parents[3] / "docs" / "interop.md").read_text(encoding="utf-8")
ZOO = {"x": "depolarizing", "γ": "amplitude_damping", "q": "dephasing"}


def rows(heading):
    """Return the cells of the first table below a heading, without its head."""
    table = re.split(rf"^## {heading}$", TEXT, flags=re.M)[1]
    lines = re.findall(r"^\| (.*) \|$", re.split(r"^## ", table, flags=re.M)[0], re.M)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[1:]]


def test_the_conventions_are_those_told():
    told = {row[0].strip("`"): row[1:] for row in rows("Conventions")}
    for name, convention in CONVENTIONS.items():
        order = convention.order.replace("-", " ⊗ ")
        trace = "1" if convention.normalised else "d_in"
        stacked = {
            "column": "columns of ρ, stacked",
            "row": "rows of ρ, stacked",
            None: "–",
        }
        assert told.pop(name) == [order, trace, stacked[convention.stacking]]
    assert not told


def test_the_forms_are_those_told():
    table = TEXT.split("## Conventions")[0]
    cells = [row.split(" | ")[-1] for row in re.findall(r"^\| (.*) \|$", table, re.M)[1:]]
    told = [tuple(re.findall(r"`([a-z-]+)`", cell)) for cell in cells]
    assert told == [forms(name) for name in TARGETS if name != "ket"]


@pytest.mark.interop
def test_the_recipes_run(tmp_path, monkeypatch, capsys):
    names: dict = {}
    code = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    for recipe in code:
        exec(recipe, names)
    assert len(code) == 7
    (tmp_path / "noise.py").write_text(code[-1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command, shown = re.search(r"\$ sdpsearch (.*)\n(.*)\n", TEXT).groups()
    assert run(command.split()) == 0
    assert capsys.readouterr().out.strip() == shown


@pytest.mark.interop
def test_files_of_ones_own_hold_what_packages_call_channels(tmp_path, monkeypatch, capsys):
    code = """
        import cirq

        gate = cirq.depolarize(0.3)
        measured = cirq.MeasurementGate(1, key="m")

        def made(strength=0.3):
            return cirq.depolarize(strength)
    """
    (tmp_path / "own.py").write_text(textwrap.dedent(code), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for asked in ("gate", "made", "made --strength 0.4"):
        assert run(["decide", *f"own.py:{asked} --quiet".split()]) == 0
        assert capsys.readouterr().out == "HOLDS\n"
    assert run(["decide", "own.py:measured"]) == 2
    assert "it measures" in capsys.readouterr().err


def names():
    """Return what the calls of the table are made of."""
    import cirq
    import pennylane as qml
    import qutip
    from qiskit_aer import noise
    from toqito import channels as toqito

    def choi(matrix):
        return sd.as_channel(matrix, form="choi", like="toqito", d_in=2)

    found = {**vars(noise), "cirq": cirq, "qml": qml, "qutip": qutip, "zoo": sd.zoo}
    return {**found, "toqito": toqito, "choi": choi, "log": math.log}


@pytest.mark.interop
@pytest.mark.parametrize("row", rows("One noise, many parameters"), ids=lambda row: row[1])
def test_the_parameters_are_translated_as_told(row):
    _, call, p, threshold = (cell.strip("`") for cell in row)
    known = names()
    symbol = next(letter for letter in ZOO if letter in p)

    def theirs(value):
        return sd.as_channel(eval(call, known, {"p": value}))

    def parameter(value):
        return float(eval(p, known, {symbol: value}))

    size = theirs(parameter(0.1)).d_in
    family = getattr(sd.zoo, ZOO[symbol])(**({"d": size} if symbol == "x" else {}))
    # All is lost only after a propagator's endless time, and PennyLane's keep a rest.
    short = "log" in p or re.search(r"qml\.\w+Damping", call)
    whole = 1.0 if symbol != "q" else 0.5
    values = [0.0, 0.1, 0.48, 0.99 * whole if short else whole]
    for value in values:
        assert theirs(parameter(value)) == family(value), value
    ends = parameter(0.0), parameter(values[-1])
    if symbol == "q":
        check_the_point(theirs, ends, threshold)
    else:
        check_threshold(theirs, ends, threshold)


def check_threshold(theirs, ends, threshold):
    """Find the threshold in p, and decide on its two sides."""
    expected = eval(threshold, {"log": math.log})
    family = sd.ChannelFamily(theirs, domain=(min(ends), max(ends)))
    assert sd.threshold(family, "antidegradable").value == pytest.approx(expected, abs=1e-7)
    step = math.copysign(1e-6, ends[1] - ends[0])
    for value, verdict in ((expected - step, "FAILS"), (expected + step, "HOLDS")):
        assert sd.decide(theirs(value), "antidegradable").verdict.name == verdict


def check_the_point(theirs, ends, threshold):
    """Dephasing is antidegradable where it is complete, and nowhere short of it."""
    inside = ends[1] - math.copysign(1e-3, ends[1] - ends[0])
    assert sd.decide(theirs(inside), "antidegradable").verdict is sd.Verdict.FAILS
    if threshold != "never":
        assert ends[1] == pytest.approx(eval(threshold), abs=1e-12)
        proved = sd.decide(theirs(ends[1]), "antidegradable", prove=True)
        assert proved.verdict is sd.Verdict.HOLDS
