"""Two checkers that share no line agree on the honest and on the damaged."""

import arb_checker
import makers
import mutations
import numpy as np
import pytest
from seeds import seeds

from sdpsearch.proof import checker

HONEST = makers.honest()
#: What only the first checker asks for: the form, and hints that the second recomputes.
FORM_ONLY = (
    "the face is not shown to be complete",
    "a vector of the face has a part outside the channel's range",
    "the witness does not annihilate its kernel",
    "the columns of a kernel are dependent",
)


def first(data):
    try:
        checker.check(data)
    except checker.NotACertificate as error:
        return f"form: {error}"
    except checker.Refused as error:
        return str(error)
    return ""


def second(data):
    try:
        arb_checker.believe(data)
    except arb_checker.Denied as error:
        return str(error) or "denied"
    return ""


@pytest.mark.parametrize("name", HONEST)
def test_honest_ones_convince_both(name):
    data = makers.encode(HONEST[name])
    assert first(data) == second(data) == ""


@pytest.mark.parametrize("seed", seeds(4, 16))
def test_they_agree_on_damaged_ones(seed):
    rng = mutations.rng_for(500 + seed)
    names = [name for name in HONEST if "-3-" not in name and name != "werner-holevo-3"]
    agreed = 0
    while agreed < 60:
        made = mutations.mutant(rng, names, HONEST)
        if made is None:
            continue
        data = makers.encode(made[1])
        one, two = first(data), second(data)
        if one.startswith("form") or one in FORM_ONLY or two == "too large":
            continue
        agreed += 1
        assert (one == "") is (two == ""), (made, one, two)


@pytest.mark.parametrize("name", [n for n in HONEST if n.startswith("damping")])
def test_stated_up_to_normalization(name):
    """What C, its extension and its witness mean for J = f C f, in floats."""
    document = HONEST[name]
    point = document["problem"]["points"][0]
    beta = np.array(
        [float(arb_checker.rational(x)) for x in point.get("scales", ["1", "1"])]
    )

    def floats(matrix):
        rows = matrix.re.table()
        return np.array([[int(x.p) / int(x.q) for x in row] for row in rows]) + 0j

    choi = floats(arb_checker.hermitian(point["choi"], 4))
    filter_b = np.kron(np.eye(2), np.diag(np.sqrt(beta)))
    scaled = filter_b @ choi @ filter_b
    tau = np.einsum("abcb->ac", scaled.reshape(2, 2, 2, 2))
    values, vectors = np.linalg.eigh(tau)
    root = vectors @ np.diag(values**-0.5) @ vectors.conj().T
    f = np.kron(root, np.eye(2)) @ filter_b
    stated = f @ choi @ f.conj().T
    gamma = stated[2, 2].real
    expected = np.zeros((4, 4))
    expected[0, 0], expected[2, 2], expected[3, 3] = 1, gamma, 1 - gamma
    expected[0, 3] = expected[3, 0] = np.sqrt(1 - gamma)
    assert stated == pytest.approx(expected, abs=1e-12)
    assert name.split("-")[1] in (
        f"{arb_checker.Fraction(gamma).limit_denominator(10**6)}",
    )
    (proof,) = document["proofs"]
    if proof["kind"] == "witness":
        inverse = np.linalg.inv(f)
        witness = (
            inverse.conj().T @ floats(arb_checker.hermitian(proof["matrix"], 4)) @ inverse
        )
        assert np.trace(witness @ stated).real < 0
        return
    sigma = sum(
        floats(v * arb_checker.hermitian(b["matrix"], v.re.ncols()) * v.dagger)
        for b in proof["blocks"]
        for v in [
            arb_checker.C(
                arb_checker.kron(
                    arb_checker.unit(2).re,
                    arb_checker.symmetrizer_image(
                        tuple(int(x, 16) for x in b["diagram"]), 2
                    ),
                )
            )
        ]
    )
    wide = np.kron(np.kron(root, np.diag(np.sqrt(beta))), np.diag(np.sqrt(beta)))
    sigma = (wide @ sigma @ wide.conj().T).reshape(2, 2, 2, 2, 2, 2)
    both = np.einsum("abxcdx->abcd", sigma) + np.einsum("axbcxd->abcd", sigma)
    assert both.reshape(4, 4) / 2 == pytest.approx(stated, abs=1e-12)
