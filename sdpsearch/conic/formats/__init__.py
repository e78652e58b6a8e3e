"""Conic programmes as text files that other solvers read: SDPA-sparse and CBF.

Both hold the programme of `conic.problem`, with the same primal and the same optimum:

    minimise   c·x          subject to  A x = b,  G x + g ∈ K      x in R^n

Both know real symmetric matrices only. A cone of Hermitian H of order n is written as
one of order 2n, E(H) = [[Re H, −Im H], [Im H, Re H]] ≥ 0, and read back as that real
cone: c, A, b and the optimum stay, and a multiplier Z of the real cone stands for

    z = (Z₁₁ + Z₂₂) + i (Z₂₁ − Z₁₂),       Z = [[Z₁₁, Z₁₂], [Z₂₁, Z₂₂]].

Numbers are written so that they are read back bit for bit, and the same programme gives
the same bytes. Entries of c, A and b are the programme's own; matrix entries off the
diagonal are svec coordinates divided by √2, so that G comes back within a rounding.

A file may add a constant to the objective (OBJBCOORD), for which a ConicProblem has no
place. It is then read with one variable more, the last, which an equality, the last,
fixes to 1. The optimum stays.
"""

from sdpsearch.conic.formats.cbf import read_cbf, write_cbf
from sdpsearch.conic.formats.sdpa import read_sdpa, write_sdpa

__all__ = ["read_cbf", "read_sdpa", "write_cbf", "write_sdpa"]
