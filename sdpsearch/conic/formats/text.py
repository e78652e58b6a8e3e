"""What both file formats share: reading words with line numbers, drafts, writing."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import NoReturn, TypeVar

import numpy as np
from scipy import sparse

from sdpsearch.conic.embedding import real_order, real_rows
from sdpsearch.conic.problem import Cone, ConicProblem, Orthant, PsdCone
from sdpsearch.linalg import Array
from sdpsearch.writing import write_file

#: Column of a constant while a file is read.
CONSTANT = -1
#: A size above this in a file is taken for a mistake.
LARGEST = 10**6

Number = TypeVar("Number", int, float)


@dataclass
class Draft:
    """A programme under construction: affine forms, keyed by variable or CONSTANT."""

    variables: int
    objective: dict[int, float] = field(default_factory=dict[int, float])
    equalities: list[dict[int, float]] = field(default_factory=list[dict[int, float]])
    cones: list[Cone] = field(default_factory=list[Cone])
    blocks: list[dict[tuple[int, int], float]] = field(
        default_factory=list[dict[tuple[int, int], float]]
    )

    def add_matrix(self, order: int, block: dict[tuple[int, int, int], float]) -> None:
        """Add a PSD cone; `block` holds (variable, row, column ≥ row) -> entry."""
        self.cones.append(PsdCone(order, True))
        coordinates: dict[tuple[int, int], float] = {}
        for (column, row, col), value in block.items():
            # svec runs along the rows of the upper triangle.
            place = row * order - row * (row - 1) // 2 + col - row
            coordinates[column, place] = value if row == col else np.sqrt(2.0) * value
        self.blocks.append(coordinates)

    def add_inequalities(self, rows: list[dict[int, float]]) -> None:
        """Add rows ≥ 0 as one orthant."""
        self.cones.append(Orthant(len(rows)))
        self.blocks.append(
            {(c, i): v for i, row in enumerate(rows) for c, v in row.items()}
        )

    def finish(self, source: Source) -> ConicProblem:
        """Return the programme, with a variable fixed to 1 for a constant objective."""
        if not self.cones:
            source.refuse("there is no cone")
        if not self.variables:
            source.refuse("there is no variable")
        fixed = self.objective.get(CONSTANT, 0.0) != 0
        width, count = self.variables + fixed, len(self.equalities)
        objective = np.zeros(self.variables + 1)
        for column, value in self.objective.items():
            objective[column] = value
        forms = np.zeros((count, self.variables + 1))
        for row, form in enumerate(self.equalities):
            for column, value in form.items():
                forms[row, column] = value
        right_side = 0.0 - forms[:, CONSTANT]  # not −0
        forms[:, CONSTANT] = 0.0
        if fixed:
            forms = np.vstack([forms, np.eye(1, width, self.variables)])
            right_side = np.append(right_side, 1.0)
        first = 0
        rows: list[int] = []
        cols: list[int] = []
        data: list[float] = []
        constant = np.zeros(sum(cone.size for cone in self.cones))
        for cone, block in zip(self.cones, self.blocks, strict=True):
            for (column, place), value in block.items():
                if column == CONSTANT:
                    constant[first + place] = value
                elif value != 0:
                    rows.append(first + place)
                    cols.append(column)
                    data.append(value)
            first += cone.size
        return ConicProblem(
            objective=objective[:width],
            equalities=forms[:, :width],
            right_side=right_side,
            operator=sparse.csr_array((data, (rows, cols)), (first, width), float),
            cones=tuple(self.cones),
            constant=constant,
        )


@dataclass
class Source:
    """The lines of a file that say something, each as words; it knows where it is."""

    path: Path
    comments: str
    blanks: str = ""
    line: int = 0

    def __post_init__(self) -> None:
        try:
            self._lines = iter(self.path.read_text(encoding="utf-8").splitlines())
        except UnicodeDecodeError:
            self.refuse("this is not a text file")
        self._blank = str.maketrans(dict.fromkeys(self.blanks, " "))

    def next(self) -> list[str] | None:
        """Return the words of the next line that has some, or None at the end."""
        for text in self._lines:
            self.line += 1
            if text.lstrip()[:1] in tuple(self.comments):
                continue
            if "#" in self.comments:
                text = text.partition("#")[0]
            if words := text.translate(self._blank).split():
                return words
        return None

    def need(self, what: str) -> list[str]:
        """Return the words of the next line, which must be there."""
        words = self.next()
        if words is None:
            self.refuse(f"the file ends where {what} should be")
        return words

    def numbers(
        self, words: list[str], whole: int, real: int
    ) -> tuple[list[int], list[float]]:
        """Return so many integers and then so many finite numbers, and nothing else."""
        if len(words) != whole + real:
            found = " ".join(words)
            self.refuse(f"expected {whole + real} number(s), found {found!r}")
        try:
            return [int(w) for w in words[:whole]], [finite(w) for w in words[whole:]]
        except ValueError as error:
            self.refuse(str(error))

    def within(self, number: int, low: int, high: int, what: str) -> None:
        """Refuse an integer outside [low, high]."""
        if not low <= number <= high:
            self.refuse(f"{what} {number} is not in [{low}, {high}]")

    def once(self, entries: Container[tuple[int, ...]], key: tuple[int, ...]) -> None:
        """Refuse an entry that is there already."""
        if key in entries:
            self.refuse("this entry is given twice")

    def refuse(self, reason: str) -> NoReturn:
        """Raise ValueError with the file, the line and the reason, in one line."""
        raise ValueError(f"{self.path.name}:{self.line}: {reason}")


def finite(word: str) -> float:
    """Return the finite number a word stands for; ValueError otherwise."""
    value = float(word.replace("d", "e").replace("D", "e"))
    if not np.isfinite(value):
        raise ValueError(f"{word} is not a finite number")
    return value


def header(
    source: Source, count: int, convert: Callable[[str], Number], what: str
) -> list[Number]:
    """Return so many numbers, over several lines if need be; a remark may follow."""
    found: list[Number] = []
    while len(found) < count:
        for word in source.need(what):
            try:
                found.append(convert(word))
            except ValueError:
                if len(found) < count:
                    source.refuse(f"expected {count} {what}, found {word!r}")
                break
    if len(found) > count:
        source.refuse(f"expected {count} {what}, found {len(found)}")
    return found


def require_finite(problem: ConicProblem) -> None:
    """Raise ValueError for data that are no numbers to be written down."""
    if not problem.is_finite:
        raise ValueError("Argument `problem` must have finite data.")


def matrix_entries(
    problem: ConicProblem,
) -> Iterator[tuple[int, int, int, int, float]]:
    """Yield (cone, variable, row, column ≥ row, entry) of the real matrices.

    The constant comes as variable CONSTANT; an orthant's matrices are diagonal.
    """
    count = problem.objective.shape[0]
    whole = sparse.csr_array(
        sparse.hstack([problem.operator, sparse.csr_array(problem.constant[:, None])])
    )
    first = 0
    for block, cone in enumerate(problem.cones):
        rows = whole[first : first + cone.size]
        first += cone.size
        if isinstance(cone, Orthant):
            row = col = np.arange(cone.size)
        else:  # upper triangle, column by column
            col, row = np.tril_indices(real_order(cone))
        entries = sparse.coo_array(real_rows(cone) @ rows)
        entries.sum_duplicates()
        places, variables = entries.coords
        scaled = np.where(row == col, 1.0, np.sqrt(2.0))[places]
        values = entries.data / scaled
        for place, variable, value in zip(
            places.tolist(), variables.tolist(), values.tolist(), strict=True
        ):
            if value != 0:
                column = CONSTANT if variable == count else variable
                yield block, column, int(row[place]), int(col[place]), value


def nonzeros(matrix: Array) -> list[tuple[int, int, float]]:
    """Return (row, column, value) of the entries that are not zero, row by row."""
    rows, cols = np.nonzero(matrix)
    values = matrix[rows, cols].tolist()
    return list(zip(rows.tolist(), cols.tolist(), values, strict=True))


def section(keyword: str, entries: Sequence[tuple[float, ...]]) -> list[str]:
    """Return the lines of a CBF section, none without entries."""
    if not entries:
        return []
    return [keyword, str(len(entries)), *(line(*entry) for entry in entries), ""]


def line(*numbers: float) -> str:
    """Return numbers on one line, exactly."""
    # repr gives the shortest text that is read back as the same number.
    return " ".join(map(repr, numbers))


def write(path: str | PathLike[str], lines: list[str]) -> None:
    """Write lines that are the same on every system."""
    write_file(path, "\n".join(lines) + "\n")
