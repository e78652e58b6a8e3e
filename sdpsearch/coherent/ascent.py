"""Local ascent of the coherent information over ρ = AA†/tr(AA†), from many starts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sdpsearch.coherent.information import Outputs
from sdpsearch.linalg import Array, dagger, hermitian_part

_ITERATIONS = 400
#: Weights of the maximally mixed state in the random starts.
_INTERIOR = (1e-1, 1e-3, 1e-5)


def climb(outputs: Outputs, rho: Array) -> Array:
    """Return a state with no less coherent information than ρ, by L-BFGS over A.

    With ∇ = ∇I_c(ρ) and tr(ρ∇) = I_c(ρ), the derivative along dA is
    2 Re tr[dA† (∇ − I_c(ρ)) A]/tr(AA†).
    """
    # Imported here: it would double the time `import sdpsearch` takes.
    from scipy.optimize import minimize

    values, vectors = np.linalg.eigh(rho)
    factor = vectors * np.sqrt(np.maximum(values, 0))
    shape = factor.shape

    def descend(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        a = flat.view(complex).reshape(shape)
        size = float(np.vdot(a, a).real)
        value, slope, _ = outputs.gradient(_state(a))
        step = 2 * (slope @ a - value * a) / size
        return -value, -np.ascontiguousarray(step).view(float).ravel()

    start = np.ascontiguousarray(factor, dtype=complex).view(float).ravel()
    found = minimize(
        descend,
        start,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _ITERATIONS, "ftol": 1e-15, "gtol": 1e-10},
    )
    end = _state(np.asarray(found.x).view(complex).reshape(shape))
    better = outputs.coherent_information(end) > outputs.coherent_information(rho)
    return end if better else rho


def multi_start(outputs: Outputs, starts: int, seed: int) -> Array:
    """Return the best state that `starts` ascents reach, or that one of them started at.

    The first start is the maximally mixed state, so that the answer is never worse than
    the hashing bound. The others are random, of every rank and up to nearly pure: the
    depolarizing channel's complement has positive coherent information at small noise
    only next to pure states (Leung, Watrous, 1510.01366).
    """
    return max(ascents(outputs, starts, seed), key=outputs.coherent_information)


def ascents(outputs: Outputs, starts: int, seed: int) -> Iterator[Array]:
    """Yield the states that ascents from the starts of `multi_start` reach."""
    for start in _starts(outputs.d_in, starts, np.random.default_rng(seed)):
        yield climb(outputs, start)


def _starts(d: int, count: int, rng: np.random.Generator) -> Iterator[Array]:
    mixed = np.eye(d, dtype=complex) / d
    yield mixed
    for place in range(count - 1):
        real, imaginary = rng.standard_normal((2, d, 1 + place % d))
        # Never on the boundary: there the gradient can be infinite.
        share = _INTERIOR[place % len(_INTERIOR)]
        yield (1 - share) * _state(real + 1j * imaginary) + share * mixed


def _state(a: Array) -> Array:
    matrix = hermitian_part(a @ dagger(a))
    return matrix / np.trace(matrix).real
