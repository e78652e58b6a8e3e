"""How the pages are built: `python -m sphinx -W --keep-going docs build/docs`."""

from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert

import sdpsearch

project = "sdpsearch"
author = "The sdpsearch developers"
release = version = sdpsearch.__version__
copyright = author

HERE = Path(__file__).parent

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinxcontrib.bibtex",
    "sphinx_copybutton",
    "sphinx_design",
]

# Pages run their examples, and one that raises ends the build.
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_excludepatterns = ["notebooks/*"]  # stored outputs; tests run them
nb_merge_streams = True

myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 4
myst_links_external_new_tab = False

bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring, napoleon_numpy_docstring = True, False
napoleon_use_ivar = True
default_role = "literal"

html_theme = "furo"
html_title = f"sdpsearch {release}"
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["pages.css"]
# Formulas need neither a network nor a script: they are the browser's own, MathML.
html_math_renderer = "mathml"
exclude_patterns = ["_build", "_cache"]


def _kets(app, what, name, obj, options, lines):
    """Keep kets in docstrings from being read as reStructuredText's substitutions."""
    for place, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            lines[place] = line.replace("|", r"\|")


def _formula(self, node):
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _display(self, node):
    self.body.append(f"<div class='math'>{convert(node.astext(), display='block')}</div>")
    raise nodes.SkipNode


def setup(app):
    """Bring what the pages show from elsewhere in the repository."""
    kept = HERE / "notebooks"
    kept.mkdir(exist_ok=True)
    for notebook in sorted((HERE.parent / "notebooks").glob("*.ipynb")):
        text = notebook.read_text(encoding="utf-8").replace("(../docs/", "(../")
        (kept / notebook.name).write_text(text, encoding="utf-8")
    app.add_html_math_renderer("mathml", (_formula, None), (_display, None))
    app.connect("autodoc-process-docstring", _kets)
