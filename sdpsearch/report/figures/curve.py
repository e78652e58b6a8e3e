"""What figures along a family show: curves of margins, their zeros, marks, spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite, isinf, nan

from sdpsearch.interval import Interval
from sdpsearch.properties import Decision, Verdict, ZeroCapacity
from sdpsearch.report.figures.spans import Spans
from sdpsearch.report.words import margin, number
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Coverage

#: Intervals wider than this part of their middle are drawn as bars, not as points.
_WIDE = 1e-3
#: Margins known to exceed this are off every scale.
_BEYOND = 1e6


@dataclass(frozen=True)
class Point:
    """What a figure needs of one decision.

    Attributes:
        x: the parameter.
        verdict, margin: of the decision.
        transmits: whether an input shows that Q > 0, of which the margin says nothing.
        failed: whether the work failed.
        reason: why nothing is decided, "" where something is.
    """

    x: float
    verdict: Verdict
    margin: Interval
    transmits: bool = False
    failed: bool = False
    reason: str = ""

    @classmethod
    def of(cls, x: float, decision: Decision) -> Point:
        """Return the point of a decision."""
        verdict = decision.verdict
        capacity = isinstance(decision.property, ZeroCapacity)
        reason = decision.reason if verdict is Verdict.UNDECIDED else ""
        transmits = capacity and verdict is Verdict.FAILS
        return cls(x, verdict, decision.margin, transmits, reason=reason)

    @property
    def told(self) -> str:
        """The decision in a line."""
        if self.transmits:
            return f"{self.verdict.name}: an input transmits"
        return f"{self.verdict.name}, margin {margin(self.margin)}"


@dataclass(frozen=True)
class Curve:
    """One property's margin against the parameter.

    NaN in `y` breaks the line where the margin jumps to its floor of −1 or is undecided.

    Attributes:
        label: the property.
        x, y: the line.
        boundaries: the zeros that are located, with how well they are known.
        undecided: (parameter, lower, upper) where the margin is known no better.
        joined: whether anything is known between the points but samples.
        transmitting: where an input shows that Q > 0.
        failed: where the work failed.
        told: of every point of the line what was decided there.
        reasons: why nothing is decided, by parameter.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    boundaries: tuple[Boundary, ...]
    undecided: tuple[tuple[float, float, float], ...]
    joined: bool = True
    transmitting: tuple[float, ...] = ()
    failed: tuple[float, ...] = ()
    told: tuple[str, ...] = ()
    reasons: tuple[tuple[float, str], ...] = ()

    @property
    def shown(self) -> int:
        """How many points are drawn."""
        opened = {x for x, _, _ in self.undecided} | {x for x, _ in self.reasons}
        return sum(map(isfinite, self.y)) + len(self.transmitting) + len(opened)

    @property
    def crossings(self) -> tuple[float, ...]:
        """Where the margin is zero."""
        return tuple(boundary.value for boundary in self.boundaries)


@dataclass(frozen=True)
class ScanFigure:
    """All numbers in the figure of a scan or a threshold; `spans` are shaded."""

    title: str
    x_label: str
    y_range: tuple[float, float]
    curves: tuple[Curve, ...]
    marks: tuple[tuple[str, float], ...]
    spans: Spans = field(default_factory=Spans)
    domain: tuple[float, float] | None = None


def curve_of(
    label: str,
    points: Iterable[Point],
    boundaries: Iterable[Boundary],
    coverage: Coverage | None,
) -> Curve:
    """Return the curve of one property's margin.

    Args:
        label: the property.
        points: what was decided, ascending.
        boundaries: where it starts and stops, as far as that is located.
        coverage: on what grounds something is said between the points; None for none.
    """
    line: list[tuple[float, float, str]] = []
    undecided: list[tuple[float, float, float]] = []
    transmitting, failed, reasons = [], [], []
    for point in points:
        x, found = point.x, point.margin
        if point.verdict is Verdict.UNDECIDED:
            reasons.append((x, point.reason))
        if point.failed:
            failed.append(x)
        if point.transmits:
            transmitting.append(x)
            line.append((x, nan, ""))
        elif isinf(found.upper) and found.lower > _BEYOND:
            continue  # at the reference point, or as good as
        elif isinf(found.width) or found.width > _WIDE * max(1.0, abs(found.middle)):
            undecided.append((x, found.lower, found.upper))
            line.append((x, nan, ""))
        elif isfinite(found.middle):
            last = line[-1][1] if line else nan
            if isfinite(last) and (last == -1) != (found.middle == -1):
                line.append((x, nan, ""))
            line.append((x, found.middle, f"{number(x)}: {point.told}"))
    xs, ys, told = zip(*line, strict=True) if line else ((), (), ())
    return Curve(
        label,
        xs,
        ys,
        tuple(b for b in boundaries if b.is_narrow),
        tuple(undecided),
        joined=coverage not in (Coverage.SAMPLED, None),
        transmitting=tuple(transmitting),
        failed=tuple(failed),
        told=told,
        reasons=tuple(reasons),
    )


def thinned(curve: Curve, most: int) -> Curve:
    """Return a curve of about `most` points at most that looks the same.

    Of each stretch the first, the lowest and the highest point are kept, and those beside
    a change of sign and a break; of what is no line every n-th.

    Args:
        curve: the curve.
        most: of the line, of what is open, and of what transmits.
    """
    kept = _telling(curve.y, most) if len(curve.y) > most else range(len(curve.y))
    bars, whys = {x for x, _, _ in curve.undecided}, {x for x, _ in curve.reasons}
    opened = set(_some(sorted(bars | whys), most))
    return replace(
        curve,
        x=tuple(curve.x[i] for i in kept),
        y=tuple(curve.y[i] for i in kept),
        told=tuple(curve.told[i] for i in kept),
        undecided=tuple(one for one in curve.undecided if one[0] in opened),
        transmitting=tuple(_some(curve.transmitting, most)),
        failed=tuple(x for x in curve.failed if x in opened),
        reasons=tuple(one for one in curve.reasons if one[0] in opened),
    )


def _telling(ys: Sequence[float], most: int) -> list[int]:
    """Return the places of a line's points that show its shape."""
    last = len(ys) - 1
    kept = {0, last}
    for i in range(last):
        if (ys[i] < 0) != (ys[i + 1] < 0) or isfinite(ys[i]) != isfinite(ys[i + 1]):
            kept |= {i, i + 1}
    stretch = -(-3 * len(ys) // most)
    for start in range(0, len(ys), stretch):
        drawn = [i for i in range(start, min(start + stretch, last + 1)) if isfinite(ys[i])]
        if drawn:
            kept |= {
                drawn[0],
                min(drawn, key=ys.__getitem__),
                max(drawn, key=ys.__getitem__),
            }
    return sorted(kept)


def _some(items: Sequence[float], most: int) -> Sequence[float]:
    return items[:: -(-len(items) // most) or 1]


def span_of_margins(curves: Iterable[Curve]) -> tuple[float, float]:
    """Return limits that keep the zero crossings readable when margins run to +∞."""
    finite = [y for curve in curves for y in curve.y if isfinite(y)] or [0.0]
    low, high = min(*finite, 0.0), max(*finite, 0.0)
    high = min(high, max(2 * -low, 0.5))
    pad = 0.06 * (high - low or 1.0)
    return low - pad, high + pad


def bar(low: float, high: float, limits: tuple[float, float]) -> tuple[float, float]:
    """Return the part of an interval that is in view, that of an endless one whole."""
    return max(low, limits[0]), min(high, limits[1])
