"""What counts as a straight line: formulas and constructions, never values."""

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.affinity import Affinity, Polynomial, squares_are_affine

STRAIGHT = {
    "depolarizing", "transpose_depolarizing", "erasure", "dephrasure", "dephasing",
    "generalized_dephasing", "pauli", "two_pauli", "horodecki", "brauer", "werner",
    "depolarizing_dephasing", "depolarizing_erasure", "two_weyl", "noisy_landau_streater",
}  # fmt: skip
ENDS = (F(0), F(1))
COEFFICIENTS = st.lists(st.fractions(-9, 9, max_denominator=9), max_size=4)


@pytest.mark.parametrize("name", sd.zoo.FAMILIES)
def test_the_zoo(name):
    family = sd.zoo.FAMILIES[name]()
    wanted = Affinity.CONSTRUCTED if name in STRAIGHT else Affinity.UNKNOWN
    assert family.affinity is wanted


def test_values_alone_make_nothing_affine():
    assert not sd.ChannelFamily(lambda x: sd.zoo.depolarizing(d=2)(x)).affine


@pytest.mark.parametrize(
    "squares",
    [
        lambda x: [[[1 - x]], [[x]]] if x < 2 else [[[1]], [[0]]],
        lambda x: [[[1 - max(x, 0)]], [[max(x, 0)]]],
        lambda x: [[[1 - abs(x)]], [[abs(x)]]],
        lambda x: [[[1 - float(x)]], [[float(x)]]],
        lambda x: [[[1 - x**2]], [[x**2]]],
        lambda x: [[[1 / (1 + x)]], [[x / (1 + x)]]],
        lambda x: [[[(1 - 2 * x) / 1]], [[2 * x]]],
    ],
    ids=["branch", "max", "abs", "float", "square", "quotient", "sign"],
)
def test_what_is_no_identity_is_not_affine(squares):
    assert not squares_are_affine(squares, ENDS)


def test_a_formula_that_tells_floats_apart_is_caught_by_its_values():
    def squares(x):
        bent = x * x if isinstance(x, float) else x
        return [[[1 - bent, 0], [0, 1 - bent]], [[bent, 0], [0, -bent]]]

    assert squares_are_affine(squares, ENDS)
    assert not sd.ChannelFamily.from_squares(squares).affine


def test_a_declaration_is_a_hypothesis_and_is_held_against_values():
    straight = sd.ChannelFamily(lambda x: sd.zoo.depolarizing(d=2)(x), affine=True)
    assert straight.affinity is Affinity.DECLARED
    bent = sd.ChannelFamily(lambda x: sd.zoo.depolarizing(d=2)(x * x), affine=True)
    with pytest.raises(ValueError, match=r"declared affine, but at x="):
        bent.affine  # noqa: B018 - computed when asked


def test_a_restriction_keeps_what_is_known():
    family = sd.ChannelFamily(sd.zoo.dephasing(), domain=(0, 0.9))
    assert family.affinity is Affinity.CONSTRUCTED
    assert (family.name, family.parameter) == ("dephasing", "p")
    assert family(F(1, 3)).squares is not None
    assert sd.ChannelFamily(sd.zoo.dephasing()).domain == (0, 1)


@given(COEFFICIENTS, COEFFICIENTS, st.fractions(-3, 3, max_denominator=7))
def test_polynomials_add_and_multiply(first, second, x):
    p, q = Polynomial(first), Polynomial(second)
    assert (p + q).at(x) == p.at(x) + q.at(x)
    assert (p * q).at(x) == p.at(x) * q.at(x)
    assert (3 - p * 2 / 5).at(x) == 3 - p.at(x) * 2 / 5
    assert (p**2).at(x) == p.at(x) ** 2


@pytest.mark.parametrize(
    "asked",
    [
        lambda x: x == 1, lambda x: bool(x), lambda x: x < 1, lambda x: {x: 1},
        float, int, np.sqrt, lambda x: 1 / x, lambda x: x * 0.5, lambda x: x / x,
    ],
)  # fmt: skip
def test_a_polynomial_has_no_value(asked):
    with pytest.raises((TypeError, ZeroDivisionError)):
        asked(Polynomial((0, 1)))


@pytest.mark.parametrize("power", [-1, -2, 0.5])
def test_a_polynomial_has_natural_powers_only(power):
    with pytest.raises(TypeError, match="natural powers"):
        Polynomial((0, 1)) ** power


def test_a_narrow_dip_between_the_probes_is_not_affine():
    """1/(1 + h(x)) is 1 at every value looked at, and (1 + h)^-1 is no polynomial."""
    width = F(1, 10**20)

    def squares(x):
        kept = 1 - width * ((x - F(2, 5)) ** 2 + width) ** -1
        rest = (1 - kept) / 2
        noise = [
            [[rest if (i, j) == (k, m) else 0 for j in range(2)] for i in range(2)]
            for k in range(2)
            for m in range(2)
        ]
        return [[[kept, 0], [0, kept]], *noise]

    family = sd.ChannelFamily.from_squares(squares, name="dip")
    assert family.affinity is Affinity.UNKNOWN
    found = sd.threshold(family, "antidegradable")
    assert found.coverage is sd.Coverage.SAMPLED
    assert not found.settled
    assert sd.decide(family(F(2, 5)), "antidegradable").verdict is sd.Verdict.HOLDS
