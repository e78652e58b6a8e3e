"""Damaged certificates: whatever is still accepted claims something true."""

import copy
from fractions import Fraction as F
from itertools import product

import makers
import mutations
import numpy as np
import oracle
import pytest
from seeds import seeds

from sdpsearch.proof import checker

HONEST = makers.honest()
SEEDS = seeds(5, 24)
PER_SEED = 250
HAIR = F(1, 2**2000)


def verdict(document):
    """Return "" when accepted, else why not."""
    try:
        checker.check(makers.encode(document))
    except checker.NotACertificate as error:
        return f"not a certificate: {error}"
    except checker.Refused as error:
        return f"refused: {error}"
    return ""


def copied(name):
    return copy.deepcopy(HONEST[name])


@pytest.mark.parametrize("name", HONEST)
def test_honest_certificates_are_accepted_and_true(name):
    assert verdict(HONEST[name]) == ""
    assert oracle.truth(HONEST[name]) is True


@pytest.mark.parametrize("seed", SEEDS)
def test_accepted_mutants_are_true(seed):
    rng = mutations.rng_for(seed)
    names = list(HONEST)
    tried = accepted = 0
    while tried < PER_SEED:
        found = mutations.mutant(rng, names, HONEST)
        if found is None:
            continue
        done, document = found
        tried += 1
        if verdict(document) == "":
            accepted += 1
            assert oracle.truth(document) is not False, (done, document)
    # The oracle must have had something to say.
    assert accepted > 6


def test_the_oracle_denies_what_is_false():
    for name, document in HONEST.items():
        verdicts = document["claim"].get("verdicts")
        if verdicts:
            false = copied(name)
            swap = {"holds": "fails", "fails": "holds"}
            false["claim"]["verdicts"] = [swap[word] for word in verdicts]
            assert oracle.truth(false) is False, name


def problem_changes(problem):
    """Yield problems that differ in one leaf, or lack it."""
    for path in mutations.leaves(problem):
        changed = copy.deepcopy(problem)
        old = mutations.at(changed, path)
        if old[-1:].isdigit():
            mutations.put(changed, path, f"{old[:-1]}{(int(old[-1]) + 1) % 10 or 1}")
            if changed != problem:
                yield changed


@pytest.mark.parametrize(
    "name", ["random-1", "depolarizing-2-2-line", "damping-2/5-scaled"]
)
def test_the_digest_binds_the_problem(name):
    document = copied(name)
    changes = list(problem_changes(document["problem"]))
    assert len(changes) > 5
    for problem in changes:
        document["problem"] = problem
        assert verdict(document).startswith(("refused: the digest", "not a certificate"))
    for digest in ("", "0" * 64, HONEST[name]["digest"].upper(), None, []):
        again = {**copied(name), "digest": digest}
        assert verdict(again) == "refused: the digest belongs to another problem"


# --- Exactly to the boundary, and not a hair beyond -----------------------------------


SHARP_LINES = [
    "depolarizing-2-2-line",
    "depolarizing-2-3-line",
    "depolarizing-3-2-line",
    "erasure-line",
    "dephasing-line",
    "ppt-line",
]


@pytest.mark.parametrize("name", SHARP_LINES)
def test_no_interval_reaches_a_hair_further(name):
    document = copied(name)
    low, high = (
        mutations._fraction(x) for x in document["claim"]["holds"][1:-1].split(",")
    )
    for ends in (
        (low - HAIR, high),
        (low, high + HAIR),
        (low + HAIR, high),
        (low, high - HAIR),
    ):
        document["claim"]["holds"] = makers.interval(*ends)
        assert verdict(document)
    for spot, text in enumerate(HONEST[name]["claim"]["fails"]):
        document = copied(name)
        low, high = (mutations._fraction(x) for x in text[1:-1].split(","))
        # The open end is the threshold: closing it or passing it must both fail.
        opened = text[0] == "("
        for ends, brackets in (
            ((low, high), "[]"),
            ((low - HAIR * opened, high + HAIR * (not opened)), "[]"),
            ((low - HAIR * opened, high + HAIR * (not opened)), text[0] + text[-1]),
            ((low - HAIR * (not opened), high + HAIR * opened), text[0] + text[-1]),
        ):
            document["claim"]["fails"][spot] = makers.interval(*ends, brackets)
            assert verdict(document), (ends, brackets)


@pytest.mark.parametrize("name", [n for n in HONEST if n.endswith("-below")])
def test_a_sharp_witness_cannot_be_lowered(name):
    document = copied(name)
    proof = document["proofs"][0]
    order = int(document["problem"]["d_in"], 16) * int(document["problem"]["d_out"], 16)
    old = mutations._matrix(proof["matrix"], order)
    proof["matrix"] = makers.hermitian(old - makers.identity(order) * HAIR)
    assert verdict(document) == "refused: the witness is not positive on every extension"
    proof["matrix"] = makers.hermitian(old + makers.identity(order) * HAIR)
    assert verdict(document) == ""


@pytest.mark.parametrize("d", [2, 3])
def test_a_sharp_witness_refutes_nothing_at_the_threshold(d):
    document = copied(f"depolarizing-{d}-2-at")
    document["claim"]["verdicts"] = ["fails"]
    document["proofs"] = [{**makers.witness(makers.depolarizing_witness(d)), "point": "0"}]
    assert verdict(document) == "refused: tr(WJ) is not negative"


@pytest.mark.parametrize("seed", range(12))
def test_extensions_moved_to_the_edge_of_positivity(seed):
    """J + tR and its extension + t·L(R): accepted up to some t, and true there."""
    rng = mutations.rng_for(1000 + seed)
    dims, k = ((2, 2), 2)
    sigma = makers.random_extension(rng, dims, k, 2, F(1, 2**9))
    choi = makers.marginal(sigma, dims, k)
    change = makers.random_gaussian(rng, 4, 4, 2)
    change = change + makers.adjoint(change)
    local = makers.kron(makers.local_trace(change, 2), makers.identity(2))
    change = change * F(2) - local
    lifted = makers.symmetrised(change, dims, k) * F(k, 2)

    def document(t):
        proof = makers.extension(sigma + lifted * t, dims, k)
        return makers.holds_point(choi + change * t, dims, k, proof)

    inside, outside = F(0), F(4)
    assert verdict(document(inside)) == ""
    assert verdict(document(outside))
    for _ in range(30):
        middle = (inside + outside) / 2
        if verdict(document(middle)):
            outside = middle
        else:
            inside = middle
    assert inside > 0
    assert oracle.truth(document(inside)) is True
    # The edge found is the edge of positivity, by an independent decision.
    assert oracle.is_psd(sigma + lifted * inside)
    assert not oracle.is_psd(sigma + lifted * outside) or not oracle.is_psd(
        choi + change * outside
    )


@pytest.mark.parametrize(
    "name", [n for n in HONEST if '"null"' in str(HONEST[n]).replace("'", '"')]
)
def test_no_column_of_a_face_can_go(name):
    original = HONEST[name]
    for number, proof in enumerate(original["proofs"]):
        for spot, face in enumerate(proof.get("faces", [])):
            for gone in range(int(face["basis"]["columns"], 16)):
                document = copied(name)
                basis = document["proofs"][number]["faces"][spot]["basis"]
                basis["entries"] = [
                    e for e in basis["entries"] if int(e.split(" ")[1], 16) != gone
                ]
                assert verdict(document) == "not a certificate: faces: a column is zero"
                columns = int(basis["columns"], 16)
                basis["columns"] = f"{columns - 1:x}"
                basis["entries"] = [_moved(entry, gone) for entry in basis["entries"]]
                assert verdict(document) == "refused: the face is not shown to be complete"


def _moved(entry, gone):
    i, j, *rest = entry.split(" ")
    return " ".join([i, f"{int(j, 16) - (int(j, 16) > gone):x}", *rest])


def test_a_face_needs_vectors_that_the_channel_annihilates():
    document = copied("dephasing-fails")
    document["problem"]["points"][0]["choi"] = makers.hermitian(
        makers.dephasing(F(2, 5)) * F(9, 10) + makers.identity(4) * F(1, 20)
    )
    makers.signed(document)
    assert verdict(document) == "refused: the channel does not annihilate the null vectors"


# --- Scales: a filter on B changes what is extendible ---------------------------------


@pytest.mark.parametrize(("m", "used"), list(product([1, 2, 5], repeat=2)))
def test_a_filter_on_the_output_is_not_free(m, used):
    """Proofs made for scales (1, used) say nothing about scales (1, m)."""
    for tenth in range(1, 10):
        gamma = F(tenth, 10)
        document = makers.damping_document(gamma, used)
        document["problem"]["points"][0]["scales"] = ["1", f"{m:x}"]
        makers.signed(document)
        accepted = verdict(document) == ""
        if accepted:
            assert oracle.truth(document) is True, (gamma, document)
        if m == used:
            assert accepted


def test_scales_and_a_radius_or_a_slack_do_not_mix():
    document = makers.damping_document(F(3, 5), 3)
    document["problem"]["radius"] = "1/400"
    assert verdict(makers.signed(document)).startswith("refused")
    document = makers.damping_document(F(3, 5), 3)
    document["proofs"][0]["slack"] = "1/400"
    assert verdict(document) == "refused: the slack is negative or combined with scales"


# --- Balls ----------------------------------------------------------------------------


def test_a_ball_needs_room():
    name = "ball-0"
    document = copied(name)
    slack = mutations._fraction(document["proofs"][0]["slack"])
    # k‖R‖ ≤ k·2·r·n must be at most slack·d^(k−1).
    largest = slack * 2 / (2 * 2 * 4)
    document["problem"]["radius"] = makers.number(largest)
    assert verdict(makers.signed(document)) == ""
    assert oracle.truth(document) is True
    document["problem"]["radius"] = makers.number(largest + HAIR)
    assert (
        verdict(makers.signed(document)) == "refused: the slack does not cover the radius"
    )


@pytest.mark.parametrize("number", range(4))
def test_a_witness_refutes_a_ball_up_to_its_radius(number):
    document = copied(f"complex-fails-{number}")
    choi = oracle.matrix(document["problem"]["points"][0]["choi"], 4)
    refuter = oracle.matrix(document["proofs"][0]["matrix"], 4)
    value = np.sum(choi * refuter)
    largest = -value / np.sum(np.abs(refuter))
    document["problem"]["radius"] = makers.number(largest)
    assert verdict(makers.signed(document)) == "refused: tr(WJ) is not negative"
    document["problem"]["radius"] = makers.number(largest - HAIR)
    assert verdict(makers.signed(document)) == ""
    assert oracle.truth(document) is True


def test_a_face_refutes_no_ball():
    document = copied("dephasing-fails")
    document["problem"]["radius"] = makers.number(F(1, 2**50))
    assert (
        verdict(makers.signed(document))
        == "refused: a face needs exact channels, not a radius"
    )


def test_ppt_with_a_radius_needs_room():
    document = copied("ppt-at")
    document["problem"]["radius"] = makers.number(HAIR)
    assert verdict(makers.signed(document)).startswith("refused: the partial transpose")
