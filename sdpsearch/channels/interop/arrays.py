"""Maps as plain arrays: every form, in every package's convention, from and to J.

J = Σ_ij |i><j| ⊗ Φ(|i><j|), so that J[(a,b),(a',b')] = <b|Φ(|a><a'|)|b'>; the
superoperator has the same entries in other places, and the Pauli transfer matrix is the
superoperator in the orthonormal basis P/√d, R_ij = tr(P_i Φ(P_j))/d.
"""

from __future__ import annotations

from functools import cache, reduce
from itertools import product
from math import isqrt
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.axioms import ORDERS, input_first
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.conventions import COLUMN, ROW, Convention, convention
from sdpsearch.channels.interop.given import Given, GivenChoi, GivenKraus
from sdpsearch.linalg import Array, dagger, swap_factors

FORMS = ("kraus", "choi", "superoperator", "pauli-transfer", "stinespring")
#: Places of J's axes (a, b, a', b') in a superoperator, and of its axes in J.
_PLACES = {COLUMN: ((3, 1, 2, 0), (3, 1, 2, 0)), ROW: ((1, 3, 0, 2), (2, 0, 3, 1))}
_PAULIS = np.array(
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]]
)


def read_array(
    array: Any, form: str, convention: Convention, d_in: int | None, d_out: int | None
) -> Given:
    """Return what an array in a form of FORMS stands for.

    Args:
        array: kraus (d_env, d_out, d_in); choi (d_in·d_out)²; superoperator
            (d_out², d_in²); pauli-transfer (4ⁿ, 4ⁿ); stinespring (d_out·d_env, d_in).
        form: one of FORMS.
        convention: the order, trace and stacking.
        d_in: dimension of the input, which a Choi matrix needs.
        d_out: dimension of the output, which an isometry needs.

    Raises:
        ValueError: the shape does not fit, or a dimension is missing.
    """
    if form == "kraus":
        return _agreeing(GivenKraus(array), np.shape(array)[-1:-3:-1], d_in, d_out)
    matrix = checks.finite_array(form, array)
    if matrix.ndim != 2:
        raise ValueError(
            f"Argument `{form}` must be a matrix, but has shape {matrix.shape}."
        )
    if form == "stinespring":
        return _from_isometry(matrix, d_in, d_out)
    if form == "choi":
        return _from_choi(matrix, convention, d_in, d_out)
    if form == "pauli-transfer":
        matrix, stacking = _from_pauli(matrix), COLUMN
    else:
        stacking = _stacking(convention)
    sizes = [isqrt(size) for size in matrix.shape]
    if sizes[0] ** 2 != matrix.shape[0] or sizes[1] ** 2 != matrix.shape[1]:
        raise ValueError(
            f"Argument `{form}` must have shape (d_out², d_in²), but has {matrix.shape}."
        )
    found = GivenChoi(choi_of_superoperator(matrix, stacking), sizes[1], sizes[0])
    return _agreeing(found, (sizes[1], sizes[0]), d_in, d_out)


def read_either(
    array: Any, form: str, like: str | None, d_in: int | None, d_out: int | None
) -> Given:
    """Return read_array() where the convention may be unsaid, as in files.

    Raises:
        ValueError: an unsaid stacking decides which map it is; else as read_array().
    """
    if like is not None or form != "superoperator":
        return read_array(array, form, convention(like or "sdpsearch"), d_in, d_out)
    found, other = (
        read_array(array, form, Convention(stacking=stacking), d_in, d_out)
        for stacking in (COLUMN, ROW)
    )
    maps = [given.choi for given in (found, other) if isinstance(given, GivenChoi)]
    if not np.allclose(maps[0], maps[-1], rtol=0, atol=checks.TOLERANCE):
        raise ValueError(
            "the stacking of the superoperator is ambiguous: say what it is like, "
            "'qiskit' (columns of ρ are stacked) or 'toqito' (rows), or store that as "
            "`like`."
        )
    return found


def write_array(channel: Channel, form: str, convention: Convention) -> Array:
    """Return a channel as an array in a form of FORMS, as read_array() takes it.

    Raises:
        ValueError: a Pauli transfer matrix of other than qubits.
    """
    if form == "kraus":
        return channel.kraus
    if form == "stinespring":
        return channel.isometry
    if form == "choi":
        matrix = channel.choi
        if convention.order == ORDERS[1]:
            matrix = swap_factors(matrix, (channel.d_in, channel.d_out))
        return matrix / channel.d_in if convention.normalised else matrix
    if form == "superoperator":
        return superoperator(channel, _stacking(convention))
    size = qubits("convert(…, form='pauli-transfer')", channel.d_in, channel.d_out)
    basis = _pauli_basis(size)
    return np.real(dagger(basis) @ superoperator(channel, COLUMN) @ basis)


def choi_of_superoperator(matrix: Array, stacking: str) -> Array:
    """Return J, input first, of a superoperator of shape (d_out², d_in²)."""
    d_out, d_in = (isqrt(size) for size in matrix.shape)
    tensor = matrix.reshape(d_out, d_out, d_in, d_in).transpose(_PLACES[stacking][1])
    return tensor.reshape(d_in * d_out, d_in * d_out)


def superoperator(channel: Channel, stacking: str) -> Array:
    """Return S of shape (d_out², d_in²), on stacked columns or rows of ρ."""
    d_in, d_out = channel.d_in, channel.d_out
    tensor = channel.choi.reshape(d_in, d_out, d_in, d_out)
    return tensor.transpose(_PLACES[stacking][0]).reshape(d_out**2, d_in**2)


def qubits(what: str, d_in: int, d_out: int) -> int:
    """Return n where d_in = d_out = 2ⁿ; ValueError says that `what` is for qubits."""
    size = d_in.bit_length() - 1
    if d_in != d_out or d_in != 2**size or size == 0:
        raise ValueError(
            f"{what} is for n qubits, d_in = d_out = 2ⁿ, but the dimensions are {d_in} → "
            f"{d_out}: use form 'superoperator', which any have."
        )
    return size


def _stacking(convention: Convention) -> str:
    if convention.stacking is None:
        raise ValueError(
            "The package has no superoperators: say like='qiskit', which stacks columns, "
            "or like='toqito', which stacks rows."
        )
    return convention.stacking


@cache
def _pauli_basis(size: int) -> Array:
    """Return stacked columns of P/√d as columns, II, IX, IY and so on."""
    words = product(_PAULIS, repeat=size)
    made = np.array([reduce(np.kron, word).T.ravel() for word in words])
    return made.T / 2 ** (size / 2)


def _from_pauli(matrix: Array) -> Array:
    side = isqrt(matrix.shape[0])
    if matrix.shape[0] != matrix.shape[1] or side * side != matrix.shape[0]:
        raise ValueError(
            f"Argument `pauli-transfer` must have shape (4ⁿ, 4ⁿ), but has {matrix.shape}."
        )
    basis = _pauli_basis(qubits("A Pauli transfer matrix", side, side))
    return basis @ matrix @ dagger(basis)


def _from_choi(
    matrix: Array, convention: Convention, d_in: int | None, d_out: int | None
) -> Given:
    if d_in is None and d_out is None:
        raise ValueError(
            f"A Choi matrix of shape {matrix.shape} does not tell dimensions: give d_in."
        )
    size = matrix.shape[0]
    d_in = size // checks.dimension("d_out", d_out) if d_in is None else d_in
    d_in = checks.dimension("d_in", d_in)
    d_out = checks.dimension("d_out", size // d_in if d_out is None else d_out)
    choi = input_first(
        matrix, d_in, d_out, order=convention.order, normalised=convention.normalised
    )
    return GivenChoi(choi, d_in, d_out)


def _from_isometry(matrix: Array, d_in: int | None, d_out: int | None) -> Given:
    """Return K_e[b, a] = V[(b,e), a], the output first."""
    rows, columns = matrix.shape
    if d_out is None:
        raise ValueError(
            f"An isometry of shape {matrix.shape} does not tell its output: give d_out."
        )
    d_out = checks.dimension("d_out", d_out)
    if rows % d_out:
        raise ValueError(f"Argument `d_out` must divide the {rows} rows, but is {d_out}.")
    kraus = matrix.reshape(d_out, -1, columns).swapaxes(0, 1)
    return _agreeing(GivenKraus(kraus), (columns, d_out), d_in, d_out)


def _agreeing(
    found: Given, sizes: tuple[int, ...], d_in: int | None, d_out: int | None
) -> Given:
    """Return what was found, where the dimensions that were given are those it has."""
    for name, given, has in zip(("d_in", "d_out"), (d_in, d_out), sizes, strict=False):
        if given is not None and given != has:
            raise ValueError(f"The array has {name}={has}, not {given}.")
    return found
