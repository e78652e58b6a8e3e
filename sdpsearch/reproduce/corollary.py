"""The corollary: how much noise random channels take before they have no capacity."""

from __future__ import annotations

from dataclasses import dataclass

from sdpsearch.channels import zoo
from sdpsearch.channels.curves import white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.random import random_channel
from sdpsearch.known.maps import threshold_noise
from sdpsearch.properties import Antidegradable, Property, SignedExtendible
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.thresholds import Progress
from sdpsearch.search.locate import threshold

#: (d, Kraus rank) of the random channels that the corollary is tried on.
RANDOM = tuple((d, rank) for d in (2, 3, 4) for rank in sorted({1, 2, d, d * d}))


@dataclass(frozen=True)
class Contaminated:
    """A random channel under noise, and how much noise it takes.

    Attributes:
        d: dimension.
        rank: number of Kraus operators.
        value: where the noisy channel becomes antidegradable; 0 if it always is.
        bound: the noise that suffices for every channel.
        signed: where it becomes signed-extendible, None if that was not asked.
        signed_bound: the noise that suffices for that.
    """

    d: int
    rank: int
    value: float
    bound: float
    signed: float | None = None
    signed_bound: float | None = None

    @property
    def slack(self) -> float:
        """Bound − value, never negative if the corollary is true."""
        return self.bound - self.value


def corollary(progress: Progress) -> list[Contaminated]:
    """Return white noise on random channels: antidegradable from x_c on at the latest."""
    found = []
    for d, rank in RANDOM:
        progress(f"white noise on a random channel, d = {d}, {rank} Kraus operators")
        channel = random_channel(d, d, rank=rank, rng=100 * d + rank)
        value = _start(white_noise(channel), Antidegradable())
        found.append(Contaminated(d, rank, value, threshold_noise(d)))
    return found


def transposed_corollary(progress: Progress) -> list[Contaminated]:
    """Return Φ_x = (1−x)Φ + (x/2)(tr 1 − Φ^T) for random qutrit channels.

    Antidegradable from 4/7 on, signed-extendible from 1/2 on.
    """
    found = []
    for rank in (1, 2, 3, 9):
        progress(f"transposed noise on a random qutrit channel, {rank} Kraus operators")
        channel = random_channel(3, 3, rank=rank, rng=rank)
        family = zoo.transpose_depolarizing(d=3) @ channel
        starts = [_start(family, asked) for asked in (Antidegradable(), SignedExtendible())]
        found.append(Contaminated(3, rank, starts[0], 4 / 7, starts[1], 1 / 2))
    return found


def _start(family: ChannelFamily, asked: Property) -> float:
    """Return where an affine family starts to have a property."""
    return threshold(family, asked).estimated[0].lower


def corollary_findings(
    white: list[Contaminated], transposed: list[Contaminated]
) -> list[Finding]:
    """Return (34), (36) and (36') as findings: by how much the bounds are exceeded."""
    worst = max(max(0.0, -item.slack) for item in white)
    sharp = max(abs(item.slack) for item in white if item.rank == 1)
    over = max(max(0.0, (item.signed or 0.0) - 1 / 2) for item in transposed)
    ranks = "random Λ, d = 2, 3, 4, Kraus ranks 1, 2, d, d²"
    return [
        Finding(
            "(34)",
            "Λ_x is a post-processing of D_x, so it is antidegradable where D_x is",
            worst,
            cases=ranks,
        ),
        Finding(
            "(36)",
            "Q(Λ_x) = 0 for x ≥ 1/2",
            sharp,
            None,
            "for x ≥ x_c = d/(2(d+1)) < 1/2 already; for unitary Λ that is sharp",
            "sharpened",
            ranks,
        ),
        Finding(
            "(36′)",
            "(1−x)Φ + (x/2)(tr 1 − Φ^T) has no quantum capacity for x ≥ 4/7, d = 3",
            over,
            None,
            "nor private capacity, for x ≥ 1/2 already: it is E_x∘Φ, and preprocessing "
            "leaves a channel signed-extendible",
            "sharpened",
            "random Φ, Kraus ranks 1, 2, 3, 9",
        ),
    ]
