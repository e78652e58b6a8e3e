"""`sdpsearch --cite`: how to cite the software, and the paper it starts from."""

from __future__ import annotations

import sdpsearch
from sdpsearch.cli import output, status
from sdpsearch.reproduce import paper

_CITATION = """\
@software{{sdpsearch,
  author  = {{{{The sdpsearch developers}}}},
  title   = {{sdpsearch: antidegradability thresholds of quantum channels by semidefinite
             programming}},
  version = {{{version}}},
  license = {{MIT}},
}}

@misc{{RoofehKarimipour{year},
  author        = {{{authors}}},
  title         = {{{{{title}}}}},
  year          = {{{year}}},
  eprint        = {{{arxiv}}},
  archivePrefix = {{arXiv}},
  note          = {{The paper that sdpsearch starts from}},
}}"""


def cite_command() -> int:
    """Print the citation of the software and of arXiv 2408.05733, in BibTeX."""
    output.tell(
        _CITATION.format(
            version=sdpsearch.__version__,
            authors=" and ".join(paper.AUTHORS),
            title=paper.TITLE,
            year=paper.YEAR,
            arxiv=paper.ARXIV,
        )
    )
    return status.OK
