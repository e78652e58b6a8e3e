"""Criteria by symmetry: antidegradable or not in any dimension, without an SDP.

An extension may be averaged over the symmetry of its channel, and few numbers are left.

Brauer mixtures, O(d). Only vectors a (|Ω_AB>|v> ± |Ω_AB'>|v>) + b |Ω_BB'>|v> of A⊗B⊗B'
have a share of Ω on AB. The even ones, two to a v, give all points of the ellipse q ≤ 0 in
the triangle of (p_Ω, p_Λ, p_S), where q = A² + B² + C² − 2(AB+BC+CA), A = 2(d−1) p_Ω,
B = d p_Λ and C = (d+2) p_S: it touches every side. The odd one lies inside. All else has
p_Ω = 0, and reaches the corner of S (three symmetric) and for d ≥ 3 that of Λ (three
antisymmetric). The hull is where √A ≤ √B + √C, for d = 2 without what is cut off at Λ.
The (1,2)-extendible Brauer states were determined, in any dimension, by Solymos, Jakab
and Zimborás, 2411.04597, whose form of the region was not compared.

Diagonal unitaries (CLDUI). The coherence <ii|J|jj> can only come from vectors
Σ_i a_i |i; i r>, the other copies in the states r. Exchanged they are Σ_i a_i |i; r i>: the
weight |a_i|² counts towards A_ir, the probability to be found at r. So antidegradable ⇔
B = Σ_r M_r with M_r ≥ 0 and (M_r)_ii ≤ A_ir for i ≠ r; k-extendible ⇔ the same with the
multisets r of k−1 levels, n_m(r) of them at m, and Σ_r (M_r)_ii n_m(r)/(n_i(r)+1) ≤ A_im.
Where B has rank one, M_r = q_r B with Σ q_r = 1.

All levels alike: M_r may be a pure v v^T, and by the inequality of Cauchy and Schwarz γ is
at most min (μβ + λ(d−1)α − β)/(d−1) over the μ, λ with Σ_i 1/w_i ≤ 1 for every r,
w_i = μ − λ + λk/(n_i(r)+1). For μ < λ the r that matter have all k−1 copies on one level:
t = α/(k−1) at the other levels, s = β − (d−1)t at that one, and γ = 2√(st) + (d−2)t. It is
attained, and the bound, while s ≥ k²t. Then, as far as the thresholds of white noise at
least, μ = λ, all r are equally good (v_i ∝ n_i + 1, the cloner's), and
γ = (β + (k+d−1)α)/k.

All of it was compared with the semidefinite programme on random channels, Brauer mixtures
and equal levels up to d = 5, the rest up to d = 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, sqrt
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.rationals import fraction_array, fraction_parameter
from sdpsearch.channels.squares import Number
from sdpsearch.channels.zoo.orthogonal import white
from sdpsearch.known.surds import surd


def brauer_antidegradable(d: int, weights: Sequence[Number]) -> float:
    """Return the signed margin of antidegradability of a mixture a ρ + b ρ^T + c tr(ρ) 1.

    [√(d p_Λ) + √((d+2) p_S)]² − 2(d−1) p_Ω, and for d = 2 no more than
    [√(2p_Ω) + √(4p_S)]² − 2p_Λ: antidegradable if and only if this is ≥ 0. Derived for this
    project; its sign is decided over ℚ, floats being the decimals they print as.

    Args:
        d: dimension, at least 2.
        weights: (p_Ω, p_Λ, p_S) ≥ 0 as for zoo.brauer(), scaled to sum 1: the weights of
            J on Ω, on the antisymmetric and on the traceless symmetric matrices. In terms
            of a, b, c they are (da+b+c)/d, (d−1)(c−b)/2 and (d−1)(d+2)(c+b)/(2d).

    Returns:
        The margin, negative when the channel is not antidegradable.

    Raises:
        ValueError: d < 2, or `weights` is not three numbers ≥ 0, not all zero.

    Example:
        >>> from fractions import Fraction
        >>> brauer_antidegradable(3, (Fraction(3, 7), Fraction(4, 7), 0))
        0.0
    """
    d = checks.dimension("d", d, least=2)
    sides = _sides(d, _shares(weights))
    margin = _triangle(*sides)
    return min(margin, _triangle(sides[1], sides[0], sides[2])) if d == 2 else margin


def brauer_threshold(d: int, weights: Sequence[Number]) -> Fraction:
    """Return the least weight of white noise with which a Brauer mixture is antidegradable.

    Along the line A = 2(d−1) p_Ω, B = d p_Λ and C = (d+2) p_S are linear in x, and the
    criterion holds with equality where q = A² + B² + C² − 2(AB+BC+CA) vanishes. So it
    does at x = 1 as well (√C = √A + √B for white noise), which makes the root looked for
    rational: x = q(A, B, C at x = 0) / q(their slopes).

    Args:
        d: dimension, at least 2.
        weights: (w_Ω, w_Λ, w_S) without noise, as for zoo.brauer().

    Returns:
        x, exactly; 0 where brauer_antidegradable() is ≥ 0 without noise.

    Raises:
        ValueError: d < 2, or `weights` is not three numbers ≥ 0, not all zero.

    Example:
        >>> brauer_threshold(3, (1, 0, 0)), brauer_threshold(3, (1, 1, 0))
        (Fraction(3, 8), Fraction(1, 81))
    """
    d = checks.dimension("d", d, least=2)
    shares = _shares(weights)
    if brauer_antidegradable(d, shares) >= 0:
        return Fraction(0)
    start, end = _sides(d, shares), _sides(d, white(d))
    slopes = [e - s for s, e in zip(start, end, strict=True)]
    return _form(start) / _form(slopes)


def uniform_antidegradable(d: int, coherence: Number, move: Number) -> float:
    """Return the signed margin where all levels, and all pairs of levels, are alike.

    ρ ↦ γ ρ + (β−γ) diag(ρ) + α Σ_(i≠j) ρ_ii |j><j| with β + (d−1) α = 1, such as
    depolarizing after dephasing:

        (d−2) t + 2 √(t (β−(d−1)t)) − γ,   t = min(α, β/d),

    and antidegradable if and only if this is ≥ 0. Derived for this project; its sign is
    decided over ℚ, floats being the decimals they print as.

    Args:
        d: dimension, at least 2.
        coherence: γ in [0, β], what coherences are multiplied by.
        move: α in [0, 1/(d−1)], the probability of a level to go to another one.

    Raises:
        ValueError: d < 2, or an argument lies outside its range.

    Example:
        >>> from fractions import Fraction
        >>> x = Fraction(3, 8)  # depolarizing: d/(2(d+1))
        >>> uniform_antidegradable(3, coherence=1 - x, move=x / 3)
        0.0
    """
    d = checks.dimension("d", d, least=2)
    gamma = fraction_parameter("coherence", coherence)
    alpha = fraction_parameter("move", move)
    beta = 1 - (d - 1) * alpha
    if not 0 <= gamma <= beta:
        raise ValueError(
            "Argument `coherence` must lie between 0 and the probability to stay, "
            f"1 − (d−1)·move = {float(beta):.6g}, but is {coherence!r}."
        )
    t = min(alpha, beta / d)
    return surd((d - 2) * t - gamma, 4 * t * (beta - (d - 1) * t))


def dephased_threshold(k: int, d: int, p: Number) -> float:
    """Return from what white noise on, after dephasing p, a channel is k-extendible.

    Of zoo.depolarizing_dephasing(d, p), P = 1−p. With all other copies on one level

        x = d(k−1)P² / (d(k−1)P² + (d−2)P + 2 + 2√(1 + (d−2)P − (d−k)P²)),

    and where s < k²t there, t = x/(d(k−1)) and s = 1 − (d−1)kt, which is never for k = 2,
    x = d(kP−1)/(k(dP+1)). Derived for this project.

    Args:
        k: number of copies, at least 2.
        d: dimension, at least 2.
        p: weight of the complete dephasing, in [0, 1].

    Raises:
        ValueError: k < 2, d < 2, or p lies outside [0, 1].

    Example:
        >>> round(13 * dephased_threshold(2, 3, 0.3), 12)
        3.0
        >>> dephased_threshold(3, 3, 0)  # depolarizing: (1−1/k) d/(d+1)
        0.5
    """
    k, d = checks.dimension("k", k, least=2), checks.dimension("d", d, least=2)
    kept = 1 - float(fraction_parameter("p", p))
    root = sqrt(1 + (d - 2) * kept - (d - k) * kept**2)
    shared = d * (k - 1) * kept**2
    x = shared / (shared + (d - 2) * kept + 2 + 2 * root)
    t = x / (d * (k - 1))
    if k == 2 or 1 - (d - 1) * k * t >= k**2 * t:
        return x
    return d * (k * kept - 1) / (k * (d * kept + 1))


def jump_antidegradable(moves: Any) -> float:
    """Return the signed margin of a channel of jumps |j><i| and one operator without jump.

    Kraus operators √A_ij |j><i| for i ≠ j, and Σ_i √A_ii e^(iθ_i) |i><i|: decay of levels,
    whose every jump leaves its own trace in the environment. Antidegradable if and only if

        Σ_k min_(i≠k) A_ik/A_ii ≥ 1,   over the levels i with A_ii > 0.

    Derived for this project; computed over ℚ, floats being the decimals they print as.

    Args:
        moves: A, probabilities from |i> to |j>, array-like of shape (d, d), rows of sum 1.

    Returns:
        The sum less 1; ∞ where at most one level ever stays, with no coherence left.

    Raises:
        ValueError: A is not square, has a negative entry, or a row of another sum.

    Example:
        >>> from fractions import Fraction
        >>> half = Fraction(1, 2)  # amplitude damping at γ = 1/2
        >>> jump_antidegradable([[1, 0], [half, half]])
        0.0
    """
    a = fraction_array("moves", moves)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or np.any(a < 0):
        raise ValueError(
            "Argument `moves` must be a square matrix of probabilities ≥ 0, but is "
            f"{moves!r}."
        )
    off = max(abs(float(total) - 1) for total in a.sum(axis=1))
    if off > checks.TOLERANCE:
        raise ValueError(
            "Argument `moves` must have rows of sum 1, moves[i][j] being the probability "
            f"that |i> arrives as |j>, but a sum is off by {off:.1e}."
        )
    levels = [i for i in range(len(a)) if a[i, i] > 0]
    if len(levels) < 2:
        return inf
    total = sum(min(a[i, k] / a[i, i] for i in levels if i != k) for k in range(len(a)))
    return float(total - 1)


def _shares(weights: Sequence[Number]) -> list[Fraction]:
    exact = fraction_array("weights", weights)
    if exact.shape != (3,) or np.any(exact < 0) or not np.any(exact):
        raise ValueError(
            "Argument `weights` must be three weights (p_Ω, p_Λ, p_S) ≥ 0, not all "
            f"zero, but is {weights!r}."
        )
    return list(exact / exact.sum())


def _sides(d: int, shares: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Return the squares of the three sides: 2(d−1) p_Ω, d p_Λ and (d+2) p_S."""
    return 2 * (d - 1) * shares[0], d * shares[1], (d + 2) * shares[2]


def _triangle(longest: Fraction, second: Fraction, third: Fraction) -> float:
    """Return (√B + √C)² − A, its sign exact."""
    return surd(second + third - longest, 4 * second * third)


def _form(sides: Sequence[Fraction]) -> Fraction:
    """Return A² + B² + C² − 2(AB+BC+CA), > 0 where one root exceeds the others' sum."""
    return 2 * sum((side**2 for side in sides), Fraction(0)) - sum(sides) ** 2
