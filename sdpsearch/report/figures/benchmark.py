"""Process time against dimension, everybody's, with fitted exponents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdpsearch.benchmark.peers import OURS
from sdpsearch.benchmark.result import Benchmark
from sdpsearch.benchmark.thresholds import exponent
from sdpsearch.report.figures import style

#: Exponents are fitted from here on: below, what does not grow with d decides.
_LEAST = 3


@dataclass(frozen=True)
class Growth:
    """Times of one way to locate thresholds of generic channels.

    Attributes:
        name: who, and in which way.
        sizes: d.
        seconds: in the solver; the whole where that is not known apart.
        exponent: of d, None where it is not fitted.
    """

    name: str
    sizes: tuple[float, ...]
    seconds: tuple[float, ...]
    exponent: float | None


def growth(found: Benchmark) -> list[Growth]:
    """Return the times of everybody who answered, on generic channels of rank 2."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for instance in sorted(found.times, key=found.order):
        if instance.kind == "generic" and "rank 2" in instance.name:
            size = round(found.order(instance) ** (1 / 3))
            for column, time in found.times[instance].items():
                if time.ended == "answered" and time.inside > 0:
                    points.setdefault(column, []).append((size, time.inside))
    return [_grown(column, pairs) for column, pairs in points.items()]


def _grown(column: tuple[str, str], pairs: Sequence[tuple[float, float]]) -> Growth:
    peer, way = column
    sizes, seconds = zip(*pairs, strict=True)
    large = [(d, s) for d, s in pairs if d >= _LEAST]
    fitted = exponent(*zip(*large, strict=True)) if len(large) > 1 else None
    name = peer if peer == OURS.name else f"{peer}, {way}"
    return Growth(name, tuple(sizes), tuple(seconds), fitted)


def draw_growth(axes: Any, curves: Sequence[Growth]) -> None:
    """Draw times against d, both on logarithmic axes, and the flop bound of ours."""
    shown = len(style.COLOURS)
    for number, curve in enumerate(curves):
        fitted = "" if curve.exponent is None else f" (d^{curve.exponent:.1f})"
        axes.loglog(
            curve.sizes,
            curve.seconds,
            # Once all colours are used, they come with other symbols.
            marker=style.SYMBOLS[(number + number // shown) % len(style.SYMBOLS)],
            color=style.COLOURS[number % shown],
            linestyle=style.LINES[number % len(style.LINES)],
            linewidth=2.2 if curve.name == OURS.name else 1.2,
            label=f"{curve.name}{fitted}",
        )
        if curve.name == OURS.name and curve.exponent is not None:
            last, spent = curve.sizes[-1], curve.seconds[-1]
            sizes = [d for d in curve.sizes if d >= _LEAST]
            bound = [spent * (d / last) ** 12 for d in sizes]
            axes.loglog(sizes, bound, color="0.35", linestyle=":", label="flop bound, d^12")
    ticks = sorted({d for curve in curves for d in curve.sizes})
    axes.set_xticks(ticks, [f"{d:g}" for d in ticks])
    axes.minorticks_off()
    axes.set_xlabel("dimension d of input and output")
    axes.set_ylabel("process time of a threshold (s)")
    axes.set_title("Random channels with white noise")


def save_growth(found: Benchmark, path: Path) -> None:
    """Write the figure of a benchmark.

    Raises:
        ValueError: it cannot be written.
    """
    figure, axes = style.canvas(7.0, 5.6)
    curves = growth(found)
    draw_growth(axes, curves)
    if curves:
        style.legend(axes, below=True)
    style.save(figure, [path])
