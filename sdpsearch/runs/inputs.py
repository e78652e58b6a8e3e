"""How a run keeps the input that transmits: JSON, every digit of it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from sdpsearch.coherent.code import Code
from sdpsearch.coherent.singularity import Singularity
from sdpsearch.coherent.transmission import Transmission
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array, readonly


def transmission_text(found: Transmission | None) -> str | None:
    """Return a transmission as JSON, None for none.

    Complex numbers are pairs; `vectors` has one list for each vector of the code.
    """
    if found is None:
        return None
    pure = found.singularity
    parts = {
        "information": list(found.information),
        "vectors": [_pairs(vector) for vector in found.code.vectors.T],
        "copies": found.code.copies,
        "block": found.block,
        "psi": None if pure is None else _pairs(pure.psi),
        "phi": None if pure is None else _pairs(pure.phi),
        "gain": None if pure is None else pure.gain,
    }
    return json.dumps(parts)


def transmission_of(text: str | None) -> Transmission | None:
    """Return the transmission that was kept."""
    if text is None:
        return None
    parts = json.loads(text)
    vectors = np.stack([_vector(pairs) for pairs in parts["vectors"]], axis=1)
    pure = None
    if parts["gain"] is not None:
        pure = Singularity(_vector(parts["psi"]), _vector(parts["phi"]), parts["gain"])
    return Transmission(
        Code(vectors, parts["copies"]),
        Interval(*parts["information"]),
        parts["block"],
        pure,
    )


def _pairs(vector: Array) -> list[tuple[float, float]]:
    return [(float(x.real), float(x.imag)) for x in vector.astype(complex)]


def _vector(pairs: list[Any]) -> Array:
    whole = np.array([complex(*pair) for pair in pairs])
    return readonly(whole if np.any(np.imag(whole)) else np.real(whole).copy())
