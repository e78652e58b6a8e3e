"""threshold(prove=True): the proved bracket holds the truth, and the tier says how."""

import json
import tomllib
from dataclasses import replace
from fractions import Fraction
from math import isqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.proof import checker
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.certify import prove
from sdpsearch.search.sampler import Sampler

F = Fraction
ANTI, DEG, PPT, EB = (
    sd.Antidegradable(),
    sd.Degradable(),
    sd.PPT(),
    sd.EntanglementBreaking(),
)
THREE = sd.KExtendible(3)
TIERS = ["sampled", "numerical", "bracketed", "recognised", "exact"]
Kind = sd.Occurrence
SEEDS = st.integers(0, 2**31)
NARROW = F(1, 10**7)


def root(x, places=150):
    scale = 10 ** (2 * places)
    return F(isqrt(x.numerator * scale // x.denominator), 10**places)


def consistent(found, *, verified=True):
    """Check that boundaries, brackets, tiers, certificate and theorem fit together."""
    low, high = (F(repr(end)) for end in found.family.domain)
    for boundary in found.boundaries:
        assert boundary.tier in TIERS
        assert boundary.value in boundary.bracket
        if boundary.proved is None:
            assert boundary.tier in ("sampled", "numerical")
            assert boundary.closed_form is None
            continue
        start, end = boundary.proved
        assert low <= start <= end <= high
        # The floats enclose what is proved, as tightly as floats can.
        assert F(boundary.bracket.lower) <= start
        assert F(boundary.bracket.upper) >= end
        assert np.nextafter(boundary.bracket.lower, np.inf) > float(start) or (
            F(float(np.nextafter(boundary.bracket.lower, np.inf))) > start
        )
        assert (boundary.tier == "exact") == (start == end)
        if boundary.tier == "exact":
            assert boundary.closed_form == str(start)
            assert boundary.value == float(start)
        elif boundary.tier == "recognised":
            form = boundary.closed_form
            # A conjecture that the proof refutes is none.
            if form.replace("/", "").replace("-", "").isdigit():
                assert start <= F(form) <= end
        else:
            assert boundary.closed_form is None
    proved = [b for b in found.boundaries if b.proved is not None]
    assert not proved or found.certificate is not None
    if found.certificate is not None and verified:
        turned = found.property == DEG
        checked = sd.verify(found.certificate, found.family, complement=turned)
        assert checked.proved, checked.reason
        assert checked.theorem == found.certificate.theorem
    assert found.proof
    return found


def proved(family, asked=ANTI, **options):
    return consistent(sd.threshold(family, asked, prove=True, **options))


def encloses(found, *exact, width=NARROW):
    """Check that the proved brackets hold the exact values, which are narrow."""
    assert len(found.boundaries) == len(exact), found.boundaries
    for boundary, x in zip(found.boundaries, exact, strict=True):
        start, end = boundary.proved
        assert start <= x <= end
        assert end - start <= width
        assert TIERS.index(boundary.tier) >= 1
    return found


# reference.toml


def facts():
    text = (Path(__file__).parent.parent / "reference.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["fact"]


#: End points that are rational, exactly, by the float that the file gives.
RATIONAL = {
    x: F(x).limit_denominator(1000)
    for fact in facts()
    for pair in fact["holds"]
    for x in pair
    if abs(F(x).limit_denominator(1000) - F(x)) < F(1, 10**15)
}
GAD_PPT = (root(F(184, 100)) - 1) / F(42, 100)
#: Too slow for the default run.
SLOW = {("depolarizing", 6)}
#: Degradability of many Kraus operators: irrational data of low rank, without a proof.
UNPROVED = {"depolarizing_complement"}


def fact_params():
    for fact in facts():
        inner = "".join(f"-{key}{value}" for key, value in fact["args"].items())
        marks = (
            [pytest.mark.slow] if (fact["family"], fact["args"].get("d")) in SLOW else []
        )
        name = f"{fact['family']}{inner}-{fact['property']}"
        yield pytest.param(fact, id=name, marks=marks)


@pytest.mark.parametrize("fact", list(fact_params()))
def test_reference_fact_is_proved(fact):
    family = sd.zoo.FAMILIES[fact["family"]](**fact["args"])
    asked = sd.parse_property(fact["property"])
    found = proved(family, asked)
    if fact["family"] in UNPROVED:
        assert [b.tier for b in found.boundaries] == ["sampled"]
        return
    low, high = family.domain
    ends = [x for pair in fact["holds"] for x in dict.fromkeys(pair) if low < x < high]
    exact = [RATIONAL.get(x, GAD_PPT) for x in ends]
    encloses(found, *exact)
    if family.affine and asked != DEG:
        assert all(b.tier == "exact" for b in found.boundaries)
        assert found.certificate is not None


def test_the_table_has_the_facts_that_are_meant():
    assert F(1, 3) in RATIONAL.values()
    assert F(4, 7) in RATIONAL.values()
    assert float(GAD_PPT) == pytest.approx(0.8487285634, abs=1e-10)


# Exact, on affine families


EXACT = {
    "depolarizing-2": (sd.zoo.depolarizing(d=2), ANTI, [F(1, 3)]),
    "depolarizing-3": (sd.zoo.depolarizing(d=3), ANTI, [F(3, 8)]),
    "depolarizing-4": (sd.zoo.depolarizing(d=4), ANTI, [F(2, 5)]),
    "depolarizing-k3": (sd.zoo.depolarizing(d=3), THREE, [F(1, 2)]),
    "depolarizing-ppt": (sd.zoo.depolarizing(d=2), PPT, [F(2, 3)]),
    "depolarizing-4-ppt": (sd.zoo.depolarizing(d=4), PPT, [F(4, 5)]),
    "transpose-3": (sd.zoo.transpose_depolarizing(d=3), ANTI, [F(4, 7)]),
    "transpose-4": (sd.zoo.transpose_depolarizing(d=4), ANTI, [F(3, 5)]),
    "erasure-2": (sd.zoo.erasure(d=2), ANTI, [F(1, 2)]),
    "erasure-3": (sd.zoo.erasure(d=3), ANTI, [F(1, 2)]),
    "erasure-k3": (sd.zoo.erasure(d=2), THREE, [F(2, 3)]),
    "two-pauli": (sd.zoo.two_pauli(), ANTI, [F(1, 3)]),
    "dephrasure": (sd.zoo.dephrasure(p=F(1, 10)), ANTI, [F(4, 9)]),
    "horodecki": (sd.zoo.horodecki(), ANTI, [F(2, 3), F(13, 3)]),
    "horodecki-ppt": (sd.zoo.horodecki(), PPT, [F(1), F(4)]),
}


@pytest.mark.parametrize(("family", "asked", "exact"), EXACT.values(), ids=EXACT)
def test_rational_boundaries_are_exact(family, asked, exact):
    found = encloses(proved(family, asked), *exact, width=F(0))
    assert {b.tier for b in found.boundaries} == {"exact"}
    assert [b.closed_form for b in found.boundaries] == [str(x) for x in exact]
    for x in exact:
        assert f"at exactly {family.parameter} = {x}." in found.certificate.theorem


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        (sd.zoo.dephasing(), ANTI),
        (sd.zoo.dephasing(), sd.KExtendible(4)),
        (sd.zoo.transpose_depolarizing(d=2), ANTI),
        (sd.zoo.transpose_depolarizing(d=2), PPT),
    ],
)
def test_an_isolated_point_is_exact_from_both_sides(family, asked):
    found = encloses(proved(family, asked), F(1, 2), width=F(0))
    assert found.occurrence is Kind.ISOLATED
    theorem = found.certificate.theorem
    word = "PPT" if asked == PPT else asked.name
    name = family.parameter
    assert f"is {word} at {name} = 1/2." in theorem
    assert f"is not {word} for any {name} in [0, 1/2)." in theorem
    assert f"is not {word} for any {name} in (1/2, 1]." in theorem


def test_never_is_proved_for_the_whole_domain():
    found = proved(sd.zoo.transpose_depolarizing(d=3), THREE)
    assert found.occurrence is Kind.NEVER
    assert found.certificate.theorem.endswith("not 3-extendible for any x in [0, 1].")


def test_never_is_proved_by_one_witness():
    # Rotations and a little noise: far from antidegradable.
    noise = sd.zoo.depolarizing(d=2)
    turned = sd.Channel(np.diag([1, 1j]) @ noise(0.1).kraus)
    found = proved(sd.mixture(noise(0.05), turned))
    assert found.occurrence is Kind.NEVER
    assert "for any x in [0, 1]" in found.certificate.theorem


def test_always_is_proved_by_the_two_ends():
    family = sd.mixture(sd.zoo.depolarizing(d=2)(F(1, 2)), sd.zoo.replacer(2))
    found = proved(family)
    assert found.occurrence is Kind.ALWAYS
    assert found.boundaries == ()
    assert "is antidegradable for every x in [0, 1]." in found.certificate.theorem


@pytest.mark.parametrize("end", [0, 1])
def test_a_ball_on_the_boundary_is_left_for_one_beside_it(end):
    """Floats of an antidegradable channel of rank 2: its ball reaches out of the set."""
    floats = next(
        channel
        for channel in (random_channel(2, 2, 2, rng=seed) for seed in range(20))
        if sd.decide(channel, "antidegradable").verdict == "HOLDS"
    )
    noise = sd.zoo.replacer(2)
    family = sd.mixture(*((floats, noise) if end == 0 else (noise, floats)))
    found = sd.threshold(family, "antidegradable", prove=True)
    assert found.occurrence.name == "ALWAYS"
    assert sd.verify(found.certificate, family).proved
    low, high = (
        float(Fraction(*(int(n, 16) for n in (x + "/1").split("/")[:2])))
        for x in json.loads(found.certificate.text)["claim"]["holds"][1:-1].split(",")
    )
    near, far = (low, 1 - high) if end == 0 else (1 - high, low)
    assert 0 < near <= 1e-8
    assert far == 0
    assert "not the whole set" in found.proof


def test_a_falling_boundary_ceases():
    erasure = sd.zoo.erasure(d=2)
    family = sd.ChannelFamily.from_squares(lambda x: erasure.squares(1 - x))
    found = encloses(proved(family), F(1, 2), width=F(0))
    assert (
        "So it ceases to be antidegradable at exactly x = 1/2." in found.certificate.theorem
    )


# Irrational boundaries


def test_an_irrational_boundary_is_recognised_from_its_digits():
    exact = (10 - 4 * root(F(2))) / 17
    found = proved(sd.zoo.pauli((1, 1, 2)), digits=50)
    encloses(found, exact, width=F(1, 10**50))
    [boundary] = found.boundaries
    assert boundary.tier == "recognised"
    assert boundary.closed_form == "(10 − 4√2)/17"
    assert boundary.value == pytest.approx(float(exact), rel=1e-15)


def test_without_digits_an_irrational_boundary_is_bracketed():
    exact = (10 - 4 * root(F(2))) / 17
    found = encloses(proved(sd.zoo.pauli((1, 1, 2))), exact, width=F(1, 10**8))
    assert found.boundaries[0].tier == "bracketed"


def pauli_value(direction, x):
    """Return tr ρ_B² − tr ρ_AB² + 4√det ρ_AB, which is ≥ 0 where antidegradable."""
    total = sum(direction)
    shares = [1 - x, *(x * F(part, total) for part in direction)]
    product = shares[0] * shares[1] * shares[2] * shares[3]
    return F(1, 2) - sum(s * s for s in shares) + 4 * root(product)


@pytest.mark.parametrize(
    "direction", [(1, 2, 3), (1, 1, 2), (1, 4, 4), (2, 3, 7), (1, 1, 5)]
)
@pytest.mark.parametrize("digits", [None, 30])
def test_pauli_boundaries_agree_with_the_two_qubit_criterion(direction, digits):
    found = proved(sd.zoo.pauli(direction), digits=digits)
    width = F(1, 10**30) if digits else F(1, 10**7)
    for boundary in found.boundaries:
        start, end = boundary.proved
        assert end - start <= width
        signs = sorted(pauli_value(direction, x) for x in (start, end))
        # Rounded outwards: a sign of the criterion at each end, zero where exact.
        assert signs[0] <= F(1, 10**100)
        assert signs[1] >= -F(1, 10**100)
    assert found.boundaries


def test_an_end_decided_without_a_witness_is_proved():
    """Beside a boundary a criterion may decide where no witness passes its check."""
    direction, edge = (1, 1, 5), 0.9921017236935
    sampler = Sampler(sd.zoo.pauli(direction), ANTI, "qics")
    inner, outer = edge - 1e-9, edge + 1e-9
    decision = sampler(outer)
    assert decision.verdict is sd.Verdict.FAILS
    bare = replace(decision.membership, witness=None)
    sampler.keep(outer, replace(decision, membership=bare))
    found = Boundary(inner, sd.Interval(inner, outer))
    held = (sd.Interval(0.9, inner),)
    [boundary] = prove(sampler, held, (found,), None, line=True).boundaries
    assert boundary.tier == "bracketed"
    start, end = boundary.proved
    assert end - start < F(1, 10**8)
    assert pauli_value(direction, start) >= 0 >= pauli_value(direction, end)


def test_more_digits_never_widen_the_bracket():
    family = sd.zoo.pauli((1, 1, 2))
    widths = []
    for digits in (None, 12, 20, 40):
        [boundary] = proved(family, digits=digits).boundaries
        widths.append(boundary.proved[1] - boundary.proved[0])
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("digits", [1, 3])
def test_few_digits_are_no_worse_than_none(digits):
    family = sd.zoo.pauli((1, 1, 2))
    [plain] = proved(family).boundaries
    [asked] = proved(family, digits=digits).boundaries
    width = asked.proved[1] - asked.proved[0]
    assert width <= F(1, 10**digits)
    assert width <= max(F(1, 10**7), plain.proved[1] - plain.proved[0])


# A form is conjectured only where the proof allows it


@pytest.mark.parametrize(
    ("off", "digits"),
    [
        (F(1, 10**9), None),
        (F(1, 10**10), None),  # nearer than brackets are wide it stays a conjecture
        (F(1, 10**9), 30),
        (F(1, 10**12), 30),
    ],
)
def test_a_simple_number_beside_the_boundary_is_not_its_form(off, digits):
    noise = sd.zoo.depolarizing(d=2)
    family = sd.ChannelFamily.from_squares(lambda x: noise.squares(x * (1 - off)))
    exact = F(1, 3) / (1 - off)
    found = encloses(proved(family, digits=digits), exact)
    assert found.boundaries[0].closed_form != "1/3"


# Balls


@settings(max_examples=6)
@given(seed=SEEDS, shape=st.sampled_from([(2, 2), (2, 3), (3, 2)]))
def test_white_noise_on_random_channels_is_bracketed(seed, shape):
    family = sd.white_noise(random_channel(*shape, 2, seed))
    for asked in (ANTI, PPT):
        plain = sd.threshold(family, asked)
        found = consistent(sd.threshold(family, asked, prove=True), verified=False)
        assert found.occurrence is plain.occurrence
        for before, after in zip(plain.boundaries, found.boundaries, strict=True):
            assert after.tier == "bracketed"
            assert after.proved[1] - after.proved[0] <= F(1, 10**7)
            assert after.proved[0] <= F(before.bracket.upper)
            assert after.proved[1] >= F(before.bracket.lower)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_certificate_about_a_ball_is_about_its_own_family(seed):
    family = sd.white_noise(random_channel(2, 2, 2, seed))
    found = sd.threshold(family, ANTI, prove=True)
    checked = sd.verify(found.certificate, family)
    assert checked.proved, checked.reason
    other = sd.white_noise(random_channel(2, 2, 2, seed + 10))
    assert not sd.verify(found.certificate, other).proved


def test_rotated_families_keep_their_boundary():
    noise = sd.zoo.depolarizing(d=2)
    before, after = random_unitary(2, 4), random_unitary(2, 5)
    family = sd.ChannelFamily(lambda x: sd.Channel(after @ noise(x).kraus @ before))
    found = consistent(sd.threshold(family, ANTI, prove=True), verified=False)
    [boundary] = found.boundaries
    assert boundary.proved[0] <= F(1, 3) <= boundary.proved[1]
    assert boundary.proved[1] - boundary.proved[0] <= F(1, 10**7)


# Families that are not affine: their points


CURVED = {
    "damping": (sd.zoo.amplitude_damping(), ANTI, F(1, 2)),
    "damping-k3": (sd.zoo.amplitude_damping(), THREE, F(2, 3)),
    "thermal": (sd.zoo.generalized_amplitude_damping(N=F(3, 10)), ANTI, F(1, 2)),
    "thermal-ppt": (sd.zoo.generalized_amplitude_damping(N=F(3, 10)), PPT, GAD_PPT),
    "loss": (sd.zoo.pure_loss(photons=2), ANTI, F(1, 2)),
    "levels": (sd.zoo.multilevel_amplitude_damping(), ANTI, F(1, 2)),
    "damping-dephasing": (sd.zoo.damping_dephasing(), ANTI, F(16, 41)),
    "bb84": (sd.zoo.bb84(), ANTI, (2 - root(F(2))) / 4),
}


@pytest.mark.parametrize(("family", "asked", "exact"), CURVED.values(), ids=CURVED)
def test_points_beside_a_boundary_are_proved(family, asked, exact):
    assert not family.affine
    found = encloses(proved(family, asked), exact)
    assert found.boundaries[0].tier in ("bracketed", "recognised")
    # What two points say about those between rests on the family's law.
    assert "composition law" in found.proof
    assert "So it " not in found.certificate.theorem


def test_points_without_a_law_claim_nothing_about_those_between():
    damping = sd.zoo.amplitude_damping()
    family = sd.ChannelFamily(lambda x: damping(x * x), name="squared")
    found = consistent(sd.threshold(family, ANTI, prove=True), verified=False)
    assert "says nothing about those between" in found.proof
    [boundary] = found.boundaries
    assert boundary.proved[0] ** 2 <= F(1, 2) <= boundary.proved[1] ** 2


def test_points_to_fifty_digits():
    found = proved(sd.zoo.amplitude_damping(), digits=50)
    encloses(found, F(1, 2), width=F(1, 10**50))


@pytest.mark.parametrize(
    "family", [sd.zoo.amplitude_damping(), sd.zoo.erasure(d=2)], ids=lambda f: f.name
)
def test_the_theorem_of_degradability_names_the_complement(family):
    # Beyond 1/2 the complement is not antidegradable; the channel itself is.
    found = proved(family, DEG)
    encloses(found, F(1, 2))
    assert found.certificate.label.startswith("the complementary channel of ")


# Names and domains as users choose them


@pytest.mark.parametrize("name", ["two\nlines", "p" * 300, "", "γ → δ"])
def test_any_name_may_be_proved(name):
    noise = sd.zoo.depolarizing(d=2)
    for family in (
        sd.ChannelFamily.from_squares(noise.squares, name=name),
        sd.ChannelFamily.from_squares(noise.squares, parameter=name),
    ):
        encloses(proved(family), F(1, 3), width=F(0))


def test_an_affine_family_is_not_said_to_be_none():
    noise = sd.zoo.depolarizing(d=2)
    for domain in ((0, 1), (F(1, 7), F(6, 7)), (0.1, 0.9)):
        family = sd.ChannelFamily.from_squares(noise.squares, domain=domain)
        assert family.affine
        found = sd.threshold(family, ANTI, prove=True)
        encloses(found, F(1, 3))
        assert "not affine" not in found.proof


# What has no proof


@pytest.mark.parametrize(
    ("asked", "options", "name"),
    [
        (EB, {}, "entanglement-breaking"),
        (sd.KExtendible(1), {}, "1-extendible"),
        (ANTI, {"method": "map"}, "antidegradable by cvxpy/clarabel"),
    ],
)
def test_where_there_are_no_certificates_the_result_says_so(asked, options, name):
    family = sd.zoo.depolarizing(d=2)
    plain = sd.threshold(family, asked, **options)
    found = sd.threshold(family, asked, prove=True, **options)
    assert found.certificate is None
    assert found.proof == f"there are no certificates for {name!r}"
    # Nothing was added; the last bit of a solve may depend on where its arrays lie.
    pairs = list(zip(found.boundaries, plain.boundaries, strict=True))
    assert all(b.value == pytest.approx(c.value, abs=1e-13) for b, c in pairs)
    assert all(
        (b.tier, b.closed_form, b.proved) == ("numerical", None, None) for b, _ in pairs
    )


def test_without_proving_nothing_is_proved():
    found = sd.threshold(sd.zoo.depolarizing(d=2), ANTI)
    assert (found.certificate, found.proof) == (None, None)
    [boundary] = found.boundaries
    assert (boundary.tier, boundary.closed_form, boundary.proved) == (
        "numerical",
        None,
        None,
    )


def test_digits_imply_a_proof():
    found = sd.threshold(sd.zoo.depolarizing(d=2), ANTI, digits=20)
    assert found.boundaries[0].tier == "exact"


@pytest.mark.parametrize("digits", [0, -1, 501, 2.5, "50"])
def test_digits_out_of_range_are_refused_before_any_solve(digits):
    def never(x):
        raise AssertionError("asked too early")

    with pytest.raises((ValueError, TypeError), match="digits"):
        sd.threshold(sd.ChannelFamily(never), ANTI, digits=digits)


@pytest.mark.parametrize("solver", ["scs", "clarabel"])
def test_other_backends_prove_as_well(solver):
    for family, exact in (
        (sd.zoo.depolarizing(d=2), F(1, 3)),
        (sd.zoo.erasure(d=2), F(1, 2)),
        (sd.zoo.amplitude_damping(), F(1, 2)),
    ):
        encloses(proved(family, solver=solver), exact, width=F(1, 10**5))


# What the results say of one another


@pytest.mark.parametrize("family", [sd.zoo.depolarizing(d=2), sd.zoo.horodecki()])
def test_sets_end_where_the_boundaries_are(family):
    found = proved(family)
    low, high = family.domain
    ends = {x for i in found.estimated for x in (i.lower, i.upper) if low < x < high}
    assert ends == {b.value for b in found.boundaries}
    for interval in found.holds_on:
        for x in interval:
            assert sd.decide(family(x), ANTI, prove=True).verdict is sd.Verdict.HOLDS


# verify() against families


def test_verify_refuses_families_that_share_only_their_ends():
    noise = sd.zoo.depolarizing(d=2)
    made = proved(noise).certificate
    curved = sd.ChannelFamily(lambda x: noise(x * x), name="squared")
    # It starts to be antidegradable at 1/√3, not at 1/3.
    assert not sd.verify(made, curved).proved


def test_verify_refuses_other_families_and_other_domains():
    made = proved(sd.zoo.depolarizing(d=2)).certificate
    assert sd.verify(made, sd.zoo.depolarizing(d=2)).proved
    assert sd.verify(made, sd.zoo.pauli((1, 1, 1))).proved is False
    for other in (
        sd.zoo.depolarizing(d=3),
        sd.zoo.erasure(d=2),
        sd.zoo.two_pauli(),
        sd.zoo.depolarizing(d=2)(F(1, 2)),
        sd.zoo.werner_holevo(3),
    ):
        found = sd.verify(made, other)
        assert not found.proved
        assert found.is_certificate
        assert found.reason


def test_a_certificate_names_its_problem():
    made = proved(sd.zoo.depolarizing(d=2)).certificate
    assert made.problem["label"] == "depolarizing(d=2)"
    assert made.problem["parameter"] == "x"
    assert made.problem["property"] == {"name": "extendible", "copies": "2"}
    assert checker.check(made.text.encode()) == made.theorem.splitlines()


def test_the_proof_shows_in_tables(capsys):
    from sdpsearch.cli.app import run

    assert run(["threshold", "pauli", "--direction", "1,1,2", "--digits", "30"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "(10 − 4√2)/17" in shown
    assert "a conjecture" in shown
    assert "0.25547916179456587087019088842" in shown
