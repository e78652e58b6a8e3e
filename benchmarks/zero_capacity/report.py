"""The table, the counts and the figure of what the journals hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.zero_capacity.counts import ASKED
from sdpsearch.report.figures import style
from sdpsearch.report.figures.spans import FILLED, HOLDS, OPEN, TRANSMITS

Record = dict[str, Any]

#: Thresholds nearer than this are the same to what the brackets allow.
SAME = 1e-7
HEAD = (
    "channel", "rank", "noise", "lines", "trivial", "gain: median", "largest",
    "open: median", "recognised",
)  # fmt: skip
NAMED = (
    "then erasure", "antidegradable from", "signed-extendible from", "Q > 0 last at",
    "Q = 0 from g/(1+g)",
)  # fmt: skip


def write(found: Mapping[str, Sequence[Record]], folder: Path) -> None:
    """Write the tables as Markdown and the figure as PNG."""
    (folder / "zero-capacity.md").write_text(markdown(found), encoding="utf-8")
    draw(found["lines"], folder / "zero-capacity.png")


def markdown(found: Mapping[str, Sequence[Record]]) -> str:
    """Return the tables of everything that was found."""
    lines = found["lines"]
    parts = (
        _introduction(lines),
        _table(lines),
        ["", "![Where Q > 0, what is open, and why Q = 0](zero-capacity.png)", ""],
        _named(found["named"]),
        _counted(found["counts"]),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _introduction(lines: Sequence[Record]) -> list[str]:
    seconds = sum(line["seconds"] for line in lines)
    return [
        "# How much further out zero capacity is proved",
        "",
        f"Random channels with noise, {len(lines)} lines, {seconds:.0f} s of process time "
        "(one core); all of it floating point with certificates at the ends of every "
        "bracket, none of it proved in exact arithmetic. Made by `python -m "
        "benchmarks.zero_capacity lines`, `counts`, `report`.",
        "",
        "White noise: (1−x)Λ + x tr(·)1/d. Reset: (1−x)Λ + x tr(·)|0><0|, what decay to "
        "the ground state ends in. Erasure: (1−e)Λ ⊕ e tr(·)|flag><flag|. *Trivial*: "
        "lines that are antidegradable from 0 on, left out of what follows. *Gain*: "
        "antidegradable from, less signed-extendible from. *Open*: from the last point at "
        "which an input was shown to transmit (one use to five; what ascents find, so this "
        "is an upper bound on what is open) to where Q = 0 is certified. *Recognised*: "
        "closed forms that the digits of a threshold point at; random channels have none "
        "but 1/2, where every channel with erasure is antidegradable at the latest.",
        "",
    ]


def _table(lines: Sequence[Record]) -> list[str]:
    groups: dict[tuple[str, int, str], list[Record]] = defaultdict(list)
    for line in lines:
        groups[line["shape"], line["rank"], line["noise"]].append(line)
    rows = [HEAD, ("---",) * len(HEAD)]
    for (shape, rank, noise), group in sorted(groups.items()):
        kept = [line for line in group if _interesting(line)]
        gains = [line["antidegradable"] - line["signed-extendible"] for line in kept]
        opened = [vanishes(line) - line["transmits until"] for line in kept if _sent(line)]
        halves = sum(abs(line["signed-extendible"] - 1 / 2) < SAME for line in kept)
        rows.append(
            (
                shape,
                str(rank),
                noise,
                str(len(group)),
                str(len(group) - len(kept)),
                _number(gains and median(gains)),
                _number(gains and max(gains)),
                _number(opened and median(opened)),
                f"1/2 ({halves} of {len(kept)})" if halves else "",
            )
        )
    ppt = sum(line["ppt"] < line["signed-extendible"] - SAME for line in lines)
    gained = sum(_gains(line) for line in lines)
    kept = sum(map(_interesting, lines))
    return [
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        f"Signed-extendible further out than antidegradable: {gained} of {kept} lines that "
        f"are not trivial. PPT further out than signed-extendible: {ppt}.",
    ]


def _named(records: Iterable[Record]) -> list[str]:
    rows = [NAMED, ("---",) * len(NAMED)]
    for record in records:
        sent = record["transmits until"]
        rows.append(
            (
                record["key"],
                record["antidegradable"],
                record["signed-extendible"],
                "–" if sent is None else f"{sent:.10f}",
                record["formula"] or ("no input found" if sent is None else "open between"),
            )
        )
    return [
        "## Closed forms",
        "",
        "Rational numbers that the digits of a certified bracket point at (recognised, not "
        "proved). Where a formula stands, a log-singularity of gain g before erasure "
        "transmits up to the very point: the capacity's own threshold, numerically. The "
        "formulas were fitted to the rows here, of which they are no proof.",
        "",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def _counted(counts: Iterable[Record]) -> list[str]:
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for record in counts:
        total = totals[record["count"]]
        for name, value in record.items():
            if name == "largest difference":
                total[name] = max(total[name], value)
            elif name not in ("key", "count"):
                total[name] += value
    same, implied, both = (totals[name] for name in ASKED)
    asked = list(ASKED.values())
    return [
        "## What must never happen",
        "",
        "- Qubit channels of rank 2 and 3 with white noise, "
        f"{same['channels']:.0f} (asked: {asked[0]}): the thresholds of signed "
        "extendibility and antidegradability differ by at most "
        f"{same['largest difference']:.1e}.",
        f"- Antidegradable channels, half of them within 0.3 to 1e-6 of their threshold, "
        f"{implied['channels']:.0f} (asked: {asked[1]}): signed-extendible HOLDS for "
        f"{implied['HOLDS']:.0f}, UNDECIDED for {implied['UNDECIDED']:.0f}, FAILS for "
        f"{implied['FAILS']:.0f}.",
        f"- Channels on both sides of their thresholds, {both['channels']:.0f} (asked: "
        f"{asked[2]}): a mechanism holds for {both['HOLDS']:.0f}, an input of one use "
        f"transmits for {both['Q > 0']:.0f}, neither for {both['neither']:.0f}, both for "
        f"{both['both']:.0f}.",
    ]


def vanishes(line: Record) -> float:
    """Return from where on Q = 0 by some mechanism."""
    ends = (line["antidegradable"], line["signed-extendible"], line["ppt"])
    return min(end for end in ends if end is not None)


def _interesting(line: Record) -> bool:
    return line["antidegradable"] > SAME


def _sent(line: Record) -> bool:
    return line["transmits until"] is not None


def _gains(line: Record) -> bool:
    return _interesting(line) and line["antidegradable"] - line["signed-extendible"] > SAME


def _number(value: Any) -> str:
    return "" if value == [] else "0" if abs(value) < SAME else f"{value:.4f}"


def draw(lines: Sequence[Record], path: Path) -> None:
    """Draw a bar for every line that is not trivial, a panel for every noise."""
    noises = ("white", "reset", "erasure")
    figure, panels = style.canvas(12.0, 8.0, panels=len(noises))
    for axes, noise in zip(panels, noises, strict=True):
        chosen = [x for x in lines if x["noise"] == noise and _interesting(x)]
        chosen.sort(key=lambda x: (x["shape"], x["rank"], -x["antidegradable"]))
        for y, line in enumerate(chosen):
            _draw_line(axes, y, line)
        names = [f"{x['shape']} rank {x['rank']}" for x in chosen]
        first = [i for i, name in enumerate(names) if name not in names[:i]]
        axes.set_yticks(first, [names[i] for i in first], fontsize=8)
        axes.invert_yaxis()
        axes.set_xlim(0, 0.62)
        axes.set_xlabel("weight of the noise (dimensionless)")
        axes.set_title(f"random channels, {noise} noise" if noise != "erasure" else noise)
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    style.save(figure, [path])


def _draw_line(axes: Any, y: int, line: Record) -> None:
    sent = line["transmits until"] or 0.0
    vanished, old = vanishes(line), line["antidegradable"]
    gained = {"color": style.COLOURS[2]}
    parts = (
        (0.0, sent, FILLED[TRANSMITS], "Q > 0"),
        (sent, vanished, FILLED[OPEN], "open"),
        (vanished, old, gained, "Q = P = 0, not antidegradable"),
        (old, 0.62, FILLED[HOLDS], "antidegradable"),
    )
    for low, high, filled, label in parts:
        shown = label if y == 0 else ""
        axes.barh([y], [high - low], left=[low], height=0.85, label=shown, **filled)
