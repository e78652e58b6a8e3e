"""Families that are not affine: a coarse scan, then a safeguarded search per boundary.

Between a point where the property fails and one where it holds the margin changes sign
at least once, and a bracketing search finds where. Peaks and valleys that the scan
leaves between samples of one verdict are visited too, and so are the sign changes of a
linear obstruction, so that narrow sets and isolated points are met rather than skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from sdpsearch.interval import Interval
from sdpsearch.linalg import Array
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.samples import Coverage, Findings, Sampler, signal

#: Points that join each gap of the grid where nothing but values is known.
_GRIDS = 2
#: Brackets are narrowed to this fraction of the domain, or to what can be decided.
RESOLUTION = 2e-9
#: Decisions allowed per boundary; bisection alone would need 30 for the resolution.
_QUERIES = 60
#: Bisections spent on either side of a stretch that stays undecided.
_TIGHTENING = 12
#: A peak of the margin is located to this fraction of the gap: narrower sets inside one
#: gap are not looked for.
_PEAK = 1e-5
#: Samples spent on a peak among failing samples, and on a valley among holding ones.
#: Valleys get fewer: next to a channel of lower rank the margin always runs to 0.
_CLIMBS = ((Verdict.FAILS, 1.0, 25), (Verdict.HOLDS, -1.0, 8))
#: Steps to either side of where an identity holds, until it is certainly broken.
_BESIDE = (1e-13, 1e-12, 1e-11, 1e-10, 1e-9)
#: How near to a root a simple fraction is looked for.
_NEAR = Fraction(1, 10**8)
#: A slope inside below this part of the slope outside is a contact of higher order.
_CONTACT = 1e-2
#: Margins this close are level: there is nothing to climb.
_FLAT = 1e-8

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
    for x in grid:
        sampler(x)
    _visit_extremes(sampler, grid)
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


def _merge(x: float, first: Boundary | None, second: Boundary | None) -> Boundary | None:
    """Return the one boundary that the two ends of an isolated point make."""
    brackets = [b.bracket for b in (first, second) if b is not None]
    if not brackets:
        return None
    hull = Interval(min(b.lower for b in brackets), max(b.upper for b in brackets))
    return Boundary(x, hull)


def _visit_extremes(sampler: Sampler, grid: list[float]) -> None:
    """Ask where a set, or a hole in one, may hide between the samples.

    A set shows as a peak of the margin among failing samples, a hole as a valley among
    holding ones; both are climbed until the verdict turns or the extreme is reached.
    Where a linear obstruction keeps the margin at −1, its change of sign is followed.
    """
    for verdict, sign, budget in _CLIMBS:
        heights = [sign * signal(sampler(x)) for x in grid]
        same = [sampler(x).verdict is verdict for x in grid]
        for i, height in enumerate(heights):
            left, right = max(i - 1, 0), min(i + 1, len(grid) - 1)
            around = [heights[left], heights[right]]
            peak = height >= max(around) and height > min(around) + _FLAT
            if same[left] and same[i] and same[right] and peak:
                stretch = (grid[left], grid[i], grid[right])
                _climb(sampler, verdict, sign, stretch, budget)
    for left, right in pairwise(grid):
        _follow_obstruction(sampler, left, right)


def _climb(
    sampler: Sampler,
    verdict: Verdict,
    sign: float,
    stretch: tuple[float, float, float],
    budget: int,
) -> None:
    """Maximise sign·signal around a sample, stopping when the verdict changes."""
    # Imported here: it would double the time `import sdpsearch` takes.
    from scipy.optimize import fminbound

    left, top, right = stretch
    height = sign * signal(sampler(top))
    if top in (left, right):
        # At an end of the domain one look inside tells whether the peak is there.
        probe = (left + right) / 2
        inside = sign * signal(sampler(probe))
        if sampler(probe).verdict is not verdict or not inside > height:
            return

    def depth(x: float) -> float:
        if sampler(x).verdict is not verdict:
            raise _TurnedError
        value = signal(sampler(x))
        return -sign * value if np.isfinite(value) else 2.0

    with suppress(_TurnedError):
        xtol = _PEAK * (right - left)
        fminbound(depth, left, right, xtol=xtol, maxfun=budget, disp=0)


class _TurnedError(Exception):
    """The verdict is no longer the one the climb started from."""


def _follow_obstruction(sampler: Sampler, left: float, right: float) -> None:
    """Find the zero of the component that the linear identities of a property forbid."""
    from scipy.optimize import root_scalar

    start = sampler(left).obstruction
    if start is None or sampler(right).obstruction is None:
        return
    direction = start / np.linalg.norm(start)

    def component(x: float) -> float:
        found = sampler(x).obstruction
        if found is None or found.shape != direction.shape:
            return 0.0
        return float(np.vdot(direction, found).real)

    if component(right) >= 0:
        return
    root = root_scalar(component, bracket=(left, right), xtol=1e-16, rtol=1e-15).root
    for step in _BESIDE:
        # The zero may fall between floats: what is known of either side of it?
        sides = [float(np.clip(root + sign * step, left, right)) for sign in (-1, 1)]
        if component(sides[0]) > 0 > component(sides[1]):
            break


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
    holds = _settled(sampler, root, fails, holds, resolution)
    bracket = Interval(min(fails, holds), max(fails, holds))
    outer = _extrapolated(sampler, fails, holds)
    if not settled:
        root = outer or bracket.middle
    elif outer is not None and _touches(sampler, fails, holds, outer):
        # Undecided points around the contact say nothing about where in it the root is.
        root = outer
    return Boundary(min(max(root, bracket.lower), bracket.upper), bracket)


def _settled(
    sampler: Sampler, root: float, fails: float, holds: float, resolution: float
) -> float:
    """Return the holding end, moved to a simple fraction where exact arithmetic has it.

    From inside the margin may vanish to higher order than a solver can follow; the end
    itself is then often a number that is proved at once.
    """
    if sampler.family.squares is None or abs(holds - root) <= 50 * resolution:
        return holds
    # Imported here: FLINT is needed by no other search.
    from sdpsearch.proof.digits.recognise import rational_form

    simple = rational_form(Fraction(root) - _NEAR, Fraction(root) + _NEAR)
    if simple is None or not min(fails, holds) < simple < max(fails, holds):
        return holds
    held = sampler.at(simple, proved=True).verdict is Verdict.HOLDS
    return float(simple) if held else holds


def _probe(
    sampler: Sampler, fails: float, holds: float, resolution: float
) -> tuple[float, float]:
    """Ask next to the holding end and return the narrowed (fails, holds)."""
    query = holds + float(np.sign(fails - holds)) * resolution
    if sampler(query).verdict is Verdict.FAILS:
        return query, holds
    return fails, holds


def _extrapolated(sampler: Sampler, fails: float, holds: float) -> float | None:
    """Return where the line through the two nearest failing samples reaches zero.

    From outside the margin crosses transversally even where it touches to second order
    from inside, which leaves the samples there to rounding.
    """
    outward = np.sign(fails - holds)
    samples = [(x, signal(d)) for x, d in sampler.decisions()]
    outside = [(x, f) for x, f in samples if (x - fails) * outward >= 0 and -1 < f < -1e-7]
    nearest = sorted(outside, key=lambda p: abs(p[0] - fails))[:2]
    if len(nearest) < 2:
        return None
    (x, f), (y, g) = nearest
    return float(x - f * (y - x) / (g - f)) if f != g else None


def _touches(sampler: Sampler, fails: float, holds: float, root: float) -> bool:
    """Whether the margin vanishes to higher order from inside than from outside."""
    if not min(fails, holds) < root < max(fails, holds):
        return False
    inner = abs(signal(sampler(holds)) / (holds - root))
    outer = abs(signal(sampler(fails)) / (fails - root))
    return inner < _CONTACT * outer


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
    from scipy.interpolate import BarycentricInterpolator

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
