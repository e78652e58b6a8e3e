"""The fast congruence is tr(Z G_p Z G_q), whatever the sizes and the field."""

import numpy as np
import pytest

from sdpsearch.conic.compression import Compression
from sdpsearch.linalg import coordinate_count, dagger, smat


@pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])
@pytest.mark.parametrize(
    ("size", "m", "order"), [(1, 2, 2), (2, 2, 3), (4, 3, 5), (18, 2, 4)]
)
def test_congruence_is_the_sum_over_pairs(size, m, order, real):
    rng = np.random.default_rng(size)

    def matrix(rows, columns):
        numbers = rng.normal(size=(rows, columns))
        return numbers if real else numbers + 1j * rng.normal(size=(rows, columns))

    factor, half = matrix(size * m, order), matrix(order, order)
    scaling = half @ dagger(half)
    count = coordinate_count(size, real)
    pieces = [
        dagger(factor) @ np.kron(smat(unit, size, real), np.eye(m)) @ factor
        for unit in np.eye(count)
    ]
    turned = [scaling @ piece @ scaling for piece in pieces]
    expected = np.array([[np.vdot(p, t).real for t in turned] for p in pieces])
    found = Compression(factor, size, real).congruence(scaling)
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-10 * np.abs(expected).max())
