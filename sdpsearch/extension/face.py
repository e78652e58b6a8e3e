"""What the engine asks of a face: the problem in as few coordinates as it has.

W is a witness on A⊗B, J a Choi operator, σ an extension of it to A⊗B^{⊗k} in blocks, and

    W ↦ S(W) = ⊕S_λ(W),        tr(W J) = Σ_λ tr(S_λ(W) σ_λ)   for every extension σ of J.

Line, margin and segment know no more of a face than this; whatever reduces the problem,
a range or a symmetry, is another face.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from scipy import sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.conic.problem import Cone
from sdpsearch.direct_sum import DirectSum
from sdpsearch.extension.blocks import Block
from sdpsearch.extension.form import LineForm
from sdpsearch.linalg import Array


class Face(Protocol):
    """Coordinates for witnesses and extensions, the map between them, and its debts.

    What takes work is found when it is asked for, and kept.
    """

    @property
    def d_a(self) -> int:
        """Dimension of A."""
        ...

    @property
    def d_b(self) -> int:
        """Dimension of B."""
        ...

    @property
    def k(self) -> int:
        """Number of copies of B, the original included."""
        ...

    @property
    def real(self) -> bool:
        """Whether witnesses and blocks are real symmetric."""
        ...

    @cached_property
    def orders(self) -> tuple[int, ...]:
        """Orders of an extension's PSD blocks; empty when no extension is possible."""
        ...

    @cached_property
    def cones(self) -> tuple[Cone, ...]:
        """The cones of the blocks in their order."""
        ...

    @cached_property
    def layout(self) -> DirectSum:
        """The space of the blocks."""
        ...

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks with their bases, for who needs more than their orders."""
        ...

    @property
    def range_basis(self) -> Array:
        """Isometry onto the range R of J, shape (d_a d_b, r)."""
        ...

    @cached_property
    def rank(self) -> int:
        """Dimension of R."""
        ...

    # Witnesses and marginals

    def coordinates(self, matrix: Array) -> Array:
        """Return the coordinates of an operator on A⊗B; pairings become dot products."""
        ...

    def lift(self, coordinates: Array) -> Array:
        """Return the operator on A⊗B with the given coordinates."""
        ...

    @cached_property
    def identity(self) -> Array:
        """Coordinates of a W with S_λ(W) = 1 for every λ."""
        ...

    @property
    def free(self) -> Array:
        """Orthonormal columns spanning {W: S(W) = 0}: identities that marginals obey."""
        ...

    @property
    def bound(self) -> Array:
        """Orthonormal columns spanning their complement."""
        ...

    # Between the two

    @cached_property
    def operator(self) -> sparse.csr_array:
        """S, one row per block coordinate."""
        ...

    @cached_property
    def adjoint(self) -> sparse.csr_array:
        """The transpose of S: an extension's block coordinates to its marginal's."""
        ...

    @cached_property
    def compressions(self) -> tuple[Compression, ...]:
        """The blocks of S as w ↦ Y†(w⊗1)Y where they have that form, else none."""
        ...

    @cached_property
    def gain(self) -> float:
        """Least non-zero singular value of S: ‖repair‖ ≤ ‖residual‖/gain."""
        ...

    def blocks_of(self, witness: Array) -> Array:
        """Return S(W), stacked."""
        ...

    def marginal_of(self, stacked: Array) -> Array:
        """Return the coordinates of the marginal of an extension."""
        ...

    def form(self, start: Array, direction: Array) -> LineForm:
        """Return min{x : J_0 + x D has an extension} as a programme."""
        ...

    # Extensions

    @cached_property
    def reference(self) -> Array:
        """Block coordinates of σ_ref, strictly positive, of trace d_a."""
        ...

    @cached_property
    def reference_spread(self) -> tuple[float, float]:
        """Bounds on the least and the largest eigenvalue of σ_ref's blocks."""
        ...

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of J_ref, the marginal of σ_ref, a relative interior point."""
        ...

    def block_matrices(self, stacked: Array) -> list[Array]:
        """Split stacked block coordinates into Hermitian matrices."""
        ...

    def repair(self, stacked: Array, marginal: Array) -> Array:
        """Return the nearest block coordinates whose marginal is exactly `marginal`."""
        ...

    def extension(self, stacked: Array) -> Array:
        """Return σ on A⊗B^{⊗k} from stacked block coordinates."""
        ...

    def columns(self, stacked: Array) -> Array | sparse.csr_array:
        """Return C with C C† = σ up to what is no positive part of a block, for k = 2.

        Raises:
            ValueError: σ need not be positive on this face.
        """
        ...

    # What it took for granted

    @property
    def is_full(self) -> bool:
        """Whether nothing was reduced."""
        ...

    @cached_property
    def is_generic(self) -> bool:
        """Whether the face is no larger than a count of equations makes it."""
        ...

    @property
    def is_sharp(self) -> bool:
        """Whether an extension on it says something about the operator given."""
        ...

    @property
    def forced(self) -> int:
        """In how many directions more than a count says extensions vanish on the face."""
        ...

    @property
    def charges(self) -> int:
        """How many charges divide A⊗B; 1 where none do."""
        ...

    @property
    def is_turned(self) -> bool:
        """Whether it rests on local bases that floats found, and another may do better."""
        ...

    @property
    def is_certain(self) -> bool:
        """Whether blocks that were left out are certainly empty."""
        ...

    @property
    def leak(self) -> float:
        """Largest sine that was taken for zero while finding it."""
        ...

    @property
    def tilt(self) -> float:
        """Largest sine of a vector of the true face with this one."""
        ...

    def charge(self, witness: Array) -> float:
        """Return how negative tr(WJ') may be for a J' of trace d_a on the true face."""
        ...

    def witness_rounding(self, witness: Array) -> float:
        """Return how much S(W) may be off, in norm, for being computed in floats."""
        ...

    def marginal_error(self, stacked: Array, marginal: Array) -> float:
        """Return by how much block coordinates may miss a marginal, rounding included."""
        ...
