"""Where signed extensions end: σ and (W, Z_±) that meet at one exact point.

There P ± R and Z_± are singular and complementary. Where the kernels N_± of P ± R are
rational they are recognised in the floating-point σ; then both sides are linear,

    tr_B' σ = C,  (P ± R)(σ) N_± = 0;        W = Σ tr z_± B_±†(P ± R)(·)B_±,  tr(WD) = ±1,

where B_± spans what is in N_± orthogonal to what P ± R annihilate for every σ. Both are
solved exactly, near the floats. Whether P ± R ≥ 0 and z_± ≥ 0 the checker says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from sdpsearch.linalg import Array, dagger, hermitian_part
from sdpsearch.proof.exact.coordinates import Row, coordinate, hermitian_rows
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.kernel import kernel as exact_kernel
from sdpsearch.proof.exact.kernel import matrix_rows
from sdpsearch.proof.exact.linear import Equation, solved_near
from sdpsearch.proof.exact.matrix import Matrix, adjoint, product
from sdpsearch.proof.exact.rounding import dense, rounded
from sdpsearch.proof.exact.shuffle import sides
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.extension import ExactExtension
from sdpsearch.proof.repair.map import dense_extension
from sdpsearch.proof.repair.meeting import rational_columns
from sdpsearch.proof.repair.signed.extension import SignedExtension
from sdpsearch.proof.repair.signed.images import (
    Image,
    block_coordinates,
    coordinates_of,
    images,
    matrices_of,
    part_of,
    sigma_of,
)
from sdpsearch.proof.repair.signed.witness import FloatWitness, SignedWitness
from sdpsearch.proof.statement.signed import signed_kernels

#: Denominators of weights, and how near entries must be to such fractions.
_LONG, _SHARP = 2_000, 1e-7


#: Bits of basis vectors beyond which no rational kernel is looked for.
_LARGEST = 200


@dataclass(frozen=True, eq=False)
class Meeting:
    """A face, and what P ± R annihilate at the end of a line on it.

    Attributes:
        face: where σ lives.
        kernels: N_+ and N_−, integer columns.
        near: T_λ of σ, approximately.
    """

    face: ExactFace
    kernels: tuple[Matrix, Matrix]
    near: dict[Diagram, Matrix]

    @cached_property
    def ranges(self) -> list[Matrix]:
        """B_+ and B_−, where the Z_± live."""
        pairs = zip(signed_kernels(self.face), self.kernels, strict=True)
        return [_beside(forced, kernel) for forced, kernel in pairs]

    @cached_property
    def _images(self) -> list[Image]:
        return images(self.face)

    def extension(self, choi: Matrix) -> SignedExtension | None:
        """Return σ with tr_B' σ = C and the kernels, None if there is none."""
        near = block_coordinates(self.face, self.near)
        values = solved_near(self._of_extension(choi), near)
        if values is None:
            return None
        return SignedExtension(sigma_of(self.face, values), self.kernels)

    def _of_extension(self, choi: Matrix) -> Iterator[Equation]:
        terms: defaultdict[tuple[str, Row], dict[int, Fraction]] = defaultdict(dict)
        for u, image in enumerate(self._images):
            parts = [
                ("marginal", image.marginal),
                ("plus", product(image.plus, self.kernels[0])),
                ("minus", product(image.minus, self.kernels[1])),
            ]
            for name, matrix in parts:
                for (p, q), (re, im) in matrix.entries.items():
                    if re:
                        terms[name, (p, q, "re")][u] = Fraction(re, matrix.denominator)
                    if im:
                        terms[name, (p, q, "im")][u] = Fraction(im, matrix.denominator)
        for p, q, part in hermitian_rows(choi.rows, False):
            wanted = part_of(choi, (p, q, part))
            yield terms.pop(("marginal", (p, q, part)), {}), wanted
        for (name, _), sums in terms.items():
            if name != "marginal":  # what is left of it repeats the other triangle
                yield sums, Fraction(0)

    def witness(self, near: FloatWitness, direction: Matrix) -> SignedWitness | None:
        """Return (W, Z_±) with tr(WD) = ±1 near the given pair, None if there is none."""
        slope = float(np.vdot(near.matrix, dense(direction)).real)
        if slope == 0:
            return None
        orders = [direction.rows, *(b.columns for b in self.ranges)]
        groups = [hermitian_rows(order, self.face.real) for order in orders]
        start = [rounded(near.matrix / abs(slope))]
        for b, z in zip(self.ranges, near.sides, strict=True):
            undo = np.linalg.pinv(dense(b)) if b.columns else np.zeros((0, b.rows))
            start.append(rounded(hermitian_part(undo @ z @ dagger(undo)) / abs(slope)))
        sign = Fraction(1 if slope > 0 else -1)
        wanted = self._of_witness(groups, direction, sign)
        values = solved_near(wanted, coordinates_of(start, groups))
        if values is None:
            return None
        matrix, *inner = matrices_of(values, groups, orders)
        plus, minus = zip(self.ranges, inner, strict=True)
        return SignedWitness(self.face, matrix, plus, minus)

    def _of_witness(
        self, groups: list[tuple[Row, ...]], direction: Matrix, slope: Fraction
    ) -> Iterator[Equation]:
        for image in self._images:
            matrices = [image.marginal]
            for b, matrix in zip(self.ranges, (image.plus, image.minus), strict=True):
                small = product(adjoint(b), product(matrix, b))
                matrices.append(small.scaled(-1))
            yield _terms(matrices, groups), Fraction(0)
        yield _terms([direction], groups[:1]), slope


def _terms(matrices: list[Matrix], groups: list[tuple[Row, ...]]) -> dict[int, Fraction]:
    """Return tr(E M) for the E of every group, what is not zero."""
    found: dict[int, Fraction] = {}
    offset = 0
    for matrix, group in zip(matrices, groups, strict=True):
        if matrix.entries:
            for u, row in enumerate(group):
                value = coordinate(row, matrix)
                if value:
                    found[offset + u] = value
        offset += len(group)
    return found


def meeting(
    face: ExactFace, near: dict[Diagram, Matrix], accuracy: float
) -> Meeting | None:
    """Return where a line ends near the given σ, None where no rational kernel shows.

    Args:
        face: where σ lives.
        near: T_λ of σ, approximately.
        accuracy: eigenvalues below the square root of this, relative to the largest,
            count as zero, and entries within it of a small fraction as that fraction.
    """
    if face.bits > _LARGEST:
        return None
    sigma = dense_extension(ExactExtension(face, near))
    kernels: list[Matrix] = []
    for matrix in sides(sigma, face.space.scales):
        found = _kernel(dense(matrix), float(np.sqrt(accuracy)))
        if found is None:
            return None
        kernels.append(found)
    return Meeting(face, (kernels[0], kernels[1]), near)


def _beside(forced: Matrix, kernel: Matrix) -> Matrix:
    """Return the vectors of the kernel that are orthogonal to the forced ones."""
    across = product(adjoint(forced), kernel)
    return product(kernel, exact_kernel(matrix_rows(across), kernel.columns))


def _kernel(matrix: Array, tolerance: float) -> Matrix | None:
    values, vectors = np.linalg.eigh(matrix)
    columns = vectors[:, values <= tolerance * values[-1]]
    found = rational_columns(columns, tolerance)
    # Weights of B are among the entries, and need not be small fractions.
    return found or rational_columns(columns, _SHARP, _LONG)
