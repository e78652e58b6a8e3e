"""The exact antidegrading map that an exact extension gives, and that a certificate states.

With C = L D L†, L of full column rank, an extension of C has its range in range(L)⊗B', so
σ = (L⊗1) M (L⊗1)† for one M ≥ 0 on E⊗B', the Choi operator of N: E → B' up to √D on E.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.linalg import sqrtm

from sdpsearch.channels.channel import Channel
from sdpsearch.proof.exact.matrix import Matrix, combine, identity, sandwich, traced_last
from sdpsearch.proof.exact.rationals import common_denominator, hermitian_matrix
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.exact.stated import StatedPoint, StatedProblem, fraction, hermitian
from sdpsearch.proof.repair.extension import ExactExtension

Number = tuple[Fraction, Fraction]
Columns = list[dict[int, Number]]
_ZERO = (Fraction(0), Fraction(0))


def antidegrading_map(
    choi: Matrix, extension: ExactExtension
) -> tuple[Matrix, list[Fraction], Matrix]:
    """Return (L, D, M): integer L and D > 0 with C = L D L†, and the map's M.

    Args:
        choi: C.
        extension: an exact 2-extension of it.
    """
    d = extension.face.space.d_out
    columns, weights, pivots = factor(choi)
    sigma = dense_extension(extension)
    rank = len(columns)
    # Rows at the pivots: there L is lower triangular with unit diagonal.
    kept = [p * d + b for p in pivots for b in range(d)]
    inner = [[_entry(sigma, i, j) for j in kept] for i in kept]
    for e in range(rank):
        for f in range(e):
            share = columns[f].get(pivots[e], _ZERO)
            if share != _ZERO:
                _eliminate(inner, e, f, share, d)
    lower = {(i, j): inner[i][j] for i in range(rank * d) for j in range(i + 1)}
    scales = [
        common_denominator(part for entry in column.values() for part in entry)
        for column in columns
    ]
    whole = {
        (p, e): (int(re * scales[e]), int(im * scales[e]))
        for e, column in enumerate(columns)
        for p, (re, im) in column.items()
    }
    shrunk: dict[tuple[int, int], Number] = {}
    for (i, j), (re, im) in lower.items():
        scale = scales[i // d] * scales[j // d]
        shrunk[i, j] = (re / scale, im / scale)
    operators = Matrix(choi.rows, rank, whole)
    ends = [weight / scale**2 for weight, scale in zip(weights, scales, strict=True)]
    return operators, ends, hermitian_matrix(shrunk, rank * d)


def factor(choi: Matrix) -> tuple[Columns, list[Fraction], list[int]]:
    """Return L by columns, D and the pivots of C = L D L†, for C ≥ 0 of any rank."""
    rest = {
        at: (Fraction(re, choi.denominator), Fraction(im, choi.denominator))
        for at, (re, im) in choi.entries.items()
    }
    columns: Columns = []
    weights: list[Fraction] = []
    pivots: list[int] = []
    for p in range(choi.rows):
        weight = rest.get((p, p), _ZERO)[0]
        if weight == 0:
            continue
        column = {
            i: (entry[0] / weight, entry[1] / weight)
            for i in range(p, choi.rows)
            if (entry := rest.get((i, p), _ZERO)) != _ZERO
        }
        for i, x in column.items():
            for j, y in column.items():
                old = rest.get((i, j), _ZERO)
                re = x[0] * y[0] + x[1] * y[1]
                im = x[1] * y[0] - x[0] * y[1]
                rest[i, j] = (old[0] - weight * re, old[1] - weight * im)
        columns.append(column)
        weights.append(weight)
        pivots.append(p)
    return columns, weights, pivots


def dense_extension(extension: ExactExtension) -> Matrix:
    """Return σ on A⊗B^k; for k > 2 one representative of its orbit."""
    face = extension.face
    size = face.space.d_in * face.space.d_out**face.space.copies
    terms = [(extension.slack, identity(size))] if extension.slack else []
    for diagram, block in extension.blocks.items():
        terms.append((Fraction(1), sandwich(face.embedding(diagram), block)))
    return combine(terms, size)


def _entry(matrix: Matrix, i: int, j: int) -> Number:
    re, im = matrix.entries.get((i, j), (0, 0))
    return Fraction(re, matrix.denominator), Fraction(im, matrix.denominator)


def _eliminate(inner: list[list[Number]], e: int, f: int, share: Number, d: int) -> None:
    """Subtract share·(row f) from row e, and alike for columns, block by block."""
    re, im = share
    size = len(inner)
    for b in range(d):
        row, other = inner[e * d + b], inner[f * d + b]
        for j in range(size):
            x, y = other[j]
            if x or y:
                old = row[j]
                row[j] = (old[0] - re * x + im * y, old[1] - re * y - im * x)
    for b in range(d):
        for line in inner:
            x, y = line[f * d + b]
            if x or y:
                old = line[e * d + b]
                line[e * d + b] = (old[0] - re * x - im * y, old[1] - re * y + im * x)


# --- Read back from a certificate -----------------------------------------------------


@dataclass(frozen=True, eq=False)
class ExactMap:
    """The antidegrading map N: E → B that a certificate proves, N∘Φ^c = Φ.

    Its Choi operator is J_N[(e,b),(f,c)] = M[(e,b),(f,c)]·√(β_b β_c / (D_e D_f)), with
    rational numbers only on the right.

    Attributes:
        channel: N in floats; it acts on the environment of `stated`.
        stated: Φ in floats, by the Kraus operators that the certificate gives it.
        choi: the entries of M that are not zero, by row and column e·d_out + b, as real
            and imaginary part.
        weights: D_e > 0, one for each Kraus operator.
        scales: β_b > 0, one for each basis state of B; 1 unless Φ has square roots.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.erasure()(0.75)
        >>> d = sd.decide(channel, "antidegradable", prove="map")
        >>> found = d.certificate.map()
        >>> found.channel @ found.stated.complementary == channel
        True
    """

    channel: Channel
    stated: Channel
    choi: dict[tuple[int, int], tuple[Fraction, Fraction]] = field(repr=False)
    weights: tuple[Fraction, ...] = field(repr=False)
    scales: tuple[Fraction, ...] = field(repr=False)


def read_map(problem: Any, proofs: Sequence[Any]) -> ExactMap:
    """Return the map of a checked certificate, from its parsed JSON.

    Raises:
        ValueError: it proves its claim otherwise, or states several maps.
    """
    stated = [proof for proof in proofs if proof["kind"] == "map"]
    if not stated:
        kinds = ", ".join(dict.fromkeys(proof["kind"] for proof in proofs))
        raise ValueError(
            f"This certificate proves its claim without a map (by {kinds}): ask with "
            'decide(..., prove="map") about the antidegradability of a channel that is '
            "stated exactly (squares, or a family of the zoo at a fraction)."
        )
    if len(stated) > 1:
        raise ValueError(
            f"This certificate states {len(stated)} maps: ask about one channel alone."
        )
    (proof,) = stated
    about = StatedProblem.read(problem)
    point = about.points[int(proof.get("point", "0"), 16)]
    if about.is_line:
        point = about.at(fraction(proof["at"]))
    weights = tuple(fraction(x) for x in proof["weights"])
    size = len(weights) * about.d_out
    inner = hermitian(proof["choi"], size)
    below = inner.denominator
    roots = np.sqrt(np.array(point.scales, float))
    rows = np.kron(1 / np.sqrt(np.array(weights, float)), roots)
    choi = rows[:, None] * dense(inner) * rows
    return ExactMap(
        channel=Channel.from_choi(choi, d_in=len(weights), d_out=about.d_out),
        stated=_stated(about, point, proof["operators"], weights),
        choi={
            at: (Fraction(re, below), Fraction(im, below))
            for at, (re, im) in sorted(inner.entries.items())
            if re or im
        },
        weights=weights,
        scales=point.scales,
    )


def _stated(
    about: StatedProblem, point: StatedPoint, operators: Any, weights: Sequence[Fraction]
) -> Channel:
    """Return the channel with J = f L D L† f, f = τ^(−1/2) ⊗ √β."""
    operator = np.zeros((about.order, len(weights)), complex)
    for words in operators["entries"]:
        i, j, re, *im = (int(word, 16) for word in words.split(" "))
        operator[i, j] = complex(re, im[0] if im else 0)
    trace = dense(traced_last(point.choi, point.scales))
    left = np.linalg.inv(sqrtm(trace))
    scaled = np.kron(left, np.diag(np.sqrt(np.array(point.scales, float)))) @ operator
    columns = scaled * np.sqrt(np.array(weights, float))
    return Channel(columns.T.reshape(-1, about.d_in, about.d_out).swapaxes(1, 2))
