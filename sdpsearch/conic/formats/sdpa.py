"""SDPA-sparse (.dat-s); the standard form is in the package's docstring."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from sdpsearch.conic.embedding import real_order
from sdpsearch.conic.formats.text import (
    CONSTANT,
    LARGEST,
    Draft,
    Source,
    finite,
    header,
    line,
    matrix_entries,
    nonzeros,
    require_finite,
    write,
)
from sdpsearch.conic.problem import ConicProblem, Orthant


def write_sdpa(problem: ConicProblem, path: str | PathLike[str]) -> None:
    """Write the programme in SDPA-sparse format (.dat-s).

    SDPA's pair of programmes (SDPA user's manual, Fujisawa, Kojima et al.) is

        minimise  Σ c_i x_i   subject to  Σ F_i x_i − F_0 ≥ 0,
        maximise  F_0 • Y     subject to  F_i • Y = c_i,  Y ≥ 0.

    x and c are the programme's. Each cone is a block, F_i being what x_i contributes to
    it and −F_0 its constant; an orthant is a diagonal block. The format has no
    equalities: A x = b with p rows is the last block, diagonal of size 2p, which holds
    A x − b ≥ 0 and b − A x ≥ 0. SDPA's two optima are then those of the programme, with
    y = Y_+ − Y_− on that block, but no point is strictly feasible and Y_+, Y_− are
    determined up to a common shift only, which costs solvers some accuracy. `read_sdpa`
    undoes the pair; CBF has no need of it.

    Args:
        problem: the programme, finite.
        path: file to write.

    Raises:
        ValueError: the data are not finite.
    """
    require_finite(problem)
    sizes = [
        -cone.size if isinstance(cone, Orthant) else real_order(cone)
        for cone in problem.cones
    ]
    count = problem.right_side.shape[0]
    blocks = [str(size) for size in sizes] + [str(-2 * count)] * (count > 0)
    entries = [
        (variable + 1, block + 1, row + 1, col + 1, -value if variable < 0 else value)
        for block, variable, row, col, value in matrix_entries(problem)
    ]
    for row, place, value in nonzeros(problem.equalities):
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
        line(*problem.objective.tolist()),
    ]
    lines += [line(*entry) for entry in sorted(entries)]
    write(path, lines)


def read_sdpa(path: str | PathLike[str]) -> ConicProblem:
    """Read a programme in SDPA-sparse format; it is SDPA's minimisation, see `write_sdpa`.

    A diagonal block whose second half is the first one negated is read as equalities,
    any other diagonal block as an orthant. Braces, brackets, commas and = count as
    blanks. Entries below the diagonal and entries given twice are refused, since readers
    disagree about them.

    Args:
        path: file to read.

    Returns:
        The programme; all its cones are real.

    Raises:
        ValueError: the file is malformed; the message names the file and the line.
        OSError: it cannot be read.
    """
    source = Source(Path(path), comments='"*', blanks="{}(),=")
    (variables,) = header(source, 1, int, "number of variables")
    source.within(variables, 1, LARGEST, "number of variables")
    (count,) = header(source, 1, int, "number of blocks")
    source.within(count, 1, LARGEST, "number of blocks")
    sizes = header(source, count, int, "block sizes")
    for size in sizes:
        source.within(abs(size), 1, LARGEST, "block size")
    objective = header(source, variables, finite, "objective coefficients")
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
        column = matrix - 1 if matrix else CONSTANT
        source.once(blocks[block - 1], (column, row - 1, col - 1))
        blocks[block - 1][column, row - 1, col - 1] = value if matrix else -value
    draft = Draft(variables)
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
            draft.add_inequalities(rows)
    return draft.finish(source)
