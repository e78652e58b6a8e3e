"""A study of maps as a table, as JSON and as a figure."""

import json
import struct

import numpy as np
import pytest
from rich.console import Console

import sdpsearch as sd
from sdpsearch.antidegrading import study_maps
from sdpsearch.cli.commands.maps import maps_command
from sdpsearch.report.figures.maps import MAPS, PAIRS, maps_figure, save_maps_figure
from sdpsearch.report.maps import maps_record, maps_table
from sdpsearch.report.record import dumps

XS = (0.3, 0.375, 0.45, 0.5, 0.8, 1.0)


def printed(thing):
    console = Console(width=160, highlight=False)
    with console.capture() as captured:
        console.print(thing)
    return captured.get()


def test_the_table_says_what_the_study_knows():
    text = printed(maps_table(study_maps(sd.zoo.depolarizing(3)(0.4)), "a title"))
    for words in (
        "a title",
        "HOLDS",
        "dimension 576",
        "3 free real parameters",
        "none, x < 1/2",
        "optimal N_x",
        "i[tr_1(φW) − tr_1(Wφ)]",
    ):
        assert words in text
    assert max(map(len, text.splitlines())) < 160


def test_at_x_c_the_map_is_said_to_be_the_only_one():
    study = study_maps(sd.zoo.depolarizing(3)(0.375))
    assert "N is unique" in printed(maps_table(study))


def test_other_families_have_the_numerical_side():
    study = study_maps(sd.zoo.dephasing()(0.5))
    assert (study.noise, study.analytic, study.covariant) == (None, (), None)
    text = printed(maps_table(study))
    assert "a convex set of dimension 2 (the linear equations alone leave 6)" in text
    assert "optimal" not in text


def test_records_are_strict_json():
    for channel in (
        sd.zoo.depolarizing(2)(0.6),
        sd.zoo.depolarizing(2)(0.3),
        sd.zoo.werner_holevo(),
        sd.zoo.identity(2),
    ):
        record = json.loads(dumps(maps_record(study_maps(channel))))
        assert record["verdict"] in ("HOLDS", "FAILS")
    assert record["solutions"] is None


@pytest.fixture(scope="module")
def panels():
    seen = []
    found = maps_figure((2, 3), XS, progress=lambda x, count: seen.append((x, count)))
    assert seen == [(x, i + 1) for i, x in enumerate(XS + XS)]
    return found


def test_the_figures_numbers(panels):
    panel = panels[1]
    assert (panel.d, panel.threshold, panel.xs) == (3, 0.375, XS)
    exists = np.array([False, True, True, True, True, True])
    has_paper = np.array([False, False, False, True, True, True])
    for name, there in zip(MAPS, (exists, has_paper, exists), strict=True):
        assert np.array_equal(np.isfinite(panel.a[name]), there)
        assert np.array_equal(np.isfinite(panel.c[name]), there)
    for name, there in zip(PAIRS, (has_paper, exists, has_paper), strict=True):
        assert np.array_equal(np.isfinite(panel.diamond[name]), there)
        assert panel.diamond[name][-1] < 1e-9
        assert panel.frobenius[name][-1] < 1e-9
    assert panel.a[MAPS[2]][1] == pytest.approx(1, abs=1e-9)


def test_the_figure_is_drawn(panels, tmp_path):
    paths = [tmp_path / "maps.png", tmp_path / "maps.pdf"]
    save_maps_figure(panels, *paths)
    png = paths[0].read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert min(width, height) > 900
    assert paths[1].read_bytes().startswith(b"%PDF")
    with pytest.raises(ValueError, match="Cannot write"):
        save_maps_figure(panels, tmp_path / "nowhere" / "maps.png")


@pytest.mark.slow
def test_the_default_figure():
    for panel in maps_figure((2, 3, 4)):
        assert len(panel.xs) in (33, 34)  # 1/2 may be on the grid already
        assert 0.5 in panel.xs
        assert panel.xs[0] == panel.threshold
        assert np.all(np.isfinite(panel.diamond[PAIRS[1]]))


class TestCommand:
    def test_a_table(self, capsys):
        assert maps_command("depolarizing", x="0.6", d=["3"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("depolarizing(d=3) at x = 0.6")
        assert "paper's N_x to optimal N_x" in out

    def test_several_dimensions_as_json(self, capsys):
        assert maps_command("depolarizing", x="1/3", json=True, d=["2", "3"]) == 0
        first, second = json.loads(capsys.readouterr().out)["studies"]
        assert first["solutions"]["unique"] is True
        assert first["solutions"]["dimension"] == 0
        assert second["verdict"] == "FAILS"
        assert second["analytic"][1]["why_not"] == "none, x < d/(2(d+1))"

    def test_another_family_by_its_own_parameter(self, capsys):
        assert maps_command("amplitude_damping", gamma=["0.7"]) == 0
        assert "none: N is unique" in capsys.readouterr().out

    def test_a_single_channel(self, capsys):
        assert maps_command("werner_holevo") == 0
        assert "N is unique" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("call", "told"),
        [
            (lambda: maps_command("depolarizing"), "give its parameter with --x"),
            (lambda: maps_command("depolarising", x="0.5"), "depolarizing"),
            (lambda: maps_command("dephasing", x="0.5", figure="a.png"), "--figure is for"),
            (lambda: maps_command("depolarizing", x="1", figure="a.txt"), "suffix must be"),
            (lambda: maps_command("erasure", e=["0.5", "0.6"], x="1"), "not both"),
        ],
    )
    def test_mistakes_are_one_line(self, call, told):
        with pytest.raises(ValueError, match=told) as caught:
            call()
        assert "\n" not in str(caught.value)
