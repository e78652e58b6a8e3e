"""The figure of a scan: its data first, then that it is drawn."""

import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.report.figures.scan import save_scan_figure, scan_figure
from sdpsearch.report.figures.style import FORMATS

QUESTIONS = (sd.Antidegradable(), sd.PPT())
#: Scanned once: tests below change its margins, not its channels.
SCAN = sd.scan(sd.zoo.depolarizing(d=3), QUESTIONS, (0.0, 0.25, 0.5, 0.75, 1.0))


def with_margins(values):
    """The first question of SCAN, with other margins at its five points."""
    rows = zip(SCAN.decisions, values, strict=True)
    decisions = tuple((replace(row[0], margin=sd.Interval(v, v)),) for row, v in rows)
    return replace(
        SCAN,
        properties=SCAN.properties[:1],
        thresholds=SCAN.thresholds[:1],
        decisions=decisions,
    )


# The data


def test_one_curve_per_property():
    data = scan_figure(SCAN)
    assert [curve.label for curve in data.curves] == ["antidegradable", "ppt"]
    assert data.title == "depolarizing(d=3)"
    assert data.x_label.startswith("x ")


def test_curves_are_the_margins():
    for i, curve in enumerate(scan_figure(SCAN).curves):
        margins = dict(zip(SCAN.xs, (row[i].margin for row in SCAN.decisions), strict=True))
        assert any(np.isfinite(curve.y))
        for x, y in zip(curve.x, curve.y, strict=True):
            assert np.isnan(y) or y in margins[x]


def test_infinite_margins_are_left_out():
    # At x = 1 the channel is the reference point of both properties.
    assert SCAN.decisions[-1][0].margin.upper == np.inf
    for curve in scan_figure(SCAN).curves:
        drawn = [x for x, y in zip(curve.x, curve.y, strict=True) if np.isfinite(y)]
        assert drawn == [0.0, 0.25, 0.5, 0.75]


def test_the_line_breaks_where_the_margin_jumps_to_its_floor():
    antidegradable = scan_figure(SCAN).curves[0]
    assert antidegradable.y[0] == -1
    assert np.isnan(antidegradable.y[1])


def test_undecided_intervals_are_bars():
    row = SCAN.decisions[1]
    wide = replace(row[0], margin=sd.Interval(-1.0, 0.5))
    decisions = (SCAN.decisions[0], (wide, row[1]), *SCAN.decisions[2:])
    first = scan_figure(replace(SCAN, decisions=decisions)).curves[0]
    assert first.undecided == ((SCAN.xs[1], -1.0, 0.5),)
    assert np.isnan(first.y[first.x.index(SCAN.xs[1])])


def test_half_infinite_margins_are_left_out():
    row = SCAN.decisions[0]
    open_above = replace(row[0], margin=sd.Interval(2.0, np.inf))
    decisions = ((open_above, row[1]), *SCAN.decisions[1:])
    first = scan_figure(replace(SCAN, decisions=decisions)).curves[0]
    assert first.x == (0.0, 0.25, 0.5, 0.75)
    assert np.isnan(first.y[0])
    assert first.undecided == ((0.0, 2.0, np.inf),)


def test_crossings_are_the_boundaries():
    first, second = scan_figure(SCAN).curves
    assert first.crossings == pytest.approx([3 / 8], abs=1e-8)
    assert second.crossings == pytest.approx([3 / 4], abs=1e-8)
    assert first.crossings == tuple(b.value for b in SCAN.thresholds[0].boundaries)


def test_margin_changes_sign_at_the_crossing():
    for curve in scan_figure(SCAN).curves:
        for x, y in zip(curve.x, curve.y, strict=True):
            assert abs(y) < 1e-9 or (y > 0) == (x > curve.crossings[0])


def test_marks_are_labelled():
    assert [value for _, value in scan_figure(SCAN).marks] == [0.375, 0.5, 0.75]
    assert all(label for label, _ in scan_figure(SCAN).marks)


@settings(max_examples=50)
@given(st.lists(st.floats(-1, 1e9), min_size=5, max_size=5))
def test_zero_is_always_in_view(values):
    low, high = scan_figure(with_margins(values)).y_range
    assert low < 0 < high
    assert low < min(*values, 0.0)


def test_large_margins_do_not_flatten_the_crossing():
    low, high = scan_figure(with_margins([-0.5, -0.1, 0.3, 40.0, 1e6])).y_range
    assert high - low < 3


@pytest.mark.parametrize("value", [np.inf, 0.0, -1.0])
def test_any_margins_have_a_range(value):
    low, high = scan_figure(with_margins([value] * 5)).y_range
    assert np.isfinite([low, high]).all()
    assert low < 0 < high


# The drawing


def test_png_is_drawn(tmp_path):
    path = tmp_path / "scan.png"
    save_scan_figure(SCAN, path)
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert 800 <= width <= 3000
    assert 600 <= height <= 3000
    assert data.endswith(b"IEND\xaeB`\x82")


def test_png_is_not_blank(tmp_path):
    from matplotlib.image import imread

    path = tmp_path / "scan.png"
    save_scan_figure(SCAN, path)
    pixels = imread(path)[..., :3]
    assert (pixels < 0.9).any(axis=2).mean() > 0.01
    # The two curves' colours, blue and vermilion of Okabe and Ito.
    for colour in ([0x00, 0x72, 0xB2], [0xD5, 0x5E, 0x00]):
        near = np.abs(pixels - np.array(colour) / 255).max(axis=2) < 0.02
        assert near.sum() > 200


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written(tmp_path, suffix):
    path = tmp_path / f"scan{suffix}"
    save_scan_figure(with_margins([-0.5, -0.1, 0.3, np.inf, np.inf]), str(path))
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("name", ["folder.png", "no/scan.png", "scan.docx"])
def test_unwritable_figures_are_told(tmp_path, name):
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ValueError, match="Cannot write"):
        save_scan_figure(SCAN, tmp_path / name)


def test_nothing_is_shown_or_left_open(tmp_path):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    save_scan_figure(SCAN, tmp_path / "scan.png")
    assert plt.get_fignums() == before
