"""Records of certificates and of what came of checking them."""

from __future__ import annotations

import hashlib

from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import Verification
from sdpsearch.report.record.parts import Record, schema


def verification_record(found: Verification) -> Record:
    """Return what came of checking a certificate."""
    return {
        **schema("verification"),
        "question": {"label": found.label or None, "sha256": found.sha256},
        "proved": found.proved,
        "is_certificate": found.is_certificate,
        "theorem": found.theorem,
        "reason": found.reason,
        "compared": found.compared,
        "digest": found.digest,
        "checker_sha256": found.checker_sha256,
        "second": found.second,
        "disagree": found.disagree,
    }


def certificate_record(certificate: Certificate) -> Record:
    """Return what a certificate proves about what; the proof itself is its text."""
    return {
        **schema("certificate"),
        "label": certificate.label,
        "theorem": certificate.theorem,
        "sha256": hashlib.sha256(certificate.text.encode()).hexdigest(),
        "characters": len(certificate.text),
    }
