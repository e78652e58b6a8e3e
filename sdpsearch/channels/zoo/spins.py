"""Channels of spins, which commute with rotations: Landau–Streater and EPOSIC channels."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, prod

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.squares import stack
from sdpsearch.linalg import Array


@constructor
def landau_streater(j: float = 1) -> Channel:
    """Return the Landau–Streater channel ρ ↦ Σ_i J_i ρ J_i / (j(j+1)) of spin j.

    J_x, J_y, J_z are the spin operators on C^(2j+1), in the basis m = j, j−1, …, −j;
    Landau and Streater, Linear Algebra Appl. 193, 107 (1993). Real Kraus operators
    J_z, J_+/√2 and J_−/√2, over √(j(j+1)). For j=1 it is the Werner–Holevo channel of
    dimension 3 up to a unitary.

    Args:
        j: spin, a half-integer of at least 1/2.

    Returns:
        The channel on C^(2j+1), with three Kraus operators.

    Raises:
        ValueError: 2j is not an integer of at least 1.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.landau_streater(j=1.5).d_in
        4
    """
    twice = _twice("j", j, least=1)
    return stacked((Fraction(1, twice * (twice + 2)), _spin_squares(twice)))


@constructor
def noisy_landau_streater(j: float = 1) -> ChannelFamily:
    """Return the family ρ ↦ (1−x) ρ + x Σ_i J_i ρ J_i / (j(j+1)) of spin j.

    The modified Landau–Streater channels of Lo, Lee and Hsieh, 2401.16312: a rotation by
    noise in all directions. Spin 1/2 is depolarizing with 4x/3, spin 1 unitarily the
    transpose-depolarizing family of dimension 3.

    Args:
        j: spin, a half-integer of at least 1/2.

    Returns:
        An affine family with parameter x in [0, 1], the weight of the Landau–Streater
        channel, four Kraus operators on C^(2j+1).

    Raises:
        ValueError: 2j is not an integer of at least 1.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.noisy_landau_streater(j=2)(1) == sd.zoo.landau_streater(j=2)
        True
    """
    twice = _twice("j", j, least=1)
    one, spins = np.eye(twice + 1, dtype=int)[None], _spin_squares(twice)
    return ChannelFamily.from_squares(
        lambda x: stack((1 - x, one), (x / (twice * (twice + 2)), spins)),
        name="noisy_landau_streater",
        parameter="x",
        arguments={"j": twice / 2},
    )


@constructor
def eposic(j_in: float = 1, j_out: float = 1, j_env: float = 2) -> Channel:
    """Return the EPOSIC channel of spins j_in → j_out with environment of spin j_env.

    V: j_in → j_out ⊗ j_env embeds the one subspace of that total spin, and the environment
    is traced out: Φ(ρ) = tr_env V ρ V†. Kraus entries are the Clebsch–Gordan coefficients
    <j_out a; j_env e | j_in m>, roots of rational numbers, m = j, j−1, …, −j. With Φ
    commute all rotations, and these are the extreme points of the channels j_in → j_out
    that do: Al Nuwairan, 1306.5321 (EPOSIC: extreme points of SU(2)-irreducibly covariant).

    j_env = 0 is the identity, j_env = 1 with j_in = j_out Landau–Streater,
    j_in = 1/2 = j_out − j_env the universal cloner of qubits.

    Args:
        j_in: spin of the input, a half-integer ≥ 0.
        j_out: spin of the output, likewise.
        j_env: spin of the environment, with |j_out − j_env| ≤ j_in ≤ j_out + j_env and an
            integer sum of all three.

    Returns:
        The channel C^(2j_in+1) → C^(2j_out+1), with 2j_env+1 Kraus operators.

    Raises:
        ValueError: a spin is no half-integer ≥ 0, or the three do not couple.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.eposic(2, 2, 1) == sd.zoo.landau_streater(j=2)
        True
        >>> sd.zoo.eposic(0.5, 1, 0.5) == sd.zoo.cloner(m=2, d=2)
        True
    """
    total, first, second = (
        _twice(name, spin)
        for name, spin in (("j_in", j_in), ("j_out", j_out), ("j_env", j_env))
    )
    if (total + first + second) % 2 or not abs(first - second) <= total <= first + second:
        raise ValueError(
            f"Arguments `j_in`, `j_out` and `j_env` must couple, |j_out − j_env| ≤ j_in ≤ "
            f"j_out + j_env in whole steps, but are {j_in!r}, {j_out!r} and {j_env!r}."
        )
    squares = np.full((second + 1, first + 1, total + 1), Fraction(0), dtype=object)
    for m in range(total + 1):
        for a in range(first + 1):
            # 2m = total − 2·place in the basis, and projections add up.
            e = m - a + (first + second - total) // 2
            if 0 <= e <= second:
                squares[e, a, m] = _clebsch_gordan(
                    (first, first - 2 * a), (second, second - 2 * e), total
                )
    return stacked((Fraction(1), squares))


def _clebsch_gordan(one: tuple[int, int], two: tuple[int, int], total: int) -> Fraction:
    """Return the signed square of <j_1 m_1; j_2 m_2 | J m_1+m_2>, spins given doubled.

    Racah's formula (its source not looked up; the tests hold V against the spin matrices):
    the root of a rational number times a sum of rational numbers.
    """
    (j1, m1), (j2, m2), sum_m = one, two, one[1] + two[1]

    def fac(*doubled: int) -> int:
        return prod(factorial(n // 2) for n in doubled)

    size = Fraction(
        (total + 1)
        * fac(total + j1 - j2, total - j1 + j2, j1 + j2 - total)
        * fac(total + sum_m, total - sum_m, j1 - m1, j1 + m1, j2 - m2, j2 + m2),
        fac(j1 + j2 + total + 2),
    )
    low = max(0, j2 - total - m1, j1 - total + m2)
    high = min(j1 + j2 - total, j1 - m1, j2 + m2)
    alternating = sum(
        Fraction(
            (-1) ** (k // 2),
            fac(k, j1 + j2 - total - k, j1 - m1 - k, j2 + m2 - k)
            * fac(total - j2 + m1 + k, total - j1 - m2 + k),
        )
        for k in range(low, high + 1, 2)
    )
    return size * alternating * abs(alternating)


def _spin_squares(twice: int) -> Array:
    """Return the squares of 2J_z, √2 J_+ and √2 J_− for spin twice/2."""
    m = np.arange(twice, -twice - 1, -2)  # 2m: the squares are integers over 4j(j+1)
    raising = np.diag((twice * (twice + 2) - m[1:] * (m[1:] + 2)) // 2, 1)
    return np.stack([np.diag(m * abs(m)), raising, raising.T])


def _twice(name: str, spin: float, least: int = 0) -> int:
    """Return 2j as an integer; ValueError names the argument."""
    value = checks.parameter(name, spin, least / 2, np.inf)
    if not (2 * value).is_integer():
        raise ValueError(f"Argument `{name}` must be a half-integer, but is {spin!r}.")
    return int(2 * value)
