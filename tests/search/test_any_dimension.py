"""Any dimension: known answers at d = 1000, and theorems about every d."""

from fractions import Fraction

import pytest

import sdpsearch as sd
from sdpsearch.channels.partition_forms import ANY_DIMENSION, partition_form
from sdpsearch.search.any_dimension import threshold_by_partitions
from sdpsearch.search.threshold import Occurrence

zoo = sd.zoo


def depolarizing(k):
    return lambda d: Fraction(k - 1, k) * Fraction(d, d + 1)


#: What the paper and its references say, as functions of d, and the least d it is said of.
KNOWN = {
    "depolarizing": (zoo.depolarizing, "antidegradable", depolarizing(2), 2),
    "three copies": (zoo.depolarizing, "3-extendible", depolarizing(3), 3),
    "depolarizing, ppt": (zoo.depolarizing, "ppt", lambda d: Fraction(d, d + 1), 2),
    "transposed": (
        zoo.transpose_depolarizing,
        "antidegradable",
        lambda d: Fraction(2 * (d - 1), 3 * d - 2),
        3,
    ),
    "werner, ppt": (zoo.werner, "ppt", lambda d: Fraction(1, 2), 2),
    "noisy Werner-Holevo, ppt": (
        lambda d: sd.white_noise(zoo.werner_holevo(d)),
        "ppt",
        lambda d: Fraction(d, d + 1),
        2,
    ),
    "half and half": (
        lambda d: zoo.brauer(d, (1, 1, 0)),
        "antidegradable",
        lambda d: Fraction((d - 2) ** 2, 9 * d * d + 4 * d - 12),
        3,
    ),
}


@pytest.mark.parametrize("d", [7, 40, 1000, 10**6])
@pytest.mark.parametrize("name", [n for n in KNOWN if "Holevo" not in n])
def test_known_thresholds_are_exact_in_any_dimension(name, d):
    family, asked, formula, _ = KNOWN[name]
    found = threshold_by_partitions(
        family(d), sd.parse_property(asked), partition_form(family(d))
    )
    (boundary,) = found.boundaries
    assert boundary.tier == "exact"
    assert boundary.proved == (formula(d), formula(d))
    assert found.settled
    assert found.occurrence is Occurrence.INTERVALS
    assert sd.verify(found.certificate, family(d)).proved


@pytest.mark.parametrize("name", KNOWN)
def test_theorems_about_every_dimension(name):
    family, asked, formula, least = KNOWN[name]
    found = sd.every_dimension(family(4), asked)
    assert found.least == least, found.reason
    start, stop = found.holds_on
    assert [start(d) for d in range(least, 60)] == [formula(d) for d in range(least, 60)]
    assert [stop(d) for d in range(least, 60)] == [1] * (60 - least)
    assert f"for every d ≥ {least}" in found.theorem
    checked = sd.verify(found.certificate, family(5))
    assert checked.proved
    assert "as functions of d" in checked.compared


@pytest.mark.parametrize("name", ["depolarizing", "transposed", "half and half"])
@pytest.mark.parametrize(
    "d", [2, 3, 4, 5, *(pytest.param(d, marks=pytest.mark.slow) for d in (6, 7, 8))]
)
def test_theorems_agree_with_the_engine_on_matrices(name, d):
    family, asked, formula, least = KNOWN[name]
    if d < least:
        return  # the theorem says nothing there
    found = sd.threshold(family(d), asked)
    low, high = found.boundaries[0].bracket
    assert low - 1e-12 <= formula(d) <= high + 1e-12


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        (zoo.depolarizing_dephasing(7, 0.25), "antidegradable"),
        (zoo.depolarizing_dephasing(7, 0.25), "ppt"),
        (zoo.brauer(6, (2, 1, 3)), "antidegradable"),
        (zoo.brauer(6, (1, 0, 3)), "antidegradable"),
        (zoo.brauer(6, (0, 1, 3)), "ppt"),
        (zoo.werner(6), "antidegradable"),
        (zoo.generalized_dephasing(7), "antidegradable"),
        (zoo.generalized_dephasing(7), "ppt"),
        (zoo.transpose_depolarizing(7), "ppt"),
        (zoo.transpose_depolarizing(2), "ppt"),
        (sd.mixture(zoo.werner_holevo(6), zoo.identity(6)), "antidegradable"),
        (sd.mixture(zoo.identity(6), zoo.werner(6)(Fraction(1, 3))), "ppt"),
    ],
    ids=lambda x: getattr(x, "label", x),
)
def test_partitions_and_matrices_find_the_same(family, asked):
    by_matrices = sd.threshold(family, asked)
    by_partitions = threshold_by_partitions(
        family, sd.parse_property(asked), partition_form(family)
    )
    assert by_partitions.occurrence is by_matrices.occurrence
    assert len(by_partitions.boundaries) == len(by_matrices.boundaries)
    for one, other in zip(by_partitions.boundaries, by_matrices.boundaries, strict=True):
        assert one.bracket.width < 1e-9
        low, high = other.bracket
        assert low - 1e-9 <= one.value <= high + 1e-9
    for one, other in zip(by_partitions.holds_on, by_matrices.holds_on, strict=True):
        assert tuple(one) == pytest.approx(tuple(other), abs=1e-9)


def test_threshold_takes_any_dimension_by_itself():
    found = sd.threshold(zoo.depolarizing(1000), "antidegradable")
    assert found.boundaries[0].closed_form == "500/1001"
    assert found.decisions == ()
    assert sd.verify(found.certificate, zoo.depolarizing(1000), second=True).proved
    assert not sd.verify(found.certificate, zoo.depolarizing(999)).proved


def test_a_proof_of_a_threshold_found_by_the_engine():
    found = sd.threshold(zoo.transpose_depolarizing(6), "antidegradable", prove=True)
    assert found.boundaries[0].proved == (Fraction(5, 8), Fraction(5, 8))
    assert found.decisions
    assert found.certificate.is_of_partitions


def test_an_irrational_threshold_is_bracketed_at_one_d_and_open_for_every():
    family = zoo.depolarizing_dephasing(1000, 0.25)
    (boundary,) = sd.threshold(family, "antidegradable").boundaries
    low, high = boundary.proved
    assert boundary.tier == "bracketed"
    assert 0 < high - low < Fraction(1, 10**10)
    found = sd.every_dimension(family, "antidegradable")
    assert found.certificate is None
    assert "no simple closed form" in found.reason
    with pytest.raises(ValueError, match="Nothing is proved for every d"):
        _ = found.theorem


@pytest.mark.parametrize(
    ("family", "asked", "says"),
    [
        (zoo.erasure(3), "antidegradable", "one form in every dimension"),
        (zoo.depolarizing(3), "degradable", "no proof for every dimension"),
        (zoo.depolarizing(3), "6-extendible", "no proof for every dimension"),
        (sd.white_noise(zoo.amplitude_damping()(0.5)), "ppt", "one form"),
    ],
)
def test_mistakes(family, asked, says):
    with pytest.raises(ValueError, match=says):
        sd.every_dimension(family, asked)


def test_a_smaller_domain_is_another_family():
    assert partition_form(sd.ChannelFamily(zoo.depolarizing(3), domain=(0, 0.5))) is None


def test_what_is_listed_has_a_form():
    for name in ANY_DIMENSION:
        assert partition_form(zoo.build(name)).label.startswith(name)


def test_time_limits_hold():
    found = sd.every_dimension(zoo.brauer(3), time_limit=1e-6)
    assert found.certificate is None
    assert "time" in found.reason


def test_records():
    record = sd.every_dimension(zoo.depolarizing(), "ppt").to_dict()
    assert record["holds_on"] == ["d/(d + 1)", "1"]
    assert record["least"] == 2
    assert record["proved"]


@pytest.mark.parametrize(
    ("family", "asked", "start"),
    [
        (zoo.depolarizing(5), "5-extendible", 2 / 3),  # dependent: fewer d than strands
        (zoo.transpose_depolarizing(6), "4-extendible", 1),  # too many partitions
    ],
)
def test_where_partitions_prove_nothing_the_engine_is_asked(family, asked, start):
    low, high = sd.threshold(family, asked).holds_on[0]
    assert abs(low - start) < 1e-8
    assert high == 1


def test_too_many_partitions_are_refused_at_once():
    for family in (zoo.transpose_depolarizing(1000), zoo.depolarizing_dephasing(40)):
        with pytest.raises(ValueError, match="more than 800 partitions"):
            sd.threshold(family, "4-extendible")
    found = sd.every_dimension(zoo.brauer(3), "4-extendible")
    assert "more than 800 partitions" in found.reason
