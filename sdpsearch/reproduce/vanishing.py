"""Where the capacities of D_x and E_x vanish, beyond the paper: both answers, and between.

The paper is Roofeh and Karimipour, arXiv 2408.05733. Signed extensions (Zhu and Wang,
2607.24693; here as a conic programme, docs/signed-extensions.md) prove Q = P = 0 where no
antidegrading map exists; inputs of one use or several prove Q > 0. Derived here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.capacity.lower.coherent import maximise_coherent_information
from sdpsearch.channels import zoo
from sdpsearch.properties import SignedExtendible, ZeroCapacity
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.thresholds import Progress
from sdpsearch.search.locate import threshold
from sdpsearch.search.threshold import Threshold

#: (family, d, where it is antidegradable from, where the paper says that Q = 0 from).
CASES = (
    *(("depolarizing", d, Fraction(d, 2 * (d + 1)), Fraction(1, 2)) for d in range(2, 7)),
    *(
        (
            "transpose-depolarizing",
            d,
            Fraction(2 * (d - 1), 3 * d - 2),
            Fraction(4, 7) if d == 3 else None,
        )
        for d in range(3, 7)
    ),
)
#: From here on antidegradability is proved by certificates of a format of their own, and
#: from which d on an exact signed extension takes longer than the whole report should.
_PROVED_BELOW = 6
_SIGNED_BELOW = {"depolarizing": 5, "transpose-depolarizing": 7}
#: Ascents of the coherent information of D_x⊗E_y.
_STARTS = 2


@dataclass(frozen=True)
class Vanishing:
    """Where along a family the capacity vanishes, and where it does not.

    Attributes:
        family: the family's label.
        d: dimension.
        antidegradable: where it is antidegradable from, in closed form.
        printed: from where on the paper says that Q = 0, None where it says nothing.
        signed: where it is signed-extendible, Q = P = 0.
        capacity: where its capacity vanishes, with the brackets from Q > 0 to Q = 0.
    """

    family: str
    d: int
    antidegradable: Fraction
    printed: Fraction | None
    signed: Threshold
    capacity: Threshold

    @property
    def gained(self) -> float:
        """How much further out than antidegradability zero capacity is shown."""
        return float(self.antidegradable) - self.signed.value


def vanishing_rows(progress: Progress) -> list[Vanishing]:
    """Return where D_x, d = 2 to 6, and E_x, d = 3 to 6, stand between Q > 0 and Q = 0."""
    rows = []
    for name, d, antidegradable, printed in CASES:
        progress(f"where the capacity of {name} vanishes, d = {d}")
        family = zoo.FAMILIES[name.replace("-", "_")](d=d)
        signed = threshold(family, SignedExtendible(), prove=d < _SIGNED_BELOW[name])
        capacity = threshold(family, ZeroCapacity(), prove=d < _PROVED_BELOW)
        rows.append(Vanishing(name, d, antidegradable, printed, signed, capacity))
    return rows


def vanishing_findings(rows: list[Vanishing], progress: Progress) -> list[Finding]:
    """Return what is sharper than the paper on zero capacity, and on superactivation."""
    transposed = {row.d: row for row in rows if row.family == "transpose-depolarizing"}
    others = [row for row in rows if row is not transposed[3]]
    return [
        Finding(
            "E_x, Q",
            "Q(E_x) = 0 for x ≥ 4/7, d = 3",
            _off(transposed[3], Fraction(1, 2)),
            None,
            "Q = P = 0 for x ≥ 1/2 already: signed-extendible there, and not below; "
            f"Q > 0 at {transposed[3].capacity.boundaries[0].bracket.lower:.4f}",
            "sharpened",
            "proved in exact arithmetic, with certificate",
        ),
        Finding(
            "D_x, E_x",
            "signed-extendible exactly where antidegradable, E_x for d = 3 apart",
            max(_off(row, row.antidegradable) for row in others),
            None,
            "nothing is gained there, 3/5 for E_x, d = 4",
            "beyond",
            "proved for D_x, d = 2 to 4, E_x, d = 4 to 6; D_x, d = 5 and 6, numerical",
        ),
        _activation(progress),
    ]


def _off(row: Vanishing, end: Fraction) -> float:
    """Return |found − end|; 0 where the end itself is proved."""
    (boundary,) = row.signed.boundaries
    if boundary.proved == (end, end):
        return 0.0
    return abs(boundary.value - float(end))


def _activation(progress: Progress) -> Finding:
    """Return that D_x and E_y do not activate each other, tried where they barely would."""
    progress("coherent information of D_x and E_y together")
    pair = zoo.depolarizing(d=3)(3 / 8).tensor(zoo.transpose_depolarizing(d=3)(1 / 2))
    found = maximise_coherent_information(pair, starts=_STARTS)
    return Finding(
        "D_x⊗E_y",
        "superactivation with these two types of channel (section 6) is not possible where "
        "both are signed-extendible",
        max(0.0, found.value),
        None,
        "Q = P = 0 for Λ_x⊗Φ_y and every tensor product of such, x ≥ d/(2(d+1)), y ≥ 1/2 "
        "(d = 3): a theorem, as signed-extendible channels are closed under ⊗. What "
        "activates one of them lies outside this class; of the channels known today to "
        "have Q = 0 that leaves PPT ones",
        "answered",
        f"theorem; and I_c of D_3/8⊗E_1/2, {_STARTS} ascents",
    )
