"""Exit statuses, and which of them an answer deserves."""

from __future__ import annotations

from collections.abc import Sequence

from sdpsearch.cli import output
from sdpsearch.proof.certificate import Certificate
from sdpsearch.runs.standing import Standing
from sdpsearch.search.threshold import Occurrence, Threshold

OK, UNDECIDED, BAD_INPUT, DISAGREE, UNWRITTEN = 0, 1, 2, 3, 4
#: What a shell says of a command that SIGINT, or SIGTERM, ended.
INTERRUPTED, TERMINATED = 130, 143


def of_thresholds(found: Sequence[Threshold]) -> int:
    """Return 1 when a threshold is undecided, or known only within a wide bracket."""
    lost = [t for t in found if t.occurrence is Occurrence.UNDECIDED or not t.is_decided]
    return UNDECIDED if lost else OK


def of_proofs(found: Sequence[Threshold]) -> int:
    """Return 1 when a threshold that was to be proved is not."""
    return OK if all(t.certificate is not None for t in found) else UNDECIDED


def of_failures(done: Standing) -> int:
    """Return 1 when the work on a decision failed, and say so."""
    failed = done.verdicts["failed"]
    if failed:
        output.say(f"{failed} of {done.total} decisions failed; the rest is answered.")
    return UNDECIDED if failed else OK


def keep(path: str | None, made: Certificate | None, why: str | None) -> int:
    """Write a certificate where it was asked for; 1 if there is none."""
    if made is None:
        if path is not None:
            output.say(f"{path} not written: {why}")
        return UNDECIDED
    if path is not None:
        made.save(path)
    return OK
