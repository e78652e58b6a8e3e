"""Criteria: oracles for small channels that need no semidefinite program."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, lcm, prod

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.known.surds import surd
from sdpsearch.linalg import partial_trace


def two_qubit_antidegradable(channel: Channel) -> float:
    """Return the signed margin of antidegradability of a qubit channel.

    tr ρ_B² − tr ρ_AB² + 4 √(det ρ_AB) with ρ_AB = J/2: the channel is antidegradable if
    and only if this is ≥ 0. Chen, Ji, Kribs, Lütkenhaus and Zeng, 1310.3530.

    The determinant comes from the singular values of the Kraus matrix, so that it is
    zero to machine precision, not to its square root, when J is rank deficient.

    Args:
        channel: a channel with d_in = d_out = 2.

    Returns:
        The margin, negative when the channel is not antidegradable.

    Raises:
        ValueError: the channel does not take a qubit to a qubit.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.criteria import two_qubit_antidegradable
        >>> round(two_qubit_antidegradable(sd.zoo.amplitude_damping()(0.75)), 12)
        0.25
    """
    _check_qubit(channel)
    values = np.linalg.svd(channel.kraus_matrix, compute_uv=False) / np.sqrt(2)
    root_det = float(np.prod(values)) if values.size == 4 else 0.0
    output = partial_trace(channel.choi, (2, 2), 0) / 2
    purity = float(np.sum(np.abs(output) ** 2))
    return purity - float(np.sum(values**4)) + 4 * root_det


def two_qubit_degradable(channel: Channel) -> float:
    """Return the signed margin of degradability of a qubit channel.

    A degradable channel with qubit output has Choi rank at most 2 (Cubitt, Ruskai and
    Smith, 0802.1360); rank 1 is unitary; at rank 2 the complementary channel takes a
    qubit to a qubit, and degradable means that it is antidegradable.

    Args:
        channel: a channel with d_in = d_out = 2.

    Returns:
        −inf at rank 3 or 4, +inf at rank 1, else two_qubit_antidegradable() of the
        complementary channel: degradable if and only if this is ≥ 0.

    Raises:
        ValueError: the channel does not take a qubit to a qubit.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.criteria import two_qubit_degradable
        >>> round(two_qubit_degradable(sd.zoo.amplitude_damping()(0.25)), 12)
        0.25
    """
    _check_qubit(channel)
    if channel.rank > 2:
        return -inf
    if channel.rank == 1:
        return inf
    return two_qubit_antidegradable(channel.minimal().complementary)


def exact_two_qubit_margin(
    entries: Sequence[Sequence[tuple[Fraction, Fraction]]], weights: Sequence[Fraction]
) -> float:
    """Return tr ρ_B² − tr ρ² + 4 √(det ρ) of ρ ∝ (1⊗√w) C (1⊗√w), its sign decided over Q.

    Two copies of B can share ρ with A if and only if it is ≥ 0 (Chen, Ji, Kribs,
    Lütkenhaus and Zeng, 1310.3530); a filter on A changes its size but not its sign. The
    two traces and the determinant are rational in C and w; where they nearly cancel, their
    difference is formed before it is rounded.

    Args:
        entries: C ≥ 0, four rows of four pairs (real part, imaginary part), A first.
        weights: (w_0, w_1), positive.

    Example:
        >>> from fractions import Fraction
        >>> one, nought = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(0))
        >>> mixed = [[one if i == j else nought for j in range(4)] for i in range(4)]
        >>> exact_two_qubit_margin(mixed, (Fraction(1), Fraction(1)))
        0.5
    """
    # No scale of C or w matters: all of it is done in integers.
    numbers = _whole([x for row in entries for pair in row for x in pair])
    matrix = [
        [(numbers[8 * i + 2 * j], numbers[8 * i + 2 * j + 1]) for j in range(4)]
        for i in range(4)
    ]
    first, second = _whole(weights)
    scales = [first, second, first, second]

    def size(re: int, im: int) -> int:
        return re * re + im * im

    purity = sum(
        scales[i] * scales[j] * size(*matrix[i][j]) for i in range(4) for j in range(4)
    )
    reduced = 0
    for b in range(2):
        for c in range(2):
            parts = [matrix[2 * a + b][2 * a + c] for a in range(2)]
            re, im = (sum(part[i] for part in parts) for i in (0, 1))
            reduced += scales[b] * scales[c] * size(re, im)
    norm = sum(scales[i] * matrix[i][i][0] for i in range(4)) ** 2
    return surd(
        Fraction(reduced - purity, norm),
        Fraction(16 * _determinant(matrix) * prod(scales), norm**2),
    )


def _whole(numbers: Sequence[Fraction]) -> list[int]:
    """Return the numbers times one common denominator."""
    below = lcm(*(x.denominator for x in numbers))
    return [x.numerator * (below // x.denominator) for x in numbers]


def _determinant(matrix: Sequence[Sequence[tuple[int, int]]]) -> int:
    """Return the determinant of a Hermitian matrix of pairs, by its first row."""

    def minor(rows: tuple[int, ...], columns: tuple[int, ...]) -> tuple[int, int]:
        if not rows:
            return 1, 0
        re = im = 0
        for place, column in enumerate(columns):
            x, y = matrix[rows[0]][column]
            u, v = minor(rows[1:], columns[:place] + columns[place + 1 :])
            sign = -1 if place % 2 else 1
            re, im = re + sign * (x * u - y * v), im + sign * (x * v + y * u)
        return re, im

    everything = tuple(range(len(matrix)))
    return minor(everything, everything)[0]


def _check_qubit(channel: Channel) -> None:
    if (channel.d_in, channel.d_out) != (2, 2):
        raise ValueError(
            "Argument `channel` must take a qubit to a qubit, but has d_in="
            f"{channel.d_in} and d_out={channel.d_out}."
        )
