"""The digest of a question tells apart what differs, and nothing else, in every process."""

import pickle
from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.runs.identity import canonical, digest, question
from sdpsearch.runs.series import Series

DEPOL = sd.zoo.depolarizing(d=3)
KRAUS = [[[1, 0], [0, 0.8]], [[0, 0.6], [0, 0]]]
THINGS = {
    "one parameter": DEPOL(0.25),
    "another": DEPOL(0.26),
    "another d": sd.zoo.depolarizing(d=2)(0.25),
    "another family": sd.zoo.transpose_depolarizing(d=3)(0.25),
    "complement": DEPOL(0.25).complementary,
    "no origin": sd.Channel(DEPOL(0.25).kraus),
    "white noise": sd.white_noise(KRAUS)(0.25),
    "composed": (sd.zoo.amplitude_damping()(0.2) @ sd.zoo.depolarizing(d=2))(0.25),
    "family": DEPOL,
    "own family": sd.ChannelFamily(lambda x: DEPOL(x), name="mine"),
    "its square": sd.ChannelFamily(lambda x: DEPOL(x * x), name="mine"),
}


def test_what_differs_is_told_apart():
    assert len({digest(thing) for thing in THINGS.values()}) == len(THINGS)


@pytest.mark.parametrize("name", [n for n in THINGS if "own" not in n and "its" not in n])
def test_what_is_sent_stays_what_it_is(name):
    assert digest(pickle.loads(pickle.dumps(THINGS[name]))) == digest(THINGS[name])


def test_a_parameter_is_the_number_it_is_written_as():
    assert digest(DEPOL(0.1)) == digest(DEPOL(Fraction(1, 10)))
    assert digest(DEPOL(1)) == digest(DEPOL(1.0))
    assert digest(DEPOL(1 / 3)) != digest(DEPOL(Fraction(1, 3)))


def test_the_digest_of_a_question_does_not_change():
    # It is in every run that was ever kept: another one orphans them all.
    series = Series(DEPOL, sd.Antidegradable(), "native", None)
    assert series.point_key(0.25, None) == KEY


KEY = "d20da724e4fe616e0243264f471bfa4f2baa56593af5bf952a467e8f15c5e312"


def test_properties_are_told_apart_by_name_and_those_of_others_by_type():
    class PPT(sd.PPT):
        pass

    asked = [sd.PPT(), sd.KExtendible(3), sd.KExtendible(4), PPT()]
    assert len({digest(question(one, "native", None)) for one in asked}) == 4


def test_zero_has_one_sign():
    assert canonical(np.array([0.0, 1.0])) == canonical(np.array([-0.0, 1.0]))


def test_what_does_not_say_what_it_is_is_refused():
    with pytest.raises(ValueError, match="cannot tell one object from another"):
        digest([object()])
