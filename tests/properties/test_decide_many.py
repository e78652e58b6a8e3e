"""decide_many() is decide() for every channel: no less decided, in order, never wrong."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel
from sdpsearch.known.criteria import two_qubit_antidegradable, two_qubit_degradable

HOLDS, FAILS, UNDECIDED = sd.Verdict.HOLDS, sd.Verdict.FAILS, sd.Verdict.UNDECIDED
ANTI, DEG, SIGNED, PPT, EB = (
    sd.Antidegradable(),
    sd.Degradable(),
    sd.SignedExtendible(),
    sd.PPT(),
    sd.EntanglementBreaking(),
)
SHAPES = [(2, 2), (2, 3), (3, 2)]


def of_every_rank(d_in, d_out, each, seed=0):
    ranks = [r for r in range(1, d_in * d_out + 1) if r * d_out >= d_in]
    return [
        random_channel(d_in, d_out, rank, rng=[seed, rank, i])
        for rank in ranks
        for i in range(each)
    ]


def verdicts(decisions):
    return [decision.verdict for decision in decisions]


def together(channels, asked):
    """Return how many of the channels are decided at once."""
    found = asked.decide_together(channels, solver="native")
    return sum(decision is not None for decision in found)


def assert_alike(found, alone):
    """One answer: verdict, what it rests on, and margins as near as their brackets are."""
    assert found.verdict is alone.verdict
    assert found.property == alone.property
    assert found.channel is alone.channel
    assert (found.solver, found.solves) == (alone.solver, alone.solves)
    near = pytest.approx(tuple(alone.margin), abs=1e-8)
    assert tuple(found.margin) == near
    assert found.margin.lower <= alone.margin.upper
    assert alone.margin.lower <= found.margin.upper
    assert (found.map is None) == (alone.map is None)
    assert (found.witness is None) == (alone.witness is None)
    assert (found.obstruction is None) == (alone.obstruction is None)
    assert found.residual < 1e-9
    # Digits of a residual differ, and nothing else.
    assert found.reason.partition(" to ")[0] == alone.reason.partition(" to ")[0]


# The law


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("asked", [ANTI, DEG], ids=lambda p: p.name)
def test_random_channels_of_every_rank(shape, asked):
    channels = of_every_rank(*shape, each=2)
    for decision, channel in zip(sd.decide_many(channels, asked), channels, strict=True):
        assert_alike(decision, sd.decide(channel, asked))


def test_signed_extensions():
    shapes = [(2, 2, 1), (2, 2, 2), (2, 2, 3), (2, 2, 4), (3, 2, 4), (2, 3, 4)]
    channels = [random_channel(*s, rng=[*s, i]) for s in shapes for i in range(2)]
    channels += [sd.zoo.dephrasure(0.1)(q) for q in (0.3, 0.42)]  # one beyond ANTI's reach
    assert together(channels, SIGNED) == len(channels)
    found = sd.decide_many(channels, SIGNED)
    assert {HOLDS, FAILS} <= set(verdicts(found))
    for decision, channel in zip(found, channels, strict=True):
        assert_alike(decision, sd.decide(channel, SIGNED))


def test_zero_capacity_by_what_is_decided_at_once():
    channels = [sd.zoo.amplitude_damping()(g) for g in (0.3, 0.6, 0.7)]
    asked = sd.ZeroCapacity()
    assert together(channels, asked) == 2
    for decision, channel in zip(sd.decide_many(channels, asked), channels, strict=True):
        alone = sd.decide(channel, asked)
        assert decision.verdict is alone.verdict
        assert decision.mechanism == alone.mechanism


def test_qutrits():
    channels = [c for r in (4, 8, 9) for c in (random_channel(3, 3, r, r),) * 2]
    assert together(channels, ANTI) == len(channels)
    for decision, channel in zip(sd.decide_many(channels, ANTI), channels, strict=True):
        assert_alike(decision, sd.decide(channel, ANTI))


def test_more_copies():
    xs = (0.1, 0.4, 0.48, 0.52, 0.9)
    channels = [sd.zoo.depolarizing(d=2)(x) for x in xs]
    for k in (3, 4):
        asked = sd.KExtendible(k)
        assert together(channels, asked) == len(channels)
        threshold = (1 - 1 / k) * 2 / 3
        right = [HOLDS if x > threshold else FAILS for x in xs]
        assert verdicts(sd.decide_many(channels, asked)) == right


@settings(max_examples=4)
@given(st.integers(0, 2**31))
def test_the_two_qubit_criterion_agrees(seed):
    channels = of_every_rank(2, 2, each=5, seed=seed)
    anti, deg = sd.decide_many(channels, ANTI), sd.decide_many(channels, DEG)
    assert UNDECIDED not in verdicts(anti) + verdicts(deg)
    for channel, first, second in zip(channels, anti, deg, strict=True):
        assert (first.verdict is HOLDS) == (two_qubit_antidegradable(channel) > 0)
        assert (second.verdict is HOLDS) == (two_qubit_degradable(channel) > 0)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [*SHAPES, (3, 3)], ids=str)
@pytest.mark.parametrize(
    "asked", [ANTI, DEG, sd.KExtendible(3), SIGNED], ids=lambda p: p.name
)
def test_many_random_channels(shape, asked):
    channels = of_every_rank(*shape, each=12, seed=1)
    channels += [random_antidegradable(*shape, rank, rank) for rank in range(1, 10)]
    for decision, channel in zip(sd.decide_many(channels, asked), channels, strict=True):
        assert_alike(decision, sd.decide(channel, asked))


# Boundaries


@pytest.mark.parametrize("exact", [True, False], ids=["exact", "floats"])
@pytest.mark.parametrize(
    ("family", "edge"),
    [(sd.zoo.depolarizing(d=2), 1 / 3), (sd.zoo.amplitude_damping(), 0.5)],
    ids=["full-rank", "faces"],
)
def test_no_less_is_decided_at_a_boundary(family, edge, exact):
    offsets = [s * 10.0**-j for j in (6, 9, 12) for s in (-1, 1)]
    channels = [family(edge + offset) for offset in [0.0, *offsets]]
    if not exact:
        channels = [sd.Channel(channel.kraus) for channel in channels]
    found = sd.decide_many(channels, ANTI)
    alone = [sd.decide(channel, ANTI) for channel in channels]
    assert verdicts(found) == verdicts(alone)
    for offset, decision in zip(offsets[:4], found[1:5], strict=True):
        assert decision.verdict is (HOLDS if offset > 0 else FAILS)


def test_amplitude_damping_each_on_its_own_face():
    gammas = np.linspace(0.01, 0.99, 21)
    channels = [sd.zoo.amplitude_damping()(g) for g in gammas]
    assert together(channels, ANTI) == len(channels) - 1  # but for γ = 1/2
    for g, decision in zip(gammas, sd.decide_many(channels, ANTI), strict=True):
        if abs(g - 0.5) > 1e-9:
            assert decision.verdict is (HOLDS if g > 0.5 else FAILS)
            # Section 4 of the derivation: t = (1 − 2γ)/(2(1 − γ)) along the line to J_ref.
            margin = -(1 - 2 * g) / (2 * (1 - g))
            assert (
                decision.margin.lower - 1e-9
                <= max(margin, -1)
                <= decision.margin.upper + 1e-9
            )
    for g, decision in zip(gammas, sd.decide_many(channels, DEG), strict=True):
        if abs(g - 0.5) > 1e-9:
            assert decision.verdict is (FAILS if g > 0.5 else HOLDS)


def test_what_floats_take_for_zero_is_confirmed_as_alone():
    # Erasure's face is larger than generic, dephasing breaks an identity.
    channels = [sd.zoo.erasure()(e / 4) for e in range(5)]
    channels += [sd.zoo.dephasing()(p / 4) for p in range(5)]
    for asked in (ANTI, DEG):
        found = sd.decide_many(channels, asked)
        for decision, channel in zip(found, channels, strict=True):
            assert_alike(decision, sd.decide(channel, asked))


def test_hard_channels_leave_the_others_alone():
    easy = [random_channel(2, 2, 4, rng=i) for i in range(4)]
    weak = np.concatenate(
        [random_channel(2, 2, 1, 0).kraus, 1e-9 * random_channel(2, 2, 3, 1).kraus]
    )
    gram = np.einsum("eba,ebc->ac", weak.conj(), weak)
    hard = [
        sd.Channel(weak @ np.linalg.inv(np.linalg.cholesky(gram)).conj().T),
        sd.zoo.depolarizing(d=2)(1 / 3),
        sd.zoo.depolarizing(d=2)(1),
    ]
    mixed = [easy[0], hard[0], easy[1], hard[1], easy[2], hard[2], easy[3]]
    found = sd.decide_many(mixed, ANTI)
    assert verdicts(found) == [sd.decide(channel, ANTI).verdict for channel in mixed]
    before = sd.decide_many(easy, ANTI)
    for decision, other in zip(found[::2], before, strict=True):
        assert tuple(decision.margin) == pytest.approx(tuple(other.margin), abs=1e-8)


# Lists


def test_any_mixture_in_the_order_given():
    channels = [
        sd.zoo.identity(2),
        random_channel(3, 2, 4, 0),
        sd.zoo.erasure()(0.7),
        random_channel(2, 2, 4, 0),
        sd.zoo.identity(4),
        random_channel(3, 2, 4, 1),
        [[[1, 0], [0, 0.8]], [[0, 0.6], [0, 0]]],
        random_channel(2, 2, 4, 1),
        sd.zoo.werner_holevo(3),
    ]
    for asked in (ANTI, PPT, EB, sd.KExtendible(1), "degradable"):
        found = sd.decide_many(iter(channels), asked)
        assert verdicts(found) == [sd.decide(c, asked).verdict for c in channels]
        for decision, channel in zip(found, channels, strict=True):
            assert decision.channel == sd.as_channel(channel)
            assert decision.channel is channel or isinstance(channel, list)


def test_an_empty_list():
    assert sd.decide_many([], ANTI) == []


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ([[[1, 0], [0, 0.5]]], ValueError),
        (np.eye(2), TypeError),
        ("channel.npz", TypeError),
        (sd.zoo.erasure(), TypeError),
    ],
    ids=["not-a-channel", "bare", "path", "family"],
)
def test_an_item_that_is_no_channel_is_told_by_its_index(bad, error):
    with pytest.raises(error, match="Item 1 of `channels`: ") as caught:
        sd.decide_many([sd.zoo.identity(2), bad], ANTI)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "options", "message"),
    [
        ("antidegradible", {}, "did you mean 'antidegradable'"),
        (ANTI, {"solver": "natve"}, "did you mean 'native'"),
        (ANTI, {"time_limit": 0}, "`time_limit` must be a positive number"),
    ],
    ids=["property", "solver", "limit"],
)
def test_options_are_those_of_decide(asked, options, message):
    with pytest.raises(ValueError, match=message):
        sd.decide_many([sd.zoo.identity(2)], asked, **options)


def test_another_solver_is_asked_alone():
    channels = [random_channel(2, 2, 4, rng=i) for i in range(2)]
    found = sd.decide_many(channels, ANTI, solver="qics")
    assert [decision.solver for decision in found] == ["qics", "qics"]


def test_a_time_limit_that_is_over_leaves_everything_open():
    channels = [random_channel(2, 2, 4, rng=i) for i in range(3)]
    for decision in sd.decide_many(channels, ANTI, time_limit=1e-9):
        assert decision.verdict is UNDECIDED
        assert "the time limit" in decision.reason


def test_threads_give_the_same():
    channels = of_every_rank(2, 2, each=3)
    one = sd.decide_many(channels, ANTI)
    with ThreadPoolExecutor(3) as pool:
        several = list(pool.map(lambda _: sd.decide_many(channels, ANTI), range(3)))
    for found in several:
        assert [d.margin for d in found] == [d.margin for d in one]


# What is found later


@pytest.fixture(params=[0.9, 0.1], ids=["holds", "fails"])
def brief(request):
    channels = [sd.zoo.depolarizing(d=2)(request.param + 0.01 * i) for i in range(3)]
    found = sd.decide_many(channels, ANTI)[1]
    assert "reason" not in vars(found)
    return found


def test_map_and_witness_are_found_when_asked_for(brief):
    alone = sd.decide(brief.channel, ANTI)
    if brief.verdict is HOLDS:
        assert brief.map @ brief.channel.minimal().complementary == brief.channel
    else:
        assert np.vdot(brief.witness, brief.channel.choi).real == pytest.approx(-1)
        assert brief.witness_value(brief.channel) == pytest.approx(-1)
    assert brief.map is brief.map
    assert_alike(brief, alone)


def test_pickles_are_slim_and_complete(brief):
    data = pickle.dumps(brief)
    assert len(data) < 10_000
    again = pickle.loads(data)
    assert again.membership is None
    assert again.reason == brief.reason
    assert again.margin == brief.margin
    assert (again.map is None) == (brief.map is None)
    assert (again.witness is None) == (brief.witness is None)


def test_a_changed_copy_is_complete(brief):
    changed = replace(brief, solves=7)
    assert changed.reason == brief.reason
    assert changed.solves == 7


def test_it_can_be_proved(brief):
    from sdpsearch.properties.certify import proved

    certificate = proved(brief).certificate
    assert certificate is not None
    assert sd.verify(certificate, brief.channel).proved


def test_unknown_attributes_stay_unknown(brief):
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        _ = brief.colour


def test_properties_without_an_engine_are_asked_alone():
    assert PPT.decide_together([sd.zoo.identity(2)] * 2, solver="native") == [None, None]
    with pytest.raises(NotImplementedError, match="ppt"):
        PPT.concluded(sd.zoo.identity(2), None)
