"""The pages of docs/: every public name is in the reference, every page is found."""

import re
from pathlib import Path

import pytest

import sdpsearch as sd
from sdpsearch import zoo

DOCS = Path(__file__).parent.parent / "docs"
DIRECTIVE = re.compile(r"^\.\. auto(?:class|function):: (\S+)", re.MULTILINE)


def described():
    """Return the names in the reference, with how often each stands there."""
    texts = [page.read_text(encoding="utf-8") for page in (DOCS / "api").glob("*.md")]
    return [name for text in texts for name in DIRECTIVE.findall(text)]


def test_the_reference_has_every_public_name_once():
    public = {f"sdpsearch.{name}" for name in sd.__all__} - {
        "sdpsearch.__version__",
        "sdpsearch.zoo",  # a page of its own
    }
    made = (*zoo.FAMILIES, *zoo.CHANNELS, *zoo.SPACES)
    expected = sorted(public | {f"sdpsearch.channels.zoo.{name}" for name in made})
    assert sorted(described()) == expected


@pytest.mark.parametrize("folder", ["", "api"])
def test_every_page_is_in_a_table_of_contents(folder):
    index = (DOCS / folder / "index.md").read_text(encoding="utf-8")
    lines = {line.strip() for line in index.splitlines()}
    pages = {page.stem for page in (DOCS / folder).glob("*.md")} - {"index"}
    assert pages <= lines


def test_every_citation_has_its_source():
    keys = set(
        re.findall(r"^@misc\{(\w+),", (DOCS / "references.bib").read_text("utf-8"), re.M)
    )
    used = set()
    for page in DOCS.glob("*.md"):
        for group in re.findall(r"\{cite:p\}`([^`]+)`", page.read_text(encoding="utf-8")):
            used |= set(group.split(","))
    assert used == keys
