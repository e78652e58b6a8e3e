"""From floating-point signed extensions to exact ones: rounded on the face, repaired."""

from __future__ import annotations

from dataclasses import dataclass

from sdpsearch.extension.face import Face
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.extension import float_blocks, repaired
from sdpsearch.proof.repair.map import dense_extension
from sdpsearch.proof.statement.signed import signed_kernels
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True)
class SignedExtension:
    """Swap-invariant σ with the exact marginal, P ± R not yet known to be positive.

    Attributes:
        sigma: σ on A⊗B⊗B'.
        kernels: what P + R and P − R annihilate, integer columns.
    """

    sigma: Matrix
    kernels: tuple[Matrix, Matrix]


def signed_blocks(
    face: ExactFace, statement: Statement, engine: Face, stacked: Array
) -> dict[Diagram, Matrix]:
    """Return the T_λ of σ = Σ B T B† on the exact face, from the engine's blocks P ± R.

    An antidegradable channel has a σ ≥ 0, which the engine knows by its own blocks.
    """
    if isinstance(engine, SignedFace):
        engine, stacked = engine.base, engine.sigma_blocks(stacked)
    return float_blocks(face, statement, engine, stacked)


def signed_extension(
    face: ExactFace, statement: Statement, blocks: dict[Diagram, Matrix]
) -> SignedExtension | None:
    """Return the σ with the exact marginal near given blocks, None if the face has none."""
    mended = repaired(face, statement.choi, blocks)
    if mended is None:
        return None
    return SignedExtension(dense_extension(mended), signed_kernels(face))
