"""A numbered equation, and the finding that evaluating both of its sides gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sdpsearch.reproduce.equations.case import CASES, Case
from sdpsearch.reproduce.finding import Finding

WORDING, SHARPENED = "wording", "sharpened"

#: A check gives the deviation of the correct form, and of the printed one if it differs.
Check = Callable[[Case], "float | tuple[float, float]"]


@dataclass(frozen=True)
class Equation:
    """A numbered equation with its check; no check for a definition."""

    label: str
    statement: str
    check: Check | None = None
    correction: str | None = None
    remark: str | None = None

    def finding(self, everything: list[Case]) -> Finding:
        """Evaluate it on all cases."""
        if self.check is None:
            return Finding(self.label, self.statement, None)
        values = [self.check(case) for case in everything]
        right = [v[0] if isinstance(v, tuple) else v for v in values]
        wrong = [v[1] for v in values if isinstance(v, tuple)]
        printed = max(wrong) if wrong else None
        return Finding(
            self.label,
            self.statement,
            max(right),
            printed,
            self.correction,
            self.remark,
            CASES,
        )
