"""A conic programme on the smallest part that its symmetry leaves, and the way back.

𝒥 is a direct sum of simple algebras, each repeated over the blocks: one copy of each is
kept as a cone, and what it is multiplied with is spread over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from sdpsearch.conic.problem import Cone, ConicProblem, Orthant, PsdCone, Solution
from sdpsearch.direct_sum import DirectSum, hermitian_coordinates
from sdpsearch.linalg import Array, dagger, hermitian_basis, times
from sdpsearch.symmetry.algebras import Simple, simple_algebras
from sdpsearch.symmetry.closure import closed, generic_elements, may_repeat

#: Entries of a generic element below one of these, relative to its largest, link nothing:
#: how well 𝒳 is known decides which of them tells links from rounding.
_LINKS = (1e-8, 1e-7, 1e-6, 1e-9)


@dataclass(frozen=True)
class Reduction:
    """A programme reduced by its symmetry.

    Attributes:
        whole: the programme given.
        problem: the reduced one.
        basis: its variables as those of the whole, shape (n, t); orthonormal but for what
            a constant adds.
        space: the blocks of the whole.
        simple: the algebras, in the order of the reduced cones.
    """

    whole: ConicProblem
    problem: ConicProblem
    basis: Array
    space: DirectSum
    simple: tuple[Simple, ...]

    def lifted(self, solution: Solution) -> Solution:
        """Return a solution of the reduced programme as one of the whole."""
        kind = float if self.space.real else complex
        stacks: list[Array] = [
            np.zeros((group.members.size, group.order, group.order), dtype=kind)
            for group in self.space.groups
        ]
        matrices = self._reduced_matrices(solution.z)
        for algebra, matrix in zip(self.simple, matrices, strict=True):
            share = matrix / algebra.count
            for copies in algebra.copies:
                mirrored = copies.mirrored[..., None, None]
                inner = np.where(mirrored, share.conj(), share)
                left = _side_by_side(copies.isometries @ inner)
                spread = left @ dagger(_side_by_side(copies.isometries))
                stacks[copies.group][copies.blocks] += spread
        return replace(
            solution,
            problem=self.whole,
            x=self.basis @ solution.x,
            y=solution.y[: self.whole.right_side.size],
            z=self.space.coordinates(stacks),
        )

    def _reduced_matrices(self, stacked: Array) -> list[Array]:
        """Split stacked coordinates of the reduced cones: one matrix for each algebra."""
        single = sum(algebra.order == 1 for algebra in self.simple)
        found: list[Array] = [np.array([[x]]) for x in stacked[:single]]
        rest = [(a.order, a.real) for a in self.simple[single:]]
        place = single
        for order, real in rest:
            cone = PsdCone(order, real)
            found.append(cone.matrix(stacked[place : place + cone.size]))
            place += cone.size
        return found


def is_worth_reducing(problem: ConicProblem) -> bool:
    """Whether a first look at a programme does not show that nothing repeats in it."""
    if problem.space is None:
        return False
    rng, asked = np.random.default_rng(0), _linear(problem)
    return may_repeat(_data(asked), asked.operator, problem.space, rng)


def reduction_of(problem: ConicProblem, seed: int = 0) -> Reduction | None:
    """Return a programme reduced by what repeats in it, None where too little does.

    Args:
        problem: the programme.
        seed: of the generic elements that show it, the same in every run.
    """
    space, asked = problem.space, _linear(problem)
    if space is None:
        return None
    rng = np.random.default_rng(seed)
    basis = closed(_data(asked), asked.operator, space, rng)
    if basis is None:
        return None
    # Two eigenvalues that happen to be close blur what is linked; others will not.
    for link in _LINKS:
        generic = generic_elements(basis, asked.operator, space, rng)
        simple = simple_algebras(generic, link)
        if simple is not None:
            break
    else:
        return None
    rows = _rows(space, asked.operator, basis, simple)
    start = asked.start
    if start is not None:
        stacks = space.stacks(start[1])
        seen = [a.count * _restricted(stacks, a) for a in simple]
        z = [hermitian_coordinates(m, a.real) for m, a in zip(seen, simple, strict=True)]
        start = (basis.T @ start[0], np.concatenate(z))
    single = sum(algebra.order == 1 for algebra in simple)
    cones: list[Cone] = [PsdCone(a.order, a.real) for a in simple[single:]]
    reduced = ConicProblem(
        objective=basis.T @ asked.objective,
        equalities=asked.equalities @ basis,
        right_side=asked.right_side,
        operator=sparse.csr_array(rows),
        cones=(*([Orthant(single)] if single else []), *cones),
        start=start,
    )
    # The variable that stands for 1 is the last one.
    kept = basis[: problem.objective.size]
    return Reduction(problem, reduced, kept, space, simple)


def _linear(problem: ConicProblem) -> ConicProblem:
    """Return a programme without a constant: g is what one more variable is times, 1.

    Every g is in 𝒥 then, and that variable's equality in 𝒳.
    """
    size = float(np.linalg.norm(problem.constant))
    if size == 0:
        return problem
    p, n = problem.equalities.shape
    equalities = np.zeros((p + 1, n + 1))
    equalities[:p, :n], equalities[p, n] = problem.equalities, 1.0
    column = sparse.csr_array(problem.constant[:, None] / size)
    start = problem.start
    return ConicProblem(
        objective=np.append(problem.objective, 0.0),
        equalities=equalities,
        right_side=np.append(problem.right_side, size),
        operator=sparse.csr_array(sparse.hstack([problem.operator, column])),
        cones=problem.cones,
        start=None if start is None else (np.append(start[0], size), start[1]),
    )


def _data(problem: ConicProblem) -> Array:
    return np.column_stack([problem.objective, *problem.equalities])


def _side_by_side(isometries: Array) -> Array:
    """Return (c, n, a·m) from (c, a, n, m)."""
    count, _, rows, _ = isometries.shape
    return np.swapaxes(isometries, 1, 2).reshape(count, rows, -1)


def _restricted(stacks: list[Array], algebra: Simple) -> Array:
    """Return the matrix of an element of 𝒥, seen in the first copy."""
    copies = algebra.copies[0]
    q = copies.isometries[0, 0]
    return dagger(q) @ stacks[copies.group][copies.blocks[0]] @ q


def _rows(
    space: DirectSum, operator: sparse.csr_array, basis: Array, simple: tuple[Simple, ...]
) -> Array:
    """Return the reduced operator: for each algebra its matrix as a function of 𝒳."""
    found: list[Array] = []
    for algebra in simple:
        copies = algebra.copies[0]
        group, q = space.groups[copies.group], copies.isometries[0, 0]
        places = group.places[copies.blocks[0]]
        image = times(sparse.csr_array(operator[places]), basis)
        flat = times(hermitian_basis(group.order, space.real), image)
        seen = dagger(q) @ flat.T.reshape(-1, group.order, group.order) @ q
        found.append(hermitian_coordinates(seen, algebra.real).T)
    return np.concatenate(found)
