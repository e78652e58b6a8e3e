"""The site: pages beside shared assets, certificates, and atlas.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sdpsearch.atlas.contents import CERTIFICATES, Answers, atlas_record
from sdpsearch.atlas.family_page import family_document
from sdpsearch.atlas.index import index_document
from sdpsearch.atlas.located import Located
from sdpsearch.atlas.plan import Plan
from sdpsearch.atlas.space_page import space_document
from sdpsearch.report.html.document import PLOTLY, SCRIPT, STYLE, asset, document_html
from sdpsearch.report.html.parts import Document
from sdpsearch.report.record import dumps
from sdpsearch.report.shapes import Record
from sdpsearch.writing import make_folder, write_file

#: Where assets are, as seen from the pages.
ASSETS = "assets"


def write_site(
    plan: Plan, found: Sequence[Located], answers: Answers, folder: Path
) -> Record:
    """Write the pages of an atlas, and return its record.

    Args:
        plan: what was asked.
        found: what was located.
        answers: to the queries, by key.
        folder: where to; files of other names in it stay.

    Raises:
        ValueError: a file cannot be written.
    """
    record = atlas_record(plan, found, answers)
    proofs = make_folder(folder / CERTIFICATES)
    for name, text in _proofs(plan, found, answers):
        write_file(proofs / name, text)
    assets = make_folder(folder / ASSETS)
    for name in (STYLE, SCRIPT, PLOTLY):
        write_file(assets / name, asset(name))
    for name, document in _documents(record, found):
        write_file(folder / name, document_html(document, assets_at=ASSETS))
    write_file(folder / "atlas.json", f"{dumps(record)}\n")
    return record


def _documents(record: Record, found: Sequence[Located]) -> Iterator[tuple[str, Document]]:
    """Yield every page with its name."""
    yield "index.html", index_document(record, found)
    for page in record["pages"]:
        own = [one for one in found if one.page == page["name"]]
        if page["kind"] == "space":
            yield page["page"], space_document(record, page)
        else:
            yield page["page"], family_document(record, page, own)


def _proofs(
    plan: Plan, found: Sequence[Located], answers: Mapping[str, Record]
) -> Iterator[tuple[str, str]]:
    """Yield every certificate with the name of its file."""
    for one in found:
        if one.certificate is not None and one.found.certificate is not None:
            yield one.certificate, one.found.certificate.text
    for query in plan.queries:
        text = answers[query.key].get("certificate")
        if text is not None:
            yield f"{query.slug}.json", text
