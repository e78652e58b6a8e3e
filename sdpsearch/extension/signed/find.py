"""Facial reduction for signed extensions, and the engine's questions asked on the face."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.extension.blocks import FACE_RTOL
from sdpsearch.extension.facial_reduction import find_face, full_face
from sdpsearch.extension.margin import membership_on, programme_on
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.memory import check_signed
from sdpsearch.extension.range_face import RangeFace
from sdpsearch.extension.segment import Segment, segment_on
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.extension.signed.shuffle import operator_basis, shuffled, widened
from sdpsearch.linalg import EPS, Array, dagger, readonly

#: Units of rounding, per order of a matrix, in its eigenvalues.
_ROUNDING = 8


def signed_face(span: Range, dims: tuple[int, int], real: bool) -> SignedFace:
    """Return the face of signed extensions of operators with a given range.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    check_signed(*dims, span.rank, real)
    if span.is_full:
        return full_signed_face(*dims, real)
    base = find_face(*dims, 2, span.basis, real, blur=span.blur, cut=span.cut)
    return reduced_faces([base])[0]


@lru_cache(maxsize=16)
def full_signed_face(d_a: int, d_b: int, real: bool) -> SignedFace:
    """Return all signed extensions: P − R vanishes on the |a,Ω> and nothing else does."""
    basis = operator_basis(d_b, real)
    wide = readonly(np.kron(np.eye(d_a), basis))
    narrow = readonly(np.kron(np.eye(d_a), basis[:, 1:]))
    return SignedFace(full_face(d_a, d_b, 2, real), (wide, narrow), 0, 0.0, 0.0, 0.0)


def reduced_faces(bases: Sequence[RangeFace]) -> list[SignedFace]:
    """Return the faces whose supports are what P ± R leave at σ_ref.

    Args:
        bases: ordinary faces of one shape, of ranges of one rank below d_a d_b.
    """
    d_a, d_b = bases[0].d_a, bases[0].d_b
    inside = np.array([np.kron(base.range_basis, np.eye(d_b)) for base in bases])
    if not bases[0].orders:
        return [
            SignedFace(base, (own, own), 0, base.leak, base.noise, base.tilt)
            for base, own in zip(bases, inside, strict=True)
        ]
    sigma = np.array([base.extension(base.reference) for base in bases])
    wide, matrix = widened(sigma, d_a, d_b), shuffled(sigma, d_a, d_b)
    spectra = [
        np.linalg.eigh(dagger(inside) @ both @ inside)
        for both in (wide + matrix, wide - matrix)
    ]
    found: list[SignedFace] = []
    for i, base in enumerate(bases):
        own = [(values[i], vectors[i]) for values, vectors in spectra]
        found.append(_supported(base, inside[i], own))
    return found


def _supported(
    base: RangeFace, inside: Array, spectra: Sequence[tuple[Array, Array]]
) -> SignedFace:
    """Return the face, from the spectra of P + R and P − R at σ_ref."""
    unit = _ROUNDING * inside.shape[0] * EPS
    supports: list[Array] = []
    leak, tilt = 0.0, 0.0
    for values, vectors in spectra:
        kept = values > FACE_RTOL * values[-1]
        supports.append(readonly(inside @ vectors[:, kept]))
        nothing = float(np.abs(values[~kept]).max(initial=0.0))
        leak = max(leak, nothing / float(values[-1]))
        # σ_ref of the true face is off by twice its tilt, and P ± R by 2d_b times that.
        off = (unit + 4 * base.d_b * base.tilt) * float(values[-1])
        tilt = max(tilt, off / float(values[kept][0]))
    forced = 2 * inside.shape[1] - base.d_a - sum(c.shape[1] for c in supports)
    return SignedFace(
        base=base,
        supports=(supports[0], supports[1]),
        forced=forced,
        leak=max(leak, base.leak),
        noise=unit + 4 * base.d_b * base.noise,
        tilt=float(base.tilt + tilt),
    )


def find_signed(
    choi: Array,
    span: Range,
    dims: tuple[int, int],
    *,
    real: bool,
    solver: str,
    time_limit: float | None = None,
) -> Membership:
    """Decide whether `choi` has a signed extension on its second factor.

    Args:
        choi: J on A⊗B.
        span: its range R.
        dims: (d_a, d_b).
        real: whether J and R are real.
        solver: name of the backend.
        time_limit: seconds for the solver.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    face = signed_face(span, dims, real)
    return membership_on(face, choi, solver=solver, time_limit=time_limit)


def asked_of_the_whole(
    face: SignedFace, choi: Array, *, solver: str
) -> tuple[SignedFace, Array] | None:
    """Return the face that is the whole space, and a witness against J there, if found.

    What a witness on a smaller face says nothing of is asked again, without the face,
    where there is time.

    Args:
        face: a face that a range leaves.
        choi: J, which has no signed extension.
        solver: name of the backend.
    """
    whole = full_signed_face(face.d_a, face.d_b, face.real)
    matrix = choi.real if face.real else choi
    try:
        witness = membership_on(whole, matrix, solver=solver).witness
    except deadline.OutOfTime:
        return None
    return None if witness is None else (whole, witness)


def signed_programme(
    choi: Array, span: Range, dims: tuple[int, int], *, real: bool
) -> ConicProblem:
    """Return the programme of the margin; its optimum is t* = −m(J).

    Raises:
        ValueError: the face decides, and there is no programme to write down.
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    return programme_on(signed_face(span, dims, real), choi)


def find_signed_segment(
    first: Array,
    last: Array,
    span: Range,
    dims: tuple[int, int],
    *,
    real: bool,
    solver: str,
    time_limit: float | None = None,
) -> Segment | None:
    """Return where (1−s) first + s last has a signed extension, None if nothing closed.

    Args:
        first: J_0.
        last: J_1.
        span: the range of J_0 + J_1.
        dims: (d_a, d_b).
        real: whether all of it is real.
        solver: name of the backend.
        time_limit: seconds for each solve.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    face = signed_face(span, dims, real)
    return segment_on(face, first, last, solver, time_limit)
