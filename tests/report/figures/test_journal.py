"""Figures for journals: their width, their type, text that stays text."""

import re
import struct
from functools import partial

import pytest

import sdpsearch as sd
from sdpsearch.report.figures import style
from sdpsearch.report.figures.journal import WIDTHS, save_journal_figure
from sdpsearch.report.figures.scan import draw_margins, threshold_figure

FOUND = sd.threshold(sd.zoo.erasure(), "antidegradable")
DRAW = partial(draw_margins, data=threshold_figure(FOUND))
INCH = 25.4


def test_figures_are_as_wide_as_columns(tmp_path):
    pdf, svg, png = (tmp_path / f"f.{kind}" for kind in ("pdf", "svg", "png"))
    save_journal_figure(DRAW, pdf, "double")
    box = re.search(rb"MediaBox \[ 0 0 ([\d.]+)", pdf.read_bytes())
    assert float(box[1]) == pytest.approx(178 / INCH * 72, abs=0.1)
    assert b"/FontFile2" in pdf.read_bytes()
    save_journal_figure(DRAW, svg)
    said = svg.read_text(encoding="utf-8")
    points = float(re.search(r'width="([\d.]+)pt"', said)[1])
    assert points == pytest.approx(86 / INCH * 72, abs=0.1)
    assert "erasure(d=2)</text>" in said
    save_journal_figure(DRAW, png)
    (pixels,) = struct.unpack(">I", png.read_bytes()[16:20])
    assert pixels == pytest.approx(86 / INCH * 600, abs=2)


@pytest.mark.parametrize("width", WIDTHS)
def test_all_type_can_be_read_and_is_inside(tmp_path, monkeypatch, width):
    from matplotlib.text import Text

    drawn = []
    monkeypatch.setattr(style, "save", lambda figure, *_: drawn.append(figure))
    save_journal_figure(DRAW, tmp_path / "f.pdf", width)
    (figure,) = drawn
    figure.canvas.draw()
    assert min(text.get_fontsize() for text in figure.findobj(Text)) >= 7
    (axes,) = figure.axes
    (legend,) = figure.legends
    told = [axes.title, axes.xaxis.label, axes.yaxis.label, *legend.get_texts()]
    assert len(told) > 4
    for text in told:
        box = text.get_window_extent()
        assert min(box.x0, box.y0) >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height
