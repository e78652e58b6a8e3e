"""Whether a certificate is about a given channel or family: rebuilt exactly, compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from sdpsearch.channels.affinity import Affinity
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.proof import partition_likeness, region_likeness
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.exact.stated import StatedPoint, StatedProblem
from sdpsearch.proof.likeness import ROUNDING, apart

#: What a certificate may be compared with.
Target = ChannelFamily | ChannelSpace | Channel

#: Where between its ends a line has to pass through the target as well: a dyadic number,
#: for a callable that is handed floats.
_INSIDE = Fraction(5, 16)


def difference(
    certificate: Certificate, target: Target, *, complement: bool = False
) -> str | None:
    """Return how a certificate's channels differ from the target's, None if they do not.

    Every stated operator is compared with the target's own, by a path that shares nothing
    with how statements are made: exactly where the target knows its squares; to rounding
    (2^-49 in an entry) where it is given by floats, unless the statement is a ball, which
    must contain the target.

    Args:
        certificate: a certificate that the checker accepts.
        target: a family or a space (the parameters are in the certificate), or a single
            channel.
        complement: whether the target's complementary channels are meant.

    Raises:
        ValueError: the file is no certificate.
    """
    if certificate.is_of_region or isinstance(target, ChannelSpace):
        if complement:
            return "it is about a space itself, not about complementary channels"
        if not certificate.is_of_region:
            return "it is not about a space of several parameters, which the target is"
        return region_likeness.difference(certificate, target)
    if certificate.is_of_partitions:
        if complement:
            return "it is about a family itself, not about complementary channels"
        return partition_likeness.difference(certificate, target)
    problem = StatedProblem.read(certificate.problem)

    def complementary(channel: Channel) -> Channel:
        # On the environment of the operators given, or on the smallest one.
        as_given = channel.d_env == problem.d_out
        return (channel if as_given else channel.minimal()).complementary

    meant, other = (complementary, _itself) if complement else (_itself, complementary)
    reason = _differs(target, problem, meant)
    if reason is None or _differs(target, problem, other) is not None:
        return reason
    if complement:
        return "it is about the target itself, not about its complementary channel"
    return "it is about the target's complementary channel: ask for that (--complement)"


def comparison(
    certificate: Certificate, target: Target, *, complement: bool = False
) -> str:
    """Return what difference() compared with what, when it found them to be equal."""
    if isinstance(target, ChannelSpace):
        return region_likeness.comparison(certificate, target)
    if certificate.is_of_partitions and isinstance(target, ChannelFamily):
        return partition_likeness.comparison(certificate, target)
    problem = StatedProblem.read(certificate.problem)
    name = "the channel given" if isinstance(target, Channel) else target.label
    if complement:
        name = f"the complementary channel of {name}"
    places = problem.domain or [x for x in (p.at for p in problem.points) if x is not None]
    at = " and ".join(f"{problem.parameter} = {_shown(x)}" for x in places)
    operators = f"operators at {at}" if len(places) > 1 else "operator"
    if len(places) == 1:
        operators += f" at {at}"
    equal_ = "are equal" if len(places) > 1 else "is equal"
    agree = "agree" if len(places) > 1 else "agrees"
    if problem.radius:
        equal_ = f"{agree} within the radius"
    elif not _is_exact(target, places):
        equal_ = f"{agree} with the floats given to 2^-49"
    told = f"compared with {name}: the stated {operators} {equal_}"
    declared = not isinstance(target, Channel) and target.affinity is Affinity.DECLARED
    if problem.is_line and declared:
        told += "; that the family is affine between them is declared, a hypothesis"
    return told


def _is_exact(target: ChannelFamily | Channel, places: Sequence[Fraction]) -> bool:
    """Whether the target knows its squares wherever it was compared."""
    channels = [target] if isinstance(target, Channel) else [target(x) for x in places]
    return all(channel.squares is not None for channel in channels)


def _shown(x: Fraction) -> str:
    """Return a fraction, or about what it is if it is long."""
    return str(x) if x.denominator < 10**24 else f"about {float(x)!r}"


def _itself(channel: Channel) -> Channel:
    return channel


def _differs(
    target: ChannelFamily | Channel,
    problem: StatedProblem,
    subject: Callable[[Channel], Channel],
) -> str | None:
    if problem.is_line:
        if isinstance(target, Channel):
            return "it is about a family, the target is a single channel"
        if not target.affine:
            return "it is about an affine family, which the target is not known to be"
    for x, point in _places(problem):
        channel = _member(target, x, subject)
        if isinstance(channel, str):
            return channel
        where = f" at {problem.parameter} = {x}" if x is not None else ""
        if (channel.d_in, channel.d_out) != (problem.d_in, problem.d_out):
            return (
                f"its channel goes from dimension {problem.d_in} to {problem.d_out}, the "
                f"target{where} from {channel.d_in} to {channel.d_out}"
            )
        if not _alike(point, channel, problem.radius):
            return f"its channel{where} is another one"
    return None


def _alike(point: StatedPoint, channel: Channel, radius: Fraction) -> bool:
    try:
        distance = apart(point, channel)
    except ValueError:
        return False
    if radius:
        return distance <= radius
    return distance == 0 if channel.squares is not None else distance <= ROUNDING


def _places(
    problem: StatedProblem,
) -> list[tuple[Fraction | None, StatedPoint]]:
    """Return the stated operators with their parameters; of a line a third one too."""
    if problem.domain is None:
        return [(point.at, point) for point in problem.points]
    start, end = problem.domain
    inner = start + (end - start) * _INSIDE
    return [(x, problem.at(x)) for x in (start, end, inner)]


def _member(
    target: ChannelFamily | Channel,
    x: Fraction | None,
    subject: Callable[[Channel], Channel],
) -> Channel | str:
    """Return the channel that a statement should be about, or why there is none."""
    if isinstance(target, Channel):
        return subject(target)
    if x is None:
        return "it does not say which member of a family it is about: name one (--x)"
    try:
        return subject(target(x))
    except ValueError as error:
        return str(error).rstrip(".")
