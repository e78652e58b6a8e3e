"""Judging: one decision of the package beside the truth, as a plain record."""

from __future__ import annotations

import json
import signal
import traceback
from collections.abc import Sequence
from contextlib import contextmanager
from fractions import Fraction
from time import perf_counter
from typing import Any

import numpy as np

import sdpsearch as sd
from benchmarks.soundness.case import Case
from benchmarks.soundness.given import Stated, fraction
from benchmarks.soundness.oracles import Truth, told_of
from sdpsearch.conic.solvers import DEFAULT_SOLVER

#: Undecided nearer than this to a boundary is no fault.
NEAR = 1e-10
#: Literal data this near to a boundary may have been meant to lie on its other side.
ROUNDING = 2e-15
#: Seconds for one decision.
PATIENCE = 120
#: What a decision can come to; the first three are faults.
WRONG, EXCUSED, ERROR, RECOGNISED, OPEN, NEARBY, UNKNOWN, RIGHT = OUTCOMES = (
    "wrong",
    "wrong within rounding",
    "error",
    "right of what was recognised",
    "undecided",
    "undecided nearby",
    "undecided, distance unknown",
    "right",
)
FAULTS = (WRONG, EXCUSED, ERROR)

Record = dict[str, Any]


#: What is known of one channel already: decisions, and the seconds that each took.
Known = dict[sd.Property, tuple[sd.Decision, float]]


def judged(case: Case, *, prove: bool, known: Known | None = None) -> list[Record]:
    """Return one record for every claim about a channel."""
    known = known or {}
    return [
        _judged(case.channel, asked, truth, prove, known.get(asked))
        for asked, truth in case.claims
    ]


def known_together(cases: Sequence[Case]) -> list[Known]:
    """Return what the package decides of many channels at once, as decide_many does.

    The rest is asked one at a time, so that whatever goes wrong has its own record.
    """
    found: list[Known] = [{} for _ in cases]
    asking: dict[sd.Property, list[int]] = {}
    for i, case in enumerate(cases):
        for asked, _ in case.claims:
            asking.setdefault(asked, []).append(i)
    for asked, places in asking.items():
        begun = perf_counter()
        channels = [cases[i].channel for i in places]
        answers = asked.decide_together(channels, solver=DEFAULT_SOLVER)
        seconds = (perf_counter() - begun) / len(places)
        for i, answer in zip(places, answers, strict=True):
            if answer is not None:
                found[i][asked] = answer, seconds
    return found


def failed(property: str, reason: str) -> Record:
    """Return the record of a case or a line that could not be made or answered."""
    record: Record = {"property": property, "truth": "", "distance": 0.0, "why": ""}
    return record | {"verdict": "ERROR", "outcome": ERROR, "reason": reason, "seconds": 0.0}


def outcome(verdict: str, truth: Truth, exact: bool) -> str:
    """Return what a verdict comes to, beside the truth."""
    if verdict == "UNDECIDED":
        if np.isnan(truth.distance):
            return UNKNOWN
        return NEARBY if truth.distance < NEAR else OPEN
    if (verdict == "HOLDS") == truth.holds:
        return RIGHT
    return EXCUSED if not exact and truth.distance <= ROUNDING else WRONG


def _judged(channel, asked, truth: Truth, prove: bool, known=None) -> Record:
    exact = channel.squares is not None
    record: Record = {
        "property": asked.name,
        "truth": "HOLDS" if truth.holds else "FAILS",
        "distance": truth.distance,
        "why": truth.why,
    }
    begun = perf_counter()
    decision, spent = known or (None, 0.0)
    try:
        with patience(PATIENCE):
            if decision is None:
                decision = sd.decide(channel, asked, prove=prove)
            record["verdict"] = decision.verdict.name
            record["outcome"] = outcome(record["verdict"], truth, exact)
            if record["outcome"] != RIGHT:  # a reason found later has its map found too
                record["reason"] = decision.reason
            if prove:
                record.update(_proof(decision, channel, truth))
    except Exception:  # whatever comes out is a fault
        record |= {"verdict": "ERROR", "outcome": ERROR, "reason": traceback.format_exc()}
    record["seconds"] = round(perf_counter() - begun + spent, 5)
    if record["outcome"] != RIGHT:
        record["channel"] = written(channel)
    return record


def _proof(decision, channel, truth: Truth) -> Record:
    """Return what is wrong with a certificate, an outcome and a reason, or nothing."""
    certificate = decision.certificate
    if certificate is None:
        return {"proof": "none"}
    degradable = isinstance(decision.property, sd.Degradable)
    checked = sd.verify(certificate, channel, complement=degradable)
    if not checked.proved:
        return _fault("refused", f"its own certificate is refused: {checked.reason}")
    document = json.loads(certificate.text)
    verdict = document["claim"]["verdicts"][0].upper()
    if (verdict == "HOLDS") != truth.holds:
        fault = _fault("opposite", f"proved, but false: {checked.theorem}")
        found = outcome(verdict, truth, channel.squares is not None)
        if found == EXCUSED and "recognised" in decision.reason:
            # Floats were read as the fractions they round: true of these?
            stated = told_of(decision.property, Stated(document["problem"]))
            if stated is not None and stated.holds == (verdict == "HOLDS"):
                found = RECOGNISED
        return fault | {"outcome": found}
    stated = decision.property.stated
    for other in (_without_last(channel), _turned(channel)):
        # A complement does not change when only the output is turned: that may pass.
        if other is None or not _differs(stated(channel), stated(other), certificate):
            continue
        if sd.verify(certificate, other, complement=degradable).proved:
            return _fault("passed on", "its certificate is accepted for another channel")
    return {"proof": "good"}


def _fault(what: str, reason: str) -> Record:
    return {"proof": what, "outcome": WRONG, "reason": reason}


def _differs(channel, other, certificate) -> bool:
    """Whether two channels differ by more than the ball that a certificate is about."""
    radius = certificate.problem.get("radius")
    allowed = 4 * float(fraction(radius)) if radius else 0.0
    if channel.choi.shape != other.choi.shape:
        return True
    # Floats tell differences of 1e-14 and more for sure, of operators that are normalised.
    allowed = max(allowed, 2e-14, *(4 * _defect(c) for c in (channel, other)))
    return float(np.max(np.abs(channel.choi - other.choi))) > allowed


def _defect(channel) -> float:
    gram = np.einsum("eba,ebc->ac", channel.kraus.conj(), channel.kraus)
    return float(np.max(np.abs(gram - np.eye(channel.d_in))))


def _without_last(channel):
    """Return the channel without its weakest Kraus operator, renormalised, or None."""
    small = channel.minimal()
    weights = np.linalg.norm(small.kraus, axis=(1, 2))
    kept = np.delete(small.kraus, int(np.argmin(weights)), axis=0)
    gram = np.einsum("eba,ebc->ac", kept.conj(), kept)
    if not len(kept) or np.linalg.eigvalsh(gram)[0] < 1e-6:
        return None
    values, vectors = np.linalg.eigh(gram)
    return sd.Channel(kept @ ((vectors / np.sqrt(values)) @ vectors.conj().T))


def _turned(channel):
    """Return the channel with two of its output states turned into another by 1e-9."""
    if channel.d_out < 2:
        return None
    turn = np.eye(channel.d_out)
    turn[:2, :2] = [[np.cos(1e-9), -np.sin(1e-9)], [np.sin(1e-9), np.cos(1e-9)]]
    return sd.Channel(turn @ channel.kraus)


def written(channel: sd.Channel) -> Record:
    """Return a channel as JSON without loss: squares as p/q, floats in hex."""
    if channel.squares is not None:
        return {"squares": np.vectorize(str, otypes=[object])(channel.squares).tolist()}
    hexed = np.vectorize(lambda x: float(x).hex(), otypes=[object])
    kraus = channel.kraus
    return {"real": hexed(kraus.real).tolist(), "imag": hexed(kraus.imag).tolist()}


def read(record: Record) -> sd.Channel:
    """Return the channel that written() wrote."""
    if "squares" in record:
        fractions = np.vectorize(Fraction, otypes=[object])(record["squares"])
        return sd.Channel.from_squares(fractions)
    unhexed = np.vectorize(float.fromhex, otypes=[float])
    return sd.Channel(unhexed(record["real"]) + 1j * unhexed(record["imag"]))


def again(record: Record, *, prove: bool) -> Record:
    """Return the record of the same question asked once more, of the written channel."""
    truth = Truth(record["truth"] == "HOLDS", record["distance"], record["why"])
    asked = sd.parse_property(record["property"])
    fresh = _judged(read(record["channel"]), asked, truth, prove)
    return {key: record[key] for key in ("kind", "index")} | fresh


@contextmanager
def patience(seconds: int):
    """Raise TimeoutError in the main thread of a process after that many seconds."""

    def expire(*_):
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, expire)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
