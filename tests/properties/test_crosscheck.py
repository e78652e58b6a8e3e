"""The second formulation asked the same questions, and the two compared."""

from dataclasses import replace

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.properties.crosscheck import cross_checked

ANTI, DEG = sd.Antidegradable(), sd.Degradable()


@pytest.mark.parametrize("asked", [ANTI, DEG, sd.KExtendible(2)], ids=lambda p: p.name)
@pytest.mark.parametrize("gamma", [0.2, 0.45, 0.55, 0.9])
@pytest.mark.parametrize("search", [True, "cvxpy/scs", "picos/cvxopt"])
def test_formulations_agree(asked, gamma, search):
    channel = sd.zoo.amplitude_damping()(gamma)
    decision = sd.decide(channel, asked, cross_check=search)
    check = decision.cross_check
    assert check.agreement is sd.Agreement.AGREE
    first, second = check.margins
    assert first == decision.margin
    assert second.lower <= first.upper + 1e-7
    assert first.lower <= second.upper + 1e-7


def test_the_two_solvers_differ():
    channel = sd.zoo.erasure()(0.4)
    for solver in ("qics", "scs", "clarabel"):
        check = sd.decide(channel, ANTI, solver=solver, cross_check=True).cross_check
        ours, theirs = check.solvers
        assert ours == solver
        assert solver not in theirs.lower()


def test_nobody_decides_exactly_on_the_boundary():
    check = sd.decide(sd.zoo.erasure()(0.5), ANTI, cross_check=True).cross_check
    assert check.agreement in (sd.Agreement.BOTH_UNDECIDED, sd.Agreement.ONE_UNDECIDED)


def test_one_open_answer_is_said():
    decision = sd.decide(sd.zoo.erasure()(0.6), ANTI)
    unsure = replace(decision, verdict=sd.Verdict.UNDECIDED)
    assert cross_checked(unsure).agreement is sd.Agreement.ONE_UNDECIDED


def test_a_contradiction_is_an_error_with_everything_in_it():
    # A verdict that belongs to another channel is contradicted by the search.
    wrong = replace(sd.decide(sd.zoo.erasure()(0.6), ANTI), channel=sd.zoo.erasure()(0.4))
    with pytest.raises(sd.FormulationsDisagreeError, match="DISAGREE") as caught:
        cross_checked(wrong)
    first, second = caught.value.decisions
    assert first.verdict is sd.Verdict.HOLDS
    assert second.verdict is sd.Verdict.FAILS
    assert first.channel == second.channel
    message = str(caught.value)
    assert "\n" not in message
    assert "native" in message
    assert "CLARABEL" in message


@pytest.mark.parametrize("asked", [sd.PPT(), sd.KExtendible(3), sd.EntanglementBreaking()])
def test_other_questions_are_refused(asked):
    with pytest.raises(ValueError, match="signed-extendible and degradable"):
        sd.decide(sd.zoo.erasure()(0.6), asked, cross_check=True)


@pytest.mark.parametrize("search", ["scs", "cvxpy", "cvxpy/", "yalmip/mosek"])
def test_unknown_searches_are_refused(search):
    with pytest.raises(ValueError, match="LANGUAGE/SOLVER"):
        sd.BySearch(ANTI, search)
    with pytest.raises(ValueError, match="LANGUAGE/SOLVER"):
        sd.threshold(sd.zoo.erasure(), ANTI, method="map", solver=search)


def test_unknown_methods_are_refused():
    with pytest.raises(ValueError, match="extension, map, but is 'magic'"):
        sd.threshold(sd.zoo.erasure(), ANTI, method="magic")


def test_the_search_stands_in_a_scan():
    questions = [ANTI, sd.BySearch(ANTI)]
    found = sd.scan(sd.zoo.erasure(), questions, [0.2, 0.7])
    for engine, search in found.decisions:
        assert engine.verdict is search.verdict
        assert engine.margin.middle == pytest.approx(search.margin.middle, abs=1e-6)


def test_degrading_map_of_the_search_degrades():
    channel = sd.zoo.amplitude_damping()(0.3)
    found = sd.decide(channel, sd.BySearch(DEG))
    assert found.map @ channel == channel.minimal().complementary


@pytest.mark.parametrize(
    ("family", "asked", "edge"),
    [
        (sd.zoo.depolarizing(d=2), ANTI, 1 / 3),
        (sd.zoo.transpose_depolarizing(d=3), ANTI, 4 / 7),
        (sd.zoo.amplitude_damping(), ANTI, 1 / 2),
        (sd.zoo.amplitude_damping(), DEG, 1 / 2),
        (sd.zoo.erasure(d=3), ANTI, 1 / 2),
        (sd.zoo.dephasing(), ANTI, 1 / 2),
    ],
    ids=lambda value: getattr(value, "label", getattr(value, "name", str(value))),
)
@pytest.mark.parametrize("search", ["cvxpy/clarabel", "picos/cvxopt"])
def test_threshold_by_the_search_alone(family, asked, edge, search):
    found = sd.threshold(family, asked, method="map", solver=search)
    assert found.value == pytest.approx(edge, abs=1e-7)
    assert edge in found.boundaries[0].bracket


@pytest.mark.parametrize("d_in", [2, 3])
@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_random_channels_never_disagree(d_in, rank):
    for seed in range(2):
        channel = random_channel(
            d_in, 2, max(rank, d_in // 2 + 1), np.random.default_rng(seed)
        )
        check = sd.decide(channel, ANTI, cross_check=True).cross_check
        assert check.agreement in (sd.Agreement.AGREE, sd.Agreement.ONE_UNDECIDED)
