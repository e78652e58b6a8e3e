"""What interactive figures share: texts for plotly, legends, symbols, a grey."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

Trace = dict[str, Any]
#: Of what is known beforehand; seen on light and on dark paper.
GREY = "#8a8a8a"
#: Below the axes, on lines that are as long as they can be.
LEGEND = {"orientation": "h", "x": 0, "y": -0.22, "yanchor": "top", "tracegroupgap": 0}
#: How a zero is drawn tells how well it is known.
TIERS = {
    "exact": "star",
    "recognised": "star-diamond",
    "bracketed": "diamond",
    "numerical": "circle",
    "sampled": "circle-open",
}


def said(text: str) -> str:
    """Return a text for plotly, which takes some tags and character references in it."""
    return escape(text, quote=False).replace("\n", "<br>")


def folded(text: str, width: int) -> str:
    """Return a text in lines of so many letters at most."""
    return "\n".join(
        part for line in text.split("\n") for part in textwrap.wrap(line, width)
    )


def explain_once(traces: list[Trace]) -> None:
    """Let a legend have every name once: of what is open several curves have the same."""
    seen: set[str] = set()
    for trace in traces:
        if trace["name"] in seen:
            trace["showlegend"] = False
        seen.add(trace["name"])
