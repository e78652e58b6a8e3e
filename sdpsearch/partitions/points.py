"""Extensions at single points of a line, the ends of what is claimed."""

from __future__ import annotations

from flint import fmpq

from sdpsearch.partitions import rounding
from sdpsearch.partitions.combination import transposed
from sdpsearch.partitions.polish import Newton
from sdpsearch.partitions.programme import GramSum
from sdpsearch.partitions.solve import Floats
from sdpsearch.partitions.stretch import Stretch, Unproved


def extension_at(line: Stretch, at: fmpq) -> GramSum:
    """Return an extension at one point; for PPT J^(T_B) itself.

    Raises:
        Unproved: nothing rational was found.
    """
    if line.question.copies == 1:
        choi = transposed(line.choi(at))
        return line.programme.extension(line.programme.large.matrices(choi))
    found = _alone(line, at) or _between(line, at)
    if found is None:
        raise Unproved("no rational extension was found at an end of the line")
    return found


def _alone(line: Stretch, at: fmpq) -> GramSum | None:
    """Return a vertex of the extensions of one operator, or a point inside them.

    The vertex is the one of least cost Σ c_b tr(σ_b), every block having a c_b of its own.
    """
    choi = line.choi(at)
    role = "from" if at == 0 else "to" if at == 1 else "inside"
    programme = line.programme_of(role, choi)
    floats, pairings = Floats(programme), programme.pairings(choi)
    costs = [unit * (b**2 + b + 1) for b, unit in enumerate(programme.units)]
    guess = floats.point(pairings, costs)
    if guess is not None:
        optimum = Newton(programme, pairings, None, costs=costs).polished(guess)
        if optimum is not None:
            found = programme.extension(optimum.extension)
            if found.is_positive:
                return found
    if line.simple:
        return None
    centre = floats.centre(pairings)
    if centre is None:
        return None
    return rounding.exact_extension(programme, centre.extension, choi)


def _between(line: Stretch, at: fmpq) -> GramSum | None:
    """Return a mixture of extensions on both sides, which may lie off the line."""
    sides = [_beyond(line, sign) for sign in (1, -1)]
    low, high = sides
    if low is None or high is None:
        other = fmpq(1) if at == 0 else fmpq(0)
        alone = _alone(line, other)
        if alone is None:
            return None
        low, high = low or (other, alone), high or (other, alone)
    (start, first), (stop, last) = low, high
    if not start <= at <= stop or start == stop:
        return None
    share = (at - start) / (stop - start)
    return _scaled(first, 1 - share).plus(_scaled(last, share))


def _beyond(line: Stretch, sign: int) -> tuple[fmpq, GramSum] | None:
    """Return where a line's continuation has its last extension, and that one."""
    optimum = line.optimum(line.guess(sign), sign)
    if optimum is None:
        return None
    found = line.programme.extension(optimum.extension)
    return (optimum.at, found) if found.is_positive else None


def _scaled(given: GramSum, factor: fmpq) -> GramSum:
    return GramSum(tuple((vectors, matrix * factor) for vectors, matrix in given.blocks))
