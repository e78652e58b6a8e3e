"""Positivity by integers, and the checker's Young symmetrizers, against other means."""

from fractions import Fraction as F
from itertools import combinations_with_replacement, permutations, product
from math import comb, factorial

import makers
import numpy as np
import oracle
import pytest

from sdpsearch.proof import checker
from sdpsearch.proof.checker import Matrix, Space

BATCHES = range(25)
PER_BATCH = 200


def as_matrix(parts):
    """Return a checker Matrix from (2, n, m) integers."""
    entries = {
        (i, j): (int(parts[0, i, j]), int(parts[1, i, j]))
        for i, j in product(*map(range, parts.shape[1:]))
        if parts[0, i, j] or parts[1, i, j]
    }
    return Matrix(*parts.shape[1:], entries)


def as_parts(matrix):
    found = makers.zeros(matrix.rows, matrix.columns)
    for (i, j), (re, im) in matrix.entries.items():
        found[:, i, j] = F(re, matrix.denominator), F(im, matrix.denominator)
    return found


def unimodular(rng, n, complex_, size=3):
    """Return a random lower triangular matrix with ones, its rows permuted."""
    found = makers.random_gaussian(rng, n, n, size)
    if not complex_:
        found[1] = 0 * found[1]
    found[0] = np.tril(found[0], -1) + np.eye(n, dtype=int).astype(object)
    found[1] = np.tril(found[1], -1)
    return found[:, rng.permutation(n)]


def with_inertia(rng, diagonal, complex_, size=3):
    """Return L D L†, whose signs are those of D."""
    lower = unimodular(rng, len(diagonal), complex_, size)
    scaled = lower * np.array(diagonal, dtype=object)
    return makers.times(scaled, makers.adjoint(lower))


def random_diagonal(rng):
    n = int(rng.integers(1, 8))
    huge = 2 ** int(rng.choice((1, 3, 64, 200)))
    diagonal = [int(x) * int(rng.choice((1, huge))) for x in rng.integers(1, 6, n)]
    for spot in range(n):
        if rng.random() < 0.25:
            diagonal[spot] = 0
    if rng.random() < 0.5:
        sign = int(rng.choice((1, 1, huge)))
        diagonal[int(rng.integers(n))] = -sign
    return [diagonal[i] for i in rng.permutation(n)]


@pytest.mark.parametrize("batch", BATCHES)
def test_signs_known_by_construction(batch):
    rng = np.random.default_rng([3, batch])
    for _ in range(PER_BATCH):
        diagonal = random_diagonal(rng)
        size = int(rng.choice((1, 3, 50)))
        parts = with_inertia(rng, diagonal, bool(rng.integers(2)), size)
        expected = min(diagonal) >= 0
        assert checker.is_psd(as_matrix(parts)) is expected, (diagonal, parts)


@pytest.mark.parametrize("complex_", [False, True])
@pytest.mark.parametrize("bits", [0, 1, 30, 200, 1000])
def test_one_unit_decides(bits, complex_):
    """A PSD matrix of rank n−1 and its neighbours in one diagonal entry."""
    rng = np.random.default_rng([4, bits])
    for n in (2, 3, 5):
        vectors = makers.random_gaussian(rng, n, n - 1, 5) * 2**bits
        if not complex_:
            vectors[1] = 0 * vectors[1]
        singular = makers.gram(vectors)
        null = np.linalg.svd(makers.to_complex(makers.gram(vectors * F(1, 2**bits))))[0][
            :, -1
        ]
        assert checker.is_psd(as_matrix(singular))
        for spot in range(n):
            touched = abs(null[spot]) > 1e-9
            for step in (1, -1):
                moved = singular.copy()
                moved[0, spot, spot] += step
                assert checker.is_psd(as_matrix(moved)) is (step > 0 or not touched)


def test_zero_empty_and_small_matrices():
    assert checker.is_psd(Matrix(0, 0, {}))
    for n in (1, 2, 5):
        assert checker.is_psd(Matrix(n, n, {}))
    assert checker.is_psd(Matrix(2, 2, {(0, 0): (1, 0)}))
    assert not checker.is_psd(Matrix(2, 2, {(1, 1): (-1, 0)}))
    for entry in ((1, 0), (0, 1), (-1, 0)):
        off = {(1, 0): entry, (0, 1): (entry[0], -entry[1])}
        assert not checker.is_psd(Matrix(2, 2, off))
        assert not checker.is_psd(Matrix(2, 2, {**off, (0, 0): (1, 0)}))
        assert not checker.is_psd(Matrix(2, 2, {**off, (0, 0): (2**99, 0)}))
        assert checker.is_psd(Matrix(2, 2, {**off, (0, 0): (1, 0), (1, 1): (1, 0)}))


def test_the_denominator_is_positive_and_so_immaterial():
    matrix = as_matrix(with_inertia(np.random.default_rng(5), [1, 2, 0], True))
    for denominator in (1, 3, 2**400):
        assert checker.is_psd(Matrix(3, 3, matrix.entries, denominator))


@pytest.mark.parametrize("seed", range(40))
def test_as_the_characteristic_polynomial_says(seed):
    rng = np.random.default_rng([6, seed])
    n = int(rng.integers(2, 6))
    root = makers.random_gaussian(rng, n, int(rng.integers(1, n + 1)), 2)
    parts = makers.gram(root) * 3
    for _ in range(int(rng.integers(0, 3))):
        noise = makers.random_gaussian(rng, n, n, 1)
        parts = parts + noise + makers.adjoint(noise)
    assert checker.is_psd(as_matrix(parts)) == oracle.is_psd(parts * F(1))


def test_the_guess_alone_never_errs():
    """The fixed-point factor is only a guess: what it confirms is positive."""
    rng = np.random.default_rng(7)
    confirmed = 0
    for _ in range(500):
        diagonal = random_diagonal(rng)
        parts = with_inertia(rng, diagonal, False)
        rows = [[int(x) for x in row] for row in parts[0]]
        if any(rows[i][i] < 0 for i in range(len(rows))):
            continue
        bits = max(abs(x).bit_length() for row in rows for x in row)
        if checker._cholesky_confirms(rows, bits):
            confirmed += 1
            assert min(diagonal) > 0
        assert checker._eliminate(rows) is (min(diagonal) >= 0)
    assert confirmed > 50


def test_a_matrix_too_large_to_decide_is_refused():
    big = Matrix(1500, 1500, {(i, j): (1, 0) for i in range(1500) for j in range(1500)})
    with pytest.raises(checker.Refused, match="longer than a file may"):
        checker.is_psd(big)


def test_a_matrix_is_decided_by_its_irreducible_blocks():
    diagonal = {(i, i): (1, 0) for i in range(4096)}
    assert checker.is_psd(Matrix(4096, 4096, diagonal))
    assert not checker.is_psd(Matrix(4096, 4096, {**diagonal, (7, 7): (-1, 0)}))
    # A chain couples 0, 2, 4, … and 1, 3, 5, … among themselves only.
    chain = {(i, i): (2, 0) for i in range(60)}
    for i in range(58):
        chain[i, i + 2] = chain[i + 2, i] = (-1, 0)
    assert checker.is_psd(Matrix(60, 60, chain))
    assert not checker.is_psd(Matrix(60, 60, {**chain, (59, 59): (0, 0)}))


def test_square_roots_are_good_guesses():
    for number in [*range(1, 200), 2**61 - 1, 2**200, 10**301 + 7]:
        root = checker._square_root(number)
        assert root**2 <= number < (root + 1) ** 2


# --- Young symmetrizers ---------------------------------------------------------------

SMALL = [
    (2, 2),
    (2, 3),
    (2, 4),
    (2, 5),
    (2, 6),
    (3, 2),
    (3, 3),
    (3, 4),
    (4, 2),
    (4, 3),
    (5, 2),
]


def semistandard_count(diagram, d):
    """Return the hook content formula."""
    found = F(1)
    for i, row in enumerate(diagram):
        for j in range(row):
            below = sum(1 for other in diagram[i + 1 :] if other > j)
            found *= F(d + j - i, row - j + below)
    return int(found)


def standard_count(diagram):
    found = factorial(sum(diagram))
    for i, row in enumerate(diagram):
        for j in range(row):
            found //= row - j + sum(1 for other in diagram[i + 1 :] if other > j)
    return found


def dense_symbols(space, diagram):
    d, k = space.d_out, space.copies
    found = np.zeros((d**k, len(space.symbols[diagram])), dtype=int)
    for column, words in enumerate(space.symbols[diagram]):
        for word, weight in words.items():
            found[int(np.ravel_multi_index(word, (d,) * k)), column] = weight
    return found


@pytest.mark.parametrize(("d", "k"), SMALL)
def test_the_symmetrizers_fill_the_space(d, k):
    space = Space(1, d, k)
    diagrams = [
        x for x in combinations_with_replacement(range(k, -1, -1), d) if sum(x) == k
    ]
    assert set(space.symbols) == {tuple(r for r in x if r) for x in diagrams}
    total = 0
    for diagram in space.symbols:
        vectors = dense_symbols(space, diagram)
        assert np.linalg.matrix_rank(vectors) == vectors.shape[1] == space.order(diagram)
        assert vectors.shape[1] == semistandard_count(diagram, d)
        total += standard_count(diagram) * vectors.shape[1]
    assert total == d**k


@pytest.mark.parametrize(("d", "k"), [x for x in SMALL if x[0] ** x[1] <= 81 and x[1] < 6])
def test_permuted_images_generate_the_space(d, k):
    """Spanned by all permutations, the images are orthogonal and complete."""
    space = Space(1, d, k)
    ranks = 0
    spans = []
    for diagram in space.symbols:
        tensor = dense_symbols(space, diagram).reshape(*(d,) * k, -1)
        moved = [
            tensor.transpose(*order, k).reshape(d**k, -1)
            for order in permutations(range(k))
        ]
        span = np.concatenate(moved, axis=1)
        spans.append(span)
        rank = np.linalg.matrix_rank(span)
        assert rank == standard_count(diagram) * space.order(diagram)
        ranks += rank
    assert ranks == d**k
    for i, first in enumerate(spans):
        for second in spans[:i]:
            assert not (first.T @ second).any()


@pytest.mark.parametrize(
    ("dims", "k"), [((2, 2), 2), ((2, 2), 3), ((1, 3), 3), ((3, 2), 2)]
)
@pytest.mark.parametrize("weights", [None, (2, 3, 1)])
def test_compression_and_marginal_are_adjoint(dims, k, weights):
    rng = np.random.default_rng([8, *dims, k])
    d_in, d_out = dims
    space = Space(d_in, d_out, k, weights and weights[:d_out])
    for diagram in space.symbols:
        order = space.order(diagram)
        first = makers.random_gaussian(rng, d_in * d_out, d_in * d_out)
        second = makers.random_gaussian(rng, order, order)
        witness = as_matrix(first + makers.adjoint(first))
        block = as_matrix(second + makers.adjoint(second))
        left = checker.pairing(witness, space.marginal(block, diagram))
        right = checker.pairing(space.compress(witness, diagram), block)
        assert left == right


def full_space(witness, dims, k, weights):
    """Return k·S(W) with the weights on the other copies, one Kronecker product each."""
    d_in, d = dims
    beta = np.diag(weights)
    total = 0
    for copy in range(k):
        factors = witness.reshape(d_in, d, d_in, d)
        operator = factors.transpose(0, 2, 1, 3)
        left = np.eye(1)
        for _ in range(copy):
            left = np.kron(left, beta)
        right = np.eye(1)
        for _ in range(k - 1 - copy):
            right = np.kron(right, beta)
        part = np.array(
            [
                [np.kron(np.kron(left, operator[a, c]), right) for c in range(d_in)]
                for a in range(d_in)
            ]
        )
        total = total + part.transpose(0, 2, 1, 3).reshape(d_in * d**k, -1)
    return total


@pytest.mark.parametrize(
    ("dims", "k"), [((2, 2), 2), ((2, 2), 3), ((2, 3), 2), ((1, 2), 4), ((1, 3), 3)]
)
@pytest.mark.parametrize("weights", [(1, 1, 1), (2, 3, 1)])
def test_compressions_carry_the_spectrum_of_the_whole(dims, k, weights):
    """V†S(W)V against the dense S(W): the same eigenvalues, f_λ times each."""
    rng = np.random.default_rng([9, *dims, k])
    weights = weights[: dims[1]]
    space = Space(*dims, k, weights)
    for _ in range(5):
        parts = makers.random_gaussian(rng, dims[0] * dims[1], dims[0] * dims[1])
        parts = parts + makers.adjoint(parts)
        whole = np.linalg.eigvalsh(full_space(makers.to_complex(parts), dims, k, weights))
        found = []
        for diagram in space.symbols:
            vectors = np.kron(np.eye(dims[0]), dense_symbols(space, diagram))
            block = makers.to_complex(as_parts(space.compress(as_matrix(parts), diagram)))
            root = np.linalg.cholesky(np.linalg.inv(vectors.T @ vectors))
            values = np.linalg.eigvalsh(root.T @ block @ root)
            found += list(values) * standard_count(diagram)
        assert np.sort(found) == pytest.approx(whole, abs=1e-9 * np.abs(whole).max())
        # Positivity, exactly: W shifted to either side of its edge.
        for side in (1, -1) if set(weights) == {1} else ():
            shift = F(round((side * 2**-20 - whole[0] / k) * 2**40), 2**40)
            moved = as_matrix(
                parts * 2**40 + makers.identity(len(parts[0])) * int(shift * 2**40)
            )
            positive = all(checker.is_psd(space.compress(moved, x)) for x in space.symbols)
            assert positive is (side > 0)


@pytest.mark.parametrize(("dims", "k"), [((2, 2), 2), ((2, 2), 3), ((2, 3), 2)])
@pytest.mark.parametrize("weights", [(1, 1, 1), (2, 3, 1)])
def test_marginals_are_those_of_the_whole(dims, k, weights):
    rng = np.random.default_rng([10, *dims, k])
    weights = weights[: dims[1]]
    space = Space(*dims, k, weights)
    for diagram in space.symbols:
        order = space.order(diagram)
        block = makers.random_gaussian(rng, order, order)
        block = block + makers.adjoint(block)
        vectors = np.kron(np.eye(dims[0], dtype=int), dense_symbols(space, diagram))
        whole = makers.real_times(vectors.astype(object), block, vectors.T.astype(object))
        expected = makers.marginal(whole, dims, k, weights) * k
        assert (as_parts(space.marginal(as_matrix(block), diagram)) == expected).all()


@pytest.mark.parametrize(("dims", "k"), [((2, 2), 2), ((2, 2), 3), ((2, 3), 2)])
def test_exclusions_are_those_of_the_whole(dims, k):
    rng = np.random.default_rng([11, *dims, k])
    d_in, d = dims
    null = makers.random_gaussian(rng, d_in * d, 2)
    space = Space(d_in, d, k)
    for diagram in space.symbols:
        vectors = np.kron(np.eye(d_in), dense_symbols(space, diagram))
        tensor = vectors.reshape(d_in, *(d,) * k, -1)
        expected = []
        for copy in range(k):
            moved = np.moveaxis(tensor, 1 + copy, 1).reshape(d_in * d, -1, tensor.shape[-1])
            part = np.einsum("pn,prc->nrc", makers.to_complex(null).conj(), moved)
            expected += list(part.reshape(-1, tensor.shape[-1]))
        rows = [
            [complex(*row.get(c, (0, 0))) for c in range(tensor.shape[-1])]
            for row in space.exclusions(as_matrix(null), diagram)
        ]
        kept = sorted([(x.real, x.imag) for x in row] for row in rows if any(row))
        wanted = sorted([(x.real, x.imag) for x in row] for row in expected if np.any(row))
        assert kept == wanted


# --- Ranks and the prime --------------------------------------------------------------


def test_the_prime_and_its_root():
    prime, root = checker._PRIME, checker._ROOT
    assert root * root % prime == prime - 1
    # Below 2^64 Miller and Rabin's test with these bases is a proof.
    odd, power = prime - 1, 0
    while odd % 2 == 0:
        odd, power = odd // 2, power + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(base, odd, prime)
        chain = [x]
        for _ in range(power - 1):
            chain.append(chain[-1] ** 2 % prime)
        assert x == 1 or prime - 1 in chain


@pytest.mark.parametrize("seed", range(20))
def test_ranks(seed):
    rng = np.random.default_rng([12, seed])
    n, m, rank = (int(x) for x in rng.integers(1, 7, 3))
    product_ = makers.times(
        makers.random_gaussian(rng, n, rank, 9), makers.random_gaussian(rng, rank, m, 9)
    )
    rows = [
        {j: (int(product_[0, i, j]), int(product_[1, i, j])) for j in range(m)}
        for i in range(n)
    ]
    found = checker._rank(rows)
    assert found == np.linalg.matrix_rank(makers.to_complex(product_))


def test_ranks_never_exceed_the_true_one():
    prime, root = checker._PRIME, checker._ROOT
    assert checker._rank([{0: (prime, 0)}, {1: (0, 0)}]) == 0
    # root − i is zero modulo the prime ideal although it is not zero.
    assert checker._rank([{0: (root, -1)}]) + checker._rank([{0: (root, 1)}]) <= 1
    assert checker._rank([{0: (1, 1), 1: (1, 0)}, {0: (0, 2), 1: (1, 1)}]) == 1


def test_binomials_count_the_symmetric_words():
    for d, k in SMALL:
        assert Space(1, d, k).order((k,)) == comb(d + k - 1, k)
