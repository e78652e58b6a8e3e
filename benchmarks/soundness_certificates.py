"""Damaged and hand-forged certificates on both checkers: how many, and what became of them.

    .venv/bin/python benchmarks/soundness_certificates.py --mutants 100000

Every mutant is an honest certificate with one to three random changes. Whatever both
checkers believe is asked of an oracle, which decides in floating point and by closed forms
and often abstains. Exit status 1 if a checker believes what the oracle or its author knows
to be false, or if the two disagree.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "proof"))

import capacity_documents
import forgeries
import makers
import mutations
import oracle
import signed_documents

from sdpsearch.proof import checker, second


def first_outcome(data: bytes) -> str:
    try:
        checker.check(data)
    except (checker.NotACertificate, checker.Refused):
        return "refused"
    return "proved"


def second_outcome(data: bytes) -> str:
    try:
        second.confirm(data)
    except second.Denied:
        return "refused"
    except second.TooLarge:
        return "too large"
    return "proved"


def is_false(document: Any) -> bool:
    """Whether a believed certificate is none, or an oracle knows its claim to be false."""
    try:
        return oracle.truth(document) is False
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        # It states no channel, or does not have the form of a certificate.
        return True


def disagree(document: Any, one: str, two: str) -> bool:
    """Whether what one believes the other ought to believe as well.

    Spectra of a code are enclosed in two ways, neither of which is the sharper one.
    """
    by_code = '"code"' in str(document.get("proofs")).replace("'", '"')
    return two != "too large" and one != two and not by_code


def mutants(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Return counts of outcomes, and a line for everything that must not happen."""
    honest = {
        **makers.honest(),
        **signed_documents.honest(),
        **capacity_documents.honest(),
    }
    rng = mutations.rng_for(10_000 + seed)
    counts: Counter[str] = Counter()
    faults: list[str] = []
    while sum(counts.values()) < count:
        made = mutations.mutant(rng, list(honest), honest)
        if made is None:
            continue
        done, document = made
        data = makers.encode(document)
        one, two = first_outcome(data), second_outcome(data)
        counts[f"{one}, {two}"] += 1
        if disagree(document, one, two):
            faults.append(f"disagree ({one}, {two}): {done}")
        if "proved" in (one, two) and is_false(document):
            faults.append(f"false, but {one}, {two}: {done}")
    return counts, faults


def forged() -> tuple[Counter[str], list[str]]:
    """Return the same for the certificates forged by hand."""
    counts: Counter[str] = Counter()
    faults = []
    written = {**signed_documents.unwelcome(), **capacity_documents.unwelcome()}
    others = {name: makers.encode(made) for name, made in written.items()}
    for name, data in {**forgeries.unwelcome(), **others}.items():
        one, two = first_outcome(data), second_outcome(data)
        counts[f"{one}, {two}"] += 1
        if "proved" in (one, two):
            faults.append(f"forged, but {one}, {two}: {name}")
    return counts, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    begun = perf_counter()
    faults: list[str] = []
    for what, (counts, bad) in (
        ("forged by hand", forged()),
        ("mutants", mutants(given.mutants, given.seed)),
    ):
        print(f"{sum(counts.values())} {what} (first checker, second checker):")
        for outcome, number in counts.most_common():
            print(f"  {number:7d}  {outcome}")
        faults += bad
    for fault in faults:
        print(f"FAULT: {fault}")
    print(f"{len(faults)} faults in {perf_counter() - begun:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
