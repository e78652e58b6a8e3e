"""Which paper is recomputed. Its equations are numbered as in version 4."""

from __future__ import annotations

#: Last name, first name.
AUTHORS = ("Roofeh, Shayan", "Karimipour, Vahid")
#: As of version 4; version 5 is called "Construction of channels which in every dimension
#: anti-degrade the depolarizing channel".
TITLE = "Phase transition in the capacity of quantum channels"
YEAR = 2024
ARXIV = "2408.05733"
#: How it is named wherever it is spoken of.
NAME = f"Roofeh and Karimipour, arXiv {ARXIV}"

#: Its companion, on the noisy Werner–Holevo channel of a qutrit, E_x.
COMPANION_ARXIV = "2310.15353"
