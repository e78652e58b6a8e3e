"""Check a certificate: prove its claim again, by integer arithmetic and nothing else.

Needs Python ≥ 3.11 and no other file:

    python checker.py certificate.json

prints the theorem that it has just proved and exits with 0, prints why the proof does not
hold and exits with 1, says why the file is not a certificate and exits with 2, or exits
with 3 if it cannot print what it found. docs/certificate-format.md defines the file.

What is proved, and how. J is the Choi operator of a channel A → B on A⊗B (input first,
tr_B J = 1). J is k-extendible if it is a marginal of a permutation-invariant σ ≥ 0 on
A⊗B_1⊗…⊗B_k; antidegradable means 2-extendible. S(W) = (1/k) Σ_i W_{A B_i} ⊗ 1.

* extension: any τ ≥ 0 whose marginals on A B_1, …, A B_k have the average J proves J
  k-extendible: average τ over the permutations. Here τ = Σ_λ V_λ T_λ V_λ† + slack·1 with
  T_λ ≥ 0, V_λ being spanned by Young symmetrizers applied to semistandard fillings. With
  a slack s the proof covers every J + R with R_A = 0 and k ‖R‖ ≤ s d_B^(k−1), because
  Σ_i R_{A B_i} ⊗ 1/d_B^(k−1) has average marginal R and norm ≤ k ‖R‖ / d_B^(k−1).
* map: J = L D L†, C ≥ 0 on E⊗B with tr_B C = D, and (L⊗1) C (L⊗1)† has J as its other
  marginal too: C is the Choi operator of the antidegrading map, up to √D on E.
* witness: S(W) ≥ 0 gives tr(W J') ≥ 0 for every k-extendible J'; so tr(WJ) < 0 refutes
  J. S(W) commutes with permutations, so it is positive if it is on the images of one
  Young symmetrizer for every diagram: those images generate the whole space. If J N = 0
  (columns of N), every extension lives on the vectors all of whose A B_i parts are
  orthogonal to N, and S(W) ≥ 0 is needed there only; that a basis of these is complete
  is checked by a rank modulo a prime, which never exceeds the rank. If S(W) K = 0, then
  S(W) ≥ 0 if it is on coordinates that complete the columns of K to a basis.
* ppt: the partial transpose of J is ≥ 0, or W with W^(T_B) ≥ 0 has tr(WJ) < 0.
* signed: J is signed-extendible if a Hermitian σ on A⊗B⊗B', not necessarily positive, has
  FσF = σ, tr_B' σ = J and P ± R ≥ 0, with P = J⊗1 and R the (σF)^(T_B'), F the swap. Then
  the channel's quantum and private capacity vanish, by a theorem of
  docs/signed-extensions.md; that σ is as said is what is checked. A witness is W with
  tr(W tr_B' σ) = tr Z_+(P+R) + tr Z_−(P−R) for every σ, Z_± ≥ 0. All is linear in σ.
* capacity: that Q = 0 is shown by a (signed) extension or a positive partial transpose.
  That Q > 0, by two inputs ψ, φ with a positive gain: I_c((1−ε)ψ+εφ) = ε|log ε|·g + O(ε),
  g bounded from below by a W with tr(WJ) < 0; or by a state Σ|i>⊗|f_i f_i … f_i> sent
  through n copies, S(B^n) > S(R B^n) in integer arithmetic, eigenvalues enclosed by a
  congruence that nearly diagonalizes (Ostrowski, Weyl). On a line such a coherent
  information is convex in x for n = 1: where it falls, it was larger before.
* line: J(x) is affine in x (C(x) is, and f is the same for all x), and the operators with
  a property are convex; so proofs at two points speak for all between, and a witness for
  all x with tr(W J(x)) < 0.
* region: J(x, y) or J(x, y, z) is the affine function that channels stated at 3 or 4
  affinely independent points have there. Operators with a property are convex, so it holds
  on the hull of points where it is proved, and fails where tr(W J) < 0, a half-space. Of a
  plane that all those points are on one side of, the cone from one of them to those in it
  lies in the hull, and cones to different planes have no interior in common. What
  half-spaces leave of the domain has the volume that its sides and their heights give.
* normalization: a channel may be stated by an operator C with J = f C f, where
  f = τ^(−1/2) ⊗ √β, τ = Σ_b β_b C_{·b,·b} and β_b > 0 (1 unless scales are given). A
  σ' ≥ 0 whose marginals on A B_i, the other copies traced out with the weights β, have
  the average C gives the extension F σ' F, F = τ^(−1/2) ⊗ √β ⊗ … ⊗ √β; with
  W_{A B_i} ⊗ β ⊗ … ⊗ β in S, a witness for C gives one for J. Nothing changes for PPT.
* radius r: the claim is about every channel with a Choi operator whose entries differ
  from the stated ones by at most r in real and in imaginary part.

Whatever the file says, checking it ends soon and stays small: every step is paid for from
one budget before it is taken, at a price that follows from the sizes of what it is given.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from contextvars import ContextVar
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations, pairwise, product
from math import factorial, gcd, lcm, prod
from operator import mul

FORMAT = "sdpsearch certificate 1"
PARTITION_FORMAT = "sdpsearch partition certificate 1"
SIGNED_FORMAT = "sdpsearch signed certificate 1"
CAPACITY_FORMAT = "sdpsearch capacity certificate 1"
REGION_FORMAT = "sdpsearch region certificate 1"
KEYS = ("format", "problem", "digest", "claim", "proofs")
#: Larger files are refused before they are read.
MAX_BYTES = 16 * 2**20
#: Integers of more bits are refused, as are spaces A⊗B^k of higher dimension.
MAX_BITS = 2**15
MAX_DIMENSION = 4096
#: Strings, and lists and objects, that a file may hold.
MAX_STRINGS = 2**18
MAX_LISTS = 2**16
MAX_POINTS = 16
#: Proofs, and intervals where a property is said to fail, that a file may hold.
MAX_PROOFS = 64
#: Proofs about a region.
MAX_REGION_PROOFS = 1024
#: What checking a file may cost, in units of about a nanosecond on a slow machine.
MAX_WORK = 6 * 10**9
#: Bytes (roughly) that what one step makes may take.
MAX_HELD = 2**27
#: Scales have a common denominator, which grows with every one of them.
MAX_SCALE_BITS = 2**12
#: Coefficients of a polynomial in d, vectors of a Gram sum, and copies, of a partition
#: certificate.
MAX_COEFFICIENTS = 512
MAX_VECTORS = 6
MAX_COPIES = 5

_INTEGER = re.compile(r"-?[1-9a-f][0-9a-f]*|0")
#: Short names, which cannot be read as sentences.
_NAME = re.compile(r"[A-Za-zΑ-Ωα-ω][A-Za-zΑ-Ωα-ω0-9_]{0,31}")
_HEX = "0123456789abcdef"
_INTERVAL = re.compile(r"([\[(])([^,]*),([^,]*)([\])])")
#: A prime that is 1 modulo 4 and a square root of −1 modulo it.
_PRIME = 2**61 - 31
_ROOT = pow(7, (_PRIME - 1) // 4, _PRIME)


class NotACertificate(Exception):
    """The file does not have the form of a certificate."""


class Refused(Exception):
    """The certificate does not prove its claim."""


# --- What it may cost ---------------------------------------------------------------


class Budget:
    """What checking one file may cost: one for all of its steps."""

    def __init__(self, limit=MAX_WORK):
        self.limit = limit
        self.spent = 0

    def spend(self, work):
        """Pay for a step that is about to be taken.

        Raises:
            Refused: it would cost more than is left.
        """
        self.spent += work
        if self.spent > self.limit:
            raise Refused("checking it would take longer than a file may")


#: The budget of the file being checked; outside check() every step has one of its own.
_BUDGET: ContextVar[Budget | None] = ContextVar("budget", default=None)


def spend(work):
    """Pay for a step of the file being checked."""
    (_BUDGET.get() or Budget()).spend(work)


def hold(cells, bits):
    """Refuse to make that many matrix entries with parts of that many bits."""
    # A key, a pair and two integers in a dictionary; 30 bits take 4 bytes.
    if cells * (350 + bits // 3) > MAX_HELD:
        raise Refused("checking it would take more memory than a file may")


def price(bits):
    """Return what multiplying two integers of that many bits costs, with its loop."""
    digits = bits // 30 + 1
    # Long multiplication, and Karatsuba's beyond 70 digits.
    return 300 + digits * min(digits, 70 + digits // 4) * 4 // 3


def length(fraction):
    """Return the bits of a fraction, above the line and below it."""
    return fraction.numerator.bit_length() + fraction.denominator.bit_length()


# --- Reading: strings only, no JSON number, nothing unknown -------------------------


def parse(data):
    """Return the JSON document in `data` (bytes), strictly.

    Numbers, NaN, duplicate keys, deep nesting and anything that is not UTF-8 are refused.
    """
    if len(data) > MAX_BYTES:
        raise NotACertificate(f"the file is larger than {MAX_BYTES} bytes")
    # Counted before anything is made of them; quotes within strings count as well.
    lists = data.count(b"[") + data.count(b"{")
    if data.count(b'"') > 2 * MAX_STRINGS or lists > MAX_LISTS:
        raise NotACertificate(
            f"it holds more than {MAX_STRINGS} strings or {MAX_LISTS} lists and objects"
        )
    spend(20 * len(data))

    def no_number(text):
        raise NotACertificate(f"it contains the number {text[:20]}: write hex strings")

    def unique(pairs):
        found = dict(pairs)
        if len(found) != len(pairs):
            raise NotACertificate("a key occurs twice")
        return found

    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=unique,
            parse_float=no_number,
            parse_int=no_number,
            parse_constant=no_number,
        )
    except UnicodeDecodeError:
        raise NotACertificate("it is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise NotACertificate(
            f"it is not JSON ({error.msg}, line {error.lineno})"
        ) from None
    except RecursionError:
        raise NotACertificate("it is nested too deeply") from None


def members(value, what, required, optional=()):
    """Return the object `value` after checking its keys."""
    if type(value) is not dict:
        raise NotACertificate(f"{what} must be an object")
    missing = [key for key in required if key not in value]
    unknown = [key for key in value if key not in required and key not in optional]
    if missing:
        raise NotACertificate(f"{what} lacks {missing[0]!r}")
    if unknown:
        raise NotACertificate(f"{what} has an unknown key {unknown[0][:40]!r}")
    return value


def listed(value, what, most=MAX_STRINGS):
    """Return the list `value` of at most so many items."""
    if type(value) is not list:
        raise NotACertificate(f"{what} must be a list")
    if len(value) > most:
        raise NotACertificate(f"{what} must have at most {most} items")
    return value


def text(value, what):
    """Return a short printable string."""
    if type(value) is not str or len(value) > 200 or not value.isprintable():
        raise NotACertificate(f"{what} must be a short printable string")
    return value


def name(value, what):
    """Return a short name: a letter, then letters, digits and underscores."""
    if type(value) is not str or not _NAME.fullmatch(value):
        raise NotACertificate(
            f"{what} must be a letter, then at most 31 letters, digits or underscores"
        )
    return value


def integer(value, what="an integer"):
    """Return the integer of a canonical lower-case hex string such as "-1f"."""
    if type(value) is not str or not _INTEGER.fullmatch(value):
        raise NotACertificate(f"{what} must be a lower-case hex string")
    if len(value) > MAX_BITS // 4:
        raise NotACertificate(f"{what} has more than {MAX_BITS} bits")
    return int(value, 16)


def rational(value, what="a rational"):
    """Return the fraction of "p" or "p/q" in hex."""
    if type(value) is not str:
        raise NotACertificate(f"{what} must be a string")
    top, slash, bottom = value.partition("/")
    denominator = integer(bottom, what) if slash else 1
    if denominator <= 0:
        raise NotACertificate(f"{what} must have a positive denominator")
    spend(3000 + 4 * price(denominator.bit_length()))
    return Fraction(integer(top, what), denominator)


def size(value, what, least, most):
    """Return an integer in a range."""
    number = integer(value, what)
    if not least <= number <= most:
        raise NotACertificate(f"{what} must lie in {least}..{most}")
    return number


class Matrix:
    """A sparse matrix of Gaussian integers over one positive denominator."""

    def __init__(self, rows, columns, entries, denominator=1):
        self.rows, self.columns = rows, columns
        self.entries = entries  # {(i, j): (re, im)}, zeros left out
        self.denominator = denominator

    @cached_property
    def bits(self):
        """The length of the longest part of an entry."""
        spend(200 * len(self.entries))
        return max(
            (max(re_.bit_length(), im.bit_length()) for re_, im in self.entries.values()),
            default=0,
        )


def hermitian(value, order, what):
    """Return a Hermitian matrix from its lower triangle, entries "i j re [im]"."""
    value = members(value, what, ("entries",), ("denominator",))
    entries = {}
    for (i, j), (re_, im) in _entries(value["entries"], order, order, what):
        if i < j or (i == j and im):
            raise NotACertificate(f"{what}: lower triangle only, and a real diagonal")
        entries[i, j] = (re_, im)
        entries[j, i] = (re_, -im)
    return Matrix(order, order, entries, _denominator(value, what))


def rectangular(value, rows, what):
    """Return an integer matrix with the given number of rows, all columns non-zero."""
    value = members(value, what, ("columns", "entries"))
    # More columns than rows are dependent, and of no use.
    columns = size(value["columns"], f"{what}: columns", 0, rows)
    entries = dict(_entries(value["entries"], rows, columns, what))
    if len({j for _, j in entries}) < columns:
        raise NotACertificate(f"{what}: a column is zero")
    return Matrix(rows, columns, entries)


def _denominator(value, what):
    denominator = integer(value.get("denominator", "1"), f"{what}: denominator")
    if denominator <= 0:
        raise NotACertificate(f"{what}: the denominator must be positive")
    return denominator


def _entries(value, rows, columns, what):
    seen = set()
    spend(5000 * len(listed(value, f"{what}: entries")))
    for entry in value:
        tokens = entry.split(" ", 4) if type(entry) is str else ()
        if len(tokens) not in (3, 4):
            raise NotACertificate(f"{what}: an entry must read 'i j re' or 'i j re im'")
        i, j, re_, *rest = (integer(token, f"{what}: an entry") for token in tokens)
        im = rest[0] if rest else 0
        if not (0 <= i < rows and 0 <= j < columns) or (i, j) in seen:
            raise NotACertificate(f"{what}: entry ({i}, {j}) is outside or given twice")
        seen.add((i, j))
        if re_ or im:
            yield (i, j), (re_, im)


# --- Positivity of Hermitian integer matrices ---------------------------------------


def is_psd(matrix):
    """Whether a Hermitian Matrix is positive semidefinite: decided exactly.

    It is if its irreducible blocks are. For each of them a Cholesky factor in fixed point
    is guessed first and confirmed by Gershgorin's theorem on what it leaves; otherwise
    fraction-free elimination decides.

    Raises:
        Refused: the decision would cost too much.
    """
    return all(_block_is_psd(block) for block in _irreducible(matrix))


def _irreducible(matrix):
    """Yield the blocks that a permutation splits a matrix into, zero ones left out."""
    spend(1000 * len(matrix.entries))
    rows = {}
    for (i, j), entry in matrix.entries.items():
        if entry != (0, 0):
            rows.setdefault(i, {})[j] = entry
    while rows:
        block = {}
        waiting = {next(iter(rows))}
        while waiting:
            i = waiting.pop()
            block[i] = rows.pop(i)
            waiting.update(j for j in block[i] if j in rows)
        yield block


def _block_is_psd(block):
    parts = [part for row in block.values() for entry in row.values() for part in entry]
    bits = max(part.bit_length() for part in parts)
    real = not any(parts[1::2])
    n = len(block) if real else 2 * len(block)
    spend(n**3 // 3 * price(bits) + 10 * n**2 * price(2 * bits))
    hold(n**2, bits)
    dense = _real_rows(block, real)
    if any(dense[i][i] < 0 for i in range(n)):
        return False
    if _cholesky_confirms(dense, bits):
        return True
    # Minors of order m have at most m·(bits + log n) bits.
    growth = bits + n.bit_length()
    spend(sum(4 * (n - m) ** 2 * price(m * growth) for m in range(1, n + 1)))
    hold(n**2, n * growth)
    return _eliminate(dense)


def _real_rows(block, real):
    """Return dense rows; a complex H as [[Re, −Im], [Im, Re]], which has its signs."""
    n = len(block)
    order = n if real else 2 * n
    place = {i: position for position, i in enumerate(block)}
    dense = [[0] * order for _ in range(order)]
    for i, row in block.items():
        for j, (re_, im) in row.items():
            p, q = place[i], place[j]
            dense[p][q] = re_
            if not real:
                dense[n + p][n + q] = re_
                dense[n + p][q], dense[p][n + q] = im, -im
    return dense


def _cholesky_confirms(dense, bits):
    """Whether 4^k M − L L^T is diagonally dominant for a guessed lower triangular L."""
    n = len(dense)
    shift = 2 * (bits // 2 + 2 * n.bit_length() + 4)
    # The guess is for M minus a little, so that rounding leaves something positive.
    little = n << (bits // 2 + shift // 2 + 2)
    lower = []
    for i in range(n):
        row = []
        for j in range(i):
            rest = (dense[i][j] << shift) - sum(map(mul, row, lower[j]))
            row.append(rest // lower[j][j])
        square = (dense[i][i] << shift) - little - sum(map(mul, row, row))
        if square <= 0:
            return False
        row.append(_square_root(square))
        lower.append(row)
    spare = [0] * n
    for i in range(n):
        for j in range(i + 1):
            left = (dense[i][j] << shift) - sum(map(mul, lower[i], lower[j]))
            if i == j:
                spare[i] += left
            else:
                spare[i] -= abs(left)
                spare[j] -= abs(left)
    return all(x >= 0 for x in spare)


def _square_root(number):
    """Return about √number, at least 1 (the factor is a guess; it is confirmed)."""
    guess = 1 << ((number.bit_length() + 1) // 2)
    while True:
        better = (guess + number // guess) // 2
        if better >= guess:
            return guess
        guess = better


def _eliminate(dense):
    """Bareiss elimination with symmetric pivots; a zero pivot must have a zero row."""
    rows = [list(row) for row in dense]
    previous = 1
    while rows:
        at = max(range(len(rows)), key=lambda i: rows[i][i])
        pivot = rows[at][at]
        if pivot == 0:
            # No positive diagonal is left: PSD if and only if nothing at all is left.
            return not any(any(row) for row in rows)
        column = [row[at] for row in rows]
        head = rows[at]
        rest = [i for i in range(len(rows)) if i != at]
        rows = [
            [(pivot * rows[i][j] - column[i] * head[j]) // previous for j in rest]
            for i in rest
        ]
        if any(rows[i][i] < 0 for i in range(len(rows))):
            return False
        previous = pivot
    return True


# --- Permutations: one Young symmetrizer for every diagram --------------------------


def diagrams(k, rows):
    """Return the Young diagrams of k boxes with at most `rows` rows."""

    def parts(left, most, places):
        if left == 0:
            yield ()
        elif places:
            for first in range(min(left, most), 0, -1):
                for rest in parts(left - first, first, places - 1):
                    yield (first, *rest)

    return list(parts(k, k, rows))


def semistandard(diagram, d):
    """Return the fillings by 0..d−1: rows weakly and columns strictly increasing."""
    fillings = [()]
    for length in diagram:
        rows = [()]
        for _ in range(length):
            rows = [(*row, x) for row in rows for x in range(row[-1] if row else 0, d)]
        fillings = [
            (*filling, row)
            for filling in fillings
            for row in rows
            if not filling or all(a < b for a, b in zip(filling[-1], row, strict=False))
        ]
    return fillings


def symmetrized(filling):
    """Return (column antisymmetrizer)(row symmetrizer) on a word, as {word: integer}.

    The row symmetrizer is taken up to a positive factor: each rearrangement once.
    """
    words = {(): 1}
    for row in filling:
        arrangements = _arrangements(row)
        words = {(*word, *tail): 1 for word in words for tail in arrangements}
    starts = [sum(len(row) for row in filling[:i]) for i in range(len(filling))]
    width = len(filling[0]) if filling else 0
    for column in range(width):
        places = [
            start + column
            for start, row in zip(starts, filling, strict=True)
            if column < len(row)
        ]
        signed = {}
        for order, sign in _signed_orders(len(places)):
            for word, weight in words.items():
                moved = list(word)
                for place, source in zip(places, order, strict=True):
                    moved[place] = word[places[source]]
                key = tuple(moved)
                signed[key] = signed.get(key, 0) + sign * weight
        words = {word: weight for word, weight in signed.items() if weight}
    return words


def _arrangements(row):
    if not row:
        return [()]
    return [
        (x, *rest)
        for x in sorted(set(row))
        for rest in _arrangements(tuple(_without(row, x)))
    ]


def _without(row, x):
    place = row.index(x)
    return row[:place] + row[place + 1 :]


def _signed_orders(n):
    orders = [((), 1)]
    for new in range(n):
        orders = [
            ((*order[:at], new, *order[at:]), sign * (-1) ** (len(order) - at))
            for order, sign in orders
            for at in range(len(order) + 1)
        ]
    return orders


@lru_cache(maxsize=2)
def _symbols(copies, d):
    return {
        diagram: [symmetrized(filling) for filling in semistandard(diagram, d)]
        for diagram in diagrams(copies, d)
    }


def _symbols_price(copies, d):
    """Return what _symbols() costs: fillings by the hook content formula, times words."""
    total = 0
    for diagram in diagrams(copies, d):
        columns = [sum(row > j for row in diagram) for j in range(max(diagram))]
        boxes = [(i, j) for i, row in enumerate(diagram) for j in range(row)]
        hooks = prod(diagram[i] - j + columns[j] - i - 1 for i, j in boxes)
        fillings = prod(d + j - i for i, j in boxes) // hooks
        orders = prod(map(factorial, diagram)) * prod(map(factorial, columns))
        total += (fillings + 1) * min(d**copies, orders) * 3000
    return total


class Space:
    """A⊗B^k by symmetry type, and the operators of a problem on it.

    Copies of B are traced out with the rational weights β_b, 1 unless scales are given.
    """

    def __init__(self, d_in, d_out, copies, scales=None):
        self.d_in, self.d_out, self.copies = d_in, d_out, copies
        self.scales = (Fraction(1),) * d_out if scales is None else tuple(scales)
        self.weights, unit = over_one_denominator(self.scales)
        #: What the weights of the other k−1 copies are over.
        self.unit = unit ** max(copies - 1, 0)
        spend(_symbols_price(copies, d_out))
        self.symbols = _symbols(copies, d_out)
        self._words = {
            diagram: sum(map(len, symbols)) for diagram, symbols in self.symbols.items()
        }

    def order(self, diagram):
        """Return the dimension of A⊗(image of the symmetrizer)."""
        return self.d_in * len(self.symbols[diagram])

    def strands(self, diagram):
        """Yield, for each copy and each word on the other copies, its weight and basis.

        The basis is {b: [(column, coefficient), …]} for the letter b of that copy.
        """
        heavy = price(self.unit.bit_length())
        for copy in range(self.copies):
            spend(self._words[diagram] * (2000 + self.copies * heavy))
            strands = {}
            for column, words in enumerate(self.symbols[diagram]):
                for word, weight in words.items():
                    rest = word[:copy] + word[copy + 1 :]
                    letters = strands.setdefault(rest, {})
                    letters.setdefault(word[copy], []).append((column, weight))
            for rest, letters in strands.items():
                yield prod(self.weights[b] for b in rest), letters

    def compress(self, matrix, diagram):
        """Return k·V†S(W)V on a diagram."""
        width = len(self.symbols[diagram])
        found = {}
        by_letters = {}
        for (p, q), entry in matrix.entries.items():
            (a, b), (c, d) = divmod(p, self.d_out), divmod(q, self.d_out)
            by_letters.setdefault((b, d), []).append((a * width, c * width, entry))
        bits = matrix.bits + self.unit.bit_length()
        for weight, letters in self.strands(diagram):
            spend(300 * len(by_letters))
            for (b, d), entries in by_letters.items():
                if b not in letters or d not in letters:
                    continue
                steps = len(letters[b]) * len(letters[d]) * len(entries)
                spend(steps * (600 + 2 * price(bits)))
                hold(len(found), bits)
                for (i, v), (j, w) in product(letters[b], letters[d]):
                    factor = v * w * weight
                    for a, c, (re_, im) in entries:
                        old = found.get((a + i, c + j), (0, 0))
                        found[a + i, c + j] = (old[0] + factor * re_, old[1] + factor * im)
        order = self.order(diagram)
        return Matrix(order, order, found, matrix.denominator * self.unit)

    def marginal(self, matrix, diagram):
        """Return k times the average marginal of V T V†."""
        width = len(self.symbols[diagram])
        found = {}
        by_columns = {}
        for (p, q), entry in matrix.entries.items():
            (a, i), (c, j) = divmod(p, width), divmod(q, width)
            by_columns.setdefault((i, j), []).append(
                (a * self.d_out, c * self.d_out, entry)
            )
        bits = matrix.bits + self.unit.bit_length()
        most = max(map(len, by_columns.values()), default=0)
        for weight, letters in self.strands(diagram):
            pairs = sum(map(len, letters.values())) ** 2
            spend(pairs * (500 + most * (600 + 2 * price(bits))))
            hold(len(found), bits)
            places = [(b, i, v) for b, columns in letters.items() for i, v in columns]
            for (b, i, v), (d, j, w) in product(places, places):
                factor = v * w * weight
                for a, c, (re_, im) in by_columns.get((i, j), ()):
                    old = found.get((a + b, c + d), (0, 0))
                    found[a + b, c + d] = (old[0] + factor * re_, old[1] + factor * im)
        order = self.d_in * self.d_out
        return Matrix(order, order, found, matrix.denominator * self.unit)

    def exclusions(self, null, diagram):
        """Return the rows of v ↦ (N†⊗1) V v for every copy: {column: (re, im)} each."""
        width = len(self.symbols[diagram])
        vectors = [{} for _ in range(null.columns)]
        for (p, column), (re_, im) in null.entries.items():
            vectors[column][p] = (re_, -im)
        for _, letters in self.strands(diagram):
            longest = max(map(len, letters.values()))
            for vector in vectors:
                spend(len(vector) * (500 + longest * (400 + price(null.bits))))
                row = {}
                for p, (re_, im) in vector.items():
                    a, b = divmod(p, self.d_out)
                    for column, weight in letters.get(b, ()):
                        at = a * width + column
                        old = row.get(at, (0, 0))
                        row[at] = (old[0] + weight * re_, old[1] + weight * im)
                yield row


def sandwich(left, middle):
    """Return L M L† for an integer L, over M's denominator."""
    by_column = {}
    for (i, p), entry in left.entries.items():
        by_column.setdefault(p, []).append((i, entry))
    lengths = {p: len(column) for p, column in by_column.items()}
    bits = middle.bits + 2 * left.bits + 24
    steps = sum(lengths.get(p, 0) for p, _ in middle.entries)
    spend(500 * len(middle.entries) + steps * (600 + 4 * price(bits)))
    hold(min(steps, left.rows * middle.rows), bits)
    half = {}
    for (p, q), (re_, im) in middle.entries.items():
        for i, (x, y) in by_column.get(p, ()):
            old = half.get((i, q), (0, 0))
            half[i, q] = (old[0] + x * re_ - y * im, old[1] + x * im + y * re_)
    steps = sum(lengths.get(q, 0) for _, q in half)
    spend(500 * len(half) + steps * (600 + 4 * price(bits)))
    hold(min(steps, left.rows**2), bits)
    found = {}
    for (i, q), (re_, im) in half.items():
        for j, (x, y) in by_column.get(q, ()):
            old = found.get((i, j), (0, 0))
            found[i, j] = (old[0] + re_ * x + im * y, old[1] + im * x - re_ * y)
    return Matrix(left.rows, left.rows, found, middle.denominator)


def adjoint(matrix):
    """Return M†."""
    spend(500 * len(matrix.entries))
    entries = {(j, i): (re_, -im) for (i, j), (re_, im) in matrix.entries.items()}
    return Matrix(matrix.columns, matrix.rows, entries, matrix.denominator)


def combine(terms, order):
    """Return Σ factor·M for rational factors, over one denominator."""
    scale = 1
    for factor, matrix in terms:
        scale = _common(scale, factor.denominator * matrix.denominator)
    found = {}
    for factor, matrix in terms:
        share = factor.numerator * (scale // (factor.denominator * matrix.denominator))
        bits = matrix.bits + share.bit_length()
        spend(2 * price(2 * scale.bit_length()))
        spend(len(matrix.entries) * (600 + 2 * price(bits)))
        hold(len(found) + len(matrix.entries), bits)
        for at, (re_, im) in matrix.entries.items():
            old = found.get(at, (0, 0))
            found[at] = (old[0] + share * re_, old[1] + share * im)
    kept = {at: entry for at, entry in found.items() if entry != (0, 0)}
    return Matrix(order, order, kept, scale)


def _common(first, second):
    """Return the least common multiple."""
    spend(2000 + 4 * price(max(first.bit_length(), second.bit_length())))
    return first * Fraction(second, first).numerator


def over_one_denominator(values):
    """Return the numerators of fractions over a common denominator, and that."""
    unit = 1
    for value in values:
        unit = _common(unit, Fraction(value).denominator)
    longest = max((Fraction(value).numerator.bit_length() for value in values), default=0)
    spend(len(values) * (3000 + 4 * price(unit.bit_length() + longest)))
    return [int(value * unit) for value in values], unit


def equal(first, second):
    """Whether two matrices are equal."""
    order = first.rows
    return not combine([(Fraction(1), first), (Fraction(-1), second)], order).entries


def pairing(first, second):
    """Return tr(A B) for Hermitian A and B."""
    total = 0
    bits = max(first.bits, second.bits)
    spend(len(first.entries) * (300 + 2 * price(bits)) + 4 * price(2 * bits))
    for at, (re_, im) in first.entries.items():
        x, y = second.entries.get(at, (0, 0))
        total += re_ * x + im * y
    return Fraction(total, first.denominator * second.denominator)


def transposed_on_b(matrix, d_out):
    """Return the partial transpose on B."""
    spend(600 * len(matrix.entries))
    found = {}
    for (p, q), entry in matrix.entries.items():
        (a, b), (c, d) = divmod(p, d_out), divmod(q, d_out)
        found[a * d_out + d, c * d_out + b] = entry
    return Matrix(matrix.rows, matrix.columns, found, matrix.denominator)


def traced_last(matrix, weights):
    """Return the partial trace over the last factor, weighted."""
    d = len(weights)
    weights, unit = over_one_denominator(weights)
    spend(len(matrix.entries) * (600 + 2 * price(max(matrix.bits, unit.bit_length()))))
    found = {}
    for (p, q), (re_, im) in matrix.entries.items():
        (i, b), (j, c) = divmod(p, d), divmod(q, d)
        if b == c:
            old = found.get((i, j), (0, 0))
            found[i, j] = (old[0] + weights[b] * re_, old[1] + weights[b] * im)
    return Matrix(matrix.rows // d, matrix.rows // d, found, matrix.denominator * unit)


def identity(order):
    """Return 1."""
    return Matrix(order, order, {(i, i): (1, 0) for i in range(order)})


# --- The problem ------------------------------------------------------------------


class Point:
    """One channel, by an operator that normalization turns into its Choi operator."""

    def __init__(self, choi, scales, at=None):
        self.choi, self.scales, self.at = choi, scales, at
        self.input_trace = traced_last(choi, scales)

    @property
    def is_scaled(self):
        """Whether copies of B are traced out with weights."""
        return any(x != 1 for x in self.scales)

    @property
    def is_normalized(self):
        """Whether the operator is the Choi operator itself."""
        trace = self.input_trace
        return not self.is_scaled and equal(trace, identity(trace.rows))


class Problem:
    """What a certificate is about: channels, a property, and how exactly they are meant."""

    def __init__(self, value):
        required = ("d_in", "d_out", "property")
        optional = ("label", "parameter", "radius", "line", "points")
        value = members(value, "problem", required, optional)
        self.label = text(value.get("label", "a channel"), "problem: label")
        self.parameter = name(value.get("parameter", "x"), "problem: parameter")
        self.d_in = size(value["d_in"], "d_in", 1, MAX_DIMENSION)
        self.d_out = size(value["d_out"], "d_out", 1, MAX_DIMENSION)
        self.copies = self.asked(value["property"])
        if self.d_in * self.d_out ** max(self.copies, 1) > MAX_DIMENSION:
            raise NotACertificate(f"A⊗B^k has a dimension above {MAX_DIMENSION}")
        self.order = self.d_in * self.d_out
        self.radius = rational(value.get("radius", "0"), "radius")
        if self.radius < 0:
            raise NotACertificate("radius must not be negative")
        if ("line" in value) == ("points" in value):
            raise NotACertificate("problem must have either 'line' or 'points'")
        self.is_line = "line" in value
        self.points = self._line(value) if self.is_line else self._points(value)
        self._spaces = {}

    def asked(self, value):
        """Return the number of copies in a property, 0 standing for PPT."""
        return _property(value)

    def _line(self, value):
        keys = ("from", "to", "choi_from", "choi_to")
        line = members(value["line"], "line", keys, ("scales",))
        self.start = rational(line["from"], "line: from")
        self.end = rational(line["to"], "line: to")
        if not self.start < self.end:
            raise NotACertificate("line: 'from' must be less than 'to'")
        scales = self._scales(line)
        return [
            Point(hermitian(line[key], self.order, key), scales)
            for key in ("choi_from", "choi_to")
        ]

    def _points(self, value):
        points = []
        for item in listed(value["points"], "points", MAX_POINTS):
            item = members(item, "a point", ("choi",), ("at", "scales"))
            choi = hermitian(item["choi"], self.order, "choi")
            scales = self._scales(item)
            at = rational(item["at"], "at") if "at" in item else None
            points.append(Point(choi, scales, at))
        if not points:
            raise NotACertificate(f"points must be 1 to {MAX_POINTS} channels")
        places = {point.at for point in points}
        if len(points) > 1 and (None in places or len(places) < len(points)):
            raise NotACertificate("of several points each needs an 'at' of its own")
        return points

    def _scales(self, item):
        given = listed(item.get("scales", ["1"] * self.d_out), "scales", self.d_out)
        scales = [rational(x, "scales") for x in given]
        if len(scales) != self.d_out or min(scales) <= 0:
            raise NotACertificate(f"scales must be {self.d_out} positive numbers")
        if sum(x.denominator.bit_length() for x in scales) > MAX_SCALE_BITS:
            raise NotACertificate(f"scales have more than {MAX_SCALE_BITS} bits")
        return scales

    def space(self, point):
        """Return the space of a point's extensions, built when first needed."""
        weights = tuple(point.scales)
        if weights not in self._spaces:
            self._spaces[weights] = Space(self.d_in, self.d_out, self.copies, weights)
        return self._spaces[weights]

    def check_channels(self):
        """Refuse unless every stated operator is a channel's (a ball's centre: nearly)."""
        for point in self.points:
            if not point.is_normalized:
                if self.radius:
                    raise Refused("a stated operator is not trace preserving")
                trace = point.input_trace
                if not is_psd(trace) or _rank(_columns(trace)) < self.d_in:
                    raise Refused("a stated operator cannot be normalized")
            # Only with one normalization is a line of operators one of channels.
            if self.is_line and not equal(
                self.points[0].input_trace, self.points[1].input_trace
            ):
                raise Refused("the ends of the line are not normalized alike")
            if not self.radius and not is_psd(point.choi):
                raise Refused("a stated operator is not positive, so it is no channel")

    def choi_at(self, x):
        """Return J(x) on a line."""
        spend(10 * sum(price(2 * length(y)) for y in (x, self.start, self.end)))
        share = (x - self.start) / (self.end - self.start)
        first, last = (point.choi for point in self.points)
        return combine([(1 - share, first), (share, last)], self.order)

    def at(self, x):
        """Return the point of a line at x."""
        return Point(self.choi_at(x), self.points[0].scales)

    def check_inside(self, point, proof):
        """Refuse unless the proof shows every channel of the point to be inside."""
        check_inside(self, point, proof)

    def read_witness(self, proof, points):
        """Return W after checking that tr(WJ) ≥ 0 for every J with the property."""
        return read_witness(self, proof, points)

    #: Kinds of proofs that a property fails.
    refuting = ("witness",)
    #: The convex set in which a line is inside, once that is proved.
    held_in = ""

    def check_outside(self, point, proof):
        """Refuse unless the proof shows that no channel of the point has the property."""
        if proof["kind"] != "witness":
            raise NotACertificate("that a property fails is proved by a witness")
        if outside(self, self.read_witness(proof, [point]), point.choi) >= 0:
            raise Refused("tr(WJ) is not negative")

    def refuter(self, proof):
        """Return what says of an interval of a line whether the proof refutes all of it."""
        witness = self.read_witness(proof, self.points)
        return lambda interval: _refutes(self, witness, interval)

    def convex_set(self, proof):
        """Return the name of a convex set in which the proof shows a point to be."""
        return ""

    def says(self, verdict, kind):
        """Return what is proved of one channel, in words."""
        if verdict == "fails":
            return f"is not {self.property_name}"
        by = ", by the map stated" if kind == "map" else ""
        return f"is {self.property_name}{by}{self.consequence}"

    def holding_words(self, where):
        """Return that the property holds along a part of the line."""
        return f"J({self.parameter}) is {self.property_name} {where}{self.consequence}"

    def failing_words(self, span):
        """Return that the property fails along a part of the line."""
        x = self.parameter
        return f"J({x}) is not {self.property_name} for any {x} in {span}"

    def edge_words(self, verb, place):
        """Return where the property starts or ceases."""
        return f"So it {verb} to be {self.property_name} {place}"

    @property
    def definition(self):
        """What the property means, in one line."""
        return definition(self.copies)

    @property
    def property_name(self):
        """E.g. "antidegradable"."""
        return property_name(self.copies)

    @property
    def consequence(self):
        """What follows where the property holds, in words, or ""."""
        return ""


def definition(copies):
    """Return what a property means, in one line; no copies stand for PPT."""
    if copies == 0:
        return "PPT: the partial transpose of J is positive semidefinite."
    also = " (2-extendible)" if copies == 2 else ""
    word = property_name(copies)[0].upper() + property_name(copies)[1:]
    space = "A⊗B_1⊗B_2" if copies == 2 else f"A⊗B_1⊗…⊗B_{copies}"
    return (
        f"{word}{also}: J is the marginal on A⊗B_i, for every i, of one operator ≥ 0 "
        f"on {space}."
    )


def property_name(copies):
    """Return e.g. "antidegradable"; no copies stand for PPT."""
    if copies == 0:
        return "PPT"
    return "antidegradable" if copies == 2 else f"{copies}-extendible"


def _property(value):
    """Return the number of copies, 0 standing for PPT."""
    value = members(value, "property", ("name",), ("copies",))
    if value["name"] == "ppt" and "copies" not in value:
        return 0
    if value["name"] == "extendible" and "copies" in value:
        return size(value["copies"], "copies", 2, 16)
    raise NotACertificate("property must be ppt, or extendible with its copies")


# --- The proofs -------------------------------------------------------------------


def check_inside(problem, point, proof):
    """Refuse unless the proof shows every channel the point stands for to be inside."""
    kind = proof.get("kind")
    if problem.copies == 0:
        if kind != "positive":
            raise Refused("a PPT claim needs a proof of kind 'positive'")
        check_transpose(problem, point, proof)
    elif kind == "extension":
        _check_extension(problem, point, proof)
    elif kind == "map":
        _check_map(problem, point, proof)
    else:
        raise NotACertificate("a proof's kind must be extension, map, positive or witness")


def check_transpose(problem, point, proof):
    """Refuse unless the partial transpose of every channel of the point is positive."""
    members(proof, "a proof", ("kind",), ("at", "point"))
    # ‖R‖ ≤ ‖R‖_F ≤ √2 r n ≤ 2 r n for an operator of order n.
    room = Fraction(-2) * problem.radius * problem.order
    shifted = [(Fraction(1), transposed_on_b(point.choi, problem.d_out))]
    shifted.append((room, identity(problem.order)))
    if not is_psd(combine(shifted, problem.order)):
        raise Refused("the partial transpose is not shown to be positive")


def _check_extension(problem, point, proof):
    members(proof, "extension", ("kind", "blocks"), ("at", "point", "slack"))
    slack = rational(proof.get("slack", "0"), "slack")
    copies, d = problem.copies, problem.d_out
    if slack < 0 or (slack and point.is_scaled):
        raise Refused("the slack is negative or combined with scales")
    space = problem.space(point)
    if slack * d ** (copies - 1) < 2 * copies * problem.radius * problem.order:
        raise Refused("the slack does not cover the radius")
    terms = [(slack * d ** (copies - 1), identity(problem.order))]
    seen = set()
    for block in listed(proof["blocks"], "blocks"):
        block = members(block, "a block", ("diagram", "matrix"), ("basis",))
        diagram = _diagram(block["diagram"], space)
        if diagram in seen:
            raise NotACertificate("a diagram occurs twice")
        seen.add(diagram)
        order = space.order(diagram)
        basis = None
        if "basis" in block:
            basis = rectangular(block["basis"], order, "basis")
            order = basis.columns
        matrix = hermitian(block["matrix"], order, "a block's matrix")
        if not is_psd(matrix):
            raise Refused("a block of the extension is not positive")
        if basis is not None:
            matrix = sandwich(basis, matrix)
        share = Fraction(1, copies)
        terms.append((share, space.marginal(matrix, diagram)))
    if not equal(combine(terms, problem.order), point.choi):
        raise Refused("the extension's marginal is not the channel's Choi operator")


def _check_map(problem, point, proof):
    members(proof, "map", ("kind", "operators", "weights", "choi"), ("at", "point"))
    if problem.copies != 2 or problem.radius:
        raise Refused("a map proves antidegradability of an exact channel only")
    factor = rectangular(proof["operators"], problem.order, "operators")
    weights = [rational(x, "weights") for x in listed(proof["weights"], "weights")]
    rank, d = factor.columns, problem.d_out
    if len(weights) != rank:
        raise NotACertificate("there must be one weight per operator")
    candidate = hermitian(proof["choi"], rank * d, "the map's Choi operator")
    if not is_psd(candidate):
        raise Refused("the map is not completely positive")
    traced = traced_last(candidate, point.scales)
    diagonal = [
        (weight, Matrix(rank, rank, {(e, e): (1, 0)})) for e, weight in enumerate(weights)
    ]
    if not equal(traced, combine(diagonal, rank)):
        raise Refused("the map is not trace preserving")
    if not equal(sandwich(factor, traced), point.choi):
        raise Refused("the operators are not Kraus operators of the channel")
    # (L⊗1) C (L⊗1)† on A⊗B⊗B', with B traced out instead of B'.
    spend(1000 * d * len(factor.entries))
    hold(d * len(factor.entries), factor.bits)
    wide = {
        ((p // d * d + b) * d + p % d, e * d + b): entry
        for (p, e), entry in factor.entries.items()
        for b in range(d)
    }
    swapped = sandwich(Matrix(problem.order * d, rank * d, wide), candidate)
    if not equal(traced_last(swapped, point.scales), point.choi):
        raise Refused("the map does not turn the complement's output into the channel's")


def read_witness(problem, proof, points):
    """Return W after checking that tr(WJ) ≥ 0 for every J with the property.

    With a face, that is checked for the J annihilated by the same vectors as the points
    are. All points have the same scales.
    """
    members(proof, "witness", ("kind", "matrix"), ("point", "null", "faces", "kernels"))
    witness = hermitian(proof["matrix"], problem.order, "the witness")
    if problem.copies == 0:
        if "null" in proof or "faces" in proof or "kernels" in proof:
            raise NotACertificate("a PPT witness has no face")
        if not is_psd(transposed_on_b(witness, problem.d_out)):
            raise Refused("the witness's partial transpose is not positive")
        return witness
    space = problem.space(points[0])
    faces = _faces(problem, proof, points) if "null" in proof else {}
    if "faces" in proof and "null" not in proof:
        raise NotACertificate("faces need the null vectors they come from")
    kernels = _bases(proof.get("kernels", []), "kernels", space, faces)
    for diagram in space.symbols:
        matrix = space.compress(witness, diagram)
        if "null" in proof:
            matrix = sandwich(adjoint(faces[diagram]), matrix)
        if diagram in kernels:
            matrix = _without_kernel(matrix, kernels[diagram])
        if not is_psd(matrix):
            raise Refused("the witness is not positive on every extension")
    return witness


def _faces(problem, proof, points):
    """Return, per diagram, a basis of all vectors whose A B_i parts avoid N."""
    if problem.radius:
        raise Refused("a face needs exact channels, not a radius")
    value = members(proof["null"], "null", ("columns", "entries"))
    null = rectangular(value, problem.order, "null")
    space = problem.space(points[0])
    for point in points:
        if any(entry != (0, 0) for entry in _product(point.choi, null).values()):
            raise Refused("the channel does not annihilate the null vectors")
    given = _bases(proof.get("faces"), "faces", space, {})
    faces = {}
    for diagram in space.symbols:
        order = space.order(diagram)
        basis = given.get(diagram, Matrix(order, 0, {}))
        vectors = _columns(basis)
        rows, cells = [], 0
        bits = null.bits + basis.bits + 24
        for row in space.exclusions(null, diagram):
            spend(len(row) * len(vectors) * (300 + 4 * price(bits)))
            if any(_dot(row, vector) != (0, 0) for vector in vectors):
                raise Refused("a vector of the face has a part outside the channel's range")
            rows.append(row)
            cells += len(row)
            hold(cells, bits)
        # Both are lower bounds of ranks over the rationals, which add up to the order
        # at most: so the basis spans the kernel.
        if _rank(rows) + _rank(vectors) < order:
            raise Refused("the face is not shown to be complete")
        faces[diagram] = basis
    return faces


def _bases(value, what, space, faces):
    """Return {diagram: integer columns} in V, or in the faces' own coordinates."""
    given = {}
    for item in listed(value, what):
        item = members(item, what, ("diagram", "basis"))
        diagram = _diagram(item["diagram"], space)
        if diagram in given:
            raise NotACertificate("a diagram occurs twice")
        rows = faces[diagram].columns if diagram in faces else space.order(diagram)
        given[diagram] = rectangular(item["basis"], rows, what)
    return given


def _without_kernel(matrix, kernel):
    """Return the part of a matrix on coordinates that complete its kernel to a basis."""
    if any(entry != (0, 0) for entry in _product(matrix, kernel).values()):
        raise Refused("the witness does not annihilate its kernel")
    # The columns are invertible on these rows modulo a prime, hence over the rationals.
    dropped = _pivots(_columns(kernel))
    if len(dropped) < kernel.columns:
        raise Refused("the columns of a kernel are dependent")
    kept = [i for i in range(matrix.rows) if i not in dropped]
    place = {i: n for n, i in enumerate(kept)}
    entries = {
        (place[i], place[j]): entry
        for (i, j), entry in matrix.entries.items()
        if i in place and j in place
    }
    return Matrix(len(kept), len(kept), entries, matrix.denominator)


def _product(matrix, vectors):
    by_row = {}
    for (q, column), entry in vectors.entries.items():
        by_row.setdefault(q, []).append((column, entry))
    bits = matrix.bits + vectors.bits
    steps = sum(len(by_row.get(q, ())) for _, q in matrix.entries)
    spend(500 * len(matrix.entries) + steps * (600 + 4 * price(bits)))
    hold(min(steps, matrix.rows * vectors.columns), bits)
    found = {}
    for (p, q), (re_, im) in matrix.entries.items():
        for column, (x, y) in by_row.get(q, ()):
            old = found.get((p, column), (0, 0))
            found[p, column] = (old[0] + re_ * x - im * y, old[1] + re_ * y + im * x)
    return found


def _dot(row, vector):
    """Return Σ row_i vector_i, without conjugation."""
    total = (0, 0)
    for i, (re_, im) in row.items():
        x, y = vector.get(i, (0, 0))
        total = (total[0] + re_ * x - im * y, total[1] + re_ * y + im * x)
    return total


def _columns(matrix):
    rows = [{} for _ in range(matrix.columns)]
    for (i, j), entry in matrix.entries.items():
        rows[j][i] = entry
    return rows


def _rank(rows):
    """Return the rank modulo a prime, at most the rank over the Gaussian rationals."""
    return len(_pivots(rows))


def _pivots(rows):
    """Return coordinates on which a maximal independent set of the rows is invertible.

    All of it modulo a prime, with a square root of −1 for i.
    """
    pivots, cells = {}, 0
    for entries in rows:
        spend(2000 * len(entries))
        row = {
            column: value
            for column, (re_, im) in entries.items()
            if (value := (re_ + _ROOT * im) % _PRIME)
        }
        while row:
            lead = min(row)
            if lead not in pivots:
                inverse = pow(row[lead], -1, _PRIME)
                pivots[lead] = {c: x * inverse % _PRIME for c, x in row.items()}
                cells += len(row)
                hold(cells, 64)
                break
            spend(400 * (len(pivots[lead]) + len(row)))
            factor = row[lead]
            for column, x in pivots[lead].items():
                value = (row.get(column, 0) - factor * x) % _PRIME
                if value:
                    row[column] = value
                else:
                    row.pop(column, None)
    return set(pivots)


def _diagram(value, space):
    rows = [size(x, "diagram", 1, 16) for x in listed(value, "diagram", 16)]
    if tuple(rows) not in space.symbols:
        raise NotACertificate("a diagram must have one box per copy and at most d_out rows")
    return tuple(rows)


def outside(problem, witness, choi):
    """Return an upper bound of tr(WJ) over the channels that `choi` stands for."""
    weight = sum(abs(re_) + abs(im) for re_, im in witness.entries.values())
    value = pairing(witness, choi)
    spend(10 * price(length(value) + length(problem.radius) + witness.bits))
    return value + problem.radius * Fraction(weight, witness.denominator)


# --- Claims -----------------------------------------------------------------------


class Proved:
    """What a certificate proves.

    The label is whatever the file calls its channels, which nothing binds to them.
    """

    def __init__(self, theorem, label, digest):
        self.theorem, self.label, self.digest = theorem, label, digest

    @property
    def unverified(self):
        """The label in one line, quoted and in ASCII, so that it can pass for no other."""
        return f"The file calls it {json.dumps(self.label)}, unverified."


def check(data, budget=None):
    """Return the theorem that the certificate in `data` (bytes) proves, as lines of text.

    Raises:
        NotACertificate: it is none.
        Refused: it does not prove its claim.
    """
    return proved(data, budget).theorem


def proved(data, budget=None):
    """Return the theorem that a certificate proves, and its label apart from it.

    Args:
        data: the file.
        budget: what checking it may cost, MAX_WORK if not given.

    Raises:
        NotACertificate: it is none.
        Refused: it does not prove its claim.
    """
    token = _BUDGET.set(budget or Budget())
    try:
        return _proved(data)
    finally:
        _BUDGET.reset(token)


def _proved(data):
    document = members(parse(data), "the certificate", KEYS)
    if document["format"] == PARTITION_FORMAT:
        return _proved_line(document)
    if document["format"] == REGION_FORMAT:
        return _proved_region(document)
    kinds = {
        FORMAT: Problem,
        SIGNED_FORMAT: SignedProblem,
        CAPACITY_FORMAT: CapacityProblem,
    }
    if type(document["format"]) is not str or document["format"] not in kinds:
        known = ", ".join(map(repr, (*kinds, PARTITION_FORMAT, REGION_FORMAT)))
        raise NotACertificate(f"its format is none of {known}")
    problem = kinds[document["format"]](document["problem"])
    if document["digest"] != digest(document["problem"]):
        raise Refused("the digest belongs to another problem")
    problem.check_channels()
    proofs = listed(document["proofs"], "proofs", MAX_PROOFS)
    for proof in proofs:
        if type(proof) is not dict or type(proof.get("kind")) is not str:
            raise NotACertificate("a proof must be an object with its kind")
    if problem.is_line:
        lines = _check_line(problem, document["claim"], proofs)
    else:
        lines = _check_points(problem, document["claim"], proofs)
    theorem = [*_heading(problem, document["digest"]), *lines]
    return Proved(theorem, problem.label, document["digest"])


def digest(problem):
    """Return the SHA-256 of a problem's JSON, keys sorted and blanks left out."""
    canonical = json.dumps(problem, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _check_points(problem, claim, proofs):
    claim = members(claim, "claim", ("verdicts",))
    verdicts = listed(claim["verdicts"], "verdicts", MAX_POINTS)
    if len(verdicts) != len(problem.points) or len(proofs) != len(verdicts):
        raise NotACertificate("there must be one verdict and one proof per point")
    lines = []
    for number, (point, verdict) in enumerate(zip(problem.points, verdicts, strict=True)):
        mine = [p for p in proofs if size(p.get("point", "0"), "point", 0, 15) == number]
        if len(mine) != 1:
            raise NotACertificate("there must be one proof per point")
        if verdict == "holds":
            problem.check_inside(point, mine[0])
        elif verdict == "fails":
            problem.check_outside(point, mine[0])
        else:
            raise NotACertificate("a verdict must be 'holds' or 'fails'")
        where = (
            "" if point.at is None else f" at {problem.parameter} = {number_text(point.at)}"
        )
        lines.append(f"  The channel{where} {problem.says(verdict, mine[0]['kind'])}.")
    return lines


def _check_line(problem, claim, proofs):
    claim = members(claim, "claim", (), ("holds", "fails"))
    held, refuting = [], []
    for proof in proofs:
        if proof["kind"] in problem.refuting:
            refuting.append(problem.refuter(proof))
            continue
        x = rational(proof.get("at"), "at")
        if not problem.start <= x <= problem.end:
            raise Refused("a proof is about a point outside the domain")
        problem.check_inside(problem.at(x), proof)
        held.append((x, problem.convex_set(proof)))
    holds, fails = None, []
    if "holds" in claim:
        low, high, closed_low, closed_high = _interval(claim["holds"])
        if not (closed_low and closed_high):
            raise NotACertificate("the property holds on a closed interval")
        sets = [{name for x, name in held if x == end} for end in (low, high)]
        if not sets[0] & sets[1]:
            raise Refused("the ends of the interval are not both proved")
        holds = (low, high)
        # Of both sets the one that says more, by its name.
        problem.held_in = max(sets[0] & sets[1])
    for value in listed(claim.get("fails", []), "fails", MAX_PROOFS):
        interval = _interval(value)
        if not problem.start <= interval[0] <= interval[1] <= problem.end:
            raise Refused("a claim reaches beyond the domain")
        if not any(covers(interval) for covers in refuting):
            raise Refused("no witness covers an interval on which it is said to fail")
        fails.append(interval)
    if holds is None and not fails:
        raise NotACertificate("it claims nothing")
    return _line_theorem(problem, holds, fails)


def _interval(value):
    match = _INTERVAL.fullmatch(value) if type(value) is str else None
    if not match:
        raise NotACertificate("an interval must read like '[0,1/3)'")
    low, high = rational(match[2], "an end"), rational(match[3], "an end")
    closed_low, closed_high = match[1] == "[", match[4] == "]"
    if low > high or (low == high and not (closed_low and closed_high)):
        raise NotACertificate("an interval is empty")
    return low, high, closed_low, closed_high


def _refutes(problem, witness, interval):
    """Whether the bound of tr(W J(x)), affine in x, is negative on the whole interval."""
    low, high, closed_low, closed_high = interval
    first, last = (outside(problem, witness, problem.choi_at(x)) for x in (low, high))
    if first > 0 or last > 0 or (first == 0 and last == 0):
        return False
    return not (closed_low and first == 0) and not (closed_high and last == 0)


# --- Partitions: every dimension at once ------------------------------------------
# Polynomials in d are tuples of integers, ascending, without zeros at the end.


def plus(first, second):
    """Return the sum of two polynomials."""
    if len(first) < len(second):
        first, second = second, first
    found = [x + y for x, y in zip(first, second, strict=False)]
    found += first[len(second) :]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def multiplied(first, second):
    """Return the product of two polynomials."""
    if not first or not second:
        return ()
    bits = (
        max(abs(x) for x in first).bit_length() + max(abs(x) for x in second).bit_length()
    )
    spend(1000 + len(first) * len(second) * price(bits))
    hold(len(first) + len(second), bits + 10)
    found = [0] * (len(first) + len(second) - 1)
    for i, x in enumerate(first):
        for j, y in enumerate(second):
            found[i + j] += x * y
    return tuple(found)


def value_at(polynomial, d):
    """Return p(d) for an integer d."""
    found = 0
    bits = max((abs(x) for x in polynomial), default=0).bit_length()
    spend(len(polynomial) * price(bits + len(polynomial) * d.bit_length()))
    for coefficient in reversed(polynomial):
        found = found * d + coefficient
    return found


class Dimensions:
    """The dimensions a file is about: every integer from `least` on, or `least` alone."""

    def __init__(self, value):
        if type(value) is dict and "equals" in value:
            value, self.alone = members(value, "dimension", ("equals",))["equals"], True
        else:
            value, self.alone = members(value, "dimension", ("least",))["least"], False
        self.least = integer(value, "dimension")
        if self.least < 1:
            raise NotACertificate("a dimension must be at least 1")

    def polynomial(self, value, what):
        """Return a polynomial as it is written; of one dimension its value there."""
        words = value.split(" ", MAX_COEFFICIENTS) if type(value) is str else []
        found = [integer(word, what) for word in words]
        if not 0 < len(found) <= MAX_COEFFICIENTS or (len(found) > 1 and not found[-1]):
            raise NotACertificate(
                f"{what} must be a polynomial: at most {MAX_COEFFICIENTS} coefficients, "
                "ascending, the last not 0"
            )
        if self.alone:
            found = [value_at(found, self.least)]
        return tuple(found) if found[-1] else ()

    def divisor(self, value, what):
        """Return a polynomial that is positive at every dimension."""
        found = self.polynomial(value, what)
        if not self.positive(found):
            raise Refused(f"{what}: a divisor is not positive at every dimension")
        return found

    def positive(self, polynomial):
        """Whether p(d) > 0 at every dimension."""
        return self._signed(polynomial, 1)

    def not_negative(self, polynomial):
        """Whether p(d) ≥ 0 at every dimension."""
        return not polynomial or self._signed(polynomial, 0)

    def _signed(self, polynomial, bound):
        """Whether p(d) ≥ bound at every dimension, for an integer polynomial.

        From some dimension on it is since p(start + t) has no negative coefficient.
        """
        if not polynomial or polynomial[-1] < 0:
            return False
        start, step = self.least, 1
        while True:
            if value_at(polynomial, start) < bound:
                return False
            if self.alone or min(shifted(polynomial, start)) >= 0:
                return True
            for d in range(start + 1, start + step):
                if value_at(polynomial, d) < bound:
                    return False
            start, step = start + step, 2 * step

    def text(self):
        """E.g. "every dimension d ≥ 2"."""
        return f"dimension d = {self.least}" if self.alone else f"every dimension {self}"

    def __str__(self):
        return f"d = {self.least}" if self.alone else f"d ≥ {self.least}"


def shifted(polynomial, start):
    """Return p(start + t) as a polynomial in t."""
    found = list(polynomial)
    bits = max(abs(x) for x in found).bit_length() + len(found) * start.bit_length()
    spend(len(found) ** 2 * price(bits))
    for i in range(len(found) - 1):
        for j in range(len(found) - 2, i - 1, -1):
            found[j] += start * found[j + 1]
    return tuple(found)


class Combination:
    """Partitions of 2n points with coefficients p(d), divided by positive polynomials.

    On no strand the only partition is the empty one: a rational function of d.
    """

    def __init__(self, strands, terms, over=None):
        self.strands = strands
        self.terms = {key: p for key, p in terms.items() if p}
        self.over = over or {}  # {polynomial: how often it divides}

    def times(self, number):
        """Return the combination times a rational function, which is one on no strand."""
        factor = number.terms.get((), ())
        terms = {key: multiplied(p, factor) for key, p in self.terms.items()}
        return Combination(self.strands, terms, _together(self.over, number.over, _sum))

    def after(self, other, dimensions):
        """Return the product of operators, this one after the other."""
        pairs = len(self.terms) * len(other.terms)
        spend(pairs * 1500 * (self.strands + 1))
        hold(min(pairs, 2**20), 2000)
        found = {}
        for left, p in self.terms.items():
            for right, q in other.terms.items():
                key, loops = product_of(left, right)
                factor = multiplied(multiplied(p, q), loop(dimensions, loops))
                found[key] = plus(found.get(key, ()), factor)
        return Combination(self.strands, found, _together(self.over, other.over, _sum))

    def moved(self, change):
        """Return what a change of partitions, one to one, makes of it."""
        spend(len(self.terms) * 2000 * (self.strands + 1))
        terms = {change(key): p for key, p in self.terms.items()}
        return Combination(self.strands, terms, self.over)

    def adjoint(self):
        """Return the adjoint operator: kets and bras exchanged."""
        n = self.strands
        return self.moved(lambda key: relabelled(key[n:] + key[:n]))

    def transposed(self):
        """Return the partial transpose over the last of two strands."""
        return self.moved(lambda key: relabelled((key[0], key[3], key[2], key[1])))

    def placed(self, places, strands):
        """Return it on some of many strands, with the identity on the others."""
        n = self.strands
        spend(len(self.terms) * 3000 * (strands + 1))

        def wider(key):
            found = [-1 - i % strands for i in range(2 * strands)]
            for i, place in enumerate(places):
                found[place], found[strands + place] = key[i], key[n + i]
            return relabelled(found)

        terms = {wider(key): p for key, p in self.terms.items()}
        return Combination(strands, terms, self.over)

    def traced(self, kept, dimensions):
        """Return the partial trace over all strands but those kept."""
        spend(len(self.terms) * 3000 * (self.strands + 1))
        found = {}
        for key, p in self.terms.items():
            rest, loops = traced_partition(key, kept)
            factor = multiplied(p, loop(dimensions, loops))
            found[rest] = plus(found.get(rest, ()), factor)
        return Combination(len(kept), found, self.over)

    def numerator(self):
        """Return, on no strand, the polynomial over the positive divisors."""
        return self.terms.get((), ())

    def is_zero(self):
        """Whether every coefficient is the zero function."""
        return not self.terms


def _sum(first, second):
    return first + second


def _together(first, second, how):
    """Return how often each polynomial divides, of two such counts."""
    found = dict(first)
    for key, often in second.items():
        found[key] = how(found[key], often) if key in found else often
    return found


def total(strands, parts):
    """Return Σ sign·part of pairs (sign, Combination), over all divisors together."""
    over = {}
    for _, part in parts:
        over = _together(over, part.over, max)
    found = {}
    for sign, part in parts:
        factor = (sign,)
        for divisor, often in over.items():
            for _ in range(often - part.over.get(divisor, 0)):
                factor = multiplied(factor, divisor)
        for key, p in part.terms.items():
            found[key] = plus(found.get(key, ()), multiplied(p, factor))
        hold(len(found), 2000)
    return Combination(strands, found, over)


def loop(dimensions, count):
    """Return d^count, a number where there is one dimension."""
    if dimensions.alone:
        return (dimensions.least**count,)
    return (0,) * count + (1,)


def relabelled(labels):
    """Return a partition with its blocks numbered by first appearance."""
    seen = {}
    return tuple(seen.setdefault(label, len(seen)) for label in labels)


def merged(labels, pairs):
    """Return labels after merging the blocks of each pair of points."""
    labels = list(labels)
    for i, j in pairs:
        old, new = labels[j], labels[i]
        if old != new:
            labels = [new if label == old else label for label in labels]
    return labels


@lru_cache(maxsize=2**14)
def product_of(left, right):
    """Return the partition that a product of two is, and how many blocks are loops."""
    n = len(left) // 2
    labels = [*left, *(len(left) + label for label in right)]
    labels = merged(labels, [(n + i, 2 * n + i) for i in range(n)])
    outer = labels[:n] + labels[3 * n :]
    return relabelled(outer), len(set(labels) - set(outer))


@lru_cache(maxsize=2**14)
def traced_partition(key, kept):
    """Return what tracing all strands but those kept leaves, and the loops."""
    n = len(key) // 2
    labels = merged(key, [(i, n + i) for i in range(n) if i not in kept])
    outer = [labels[i] for i in kept] + [labels[n + i] for i in kept]
    return relabelled(outer), len(set(labels) - set(outer))


class Line:
    """What a partition certificate states: a line of channels of every dimension."""

    def __init__(self, value):
        value = members(
            value,
            "problem",
            ("dimension", "property", "from", "to", "choi_from", "choi_to"),
            ("label", "parameter"),
        )
        self.label = text(value.get("label", "channels"), "label")
        self.parameter = name(value.get("parameter", "x"), "parameter")
        if self.parameter == "d":
            raise NotACertificate("the parameter is called d, as the dimension is")
        self.dimensions = Dimensions(value["dimension"])
        self.copies = _property(value["property"])
        if self.copies > MAX_COPIES:
            raise NotACertificate(f"copies must lie in 2..{MAX_COPIES}")
        #: Strands on which extensions live; PPT needs no more than the two.
        self.strands = max(self.copies + 1, 2)
        self.start = self.function(value["from"], "from")
        self.end = self.function(value["to"], "to")
        self.chois = [self.element(value[f"choi_{end}"], 2) for end in ("from", "to")]
        self.span = self.minus(self.end, self.start)
        if not self.dimensions.positive(self.span.numerator()):
            raise Refused("the domain is empty at some dimension")

    def function(self, value, what):
        """Return a rational function of d, on no strand."""
        top, slash, bottom = value.partition(" / ") if type(value) is str else ("", "", "")
        over = {self.dimensions.divisor(bottom, what): 1} if slash else {}
        return Combination(0, {(): self.dimensions.polynomial(top, what)}, over)

    def element(self, value, strands):
        """Return a combination as the file writes it."""
        value = members(value, "an element", ("terms",), ("over",))
        terms = {}
        for term in listed(value["terms"], "terms"):
            spend(5000)
            key, _, rest = term.partition(" ") if type(term) is str else ("", "", "")
            labels = tuple(_HEX.find(digit) for digit in key)
            if len(labels) != 2 * strands or relabelled(labels) != labels:
                raise NotACertificate(
                    f"a term must begin with a partition of {2 * strands} points, its "
                    "blocks numbered by first appearance"
                )
            if labels in terms:
                raise NotACertificate("a partition is given twice")
            terms[labels] = self.dimensions.polynomial(rest, "a coefficient")
            if rest == "0":
                raise NotACertificate("a coefficient is zero")
        return Combination(strands, terms, self._over(value, "an element"))

    def _over(self, value, what):
        if "over" not in value:
            return {}
        return {self.dimensions.divisor(value["over"], what): 1}

    def gram(self, value, strands):
        """Return Σ_ij G_ij y_i y_j†, which is ≥ 0, of all blocks that a file lists."""
        parts = []
        for block in listed(value, "a Gram sum"):
            block = members(block, "a block", ("vectors", "matrix"), ("over",))
            vectors = listed(block["vectors"], "vectors", MAX_VECTORS)
            if not vectors:
                raise NotACertificate("a block needs vectors")
            vectors = [self.element(vector, strands) for vector in vectors]
            entries = self._lower(block["matrix"], len(vectors))
            if not self._is_psd(entries, len(vectors)):
                raise Refused("a matrix is not positive semidefinite at every dimension")
            over = self._over(block, "a matrix")
            for (i, j), polynomial in entries.items():
                number = Combination(0, {(): polynomial}, over)
                left, right = vectors[i], vectors[j]
                one = left.after(right.adjoint(), self.dimensions).times(number)
                parts.append((1, one))
                if i != j:
                    parts.append((1, one.adjoint()))
        return total(strands, parts)

    def _lower(self, value, order):
        entries = {}
        for entry in listed(value, "a matrix"):
            spend(5000)
            words = entry.split(" ", 2) if type(entry) is str else ()
            if len(words) != 3:
                raise NotACertificate("an entry must read 'i j p'")
            i, j = (size(word, "an index", 0, order - 1) for word in words[:2])
            if i < j or (i, j) in entries or words[2] == "0":
                raise NotACertificate(
                    "an entry is zero, given twice, or above the diagonal"
                )
            entries[i, j] = self.dimensions.polynomial(words[2], "an entry")
        return entries

    def _is_psd(self, entries, order):
        """Whether all principal minors are ≥ 0 at every dimension."""
        rows = [
            [entries.get((max(i, j), min(i, j)), ()) for j in range(order)]
            for i in range(order)
        ]
        return all(
            self.dimensions.not_negative(_minor(rows, kept, kept))
            for count in range(1, order + 1)
            for kept in combinations(range(order), count)
        )

    def minus(self, first, second):
        """Return the difference of two combinations."""
        return total(first.strands, [(1, first), (-1, second)])

    def equal(self, first, second):
        """Whether two combinations have the same coefficients."""
        return self.minus(first, second).is_zero()

    def at_most(self, first, second):
        """Whether one function is ≤ another at every dimension."""
        return self.dimensions.not_negative(self.minus(second, first).numerator())

    def below(self, first, second):
        """Whether one function is < another at every dimension."""
        return self.dimensions.positive(self.minus(second, first).numerator())

    def choi(self, x):
        """Return (to − from)·J(x), affine in x."""
        first, last = self.chois
        parts = [
            (1, first.times(self.minus(self.end, x))),
            (1, last.times(self.minus(x, self.start))),
        ]
        return total(2, parts)

    def lifted(self, element):
        """Return S(W), on all strands; for PPT the partial transpose."""
        if not self.copies:
            return element.transposed()
        placed = [(1, element.placed((0, i), self.strands)) for i in range(1, self.strands)]
        share = Combination(0, {(): (1,)}, {(self.copies,): 1})
        return total(self.strands, placed).times(share)

    def marginal(self, element):
        """Return the average marginal on A⊗B_i; for PPT the partial transpose."""
        if not self.copies:
            return element.transposed()
        traced = [
            (1, element.traced((0, i), self.dimensions)) for i in range(1, self.strands)
        ]
        share = Combination(0, {(): (1,)}, {(self.copies,): 1})
        return total(2, traced).times(share)

    def pairing(self, witness, choi):
        """Return tr(WJ)."""
        return witness.after(choi, self.dimensions).traced((), self.dimensions)

    def check_channels(self, value):
        """Refuse a line whose ends are not Choi operators of channels."""
        value = members(value, "channel", ("from", "to"))
        one = Combination(1, {(0, 0): (1,)})
        for end, choi in zip(("from", "to"), self.chois, strict=True):
            if not self.equal(choi.traced((0,), self.dimensions), one):
                raise Refused(f"the operator at the end {end!r} is not trace preserving")
            if not self.equal(self.gram(value[end], 2), choi):
                raise Refused(
                    f"the operator at the end {end!r} is not shown to be positive"
                )

    def held(self, value):
        """Return where a proof shows that the property holds."""
        value = members(value, "a proof", ("at", "gram"))
        at = self.function(value["at"], "at")
        if not (self.at_most(self.start, at) and self.at_most(at, self.end)):
            raise Refused("a proof is about a point outside the domain")
        found = self.marginal(self.gram(value["gram"], self.strands)).times(self.span)
        if not self.equal(found, self.choi(at)):
            raise Refused("an extension does not have the stated marginal")
        return at

    def refuted(self, value):
        """Return a witness W: the property fails where tr(W J(x)) < 0."""
        value = members(value, "a proof", ("witness", "gram"), ("null", "multiplier"))
        witness = self.element(value["witness"], 2)
        if not self.equal(witness, witness.adjoint()):
            raise Refused("a witness is not self-adjoint")
        parts = [(1, self.lifted(witness))]
        if ("null" in value) is not ("multiplier" in value):
            raise NotACertificate("a null operator and a multiplier belong together")
        if "null" in value:
            null = self.gram(value["null"], 2)
            # S(Q) ≥ 0 is used: it follows from Q ≥ 0, for PPT Q^(T_B) is what is stated.
            lifted = self.lifted(null) if self.copies else null
            null = null if self.copies else null.transposed()
            if any(not self.pairing(null, choi).is_zero() for choi in self.chois):
                raise Refused("an operator said to be null is not")
            multiplier = self.element(value["multiplier"], self.strands)
            product = lifted.after(multiplier, self.dimensions)
            parts += [(1, product), (1, product.adjoint())]
        positive = self.gram(value["gram"], self.strands)
        if not self.equal(total(self.strands, parts), positive):
            raise Refused("a witness is not shown to be positive on extensions")
        return witness

    def refutes(self, witness, low, high, closed):
        """Whether tr(W J(x)) is negative on a whole interval."""
        ends = [self.pairing(witness, self.choi(x)) for x in (low, high)]
        if not all(self.dimensions.not_negative(_negated(end)) for end in ends):
            return False
        if not self.dimensions.positive(_negated(total(0, [(1, end) for end in ends]))):
            return False
        return all(
            self.dimensions.positive(_negated(end))
            for end, word in zip(ends, ("from", "to"), strict=True)
            if word in closed
        )


def _negated(number):
    return tuple(-x for x in number.numerator())


def _minor(rows, kept, columns):
    """Return the determinant of some rows and columns, by expansion along the first."""
    if not kept:
        return (1,)
    found = ()
    for place, column in enumerate(columns):
        if not rows[kept[0]][column]:
            continue
        rest = _minor(rows, kept[1:], columns[:place] + columns[place + 1 :])
        term = multiplied(rows[kept[0]][column], rest)
        found = plus(found, tuple(-x for x in term) if place % 2 else term)
    return found


def _proved_line(document):
    """Return what a partition certificate proves."""
    line = Line(document["problem"])
    proofs = members(document["proofs"], "proofs", ("channel",), ("holds", "fails"))
    claim = members(document["claim"], "claim", (), ("holds", "fails"))
    if document["digest"] != digest(document["problem"]):
        raise Refused("the digest belongs to another problem")
    line.check_channels(proofs["channel"])
    held = [line.held(p) for p in listed(proofs.get("holds", []), "holds", MAX_POINTS)]
    witnesses = [
        line.refuted(p) for p in listed(proofs.get("fails", []), "fails", MAX_POINTS)
    ]
    holds = None
    if "holds" in claim:
        holds = [
            (line.function(end, "an end"), end)
            for end in listed(claim["holds"], "holds", 2)
        ]
        if len(holds) != 2:
            raise NotACertificate("the property holds between two ends")
        if not all(any(line.equal(end, at) for at in held) for end, _ in holds):
            raise Refused("the ends of the interval are not both proved")
        if not line.at_most(holds[0][0], holds[1][0]):
            raise Refused("an interval is empty")
    fails = []
    if "fails" in claim and not listed(claim["fails"], "fails", MAX_POINTS):
        raise NotACertificate("a claim that it fails needs an interval")
    for value in listed(claim.get("fails", []), "fails", MAX_POINTS):
        value = members(value, "an interval", ("from", "to"), ("closed",))
        closed = listed(value.get("closed", []), "closed", 2)
        if any(word not in ("from", "to") for word in closed) or len(set(closed)) < len(
            closed
        ):
            raise NotACertificate("the closed ends are 'from', 'to', both or neither")
        low, high = (line.function(value[end], "an end") for end in ("from", "to"))
        if not (line.at_most(line.start, low) and line.at_most(high, line.end)):
            raise Refused("a claim reaches beyond the domain")
        if not (line.at_most if len(closed) == 2 else line.below)(low, high):
            raise Refused("an interval is empty")
        if not any(line.refutes(w, low, high, closed) for w in witnesses):
            raise Refused("no witness covers an interval on which it is said to fail")
        fails.append((low, high, closed, value))
    if holds is None and not fails:
        raise NotACertificate("it claims nothing")
    theorem = _line_words(line, document, holds, fails)
    if any("about" in words for words in theorem):
        theorem.append(
            "  Where a number is only about what is printed, the file's is meant."
        )
    return Proved(theorem, line.label, document["digest"])


# --- Signed extensions ------------------------------------------------------------
# Row (a·d + b)·d + c of an operator on A⊗B⊗B' stands for |a b c>. With scales, σ is F σ' F
# and P ± R are F (C⊗β^(−1) ± R(σ')) F, F = τ^(−1/2) ⊗ √β ⊗ √β: signs are those of σ'.


class SignedProblem(Problem):
    """Channels, and whether they have signed extensions."""

    def asked(self, value):
        """Return 2: σ lives on two copies of B."""
        if members(value, "property", ("name",))["name"] != "signed-extendible":
            raise NotACertificate("property must be signed-extendible")
        return 2

    def check_inside(self, point, proof):
        """Refuse unless σ is a signed extension, and every channel of a ball has one."""
        members(proof, "a proof", ("kind", "matrix"), ("at", "point", "kernels"))
        if proof["kind"] != "signed":
            raise NotACertificate("a proof's kind must be signed or witness")
        order, d = self.order * self.d_out, self.d_out
        sigma = hermitian(proof["matrix"], order, "the signed extension")
        if not equal(exchanged(sigma, d), sigma):
            raise Refused("the signed extension changes when B and B' are exchanged")
        if not equal(traced_last(sigma, point.scales), point.choi):
            raise Refused("the marginal is not the channel's Choi operator")
        kernels = members(proof.get("kernels", {}), "kernels", (), ("plus", "minus"))
        wide, turned = widened(point.choi, point.scales), shuffled(sigma, d)
        for side, sign in (("plus", 1), ("minus", -1)):
            terms = [(Fraction(1), wide), (Fraction(sign), turned), *self._room(side)]
            matrix = combine(terms, order)
            if side in kernels:
                kernel = rectangular(kernels[side], order, side)
                matrix = _without_kernel(matrix, kernel)
            if not is_psd(matrix):
                raise Refused(f"J⊗1 {side} (σF)^(T_B') is not positive")

    def _room(self, side):
        """Return what P ± R must have to spare for the channels of a ball.

        L(X) = (X_AB + X_AB')/d has marginal X if X_A = 0, and P, R of it have norms of at
        most ‖X‖_2 ≤ 2 r n each. P − R always annihilates |a,Ω>, Ω = Σ|bb>: there it needs
        nothing.
        """
        if not self.radius:
            return []
        room, order, d = 4 * self.radius * self.order, self.order * self.d_out, self.d_out
        hold(order * 2, 0)
        terms = [(-room, identity(order))]
        if side == "minus":
            places = list(product(range(d), range(d)))
            spared = {
                (a * d * d + b * d + b, a * d * d + c * d + c): (1, 0)
                for a in range(self.d_in)
                for b, c in places
            }
            terms.append((room / d, Matrix(order, order, spared)))
        return terms

    def read_witness(self, proof, points):
        """Return W after checking that tr(WJ) ≥ 0 for every J with a signed extension.

        With a face, for the J annihilated by the same vectors as the points: P ± R ≥ 0
        puts R, hence σ, on range(J)⊗B', and exchanged on the other order of it.
        """
        keys = ("kind", "matrix", "plus", "minus")
        members(proof, "witness", keys, ("point", "null", "faces"))
        if ("faces" in proof) != ("null" in proof):
            raise NotACertificate("faces and the null vectors belong together")
        witness = hermitian(proof["matrix"], self.order, "the witness")
        order, d, scales = self.order * self.d_out, self.d_out, points[0].scales
        plus, minus = (_positive(proof[key], order, key) for key in ("plus", "minus"))
        both = combine([(Fraction(1), plus), (Fraction(1), minus)], order)
        differ = combine([(Fraction(1), plus), (Fraction(-1), minus)], order)
        inverse = [1 / x for x in scales]
        rest = [(Fraction(1), witness), (Fraction(-1), traced_last(both, inverse))]
        rest = combine(rest, self.order)
        back = unshuffled(differ, d)
        faces = _faces(self, proof, points) if "null" in proof else None
        space = self.space(points[0])
        for diagram in space.symbols:
            # Of X⊗β the first sum has both orders of B and B', which count the same here.
            terms = [(Fraction(1), space.compress(rest, diagram))]
            basis = _whole_basis(space, diagram)
            terms.append((Fraction(-2), sandwich(adjoint(basis), back)))
            missed = combine(terms, basis.columns)
            if faces is not None:
                missed = sandwich(adjoint(faces[diagram]), missed)
            if any(entry != (0, 0) for entry in missed.entries.values()):
                raise Refused("the witness is not what the positive operators add up to")
        return witness

    @property
    def definition(self):
        """What the property means, in one line."""
        return (
            "Signed-extendible: a Hermitian σ on A⊗B⊗B', not necessarily positive, "
            "commutes with the swap F of B and B' and has tr_B' σ = J and "
            "-J⊗1 ≤ (σ F)^(T_B') ≤ J⊗1; then Q = P = 0 (docs/signed-extensions.md)."
        )

    @property
    def property_name(self):
        """The adjective."""
        return "signed-extendible"

    @property
    def consequence(self):
        """The capacities vanish."""
        return ", hence Q = P = 0"


def _positive(value, order, what):
    """Return U M U† ≥ 0 from an object with M ≥ 0 and, if given, the basis U."""
    value = members(value, what, ("matrix",), ("basis",))
    basis = None
    if "basis" in value:
        basis = rectangular(value["basis"], order, what)
    inner = hermitian(value["matrix"], order if basis is None else basis.columns, what)
    if not is_psd(inner):
        raise Refused(f"{what} is not positive")
    return inner if basis is None else sandwich(basis, inner)


def _whole_basis(space, diagram):
    """Return A⊗V_λ as columns on A⊗B⊗B'."""
    symbols, d = space.symbols[diagram], space.d_out
    spend(2000 * space.d_in * sum(map(len, symbols)))
    entries = {
        ((a * d + b) * d + c, a * len(symbols) + column): (weight, 0)
        for a in range(space.d_in)
        for column, words in enumerate(symbols)
        for (b, c), weight in words.items()
    }
    return Matrix(space.d_in * d * d, space.order(diagram), entries)


def _moved(matrix, place):
    """Return the matrix whose entry at place(p, q) is that of M at (p, q)."""
    spend(3000 * len(matrix.entries))
    hold(len(matrix.entries), matrix.bits)
    entries = {place(p, q): entry for (p, q), entry in matrix.entries.items()}
    return Matrix(matrix.rows, matrix.columns, entries, matrix.denominator)


def exchanged(sigma, d):
    """Return F σ F."""

    def word(p):
        rest, last = divmod(p, d)
        head, middle = divmod(rest, d)
        return (head * d + last) * d + middle

    return _moved(sigma, lambda p, q: (word(p), word(q)))


def shuffled(sigma, d):
    """Return R(σ) = (σF)^(T_B'), with σ's entry (a b i, a' c j) at (a b c, a' j i)."""

    def place(p, q):
        (ab, i), (rest, j) = divmod(p, d), divmod(q, d)
        a, c = divmod(rest, d)
        return ab * d + c, (a * d + j) * d + i

    return _moved(sigma, place)


def unshuffled(matrix, d):
    """Return the inverse of shuffled(), which is its adjoint: both move entries."""

    def place(p, q):
        (ab, c), (rest, i) = divmod(p, d), divmod(q, d)
        a, j = divmod(rest, d)
        return ab * d + i, (a * d + c) * d + j

    return _moved(matrix, place)


def widened(choi, scales):
    """Return C ⊗ β^(−1) on A⊗B⊗B'."""
    d = len(scales)
    inverse, unit = over_one_denominator([1 / x for x in scales])
    bits = choi.bits + max(x.bit_length() for x in inverse)
    spend(d * len(choi.entries) * (1000 + 2 * price(bits)))
    hold(d * len(choi.entries), bits)
    found = {
        (p * d + c, q * d + c): (weight * re_, weight * im)
        for (p, q), (re_, im) in choi.entries.items()
        for c, weight in enumerate(inverse)
    }
    order = choi.rows * d
    return Matrix(order, order, found, choi.denominator * unit)


# --- Whether anything gets through ------------------------------------------------
# Entropies are integers in units of 2^−FINE, rounded outwards.

#: Binary digits of an entropy.
FINE = 128
#: 1/e, the largest value of −p ln p, and where it is taken, lies between these.
_INVERSE_E = (Fraction(367879441, 10**9), Fraction(367879442, 10**9))


class CapacityProblem(SignedProblem):
    """Channels, and whether their quantum capacity vanishes."""

    refuting = ("singularity", "code")

    def asked(self, value):
        """Return 2: extensions live on two copies of B."""
        if members(value, "property", ("name",))["name"] != "zero-capacity":
            raise NotACertificate("property must be zero-capacity")
        return 2

    def check_inside(self, point, proof):
        """Refuse unless an extension, signed or not, or the transpose shows that Q = 0."""
        if proof["kind"] == "signed":
            super().check_inside(point, proof)
        elif proof["kind"] == "positive":
            check_transpose(self, point, proof)
        elif proof["kind"] in ("extension", "map"):
            check_inside(self, point, proof)
        else:
            raise NotACertificate(
                "that Q = 0 is proved by an extension, a signed one, a map or positivity"
            )

    def convex_set(self, proof):
        """Return the set: antidegradable channels are signed-extendible."""
        return "ppt" if proof["kind"] == "positive" else "signed-extendible"

    def check_outside(self, point, proof):
        """Refuse unless two inputs or a code show that Q > 0."""
        if proof["kind"] == "singularity":
            if outside(self, self._singularity(proof, [point]), point.choi) >= 0:
                raise Refused("the gain of the two inputs is not positive")
        elif proof["kind"] == "code":
            if "at" in proof or "beside" in proof:
                raise NotACertificate("a code of one channel has no parameter")
            if self._code(proof, point)[0] <= 0:
                raise Refused("the coherent information is not shown to be positive")
        else:
            raise NotACertificate("that Q > 0 is proved by a singularity or a code")

    def refuter(self, proof):
        """Return what says of an interval of a line whether Q > 0 on all of it."""
        if proof["kind"] == "singularity":
            witness = self._singularity(proof, self.points)
            return lambda interval: _refutes(self, witness, interval)
        low, high = self._reach(proof)
        return lambda interval: low <= interval[0] and interval[1] <= high

    def _singularity(self, proof, points):
        """Return W with tr(WJ) at least −g for the gain g of two inputs, g > 0 where < 0.

        For G = [[C_ψψ, C_ψφ], [C_φψ, C_φφ]], N in the kernel of C_ψψ and any Z the gain
        g = tr Π_B Φ(φ) − tr Π_E Φ^c(φ) is at least tr G [[−Zβ^(−1)Z†, Z], [Z†, P − β]],
        P = Σ nn†/(n†β^(−1)n) over orthogonal columns n of N.
        """
        keys = ("kind", "inputs", "null", "lift")
        members(proof, "a singularity", keys, ("point",))
        if self.radius:
            raise Refused("a ball of channels has no kernel in common")
        d, scales = self.d_out, points[0].scales
        inputs = rectangular(proof["inputs"], self.d_in, "inputs")
        if inputs.columns != 2:
            raise NotACertificate("inputs must be two columns")
        null = rectangular(proof["null"], d, "null")
        lift = square(proof["lift"], d, "lift")
        both = _side_by_side(inputs, d)
        first = Matrix(2 * d, null.columns, null.entries)
        for point in points:
            if any(
                entry != (0, 0) and at[0] < d
                for at, entry in _product(sandwich(both, point.choi), first).items()
            ):
                raise Refused("the output of the first input does not annihilate null")
        gain = combine(
            [
                *_lifted(lift, [1 / x for x in scales]),
                *_projected(null, [1 / x for x in scales]),
                *(
                    (-x, Matrix(2 * d, 2 * d, {(d + b, d + b): (1, 0)}))
                    for b, x in enumerate(scales)
                ),
            ],
            2 * d,
        )
        return combine([(Fraction(-1), sandwich(adjoint(both), gain))], self.order)

    def _reach(self, proof):
        """Return an interval of the line on which a code transmits.

        Its coherent information is convex in x for one use, for the state is affine in x;
        so where it is at least as large as further on, it is larger still before that.
        """
        x = rational(proof.get("at"), "at")
        if not self.start <= x <= self.end:
            raise Refused("a proof is about a point outside the domain")
        here = self._code(proof, self.at(x))
        if here[0] <= 0:
            raise Refused("the coherent information is not shown to be positive")
        if "beside" not in proof:
            return x, x
        beside = members(proof["beside"], "beside", ("at", "joint", "received"))
        y = rational(beside["at"], "at")
        if not self.start <= y <= self.end or x == y:
            raise Refused("what is beside a point lies outside the domain, or at it")
        if any(proof.get(key, "1") != "1" for key in ("copies", "together")):
            raise Refused("only the coherent information of one use is convex")
        there = self._code({**proof, **beside}, self.at(y))
        if there[1] > here[0]:
            raise Refused("the coherent information is not shown to fall")
        return (self.start, x) if x < y else (x, self.end)

    def _code(self, proof, point):
        """Return bounds of the coherent information S(B^n) − S(R B^n) of a code."""
        keys = ("kind", "vectors", "joint", "received")
        optional = ("point", "at", "copies", "together", "beside")
        members(proof, "a code", keys, optional)
        together = size(proof.get("together", "1"), "together", 1, 4)
        copies = size(proof.get("copies", "1"), "copies", 1, 16)
        d_in, d = self.d_in**together, self.d_out**together
        if d_in * d > MAX_DIMENSION:
            raise NotACertificate("a code has too large an input")
        vectors = rectangular(proof["vectors"], d_in, "vectors")
        order = d**copies
        if vectors.columns == 0 or vectors.columns * order > MAX_DIMENSION:
            raise NotACertificate("a code has no vectors, or too large an output")
        if self.radius and (together * copies > 1 or self.is_line):
            raise Refused("a ball of channels is sent one use of a code only")
        choi = point.choi
        for m in range(1, together):
            shape = (self.d_in**m, self.d_out**m, self.d_in, self.d_out)
            choi = _beside_each_other(choi, point.choi, shape)
        pair = sandwich(_side_by_side(vectors, d), choi)
        joint = _repeated(pair, vectors.columns, d, copies)
        received = _block_sum(joint, order)
        inverse = [1 / x for x in point.scales]
        weights = [_on_words(x, together * copies) for x in (point.scales, inverse)]
        # ‖R‖ ≤ 2 r n, seen through the vectors; a sum over R counts it once for each.
        norm = sum(re_ * re_ + im * im for re_, im in vectors.entries.values())
        room = 2 * self.radius * self.order * norm
        part = _spectrum(received, proof["received"], weights, room * vectors.columns)
        weights = [(x * vectors.columns, unit) for x, unit in weights]
        whole = _spectrum(joint, proof["joint"], weights, room)
        first, second = entropy(part), entropy(whole)
        return first[0] - second[1], first[1] - second[0]

    def says(self, verdict, kind):
        """Return what is proved of one channel, in words."""
        if verdict == "fails":
            return "has quantum capacity, Q > 0"
        if kind == "positive":
            return "has no quantum capacity, Q = 0, for it is PPT"
        why = "signed-extendible" if kind == "signed" else "antidegradable"
        return f"has no quantum and no private capacity, Q = P = 0, for it is {why}"

    def holding_words(self, where):
        """Return that nothing gets through along a part of the line."""
        zero = "Q = 0" if self.held_in == "ppt" else "Q = P = 0"
        return f"{zero} for J({self.parameter}) {where}"

    def failing_words(self, span):
        """Return that something gets through along a part of the line."""
        x = self.parameter
        return f"Q > 0 for J({x}) for every {x} in {span}"

    def edge_words(self, verb, place):
        """Return where the capacity vanishes."""
        return f"So the quantum capacity {verb} to vanish {place}"

    @property
    def definition(self):
        """What is asked, in one line."""
        return (
            "Q is the quantum and P the private capacity of the channel of J; "
            "docs/certificate-format.md says what proves them to vanish, or not."
        )


def square(value, order, what):
    """Return a square matrix over a denominator from what a certificate holds."""
    value = members(value, what, ("entries",), ("denominator",))
    entries = dict(_entries(value["entries"], order, order, what))
    return Matrix(order, order, entries, _denominator(value, what))


def _side_by_side(vectors, d):
    """Return L with L C L† = Σ_ij |i><j| ⊗ C_{f_i f_j}, row i·d + b."""
    spend(1000 * d * len(vectors.entries))
    hold(d * len(vectors.entries), vectors.bits)
    entries = {
        (i * d + b, a * d + b): entry
        for (a, i), entry in vectors.entries.items()
        for b in range(d)
    }
    return Matrix(vectors.columns * d, vectors.rows * d, entries)


def _lifted(lift, inverse):
    """Return the terms of W that have Z in them."""
    d, whole = len(inverse), 2 * lift.rows
    off = {(b, d + c): entry for (b, c), entry in lift.entries.items()}
    off |= {(d + c, b): (re_, -im) for (b, c), (re_, im) in lift.entries.items()}
    yield Fraction(1), Matrix(whole, whole, off, lift.denominator)
    weights, unit = over_one_denominator(inverse)
    middle = Matrix(d, d, {(b, b): (x, 0) for b, x in enumerate(weights)}, unit)
    plain = Matrix(d, d, lift.entries)
    square_ = sandwich(plain, middle)
    inner = Matrix(whole, whole, square_.entries, square_.denominator)
    yield Fraction(-1, lift.denominator**2), inner


def _projected(null, inverse):
    """Yield the terms of P, after checking that the columns are orthogonal."""
    d = len(inverse)
    columns = _columns(null)
    for j, column in enumerate(columns):
        for other in columns[: j + 1]:
            spend(5000 * len(column) * (1 + price(2 * null.bits) // 300))
            total = [Fraction(0), Fraction(0)]
            for b, (re_, im) in column.items():
                x, y = other.get(b, (0, 0))
                total[0] += inverse[b] * (re_ * x + im * y)
                total[1] += inverse[b] * (im * x - re_ * y)
            if other is column:
                norm = total[0]
            elif any(total):
                raise Refused("the columns of null are not orthogonal")
        outer = {
            (d + b, d + c): (re_ * x + im * y, im * x - re_ * y)
            for b, (re_, im) in column.items()
            for c, (x, y) in column.items()
        }
        yield 1 / norm, Matrix(2 * d, 2 * d, outer)


def _beside_each_other(first, second, shape):
    """Return the Choi operator of Λ⊗Φ from those of Λ: A→B and Φ: C→D, inputs first."""
    _, b, c, d = shape
    bits = first.bits + second.bits
    steps = len(first.entries) * len(second.entries)
    spend(steps * (1500 + 4 * price(bits)))
    hold(steps, bits)

    def row(p, q):
        (i, j), (k, m) = divmod(p, b), divmod(q, d)
        return ((i * c + k) * b + j) * d + m

    entries = {
        (row(p, u), row(q, v)): (re_ * x - im * y, re_ * y + im * x)
        for (p, q), (re_, im) in first.entries.items()
        for (u, v), (x, y) in second.entries.items()
    }
    order, unit = first.rows * second.rows, first.denominator * second.denominator
    return Matrix(order, order, entries, unit)


def _repeated(pair, count, d, copies):
    """Return Σ_ij |i><j| ⊗ (C_{f_i f_j})^{⊗n} from n = 1."""
    found, order = pair, d
    for _ in range(copies - 1):
        blocks = {}
        for (p, q), entry in pair.entries.items():
            blocks.setdefault((p // d, q // d), []).append((p % d, q % d, entry))
        bits = found.bits + pair.bits
        steps = sum(len(blocks.get((p // order, q // order), ())) for p, q in found.entries)
        spend(steps * (1000 + 4 * price(bits)))
        hold(steps, bits)
        entries = {}
        for (p, q), (re_, im) in found.entries.items():
            (i, b), (j, c) = divmod(p, order), divmod(q, order)
            for e, f, (x, y) in blocks.get((i, j), ()):
                at = ((i * order + b) * d + e, (j * order + c) * d + f)
                entries[at] = (re_ * x - im * y, re_ * y + im * x)
        order *= d
        unit = found.denominator * pair.denominator
        found = Matrix(count * order, count * order, entries, unit)
    return found


def _block_sum(matrix, order):
    """Return the sum of the diagonal blocks of an order."""
    spend(1000 * len(matrix.entries))
    found = {}
    for (p, q), (re_, im) in matrix.entries.items():
        if p // order == q // order:
            old = found.get((p % order, q % order), (0, 0))
            found[p % order, q % order] = (old[0] + re_, old[1] + im)
    return Matrix(order, order, found, matrix.denominator)


def _on_words(weights, letters):
    """Return what weights of B are on all words of so many letters, over one integer."""
    single, unit = over_one_denominator(weights)
    bits = letters * max(x.bit_length() for x in (*single, unit))
    count = len(single) ** letters
    spend(2 * count * (500 + price(bits)))
    hold(count, bits)
    found = [1]
    for _ in range(letters):
        found = [x * y for x in found for y in single]
    return found, unit**letters


def _spectrum(matrix, value, scales, room):
    """Return intervals for the eigenvalues of √β M √β over its trace, as integers.

    X nearly diagonalizes: with ‖X†β^(−1)X − 1‖ ≤ γ < 1 and X†MX within ε of a diagonal,
    each eigenvalue is one of the diagonal, ε away (Weyl), and a factor in
    [1/(1+γ), 1/(1−γ)] (Ostrowski).

    Args:
        matrix: M ≥ 0.
        value: X, as a certificate holds it.
        scales: β and β^(−1), integers over one each.
        room: what M may be off by, in norm; there β = 1.
    """
    order = matrix.rows
    frame = square(value, order, "an eigenbasis")
    (weights, unit), (inverse, below) = scales
    longest = max(weight.bit_length() for weight in weights)
    spend(order * (1000 + 2 * price(longest + matrix.bits)))
    total = sum(
        weight * matrix.entries.get((p, p), (0, 0))[0] for p, weight in enumerate(weights)
    )
    total = Fraction(total, unit * matrix.denominator)
    if total <= 0:
        raise Refused("a code sends nothing")
    middle = Matrix(order, order, {(p, p): (x, 0) for p, x in enumerate(inverse)}, below)
    across = adjoint(Matrix(order, order, frame.entries))
    share = Fraction(1, frame.denominator**2)
    nearly = combine(
        [(share, sandwich(across, middle)), (Fraction(-1), identity(order))], order
    )
    gamma = _largest_row(nearly)
    if gamma >= 1:
        raise Refused("an eigenbasis is far from orthonormal")
    turned = combine([(share / total, sandwich(across, matrix))], order)
    apart = {at: entry for at, entry in turned.entries.items() if at[0] != at[1]}
    error = _largest_row(Matrix(order, order, apart, turned.denominator))
    error += room * (1 + gamma) / total
    return _enclosed(turned, error, gamma)


def _enclosed(turned, error, gamma):
    """Return what is within an error of the diagonal, over factors within γ of 1."""
    below = turned.denominator * error.denominator
    bits = turned.bits + length(error) + 2 * length(gamma) + turned.denominator.bit_length()
    spend(turned.rows * (5000 + 8 * price(bits + FINE)))
    wide = error.numerator * turned.denominator
    over, under = (below * (gamma.denominator + x * gamma.numerator) for x in (1, -1))
    found = []
    for p in range(turned.rows):
        at = turned.entries.get((p, p), (0, 0))[0] * error.denominator
        if at + wide < 0:
            raise Refused("an eigenvalue is not that of a state")
        low = ((at - wide) * gamma.denominator << FINE) // over
        high = -((-(at + wide) * gamma.denominator << FINE) // under)
        found.append((max(0, low), min(1 << FINE, high)))
        if found[-1][0] > found[-1][1]:
            raise Refused("an eigenvalue is not that of a state")
    return found


def _largest_row(matrix):
    """Return the largest sum of |Re| + |Im| over a row, which bounds the norm."""
    spend(1000 * len(matrix.entries))
    sums = {}
    for (p, _), (re_, im) in matrix.entries.items():
        sums[p] = sums.get(p, 0) + abs(re_) + abs(im)
    return Fraction(max(sums.values(), default=0), matrix.denominator)


def entropy(spectrum):
    """Return integers below and above Σ −p ln p for p in the intervals, by concavity."""
    one = 1 << FINE
    spend(len(spectrum) * 4 * FINE * price(2 * FINE))
    low = high = 0
    for start, stop in spectrum:
        ends = [_summand(start), _summand(stop)]
        low += min(end[0] for end in ends)
        peak = _INVERSE_E[0] * one < stop and start < _INVERSE_E[1] * one
        most = -int(-_INVERSE_E[1] * one) + 1 if peak else max(end[1] for end in ends)
        high += most
    return low, high


def _summand(p):
    """Return integers below and above −p ln p, for p in units of 2^−FINE, 0 ≤ p ≤ 1."""
    if p <= 0:
        return 0, 0
    low, high = logarithm(p)
    # ln p ≤ 0: the smaller logarithm makes the larger product.
    return max(0, (-high * p) >> FINE), -((low * p) >> FINE)


def logarithm(p):
    """Return integers below and above ln p, for 0 < p ≤ 1; all in units of 2^−FINE.

    With p = m·2^(−k), 1 ≤ m < 2, ln m = 2 Σ z^(2j+1)/(2j+1), z = (m−1)/(m+1) < 1/3.
    """
    one, k = 1 << FINE, FINE + 1 - p.bit_length()
    low, high = _artanh(((p << k) - one, (p << k) + one))
    two = _artanh((1, 3))
    return low - k * two[1], high - k * two[0]


def _artanh(ratio):
    """Return integers below and above 2 artanh z in units of 2^−FINE, 0 ≤ z ≤ 1/3."""
    top, bottom = ratio
    power = (top << FINE) // bottom
    square_ = power * power >> FINE
    total, terms = 0, 0
    while power:
        total += power // (2 * terms + 1)
        power = power * square_ >> FINE
        terms += 1
    # A term is less than four units too small; of the rest not one is a unit.
    return 2 * total, 2 * (total + 4 * terms + 2)


# --- Regions: two or three parameters ---------------------------------------------
# Points are weights (t_1, …, t_n) of the frame, x = x_0 + Σ t_i (x_i − x_0); half-spaces
# are integers (c, a_1, …, a_n) for c + a·t ≥ 0.


class Region:
    """Channels J(x), affine in a point x of a simplex or a parallelepiped."""

    def __init__(self, value):
        required = ("d_in", "d_out", "property", "parameters", "frame", "shape")
        value = members(value, "problem", required, ("label", "scales"))
        names = [
            name(x, "parameters") for x in listed(value["parameters"], "parameters", 3)
        ]
        if not 2 <= len(names) == len(set(names)):
            raise NotACertificate("parameters must be 2 or 3 different names")
        self.parameters, self.size = names, len(names)
        if value["shape"] not in ("simplex", "box"):
            raise NotACertificate("shape must be simplex or box")
        self.is_box = value["shape"] == "box"
        frame = listed(value["frame"], "frame", self.size + 1)
        if len(frame) != self.size + 1:
            raise NotACertificate("the frame must have one point more than parameters")
        self.frame = [
            self.point(members(item, "a frame's point", ("at", "choi"))["at"])
            for item in frame
        ]
        self.stated = self._stated(value, frame)
        first, *rest = self.frame
        edges = [[x - y for x, y in zip(point, first, strict=True)] for point in rest]
        self.volume = abs(determinant(edges))
        if not self.volume:
            raise Refused("the points of the frame do not span the space")
        self._inverse = inverted(edges, self.size)

    def _stated(self, value, frame):
        """Return the frame's channels as those of separate points are read."""
        kept = ("label", "d_in", "d_out", "property")
        problem = {key: value[key] for key in kept if key in value}
        scales = {"scales": value["scales"]} if "scales" in value else {}
        problem["points"] = [
            {"at": f"{i:x}", "choi": item["choi"], **scales} for i, item in enumerate(frame)
        ]
        asked = value["property"]
        signed = type(asked) is dict and asked.get("name") == "signed-extendible"
        return (SignedProblem if signed else Problem)(problem)

    def point(self, value):
        """Return a point's coordinates."""
        found = [rational(x, "a point") for x in listed(value, "a point", self.size)]
        if len(found) != self.size:
            raise NotACertificate("a point must have one number per parameter")
        return found

    def weights(self, point):
        """Return t of a point of the domain."""
        afford(self.size**2, (*point, *self._numbers))
        away = [x - y for x, y in zip(point, self.frame[0], strict=True)]
        found = [
            sum(x * row[i] for x, row in zip(away, self._inverse, strict=True))
            for i in range(self.size)
        ]
        if min(found) < 0 or (max(found) > 1 if self.is_box else sum(found) > 1):
            raise Refused("a proof is about a point outside the domain")
        return tuple(found)

    @cached_property
    def _numbers(self):
        return [x for row in (*self._inverse, *self.frame) for x in row]

    def channel(self, weights):
        """Return the channel at t."""
        afford(1, weights)
        shares = [1 - sum(weights), *weights]
        points = self.stated.points
        terms = [(x, point.choi) for x, point in zip(shares, points, strict=True)]
        return Point(combine(terms, self.stated.order), points[0].scales)

    def check_channels(self):
        """Refuse unless every point of the domain has a channel."""
        self.stated.check_channels()
        first, *rest = (point.input_trace for point in self.stated.points)
        if not all(equal(first, trace) for trace in rest):
            raise Refused("the points of the frame are not normalized alike")
        corners = product((Fraction(0), Fraction(1)), repeat=self.size)
        for corner in corners if self.is_box else ():
            if sum(corner) > 1 and not is_psd(self.channel(corner).choi):
                raise Refused("a corner of the box is no channel")

    def sides(self):
        """Return the half-spaces whose common part is the domain."""
        units = [tuple(int(i == j) for j in range(self.size)) for i in range(self.size)]
        low = [whole((0, *unit)) for unit in units]
        if self.is_box:
            return [*low, *((1, *(-x for x in unit)) for unit in units)]
        return [*low, (1, *(-1,) * self.size)]

    def refuted(self, proof):
        """Return the half-space in which a witness does not refute."""
        problem = self.stated
        witness = problem.read_witness(proof, problem.points)
        first, *rest = (outside(problem, witness, point.choi) for point in problem.points)
        return whole((first, *(x - first for x in rest)))


def afford(steps, numbers):
    """Pay for steps with fractions as long as some numbers are together."""
    spend(steps * (3000 + 20 * price(sum(length(Fraction(x)) for x in numbers))))


def determinant(rows):
    """Return the determinant of two or three rows."""
    afford(len(rows) ** 2, [x for row in rows for x in row])
    if len(rows) == 2:
        return rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0]
    (a, b, c), (d, e, f), (g, h, i) = rows
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def inverted(rows, size_):
    """Return the inverse of independent rows, by Gauss and Jordan."""
    afford(size_**4, [x for row in rows for x in row])
    table = [
        [*row, *(Fraction(i == j) for j in range(size_))] for i, row in enumerate(rows)
    ]
    for i in range(size_):
        at = next(j for j in range(i, size_) if table[j][i])
        table[i], table[at] = table[at], table[i]
        table[i] = [x / table[i][i] for x in table[i]]
        for j in range(size_):
            if j != i:
                pairs = zip(table[j], table[i], strict=True)
                table[j] = [x - table[j][i] * y for x, y in pairs]
    return [row[size_:] for row in table]


def whole(values):
    """Return the primitive integers in proportion to rationals, signs kept."""
    afford(2 * len(values), values)
    below = lcm(*(Fraction(x).denominator for x in values))
    found = [int(x * below) for x in values]
    shared = gcd(*found) or 1
    return tuple(x // shared for x in found)


def height(side, at):
    """Return c + a·t, times w > 0, for a point of homogeneous coordinates w (1, t)."""
    bits = max(x.bit_length() for x in side) + max(x.bit_length() for x in at)
    spend(1500 + 4 * price(bits))
    return sum(x * y for x, y in zip(side, at, strict=True))


def hull_volume(vertices, facets):
    """Return a lower bound of the volume of the hull of points, from some of its facets.

    Refuses facets that are none: all points must be on one side of their planes, which
    must differ.
    """
    total, seen = Fraction(0), set()
    places = [whole((1, *vertex)) for vertex in vertices]
    for facet in facets:
        side = _plane([vertices[i] for i in facet])
        heights = [height(side, at) for at in places]
        if min(heights) < 0 < max(heights):
            raise Refused("a facet is inside the hull")
        side = side if max(heights) > 0 else tuple(-x for x in side)
        if side in seen:
            raise Refused("two facets are in one plane")
        seen.add(side)
        axis = next(i for i in range(1, len(side)) if side[i])
        shadow = [
            vertex[: axis - 1] + vertex[axis:]
            for vertex, h in zip(vertices, heights, strict=True)
            if h == 0
        ]
        afford(3, (heights[0], places[0][0], side[axis]))
        tall = Fraction(abs(heights[0]), places[0][0] * abs(side[axis]))
        total += tall * _extent(shadow)
    return total / len(vertices[0])


def _plane(points):
    """Return the half-space whose plane two or three points span."""
    afford(20, [x for point in points for x in point])
    first, *rest = points
    edges = [[x - y for x, y in zip(p, first, strict=True)] for p in rest]
    if len(edges) == 1:
        normal = [-edges[0][1], edges[0][0]]
    else:
        (a, b, c), (d, e, f) = edges
        normal = [b * f - c * e, c * d - a * f, a * e - b * d]
    if not any(normal):
        raise Refused("the points of a facet do not span a plane")
    offset = -sum(a * x for a, x in zip(normal, first, strict=True))
    return whole((offset, *normal))


def _extent(points):
    """Return the length of points on a line, or the area of a hull of points in a plane."""
    if len(points[0]) == 1:
        return max(points)[0] - min(points)[0]
    ordered = sorted(set(points))
    chains = []
    for walk in (ordered, ordered[::-1]):
        chain = []
        for point in walk:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains += chain[:-1]
    return _area(chains)


def _turn(first, second, third):
    edges = [[p - q for p, q in zip(x, first, strict=True)] for x in (second, third)]
    return determinant(edges)


def _area(polygon):
    """Return the area of a convex polygon, its corners in order."""
    fan = pairwise(polygon[1:])
    return abs(sum((_turn(polygon[0], x, y) for x, y in fan), Fraction(0))) / 2


def left_volume(sides, size_):
    """Return the volume of the points of the unit square or cube in all half-spaces.

    With o the origin it is (1/n) Σ (distance of o from a side) (area of the side).
    """
    if any(not any(side[1:]) and side[0] < 0 for side in sides):
        return Fraction(0)
    sides = [side for side in dict.fromkeys(sides) if any(side[1:])]
    if size_ == 2:
        return _area(_clipped(sides))
    total = Fraction(0)
    for side in sides:
        if side[0]:
            axis = next(i for i in range(1, 4) if side[i])
            others = [_trace(other, side, axis) for other in sides if other != side]
            total += Fraction(side[0], abs(side[axis])) * _area(_clipped(others))
    return total / 3


def _trace(other, side, axis):
    """Return a half-space's trace in a side's plane, without one coordinate."""
    afford(3, (*other, *side))
    sign = 1 if side[axis] > 0 else -1
    pairs = zip(other, side, strict=True)
    found = [sign * (x * side[axis] - y * other[axis]) for x, y in pairs]
    return whole(found[:axis] + found[axis + 1 :])


def _clipped(sides):
    """Return the corners, in order, of what half-planes leave of the unit square."""
    polygon = [(1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)]
    for side in sides:
        heights = [height(side, corner) for corner in polygon]
        left = []
        for i, (corner, at) in enumerate(zip(polygon, heights, strict=True)):
            if at >= 0:
                left.append(corner)
            after = (i + 1) % len(polygon)
            beyond = heights[after]
            if (at < 0 < beyond) or (beyond < 0 < at):
                # Of both corners positive shares that add up to nothing.
                pairs = zip(corner, polygon[after], strict=True)
                left.append(whole([abs(beyond) * x + abs(at) * y for x, y in pairs]))
        polygon = left
    return [tuple(Fraction(x, w) for x in rest) for w, *rest in polygon]


def _proved_region(document):
    region = Region(document["problem"])
    if document["digest"] != digest(document["problem"]):
        raise Refused("the digest belongs to another problem")
    region.check_channels()
    vertices, sides = [], list(region.sides())
    for proof in listed(document["proofs"], "proofs", MAX_REGION_PROOFS):
        if type(proof) is not dict or type(proof.get("kind")) is not str:
            raise NotACertificate("a proof must be an object with its kind")
        if "point" in proof:
            raise NotACertificate("a proof about a region has no 'point'")
        if proof["kind"] == "witness":
            sides.append(region.refuted(proof))
            continue
        weights = region.weights(region.point(proof.get("at")))
        region.stated.check_inside(region.channel(weights), proof)
        vertices.append(weights)
    claim = members(document["claim"], "claim", (), ("inner", "outer"))
    bounds = {}
    if "inner" in claim:
        bounds["inner"] = _inner(region, claim["inner"], vertices)
    if "outer" in claim:
        outer = members(claim["outer"], "outer", ("volume",))
        bounds["outer"] = rational(outer["volume"], "outer: volume")
        if bounds["outer"] < region.volume * left_volume(sides, region.size):
            raise Refused("what the witnesses leave is larger than claimed")
    if not bounds:
        raise NotACertificate("it claims nothing")
    witnesses = len(sides) - len(region.sides())
    theorem = _region_words(region, document["digest"], bounds, len(vertices), witnesses)
    return Proved(theorem, region.stated.label, document["digest"])


def _inner(region, value, vertices):
    """Return the volume claimed of the hull of the vertices, which has at least that."""
    inner = members(value, "inner", ("volume", "facets"))
    if not vertices:
        raise Refused("no point is proved to be inside")
    facets = []
    for facet in listed(inner["facets"], "facets", 4 * MAX_REGION_PROOFS):
        places = facet.split(" ", region.size) if type(facet) is str else []
        if len(places) != region.size:
            raise NotACertificate("a facet must be as many numbers of points as parameters")
        facets.append([size(x, "facets", 0, len(vertices) - 1) for x in places])
    claimed = rational(inner["volume"], "inner: volume")
    if claimed > region.volume * hull_volume(vertices, facets):
        raise Refused("the hull of the points inside is not shown to be so large")
    return claimed


# --- Words ------------------------------------------------------------------------


def _heading(problem, found):
    lines = [f"Theorem (problem {found[:16]})."]
    shape = f"channels from dimension {problem.d_in} to {problem.d_out}"
    if problem.is_line:
        span = f"[{number_text(problem.start)}, {number_text(problem.end)}]"
        lines.append(
            f"  Let J({problem.parameter}) be the stated line of Choi operators of "
            f"{shape}, affine in {problem.parameter} on {span}."
        )
    else:
        lines.append(f"  The Choi operators J of {shape} are as stated.")
    lines.append(f"  {problem.definition}")
    if not all(point.is_normalized for point in problem.points):
        lines.append(
            "  Some are stated up to normalization: J = f C f, f = τ^(-1/2)⊗√β, where "
            "τ = Σ_b β_b C_{·b,·b}."
        )
    if problem.radius:
        lines.append(
            "  What follows holds for every channel whose Choi operator differs from the "
            "stated one by at most"
        )
        lines.append(
            f"  {number_text(problem.radius)} in the real and imaginary part of each entry."
        )
    return lines


def _line_theorem(problem, holds, fails):
    x, lines = problem.parameter, []
    if holds:
        low, high = (number_text(end) for end in holds)
        where = f"at {x} = {low}" if low == high else f"for every {x} in [{low}, {high}]"
        lines.append(f"  {problem.holding_words(where)}.")
    for low, high, closed_low, closed_high in fails:
        left, right = "[" if closed_low else "(", "]" if closed_high else ")"
        span = f"{left}{number_text(low)}, {number_text(high)}{right}"
        if low == high:
            span = f"{{{number_text(low)}}}"
        lines.append(f"  {problem.failing_words(span)}.")
    if holds is None:
        return lines
    for verb, start, end in _thresholds(problem, holds, fails):
        if start == end:
            place = f"at exactly {x} = {number_text(start)}"
        else:
            place = (
                f"at some {x} in [{number_text(start, -1)}, {number_text(end, 1)}], "
                f"an interval of width {magnitude(end - start)}"
            )
        lines.append(f"  {problem.edge_words(verb, place)}.")
    return lines


def _thresholds(problem, holds, fails):
    """Yield what failing on a whole side of the domain says about where it starts or ends.

    Numbers lie outside-in: the property fails up to the first or from the second on.
    """
    for low, high, closed_low, closed_high in fails:
        if low == problem.start and closed_low and high <= holds[0]:
            yield "starts", high, holds[0]
        if high == problem.end and closed_high and low >= holds[1]:
            yield "ceases", holds[1], low


def _region_words(region, found, bounds, vertices, witnesses):
    """Return the theorem of a region's certificate, as lines of text."""
    problem, plane = region.stated, region.size == 2
    names, word = ", ".join(region.parameters), problem.property_name
    if region.is_box:
        body = "parallelogram" if plane else "parallelepiped"
    else:
        body = "triangle" if plane else "tetrahedron"
    lines = [
        f"Theorem (problem {found[:16]}).",
        f"  Let J({names}) be the Choi operators of channels from dimension {problem.d_in} "
        f"to {problem.d_out}, affine in ({names})",
        f"  and as stated at the points of the frame, on the {body} D that these span:",
    ]
    for point in region.frame:
        lines.append(f"    ({', '.join(number_text(x) for x in point)})")
    lines.append(f"  {problem.definition}")
    if not all(point.is_normalized for point in problem.points):
        lines.append(
            "  They are stated up to normalization: J = f C f, f = τ^(-1/2)⊗√β, where "
            "τ = Σ_b β_b C_{·b,·b}."
        )
    measure = "an area" if plane else "a volume"
    if "inner" in bounds:
        least = number_text(bounds["inner"], -1)
        lines.append(
            f"  J({names}) is {word}{problem.consequence}, on the convex hull of "
            f"{_several(vertices, 'point')} proved, of {measure} of at least {least}."
        )
    if "outer" in bounds:
        most = number_text(bounds["outer"], 1)
        lines.append(
            f"  J({names}) is not {word} where {_several(witnesses, 'witness')} proved "
            f"make tr(WJ) negative; that leaves {measure} of at most {most}."
        )
    if len(bounds) == 2 and bounds["inner"] == bounds["outer"]:
        lines.append(
            f"  So the set where J({names}) is {word} has {measure} of exactly {most}."
        )
    elif len(bounds) == 2:
        apart = magnitude(abs(bounds["outer"] - bounds["inner"]))
        lines.append(
            f"  So the set where J({names}) is {word} has {measure} between {least} and "
            f"{most}, which are {apart} apart."
        )
    return lines


def _several(number, noun):
    """Return e.g. "3 points", "1 witness"."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{ending}"


def _line_words(line, document, holds, fails):
    """Return the theorem of a partition certificate, as lines of text."""
    stated, found = document["problem"], document["digest"]
    x, word = line.parameter, property_name(line.copies)
    low, high = (function_text(stated[end]) for end in ("from", "to"))
    lines = [
        f"Theorem (problem {found[:16]}).",
        f"  For {line.dimensions.text()} let J({x}) be the line of Choi operators of "
        f"channels from dimension d to d, affine in {x} on [{low}, {high}], with",
    ]
    for end, value in (("from", low), ("to", high)):
        lines.append(f"    J({value}) = {element_text(stated[f'choi_{end}'])}.")
    lines.append(f"  {definition(line.copies)}")
    every = "" if line.dimensions.alone else f", for every {line.dimensions}"
    if holds:
        first, last = (function_text(text) for _, text in holds)
        where = (
            f"at {x} = {first}" if first == last else f"for every {x} in [{first}, {last}]"
        )
        lines.append(f"  J({x}) is {word} {where}{every}.")
    for _, _, closed, value in fails:
        left, right = "[" if "from" in closed else "(", "]" if "to" in closed else ")"
        span = f"{left}{function_text(value['from'])}, {function_text(value['to'])}{right}"
        lines.append(f"  J({x}) is not {word} for any {x} in {span}{every}.")
    if holds is None:
        return lines
    for low, high, closed, _ in fails:
        whole = line.equal(low, line.start) and "from" in closed
        if whole and line.equal(high, holds[0][0]):
            at = function_text(holds[0][1])
            lines.append(f"  So it starts to be {word} at exactly {x} = {at}{every}.")
        whole = line.equal(high, line.end) and "to" in closed
        if whole and line.equal(low, holds[1][0]):
            at = function_text(holds[1][1])
            lines.append(f"  So it ceases to be {word} at exactly {x} = {at}{every}.")
    return lines


def element_text(value):
    """Return an element as the file writes it, e.g. "(1/d) Σ|ij><ij|"."""
    told = []
    for term in value["terms"]:
        key, _, polynomial = term.partition(" ")
        letters = ["ijklmnopqrst"[_HEX.find(digit)] for digit in key]
        half = len(letters) // 2
        over = f" / {value['over']}" if value.get("over", "1") != "1" else ""
        factor = function_text(polynomial + over)
        factor = "" if factor == "1" else f"({factor}) "
        told.append(f"{factor}Σ|{''.join(letters[:half])}><{''.join(letters[half:])}|")
    return " + ".join(told) or "0"


def function_text(value):
    """Return a rational function as the file writes it, e.g. "d/(2d + 2)"."""
    top, slash, bottom = value.partition(" / ")
    top, bottom = polynomial_text(top), polynomial_text(bottom) if slash else "1"
    if bottom == "1":
        return top
    return "/".join(f"({part})" if " " in part else part for part in (top, bottom))


def polynomial_text(value):
    """Return a polynomial in d, highest power first, e.g. "d^2 - 3d + 1"."""
    told = ""
    for power, word in reversed(list(enumerate(value.split(" ")))):
        coefficient = int(word, 16)
        if not coefficient:
            continue
        spend(200 * price(coefficient.bit_length()))
        size_ = integer_text(abs(coefficient))
        letter = ("", "d")[min(power, 1)] + (f"^{power}" if power > 1 else "")
        size_ = letter if letter and size_ == "1" else size_ + letter
        sign = "-" if coefficient < 0 else "+"
        told += f" {sign} {size_}" if told else ("-" if coefficient < 0 else "") + size_
    return told or "0"


def integer_text(value):
    """Return an integer ≥ 0 in decimal, a very long one rounded up to two digits."""
    return str(value) if value < 10**60 else f"about {magnitude(Fraction(value))}"


def number_text(value, rounding=0):
    """Return a short fraction as it is, a long one as a decimal (rounded as told)."""
    spend(200 * price(length(value)))
    if value.denominator == 1 and abs(value.numerator) < 10**12:
        return str(value.numerator)
    if value.denominator < 10**6 and abs(value.numerator) < 10**6:
        return f"{value.numerator}/{value.denominator}"
    if abs(value) >= 10**15:
        sign = "-" if value < 0 else ""
        return f"about {sign}{magnitude(abs(value))}"
    if value.numerator == 1 and value.denominator & (value.denominator - 1) == 0:
        return f"2^-{value.denominator.bit_length() - 1}"
    power = _decimal_places(value.denominator)
    if power is not None:
        whole = abs(value.numerator) * 10**power // value.denominator
        sign = "-" if value < 0 else ""
        return f"{sign}{whole // 10**power}.{whole % 10**power:0{power}d}"
    digits = 60
    while digits > 20 and value.denominator.bit_length() < 3 * digits:
        digits -= 1
    top = value.numerator * 10**digits
    whole = -(-top // value.denominator) if rounding > 0 else top // value.denominator
    sign, whole = ("-", -whole) if whole < 0 else ("", whole)
    decimals = f"{whole % 10**digits:0{digits}d}".rstrip("0") or "0"
    if decimals == "0" and whole == 0:
        return f"about {'-' if value < 0 else ''}{magnitude(abs(value))}"
    return f"{sign}{whole // 10**digits}.{decimals}" + ("" if rounding else "…")


def _decimal_places(denominator):
    """Return the least n ≤ 120 for which the denominator divides 10^n, or None."""
    return next((n for n in range(1, 121) if 10**n % denominator == 0), None)


def magnitude(value):
    """Return a non-negative rational rounded up to two digits, e.g. "3.1e-9"."""
    if value == 0:
        return "0"
    spend(200 * price(length(value)))
    # 0.30103 = log10(2), in integers; the loops then correct the guess.
    bits = value.numerator.bit_length() - value.denominator.bit_length()
    exponent = bits * 30103 // 100000
    while value < Fraction(10) ** exponent:
        exponent -= 1
    while value >= Fraction(10) ** (exponent + 1):
        exponent += 1
    scaled = value / Fraction(10) ** exponent * 10
    tenths = -(-scaled.numerator // scaled.denominator)
    if tenths == 100:
        tenths, exponent = 10, exponent + 1
    return f"{tenths // 10}.{tenths % 10}e{exponent}"


#: What may stand for a character that a terminal cannot show.
_PLAIN = {
    ord(symbol): plain
    for symbol, plain in zip(
        "⊗≥≤Σστβ√·…",
        ("(x)", ">=", "<=", "sum", "sigma", "tau", "beta", "sqrt", ".", "..."),
        strict=True,
    )
}


def say(stream, message):
    """Write lines to a stream whatever its encoding; return whether they arrived."""
    if stream is None:
        return False
    try:
        encoding = getattr(stream, "encoding", None) or "ascii"
        try:
            message.encode(encoding)
        except UnicodeEncodeError:
            plain = message.translate(_PLAIN).encode(encoding, "backslashreplace")
            message = plain.decode(encoding)
        stream.write(message + "\n")
        stream.flush()
    except (OSError, ValueError):
        # What is left in the buffer must not be tried again when Python ends.
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
        return False
    return True


def main(arguments):
    """Check the file named on the command line; return the exit status."""
    if len(arguments) != 1:
        say(sys.stderr, "usage: python checker.py certificate.json")
        return 2
    status, why = 0, ""
    try:
        with open(arguments[0], "rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise NotACertificate(f"the file is larger than {MAX_BYTES} bytes")
            found = proved(file.read(MAX_BYTES + 1))
    except (OSError, NotACertificate, ValueError) as error:
        status, why = 2, f"Not a certificate: {error}."
    except Refused as error:
        status, why = 1, f"Refused: {error}."
    except MemoryError:
        status, why = 1, "Refused: checking it takes more memory than there is."
    if status:
        # Whoever cannot read why still gets the status.
        say(sys.stderr, why)
        return status
    lines = [found.unverified, *found.theorem, "Proved."]
    return 0 if say(sys.stdout, "\n".join(lines)) else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
