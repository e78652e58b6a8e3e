"""The capacity's own threshold: where Q = 0 is proved, where Q > 0, and what is open.

Every mechanism for Q = 0 has a threshold of its own; their sets are put together. Between
them inputs that transmit are looked for and followed towards where the capacity vanishes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise

from sdpsearch import deadline
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.interval import Interval
from sdpsearch.properties import Decision, Verdict, ZeroCapacity
from sdpsearch.properties.inquiry import by_mechanism, is_affordable
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Findings
from sdpsearch.search.positive import Positive
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold

#: A mechanism that reaches this much farther, in parts of the domain, is the better one.
_BETTER = 1e-8


@dataclass(frozen=True)
class _Zero:
    """A set where the capacity vanishes.

    Attributes:
        span: the set, up to where it was certified.
        names: the mechanisms at its ends.
        values: the best estimates of its ends.
    """

    span: Interval
    names: tuple[str, str]
    values: tuple[float, float]


def search(sampler: Sampler, located: Callable[[Sampler], Threshold]) -> Findings:
    """Return where the capacity vanishes, where it does not, and what is open.

    Args:
        sampler: the family, and `ZeroCapacity` or a question like it.
        located: how a mechanism's threshold is found.
    """
    asked = sampler.property
    assert isinstance(asked, ZeroCapacity)
    found, skipped = _by_mechanisms(sampler, asked, located)
    low, high = sampler.family.domain
    zeros = [_ends(group, _BETTER * (high - low)) for group in _groups(found)]
    positive = Positive(sampler, asked)
    boundaries, undecided = _between(positive, zeros)
    told = (
        "one mechanism for zero capacity after the other; beside them inputs that transmit"
    )
    if skipped:
        told = f"{told}; {' and '.join(skipped)} not asked, too large"
    spans = tuple(zero.span for zero in zeros)
    return Findings(spans, boundaries, told, positive.coverage, undecided)


def _by_mechanisms(
    sampler: Sampler, asked: ZeroCapacity, located: Callable[[Sampler], Threshold]
) -> tuple[list[_Zero], list[str]]:
    """Return the sets of every mechanism, in their order, and which were not asked."""
    found: list[_Zero] = []
    skipped: list[str] = []
    middle = sampler.channel(sum(sampler.family.domain) / 2)
    for mechanism in asked.mechanisms:
        inner = Sampler(sampler.family, mechanism, sampler.solver, sampler.time_limit)
        try:
            threshold = located(inner) if is_affordable(mechanism, middle) else None
        except ProblemTooLarge:
            threshold = None
        except deadline.OutOfTime:
            continue  # what it might have shown stays open
        if threshold is None:
            skipped.append(mechanism.name)
            continue
        sampler.solves += threshold.solves
        estimates = {x: b.value for b in threshold.boundaries for x in b.bracket}
        for span in threshold.holds_on:
            low, high = span
            values = estimates.get(low, low), estimates.get(high, high)
            found.append(_Zero(span, (mechanism.name, mechanism.name), values))
            for x in span:
                with suppress(deadline.OutOfTime):
                    _keep(sampler, asked, x, inner(x))
    return found, skipped


def _keep(sampler: Sampler, asked: ZeroCapacity, x: float, found: Decision) -> None:
    if found.verdict is Verdict.HOLDS:
        sampler.keep(x, by_mechanism(asked, found))


def _groups(found: list[_Zero]) -> list[list[_Zero]]:
    """Return the sets, those that meet together; each group in the order given."""
    groups: list[list[_Zero]] = []
    reach = -float("inf")
    for item in sorted(found, key=lambda zero: zero.span.lower):
        if groups and item.span.lower <= reach:
            groups[-1].append(item)
        else:
            groups.append([item])
        reach = max(reach, item.span.upper)
    return [sorted(group, key=found.index) for group in groups]


def _ends(group: list[_Zero], better: float) -> _Zero:
    """Return a union; an end is that of the first mechanism asked that reaches as far."""
    least = min(zero.span.lower for zero in group)
    most = max(zero.span.upper for zero in group)
    low = next(zero for zero in group if zero.span.lower <= least + better)
    high = next(zero for zero in group if zero.span.upper >= most - better)
    span = Interval(low.span.lower, high.span.upper)
    return _Zero(span, (low.names[0], high.names[1]), (low.values[0], high.values[1]))


def _between(
    positive: Positive, zeros: list[_Zero]
) -> tuple[tuple[Boundary, ...], tuple[Interval, ...]]:
    """Return the boundaries, and the stretches that stay open beside them."""
    low, high = positive.sampler.family.domain
    boundaries: list[Boundary] = []
    undecided: list[Interval] = []
    for before, after in pairwise([None, *zeros, None]):
        start = low if before is None else before.span.upper
        stop = high if after is None else after.span.lower
        if stop - start <= positive.resolution:
            continue
        runs = positive.runs(Interval(start, stop), (before is not None, after is not None))
        ends = [start, *(x for run in runs for x in run), stop]
        left = [Interval(x, y) for x, y in zip(ends[::2], ends[1::2], strict=True)]
        if runs and before is not None:
            boundaries.append(_boundary(positive, left.pop(0), before, falling=True))
        if runs and after is not None:
            boundaries.append(_boundary(positive, left.pop(), after, falling=False))
        undecided += [part for part in left if part.width > positive.resolution]
    undecided += positive.unspoken
    inside = [b for b in _once(boundaries) if low < b.value < high]
    return tuple(inside), tuple(sorted(undecided))


def _boundary(
    positive: Positive, bracket: Interval, zero: _Zero, *, falling: bool
) -> Boundary:
    """Return the boundary between a set of zero capacity and an input that transmits."""
    side = int(falling)
    shown, certain = (bracket.upper, bracket.lower) if falling else bracket
    why, shows = zero.names[side], positive.mechanism(shown)
    mechanisms = (why, shows) if falling else (shows, why)
    value = min(max(zero.values[side], bracket.lower), bracket.upper)
    found = Boundary(value, bracket, mechanisms=mechanisms)
    # Of a wide bracket nobody knows where in it the capacity vanishes.
    return found if found.is_narrow else replace(found, value=certain)


def _once(boundaries: list[Boundary]) -> tuple[Boundary, ...]:
    """Return the boundaries; both sides of an isolated point are one."""
    done: list[Boundary] = []
    for item in boundaries:
        last = done[-1] if done else None
        if last is None or last.bracket.upper != item.bracket.lower:
            done.append(item)
            continue
        assert last.mechanisms is not None
        assert item.mechanisms is not None
        bracket = Interval(last.bracket.lower, item.bracket.upper)
        ends = (last.mechanisms[0], item.mechanisms[1])
        done[-1] = replace(item, bracket=bracket, mechanisms=ends)
    return tuple(done)
