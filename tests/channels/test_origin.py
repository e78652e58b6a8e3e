"""How a channel was made goes with it: exactness survives a pickle and another process."""

import pickle
import subprocess
import sys
from fractions import Fraction as F

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.affinity import Affinity
from sdpsearch.channels.curves import complement_of, composed
from sdpsearch.channels.origin import Origin

FAMILIES = {name: build() for name, build in sd.zoo.FAMILIES.items()}
CHANNELS = {name: build() for name, build in sd.zoo.CHANNELS.items()}


def at_a_third(family):
    low, high = family.ends
    return family(low + (high - low) / 3)


def copied(value):
    return pickle.loads(pickle.dumps(value))


def same_squares(first, second):
    if first.squares is None or second.squares is None:
        return first.squares is second.squares
    return bool(np.all(first.squares == second.squares))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_and_its_channels_are_made_again(name):
    family = FAMILIES[name]
    assert copied(family) == family
    assert copied(family).affinity is family.affinity
    channel = at_a_third(family)
    assert channel.origin.at.denominator % 3 == 0 or name in ("horodecki",)
    for made in (copied(channel), channel.origin.make()):
        assert made.origin == channel.origin
        assert np.array_equal(made.kraus, channel.kraus)
        assert same_squares(made, channel)
    across = copied(channel.complementary)
    assert across.origin.complement
    assert same_squares(across, channel.complementary)


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_is_made_again(name):
    channel = CHANNELS[name]
    assert channel.origin.name == name
    assert same_squares(copied(channel), channel)


@pytest.mark.parametrize(
    "family",
    [
        sd.mixture(sd.zoo.identity(2), sd.zoo.werner_holevo(2)),
        sd.white_noise(sd.zoo.amplitude_damping()(F(1, 5))),
        sd.zoo.with_erasure(sd.zoo.dephasing()(F(1, 7))),
        sd.ChannelFamily(sd.zoo.dephasing(), domain=(0, F(9, 10))),
        sd.white_noise([np.eye(2)]),
        complement_of(sd.zoo.dephasing()),
        sd.zoo.amplitude_damping()(0.2) @ sd.zoo.depolarizing(d=2),
        sd.zoo.generalized_dephasing(gram=np.array([[1, 0.5], [0.5, 1]])),
    ],
    ids=lambda family: family.name,
)
def test_what_is_built_from_others_is_made_again(family):
    other = copied(family)
    assert other.ends == family.ends
    assert other.affinity is family.affinity
    assert (other.law is None) == (family.law is None)
    first, second = at_a_third(other), at_a_third(family)
    assert np.array_equal(first.kraus, second.kraus)
    assert same_squares(first, second)


def squares(x):
    return [[[1 - x]], [[x]]]


def test_a_formula_at_the_top_of_a_module_is_sent():
    family = sd.ChannelFamily.from_squares(squares, name="mine")
    other = copied(family)
    assert other.affine
    assert other(F(1, 3)).squares.ravel().tolist() == [F(2, 3), F(1, 3)]


def test_a_lambda_is_refused_in_one_line():
    with pytest.raises(pickle.PicklingError, match="top of a module"):
        pickle.dumps(sd.ChannelFamily(lambda x: [[[1]]], name="mine"))


def test_squares_without_an_origin_are_sent_as_values():
    channel = sd.Channel.from_squares([[[1, 0], [0, F(7, 10)]], [[0, F(3, 10)], [0, 0]]])
    assert channel.origin is None
    assert same_squares(copied(channel), channel)


def test_another_process_decides_as_this_one():
    # 0.666666666666666 is just outside: only exact arithmetic can tell.
    channel = sd.zoo.depolarizing(d=2)(0.666666666666666)
    here = sd.decide(channel, sd.PPT())
    code = (
        "import pickle, sys, sdpsearch as sd;"
        "found = sd.decide(pickle.load(sys.stdin.buffer), sd.PPT());"
        "print(found.verdict.name, found.reason)"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(channel), capture_output=True,
        check=True,
    ).stdout.decode("utf-8", "replace")  # fmt: skip
    assert there.split()[0] == here.verdict.name == "FAILS"


def test_thresholds_and_scans_are_sent():
    family = sd.zoo.erasure(d=2)
    found = copied(sd.threshold(family, sd.Antidegradable()))
    assert found.family == family
    assert found.value == pytest.approx(0.5)
    scanned = copied(sd.scan(family, [sd.PPT()], [0.2, 0.7]))
    assert scanned.records()[0]["verdict"] == "FAILS"


def test_origins_say_what_they_are():
    origin = sd.zoo.depolarizing(d=3)(0.25).origin
    assert str(origin) == "depolarizing(d=3) at 1/4"
    assert origin == sd.zoo.depolarizing(d=3)(F(1, 4)).origin
    assert origin != sd.zoo.depolarizing(d=3)(0.2500000001).origin
    with pytest.raises(ValueError, match="nobody"):
        Origin("nobody", ()).make()


def test_equality_of_families_is_of_their_origins():
    assert sd.zoo.erasure(d=3) == sd.zoo.erasure(d=3)
    assert hash(sd.zoo.erasure(d=3)) == hash(sd.zoo.erasure(d=3))
    assert sd.zoo.erasure(d=3) != sd.zoo.erasure(d=2)
    mine = sd.ChannelFamily(lambda x: sd.zoo.erasure()(x))
    assert mine == mine
    assert mine != sd.ChannelFamily(lambda x: sd.zoo.erasure()(x))


def test_origins_tell_channels_apart_that_are_equal_to_rounding():
    first, second = (sd.zoo.depolarizing(d=2)(x) for x in (F(1, 3), F(1, 3) + F(1, 10**12)))
    assert first == second
    assert sd.white_noise(first) != sd.white_noise(second)
    assert sd.white_noise(first).origin == sd.white_noise(copied(first)).origin


def test_a_hypothesis_stays_one_when_composed():
    declared = sd.ChannelFamily(lambda x: sd.zoo.depolarizing(d=2)(x), affine=True)
    made = sd.zoo.dephasing()(0.2) @ declared
    assert made.affinity is declared.affinity is Affinity.DECLARED
    assert sd.ChannelFamily(declared, domain=(0.2, 0.7)).affinity is Affinity.DECLARED


def test_composition_is_what_it_says():
    first, last = sd.zoo.dephasing()(0.1), sd.zoo.amplitude_damping()(0.3)
    family = last @ sd.zoo.depolarizing(d=2) @ first
    assert family(0.4) == last @ sd.zoo.depolarizing(d=2)(0.4) @ first
    assert family.affine
    assert not (last @ sd.zoo.amplitude_damping()).affine
    assert composed(sd.zoo.erasure(d=2)).domain == (0, 1)
    assert sd.zoo.depolarizing(d=2).label in family.label
    assert "(amplitude_damping at 3/10) @ " in family.label
    assert " @ (dephasing at 1/10)" in family.label
    unnamed = sd.Channel(last.kraus) @ sd.zoo.depolarizing(d=2)
    assert unnamed.label == "a channel from 2 to 2 @ depolarizing(d=2)"
