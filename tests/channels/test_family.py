"""ChannelFamily: its domain is kept, its affinity is measured, its mistakes name x."""

import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel

seeds = st.integers(0, 2**32 - 1)
laws = settings(max_examples=25)


def dephasing(p):
    return sd.zoo.dephasing()(p)


# The domain


@pytest.mark.parametrize(
    ("domain", "message"),
    [
        ((1, 0), r"low < high, but \(1, 0\) is reversed"),
        ((0.5, 0.5), r"\(0\.5, 0\.5\) is empty"),
        ((0, np.inf), "must be finite"),
        ((np.nan, 1), "must be finite"),
        (3, "two numbers"),
        ((0, 1, 2), "two numbers"),
        (("a", "b"), "two numbers"),
        ((0, 10**400), "has a larger end"),
        ((-1e308, 1e308), "wider than any float"),
    ],
    ids=[
        "reversed",
        "empty",
        "infinite",
        "nan",
        "number",
        "three",
        "words",
        "beyond floats",
        "too wide",
    ],
)
def test_domain_is_an_interval(domain, message):
    with pytest.raises(ValueError, match=message):
        sd.ChannelFamily(dephasing, domain=domain)


@pytest.mark.parametrize("x", [-1e-12, 1 + 1e-12, 7, np.nan, np.inf])
def test_outside_the_domain_there_is_no_channel(x):
    family = sd.ChannelFamily(dephasing, name="mine", parameter="p")
    with pytest.raises(ValueError, match=r"`p` of mine must lie in \[0, 1\], but is"):
        family(x)


@pytest.mark.parametrize("x", [10**400, -Fraction(10**400)], ids=["integer", "fraction"])
def test_a_parameter_beyond_floats_is_one_line(x):
    with pytest.raises(ValueError, match="`x` is larger than any float"):
        sd.zoo.depolarizing(d=2)(x)


def test_families_do_not_compose():
    family = sd.zoo.depolarizing(d=2)
    with pytest.raises(TypeError, match=r"take depolarizing\(d=2\) at one x"):
        _ = family @ family


def test_the_callable_is_not_asked_outside_the_domain():
    asked = []
    family = sd.ChannelFamily(asked.append, domain=(0.2, 0.4))
    with pytest.raises(ValueError, match=r"\[0\.2, 0\.4\]"):
        family(0.5)
    assert asked == []


@pytest.mark.parametrize("end", [0.2, 0.4])
def test_ends_belong_to_the_domain(end):
    assert sd.ChannelFamily(dephasing, domain=(0.2, 0.4))(end) == dephasing(end)


@pytest.mark.parametrize("x", [None, "half", 1j, [0.5, 0.6]], ids=str)
def test_parameter_is_a_number(x):
    with pytest.raises(TypeError, match="`x` must be a number"):
        sd.ChannelFamily(dephasing)(x)


# The callable


def test_channel_must_be_callable():
    with pytest.raises(
        TypeError, match="must be a callable x -> Channel, but is a Channel"
    ):
        sd.ChannelFamily(sd.zoo.identity(2))


def divide(x):
    return 1 / (x - x)


def silent(x):
    raise KeyError


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        (divide, "float division by zero|division by zero"),
        (silent, "KeyError"),
        (sys.exit, "SystemExit|0.25"),
        (lambda x: None, "but is a NoneType"),
        (lambda x: "channel", "but is a str"),
        (lambda x: np.eye(2), "bare matrix"),
        (lambda x: [(1 + x) * np.eye(2)], r"differs from 1 by 5\.6e-01"),
        (lambda x: [np.full((2, 2), np.nan)], "must be finite"),
    ],
    ids=[
        "raises",
        "raises silently",
        "exits",
        "none",
        "text",
        "matrix",
        "no channel",
        "nan",
    ],
)
def test_garbage_names_x(channel, reason):
    family = sd.ChannelFamily(channel, name="mine", parameter="p", arguments={"d": 2})
    start = r"Family mine\(d=2\) gives no channel at p=0\.25: "
    with pytest.raises(ValueError, match=f"{start}.*({reason})"):
        family(0.25)


def test_the_callables_own_error_is_the_cause():
    with pytest.raises(ValueError, match="gives no channel") as caught:
        sd.ChannelFamily(divide)(0.25)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_the_callable_may_return_kraus_operators():
    family = sd.ChannelFamily(
        lambda x: [np.sqrt(1 - x) * np.eye(2), np.sqrt(x) * np.eye(2)]
    )
    assert family(0.3) == sd.zoo.identity(2)


# Names


def test_label_lists_the_arguments():
    assert sd.ChannelFamily(dephasing, name="mine").label == "mine"
    family = sd.ChannelFamily(dephasing, name="mine", arguments={"d": 3, "p": 0.5})
    assert family.label == "mine(d=3, p=0.5)"
    assert repr(family) == "ChannelFamily(mine(d=3, p=0.5), x in [0, 1])"


def test_arguments_are_a_read_only_copy():
    given_arguments = {"d": 3}
    family = sd.ChannelFamily(dephasing, arguments=given_arguments)
    given_arguments["d"] = 4
    assert dict(family.arguments) == {"d": 3}
    with pytest.raises(TypeError):
        family.arguments["d"] = 5


# Affinity


@laws
@given(seeds, st.tuples(st.floats(-3, 3), st.floats(0.1, 3)))
def test_mixtures_are_affine_on_any_domain(seed, where):
    low, width = where
    ends = sd.mixture(random_channel(2, 3, rng=seed), random_channel(2, 3, rng=seed + 1))
    moved = sd.ChannelFamily(
        lambda x: ends(min(max((x - low) / width, 0), 1)),
        domain=(low, low + width),
        affine=True,
    )
    assert ends.affine
    assert moved.affine  # as declared, and no value contradicts it


@pytest.mark.parametrize(
    "bend",
    [
        lambda x: x * x,
        lambda x: x**3,
        lambda x: 3 * x**2 - 2 * x**3,
        lambda x: (2 * x - 1) ** 2,
        lambda x: float(x > 0.9),
        lambda x: min(2 * x, 1),
        lambda x: min(max(x + 1e-9 * np.sin(2 * np.pi * x), 0), 1),
        lambda x: 0.5 * (1 - np.cos(np.pi * x)),
    ],
    ids=["square", "cube", "smoothstep", "parabola", "step", "kink", "ripple", "cosine"],
)
def test_affine_at_the_ends_only_is_not_affine(bend):
    mixture = sd.mixture(sd.zoo.identity(2), sd.zoo.replacer(2))
    assert not sd.ChannelFamily(lambda x: mixture(bend(x))).affine


@pytest.mark.parametrize("place", [0, 0.1234, 0.3183, 0.5, 0.6931, 0.8716, 1])
def test_other_output_dimensions_are_not_affine(place):
    family = sd.ChannelFamily(
        lambda x: sd.zoo.replacer(2, 3 if abs(x - place) < 1e-9 else 2)
    )
    assert not family.affine


def test_other_input_dimensions_are_refused_by_x():
    family = sd.ChannelFamily(lambda x: sd.zoo.identity(2 + int(x)), name="mine")
    assert family.d_in == 2
    with pytest.raises(ValueError, match=r"mine .*d_in = 3 at x=1\.0 and 2 at 0"):
        family(1)
    with pytest.raises(ValueError, match=r"at x=1\.0"):
        sd.threshold(family, sd.PPT())
