"""The contents of an atlas as one record: atlas.json, docs/atlas.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import sdpsearch
from sdpsearch.atlas.located import AGREES, DIFFERS, OPEN, Located
from sdpsearch.atlas.plan import Member, Page, Plan
from sdpsearch.atlas.query import Query
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.comparison import known_part
from sdpsearch.report.page import page_record
from sdpsearch.report.shapes import Record, about_family, finite, schema
from sdpsearch.report.threshold import found_part
from sdpsearch.report.words import count

Answers = Mapping[str, Record]

#: The folder of certificates, beside the pages.
CERTIFICATES = "certificates"


def atlas_record(plan: Plan, found: Sequence[Located], answers: Answers) -> Record:
    """Return all that an atlas says as plain data.

    Args:
        plan: what was asked.
        found: what was located.
        answers: to the queries, by key.
    """
    by_member: dict[Member, list[Located]] = {}
    for one in found:
        by_member.setdefault(one.member, []).append(one)
    counts = Counter(one.standing for one in found)
    return schema("atlas") | {
        "version": sdpsearch.__version__,
        "solver": DEFAULT_SOLVER,
        "asked": {
            "properties": list(plan.scope.properties),
            "sizes": list(plan.scope.sizes),
            "large": list(plan.scope.large),
            "every_dimension": plan.scope.every,
            "points": plan.scope.points,
            "longest_decision": plan.scope.seconds,
        },
        "beside_closed_forms": {name: counts[name] for name in (AGREES, OPEN, DIFFERS)},
        "pages": [_page(page, by_member, answers) for page in plan.pages],
    }


def atlas_text(record: Record, folder: Path) -> str:
    """Return what an atlas came to, for who asked for it.

    Args:
        record: of the atlas.
        folder: where it is.
    """
    members = [member for page in record["pages"] for member in page["members"]]
    thresholds = [one for member in members for one in member["thresholds"]]
    proved = [one for one in thresholds if one["certificate"] is not None]
    beside = ", ".join(f"{n} {name}" for name, n in record["beside_closed_forms"].items())
    left = sum(len(member["left_out"]) for member in members)
    return "\n".join(
        [
            f"{folder / 'index.html'}: {count(len(record['pages']), 'page')}",
            f"{count(len(thresholds), 'threshold')}, {len(proved)} with certificates, "
            f"{left} left out as too long",
            f"beside closed forms: {beside}",
        ]
    )


def _page(
    page: Page, found: Mapping[Member, Sequence[Located]], answers: Answers
) -> Record:
    about = page_record(page.name)
    del about["schema"]
    return {
        **about,
        "kind": page.kind,
        "page": f"{page.name}.html",
        "members": [_member(m, found.get(m, ()), answers) for m in page.members],
        "theorems": [_answer(query, answers) for query in page.theorems],
        "regions": [_answer(query, answers) for query in page.regions],
    }


def _member(member: Member, found: Sequence[Located], answers: Answers) -> Record:
    family, capacity = member.family, member.capacity
    middle = family(sum(family.domain) / 2)
    return {
        **about_family(family, middle),
        "words": list(member.words),
        "thresholds": [_threshold(one) for one in found],
        "left_out": [
            {
                "property": one.property,
                "expected_seconds": finite(one.cost.seconds),
                "order": one.cost.order,
            }
            for one in member.left_out
        ],
        "capacity": None if capacity is None else _answer(capacity, answers),
    }


def _threshold(one: Located) -> Record:
    name = one.certificate
    return {
        "property": one.asked,
        **found_part(one.found),
        "failed": one.found.failed,
        "known": known_part(one.fact),
        "difference": finite(one.difference),
        "standing": one.standing,
        "certificate": None if name is None else f"{CERTIFICATES}/{name}",
        "command": one.command,
    }


def _answer(query: Query, answers: Answers) -> Record:
    """Return what a query came to: its record, or why there is none."""
    answer = answers[query.key]
    if "failed" in answer:
        asked = {"property": query.asked, "subject": str(query.subject)}
        return {"kind": query.kind, **asked, "failed": answer["failed"]}
    name = None if answer["certificate"] is None else f"{CERTIFICATES}/{query.slug}.json"
    return {"kind": query.kind, **answer["record"], "certificate": name}
