"""A document as HTML: one file that needs no other, or pages beside shared assets."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sdpsearch.report.html.parts import Document

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = "sdpsearch.report.html"
#: What pages are written as.
PAGES = (".html", ".htm")
STYLE, SCRIPT, PLOTLY = "sdpsearch.css", "sdpsearch.js", "plotly.min.js"


def document_html(document: Document, *, assets_at: str | None = None) -> str:
    """Return a document as HTML, the same bytes for the same document.

    Args:
        document: what it says.
        assets_at: the folder of the assets as seen from the page, "" for beside it;
            without it style and scripts stand in the page, which then needs no other file.

    Example:
        >>> from sdpsearch.report.html.parts import Document, Prose, Section
        >>> one = Document("A < B", "All of it.", [Section("First", [Prose(["It is."])])])
        >>> "<h1>A &lt; B</h1>" in document_html(one)
        True
    """
    names = [STYLE, SCRIPT, *([PLOTLY] if document.has_plots else [])]
    inline = assets_at is None
    return (
        _environment()
        .get_template("document.html")
        .render(
            document=document,
            inline={name: asset(name) for name in names} if inline else None,
            at=assets_at if not assets_at else f"{assets_at.rstrip('/')}/",
        )
    )


def asset(name: str) -> str:
    """Return one of the assets, STYLE, SCRIPT or PLOTLY, to write beside pages."""
    if name == PLOTLY:
        from plotly.offline import get_plotlyjs

        return get_plotlyjs()
    return files(_PACKAGE).joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
