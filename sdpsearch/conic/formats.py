"""Conic programmes as text files that other solvers read: SDPA-sparse and CBF.

Both hold the programme of `conic.problem`, with the same primal and the same optimum:

    minimise   c·x          subject to  A x = b,  G x ∈ K          x in R^n

Both know real symmetric matrices only. A cone of Hermitian H of order n is written as
one of order 2n, E(H) = [[Re H, −Im H], [Im H, Re H]] ≥ 0, and read back as that real
cone: c, A, b and the optimum stay, and a multiplier Z of the real cone stands for

    z = (Z₁₁ + Z₂₂) + i (Z₂₁ − Z₁₂),       Z = [[Z₁₁, Z₁₂], [Z₂₁, Z₂₂]].

Numbers are written so that they are read back bit for bit, and the same programme gives
the same bytes. Entries of c, A and b are the programme's own; matrix entries off the
diagonal are svec coordinates divided by √2, so that G comes back within a rounding.

A file may add a constant matrix to a cone (F_0, DCOORD) or a constant to the objective
(OBJBCOORD), for which a ConicProblem has no place. It is then read with one variable
more, the last, which an equality, the last, fixes to 1. The optimum stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import NoReturn

import numpy as np
from scipy import sparse

from sdpsearch.conic.embedding import real_order, real_triangle
from sdpsearch.conic.problem import ConicProblem, PsdCone
from sdpsearch.linalg import Array

#: Column of a constant while a file is read.
_CONSTANT = -1
#: A size above this in a file is taken for a mistake.
_LARGEST = 10**6


def write_sdpa(problem: ConicProblem, path: str | PathLike[str]) -> None:
    """Write the programme in SDPA-sparse format (.dat-s).

    SDPA's pair of programmes (SDPA user's manual, Fujisawa, Kojima et al.) is

        minimise  Σ c_i x_i   subject to  Σ F_i x_i − F_0 ≥ 0,
        maximise  F_0 • Y     subject to  F_i • Y = c_i,  Y ≥ 0.

    x and c are the programme's. Each cone is a block, F_i being what x_i contributes to
    it and F_0 = 0. The format has no equalities: A x = b with p rows is the last block,
    diagonal of size 2p, which holds A x − b ≥ 0 and b − A x ≥ 0. SDPA's two optima are
    then those of the programme, with y = Y_+ − Y_− on that block, but no point is
    strictly feasible and Y_+, Y_− are determined up to a common shift only, which costs
    solvers some accuracy. `read_sdpa` undoes the pair; CBF has no need of it.

    Args:
        problem: the programme, finite.
        path: file to write.

    Raises:
        ValueError: the data are not finite.
    """
    _require_finite(problem)
    orders = [real_order(cone) for cone in problem.cones]
    count = problem.right_side.shape[0]
    blocks = [str(order) for order in orders] + [str(-2 * count)] * (count > 0)
    entries = [
        (variable + 1, block + 1, row + 1, col + 1, value)
        for block, variable, row, col, value in _matrix_entries(problem)
    ]
    for row, place, value in _nonzeros(problem.equalities):
        variable, last = place + 1, len(blocks)
        entries.append((variable, last, row + 1, row + 1, value))
        entries.append((variable, last, count + row + 1, count + row + 1, -value))
    for row, value in enumerate(problem.right_side.tolist()):
        if value != 0:
            entries.append((0, len(blocks), row + 1, row + 1, value))
            entries.append((0, len(blocks), count + row + 1, count + row + 1, -value))
    lines = [
        '"minimise c.x; blocks: the cones, then A x - b >= 0 and b - A x >= 0',
        str(problem.objective.shape[0]),
        str(len(blocks)),
        " ".join(blocks),
        _line(*problem.objective.tolist()),
    ]
    lines += [_line(*entry) for entry in sorted(entries)]
    _write(path, lines)


def read_sdpa(path: str | PathLike[str]) -> ConicProblem:
    """Read a programme in SDPA-sparse format; it is SDPA's minimisation, see `write_sdpa`.

    A diagonal block whose second half is the first one negated is read as equalities,
    any other diagonal block as cones of order 1, a non-zero F_0 elsewhere as a fixed
    variable. Braces, brackets, commas and = count as blanks. Entries below the diagonal
    and entries given twice are refused, since readers disagree about them.

    Args:
        path: file to read.

    Returns:
        The programme; all its cones are real.

    Raises:
        ValueError: the file is malformed; the message names the file and the line.
        OSError: it cannot be read.
    """
    source = _Source(Path(path), comments='"*', blanks="{}(),=")
    (variables,) = _header(source, 1, int, "number of variables")
    source.within(variables, 1, _LARGEST, "number of variables")
    (count,) = _header(source, 1, int, "number of blocks")
    source.within(count, 1, _LARGEST, "number of blocks")
    sizes = _header(source, count, int, "block sizes")
    for size in sizes:
        source.within(abs(size), 1, _LARGEST, "block size")
    objective = _header(source, variables, _finite, "objective coefficients")
    blocks: list[dict[tuple[int, int, int], float]] = [{} for _ in sizes]
    while (words := source.next()) is not None:
        numbers, (value,) = source.numbers(words, 4, 1)
        matrix, block, row, col = numbers
        source.within(matrix, 0, variables, "matrix number")
        source.within(block, 1, count, "block number")
        order = abs(sizes[block - 1])
        source.within(row, 1, order, "row")
        source.within(col, row, order, "column")
        if sizes[block - 1] < 0 and row != col:
            source.refuse(f"entry ({row}, {col}) of a diagonal block")
        column = matrix - 1 if matrix else _CONSTANT
        source.once(blocks[block - 1], (column, row - 1, col - 1))
        blocks[block - 1][column, row - 1, col - 1] = value if matrix else -value
    draft = _Draft(variables)
    draft.objective.update(enumerate(objective))
    for size, block in zip(sizes, blocks, strict=True):
        if size > 0:
            draft.add_matrix(size, block)
            continue
        rows: list[dict[int, float]] = [{} for _ in range(-size)]
        for (column, row, _), value in block.items():
            if value != 0:
                rows[row][column] = value
        half = -size // 2
        if rows[half:] == [{c: -v for c, v in row.items()} for row in rows[:half]]:
            draft.equalities += rows[:half]
        else:
            for row in rows:
                draft.add_inequality(row)
    return draft.finish(source)


def write_cbf(problem: ConicProblem, path: str | PathLike[str]) -> None:
    """Write the programme in the Conic Benchmark Format (.cbf, version 1).

    CBF (Friberg, Math. Prog. Comp. 8, 191 (2016)) holds the programme as it is: VAR
    lists x as free, CON the rows of A x − b as L= (b negated in BCOORD), PSDCON one cone
    after the other with HCOORD what each x_j contributes to it, lower triangles, all
    counted from 0. Its optimum is the programme's.

    Args:
        problem: the programme, finite.
        path: file to write.

    Raises:
        ValueError: the data are not finite.
    """
    _require_finite(problem)
    variables, count = problem.objective.shape[0], problem.right_side.shape[0]
    orders = [real_order(cone) for cone in problem.cones]
    lines = ["# minimise c.x subject to A x - b = 0 and G x positive semidefinite"]
    lines += ["VER", "1", "", "OBJSENSE", "MIN", ""]
    lines += ["VAR", f"{variables} 1", f"F {variables}", ""]
    if orders:
        lines += ["PSDCON", str(len(orders)), *map(str, orders), ""]
    if count:
        lines += ["CON", f"{count} 1", f"L= {count}", ""]
    matrices = sorted(
        (block, variable, col, row, value)
        for block, variable, row, col, value in _matrix_entries(problem)
    )
    objective = [(place, v) for _, place, v in _nonzeros(problem.objective[None, :])]
    constants = [(row, -v) for row, v in enumerate(problem.right_side.tolist()) if v != 0]
    lines += _section("OBJACOORD", objective)
    lines += _section("ACOORD", _nonzeros(problem.equalities))
    lines += _section("BCOORD", constants)
    lines += _section("HCOORD", matrices)
    _write(path, lines[:-1])


def read_cbf(path: str | PathLike[str]) -> ConicProblem:
    """Read a programme in the Conic Benchmark Format; what `write_cbf` writes and more.

    Understood are minimisation, scalar variables and constraints in F, L=, L+ and L−,
    semidefinite constraints, and constants anywhere. Matrix variables, integers, other
    cones and maximisation are refused by name. Equalities come in the order of the
    constraints, then of the variables; cones of order 1 stand for L+ and L−, after
    those of PSDCON.

    Args:
        path: file to read.

    Returns:
        The programme; all its cones are real.

    Raises:
        ValueError: the file is malformed or holds what a ConicProblem cannot; the
            message names the file and the line.
        OSError: it cannot be read.
    """
    file = _CbfFile(_Source(Path(path), comments="#"))
    while (words := file.source.next()) is not None:
        file.read_section(words)
    return file.problem()


@dataclass
class _CbfFile:
    """The sections of a CBF file as far as they have been read."""

    source: _Source
    seen: set[str] = field(default_factory=set)
    variables: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    objective: dict[tuple[int], float] = field(default_factory=dict)
    offset: dict[tuple[()], float] = field(default_factory=dict)
    rows: dict[tuple[int, int], float] = field(default_factory=dict)
    constants: dict[tuple[int], float] = field(default_factory=dict)
    matrices: dict[tuple[int, int, int, int], float] = field(default_factory=dict)
    shifts: dict[tuple[int, int, int], float] = field(default_factory=dict)

    def read_section(self, words: list[str]) -> None:
        """Read one section, the keyword of which has just been read."""
        source, keyword = self.source, words[0]
        if len(words) > 1 or not keyword.isalpha():
            source.refuse(f"expected a keyword, found {' '.join(words)!r}")
        readers: dict[str, Callable[[], None]] = {
            "VER": self._version,
            "OBJSENSE": self._sense,
            "VAR": lambda: self._domains(self.variables),
            "CON": lambda: self._domains(self.constraints),
            "PSDCON": self._orders,
            "OBJACOORD": lambda: self._coordinates(self.objective, "j"),
            "OBJBCOORD": lambda: self.offset.update({(): self._only_number()}),
            "ACOORD": lambda: self._coordinates(self.rows, "ij"),
            "BCOORD": lambda: self._coordinates(self.constants, "i"),
            "HCOORD": lambda: self._coordinates(self.matrices, "kjrc"),
            "DCOORD": lambda: self._coordinates(self.shifts, "krc"),
        }
        if keyword not in readers:
            source.refuse(f"section {keyword} is not supported")
        if keyword in self.seen:
            source.refuse(f"section {keyword} is given twice")
        if not self.seen and keyword != "VER":
            source.refuse(f"expected VER before anything else, found {keyword}")
        self.seen.add(keyword)
        readers[keyword]()

    def _version(self) -> None:
        (version,), _ = self.source.numbers(self.source.need("a version"), 1, 0)
        self.source.within(version, 1, 4, "version")

    def _sense(self) -> None:
        words = self.source.need("MIN")
        if words != ["MIN"]:
            self.source.refuse(f"expected MIN, found {' '.join(words)!r}")

    def _count(self) -> int:
        (count,), _ = self.source.numbers(self.source.need("a count"), 1, 0)
        self.source.within(count, 0, 10**9, "count")
        return count

    def _only_number(self) -> float:
        return self.source.numbers(self.source.need("a number"), 0, 1)[1][0]

    def _domains(self, domains: list[str]) -> None:
        source = self.source
        (total, pieces), _ = source.numbers(source.need("two sizes"), 2, 0)
        source.within(total, 0, _LARGEST, "number of rows")
        for _ in range(pieces):
            words = source.need("a cone")
            if words[0] not in ("F", "L=", "L+", "L-"):
                source.refuse(f"cone {words[0]!r} is not supported")
            (size,), _ = source.numbers(words[1:], 1, 0)
            source.within(size, 0, total - len(domains), "size of the cone")
            domains += [words[0]] * size
        if len(domains) != total:
            source.refuse(f"the cones have {len(domains)} rows, not {total}")

    def _orders(self) -> None:
        count = self._count()
        for _ in range(count):
            (order,), _ = self.source.numbers(self.source.need("an order"), 1, 0)
            self.source.within(order, 1, _LARGEST, "order")
            self.orders.append(order)

    def _coordinates(self, entries: dict, roles: str) -> None:
        """Read entries whose indices mean: variable j, row i, cone k, row r, column c."""
        source = self.source
        count = self._count()
        sizes = {"j": len(self.variables), "i": len(self.constraints)}
        sizes["k"] = len(self.orders)
        names = {"j": "variable", "i": "constraint", "k": "cone", "r": "row"}
        for _ in range(count):
            words = source.need("an entry")
            indices, (value,) = source.numbers(words, len(roles), 1)
            for role, index in zip(roles, indices, strict=True):
                if role == "c":
                    source.within(index, 0, indices[-2], "column")
                    continue
                top = self.orders[indices[0]] if role == "r" else sizes[role]
                source.within(index, 0, top - 1, names[role])
            source.once(entries, tuple(indices))
            entries[tuple(indices)] = value

    def problem(self) -> ConicProblem:
        """Return the programme that the sections make up."""
        for keyword in ("VER", "OBJSENSE", "VAR"):
            if keyword not in self.seen:
                self.source.refuse(f"section {keyword} is missing")
        draft = _Draft(len(self.variables))
        draft.objective.update({j: value for (j,), value in self.objective.items()})
        draft.objective[_CONSTANT] = self.offset.get((), 0.0)
        blocks: list[dict[tuple[int, int, int], float]] = [{} for _ in self.orders]
        for (block, variable, row, col), value in self.matrices.items():
            blocks[block][variable, col, row] = value
        for (block, row, col), value in self.shifts.items():
            blocks[block][_CONSTANT, col, row] = value
        for order, block in zip(self.orders, blocks, strict=True):
            draft.add_matrix(order, block)
        rows: list[dict[int, float]] = [{} for _ in self.constraints]
        for (row, variable), value in self.rows.items():
            rows[row][variable] = value
        for (row,), value in self.constants.items():
            rows[row][_CONSTANT] = value
        units: list[dict[int, float]] = [{j: 1.0} for j in range(len(self.variables))]
        domains = self.constraints + self.variables
        for domain, row in zip(domains, rows + units, strict=True):
            if domain == "L=":
                draft.equalities.append(row)
            elif domain != "F":
                sign = 1.0 if domain == "L+" else -1.0
                draft.add_inequality({c: sign * v for c, v in row.items()})
        return draft.finish(self.source)


@dataclass
class _Draft:
    """A programme under construction: affine forms, keyed by variable or _CONSTANT."""

    variables: int
    objective: dict[int, float] = field(default_factory=dict)
    equalities: list[dict[int, float]] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    blocks: list[dict[tuple[int, int, int], float]] = field(default_factory=list)

    def add_matrix(self, order: int, block: dict[tuple[int, int, int], float]) -> None:
        """Add a cone; `block` holds (variable, row, column ≥ row) -> entry."""
        self.orders.append(order)
        self.blocks.append(block)

    def add_inequality(self, row: dict[int, float]) -> None:
        """Add row ≥ 0 as a cone of order 1."""
        self.add_matrix(1, {(column, 0, 0): value for column, value in row.items()})

    def finish(self, source: _Source) -> ConicProblem:
        """Return the programme, with a variable fixed to 1 where constants need one."""
        if not self.orders:
            source.refuse("there is no cone")
        if not self.variables:
            source.refuse("there is no variable")
        fixed = self.objective.get(_CONSTANT, 0.0) != 0 or any(
            column == _CONSTANT and value != 0
            for block in self.blocks
            for (column, _, _), value in block.items()
        )
        width, count = self.variables + fixed, len(self.equalities)
        objective = np.zeros(self.variables + 1)
        for column, value in self.objective.items():
            objective[column] = value
        forms = np.zeros((count, self.variables + 1))
        for row, form in enumerate(self.equalities):
            for column, value in form.items():
                forms[row, column] = value
        right_side = 0.0 - forms[:, _CONSTANT]  # not −0
        forms[:, _CONSTANT] = 0.0
        if fixed:
            forms = np.vstack([forms, np.eye(1, width, self.variables)])
            right_side = np.append(right_side, 1.0)
        return ConicProblem(
            objective=objective[:width],
            equalities=forms[:, :width],
            right_side=right_side,
            operator=self._operator(width),
            cones=tuple(PsdCone(order, True) for order in self.orders),
        )

    def _operator(self, width: int) -> sparse.csr_array:
        rows, cols, data, first = [], [], [], 0
        for order, block in zip(self.orders, self.blocks, strict=True):
            for (column, row, col), value in block.items():
                if value != 0:
                    # svec runs along the rows of the upper triangle.
                    rows.append(first + row * order - row * (row - 1) // 2 + col - row)
                    cols.append(column % width)
                    data.append(value if row == col else np.sqrt(2.0) * value)
            first += order * (order + 1) // 2
        return sparse.csr_array((data, (rows, cols)), shape=(first, width), dtype=float)


@dataclass
class _Source:
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
            return [int(w) for w in words[:whole]], [_finite(w) for w in words[whole:]]
        except ValueError as error:
            self.refuse(str(error))

    def within(self, number: int, low: int, high: int, what: str) -> None:
        """Refuse an integer outside [low, high]."""
        if not low <= number <= high:
            self.refuse(f"{what} {number} is not in [{low}, {high}]")

    def once(self, entries: dict, key: tuple[int, ...]) -> None:
        """Refuse an entry that is there already."""
        if key in entries:
            self.refuse("this entry is given twice")

    def refuse(self, reason: str) -> NoReturn:
        """Raise ValueError with the file, the line and the reason, in one line."""
        raise ValueError(f"{self.path.name}:{self.line}: {reason}")


def _finite(word: str) -> float:
    value = float(word.replace("d", "e").replace("D", "e"))
    if not np.isfinite(value):
        raise ValueError(f"{word} is not a finite number")
    return value


def _header(source: _Source, count: int, convert: Callable, what: str) -> list:
    """Return so many numbers, over several lines if need be; a remark may follow."""
    found: list = []
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


def _require_finite(problem: ConicProblem) -> None:
    if not problem.is_finite:
        raise ValueError("Argument `problem` must have finite data.")


def _matrix_entries(
    problem: ConicProblem,
) -> Iterator[tuple[int, int, int, int, float]]:
    """Yield (cone, variable, row, column ≥ row, entry) of the real matrices."""
    first = 0
    for block, cone in enumerate(problem.cones):
        rows = sparse.csr_array(problem.operator[first : first + cone.size])
        first += cone.size
        col, row = np.tril_indices(real_order(cone))  # upper triangle, column by column
        entries = sparse.coo_array(real_triangle(cone) @ rows)
        entries.sum_duplicates()
        places, variables = entries.coords
        scaled = np.where(row == col, 1.0, np.sqrt(2.0))[places]
        values = entries.data / scaled
        for place, variable, value in zip(
            places.tolist(), variables.tolist(), values.tolist(), strict=True
        ):
            if value != 0:
                yield block, variable, int(row[place]), int(col[place]), value


def _nonzeros(matrix: Array) -> list[tuple[int, int, float]]:
    """Return (row, column, value) of the entries that are not zero, row by row."""
    rows, cols = np.nonzero(matrix)
    values = matrix[rows, cols].tolist()
    return list(zip(rows.tolist(), cols.tolist(), values, strict=True))


def _section(keyword: str, entries: list) -> list[str]:
    if not entries:
        return []
    return [keyword, str(len(entries)), *(_line(*entry) for entry in entries), ""]


def _line(*numbers: float) -> str:
    # repr gives the shortest text that is read back as the same number.
    return " ".join(map(repr, numbers))


def _write(path: str | PathLike[str], lines: list[str]) -> None:
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
