"""Piece: a proof about one channel that the checker accepted, and pieces in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sdpsearch.proof import certificate
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.prove import document
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True)
class Piece:
    """A proof about one channel that passed the checker, with its statement."""

    statement: Statement
    property: dict[str, str]
    holds: bool
    proof: dict[str, Any]


def joined(names: tuple[str, str] | list[str], pieces: Sequence[Piece]) -> Certificate:
    """Return one certificate of several channels' proofs.

    Args:
        names: the label, and the parameter's name if there is one.
        pieces: the proofs, about channels of one shape, property and radius.
    """
    label, *rest = names
    parameter = rest[0] if rest else None
    problem = document.point_problem(
        [piece.statement for piece in pieces], pieces[0].property, label, parameter
    )
    verdicts = ["holds" if piece.holds else "fails" for piece in pieces]
    proofs = [
        {**piece.proof, "point": document.integer(number)}
        for number, piece in enumerate(pieces)
    ]
    return certificate.assemble(problem, {"verdicts": verdicts}, proofs)


def joined_points(
    pieces: Sequence[Piece], label: str, parameter: str
) -> Certificate | None:
    """Return one checked certificate of channels along a family, None if none is made."""
    if not pieces or len({piece.statement.radius for piece in pieces}) > 1:
        return None
    made = joined((label, parameter), pieces)
    return made if refusal(made) is None else None


def refusal(made: Certificate) -> str | None:
    """Return why the checker refuses a certificate, None if it proves its claim."""
    try:
        made.theorem  # noqa: B018 - computed by checking
    except ValueError as error:
        return str(error).rstrip(".")
    return None
