"""A code found in floats, in numbers that prove what it transmits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from sdpsearch.coherent.transmission import Transmission
from sdpsearch.linalg import Array, hermitian_part, partial_trace
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.repair.singularity import rationals
from sdpsearch.proof.statement.statement import Statement

#: Parts of a code less likely than this are left out.
_LIGHT = 1e-12
#: Binary digits kept of a code's vectors, and of eigenbases: all that floats have.
_VECTOR_BITS, _FRAME_BITS = 30, 60


@dataclass(frozen=True, eq=False)
class ExactCode:
    """Σ_i |i>_R ⊗ |f_i>^{⊗n}, and bases in which what it sends is nearly diagonal.

    Attributes:
        vectors: f_i as integer columns, shape (d_in^m, r), not normalised.
        together: m, how many copies of the channel one vector goes through.
        copies: n.
        joint: X of the state of R B^(mn), X†β⁻¹X ≈ 1 and X†MX nearly diagonal.
        received: X of its marginal on B^(mn).
    """

    vectors: Matrix
    together: int
    copies: int
    joint: Matrix
    received: Matrix


def exact_code(found: Transmission, statement: Statement) -> ExactCode:
    """Return a code in integers, with the bases for what it sends through a statement.

    Args:
        found: the code, of channels near the statement's.
        statement: the channel; C = f⁻¹ J f⁻¹ takes the vectors √τ⁻¹ f_i.
    """
    weights = np.linalg.norm(found.code.vectors, axis=0)
    kept = found.code.vectors[:, weights**2 > _LIGHT]
    weights = weights[weights**2 > _LIGHT]
    # |f_i|^(2n) is the part's probability, and v_i its root times a unit vector.
    even = kept / weights * weights ** (1 / found.code.copies)
    root = reduce(np.kron, [statement.filters[0].T] * found.block)
    turned = root @ even
    vectors = rationals(turned / np.abs(turned).max(), _VECTOR_BITS)
    whole = Matrix(vectors.rows, vectors.columns, vectors.entries)
    return framed(whole, found.block, found.code.copies, statement)


def framed(vectors: Matrix, together: int, copies: int, statement: Statement) -> ExactCode:
    """Return a code with the bases for what it sends through a statement's channel."""
    joint = _sent(dense(vectors), together, copies, statement)
    count = vectors.columns
    size = joint.shape[0] // count
    received = partial_trace(joint, (count, size), 0)
    root = reduce(np.kron, [statement.filters[1]] * (together * copies))
    bases = [_basis(received, root), _basis(joint, np.tile(root, count))]
    return ExactCode(vectors, together, copies, bases[1], bases[0])


def _sent(vectors: Array, together: int, copies: int, statement: Statement) -> Array:
    """Return Σ_ij |i><j| ⊗ (C_{f_i f_j})^{⊗n} in floats, of size about 1."""
    a, b = statement.d_in, statement.d_out
    choi = dense(statement.choi).reshape(a, b, a, b)
    scaled = vectors / np.abs(vectors).max()
    inputs = scaled.T.reshape(-1, *[a] * together)
    pair = np.multiply.outer(inputs, inputs.conj())  # (i, a…, j, a'…)
    count = vectors.shape[1]
    pair = np.moveaxis(pair, together + 1, 1).reshape(count, count, -1)
    power = choi
    for _ in range(together - 1):
        power = np.einsum("abcd,efgh->aebfcgdh", power, choi).reshape(
            power.shape[0] * a, power.shape[1] * b, -1, power.shape[1] * b
        )
    width = power.shape[0]
    single = np.einsum("ijac,abcd->ijbd", pair.reshape(count, count, width, width), power)
    size = b ** (together * copies)
    found = np.empty((count, size, count, size), dtype=single.dtype)
    for i in range(count):
        for j in range(count):
            found[i, :, j, :] = reduce(np.kron, [single[i, j]] * copies)
    return found.reshape(count * size, count * size)


def _basis(matrix: Array, root: Array) -> Matrix:
    """Return X = √β U with U the eigenbasis of √β M √β."""
    _, vectors = np.linalg.eigh(hermitian_part(root[:, None] * matrix * root))
    return rationals(root[:, None] * vectors, _FRAME_BITS)
