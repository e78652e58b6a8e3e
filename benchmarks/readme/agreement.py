"""The README's table: one threshold, two formulations, seven solvers.

    .venv/bin/python benchmarks/readme/agreement.py [--write]

prints the table, or puts it between the markers in README.md. Each cell has the distance
of the threshold found from the exact one (for random channels: from that of the extension
method with QICS) and the seconds it took, after a warm-up, with one BLAS thread.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import sdpsearch as sd
from sdpsearch.channels.random import random_channel

README = Path(__file__).parent.parent.parent / "README.md"
BEGIN, END = "<!-- agreement:begin -->", "<!-- agreement:end -->"

#: Column heading: method and solver, the one that others are compared with first.
COLUMNS: dict[str, tuple[str, str]] = {
    "extension: QICS": ("extension", "qics"),
    "extension: native": ("extension", "native"),
    "extension: Clarabel": ("extension", "clarabel"),
    "extension: SCS": ("extension", "scs"),
    "map: CVXPY/Clarabel": ("map", "cvxpy/clarabel"),
    "map: CVXPY/SCS": ("map", "cvxpy/scs"),
    "map: PICOS/CVXOPT": ("map", "picos/cvxopt"),
}
REFERENCE = "extension: QICS"

#: The largest error that check() lets pass, by the solver's last name.
ALLOWED = {"native": 1e-7, "qics": 1e-7, "clarabel": 1e-7, "scs": 1e-6, "cvxopt": 1e-6}


def _noisy(d_in: int, d_out: int, rank: int, seed: int) -> Callable[[], sd.ChannelFamily]:
    return lambda: sd.white_noise(random_channel(d_in, d_out, rank, seed))


#: Row heading: the family, and where antidegradability starts (None: not known).
ROWS: dict[str, tuple[Callable[[], sd.ChannelFamily], float | None]] = {
    "depolarizing, d=2": (lambda: sd.zoo.depolarizing(d=2), 1 / 3),
    "depolarizing, d=3": (lambda: sd.zoo.depolarizing(d=3), 3 / 8),
    "transpose-depolarizing, d=3": (lambda: sd.zoo.transpose_depolarizing(d=3), 4 / 7),
    "amplitude damping": (sd.zoo.amplitude_damping, 1 / 2),
    "erasure, d=2": (lambda: sd.zoo.erasure(d=2), 1 / 2),
    "dephasing": (sd.zoo.dephasing, 1 / 2),
    "random 2→2 + noise": (_noisy(2, 2, 2, 1), None),
    "random 2→3 + noise": (_noisy(2, 3, 2, 3), None),
    "random 3→2 + noise": (_noisy(3, 2, 2, 2), None),
}

HOW = (
    "Distance from the exact threshold (random rows: from that of QICS) and time. Made by "
    "`.venv/bin/python benchmarks/readme/agreement.py --write`, warm, one BLAS thread."
)


def start(row: str, column: str) -> float:
    """Return where the property was found to start, NaN where it was not found."""
    family, (method, solver) = ROWS[row][0](), COLUMNS[column]
    found = sd.threshold(family, sd.Antidegradable(), method=method, solver=solver)
    return found.estimated[0].lower if found.holds_on else float("nan")


def cell(row: str, column: str, exact: float | None) -> tuple[str, float]:
    """Return what the table says, and the threshold found."""
    begun = perf_counter()
    found = start(row, column)
    seconds = perf_counter() - begun
    taken = f"{seconds:.2f} s" if seconds < 0.995 else f"{seconds:.0f} s"
    if exact is None:
        return f"reference ({taken})", found
    return f"{_one_digit(abs(found - exact))} ({taken})", found


def table() -> str:
    """Compute everything and return it in Markdown, with a line on how it was made."""
    for column in COLUMNS:
        start("amplitude damping", column)  # imports and compiles
    lines = ["|".join(["", " family ", *(f" {c} " for c in COLUMNS), ""])]
    lines.append("|".join(["", "---", *("---:" for _ in COLUMNS), ""]))
    for row, (_, exact) in ROWS.items():
        cells = []
        for column in COLUMNS:
            said, found = cell(row, column, exact)
            if exact is None and column == REFERENCE:
                exact = found
            cells.append(f" {said} ")
        lines.append("|".join(["", f" {row} ", *cells, ""]))
    return "\n".join([*lines, "", HOW])


def check(markdown: str) -> list[str]:
    """Return what is wrong with a table: rows or columns missing, errors too large."""
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    if not rows:
        return ["there is no table"]
    heading, *body = [[c.strip() for c in row.strip("|").split("|")] for row in rows]
    found = {cells[0]: dict(zip(heading[1:], cells[1:], strict=False)) for cells in body}
    wrong = []
    for row, (_, exact) in ROWS.items():
        for column, (_, solver) in COLUMNS.items():
            text = found.get(row, {}).get(column)
            name = f"{row} / {column}"
            if text is None:
                wrong.append(f"{name}: missing")
                continue
            if exact is None and column == REFERENCE:
                if not re.fullmatch(r"reference \([\d.]+ s\)", text):
                    wrong.append(f"{name}: {text!r} is not the reference")
                continue
            wrong += [f"{name}: {said}" for said in _excess(text, solver)]
    return wrong


def _excess(text: str, solver: str) -> list[str]:
    """Return why a cell does not pass, if it does not."""
    match = re.fullmatch(r"(\S+) \([\d.]+ s\)", text)
    try:
        error = float(match[1].replace("−", "-")) if match else float("nan")
    except ValueError:
        error = float("nan")
    allowed = ALLOWED[solver.split("/")[-1]]
    if error <= allowed:
        return []
    return [
        f"{text!r} exceeds {allowed:.0e}" if error > allowed else f"{text!r} is no error"
    ]


def _one_digit(error: float) -> str:
    if error == 0:
        return "0"
    return f"{error:.0e}".replace("e-0", "e-").replace("-", "−")


def between(readme: str) -> str:
    """Return what stands between the markers."""
    return readme.split(BEGIN, 1)[1].split(END, 1)[0]


def written(readme: str, text: str) -> str:
    """Return the README with `text` between the markers.

    Raises:
        ValueError: the markers are not there.
    """
    if readme.count(BEGIN) != 1 or readme.count(END) != 1:
        raise ValueError(f"README.md needs {BEGIN} and {END}, once each.")
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    write = parser.parse_args().write
    readme = README.read_text(encoding="utf-8")
    if write:
        written(readme, "")  # complains before the work rather than after
    text = table()
    print(text)
    for line in check(text):
        print("VIOLATION", line)
    if write:
        README.write_text(written(readme, text), encoding="utf-8")


if __name__ == "__main__":
    main()
