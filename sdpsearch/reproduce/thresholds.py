"""The paper's thresholds, found and proved: theorem and transposed noise.

The theorem is that of Roofeh and Karimipour, arXiv 2408.05733; the transposed noise is
that of their qutrit companion, 2310.15353.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.channels import zoo
from sdpsearch.properties import Antidegradable
from sdpsearch.reproduce.finding import Finding
from sdpsearch.search.every_dimension import EveryDimension, every_dimension
from sdpsearch.search.locate import threshold
from sdpsearch.search.threshold import Threshold

#: Dimensions whose thresholds are proved exactly; beyond, a bracket in floating point is
#: found in seconds while the proof takes longer than the whole report should.
PROVED = (2, 3, 4, 5, 6)
TABLE = (2, 3, 4, 5, 6)
TRANSPOSED = (3, 4, 5)

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


def theorems(progress: Progress) -> list[EveryDimension]:
    """Return where D_x and E_x are antidegradable, proved for every dimension at once."""
    found = []
    for family in (zoo.depolarizing(), zoo.transpose_depolarizing()):
        progress(f"threshold of {family.name}, every d")
        found.append(every_dimension(family, Antidegradable()))
    return found


def table_findings(rows: list[Row], theorems: Sequence[EveryDimension]) -> list[Finding]:
    """Return the theorem and the transposed result, with the sharp thresholds."""
    sharp = {
        "depolarizing": ("Theorem", "x ≥ d/(2(d+1)), and not below: 1/2 is not tight"),
        "transpose-depolarizing": ("E_x", "x ≥ 2(d−1)/(3d−2), 4/7 for d = 3, not below"),
    }
    found = []
    for (name, (label, correction)), theorem in zip(sharp.items(), theorems, strict=True):
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
                f"proved for every d ≥ {theorem.least}; SDP for d = {dimensions}",
            )
        )
    return found
