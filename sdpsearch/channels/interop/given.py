"""What was handed over, before it is known whether it is a channel."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.nearest import Nearest
from sdpsearch.channels.representation import Representation


@dataclass(frozen=True)
class GivenKraus:
    """Kraus operators, shape (d_env, d_out, d_in), of a map that is completely positive.

    Attributes:
        kraus: the operators, unchecked.
        title: what they were handed over as, for errors; "" for the caller's own.
    """

    kraus: Any
    title: str = ""

    def channel(self) -> Channel:
        """Return the channel; ValueError where the map is none."""
        with told_of(self.title):
            return Channel(self.kraus)

    def nearest(self) -> Nearest:
        """Return the channel nearest to the map."""
        with told_of(self.title):
            array = checks.finite_array("kraus", self.kraus)
            if array.ndim != 3 or 0 in array.shape:
                return Nearest(Channel(array), 0.0)  # raises: it says what the axes are
            given = Representation(array)
            return Channel.nearest(given.choi, d_in=given.d_in, d_out=given.d_out)


@dataclass(frozen=True)
class GivenChoi:
    """A Choi matrix, input first with tr J = d_in for a channel, of any linear map.

    Attributes:
        choi: the matrix, unchecked.
        d_in: dimension of the input.
        d_out: dimension of the output.
        title: what it was handed over as, for errors; "" for the caller's own.
    """

    choi: Any
    d_in: int
    d_out: int
    title: str = ""

    def channel(self) -> Channel:
        """Return the channel; ValueError where the map is none."""
        with told_of(self.title):
            return Channel.from_choi(self.choi, d_in=self.d_in, d_out=self.d_out)

    def nearest(self) -> Nearest:
        """Return the channel nearest to the map."""
        with told_of(self.title):
            return Channel.nearest(self.choi, d_in=self.d_in, d_out=self.d_out)


Given = GivenKraus | GivenChoi


@contextmanager
def told_of(title: str) -> Generator[None]:
    """Have what is wrong with a map say what it was handed over as, in one line."""
    try:
        yield
    except (ValueError, TypeError) as error:
        if not title:
            raise
        reason = " ".join(str(error).split())
        kind = ValueError if isinstance(error, ValueError) else TypeError
        raise kind(f"{title}: {reason}") from None
