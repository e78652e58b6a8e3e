"""Everything that can be said about the antidegrading maps of one channel."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sdpsearch.antidegrading.comparison import (
    MapComparison,
    MapErrors,
    compare_maps,
    map_errors,
)
from sdpsearch.antidegrading.covariant import CovariantPart, covariant_part
from sdpsearch.antidegrading.environment import restricted_map
from sdpsearch.antidegrading.nearest import Nearest, nearest_solution
from sdpsearch.antidegrading.solutions import RESIDUAL_LIMIT, SolutionSet, solution_set
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.zoo.noise import depolarizing, depolarizing_complement
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.known.maps import (
    optimal_antidegrading_map,
    paper_map,
    threshold_noise,
)
from sdpsearch.properties import Antidegradable, Decision, Verdict, decide
from sdpsearch.properties.decision import with_claimed_map

#: A channel is D_x when its Choi operator is that of D_x to this.
_SAME = 1e-12

PAPER, OPTIMAL = "paper's N_x", "optimal N_x"


@dataclass(frozen=True, eq=False)
class AnalyticMap:
    """A closed-form map beside the numerical one.

    Attributes:
        name: what tables call it.
        why_not: why there is none at this parameter, else "".
        map: the map on the minimal environment, or None.
        errors: how well it meets its definition.
        comparison: with the numerical map; None where there is none.
        nearest: the point of the solution set nearest to it; None without a set.
        covariant: its covariant part and parameters.
    """

    name: str
    why_not: str = ""
    map: Channel | None = None
    errors: MapErrors | None = None
    comparison: MapComparison | None = None
    nearest: Nearest | None = None
    covariant: CovariantPart | None = None


@dataclass(frozen=True, eq=False)
class MapStudy:
    """The numerical antidegrading map of a channel, the set it is from, and closed forms.

    Attributes:
        channel: the channel asked about.
        decision: the engine's answer; on the boundary, with the map its solver claims.
        solutions: the set of all antidegrading maps, or None where there is no map.
        errors: how well the numerical map meets its definition, None without one.
        noise: x where the channel is the depolarizing D_x, else None.
        covariant: the covariant part of the numerical map, for D_x.
        analytic: the closed-form maps known for the channel.
        between: comparison of the first two analytic maps that exist.
    """

    channel: Channel
    decision: Decision
    solutions: SolutionSet | None
    errors: MapErrors | None
    noise: float | None
    covariant: CovariantPart | None = None
    analytic: tuple[AnalyticMap, ...] = field(default=())
    between: MapComparison | None = None

    @property
    def freedom(self) -> int | None:
        """Number of free real parameters of covariant antidegrading maps of D_x.

        Twirling keeps the relative interior: where the set fills its linear space, so
        do its covariant maps, three dimensions of it, two for d = 2.
        """
        if self.noise is None or self.solutions is None or self.solutions.unique is None:
            return None
        if self.solutions.unique:
            return 0
        filled = self.solutions.dimension == self.solutions.linear_dimension
        return (2 if self.channel.d_in == 2 else 3) if filled else None

    @property
    def map(self) -> Channel | None:
        """The numerical map on the minimal environment, or None."""
        return None if self.solutions is None else self.solutions.map


def study_maps(channel: Channel, *, solver: str = DEFAULT_SOLVER) -> MapStudy:
    """Study the antidegrading maps of a channel: the numerical one, all, the known ones.

    For D_x, recognised by its Choi operator, the N_x of Roofeh and Karimipour (the paper,
    arXiv 2408.05733) and the optimal one are set beside it; for other channels there is
    the numerical side, with its uniqueness.

    Args:
        channel: a Channel or anything as_channel() takes.
        solver: name of the backend to ask.

    Raises:
        ValueError: the solver is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.antidegrading import study_maps
        >>> study = study_maps(sd.zoo.depolarizing(d=2)(0.4))
        >>> [(known.name, known.why_not) for known in study.analytic]
        [("paper's N_x", 'none, x < 1/2'), ('optimal N_x', '')]
    """
    channel = as_channel(channel)
    decision = decide(channel, Antidegradable(), solver=solver)
    if decision.verdict is Verdict.UNDECIDED:
        decision = with_claimed_map(decision)
    small = channel.minimal()
    solutions = errors = covariant = None
    has_map = decision.map is not None and decision.residual <= RESIDUAL_LIMIT
    if decision.verdict is not Verdict.FAILS and has_map:
        solutions = solution_set(channel, decision)
        errors = map_errors(solutions.map, small)
    noise = depolarizing_noise(channel)
    if noise is None:
        return MapStudy(channel, decision, solutions, errors, None)
    d = channel.d_in
    if solutions is not None:
        covariant = covariant_part(_on_squared(solutions.map, small, d, noise))
    known = tuple(_analytic(name, d, noise, small, solutions) for name in (PAPER, OPTIMAL))
    maps = [one.map for one in known if one.map is not None]
    between = compare_maps(maps[0], maps[1], small) if len(maps) > 1 else None
    return MapStudy(channel, decision, solutions, errors, noise, covariant, known, between)


def depolarizing_noise(channel: Channel) -> float | None:
    """Return x where a channel is D_x with 0 ≤ x ≤ 1 and d ≥ 2, else None.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.antidegrading.study import depolarizing_noise
        >>> round(depolarizing_noise(sd.white_noise(sd.zoo.identity(3))(0.25)), 12)
        0.25
        >>> depolarizing_noise(sd.zoo.dephasing()(0.25)) is None
        True
    """
    d = channel.d_in
    if channel.d_out != d or d < 2:
        return None
    omega = np.eye(d).reshape(-1)
    overlap = float((omega @ channel.choi @ omega).real) / d**2
    x = min(1.0, max(0.0, (1 - overlap) / (1 - 1 / d**2)))
    expected = (1 - x) * np.outer(omega, omega) + x * np.eye(d * d) / d
    return x if np.max(np.abs(channel.choi - expected)) <= _SAME else None


def _analytic(
    name: str, d: int, x: float, small: Channel, solutions: SolutionSet | None
) -> AnalyticMap:
    lowest, text = (0.5, "1/2") if name == PAPER else (threshold_noise(d), "d/(2(d+1))")
    if x < lowest - _SAME:
        return AnalyticMap(name, f"none, x < {text}")
    if name == PAPER:
        dilation, raw = depolarizing(d)(x), paper_map(d, x)
    else:
        dilation = depolarizing_complement(d)(x).complementary
        raw = optimal_antidegrading_map(d, x)
    map = restricted_map(raw, dilation, small)
    return AnalyticMap(
        name=name,
        map=map,
        errors=map_errors(map, small),
        comparison=None if solutions is None else compare_maps(solutions.map, map, small),
        nearest=None if solutions is None else nearest_solution(solutions, map),
        covariant=covariant_part(_on_squared(map, small, d, x)),
    )


def _on_squared(map: Channel, small: Channel, d: int, x: float) -> Channel:
    """Return a map on the minimal environment as one on E_1⊗E_2 = C^d⊗C^d.

    The complement of D_x on E_1⊗E_2 comes with Kraus operators that are independent for
    x > 0: the two environments are minimal and differ by a unitary.
    """
    squared = depolarizing_complement(d)(x).complementary
    return restricted_map(map, small, squared)
