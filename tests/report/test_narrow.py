"""Tables on narrow terminals: every word is there, and in one piece."""

import io

import pytest
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

import sdpsearch as sd
from sdpsearch.report.comparison import comparison_tables
from sdpsearch.report.narrow import fitted

WORDS = ("antidegradable", "[0.3333333333, 1]", "0.70941826351", "(1−1/k)", "d/(d+1)")


def made():
    table = Table(title="a title", title_justify="left")
    for name in ("family", "property", "|found−known|"):
        table.add_column(name)
    table.add_row("", WORDS[0], WORDS[1])
    table.add_row(Text(WORDS[2]), " ".join(WORDS[3:]), "")
    return table


def printed(found, width):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(fitted(found, console))
    return console.file.getvalue()


@pytest.mark.parametrize("width", [34, 40, 50, 60, 80, 200])
def test_no_word_is_broken(width):
    text = printed(made(), width)
    for word in (*" ".join(WORDS).split(), "family", "property", "|found−known|", "title"):
        assert word in text
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= width


def test_rows_are_stacked_where_columns_do_not_fit():
    lines = [line.rstrip() for line in printed(made(), 30).splitlines()]
    assert lines == [
        "a title",
        "property       antidegradable",
        "|found−known|  [0.3333333333,",
        "               1]",
        "",
        "family         0.70941826351",
        "property       (1−1/k) d/(d+1)",
    ]
    assert "┃" in printed(made(), 80)


def test_what_follows_stands_apart():
    text = printed(Group(made(), Text("a note")), 30)
    assert text.splitlines()[-2:] == ["", "a note"]
    assert printed(Group(Text("a"), Text("b")), 30) == "a\nb\n"


def test_a_comparison_keeps_its_digits():
    found = sd.compare(sd.zoo.depolarizing(), ["ppt"])
    for width in (50, 80, 120):
        text = printed(comparison_tables([found]), width)
        assert "0.6666666667" in text
        assert "depolarizing(d=2)" in text
