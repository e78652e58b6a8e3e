"""`sdpsearch --cite`: how to cite the software, and the paper it starts from."""

from __future__ import annotations

import sdpsearch
from sdpsearch.cli import output, status

_CITATION = """\
@software{{sdpsearch,
  author  = {{{{The sdpsearch developers}}}},
  title   = {{sdpsearch: antidegradability thresholds of quantum channels by semidefinite
             programming}},
  version = {{{version}}},
  license = {{MIT}},
}}

@misc{{RoofehKarimipour2024,
  author        = {{Roofeh, S. and Karimipour, V.}},
  eprint        = {{2408.05733}},
  archivePrefix = {{arXiv}},
  note          = {{The paper that sdpsearch starts from}},
}}"""


def cite_command() -> int:
    """Print the citation of the software and of the paper, in BibTeX."""
    output.tell(_CITATION.format(version=sdpsearch.__version__))
    return status.OK
