"""The modelling languages: one semidefinite programme, said in CVXPY or in PICOS.

Both are handed the same real data, and hand back x and the multipliers of A x = b and of
the matrix inequalities. Nothing they return is believed: signs and sizes of multipliers
are settled by their users.
"""

from __future__ import annotations

from collections.abc import Callable

from sdpsearch.mapsearch.languages.cvxpy import solve_cvxpy
from sdpsearch.mapsearch.languages.picos import solve_picos
from sdpsearch.mapsearch.programme import Answer, Programme
from sdpsearch.threads import alone_with

#: How each language is spoken.
LANGUAGES: dict[str, Callable[[Programme, str | None, float | None], Answer]] = {
    "cvxpy": solve_cvxpy,
    "picos": solve_picos,
}


def solve(
    programme: Programme,
    language: str,
    solver: str | None = None,
    time_limit: float | None = None,
) -> Answer:
    """Solve with "cvxpy" (SCS, CLARABEL or any installed solver) or "picos" (cvxopt).

    The time limit binds the solvers that have one (of those with settings here).

    Raises:
        ValueError: the language is unknown.
    """
    check_language(language)
    with alone_with(language):
        return LANGUAGES[language](programme, solver, time_limit)


def check_language(language: str) -> None:
    """Raise ValueError unless the language is known."""
    if language not in LANGUAGES:
        raise ValueError(
            f"Argument `language` must be one of {', '.join(LANGUAGES)}, but is "
            f"{language!r}."
        )
