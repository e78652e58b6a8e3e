"""Bounds on the quantum capacity along a family, as a figure and as a table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sdpsearch.report.figures import style
from sdpsearch.report.html.margins import said
from sdpsearch.report.html.parts import Cell, Part, Plot, Prose, Table
from sdpsearch.report.shapes import Record
from sdpsearch.report.words import number

#: Height of the figure in CSS pixels.
_HEIGHT = 380


def bounds_parts(member: Record) -> Iterator[Part]:
    """Yield the figure and the table of the bounds along one member.

    Args:
        member: what the atlas says of it.
    """
    found = member["capacity"]
    if "failed" in found:
        yield Prose([f"The capacity was not bounded: {found['failed']}."])
        return
    yield bounds_plot(member)
    yield bounds_table(member)


def bounds_plot(member: Record) -> Plot:
    """Return the figure of lower and upper bounds, beside what is known.

    Args:
        member: what the atlas says of it.
    """
    points, name = member["capacity"]["points"], member["parameter"]
    low, high, known = style.COLOURS[0], style.COLOURS[1], style.COLOURS[2]
    traces = [
        _line(points, "upper", "upper bound", {"color": high, "dash": "dash"}),
        _line(points, "lower", "lower bound", {"color": low}),
    ]
    exact = [p for p in points if p["known"] and p["known"]["value"] is not None]
    if exact:
        traces.append(
            {
                "name": "closed form, or a lower bound in closed form",
                "x": [point["x"] for point in exact],
                "y": [point["known"]["value"] for point in exact],
                "mode": "markers",
                "marker": {"color": known, "symbol": "circle-open", "size": 10},
                "hoverinfo": "text",
                "hovertext": [said(_known(point)) for point in exact],
            }
        )
    layout = {
        "xaxis": {"title": {"text": said(f"{name} (dimensionless)")}},
        "yaxis": {"title": {"text": "Q (bits per use)"}, "rangemode": "tozero"},
        "hovermode": "closest",
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        "margin": {"l": 64, "r": 16, "t": 32, "b": 90},
    }
    about = f"Lower and upper bounds on the quantum capacity along {member['label']}."
    return Plot({"data": traces, "layout": layout}, about, height=_HEIGHT)


def _line(points: list[Record], end: str, name: str, line: Record) -> dict[str, Any]:
    return {
        "name": name,
        "x": [point["x"] for point in points],
        "y": [point[end] for point in points],
        "mode": "lines+markers",
        "line": {**line, "width": 2},
        "marker": {"size": 5},
        "hoverinfo": "text",
        "hovertext": [
            said(f"{number(point['x'])}: {name} {_bits(point, end)}\n{_why(point, end)}")
            for point in points
        ],
    }


def _known(point: Record) -> str:
    known = point["known"]
    return f"{number(point['x'])}: Q {known['relation']} {number(known['value'])}"


def _why(point: Record, end: str) -> str:
    return textwrap.fill(point[f"{end}_reason"], 60)


def bounds_table(member: Record) -> Table:
    """Return the table of bounds, with the reason for each; what repeats is said once.

    Args:
        member: what the atlas says of it.
    """
    name = member["parameter"]
    head = (name, "lower", "because", "upper", "because ", "closed form")
    groups = groupby(member["capacity"]["points"], key=_said)
    rows = [_row([p["x"] for p in points], said) for said, points in groups]
    numeric = frozenset({name, "lower", "upper", "closed form"})
    caption = f"{member['label']}: bounds on the quantum capacity, in bits"
    return Table(caption, head, rows, numeric=numeric)


def _said(point: Record) -> tuple[Cell, ...]:
    """Return what a row says of a point but where that is."""
    return (
        Cell(_bits(point, "lower"), point["lower"]),
        Cell(point["lower_reason"]),
        Cell(_bits(point, "upper"), point["upper"]),
        Cell(point["upper_reason"]),
        _closed(point),
    )


def _row(xs: list[float], said: tuple[Cell, ...]) -> list[Cell]:
    ends = [number(x) for x in dict.fromkeys((xs[0], xs[-1]))]
    return [Cell(" to ".join(ends), xs[0]), *said]


def _bits(point: Record, end: str) -> str:
    value = point[end]
    if value is None:
        return "–"
    return "> 0" if end == "lower" and point["positive"] and not value else number(value)


def _closed(point: Record) -> Cell:
    known = point["known"]
    if known is None or known["value"] is None:
        return Cell("–")
    sign = "" if known["relation"] == "=" else "≥ "
    return Cell(f"{sign}{number(known['value'])}", known["value"])
