"""Statement: one channel in rational numbers, or a ball around one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from sdpsearch.linalg import Array, dagger
from sdpsearch.proof.exact.matrix import Matrix, equal, identity, traced_last
from sdpsearch.proof.exact.rounding import dense


@dataclass(frozen=True)
class Statement:
    """One channel, exactly: J = f C f, or a ball around C.

    Attributes:
        d_in: dimension of A.
        d_out: dimension of B.
        choi: C, a Hermitian Matrix of order d_in·d_out.
        scales: β_b > 0.
        radius: largest deviation of the real and imaginary part of each entry.
        at: the parameter it belongs to, when it is a member of a family.
        source: how it was found, for a person.
    """

    d_in: int
    d_out: int
    choi: Matrix
    scales: tuple[Fraction, ...]
    radius: Fraction
    at: Fraction | None
    source: str

    @property
    def is_exact(self) -> bool:
        """Whether it is about one channel, not a ball of them."""
        return self.radius == 0

    @cached_property
    def input_trace(self) -> Matrix:
        """The operator τ on A."""
        return traced_last(self.choi, self.scales)

    @property
    def is_plain(self) -> bool:
        """Whether C is the Choi operator itself."""
        trivial = all(x == 1 for x in self.scales)
        return trivial and equal(self.input_trace, identity(self.d_in))

    @cached_property
    def filters(self) -> tuple[Array, Array]:
        """Return τ^(−1/2) and √β as floats."""
        trace = dense(self.input_trace)
        values, vectors = np.linalg.eigh(trace)
        root = (vectors / np.sqrt(values)) @ dagger(vectors)
        return root, np.sqrt([float(x) for x in self.scales])
