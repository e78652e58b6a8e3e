"""A property and its name ask the same question, wherever one is asked."""

import pytest

import sdpsearch as sd
from sdpsearch.properties import as_properties, as_property

NAMED = {
    "antidegradable": sd.Antidegradable(),
    "Entanglement_Breaking": sd.EntanglementBreaking(),
    "3-extendible": sd.KExtendible(3),
    " ppt ": sd.PPT(),
    "degradable": sd.Degradable(),
    "signed-extendible": sd.SignedExtendible(),
}
ERASURE = sd.zoo.erasure()


@pytest.mark.parametrize(("name", "property"), NAMED.items(), ids=NAMED)
def test_a_name_is_the_property(name, property):
    assert as_property(name) == property
    assert as_property(property) is property


@pytest.mark.parametrize("name", ["antidegradable", "signed-extendible", "ppt"])
def test_decide_and_threshold_take_names(name):
    property = as_property(name)
    by_name, by_object = (sd.decide(ERASURE(0.7), p) for p in (name, property))
    assert by_name.property == property
    assert (by_name.verdict, by_name.margin) == (by_object.verdict, by_object.margin)
    found = sd.threshold(ERASURE, name)
    assert found.property == property
    assert found.holds_on == sd.threshold(ERASURE, property).holds_on


def test_one_name_several_names_and_a_mixture_are_tuples():
    anti, ppt = sd.Antidegradable(), sd.PPT()
    assert as_properties("ppt") == as_properties(ppt) == as_properties(["ppt"]) == (ppt,)
    assert as_properties(["antidegradable", ppt]) == (anti, ppt)


def test_scan_compare_and_the_second_opinion_take_names():
    assert sd.scan(ERASURE, "ppt", [0.5]).properties == (sd.PPT(),)
    rows = sd.compare(ERASURE, ["ppt", "4-extendible"]).rows
    assert [row.threshold.property for row in rows] == [sd.PPT(), sd.KExtendible(4)]
    assert sd.BySearch("degradable") == sd.BySearch(sd.Degradable())


ASKERS = {
    "decide": lambda p: sd.decide(ERASURE(0.7), p),
    "threshold": lambda p: sd.threshold(ERASURE, p),
    "scan": lambda p: sd.scan(ERASURE, p, [0.5]),
    "compare": lambda p: sd.compare(ERASURE, p),
    "BySearch": sd.BySearch,
}


@pytest.mark.parametrize("ask", ASKERS.values(), ids=ASKERS)
def test_a_misspelt_name_is_told_the_nearest(ask):
    with pytest.raises(ValueError, match="did you mean 'antidegradable'") as caught:
        ask("antidegradabel")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ask", ASKERS.values(), ids=ASKERS)
@pytest.mark.parametrize("thing", [sd.PPT, 3.5], ids=["class", "number"])
def test_what_is_no_property_is_told_how_to_name_one(ask, thing):
    things = [thing] if ask in (ASKERS["scan"], ASKERS["compare"]) else thing
    with pytest.raises(TypeError, match='a name such as "antidegradable"'):
        ask(things)


@pytest.mark.parametrize("nothing", [[], ()])
def test_no_property_is_refused(nothing):
    with pytest.raises(ValueError, match="at least one property"):
        as_properties(nothing)
