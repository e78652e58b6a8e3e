"""The family that a series of a run was asked along, where it is the zoo's."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Mapping
from typing import Any

from sdpsearch.channels import zoo
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.properties import Property, parse_property
from sdpsearch.runs.identity import digest, question
from sdpsearch.runs.run import KeptSeries


def family_of(series: KeptSeries) -> ChannelFamily | None:
    """Return the family of a series made again, None where it is not known to be the same.

    It is the same where the digest of the question about it is: a family that merely
    bears a name of the zoo has another.

    Example:
        >>> import os, tempfile, sdpsearch as sd
        >>> path = os.path.join(tempfile.mkdtemp(), "run.db")
        >>> _ = sd.scan(sd.zoo.erasure(d=3), "ppt", [0.5], run=path)
        >>> family_of(sd.open_run(path).series()[0])
        ChannelFamily(erasure(d=3), e in [0, 1])
    """
    asked = property_of(series)
    if asked is None or series.family not in zoo.FAMILIES:
        return None
    try:
        family = zoo.FAMILIES[series.family](**_values(series.arguments))
    except (ValueError, TypeError):
        return None
    whole = [family, question(asked, series.solver, series.time_limit)]
    return family if digest(whole) == series.key else None


def property_of(series: KeptSeries) -> Property | None:
    """Return the property that the name of a series' property means, None for one's own."""
    try:
        return parse_property(series.property)
    except ValueError:
        return None


def _values(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as they were: what JSON has no form for is kept as Python's text."""
    return {
        key: literal_eval(value) if isinstance(value, str) and value[:1] in "([" else value
        for key, value in arguments.items()
    }
