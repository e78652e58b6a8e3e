"""Records of decisions, of cross-checks, and of two answers that contradict each other."""

from __future__ import annotations

import numpy as np

import sdpsearch
from sdpsearch.properties import CrossCheck, Decision, FormulationsDisagreeError
from sdpsearch.report.record.parts import (
    Record,
    about_channel,
    finite,
    interval,
    schema,
    theorem,
)


def decision_record(decision: Decision) -> Record:
    """Return a decision without its matrices."""
    question = {
        "property": decision.property.name,
        **about_channel(decision.channel),
        "solver": decision.solver,
    }
    return schema("decision") | {"question": question} | answer(decision)


def answer(decision: Decision) -> Record:
    """Return what was answered, without the question."""
    check = decision.cross_check
    return {
        "verdict": decision.verdict.name,
        "margin": interval(decision.margin),
        "residual": finite(decision.residual),
        "reason": decision.reason,
        "solves": decision.solves,
        "has_map": decision.map is not None,
        "has_witness": decision.witness is not None,
        "cross_check": None if check is None else _cross_check(check),
        "theorem": theorem(decision.certificate),
    }


def _cross_check(check: CrossCheck) -> Record:
    return {
        "agreement": check.agreement.name,
        "margins": [interval(margin) for margin in check.margins],
        "solvers": list(check.solvers),
    }


def disagreement_record(error: FormulationsDisagreeError) -> Record:
    """Return everything needed to report two answers that contradict each other."""
    channel = error.decisions[0].channel
    return {
        **schema("disagreement"),
        "error": str(error),
        "decisions": [decision_record(decision) for decision in error.decisions],
        "kraus": np.stack([channel.kraus.real, channel.kraus.imag], -1).tolist(),
        "version": sdpsearch.__version__,
    }
