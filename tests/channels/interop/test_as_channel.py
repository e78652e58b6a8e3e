"""as_channel(): Kraus operators in any container; what is ambiguous is refused."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel

KRAUS = random_channel(2, 3, rank=2, rng=0).kraus


def test_a_channel_is_itself():
    channel = sd.Channel(KRAUS)
    assert sd.as_channel(channel) is channel


@pytest.mark.parametrize(
    "kraus",
    [KRAUS, list(KRAUS), tuple(KRAUS), KRAUS.tolist()],
    ids=["array", "list", "tuple", "nested lists"],
)
def test_kraus_operators_are_taken(kraus):
    assert sd.as_channel(kraus) == sd.Channel(KRAUS)


def test_single_precision_is_told_its_deviation():
    with pytest.raises(ValueError, match=r"Σ K†K differs from 1 by \d\.\de-0[78]"):
        sd.as_channel(KRAUS.astype(np.complex64))


@pytest.mark.parametrize(
    "array", [np.eye(2), np.eye(4) / 2, np.zeros((2, 3))], ids=["K", "J", "oblong"]
)
def test_bare_matrices_are_refused(array):
    with pytest.raises(TypeError, match=r"ambiguous: pass \[K\].*Channel\.from_choi"):
        sd.as_channel(array)


def test_bare_matrices_as_lists_are_refused():
    with pytest.raises(ValueError, match=r"pass \[K\].*Channel\.from_choi"):
        sd.as_channel([[1, 0], [0, 1]])


@pytest.mark.parametrize(
    "thing",
    [None, 3, "depolarizing", {"kraus": KRAUS}, (k for k in KRAUS), sd.zoo.erasure()],
    ids=["none", "number", "name", "dict", "generator", "family"],
)
def test_other_types_are_refused_by_name(thing):
    with pytest.raises(TypeError, match=f"but is a {type(thing).__name__}"):
        sd.as_channel(thing)


@pytest.mark.parametrize("array", [np.zeros(3), np.zeros((1, 1, 2, 2)), np.array(1.0)])
def test_other_shapes_are_refused(array):
    with pytest.raises(ValueError, match=r"must have shape \(d_env, d_out, d_in\)"):
        sd.as_channel(array)


def test_questions_take_what_as_channel_takes():
    listed = sd.decide([np.eye(2)], sd.Antidegradable())
    assert listed.verdict is sd.Verdict.FAILS
    with pytest.raises(TypeError, match="ambiguous"):
        sd.decide(np.eye(2), sd.Antidegradable())
