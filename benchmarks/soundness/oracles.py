"""Oracles: what is true of a channel, known without a semidefinite programme.

Sources, by name: the two-qubit criterion of Chen, Ji, Kribs, Lütkenhaus and Zeng,
1310.3530; degradable with qubit output ⇒ Choi rank ≤ 2, Cubitt, Ruskai and Smith,
0802.1360; PPT decides separability up to 2×3, Horodecki, quant-ph/9605038; realignment,
Chen and Wu, quant-ph/0205017, Rudolph, quant-ph/0202121. The criteria for jumps and for
what is covariant under O(d) were derived for this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf, nan

import numpy as np
from flint import acb, acb_mat, arb, fmpz_mat

from benchmarks.soundness.given import (
    NOTHING,
    Given,
    ball,
    choi_of,
    complementary,
    dagger,
    eigenvalues,
    precisely,
    root,
    trace,
)
from sdpsearch import PPT, Antidegradable, Degradable, EntanglementBreaking


@dataclass(frozen=True)
class Truth:
    """Whether a property holds, and how far the channel is from one where it does not.

    Attributes:
        holds: the truth.
        distance: of the order of the change of the Kraus entries that turns the truth
            over; ∞ when far, NaN when it is not known.
        why: the reason, a few words.
    """

    holds: bool
    distance: float
    why: str


def known(holds: bool, why: str, distance: float = inf) -> Truth:
    """Return a truth by construction, far from its boundary unless told."""
    return Truth(holds, distance, why)


@precisely
def qubit_margin(kraus) -> arb:
    """Return tr ρ_B² − tr ρ_AB² + 4 √det ρ_AB of normalised qubit Kraus operators."""
    state = choi_of(kraus) / 2
    output = sum((k * dagger(k) for k in kraus), acb_mat(2, 2)) / 2
    det = state.det().real if len(kraus) == 4 else arb(0)
    found = trace(output * output) - trace(state * state) + 4 * root(det)
    return found.mid()


@precisely
def qubit_antidegradable(given: Given) -> Truth:
    """Return the answer of the two-qubit criterion."""
    return _criterion(given.normalised, "the two-qubit criterion")


@precisely
def qubit_degradable(given: Given) -> Truth:
    """Return the answer of the criterion for the complement, and of the rank."""
    if given.rank == 1:
        return known(True, "a unitary channel", nan)
    if given.rank == 2:
        complement = complementary(given.normalised)
        return _criterion(complement, "the two-qubit criterion of the complement")
    weights = eigenvalues(given.choi)
    why = f"Choi rank {given.rank} > 2 with qubit output"
    return Truth(False, float(root(weights[-3])), why)


@precisely
def ppt(given: Given) -> Truth:
    """Return whether C^Γ ≥ 0: in integers for literal data, to 1e-120 for roots."""
    least = eigenvalues(given.transposed)[0]
    distance = 0.0 if abs(least) < NOTHING else abs(float(least))
    if given.squares is None:
        return Truth(_is_psd(given), distance, "the characteristic polynomial of C^Γ")
    return _signed(least, "the least eigenvalue of J^Γ")


def told_of(property, stated: Given) -> Truth | None:
    """Return whether what a certificate states of a property is true, None if unknown.

    What it states of degradability is that the complement it holds is antidegradable.
    """
    if isinstance(property, (Antidegradable, Degradable)):
        both = stated.d_in == stated.d_out == 2
        return qubit_antidegradable(stated) if both else None
    if isinstance(property, (PPT, EntanglementBreaking)):
        return entanglement_breaking(stated)
    return None


def entanglement_breaking(given: Given) -> Truth | None:
    """Return PPT's answer where it decides separability, None beyond 2×3 if PPT."""
    transpose = ppt(given)
    if not transpose.holds or given.d_in * given.d_out <= 6:
        return transpose
    return None


@precisely
def realigned_norm(given: Given, undo) -> arb:
    """Return ‖R(ρ)‖_1 of the state (1⊗F) C (1⊗F)† /tr; above 1 it is entangled.

    Args:
        given: the channel.
        undo: F, a diagonal invertible filter on the output, as exact numbers.
    """
    d, n = given.d_out, given.d_in
    f = [ball(x) for x in undo]
    total, rows = arb(0), []
    for a in range(n):
        for c in range(n):
            row = []
            for b in range(d):
                for e in range(d):
                    row.append(given.choi[a * d + b, c * d + e] * f[b] * f[e])
                    if a == c and b == e:
                        total += row[-1].real
            rows.append(row)
    matrix = acb_mat(rows)
    values = [x for x in eigenvalues(matrix * dagger(matrix)) if x > 0]
    return (sum((x.sqrt() for x in values), arb(0)) / total).mid()


def jump_sum(survive, jumps) -> Fraction:
    """Return Σ_m min_{i≠m} b_im/g_i² of K_0 = diag(g) and jumps i → m.

    The channel with Kraus operators diag(g) and √b_im |m><i| is antidegradable if and only
    if this is ≥ 1: its extensions are Σ_m t_m (g g^T at copy B, the receiver B' in m).

    Args:
        survive: g_i² as exact numbers.
        jumps: jumps[i][m] = b_im for i ≠ m.
    """
    d, total = len(survive), Fraction(0)
    for m in range(d):
        ratios = [
            Fraction(jumps[i][m]) / Fraction(survive[i])
            for i in range(d)
            if i != m and survive[i] > 0
        ]
        total += min(ratios, default=Fraction(1))
    return total


@precisely
def covariant_margin(d: int, unit, antisymmetric, symmetric) -> arb:
    """Return √(d p_Λ) + √((d+2) p_S) − √(2(d−1) p_Ω): ≥ 0 iff antidegradable, d ≥ 3.

    The channel is aρ + bρ^T + c tr(ρ)1, covariant under O(d), with weights p on the three
    irreducible parts of its Kraus operators.
    """
    parts = (d * antisymmetric, (d + 2) * symmetric, 2 * (d - 1) * unit)
    first, second, third = (ball(Fraction(x)).sqrt() for x in parts)
    return (first + second - third).mid()


def _signed(margin, why: str) -> Truth:
    """Return the truth of margin ≥ 0, zero being a number below 1e-120."""
    exact = abs(margin) < NOTHING
    return Truth(bool(exact or margin > 0), 0.0 if exact else abs(float(margin)), why)


def _criterion(kraus, why: str) -> Truth:
    """Return the criterion's answer, its distance |f|/‖∇f‖ measured in the entries.

    The margin f is of second order at some boundaries: dephasing beside p = 1/2.
    """
    margin = qubit_margin(kraus)
    found = _signed(margin, why)
    if not 0 < found.distance < 1e-3:
        return found
    step, squares = arb("1e-80"), arb(0)
    for place in range(len(kraus)):
        for at in ((0, 0), (0, 1), (1, 0), (1, 1)):
            for direction in (acb(step), acb(0, step)):
                moved = [acb_mat(k) for k in kraus]
                moved[place][at] += direction
                squares += ((qubit_margin(moved) - margin) / step) ** 2
    slope = float(squares.sqrt())
    return Truth(found.holds, found.distance / slope if slope else nan, why)


def _is_psd(given: Given) -> bool:
    """Decide C^Γ ≥ 0 by the signs of its characteristic polynomial, in integers."""
    re, im = given.integers
    n = given.d_in * given.d_out
    shape = (n, n)
    first = sum(
        np.einsum("ba,ec->abce", x, x) + np.einsum("ba,ec->abce", y, y)
        for x, y in zip(re, im, strict=True)
    )
    second = sum(
        np.einsum("ba,ec->abce", y, x) - np.einsum("ba,ec->abce", x, y)
        for x, y in zip(re, im, strict=True)
    )
    # (a b, c e) with b and e exchanged: the transpose on the output.
    re, im = (x.transpose(0, 3, 2, 1).reshape(shape) for x in (first, second))
    if not np.any(im):
        return psd_integers(re.tolist())
    return psd_integers(np.block([[re, -im], [im, re]]).tolist())


def psd_integers(rows) -> bool:
    """Decide whether a real symmetric integer matrix is positive semidefinite.

    Its eigenvalues are real, so none is negative if and only if the coefficients of the
    characteristic polynomial alternate in sign or vanish.
    """
    polynomial = fmpz_mat(rows).charpoly()
    n = len(rows)
    return all((-1) ** (n - k) * polynomial[k] >= 0 for k in range(n + 1))
