"""The Schur complement by a Gram matrix is that of its definition, however it is formed."""

import numpy as np
import pytest

from sdpsearch.conic.interior import schur
from sdpsearch.conic.interior.schur import Gram
from sdpsearch.linalg import hermitian_basis


def by_definition(factors, r, real):
    """Return tr(Θ G_p Θ G_q) summed over the cones, in svec coordinates."""
    basis = hermitian_basis(r, real).toarray().T.reshape(-1, r, r)
    total = 0
    for factor in factors:
        m = len(factor) // r
        made = [factor.conj().T @ np.kron(b, np.eye(m)) @ factor for b in basis]
        flat = np.array(made).reshape(len(basis), -1)
        total = total + (flat.conj() @ flat.T).real
    return total


@pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])
@pytest.mark.parametrize("at_once", [0, 99], ids=["by-rows", "at-once"])
@pytest.mark.parametrize("r", [1, 3, 6])
def test_it_is_what_it_is_by_definition(r, at_once, real, monkeypatch):
    monkeypatch.setattr(schur, "_AT_ONCE", at_once)
    rng = np.random.default_rng(r)
    made = Gram(r, real)
    for _ in range(2):  # its arrays are used again
        factors = [rng.standard_normal((r * m, n)) for m, n in ((2, 4), (3, 2))]
        if not real:
            factors = [f + 1j * rng.standard_normal(f.shape) for f in factors]
        lower = np.tril(made.form(factors))
        whole = lower + np.tril(lower, -1).T
        expected = by_definition(factors, r, real)
        turned = np.array([made.into(row) for row in np.eye(len(expected))])
        assert turned @ whole @ turned.T == pytest.approx(expected, rel=1e-12, abs=1e-10)


@pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])
@pytest.mark.parametrize("at_once", [0, 99], ids=["by-rows", "at-once"])
def test_its_precision_is_that_of_the_factors(at_once, real, monkeypatch):
    monkeypatch.setattr(schur, "_AT_ONCE", at_once)
    rng = np.random.default_rng(1)
    made = Gram(4, real)
    factors = [rng.standard_normal((4 * m, n)) for m, n in ((2, 4), (3, 2))]
    if not real:
        factors = [f + 1j * rng.standard_normal(f.shape) for f in factors]
    whole = np.tril(made.form(factors))
    kind = np.float32 if real else np.complex64
    rough = made.form([factor.astype(kind) for factor in factors])
    assert rough.dtype == np.float32
    assert np.tril(rough) == pytest.approx(whole, abs=1e-5 * abs(whole).max())


@pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])
def test_a_stack_is_formed_as_its_members_are(real):
    rng = np.random.default_rng(0)
    made = Gram(3, real)
    for count in (4, 2):  # as programmes leave, less of its arrays is used again
        factors = [rng.standard_normal((count, 3 * m, n)) for m, n in ((2, 4), (3, 2))]
        if not real:
            factors = [f + 1j * rng.standard_normal(f.shape) for f in factors]
        found = made.form(factors)
        for i in range(count):
            alone = Gram(3, real).form([factor[i] for factor in factors])
            assert found[i] == pytest.approx(alone, rel=1e-13, abs=1e-13)
