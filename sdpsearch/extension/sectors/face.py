"""The face that the charges of a Choi operator leave, its range taken into account.

If J has no entry between pairs (a, b) of different charge, averaging over the diagonal
unitaries that leave J alone takes its extensions to extensions that have no entry between
words a b_1 … b_k of different charge: one block for each diagram and charge, a thousand of
order one instead of one of order a thousand. W need have no other entries either. Both are
what they are on the whole space, other entries zero: what is shown here is shown of J.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.conic.problem import Cone, Orthant, PsdCone
from sdpsearch.direct_sum import DirectSum
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.blocks import Block
from sdpsearch.extension.form import LineForm
from sdpsearch.extension.operator_face import OperatorFace
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.extension.sectors.sector import Sector, SectorBlock
from sdpsearch.extension.witness_form import WitnessForm
from sdpsearch.linalg import Array, times
from sdpsearch.symmetry.torus import LocalBases


@dataclass(frozen=True)
class SectorFace(OperatorFace):
    """The face of the cone of k-extendible operators that charges and a range leave.

    Attributes:
        sectors: the pairs (a, b) of one charge each, and the range on them.
        parts: the blocks, those of order one first.
        matrix: W ↦ ⊕S_λ(W) in svec coordinates.
        bases: local bases that show the charges, None for those that J is given in.
        stray: norm of what the J's in question have between charges in these bases: an
            extension here is one of a J so far away.
    """

    sectors: tuple[Sector, ...]
    parts: tuple[SectorBlock, ...]
    matrix: sparse.csr_array
    bases: LocalBases | None = None
    stray: float = 0.0

    @property
    def charges(self) -> int:
        """How many charges divide A⊗B, those of the range."""
        return len(self.sectors)

    @property
    def is_turned(self) -> bool:
        """Whether the charges are shown in other bases than those J is given in."""
        return self.bases is not None

    @cached_property
    def is_generic(self) -> bool:
        """Whether the face is there beyond doubt, which other bases leave to rounding."""
        return self.is_full if self.is_turned else super().is_generic

    @cached_property
    def operator(self) -> sparse.csr_array:
        """W ↦ ⊕S_λ(W) in svec coordinates."""
        return self.matrix

    @cached_property
    def orders(self) -> tuple[int, ...]:
        """Orders of the blocks."""
        return tuple(part.sector.order for part in self.parts)

    @cached_property
    def _young(self) -> tuple[schur_weyl.YoungBasis, ...]:
        return schur_weyl.young_bases(self.d_b, self.k)

    @cached_property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The Young diagram of each block."""
        return tuple(self._young[part.place].diagram for part in self.parts)

    @cached_property
    def multiplicities(self) -> tuple[int, ...]:
        """For each block the dimension of the S_k irrep of its diagram."""
        return tuple(self._young[part.place].multiplicity for part in self.parts)

    @cached_property
    def cones(self) -> tuple[Cone, ...]:
        """One orthant for the blocks of order one, and the others."""
        single = sum(order == 1 for order in self.orders)
        larger = [PsdCone(order, self.real) for order in self.orders[single:]]
        return (*([Orthant(single)] if single else []), *larger)

    @cached_property
    def compressions(self) -> tuple[Compression, ...]:
        """None: the blocks are small."""
        return ()

    @cached_property
    def rank(self) -> int:
        """Dimension of R."""
        return sum(sector.order for sector in self.sectors)

    @cached_property
    def space(self) -> DirectSum:
        """Where W lives."""
        return DirectSum(tuple(sector.order for sector in self.sectors), self.real)

    @property
    def range_basis(self) -> Array:
        """Isometry onto R, shape (d_a d_b, r)."""
        kind = float if self.real else complex
        found = np.zeros((self.d_a * self.d_b, self.rank), dtype=kind)
        place = 0
        for sector in self.sectors:
            columns = np.arange(place, place + sector.order)
            whole = np.eye(sector.order) if sector.basis is None else sector.basis
            found[np.ix_(sector.members, columns)] = whole
            place += sector.order
        return found if self.bases is None else self.bases.whole @ found

    def coordinates(self, matrix: Array) -> Array:
        """Return the svec coordinates of R† X R, sector by sector, for X on A⊗B."""
        if self.bases is not None:
            matrix = self.bases.inward(matrix)
        parts: list[Array] = []
        for group in self.space.groups:
            members: list[int] = group.members.tolist()
            parts.append(np.stack([self._seen(self.sectors[i], matrix) for i in members]))
        return self.space.coordinates(parts)

    def _seen(self, sector: Sector, matrix: Array) -> Array:
        return sector.inward(matrix[np.ix_(sector.members, sector.members)])

    def lift(self, coordinates: Array) -> Array:
        """Return R w R† on A⊗B for w given by coordinates."""
        size = self.d_a * self.d_b
        found = np.zeros((size, size), dtype=float if self.real else complex)
        for sector, matrix in zip(
            self.sectors, self.space.matrices(coordinates), strict=True
        ):
            found[np.ix_(sector.members, sector.members)] = sector.outward(matrix)
        return found if self.bases is None else self.bases.outward(found)

    def marginal_error(self, stacked: Array, marginal: Array) -> float:
        """Return by how much blocks may miss a marginal, what J has between them too."""
        return super().marginal_error(stacked, marginal) + self.stray

    @cached_property
    def identity(self) -> Array:
        """Coordinates of 1 on R; S_λ(1) = 1 for every λ."""
        return self.space.scalars(np.ones(len(self.sectors)))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks with their bases inside A⊗B^{⊗k}, for who needs these."""
        wide = [
            sparse.csc_array(sparse.kron(sparse.eye_array(self.d_a), young.vectors))
            for young in self._young
        ]
        found: list[Block] = []
        for part in self.parts:
            young, sector = self._young[part.place], part.sector
            vectors = sparse.csc_array(wide[part.place][:, sector.members])
            basis = vectors if sector.basis is None else times(vectors, sector.basis)
            if self.bases is not None:
                whole = basis if isinstance(basis, np.ndarray) else basis.toarray()
                basis = self.bases.on_words(whole, self.k)
            found.append(Block(young.diagram, basis, young.multiplicity))
        return tuple(found)

    def form(self, start: Array, direction: Array) -> LineForm:
        """Return min{x : J_0 + x D has an extension} in witness form."""
        return WitnessForm(self, start, direction)

    def extension(self, stacked: Array) -> Array:
        """Return σ on A⊗B^{⊗k} from stacked block coordinates, symmetrised for k = 2."""
        size = self.d_a * self.d_b**self.k
        kind = float if self.real else complex
        found = np.zeros((size, size), dtype=kind)
        orders = [self.d_a * young.vectors.shape[1] for young in self._young]
        inner: list[Array] = [np.zeros((order, order), dtype=kind) for order in orders]
        for part, matrix in zip(self.parts, self.block_matrices(stacked), strict=True):
            members = part.sector.members
            inner[part.place][np.ix_(members, members)] = part.sector.outward(matrix)
        for young, block in zip(self._young, inner, strict=True):
            wide = sparse.csr_array(sparse.kron(sparse.eye_array(self.d_a), young.vectors))
            found += times(wide, times(wide, block).conj().T)
        if self.bases is None:
            return found
        half = self.bases.on_words(found, self.k)
        return self.bases.on_words(half.conj().T, self.k).conj().T

    def columns(self, stacked: Array) -> Array | sparse.csr_array:
        """Return C with C C† = σ up to what is no positive part of a block, for k = 2."""
        roots = self.block_roots(stacked)
        eye = sparse.eye_array(self.d_a)
        made: list[sparse.csr_array] = []
        for place, young in enumerate(self._young):
            wide = sparse.csr_array(sparse.kron(eye, young.vectors))
            here = [
                (part.sector.members, part.sector.spread(root))
                for part, root in zip(self.parts, roots, strict=True)
                if part.place == place and root.size
            ]
            if here:
                made.append(sparse.csr_array(wide @ _scattered(here, wide.shape[1])))
        found = sparse.csr_array(sparse.hstack(made))
        if self.bases is None:
            return found
        return self.bases.on_words(found.toarray(), self.k)


def _scattered(
    parts: list[tuple[NDArray[np.intp], Array]], height: int
) -> sparse.csr_array:
    """Return matrices side by side, each on rows of its own."""
    widths = np.array([matrix.shape[1] for _, matrix in parts], dtype=np.intp)
    ends = np.cumsum(widths)
    rows = [np.repeat(members, matrix.shape[1]) for members, matrix in parts]
    order: NDArray[np.intp] = np.arange(int(ends[-1]), dtype=np.intp)
    columns = [
        np.tile(order[end - width : end], members.size)
        for end, width, (members, _) in zip(ends, widths, parts, strict=True)
    ]
    data = np.concatenate([matrix.ravel() for _, matrix in parts])
    at = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_array((data, at), shape=(height, int(ends[-1])))
