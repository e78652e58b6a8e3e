"""Every block of every face is one compression, and every line has a start."""

import numpy as np
import pytest

from sdpsearch.channels.random import random_channel
from sdpsearch.extension.facial_reduction import face_of, full_face
from sdpsearch.extension.line import Line
from sdpsearch.linalg import smat

FULL = [(2, 2, 2), (2, 2, 3), (2, 2, 6), (3, 2, 3), (2, 3, 4), (3, 3, 3)]
#: d_a, d_b, k and the rank of J.
REDUCED = [(3, 3, 2, 5), (2, 3, 3, 5), (3, 3, 3, 7), (2, 2, 4, 3), (4, 2, 5, 7)]

FACES = pytest.mark.parametrize(
    "asked",
    [(*dims, dims[0] * dims[1], real) for dims in FULL for real in (True, False)]
    + [(*dims, False) for dims in REDUCED],
    ids=str,
)


def made(d_a, d_b, k, rank, real):
    if rank == d_a * d_b:
        return full_face(d_a, d_b, k, real)
    return face_of(random_channel(d_a, d_b, rank, rng=rank).range, (d_a, d_b), k, real)


@FACES
def test_compressions_are_the_operator(asked):
    face = made(*asked)
    assert face.blocks
    rng = np.random.default_rng(0)
    coordinates = rng.standard_normal(face.operator.shape[1])
    witness = smat(coordinates, face.rank, face.real)
    blocks = face.block_matrices(face.operator @ coordinates)
    for compression, block in zip(face.compressions, blocks, strict=True):
        factor = compression.factor
        m = len(factor) // face.rank
        found = factor.conj().T @ np.kron(witness, np.eye(m)) @ factor
        assert found == pytest.approx(block, abs=1e-11)
        # No more copies of W than the block has vectors, nor than there are beside A B_i.
        assert m <= min(face.d_b ** (face.k - 1), face.rank * block.shape[0])


@FACES
def test_a_line_starts_strictly_inside(asked):
    face = made(*asked)
    start = np.random.default_rng(1).standard_normal(face.operator.shape[1])
    start = start * (face.d_a / (start @ face.identity))  # of one trace with the other end
    problem = Line(face, start, face.reference_marginal - start).problem()
    assert problem.start is not None
    x, z = problem.start
    assert problem.equalities @ x == pytest.approx(problem.right_side)
    inside = problem.matrices(problem.operator @ x)
    assert min(np.linalg.eigvalsh(block)[0] for block in inside) > 0
    assert min(np.linalg.eigvalsh(block)[0] for block in problem.matrices(z)) > 0
