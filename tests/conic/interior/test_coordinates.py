"""Index arrays for coordinates agree with the sparse isometries of linalg."""

import numpy as np
import pytest

from sdpsearch.conic.interior.coordinates import rotation
from sdpsearch.layout import layout
from sdpsearch.linalg import coordinate_count, smat, svec

FIELDS = pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])


@FIELDS
@pytest.mark.parametrize("orders", [(1,), (4,), (2, 3, 1), (1, 1, 5)])
def test_blocks_are_where_they_belong(orders, real):
    found = layout(orders, real)
    vector = np.random.default_rng(1).standard_normal(found.size)
    matrix = found.matrix(vector)
    assert matrix == pytest.approx(matrix.conj().T, abs=0)
    assert found.coordinates(matrix) == pytest.approx(vector, abs=1e-15)
    first = place = 0
    rest = matrix.copy()
    for n in orders:
        size = coordinate_count(n, real)
        block = smat(vector[place : place + size], n, real)
        assert matrix[first : first + n, first : first + n] == pytest.approx(block)
        rest[first : first + n, first : first + n] = 0
        first, place = first + n, place + size
    assert not np.any(rest)


def test_a_layout_reads_matrices_of_the_other_field():
    matrix = np.array([[1.0, 2 - 3j], [2 + 3j, 4]])
    found = layout((2,), True).coordinates(matrix)
    assert found == pytest.approx(svec(matrix.real, True))
    assert layout((2,), False).coordinates(np.eye(2)) == pytest.approx([1, 0, 0, 1])


@pytest.mark.parametrize("r", [1, 2, 5])
def test_the_rotation_is_re_plus_im_and_has_its_inverse(r):
    rng = np.random.default_rng(r)
    matrix = rng.standard_normal((r, r)) + 1j * rng.standard_normal((r, r))
    matrix = matrix + matrix.conj().T
    into, back = rotation(r)
    vector = svec(matrix, False)
    turned = into(vector)
    assert turned.reshape(r, r) == pytest.approx(matrix.real + matrix.imag)
    assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(vector))
    assert back(turned) == pytest.approx(vector)


@FIELDS
def test_stacks_are_turned_row_by_row(real):
    found = layout((2, 3), real)
    rows = np.random.default_rng(2).standard_normal((4, found.size))
    matrices = found.matrix(rows)
    for row, matrix in zip(rows, matrices, strict=True):
        assert np.array_equal(matrix, found.matrix(row))
    assert np.array_equal(
        found.coordinates(matrices), [found.coordinates(m) for m in matrices]
    )
    into, back = rotation(3)
    rows = rows[:, :9]
    assert np.array_equal(into(rows), [into(row) for row in rows])
    assert back(into(rows)) == pytest.approx(rows)
