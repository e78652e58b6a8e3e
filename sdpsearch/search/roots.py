"""Families that are not affine: a coarse scan, then a safeguarded search per boundary.

Between a point where the property fails and one where it holds the margin changes sign
at least once, and a bracketing search finds where. Peaks and valleys that the scan
leaves between samples of one verdict are visited too, and so are the sign changes of a
linear obstruction, so that narrow sets and isolated points are met rather than skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from sdpsearch.interval import Interval
from sdpsearch.linalg import Array
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.bracket import find_boundary
from sdpsearch.search.extremes import visit_extremes
from sdpsearch.search.findings import Coverage, Findings
from sdpsearch.search.sampler import Sampler

#: Points that join each gap of the grid where nothing but values is known.
_GRIDS = 2
#: Brackets are narrowed to this fraction of the domain, or to what can be decided.
RESOLUTION = 2e-9
#: Bisections spent on either side of a stretch that stays undecided.
_TIGHTENING = 12

Run = tuple[Verdict, list[float]]


def search(sampler: Sampler, points: int) -> Findings:
    """Return the findings from a scan of `points` values and the searches it calls for.

    Decisions that the sampler holds already are part of the scan. Where nothing is known
    of the family but its values, points in between join in, at distances that share no
    period with the grid's.
    """
    low, high = sampler.family.domain
    coverage = _coverage(sampler)
    held = [x for x, _ in sampler.decisions()]
    even = np.linspace(low, high, points)
    between = [] if coverage is Coverage.MONOTONE else _interleaved(even)
    grid = sorted({*held, *(float(x) for x in (*even, *between))})
    sampler.visit(grid)
    visit_extremes(sampler, grid)
    resolution = RESOLUTION * (high - low)
    sets, boundaries = [], []
    for run, before, after in _holding_runs(sampler):
        start, opening = _end(sampler, before, run[0], resolution)
        stop, closing = _end(sampler, after, run[-1], resolution)
        if stop - start <= 2 * resolution:
            sets.append(_point(run, start, stop))
            merged = _merge(sets[-1].middle, opening, closing)
            boundaries += [merged] if merged and _is_told(merged, low, high) else []
        else:
            sets.append(Interval(start, stop))
            boundaries += [b for b in (opening, closing) if b is not None]
    method = (
        f"no single programme covers the domain: scanned at {len(grid)} points, then a "
        f"root search on the margin at each sign change; {coverage.value}"
    )
    if coverage is Coverage.SAMPLED:
        boundaries = [replace(b, tier=Tier.SAMPLED) for b in boundaries]
    found = Findings(tuple(sets), tuple(boundaries), method, coverage)
    return replace(found, undecided=_undecided(sampler, found))


def _coverage(sampler: Sampler) -> Coverage:
    """Return what is known between samples: a law makes the property's set monotone."""
    persists = sampler.family.law is not None and sampler.property.survives_processing
    return Coverage.MONOTONE if persists else Coverage.SAMPLED


def _interleaved(grid: Array) -> list[float]:
    """Return _GRIDS points in each gap, by multiples of the golden ratio modulo 1."""
    gaps = [(low, high) for low, high in pairwise(grid) for _ in range(_GRIDS)]
    shares = (np.arange(1, len(gaps) + 1) * (np.sqrt(5) - 1) / 2) % 1
    return [
        float(low + share * (high - low))
        for (low, high), share in zip(gaps, shares, strict=True)
    ]


def _undecided(sampler: Sampler, found: Findings) -> tuple[Interval, ...]:
    """Return the stretches of undecided samples, from decided neighbour to neighbour.

    Those that a boundary's bracket or an isolated point accounts for are left out, and
    inside a set that a law extends nothing is undecided.
    """
    samples = sampler.decisions()
    stretches = list(_broken_identities(samples, found))
    for i, (x, decision) in enumerate(samples):
        if decision.verdict is not Verdict.UNDECIDED or _accounted(found, x):
            continue
        low = samples[i - 1][0] if i else x
        high = samples[i + 1][0] if i + 1 < len(samples) else x
        if stretches and stretches[-1].upper >= low:
            stretches[-1] = Interval(stretches[-1].lower, high)
        else:
            stretches.append(Interval(low, high))
    return tuple(sorted(stretches))


def _broken_identities(
    samples: tuple[tuple[float, Decision], ...], found: Findings
) -> Iterator[Interval]:
    """Yield gaps between samples that break a linear identity in opposite directions.

    The property may hold where the identity does, at a parameter that no float hits.
    """
    # Right beside the zero exact arithmetic decides, which leaves no obstruction.
    broken = [(x, d.obstruction) for x, d in samples if d.obstruction is not None]
    for (low, first), (high, last) in pairwise(broken):
        alike = first.shape == last.shape
        turned = alike and np.vdot(first, last).real < 0
        if turned and not _accounted(found, (low + high) / 2):
            yield Interval(low, high)


def _accounted(found: Findings, x: float) -> bool:
    near = 1e-6 * max(1.0, abs(x))
    ends = [i for i in found.holds_on if i.width == 0]
    ends += [b.bracket for b in found.boundaries]
    ends += [Interval(e, e) for i in found.holds_on for e in (i.lower, i.upper)]
    if any(i.lower - near <= x <= i.upper + near for i in ends):
        return True
    inside = any(x in interval for interval in found.holds_on)
    return inside and found.coverage is not Coverage.SAMPLED


def _holding_runs(
    sampler: Sampler,
) -> Iterator[tuple[list[float], float | None, float | None]]:
    """Yield each run of samples that hold, with the failing neighbours around it."""
    decided = [(x, d.verdict) for x, d in sampler.decisions()]
    decided = [(x, v) for x, v in decided if v is not Verdict.UNDECIDED]
    runs: list[Run] = []
    for x, verdict in decided:
        if runs and runs[-1][0] is verdict:
            runs[-1][1].append(x)
        else:
            runs.append((verdict, [x]))
    for i, (verdict, xs) in enumerate(runs):
        if verdict is Verdict.HOLDS:
            before = runs[i - 1][1][-1] if i > 0 else None
            after = runs[i + 1][1][0] if i + 1 < len(runs) else None
            yield xs, before, after


def _end(
    sampler: Sampler, fails: float | None, holds: float, resolution: float
) -> tuple[float, Boundary | None]:
    """Return one end of a set: a boundary, or the last sample when nothing fails beyond."""
    if fails is None:
        return holds, None
    boundary = find_boundary(sampler, fails, holds, resolution)
    if boundary.is_narrow:
        return boundary.value, boundary
    # Undecided channels in between: only what was certified counts as holding.
    edges = sorted((holds, fails))
    low, high = boundary.bracket.lower, boundary.bracket.upper
    ends = {edges[0]: low, edges[1]: high}
    fails, holds = ends[fails], ends[holds]
    middle = boundary.bracket.middle
    fails = _last_like(sampler, fails, middle)
    holds = _last_like(sampler, holds, middle)
    bracket = Interval(min(fails, holds), max(fails, holds))
    return holds, Boundary(bracket.middle, bracket)


def _last_like(sampler: Sampler, start: float, stop: float) -> float:
    """Bisect towards `stop` and return the last point with the verdict at `start`."""
    verdict = sampler(start).verdict
    for _ in range(_TIGHTENING):
        middle = (start + stop) / 2
        if sampler(middle).verdict is verdict:
            start = middle
        else:
            stop = middle
    return start


def _point(run: list[float], start: float, stop: float) -> Interval:
    """Return the single point a set narrower than the resolution stands for."""
    x = run[len(run) // 2] if run else (start + stop) / 2
    return Interval(x, x)


def _is_told(merged: Boundary, low: float, high: float) -> bool:
    """Whether a boundary around a single point says more than that point does.

    At an end of the domain a narrow one does not.
    """
    return low < merged.value < high or not merged.is_narrow


def _merge(x: float, first: Boundary | None, second: Boundary | None) -> Boundary | None:
    """Return the one boundary that the two ends of an isolated point make."""
    brackets = [b.bracket for b in (first, second) if b is not None]
    if not brackets:
        return None
    hull = Interval(min(b.lower for b in brackets), max(b.upper for b in brackets))
    found = Boundary(x, hull)
    return found if found.is_narrow else replace(found, value=hull.middle)
