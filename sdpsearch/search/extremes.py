"""Where a set, or a hole in one, may hide between samples: extremes and identities."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import numpy as np

from sdpsearch.properties import Verdict
from sdpsearch.search.sampler import Sampler, signal

#: A peak of the margin is located to this fraction of the gap: narrower sets inside one
#: gap are not looked for.
_PEAK = 1e-5
#: Samples spent on a peak among failing samples, and on a valley among holding ones.
#: Valleys get fewer: next to a channel of lower rank the margin always runs to 0.
_CLIMBS = ((Verdict.FAILS, 1.0, 25), (Verdict.HOLDS, -1.0, 8))
#: Steps to either side of where an identity holds, until it is certainly broken.
_BESIDE = (1e-13, 1e-12, 1e-11, 1e-10, 1e-9)
#: Margins this close are level: there is nothing to climb.
_FLAT = 1e-8


def visit_extremes(sampler: Sampler, grid: list[float]) -> None:
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
