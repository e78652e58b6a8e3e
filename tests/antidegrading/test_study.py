"""The study of a channel's maps: where closed forms cease, how far apart they are."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.antidegrading import study_maps
from sdpsearch.antidegrading.study import depolarizing_noise


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("step", [1e-3, 1e-6])
def test_where_the_maps_cease(d, step):
    """The paper's at 1/2, all of them at x_c, on both sides of each."""
    lowest = d / (2 * (d + 1))
    expected = [
        (0.5 + step, ["", ""], True),
        (0.5 - step, ["none, x < 1/2", ""], True),
        (lowest + step, ["none, x < 1/2", ""], True),
        (lowest - step, ["none, x < 1/2", "none, x < d/(2(d+1))"], False),
    ]
    for x, reasons, exists in expected:
        study = study_maps(sd.zoo.depolarizing(d)(x))
        assert [known.why_not for known in study.analytic] == reasons
        assert (study.map is not None) is exists
        assert (study.between is not None) is (reasons == ["", ""])


@pytest.mark.parametrize("d", [2, 3])
def test_the_numbers_of_a_study(d):
    study = study_maps(sd.zoo.depolarizing(d)(0.6))
    assert study.freedom == (2 if d == 2 else 3)
    assert study.noise == pytest.approx(0.6, abs=1e-14)
    for known in study.analytic:
        assert known.nearest.distance.upper == 0
        assert known.errors.residual < 1e-13
        assert known.comparison.diamond.lower > 0.1
    paper, optimal = (known.comparison.diamond for known in study.analytic)
    assert study.between.diamond.lower <= paper.upper + optimal.upper


def test_at_x_c_all_are_one():
    study = study_maps(sd.zoo.depolarizing(3)(0.375))
    assert study.decision.verdict is sd.Verdict.UNDECIDED
    assert study.solutions.unique
    assert study.freedom == 0
    assert study.analytic[1].comparison.diamond.upper < 1e-9


def test_a_channel_is_recognised_by_what_it_is():
    noisy = sd.white_noise(sd.zoo.identity(2))(0.7)
    assert study_maps(noisy).noise == pytest.approx(0.7, abs=1e-14)
    turned = sd.white_noise(sd.zoo.unitary(np.diag([1, 1j])))(0.7)
    assert depolarizing_noise(turned) is None
    assert depolarizing_noise(sd.zoo.replacer(2, 3)) is None
    assert study_maps(turned).analytic == ()
