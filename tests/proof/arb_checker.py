"""A second checker, on other grounds: the whole space A⊗B^k, FLINT and ball arithmetic.

It shares no code with `sdpsearch.proof.checker` and builds everything differently: σ and
S(W) are written out on A⊗B^k with Kronecker products and permutation matrices, marginals
are traced there, positivity is decided by LDL† in Arb balls and, where balls cannot tell,
by the signs of the exact characteristic polynomial; a witness's face is computed here as
a kernel on the whole space, whatever basis the certificate suggests.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from math import prod

import flint

flint.ctx.prec = 256


class Denied(Exception):
    """The certificate is not believed."""


def need(condition, reason):
    if not condition:
        raise Denied(reason)


# --- Exact complex matrices: a pair of fmpq_mat ---------------------------------------


class C:
    """A complex matrix with rational parts."""

    def __init__(self, re, im=None):
        self.re = re
        self.im = flint.fmpq_mat(re.nrows(), re.ncols()) if im is None else im

    def __add__(self, other):
        return C(self.re + other.re, self.im + other.im)

    def __sub__(self, other):
        return C(self.re - other.re, self.im - other.im)

    def __mul__(self, other):
        if isinstance(other, C):
            re = self.re * other.re - self.im * other.im
            return C(re, self.re * other.im + self.im * other.re)
        return C(self.re * other, self.im * other)

    @property
    def dagger(self):
        return C(self.re.transpose(), self.im.transpose() * flint.fmpq(-1))

    @property
    def order(self):
        return self.re.nrows()

    def __eq__(self, other):
        return self.re == other.re and self.im == other.im

    __hash__ = None

    def embedded(self):
        """Return [[Re, −Im], [Im, Re]], or Re alone if that is all."""
        n, m = self.re.nrows(), self.re.ncols()
        if not any(self.im.entries()):
            return self.re
        found = flint.fmpq_mat(2 * n, 2 * m)
        for i, j in product(range(n), range(m)):
            found[i, j] = found[n + i, m + j] = self.re[i, j]
            found[n + i, j] = self.im[i, j]
            found[i, m + j] = -self.im[i, j]
        return found


def q(value):
    return flint.fmpq(value.numerator, value.denominator)


def unit(n):
    return C(flint.fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]))


def kron(first, second):
    a, b = (first.nrows(), first.ncols()), (second.nrows(), second.ncols())
    found = flint.fmpq_mat(a[0] * b[0], a[1] * b[1])
    for i, j in product(range(a[0]), range(a[1])):
        if first[i, j]:
            for k, l in product(range(b[0]), range(b[1])):  # noqa: E741
                found[i * b[0] + k, j * b[1] + l] = first[i, j] * second[k, l]
    return found


def kron_real(matrix, real):
    return C(kron(matrix.re, real), kron(matrix.im, real))


# --- Positivity -----------------------------------------------------------------------


def positive(matrix):
    """Whether a Hermitian matrix is ≥ 0: balls first, then exact signs."""
    real = matrix.embedded()
    by_balls = _ldl(real)
    return _descartes(real) if by_balls is None else by_balls


def _ldl(real):
    """Return True or False when balls prove all pivots positive or one negative."""
    n = real.nrows()
    rows = [[flint.arb(real[i, j]) for j in range(n)] for i in range(n)]
    for k in range(n):
        pivot = rows[k][k]
        if pivot < 0:
            return False
        if not pivot > 0:
            return None
        for i in range(k + 1, n):
            factor = rows[i][k] / pivot
            for j in range(k + 1, n):
                rows[i][j] -= factor * rows[k][j]
    return True


def _descartes(real):
    """Decide by Descartes' rule: all roots are real, so signs count the negative ones."""
    n = real.nrows()
    coefficients = real.charpoly().coeffs()
    # (−1)^n det(−t − M) = det(t + M) has no negative coefficient.
    return all((-1) ** (n - i) * c >= 0 for i, c in enumerate(coefficients))


# --- The whole space ------------------------------------------------------------------


@lru_cache(maxsize=64)
def permutation(order, d):
    """Return the matrix on B^k that puts the factor order[i] in place i."""
    k = len(order)
    found = flint.fmpq_mat(d**k, d**k)
    for word in product(range(d), repeat=k):
        found[_index([word[i] for i in order], d), _index(word, d)] = 1
    return found


def _index(word, d):
    place = 0
    for letter in word:
        place = place * d + letter
    return place


def _sign(order):
    inversions = sum(
        order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order))
    )
    return (-1) ** inversions


@lru_cache(maxsize=64)
def symmetrizer_image(diagram, d):
    """Return c_λ e_T for the semistandard T, in the order of their reading words."""
    k = sum(diagram)
    cells = [(row, column) for row, n in enumerate(diagram) for column in range(n)]
    every = list(permutations(range(k)))

    def keeps(order, part):
        return all(cells[i][part] == cells[order[i]][part] for i in range(k))

    zero = flint.fmpq_mat(d**k, d**k)
    rows = columns = zero
    for order in every:
        if keeps(order, 0):
            rows = rows + permutation(order, d)
        if keeps(order, 1):
            columns = columns + permutation(order, d) * _sign(order)
    whole = columns * rows
    words = [word for word in product(range(d), repeat=k) if _semistandard(word, cells)]
    found = flint.fmpq_mat(d**k, len(words))
    for number, word in enumerate(words):
        fixed = sum(
            keeps(order, 0) and all(word[order[i]] == word[i] for i in range(k))
            for order in every
        )
        for place in range(d**k):
            found[place, number] = whole[place, _index(word, d)] / fixed
    return found


def _semistandard(word, cells):
    at = dict(zip(cells, word, strict=True))
    return all(
        at.get((row, column - 1), -1) <= x and at.get((row - 1, column), -1) < x
        for (row, column), x in at.items()
    )


def diagonal(values):
    n = len(values)
    found = flint.fmpq_mat(n, n)
    for i, x in enumerate(values):
        found[i, i] = q(Fraction(x))
    return found


def weighted_marginals(sigma, dims, k, beta):
    """Return the marginals on A B_1, …, A B_k, other copies traced out with weights β."""
    d_in, d = dims
    found = []
    for copy in range(k):
        order = (copy, *(i for i in range(k) if i != copy))
        move = kron(unit(d_in).re, permutation(order, d))
        moved = C(move) * sigma * C(move.transpose())
        found.append(trace_last(moved, d ** (k - 1), _powers(beta, k - 1)))
    return found


def _powers(beta, k):
    return [prod(word, start=Fraction(1)) for word in product(beta, repeat=k)]


def trace_last(matrix, wide, weights):
    n = matrix.order // wide
    parts = []
    for part in (matrix.re, matrix.im):
        found = flint.fmpq_mat(n, n)
        for i, j in product(range(n), repeat=2):
            found[i, j] = sum(
                (part[i * wide + r, j * wide + r] * q(weights[r]) for r in range(wide)),
                flint.fmpq(0),
            )
        parts.append(found)
    return C(*parts)


def whole_witness(witness, dims, k, beta):
    """Return Σ_i W_{A B_i} ⊗ β ⊗ … ⊗ β."""
    d_in, d = dims
    rest = diagonal(_powers(beta, k - 1))
    total = None
    for copy in range(k):
        order = (copy, *(i for i in range(k) if i != copy))
        move = C(kron(unit(d_in).re, permutation(order, d)))
        term = move.dagger * kron_real(witness, rest) * move
        total = term if total is None else total + term
    return total


def avoiding(null, dims, k):
    """Return a real basis of the vectors whose A B_i parts are orthogonal to N."""
    d_in, d = dims
    wide = d ** (k - 1)
    rows = []
    adjoint = null.dagger
    for copy in range(k):
        order = (copy, *(i for i in range(k) if i != copy))
        move = C(kron(unit(d_in).re, permutation(order, d)))
        rows.append(kron_real(adjoint, unit(wide).re) * move)
    n = d_in * d**k
    complex_ = any(any(row.im.entries()) for row in rows)
    count = sum(row.re.nrows() for row in rows)
    stacked = C(flint.fmpq_mat(count, n), flint.fmpq_mat(count, n))
    at = 0
    for row in rows:
        for i in range(row.re.nrows()):
            for j in range(n):
                stacked.re[at, j], stacked.im[at, j] = row.re[i, j], row.im[i, j]
            at += 1
    real = stacked.embedded()
    reduced, rank = real.rref()
    columns = real.ncols()
    pivots, column = [], 0
    for i in range(rank):
        while reduced[i, column] == 0:
            column += 1
        pivots.append(column)
    free = [j for j in range(columns) if j not in set(pivots)]
    basis = flint.fmpq_mat(columns, len(free))
    for number, j in enumerate(free):
        basis[j, number] = 1
        for i, pivot in enumerate(pivots):
            basis[pivot, number] = -reduced[i, j]
    return basis, complex_


# --- Reading --------------------------------------------------------------------------


def rational(text):
    top, _, bottom = text.partition("/")
    return Fraction(int(top, 16), int(bottom, 16) if bottom else 1)


def _filled(value, rows, columns):
    found = C(flint.fmpq_mat(rows, columns), flint.fmpq_mat(rows, columns))
    scale = int(value.get("denominator", "1"), 16)
    need(scale > 0, "denominator")
    for entry in value["entries"]:
        i, j, re, *im = (int(token, 16) for token in entry.split(" "))
        need(0 <= i < rows and 0 <= j < columns and len(im) < 2, "entry")
        found.re[i, j] = flint.fmpq(re, scale)
        found.im[i, j] = flint.fmpq(im[0] if im else 0, scale)
    return found


def hermitian(value, order):
    lower = _filled(value, order, order)
    for i in range(order):
        need(lower.im[i, i] == 0, "diagonal")
        for j in range(i):
            need(lower.re[j, i] == 0 and lower.im[j, i] == 0, "upper triangle")
            lower.re[j, i], lower.im[j, i] = lower.re[i, j], -lower.im[i, j]
    return lower


def rectangular(value, rows):
    return _filled(value, rows, int(value["columns"], 16))


# --- Checking -------------------------------------------------------------------------


def believe(data):
    """Raise Denied unless every claim of a certificate (bytes) is proved."""
    try:
        document = json.loads(data)
        problem = document["problem"]
        canonical = json.dumps(problem, sort_keys=True, separators=(",", ":"))
        need(hashlib.sha256(canonical.encode()).hexdigest() == document["digest"], "digest")
        case = FORMATS[document["format"]](problem)
        case.prove(document["claim"], document["proofs"])
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        raise Denied(f"unreadable: {error!r}") from error


class _Case:
    against = ("witness",)

    def __init__(self, problem):
        self.problem = problem
        self.dims = int(problem["d_in"], 16), int(problem["d_out"], 16)
        need(min(self.dims) > 0, "dimensions")
        self.order = self.dims[0] * self.dims[1]
        self.k = self._copies(problem["property"])
        need(self.k in (0, *range(2, 17)) and max(self.dims) <= 300, "too large")
        need(self.order * self.dims[1] ** max(self.k - 1, 0) <= 300, "too large")
        self.radius = rational(problem.get("radius", "0"))
        need(self.radius >= 0, "radius")

    def _copies(self, asked):
        need(asked["name"] in ("ppt", "extendible"), "property")
        return int(asked["copies"], 16) if asked["name"] == "extendible" else 0

    def _channel(self, value, beta):
        """Return C, shown to be an operator that stands for a channel."""
        choi = hermitian(value, self.order)
        trace = trace_last(choi, self.dims[1], beta)
        exact = trace == unit(self.dims[0]) and set(beta) == {Fraction(1)}
        need(exact or not self.radius, "a ball's centre must preserve the trace")
        need(exact or (positive(trace) and trace.embedded().det() != 0), "normalization")
        need(min(beta) > 0, "scales")
        need(self.radius or positive(choi), "no channel")
        return choi

    def prove(self, claim, proofs):
        ones = [Fraction(1)] * self.dims[1]
        if "points" in self.problem:
            points = self.problem["points"]
            need("line" not in self.problem, "both")
            verdicts = claim["verdicts"]
            need(len(points) == len(verdicts) == len(proofs), "counts")
            for number, (point, verdict) in enumerate(zip(points, verdicts, strict=True)):
                beta = [rational(x) for x in point["scales"]] if "scales" in point else ones
                need(len(beta) == self.dims[1], "scales")
                choi = self._channel(point["choi"], beta)
                (proof,) = (p for p in proofs if int(p.get("point", "0"), 16) == number)
                need(verdict in ("holds", "fails"), "verdict")
                if verdict == "holds":
                    self._inside(choi, beta, proof)
                else:
                    self._outside(choi, beta, proof)
            return
        line = self.problem["line"]
        start, end = rational(line["from"]), rational(line["to"])
        need(start < end, "line")
        beta = [rational(x) for x in line["scales"]] if "scales" in line else ones
        need(len(beta) == self.dims[1], "scales")
        first, last = (self._channel(line[key], beta) for key in ("choi_from", "choi_to"))
        wide = self.dims[1]
        # f must be the same all along.
        need(trace_last(first, wide, beta) == trace_last(last, wide, beta), "trace")

        def at(x):
            share = q((x - start) / (end - start))
            return first * (1 - share) + last * share

        held, refuting = {True: set(), False: set()}, []
        for proof in proofs:
            if proof["kind"] in self.against:
                refuting.append(self._covering(proof, at, (start, end), beta))
            else:
                x = rational(proof["at"])
                need(start <= x <= end, "domain")
                self._inside(at(x), beta, proof)
                held[proof["kind"] == "positive"].add(x)
        need("holds" in claim or claim.get("fails"), "nothing is claimed")
        if "holds" in claim:
            text = claim["holds"]
            low, high = (rational(x) for x in text[1:-1].split(","))
            need(text[0] == "[" and text[-1] == "]" and low <= high, "interval")
            need(any({low, high} <= alike for alike in held.values()), "ends")
        for text in claim.get("fails", []):
            low, high = (rational(x) for x in text[1:-1].split(","))
            need(text[0] in "[(" and text[-1] in ")]", "interval")
            need(start <= low <= high <= end, "domain")
            need(low < high or text[0] + text[-1] == "[]", "empty")
            need(any(covers(low, high, text) for covers in refuting), "not covered")

    def _outside(self, choi, beta, proof):
        witness = self._witness(proof, [choi], beta)
        need(self._largest(witness, choi) < 0, "tr(WJ)")

    def _covering(self, proof, at, domain, beta):
        """Return what says of an interval of a line whether a proof refutes all of it."""
        witness = self._witness(proof, [at(x) for x in domain], beta)
        return lambda low, high, text: self._covers(witness, at, low, high, text)

    def _covers(self, witness, at, low, high, text):
        # Affine: negative inside if nowhere positive and not identically zero.
        first, last = (self._largest(witness, at(x)) for x in (low, high))
        middle = self._largest(witness, at((low + high) / 2))
        return (
            middle < 0
            and (first < 0 or (first == 0 and text[0] == "("))
            and (last < 0 or (last == 0 and text[-1] == ")"))
        )

    def _largest(self, witness, choi):
        """Return the largest tr(WJ) over the ball, Σ|W|·r above the centre's at most."""
        value = flint.fmpq(0)
        spread = flint.fmpq(0)
        for i, j in product(range(self.order), repeat=2):
            value += witness.re[i, j] * choi.re[i, j] + witness.im[i, j] * choi.im[i, j]
            spread += abs(witness.re[i, j]) + abs(witness.im[i, j])
        return value + spread * q(self.radius)

    def _inside(self, choi, beta, proof):
        kind = proof["kind"]
        if self.k == 0:
            need(kind == "positive", "kind")
            room = unit(self.order) * q(2 * self.radius * self.order)
            need(positive(self._transposed(choi) - room), "partial transpose")
        elif kind == "extension":
            self._extension(choi, beta, proof)
        else:
            need(kind == "map", "kind")
            self._map(choi, beta, proof)

    def _transposed(self, matrix):
        d = self.dims[1]
        parts = []
        for part in (matrix.re, matrix.im):
            found = flint.fmpq_mat(self.order, self.order)
            for i, j in product(range(self.order), repeat=2):
                found[i // d * d + j % d, j // d * d + i % d] = part[i, j]
            parts.append(found)
        return C(*parts)

    def _extension(self, choi, beta, proof):
        d_in, d = self.dims
        slack = rational(proof.get("slack", "0"))
        sigma = unit(d_in * d**self.k) * q(slack)
        seen = set()
        for block in proof["blocks"]:
            diagram = tuple(int(x, 16) for x in block["diagram"])
            need(
                sum(diagram) == self.k and len(diagram) <= d and min(diagram) > 0, "diagram"
            )
            need(list(diagram) == sorted(diagram, reverse=True), "diagram")
            need(diagram not in seen, "diagram twice")
            seen.add(diagram)
            vectors = C(kron(unit(d_in).re, symmetrizer_image(diagram, d)))
            if "basis" in block:
                vectors = vectors * rectangular(block["basis"], vectors.re.ncols())
            matrix = hermitian(block["matrix"], vectors.re.ncols())
            # σ itself must be positive; with independent columns so must the block be.
            need(positive(matrix), "block")
            sigma = sigma + vectors * matrix * vectors.dagger
        need(slack >= 0, "slack")
        exact = set(beta) == {Fraction(1)}
        need(exact or not slack, "slack with scales")
        need(slack * d ** (self.k - 1) >= 2 * self.k * self.radius * self.order, "room")
        need(positive(sigma), "extension")
        total = None
        for marginal in weighted_marginals(sigma, self.dims, self.k, beta):
            total = marginal if total is None else total + marginal
        need(total * flint.fmpq(1, self.k) == choi, "marginal")

    def _map(self, choi, beta, proof):
        need(self.k == 2 and not self.radius, "map")
        d = self.dims[1]
        factor = rectangular(proof["operators"], self.order)
        rank = factor.re.ncols()
        candidate = hermitian(proof["choi"], rank * d)
        weights = [rational(x) for x in proof["weights"]]
        need(len(weights) == rank and positive(candidate), "map")
        traced = trace_last(candidate, d, beta)
        need(traced == C(diagonal(weights)), "trace of the map")
        wide = kron_real(factor, unit(d).re)
        sigma = wide * candidate * wide.dagger
        need(positive(sigma), "extension of the map")
        for marginal in weighted_marginals(sigma, self.dims, 2, beta):
            need(marginal == choi, "marginal of the map")

    def _witness(self, proof, chois, beta):
        need(proof["kind"] == "witness", "kind")
        witness = hermitian(proof["matrix"], self.order)
        if self.k == 0:
            need("null" not in proof and "faces" not in proof, "face")
            need(positive(self._transposed(witness)), "witness")
            return witness
        whole = whole_witness(witness, self.dims, self.k, beta)
        if "null" not in proof:
            need("faces" not in proof, "face")
            need(positive(whole), "witness")
            return witness
        need(not self.radius, "face of a ball")
        null = rectangular(proof["null"], self.order)
        for choi in chois:
            image = choi * null
            need(not any(image.re.entries()) and not any(image.im.entries()), "null")
        basis, complex_ = avoiding(null, self.dims, self.k)
        need(positive(C(compressed(whole, basis, complex_))), "witness on the face")
        return witness


def compressed(whole, basis, complex_):
    """Return a Hermitian operator on what avoiding() found, real and doubled if need be."""
    if complex_ or any(whole.im.entries()):
        if not complex_:
            basis = kron(unit(2).re, basis)
        both = C(whole.re, whole.im).embedded()
        if both.nrows() == whole.order:
            both = kron(unit(2).re, both)
    else:
        both = whole.re
    return basis.transpose() * both * basis


class _Signed(_Case):
    """Signed extensions, R = (σF)^(T_B') and its adjoint Z ↦ Z^(T_B')F by their names."""

    def _copies(self, asked):
        need(asked == {"name": "signed-extendible"}, "property")
        return 2

    @property
    def _swap(self):
        return C(kron(unit(self.dims[0]).re, permutation((1, 0), self.dims[1])))

    def _last(self, matrix):
        """Return the partial transpose on B'."""
        n, d = matrix.order, self.dims[1]
        parts = []
        for part in (matrix.re, matrix.im):
            found = flint.fmpq_mat(n, n)
            for i, j in product(range(n), repeat=2):
                found[i // d * d + j % d, j // d * d + i % d] = part[i, j]
            parts.append(found)
        return C(*parts)

    def _inside(self, choi, beta, proof):
        need(proof["kind"] == "signed", "kind")
        n, d = self.order * self.dims[1], self.dims[1]
        sigma, swap = hermitian(proof["matrix"], n), self._swap
        need(swap * sigma * swap == sigma, "swap")
        need(trace_last(sigma, d, beta) == choi, "marginal")
        wide = kron_real(choi, diagonal([1 / x for x in beta]))
        turned = self._last(sigma * swap)
        room = q(4 * self.radius * self.order)
        omega = flint.fmpq_mat(d * d, 1)
        for b in range(d):
            omega[b * d + b, 0] = 1
        line = C(kron(unit(self.dims[0]).re, omega * omega.transpose()))
        need(positive(wide + turned - unit(n) * room), "P + R")
        spared = unit(n) * room - line * (room / d)
        need(positive(wide - turned - spared), "P − R")

    def _witness(self, proof, chois, beta):
        need(proof["kind"] == "witness", "kind")
        n, d = self.order * self.dims[1], self.dims[1]
        witness = hermitian(proof["matrix"], self.order)
        sides = []
        for side in ("plus", "minus"):
            basis = unit(n)
            if "basis" in proof[side]:
                basis = rectangular(proof[side]["basis"], n)
            inner = hermitian(proof[side]["matrix"], basis.re.ncols())
            need(positive(inner), side)
            sides.append(basis * inner * basis.dagger)
        plus, minus = sides
        traced = trace_last(plus + minus, d, [1 / x for x in beta])
        missed = kron_real(witness - traced, diagonal(beta))
        missed = missed - self._last(plus - minus) * self._swap
        both = missed + self._swap * missed * self._swap
        if "null" not in proof:
            need("faces" not in proof, "face")
            need(not any([*both.re.entries(), *both.im.entries()]), "sum")
            return witness
        need(not self.radius, "face of a ball")
        null = rectangular(proof["null"], self.order)
        for choi in chois:
            image = choi * null
            need(not any([*image.re.entries(), *image.im.entries()]), "null")
        basis, complex_ = avoiding(null, self.dims, 2)
        need(not any(compressed(both, basis, complex_).entries()), "sum on the face")
        return witness


class _Capacity(_Signed):
    """Capacities: gains without the columns of N orthogonal, spectra without a frame.

    Eigenvalues are roots of exact characteristic polynomials, isolated in Arb.
    """

    against = ("singularity", "code")

    def _copies(self, asked):
        need(asked == {"name": "zero-capacity"}, "property")
        return 2

    def _inside(self, choi, beta, proof):
        if proof["kind"] == "signed":
            _Signed._inside(self, choi, beta, proof)
        elif proof["kind"] == "positive":
            room = unit(self.order) * q(2 * self.radius * self.order)
            need(positive(self._transposed(choi) - room), "partial transpose")
        else:
            _Case._inside(self, choi, beta, proof)

    def _outside(self, choi, beta, proof):
        need(proof["kind"] in self.against, "kind")
        if proof["kind"] == "singularity":
            need(self._gain(proof, [choi], beta)(choi) > 0, "gain")
        else:
            need("at" not in proof and "beside" not in proof, "parameter")
            need(self._information(proof, choi, beta)[0] > 0, "information")

    def _covering(self, proof, at, domain, beta):
        start, end = domain
        if proof["kind"] == "singularity":
            gain = self._gain(proof, [at(start), at(end)], beta)
            return lambda low, high, text: self._positive(gain, at, low, high, text)
        need(not self.radius, "ball")
        x = rational(proof["at"])
        need(start <= x <= end, "domain")
        here = self._information(proof, at(x), beta)
        need(here[0] > 0, "information")
        ends = [x, x]
        if "beside" in proof:
            y = rational(proof["beside"]["at"])
            need(set(proof["beside"]) == {"at", "joint", "received"}, "beside")
            need(start <= y <= end and x != y and self._uses(proof) == (1, 1), "beside")
            need(self._information(proof, at(y), beta)[1] <= here[0], "falls")
            ends = [start, x] if x < y else [x, end]
        return lambda low, high, text: ends[0] <= low and high <= ends[1]

    def _positive(self, gain, at, low, high, text):
        first, last = gain(at(low)), gain(at(high))
        return (
            gain(at((low + high) / 2)) > 0
            and (first > 0 or (first == 0 and text[0] == "("))
            and (last > 0 or (last == 0 and text[-1] == ")"))
        )

    def _sent(self, choi, left, right):
        """Return Σ l_a r̄_c C_{a·,c·} of columns l and r."""
        found = C(flint.fmpq_mat(self.dims[1], self.dims[1]))
        block = unit(self.dims[1]).re
        row = kron_real(left, block)
        other = kron_real(right, block)
        # L_{(a b), e} = l_a δ_{be}; L^T C R̄ is what is asked for.
        plain = C(row.re.transpose(), row.im.transpose())
        conjugate = C(other.re, other.im * flint.fmpq(-1))
        return found + plain * choi * conjugate

    def _gain(self, proof, chois, beta):
        """Return the lower bound of the gain as a function of C."""
        need(set(proof) <= {"kind", "inputs", "null", "lift", "point"}, "keys")
        need(not self.radius, "ball")
        inputs = rectangular(proof["inputs"], self.dims[0])
        need(inputs.re.ncols() == 2, "inputs")
        psi, phi = column(inputs, 0), column(inputs, 1)
        for part in (psi, phi):
            need(any([*part.re.entries(), *part.im.entries()]), "input")
        null = rectangular(proof["null"], self.dims[1])
        for choi in chois:
            image = self._sent(choi, psi, psi) * null
            need(not any([*image.re.entries(), *image.im.entries()]), "null")
        lift = _filled(proof["lift"], self.dims[1], self.dims[1])
        inverse = C(diagonal([1 / x for x in beta]))
        inner = lift * inverse * lift.dagger
        kept = projection(null, inverse) - C(diagonal(beta))

        def gain(choi):
            cross = trace(lift.dagger * self._sent(choi, psi, phi))
            lost = trace(inner * self._sent(choi, psi, psi))
            return 2 * cross - lost + trace(kept * self._sent(choi, phi, phi))

        return gain

    def _uses(self, proof):
        return int(proof.get("together", "1"), 16), int(proof.get("copies", "1"), 16)

    def _information(self, proof, choi, beta):
        """Return bounds of S(B^mn) − S(R B^mn) in nats, as balls."""
        together, copies = self._uses(proof)
        need(1 <= together <= 4 and 1 <= copies <= 16, "uses")
        need(not self.radius or together * copies == 1, "ball")
        for key in ("joint", "received"):
            need(set(proof[key]) <= {"entries", "denominator"}, key)
        d_in, d_out = self.dims
        vectors = rectangular(proof["vectors"], d_in**together)
        count, size = vectors.re.ncols(), d_out ** (together * copies)
        need(count > 0 and count * size <= 300, "too large")
        blocks = {}
        for i, j in product(range(count), repeat=2):
            pair = column(vectors, i) * column(vectors, j).dagger
            single = self._through(choi, pair, together)
            whole = single
            for _ in range(copies - 1):
                whole = kron_complex(whole, single)
            blocks[i, j] = whole
        joint = C(flint.fmpq_mat(count * size, count * size))
        received = C(flint.fmpq_mat(size, size))
        for (i, j), block in blocks.items():
            place = flint.fmpq_mat(count, count)
            place[i, j] = 1
            joint = joint + C(kron(place, block.re), kron(place, block.im))
            if i == j:
                received = received + block
        weights = diagonal(_powers(beta, together * copies))
        spread = sum(x * x for part in (vectors.re, vectors.im) for x in part.entries())
        room = q(2 * self.radius * self.order) * spread
        first = entropy(received * C(weights), room * count)
        second = entropy(joint * C(kron(unit(count).re, weights)), room)
        return first[0] - second[1], first[1] - second[0]

    def _through(self, choi, pair, together):
        """Return what m copies of the channel make of an operator, letter by letter."""
        d_in, d_out = self.dims
        found = C(flint.fmpq_mat(d_out**together, d_out**together))
        parts = {}
        for i, j in product(range(d_in), repeat=2):
            rows = [
                [choi.re[i * d_out + b, j * d_out + c] for c in range(d_out)]
                for b in range(d_out)
            ]
            other = [
                [choi.im[i * d_out + b, j * d_out + c] for c in range(d_out)]
                for b in range(d_out)
            ]
            parts[i, j] = C(flint.fmpq_mat(rows), flint.fmpq_mat(other))
        for f, g in product(product(range(d_in), repeat=together), repeat=2):
            at = _index(f, d_in), _index(g, d_in)
            if not pair.re[at] and not pair.im[at]:
                continue
            whole = parts[f[0], g[0]]
            for a, c in zip(f[1:], g[1:], strict=True):
                whole = kron_complex(whole, parts[a, c])
            re, im = pair.re[at], pair.im[at]
            found = found + C(whole.re * re - whole.im * im, whole.re * im + whole.im * re)
        return found


def column(matrix, j):
    parts = [
        flint.fmpq_mat(part.nrows(), 1, [part[i, j] for i in range(part.nrows())])
        for part in (matrix.re, matrix.im)
    ]
    return C(*parts)


def kron_complex(first, second):
    re = kron(first.re, second.re) - kron(first.im, second.im)
    return C(re, kron(first.re, second.im) + kron(first.im, second.re))


def trace(matrix):
    """Return the real part of the trace."""
    return sum((matrix.re[i, i] for i in range(matrix.order)), flint.fmpq(0))


def projection(null, inverse):
    """Return N (N†β⁻¹N)⁻¹ N†, whatever columns N has."""
    n, count = null.re.nrows(), null.re.ncols()
    if not count:
        return C(flint.fmpq_mat(n, n))
    gram = null.dagger * inverse * null
    both = flint.fmpq_mat(2 * count, 2 * count)
    for i, j in product(range(count), repeat=2):
        both[i, j] = both[count + i, count + j] = gram.re[i, j]
        both[count + i, j], both[i, count + j] = gram.im[i, j], -gram.im[i, j]
    need(both.det() != 0, "the columns of null are dependent")
    both = both.inv()
    re, im = flint.fmpq_mat(count, count), flint.fmpq_mat(count, count)
    for i, j in product(range(count), repeat=2):
        re[i, j], im[i, j] = both[i, j], both[count + i, j]
    return null * C(re, im) * null.dagger


def entropy(matrix, room):
    """Return bounds of the entropy of a matrix similar to a state, up to its trace.

    Args:
        matrix: Mβ, with the eigenvalues of √β M √β.
        room: how far those may be from the ones meant.
    """
    total = trace(matrix)
    need(total > 0, "nothing is sent")
    real = matrix.embedded()
    doubled = 1 if real.nrows() == matrix.order else 2
    low = high = flint.arb(0)
    inverse_e = flint.arb(-1).exp()
    for factor, multiplicity in real.charpoly().factor_squarefree()[1]:
        for root, power in factor.complex_roots():
            middle = root.real if isinstance(root, flint.acb) else root
            ends = [
                (middle + sign * flint.arb(room)) / flint.arb(total) for sign in (-1, 1)
            ]
            low_p = max(flint.arb(ends[0].lower()), flint.arb(0))
            high_p = min(flint.arb(ends[1].upper()), flint.arb(1))
            need(low_p <= high_p, "an eigenvalue is not a state's")
            values = [_summand(low_p), _summand(high_p)]
            most = max(value.upper() for value in values)
            if low_p < inverse_e and high_p > inverse_e:
                most = inverse_e.upper()
            share = flint.arb(multiplicity * power) / doubled
            low += share * min(value.lower() for value in values)
            high += share * most
    return low, high


def _summand(p):
    return -p * p.log() if p > 0 else flint.arb(0)


#: What reads each format.
FORMATS = {
    "sdpsearch certificate 1": _Case,
    "sdpsearch signed certificate 1": _Signed,
    "sdpsearch capacity certificate 1": _Capacity,
}
