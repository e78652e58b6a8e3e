"""A small atlas: its links, what it says, and that whoever is cut off goes on as before."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import sdpsearch as sd
from sdpsearch.atlas.archive import Archive
from sdpsearch.atlas.family_page import family_document
from sdpsearch.atlas.fill import ANSWERS, RUN, fill_columns, fill_queries
from sdpsearch.atlas.located import AGREES, DIFFERS, OPEN, Located, located
from sdpsearch.atlas.plan import plan_atlas
from sdpsearch.atlas.query import Query
from sdpsearch.atlas.scope import QUICK, WHOLE
from sdpsearch.atlas.site import write_site
from sdpsearch.report.html.document import document_html
from sdpsearch.runs.kept_threshold import KeptThreshold

SMALL = replace(
    QUICK,
    properties=("antidegradable", "ppt", "zero-capacity"),
    over_spaces=("ppt",),
    points=3,
    large=(1000,),
    every=True,
)
NAMES = ("depolarizing", "replacer", "erasure_triangle")
VOID = {"meta", "link", "input", "br"}


class Links(HTMLParser):
    """Collects what a page links to and names, and refuses tags that do not match."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.ids = [], set(), []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links |= {found[key] for key in ("href", "src") if found.get(key)}
        self.ids += [found["id"]] if "id" in found else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def built(folder, watch=None, step=None):
    plan = plan_atlas(SMALL, NAMES)
    fill_columns(plan, folder, watch=watch)
    answers = fill_queries(plan, folder, step=step)
    found = located(plan)
    return plan, found, write_site(plan, found, answers, folder)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    folder = tmp_path_factory.mktemp("atlas")
    return folder, *built(folder)


def files(folder):
    """Return all that a site shows, and the answers, by name; not the run's own times."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RUN
    }


def test_every_link_leads_somewhere(atlas):
    folder = atlas[0]
    pages = {path.name: Links(path.read_text("utf-8")) for path in folder.glob("*.html")}
    assert set(pages) == {"index.html", *(f"{name}.html" for name in NAMES)}
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            if link.startswith(("https://", "data:")):
                continue
            path, _, place = link.partition("#")
            assert (folder / (path or name)).is_file(), link
            assert not place or place in pages[path or name].ids, link


def test_what_it_says_is_what_is_known(atlas):
    folder, _, found, record = atlas
    told = json.loads((folder / "atlas.json").read_text("utf-8"))
    assert told == record
    assert told["beside_closed_forms"] == {AGREES: 2, OPEN: 0, DIFFERS: 0}
    (member,) = told["pages"][0]["members"]
    by_name = {one["property"]: one for one in member["thresholds"]}
    (boundary,) = by_name["antidegradable"]["boundaries"]
    assert (boundary["closed_form"], boundary["tier"]) == ("1/3", "exact")
    (boundary,) = by_name["zero-capacity"]["boundaries"]
    assert boundary["mechanisms"] == ["coherent information of 5 uses", "antidegradable"]
    ends = {one.asked: one.found.estimated for one in found if one.page == "depolarizing"}
    assert [tuple(part) for part in ends["ppt"]] == [(pytest.approx(2 / 3), 1)]
    theorems = {
        (one["kind"], one.get("property")): one for one in told["pages"][0]["theorems"]
    }
    assert theorems["every-dimension", "antidegradable"]["holds_on"] == ["d/(2d + 2)", "1"]
    bits = [point["upper"] for point in member["capacity"]["points"]]
    assert bits == sorted(bits, reverse=True)
    (region,) = told["pages"][2]["regions"]
    assert region["gap"] <= SMALL.gap


def test_certificates_prove_what_the_pages_say(atlas):
    folder, _, _, record = atlas
    proved = [
        one
        for page in record["pages"]
        for one in [t for m in page["members"] for t in m["thresholds"]] + page["theorems"]
        if one["certificate"] is not None
    ]
    assert len(proved) == len(list((folder / "certificates").iterdir())) > 8
    for one in proved:
        assert sd.Certificate.load(folder / one["certificate"]).theorem == one["theorem"]


def interrupting(after):
    """Return a watcher that interrupts when it was told something so often."""
    seen = []

    def told(_):
        seen.append(1)
        if len(seen) == after:
            raise KeyboardInterrupt

    return told


def test_whoever_is_cut_off_goes_on_to_the_same_bytes(atlas, tmp_path):
    for cut in ({"watch": interrupting(4)}, {"step": interrupting(3)}):
        with pytest.raises(KeyboardInterrupt, match="the same command continues"):
            built(tmp_path, **cut)
        assert not (tmp_path / "index.html").exists()
    assert any((tmp_path / ANSWERS).iterdir())
    built(tmp_path)
    assert files(tmp_path) == files(atlas[0])


def test_nothing_is_asked_twice(atlas, monkeypatch):
    folder, *_ = atlas
    before = files(folder)
    monkeypatch.setattr(KeptThreshold, "of", None)
    built(folder, step=interrupting(1))
    assert files(folder) == before


@pytest.mark.parametrize(
    ("asked", "holds", "standing"),
    [
        ("antidegradable", ((1 / 3, 1.0),), AGREES),
        ("antidegradable", ((1 / 3 + 1e-5, 1.0),), DIFFERS),
        ("antidegradable", ((0.0, 0.1), (1 / 3, 1.0)), DIFFERS),
        ("ppt", (), DIFFERS),
        ("zero-capacity", ((0.3, 1.0),), OPEN),
        ("zero-capacity", ((0.2, 1.0),), DIFFERS),
    ],
)
def test_what_contradicts_a_closed_form_is_told(atlas, asked, holds, standing):
    one = next(o for o in atlas[2] if (o.page, o.asked) == ("depolarizing", asked))
    known = next(o.fact for o in atlas[2] if o.fact is not None)
    fact = replace(known, property=asked, holds=holds)
    assert Located(one.page, one.member, one.column, fact).standing == standing


def test_text_is_text(atlas):
    _, _, found, record = atlas
    hostile = "</script><b onload='x'>"
    page = record["pages"][0] | {"name": hostile, "formula": hostile, "about": [hostile]}
    own = [one for one in found if one.page == "depolarizing"]
    assert "<b onload" not in document_html(family_document(record, page, own))


def test_what_fails_is_said_and_asked_again(tmp_path, monkeypatch):
    plan = plan_atlas(SMALL, ["replacer"])
    bad = Query("threshold", sd.zoo.erasure().origin, "no property")
    monkeypatch.setitem(vars(plan), "queries", [bad])
    for _ in range(2):
        told = []
        found = fill_queries(plan, tmp_path, step=told.append)
        assert "ValueError: Argument `property`" in found[bad.key]["failed"]
        assert len(told) == 1
    assert Archive(tmp_path / ANSWERS).get(bad.key) is None


def test_names_that_are_none_are_refused():
    with pytest.raises(ValueError, match="try depolarizing"):
        plan_atlas(QUICK, ["depolarising"])


def test_what_is_too_long_is_left_out_and_says_so():
    scope = replace(WHOLE, sizes=(2, 6), properties=("3-extendible",))
    (page,) = plan_atlas(scope, ["depolarizing_complement"]).pages
    small, large = page.members
    assert (small.left_out, len(small.columns)) == ((), 1)
    (left,) = large.left_out
    assert (left.property, left.cost.order, large.columns) == (
        "3-extendible",
        6 * 36**3,
        [],
    )
