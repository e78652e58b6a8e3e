"""The first proof about one stated channel that the checker accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.membership import Membership
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.candidates import EXTRA_DIGITS, candidates, written
from sdpsearch.proof.prove.piece import Piece, joined, refusal
from sdpsearch.proof.repair.extension import ExactExtension
from sdpsearch.proof.repair.map import antidegrading_map
from sdpsearch.proof.statement.floating import literal
from sdpsearch.proof.statement.state import as_given, state
from sdpsearch.proof.statement.statement import Statement

#: Largest dimension of A⊗B^k for which float data are taken at their word: the exact face
#: of generic 52-bit numbers has entries of thousands of bits.
_LITERAL_DIMENSION = 20


def prove_as_stated(channel: Channel, copies: int) -> Piece | str:
    """Return a checked proof about exactly the data given, from exact arithmetic alone.

    Args:
        channel: the channel; without squares its floats are taken at their word.
        copies: k.
    """
    statement = as_given(channel)
    if statement is None:
        return "its Kraus operators have no rational form"
    return first_proof([statement], None, copies, EXTRA_DIGITS)


def first_proof(
    statements: Sequence[Statement],
    found: Membership | None,
    copies: int,
    digits: int,
    *,
    as_map: bool = False,
) -> Piece | str:
    """Return the first checked proof about one of the statements, or why there is none.

    Args:
        statements: what may be stated of the channel, in the order they are tried.
        found: what the engine left to start from, None for nothing.
        copies: k.
        digits: digits that the multiprecision solver is asked for.
        as_map: whether 2-extendibility is proved by the exact map, where it can be.
    """

    def proofs(statement: Statement) -> Iterator[tuple[bool, dict[str, Any]]]:
        for candidate in candidates(statement, found, copies, digits):
            holds = isinstance(candidate, ExactExtension)
            proof = written(candidate)
            if holds and as_map and copies == 2 and statement.is_exact:
                exact = antidegrading_map(statement.choi, candidate)
                proof = document.map_proof(*exact)
            yield holds, proof

    return first_piece(statements, document.extendible(copies), proofs)


def first_piece(
    statements: Sequence[Statement],
    asked: dict[str, str],
    proofs: Callable[[Statement], Iterable[tuple[bool, dict[str, Any]]]],
) -> Piece | str:
    """Return the first proof that the checker accepts, or why there is none.

    Args:
        statements: what may be stated of the channel, in the order they are tried.
        asked: the property.
        proofs: what to try of a statement: whether it holds, and why.
    """
    refused = None
    for statement in statements:
        for holds, proof in proofs(statement):
            piece = Piece(statement, asked, holds, proof)
            refused = refusal(joined(["a channel"], [piece]))
            if refused is None:
                return piece
    return refused or "no exact extension or witness was found"


def statements_for(channel: Channel, copies: int, at: Fraction | None) -> list[Statement]:
    """Return the statements to try: the exact one, or a ball and then the literal data."""
    first = state(channel, at)
    small = channel.d_in * channel.d_out**copies <= _LITERAL_DIMENSION
    return [first] if first.is_exact or not small else [first, literal(channel, at)]
