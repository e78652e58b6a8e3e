"""How far the channel can be moved before N∘Φ^c = Φ gains or loses its solutions.

On the minimal environment a map N is the same as an operator c ≥ 0 on range(J)⊗B with

    tr_B c = j,    (the other marginal of c) = j,         j = J on its range,

where c = (S⊗1) C_N (S⊗1)† for J's square root S. Vectors that c may contain have both
marginals in the range, which is imposed first; then, with j_ref the marginal of the most
mixed such c, the margin is −min{t : the equations have a solution for (1−t)j + t j_ref}.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array, dagger, hermitian_part, smat, trace_preserving
from sdpsearch.mapsearch.equations import Equations
from sdpsearch.mapsearch.languages import check_language, solve
from sdpsearch.mapsearch.programme import Answer


@dataclass(frozen=True)
class MapMargin:
    """The margin found by searching over N.

    Attributes:
        margin: interval recomputed from the solver's primal and dual points.
        map: N when the margin is positive, else None.
        residual: largest entry of J(N∘Φ^c) − J(Φ).
        solver: language and solver.
        message: the solver's words.
        to_rounding: whether a positive margin takes something for zero that is so to
            rounding of the data only.
    """

    margin: Interval
    map: Channel | None
    residual: float
    solver: str
    message: str
    to_rounding: bool = False


def map_margin(
    channel: Channel,
    *,
    language: str = "cvxpy",
    solver: str | None = None,
    time_limit: float | None = None,
) -> MapMargin:
    """Return the antidegradability margin of a channel by searching over N.

    Args:
        channel: Φ.
        language: "cvxpy" or "picos".
        solver: the solver's name in that language; its default otherwise.
        time_limit: seconds for the solver.

    Raises:
        ValueError: the language is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.mapsearch import map_margin
        >>> map_margin(sd.zoo.amplitude_damping()(0.6)).margin.lower > 0.2
        True
    """
    check_language(language)
    deadline.check("the search over N was set up")
    equations = Equations.of(channel)
    if equations.order == 0:
        return without_vectors(equations)
    if equations.at_reference:
        answer = Answer(None, None, None, "none", "J is its own reference, to rounding")
        lower = equations.depth_at_reference
        return _concluded(equations, channel, lower, np.inf, equations.reference, answer)
    deadline.check("the search over N was handed to a solver")
    limit = deadline.remaining(time_limit)
    answer = solve(equations.programme(), language, solver, limit)
    lower, upper, found = -1.0, np.inf, None
    if answer.x is not None and np.all(np.isfinite(answer.x)):
        lower, found = equations.proved(answer.x)
    if answer.equality_duals is not None:
        upper = equations.refuted(answer.equality_duals)
    return _concluded(equations, channel, lower, max(lower, upper), found, answer)


def without_vectors(equations: Equations) -> MapMargin:
    """Return the margin where no vector is allowed, to rounding."""
    known = -1.0 if equations.tilt < 0.5 else np.inf
    return MapMargin(Interval(-1.0, known), None, 0.0, "none", "no vector is allowed")


def _concluded(
    equations: Equations,
    channel: Channel,
    lower: float,
    upper: float,
    found: Array | None,
    answer: Answer,
) -> MapMargin:
    """Return the margin with the map that a positive one comes with."""
    margin = Interval(lower, upper)
    if found is None or lower <= 0:
        return MapMargin(margin, None, 0.0, answer.solver, answer.message)
    inner = smat(found, equations.order, equations.real)
    c = equations.allowed @ inner @ dagger(equations.allowed)
    inverse = np.kron(np.linalg.pinv(equations.root), np.eye(equations.d_b))
    small = channel.minimal()
    raw = hermitian_part(inverse @ c @ dagger(inverse))
    choi = trace_preserving(raw, (small.d_env, equations.d_b))
    n = Channel.from_choi(choi, d_in=small.d_env, d_out=equations.d_b)
    residual = float(np.max(np.abs((n @ small.complementary).choi - channel.choi)))
    everything = equations.order == equations.root.shape[0] * equations.d_b
    return MapMargin(margin, n, residual, answer.solver, answer.message, not everything)
