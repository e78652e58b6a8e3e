"""Certificates and what came of checking them, as a text and as records."""

from __future__ import annotations

import hashlib

from rich.console import Group, RenderableType
from rich.text import Text

from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import Verification
from sdpsearch.report.shapes import Record, schema


def verification_text(found: Verification) -> RenderableType:
    """Return what was proved about what, and by which files; or why it is refused."""
    if found.proved:
        lines = [
            f"{found.compared[0].upper()}{found.compared[1:]}.",
            found.theorem,
            f"Problem: SHA-256 {found.digest}",
            f"Certificate: SHA-256 {found.sha256}",
            f"Checker: SHA-256 {found.checker_sha256}",
        ]
        if found.second:
            lines.append(f"The second checker says: {found.second}.")
        return Group(Text("\n".join(lines)), Text("Proved.", style="green"))
    if found.disagree:
        return Text(f"ERROR: {found.reason}. Please report this file.", style="bold red")
    word = "Refused" if found.is_certificate else "Not a certificate"
    return Text(
        f"{word}: {found.reason.removeprefix('it is no certificate: ')}.", style="red"
    )


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
