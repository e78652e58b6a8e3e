"""Facts against the reference table, and against oracles that need no SDP."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import complement_of, mixture, white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.random import random_channel
from sdpsearch.coherent.information import Outputs
from sdpsearch.coherent.singularity import singularity_at
from sdpsearch.known.criteria import two_qubit_antidegradable, two_qubit_degradable
from sdpsearch.known.marks import marks
from sdpsearch.known.thresholds import fact, facts
from sdpsearch.linalg import partial_transpose

REFERENCE = tomllib.loads(
    (Path(__file__).parents[1] / "reference.toml").read_text(encoding="utf-8")
)["fact"]

FAMILIES = [build() for build in zoo.FAMILIES.values()] + [
    zoo.depolarizing(3),
    zoo.depolarizing(5),
    zoo.depolarizing_complement(3),
    zoo.transpose_depolarizing(2),
    zoo.transpose_depolarizing(4),
    zoo.transpose_depolarizing(5),
    zoo.erasure(4),
    zoo.dephrasure(0.0),
    zoo.dephrasure(0.5),
    zoo.dephrasure(0.8),
    zoo.dephrasure(1.0),
    zoo.damping_dephasing(0.0),
    zoo.damping_dephasing(0.5),
    zoo.damping_dephasing(0.7),
    zoo.damping_dephasing(1.0),
    zoo.generalized_amplitude_damping(0.0),
    zoo.generalized_amplitude_damping(0.01),
    zoo.generalized_amplitude_damping(0.5),
    zoo.generalized_amplitude_damping(1.0),
    zoo.multilevel_amplitude_damping(2),
    zoo.multilevel_amplitude_damping(4),
    zoo.multilevel_amplitude_damping(3, rates=(1, 1, 0)),
    zoo.multilevel_amplitude_damping(3, rates=(1, 0, 1)),
    zoo.multilevel_amplitude_damping(3, rates=(1, 3, 1)),
    zoo.multilevel_amplitude_damping(4, rates=(0.2, 0.1, 0.3, 0.7, 0, 0.1)),
    zoo.pure_loss(1),
    zoo.pure_loss(4),
    zoo.generalized_dephasing(2),
    zoo.generalized_dephasing(gram=[[1, -0.5], [-0.5, 1]]),
    zoo.generalized_dephasing(gram=[[1, 0.5], [0.5, 1]]),
    zoo.generalized_dephasing(gram=[[1, 0.5j], [-0.5j, 1]]),
    zoo.generalized_dephasing(gram=1.5 * np.eye(3) - 0.5),
    zoo.pauli((1, 0, 0)),
    zoo.pauli((1, 0, 1)),
    zoo.pauli((0.7, 0.3, 0)),
    zoo.pauli((0.6, 0.3, 0.1)),
    zoo.pauli((0.9, 0.05, 0.05)),
    zoo.pauli((0.4, 0.35, 0.25)),
    zoo.brauer(2),
    zoo.brauer(2, (3, 0, 1)),
    zoo.brauer(2, (1, 8, 1)),
    zoo.brauer(2, (0, 0, 1)),
    zoo.brauer(2, (1, 1, 2)),
    zoo.brauer(3, (1, 0, 0)),
    zoo.brauer(3, (0, 1, 0)),
    zoo.brauer(4),
    zoo.brauer(5, (4, 2, 1)),
    zoo.werner(2),
    zoo.werner(4),
    zoo.depolarizing_dephasing(2, 0.4),
    zoo.depolarizing_dephasing(3, 0.0),
    zoo.depolarizing_dephasing(4, 1.0),
    zoo.depolarizing_dephasing(5, 0.6),
    zoo.depolarizing_erasure(2, 0.0),
    zoo.depolarizing_erasure(3, 0.5),
    zoo.depolarizing_erasure(2, 0.7),
    zoo.two_weyl(2),
    zoo.two_weyl(2, 0.3),
    zoo.two_weyl(3, 0.2),
    zoo.two_weyl(3, 1),
    zoo.two_weyl(4),
    zoo.two_weyl(5),
    zoo.noisy_landau_streater(0.5),
    zoo.noisy_landau_streater(1.5),
    zoo.noisy_landau_streater(2),
]
QUBIT = [f for f in FAMILIES if f(f.domain[0]).choi.shape == (4, 4)]


def lowest(channel):
    """Lowest eigenvalue of the partial transpose of J."""
    dims = (channel.d_in, channel.d_out)
    return float(np.linalg.eigvalsh(partial_transpose(channel.choi, dims))[0])


def inside(known, x):
    return any(low <= x <= high for low, high in known.holds)


def probes(known, step):
    """Both sides of every boundary inside the domain, and points in between."""
    low, high = known.domain
    ends = sorted({end for interval in known.holds for end in interval})
    near = [end + sign * step for end in ends for sign in (-1, 1)]
    points = [*near, *np.linspace(low, high, 7)]
    clear = [x for x in points if all(abs(x - end) > step / 2 for end in ends)]
    return [x for x in clear if low <= x <= high]


def by_label(family):
    return family.label


@pytest.mark.parametrize(
    "row", REFERENCE, ids=lambda r: f"{r['family']}-{r['args']}-{r['property']}"
)
def test_reference(row):
    family = zoo.build(row["family"], **row["args"])
    found = fact(family, row["property"])
    assert found is not None
    assert found.property == row["property"]
    assert found.parameter == row["parameter"]
    assert found.status == row["status"]
    low = row["domain"][0]
    holds = [(max(start, low), end) for start, end in found.holds]
    assert np.allclose(holds, row["holds"], rtol=0, atol=1e-9)
    if not row["property"][0].isdigit() or row["property"] == "3-extendible":
        assert found in facts(family)


@pytest.mark.parametrize("family", FAMILIES, ids=by_label)
def test_facts_are_well_formed(family):
    low, high = family.domain
    known = facts(family)
    assert known
    assert len({f.property for f in known}) == len(known)
    for item in known:
        ends = [end for interval in item.holds for end in interval]
        assert ends == sorted(ends)
        assert all(low <= end <= high for end in ends)
        assert item.status in ("published", "folklore", "derived")
        assert item.source
        assert item.expression


@pytest.mark.parametrize("family", FAMILIES, ids=by_label)
def test_ppt_by_the_partial_transpose(family):
    known = fact(family, "ppt")
    assert known is not None
    for x in probes(known, 1e-6):
        assert (lowest(family(x)) > -1e-14) == inside(known, x), x
    for interval in known.holds:
        for end in interval:
            assert lowest(family(end)) > -1e-9


@pytest.mark.parametrize("family", QUBIT, ids=by_label)
def test_antidegradable_by_the_two_qubit_criterion(family):
    known = fact(family, "antidegradable")
    assert known is not None
    for x in probes(known, 1e-6):
        assert (two_qubit_antidegradable(family(x)) > -1e-14) == inside(known, x), x
    for interval in known.holds:
        for end in interval:
            assert two_qubit_antidegradable(family(end)) > -1e-9


@pytest.mark.parametrize("family", QUBIT, ids=by_label)
def test_degradable_by_the_two_qubit_criterion(family):
    known = fact(family, "degradable")
    assert known is not None
    for x in probes(known, 1e-3):
        assert (two_qubit_degradable(family(x)) > -1e-12) == inside(known, x), x
    for interval in known.holds:
        for end in interval:
            assert two_qubit_degradable(family(end)) > -1e-9


@pytest.mark.parametrize("family", FAMILIES, ids=by_label)
def test_the_properties_are_nested(family):
    """Entanglement breaking ⇒ PPT, (k+1)-extendible ⇒ k-extendible ⇒ no capacity."""
    breaking = fact(family, "entanglement-breaking")
    chain = [fact(family, name) for name in ("zero-capacity", "signed-extendible")]
    chain += [fact(family, f"{k}-extendible") for k in (2, 3, 4, 9)]
    chain = [f for f in [*chain, breaking] if f is not None]
    pairs = list(zip(chain[1:], chain, strict=False))
    if breaking is not None:
        pairs.append((breaking, fact(family, "ppt")))
    for smaller, larger in pairs:
        for start, end in smaller.holds:
            assert any(a - 1e-12 <= start and end <= b + 1e-12 for a, b in larger.holds)


#: Where the capacity is known to vanish; else a state of the basis shows that it does not.
VANISHING = [
    f
    for f in FAMILIES
    if fact(f, "zero-capacity") is not None
    and f.name not in ("dephasing", "generalized_dephasing", "pauli", "two_weyl")
    and f.name not in ("transpose_depolarizing", "depolarizing_erasure")
]


@pytest.mark.parametrize("family", VANISHING, ids=by_label)
def test_where_the_capacity_is_not_known_to_vanish_an_input_gains(family):
    known = fact(family, "zero-capacity")
    for x in probes(known, 1e-5):
        kraus = Outputs.of(family(x)).signal
        found = [singularity_at(kraus, psi) for psi in np.eye(kraus.shape[2])]
        gain = max(item.gain for item in found if item is not None)
        assert (gain > 1e-12) == (not inside(known, x)), x


@pytest.mark.parametrize("p", [0.03, 0.1, 0.3, 0.77])
def test_dephrasure_signed_map(p):
    """L of known/erasures.py: Φ^c*∘L = Φ*, and the kernel inequality is an equation."""
    mu = 1 - 2 * p
    q = fact(zoo.dephrasure(p), "signed-extendible").holds[0][0]
    states = np.array([[1, 0], [mu, np.sqrt(1 - mu**2)]])
    away = [np.outer(v, v) for v in ([-states[1, 1], mu], [0, 1])]

    def pulled(kept, flag):  # Φ* of an operator on the output
        diagonal = np.diag(np.diag(kept))
        return (1 - q) * (diagonal + mu * (kept - diagonal)) + q * flag * np.eye(2)

    def signed(kept, flag):
        diagonal = np.diag(np.diag(kept))
        second = kept[0, 0] * away[0] + kept[1, 1] * away[1]
        return diagonal + (kept - diagonal) / mu, second + flag * (np.eye(2) - sum(away))

    def leaked(first, second):  # Φ^c*
        return q * first + (1 - q) * np.diag([v @ second @ v for v in states])

    rng = np.random.default_rng(0)
    parts = rng.normal(size=(2, 5, 7))
    drawn = parts[0] + 1j * parts[1]  # five operators X ⊕ f, five vectors a
    operators = [(row[:4].reshape(2, 2), row[4]) for row in drawn]
    totals = np.zeros(2, dtype=complex)
    for (x, f), a in zip(operators, drawn[:, 5:], strict=True):
        assert np.allclose(leaked(*signed(x, f)), pulled(x, f))
        for (y, g), b in zip(operators, drawn[:, 5:], strict=True):
            one, two = signed(x, f), signed(y, g)
            left = leaked(*(m.conj().T @ n for m, n in zip(one, two, strict=True)))
            right = pulled(x.conj().T @ y, np.conj(f) * g)
            totals += [a.conj() @ m @ b for m in (left, right)]
    assert totals[0] == pytest.approx(totals[1])


@pytest.mark.parametrize("d", [3, 4, 5, 6])
@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.62, 0.9, 0.97, 0.999, 1.0])
def test_transpose_depolarizing_is_degradable_only_at_the_ends(d, share):
    """E is invertible there, so E^c∘E^(-1) is the only candidate."""
    channel = zoo.transpose_depolarizing(d)(share).minimal()
    environment = channel.complementary
    basis = np.eye(d * d).reshape(-1, d, d)
    forth = np.array([channel.apply(b).reshape(-1) for b in basis]).T
    degrading = np.array([environment.apply(b).reshape(-1) for b in basis]).T
    candidate = degrading @ np.linalg.inv(forth)
    e = environment.d_out
    choi = candidate.reshape(e, e, d, d).transpose(2, 0, 3, 1).reshape(d * e, d * e)
    positive = np.linalg.eigvalsh(choi)[0] > -1e-12
    known = fact(zoo.transpose_depolarizing(d), "degradable")
    assert positive == inside(known, share)


@pytest.mark.parametrize("k", [2, 3, 5])
@pytest.mark.parametrize("d", [2, 3])
def test_ground_state_decay_splits_into_k_copies(d, k):
    """|j> ↦ Σ_i |0…j_i…0>/√k has every marginal equal to Φ at γ = 1 − 1/k."""
    family = zoo.multilevel_amplitude_damping(d)
    gamma = fact(family, f"{k}-extendible").holds[0][0]
    isometry = np.zeros((*[d] * k, d))
    isometry[(0,) * k + (0,)] = 1
    for j in range(1, d):
        for place in range(k):
            index = [0] * k
            index[place] = j
            isometry[(*index, j)] = np.sqrt(1 / k)
    marginal = isometry.reshape(d, -1, d).transpose(1, 0, 2)
    assert family(gamma) == Channel(marginal)


@pytest.mark.parametrize("k", [2, 3])
@pytest.mark.parametrize("rates", [(2, 1, 1), (3, 2, 1), (1, 0, 1)])
def test_cascade_extension(k, rates):
    """The extension described in damping.py, at the threshold."""
    family = zoo.multilevel_amplitude_damping(3, rates=rates)
    (only,) = fact(family, f"{k}-extendible").holds
    moves = np.einsum("ijij->ij", family(only[0]).choi.reshape((3,) * 4)).real
    # environment: 0 the excitation in one copy, 1 + 3i + j all copies of |j> from |i>
    isometry = np.zeros((*[3] * k, 10, 3))
    isometry[(0,) * k + (0, 0)] = 1
    for i in (1, 2):
        for place in range(k):
            index = [0] * k
            index[place] = i
            isometry[(*index, 0, i)] = np.sqrt(moves[i, i])
        left = moves[i] - np.eye(3)[0] * (k - 1) * moves[i, i]
        assert left[0] >= -1e-12
        for j in {0, 1, 2} - {i}:
            isometry[(j,) * k + (1 + 3 * i + j, i)] = np.sqrt(max(left[j], 0))
    marginal = isometry.reshape(3, -1, 3).transpose(1, 0, 2)
    assert family(only[0]) == Channel(marginal)


@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize("p", [0.05, 0.3, 0.8])
def test_damping_dephasing_extension(k, p):
    """The extension described in damping.py, at the threshold and above."""
    family = zoo.damping_dephasing(p)
    start = fact(family, f"{k}-extendible").holds[0][0]
    for gamma in (start, (start + 1) / 2):
        square = (1 - gamma) * (1 - 2 * p) ** 2
        full = 1 - gamma - square
        rest = 1 - k * square - full
        assert full >= 0
        assert rest >= -1e-12
        isometry = np.zeros((*[2] * k, 3, 2))
        isometry[(0,) * k + (0, 0)] = 1
        sign = np.sign(1 - 2 * p)
        for place in range(k):
            index = [0] * k
            index[place] = 1
            isometry[(*index, 0, 1)] = sign * np.sqrt(square)
        isometry[(1,) * k + (1, 1)] = np.sqrt(full)
        isometry[(0,) * k + (2, 1)] = np.sqrt(max(rest, 0))
        marginal = isometry.reshape(2, -1, 2).transpose(1, 0, 2)
        assert family(gamma) == Channel(marginal)


@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize("p", [0.05, 0.3, 0.8])
def test_dephrasure_extension(k, p):
    """One copy with coherence and the others erased, all copies, or all erased."""
    family = zoo.dephrasure(p)
    start = fact(family, f"{k}-extendible").holds[0][0]
    for q in (start, (start + 1) / 2):
        single = (1 - q) * abs(1 - 2 * p)
        full = 1 - q - single
        rest = 1 - k * single - full
        assert full >= 0
        assert rest >= -1e-12
        sign = np.sign(1 - 2 * p)
        # environment: 0 one copy, 1 and 2 all copies of |0> or |1>, 3 and 4 none
        isometry = np.zeros((*[3] * k, 5, 2))
        for i in range(2):
            for place in range(k):
                index = [2] * k
                index[place] = i
                isometry[(*index, 0, i)] = sign**i * np.sqrt(single)
            isometry[(i,) * k + (1 + i, i)] = np.sqrt(full)
            isometry[(2,) * k + (3 + i, i)] = np.sqrt(max(rest, 0))
        marginal = isometry.reshape(3, -1, 2).transpose(1, 0, 2)
        assert family(q) == Channel(marginal)


def test_more_copies():
    assert fact(zoo.erasure(2), "4-extendible").holds == ((0.75, 1.0),)
    assert fact(zoo.pure_loss(2), "5-extendible").holds == ((0.0, 0.2),)
    assert (
        fact(zoo.depolarizing(2), "2-extendible").holds
        == fact(zoo.depolarizing(2), "antidegradable").holds
    )
    assert fact(zoo.depolarizing(2), "1-extendible") is None
    assert fact(zoo.depolarizing(2), "beautiful") is None
    assert fact(zoo.bb84(), "3-extendible") is None
    pauli = fact(zoo.pauli(), "3-extendible").holds[0][0]
    assert 4 * pauli / 3 == pytest.approx(4 / 9)


def test_unknown_families_have_no_facts():
    assert facts(mixture(zoo.identity(2), zoo.werner_holevo(2))) == ()
    assert facts(zoo.with_erasure(zoo.identity(2))) == ()


@pytest.mark.parametrize(
    "impostor",
    [
        ChannelFamily(
            lambda v: zoo.depolarizing(2)(1 - v),
            name="depolarizing",
            arguments={"d": 2},
        ),
        ChannelFamily(zoo.depolarizing(2), name="depolarizing", parameter="p"),
        ChannelFamily(zoo.depolarizing(2), name="depolarizing", arguments={"n": 2}),
        ChannelFamily(zoo.depolarizing(2), name="depolarizing", arguments={"d": 1}),
        ChannelFamily(
            lambda x: zoo.depolarizing(2)(x / 2),
            (0.0, 2.0),
            name="depolarizing",
            arguments={"d": 2},
        ),
    ],
)
def test_a_name_alone_is_not_trusted(impostor):
    assert facts(impostor) == ()
    assert marks(impostor) == ()


def test_part_of_a_domain():
    part = ChannelFamily(
        zoo.depolarizing_complement(3),
        (0.001, 0.9),
        name="depolarizing_complement",
        arguments={"d": 3},
    )
    assert fact(part, "degradable").holds == ((0.375, 0.9),)
    assert fact(part, "antidegradable").holds == ()
    assert fact(part, "degradable").domain == (0.001, 0.9)


def test_complements_swap_the_properties():
    family = complement_of(zoo.depolarizing(3))
    assert fact(family, "degradable").holds == ((0.375, 1.0),)
    assert fact(family, "antidegradable").holds == ((0.0, 0.0),)
    assert fact(family, "ppt") is None


@settings(max_examples=40, deadline=None)
@given(
    weights=st.tuples(*[st.floats(0, 1)] * 3).filter(lambda w: sum(w) > 1e-2),
    p=st.floats(0, 1),
)
def test_pauli_fact_for_any_direction(weights, p):
    family = zoo.pauli(weights)
    (interval,) = fact(family, "antidegradable").holds
    margin = two_qubit_antidegradable(family(p))
    if abs(p - interval[0]) > 1e-6 and abs(p - interval[1]) > 1e-6:
        assert (margin > -1e-13) == (interval[0] <= p <= interval[1])


def test_marks_of_the_depolarizing_family():
    found = marks(zoo.depolarizing(2))
    assert [m.value for m in found] == pytest.approx([1 / 3, 1 / 2, 2 / 3])
    assert [m.label for m in found] == [
        "symmetric extension d/(2(d+1))",
        "the paper's N_x, x ≥ 1/2",
        "PPT d/(d+1)",
    ]


def test_marks_of_white_noise_are_called_sufficient():
    found = marks(white_noise(random_channel(2, 3, rank=2, rng=0)))
    assert [m.value for m in found] == pytest.approx([3 / 8, 1 / 2, 3 / 4])
    assert all("sufficient" in m.meaning for m in found)
    liar = mixture(zoo.identity(2), zoo.dephasing()(0.5), name="white noise")
    assert marks(liar) == ()


def test_marks_of_other_families_are_their_boundaries():
    signed, only = marks(zoo.transpose_depolarizing(3))
    assert (signed.label, signed.value) == ("signed-extendible: 1/2", 0.5)
    assert only.value == pytest.approx(4 / 7)
    assert {m.value for m in marks(zoo.erasure(2))} == {0.5}
    assert marks(zoo.platypus()) == ()
