"""Entropies: coherent information, which an antidegradable channel never has.

Its quantum capacity would be positive: one input with I_c > 0 refutes antidegradability,
and one with I_c > 0 of the complement refutes degradability.
"""

from __future__ import annotations

from math import inf

import numpy as np
from flint import acb, acb_mat, arb

from benchmarks.soundness.given import NOTHING, Given, dagger, eigenvalues, precisely


@precisely
def coherent_information(given: Given, state) -> float:
    """Return I_c at the input X ∝ Σ v v†, in bits: S(output) − S(environment).

    X stands for H^(-1/2) ρ H^(-1/2) of the given, unnormalised Kraus operators, so any
    positive X is some state ρ.

    Args:
        given: the channel.
        state: complex floats of shape (vectors, d_in), taken literally.
    """
    state = np.asarray(state, dtype=complex).tolist()
    columns = acb_mat([[acb(x.real, x.imag) for x in v] for v in state]).transpose()
    images = [k * columns for k in given.kraus]
    out = sum((x * dagger(x) for x in images), acb_mat(given.d_out, given.d_out))
    env = acb_mat([[(dagger(y) * x).trace() for y in images] for x in images])
    return float(_entropy(out) - _entropy(env))


def informative_state(kraus, rng, tries: int = 60):
    """Return (I_c, state) at the best of many inputs, in floats: where to look."""
    d = kraus.shape[2]
    best = (-inf, np.eye(d))
    for attempt in range(tries):
        state = np.eye(d, dtype=complex)
        if attempt:
            ginibre = rng.standard_normal((2, d, d))
            state = np.linalg.qr(ginibre[0] + 1j * ginibre[1])[0] if attempt % 2 else state
            small = 10.0 ** -rng.choice([0.0, 0.5, 1.0, 2.0, 4.0])
            weights = rng.permutation([1.0, small, *([0.0] * (d - 2))])
            state = (np.sqrt(weights)[:, None] * state)[weights > 0]
        images = np.einsum("eba,va->evb", kraus, state)
        out = np.einsum("evb,evc->bc", images, images.conj())
        env = np.einsum("evb,fvb->ef", images, images.conj())
        found = _float_entropy(out) - _float_entropy(env)
        if found > best[0]:
            best = (found, state)
    return best


def _entropy(matrix):
    values = [x for x in eigenvalues(matrix) if x > NOTHING]
    total = sum(values, arb(0))
    return -sum(((x / total) * (x / total).log() for x in values), arb(0)) / arb(2).log()


def _float_entropy(matrix):
    values = np.linalg.eigvalsh(matrix)
    values = values[values > 1e-300] / values.sum()
    return float(-(values * np.log2(values)).sum())
