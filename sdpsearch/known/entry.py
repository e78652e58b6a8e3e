"""Entry: what is known of a zoo family in closed form, a property's place or a capacity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

#: Where the evidence stands: in print, generally known but printed nowhere we know
#: of, or proved for this package and confirmed by semidefinite programming.
PUBLISHED, FOLKLORE, DERIVED = "published", "folklore", "derived"

#: What implies that Q = P = 0 (docs/signed-extensions.md).
SIGNED = "signed-extendible"

#: Sources for families of more than one kind. The first: a degradable channel with qubit
#: output has Choi rank at most 2 (also Myhr and Lütkenhaus, 0812.3667).
RANK = "degradable with qubit output ⇒ Choi rank ≤ 2: Cubitt et al., 0802.1360"
#: With Φ(ψ) of full rank d_out, Φ^c(ψ), of the same rank, is its image under the degrading
#: map, whose outputs then all lie in the range of that one.
FULL_RANK = "some Φ(ψ) has full rank, so degradable ⇒ Choi rank ≤ d_out"
TWO_QUBIT_PPT = "partial transpose; Horodecki, Horodecki, Horodecki, quant-ph/9605038"
DEPHASING = "degradable: Devetak, Shor, quant-ph/0311131"
HASHING = "hashing bound: Bennett, DiVincenzo, Smolin, Wootters, quant-ph/9604024"

#: From the copies asked about, k, and the family's arguments to what is known.
Entries = Callable[..., Iterable["Entry"]]

#: From the arguments of a family or a channel to what is known of its capacity, for a
#: family beyond the zeros that its properties tell.
CapacityEntries = Callable[..., Iterator["CapacityEntry"]]

#: From the parameter to bits.
Form = Callable[[float], float]
Where = Sequence[tuple[float, float]]

Made = TypeVar("Made")

_ALL: Where = ((0.0, 1.0),)


@dataclass(frozen=True)
class Entry:
    """A property and the closed sets of a family's own parameter on which it holds.

    Attributes:
        property: a property's name, "k-extendible" with the number k in place of the
            letter.
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


@dataclass(frozen=True)
class CapacityEntry:
    """A capacity or a lower bound, and where on a family's own parameter it is true."""

    where: Where
    relation: str
    value: Form
    expression: str
    source: str
    status: str


def entered_in(table: dict[str, Made], *names: str) -> Callable[[Made], Made]:
    """Return a decorator that puts what makes entries in `table`, under families' names."""

    def enter(made: Made) -> Made:
        table.update(dict.fromkeys(names, made))
        return made

    return enter


def extendible(k: int) -> str:
    """Return the name of k-extendibility; two copies are antidegradability."""
    return "antidegradable" if k == 2 else f"{k}-extendible"


def separable(
    holds: Sequence[tuple[float, float]], expression: str, source: str, status: str
) -> list[Entry]:
    """Return the entries of families whose PPT members are entanglement breaking."""
    names = ("ppt", "entanglement-breaking")
    return [Entry(n, tuple(holds), expression, source, status) for n in names]


def without_capacity(
    holds: Sequence[tuple[float, float]], expression: str, source: str, status: str
) -> list[Entry]:
    """Return the entries of families whose members transmit or are signed-extendible."""
    names = ("zero-capacity", "zero-private-capacity")
    entries = [Entry(n, tuple(holds), expression, source, status) for n in names]
    source = f"Q = 0 by it and Q > 0 elsewhere: {source}"
    return [*entries, Entry(SIGNED, tuple(holds), expression, source, DERIVED)]


def proved_signed(start: float, expression: str) -> Entry:
    """Return that a family is signed-extendible from a point on, by a certificate."""
    source = "proved in exact arithmetic, tests/certificates"
    return Entry(SIGNED, between(start, 1), expression, source, DERIVED)


def at(*points: float) -> tuple[tuple[float, float], ...]:
    """Return single points as closed intervals."""
    return tuple((point, point) for point in points)


def between(low: Any, high: Any) -> tuple[tuple[float, float], ...]:
    """Return one closed interval."""
    return ((float(low), float(high)),)


NEVER: tuple[tuple[float, float], ...] = ()


def equal(
    value: Form, expression: str, source: str, status: str, where: Where = _ALL
) -> CapacityEntry:
    """Return Q = value on `where`."""
    return CapacityEntry(where, "=", value, expression, source, status)


def at_least(
    value: Form, expression: str, source: str, status: str, where: Where = _ALL
) -> CapacityEntry:
    """Return Q ≥ max(0, value) on `where`."""
    return CapacityEntry(
        where, "≥", lambda x: max(0.0, value(x)), expression, source, status
    )


def zero(_: float) -> float:
    """Return 0 for every parameter."""
    return 0.0


def none(**_: Any) -> Iterator[CapacityEntry]:
    """Return no entry, for any arguments."""
    return iter(())
