"""Proofs about a line of channels made of partitions: at one dimension, or at every one."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from sdpsearch import deadline
from sdpsearch.channels.partition_forms import PartitionForm
from sdpsearch.partitions.account import Account
from sdpsearch.partitions.block import Indivisible
from sdpsearch.partitions.combination import combination
from sdpsearch.partitions.document import Differing, Document, Stated, TooFew
from sdpsearch.partitions.interpolation import Function
from sdpsearch.partitions.line import account
from sdpsearch.partitions.partition import TooMany
from sdpsearch.partitions.programme import Choices
from sdpsearch.partitions.question import Question
from sdpsearch.partitions.stretch import Stretch, Unproved
from sdpsearch.proof.certificate import Certificate, assemble

#: Dimensions from which functions of d are told, at first and at most.
_FIRST, _MOST, _MORE = 16, 48, 8


class NoProof(Exception):
    """Nothing is proved; the message says why, one clause."""


@dataclass(frozen=True)
class ForEvery:
    """What is proved for every d from a least one on.

    Attributes:
        least: the least dimension.
        holds: between what values of the parameter the property holds, None for nowhere.
        certificate: the proof.
    """

    least: int
    holds: tuple[Function, Function] | None
    certificate: Certificate


def prove_at(form: PartitionForm, copies: int, d: int) -> tuple[Account, Certificate]:
    """Return all that is proved at one dimension; the certificate is checked.

    Args:
        form: the line of channels.
        copies: k of k-extendible, 1 for PPT.
        d: the dimension.

    Raises:
        NoProof: nothing is proved.
    """
    question = Question(copies)
    try:
        found = account(_stretch(form, question, d, {}, simple=False))
        document = Document(question, _stated(form, f"d={d}"), [found])
        made = assemble(document.problem(None), document.claim(), document.proofs())
        deadline.check("the certificate was checked")
        _ = made.theorem
    except (Unproved, Indivisible, TooMany, ValueError) as error:
        raise NoProof(str(error).rstrip(".")) from None
    return found, made


def prove_every(form: PartitionForm, copies: int) -> ForEvery:
    """Return what is proved for every dimension from a least one on.

    Exact proofs at some dimensions tell the rational functions of d that all numbers in
    them are; the checker then decides, with d a symbol, whether they are a proof, and
    from which dimension on.

    Raises:
        NoProof: nothing is proved.
    """
    question = Question(copies)
    start = 2 * question.strands + 2
    told = _Told(form, question, start)
    wanted = _FIRST
    try:
        while True:
            told.more(wanted)
            document = Document(question, _stated(form, "every d"), told.accounts)
            try:
                return _least(document, start)
            except TooFew:
                wanted += _MORE
                if wanted > _MOST:
                    raise NoProof(
                        f"the proofs at d = {start}, …, {told.d - 1} are no rational "
                        "functions of d"
                    ) from None
    except Unproved as error:
        raise NoProof(f"at d = {told.d} {error}") from None
    except TooMany as error:
        raise NoProof(str(error)) from None
    except Differing:
        raise NoProof("the proofs differ in form from one dimension to another") from None


class _Told:
    """Accounts at more and more dimensions, all with vectors chosen as at the first."""

    def __init__(self, form: PartitionForm, question: Question, start: int) -> None:
        self._form, self._question = form, question
        self.d = start
        self._choices: dict[str, Choices] = {}
        self.accounts: list[Account] = []
        self._skipped = 0

    def more(self, wanted: int) -> None:
        """Go on until there are so many."""
        while len(self.accounts) < wanted:
            deadline.check(f"it was proved for d = {self.d}")
            try:
                line = _stretch(
                    self._form, self._question, self.d, self._choices, simple=True
                )
                self.accounts.append(account(line))
            except Indivisible as error:
                self._skip(error)
            self.d += 1

    def _skip(self, error: Indivisible) -> None:
        """Pass over a dimension where eigenvalues meet by chance, unless too many do."""
        self._skipped += 1
        if self._skipped > _MORE:
            raise NoProof(f"at d = {self.d} {error}") from None
        if len(self.accounts) < 2:  # the choice made at the first may be the odd one
            self._choices, self.accounts = {}, []


def _least(document: Document, most: int) -> ForEvery:
    """Return the proof for every d from the least one on for which the checker accepts."""
    claim, proofs, holds = document.claim(), document.proofs(), document.holds()
    reason = ""
    for least in range(1, most + 1):
        made = assemble(document.problem(least), claim, proofs)
        try:
            _ = made.theorem
        except ValueError as error:
            reason = str(error).rstrip(".")
            continue
        return ForEvery(least, holds, made)
    raise NoProof(f"the checker accepts no least dimension: {reason}")


def _stretch(
    form: PartitionForm,
    question: Question,
    d: int,
    choices: dict[str, Choices],
    *,
    simple: bool,
) -> Stretch:
    first, last = (combination(terms) for terms in form.chois(d))
    return Stretch(question, d, (first, last), choices, simple)


def _stated(form: PartitionForm, which: str) -> Stated:
    return Stated(f"{form.label}, {which}", form.parameter, (fmpq(0), fmpq(1)))
