"""Forms in every dimension are the families themselves, written out."""

from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.partition_forms import partition_form
from tests.partitions.test_partition import operator

zoo = sd.zoo
FAMILIES = {
    "depolarizing": zoo.depolarizing,
    "transpose_depolarizing": zoo.transpose_depolarizing,
    "werner": zoo.werner,
    "brauer": lambda d: zoo.brauer(d, (1, 2, 3)),
    "depolarizing_dephasing": lambda d: zoo.depolarizing_dephasing(d, 0.3),
    "generalized_dephasing": zoo.generalized_dephasing,
    "noise": lambda d: sd.white_noise(zoo.transpose_depolarizing(d)(Fraction(1, 3))),
    "mixture": lambda d: sd.mixture(zoo.identity(d), zoo.werner_holevo(d)),
}


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("name", FAMILIES)
def test_both_ends(name, d):
    family = FAMILIES[name](d)
    form = partition_form(FAMILIES[name](3))
    for x, terms in zip((0, 1), form.chois(d), strict=True):
        dense = sum(float(c) * operator(key, d) for key, c in terms.items())
        assert np.allclose(dense, family(x).choi, atol=1e-14)


@pytest.mark.parametrize(
    "family",
    [
        zoo.erasure(3),
        zoo.generalized_dephasing(gram=[[1, 0.5], [0.5, 1]]),
        sd.ChannelFamily(lambda x: zoo.depolarizing(3)(x)),
        sd.white_noise(zoo.identity(3).complementary),
        sd.mixture(zoo.identity(2), zoo.amplitude_damping()(0.5)),
        zoo.depolarizing(3) @ zoo.identity(3),
    ],
)
def test_no_form_is_guessed(family):
    assert partition_form(family) is None


@pytest.mark.parametrize(
    ("family", "label"),
    [
        (zoo.depolarizing(7), "depolarizing"),
        (zoo.generalized_dephasing(7), "generalized_dephasing"),
        (zoo.brauer(4, (1, 1, 0)), "brauer(weights=(1, 1, 0))"),
        (sd.white_noise(zoo.werner_holevo(5)), "white noise on werner_holevo"),
        (
            sd.mixture(zoo.identity(3), zoo.werner(3)(Fraction(1, 2))),
            "mixture of identity and werner at 1/2",
        ),
    ],
)
def test_labels_name_everything_but_d(family, label):
    assert partition_form(family).label == label
