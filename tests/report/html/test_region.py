"""Pages of regions: how much is certified, a map, a body, and the record to download."""

import json
from base64 import b64decode
from dataclasses import replace

import pytest

import sdpsearch as sd
from sdpsearch.report.html.document import document_html
from sdpsearch.report.html.parts import Plot, Table
from sdpsearch.report.html.region import region_document

SPACES = {"flat": sd.zoo.erasure_triangle, "deep": sd.zoo.pauli_simplex}


@pytest.mark.parametrize("kind", SPACES)
def test_a_page_shows_what_was_found(kind):
    found = sd.region(SPACES[kind](), "ppt")
    made = region_document([found], ["region", "its name"])
    parts = [part for section in made.sections for part in section.parts]
    (table,) = [part for part in parts if isinstance(part, Table)]
    (cells,) = table.cells
    assert cells[0].text == "ppt"
    content = b64decode(cells[-1].href.partition(",")[2])
    assert json.loads(content) == json.loads(json.dumps(found.to_dict()))
    (plot,) = [part for part in parts if isinstance(part, Plot)]
    traces = {trace["name"]: trace for trace in plot.figure["data"]}
    assert {"domain", "ppt holds", "ppt fails outside"} <= set(traces)
    # Every vertex certified to hold is a corner of what is drawn.
    axes = "xyz"[: len(found.space.parameters)]
    drawn = set(zip(*(traces["ppt holds"][axis] for axis in axes), strict=True))
    assert {tuple(one.tolist()) for one in found.inner[0].vertices} <= drawn
    assert ("scene" in plot.figure["layout"]) is (kind == "deep")
    json.dumps(plot.figure, allow_nan=False)
    assert "sdpsearch region &#39;its name&#39;" in document_html(made)


def test_where_nothing_holds_nothing_is_filled():
    pair = [sd.zoo.identity(2), sd.zoo.dephasing()(0.1), sd.zoo.dephasing()(0.2)]
    found = sd.region(sd.simplex(pair, ["a", "b", "c"]), "ppt", gap=0.5)
    (plot,) = [part for s in region_document([found]).sections for part in s.parts][-1:]
    assert "ppt holds" not in {trace["name"] for trace in plot.figure["data"]}


@pytest.mark.parametrize("kind", SPACES)
def test_a_sampled_set_claims_nothing_between_its_points(kind):
    found = sd.region(SPACES[kind](), "ppt")
    made = region_document([replace(found, coverage=sd.Coverage.SAMPLED)])
    parts = [part for section in made.sections for part in section.parts]
    (plot,) = [part for part in parts if isinstance(part, Plot)]
    traces = {trace["name"]: trace for trace in plot.figure["data"]}
    assert not [name for name in traces if name.endswith(("holds", "fails outside"))]
    assert traces["ppt: points decided"]["visible"] is True
