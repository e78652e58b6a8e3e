"""The paper's thresholds, found and proved: theorem, corollary, transposed noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.channels import zoo
from sdpsearch.channels.family import ChannelFamily, white_noise
from sdpsearch.channels.random import random_channel
from sdpsearch.exact.maps import threshold_noise
from sdpsearch.properties import Antidegradable
from sdpsearch.reproduce.finding import Finding
from sdpsearch.search.locate import threshold
from sdpsearch.search.threshold import Threshold

#: Dimensions whose thresholds are proved exactly; beyond, a bracket in floating point is
#: found in seconds while the proof takes longer than the whole report should.
PROVED = (2, 3, 4, 5, 6)
TABLE = (2, 3, 4, 5, 6)
TRANSPOSED = (3, 4, 5)
#: (d, Kraus rank) of the random channels that the corollary is tried on.
RANDOM = tuple((d, rank) for d in (2, 3, 4) for rank in sorted({1, 2, d, d * d}))

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """A threshold beside its closed form.

    Attributes:
        family: the family's label.
        d: dimension.
        found: what the search found and proved.
        exact: the closed form.
    """

    family: str
    d: int
    found: Threshold
    exact: Fraction

    @property
    def deviation(self) -> float:
        """|found − exact|; 0 where the exact value itself is proved."""
        boundary = self.found.boundaries[0]
        if boundary.proved == (self.exact, self.exact):
            return 0.0
        return abs(float(Fraction(boundary.value) - self.exact))


def depolarizing_rows(progress: Progress) -> list[Row]:
    """Return the theorem's sharp form: D_x is antidegradable iff x ≥ d/(2(d+1))."""
    rows = []
    for d in TABLE:
        progress(f"threshold of depolarizing, d = {d}")
        found = threshold(zoo.depolarizing(d=d), Antidegradable(), prove=d in PROVED)
        rows.append(Row("depolarizing", d, found, Fraction(d, 2 * (d + 1))))
    return rows


def transposed_rows(progress: Progress) -> list[Row]:
    """Return E_x: antidegradable iff x ≥ 2(d−1)/(3d−2), 4/7 for d = 3."""
    rows = []
    for d in TRANSPOSED:
        progress(f"threshold of transpose-depolarizing, d = {d}")
        family = zoo.transpose_depolarizing(d=d)
        found = threshold(family, Antidegradable(), prove=True)
        exact = Fraction(2 * (d - 1), 3 * d - 2)
        rows.append(Row("transpose-depolarizing", d, found, exact))
    return rows


@dataclass(frozen=True)
class Contaminated:
    """A random channel under noise, and how much noise it takes.

    Attributes:
        d: dimension.
        rank: number of Kraus operators.
        value: where the noisy channel becomes antidegradable; 0 if it always is.
        bound: the noise that suffices for every channel.
    """

    d: int
    rank: int
    value: float
    bound: float

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
        value = _start(white_noise(channel))
        found.append(Contaminated(d, rank, value, threshold_noise(d)))
    return found


def transposed_corollary(progress: Progress) -> list[Contaminated]:
    """Return Φ_x = (1−x)Φ + (x/2)(tr 1 − Φ^T) for random qutrit channels, from 4/7 on."""
    found = []
    for rank in (1, 2, 3, 9):
        progress(f"transposed noise on a random qutrit channel, {rank} Kraus operators")
        channel = random_channel(3, 3, rank=rank, rng=rank)
        value = _start(zoo.transpose_depolarizing(d=3) @ channel)
        found.append(Contaminated(3, rank, value, 4 / 7))
    return found


def _start(family: ChannelFamily) -> float:
    """Return where an affine family starts to be antidegradable."""
    return threshold(family, Antidegradable()).estimated[0].lower


def corollary_findings(
    white: list[Contaminated], transposed: list[Contaminated]
) -> list[Finding]:
    """Return (34), (36) and (36') as findings: by how much the bounds are exceeded."""
    worst = max(max(0.0, -item.slack) for item in white)
    sharp = max(abs(item.slack) for item in white if item.rank == 1)
    over = max(max(0.0, -item.slack) for item in transposed)
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
            cases="random Φ, Kraus ranks 1, 2, 3, 9",
        ),
    ]


def table_findings(rows: list[Row]) -> list[Finding]:
    """Return the theorem and the transposed result, with the sharp thresholds."""
    sharp = {
        "depolarizing": ("Theorem", "x ≥ d/(2(d+1)), and not below: 1/2 is not tight"),
        "transpose-depolarizing": ("E_x", "x ≥ 2(d−1)/(3d−2), 4/7 for d = 3, not below"),
    }
    found = []
    for name, (label, correction) in sharp.items():
        mine = [row for row in rows if row.family == name]
        dimensions = ", ".join(str(row.d) for row in mine)
        found.append(
            Finding(
                label,
                f"{name}: antidegradable from a threshold on",
                max(row.deviation for row in mine),
                None,
                correction,
                "sharpened",
                f"SDP for d = {dimensions}, exact proofs where the table says so",
            )
        )
    return found
