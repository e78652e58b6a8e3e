"""Accounts of a line, at one d or at many, written as one partition certificate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from sdpsearch.partitions.account import Account, Held, Refuted
from sdpsearch.partitions.combination import Combination
from sdpsearch.partitions.interpolation import (
    Function,
    Polynomial,
    common,
    constant,
    interpolated,
    lifted,
)
from sdpsearch.partitions.partition import Partition
from sdpsearch.partitions.programme import GramSum
from sdpsearch.partitions.question import Question


class TooFew(Exception):
    """More dimensions are needed to tell the functions of d."""


class Differing(Exception):
    """What is proved has another form from one dimension to another."""


@dataclass(frozen=True)
class Stated:
    """What a line of channels is called.

    Attributes:
        label: free text.
        parameter: its name.
        ends: the parameter's values at the two operators.
    """

    label: str
    parameter: str
    ends: tuple[fmpq, fmpq]


class Document:
    """The certificate of several accounts, which differ in d alone.

    Args:
        question: what was asked.
        stated: what the line is called.
        accounts: at one dimension, or at many for every dimension from `least` on.
        least: the least dimension claimed; None for the one.

    Raises:
        TooFew: the accounts do not determine the functions of d.
        Differing: they do not have the same form.
    """

    def __init__(
        self,
        question: Question,
        stated: Stated,
        accounts: Sequence[Account],
    ) -> None:
        self._question, self._stated, self._accounts = question, stated, accounts
        self._points = [account.d for account in accounts]

    def problem(self, least: int | None) -> dict[str, Any]:
        """Return what is stated, for every dimension from `least` on, or for one."""
        copies = self._question.copies
        kind = {"name": "ppt"} if copies == 1 else _extendible(copies)
        low, high = self._stated.ends
        first, last = (self._element([a.chois[i] for a in self._accounts]) for i in (0, 1))
        return {
            "label": self._stated.label,
            "parameter": self._stated.parameter,
            "dimension": {"equals": f"{self._points[0]:x}"}
            if least is None
            else {"least": f"{least:x}"},
            "property": kind,
            "from": _written(constant(low)),
            "to": _written(constant(high)),
            "choi_from": first,
            "choi_to": last,
        }

    def holds(self) -> tuple[Function, Function] | None:
        """Return between what values of the parameter the property is proved to hold."""
        if any(account.holds is None for account in self._accounts):
            return None
        first, last = zip(*(a.holds for a in self._accounts if a.holds), strict=True)
        return self._parameter(first), self._parameter(last)

    def claim(self) -> dict[str, Any]:
        """Return what is claimed."""
        self._same(lambda a: (a.holds is None, [closed for *_, closed in a.fails]))
        found: dict[str, Any] = {}
        holds = self.holds()
        if holds is not None:
            found["holds"] = [_written(end) for end in holds]
        if self._accounts[0].fails:
            found["fails"] = [
                self._interval(number) for number in range(len(self._accounts[0].fails))
            ]
        return found

    def _interval(self, number: int) -> dict[str, Any]:
        low, high, closed = zip(*(a.fails[number] for a in self._accounts), strict=True)
        return {
            "from": _written(self._parameter(low)),
            "to": _written(self._parameter(high)),
            "closed": list(closed[0]),
        }

    def proofs(self) -> dict[str, Any]:
        """Return the proofs."""
        self._same(lambda a: (len(a.held), len(a.refuted)))
        first, last = (self._gram([a.channel[i] for a in self._accounts]) for i in (0, 1))
        held = zip(*(a.held for a in self._accounts), strict=True)
        refuted = zip(*(a.refuted for a in self._accounts), strict=True)
        return {
            "channel": {"from": first, "to": last},
            "holds": [self._held(one) for one in held],
            "fails": [self._refuted(one) for one in refuted],
        }

    def _held(self, proofs: Sequence[Held]) -> dict[str, Any]:
        return {
            "at": _written(self._parameter([one.at for one in proofs])),
            "gram": self._gram([one.extension for one in proofs]),
        }

    def _refuted(self, proofs: Sequence[Refuted]) -> dict[str, Any]:
        found = {
            "witness": self._element([one.witness for one in proofs]),
            "gram": self._gram([one.gram for one in proofs]),
        }
        if any(one.null.blocks for one in proofs):
            found["null"] = self._gram([one.null for one in proofs])
            found["multiplier"] = self._element([one.multiplier for one in proofs])
        return found

    def _parameter(self, values: Sequence[fmpq]) -> Function:
        low, high = self._stated.ends
        return self._function([low + t * (high - low) for t in values])

    def _function(self, values: Sequence[fmpq]) -> Function:
        if len(values) == 1:
            return constant(values[0])
        found = interpolated(self._points, values)
        if found is None:
            raise TooFew
        return found

    def _element(self, elements: Sequence[Combination]) -> dict[str, Any]:
        keys = sorted({key for element in elements for key in element})
        functions = {
            key: self._function([element.get(key, fmpq(0)) for element in elements])
            for key in keys
        }
        over, tops = _over_one(functions)
        terms = [f"{_digits(key)} {_polynomial(top)}" for key, top in tops.items()]
        return {"terms": terms, **over}

    def _gram(self, sums: Sequence[GramSum]) -> list[dict[str, Any]]:
        counts = {tuple(len(vectors) for vectors, _ in one.blocks) for one in sums}
        if len(counts) != 1:
            raise Differing
        found: list[dict[str, Any]] = []
        for number, order in enumerate(counts.pop()):
            blocks = [one.blocks[number] for one in sums]
            entries = {
                (i, j): self._function([matrix[i, j] for _, matrix in blocks])
                for i in range(order)
                for j in range(i + 1)
            }
            over, tops = _over_one(entries)
            matrix = [f"{i:x} {j:x} {_polynomial(top)}" for (i, j), top in tops.items()]
            if matrix:
                vectors = [
                    self._element([one[i] for one, _ in blocks]) for i in range(order)
                ]
                found.append({"vectors": vectors, "matrix": matrix, **over})
        return found

    def _same(self, what: Callable[[Account], object]) -> None:
        """Raise Differing unless something is the same for all accounts."""
        told = [what(account) for account in self._accounts]
        if any(one != told[0] for one in told):
            raise Differing


def _extendible(copies: int) -> dict[str, str]:
    return {"name": "extendible", "copies": f"{copies:x}"}


def _over_one(
    functions: dict[Any, Function],
) -> tuple[dict[str, str], dict[Any, Polynomial]]:
    """Return the common divisor, as an entry, and the numerators that are not zero."""
    if not functions:
        return {}, {}
    over = common([function.over for function in functions.values()])
    tops = {key: lifted(function, over) for key, function in functions.items()}
    tops = {key: top for key, top in tops.items() if any(top)}
    return ({} if over == (1,) else {"over": _polynomial(over)}), tops


def _written(function: Function) -> str:
    top = _polynomial(function.top)
    return top if function.over == (1,) else f"{top} / {_polynomial(function.over)}"


def _polynomial(coefficients: Polynomial) -> str:
    return " ".join(f"{x:x}" for x in coefficients)


def _digits(key: Partition) -> str:
    return "".join(f"{label:x}" for label in key)
