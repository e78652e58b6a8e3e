"""Scope: how much the atlas asks."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: In the order of the tables.
PROPERTIES = (
    "antidegradable",
    "3-extendible",
    "signed-extendible",
    "degradable",
    "ppt",
    "entanglement-breaking",
    "zero-capacity",
    "zero-private-capacity",
)
#: What has one theorem in every dimension, for families that keep one form.
EVERY_DIMENSION = ("antidegradable", "3-extendible", "ppt")


@dataclass(frozen=True)
class Scope:
    """How much is asked.

    Attributes:
        properties: what is asked of families, by name.
        over_spaces: what is asked of spaces, whose sets are convex.
        sizes: dimensions d of families that have one.
        points: parameters of a margin's curve, an odd number.
        seconds: the longest that a decision may be expected to take; longer ones are
            left out, and the page says so.
        largest: order of A⊗B^k, or of the environment's, from which on what a decision
            takes is not even asked.
        large: dimensions beyond these, of families that keep one form in every one.
        every: whether one theorem for every dimension is asked for.
        bounded: dimensions up to which the capacity is bounded.
        bounds: parameters at which it is.
        gap: part of a space that may stay open.
        solves: conic programmes for each region.
    """

    properties: tuple[str, ...]
    over_spaces: tuple[str, ...]
    sizes: tuple[int, ...]
    points: int
    seconds: float
    largest: int
    large: tuple[int, ...]
    every: bool
    bounded: int
    bounds: int
    gap: float
    solves: int


WHOLE = Scope(
    properties=PROPERTIES,
    over_spaces=("antidegradable", "3-extendible", "signed-extendible", "ppt"),
    sizes=(2, 3, 4, 5, 6),
    points=17,
    seconds=50.0,
    largest=20_000,
    large=(1000,),
    every=True,
    bounded=4,
    bounds=17,
    gap=2e-3,
    solves=300,
)
QUICK = replace(
    WHOLE,
    sizes=(2,),
    points=5,
    seconds=1.0,
    largest=2_000,
    large=(),
    every=False,
    bounded=2,
    bounds=5,
    gap=0.1,
    solves=20,
)
