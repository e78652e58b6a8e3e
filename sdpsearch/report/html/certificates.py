"""Certificates of a run: their theorems, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from sdpsearch.proof.certificate import Certificate
from sdpsearch.report.html.parts import Cell, Commands, Part, Prose, Table, data_uri
from sdpsearch.runs.run import KeptSeries


def certificate_parts(asked: Sequence[KeptSeries]) -> Iterator[Part]:
    """Yield the proofs of thresholds with their theorems, checked again, to download."""
    rows = [
        _certificate(one, one.threshold.certificate)
        for one in asked
        if one.threshold is not None and one.threshold.certificate is not None
    ]
    if rows:
        head = ["family", "property", "theorem", "SHA-256", "file"]
        yield Table("Proofs in exact arithmetic, checked again for this page", head, rows)
        yield Prose(
            [
                "What a certificate is about is what it states; its name binds nothing. "
                "This compares it with a family of the zoo, or your own:"
            ]
        )
        yield Commands(["sdpsearch verify FILE.json --family NAME"])


def _certificate(one: KeptSeries, proof: Certificate) -> list[Cell | str]:
    content = proof.text.encode()
    digest = sha256(content).hexdigest()
    words = "".join(c if c.isalnum() else " " for c in f"{one.label} {one.property}")
    name = f"{'-'.join(words.split())}-{digest[:8]}.json"
    told, kind = _theorem(proof)
    link = Cell(f"{len(content)} bytes", len(content), data_uri(content), "", name)
    return [one.label, one.property, Cell(told, kind=kind), Cell(digest, kind="code"), link]


@lru_cache(maxsize=1024)
def _theorem(proof: Certificate) -> tuple[str, str]:
    """Return what a certificate proves, or that it does not, and how that looks."""
    try:
        return "\n".join(line.strip() for line in proof.theorem.splitlines()), ""
    except ValueError as error:
        return str(error), "failed"
