"""Certificates about capacities: three checkers, none of which is fooled."""

from fractions import Fraction

import capacity_documents
import flint
import makers
import numpy as np
import oracle
import pytest
from test_signed_certificates import answers

from sdpsearch.proof import checker, second

HONEST = capacity_documents.honest()
#: The third needs no frames, and asks for no form.
FORM_ONLY = ("frame", "slanted", "copies-2", "together-2", "copies-as-together")


@pytest.mark.parametrize("name", HONEST)
def test_honest_ones_convince_all(name):
    assert answers(HONEST[name]) == ["", "", ""]
    assert oracle.truth(HONEST[name]) is not False


def test_odd_ones_convince_all():
    for name, made in capacity_documents.welcome().items():
        assert answers(made) == ["", "", ""], name


def test_forged_ones_convince_none():
    for name, made in capacity_documents.unwelcome().items():
        first, other, third = answers(made)
        assert first, name
        assert other, name
        assert third or name.startswith(FORM_ONLY), name


def _probabilities(rng):
    """Return p in units of 2^−FINE: of all sizes, around 1/e, and near 1."""
    one = 1 << checker.FINE
    edge = int(one * checker._INVERSE_E[0])
    sizes = [int(rng.integers(1, 2**62)) << int(rng.integers(0, 66)) for _ in range(60)]
    near = [edge - 1, edge, edge + 1, int(one * checker._INVERSE_E[1]) + 1]
    return [1, 2, 3, one // 2, one - 1, one, *near, *(p for p in sizes if p <= one)]


def test_entropies_are_enclosed():
    """Both checkers' bounds of −p log p lie around that of balls, and not far from it."""
    one, bit = 1 << checker.FINE, flint.arb(2).log()
    case = second._Capacity.__new__(second._Capacity)
    case.meter = second._Meter()
    for p in _probabilities(np.random.default_rng(3)):
        exact = flint.arb(p) / one
        value = -exact * exact.log()
        low, high = checker.entropy([(p, p)])
        assert flint.arb(low) / one <= value.upper()
        assert value.lower() <= flint.arb(high) / one
        # Only next to 1/e is the peak all that is known.
        assert high - low < 2**12 or abs(float(exact) - 0.36788) < 1e-5
        low, high = case._summand(Fraction(p, one), Fraction(p, one))
        unit = 1 << second._DIGITS
        assert flint.arb(low) / unit <= (value / bit).upper()
        assert (value / bit).lower() <= flint.arb(high) / unit
        assert high - low < 2**12 or abs(float(exact) - 0.36788) < 1e-5


def test_an_interval_of_probabilities_has_the_peak_if_it_is_in_it():
    one = 1 << checker.FINE
    ends = [0, one // 100, one // 3, one * 2 // 5, one]
    for i, low in enumerate(ends):
        for high in ends[i:]:
            inside = np.linspace(low / one, high / one, 50)
            values = [-p * np.log(p) if p > 0 else 0 for p in inside]
            least, most = (x / one for x in checker.entropy([(low, high)]))
            assert least == pytest.approx(min(values), abs=1e-12)
            assert most >= max(values) - 1e-12
            assert most <= max(values) + 2e-3


def test_a_bound_of_the_gain_is_the_gain_by_its_definition():
    """At the best Z: W of both checkers against projections in floating point."""
    for name in ("gain-isometry", "erasure"):
        made = HONEST[name]
        problem = checker.CapacityProblem(made["problem"])
        (proof,), (point,) = made["proofs"], problem.points
        witness = problem._singularity(proof, [point])
        bound = -float(checker.outside(problem, witness, point.choi))
        case = second._Capacity(made)
        other = case._gain(proof, case.points)
        assert -float(case._value(other, case.points[0].choi)) == pytest.approx(bound)
        dims = problem.d_in, problem.d_out
        choi = makers.to_complex(oracle.matrix(made["problem"]["points"][0]["choi"], 6))
        psi, phi = _inputs(proof, dims[0])
        values, vectors = np.linalg.eigh(choi)
        kept = values > 1e-9 * values[-1]
        kraus = (vectors[:, kept] * np.sqrt(values[kept])).T.reshape(-1, *dims)
        kraus = kraus.transpose(0, 2, 1)  # not trace preserving: neither is asked for
        received = kraus @ psi
        b = _kernel(received.T)
        e = _kernel(received)
        image = kraus @ phi
        gain = (
            np.linalg.norm(b.conj().T @ image.T) ** 2
            - np.linalg.norm(e.conj().T @ image) ** 2
        )
        if name == "erasure":
            assert gain == pytest.approx(bound, abs=1e-9)
        assert bound <= gain + 1e-9


def _inputs(proof, d_in):
    found = np.zeros((d_in, 2), dtype=complex)
    for words in proof["inputs"]["entries"]:
        a, j, re, *im = (int(x, 16) for x in words.split())
        found[a, j] = complex(re, im[0] if im else 0)
    return found.T


def _kernel(matrix):
    """Return an orthonormal basis of what M†v = 0 leaves, as columns."""
    left, values, _ = np.linalg.svd(matrix)
    return left[:, int(np.count_nonzero(values > 1e-9 * values[0])) :]
