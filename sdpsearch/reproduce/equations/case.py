"""What equations are evaluated on: D_x for some d and x, its objects, and a matrix Y.

The equations are those of Roofeh and Karimipour, arXiv 2408.05733.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.known.maps import paper_map
from sdpsearch.linalg import Array

DIMENSIONS = (2, 3, 4)
#: Half is included: there δ = 0. The equations of sections 2 hold below it as well.
NOISES = (0.5, 0.6, 0.85, 1.0)
CASES = "d = 2, 3, 4; x = 0.5, 0.6, 0.85, 1; random complex Y"


@dataclass(frozen=True)
class Case:
    """D_x for one d and x, with its objects, and a matrix Y."""

    d: int
    x: float
    y: Array

    @cached_property
    def channel(self) -> Channel:
        """D_x with the Kraus operators (3)–(4): A_0, then A_ij row by row."""
        return zoo.depolarizing(d=self.d)(self.x)

    @cached_property
    def a(self) -> Array:
        """A_ij, shape (d, d, d, d)."""
        return self.channel.kraus[1:].reshape(self.d, self.d, self.d, self.d)

    @cached_property
    def a0(self) -> Array:
        """A_0."""
        return self.channel.kraus[0]

    @cached_property
    def complement(self) -> Array:
        """D_x^c(Y) from the Kraus operators, equation (7)."""
        k = self.channel.kraus
        return np.einsum("eab,bc,fac->ef", k, self.y, k.conj())

    @cached_property
    def map(self) -> Channel:
        """The paper's N_x."""
        return paper_map(self.d, self.x)

    @property
    def xi(self) -> float:
        """ξ = √(x(1−x)/d)."""
        return float(np.sqrt(self.x * (1 - self.x) / self.d))

    @property
    def beta2(self) -> float:
        """β² = (1−x)/x."""
        return (1 - self.x) / self.x

    @property
    def delta2(self) -> float:
        """δ² = (2x−1)/(dx)."""
        return (2 * self.x - 1) / (self.d * self.x)

    @property
    def one(self) -> Array:
        """1 on C^d."""
        return np.eye(self.d)

    @property
    def trace(self) -> complex:
        """Tr Y."""
        return complex(np.trace(self.y))

    @cached_property
    def depolarized(self) -> Array:
        """(1−x) Y + x tr(Y) 1/d, written out."""
        return (1 - self.x) * self.y + self.x * self.trace * self.one / self.d

    def read_outs(self) -> tuple[Array, Array, Array]:
        """M_k, N_k and Q_ijk of equation (15), written out."""
        d = self.d
        env = np.eye(1 + d * d)
        pair = env[1:].reshape(d, d, -1)
        mixing = np.einsum("ki,e->kie", self.one, env[0]) / np.sqrt(d)
        reading = np.sqrt(self.beta2) * np.einsum("ij,kje->kie", self.one, pair)
        discarding = np.sqrt(max(self.delta2, 0.0)) * np.einsum(
            "il,jke->ijkle", self.one, pair
        ).reshape(d**3, d, -1)
        return mixing, reading, discarding


def cases() -> list[Case]:
    """Return the cases that every equation is evaluated on."""
    rng = np.random.default_rng(2024)
    return [
        Case(d, x, rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d)))
        for d in DIMENSIONS
        for x in NOISES
    ]


def far(left: Any, right: Any) -> float:
    """Return the largest entry of the difference."""
    return float(np.max(np.abs(np.asarray(left) - np.asarray(right))))


def conjugated(kraus: Array, matrix: Array) -> Array:
    """Return Σ K Z K†."""
    return np.einsum("eab,bc,edc->ad", kraus, matrix, kraus.conj())
