"""The run: instances put to everybody, turn by turn, each answer kept as it is made."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sdpsearch.benchmark.driver import Asked, Driver
from sdpsearch.benchmark.instances import Instance, order
from sdpsearch.benchmark.journal import Journal, Key
from sdpsearch.benchmark.peers import OURS, Peer
from sdpsearch.channels.curves import white_noise
from sdpsearch.channels.random import random_channel
from sdpsearch.interval import Interval

#: A median is taken of answers that take less; longer ones are measured once.
_SLOW = 5.0
#: After one of these nothing larger of the series is asked in the same way.
_ENDS = ("time", "memory", "beyond")

Question = dict[str, Any]


@dataclass(frozen=True)
class Limits:
    """What an answer may take.

    Attributes:
        seconds: process time.
        memory_mb: address space on top of what a driver has before it is asked.
    """

    seconds: float = 60.0
    memory_mb: int = 6000


def run(
    instances: Sequence[Instance],
    asked: Sequence[Peer],
    path: Path,
    limits: Limits = Limits(),
    rounds: int = 3,
    step: Callable[[str], object] = lambda _: None,
) -> Journal:
    """Put instances to some peers; what a journal has is not asked again.

    The smallest extensions come first. In every round an instance is put to everybody
    before the next one is, so that times which are compared were measured side by side.

    Args:
        instances: what is asked.
        asked: who is asked, all of them installed; OURS is this package.
        path: the journal, made or continued.
        limits: what an answer may take.
        rounds: how often thresholds are measured, everybody in turn.
        step: is told what is being asked.

    Returns:
        The journal.

    Raises:
        ValueError: the journal cannot be written, or was made with other limits.
    """
    made = {"limits": asdict(limits), **machine(), "versions": {}}
    journal = Journal.continued(path, made)
    drivers = [Driver(peer, list(_warm(peer))) for peer in asked]
    turns = _Turns(journal, limits, step)
    posed = sorted(((i, i.question()) for i in instances), key=lambda p: order(p[1]))
    try:
        for number in range(1, rounds + 1):
            for instance, question in posed:
                for driver in drivers:
                    turns.take(driver, instance, question, number)
                journal.note({d.peer.name: d.versions for d in drivers if d.versions})
    finally:
        for driver in drivers:
            driver.end()
    return journal


@dataclass
class _Turns:
    """Who is asked next, and what need not be asked."""

    journal: Journal
    limits: Limits
    step: Callable[[str], object]

    def take(
        self, driver: Driver, instance: Instance, question: Question, number: int
    ) -> None:
        """Put one instance to one driver in all its ways, and keep what it answers."""
        for way in driver.peer.ways[instance.asks]:
            place = (instance.name, driver.peer.name, way, number)
            if place in self.journal.rows or not self._is_due(place):
                continue
            self.step(f"{instance.name}: {driver.peer.name} {way}, round {number}")
            answer = self._spared(instance, question, driver.peer, way) or driver.ask(
                (question, way),
                seconds=self.limits.seconds,
                memory_mb=self.limits.memory_mb,
            )
            names = ("instance", "peer", "way", "round")
            about = {"series": instance.series, "order": order(question)}
            self.journal.add(dict(zip(names, place, strict=True)) | about | answer)

    def _is_due(self, place: Key) -> bool:
        """Tell whether an answer is asked for: the first, and again where it was quick."""
        instance, peer, way, number = place
        first = self.journal.rows.get((instance, peer, way, 1))
        if number == 1 or first is None:
            return number == 1
        return "value" in first and first["seconds"] < _SLOW

    def _spared(
        self, instance: Instance, question: Question, peer: Peer, way: str
    ) -> dict[str, Any] | None:
        """Return why somebody is not asked, None if he is."""
        if peer is not OURS and "choi" not in question:
            return {"outcome": "beyond", "message": "its Choi operator fits no memory"}
        for row in self.journal.rows.values():
            same = (row["series"], row["peer"], row["way"]) == (
                instance.series,
                peer.name,
                way,
            )
            smaller = row["order"] < order(question)
            if same and smaller and row["outcome"] in _ENDS:
                return {"outcome": "beyond", "message": f"not after {row['instance']}"}
        return None


def machine() -> dict[str, Any]:
    """Return what answers were made on, and when."""
    return {
        "sdpsearch": version("sdpsearch"),
        "begun": datetime.now(UTC).isoformat(timespec="minutes"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
    }


def _processor() -> str:
    """Return the processor's name as Linux tells it."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    names = [line for line in told.splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.machine()


def _warm(peer: Peer) -> Iterator[Asked]:
    """Yield an easy question in every way: nothing is compiled while it is timed."""
    channel = random_channel(2, 2, 2, 9)
    subjects = {
        "decide": (channel, True),
        "threshold": (white_noise(channel), Interval(0, 1)),
    }
    for asks, (subject, truth) in subjects.items():
        made = Instance("warm", "", "", lambda s=subject: s, truth, "")
        for way in peer.ways[asks]:
            yield made.question(), way
