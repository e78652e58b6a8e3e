"""Verdicts: how everybody decided, held against the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sdpsearch.benchmark.instances import Instance

#: Most that a σ may miss, and its verdict still count as the solver's own.
RESIDUAL = 1e-6
#: An answer of another kind than "answered", and what tables call it.
_ENDED = {"time": "timed out", "memory": "out of memory", "failed": "failed"}

Row = dict[str, Any]
Column = tuple[str, str]


@dataclass(frozen=True)
class Verdicts:
    """How one way of deciding did: numbers of instances.

    Attributes:
        right: the verdict is true, and the extension returned, if any, misses little.
        unconfirmed: it is true, and its extension misses more than RESIDUAL.
        wrong: the opposite is true.
        undecided: nothing was claimed.
        timed_out, memory, failed: there was no answer.
        tolerance: on its own margin, the one with most right answers (0 among equals);
            None where it has no margin.
        best_right, best_wrong: what they would be with that tolerance.
        names: of the wrong ones.
    """

    right: int
    unconfirmed: int
    wrong: int
    undecided: int
    timed_out: int
    memory: int
    failed: int
    tolerance: float | None
    best_right: int
    best_wrong: int
    names: tuple[str, ...]

    @property
    def asked(self) -> int:
        """Number of instances."""
        rest = self.undecided + self.timed_out + self.memory + self.failed
        return self.right + self.unconfirmed + self.wrong + rest


def outcome(instance: Instance, row: Row) -> str:
    """Return what an answer to "is it k-extendible?" is worth.

    Example:
        >>> from sdpsearch.benchmark.verdicts import outcome
        >>> from sdpsearch.benchmark.suite import suite
        >>> below = suite("small")[0]
        >>> outcome(below, {"outcome": "answered", "verdict": True})
        'wrong'
    """
    if row["outcome"] != "answered":
        return _ENDED.get(row["outcome"], "not asked")
    if row["verdict"] is None:
        return "undecided"
    if row["verdict"] is not instance.truth:
        return "wrong"
    residual = row.get("residual")
    confirmed = residual is None or residual <= RESIDUAL
    return "right" if confirmed else "unconfirmed"


def verdicts(instances: Iterable[Instance], rows: Iterable[Row]) -> dict[Column, Verdicts]:
    """Return how each (peer, way) decided."""
    found: dict[Column, list[tuple[Instance, Row]]] = {}
    for instance, row in first_answers(instances, rows, "decide"):
        found.setdefault((row["peer"], row["way"]), []).append((instance, row))
    return {column: _tallied(pairs) for column, pairs in found.items()}


def first_answers(
    instances: Iterable[Instance], rows: Iterable[Row], asks: str
) -> Iterator[tuple[Instance, Row]]:
    """Yield the answers of the first round to instances of one kind."""
    by_name = {i.name: i for i in instances if i.asks == asks}
    for row in rows:
        if row["round"] == 1 and row["instance"] in by_name:
            yield by_name[row["instance"]], row


def _tallied(pairs: Sequence[tuple[Instance, Row]]) -> Verdicts:
    outcomes = [outcome(*pair) for pair in pairs]
    tolerance, right, wrong = _best(pairs)
    return Verdicts(
        right=outcomes.count("right"),
        unconfirmed=outcomes.count("unconfirmed"),
        wrong=outcomes.count("wrong"),
        undecided=outcomes.count("undecided"),
        timed_out=outcomes.count("timed out"),
        memory=outcomes.count("out of memory"),
        failed=outcomes.count("failed"),
        tolerance=tolerance,
        best_right=right,
        best_wrong=wrong,
        names=tuple(
            i.name for (i, _), o in zip(pairs, outcomes, strict=True) if o == "wrong"
        ),
    )


def _best(pairs: Sequence[tuple[Instance, Row]]) -> tuple[float | None, int, int]:
    """Return the best tolerance on margins, and the right and wrong answers with it."""
    told = [(bool(i.truth), r["margin"]) for i, r in pairs if r.get("margin") is not None]
    if not told:
        return None, 0, 0
    # Between two margins nothing changes: every one of them, made to hold or to fail.
    edges = sorted({0.0, *(-m for _, m in told if m < 0)})
    right = [sum((m >= -tolerance) is truth for truth, m in told) for tolerance in edges]
    best = max(right)
    return edges[right.index(best)], best, len(told) - best
