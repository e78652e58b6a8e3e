"""How packages write a channel as numbers: order of factors, trace, stacking."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from sdpsearch.channels.axioms import ORDERS

COLUMN, ROW = "column", "row"


@dataclass(frozen=True)
class Convention:
    """What has to be told of an array before it is a map.

    Attributes:
        order: of the tensor factors of the Choi matrix.
        normalised: whether the Choi matrix has trace 1 instead of d_in.
        stacking: "column", S = Σ K̄⊗K acts on stacked columns of ρ; "row", S = Σ K⊗K̄ on
            its rows; None, the package has no superoperators.
    """

    order: str = ORDERS[0]
    normalised: bool = False
    stacking: str | None = None


#: Looked up in each package's documentation, and held against the package by the tests
#: where it is written in Python.
CONVENTIONS = {
    "sdpsearch": Convention(stacking=COLUMN),
    "qiskit": Convention(stacking=COLUMN),
    "qutip": Convention(stacking=COLUMN),
    "cirq": Convention(order=ORDERS[1], stacking=ROW),
    "pennylane": Convention(normalised=True),
    "toqito": Convention(stacking=ROW),
    "qetlab": Convention(),
    "ket": Convention(),
}


def convention(name: str) -> Convention:
    """Return a package's convention; ValueError, with the nearest names, for no package."""
    return CONVENTIONS[one_of("like", name, tuple(CONVENTIONS))]


def one_of(argument: str, name: str, known: tuple[str, ...]) -> str:
    """Return a name that is known; ValueError tells the nearest ones, or all."""
    if name in known:
        return name
    near = get_close_matches(str(name), known, n=2, cutoff=0.6) or known
    raise ValueError(
        f"Argument `{argument}` must be one of {', '.join(near)}, but is {name!r}."
    )
