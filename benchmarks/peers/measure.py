"""What the drivers by hand share: matrices, and what an extension misses."""

from __future__ import annotations

import numpy as np

#: Outcomes of a solver's status; "inaccurate" is no claim.
CLAIMS = {"optimal": True, "infeasible": False}


def matrix(parts) -> np.ndarray:
    """Return the matrix with a real and an imaginary part, real where it can be."""
    real, imaginary = (np.array(part, dtype=float) for part in parts)
    return real + 1j * imaginary if imaginary.any() else real


def marginal(sigma: np.ndarray, dims: tuple[int, ...], copy: int) -> np.ndarray:
    """Return the marginal of σ on A B_copy, dims being (d_A, d_B, …, d_B)."""
    k = len(dims) - 1
    rows, cols = list(range(k + 1)), list(range(k + 1))
    cols[0], cols[copy] = k + 1, k + 2
    tensor = sigma.reshape(dims + dims)
    kept = np.einsum(tensor, rows + cols, [0, copy, k + 1, k + 2])
    size = dims[0] * dims[copy]
    return kept.reshape(size, size)


def missed(sigma: np.ndarray, choi: np.ndarray, dims: tuple[int, ...]) -> float:
    """Return the most that σ violates: positivity, or one of its marginals."""
    sigma = (sigma + sigma.conj().T) / 2
    off = [np.linalg.norm(marginal(sigma, dims, j) - choi) for j in range(1, len(dims))]
    return float(max(*off, -np.linalg.eigvalsh(sigma)[0], 0.0))
