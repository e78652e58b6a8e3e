"""compare(): what is found agrees with every closed form of the zoo."""

from functools import cache

import pytest

import sdpsearch as sd

KNOWN = [name for name, make in sd.zoo.FAMILIES.items() if sd.facts(make())]


@cache
def compared(name):
    return sd.compare(sd.zoo.build(name))


@pytest.mark.parametrize("name", KNOWN)
def test_found_is_known(name):
    comparison = compared(name)
    tolerance = 1e-8 if comparison.family.affine else 1e-7
    assert comparison.rows
    known = [row for row in comparison.rows if row.fact is not None]
    assert {row.threshold.property.name for row in comparison.rows if row not in known} <= {
        "3-extendible"
    }
    for row in known:
        assert row.fact.property == row.threshold.property.name
        assert row.difference <= tolerance, row.threshold


@pytest.mark.parametrize("name", KNOWN)
def test_every_fact_has_its_row(name):
    known = {fact.property: fact.holds for fact in sd.facts(sd.zoo.build(name))}
    facts, rows = set(known), {row.threshold.property.name for row in compared(name).rows}
    assert rows <= facts | {"3-extendible"}
    # Entanglement breaking is left out where it is the same as PPT, and no capacity where
    # it says what antidegradability does.
    told = {"zero-capacity", "zero-private-capacity", "signed-extendible"}
    assert facts - rows <= {"entanglement-breaking", *told}
    assert "ppt" in rows or "entanglement-breaking" not in facts - rows
    if "zero-capacity" in facts:
        assert ("zero-capacity" in rows) == (name == "dephrasure")
        assert (known["zero-capacity"] != known["antidegradable"]) == (name == "dephrasure")


def test_every_family_of_the_zoo_is_known():
    assert set(KNOWN) == set(sd.zoo.FAMILIES)


@pytest.mark.parametrize("k", [2, 3, 5])
def test_k_is_the_number_of_copies(k):
    comparison = sd.compare(sd.zoo.erasure(d=2), k=k)
    rows = {row.threshold.property.name: row for row in comparison.rows}
    assert (f"{k}-extendible" in rows) == (k > 2)
    copies = rows.get(f"{k}-extendible", rows["antidegradable"])
    assert copies.threshold.value == pytest.approx(1 - 1 / k, abs=1e-8)
    assert copies.difference <= 1e-8


@pytest.mark.parametrize("k", [0, -1])
def test_no_copies_are_refused(k):
    with pytest.raises(ValueError, match=rf"`k` must be at least 1, but is {k}"):
        sd.compare(sd.zoo.erasure(), k=k)


def test_asked_properties_are_the_rows():
    asked = [sd.PPT(), sd.KExtendible(4), sd.Antidegradable()]
    rows = sd.compare(sd.zoo.erasure(), asked).rows
    assert [row.threshold.property for row in rows] == asked
    assert [row.fact.property for row in rows] == ["ppt", "4-extendible", "antidegradable"]


def test_unknown_family_has_no_differences():
    family = sd.mixture(sd.zoo.identity(2), sd.zoo.amplitude_damping()(0.7))
    comparison = sd.compare(family)
    names = [row.threshold.property.name for row in comparison.rows]
    assert names == ["antidegradable", "3-extendible", "ppt"]
    assert [row.fact for row in comparison.rows] == [None] * 3
    assert [row.difference for row in comparison.rows] == [None] * 3
    assert comparison.marks == ()


def test_sets_that_differ_in_kind_differ_infinitely():
    comparison = sd.compare(sd.zoo.erasure(), [sd.Antidegradable()])
    (row,) = comparison.rows
    never = type(row)(sd.threshold(sd.zoo.two_pauli(), sd.Degradable()), row.fact)
    other = type(row)(never.threshold, sd.facts(sd.zoo.platypus())[0])
    lengths = len(never.threshold.holds_on), len(other.fact.holds)
    assert lengths[0] != lengths[1]
    assert other.difference == float("inf")


def test_slack_is_measured_from_the_antidegradability_threshold():
    comparison = sd.compare(sd.zoo.depolarizing(d=3))
    slacks = [comparison.slack(mark) for mark in comparison.marks]
    assert slacks == pytest.approx([0, 1 / 8, 3 / 8], abs=1e-8)


def test_without_that_threshold_there_is_no_slack():
    comparison = sd.compare(sd.zoo.depolarizing(d=3), [sd.PPT()])
    assert [comparison.slack(mark) for mark in comparison.marks] == [None] * 3


def test_progress_counts_within_each_threshold():
    seen = []
    sd.compare(
        sd.zoo.erasure(),
        [sd.PPT(), sd.Antidegradable()],
        progress=lambda x, count: seen.append(count),
    )
    assert seen[0] == 1
    assert seen.count(1) == 2


def test_solver_is_checked():
    with pytest.raises(ValueError, match="did you mean 'qics'"):
        sd.compare(sd.zoo.erasure(), solver="qcis")


@pytest.mark.parametrize("asked", [sd.PPT, 3], ids=["class", "number"])
def test_properties_are_properties(asked):
    with pytest.raises(TypeError, match="must be a property"):
        sd.compare(sd.zoo.erasure(), [asked])
