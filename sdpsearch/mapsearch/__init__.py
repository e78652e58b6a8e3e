"""The second opinion: a search over the Choi operator of N: E → B with N∘Φ^c = Φ.

Written independently of the engine in `sdpsearch.extension` (no Young blocks, no witness
form, modelling languages instead of a conic form), so that their agreement means
something. Bounds are recomputed in numpy from whatever the solvers return.
"""

from sdpsearch.mapsearch.defect import (
    Defect,
    antidegradability_defect,
    degradability_defect,
)
from sdpsearch.mapsearch.margin import MapMargin, map_margin
from sdpsearch.mapsearch.signed import signed_margin

__all__ = [
    "Defect",
    "MapMargin",
    "antidegradability_defect",
    "degradability_defect",
    "map_margin",
    "signed_margin",
]
