"""What the two-qubit criterion says of a channel or a part of it, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.known.criteria import exact_two_qubit_margin
from sdpsearch.properties.zeros import LITERAL_ENTRIES

if TYPE_CHECKING:
    from sdpsearch.proof.exact.matrix import Matrix


def by_criterion(stated: Channel, least: float) -> tuple[bool, str] | None:
    """Return whether a qubit channel is 2-extendible by the two-qubit criterion, and how.

    None where nothing is stated, or where the criterion's margin is at most `least`: that
    is left to a proof that is asked for.
    """
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(stated)
    if statement is None:
        return None
    margin = exact_two_qubit_margin(_entries(statement.choi, range(4)), statement.scales)
    if abs(margin) <= least:
        return None
    how = f"the two-qubit criterion (1310.3530) says so, exactly, of its {statement.source}"
    return margin >= 0, how


def failing_qubit(stated: Channel) -> str | None:
    """Return why a part of the channel is not 2-extendible, exactly; None where none shows.

    What a channel makes of inputs in the span of two basis vectors is extendible if the
    channel is. Where that lies in the span of two output basis vectors the two-qubit
    criterion decides: for Kraus operators that are diagonal, or nearly so.
    """
    operators = stated.kraus if stated.squares is None else stated.squares
    reached = [set(np.nonzero(operators[:, :, a])[1]) for a in range(stated.d_in)]
    pairs = [
        (a, c, sorted(int(b) for b in reached[a] | reached[c]))
        for a, c in combinations(range(stated.d_in), 2)
        if len(reached[a] | reached[c]) == 2
    ]
    if not pairs or np.count_nonzero(stated.choi) > LITERAL_ENTRIES:
        return None
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(stated)
    if statement is None:
        return None
    for a, c, outputs in pairs:
        places = [x * stated.d_out + b for x in (a, c) for b in outputs]
        scales = [statement.scales[b] for b in outputs]
        if exact_two_qubit_margin(_entries(statement.choi, places), scales) < 0:
            return (
                f"of inputs in the span of |{a}> and |{c}> it makes a qubit's channel, of "
                "which the two-qubit criterion (1310.3530) says so, exactly, of its "
                f"{statement.source}"
            )
    return None


def _entries(choi: Matrix, places: Sequence[int]) -> list[list[tuple[Fraction, Fraction]]]:
    """Return a submatrix as pairs of fractions."""

    def entry(p: int, q: int) -> tuple[Fraction, Fraction]:
        re, im = choi.entries.get((p, q), (0, 0))
        return Fraction(re, choi.denominator), Fraction(im, choi.denominator)

    return [[entry(p, q) for q in places] for p in places]
