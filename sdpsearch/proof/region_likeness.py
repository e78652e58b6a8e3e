"""Whether a certificate of a region is about a given space: rebuilt exactly, compared."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sdpsearch.channels.affinity import Affinity
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.exact.matrix import combine
from sdpsearch.proof.exact.stated import StatedPoint, fraction, hermitian
from sdpsearch.proof.likeness import ROUNDING, apart

#: Shares of the frame's points at one more point that is compared: dyadic numbers, for a
#: callable that is handed floats.
_INSIDE = {3: (2, 1, 1), 4: (4, 2, 1, 1)}

Place = tuple[list[Fraction], StatedPoint]


def difference(certificate: Certificate, target: object) -> str | None:
    """Return how a certificate's channels differ from a space's, None if they do not.

    Compared are the channels of the frame and one in between, of a box its far corner too.

    Raises:
        ValueError: the file is no certificate.
    """
    problem = certificate.problem
    if not isinstance(target, ChannelSpace):
        return "it is about a space of several parameters, which the target is not"
    if list(target.parameters) != problem["parameters"]:
        told = ", ".join(problem["parameters"])
        return f"its parameters are {told}, the target's {', '.join(target.parameters)}"
    if not target.affine:
        return "it is about an affine space, which the target is not known to be"
    for at, point in _places(problem):
        where = ", ".join(map(str, at))
        try:
            channel = target(at)
        except ValueError as error:
            return str(error).rstrip(".")
        shape = channel.d_in * channel.d_out, channel.d_out
        if shape != (point.choi.rows, len(point.scales)):
            return f"its channel at ({where}) has other dimensions than the target's"
        exact = channel.squares is not None
        if apart(point, channel) > (0 if exact else ROUNDING):
            return f"its channel at ({where}) is another one"
    return None


def comparison(certificate: Certificate, target: ChannelSpace) -> str:
    """Return what difference() compared with what, when it found them to be equal."""
    places = list(_places(certificate.problem))
    told = (
        f"compared with {target.label}: the stated operators at {len(places)} points, "
        "the frame's and beyond, "
    )
    exact = all(target(at).squares is not None for at, _ in places)
    told += "are equal" if exact else "agree with the floats given to 2^-49"
    if target.affinity is Affinity.DECLARED:
        told += "; that the space is affine between them is declared, a hypothesis"
    return told


def _places(problem: Any) -> Iterator[Place]:
    """Yield the points of the frame with the operators there, then those in between."""
    d_out = int(problem["d_out"], 16)
    order = int(problem["d_in"], 16) * d_out
    scales = tuple(fraction(x) for x in problem.get("scales", ["1"] * d_out))
    frame = [
        ([fraction(x) for x in item["at"]], hermitian(item["choi"], order))
        for item in problem["frame"]
    ]
    whole = sum(_INSIDE[len(frame)])
    mixtures = [[Fraction(x, whole) for x in _INSIDE[len(frame)]]]
    if problem["shape"] == "box":
        mixtures.append([Fraction(2 - len(frame)), *[Fraction(1)] * (len(frame) - 1)])
    for at, choi in frame:
        yield at, StatedPoint(choi, scales)
    for shares in mixtures:
        columns = zip(*(at for at, _ in frame), strict=True)
        at = [
            sum((x * y for x, y in zip(shares, c, strict=True)), Fraction(0))
            for c in columns
        ]
        terms = [(x, choi) for x, (_, choi) in zip(shares, frame, strict=True)]
        yield at, StatedPoint(combine(terms, order), scales)
