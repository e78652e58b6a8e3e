"""Claim: where, along a zoo family, a property is known to hold in closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

#: Where the evidence stands: in print, generally known but printed nowhere we know
#: of, or proved for this package and confirmed by semidefinite programming.
PUBLISHED, FOLKLORE, DERIVED = "published", "folklore", "derived"

#: From the copies asked about, k, and the family's arguments to what is known.
Statement = Callable[..., Iterable["Claim"]]


@dataclass(frozen=True)
class Claim:
    """A property and the closed sets of a family's own parameter on which it holds.

    Attributes:
        property: "antidegradable", "degradable", "ppt", "entanglement-breaking" or
            "k-extendible" with the number k in place of the letter.
        holds: closed intervals (from, to), ascending; () means never.
        expression: the boundary in closed form.
        source: where it is from, or why it is true.
        status: PUBLISHED, FOLKLORE or DERIVED.
    """

    property: str
    holds: tuple[tuple[float, float], ...]
    expression: str
    source: str
    status: str


def extendible(k: int) -> str:
    """Return the name of k-extendibility; two copies are antidegradability."""
    return "antidegradable" if k == 2 else f"{k}-extendible"


def stating(table: dict[str, Statement], family: str) -> Callable[[Statement], Statement]:
    """Return a decorator that enters a Statement in `table` under the family's name."""

    def enter(statement: Statement) -> Statement:
        table[family] = statement
        return statement

    return enter


def separable(
    holds: Sequence[tuple[float, float]], expression: str, source: str, status: str
) -> list[Claim]:
    """Return the claims for families whose PPT members are entanglement breaking."""
    names = ("ppt", "entanglement-breaking")
    return [Claim(n, tuple(holds), expression, source, status) for n in names]


def at(*points: float) -> tuple[tuple[float, float], ...]:
    """Return single points as closed intervals."""
    return tuple((point, point) for point in points)


def between(low: Any, high: Any) -> tuple[tuple[float, float], ...]:
    """Return one closed interval."""
    return ((float(low), float(high)),)


NEVER: tuple[tuple[float, float], ...] = ()
