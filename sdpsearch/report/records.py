"""Results as plain dictionaries, the one source of every JSON and CSV output."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

import numpy as np

import sdpsearch
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.exact.thresholds import Mark
from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import Verification
from sdpsearch.properties import CrossCheck, Decision, FormulationsDisagreeError
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.compare import Comparison
from sdpsearch.search.scan import Scan
from sdpsearch.search.threshold import Threshold

Record = dict[str, Any]


def dumps(record: Any) -> str:
    """Return strict JSON; infinite numbers become the strings "inf" and "-inf"."""
    return json.dumps(_strict(record), indent=2, ensure_ascii=False, allow_nan=False)


def family_record(family: ChannelFamily) -> Record:
    """Return a family's name, arguments, parameter and domain."""
    return {
        "family": family.name,
        "arguments": {key: _plain(value) for key, value in family.arguments.items()},
        "parameter": family.parameter,
        "domain": list(family.domain),
    }


def decision_record(decision: Decision) -> Record:
    """Return a decision without its matrices."""
    check = decision.cross_check
    return {
        "property": decision.property.name,
        "verdict": decision.verdict.name,
        "margin": _ends(decision.margin),
        "residual": decision.residual,
        "reason": decision.reason,
        "solver": decision.solver,
        "solves": decision.solves,
        "has_map": decision.map is not None,
        "has_witness": decision.witness is not None,
        "cross_check": None if check is None else _cross_check(check),
        "theorem": _theorem(decision.certificate),
    }


def verification_record(found: Verification) -> Record:
    """Return what came of checking a certificate."""
    return {
        "proved": found.proved,
        "is_certificate": found.is_certificate,
        "theorem": found.theorem,
        "reason": found.reason,
        "label": found.label,
        "compared": found.compared,
        "digest": found.digest,
        "sha256": found.sha256,
        "checker_sha256": found.checker_sha256,
        "second": found.second,
        "disagree": found.disagree,
    }


def _theorem(certificate: Certificate | None) -> str | None:
    return None if certificate is None else certificate.theorem


def _cross_check(check: CrossCheck) -> Record:
    return {
        "agreement": check.agreement.name,
        "margins": [_ends(margin) for margin in check.margins],
        "solvers": list(check.solvers),
    }


def disagreement_record(error: FormulationsDisagreeError) -> Record:
    """Return everything needed to report two answers that contradict each other."""
    channel = error.decisions[0].channel
    return {
        "message": str(error),
        "decisions": [decision_record(decision) for decision in error.decisions],
        "kraus": np.stack([channel.kraus.real, channel.kraus.imag], -1).tolist(),
        "version": sdpsearch.__version__,
    }


def threshold_record(found: Threshold) -> Record:
    """Return a threshold with every decision that was made for it."""
    return {
        **family_record(found.family),
        "property": found.property.name,
        "occurrence": found.occurrence.name.lower(),
        "holds_on": [_ends(interval) for interval in found.holds_on],
        "boundaries": [_boundary(boundary) for boundary in found.boundaries],
        "coverage": found.coverage.name.lower(),
        "undecided": [_ends(interval) for interval in found.undecided],
        "settled": found.settled,
        "solves": found.solves,
        "method": found.method,
        "proof": found.proof,
        "theorem": _theorem(found.certificate),
        "decisions": [{"at": x, **decision_record(d)} for x, d in found.decisions],
    }


def comparison_record(comparison: Comparison) -> Record:
    """Return found and known thresholds of one family."""
    return {
        **family_record(comparison.family),
        "rows": [
            {
                "property": row.threshold.property.name,
                "holds_on": [_ends(i) for i in row.threshold.holds_on],
                "boundaries": [_boundary(b) for b in row.threshold.boundaries],
                "solves": row.threshold.solves,
                "known": None if row.fact is None else [list(h) for h in row.fact.holds],
                "expression": None if row.fact is None else row.fact.expression,
                "source": None if row.fact is None else row.fact.source,
                "status": None if row.fact is None else row.fact.status,
                "difference": row.difference,
            }
            for row in comparison.rows
        ],
        "marks": [
            {**mark_record(mark), "slack": comparison.slack(mark)}
            for mark in comparison.marks
        ],
    }


def scan_record(scan: Scan) -> Record:
    """Return a scan: its points, thresholds and marks."""
    return {
        **family_record(scan.family),
        "points": scan.records(),
        "thresholds": [
            {key: value for key, value in threshold_record(t).items() if key != "decisions"}
            for t in scan.thresholds
        ],
        "marks": [mark_record(mark) for mark in scan.marks],
    }


def scan_csv(scan: Scan) -> str:
    """Return the points of a scan as CSV with a header line."""
    rows = scan.records()
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def mark_record(mark: Mark) -> Record:
    """Return a mark as a dictionary."""
    return {
        "label": mark.label,
        "value": mark.value,
        "meaning": mark.meaning,
        "source": mark.source,
    }


def _ends(interval: Interval) -> list[float]:
    return [interval.lower, interval.upper]


def _boundary(boundary: Boundary) -> Record:
    return {
        "value": boundary.value,
        "bracket": _ends(boundary.bracket),
        "tier": str(boundary.tier),
        "closed_form": boundary.closed_form,
        "proved": None if boundary.proved is None else [str(x) for x in boundary.proved],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return repr(value)


def _strict(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _strict(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_strict(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
