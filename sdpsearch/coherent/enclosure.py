"""Entropies and coherent information enclosed, whatever rounding did."""

from __future__ import annotations

import numpy as np

from sdpsearch.coherent.code import Code
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, Array, dagger, partial_trace

#: −v log₂ v is largest here.
_PEAK = 1 / np.e


def enclosed_information(kraus: Array, code: Code) -> Interval:
    """Return an interval that holds I_c = S(B^n) − S(R B^n) of a code, in bits.

    The channel is the one whose Kraus operators lie nearest to those given and keep the
    trace; what they miss it by is charged like rounding.

    Args:
        kraus: Kraus operators, shape (d_env, d_out, d_in).
        code: what is sent.
    """
    joint = code.output(kraus)
    size = kraus.shape[1] ** code.copies
    received = partial_trace(joint, (joint.shape[0] // size, size), 0)
    missed = trace_defect(kraus)
    unit = (joint.shape[0] + kraus.shape[0] + code.copies * kraus.shape[2]) * EPS
    eta = code.copies * (8 * unit + 4 * missed)
    first, second = (enclosed_entropy(matrix, eta) for matrix in (received, joint))
    return Interval(first.lower - second.upper, first.upper - second.lower)


def enclosed_entropy(matrix: Array, eta: float) -> Interval:
    """Return an interval that holds S(ρ) in bits of every state ρ with ‖ρ − M‖ ≤ η.

    Args:
        matrix: M, Hermitian, shape (n, n).
        eta: what M misses the state by, in the operator norm, LAPACK's error apart.
    """
    values = np.linalg.eigvalsh(matrix)
    reach = eta + 4 * len(values) * EPS * max(1.0, float(np.abs(values).max()))
    low = np.clip(values - reach, 0.0, 1.0)
    high = np.clip(values + reach, 0.0, 1.0)
    ends = _summand(low), _summand(high)
    least, most = np.minimum(*ends), np.maximum(*ends)
    most = np.where((low < _PEAK) & (high > _PEAK), _summand(np.array(_PEAK)), most)
    slack = 8 * EPS * len(values)
    return Interval(
        float(least.sum()) * (1 - slack), float(most.sum()) * (1 + slack) + slack * EPS
    )


def _summand(values: Array) -> Array:
    """Return −v log₂ v, 0 at 0."""
    safe = np.where(values > 0, values, 1.0)
    return -safe * np.log2(safe)


def trace_defect(kraus: Array) -> float:
    """Return ‖Σ K†K − 1‖."""
    stacked = kraus.reshape(-1, kraus.shape[2])
    excess = dagger(stacked) @ stacked - np.eye(kraus.shape[2])
    return float(np.linalg.norm(excess, 2))
