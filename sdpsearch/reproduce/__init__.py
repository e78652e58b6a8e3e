"""Roofeh and Karimipour, arXiv 2408.05733, recomputed; nothing is drawn or written here.

Its equations, theorem, corollary and maps, the curves of its Figure 2, and the result on
transposed noise that it quotes from its qutrit companion, 2310.15353. The files here call
it "the paper"; `paper` has its title.
"""
