"""threshold(): every known boundary found, with brackets that hold, never a wrong set."""

import sys
import tomllib
from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from math import pi, sqrt
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.conic.problem import Solution, Status
from sdpsearch.conic.solvers import SOLVERS, backend
from sdpsearch.known.criteria import two_qubit_antidegradable

HOLDS, FAILS = sd.Verdict.HOLDS, sd.Verdict.FAILS
ANTI, DEG, PPT, EB = (
    sd.Antidegradable(),
    sd.Degradable(),
    sd.PPT(),
    sd.EntanglementBreaking(),
)
Kind = sd.Occurrence


def assert_sound(found, holds, domain, tolerance):
    """Compare a Threshold with the closed sets where the property holds."""
    assert len(found.holds_on) == len(holds), found
    inner = []
    for interval, (low, high) in zip(found.holds_on, holds, strict=True):
        assert interval.lower == pytest.approx(low, abs=tolerance, rel=0)
        assert interval.upper == pytest.approx(high, abs=tolerance, rel=0)
        inner += [x for x in dict.fromkeys((low, high)) if domain[0] < x < domain[1]]
    assert len(found.boundaries) == len(inner), found
    decided = dict(found.decisions)
    for boundary, exact in zip(found.boundaries, inner, strict=True):
        bracket = boundary.bracket
        assert boundary.value in bracket
        assert bracket.lower <= exact + 1e-15
        assert bracket.upper >= exact - 1e-15
        assert bracket.width <= 2 * tolerance
        for x in (bracket.lower, bracket.upper):
            right = any(low <= x <= high for low, high in holds)
            assert decided[x].verdict is (HOLDS if right else FAILS)
    for x, decision in found.decisions:
        right = any(low <= x <= high for low, high in holds)
        beside = any(abs(x - e) < 1e-11 for pair in holds for e in pair)
        assert beside or decision.verdict is not (FAILS if right else HOLDS)


# reference.toml


def facts():
    text = (Path(__file__).parent.parent / "reference.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["fact"]


def fact_param(fact):
    inner = "".join(f"-{key}{value}" for key, value in fact["args"].items())
    name = f"{fact['family']}{inner}-{fact['property']}"
    return pytest.param(fact, id=name)


#: End points that are not rational, to more digits than the file has room for.
CLOSED_FORMS = {"(sqrt(1+4N(1-N))-1)/(2N(1-N))": (sqrt(1.84) - 1) / 0.42}


@pytest.mark.parametrize("fact", [fact_param(fact) for fact in facts()])
def test_reference_fact_is_located(fact):
    domain = tuple(fact["domain"])
    holds = [tuple(pair) for pair in fact["holds"]]
    if fact["exact"] in CLOSED_FORMS:
        holds = [(CLOSED_FORMS[fact["exact"]], 1.0)]
    family = sd.zoo.FAMILIES[fact["family"]](**fact["args"])
    if family.domain != domain:
        family = sd.ChannelFamily(family, domain=domain)
    found = sd.threshold(family, sd.parse_property(fact["property"]))
    closed = family.affine and fact["property"] != "degradable"
    assert_sound(found, holds, domain, 1e-8 if closed else 1e-7)
    expected = Kind.NEVER if not holds else Kind.INTERVALS
    if holds == [domain]:
        expected = Kind.ALWAYS
    elif holds and all(low == high for low, high in holds):
        expected = Kind.ISOLATED
    assert found.occurrence is expected


# Other families with known answers.

#: (family, property, sets, tolerance)
KNOWN = {
    "damping-reversed": (
        sd.ChannelFamily(lambda x: sd.zoo.amplitude_damping()(1 - x)),
        ANTI,
        [(0.0, 0.5)],
        1e-7,
    ),
    "damping-in-degrees": (  # γ = sin² x
        sd.ChannelFamily(
            lambda x: sd.zoo.amplitude_damping()(np.sin(np.radians(x)) ** 2),
            domain=(0.0, 180.0),
        ),
        ANTI,
        [(45.0, 135.0)],
        180e-7,
    ),
    "damping-in-the-negative": (
        sd.ChannelFamily(lambda x: sd.zoo.amplitude_damping()(-x / 7), domain=(-7.0, -1.0)),
        ANTI,
        [(-7.0, -3.5)],
        1e-6,
    ),
    "damping-twice": (  # γ = 1 − (1−x)²
        sd.ChannelFamily(
            lambda x: sd.zoo.amplitude_damping()(x) @ sd.zoo.amplitude_damping()(x)
        ),
        ANTI,
        [(1 - sqrt(0.5), 1.0)],
        1e-7,
    ),
    "damping-window-degradable": (
        sd.ChannelFamily(lambda x: sd.zoo.amplitude_damping()((2 * x - 1) ** 2)),
        DEG,
        [((1 - sqrt(0.5)) / 2, (1 + sqrt(0.5)) / 2)],
        1e-7,
    ),
    "damping-3-extendible": (
        sd.zoo.amplitude_damping(),
        sd.KExtendible(3),
        [(2 / 3, 1.0)],
        1e-7,
    ),
    "erasure-reversed": (
        sd.mixture(sd.zoo.erasure()(1.0), sd.zoo.erasure()(0.0)),
        ANTI,
        [(0.0, 0.5)],
        1e-8,
    ),
    "depolarizing-stretched": (
        sd.ChannelFamily(lambda x: sd.zoo.depolarizing(d=3)(x / 10), domain=(2.0, 9.0)),
        ANTI,
        [(3.75, 9.0)],
        1e-7,
    ),
    "depolarizing-there-and-back": (
        sd.ChannelFamily(lambda x: sd.zoo.depolarizing(d=2)(1 - x * x), domain=(-1.0, 1.0)),
        ANTI,
        [(-sqrt(2 / 3), sqrt(2 / 3))],
        1e-7,
    ),
    "werner-ppt": (
        sd.mixture(sd.zoo.replacer(3), sd.zoo.werner_holevo(3)),
        PPT,
        [(0.0, 0.25)],
        1e-8,
    ),
    "horodecki-ppt": (sd.zoo.horodecki(), PPT, [(1.0, 4.0)], 1e-7),
    "depolarizing-breaking": (sd.zoo.depolarizing(d=2), EB, [(2 / 3, 1.0)], 1e-8),
    "identity-to-identity": (
        sd.mixture(sd.zoo.identity(2), sd.zoo.identity(2)),
        ANTI,
        [],
        1e-8,
    ),
    "noise-to-noise": (
        sd.mixture(sd.zoo.replacer(2), sd.zoo.replacer(2)),
        ANTI,
        [(0.0, 1.0)],
        1e-8,
    ),
    "werner-holevo-noise": (
        sd.white_noise(sd.zoo.werner_holevo(3)),
        ANTI,
        [(0.0, 1.0)],
        1e-8,
    ),
    "erasure-above": (
        sd.ChannelFamily(sd.zoo.erasure(), domain=(0.6, 0.9)),
        ANTI,
        [(0.6, 0.9)],
        1e-8,
    ),
    "erasure-below": (
        sd.ChannelFamily(sd.zoo.erasure(), domain=(0.1, 0.4)),
        ANTI,
        [],
        1e-8,
    ),
    "erasure-up-to-the-threshold": (
        sd.ChannelFamily(sd.zoo.erasure(), domain=(0.0, 0.5 + 1e-5)),
        ANTI,
        [(0.5, 0.5 + 1e-5)],
        1e-8,
    ),
    "dephasing-complement": (
        sd.complement_of(sd.zoo.dephasing()),
        ANTI,
        [(0.0, 1.0)],
        1e-7,
    ),
    "states": (
        sd.mixture(random_channel(1, 3, 1, rng=0), random_channel(1, 3, 2, rng=1)),
        ANTI,
        [(0.0, 1.0)],
        1e-8,
    ),
}


@pytest.mark.parametrize(
    ("family", "property", "holds", "tolerance"), KNOWN.values(), ids=KNOWN.keys()
)
def test_known_family(family, property, holds, tolerance):
    found = sd.threshold(family, property)
    assert_sound(found, holds, family.domain, tolerance)


def waves(amplitude, frequency, high):
    """Return where 1/2 + amplitude·cos(frequency·x) ≥ 1/2 on [0, high]."""
    edges = [(k + 0.5) * pi / frequency for k in range(int(high * frequency / pi + 0.5))]
    ends = [0.0, *edges, *([high] if len(edges) % 2 == 0 else [])]
    return list(zip(ends[::2], ends[1::2], strict=True))


@pytest.mark.parametrize(
    ("frequency", "high", "points"), [(7, 1.0, 9), (7, 2.0, 17), (3, 2.0, 9)], ids=str
)
def test_several_intervals(frequency, high, points):
    family = sd.ChannelFamily(
        lambda x: sd.zoo.amplitude_damping()(0.5 + 0.4 * np.cos(frequency * x)),
        domain=(0.0, high),
    )
    holds = waves(0.4, frequency, high)
    assert len(holds) > 1
    found = sd.threshold(family, ANTI, points=points)
    assert_sound(found, holds, family.domain, 1e-7 * high)
    assert found.occurrence is Kind.INTERVALS


def test_several_intervals_of_degradability():
    family = sd.ChannelFamily(
        lambda x: sd.zoo.amplitude_damping()(0.5 - 0.4 * np.cos(7 * x))
    )
    assert_sound(sd.threshold(family, DEG), waves(0.4, 7, 1.0), (0.0, 1.0), 1e-7)


@pytest.mark.parametrize(
    ("p", "domain", "points"),
    [
        (lambda x: x * x, (0.0, 1.0), [sqrt(0.5)]),
        (lambda x: (1 + np.sin(3 * x)) / 2, (0.1, 2.0), [pi / 3]),
        (lambda x: 0.5 + 0.4 * np.cos(7 * x), (0.0, 1.0), [pi / 14, 3 * pi / 14]),
    ],
    ids=["square", "sine", "cosine"],
)
def test_isolated_points_that_no_float_hits_are_left_open(p, domain, points):
    # Dephasing is antidegradable at p = 1/2 alone: at an irrational x, between floats.
    family = sd.ChannelFamily(lambda x: sd.zoo.dephasing()(p(x)), domain=domain)
    found = sd.threshold(family, ANTI)
    assert found.occurrence is Kind.UNDECIDED
    assert not found.settled
    assert len(found.undecided) == len(points)
    for stretch, x in zip(found.undecided, points, strict=True):
        assert stretch.lower - 1e-15 <= x <= stretch.upper + 1e-15
        assert stretch.width < 1e-7


@pytest.mark.parametrize("width", [0.2, 0.03, 0.004, 1e-4])
def test_a_narrow_interval_under_a_broad_peak(width):
    # γ − 1/2 is a parabola that is positive for |x − 0.437| < width/2, between samples.
    def channel(x):
        return sd.zoo.amplitude_damping()(0.5 + width**2 / 4 - (x - 0.437) ** 2)

    found = sd.threshold(sd.ChannelFamily(channel), ANTI)
    assert_sound(found, [(0.437 - width / 2, 0.437 + width / 2)], (0.0, 1.0), 1e-6)


@pytest.mark.parametrize("points", [3, 4, 9, 20])
def test_number_of_points_does_not_move_a_boundary(points):
    found = sd.threshold(sd.zoo.amplitude_damping(), ANTI, points=points)
    assert_sound(found, [(0.5, 1.0)], (0.0, 1.0), 1e-7)


# Occurrence, value, repr.


def test_value_is_the_only_boundary():
    found = sd.threshold(sd.zoo.erasure(), ANTI)
    assert found.value == pytest.approx(0.5, abs=1e-8)
    assert found.value == found.boundaries[0].value


def test_value_lists_the_boundaries_when_there_are_several():
    found = sd.threshold(sd.zoo.horodecki(), PPT)
    with pytest.raises(ValueError, match="2 boundaries") as caught:
        _ = found.value
    message = str(caught.value)
    assert "\n" not in message
    assert all(f"{b.value:.6g}" in message for b in found.boundaries)


@pytest.mark.parametrize(
    ("family", "property", "kind"),
    [
        (sd.zoo.dephasing(), DEG, Kind.ALWAYS),
        (sd.zoo.transpose_depolarizing(3), sd.KExtendible(3), Kind.NEVER),
    ],
    ids=["always", "never"],
)
def test_value_raises_when_there_is_none(family, property, kind):
    found = sd.threshold(family, property)
    assert found.occurrence is kind
    with pytest.raises(ValueError, match="0 boundaries"):
        _ = found.value


def test_isolated_point_is_one_boundary():
    found = sd.threshold(sd.zoo.dephasing(), ANTI)
    assert found.occurrence is Kind.ISOLATED
    assert found.holds_on == (sd.Interval(0.5, 0.5),)
    assert found.value == 0.5


def test_an_end_of_the_domain_is_no_boundary():
    found = sd.threshold(sd.zoo.depolarizing(d=3), DEG)
    assert found.holds_on == (sd.Interval(0.0, 0.0),)
    assert found.boundaries == ()
    assert found.occurrence is Kind.ISOLATED


def test_decisions_are_sorted_unique_and_reported():
    seen = []
    family = sd.zoo.amplitude_damping()
    found = sd.threshold(family, ANTI, progress=lambda x, n: seen.append((x, n)))
    xs = [x for x, _ in found.decisions]
    assert all(left < right for left, right in pairwise(xs))
    assert sorted(x for x, _ in seen) == xs
    assert [n for _, n in seen] == list(range(1, len(seen) + 1))
    assert found.solves == sum(d.solves for _, d in found.decisions)
    assert found.family is family
    assert found.property == ANTI


def test_affine_family_needs_one_solve_per_end():
    assert sd.threshold(sd.zoo.depolarizing(d=3), ANTI).solves == 1
    assert sd.threshold(sd.zoo.depolarizing(d=3), PPT).solves == 0


def test_repr_is_one_line():
    for family in (sd.zoo.erasure(), sd.zoo.dephasing()):
        assert "\n" not in repr(sd.threshold(family, ANTI))


def test_boundaries_are_plain_floats():
    for family in (sd.zoo.erasure(), sd.zoo.amplitude_damping(), sd.zoo.dephasing()):
        found = sd.threshold(family, ANTI)
        numbers = [found.value]
        for interval in (*found.holds_on, *(b.bracket for b in found.boundaries)):
            numbers += [interval.lower, interval.upper]
        assert {type(number) for number in numbers} == {float}


# Generic channels.


@settings(max_examples=12)
@given(seed=st.integers(0, 2**31), rank=st.integers(1, 4))
def test_white_noise_threshold_is_at_most_that_of_the_identity(seed, rank):
    # (1−x)Λ + x·noise = (post-processing of D_x): MATH.md section 6.
    family = sd.white_noise(random_channel(2, 2, rank, rng=seed))
    found = sd.threshold(family, ANTI)
    assert len(found.holds_on) == 1
    assert found.holds_on[0].upper == 1.0
    for boundary in found.boundaries:
        assert boundary.bracket.lower <= 1 / 3
        below, above = boundary.bracket.lower, boundary.bracket.upper
        assert two_qubit_antidegradable(family(below)) <= 1e-14
        assert two_qubit_antidegradable(family(above)) >= -1e-14
        assert boundary.bracket.width < 2e-8


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("d", [2, 3])
def test_white_noise_on_unitaries_is_sharp(d, seed):
    family = sd.white_noise(sd.zoo.unitary(random_unitary(d, seed)))
    exact = d / (2 * (d + 1))
    assert_sound(sd.threshold(family, ANTI), [(exact, 1.0)], (0.0, 1.0), 1e-8)


@settings(max_examples=8)
@given(seed=st.integers(0, 2**31), dims=st.sampled_from([(2, 2), (2, 3), (3, 2)]))
def test_threshold_is_invariant_under_local_unitaries(seed, dims):
    rng = np.random.default_rng(seed)
    low = -(-dims[0] // dims[1])
    channel = random_channel(*dims, low, rng=rng)
    before = sd.zoo.unitary(random_unitary(dims[0], rng))
    after = sd.zoo.unitary(random_unitary(dims[1], rng))
    first = sd.threshold(sd.white_noise(channel), ANTI)
    second = sd.threshold(sd.white_noise(after @ channel @ before), ANTI)
    assert first.occurrence is second.occurrence
    assert len(first.boundaries) == len(second.boundaries)
    for one, other in zip(first.boundaries, second.boundaries, strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-8, rel=0)


@pytest.mark.parametrize("dims", [(2, 3), (3, 2), (2, 4), (1, 2), (2, 1)], ids=str)
def test_mixture_of_rectangular_channels(dims):
    d_in, d_out = dims
    rank = -(-d_in // d_out)
    first = random_channel(d_in, d_out, rank, rng=11)
    family = sd.mixture(first, sd.zoo.replacer(d_in, d_out))
    found = sd.threshold(family, ANTI)
    assert len(found.holds_on) == 1
    assert found.holds_on[0].upper == 1.0
    for boundary in found.boundaries:
        assert sd.decide(family(boundary.value - 1e-6), ANTI).verdict is FAILS
        assert sd.decide(family(boundary.value + 1e-6), ANTI).verdict is HOLDS
    assert len(found.boundaries) == (0 if 1 in dims else 1)


@pytest.mark.parametrize("seed", range(4))
def test_affine_and_sampled_searches_agree(seed):
    straight = sd.white_noise(random_channel(2, 2, 1 + seed % 2, rng=seed))
    bent = sd.ChannelFamily(lambda x: straight(x * x))
    first, second = sd.threshold(straight, ANTI), sd.threshold(bent, ANTI)
    assert straight.affine
    assert not bent.affine
    exact = [b.value for b in first.boundaries]
    assert [b.value**2 for b in second.boundaries] == pytest.approx(exact, abs=1e-8)


@pytest.mark.parametrize(
    "family",
    [sd.zoo.depolarizing(d=2), sd.zoo.amplitude_damping()],
    ids=["affine", "sampled"],
)
def test_backends_agree(family):
    first = sd.threshold(family, ANTI, solver="qics").boundaries[0]
    second = sd.threshold(family, ANTI, solver="scs").boundaries[0]
    assert first.bracket.lower <= second.bracket.upper
    assert second.bracket.lower <= first.bracket.upper
    assert first.value == pytest.approx(second.value, abs=1e-6)


# Solvers that lie or give up.


def lie(size):
    def solve(problem, *, tolerance, max_iterations=None, time_limit=None):
        found = backend("qics").solve(problem, tolerance=tolerance)
        rng, claims = np.random.default_rng(0), (found.x, found.y, found.z)
        x, y, z = (v + size * rng.standard_normal(v.shape) for v in claims)
        return Solution(problem, x, y, z, Status.SOLVED, 1, 0.0, "liar", "optimal")

    return solve


def stall(problem, *, tolerance, max_iterations=None, time_limit=None):
    return backend("qics").solve(problem, tolerance=tolerance, max_iterations=3)


LIARS = {
    "a-little": lie(1e-6),
    "much": lie(0.1),
    "all": lie(100),
    "nan": lie(np.nan),
    "stalls": stall,
}
LINES = {
    "affine": (sd.zoo.depolarizing(d=2), 1 / 3),
    "face": (sd.zoo.erasure(), 0.5),
    "sampled": (sd.zoo.amplitude_damping(), 0.5),
}


@pytest.mark.parametrize("solve", LIARS.values(), ids=LIARS.keys())
@pytest.mark.parametrize(("family", "exact"), LINES.values(), ids=LINES.keys())
def test_a_lying_solver_never_moves_a_bracket_past_the_boundary(
    solve, family, exact, monkeypatch
):
    module = ModuleType("lying_backend")
    module.solve = solve
    monkeypatch.setitem(sys.modules, "lying_backend", module)
    monkeypatch.setitem(SOLVERS, "liar", ("lying_backend", "a test"))
    found = sd.threshold(family, ANTI, solver="liar")
    for boundary in found.boundaries:
        assert exact in boundary.bracket
        assert boundary.value in boundary.bracket
    for x, decision in found.decisions:
        assert decision.verdict is not (FAILS if x >= exact else HOLDS)
    for interval in found.holds_on:
        assert all(d.verdict is not FAILS for x, d in found.decisions if x in interval)
    undecided = [x for x, d in found.decisions if d.verdict is sd.Verdict.UNDECIDED]
    if not found.holds_on and undecided:
        assert found.occurrence is Kind.UNDECIDED


# Bad input.


def broken_at(bad, how):
    def channel(x):
        return how(x) if x > bad else sd.zoo.dephasing()(x)

    return sd.ChannelFamily(channel, name="brittle", parameter="q")


def explode(x):
    raise RuntimeError("the lab is on fire")


def assert_wordlessly(x):
    raise AssertionError


BROKEN = {
    "raises": (explode, "the lab is on fire"),
    "asserts-without-words": (assert_wordlessly, "Assertion"),
    "none": (lambda x: None, "NoneType"),
    "text": (lambda x: "channel", "str"),
    "matrix": (lambda x: np.eye(2), "ambiguous"),
    "not-trace-preserving": (lambda x: [2 * np.eye(2)], "trace preserving"),
    "nan": (lambda x: [np.nan * np.eye(2)], "finite"),
}


@pytest.mark.parametrize(("how", "words"), BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("bad", [0.6, 0.97], ids=["inside", "at-the-end"])
def test_a_family_that_breaks_names_the_parameter(how, words, bad):
    with pytest.raises(ValueError, match="brittle gives no channel at q=") as caught:
        sd.threshold(broken_at(bad, how), ANTI)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    assert float(message.split("q=")[1].split(":")[0]) > bad


def test_a_family_that_raises_several_lines_still_gives_one():
    def channel(x):
        raise RuntimeError("first line\nsecond line")

    with pytest.raises(ValueError, match="first line") as caught:
        sd.threshold(sd.ChannelFamily(channel), ANTI)
    assert "\n" not in str(caught.value)


def test_dimensions_must_not_change_along_the_family():
    family = sd.ChannelFamily(lambda x: sd.zoo.identity(2 if x < 0.5 else 3))
    with pytest.raises(ValueError, match="dimension"):
        sd.threshold(family, ANTI)


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        ((1.0, 0.0), "reversed"),
        ((0.5, 0.5), "empty"),
        ((0.0, np.inf), "finite"),
        ((np.nan, 1.0), "finite"),
        ((0.0,), "two numbers"),
        ("ab", "two numbers"),
    ],
    ids=str,
)
def test_bad_domain(domain, words):
    with pytest.raises(ValueError, match=words) as caught:
        sd.ChannelFamily(sd.zoo.dephasing(), domain=domain)
    assert "\n" not in str(caught.value)


AD = sd.zoo.amplitude_damping()
WRONG = {
    "two-points": (lambda: sd.threshold(AD, ANTI, points=2), ValueError, "at least 3"),
    "no-points": (lambda: sd.threshold(AD, ANTI, points=-1), ValueError, "at least 3"),
    "two-points-affine": (
        lambda: sd.threshold(sd.zoo.erasure(), ANTI, points=2),
        ValueError,
        "at least 3",
    ),
    "class": (lambda: sd.threshold(AD, sd.Antidegradable), TypeError, "property"),
    "word": (lambda: sd.threshold(AD, "antidegradabel"), ValueError, "property"),
    "number": (lambda: sd.threshold(AD, 3), TypeError, "property"),
    "channel": (lambda: sd.threshold(AD(0.3), ANTI), TypeError, "ChannelFamily"),
    "callable": (lambda: sd.threshold(lambda x: AD(x), ANTI), TypeError, "ChannelFamily"),
    "constructor": (
        lambda: sd.threshold(sd.zoo.amplitude_damping, ANTI),
        TypeError,
        "ChannelFamily",
    ),
    "solver": (
        lambda: sd.threshold(AD, ANTI, solver="qcis"),
        ValueError,
        "did you mean 'qics'",
    ),
    "solver-scs": (
        lambda: sd.threshold(AD, ANTI, solver="SCS"),
        ValueError,
        "did you mean 'scs'",
    ),
    "not-callable": (lambda: sd.ChannelFamily(AD(0.3)), TypeError, "callable"),
    "mixture": (
        lambda: sd.mixture(sd.zoo.identity(2), sd.zoo.identity(3)),
        ValueError,
        "equal",
    ),
    "outside": (lambda: AD(1.5), ValueError, "must lie in"),
}


@pytest.mark.parametrize(("call", "error", "words"), WRONG.values(), ids=WRONG.keys())
def test_bad_input_is_refused_in_one_line(call, error, words):
    with pytest.raises(error, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("points", [3.5, "9", None])
def test_points_must_be_an_integer(points):
    with pytest.raises((TypeError, ValueError), match="`points`"):
        sd.threshold(AD, ANTI, points=points)


def test_damping_after_dephasing_against_the_two_qubit_criterion():
    damping, dephasing = sd.zoo.amplitude_damping(), sd.zoo.dephasing()(0.3)
    family = sd.ChannelFamily(
        lambda x: damping(np.sin(x) ** 2) @ dephasing, domain=(0.0, pi / 2)
    )
    (boundary,) = sd.threshold(family, ANTI).boundaries
    assert boundary.value < pi / 4  # dephasing helps
    assert boundary.bracket.width < 1e-7
    assert two_qubit_antidegradable(family(boundary.bracket.lower)) <= 1e-14
    assert two_qubit_antidegradable(family(boundary.bracket.upper)) >= -1e-14


# start and stop


def test_start_and_stop_are_the_ends_of_the_single_set():
    found = sd.threshold(sd.zoo.depolarizing(d=3), "antidegradable")
    assert found.value == pytest.approx(3 / 8, abs=1e-8)
    assert found.start == found.boundaries[0].bracket.upper
    assert found.stop == 1.0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("affine", [True, False])
def test_sets_end_where_the_property_holds(seed, affine):
    noisy = sd.white_noise(random_channel(2, 2, 2, seed))
    family = noisy if affine else sd.ChannelFamily(lambda x: noisy(x**2), name="curved")
    found = sd.threshold(family, "antidegradable")
    for interval, estimated in zip(found.holds_on, found.estimated, strict=True):
        for x, value in zip(interval, estimated, strict=True):
            assert sd.decide(family(x), "antidegradable").verdict is HOLDS
            assert value == pytest.approx(x, abs=1e-7)


# Ends of the domain that nothing decides

MEASURED = [np.diag([1.0, 0]), np.diag([0, 1.0])]


def turned(angle):
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return sd.Channel([rotation @ k @ rotation.T for k in MEASURED])


def test_what_is_not_refuted_is_not_claimed_to_fail():
    separable = sd.zoo.horodecki()(F(5, 2))
    found = sd.threshold(sd.white_noise(separable), "entanglement-breaking")
    assert not found.settled
    [(low, high)] = found.undecided
    assert low == 0.0
    assert high == found.start


@pytest.mark.parametrize("angle", [0.7, 1.1])
def test_a_mixture_read_backwards_has_the_mirrored_sets(angle):
    # Both ends are entanglement breaking, hence PPT all along.
    first, second = sd.Channel(MEASURED), turned(angle)
    for family in (sd.mixture(first, second), sd.mixture(second, first)):
        found = sd.threshold(family, "ppt")
        open_ = [*found.undecided, *found.holds_on]
        assert min(i.lower for i in open_) == 0.0
        assert max(i.upper for i in open_) == 1.0
        assert found.settled is (not found.undecided)


@pytest.mark.parametrize(
    ("family", "exact", "asked"),
    [
        (sd.zoo.depolarizing(d=3), F(1, 2), "3-extendible"),
        (sd.zoo.depolarizing(d=3), F(3, 8), "antidegradable"),
        (sd.zoo.depolarizing(d=2), F(1, 3), "antidegradable"),
        (sd.zoo.erasure(), F(1, 2), "antidegradable"),
    ],
)
@pytest.mark.parametrize("power", [13, 14, 15])
def test_a_domain_that_begins_just_outside_is_not_all_inside(family, exact, asked, power):
    beside = sd.ChannelFamily(family, domain=(exact - F(1, 10**power), 1))
    found = sd.threshold(beside, asked)
    assert found.occurrence is not Kind.ALWAYS
    assert found.start >= float(exact)
    at = sd.threshold(sd.ChannelFamily(family, domain=(exact, 1)), asked)
    assert at.occurrence is Kind.ALWAYS


def test_a_point_and_the_whole_domain_start_and_stop_too():
    point = sd.threshold(sd.zoo.dephasing(), "antidegradable")
    assert point.start == point.stop == 0.5
    family = sd.ChannelFamily(sd.zoo.erasure(), domain=(0.5, 1.0), affine=True)
    whole = sd.threshold(family, "antidegradable")
    assert (whole.start, whole.stop) == (0.5, 1.0)


def test_without_a_single_set_start_and_stop_say_so_in_a_line():
    never = sd.threshold(sd.zoo.platypus(), "antidegradable")
    for end in ("start", "stop"):
        with pytest.raises(ValueError, match=r"on 0 sets \(none\)") as caught:
            getattr(never, end)
        assert "\n" not in str(caught.value)
    several = sd.threshold(sd.zoo.depolarizing(d=2), "degradable")
    two = replace(several, holds_on=(sd.Interval(0, 0.25), sd.Interval(0.5, 1)))
    with pytest.raises(ValueError, match=r"on 2 sets \(\[0, 0\.25\], \[0\.5, 1\]\)"):
        _ = two.start


@pytest.mark.slow
def test_the_same_question_has_the_same_answer():
    """Where a root search interpolates, too: no order of points is drawn at random."""
    family = sd.zoo.pure_loss()
    first, second = (sd.threshold(family, "antidegradable", points=12) for _ in range(2))
    assert first.value == second.value
    assert first.records() == second.records()


@pytest.mark.slow
def test_what_lies_in_a_wide_bracket_is_not_said_to_hold():
    found = sd.threshold(sd.zoo.depolarizing(d=2), "positive-capacity")
    (boundary,) = found.boundaries
    assert not boundary.is_narrow
    assert found.estimated == found.holds_on == (sd.Interval(0.0, boundary.bracket.lower),)
