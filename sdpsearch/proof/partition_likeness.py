"""Whether a certificate of partitions is about a given family: compared at many d."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.partition_forms import Partition, PartitionForm, partition_form
from sdpsearch.proof.certificate import Certificate

#: Dimensions beyond the degrees stated at which both must agree; the zoo's coefficients
#: have numerators and divisors of degree 3 at most.
_MORE = 8


def difference(certificate: Certificate, target: ChannelFamily | Channel) -> str | None:
    """Return how a certificate's line differs from a family's, None if it does not.

    Rational functions of d are equal that agree at more integers than the sum of their
    degrees; at each of these the coefficients are compared in rational numbers.

    Raises:
        ValueError: the file is no certificate.
    """
    problem = certificate.problem
    if isinstance(target, Channel):
        return "it is about a family, the target is a single channel"
    form = partition_form(target)
    if form is None:
        return (
            "the target is not known to be a combination of partitions in every dimension"
        )
    alone = "equals" in problem["dimension"]
    if alone and int(problem["dimension"]["equals"], 16) != form.d:
        stated = int(problem["dimension"]["equals"], 16)
        return f"its channels have dimension {stated}, the target's {form.d}"
    if problem.get("parameter", "x") != form.parameter:
        return f"its parameter is not the target's, {form.parameter}"
    if (problem["from"], problem["to"]) != ("0", "1"):
        return "its line does not run from 0 to 1"
    return _first_difference(problem, form)


def _first_difference(problem: Any, form: PartitionForm) -> str | None:
    for d in _dimensions(problem):
        stated = tuple(_terms(problem[key], d) for key in ("choi_from", "choi_to"))
        if stated != form.chois(d):
            return f"its channels are others than the target's in dimension {d}"
    return None


def comparison(certificate: Certificate, target: ChannelFamily) -> str:
    """Return what difference() compared with what, when it found them to be equal."""
    form = partition_form(target)
    assert form is not None
    stated = certificate.problem["dimension"]
    name = form.parameter
    where = f"at {name} = 0 and {name} = 1"
    if "equals" in stated:
        d = int(stated["equals"], 16)
        return (
            f"compared with {form.label}, d = {d}: the stated operators {where} are equal"
        )
    least = int(stated["least"], 16)
    return (
        f"compared with {form.label}, every d ≥ {least}: the stated operators {where} are "
        "equal, as functions of d"
    )


def _dimensions(problem: Any) -> range:
    """Return the dimensions at which equality tells equality."""
    stated = problem["dimension"]
    if "equals" in stated:
        d = int(stated["equals"], 16)
        return range(d, d + 1)
    polynomials = [
        term.partition(" ")[2]
        for key in ("choi_from", "choi_to")
        for term in problem[key]["terms"]
    ]
    polynomials += [problem[key].get("over", "1") for key in ("choi_from", "choi_to")]
    degree = max(text.count(" ") for text in polynomials)
    least = max(2, int(stated["least"], 16))
    return range(least, least + 2 * degree + _MORE)


def _terms(element: Any, d: int) -> dict[Partition, Fraction]:
    """Return the coefficients of an element at one dimension."""
    over = _value(element.get("over", "1"), d)
    found: dict[Partition, Fraction] = {}
    for term in element["terms"]:
        key, _, polynomial = term.partition(" ")
        coefficient = Fraction(_value(polynomial, d), over)
        if coefficient:
            found[tuple(int(digit, 16) for digit in key)] = coefficient
    return found


def _value(polynomial: str, d: int) -> int:
    return sum(int(x, 16) * d**power for power, x in enumerate(polynomial.split(" ")))
