"""Marks: analytic values of a parameter worth drawing next to computed ones."""

from __future__ import annotations

from dataclasses import dataclass

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import completely_depolarizing
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.known.entry import SIGNED
from sdpsearch.known.thresholds import Fact, facts, is_the_zoos


@dataclass(frozen=True)
class Mark:
    """An analytic value of a family's parameter worth drawing next to computed ones.

    Attributes:
        label: what a legend calls it.
        value: the parameter.
        meaning: what happens there.
        source: where it is from.
    """

    label: str
    value: float
    meaning: str
    source: str


def marks(family: ChannelFamily) -> tuple[Mark, ...]:
    """Return the analytic lines to draw in a figure of a family.

    For the depolarizing family the ends of the sets where it has a symmetric extension
    and is PPT, and the N_x of Roofeh and Karimipour, arXiv 2408.05733 (the paper); for
    white noise added to any channel (the family of white_noise(), equation (35) of the
    paper corrected) the same values as sufficient bounds, since
    (1−x) Λ + x tr(·) 1/d = D_x∘Λ; else the interior boundaries of facts().

    Args:
        family: any family.

    Returns:
        The marks, ascending in value; () when nothing is known.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.marks import marks
        >>> [m.value for m in marks(sd.zoo.depolarizing(d=3))]
        [0.375, 0.5, 0.75]
    """
    low, high = family.domain
    if family.name == "white noise":
        found = _white_noise_marks(family)
    elif family.name == "depolarizing" and is_the_zoos(family):
        found = _depolarizing_marks(family.arguments["d"], "", " if and only if ")
    else:
        found = _boundary_marks(facts(family))
    inside = [mark for mark in found if low < mark.value < high]
    return tuple(sorted(inside, key=lambda mark: mark.value))


def _depolarizing_marks(d: int, prefix: str, link: str) -> list[Mark]:
    antidegradable = d / (2 * (d + 1))
    return [
        Mark(
            f"{prefix}symmetric extension d/(2(d+1))",
            antidegradable,
            f"antidegradable{link}x is at least this",
            "optimal 1->2 cloning: Werner, quant-ph/9804001",
        ),
        Mark(
            f"{prefix}the paper's N_x, x ≥ 1/2",
            0.5,
            "the paper's antidegrading map N_x exists from here on; sufficient, not "
            "necessary",
            "the paper, equations (28) and (36)",
        ),
        Mark(
            f"{prefix}PPT d/(d+1)",
            d / (d + 1),
            f"PPT and entanglement breaking{link}x is at least this",
            "Horodecki, Horodecki, PRA 59, 4206 (1999)",
        ),
    ]


def _white_noise_marks(family: ChannelFamily) -> list[Mark]:
    end: Channel = family(family.domain[1])
    if family.domain != (0.0, 1.0) or end != completely_depolarizing(end.d_in, end.d_out):
        return []
    link = " for every channel Λ (sufficient; sharp for unitary Λ) if "
    return _depolarizing_marks(end.d_out, "any channel: ", link)


def _boundary_marks(known: tuple[Fact, ...]) -> list[Mark]:
    """Return one mark per property and end of a set where it holds."""
    ends = {
        item.property: {end for interval in item.holds for end in interval}
        for item in known
    }
    # Mostly these end where antidegradability does.
    ends[SIGNED] = ends.get(SIGNED, set()) - ends.get("antidegradable", set())
    return [
        Mark(
            f"{item.property}: {item.expression}",
            value,
            f"boundary of the set where the family is {item.property}",
            item.source,
        )
        for item in known
        if item.property in ("antidegradable", "degradable", "ppt", SIGNED)
        for value in sorted(ends[item.property])
    ]
