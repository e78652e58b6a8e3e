"""docs/adding.md: every page is followed, and what it adds is used."""

from __future__ import annotations

import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import sympy

import sdpsearch as sd
from sdpsearch.capacity import quantum_capacity
from sdpsearch.capacity.upper import BOUNDS
from sdpsearch.channels.interop import packages
from sdpsearch.conic.solvers import SOLVERS
from sdpsearch.search.threshold import Occurrence

PAGES = (Path(__file__).parents[1] / "docs" / "adding.md").read_text(encoding="utf-8")


def followed(page: str, monkeypatch) -> ModuleType:
    """Return the module that a page's code makes, under a name of its own."""
    text = re.split(rf"^## {re.escape(page)}$", PAGES, flags=re.M)[1]
    code = re.search(r"```python\n(.*?)```", re.split(r"^## ", text, flags=re.M)[0], re.S)
    assert code is not None
    module = ModuleType(f"added_{page.split()[-1]}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code[1], module.__name__, "exec"), vars(module))
    return module


def test_every_page_touches_three_files_at_most():
    pages = re.split(r"^## ", PAGES, flags=re.M)[1:]
    assert len(pages) == 6
    for page in pages:
        assert 1 <= len(re.findall(r"^\d\. ", page, flags=re.M)) <= 3


def test_the_house_is_as_described():
    root = Path(__file__).parents[1]
    text = (root / "docs" / "house.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(sdpsearch/[\w/]+\.py)`", text):
        assert (root / name).is_file(), name
    rooms = set(re.findall(r"^\| `(\w+)/` \|", text, flags=re.M))
    folders = {path.parent.name for path in (root / "sdpsearch").glob("*/__init__.py")}
    assert rooms == folders


@pytest.mark.parametrize(
    "page", ["solver", "family", "property", "bound", "command", "package"]
)
def test_files_that_pages_name_are_where_they_say(page):
    text = re.split(rf"^## To add a {page}$", PAGES, flags=re.M)[1]
    root = Path(__file__).parents[1]
    for name in re.findall(r"`(sdpsearch/[\w/]+\.py)`", re.split(r"^## ", text)[0]):
        assert (root / name).is_file() or "NAME" in name, name


def test_a_solver_is_added(monkeypatch):
    added = followed("To add a solver", monkeypatch)
    monkeypatch.setitem(SOLVERS, "patient", (added.__name__, "first order, patient"))
    channel = sd.zoo.depolarizing(d=2)(0.4)
    found = sd.decide(channel, "antidegradable", solver="patient")
    assert found.verdict is sd.Verdict.HOLDS
    assert found.solver == "patient"


def test_a_family_is_added(monkeypatch):
    bit_flip = followed("To add a family", monkeypatch).bit_flip
    found = sd.threshold(bit_flip(), "antidegradable", prove=True)
    assert found.occurrence is Occurrence.ISOLATED
    assert found.boundaries[0].proved == (Fraction(1, 2), Fraction(1, 2))
    assert bit_flip()(Fraction(1, 3)).squares is not None


def test_a_property_is_added(monkeypatch):
    unital = followed("To add a property", monkeypatch).Unital()
    assert sd.decide(sd.zoo.amplitude_damping()(0.1), unital).verdict is sd.Verdict.FAILS
    assert sd.decide(sd.zoo.dephasing()(0.1), unital).verdict is sd.Verdict.UNDECIDED
    found = sd.threshold(sd.zoo.amplitude_damping(), unital)
    assert not found.holds_on
    assert unital.claim(sd.zoo.dephasing()(0.1)) is None
    assert np.isfinite(
        sd.scan(sd.zoo.dephasing(), [unital], [0.1, 0.2]).decisions[0][0].margin.lower
    )


def test_a_bound_is_added(monkeypatch):
    added = followed("To add a bound", monkeypatch)
    monkeypatch.setitem(BOUNDS, "rank", added.bound)
    # A qutrit that comes out in a qubit of its own: no more than one bit.
    rotation = np.linalg.qr(np.random.default_rng(1).standard_normal((6, 3)))[0]
    kraus = np.zeros((3, 3, 3))
    kraus[:, :2] = rotation.reshape(3, 2, 3)
    found = quantum_capacity(sd.Channel(kraus))
    assert "rank" in [bound.name for bound in found.upper_bounds]
    assert found.upper <= 1


def test_a_command_is_added(monkeypatch, capsys):
    added = followed("To add a command", monkeypatch)
    assert added.count_command() == 0
    assert re.fullmatch(r"\d+ families, \d+ channels\n", capsys.readouterr().out)
    added.count_command(json=True)
    assert json.loads(capsys.readouterr().out)["schema"] == "sdpsearch/count/1"


def test_a_package_is_added(monkeypatch):
    added = followed("To add a package", monkeypatch)
    monkeypatch.setitem(sys.modules, "sdpsearch.channels.interop.sympy", added)
    monkeypatch.setitem(packages.FILES, "sympy", "sympy")
    monkeypatch.setattr(packages, "TARGETS", (*packages.TARGETS, "sympy"))
    channel = sd.zoo.amplitude_damping()(0.3)
    made = sd.convert(channel, "sympy")
    assert sd.as_channel(made) == channel
    with pytest.raises(ValueError, match="its symbols p have no values"):
        sd.as_channel(made.applyfunc(lambda entry: sympy.Symbol("p") * entry))
