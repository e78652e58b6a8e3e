"""decide(prove=True): the theorem says what is true, and the verdict says the theorem."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import (
    random_antidegradable,
    random_channel,
    random_unitary,
)
from sdpsearch.proof import checker

F = Fraction
HOLDS, FAILS, UNDECIDED = sd.Verdict.HOLDS, sd.Verdict.FAILS, sd.Verdict.UNDECIDED
ANTI, DEG, PPT, EB = (
    sd.Antidegradable(),
    sd.Degradable(),
    sd.PPT(),
    sd.EntanglementBreaking(),
)
THREE = sd.KExtendible(3)
SEEDS = st.integers(0, 2**31)

#: What the checker calls a property of the channel it is about.
WORDS = {"degradable": "antidegradable", "ppt": "PPT"}


def consistent(decision, ending="."):
    """Check a proved decision: verdict, margin, theorem, map and file agree."""
    assert decision.certificate is not None, decision.reason
    word = WORDS.get(decision.property.name, decision.property.name)
    negated = "" if decision.verdict is HOLDS else "not "
    last = decision.certificate.theorem.splitlines()[-1]
    assert last == f"  The channel is {negated}{word}{ending}"
    assert decision.verdict is not UNDECIDED
    if decision.verdict is HOLDS:
        assert decision.margin.lower >= -1e-12
        assert decision.witness is None
    else:
        assert decision.margin.upper <= 0
        assert decision.map is None
    assert decision.residual < 1e-6
    turned = decision.property == DEG
    checked = sd.verify(decision.certificate, decision.channel, complement=turned)
    assert checked.proved, checked.reason
    return decision


def proved(channel, asked, right=None, **options):
    """Decide with and without a proof; both must agree where floats decide."""
    plain = sd.decide(channel, asked, **options)
    assert plain.certificate is None
    decision = consistent(sd.decide(channel, asked, prove=True, **options))
    assert plain.verdict in (UNDECIDED, decision.verdict)
    assert right is None or decision.verdict is right
    return decision


# The zoo, on both sides of what is known

#: family, property, where it fails, where it holds (ends and points very near included)
KNOWN = {
    "depolarizing-2": (sd.zoo.depolarizing(d=2), ANTI, [F(1, 7), "1/3-"], ["1/3", "1/3+"]),
    "depolarizing-3": (sd.zoo.depolarizing(d=3), ANTI, [F(1, 7), "3/8-"], ["3/8", "3/8+"]),
    "depolarizing-k3": (sd.zoo.depolarizing(d=2), THREE, ["4/9-"], ["4/9", "4/9+"]),
    "depolarizing-k4": (
        sd.zoo.depolarizing(d=2),
        sd.KExtendible(4),
        ["1/2-"],
        ["1/2", "1/2+"],
    ),
    "depolarizing-ppt": (sd.zoo.depolarizing(d=2), PPT, ["2/3-"], ["2/3", "2/3+", F(1)]),
    "depolarizing-3-ppt": (sd.zoo.depolarizing(d=3), PPT, ["3/4-"], ["3/4", "3/4+"]),
    "depolarizing-deg": (sd.zoo.depolarizing(d=2), DEG, [F(1, 9), F(1)], [F(0)]),
    "erasure": (sd.zoo.erasure(d=2), ANTI, [F(0), "1/2-"], ["1/2", "1/2+", F(1)]),
    "erasure-3": (sd.zoo.erasure(d=3), ANTI, ["1/2-"], ["1/2", "1/2+"]),
    "erasure-k3": (sd.zoo.erasure(d=2), THREE, ["2/3-"], ["2/3", "2/3+"]),
    "erasure-deg": (sd.zoo.erasure(d=2), DEG, ["1/2+", F(1)], ["1/2", "1/2-", F(0)]),
    "damping": (sd.zoo.amplitude_damping(), ANTI, [F(0), "1/2-"], ["1/2", "1/2+", F(1)]),
    "damping-k3": (sd.zoo.amplitude_damping(), THREE, ["2/3-"], ["2/3", "2/3+"]),
    "damping-deg": (sd.zoo.amplitude_damping(), DEG, ["1/2+"], ["1/2", "1/2-"]),
    "damping-ppt": (sd.zoo.amplitude_damping(), PPT, [F(0), F(9, 10), "1-"], [F(1)]),
    "thermal": (
        sd.zoo.generalized_amplitude_damping(N=F(3, 10)),
        ANTI,
        ["1/2-"],
        ["1/2", "1/2+"],
    ),
    "loss": (sd.zoo.pure_loss(photons=2), ANTI, ["1/2+", F(1)], ["1/2", "1/2-", F(0)]),
    "dephasing": (
        sd.zoo.dephasing(),
        ANTI,
        [F(0), F(1, 2) - F(1, 10**9), F(1, 2) + F(1, 10**9)],
        ["1/2"],
    ),
    "dephasing-k5": (sd.zoo.dephasing(), sd.KExtendible(5), [F(51, 100)], ["1/2"]),
    "dephasing-deg": (sd.zoo.dephasing(), DEG, [], [F(0), F(1, 7), "1/2", F(1)]),
    "transpose-3": (
        sd.zoo.transpose_depolarizing(d=3),
        ANTI,
        ["4/7-"],
        ["4/7", "4/7+", F(1)],
    ),
    "transpose-3-k3": (
        sd.zoo.transpose_depolarizing(d=3),
        THREE,
        [F(0), F(4, 7), F(1)],
        [],
    ),
    "two-pauli": (sd.zoo.two_pauli(), ANTI, ["1/3-"], ["1/3", "1/3+"]),
    "horodecki-ppt": (sd.zoo.horodecki(), PPT, ["1-", "4+"], ["1", "5/2", "4"]),
    "horodecki": (sd.zoo.horodecki(), ANTI, ["2/3-", "13/3+"], ["2/3", "13/3-"]),
}


def placed(at):
    """Return a parameter: "1/2-" and "1/2+" are 10^−12 beside one half."""
    if not isinstance(at, str):
        return at
    beside = {"-": F(-1, 10**12), "+": F(1, 10**12)}.get(at[-1])
    return F(at) if beside is None else F(at[:-1]) + beside


CASES = {
    f"{name}-{at}": (family, asked, placed(at), right)
    for name, (family, asked, outside, inside) in KNOWN.items()
    for right, points in ((FAILS, outside), (HOLDS, inside))
    for at in points
}


@pytest.mark.parametrize(("family", "asked", "x", "right"), CASES.values(), ids=CASES)
def test_known_verdicts_are_proved_on_both_sides(family, asked, x, right):
    decision = proved(family(x), asked, right)
    assert "exact Kraus operators" in decision.reason or asked is DEG


@pytest.mark.parametrize("off", [F(1, 10**12), F(-1, 10**12), F(1, 10**20)])
def test_a_linear_identity_refutes_however_little_it_is_violated(off):
    decision = sd.decide(sd.zoo.dephasing()(F(1, 2) + off), ANTI, prove=True)
    assert decision.verdict is FAILS, decision.reason


SINGLE = {
    "identity": (sd.zoo.identity(2), {ANTI: FAILS, DEG: HOLDS, PPT: FAILS}),
    "replacer": (sd.zoo.replacer(2), {ANTI: HOLDS, DEG: FAILS, PPT: HOLDS, THREE: HOLDS}),
    "werner-holevo": (sd.zoo.werner_holevo(3), {ANTI: HOLDS, DEG: HOLDS, THREE: FAILS}),
    "cloner": (sd.zoo.cloner(), {ANTI: FAILS, DEG: HOLDS}),
}


@pytest.mark.parametrize(("channel", "answers"), SINGLE.values(), ids=SINGLE)
def test_single_channels_are_proved(channel, answers):
    for asked, right in answers.items():
        proved(channel, asked, right)


RATIOS = (F(1, 7), F(2, 5), F(3, 5), F(6, 7))
#: Irrational data of low rank, on more than 20 dimensions: some have no proof.
WITHOUT = {"depolarizing_complement", "generalized_dephasing"}


@pytest.mark.parametrize("name", sorted(set(sd.zoo.FAMILIES) - WITHOUT))
def test_every_family_is_proved_inside_its_domain(name):
    family = sd.zoo.FAMILIES[name]()
    low, high = (F(repr(end)) for end in family.domain)
    for ratio in RATIOS:
        channel = family(low + ratio * (high - low))
        for asked in (ANTI, THREE, PPT, DEG):
            proved(channel, asked)


@pytest.mark.parametrize("name", sorted(WITHOUT))
def test_where_there_is_no_proof_the_verdict_stays(name):
    channel = sd.zoo.FAMILIES[name]()(F(3, 5))
    for asked in (ANTI, PPT, DEG):
        plain, decision = (sd.decide(channel, asked, prove=p) for p in (False, True))
        assert decision.verdict is plain.verdict
        assert (decision.certificate is None) == ("no exact proof: " in decision.reason)


# Exactly on the boundary


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        (sd.zoo.depolarizing(d=2)(F(1, 3)), ANTI),
        (sd.zoo.depolarizing(d=3)(F(3, 8)), ANTI),
        (sd.zoo.amplitude_damping()(F(1, 2)), ANTI),
        (sd.zoo.amplitude_damping()(F(1, 2)), DEG),
        (sd.zoo.erasure()(F(1, 2)), ANTI),
        (sd.zoo.pure_loss(photons=2)(F(1, 2)), ANTI),
    ],
)
@pytest.mark.parametrize("solver", ["qics", "scs", "clarabel", "scs:fast"])
def test_an_exact_boundary_holds_and_its_map_is_good_or_absent(channel, asked, solver):
    decision = consistent(sd.decide(channel, asked, prove=True, solver=solver))
    assert decision.verdict is HOLDS
    assert "where floating point could not tell" in decision.reason
    if decision.map is None:
        return
    small = channel.minimal()
    pair = (
        (small.complementary, channel) if asked is ANTI else (channel, small.complementary)
    )
    residual = np.max(np.abs((decision.map @ pair[0]).choi - pair[1].choi))
    assert residual < (1e-6 if "scs" in solver else 1e-8)
    assert residual == pytest.approx(decision.residual, abs=1e-14)


@pytest.mark.parametrize("solver", ["qics", "scs", "clarabel", "scs:fast", "clarabel:fast"])
@pytest.mark.parametrize(
    ("family", "x"),
    [
        (sd.zoo.depolarizing(d=2), F(1, 3)),
        (sd.zoo.amplitude_damping(), F(1, 2)),
        (sd.zoo.erasure(d=2), F(1, 2)),
    ],
)
def test_every_backends_output_proves(family, x, solver):
    for off, right in ((F(-1, 1000), FAILS), (F(1, 1000), HOLDS)):
        proved(family(x + off), ANTI, right, solver=solver)


# Channels in floats


@settings(max_examples=12)
@given(seed=SEEDS, shape=st.sampled_from([(2, 2), (2, 3), (3, 2)]))
def test_random_channels_of_full_rank_are_proved_as_balls(seed, shape):
    d_in, d_out = shape
    noisy = random_channel(d_in, d_out, d_in * d_out, seed)
    for weight in (0.1, 0.6):
        channel = sd.white_noise(noisy)(weight)
        for asked in (ANTI, PPT):
            plain = sd.decide(channel, asked)
            assume(abs(plain.margin.middle) > 1e-6)
            decision = proved(channel, asked, plain.verdict)
            assert "a ball around floating-point data" in decision.reason
            assert (
                "every channel whose Choi operator differs" in decision.certificate.theorem
            )


@settings(max_examples=12)
@given(seed=SEEDS)
@pytest.mark.slow
def test_random_channels_of_low_rank_are_proved_at_their_word(seed):
    channel = random_channel(2, 2, 2, seed)
    for asked in (ANTI, DEG, THREE, PPT):
        plain = sd.decide(channel, asked)
        assume(abs(plain.margin.middle) > 1e-6)
        proved(channel, asked, plain.verdict)


@settings(max_examples=9)
@given(seed=SEEDS, rank=st.integers(2, 3))
def test_random_antidegradable_channels_are_never_refuted(seed, rank):
    channel = random_antidegradable(2, 2, rank, seed)
    decision = sd.decide(channel, ANTI, prove=True)
    assert decision.verdict is not FAILS
    if decision.certificate is not None:
        consistent(decision)


@pytest.mark.parametrize("asked", [ANTI, DEG], ids=lambda p: p.name)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_floats_on_the_boundary_get_an_answer(seed, asked):
    # Antidegradable and degradable, up to rounding: both on the edge.
    channel = random_antidegradable(2, 2, 1, seed)
    assert sd.decide(channel, asked).verdict is UNDECIDED
    decision = sd.decide(channel, asked, prove=True)
    assert (decision.certificate is None) == (decision.verdict is UNDECIDED)


@settings(max_examples=10)
@given(seed=SEEDS, side=st.sampled_from([-1, 1]))
def test_rotated_damping_is_proved_beside_its_boundary(seed, side):
    damping = sd.zoo.amplitude_damping()(0.5 + side * 1e-9).kraus
    before, after = random_unitary(2, seed), random_unitary(2, seed + 1)
    channel = sd.Channel(after @ damping @ before)
    proved(channel, ANTI, HOLDS if side > 0 else FAILS)


def test_kraus_operators_in_floats_are_recognised():
    channel = sd.Channel(sd.zoo.amplitude_damping()(0.5).kraus)
    decision = proved(channel, ANTI, HOLDS)
    assert "recognised squares" in decision.reason
    y = np.array([[0, -1j], [1j, 0]])
    flips = sd.Channel([np.sqrt(0.5) * np.eye(2), np.sqrt(0.5) * y])
    assert "recognised squares" in proved(flips, ANTI, HOLDS).reason


@pytest.mark.parametrize("asked", [PPT, ANTI, THREE], ids=lambda p: p.name)
@pytest.mark.parametrize("small", [3e-8, 1e-7])
def test_a_verdict_that_floats_reach_is_never_overturned(asked, small):
    # |0><0| + ε|1><1| and √(1−ε²)|2><1| keeps a coherence ε of the input.
    channel = sd.Channel(
        [
            [[1, 0], [0, small], [0, 0]],
            [[0, 0], [0, 0], [0, np.sqrt(1 - small * small)]],
        ]
    )
    assert sd.decide(channel, asked).verdict is FAILS
    assert sd.decide(channel, asked, prove=True).verdict is FAILS


@settings(max_examples=10)
@given(seed=SEEDS)
def test_the_ball_covers_data_that_miss_trace_preservation(seed):
    noisy = sd.white_noise(random_channel(2, 2, 3, seed))(0.6)
    channel = sd.Channel(noisy.kraus * (1 + 4e-9))
    proved(channel, ANTI)


# By the map


@pytest.mark.parametrize(
    "channel",
    [
        sd.zoo.depolarizing(d=2)(F(1, 2)),
        sd.zoo.depolarizing(d=2)(F(1, 3)),
        sd.zoo.amplitude_damping()(F(2, 3)),
        sd.zoo.amplitude_damping()(F(1, 2)),
        sd.zoo.erasure()(F(3, 5)),
        sd.zoo.werner_holevo(3),
        sd.zoo.pure_loss(photons=2)(F(1, 3)),
    ],
)
def test_antidegradability_is_proved_by_the_map_too(channel):
    decision = consistent(
        sd.decide(channel, ANTI, prove="map"), ending=", by the map stated."
    )
    assert decision.verdict is HOLDS
    [proof] = checker.parse(decision.certificate.text.encode())["proofs"]
    assert proof["kind"] == "map"


def test_map_or_not_is_all_that_prove_may_say():
    channel = sd.zoo.erasure()(F(2, 5))
    assert sd.decide(channel, ANTI, prove="map").verdict is FAILS
    with pytest.raises(ValueError, match="`prove`"):
        sd.decide(channel, ANTI, prove="extension")


# What has no certificate


@pytest.mark.parametrize("asked", [EB, sd.KExtendible(1)], ids=lambda p: p.name)
@pytest.mark.parametrize("x", [F(1, 2), F(9, 10)])
def test_properties_without_certificates_say_so(asked, x):
    plain, decision = (
        sd.decide(sd.zoo.depolarizing(d=2)(x), asked, prove=p) for p in (False, True)
    )
    assert decision.certificate is None
    assert decision.verdict is plain.verdict
    assert decision.reason.endswith(
        f"no exact proof: there are no certificates for {asked.name!r}."
    )


# What verify() lets through


def test_verify_tells_channels_apart():
    family = sd.zoo.amplitude_damping()
    made = sd.decide(family(F(3, 5)), ANTI, prove=True).certificate
    assert sd.verify(made).proved
    assert sd.verify(made, family(F(3, 5))).proved
    for other in (family(F(3, 5) + F(1, 10**15)), sd.zoo.dephasing()(F(3, 5))):
        found = sd.verify(made, other)
        assert (found.proved, found.is_certificate, found.theorem) == (False, True, "")
        assert found.reason == "its channel is another one"
    assert "dimension" in sd.verify(made, sd.zoo.erasure()(F(3, 5))).reason
    assert "which member" in sd.verify(made, family).reason


def test_verify_does_not_take_a_channel_for_its_complement():
    # The complement of dephasing at 1/4 is antidegradable; dephasing there is not.
    channel = sd.zoo.dephasing()(F(1, 4))
    made = sd.decide(channel, DEG, prove=True).certificate
    relabelled = made.text.replace("the complementary channel of ", "")
    assert relabelled != made.text
    document = checker.parse(relabelled.encode())
    forged = sd.Certificate(
        relabelled.replace(document["digest"], checker.digest(document["problem"]))
    )
    assert sd.verify(forged).proved  # of the operator stated, whatever it is called
    assert not sd.verify(forged, channel).proved
    assert not sd.verify(made, channel).proved
    assert sd.verify(made, channel, complement=True).proved


def test_certificates_are_checked_without_the_package(tmp_path):
    place = tmp_path / "certificate.json"
    made = sd.decide(sd.zoo.amplitude_damping()(F(1, 2)), ANTI, prove=True).certificate
    made.save(place)
    assert sd.Certificate.load(place) == made
    done = subprocess.run(
        [sys.executable, "-I", checker.__file__, str(place)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    called = f'The file calls it "{made.label}", unverified.'
    assert done.stdout == f"{called}\n{made.theorem}\nProved.\n"


@pytest.mark.parametrize("weight", [1e-17, 3e-17, 1e-12, 1e-9])
def test_a_light_operator_is_not_recognised_away(weight):
    # Choi rank 4 with a qubit for output is not degradable, however light an operator is.
    paulis = [np.eye(2), np.diag([1, -1]), [[0, 1], [1, 0]], [[0, -1], [1, 0]]]
    amplitudes = [np.sqrt(0.5), np.sqrt(0.5), weight, weight]
    channel = sd.Channel([a * np.array(p) for a, p in zip(amplitudes, paulis, strict=True)])
    found = sd.decide(channel, sd.Degradable(), prove=True)
    assert found.verdict is not sd.Verdict.HOLDS
