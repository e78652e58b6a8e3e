"""`sdpsearch plan`: what a question will take, without solving it."""

from __future__ import annotations

from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, One, Words
from sdpsearch.properties import parse_property, plan
from sdpsearch.report.plan import plan_text


def plan_command(
    channel: str,
    /,
    *,
    x: str | None = None,
    property: One = "antidegradable",
    json: Json = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Tell the size of a problem, the symmetry found, time and memory, without solving.

    Parameters
    ----------
    channel
        As in `decide`; of a family without its parameter the middle of the domain.
    x
        The family's parameter, or the weight of white noise on a channel without one.
    """
    asked = parse_property(property)
    found, title = arguments.channel_or_family(channel, x, words, choi)
    output.show(json, plan(found, asked), lambda p: plan_text(p, f"{title}: {asked.name}"))
    return status.OK
