"""Families that are not affine: a coarse scan, then a safeguarded search per boundary.

The scan is closed in two ways. Between a point where the property fails and one where
it holds the margin changes sign once at least, and a bracketing search finds where.
Between two points where it fails, a witness of one of them refutes every channel it is
negative on; where neither witness reaches, the edge of its reach is asked too, so that
isolated points and narrow intervals are met rather than skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from scipy.interpolate import BarycentricInterpolator
from scipy.optimize import root_scalar

from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict
from sdpsearch.search.samples import Boundary, Findings, Sampler, signal

#: Brackets are narrowed to this fraction of the domain, or to what can be decided.
RESOLUTION = 2e-9
#: Decisions allowed per boundary; bisection alone would need 30 for the resolution.
_QUERIES = 60
#: Channels at which a witness is tried between two neighbouring samples.
_REACH_POINTS = 17
#: Rounds of two new samples allowed inside one gap between two failing ones.
_GAP_SAMPLES = 6
#: Conic programmes allowed there; samples that a face decides cost none.
_GAP_SOLVES = 6

Run = tuple[Verdict, list[float]]


def search(sampler: Sampler, points: int) -> Findings:
    """Return the findings from a scan of `points` values and the searches it calls for."""
    low, high = sampler.family.domain
    grid = [float(x) for x in np.linspace(low, high, points)]
    for x in grid:
        sampler(x)
    for left, right in _suspicious_gaps(sampler, grid):
        _close_gap(sampler, left, right)
    resolution = RESOLUTION * (high - low)
    sets, boundaries = [], []
    for run, before, after in _holding_runs(sampler):
        start, opening = _end(sampler, before, run[0], resolution)
        stop, closing = _end(sampler, after, run[-1], resolution)
        if stop - start <= 2 * resolution:
            sets.append(_point(run, start, stop))
            inner = low < sets[-1].lower and sets[-1].upper < high
            merged = _merge(sets[-1].middle, opening, closing)
            boundaries += [merged] if merged and inner else []
        else:
            sets.append(Interval(start, stop))
            boundaries += [b for b in (opening, closing) if b is not None]
    method = (
        f"no single programme covers the domain: scanned at {points} points, then a root "
        "search on the margin at each sign change"
    )
    return Findings(tuple(sets), tuple(boundaries), method)


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
    return boundary.value, boundary


def _point(run: list[float], start: float, stop: float) -> Interval:
    """Return the single point a set narrower than the resolution stands for."""
    x = run[len(run) // 2] if run else (start + stop) / 2
    return Interval(x, x)


def _merge(x: float, first: Boundary | None, second: Boundary | None) -> Boundary | None:
    """Return the one boundary that the two ends of an isolated point make."""
    brackets = [b.bracket for b in (first, second) if b is not None]
    if not brackets:
        return None
    hull = Interval(min(b.lower for b in brackets), max(b.upper for b in brackets))
    return Boundary(x, hull)


def _suspicious_gaps(sampler: Sampler, grid: list[float]) -> Iterator[tuple[float, float]]:
    """Yield the gaps between failing samples in which the margin may have a peak."""
    heights = [_height(sampler, x) for x in grid]
    padded = [-np.inf, *heights, -np.inf]
    for i, (left, right) in enumerate(pairwise(grid)):
        before, first, second, after = padded[i : i + 4]
        if first >= before and second >= after and max(first, second) < 0:
            yield left, right


def _height(sampler: Sampler, x: float) -> float:
    value = signal(sampler(x))
    return value if np.isfinite(value) else -np.inf


def _close_gap(sampler: Sampler, left: float, right: float) -> None:
    """Ask inside a gap between two failing samples until witnesses refute all of it."""
    spent = sampler.solves
    for _ in range(_GAP_SAMPLES):
        if sampler.solves - spent >= _GAP_SOLVES:
            return
        ends = sampler(left), sampler(right)
        if any(end.verdict is not Verdict.FAILS for end in ends):
            return
        reaches = [
            _reach(sampler, left, right),
            _reach(sampler, right, left),
        ]
        if reaches[0] >= right or reaches[1] <= left or reaches[0] >= reaches[1]:
            return
        if right - left <= 1e-12 * (1 + abs(left)):
            return
        verdicts = [sampler(x).verdict for x in reaches]
        if any(v is not Verdict.FAILS for v in verdicts):
            return
        left, right = reaches


def _reach(sampler: Sampler, start: float, stop: float) -> float:
    """Return how far from `start` towards `stop` the witness at `start` refutes."""
    decision = sampler(start)

    def value(x: float) -> float:
        return decision.witness_value(sampler.family(x))

    previous = start
    for x in np.linspace(start, stop, _REACH_POINTS)[1:]:
        reached = value(float(x))
        if not np.isfinite(reached):
            # Nothing to compare (another minimal environment): ask the middle instead.
            return (start + stop) / 2
        if reached >= 0:
            return root_scalar(value, bracket=(previous, float(x)), xtol=1e-15).root
        previous = float(x)
    return stop


def find_boundary(
    sampler: Sampler, fails: float, holds: float, resolution: float
) -> Boundary:
    """Narrow a bracket with the property failing at one end and holding at the other.

    Inverse interpolation of the margin proposes and bisection safeguards. Once the
    proposal has settled it is stepped off to either side until each end of the bracket
    is certified; an undecided point widens that step, it never moves the bracket.
    """
    steps = {Verdict.FAILS: resolution / 4, Verdict.HOLDS: resolution / 4}
    if _interpolated(sampler, fails, holds) is None:
        # The margin jumps: often the set is a single point, so look right beside it.
        fails, holds = _probe(sampler, fails, holds, resolution)
    root, previous, settled, slow = (fails + holds) / 2, np.inf, False, 0
    for _ in range(_QUERIES):
        width = abs(holds - fails)
        side = _loose_side(root, fails, holds, steps) if settled else None
        if width <= resolution or (settled and side is None):
            break
        proposal = _interpolated(sampler, fails, holds)
        if side is not None:
            query = _beside(root, side, fails, holds, steps[side])
        elif proposal is None or slow > 2:
            query, slow = (fails + holds) / 2, 0
        else:
            settled = abs(proposal - previous) <= 100 * steps[Verdict.FAILS]
            root, previous, query = proposal, proposal, proposal
            if settled:
                continue
        verdict = sampler(query).verdict
        if verdict is Verdict.UNDECIDED:
            root = root if settled else query
            settled = True
            if side is not None:
                steps[side] *= 4
            continue
        settled = settled and (side is None or verdict is side)
        holds = query if verdict is Verdict.HOLDS else holds
        fails = query if verdict is Verdict.FAILS else fails
        slow = slow + 1 if abs(holds - fails) > width / 2 else 0
    bracket = Interval(min(fails, holds), max(fails, holds))
    if not settled:
        root = _interpolated(sampler, fails, holds) or bracket.middle
    return Boundary(min(max(root, bracket.lower), bracket.upper), bracket)


def _probe(
    sampler: Sampler, fails: float, holds: float, resolution: float
) -> tuple[float, float]:
    """Ask next to the holding end and return the narrowed (fails, holds)."""
    query = holds + float(np.sign(fails - holds)) * resolution
    if sampler(query).verdict is Verdict.FAILS:
        return query, holds
    return fails, holds


def _loose_side(
    root: float, fails: float, holds: float, steps: dict[Verdict, float]
) -> Verdict | None:
    """Return the side of the bracket that is still farther from the root than its step."""
    ends = {Verdict.FAILS: fails, Verdict.HOLDS: holds}
    excess = {side: abs(ends[side] - root) / steps[side] for side in ends}
    side = max(excess, key=lambda s: excess[s])
    return side if excess[side] > 1.5 else None


def _beside(root: float, side: Verdict, fails: float, holds: float, step: float) -> float:
    """Return the point one step from the root towards one end, inside the bracket."""
    end = fails if side is Verdict.FAILS else holds
    query = root + np.sign(end - root) * step
    inside = min(fails, holds) < query < max(fails, holds)
    return float(query) if inside else (root + end) / 2


def _interpolated(sampler: Sampler, fails: float, holds: float) -> float | None:
    """Return the zero of the margin by inverse interpolation of the nearest samples.

    Four samples when the margin is monotonic over them, else the two at the bracket.
    """
    low, high = min(fails, holds), max(fails, holds)
    samples = [(x, signal(d)) for x, d in sampler.decisions()]
    usable = [(x, f) for x, f in samples if np.isfinite(f) and abs(f) < 1]
    middle = (low + high) / 2
    nearest = sorted(usable, key=lambda p: abs(p[0] - middle))
    for count in (4, 2):
        chosen = sorted(nearest[:count])
        values = [f for _, f in chosen]
        steps = np.diff(values)
        if len(chosen) < 2 or not (np.all(steps > 0) or np.all(steps < 0)):
            continue
        inverse = BarycentricInterpolator(values, [x for x, _ in chosen])
        proposal = float(inverse(0.0))
        if low < proposal < high:
            return proposal
    return None
