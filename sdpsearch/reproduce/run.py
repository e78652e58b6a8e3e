"""The whole reproduction: every statement of the paper recomputed in one go."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sdpsearch.reproduce import corollary, equations, thresholds
from sdpsearch.reproduce.capacities import capacity_curves
from sdpsearch.reproduce.corollary import Contaminated
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.maps import map_findings
from sdpsearch.reproduce.thresholds import Progress, Row
from sdpsearch.reproduce.vanishing import Vanishing, vanishing_findings, vanishing_rows
from sdpsearch.search.every_dimension import EveryDimension

#: Bounds that every deviation has to meet: closed forms, and values found by SDP.
CLOSED, SOLVED = 1e-10, 1e-8


@dataclass(frozen=True)
class Reproduction:
    """Everything that was recomputed.

    Attributes:
        equations: findings (1) to (35).
        claims: theorem, corollary and the transposed result.
        beyond: what is sharper on zero capacity, and what that means for activation.
        maps: the closed-form maps, checked on grids.
        rows: thresholds found beside their closed forms.
        theorems: the thresholds of D_x and E_x, each proved for every d at once.
        white: white noise on random channels.
        transposed: transposed noise on random channels.
        vanishing: where D_x and E_x stand between Q > 0 and Q = 0.
        capacities: the curves of Figure 2.
        seconds: how long it took.
    """

    equations: tuple[Finding, ...]
    claims: tuple[Finding, ...]
    beyond: tuple[Finding, ...]
    maps: tuple[Finding, ...]
    rows: tuple[Row, ...]
    theorems: tuple[EveryDimension, ...]
    white: tuple[Contaminated, ...]
    transposed: tuple[Contaminated, ...]
    vanishing: tuple[Vanishing, ...]
    capacities: tuple[dict[str, Any], ...]
    seconds: float

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Findings whose correct form deviates by more than its bound."""
        late = [f for f in (*self.equations, *self.maps) if (f.deviation or 0) > CLOSED]
        solved = (*self.claims, *self.beyond)
        return (*late, *(f for f in solved if (f.deviation or 0) > SOLVED))


def reproduce(progress: Progress | None = None) -> Reproduction:
    """Re-derive Roofeh and Karimipour, arXiv 2408.05733, from its equations on.

    The paper shows that every channel with white noise x ≥ 1/2 loses its quantum capacity;
    its equations (1) to (36) are computed from the objects they are about, then its
    theorem, corollary and last result, and where the capacities themselves vanish. Takes
    about a minute.

    Args:
        progress: called with one line before each step.

    Example:
        >>> from sdpsearch.reproduce import equations
        >>> [found.label for found in equations.findings() if found.verdict == "misprint"]
        ['(10)', '(24)', '(26)', '(29)', '(30)', '(35)']
    """
    say = progress or (lambda _line: None)
    begun = time.perf_counter()
    say("equations (1) to (35)")
    numbered = tuple(equations.findings())
    say("closed-form maps, d = 2 to 6")
    maps = tuple(map_findings())
    theorems = tuple(thresholds.theorems(say))
    rows = (*thresholds.depolarizing_rows(say), *thresholds.transposed_rows(say))
    white = tuple(corollary.corollary(say))
    transposed = tuple(corollary.transposed_corollary(say))
    claims = (
        *thresholds.table_findings(list(rows), theorems),
        *corollary.corollary_findings(list(white), list(transposed)),
    )
    ends = tuple(vanishing_rows(say))
    return Reproduction(
        equations=numbered,
        claims=claims,
        beyond=tuple(vanishing_findings(list(ends), say)),
        maps=maps,
        rows=rows,
        theorems=theorems,
        white=white,
        transposed=transposed,
        vanishing=ends,
        capacities=tuple(capacity_curves()),
        seconds=time.perf_counter() - begun,
    )
