"""Certificates made by hand: closed forms and random exact extensions, no engine.

Matrices are object arrays X of shape (2, n, m), real and imaginary parts, of exact
numbers. Documents are plain dictionaries, written here without the package's writer.
"""

from __future__ import annotations

import copy
import hashlib
import json
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from math import factorial, lcm, prod

import numpy as np

from sdpsearch.proof import checker

FORMAT = "sdpsearch certificate 1"
F = Fraction


# --- Writing --------------------------------------------------------------------------


def number(value):
    """Return "p" or "p/q" in hex."""
    value = Fraction(value)
    top = f"{value.numerator:x}"
    return top if value.denominator == 1 else f"{top}/{value.denominator:x}"


def hermitian(matrix):
    """Return the JSON of a Hermitian matrix."""
    scale = lcm(*(Fraction(x).denominator for x in matrix.reshape(-1)), 1)
    order = matrix.shape[1]
    entries = []
    for i, j in product(range(order), repeat=2):
        re, im = int(matrix[0, i, j] * scale), int(matrix[1, i, j] * scale)
        if i >= j and (re or im):
            entries.append(f"{i:x} {j:x} {re:x}" + (f" {im:x}" if im else ""))
    return {"denominator": f"{scale:x}", "entries": entries}


def rectangular(matrix):
    """Return the JSON of an integer matrix."""
    entries = []
    for i, j in product(*map(range, matrix.shape[1:])):
        re, im = int(matrix[0, i, j]), int(matrix[1, i, j])
        if re or im:
            entries.append(f"{i:x} {j:x} {re:x}" + (f" {im:x}" if im else ""))
    return {"columns": f"{matrix.shape[2]:x}", "entries": entries}


def extendible(copies):
    return {"name": "extendible", "copies": f"{copies:x}"}


PPT = {"name": "ppt"}


def digest(problem):
    canonical = json.dumps(problem, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def document(problem, claim, proofs):
    return {
        "format": FORMAT,
        "problem": problem,
        "digest": digest(problem),
        "claim": claim,
        "proofs": proofs,
    }


def signed(document):
    """Return the document with the digest of its present problem."""
    document["digest"] = digest(document["problem"])
    return document


def encode(document):
    return json.dumps(document).encode()


def points(dims, property, chois, radius=0, scales=None):
    """Return a problem of separate channels, all with the scales β or none."""
    found = []
    for choi in chois:
        point = {"choi": hermitian(choi)}
        if scales:
            point["scales"] = [f"{x:x}" for x in scales]
        found.append(point)
    problem = _head(dims, property, radius)
    problem["points"] = found
    return problem


def line(dims, property, domain, first, last, radius=0, scales=None):
    """Return a problem of a line of channels, with the scales β or none."""
    problem = _head(dims, property, radius)
    problem["line"] = {
        "from": number(domain[0]),
        "to": number(domain[1]),
        "choi_from": hermitian(first),
        "choi_to": hermitian(last),
    }
    if scales:
        problem["line"]["scales"] = [number(x) for x in scales]
    return problem


def _head(dims, property, radius):
    problem = {"d_in": f"{dims[0]:x}", "d_out": f"{dims[1]:x}", "property": property}
    if radius:
        problem["radius"] = number(radius)
    return problem


def interval(low, high, brackets="[]"):
    return f"{brackets[0]}{number(low)},{number(high)}{brackets[1]}"


# --- Matrices -------------------------------------------------------------------------


def exact(matrix):
    """Return (2, n, m) from an array of exact real numbers or of pairs."""
    matrix = np.array(matrix, dtype=object)
    return np.array([matrix, matrix * 0], dtype=object)


def zeros(n, m=None):
    return np.zeros((2, n, n if m is None else m), dtype=object)


def identity(n):
    return exact(np.eye(n, dtype=int))


def times(first, second):
    re = first[0].dot(second[0]) - first[1].dot(second[1])
    im = first[0].dot(second[1]) + first[1].dot(second[0])
    return np.array([re, im], dtype=object)


def adjoint(matrix):
    return np.array([matrix[0].T, -matrix[1].T], dtype=object)


def real_times(left, matrix, right):
    """Return left·X·right for real left and right."""
    return np.array([left.dot(part).dot(right) for part in matrix], dtype=object)


def gram(columns):
    """Return X X†."""
    return times(columns, adjoint(columns))


def kron(first, second):
    re = np.kron(first[0], second[0]) - np.kron(first[1], second[1])
    im = np.kron(first[0], second[1]) + np.kron(first[1], second[0])
    return np.array([re, im], dtype=object)


def to_complex(matrix):
    return matrix[0].astype(float) + 1j * matrix[1].astype(float)


def random_gaussian(rng, n, m, size=3):
    return rng.integers(-size, size + 1, (2, n, m)).astype(object)


def local_trace(matrix, d_in):
    """Return tr_B, on A."""
    d_out = matrix.shape[1] // d_in
    tensor = matrix.reshape(2, d_in, d_out, d_in, d_out)
    return np.array(
        [sum(t[:, b, :, b] for b in range(d_out)) for t in tensor], dtype=object
    )


def partial_transpose(matrix, d_in):
    d_out = matrix.shape[1] // d_in
    tensor = matrix.reshape(2, d_in, d_out, d_in, d_out)
    return tensor.transpose(0, 1, 4, 3, 2).reshape(matrix.shape)


def marginal(sigma, dims, k, scales=None):
    """Return the average marginal on A B_i, the other copies traced out with weights β."""
    d_in, d_out = dims
    weights = [prod(word) for word in product(scales or [1] * d_out, repeat=k - 1)]
    total = 0
    for copy_ in range(k):
        rest = [i for i in range(k) if i != copy_]
        order = [0, 1 + copy_, *(1 + i for i in rest)]
        axes = [0, *(1 + a for a in order), *(k + 2 + a for a in order)]
        tensor = sigma.reshape(2, *(d_in, *(d_out,) * k) * 2).transpose(axes)
        wide = d_out ** (k - 1)
        tensor = tensor.reshape(2, d_in * d_out, wide, d_in * d_out, wide)
        total = total + sum(tensor[:, :, r, :, r] * weights[r] for r in range(wide))
    return total * F(1, k)


def invariant(sigma, dims, k):
    """Return the average over the permutations of the copies.

    S_j is the union of (i j) S_{j−1} over i ≤ j: k² / 2 exchanges stand for k! orders.
    """
    d_in, d_out = dims
    for j in range(2, k + 1):
        total = sigma
        for i in range(1, j):
            axes = list(range(1 + 2 * (k + 1)))
            for side in (1, k + 2):
                axes[side + i], axes[side + j] = side + j, side + i
            tensor = sigma.reshape(2, *(d_in, *(d_out,) * k) * 2).transpose(axes)
            total = total + tensor.reshape(sigma.shape)
        sigma = total * F(1, j)
    return sigma


def symmetrised(witness, dims, k):
    """Return S(W) = (1/k) Σ_i W_{A B_i} ⊗ 1 on A⊗B^k."""
    wide = kron(witness, identity(dims[1] ** (k - 1)))
    return invariant(wide, dims, k)


# --- Young symmetrizers in the checker's own coordinates ------------------------------


@lru_cache(maxsize=32)
def young(d, k):
    """Return {diagram: (V, G⁻¹, number of standard tableaux)}."""
    found = {}
    for diagram in checker.diagrams(k, d):
        fillings = checker.semistandard(diagram, d)
        vectors = np.zeros((d**k, len(fillings)), dtype=object)
        for column, filling in enumerate(fillings):
            for word, weight in checker.symmetrized(filling).items():
                vectors[_place(word, d), column] = weight
        found[diagram] = vectors, _inverse(vectors.T.dot(vectors)), _standard(diagram)
    return found


def _place(word, d):
    place = 0
    for letter in word:
        place = place * d + letter
    return place


def _standard(diagram):
    columns = [sum(1 for row in diagram if row > j) for j in range(diagram[0])]
    hooks = 1
    for i, row in enumerate(diagram):
        for j in range(row):
            hooks *= row - j + columns[j] - i - 1
    return factorial(sum(diagram)) // hooks


def _inverse(matrix):
    n = len(matrix)
    rows = [
        [Fraction(x) for x in row] + [Fraction(i == j) for j in range(n)]
        for i, row in enumerate(matrix)
    ]
    for i in range(n):
        at = next(j for j in range(i, n) if rows[j][i])
        rows[i], rows[at] = rows[at], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j in range(n):
            if j != i and rows[j][i]:
                rows[j] = [
                    x - rows[j][i] * y for x, y in zip(rows[j], rows[i], strict=True)
                ]
    return np.array([row[n:] for row in rows], dtype=object)


def blocks_of(sigma, dims, k):
    """Return T_λ with Σ V T V† of the same average marginal, for an invariant σ."""
    d_in, d_out = dims
    whole, scale = integral(sigma)
    found = {}
    for diagram, (vectors, inverse, count) in young(d_out, k).items():
        inner, inner_scale = integral(inverse)
        left = np.kron(np.eye(d_in, dtype=int).astype(object), inner.dot(vectors.T))
        found[diagram] = real_times(left, whole, left.T) * F(count, scale * inner_scale**2)
    return found


def integral(matrix):
    """Return (whole matrix, n) with matrix = whole/n."""
    scale = lcm(*(Fraction(x).denominator for x in matrix.reshape(-1)), 1)
    return np.array([int(x * scale) for x in matrix.reshape(-1)], dtype=object).reshape(
        matrix.shape
    ), scale


# --- Proofs ---------------------------------------------------------------------------


def diagram_json(diagram):
    return [f"{row:x}" for row in diagram]


def extension(sigma, dims, k, slack=0):
    """Return the proof that σ + slack·1 gives; σ need not be invariant."""
    blocks = [
        {"diagram": diagram_json(diagram), "matrix": hermitian(matrix)}
        for diagram, matrix in blocks_of(invariant(sigma, dims, k), dims, k).items()
        if matrix.any()
    ]
    proof = {"kind": "extension", "blocks": blocks}
    if slack:
        proof["slack"] = number(slack)
    return proof


def witness(matrix, null=None, faces=None):
    """Return a witness; faces is {diagram: columns}."""
    proof = {"kind": "witness", "matrix": hermitian(matrix)}
    if null is not None:
        proof["null"] = rectangular(null)
        proof["faces"] = [
            {"diagram": diagram_json(diagram), "basis": rectangular(basis)}
            for diagram, basis in (faces or {}).items()
        ]
    return proof


def with_kernels(proof, bases):
    """Return a witness proof that names kernels, {diagram: columns}."""
    kernels = [
        {"diagram": diagram_json(diagram), "basis": rectangular(basis)}
        for diagram, basis in bases.items()
        if basis.shape[2]
    ]
    return {**proof, "kernels": kernels}


def kernel(matrix):
    """Return integer columns that span the kernel of a matrix, by Gauss and Jordan."""
    rows = [
        [(F(re), F(im)) for re, im in zip(*parts, strict=True)]
        for parts in zip(matrix[0], matrix[1], strict=True)
    ]
    n, pivots = matrix.shape[2], {}
    for row in rows:
        for column, other in pivots.items():
            row = _subtracted(row, row[column], other)
        lead = next((j for j in range(n) if row[j] != (0, 0)), None)
        if lead is None:
            continue
        re, im = row[lead]
        size = re * re + im * im
        row = [((x * re + y * im) / size, (y * re - x * im) / size) for x, y in row]
        pivots = {c: _subtracted(other, other[lead], row) for c, other in pivots.items()}
        pivots[lead] = row
    free = [j for j in range(n) if j not in pivots]
    found = zeros(n, len(free))
    for number_, j in enumerate(free):
        column = zeros(n, 1) * F(0)
        column[0, j, 0] = F(1)
        for pivot, row in pivots.items():
            column[:, pivot, 0] = -row[j][0], -row[j][1]
        found[:, :, number_] = integral(column)[0][:, :, 0]
    return found


def _subtracted(row, factor, other):
    re, im = factor
    return [
        (x - re * u + im * v, y - re * v - im * u)
        for (x, y), (u, v) in zip(row, other, strict=True)
    ]


def kernels(refuter, dims, k, faces=None):
    """Return the kernels of S(W) per diagram, in V or in the faces' coordinates."""
    whole = symmetrised(refuter, dims, k)
    found = {}
    for diagram, (vectors, _, _) in young(dims[1], k).items():
        left = exact(np.kron(np.eye(dims[0], dtype=int).astype(object), vectors))
        if faces is not None:
            if diagram not in faces:
                continue
            left = times(left, faces[diagram])
        found[diagram] = kernel(times(times(adjoint(left), whole), left))
    return found


def factorized(choi):
    """Return unit lower triangular L and the list D with J = L D L†, for J > 0."""
    n = choi.shape[1]
    lower, weights, rest = identity(n) * F(1), [], choi.copy() * F(1)
    for i in range(n):
        weights.append(rest[0, i, i])
        lower[:, i:, i] = rest[:, i:, i] / weights[i]
        column = lower[:, :, i : i + 1] * 1
        column[:, :i] = 0 * column[:, :i]
        rest = rest - gram(column) * weights[i]
    return lower, weights


def inverted(lower):
    """Return the inverse of a unit lower triangular matrix."""
    n = lower.shape[1]
    found = identity(n) * F(1)
    power = found
    nilpotent = identity(n) - lower
    for _ in range(n - 1):
        power = times(power, nilpotent)
        found = found + power
    return found


def map_proof(sigma, dims, scales=None):
    """Return the proof by a map C = L⁻¹ σ L⁻† that a permutation-invariant σ gives."""
    lower, weights = factorized(marginal(sigma, dims, 2, scales))
    inverse = kron(inverted(lower), identity(dims[1]))
    choi = times(times(inverse, sigma), adjoint(inverse))
    # Integer operators: column e of L is multiplied by s_e.
    scales = [lcm(*(x.denominator for x in column.reshape(-1))) for column in lower.T]
    spread = np.array([F(1, s) for s in scales for _ in range(dims[1])], dtype=object)
    return {
        "kind": "map",
        "operators": rectangular(lower * np.array(scales, dtype=object)),
        "weights": [number(w / s**2) for w, s in zip(weights, scales, strict=True)],
        "choi": hermitian(choi * spread[:, None] * spread),
    }


# --- Channels -------------------------------------------------------------------------


def ket(n, *places):
    """Return a column with ones at the places."""
    found = zeros(n, 1)
    for place in places:
        found[0, place, 0] += 1
    return found


def omega(d):
    """Return |Ω><Ω| of trace d."""
    return gram(ket(d * d, *(i * d + i for i in range(d))))


def depolarizing(d, x):
    return omega(d) * (1 - F(x)) + identity(d * d) * (F(x) / d)


def depolarizing_threshold(d, k=2):
    return (1 - F(1, k)) * F(d, d + 1)


def depolarizing_extension(d, k, x):
    """Return an extension for x ≥ threshold: the unique one there, mixed with 1/d^k."""
    critical = depolarizing_threshold(d, k)
    columns = []
    for rest in product(range(d), repeat=k - 1):
        vector = zeros(d ** (k + 1), 1)
        for orbit in permutations(rest):
            for copy_ in range(k):
                for i in range(d):
                    word = (*orbit[:copy_], i, *orbit[copy_:])
                    vector[0, _place((i, *word), d), 0] += 1
        columns.append(vector)
    sigma = sum(gram(vector) for vector in columns)
    sigma = sigma * F(d, sum(sigma[0, i, i] for i in range(d ** (k + 1))))
    share = (1 - F(x)) / (1 - critical)
    return sigma * share + identity(d ** (k + 1)) * ((1 - share) / F(d**k))


def depolarizing_witness(d, k=2):
    """Return W = (d+k−1)/k − |Ω><Ω|, which is sharp."""
    return identity(d * d) * F(d + k - 1, k) - omega(d)


def erasure(d, e):
    """Return d → d+1 with the flag in the last place."""
    choi = zeros(d * (d + 1))
    choi[0] = choi[0] + F(0)
    for i, j in product(range(d), repeat=2):
        choi[0, i * (d + 1) + i, j * (d + 1) + j] = 1 - F(e)
    for i in range(d):
        choi[0, i * (d + 1) + d, i * (d + 1) + d] = F(e)
    return choi


def erasure_extension(d, e):
    """Return an extension to two copies, for e ≥ 1/2."""
    n = d + 1
    shape = d * n * n
    first = ket(shape, *((i * n + i) * n + d for i in range(d)))
    second = ket(shape, *((i * n + d) * n + i for i in range(d)))
    both = sum(gram(ket(shape, (i * n + d) * n + d)) for i in range(d))
    return (gram(first) + gram(second)) * (1 - F(e)) + both * (2 * F(e) - 1)


def erasure_witness(d):
    """Return a sharp witness on the whole space."""
    n = d + 1
    top = gram(ket(d * n, *(i * n + i for i in range(d))))
    found = top * F(-1)
    for i, b in product(range(d), range(n)):
        at = i * n + b
        found[0, at, at] += F(d - 1, 2) if b == d else F(d + 1, 2)
    return found


def dephasing(p):
    choi = zeros(4)
    choi[0] = choi[0] + F(0)
    choi[0, 0, 0] = choi[0, 3, 3] = F(1)
    choi[0, 0, 3] = choi[0, 3, 0] = 1 - 2 * F(p)
    return choi


def amplitude_damping(gamma, m=1):
    """Return C with J = f C f for the scales (1, m), for γ < 1."""
    gamma = F(gamma)
    return gram(ket(4, 0, 3)) * F(1) + gram(ket(4, 2)) * (gamma / (1 - gamma) * m)


def damping_extension(gamma, m=1):
    gamma = F(gamma)
    extra = gamma / (1 - gamma) - 1
    return gram(ket(8, 0, 6, 5)) * F(1) + gram(ket(8, 4)) * (extra * m)


def damping_witness(m=1):
    """Return the witness, null vector and faces of amplitude damping below 1/2."""
    matrix = gram(ket(4, 0)) + gram(ket(4, 2)) * F(1, m)
    matrix[0, 0, 3] = matrix[0, 3, 0] = -1
    null = ket(4, 1)
    # Symmetric words 00, 01+10, 11 and the antisymmetric one, for a = 0 and then 1.
    faces = {
        (2,): np.concatenate([ket(6, i) for i in (0, 3, 4, 5)], axis=2),
        (1, 1): ket(2, 1),
    }
    return matrix, null, faces


def werner_holevo(d):
    swap = sum(
        kron(times(ket(d, i), adjoint(ket(d, j))), times(ket(d, j), adjoint(ket(d, i))))
        for i, j in product(range(d), repeat=2)
    )
    return (identity(d * d) - swap) * F(1, d - 1)


def werner_holevo_null(d):
    columns = [ket(d * d, i * d + i) for i in range(d)]
    columns += [ket(d * d, i * d + j, j * d + i) for i in range(d) for j in range(i)]
    return np.concatenate(columns, axis=2)


def antisymmetric_three():
    """Return |ε><ε|·3/6 on three qutrits: the extension of Werner–Holevo, trace 3."""
    vector = zeros(27, 1)
    for order in permutations(range(3)):
        sign = 1
        for i, j in product(range(3), repeat=2):
            if i < j and order[i] > order[j]:
                sign = -sign
        vector[0, _place(order, 3), 0] = sign
    return gram(vector) * F(1, 2)


def random_channel(rng, dims, rank):
    """Return a random complex Choi operator, exactly trace preserving."""
    d_in, d_out = dims
    return _preserving(gram(random_gaussian(rng, d_in * d_out, rank)), d_in)


def random_extension(rng, dims, k, rank, extra=0):
    """Return a random σ ≥ extra·1 whose average marginal is a channel."""
    d_in, d_out = dims
    sigma = gram(random_gaussian(rng, d_in * d_out**k, rank, 2))
    sigma = invariant(_preserving(sigma, d_in), dims, k)
    share = F(extra) * d_out**k
    return sigma * (1 - share) + identity(d_in * d_out**k) * F(extra)


def _preserving(positive, d_in):
    """Return (X + (c − tr X)⊗1/d)/c with c ≥ ‖tr X‖."""
    rest = positive.shape[1] // d_in
    local = local_trace(positive, d_in)
    bound = max(
        sum(abs(local[0, i, j]) + abs(local[1, i, j]) for j in range(d_in))
        for i in range(d_in)
    )
    filler = kron(identity(d_in) * bound - local, identity(rest))
    return (positive * F(1) + filler * F(1, rest)) * F(1, bound)


def unitary(rng, d=2):
    """Return the Choi operator of a rational unitary on a qubit or identity-like."""
    a, b, c, e = (int(x) for x in rng.integers(-3, 4, 4))
    while a * a + b * b + c * c + e * e == 0:
        a, b, c, e = (int(x) for x in rng.integers(-3, 4, 4))
    size = a * a + b * b + c * c + e * e
    # The quaternion q gives U = q/|q|; |U>><<U| is rational.
    column = np.array([[[a], [c], [-c], [a]], [[b], [e], [e], [-b]]], dtype=object)
    return gram(column) * F(1, size), column


def cautious_witness(positive, dims, k):
    """Return c·1 − Z with S ≥ 0, c a little above the largest eigenvalue of S(Z)."""
    dense = to_complex(symmetrised(positive * F(1), dims, k))
    top = float(np.linalg.eigvalsh(dense)[-1])
    return identity(dims[0] * dims[1]) * (F(round(top * 2**30) + 2, 2**30)) - positive


# --- Documents ------------------------------------------------------------------------


def holds_point(choi, dims, k, proof, **options):
    proof = {**proof, "point": "0"}
    problem = points(dims, extendible(k) if k else PPT, [choi], **options)
    return document(problem, {"verdicts": ["holds"]}, [proof])


def fails_point(choi, dims, k, proof, **options):
    found = holds_point(choi, dims, k, proof, **options)
    found["claim"]["verdicts"] = ["fails"]
    return found


def damping_document(gamma, m=1):
    choi = amplitude_damping(gamma, m)
    options = {"scales": (1, m)} if m != 1 else {}
    if F(gamma) >= F(1, 2):
        proof = extension(damping_extension(gamma, m), (2, 2), 2)
        return holds_point(choi, (2, 2), 2, proof, **options)
    return fails_point(choi, (2, 2), 2, witness(*damping_witness(m)), **options)


def depolarizing_line(d, k, low, high):
    """Return the line x ∈ [0, 1]: fails below `low`, holds from `high` to 1."""
    problem = line((d, d), extendible(k), (0, 1), depolarizing(d, 0), depolarizing(d, 1))
    proofs = [
        {**extension(depolarizing_extension(d, k, x), (d, d), k), "at": number(x)}
        for x in (high, F(1))
    ]
    proofs.append(witness(depolarizing_witness(d, k)))
    claim = {"holds": interval(high, 1), "fails": [interval(0, low, "[)")]}
    return document(problem, claim, proofs)


def ppt_point(choi, d_in, **options):
    """Return the certificate that a PPT channel is."""
    dims = (d_in, choi.shape[1] // d_in)
    return holds_point(choi, dims, 0, {"kind": "positive"}, **options)


def ppt_witness(choi, d_in):
    """Return W = (vv†)^(T_B) from the lowest eigenvector of the partial transpose."""
    dense = to_complex(partial_transpose(choi, d_in))
    vector = np.linalg.eigh(dense)[1][:, 0] * 2**24
    column = np.array([vector.real.round(), vector.imag.round()]).astype(int).astype(object)
    return partial_transpose(gram(column[:, :, None]), d_in)


def honest():
    """Return {name: document}, all of which must be accepted."""
    return copy.deepcopy(_honest())


def honest_one(name):
    """Return one of them, free to be changed."""
    return copy.deepcopy(_honest()[name])


@lru_cache(maxsize=1)
def _honest():
    rng = np.random.default_rng(20240607)
    found = {}
    small = F(1, 10**6)
    for d, k in ((2, 2), (2, 3), (3, 2)):
        x = depolarizing_threshold(d, k)
        for name, shift in (("at", F(0)), ("above", small)):
            proof = extension(depolarizing_extension(d, k, x + shift), (d, d), k)
            found[f"depolarizing-{d}-{k}-{name}"] = holds_point(
                depolarizing(d, x + shift), (d, d), k, proof
            )
        found[f"depolarizing-{d}-{k}-below"] = fails_point(
            depolarizing(d, x - small), (d, d), k, witness(depolarizing_witness(d, k))
        )
        found[f"depolarizing-{d}-{k}-line"] = depolarizing_line(d, k, x, x)
        refuter = depolarizing_witness(d, k)
        document_ = copy.deepcopy(found[f"depolarizing-{d}-{k}-below"])
        document_["proofs"][0] = {
            **with_kernels(witness(refuter), kernels(refuter, (d, d), k)),
            "point": "0",
        }
        found[f"depolarizing-{d}-{k}-kernels"] = document_
    found["depolarizing-line-wide"] = depolarizing_line(2, 2, F(1, 4), F(2, 5))
    found["depolarizing-line-scaled"] = scaled_line()
    found["depolarizing-both"] = both_sides()
    found["erasure-holds"] = holds_point(
        erasure(2, F(3, 5)), (2, 3), 2, extension(erasure_extension(2, F(3, 5)), (2, 3), 2)
    )
    found["erasure-at"] = holds_point(
        erasure(2, F(1, 2)), (2, 3), 2, extension(erasure_extension(2, F(1, 2)), (2, 3), 2)
    )
    found["erasure-fails"] = fails_point(
        erasure(2, F(1, 2) - small), (2, 3), 2, witness(erasure_witness(2))
    )
    found["erasure-line"] = erasure_line()
    found["dephasing-fails"] = dephasing_document(F(2, 5))
    found["dephasing-holds"] = dephasing_document(F(1, 2))
    found["dephasing-basis"] = dephasing_document(F(1, 2), basis=True)
    found["dephasing-line"] = dephasing_line()
    for gamma in (F(1, 2), F(3, 5), F(9, 10), F(2, 5), F(1, 2) - small):
        found[f"damping-{gamma}"] = damping_document(gamma)
        found[f"damping-{gamma}-scaled"] = damping_document(gamma, 3)
    null = werner_holevo_null(3)
    proof = extension(antisymmetric_three(), (3, 3), 2)
    found["werner-holevo"] = holds_point(werner_holevo(3), (3, 3), 2, proof)
    refutation = witness(identity(9) * -1, null, {})
    found["werner-holevo-3"] = fails_point(werner_holevo(3), (3, 3), 3, refutation)
    for number_ in range(4):
        sigma = random_extension(rng, (2, 2), 2, 1 + number_, F(1, 2**9))
        choi = marginal(sigma, (2, 2), 2)
        found[f"random-{number_}"] = holds_point(
            choi, (2, 2), 2, extension(sigma, (2, 2), 2)
        )
        found[f"map-{number_}"] = holds_point(choi, (2, 2), 2, map_proof(sigma, (2, 2)))
        ball = identity(8) * F(1, 2**12)
        proof = extension(sigma - ball, (2, 2), 2, slack=F(1, 2**12))
        found[f"ball-{number_}"] = holds_point(
            choi, (2, 2), 2, proof, radius=F(1, 2 ** (50 if number_ % 2 else 18))
        )
    sigma = random_extension(rng, (2, 2), 3, 2)
    found["random-k3"] = holds_point(
        marginal(sigma, (2, 2), 3), (2, 2), 3, extension(sigma, (2, 2), 3)
    )
    sigma = random_extension(rng, (2, 3), 2, 2)
    found["random-2-to-3"] = holds_point(
        marginal(sigma, (2, 3), 2), (2, 3), 2, extension(sigma, (2, 3), 2)
    )
    sigma = random_extension(rng, (3, 2), 2, 3)
    found["random-3-to-2"] = holds_point(
        marginal(sigma, (3, 2), 2), (3, 2), 2, extension(sigma, (3, 2), 2)
    )
    scaled = random_gaussian(rng, 8, 2, 2)
    sigma = invariant(gram(scaled), (2, 2), 2)
    found["random-scaled"] = holds_point(
        marginal(sigma, (2, 2), 2, (2, 5)),
        (2, 2),
        2,
        extension(sigma, (2, 2), 2),
        scales=(2, 5),
    )
    for number_ in range(4):
        rotated, column = unitary(rng)
        noise = random_channel(rng, (2, 2), 2)
        choi = rotated * F(4, 5) + noise * F(1, 5)
        refuter = cautious_witness(gram(column), (2, 2), 2)
        radius = F(1, 2**50) if number_ % 2 else 0
        found[f"complex-fails-{number_}"] = fails_point(
            choi, (2, 2), 2, witness(refuter), radius=radius
        )
    x = F(2, 3)
    found["ppt-at"] = ppt_point(depolarizing(2, x), 2)
    found["ppt-ball"] = ppt_point(depolarizing(2, x + F(1, 10)), 2, radius=F(1, 2**50))
    for d, where in ((2, F(2, 3) - small), (3, F(3, 4) - small)):
        swap = partial_transpose(omega(d), d)
        antisymmetric = partial_transpose(identity(d * d) - swap, d)
        found[f"ppt-fails-{d}"] = fails_point(
            depolarizing(d, where), (d, d), 0, witness(antisymmetric)
        )
    choi = random_channel(rng, (2, 2), 2)
    eigenvalue = np.linalg.eigvalsh(to_complex(partial_transpose(choi, 2)))[0]
    assert eigenvalue < -1e-3
    found["ppt-fails-random"] = fails_point(choi, (2, 2), 0, witness(ppt_witness(choi, 2)))
    found["ppt-line"] = ppt_line()
    found["two-points"] = two_points()
    return found


def scaled_line():
    """Return the depolarizing line stated with the scales (1, 4), whose roots are exact."""
    root = exact(np.diag([F(1), F(2)]))
    inverse = exact(np.diag([F(1), F(1, 2)]))
    one = identity(2)

    def between(by, matrix):
        return times(times(by, matrix * F(1)), adjoint(by))

    outer, inner = kron(one, root), kron(one, inverse)
    ends = [between(inner, depolarizing(2, x)) for x in (0, 1)]
    problem = line((2, 2), extendible(2), (0, 1), *ends, scales=(1, 4))
    proofs = []
    for x in (F(1, 3), F(1)):
        sigma = between(kron(inner, inverse), depolarizing_extension(2, 2, x))
        proofs.append({**extension(sigma, (2, 2), 2), "at": number(x)})
    proofs.append(witness(between(outer, depolarizing_witness(2))))
    claim = {"holds": interval(F(1, 3), 1), "fails": [interval(0, F(1, 3), "[)")]}
    return document(problem, claim, proofs)


def both_sides():
    """Return a line from noisy identity to noisy flip, antidegradable around 0 only."""
    mixed = identity(4) * F(1, 2)
    swap_like = gram(ket(4, 1, 2)) * F(1)
    first = omega(2) * F(7, 8) + mixed * F(1, 8)
    last = swap_like * F(7, 8) + mixed * F(1, 8)
    problem = line((2, 2), extendible(2), (-1, 1), first, last)
    proofs = []
    for x in (F(-1, 16), F(1, 16)):
        share = (x + 1) / 2
        choi = first * (1 - share) + last * share
        proofs.append({**extension(_pauli_extension(choi), (2, 2), 2), "at": number(x)})
    proofs.append(witness(cautious_witness(omega(2), (2, 2), 2)))
    proofs.append(witness(cautious_witness(gram(ket(4, 1, 2)), (2, 2), 2)))
    low = F(-9, 10)
    claim = {
        "holds": interval(F(-1, 16), F(1, 16)),
        "fails": [interval(-1, low, "[]"), interval(-low, 1, "(]")],
    }
    return document(problem, claim, proofs)


def _pauli_extension(choi):
    """Return an extension of p·id + q·flip + noise when the mixing is nearly even."""
    # Even parts measure in |±> and copy; what is left must be depolarizing enough.
    flip = gram(ket(4, 1, 2))
    copied = sum(
        gram(kron(kron(plus, plus), plus))
        for plus in (exact([[1], [1]]), exact([[1], [-1]]))
    ) * F(1, 8)
    even = min(choi[0, 0, 3], choi[0, 1, 2])
    rest = choi - (omega(2) + flip) * even
    # rest = t·(unitary) + noise of weight s; depolarizing with unitary error t/(t+s).
    t = max(rest[0, 0, 3], rest[0, 1, 2])
    total = rest[0, 0, 0] + rest[0, 1, 1]
    x = 1 - t / total
    sigma = depolarizing_extension(2, 2, x)
    if rest[0, 1, 2] > 0:
        turn = exact([[0, 1], [1, 0]])
        turned = kron(turn, identity(4))
        sigma = times(times(turned, sigma), adjoint(turned))
    found = sigma * total + copied * (2 * even)
    assert not (marginal(found, (2, 2), 2) - choi).any()
    return found


def erasure_line():
    problem = line((2, 3), extendible(2), (0, 1), erasure(2, 0), erasure(2, 1))
    proofs = [
        {**extension(erasure_extension(2, e), (2, 3), 2), "at": number(e)}
        for e in (F(1, 2), F(1))
    ]
    proofs.append(witness(erasure_witness(2)))
    half = F(1, 2)
    claim = {"holds": interval(half, 1), "fails": [interval(0, half, "[)")]}
    return document(problem, claim, proofs)


def dephasing_faces():
    columns = np.concatenate([ket(6, 0), ket(6, 5)], axis=2)
    return np.concatenate([ket(4, 1), ket(4, 2)], axis=2), {(2,): columns}


def dephasing_document(p, basis=False):
    null, faces = dephasing_faces()
    if F(p) != F(1, 2):
        matrix = zeros(4)
        matrix[0, 0, 3] = matrix[0, 3, 0] = -1 if p < F(1, 2) else 1
        return fails_point(dephasing(p), (2, 2), 2, witness(matrix, null, faces))
    proof = extension(gram(ket(8, 0)) + gram(ket(8, 7)), (2, 2), 2)
    if basis:
        block = {
            "diagram": ["2"],
            "basis": rectangular(faces[(2,)]),
            "matrix": hermitian(identity(2)),
        }
        proof = {"kind": "extension", "blocks": [block]}
    return holds_point(dephasing(p), (2, 2), 2, proof)


def dephasing_line():
    null, faces = dephasing_faces()
    problem = line((2, 2), extendible(2), (0, 1), dephasing(0), dephasing(1))
    matrix = zeros(4)
    matrix[0, 0, 3] = matrix[0, 3, 0] = -1
    half = F(1, 2)
    proofs = [
        {**extension(gram(ket(8, 0)) + gram(ket(8, 7)), (2, 2), 2), "at": number(half)},
        witness(matrix, null, faces),
        witness(matrix * -1, null, faces),
    ]
    fails = [interval(0, half, "[)"), interval(half, 1, "(]")]
    return document(problem, {"holds": interval(half, half), "fails": fails}, proofs)


def ppt_line():
    problem = line((2, 2), PPT, (0, 1), depolarizing(2, 0), depolarizing(2, 1))
    swap = partial_transpose(omega(2), 2)
    refuter = partial_transpose(identity(4) - swap, 2)
    x = F(2, 3)
    proofs = [{"kind": "positive", "at": number(at)} for at in (x, F(1))]
    proofs.append(witness(refuter))
    claim = {"holds": interval(x, 1), "fails": [interval(0, x, "[)")]}
    return document(problem, claim, proofs)


def two_points():
    """Return two channels in one certificate, one verdict each."""
    x = depolarizing_threshold(2)
    chois = [depolarizing(2, x - F(1, 50)), depolarizing(2, x + F(1, 50))]
    problem = points((2, 2), extendible(2), chois)
    problem["parameter"] = "x"
    for point, at in zip(problem["points"], (x - F(1, 50), x + F(1, 50)), strict=True):
        point["at"] = number(at)
    proofs = [
        {
            **extension(depolarizing_extension(2, 2, x + F(1, 50)), (2, 2), 2),
            "point": "1",
        },
        {**witness(depolarizing_witness(2)), "point": "0"},
    ]
    return document(problem, {"verdicts": ["fails", "holds"]}, proofs)
