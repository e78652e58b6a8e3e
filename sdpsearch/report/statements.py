"""What a certificate states, entry by entry."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sdpsearch.proof.exact.stated import (
    StatedPoint,
    StatedProblem,
    fraction,
    hermitian,
)

#: Python writes no longer integers in decimal.
_DECIMAL_BITS = 14_000


def entries(problem: Any) -> str:
    """Return every stated operator of a problem, as parsed JSON, in exact fractions.

    The rows and columns are |a b>, a a basis state of the input and b of the output.
    """
    if "dimension" in problem:
        return _partitions(problem)
    if "frame" in problem:
        return _frame(problem)
    stated = StatedProblem.read(problem)
    places = stated.domain or [point.at for point in stated.points]
    lines = []
    for x, point in zip(places, stated.points, strict=True):
        where = "" if x is None else f" at {stated.parameter} = {x}"
        lines.append(f"Stated operator C{where}; rows and columns are |a b>:")
        if any(scale != 1 for scale in point.scales):
            lines.append(f"  scales: {', '.join(map(str, point.scales))}")
        lines.extend(_lines(point, stated.d_out))
    return "\n".join(lines)


def _frame(problem: Any) -> str:
    """Return the operators at the points of a region's frame."""
    d_out = int(problem["d_out"], 16)
    order, names = int(problem["d_in"], 16) * d_out, ", ".join(problem["parameters"])
    scales = tuple(fraction(x) for x in problem.get("scales", ["1"] * d_out))
    lines = [f"Stated operators C({names}), affine; rows and columns are |a b>."]
    if any(scale != 1 for scale in scales):
        lines.append(f"  scales: {', '.join(map(str, scales))}")
    for item in problem["frame"]:
        lines.append(f"At ({', '.join(str(fraction(x)) for x in item['at'])}):")
        point = StatedPoint(hermitian(item["choi"], order), scales)
        lines.extend(_lines(point, d_out))
    return "\n".join(lines)


def _partitions(problem: Any) -> str:
    """Return the terms of both operators of a line of partitions, as the file has them."""
    found = []
    for end in ("from", "to"):
        element = problem[f"choi_{end}"]
        at = f"{problem.get('parameter', 'x')} = {problem[end]}"
        over = element.get("over", "1")
        found.append(f"Stated operator at {at}: partitions of the kets A, B and the bras,")
        found.append(f"  with polynomials in d, ascending, hexadecimal, over {over}:")
        found.extend(f"  {term}" for term in element["terms"])
    return "\n".join(found)


def _lines(point: StatedPoint, d_out: int) -> list[str]:
    found = []
    for (p, q), (re_, im) in sorted(point.choi.entries.items()):
        if p < q or not (re_ or im):
            continue
        (a, b), (c, e) = divmod(p, d_out), divmod(q, d_out)
        below = point.choi.denominator
        value = _number(Fraction(re_, below), Fraction(im, below))
        found.append(f"  <{a} {b}|C|{c} {e}> = {value}")
    return found


def _number(real: Fraction, imaginary: Fraction) -> str:
    if not imaginary:
        return _fraction(real)
    sign = "-" if imaginary < 0 else "+"
    head = f"{_fraction(real)} {sign} " if real else sign.replace("+", "")
    return f"{head}{_fraction(abs(imaginary))} i"


def _fraction(x: Fraction) -> str:
    """Return a fraction in decimal, in hexadecimal if it has thousands of digits."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) < _DECIMAL_BITS:
        return str(x)
    return f"{x.numerator:#x}/{x.denominator:#x}"
