"""Blocks on a face whose marginal is a given operator: what an extension is mended by."""

from __future__ import annotations

from fractions import Fraction
from math import ldexp

import flint
import numpy as np

from sdpsearch.extension import schur_weyl
from sdpsearch.proof.exact.coordinates import coordinate
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.functionals import Functionals
from sdpsearch.proof.exact.matrix import Matrix, combine, sandwich
from sdpsearch.proof.exact.rationals import (
    common_denominator,
    fraction_rows,
    real_matrix,
)
from sdpsearch.proof.exact.space import Diagram

#: Binary places of what is mended in floats, relative to what is missing.
_PLACES = 40


def blocks_with_marginal(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix] | None:
    """Return small blocks on the face with a given marginal, None if there are none."""
    return _full_repair(face, missing) if face.is_plain else _repair(face, missing)


def _full_repair(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix]:
    """Return the blocks of L(R) = (k/d^(k−1)) S(R'), R' = R − (k−1)/(kd) R_A⊗1.

    S(R') is what `compress` returns; in the non-orthogonal V_λ, with Gram matrix G and
    f_λ copies, the block of an invariant X is f_λ G⁻¹ V†XV G⁻¹.
    """
    space = face.space
    k, d = space.copies, space.d_out
    local: dict[tuple[int, int], tuple[int, int]] = {}
    for (p, q), (re, im) in missing.entries.items():
        (a, b), (c, e) = divmod(p, d), divmod(q, d)
        if b == e:
            old = local.get((a, c), (0, 0))
            local[a, c] = (old[0] + re, old[1] + im)
    spread = {
        (a * d + b, c * d + b): entry for (a, c), entry in local.items() for b in range(d)
    }
    order = space.d_in * d
    reduced = Matrix(order, order, spread, missing.denominator)
    shifted = combine([(Fraction(1), missing), (Fraction(1 - k, k * d), reduced)], order)
    found: dict[Diagram, Matrix] = {}
    for diagram in space.diagrams:
        inverse = _gram_inverse(face, diagram)
        wide = Matrix(
            space.order(diagram),
            space.order(diagram),
            {
                (a * inverse.rows + i, a * inverse.rows + j): entry
                for (i, j), entry in inverse.entries.items()
                for a in range(space.d_in)
            },
        )
        block = sandwich(wide, space.compress(shifted, diagram))
        # compress() carries a factor k already.
        share = Fraction(schur_weyl.tableaux_count(diagram), d ** (k - 1))
        scale = share / inverse.denominator**2
        found[diagram] = combine([(scale, block)], block.rows)
    return found


def _gram_inverse(face: ExactFace, diagram: Diagram) -> Matrix:
    vectors = face.vectors(diagram).astype(int)
    gram = flint.fmpq_mat(flint.fmpz_mat((vectors.T @ vectors).tolist()))
    return real_matrix(fraction_rows(gram.inv()))


def _repair(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix] | None:
    """Return small blocks (in the face's own coordinates) with marginal `missing`.

    The least ones in floats leave next to nothing missing. What that is, is made up for at
    few places: the least in fractions have denominators of thousands of bits.
    """
    functionals, copies = face.functionals, face.space.copies
    factor = copies * face.space.unit
    entries: dict[int, Fraction] = {}
    for group in functionals.groups:
        kept = [i for i in group if i not in functionals.dependent]
        wanted = [factor * coordinate(face.neutral_rows[i], missing) for i in kept]
        if any(wanted):
            _mend(functionals, kept, wanted, entries)
    found = functionals.written(entries)
    total = [
        (Fraction(1, copies), face.marginal(block, diagram))
        for diagram, block in found.items()
    ]
    left_over = combine([*total, (Fraction(-1), missing)], missing.rows)
    return None if left_over.entries else found


def _mend(
    functionals: Functionals,
    kept: list[int],
    wanted: list[Fraction],
    entries: dict[int, Fraction],
) -> None:
    """Put entries at the places that a group of functionals meets, to give them values."""
    gram = functionals.gram(kept)
    shares = _shares(gram, wanted)
    for i, y in zip(kept, shares, strict=True):
        for place, x in functionals.table[i].items():
            entries[place] = entries.get(place, Fraction(0)) + y * x
    unit = common_denominator(shares)
    got = gram * flint.fmpz_mat([[int(y * unit)] for y in shares])
    rest = [x - Fraction(int(got[i, 0]), unit) for i, x in enumerate(wanted)]
    places = functionals.fixing(kept)
    table = [
        [functionals.weight(place) * functionals.table[i].get(place, 0) for place in places]
        for i in kept
    ]
    scale = common_denominator(rest)
    target = flint.fmpq_mat(flint.fmpz_mat([[int(x * scale)] for x in rest]))
    solution = flint.fmpq_mat(flint.fmpz_mat(table)).solve(target)
    for place, [x] in zip(places, fraction_rows(solution), strict=True):
        entries[place] = entries.get(place, Fraction(0)) + x / scale


def _shares(gram: flint.fmpz_mat, wanted: list[Fraction]) -> list[Fraction]:
    """Return about Gram⁻¹ times a vector, as multiples of powers of two."""
    # Scaled: bases of literal floats are longer than any float.
    lengths = [1 << (int(gram[i, i]).bit_length() // 2) for i in range(gram.nrows())]
    size = max(abs(x) for x in wanted)
    unit = Fraction(2) ** (size.numerator.bit_length() - size.denominator.bit_length())
    matrix = np.zeros((len(lengths), len(lengths)))
    for i, row in enumerate(gram.tolist()):
        for j, x in enumerate(row):
            if x:
                matrix[i, j] = float(Fraction(int(x), lengths[i] * lengths[j]))
    right = [float(x / unit / n) for x, n in zip(wanted, lengths, strict=True)]
    found = np.linalg.lstsq(matrix, np.array(right), rcond=None)[0]
    whole = [round(ldexp(float(y), _PLACES)) for y in found]
    return [x * unit / (n << _PLACES) for x, n in zip(whole, lengths, strict=True)]
