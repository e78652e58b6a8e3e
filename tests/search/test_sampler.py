"""A sampler asks once at each parameter, many at once where that goes, and counts."""

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
