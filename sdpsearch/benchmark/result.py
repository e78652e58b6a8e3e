"""Benchmark: what a journal has about the instances it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sdpsearch.benchmark import thresholds, verdicts
from sdpsearch.benchmark.instances import Instance
from sdpsearch.benchmark.peers import OURS
from sdpsearch.benchmark.thresholds import Thresholds, Time
from sdpsearch.benchmark.verdicts import Column, Row, Verdicts


@dataclass(frozen=True)
class Benchmark:
    """Answers to instances, by whoever has been asked so far.

    Attributes:
        instances: what was asked, those that anybody has answered.
        made: how: limits, machine, versions.
        rows: the answers, as the journal has them.
    """

    instances: tuple[Instance, ...]
    made: dict[str, Any]
    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls, instances: Sequence[Instance], made: dict[str, Any], rows: Iterable[Row]
    ) -> Benchmark:
        """Return what the lines of a journal have about instances."""
        names = {instance.name for instance in instances}
        kept = tuple(row for row in rows if row["instance"] in names)
        answered = {row["instance"] for row in kept}
        return cls(tuple(i for i in instances if i.name in answered), made, kept)

    @cached_property
    def columns(self) -> list[Column]:
        """Everybody who was asked, in each way, this package first."""
        return list(dict.fromkeys((row["peer"], row["way"]) for row in self.rows))

    @cached_property
    def verdicts(self) -> dict[Column, Verdicts]:
        """How everybody decided."""
        return verdicts.verdicts(self.instances, self.rows)

    @cached_property
    def thresholds(self) -> dict[Column, Thresholds]:
        """How everybody located thresholds."""
        return thresholds.thresholds(self.instances, self.rows)

    @cached_property
    def times(self) -> dict[Instance, dict[Column, Time]]:
        """What everybody took for each threshold."""
        limit = self.made["limits"]["seconds"]
        located = [i for i in self.instances if i.asks == "threshold"]
        return {i: thresholds.times(i, self.rows, limit) for i in located}

    @cached_property
    def missing(self) -> int:
        """How many first answers nobody has given yet, of those who were asked at all."""
        asks = {i.name: i.asks for i in self.instances}
        first = [row for row in self.rows if row["round"] == 1]
        kinds = {(row["peer"], row["way"], asks[row["instance"]]) for row in first}
        counts = {kind: list(asks.values()).count(kind) for kind in set(asks.values())}
        return sum(counts[kind] for _, _, kind in kinds) - len(first)

    def order(self, instance: Instance) -> int:
        """Return the order of an unreduced extension."""
        return next(r["order"] for r in self.rows if r["instance"] == instance.name)

    def fastest(self, instance: Instance, peer: str) -> tuple[str, Time] | None:
        """Return the fastest precise way of a peer, else one that shows why there is none.

        Ways that ran out of time bound the ratio from below only where no precise one is
        faster; where none is precise and none ran out, the most precise one is returned.
        """
        ways = {w: t for (p, w), t in self.times[instance].items() if p == peer}
        if not ways:
            return None
        precise = {w: t for w, t in ways.items() if t.is_precise}
        if precise:
            return min(precise.items(), key=lambda item: item[1].inside)
        late = {w: t for w, t in ways.items() if t.ended != "answered"}
        chosen = late or ways
        return min(chosen.items(), key=lambda item: item[1].error)

    def ours(self, instance: Instance) -> Time | None:
        """Return what this package took."""
        found = self.fastest(instance, OURS.name)
        return None if found is None else found[1]
