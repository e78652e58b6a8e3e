"""The exact line problem solved to many digits, as operators ready for repair."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from sdpsearch import deadline
from sdpsearch.proof.digits.line import Column, ExactLine, IntegerBlock, column_entries
from sdpsearch.proof.digits.solve import solve_line
from sdpsearch.proof.exact.coordinates import coordinate
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Entries, Entry, Matrix
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.witness import witness_from_rows

#: Bits of basis vectors beyond which float64, where the solver starts, is no help.
_LARGEST = 200
#: Digits added where the solver arrived, but rounding left its answer no interior.
_LADDER = (0, 50, 100)


@dataclass(frozen=True)
class ExactSolution:
    """Where a line enters the k-extendible operators, to many digits.

    Attributes:
        x: the position.
        blocks: T_λ at about x, strictly positive.
        witness: W with tr(WD) = 1 and S(W) > 0 on the face.
        values: its coordinates y in the face's rows.
        reason: why fewer digits than asked for were reached, or "".
    """

    x: Fraction
    blocks: dict[Diagram, Matrix]
    witness: Matrix
    values: list[Fraction]
    reason: str


def solve_exact(
    face: ExactFace,
    start: Matrix,
    direction: Matrix,
    digits: int,
    time_limit: float | None = None,
) -> ExactSolution | None:
    """Return the solution of min{x : start + x·direction extendible}, None if it fails.

    Args:
        face: where the extensions live.
        start: J_0.
        direction: D.
        digits: digits of x wanted.
        time_limit: seconds it may take.
    """
    rows = face.rows
    slopes = tuple(coordinate(row, direction) for row in rows)
    if not any(slopes):
        return None
    sectors: list[tuple[Diagram, list[int]]] = [
        (diagram, members.tolist())
        for diagram in face.diagrams
        for members in face.sectors(diagram)
    ]
    columns: dict[Diagram, list[Column]] = {
        diagram: [_column(entries, face.real) for entries in face.columns(diagram)]
        for diagram in face.diagrams
    }
    line = ExactLine(
        d_in=face.space.d_in,
        d_out=face.space.d_out,
        k=face.space.copies,
        bases=tuple(
            tuple(columns[diagram][member] for member in members)
            for diagram, members in sectors
        ),
        rows=rows,
        start=tuple(coordinate(row, start) for row in rows),
        direction=slopes,
        real=face.real,
        scales=face.space.scales,
    )
    if _size(line) > _LARGEST:
        return None
    found = None
    for more in _LADDER:
        deadline.check("digits were proved")
        limit = deadline.remaining(time_limit)
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                found = solve_line(line, digits + more, time_limit=limit)
        except (np.linalg.LinAlgError, OverflowError):
            # Floats found no interior point to start from, or do not reach that far.
            return None
        if found.strict or found.reason:
            break
    if found is None or not found.strict:
        return None
    scale = 1 << found.bits
    values = [Fraction(y, scale) for y in found.y]
    parts: dict[Diagram, Entries] = {diagram: {} for diagram in face.diagrams}
    for (diagram, members), block in zip(sectors, found.blocks, strict=True):
        parts[diagram] |= _entries(block, members)
    blocks = {
        diagram: Matrix(face.order(diagram), face.order(diagram), entries, scale)
        for diagram, entries in parts.items()
    }
    witness = witness_from_rows(face, values)
    return ExactSolution(found.x, blocks, witness, values, found.reason)


def _column(entries: dict[int, Entry], real: bool) -> Column:
    return {place: entry[0] if real else entry for place, entry in entries.items()}


def _size(line: ExactLine) -> int:
    """Return the bits of the largest integer in the bases."""
    entries = (
        part
        for basis in line.bases
        for column in basis
        for _, *entry in column_entries(column)
        for part in entry
    )
    return max((abs(part).bit_length() for part in entries), default=0)


def _entries(block: IntegerBlock, members: list[int]) -> Entries:
    """Return the entries of a block on some coordinates of its diagram's."""
    entries: Entries = {}
    for p, row in enumerate(block.re):
        for q, re in enumerate(row[: p + 1]):
            im = block.im[p][q] if block.im is not None and p != q else 0
            if re or im:
                entries[members[p], members[q]] = (re, im)
                entries[members[q], members[p]] = (re, -im)
    return entries
