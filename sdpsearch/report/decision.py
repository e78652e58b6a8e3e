"""A decision as a text and as a record; cross-checks and contradictions among them."""

from __future__ import annotations

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

import sdpsearch
from sdpsearch.coherent.transmission import Transmission
from sdpsearch.extension.signed.map import SignedMap
from sdpsearch.properties import CrossCheck, Decision, FormulationsDisagreeError
from sdpsearch.report.shapes import Record, about_channel, finite, interval, schema, theorem
from sdpsearch.report.words import (
    count,
    facts_table,
    margin,
    small,
    theorem_text,
    verdict_text,
)


def decision_text(decision: Decision, title: str) -> RenderableType:
    """Return a decision as a short block."""
    table = facts_table()
    table.add_row(decision.property.name, verdict_text(decision.verdict))
    table.add_row("margin", margin(decision.margin))
    if decision.map is not None:
        size = decision.map
        kraus = count(size.d_env, "Kraus operator")
        table.add_row("map N", f"{size.d_in} → {size.d_out}, {kraus}")
    signed = decision.signed_map
    if signed is not None:
        told = f"least eigenvalue {signed.least:.3g}, contraction {signed.norm:.6g}"
        table.add_row("signed map N", told)
    if decision.transmission is not None:
        table.add_row("input", _input(decision.transmission))
    if decision.witness is not None:
        table.add_row("witness", "{0}×{0} matrix W".format(decision.witness.shape[0]))
    if decision.map is not None or decision.residual > 0:
        table.add_row("residual", small(decision.residual))
    table.add_row("because", decision.reason)
    if decision.cross_check is not None:
        check = decision.cross_check
        pairs = zip(check.solvers, check.margins, strict=True)
        told = "; ".join(f"{solver}: margin {margin(found)}" for solver, found in pairs)
        table.add_row("cross-check", f"{check.agreement.name}  ({told})")
    if decision.certificate is not None:
        table.add_row("theorem", Text(theorem_text(decision.certificate)))
    return Group(Text(title, style="bold"), table)


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
        "signed_map": None if decision.signed_map is None else _signed(decision.signed_map),
        "mechanism": decision.mechanism,
        "transmission": _transmission(decision.transmission),
        "cross_check": None if check is None else _cross_check(check),
        "theorem": theorem(decision.certificate),
    }


def _input(found: Transmission) -> str:
    """Return what an input transmits, in words."""
    low, high = found.information
    told = f"{count(found.uses, 'use')}, {low:.3g} to {high:.3g} bits per use"
    if found.singularity is None:
        return told
    return f"{told}, beside a pure one with gain {found.singularity.gain:.3g}"


def _transmission(found: Transmission | None) -> Record | None:
    if found is None:
        return None
    return {
        "uses": found.uses,
        "information": interval(found.information),
        "gain": None if found.singularity is None else found.singularity.gain,
    }


def _signed(found: SignedMap) -> Record:
    return {"least": found.least, "residual": found.residual, "norm": found.norm}


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
