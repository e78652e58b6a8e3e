"""Results as HTML: well formed, escaped, with the numbers that matter."""

from html.parser import HTMLParser

import pytest

import sdpsearch as sd
from sdpsearch.report.notebook import html

ERASURE = sd.zoo.erasure()
HOSTILE = "<script>alert('&')</script>"


class Strict(HTMLParser):
    """Collects cells, and refuses tags that do not match."""

    def __init__(self):
        super().__init__()
        self.open, self.rows, self.seen = [], [], set()

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.seen.add(tag)
        if tag == "br":
            return
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def read(found):
    parser = Strict()
    parser.feed(found._repr_html_())
    parser.close()
    assert parser.open == []
    assert parser.seen <= {"table", "caption", "tr", "td", "th", "br"}
    return parser.rows


@pytest.mark.parametrize(
    ("e", "verdict"), [(0.2, "FAILS"), (0.5, "UNDECIDED"), (1, "HOLDS")]
)
def test_decision(e, verdict):
    decision = sd.decide(ERASURE(e), "antidegradable")
    head, *rows = read(decision)
    assert head == ["antidegradable", verdict]
    assert ["because", decision.reason] in rows


def test_proofs_and_cross_checks_are_rows():
    decision = sd.decide(ERASURE(0.7), "antidegradable", prove=True, cross_check=True)
    rows = dict(read(decision))
    assert rows["cross-check"] == "AGREE"
    assert rows["theorem"].endswith("The channel is antidegradable.")
    found = sd.threshold(ERASURE, "antidegradable", prove=True)
    assert "at exactly e = 1/2" in dict(read(found))["theorem"]


def test_threshold():
    head, boundary, *_ = read(sd.threshold(ERASURE, "antidegradable"))
    assert head == ["antidegradable", "e in [0.5, 1]"]
    assert boundary[0] == "boundary"
    assert boundary[1].startswith("0.5 ")
    head, *_ = read(sd.threshold(sd.zoo.platypus(), "antidegradable"))
    assert head[1] == "no sampled value"


def test_comparison_has_a_row_for_each_property():
    comparison = sd.compare(ERASURE, ["antidegradable", "ppt"])
    head, *rows = read(comparison)
    assert head[0] == "property"
    assert [row[:3] for row in rows] == [
        ["antidegradable", "e in [0.5, 1]", "[0.5, 1]"],
        ["ppt", "e in {1}", "{1}"],
    ]


@pytest.mark.parametrize(("count", "shown"), [(20, 20), (21, 21)])
def test_long_scans_show_their_ends(count, shown):
    scan = sd.scan(ERASURE, "ppt", [i / (count - 1) for i in range(count)])
    head, *rows = read(scan)
    assert head == ["e", "ppt: margin", "verdict"]
    assert len(rows) == shown
    assert any("more" in row[0] for row in rows) is (count > 20)
    assert (rows[0][0], rows[-1][0]) == ("0", "1")


def test_text_is_escaped():
    family = sd.ChannelFamily(ERASURE, name=HOSTILE)
    for found in (sd.threshold(family, "ppt"), sd.scan(family, "ppt", [0.5])):
        made = found._repr_html_()
        assert "<script>" not in made
        assert "&lt;script&gt;" in made
        read(found)


def test_other_things_have_no_table():
    with pytest.raises(TypeError, match="A int has no table"):
        html(3)
