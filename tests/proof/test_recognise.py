"""Closed forms from digits: found where the digits carry them, silent elsewhere."""

import math
import random
import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sdpsearch.proof.digits.recognise import closed_form, rational_form, simplest_fraction

F = Fraction
SMALL = st.fractions(-3, 3, max_denominator=500)
#: Where in its bracket a number lies: inside, for roots are only known to 60 digits.
SHARES = st.fractions(F(1, 20), F(19, 20), max_denominator=20)
HALF = F(1, 2)


def root(x, places=120):
    """Return √x for an integer or fraction, rounded down to many places."""
    scale = 10 ** (2 * places)
    return F(math.isqrt(x.numerator * scale // x.denominator), 10**places)


def bracket(x, digits, share=HALF):
    """Return an interval of width 10^−digits with x inside, at a given share of it."""
    width = F(1, 10**digits)
    return x - share * width, x + (1 - share) * width


def value(text):
    """Return the number that a quadratic form is, to many places."""
    plain = text.replace("−", "-")
    plain = re.sub(r"(\d)√", r"\1*√", plain)
    plain = re.sub(r"√(\d+)", r"root(\1)", plain)
    plain = re.sub(r"root\((\d+)\)", r"root(F(\1))", plain)
    plain = re.sub(r"/(\d+)$", r"*F(1,\1)", plain)
    return eval(plain, {"root": root, "F": F})


# Fractions


@given(low=SMALL, width=st.fractions(F(1, 10**6), 1))
def test_simplest_fraction_is_the_simplest(low, width):
    high = low + width
    found = simplest_fraction(low, high)
    assert low <= found <= high
    for denominator in range(1, found.denominator):
        assert math.floor(high * denominator) < low * denominator


@given(x=SMALL, share=SHARES)
def test_fractions_are_recovered_from_twelve_digits(x, share):
    assert rational_form(*bracket(x, 12, share)) == x
    assert closed_form(*bracket(x, 12, share)) == str(x)


@given(x=SMALL)
def test_a_point_is_its_own_form(x):
    assert rational_form(x, x) == x


def test_how_often_random_numbers_are_taken_for_fractions():
    taken = 0
    generator = random.Random(1)
    for _ in range(4000):
        x = F(generator.randrange(10**30), 10**30)
        taken += rational_form(*bracket(x, 12)) is not None
    # Expected: about 4000 · (3/π²) · 10^−3 ≈ 1.
    assert taken <= 8


@pytest.mark.parametrize("digits", [2, 4, 5])
def test_few_digits_recognise_only_the_simplest(digits):
    assert rational_form(*bracket(F(123, 457), digits)) is None


# Algebraic numbers


GOLDEN = (1 + root(F(5))) / 2


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (root(F(2)), "√2"),
        (-root(F(2)), "−√2"),
        (root(F(2)) / 3, "√2/3"),
        (GOLDEN, "(1 + √5)/2"),
        (1 - GOLDEN, "(1 − √5)/2"),
        (GOLDEN - 1, "(−1 + √5)/2"),
        (3 + 2 * root(F(2)), "3 + 2√2"),
        ((10 - 4 * root(F(2))) / 17, "(10 − 4√2)/17"),
        (root(F(12)), "2√3"),
    ],
)
@pytest.mark.parametrize("digits", [30, 50, 100])
def test_quadratic_irrationals_are_written_out(x, text, digits):
    assert closed_form(*bracket(x, digits)) == text
    assert abs(value(text) - x) < F(1, 10**90)


@given(
    a=st.integers(-60, 60),
    b=st.integers(-40, 40).filter(bool),
    c=st.integers(2, 60),
    d=st.integers(1, 80),
    share=SHARES,
)
def test_quadratics_are_recovered_from_fifty_digits(a, b, c, d, share):
    assume(math.isqrt(c) ** 2 != c)
    x = (a + b * root(F(c))) / d
    text = closed_form(*bracket(x, 50, share))
    assert text is not None
    assert "√" in text
    assert abs(value(text) - x) < F(1, 10**90)


def cube_root(x, places=90):
    scaled = x * 10 ** (3 * places)
    low, high = 0, 10 ** (places + 3)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**3 <= scaled else (low, middle)
    return F(low, 10**places)


@given(n=st.integers(2, 30), shift=st.integers(-5, 5), share=SHARES)
def test_cube_roots_are_named_by_their_equation(n, shift, share):
    assume(round(n ** (1 / 3)) ** 3 != n)
    x = cube_root(n) + shift
    text = closed_form(*bracket(x, 50, share))
    assert text is not None
    assert text.startswith("the root of ")
    equation, near = text.removeprefix("the root of ").split(" near ")
    assert float(near) == pytest.approx(float(x), rel=1e-5)
    plain = re.sub(r"(\d)x", r"\1*x", equation.replace("−", "-").replace("^", "**"))
    assert abs(eval(plain, {"x": x})) < F(1, 10**60)


@pytest.mark.parametrize("digits", [15, 40])
def test_random_numbers_have_no_closed_form(digits):
    # Not hypothesis's own integers: it likes round ones.
    generator = random.Random(5)
    numbers = [F(generator.randrange(10**70), 10**70) for _ in range(600)]
    taken = [x for x in numbers if closed_form(*bracket(x, digits)) is not None]
    # One in a thousand for each of degrees 1 to 4, by the module's own count.
    assert len(taken) <= 8


@pytest.mark.parametrize(
    "x",
    [
        F(3141592653589793238462643383279502884197169399375105820974944592, 10**63),
        F(2718281828459045235360287471352662497757247093699959574966967627, 10**63),
    ],
    ids=["pi", "e"],
)
def test_transcendental_numbers_have_no_closed_form(x):
    assert closed_form(*bracket(x, 50)) is None
    assert closed_form(*bracket(x, 20)) is None


@given(
    a=st.integers(-20, 20),
    b=st.integers(-20, 20).filter(bool),
    c=st.sampled_from([2, 3, 5, 7]),
    d=st.integers(1, 40),
    digits=st.integers(9, 60),
)
def test_a_form_always_lies_at_its_bracket(a, b, c, d, digits):
    x = (a + b * root(F(c))) / d
    low, high = bracket(x, digits)
    text = closed_form(low, high)
    if text is None or text.startswith("the root"):
        return
    slack = 100 * (high - low) * (1 + abs(x)) ** 2
    assert low - slack <= value(text) <= high + slack
