"""A bracket narrowed to a boundary, each end of it certified."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.sampler import Sampler, signal

#: Decisions allowed per boundary; bisection alone would need 30 for the resolution.
_QUERIES = 60
#: How far from an estimate is asked, in units of how near the bracket is.
_OFF = 1e-3
#: How near to a root a simple fraction is looked for.
_NEAR = Fraction(1, 10**8)
#: A slope inside below this part of the slope outside is a contact of higher order.
_CONTACT = 1e-2


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
            root, previous = proposal, proposal
            if settled:
                continue
            query = _off(root, fails, holds)
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


def _off(root: float, fails: float, holds: float) -> float:
    """Return a point so near to an estimate that it tells as much, on its farther side.

    At the root itself nothing can be decided, and every solver would be asked in turn.
    """
    near, far = sorted((fails, holds), key=lambda end: abs(end - root))
    return root + float(np.sign(far - root)) * _OFF * abs(near - root)


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
        proposal = _at_zero(values, [x for x, _ in chosen])
        if low < proposal < high:
            return proposal
    return None


def _at_zero(values: list[float], xs: list[float]) -> float:
    """Return the polynomial through (value, x) at value 0, by Neville's scheme.

    SciPy's interpolator takes the points in an order that it draws at random.
    """
    found = [float(x) for x in xs]
    for wide in range(1, len(found)):
        for i in range(len(found) - wide):
            first, last = float(values[i]), float(values[i + wide])
            found[i] = (first * found[i + 1] - last * found[i]) / (first - last)
    return found[0]
