"""The set S of all antidegrading maps of a channel: how large, and whether one point.

S = {N: E → B a channel, N∘Φ^c = Φ} on the minimal environment is the set of operators
σ ≥ 0 on A⊗B⊗B' with both marginals J: σ = (M⊗1) C_N (M⊗1)†, M = [vec K_1 … vec K_r].
Exchanging B and B' maps S to itself, and σ ≤ 2·(its symmetric part), so a point of S
has its range in that of a symmetric one of greatest rank. Hence, with Q an isometry onto
the range of such a C_N,

    dim S = dim {X Hermitian: Q X Q† solves the homogeneous equations}

(see `equations`; S is relatively open there). The greatest rank is known two ways: a
symmetric σ strictly positive on the engine's face proves it; on the boundary, where
there is none, any σ bounds it from below, and a witness W with tr(WJ) = 0 from above,
since every σ lives on the kernel of ⊕S_λ(W).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sdpsearch.antidegrading.comparison import map_errors
from sdpsearch.antidegrading.equations import Equations
from sdpsearch.channels.channel import Channel
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.linalg import Array, dagger, readonly, trace_preserving
from sdpsearch.properties import Antidegradable, Decision, Verdict, decide
from sdpsearch.properties.decision import with_claimed_map

#: Ranks must come out the same at all of these, relative to the largest eigenvalue.
TOLERANCES = (1e-4, 1e-6, 1e-8)
#: A solver's map that misses the equations by more than this is no point of S.
RESIDUAL_LIMIT = 1e-9
#: A map whose operator misses the equations by less is left as it is.
_MET = 1e-14
#: Steps its correction may take; each takes off a factor where the two sets cross.
_ALTERNATIONS = 100
#: A dimension is read off singular values only when those it drops are this much smaller.
_CLEAR_GAP = 1e-6
#: A checked margin inside ± this is taken to be 0 where no sign of it was proved.
_BOUNDARY = 1e-8


@dataclass(frozen=True, eq=False)
class SolutionSet:
    """The antidegrading maps of one channel on its minimal environment.

    Attributes:
        equations: their linear equations; `equations.channel` is the channel.
        map: one of them, in the relative interior where the rank is decided.
        residual: largest entry of J(N∘Φ^c) − J(Φ) for that map.
        range_basis: isometry onto the range of C for C in S, shape (r d_B, rank); the
            largest possible one where the rank is not decided.
        fixed: orthonormal columns, in svec coordinates of X in C = Q X Q†, spanning what
            the equations fix; None where Q is the whole space, see Equations.project.
        ranks: bounds on the greatest rank of C_N.
        dimension: dimension of S, None where it is not decided.
        certified: whether a checked extension, positive on its face, proves the rank;
            otherwise it is a solver's claim, consistent at three tolerances.
        gap: ratio of the largest singular value or eigenvalue that was dropped to the
            smallest that was kept, over all ranks decided: small is clear.
        reason: one sentence on how the dimension was found.
    """

    equations: Equations
    map: Channel
    residual: float
    range_basis: Array
    fixed: Array | None
    ranks: tuple[int, int]
    dimension: int | None
    certified: bool
    gap: float
    reason: str

    @property
    def unique(self) -> bool | None:
        """Whether S is one point; None where that is not decided."""
        return None if self.dimension is None else self.dimension == 0

    @property
    def linear_dimension(self) -> int:
        """Dimension of the solutions of the equations alone, without positivity."""
        return self.equations.dimension

    def __repr__(self) -> str:
        size = "not decided" if self.dimension is None else str(self.dimension)
        return f"SolutionSet(dimension={size}, linear_dimension={self.linear_dimension})"


def solution_set(
    channel: Channel, decision: Decision | None = None, *, solver: str = DEFAULT_SOLVER
) -> SolutionSet:
    """Return the set of antidegrading maps of a channel, with its dimension.

    Args:
        channel: Φ.
        decision: what decide(channel, Antidegradable()) answered, asked for otherwise.
        solver: name of the backend to ask.

    Raises:
        ValueError: the channel is not antidegradable, or so undecided that there is no
            map to start from.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.antidegrading import solution_set
        >>> solution_set(sd.zoo.dephasing()(0.5)).dimension
        2
        >>> solution_set(sd.zoo.werner_holevo()).unique
        True
    """
    if decision is None:
        decision = decide(channel, Antidegradable(), solver=solver)
    if decision.verdict is Verdict.FAILS:
        raise ValueError("The channel is not antidegradable: it has no antidegrading map.")
    if decision.map is None:
        decision = with_claimed_map(decision)
    if decision.map is None or decision.residual > RESIDUAL_LIMIT:
        raise ValueError(f"There is no antidegrading map to start from. {decision.reason}")
    equations = Equations(decision.channel.minimal())
    if decision.verdict is Verdict.HOLDS:
        return _inside(equations, decision)
    return _on_boundary(equations, decision)


def _inside(equations: Equations, decision: Decision) -> SolutionSet:
    """The checked extension is positive on the whole face: its range is the face."""
    assert decision.membership is not None
    face = decision.membership.face
    back = np.linalg.pinv(equations.channel.kraus_matrix)
    wide = np.kron(back, np.eye(equations.d_b))
    columns = [
        wide @ (b.basis if isinstance(b.basis, np.ndarray) else b.basis.toarray())
        for b in face.blocks
    ]
    rank = sum(face.orders)
    if rank == wide.shape[0]:
        return _measured(equations, decision, np.eye(rank), (rank, rank), 0.0, True)
    left, values, _ = np.linalg.svd(np.hstack(columns), full_matrices=False)
    gap = float(values[rank] / values[rank - 1]) if rank < values.size else 0.0
    return _measured(equations, decision, left[:, :rank], (rank, rank), gap, True)


def _on_boundary(equations: Equations, decision: Decision) -> SolutionSet:
    """Compare the rank of the solver's map with the kernel of its witness."""
    membership, found = decision.membership, decision.map
    assert membership is not None
    assert membership.claim is not None
    assert found is not None
    values, vectors = np.linalg.eigh(found.choi)
    lowest = [int(np.sum(values > t * values[-1])) for t in TOLERANCES]
    face, witness = membership.face, membership.claim[1]
    blocks = face.block_matrices(face.blocks_of(witness))
    spectra = [np.linalg.eigvalsh(block) for block in blocks]
    top = max(float(s[-1]) for s in spectra)
    highest = [sum(int(np.sum(s <= t * top)) for s in spectra) for t in TOLERANCES]
    ranks = (min(lowest), max(highest))
    rank = ranks[0]
    if rank == ranks[1]:
        decision = _corrected(equations, decision, rank)
        assert decision.map is not None
        values, vectors = np.linalg.eigh(decision.map.choi)
    basis = vectors[:, ::-1][:, : max(ranks)]
    gap = float(max(values[-rank - 1], 0.0) / values[-rank]) if rank < values.size else 0.0
    return _measured(equations, decision, basis, ranks, gap, False)


def _corrected(equations: Equations, decision: Decision, rank: int) -> Decision:
    """Return the decision with its map moved onto the equations, at the same rank.

    Where there is no margin to repair it with, a solver's map is as good as the solver.
    Projections onto the equations and onto the operators of that rank alternate.
    """
    assert decision.map is not None
    choi, dims = decision.map.choi, (equations.d_e, equations.d_b)
    for _ in range(_ALTERNATIONS):
        if equations.residual(choi) <= _MET:
            break
        choi = choi + equations.target - equations.project(choi)
        values, vectors = np.linalg.eigh(choi)
        kept = vectors[:, -rank:] * np.sqrt(np.maximum(values[-rank:], 0))
        choi = kept @ dagger(kept)
    found = Channel.from_choi(trace_preserving(choi, dims), d_in=dims[0], d_out=dims[1])
    residual = map_errors(found, equations.channel).residual
    if residual >= decision.residual:
        return decision
    return replace(decision, map=found, residual=residual)


def _measured(
    equations: Equations,
    decision: Decision,
    basis: Array,
    ranks: tuple[int, int],
    gap: float,
    certified: bool,
) -> SolutionSet:
    """Count the homogeneous solutions on the range, where the rank is decided."""
    assert decision.map is not None
    dimension, reason = None, ""
    gap = max(gap, equations.reached.gap)
    margin = decision.margin
    if not certified and max(-margin.lower, margin.upper) > _BOUNDARY:
        reason = f"not decided: margin in [{margin.lower:.0e}, {margin.upper:.0e}]"
    elif ranks[0] != ranks[1]:
        reason = f"not decided: the map has rank {ranks[0]}, the witness allows {ranks[1]}"
    elif basis.shape[1] == equations.d_e * equations.d_b:
        dimension = equations.dimension
    fixed = None
    if basis.shape[1] < equations.d_e * equations.d_b:
        found = equations.fixed_on(basis)
        fixed = readonly(found.basis)
        gap = max(gap, found.gap)
        if not reason:
            dimension = basis.shape[1] ** 2 - found.rank
    if dimension is not None and gap > _CLEAR_GAP:
        dimension = None
        reason = f"not decided: no clear gap in the spectra ({gap:.0e})"
    if dimension is not None:
        rank = f"C_N has rank at most {ranks[0]}, attained"
        reason = (
            f"{rank} by a checked extension"
            if certified
            else f"{rank} by the solver's map and bounded by its witness; numerical, for a "
            f"margin in [{margin.lower:.0e}, {margin.upper:.0e}] taken to be 0"
        )
    return SolutionSet(
        equations=equations,
        map=decision.map,
        residual=decision.residual,
        range_basis=readonly(basis),
        fixed=fixed,
        ranks=ranks,
        dimension=dimension,
        certified=certified,
        gap=gap,
        reason=reason,
    )
