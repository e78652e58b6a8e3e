"""A document as HTML: well formed, escaped, alone or beside its assets."""

import json
import re
from html.parser import HTMLParser

import pytest

from sdpsearch.report.html.document import PLOTLY, SCRIPT, STYLE, asset, document_html
from sdpsearch.report.html.parts import (
    Band,
    Cell,
    Commands,
    Document,
    Heading,
    Plot,
    Prose,
    Section,
    Strips,
    Table,
)

HOSTILE = "</script><b onload=\"x('&')\">{{ 7 * 7 }}"
VOID = {"meta", "link", "input", "br"}


class Strict(HTMLParser):
    """Collects texts and attributes, and refuses tags that do not match."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.texts, self.ids = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for key, value in attrs if key == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))


def read(text):
    """Return a page read strictly: every tag closed, no id twice, every anchor there."""
    parser = Strict()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    links = [found["href"] for tag, found in parser.tags if tag == "a"]
    assert {link[1:] for link in links if link.startswith("#")} <= set(parser.ids)
    return parser


def made(text):
    """Return a document that says one text in every place it has."""
    figure = {"data": [{"x": [0], "y": [1], "name": text}], "layout": {}}
    parts = [
        Heading(text),
        Table(text, [text], [[text], [Cell(text, 1.0, "data:,", "exact", text)]]),
        Plot(figure, text, [text]),
        Strips([(text, [Band("open", 0, 0.5, text)])], (text,) * 2, [("open", text)], text),
        Commands([text]),
        Prose([text]),
    ]
    trail = [(text, "index.html")]
    return Document(text, text, [Section(text, parts), Section("More", [])], text, trail)


@pytest.mark.parametrize("assets_at", [None, "", "../shared"])
def test_text_is_text(assets_at):
    page = read(document_html(made(HOSTILE), assets_at=assets_at))
    assert "b" not in {tag for tag, _ in page.tags}
    said = [text for tag, text in page.texts if text == HOSTILE and tag != "script"]
    assert len(said) == 19
    (figure,) = [text for tag, text in page.texts if tag == "script" and text[:1] == "{"]
    assert json.loads(figure)["data"][0]["name"] == HOSTILE


def test_alone_it_asks_for_nothing():
    page = read(document_html(made("plain")))
    links = [
        found[key] for _, found in page.tags for key in ("src", "href") if key in found
    ]
    assert all(link[0] == "#" or link in ("data:,", "index.html") for link in links)
    policy = [found["content"] for tag, found in page.tags if "content" in found]
    assert any("default-src 'none'" in text for text in policy)


@pytest.mark.parametrize(("at", "begins"), [("", ""), ("..", "../"), ("../", "../")])
def test_beside_its_assets_it_names_them(at, begins):
    page = read(document_html(made("plain"), assets_at=at))
    names = {found.get("src") or found.get("href") for _, found in page.tags}
    assert {f"{begins}{name}" for name in (STYLE, SCRIPT, PLOTLY)} <= names


def test_the_drawing_script_comes_with_plots_alone():
    plain = Document("A", "b", [Section("C", [Prose(["d"])])])
    assert len(document_html(plain)) < 40_000
    assert PLOTLY not in document_html(plain, assets_at="")


@pytest.mark.parametrize("name", [STYLE, SCRIPT, PLOTLY])
def test_assets_end_no_element_early(name):
    assert not re.search(r"</(script|style)|<!--", asset(name), re.I)


@pytest.mark.parametrize("live", [None, 5])
def test_a_page_that_lives_says_so(live):
    page = read(document_html(Document("A", "b", [], live=live)))
    assert ("live" in page.ids) is (live is not None)


def test_an_empty_table_says_so():
    text = document_html(Document("A", "b", [Section("C", [Table("t", ["x"], [])])]))
    assert "Nothing yet." in text
