"""Verdicts: right on both sides of every known boundary, and never wrong at all."""

import pickle
import sys
import tomllib
from dataclasses import FrozenInstanceError
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

import sdpsearch as sd
from sdpsearch.channels.random import (
    random_antidegradable,
    random_channel,
    random_degradable,
    random_unitary,
)
from sdpsearch.conic.problem import Solution, Status
from sdpsearch.conic.solvers import DEFAULT_SOLVER, SOLVERS, backend
from sdpsearch.known.criteria import two_qubit_antidegradable, two_qubit_degradable

HOLDS, FAILS, UNDECIDED = sd.Verdict.HOLDS, sd.Verdict.FAILS, sd.Verdict.UNDECIDED
ANTI, DEG, PPT, EB = (
    sd.Antidegradable(),
    sd.Degradable(),
    sd.PPT(),
    sd.EntanglementBreaking(),
)
SEEDS = st.integers(0, 2**31)


def verdict(channel, property, **settings):
    return sd.decide(channel, property, **settings).verdict


# What the peers get wrong (PEERS.md, "Measured wrong answers").

PEERS = {
    "toqito-depolarizing-0.365": (sd.zoo.depolarizing(d=3)(0.365), ANTI, FAILS),
    "toqito-depolarizing-0.370": (sd.zoo.depolarizing(d=3)(0.370), ANTI, FAILS),
    "toqito-depolarizing-0.374": (sd.zoo.depolarizing(d=3)(0.374), ANTI, FAILS),
    "depolarizing-0.376": (sd.zoo.depolarizing(d=3)(0.376), ANTI, HOLDS),
    "toqito-erasure-0.499": (sd.zoo.erasure()(0.499), ANTI, FAILS),
    "toqito-werner-holevo": (sd.zoo.werner_holevo(3), ANTI, HOLDS),
    "toqito-damping-0.9": (sd.zoo.amplitude_damping()(0.9), ANTI, HOLDS),
    "toqito-erasure-0.6": (sd.zoo.erasure()(0.6), ANTI, HOLDS),
    "toqito-level-3-qutrits": (sd.zoo.depolarizing(d=3)(0.49), sd.KExtendible(3), FAILS),
    "level-3-qutrits-inside": (sd.zoo.depolarizing(d=3)(0.51), sd.KExtendible(3), HOLDS),
}


@pytest.mark.parametrize(("channel", "property", "right"), PEERS.values(), ids=PEERS.keys())
def test_peers_wrong_answers_come_out_right(channel, property, right):
    assert verdict(channel, property) is right


# reference.toml, both sides of each boundary.


def facts():
    text = (Path(__file__).parent.parent / "reference.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["fact"]


def fact_id(fact):
    inner = "".join(f"-{key}{value}" for key, value in fact["args"].items())
    return f"{fact['family']}{inner}-{fact['property']}"


def built(fact):
    family = sd.zoo.FAMILIES[fact["family"]](**fact["args"])
    return family, sd.parse_property(fact["property"])


def sided(offsets):
    """Return parameters of (fact, x, whether it holds) beside all ends of all facts."""
    cases = []
    for fact in facts():
        low, high = fact["domain"]
        ends = {end for pair in fact["holds"] for end in pair}
        for end in sorted(ends):
            for offset in offsets:
                x = end + offset
                if not low <= x <= high:
                    continue
                right = any(a <= x <= b for a, b in fact["holds"])
                name = f"{fact_id(fact)}-{end:.4g}{offset:+.0e}"
                cases.append(pytest.param(fact, x, right, id=name))
    return cases


@pytest.mark.parametrize(("fact", "x", "right"), sided([-1e-3, -1e-6, 1e-6, 1e-3]))
def test_reference_verdict(fact, x, right):
    family, property = built(fact)
    assert verdict(family(x), property) is (HOLDS if right else FAILS)


@pytest.mark.parametrize(("fact", "x", "right"), sided([-1e-9, 1e-9]))
def test_very_near_a_boundary_no_verdict_is_wrong(fact, x, right):
    family, property = built(fact)
    assert verdict(family(x), property) is not (FAILS if right else HOLDS)


@pytest.mark.parametrize(("fact", "x", "right"), sided([0.0]))
def test_on_the_boundary_the_closed_set_is_not_refuted(fact, x, right):
    family, property = built(fact)
    assert right
    assert verdict(family(x), property) is not FAILS


NEVER = [pytest.param(f, id=fact_id(f)) for f in facts() if not f["holds"]]


@pytest.mark.parametrize("fact", NEVER)
@pytest.mark.parametrize("share", [0.0, 1e-6, 0.3, 4 / 7, 0.99, 1.0])
def test_reference_never(fact, share):
    family, property = built(fact)
    low, high = fact["domain"]
    assert verdict(family(low + share * (high - low)), property) is FAILS


# Two-qubit channels have an oracle without SDP (1310.3530).


def assert_agrees(seed):
    rank = 1 + seed % 4
    channel = random_channel(2, 2, rank, rng=seed)
    exact = two_qubit_antidegradable(channel)
    decision = sd.decide(channel, ANTI)
    if abs(exact) > 1e-9:
        assert decision.verdict is (HOLDS if exact > 0 else FAILS)
    else:
        assert decision.verdict is not (HOLDS if exact < 0 else FAILS)


@pytest.mark.parametrize("block", range(20))
def test_two_qubit_criterion(block):
    for seed in range(10 * block, 10 * (block + 1)):
        assert_agrees(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_two_qubit_criterion_on_a_thousand(block):
    for seed in range(1000 + 50 * block, 1000 + 50 * (block + 1)):
        assert_agrees(seed)


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_two_qubit_criterion_beside_its_boundary(rank, seed):
    channel = random_channel(2, 2, rank, rng=seed)
    if two_qubit_antidegradable(channel) < 0:
        family = sd.white_noise(channel)
    else:  # it is antidegradable without noise: come from a unitary channel
        family = sd.mixture(sd.zoo.identity(2), channel)
    edge = brentq(lambda x: two_qubit_antidegradable(family(x)), 0.0, 1.0, xtol=1e-14)
    for offset in (1e-3, 1e-6):
        assert verdict(family(edge - offset), ANTI) is FAILS
        assert verdict(family(edge + offset), ANTI) is HOLDS


@pytest.mark.parametrize("seed", range(12))
def test_qubit_degradability_criterion(seed):
    channel = random_channel(2, 2, 1 + seed % 4, rng=seed)
    exact = two_qubit_degradable(channel)
    assert verdict(channel, DEG) is (HOLDS if exact > 0 else FAILS)


# Laws.


def overlap(first, second, tolerance=1e-8):
    """Whether two margins agree to the tolerance, endless ones included."""
    if np.isinf(first.lower) or np.isinf(second.lower):
        return first == second
    gap = max(first.lower - second.upper, second.lower - first.upper)
    return gap <= tolerance


def narrow(margin, width=1e-8):
    return margin.width <= width


@settings(max_examples=15)
@given(seed=SEEDS, shape=st.sampled_from([(2, 2, 2), (2, 2, 4), (2, 3, 2), (3, 2, 3)]))
def test_margin_is_invariant_under_unitaries(seed, shape):
    d_in, d_out, rank = shape
    rng = np.random.default_rng(seed)
    channel = random_channel(d_in, d_out, rank, rng=rng)
    before = sd.zoo.unitary(random_unitary(d_in, rng))
    after = sd.zoo.unitary(random_unitary(d_out, rng))
    first, second = sd.decide(channel, ANTI), sd.decide(after @ channel @ before, ANTI)
    assert overlap(first.margin, second.margin)
    assert narrow(first.margin, 1e-7)
    assert first.verdict is second.verdict


REAL = {
    "depolarizing": sd.zoo.depolarizing(d=2)(0.4),
    "damping": sd.zoo.amplitude_damping()(0.3),
    "damping-inside": sd.zoo.amplitude_damping()(0.8),
    "generalized-damping": sd.zoo.generalized_amplitude_damping(0.3)(0.6),
    "erasure": sd.zoo.erasure()(0.6),
    "transpose-depolarizing": sd.zoo.transpose_depolarizing(3)(0.7),
    "qutrit-damping": sd.zoo.pure_loss(2)(0.4),
}


@pytest.mark.parametrize("channel", REAL.values(), ids=REAL.keys())
@pytest.mark.parametrize("property", [ANTI, DEG, sd.KExtendible(3)], ids=lambda p: p.name)
def test_complex_and_real_formulations_agree(channel, property):
    rng = np.random.default_rng(1)
    before = sd.zoo.unitary(random_unitary(channel.d_in, rng))
    after = sd.zoo.unitary(random_unitary(channel.d_out, rng))
    real = sd.decide(channel, property)
    complex_ = sd.decide(after @ channel @ before, property)
    assert not np.any(channel.choi.imag)
    assert np.any((after @ channel @ before).choi.imag)
    assert real.verdict is complex_.verdict
    assert overlap(real.margin, complex_.margin)


@settings(max_examples=15)
@given(seed=SEEDS, d_out=st.sampled_from([1, 2, 3]))
def test_post_processing_keeps_antidegradability(seed, d_out):
    rng = np.random.default_rng(seed)
    channel = random_antidegradable(2, 2, 2, rng=rng)
    assume(verdict(channel, ANTI) is HOLDS)
    after = random_channel(2, d_out, rng=rng)
    assert verdict(after @ channel, ANTI) is HOLDS


@settings(max_examples=12)
@given(seed=SEEDS, x=st.floats(0, 1), k=st.integers(1, 3))
def test_one_more_copy_is_harder(seed, x, k):
    channel = sd.white_noise(random_channel(2, 2, 2, rng=seed))(x)
    more = sd.decide(channel, sd.KExtendible(k + 1))
    less = sd.decide(channel, sd.KExtendible(k))
    assert not (more.verdict is HOLDS and less.verdict is FAILS)
    if channel.rank == 4:  # the reference is white noise for both, so margins compare
        assert more.margin.lower <= less.margin.upper


def measure_and_prepare(d_in, d_out, outcomes, seed, hidden):
    """Return ρ ↦ Σ_k <a_k|ρ|a_k> |b_k><b_k|; hidden: Kraus operators of higher rank."""
    rng = np.random.default_rng(seed)
    rows = random_unitary(max(outcomes, d_in), rng)[:, :d_in]
    states = rng.standard_normal((len(rows), d_out, 2)) @ [1, 1j]
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    kraus = states[:, :, None] * rows[:, None, :]
    if hidden:
        kraus = np.einsum("ef,fba->eba", random_unitary(len(kraus), rng), kraus)
    return sd.Channel(kraus)


@settings(max_examples=12)
@given(
    seed=SEEDS,
    dims=st.sampled_from([(2, 2), (2, 3), (3, 2), (3, 3)]),
    outcomes=st.integers(2, 7),
    hidden=st.booleans(),
)
@pytest.mark.slow
def test_entanglement_breaking_is_ppt_and_extendible(seed, dims, outcomes, hidden):
    channel = measure_and_prepare(*dims, outcomes, seed, hidden)
    decision = sd.decide(channel, EB)
    assert decision.verdict is (HOLDS if not hidden else decision.verdict)
    assert decision.verdict is not FAILS
    assert verdict(channel, PPT) is not FAILS
    for k in (2, 3):
        assert verdict(channel, sd.KExtendible(k)) is not FAILS


@settings(max_examples=20)
@given(seed=SEEDS, shape=st.sampled_from([(2, 2, 2), (2, 2, 3), (2, 3, 2), (3, 2, 2)]))
def test_degradable_is_antidegradable_of_the_complement(seed, shape):
    d_in, d_out, rank = shape
    channel = random_channel(d_in, d_out, rank, rng=seed)
    first = sd.decide(channel, DEG)
    second = sd.decide(channel.minimal().complementary, ANTI)
    assert first.verdict is second.verdict
    assert first.margin == second.margin


@settings(max_examples=10)
@given(seed=SEEDS)
def test_redundant_kraus_operators_change_nothing(seed):
    rng = np.random.default_rng(seed)
    channel = random_channel(2, 2, 2, rng=rng)
    mixing = random_unitary(4, rng)[:, :2]
    padded = sd.Channel(np.einsum("ef,fba->eba", mixing, channel.kraus))
    assert padded.d_env == 4
    for property in (ANTI, DEG):
        first, second = sd.decide(channel, property), sd.decide(padded.minimal(), property)
        assert first.verdict is second.verdict
        assert overlap(first.margin, second.margin)
        # To rounding the four depend on each other, which literal floats need not.
        literal = sd.decide(padded, property)
        assert literal.verdict in (first.verdict, UNDECIDED)


@settings(max_examples=8)
@given(seed=SEEDS)
def test_backends_margins_overlap(seed):
    channel = random_channel(2, 2, 2 + seed % 3, rng=seed)
    first = sd.decide(channel, ANTI, solver="qics").margin
    second = sd.decide(channel, ANTI, solver="scs").margin
    assert overlap(first, second, 0.0)


# Maps.

ANTI_CASES = {
    "depolarizing": sd.zoo.depolarizing(d=2)(0.5),
    "depolarizing-edge": sd.zoo.depolarizing(d=3)(0.375 + 1e-7),
    "depolarizing-noise": sd.zoo.depolarizing(d=3)(1.0),
    "damping": sd.zoo.amplitude_damping()(0.5 + 1e-6),
    "damping-full": sd.zoo.amplitude_damping()(1.0),
    "erasure": sd.zoo.erasure(d=3)(0.7),
    "dephasing": sd.zoo.dephasing()(0.5),
    "werner-holevo": sd.zoo.werner_holevo(3),
    "random": random_antidegradable(2, 2, 2, rng=0),
    "2-to-3": random_antidegradable(2, 3, 2, rng=1),
    "3-to-2": random_antidegradable(3, 2, 3, rng=2),
    "2-to-4": random_antidegradable(2, 4, 2, rng=3),
    "redundant": sd.Channel(
        np.concatenate([sd.zoo.amplitude_damping()(0.7).kraus] * 2) / np.sqrt(2)
    ),
    "state": sd.Channel(np.array([[[0.6], [0.8j]]])),
    "trace": sd.zoo.replacer(3, 1),
}
DEG_CASES = {
    "identity": sd.zoo.identity(3),
    "damping": sd.zoo.amplitude_damping()(0.3),
    "erasure": sd.zoo.erasure()(0.3),
    "dephasing": sd.zoo.dephasing()(0.2),
    "generalized-dephasing": sd.zoo.generalized_dephasing(d=3)(0.4),
    "complement": sd.zoo.depolarizing_complement(d=2)(0.5),
    "loss": sd.zoo.pure_loss(2)(0.8),
    "random": random_degradable(2, 2, 2, rng=0),
    "random-3": random_degradable(2, 3, 2, rng=1),
    "random-3-in": random_degradable(3, 2, 3, rng=2),
    "state": sd.Channel(np.array([[[1.0], [0.0]]])),
}


@pytest.mark.parametrize("channel", ANTI_CASES.values(), ids=ANTI_CASES.keys())
def test_antidegrading_map(channel):
    decision = sd.decide(channel, ANTI)
    assert decision.verdict is HOLDS
    rebuilt = decision.map @ channel.minimal().complementary
    error = np.max(np.abs(rebuilt.choi - channel.choi))
    assert error <= 1e-10
    assert decision.residual == pytest.approx(error, abs=1e-14)
    assert_trace_preserving(decision.map)


@pytest.mark.parametrize("channel", DEG_CASES.values(), ids=DEG_CASES.keys())
def test_degrading_map(channel):
    decision = sd.decide(channel, DEG)
    assert decision.verdict is HOLDS
    complement = channel.minimal().complementary
    error = np.max(np.abs((decision.map @ channel).choi - complement.choi))
    assert error <= 1e-10
    assert decision.residual == pytest.approx(error, abs=1e-14)
    assert_trace_preserving(decision.map)


@pytest.mark.parametrize("d_env", [2, 3])
@pytest.mark.parametrize("seed", range(3))
def test_extreme_degradable_channels_are_not_refuted(d_env, seed):
    # A pure symmetric dilation: on the boundary by construction.
    channel = random_degradable(2, d_env, 1, rng=seed)
    assert verdict(channel, DEG) is not FAILS


def assert_trace_preserving(channel):
    gram = np.einsum("eba,ebc->ac", channel.kraus.conj(), channel.kraus)
    assert gram == pytest.approx(np.eye(channel.d_in), abs=1e-10)


@pytest.mark.parametrize("property", [ANTI, DEG, PPT, EB, sd.KExtendible(3)], ids=str)
def test_no_map_and_no_witness_where_they_do_not_belong(property):
    for x in (0.1, 0.95):
        decision = sd.decide(sd.zoo.depolarizing(d=2)(x), property)
        assert decision.witness is None or decision.verdict is FAILS
        has_map = decision.verdict is HOLDS and property in (ANTI, DEG)
        assert (decision.map is not None) == has_map


# Small and rectangular channels.


def random_state(d, seed):
    return random_channel(1, d, d, rng=seed)


SMALL = {
    "state-anti": (random_state(3, 0), ANTI, HOLDS),
    "state-deg": (random_state(3, 1), DEG, HOLDS),
    "state-k4": (random_state(2, 2), sd.KExtendible(4), HOLDS),
    "state-ppt": (random_state(2, 3), PPT, HOLDS),
    "state-eb": (random_state(4, 4), EB, HOLDS),
    "pure-state-anti": (sd.Channel(np.eye(3)[None, :, :1]), ANTI, HOLDS),
    "pure-state-deg": (sd.Channel(np.eye(3)[None, :, :1]), DEG, HOLDS),
    "trace-anti": (sd.zoo.replacer(3, 1), ANTI, HOLDS),
    "trace-deg": (sd.zoo.replacer(3, 1), DEG, FAILS),  # its complement is the identity
    "trace-k5": (sd.zoo.replacer(2, 1), sd.KExtendible(5), HOLDS),
    "trace-eb": (sd.zoo.replacer(4, 1), EB, HOLDS),
    "number-anti": (sd.Channel([[[1.0]]]), ANTI, HOLDS),
    "number-deg": (sd.Channel([[[1.0]]]), DEG, HOLDS),
    "number-eb": (sd.Channel([[[1.0]]]), EB, HOLDS),
    "isometry-2-to-3-anti": (sd.Channel(np.eye(3)[None, :, :2]), ANTI, FAILS),
    "isometry-2-to-3-deg": (sd.Channel(np.eye(3)[None, :, :2]), DEG, HOLDS),
    "isometry-2-to-4-k3": (sd.Channel(np.eye(4)[None, :, :2]), sd.KExtendible(3), FAILS),
    "2-to-3-antidegradable": (random_antidegradable(2, 3, 2, rng=5), ANTI, HOLDS),
    "3-to-2-antidegradable": (random_antidegradable(3, 2, 3, rng=6), ANTI, HOLDS),
    "2-to-4-antidegradable": (random_antidegradable(2, 4, 2, rng=7), ANTI, HOLDS),
    "2-to-3-low-noise": (random_channel(2, 3, 1, rng=8), ANTI, FAILS),
    "3-to-2-low-noise": (random_channel(3, 2, 2, rng=9), ANTI, FAILS),
    "replacer-3-to-2": (sd.zoo.replacer(3, 2), ANTI, HOLDS),
    "everything-is-1-extendible": (sd.zoo.identity(2), sd.KExtendible(1), HOLDS),
    "werner-holevo-deg": (sd.zoo.werner_holevo(3), DEG, HOLDS),
    "unitary-deg": (sd.zoo.identity(2), DEG, HOLDS),
    "dephasing-zero": (sd.zoo.dephasing()(0.0), ANTI, FAILS),
}


@pytest.mark.parametrize(("channel", "property", "right"), SMALL.values(), ids=SMALL.keys())
def test_small_and_rectangular(channel, property, right):
    assert verdict(channel, property) is right


# PPT and entanglement breaking.


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("offset", [-1e-3, -1e-9, 1e-9, 1e-3])
def test_isotropic_ppt_and_entanglement_breaking(d, offset):
    channel = sd.zoo.depolarizing(d=d)(d / (d + 1) + offset)
    assert verdict(channel, PPT) is (HOLDS if offset > 0 else FAILS)
    asked = verdict(channel, EB)
    if offset < 0:
        assert asked is FAILS
    else:
        assert asked is (HOLDS if d == 2 else asked)
        assert asked is not FAILS


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("offset", [-1e-3, -1e-9, 1e-9, 1e-3])
def test_werner_ppt_and_entanglement_breaking(d, offset):
    # J_x = (1−x) 1/d + x (1 − F)/(d−1): least eigenvalue of J^Γ is (1−x)/d − x, and
    # Werner states are separable exactly where they are PPT.
    family = sd.mixture(sd.zoo.replacer(d), sd.zoo.werner_holevo(d))
    channel = family(1 / (d + 1) + offset)
    assert verdict(channel, PPT) is (HOLDS if offset < 0 else FAILS)
    asked = verdict(channel, EB)
    assert asked is FAILS if offset > 0 else asked is not FAILS


def test_ppt_margin():
    # λd/(1−λd) with λ = x/d − (1−x): −min{t : (1−t)J + t 1/d is PPT}.
    for d, x in ((2, 0.5), (3, 0.8), (3, 0.2)):
        least = x / d - (1 - x)
        margin = sd.decide(sd.zoo.depolarizing(d=d)(x), PPT).margin
        assert margin.middle == pytest.approx(least * d / (1 - least * d), abs=1e-12)
        assert margin.width < 1e-12


@pytest.mark.parametrize("alpha", [0.0, 0.9, 1.5, 2.5, 3.5, 4.1, 5.0])
def test_horodecki_family(alpha):
    channel = sd.zoo.horodecki()(alpha)
    ppt, separable = 1 <= alpha <= 4, 2 <= alpha <= 3
    assert verdict(channel, PPT) is (HOLDS if ppt else FAILS)
    asked = verdict(channel, EB)
    assert asked is not (FAILS if separable else HOLDS)
    if not ppt:
        assert asked is FAILS


def horodecki_1997(a):
    """Return the 3×3 PPT entangled state of quant-ph/9703004 as an unnormalised matrix."""
    matrix = a * np.eye(9)
    matrix[np.ix_([0, 4, 8], [0, 4, 8])] = a
    matrix[6, 6] = matrix[8, 8] = (1 + a) / 2
    matrix[6, 8] = matrix[8, 6] = np.sqrt(1 - a * a) / 2
    return matrix


@pytest.mark.parametrize("a", [0.1, 0.3, 0.6, 0.9])
def test_bound_entangled_state_is_never_called_entanglement_breaking(a):
    # A local filter on A makes the state a Choi operator and keeps PPT and entanglement.
    state = horodecki_1997(a)
    reduced = np.einsum("abcb->ac", state.reshape(3, 3, 3, 3))
    values, vectors = np.linalg.eigh(reduced)
    filtering = np.kron((vectors / np.sqrt(values)) @ vectors.T, np.eye(3))
    channel = sd.Channel.from_choi(filtering @ state @ filtering.T, d_in=3, d_out=3)
    assert verdict(channel, PPT) is not FAILS
    assert verdict(channel, EB) is not HOLDS


def test_smith_yard_channel():
    # On the edge, with roots of roots that are known in floating point only.
    assert verdict(sd.zoo.smith_yard(), PPT) is not FAILS
    assert verdict(sd.zoo.smith_yard(), EB) is not HOLDS


def test_ppt_witness():
    rng = np.random.default_rng(0)
    channel = sd.zoo.depolarizing(d=3)(0.5)
    decision = sd.decide(channel, PPT)
    assert decision.witness_value(channel) == pytest.approx(-1)
    for _ in range(100):
        other = measure_and_prepare(3, 3, 5, rng.integers(10**6), hidden=True)
        assert decision.witness_value(other) >= -1e-12


# A solver's answer is only a claim.


def answering(change):
    """Return a backend that solves with QICS and hands over change(solution)."""

    def solve(problem, *, tolerance, max_iterations=None, time_limit=None):
        found = backend("qics").solve(problem, tolerance=tolerance)
        x, y, z = change(found)
        return Solution(problem, x, y, z, Status.SOLVED, 1, 0.0, "liar", "optimal")

    return solve


def noise(like, size, seed=0):
    return size * np.random.default_rng(seed).standard_normal(np.shape(like))


def raising(error):
    def solve(problem, **settings):
        raise error

    return solve


def stalling(problem, *, tolerance, max_iterations=None, time_limit=None):
    return backend("qics").solve(problem, tolerance=tolerance, max_iterations=2)


EMPTY = {
    "nan": answering(lambda s: (s.x * np.nan, s.y * np.nan, s.z * np.nan)),
    "infinite": answering(lambda s: (s.x + np.inf, s.y + np.inf, s.z + np.inf)),
    "one-nan": answering(lambda s: (s.x, s.y, np.where(np.arange(s.z.size), s.z, np.nan))),
    "zeros": answering(lambda s: (0 * s.x, 0 * s.y, 0 * s.z)),
    "raises": raising(RuntimeError("boom")),
    "raises-linalg": raising(np.linalg.LinAlgError("singular")),
    "raises-zero-division": raising(ZeroDivisionError("division by zero")),
}
LYING = {
    "random": answering(lambda s: (noise(s.x, 1), noise(s.y, 1), noise(s.z, 1))),
    "random-2": answering(lambda s: (noise(s.x, 1, 5), noise(s.y, 1, 6), noise(s.z, 1, 7))),
    "large": answering(lambda s: (noise(s.x, 1e9), noise(s.y, 1e9), noise(s.z, 1e9))),
    "huge": answering(lambda s: (noise(s.x, 1e200), noise(s.y, 1e200), noise(s.z, 1e200))),
    "overflowing": answering(lambda s: (noise(s.x, 1e307), s.y, noise(s.z, 1e307))),
    "tiny": answering(lambda s: (noise(s.x, 1e-300), noise(s.y, 1e-300), 1e-300 * s.z)),
    "negated": answering(lambda s: (-s.x, -s.y, -s.z)),
    "estimate-far-left": answering(lambda s: (s.x, s.y + 0.5, s.z)),
    "estimate-far-right": answering(lambda s: (s.x, s.y - 0.5, s.z)),
    "noisy-witness": answering(lambda s: (s.x + noise(s.x, 0.3), s.y, s.z)),
    "noisy-extension": answering(lambda s: (s.x, s.y, s.z + noise(s.z, 0.3))),
    "slightly-off": answering(
        lambda s: (s.x + noise(s.x, 1e-4), s.y + 1e-4, s.z + noise(s.z, 1e-4))
    ),
    "optimistic": answering(lambda s: (s.x, s.y + 1.0, s.z + 1.0)),
    "stalling": stalling,
}

TRUTH = {
    "depolarizing-out": (sd.zoo.depolarizing(d=2)(0.2), FAILS),
    "depolarizing-near-out": (sd.zoo.depolarizing(d=2)(0.333), FAILS),
    "depolarizing-near-in": (sd.zoo.depolarizing(d=2)(0.334), HOLDS),
    "depolarizing-in": (sd.zoo.depolarizing(d=2)(0.6), HOLDS),
    "damping-out": (sd.zoo.amplitude_damping()(0.4), FAILS),
    "damping-in": (sd.zoo.amplitude_damping()(0.6), HOLDS),
    "erasure-out": (sd.zoo.erasure()(0.49), FAILS),
    "erasure-in": (sd.zoo.erasure()(0.51), HOLDS),
    "complex-in": (random_antidegradable(2, 2, 2, rng=4), HOLDS),
    "complex-out": (random_channel(2, 2, 2, rng=1), FAILS),
}


@pytest.fixture
def injected(monkeypatch):
    """Register a solve function as the backend called "liar"."""

    def inject(solve):
        module = ModuleType("lying_backend")
        module.solve = solve
        monkeypatch.setitem(sys.modules, "lying_backend", module)
        monkeypatch.setitem(SOLVERS, "liar", ("lying_backend", "a test"))

    return inject


@pytest.mark.parametrize("solve", EMPTY.values(), ids=EMPTY.keys())
@pytest.mark.parametrize("name", ["depolarizing-out", "damping-in", "erasure-in"])
def test_no_usable_numbers_leave_it_undecided(injected, solve, name):
    injected(solve)
    decision = sd.decide(TRUTH[name][0], ANTI, solver="liar")
    assert decision.verdict is UNDECIDED
    assert decision.margin.lower <= 0 <= decision.margin.upper
    assert decision.map is None
    assert decision.witness is None
    assert "\n" not in decision.reason


@pytest.mark.parametrize("solve", LYING.values(), ids=LYING.keys())
@pytest.mark.parametrize("name", TRUTH)
def test_a_lie_never_makes_a_wrong_verdict(injected, solve, name):
    channel, right = TRUTH[name]
    exact = sd.decide(channel, ANTI).margin
    assert sd.decide(channel, ANTI).verdict is right
    injected(solve)
    decision = sd.decide(channel, ANTI, solver="liar")
    assert decision.verdict in (right, UNDECIDED)
    assert overlap(decision.margin, exact, 0.0)
    assert (decision.map is not None) == (decision.verdict is HOLDS)


@pytest.mark.parametrize("property", [DEG, sd.KExtendible(3), EB], ids=lambda p: p.name)
@pytest.mark.parametrize("name", ["random", "negated", "noisy-extension", "stalling"])
def test_a_lie_about_other_properties(injected, property, name):
    channels = [sd.zoo.amplitude_damping()(0.7), sd.zoo.depolarizing(d=3)(0.72)]
    right = [verdict(channel, property) for channel in channels]
    injected(LYING[name])
    for channel, true in zip(channels, right, strict=True):
        assert verdict(channel, property, solver="liar") in (true, UNDECIDED)


def test_a_random_answer_decides_nothing_near_the_boundary(injected):
    injected(LYING["random"])
    for x in (0.3, 0.36):
        assert verdict(sd.zoo.depolarizing(d=2)(x), ANTI, solver="liar") is UNDECIDED


def test_the_solver_is_not_asked_where_the_face_decides(injected):
    injected(raising(AssertionError("asked")))
    for channel in (sd.zoo.identity(3), sd.zoo.werner_holevo(3), sd.zoo.dephasing()(0.2)):
        decision = sd.decide(channel, ANTI, solver="liar")
        assert decision.verdict is not UNDECIDED
        assert decision.solves == 0


@pytest.mark.parametrize("solver", ["qics", "scs"])
def test_time_limit_leaves_it_undecided(solver):
    # No symmetry, so the first iterate does not happen to be the optimal witness.
    channel = sd.white_noise(random_channel(3, 3, 2, rng=0))(0.2)
    decision = sd.decide(channel, ANTI, solver=solver, time_limit=1e-9)
    assert decision.verdict is UNDECIDED
    assert "time limit" in decision.reason


# What a Decision is.


@pytest.fixture(params=[0.2, 0.8], ids=["fails", "holds"])
def decision(request):
    return sd.decide(sd.zoo.depolarizing(d=2)(request.param), ANTI)


@pytest.mark.parametrize("answer", sd.Verdict)
def test_a_verdict_has_no_truth_value(answer):
    with pytest.raises(TypeError, match="three values"):
        bool(answer)
    with pytest.raises(TypeError, match="three values"):
        assert answer


def test_a_decision_has_no_truth_value(decision):
    with pytest.raises(TypeError, match=r"compare, e\.g\. `decision\.verdict is"):
        bool(decision)


def test_a_verdict_equals_its_name(decision):
    assert decision.verdict == decision.verdict.name
    assert decision.verdict != "UNDECIDED"
    assert decision.verdict in {"HOLDS", "FAILS"}


def test_a_decision_is_immutable(decision):
    for name in ("verdict", "margin", "witness", "map", "reason"):
        with pytest.raises(FrozenInstanceError):
            setattr(decision, name, None)


def test_arrays_handed_out_are_read_only(decision):
    arrays = [decision.channel.kraus, decision.channel.choi]
    arrays += [decision.witness] if decision.witness is not None else [decision.map.kraus]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


@pytest.mark.parametrize("property", [ANTI, DEG, PPT, EB, sd.KExtendible(3)], ids=str)
@pytest.mark.parametrize("x", [0.0, 0.2, 0.4444444444444444, 0.9, 1.0])
def test_numbers_are_plain_floats(property, x):
    decision = sd.decide(sd.zoo.depolarizing(d=2)(x), property)
    numbers = (decision.margin.lower, decision.margin.upper, decision.residual)
    assert [type(number) for number in numbers] == [float] * 3


def test_the_sign_of_the_margin_is_the_verdict(decision):
    signs = {HOLDS: decision.margin.lower > 0, FAILS: decision.margin.upper < 0}
    assert signs == {HOLDS: decision.verdict is HOLDS, FAILS: decision.verdict is FAILS}


def test_a_decision_speaks_in_one_line(decision):
    for text in (decision.reason, repr(decision)):
        assert text
        assert "\n" not in text
    assert decision.verdict.name in repr(decision)
    assert decision.channel.d_in == 2
    assert decision.property == ANTI
    assert decision.solver == DEFAULT_SOLVER
    assert decision.solves >= 1


# Bad input.

WRONG = {
    "class": (lambda: sd.decide(sd.zoo.identity(2), sd.Antidegradable), TypeError),
    "name": (lambda: sd.decide(sd.zoo.identity(2), "antidegradabel"), ValueError),
    "number": (lambda: sd.decide(sd.zoo.identity(2), 3), TypeError),
    "nothing": (lambda: sd.decide(sd.zoo.identity(2), None), TypeError),
    "family": (lambda: sd.decide(sd.zoo.depolarizing(d=2), ANTI), TypeError),
    "bare-matrix": (lambda: sd.decide(np.eye(2), ANTI), TypeError),
    "not-trace-preserving": (lambda: sd.decide([np.eye(2) * 2], ANTI), ValueError),
    "nan": (lambda: sd.decide([np.eye(2) * np.nan], ANTI), ValueError),
    "zero-copies": (lambda: sd.KExtendible(0), ValueError),
    "minus-copies": (lambda: sd.parse_property("-2-extendible"), ValueError),
    "half-copies": (lambda: sd.KExtendible(2.5), TypeError),
    "solver": (lambda: sd.decide(sd.zoo.identity(2), ANTI, solver="qisc"), ValueError),
    "solver-even-for-ppt": (
        lambda: sd.decide(sd.zoo.identity(2), PPT, solver="nope"),
        ValueError,
    ),
    "no-time": (lambda: sd.decide(sd.zoo.identity(2), ANTI, time_limit=-1.0), ValueError),
    "property-name": (lambda: sd.parse_property("antidegradabel"), ValueError),
}


@pytest.mark.parametrize(("call", "error"), WRONG.values(), ids=WRONG.keys())
def test_bad_input_is_refused_in_one_line(call, error):
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_nearest_names_are_offered():
    with pytest.raises(ValueError, match="did you mean 'qics'"):
        sd.decide(sd.zoo.identity(2), ANTI, solver="qisc")
    with pytest.raises(ValueError, match="did you mean 'antidegradable'"):
        sd.parse_property("antidegradabel")


@pytest.mark.parametrize(
    "property",
    [ANTI, DEG, PPT, EB, sd.KExtendible(1), sd.KExtendible(7)],
    ids=lambda p: p.name,
)
def test_names_and_properties_are_one_to_one(property):
    assert sd.parse_property(property.name) == property
    assert sd.parse_property(f" {property.name.upper()} ") == property


def test_too_large_a_problem_is_refused_before_it_is_built():
    channel = sd.random_channel(14, 14, 196, rng=0)
    with pytest.raises(sd.ProblemTooLarge, match="GiB") as caught:
        sd.decide(channel, sd.KExtendible(6))
    assert "\n" not in str(caught.value)


def test_anything_that_is_a_channel_is_taken():
    assert verdict([np.eye(2)], ANTI) is FAILS
    assert verdict(np.eye(2)[None], DEG) is HOLDS


# Pickles: the answer, without the evidence.


@pytest.mark.parametrize("x", [0.2, 0.5])
def test_a_pickled_decision_is_small_and_says_the_same(x):
    decision = sd.decide(sd.zoo.depolarizing(d=4)(x), ANTI)
    kept = pickle.dumps(decision)
    assert len(kept) <= 20_000
    again = pickle.loads(kept)
    assert again.membership is None
    assert (again.verdict, again.margin, again.reason) == (
        decision.verdict,
        decision.margin,
        decision.reason,
    )
    assert (again.map is None) == (decision.map is None)
    if decision.map is not None:
        assert np.allclose(again.map.choi, decision.map.choi, atol=1e-9)
        assert len(pickle.dumps(again)) <= 20_000


def test_only_the_map_is_found_again():
    again = pickle.loads(pickle.dumps(sd.decide(sd.zoo.erasure()(0.7), ANTI)))
    with pytest.raises(AttributeError, match="has no attribute 'maps'"):
        again.maps  # noqa: B018


def test_a_large_channel_of_small_rank_needs_no_refusal():
    """Its face decides; only the witness stays there, for want of room."""
    found = sd.decide(sd.zoo.identity(24), ANTI)
    assert found.verdict is FAILS
    assert found.witness is None
    assert "too large" in found.reason
