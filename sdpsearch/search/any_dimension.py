"""Thresholds of families that keep one form in every dimension, at one d however large."""

from __future__ import annotations

import math
from fractions import Fraction

from flint import fmpq

from sdpsearch import deadline
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.partition_forms import PartitionForm, partition_form
from sdpsearch.interval import Interval
from sdpsearch.partitions.account import Account
from sdpsearch.partitions.combination import fraction
from sdpsearch.partitions.prove import NoProof, prove_at
from sdpsearch.properties import Property
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Coverage
from sdpsearch.search.large import copies_of
from sdpsearch.search.proved import Proved, missed, with_bracket
from sdpsearch.search.threshold import Occurrence, Threshold

_METHOD = (
    "the Choi operators are combinations of partitions in every dimension: one small "
    "programme for each end, solved and proved in rational arithmetic"
)
#: Dimensions from which on partitions prove faster than matrices written out.
_FASTER = 6
#: Dimensions up to which channels are written out where partitions prove nothing.
_WRITTEN = 12


def threshold_by_partitions(
    family: ChannelFamily, property: Property, form: PartitionForm
) -> Threshold | None:
    """Return where a property holds, proved, without a matrix of order d.

    Where a time limit ends it, all of it stays undecided; where no proof is found and
    channels can be written out, None leaves it to the engine, whose blocks may be small.

    Raises:
        ValueError: no proof is found, and d is too large for all else.
    """
    copies = copies_of(property)
    assert copies is not None
    try:
        account, certificate = prove_at(form, copies, form.d)
    except deadline.OutOfTime as end:
        return _undecided(family, property, str(end))
    except NoProof as reason:
        if form.d <= _WRITTEN:
            return None
        raise ValueError(
            f"{family.label} is too large to be written out, and by partitions nothing is "
            f"proved: {reason}."
        ) from None
    boundaries = _boundaries(account)
    holds_on = () if account.holds is None else (_interval(*account.holds),)
    return Threshold(
        family=family,
        property=property,
        holds_on=holds_on,
        boundaries=boundaries,
        decisions=(),
        occurrence=_occurrence(holds_on),
        coverage=Coverage.CONVEX,
        undecided=(),
        settled=True,
        solves=2,
        method=_METHOD,
        certificate=certificate,
        proof=_note(boundaries),
        solver="native",
    )


def _undecided(family: ChannelFamily, property: Property, end: str) -> Threshold:
    """Return what is known when time is up: nothing."""
    return Threshold(
        family=family,
        property=property,
        holds_on=(),
        boundaries=(),
        decisions=(),
        occurrence=Occurrence.UNDECIDED,
        coverage=Coverage.CONVEX,
        undecided=(Interval(*family.domain),),
        settled=False,
        solves=0,
        method=f"{_METHOD}; cut short by the time limit",
        proof=end,
        solver="native",
    )


def proved_by_partitions(
    family: ChannelFamily,
    property: Property,
    boundaries: tuple[Boundary, ...],
    digits: int | None,
) -> Proved | None:
    """Return the proofs of boundaries found otherwise, None where they fall short."""
    copies, form = copies_of(property), partition_form(family)
    if copies is None or form is None or form.d < _FASTER:
        return None
    try:
        account, certificate = prove_at(form, copies, form.d)
    except NoProof:
        return None
    proved = _boundaries(account)
    if len(proved) != len(boundaries) or missed(proved, digits):
        return None
    return Proved(proved, certificate, _note(proved))


def _note(boundaries: tuple[Boundary, ...]) -> str:
    if not boundaries:
        return "proved in exact arithmetic for the whole domain"
    count = len(boundaries)
    return f"{count} of {count} boundaries proved in exact arithmetic"


def _boundaries(account: Account) -> tuple[Boundary, ...]:
    """Return the ends of the proved set strictly inside the domain."""
    if account.holds is None:
        return ()
    found: list[Boundary] = []
    first, last = account.holds
    for low, high, _ in account.fails:
        if low == 0 and high <= first and first < 1:
            found.append(_boundary(high, first))
        if high == 1 and low >= last and last > 0:
            found.append(_boundary(last, low))
    return tuple(dict.fromkeys(found))  # an isolated point counts once


def _boundary(low: fmpq, high: fmpq) -> Boundary:
    start, stop = fraction(low), fraction(high)
    value = float((start + stop) / 2)
    return with_bracket(Boundary(value, Interval(value, value)), start, stop, None)


def _interval(low: fmpq, high: fmpq) -> Interval:
    return Interval(_float(fraction(low), 1), _float(fraction(high), -1))


def _float(x: Fraction, inward: int) -> float:
    """Return a float that is not outside: at least x (inward 1) or at most x (−1)."""
    found = float(x)
    if inward * (Fraction(found) - x) < 0:
        return math.nextafter(found, inward * math.inf)
    return found


def _occurrence(holds_on: tuple[Interval, ...]) -> Occurrence:
    if not holds_on:
        return Occurrence.NEVER
    low, high = holds_on[0]
    if (low, high) == (0, 1):
        return Occurrence.ALWAYS
    return Occurrence.ISOLATED if low == high else Occurrence.INTERVALS
