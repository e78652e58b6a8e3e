"""Rational functions come back from their values, and only from enough of them."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from sdpsearch.partitions.interpolation import (
    Function,
    common,
    constant,
    interpolated,
    lifted,
)

polynomials = st.lists(st.integers(-9, 9), min_size=1, max_size=4)


def value(polynomial, d):
    return sum(x * d**power for power, x in enumerate(polynomial))


@given(polynomials, polynomials)
def test_a_function_comes_back(top, over):
    points = range(10, 24)
    assume(all(value(over, d) for d in range(10, 40)))
    values = [Fraction(value(top, d), value(over, d)) for d in range(10, 40)]
    given_ = [fmpq(x.numerator, x.denominator) for x in values]
    found = interpolated(points, given_[:14])
    assert found is not None
    assert [found(d) for d in range(10, 40)] == values
    assert found.over[-1] > 0


def test_too_few_values_tell_nothing():
    values = [fmpq(d**5 + 1, d**4 - 2) for d in range(5, 13)]
    assert interpolated(range(5, 13), values) is None
    more = [fmpq(d**5 + 1, d**4 - 2) for d in range(5, 20)]
    assert interpolated(range(5, 20), more) == Function(
        (1, 0, 0, 0, 0, 1), (-2, 0, 0, 0, 1)
    )


def test_what_is_no_rational_function_is_not_taken_for_one():
    values = [fmpq(2**d) for d in range(5, 40)]
    assert interpolated(range(5, 40), values) is None


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (Function((0, 1), (2, 2)), "d/(2d + 2)"),
        (Function((4, -4, 1), (-12, 4, 9)), "(d^2 - 4d + 4)/(9d^2 + 4d - 12)"),
        (constant(fmpq(-1, 2)), "-1/2"),
        (constant(fmpq(0)), "0"),
        (Function((0, -1), (1,)), "-d"),
    ],
)
def test_functions_are_written_as_one_writes_them(function, text):
    assert str(function) == text


@given(st.lists(polynomials, min_size=1, max_size=3))
def test_a_common_divisor_is_a_multiple_of_all(given_):
    divisors = [tuple(p) for p in given_ if p[-1]]
    assume(divisors)
    over = common(divisors)
    for one in divisors:
        top = lifted(Function((1,), one), over)
        for d in range(20, 24):
            assert value(top, d) * value(one, d) == value(over, d)
