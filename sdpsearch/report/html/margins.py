"""Curves along a family as an interactive figure: margins, zeros, marks, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from sdpsearch.report.figures import style
from sdpsearch.report.figures.curve import Curve, ScanFigure, bar, thinned
from sdpsearch.report.figures.spans import HOLDS, OPEN, TRANSMITS
from sdpsearch.report.html.parts import Plot
from sdpsearch.report.html.traces import (
    GREY,
    LEGEND,
    TIERS,
    Trace,
    explain_once,
    folded,
    said,
)
from sdpsearch.report.threshold import boundary_line
from sdpsearch.report.words import number

#: Points of a curve that a browser draws without effort.
_MOST = 1500
#: Curves of more points are lines without markers.
_FEW = 150
#: Height of the axes, and of a line of the legend, in CSS pixels.
_HEIGHT, _LINE = 400, 22
#: Letters of a line in a legend, on a phone too, and beside the pointer.
_LEGEND, _HOVER = 46, 60
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_FILLS = {HOLDS: "rgba(0,114,178,0.13)", OPEN: "rgba(128,128,128,0.22)"}
_FILLS[TRANSMITS] = "rgba(213,94,0,0.13)"
#: What is to be said once of all such figures.
MARGINS = (
    "A margin is the weight of J_ref to mix in, dimensionless: positive where the property "
    "holds, negative where it fails. A zero is marked by how well it is known: a star is "
    "exact, a star in a diamond recognised, a diamond bracketed, a disc numerical, a ring "
    "sampled. Where a margin is endless nothing is drawn."
)


def margins_plot(data: ScanFigure) -> Plot:
    """Return the figure of margins along a family, to be hovered over and zoomed into."""
    curves = [thinned(curve, _MOST) for curve in data.curves]
    traces = [trace for i, one in enumerate(curves) for trace in _curve(data, i, one)]
    explain_once(traces)
    traces += [_mark(data, i, *mark) for i, mark in enumerate(data.marks)]
    traces += _legend_of_spans(data)
    explained = sum(trace.get("showlegend", True) for trace in traces)
    layout = {
        "xaxis": {"title": {"text": said(data.x_label)}},
        "yaxis": {"title": {"text": "margin"}, "range": list(data.y_range)},
        "hovermode": "closest",
        "legend": LEGEND,
        "shapes": list(_shapes(data)),
    }
    zeros = [f"{c.label} at {number(x)}" for c in data.curves for x in c.crossings]
    told = f"zero: {', '.join(zeros)}" if zeros else "no zero is located"
    about = f"Margins along {data.title}; {told}."
    pairs = zip(data.curves, curves, strict=True)
    notes = [_thinning(whole, drawn) for whole, drawn in pairs if drawn != whole]
    return Plot(
        {"data": traces, "layout": layout}, about, notes, _HEIGHT + _LINE * explained
    )


def _curve(data: ScanFigure, i: int, curve: Curve) -> Iterator[Trace]:
    colour = style.COLOURS[i % len(style.COLOURS)]
    group = {"legendgroup": str(i), "hoverinfo": "text"}
    yield {
        **group,
        "name": said(folded(_name(curve), _LEGEND)),
        "x": list(curve.x),
        "y": [y if isfinite(y) else None for y in curve.y],
        "mode": _mode(curve),
        "line": {"color": colour, "width": 2, "dash": _DASHES[i % len(_DASHES)]},
        "marker": {"color": colour, "size": 5},
        "hovertext": [said(f"{curve.label}\n{one}") for one in curve.told],
    }
    yield from _open(data, colour, group, curve)
    if curve.transmitting:
        yield {
            **group,
            "name": "an input transmits",
            "x": list(curve.transmitting),
            "y": [0.0] * len(curve.transmitting),
            "mode": "markers",
            "marker": {"color": colour, "size": 8, "symbol": "x-thin-open"},
            "hovertext": [
                said(f"{curve.label}\n{number(x)}: FAILS, an input transmits")
                for x in curve.transmitting
            ],
        }
    for boundary in curve.boundaries:
        tier = str(boundary.tier)
        yield {
            **group,
            "name": said(f"{curve.label}: zero"),
            "showlegend": False,
            "x": [boundary.value],
            "y": [0.0],
            "mode": "markers",
            "marker": {
                "color": colour,
                "size": 13,
                "symbol": TIERS[tier],
                "line": {"color": "white", "width": 1},
            },
            "hovertext": [said(f"{curve.label}\nzero at {boundary_line(boundary)}")],
        }


def _name(curve: Curve) -> str:
    """Return what a legend calls a curve: with its zeros, and how well they are known."""
    zeros = [f"{b.value:.6g} ({b.tier})" for b in curve.boundaries]
    return f"{curve.label}: zero at {', '.join(zeros)}" if zeros else curve.label


def _mode(curve: Curve) -> str:
    if not curve.joined:
        return "markers"
    return "lines" if len(curve.x) > _FEW else "lines+markers"


def _open(data: ScanFigure, colour: str, group: Trace, curve: Curve) -> Iterator[Trace]:
    """Yield what is undecided, what failed, and margins that are wide, as bars."""
    ends = {x: (0.0, 0.0) for x, _ in curve.reasons}
    ends |= {x: bar(low, high, data.y_range) for x, low, high in curve.undecided}
    why = dict(curve.reasons)
    failed = set(curve.failed)
    for name, symbol, xs in (
        ("undecided", "diamond-open", [x for x in why if x not in failed]),
        ("failed", "x", [x for x in why if x in failed]),
        ("margin within bars", "line-ew-open", [x for x in ends if x not in why]),
    ):
        if not xs:
            continue
        bars = [ends[x] for x in xs]
        told = [
            why.get(x) or f"the margin lies in [{low:.3g}, {high:.3g}]"
            for x, (low, high) in zip(xs, bars, strict=True)
        ]
        yield {
            **group,
            "name": name,
            "x": xs,
            "y": [(low + high) / 2 for low, high in bars],
            "mode": "markers",
            "marker": {"color": colour, "size": 9, "symbol": symbol},
            "error_y": {
                "type": "data",
                "array": [(high - low) / 2 for low, high in bars],
                "color": colour,
                "thickness": 1,
            },
            "hovertext": [
                said(folded(f"{curve.label}\n{number(x)}: {name}. {one}", _HOVER))
                for x, one in zip(xs, told, strict=True)
            ],
        }


def _mark(data: ScanFigure, i: int, label: str, value: float) -> Trace:
    return {
        "name": said(folded(f"{label} ({value:.6g})", _LEGEND)),
        "x": [value, value],
        "y": list(data.y_range),
        "mode": "lines",
        "line": {"color": GREY, "width": 1.5, "dash": _DASHES[1:][i % 5]},
        "hoverinfo": "text",
        "hovertext": said(f"{label}\n{number(value)}"),
    }


def _shapes(data: ScanFigure) -> Iterator[dict[str, Any]]:
    yield {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "line": {"width": 1, "color": GREY},
    }
    for meaning, sets in data.spans.by_meaning.items():
        for low, high in sets:
            yield {
                "type": "rect",
                "yref": "paper",
                "x0": low,
                "x1": high,
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": {"width": 0},
                "fillcolor": _FILLS[meaning],
            }


def _legend_of_spans(data: ScanFigure) -> list[Trace]:
    return [
        {
            "name": data.spans.told if meaning == HOLDS else meaning,
            "x": [None],
            "y": [None],
            "mode": "markers",
            "marker": {"symbol": "square", "size": 12, "color": _FILLS[meaning]},
            "hoverinfo": "skip",
        }
        for meaning in data.spans.by_meaning
    ]


def _thinning(whole: Curve, drawn: Curve) -> str:
    return (
        f"{whole.label}: of {whole.shown} points {drawn.shown} are drawn, of every stretch "
        "the lowest and the highest, and all beside a change of sign."
    )
