"""Margins of many operators on faces of one shape: `margin` and `line`, an axis more.

Every margin is bracketed by checks of its own. What they leave open is left to the engine
that takes one operator at a time, and so is what lies too near to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch import deadline
from sdpsearch.conic.interior.batch.cones import Flags
from sdpsearch.conic.interior.batch.method import minimise_all
from sdpsearch.conic.interior.batch.programmes import Claims, norms
from sdpsearch.conic.solvers import OWN
from sdpsearch.extension.batch.checks import (
    pairings,
    prove_extensions,
    psd_margins,
    shifted_witnesses,
)
from sdpsearch.extension.batch.faces import Faces, Floats
from sdpsearch.extension.batch.growth import Index
from sdpsearch.extension.identities import rounding_of
from sdpsearch.extension.membership import CHECKED, REPAIRED, Membership
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array

#: Share of the way to σ_ref that an extension is moved at least, and how often that is
#: doubled before the question is left open.
_LEAST_SHARE, _MOVES = 1e-15, 12


@dataclass(frozen=True, eq=False)
class _Lines:
    """The lines J + t·(J_ref − J), one for each J."""

    faces: Faces
    starts: Array
    directions: Array

    def at(self, positions: Floats) -> Array:
        """Return the coordinates at one position each."""
        return self.starts + positions[:, None] * self.directions

    def taken(self, places: Index) -> _Lines:
        """Return some of them."""
        return _Lines(
            self.faces.taken(places), self.starts[places], self.directions[places]
        )


def margins_on(faces: Faces, marginals: Array, tolerance: float) -> list[Membership | None]:
    """Return what is found about operators on faces without free directions.

    Args:
        faces: their faces.
        marginals: their coordinates, shape (N, n).
        tolerance: for the solver, relative.

    Returns:
        For each its membership, None where the checks leave it open.
    """
    lines = _Lines(faces, marginals, faces.reference_marginal - marginals)
    lengths = norms(lines.directions)
    apart = lengths > rounding_of(marginals.shape[1], faces.tilt, norms(marginals))
    lengths = np.where(apart, lengths, 1.0)
    with np.errstate(all="ignore"):
        forms = faces.forms(marginals, lines.directions / lengths[:, None])
        claims = minimise_all(forms.programmes, tolerance, deadline.is_over)
        claims, usable = _usable(claims)
        found = forms.read(claims)
        estimates = found.estimates / lengths
        witnesses = shifted_witnesses(faces, found.witnesses)
        upper = np.maximum(-1.0, -_refuted_below(lines, witnesses))
        lower, extensions = _inside(lines, found.extensions, estimates)
    usable &= apart & np.isfinite(upper)
    claimed = _moved_to_end(faces, found.extensions, estimates)
    return [
        _membership(faces, i, lower[i], upper[i], extensions[i], witnesses[i], claimed[i])
        if usable[i]
        else None
        for i in range(len(marginals))
    ]


def _membership(
    faces: Faces,
    i: int,
    lower: float,
    upper: float,
    extension: Array,
    witness: Array,
    claimed: Array,
) -> Membership | None:
    """Return one membership from its checked bounds, None if they say nothing."""
    face = faces.face(i)
    margin = Interval(lower, max(lower, upper))
    holds, fails = lower > 0 and face.is_sharp, margin.upper < 0
    if not (holds or fails):
        return None
    return Membership(
        face=face,
        margin=margin,
        extension=extension if holds else None,
        witness=witness if fails else None,
        solution=None,
        solves=1,
        reason=REPAIRED if holds else CHECKED,
        claim=(claimed, witness),
        solver=OWN,
    )


def _usable(claims: Claims) -> tuple[Claims, Flags]:
    """Return numbers that can be computed with, and which of them were claimed."""
    found = (claims.x, claims.y[:, None], claims.z)
    fine = np.all([np.all(np.abs(v) < 1e100, axis=1) for v in found], axis=0)
    x, y, z = (np.where(fine[:, None], v, 1.0) for v in found)
    return Claims(x, y[:, 0], z), fine


def _refuted_below(lines: _Lines, witnesses: Array) -> Floats:
    """Return checked lower bounds on t*, −∞ where there is none; see LineAnswer.lower."""
    slope, slope_error = pairings(witnesses, lines.directions)
    value, value_error = pairings(witnesses, lines.starts)
    worst = value + value_error + lines.faces.charge(witnesses)
    # Both errors move the zero of value + t·slope; take the worst corner.
    corner = slope + np.where(worst < 0, slope_error, -slope_error)
    return np.where(slope > slope_error, -worst / corner, -np.inf)


def _inside(lines: _Lines, claimed: Array, estimates: Floats) -> tuple[Floats, Array]:
    """Return checked lower bounds on the margins, −1 where there is none, and extensions.

    As LineAnswer.upper: extensions claimed at the estimates are moved towards σ_ref until
    they are proved, and those of (1−t)J + tJ_ref with t < 0 along to J itself.
    """
    faces = lines.faces
    first = prove_extensions(faces, claimed, lines.at(estimates))
    goal = psd_margins(faces, faces.reference)
    share = np.maximum(_LEAST_SHARE, 1.1 * np.maximum(0.0, -first.floors) / goal)
    positions, extensions = np.full(len(share), np.inf), claimed.copy()
    left = np.flatnonzero(share < 1)
    for _ in range(_MOVES):
        if not left.size:
            break
        some, mine = lines.taken(left), share[left]
        reached = estimates[left] + mine * (1 - estimates[left])
        kept, moved = (1 - mine)[:, None], mine[:, None]
        mixed = kept * claimed[left] + moved * some.faces.reference
        proofs = prove_extensions(some.faces, mixed, some.at(reached))
        proved = proofs.floors > 0
        positions[left[proved]] = reached[proved]
        extensions[left[proved]] = proofs.extensions[proved]
        share[left] = 2 * mine
        left = left[~proved & (2 * mine < 1)]
    lower = np.maximum(-1.0, -positions)
    deep = np.flatnonzero(lower > 0)
    if deep.size:
        moved = _moved_to_end(faces, extensions, positions)[deep]
        proofs = prove_extensions(faces.taken(deep), moved, lines.starts[deep])
        extensions[deep] = proofs.extensions
        lower[deep[~(proofs.floors > 0)]] = 0.0
    return lower, extensions


def _moved_to_end(faces: Faces, extensions: Array, positions: Floats) -> Array:
    """Return extensions of J from those of (1−t)J + tJ_ref, for t < 0."""
    depth = np.maximum(0.0, -positions)[:, None]
    return (extensions + depth * faces.reference) / (1 + depth)
