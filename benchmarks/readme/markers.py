"""What stands between two markers of a page, replaced."""

from __future__ import annotations

import re
from pathlib import Path


def put(page: Path, name: str, text: str) -> None:
    """Write a page with a text between <!-- NAME:begin --> and <!-- NAME:end -->.

    Raises:
        ValueError: the markers are not there, once each.
    """
    page.write_text(written(page.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def written(page: str, name: str, text: str) -> str:
    """Return what the page says with a text between its markers."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"The page needs {begin} and {end}, once each.")
    pattern = re.compile(f"{begin}\n.*?{end}", re.DOTALL)
    return pattern.sub(lambda _: f"{begin}\n{text}\n{end}", page)
