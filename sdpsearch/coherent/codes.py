"""Codes with positive coherent information, and local ascents to better ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sdpsearch.coherent.ascent import ascents
from sdpsearch.coherent.code import Code
from sdpsearch.coherent.enclosure import enclosed_information
from sdpsearch.coherent.information import Outputs
from sdpsearch.coherent.singularity import Singularity
from sdpsearch.linalg import Array, partial_trace

#: Shares ε of φ that are tried beside a pure ψ, logarithmically.
_SHARES = np.logspace(-0.5, -13, 26)
#: Most uses of a repetition code, and largest order of its output.
MAX_COPIES = 5
_ORDER = 192
#: Largest input of which two uses are searched in general.
MAX_PAIRED = 3
#: Steps of an ascent over repetition codes.
_ITERATIONS = 60
#: Parts of a code smaller than this, beside its largest one, are none.
_GONE = 1e-12
#: Eigenvalues are raised to this before a logarithm is taken for a slope.
_TINY = 1e-18


def mixed_in(found: Singularity) -> Iterator[Code]:
    """Yield (1−ε)ψ + εφ for shares ε of every size."""
    for e in _SHARES:
        yield Code(np.stack([np.sqrt(1 - e) * found.psi, np.sqrt(e) * found.phi], axis=1))


def of_one_use(kraus: Array, starts: int, seed: int) -> Iterator[Code]:
    """Yield the states that local ascents of the coherent information reach."""
    outputs = Outputs.of_kraus(kraus)
    return map(Code.of_state, ascents(outputs, starts, seed))


def paired(kraus: Array) -> Array:
    """Return Kraus operators of Φ⊗Φ."""
    environment, d_out, d_in = kraus.shape
    product = np.einsum("ebd,fac->efbadc", kraus, kraus)
    return product.reshape(environment**2, d_out**2, d_in**2)


def most_copies(kraus: Array) -> int:
    """Return how many uses repetition codes are looked for with, 1 for none."""
    d_in, d_out = kraus.shape[2], kraus.shape[1]
    small = (n for n in range(2, MAX_COPIES + 1) if d_in * d_out**n <= _ORDER)
    return max(small, default=1)


def of_repetition(kraus: Array, seed: int) -> Iterator[Code]:
    """Yield repetition codes of 2, 3, … uses that local ascents reach."""
    rng = np.random.default_rng(seed)
    for copies in range(2, most_copies(kraus) + 1):
        for start in _bases(kraus.shape[2], rng):
            yield better(kraus, Code(start, copies))


def better(kraus: Array, code: Code) -> Code:
    """Return a code of as many uses with no less coherent information, by L-BFGS."""
    # Imported here: it would double the time `import sdpsearch` takes.
    from scipy.optimize import minimize

    shape = code.vectors.shape

    def descend(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        vectors = flat.view(complex).reshape(shape)
        sizes = np.linalg.norm(vectors, axis=0)
        # A part that the ascent took away stays away.
        kept = sizes > _GONE * sizes.max()
        slope = np.zeros(shape, dtype=complex)
        value, slope[:, kept] = information_slope(kraus, vectors[:, kept], code.copies)
        return -value, -np.ascontiguousarray(slope.conj()).view(float).ravel()

    start = np.ascontiguousarray(code.vectors, dtype=complex).view(float).ravel()
    found = minimize(
        descend, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    end = Code(np.asarray(found.x).view(complex).reshape(shape), code.copies)
    values = [enclosed_information(kraus, item).lower for item in (code, end)]
    return end if values[1] > values[0] else code


def information_slope(kraus: Array, vectors: Array, copies: int) -> tuple[float, Array]:
    """Return I_c of a code in bits, and the g with dI_c = Re Σ g_ai dv_ai.

    The code is Σ_i √p_i |i>_R ⊗ ψ_i^{⊗n} with √p_i ψ_i ∝ v_i. With A_i = K v_i and the
    blocks P_ij = (|v_i||v_j|)^{1−n} (A_i A_j†)^{⊗n} of the output, dI_c = tr dM G for
    M = P/tr P and G = log M − 1⊗log M_B.

    Args:
        kraus: Kraus operators, shape (d_env, d_out, d_in).
        vectors: v_i as columns, shape (d_in, r), none of them zero.
        copies: n.
    """
    count, d_out = vectors.shape[1], kraus.shape[1]
    size = d_out**copies
    weights = np.linalg.norm(vectors, axis=0)
    total = float(weights @ weights)
    joint = Code(vectors, copies).output(kraus)
    received = partial_trace(joint, (count, size), 0)
    logs = [_logarithm(matrix) for matrix in (joint, received)]
    value = float(np.vdot(joint, logs[0]).real - np.vdot(received, logs[1]).real)
    slope = (logs[0] - np.kron(np.eye(count), logs[1])).reshape(count, size, count, size)
    images = (kraus @ vectors).transpose(2, 1, 0)  # A_i: (r, d_out, d_env)
    found = np.empty(vectors.shape, dtype=complex)
    shared = joint.reshape(count, size, count, size)
    for i in range(count):
        through = np.zeros((kraus.shape[0], d_out), dtype=complex)
        kept = 0.0
        for j in range(count):
            block = images[i] @ images[j].conj().T
            inner = _one_copy(slope[j, :, i, :], block, copies)
            scale = 2 * copies * (weights[i] * weights[j]) ** (1 - copies) / total
            through += scale * images[j].conj().T @ inner
            kept += float(np.einsum("bc,cb->", shared[i, :, j, :], slope[j, :, i, :]).real)
        along = 2 * (1 - copies) * kept / weights[i] ** 2 - 2 * value / total
        found[:, i] = np.einsum("eba,eb->a", kraus, through)
        found[:, i] += along * vectors[:, i].conj()
    return value, found


def _one_copy(operator: Array, block: Array, copies: int) -> Array:
    """Return tr over all copies but the first of an operator times 1⊗block^{⊗(n−1)}."""
    d = block.shape[0]
    for _ in range(copies - 1):
        rest = operator.shape[0] // d
        split = operator.reshape(rest, d, rest, d)
        operator = np.einsum("xbyc,cb->xy", split, block)
    return operator


def _logarithm(matrix: Array) -> Array:
    """Return log₂ M, raised where M vanishes."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.log2(np.maximum(values, _TINY))) @ vectors.conj().T


def _bases(d: int, rng: np.random.Generator) -> Iterator[Array]:
    """Yield orthonormal bases to repeat: the input's own, its Fourier transform, others."""
    yield np.eye(d)
    grid = np.arange(d)
    yield np.exp(2j * np.pi * np.outer(grid, grid) / d) / np.sqrt(d)
    real, imaginary = rng.standard_normal((2, d, d))
    yield np.linalg.qr(real + 1j * imaginary)[0]
