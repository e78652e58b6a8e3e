"""Whether a certificate is about a given channel or family: rebuilt exactly, compared."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.proof import checker
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.statement import Statement, literal, state


def difference(
    certificate: Certificate, target: ChannelFamily | Channel, *, complement: bool = False
) -> str | None:
    """Return how a certificate's channels differ from the target's, None if they do not.

    Every stated operator is built again from the target, as the prover builds it, and
    compared exactly.

    Args:
        certificate: a certificate that the checker accepts.
        target: a family (the parameters are in the certificate), or a single channel.
        complement: whether the target's complementary channels are meant.

    Raises:
        ValueError: the file is no certificate.
    """
    try:
        problem = checker.Problem(certificate.problem)
    except checker.NotACertificate as error:
        raise ValueError(f"This is not a certificate: {error}.") from None
    places: list[tuple[Fraction | None, checker.Point]]
    if problem.is_line:
        first, last = problem.points
        places = [(problem.start, first), (problem.end, last)]
    else:
        places = [(point.at, point) for point in problem.points]
    meant, other = (_complement, _itself) if complement else (_itself, _complement)
    reason = _first_difference(target, places, problem, meant)
    if reason is None or _first_difference(target, places, problem, other) is not None:
        return reason
    if complement:
        return "it is about the target itself, not about its complementary channel"
    return "it is about the target's complementary channel: ask for that by `complement`"


def _first_difference(
    target: ChannelFamily | Channel,
    places: list[tuple[Fraction | None, checker.Point]],
    problem: checker.Problem,
    subject: Callable[[Channel], Channel],
) -> str | None:
    reasons = (_differs(target, x, point, problem, subject) for x, point in places)
    return next((why for why in reasons if why is not None), None)


def _itself(channel: Channel) -> Channel:
    return channel


def _complement(channel: Channel) -> Channel:
    return channel.minimal().complementary


def _differs(
    target: ChannelFamily | Channel,
    x: Fraction | None,
    point: checker.Point,
    problem: checker.Problem,
    subject: Callable[[Channel], Channel],
) -> str | None:
    where = ""
    if isinstance(target, ChannelFamily):
        if x is None:
            return "it does not say which member of a family it is about"
        where = f" at {target.parameter} = {x}"
        try:
            channel = subject(target(x))
        except ValueError as error:
            return str(error).rstrip(".")
    else:
        channel = subject(target)
    if (channel.d_in, channel.d_out) != (problem.d_in, problem.d_out):
        return (
            f"its channel goes from dimension {problem.d_in} to {problem.d_out}, the "
            f"target{where} from {channel.d_in} to {channel.d_out}"
        )
    for statement in (state(channel), literal(channel)):
        if _same(statement, point, problem.radius):
            return None
    return f"its channel{where} is another one"


def _same(statement: Statement, point: checker.Point, radius: Fraction) -> bool:
    if radius and statement.is_plain:
        # Centres may differ by rounding; what counts is that the ball has the target's.
        apart = checker.combine(
            [(Fraction(1), statement.choi), (Fraction(-1), point.choi)],
            statement.choi.rows,
        )
        largest = max((abs(x) for e in apart.entries.values() for x in e), default=0)
        return Fraction(largest, apart.denominator) <= radius
    if not statement.is_exact or radius or list(statement.scales) != list(point.scales):
        return False
    return checker.equal(statement.choi, point.choi)
