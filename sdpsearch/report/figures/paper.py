"""Figures on Roofeh and Karimipour, arXiv 2408.05733, which their titles name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.report.figures import style
from sdpsearch.report.figures.spans import FILLED, HOLDS, Spans
from sdpsearch.reproduce.corollary import Contaminated
from sdpsearch.reproduce.paper import ARXIV, NAME
from sdpsearch.reproduce.thresholds import Row
from sdpsearch.reproduce.vanishing import Vanishing


def save_capacities(curves: Sequence[dict[str, Any]], paths: Sequence[Path]) -> None:
    """Draw Figure 2 on its true range."""
    figure, axes = style.canvas(7.0, 5.2)
    axes.axvspan(0.5, 1.0, color="0.93", zorder=0)
    axes.text(0.985, -0.95, "range of Figure 2 there", fontsize=8, ha="right")
    for i, curve in enumerate(curves):
        colour = style.COLOURS[i]
        axes.plot(
            curve["x"],
            curve["capacity"],
            color=colour,
            linestyle=style.LINES[i],
            linewidth=1.6,
            label=f"d = {curve['d']}: capacity from x = {curve['valid_from']:.4g} on",
        )
        axes.plot(
            curve["x_below"],
            curve["lower_bound"],
            color=colour,
            linewidth=0.8,
            linestyle=":",
        )
        axes.plot(
            [curve["valid_from"]],
            [curve["capacity"][0]],
            marker=style.SYMBOLS[i],
            color=colour,
            markersize=6,
            linestyle="none",
        )
    axes.axhline(0.0, color="black", linewidth=0.8)
    axes.set_xlim(0.15, 1.0)
    axes.set_ylim(-1.1, 2.7)
    axes.set_xlabel("white noise x (dimensionless)")
    axes.set_ylabel("quantum capacity of D$_x^c$ (qubits per use)")
    axes.set_title(
        f"{NAME}, equation (32):\nexact from the marker on; dotted: lower bound only"
    )
    style.legend(axes, below=True)
    style.save(figure, paths)


def save_thresholds(rows: Sequence[Row], paths: Sequence[Path]) -> None:
    """Draw what is known to end the capacity of D_x, against the dimension."""
    mine = [row for row in rows if row.family == "depolarizing"]
    ds = np.array([row.d for row in mine])
    figure, axes = style.canvas(6.4, 4.8)
    smooth = np.linspace(ds[0], ds[-1], 100)
    lines = (
        ("PPT: x ≥ d/(d+1)", smooth / (smooth + 1)),
        (f"map of arXiv {ARXIV}: x ≥ 1/2", np.full_like(smooth, 0.5)),
        ("antidegradable: x ≥ d/(2(d+1))", smooth / (2 * (smooth + 1))),
    )
    for i, (label, values) in enumerate(lines):
        axes.plot(
            smooth, values, color=style.COLOURS[i], linestyle=style.LINES[i], label=label
        )
    for tier, symbol in (("exact", "o"), ("numerical", "s")):
        chosen = [row for row in mine if row.found.boundaries[0].tier == tier]
        if chosen:
            axes.plot(
                [row.d for row in chosen],
                [row.found.boundaries[0].value for row in chosen],
                symbol,
                color="black",
                markerfacecolor="white",
                label=f"found by SDP ({'proved exactly' if tier == 'exact' else tier})",
            )
    axes.set_xticks(ds)
    axes.set_ylim(0.3, 0.9)
    axes.set_xlabel("dimension d")
    axes.set_ylabel("white noise x (dimensionless)")
    axes.set_title("Noise from which D$_x$ has no quantum capacity, by argument")
    style.legend(axes, below=True)
    style.save(figure, paths)


def save_vanishing(rows: Sequence[Vanishing], paths: Sequence[Path]) -> None:
    """Draw where D_x and E_x stand between Q > 0 and Q = 0, a bar for each dimension."""
    figure, axes = style.canvas(7.4, 5.0)
    meanings: dict[str, str] = {}
    for y, row in enumerate(rows):
        spans = Spans.of(row.capacity)
        for meaning, sets in spans.by_meaning.items():
            told = {HOLDS: "Q = 0"}.get(meaning, meaning)
            for low, high in sets:
                label = "" if meaning in meanings else told
                meanings[meaning] = told
                axes.barh(
                    [y],
                    [high - low],
                    left=[low],
                    height=0.6,
                    label=label,
                    **FILLED[meaning],
                )
        if row.printed is not None:
            label = "" if y else "the paper: Q = 0 from here"
            places = [float(row.printed)] * 2
            axes.plot(places, [y - 0.4, y + 0.4], "-", color="black", label=label)
        label = "" if y else "antidegradable from here"
        place = [float(row.antidegradable)]
        axes.plot(
            place, [y], "D", color="white", markeredgecolor="black", zorder=3, label=label
        )
    short = {"depolarizing": "D$_x$", "transpose-depolarizing": "E$_x$"}
    names = [f"{short[row.family]}, d = {row.d}" for row in rows]
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xlabel("noise x (dimensionless)")
    axes.set_title("Where the quantum capacity vanishes: shown, open, and shown not to")
    style.legend(axes, below=True, columns=3)
    style.save(figure, paths)


def save_corollary(
    white: Sequence[Contaminated], transposed: Sequence[Contaminated], paths: Sequence[Path]
) -> None:
    """Draw how much noise random channels take before they become antidegradable."""
    figure, axes = style.canvas(7.0, 4.8)
    groups = [
        (f"white noise, d = {d}", [item for item in white if item.d == d])
        for d in (2, 3, 4)
    ]
    groups.append(("transposed noise, d = 3", list(transposed)))
    for i, (label, items) in enumerate(groups):
        colour = style.COLOURS[i]
        axes.plot(
            [item.rank for item in items],
            [item.value for item in items],
            marker=style.SYMBOLS[i],
            color=colour,
            linestyle=style.LINES[i],
            linewidth=1.0,
            label=f"{label}: found",
        )
        axes.axhline(items[0].bound, color=colour, linewidth=0.9, alpha=0.7)
        axes.annotate(
            f"sufficient: {items[0].bound:.4g}",
            (16, items[0].bound),
            textcoords="offset points",
            xytext=(0, 3),
            ha="right",
            fontsize=7,
            color=colour,
        )
    axes.set_xscale("log", base=2)
    axes.set_xticks([1, 2, 4, 8, 16], ["1", "2", "4", "8", "16"])
    axes.set_ylim(-0.03, 0.65)
    axes.set_xlabel("Kraus rank of the random channel")
    axes.set_ylabel("noise x from which it is antidegradable")
    axes.set_title(
        f"{NAME}, the corollary\non random channels: no more noise is ever needed"
    )
    style.legend(axes, below=True)
    style.save(figure, paths)
