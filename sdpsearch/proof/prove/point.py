"""The first proof about one stated channel that the checker accepts."""

from __future__ import annotations

from collections.abc import Sequence

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.membership import Membership
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.candidates import EXTRA_DIGITS, candidates, written
from sdpsearch.proof.prove.piece import Piece, joined, refusal
from sdpsearch.proof.repair.extension import ExactExtension
from sdpsearch.proof.repair.map import antidegrading_map
from sdpsearch.proof.statement.state import as_given
from sdpsearch.proof.statement.statement import Statement


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
    asked = document.extendible(copies)
    refused = None
    for statement in statements:
        for candidate in candidates(statement, found, copies, digits):
            holds = isinstance(candidate, ExactExtension)
            proof = written(candidate)
            if holds and as_map and copies == 2 and statement.is_exact:
                exact = antidegrading_map(statement.choi, candidate)
                proof = document.map_proof(*exact)
            piece = Piece(statement, asked, holds, proof)
            refused = refusal(joined(["a channel"], [piece]))
            if refused is None:
                return piece
    return refused or "no exact extension or witness was found"
