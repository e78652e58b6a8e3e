"""Finding: what recomputing one statement of the paper, arXiv 2408.05733, gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One statement of the paper, recomputed.

    Attributes:
        label: its number in the paper, e.g. "(12)", or a name.
        statement: what was computed, one clause.
        deviation: largest deviation of the correct form, over all cases computed; None
            for a definition.
        printed: largest deviation of the form as printed, where that differs.
        correction: the corrected form, where the print is wrong or can be sharpened.
        remark: "wording" where only the sentence around it is wrong, "sharpened" where
            more is true than was printed, "answered" where a question was left open, and
            "beyond" where the paper says nothing.
        cases: what it was computed for.
    """

    label: str
    statement: str
    deviation: float | None
    printed: float | None = None
    correction: str | None = None
    remark: str | None = None
    cases: str = ""

    @property
    def verdict(self) -> str:
        """One word: definition, holds, misprint, or the remark."""
        if self.printed is not None:
            return "misprint"
        if self.remark is not None:
            return self.remark
        return "definition" if self.deviation is None else "holds"
