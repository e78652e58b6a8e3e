"""Instance: a question about extensions whose answer is known, and where that is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array

#: What is asked about: "decide" needs a channel, "threshold" an affine family on [0, 1].
Subject: TypeAlias = Channel | ChannelFamily

#: Largest d_in·d_out of which a Choi operator is written down.
_LARGEST = 1000


@dataclass(frozen=True)
class Instance:
    """A question about k-extendibility with its answer.

    Attributes:
        name: what tables call it.
        kind: what makes it worth asking, e.g. "near a threshold".
        series: the instances that differ from it in size alone.
        subject: makes the channel, or the affine family x ↦ (1−x) Φ_0 + x Φ_1.
        truth: whether the channel is k-extendible, or what encloses the least x from
            which the family is.
        source: where the truth is from.
        k: number of copies; 2 asks for antidegradability.
    """

    name: str
    kind: str
    series: str
    subject: Callable[[], Subject]
    truth: bool | Interval
    source: str
    k: int = 2

    @property
    def asks(self) -> str:
        """What is asked: "decide" or "threshold"."""
        return "decide" if isinstance(self.truth, bool) else "threshold"

    def question(self) -> dict[str, Any]:
        """Return what drivers are sent: docs/benchmark.md says what the keys are.

        Example:
            >>> from sdpsearch.benchmark.suite import suite
            >>> question = suite("small")[0].question()
            >>> question["asks"], question["k"], question["d_in"], question["d_out"]
            ('decide', 2, 2, 2)
        """
        subject = self.subject()
        if isinstance(subject, Channel):
            return self._about(subject) | _matrices(subject)
        dimensions = subject.arguments.get("d", 0)
        if dimensions**2 > _LARGEST:
            arguments = {"family": subject.name, "arguments": dict(subject.arguments)}
            sizes = {"d_in": dimensions, "d_out": dimensions}
            return {"asks": self.asks, "k": self.k, **sizes, **arguments}
        first, last = subject(0.0), subject(1.0)
        ends = {f"last_{key}": value for key, value in _matrices(last).items()}
        return self._about(first) | _matrices(first) | ends

    def _about(self, channel: Channel) -> dict[str, Any]:
        sizes = {"d_in": channel.d_in, "d_out": channel.d_out}
        return {"asks": self.asks, "k": self.k, **sizes}


def order(question: dict[str, Any]) -> int:
    """Return the order of an unreduced extension, d_in d_out^k."""
    return question["d_in"] * question["d_out"] ** question["k"]


def _matrices(channel: Channel) -> dict[str, Any]:
    return {"choi": _parts(channel.choi), "kraus": _parts(channel.kraus)}


def _parts(array: Array) -> list[Any]:
    """Return real and imaginary parts as nested lists, which JSON keeps bit for bit."""
    return [np.real(array).tolist(), np.imag(array).tolist()]
