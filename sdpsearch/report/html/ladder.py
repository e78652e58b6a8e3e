"""The k-ladder as an interactive figure."""

from __future__ import annotations

from sdpsearch.report.figures import style
from sdpsearch.report.figures.ladder import Ladder
from sdpsearch.report.html.parts import Plot
from sdpsearch.report.html.traces import GREY, LEGEND, TIERS, Trace, said
from sdpsearch.report.threshold import boundary_line
from sdpsearch.report.words import number

#: What is to be said once of all such figures.
LADDERS = (
    "Where a family becomes k-extendible, against the number of copies k (2 is "
    "antidegradable). What every k extends is entanglement breaking: there the ladder ends."
)


def ladder_plot(data: Ladder) -> Plot:
    """Return the figure of thresholds against the copies k."""
    found = data.rungs
    traces: list[Trace] = [
        {
            "name": "found",
            "x": [k for k, _ in found],
            "y": [b.value for _, b in found],
            "mode": "markers",
            "marker": {
                "color": style.COLOURS[0],
                "size": 9,
                "symbol": [TIERS[str(b.tier)] for _, b in found],
            },
            "error_y": {
                "type": "data",
                "array": [b.bracket.upper - b.value for _, b in found],
                "arrayminus": [b.value - b.bracket.lower for _, b in found],
                "symmetric": False,
                "thickness": 1.5,
            },
            "hoverinfo": "text",
            "hovertext": [said(f"k = {k}\n{boundary_line(b)}") for k, b in found],
        }
    ]
    if data.known:
        traces.append(
            {
                "name": "closed form",
                "x": [k for k, _ in data.known],
                "y": [value for _, value in data.known],
                "mode": "markers",
                "marker": {"color": GREY, "size": 15, "symbol": "circle-open"},
                "hoverinfo": "text",
                "hovertext": [f"k = {k}<br>{number(value)}" for k, value in data.known],
            }
        )
    ends = [data.copies[0] - 0.4, data.copies[-1] + 0.4]
    traces += [
        {
            "name": f"entanglement breaking ({limit:.6g})",
            "x": ends,
            "y": [limit, limit],
            "mode": "lines",
            "line": {"color": GREY, "width": 1.5, "dash": "dash"},
            "hoverinfo": "text",
            "hovertext": f"entanglement breaking<br>{number(limit)}",
        }
        for limit in data.limits
    ]
    layout = {
        "xaxis": {"title": {"text": "copies k"}, "tickvals": data.copies, "range": ends},
        "yaxis": {"title": {"text": said(data.y_label)}, "range": list(data.span)},
        "hovermode": "closest",
        "legend": LEGEND,
    }
    rungs = ", ".join(f"k = {k}: {number(b.value)}" for k, b in found)
    return Plot(
        {"data": traces, "layout": layout},
        f"Where {data.title} becomes k-extendible, against k; {rungs}.",
        height=380,
    )
