"""The Conic Benchmark Format (.cbf); the standard form is in the package's docstring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from sdpsearch.conic.embedding import real_order
from sdpsearch.conic.formats.text import (
    CONSTANT,
    LARGEST,
    Draft,
    Source,
    matrix_entries,
    nonzeros,
    require_finite,
    section,
    write,
)
from sdpsearch.conic.problem import ConicProblem, Orthant

#: Indices -> entry; a section has its own number of indices.
Entries = dict[tuple[int, ...], float]


def write_cbf(problem: ConicProblem, path: str | PathLike[str]) -> None:
    """Write the programme in the Conic Benchmark Format (.cbf, version 1).

    CBF (Friberg, Math. Prog. Comp. 8, 191 (2016)) holds the programme as it is: VAR
    lists x as free, CON the rows of A x − b as L= (b negated in BCOORD) and then the
    orthants as L+, PSDCON one cone after the other with HCOORD what each x_j contributes
    to it and DCOORD its constant, lower triangles, all counted from 0. Its optimum is the
    programme's.

    Args:
        problem: the programme, finite.
        path: file to write.

    Raises:
        ValueError: the data are not finite.
    """
    require_finite(problem)
    variables, count = problem.objective.shape[0], problem.right_side.shape[0]
    #: Where each cone begins: among the rows of CON, or those of PSDCON.
    starts: list[int] = []
    sizes: list[int] = []
    orders: list[int] = []
    for cone in problem.cones:
        if isinstance(cone, Orthant):
            starts.append(count + sum(sizes))
            sizes.append(cone.size)
        else:
            starts.append(len(orders))
            orders.append(real_order(cone))
    lines = ["# minimise c.x subject to A x - b = 0, G x + g positive (semidefinite)"]
    lines += ["VER", "1", "", "OBJSENSE", "MIN", ""]
    lines += ["VAR", f"{variables} 1", f"F {variables}", ""]
    if orders:
        lines += ["PSDCON", str(len(orders)), *map(str, orders), ""]
    domains = [f"L= {count}"] * (count > 0) + [f"L+ {size}" for size in sizes]
    if domains:
        lines += ["CON", f"{count + sum(sizes)} {len(domains)}", *domains, ""]
    rows = nonzeros(problem.equalities)
    constants = [(row, -v) for row, v in enumerate(problem.right_side.tolist()) if v != 0]
    matrices: list[tuple[int, int, int, int, float]] = []
    shifts: list[tuple[int, int, int, float]] = []
    for block, variable, row, col, value in matrix_entries(problem):
        start = starts[block]
        if isinstance(problem.cones[block], Orthant):
            if variable == CONSTANT:
                constants.append((start + row, value))
            else:
                rows.append((start + row, variable, value))
        elif variable == CONSTANT:
            shifts.append((start, col, row, value))
        else:
            matrices.append((start, variable, col, row, value))
    objective = [(place, v) for _, place, v in nonzeros(problem.objective[None, :])]
    lines += section("OBJACOORD", objective)
    lines += section("ACOORD", sorted(rows))
    lines += section("BCOORD", sorted(constants))
    lines += section("HCOORD", sorted(matrices))
    lines += section("DCOORD", sorted(shifts))
    write(path, lines[:-1])


def read_cbf(path: str | PathLike[str]) -> ConicProblem:
    """Read a programme in the Conic Benchmark Format; what `write_cbf` writes and more.

    Understood are minimisation, scalar variables and constraints in F, L=, L+ and L−,
    semidefinite constraints, and constants anywhere. Matrix variables, integers, other
    cones and maximisation are refused by name. Equalities come in the order of the
    constraints, then of the variables; one orthant, after the cones of PSDCON, holds the
    rows of L+ and L− in the same order.

    Args:
        path: file to read.

    Returns:
        The programme; all its cones are real.

    Raises:
        ValueError: the file is malformed or holds what a ConicProblem cannot; the
            message names the file and the line.
        OSError: it cannot be read.
    """
    file = _CbfFile(Source(Path(path), comments="#"))
    while (words := file.source.next()) is not None:
        file.read_section(words)
    return file.problem()


@dataclass
class _CbfFile:
    """The sections of a CBF file as far as they have been read."""

    source: Source
    seen: set[str] = field(default_factory=set[str])
    variables: list[str] = field(default_factory=list[str])
    constraints: list[str] = field(default_factory=list[str])
    orders: list[int] = field(default_factory=list[int])
    objective: Entries = field(default_factory=Entries)
    offset: Entries = field(default_factory=Entries)
    rows: Entries = field(default_factory=Entries)
    constants: Entries = field(default_factory=Entries)
    matrices: Entries = field(default_factory=Entries)
    shifts: Entries = field(default_factory=Entries)

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
        source.within(total, 0, LARGEST, "number of rows")
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
            self.source.within(order, 1, LARGEST, "order")
            self.orders.append(order)

    def _coordinates(self, entries: Entries, roles: str) -> None:
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
        draft = Draft(len(self.variables))
        draft.objective.update({j: value for (j,), value in self.objective.items()})
        draft.objective[CONSTANT] = self.offset.get((), 0.0)
        blocks: list[dict[tuple[int, int, int], float]] = [{} for _ in self.orders]
        for (block, variable, row, col), value in self.matrices.items():
            blocks[block][variable, col, row] = value
        for (block, row, col), value in self.shifts.items():
            blocks[block][CONSTANT, col, row] = value
        for order, block in zip(self.orders, blocks, strict=True):
            draft.add_matrix(order, block)
        rows: list[dict[int, float]] = [{} for _ in self.constraints]
        for (row, variable), value in self.rows.items():
            rows[row][variable] = value
        for (row,), value in self.constants.items():
            rows[row][CONSTANT] = value
        units: list[dict[int, float]] = [{j: 1.0} for j in range(len(self.variables))]
        domains = self.constraints + self.variables
        inequalities: list[dict[int, float]] = []
        for domain, row in zip(domains, rows + units, strict=True):
            if domain == "L=":
                draft.equalities.append(row)
            elif domain != "F":
                sign = 1.0 if domain == "L+" else -1.0
                inequalities.append({c: sign * v for c, v in row.items()})
        if inequalities:
            draft.add_inequalities(inequalities)
        return draft.finish(self.source)
