"""Pages written to files: of a result, and of a run for as long as it grows."""

from __future__ import annotations

import os
import time
from functools import singledispatch
from typing import Any

from sdpsearch.report.html.document import document_html
from sdpsearch.report.html.parts import Document
from sdpsearch.report.html.region import region_document
from sdpsearch.report.html.run import run_document
from sdpsearch.runs.file import is_being_written
from sdpsearch.runs.run import Run
from sdpsearch.search.region.region import Region
from sdpsearch.writing import write_file

#: Seconds after which a browser asks for a growing page anew.
LIVE = 5
#: Seconds between two looks at a run, and how much longer than writing took it is rested.
_LOOK, _REST = 0.5, 5.0


@singledispatch
def document_of(found: Any) -> Document:
    """Return the page of a result.

    Raises:
        TypeError: there is no page of such a thing.
    """
    raise TypeError(f"There is no page of a {type(found).__name__}.")


@document_of.register
def _(found: Run) -> Document:
    return run_document(found)


@document_of.register
def _(found: Region) -> Document:
    return region_document([found])


def write_page(found: Any, path: str | os.PathLike[str]) -> None:
    """Write the page of a result, one file that needs no other.

    Raises:
        ValueError: the file cannot be written.
    """
    write_file(path, document_html(document_of(found)))


def follow(run: Run, path: str | os.PathLike[str]) -> None:
    """Write the page of a run anew whenever it has grown, until nobody writes it.

    However it ends, the last page is one that asks for nothing more.

    Args:
        run: the run.
        path: the page, replaced as a whole each time.

    Raises:
        ValueError: the file cannot be written.
    """
    seen = None
    try:
        while is_being_written(run.path):
            begun, state = time.monotonic(), _state(run)
            if state != seen:
                write_file(path, document_html(run_document(run, live=LIVE)))
                seen = state
            time.sleep(max(_LOOK, _REST * (time.monotonic() - begun)))
    finally:
        write_page(run, path)


def _state(run: Run) -> tuple[int, int]:
    """Return what changes whenever something is kept."""
    found = os.stat(run.path)
    return found.st_mtime_ns, found.st_size
