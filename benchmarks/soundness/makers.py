"""Makers: Kraus operators with an exact structure in floating-point numbers.

A pair tensor T_f[b, b', a] that is mirrored under b ↔ b' entry by entry has a symmetric C
whatever was rounded before; products of short dyadic numbers are not rounded.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np

from benchmarks.soundness.case import tiny


def symmetric_kraus(rng, copies: int, d_in: int, d_out: int, rank: int):
    """Return Kraus operators of the marginal of an exactly symmetric channel to copies.

    Odd members of the last factor F are antisymmetric where that is possible.
    """
    shape = (rank, *(d_out,) * copies, d_in)
    entries = rng.standard_normal((2, *shape))
    tensor = entries[0] + 1j * entries[1] * rng.integers(0, 2)
    kept = rng.random(shape) < rng.choice([0.4, 1.0])
    tensor = np.where(kept, tensor, 0)
    weights = np.array([np.sqrt(tiny(rng)) if f else 1.0 for f in range(rank)])
    tensor = tensor * weights.reshape(-1, *(1,) * (copies + 1))
    signs = [-1 if f % 2 and copies == 2 else 1 for f in range(rank)]
    tensor = mirrored(tensor, signs, copies)
    for _ in range(3):
        columns = tensor.reshape(-1, d_in)
        gram = columns.conj().T @ columns
        values, vectors = np.linalg.eigh(gram)
        if values[0] <= 1e-7 * values[-1]:
            return symmetric_kraus(rng, copies, d_in, d_out, rank + 1)
        inverse = (vectors / np.sqrt(values)) @ vectors.conj().T
        tensor = mirrored((columns @ inverse).reshape(tensor.shape), signs, copies)
    # (1⊗<b'…|) T_f: the first copy stays.
    return np.moveaxis(tensor, 1, -2).reshape(-1, d_out, d_in)


def mirrored(tensor, signs, copies: int):
    """Return the tensor with the entries of b ≤ b' ≤ … at all orders of its copies."""
    found = np.zeros_like(tensor)
    for f, sign in enumerate(signs):
        for place in np.ndindex(*(tensor.shape[1],) * copies):
            if list(place) != sorted(place):
                continue
            if sign < 0 and len(set(place)) < copies:
                continue
            for order in set(permutations(range(copies))):
                odd = sign < 0 and order != tuple(range(copies))
                moved = tuple(place[p] for p in order)
                found[(f, *moved)] = -tensor[(f, *place)] if odd else tensor[(f, *place)]
    return found


def breaking_kraus(rng, d_in: int, d_out: int):
    """Return operators |ψ_k><φ_k| without any rounding: 8 bits by 40 bits."""
    n = int(rng.integers(d_in, d_in * d_out + 2))
    real = rng.integers(0, 2)

    def draw(rows, columns):
        x = rng.standard_normal((2, rows, columns))
        return x[0] + 1j * x[1] * real

    prepared = _rounded(draw(n, d_out) / 4, 8)
    prepared[~prepared.any(axis=1), 0] = 1.0
    measured = draw(n, d_in) * np.array([np.sqrt(tiny(rng)) for _ in range(n)])[:, None]
    if rng.random() < 0.3:
        measured[:d_in] = np.eye(d_in)  # nearly a von Neumann measurement
    measured = np.concatenate([measured, np.eye(d_in) * 0.5])
    prepared = np.concatenate([prepared, prepared[rng.integers(0, n, d_in)]])
    weights = np.sum(np.abs(prepared) ** 2, axis=1)
    for _ in range(2):
        gram = np.einsum("k,ka,kc->ac", weights, measured, measured.conj())
        values, vectors = np.linalg.eigh(gram)
        measured = measured @ ((vectors / np.sqrt(values)) @ vectors.conj().T).T
    largest = 2.0 ** np.ceil(np.log2(np.max(np.abs(measured), axis=1)))[:, None]
    measured = _rounded(measured / largest, 40) * largest
    return np.einsum("kb,ka->kba", prepared, measured.conj())


def _rounded(values, bits: int):
    scale = 2.0**bits
    return (np.round(values.real * scale) + 1j * np.round(values.imag * scale)) / scale
