"""The notebooks: pairs in sync, and the stored outputs are what the code prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
SCRIPTS = sorted(FOLDER.glob("*.py"))
LARGEST = 300_000  # bytes: a code host shows no notebook that is much larger
WIDEST = 110  # characters
SECONDS = 120

#: What another machine would not write: paths, addresses, times.
FOREIGN = re.compile(
    r"(?<![\w:/.])/(?:home|Users|tmp|root|work|usr|opt|var|private|mnt)/|[A-Za-z]:\\"
    r"|\b0x[0-9a-f]{6,}|\b\d+(?:\.\d+)? (?:s|ms|seconds)\b"
)

#: What they import is in an environment of its own, where they are run.
OTHERS = ["08_from_other_packages"]

each = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


def stored(script):
    notebook = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    return notebook


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def test_there_are_nine_pairs():
    assert [script.stem[:3] for script in SCRIPTS] == [f"0{i}_" for i in range(1, 10)]
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == [
        script.stem for script in SCRIPTS
    ]


@each
def test_both_files_hold_the_same_cells(script):
    notebook, text = stored(script), jupytext.read(script)
    assert [(c.cell_type, c.source) for c in notebook.cells] == [
        (c.cell_type, c.source) for c in text.cells
    ]
    assert notebook.metadata.jupytext.formats == "ipynb,py:percent"
    assert text.metadata.jupytext.formats == "ipynb,py:percent"


@each
def test_outputs_are_stored(script):
    notebook = stored(script)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        shows = re.search(r"^ *(?:print\(|plt\.show\()", cell.source, re.MULTILINE)
        assert bool(cell.outputs) is bool(shows), cell.source
    assert {output.output_type for output in outputs(notebook)} <= {
        "stream",
        "display_data",
    }
    assert any(re.search(r"^ *assert ", c.source, re.MULTILINE) for c in cells)


@each
def test_outputs_read_well_on_a_code_host(script):
    notebook = stored(script)
    assert script.with_suffix(".ipynb").stat().st_size < LARGEST
    assert notebook.cells[0].source.startswith(f"# {script.stem[:2]} · ")
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info.version == "3"
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    pictures = 0
    for output in outputs(notebook):
        if output.output_type == "stream":
            assert output.name == "stdout"
            assert not FOREIGN.search(output.text)
            assert max(map(len, output.text.splitlines())) <= WIDEST
        else:
            assert "image/png" in output.data
            assert not FOREIGN.search(output.data["text/plain"])
            pictures += 1
    assert pictures >= 1


def run_apart(script):
    """Return a script with the mark of the step of .ci/run in which it runs."""
    mark = pytest.mark.interop if script.stem in OTHERS else pytest.mark.slow
    return pytest.param(script, marks=mark, id=script.stem)


@pytest.mark.parametrize("script", [run_apart(script) for script in SCRIPTS])
def test_it_runs_and_prints_what_is_stored(script, tmp_path):
    """The script is the notebook's code; run alone it needs no kernel."""
    done = subprocess.run(
        # On a machine with a display, show() warns that Agg shows nothing.
        [sys.executable, "-W", "error", "-W", "ignore:FigureCanvasAgg", str(script)],
        cwd=tmp_path,
        env={
            **os.environ,
            "MPLBACKEND": "Agg",
            "PYTHONUTF8": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    texts = [o.text for o in outputs(stored(script)) if o.output_type == "stream"]
    assert done.stdout == "".join(texts)
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_links_lead_somewhere():
    texts = {"README.md": (FOLDER / "README.md").read_text(encoding="utf-8")}
    for script in SCRIPTS:
        assert f"({script.stem}.ipynb)" in texts["README.md"]
        texts[script.name] = "\n".join(cell.source for cell in stored(script).cells)
    for name, text in texts.items():
        for target in re.findall(r"\]\((?!https://)([^)#]+)\)", text):
            assert (FOLDER / target).exists(), f"{name}: {target}"
