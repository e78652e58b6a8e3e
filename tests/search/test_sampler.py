"""A sampler asks once at each parameter, many at once where that goes, and counts."""

import numpy as np

import sdpsearch as sd
from sdpsearch.search.locate import locate
from sdpsearch.search.sampler import Sampler


def sampler(family, asked, seen):
    return Sampler(
        family, asked, "native", progress=lambda x, count: seen.append((x, count))
    )


def test_a_visit_is_an_answer_at_every_new_parameter():
    seen = []
    family = sd.zoo.amplitude_damping()
    found = sampler(family, sd.Antidegradable(), seen)
    first = found(0.25)
    found.visit([0.75, 0.25, 0.125, 0.75])
    assert seen == [(0.25, 1), (0.75, 2), (0.125, 3)]
    assert found.solves == 3
    assert found(0.25) is first
    for x, decision in found.decisions():
        assert decision.verdict is sd.decide(family(x), sd.Antidegradable()).verdict
    assert found.solves == 3


def test_a_channel_is_made_once():
    made = []

    def channel(x):
        made.append(x)
        return sd.zoo.dephasing()(x)

    found = Sampler(sd.ChannelFamily(channel), sd.Antidegradable(), "native")
    assert found.channel(0.25) is found.channel(0.25)
    found.visit([0.25, 0.5])
    assert found(0.5).channel is found.channel(0.5)
    assert made.count(0.25) == made.count(0.5) == 1


def test_a_root_search_asks_nothing_that_cannot_be_decided():
    for seed in (1, 2):  # where the estimate is as good as the root itself
        line = sd.white_noise(mixed(seed))
        curve = sd.ChannelFamily(lambda x, line=line: line(np.sin(x)))
        found = sd.threshold(curve, "antidegradable")
        assert found.boundaries[0].bracket.width < 1e-8
        verdicts = [decision.verdict for _, decision in found.decisions]
        assert sd.Verdict.UNDECIDED not in verdicts


def mixed(seed):
    """Return the identity of a qutrit with a quarter of a random channel."""
    weights = ((0.75, np.eye(3)[None]), (0.25, sd.random_channel(3, 3, rng=seed).kraus))
    return np.concatenate([np.sqrt(weight) * kraus for weight, kraus in weights])


def test_what_does_not_go_together_is_visited_too():
    seen = []
    found = sampler(sd.zoo.amplitude_damping(), sd.PPT(), seen)
    found.visit([0.5, 1.0])
    assert seen == [(0.5, 1), (1.0, 2)]
    assert [d.verdict.name for _, d in found.decisions()] == ["FAILS", "HOLDS"]


def test_the_grid_of_a_curve_is_visited_at_once():
    together = []

    class Watched(sd.Antidegradable):
        def decide_together(self, channels, *, solver):
            together.append(len(channels))
            return super().decide_together(channels, solver=solver)

    family = sd.ChannelFamily(lambda g: sd.zoo.depolarizing(d=2)(g * g), name="mine")
    found = locate(Sampler(family, Watched(), "native"), 9)
    assert together == [25]
    assert abs(found.value - 3**-0.5) < 1e-8
    assert found.coverage is sd.Coverage.SAMPLED
