"""plot(): on one's own axes or new ones; nothing fuses, everything is told."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.report.figures import style
from sdpsearch.report.figures.bars import comparison_bars
from sdpsearch.report.figures.draw import draw
from sdpsearch.report.figures.scan import scan_figure, threshold_figure
from sdpsearch.report.threshold import threshold_line

ERASURE = sd.zoo.erasure()
RESULTS = {
    "threshold": lambda: sd.threshold(ERASURE, "antidegradable"),
    "scan": lambda: sd.scan(ERASURE, ["antidegradable", "ppt"], np.linspace(0, 1, 21)),
    "comparison": lambda: sd.compare(ERASURE, ["antidegradable", "ppt"]),
    "map": lambda: sd.region_map(
        sd.zoo.erasure_triangle(), ["antidegradable", "ppt"], gap=0.1
    ),
}


@pytest.fixture(autouse=True)
def _closed():
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    yield
    pyplot.close("all")


@pytest.fixture(scope="module", params=RESULTS)
def found(request):
    return RESULTS[request.param]()


def test_new_axes_have_a_figure_and_a_legend_below(found):
    axes = found.plot()
    assert axes.get_title().startswith("erasure")
    assert "(d=2)" in axes.get_title()
    (legend,) = axes.figure.legends
    assert legend.handlelength == style.HANDLE
    axes.figure.canvas.draw()


def test_given_axes_are_drawn_on_and_returned(found):
    from matplotlib import pyplot

    others = pyplot.get_fignums()
    figure, (left, right) = pyplot.subplots(1, 2)
    assert found.plot(ax=right) is right
    assert right.get_legend() is not None
    assert not left.has_data()
    assert figure.legends == []
    assert pyplot.get_fignums() == [*others, figure.number]


def test_every_label_is_inside_the_figure(found):
    axes = found.plot()
    figure = axes.figure
    figure.canvas.draw()
    labels = (axes.title, axes.xaxis.label, axes.yaxis.label)
    for text in (label for label in labels if label.get_text()):
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height


def test_a_handle_shows_a_whole_period_of_every_dash(found):
    legend = found.plot().figure.legends[0]
    for line in legend.get_lines():
        _, dashes = line._dash_pattern  # scaled by the line's width
        if dashes is not None:
            assert sum(dashes) <= style.HANDLE * 8


def test_the_threshold_is_shaded_where_it_holds():
    found = sd.threshold(ERASURE, "antidegradable")
    data = threshold_figure(found)
    assert data.spans.holds == ((found.value, found.stop),)
    assert data.curves[0].crossings == (found.value,)


def test_samples_are_not_joined():
    mine = sd.ChannelFamily(lambda e: ERASURE(e), name="mine")
    found = sd.threshold(mine, "antidegradable")
    assert found.coverage is sd.Coverage.SAMPLED
    assert threshold_figure(found).curves[0].joined is False
    curve = found.plot().get_lines()[1]
    assert curve.get_linestyle() == "None"
    # Of an affine family hardly more is decided than its ends.
    affine = sd.threshold(ERASURE, "antidegradable").plot().get_lines()[1]
    assert affine.get_linestyle() == "None"
    known = sd.threshold(sd.zoo.amplitude_damping(), "antidegradable")
    assert known.coverage is sd.Coverage.MONOTONE
    assert known.plot().get_lines()[1].get_linestyle() == "-"


def test_markers_stand_apart_and_leave_the_star_alone():
    scan = sd.scan(sd.zoo.depolarizing(2), ["ppt", "entanglement-breaking"], GRID)
    axes = scan.plot()
    lines = [line for line in axes.get_lines() if "margin" in str(line.get_label())]
    seen = [set(line.get_xdata()[line.get_markevery()]) for line in lines]
    assert all(seen)
    assert seen[0] & seen[1] == set()  # the curves coincide, their markers do not
    for xs in seen:
        assert np.diff(sorted(xs)).min() >= 0.02
        assert min(abs(x - 2 / 3) for x in xs) >= 0.01


GRID = np.linspace(0, 1, 101)


@given(st.lists(st.floats(-10, 10)), st.floats(0.01, 5))
def test_apart_keeps_the_first_and_a_gap(values, gap):
    xs = sorted(values)
    kept = style.apart(xs, gap)
    assert kept[:1] == [0][: len(xs)]
    assert all(xs[b] - xs[a] >= gap for a, b in pairwise(kept))
    left = [x for i, x in enumerate(xs) if i not in kept]
    assert all(any(0 <= x - xs[k] < gap for k in kept) for x in left)


def test_bars_are_what_was_found_and_known():
    comparison = sd.compare(sd.zoo.depolarizing(d=2), ["antidegradable", "degradable"])
    (name, found, known), (_, points, _) = comparison_bars(comparison).rows
    assert name == "antidegradable"
    assert np.array(found.holds) == pytest.approx(np.array(known), abs=1e-8)
    assert points.holds == ((0.0, 0.0),)


def test_a_capacity_shows_both_answers_and_what_is_open_between():
    """Unless something new is known of E_x, its capacity is open up to 1/2."""
    family = sd.zoo.transpose_depolarizing(d=3)
    comparison = sd.compare(family, "zero-capacity")
    ((_, spans, _),) = comparison_bars(comparison).rows
    (sent, opened, vanishes) = (spans.transmits, spans.open, spans.holds)
    assert sent[0][0] == 0 < sent[0][1] == opened[0][0] < 0.41
    assert opened[-1][1] == pytest.approx(0.5, abs=1e-8)
    assert vanishes == ((pytest.approx(0.5, abs=1e-8), 1.0),)
    found = comparison.rows[0].threshold
    for drawn in (comparison.plot(), found.plot()):
        labels = drawn.get_figure().legends[0].get_texts()
        assert {"open", "Q > 0"} <= {text.get_text() for text in labels}
    assert f"open in [{spans.open[0][0]:.10g}, 0.5]" in threshold_line(found)


def test_unknown_and_nowhere_are_said():
    texts = {t.get_text().strip() for t in sd.compare(sd.zoo.platypus()).plot().texts}
    assert "nowhere" in texts
    family = sd.mixture(sd.zoo.identity(2), sd.zoo.amplitude_damping()(0.7))
    texts = {t.get_text().strip() for t in sd.compare(family, "ppt").plot().texts}
    assert "unknown" in texts


def test_axes_say_what_they_measure():
    data = scan_figure(RESULTS["scan"]())
    assert data.x_label == "e (dimensionless)"
    assert "J_ref" in RESULTS["threshold"]().plot().get_ylabel()


def test_saved_vector_figures_embed_truetype(tmp_path):
    figure, axes = style.canvas()
    axes.set_title("Φ")
    for suffix, mark in ((".pdf", b"/FontFile2"), (".ps", b"/FontType 42")):
        path = tmp_path / f"figure{suffix}"
        style.save(figure, [path])
        data = path.read_bytes()
        assert mark in data
        assert b"/Type3" not in data


def test_other_things_have_no_figure():
    from matplotlib import pyplot

    _, axes = pyplot.subplots()
    with pytest.raises(TypeError, match="no figure of a int"):
        draw(3, axes)
