"""A second checker of partition certificates: written apart from the first, by other means.

Needs Python ≥ 3.11 and no other file; `confirm(data)` returns nothing if every claim of a
certificate is proved. docs/partition-certificates.md says what there is to check. Nothing
is shared with any other checker, and no polynomial is ever added to or multiplied by one:

* *d is a number.* Where the file is about one d, it is that d. Where it is about every
  d ≥ d₀, it is 2^b. The sum of the absolute values of a polynomial's coefficients is
  subadditive and submultiplicative, and tracing or joining partitions only multiplies by
  d^l: so the same formulas bound it for whatever is compared with zero. A first pass finds
  these bounds, b is such that all are < 2^(b−1), and then an integer polynomial is known
  by its value at 2^b: it is zero if the value is, and its coefficients are the value's
  digits, from −2^(b−1) to 2^(b−1). Nothing is divided: denominators are kept as products
  of polynomials of the file, all of them shown to be > 0.
* *A partition is a set of bit masks*, one for each block; a block laid over others
  absorbs those that it meets.
* *G ≥ 0* if and only if all coefficients of det(t + G) are ≥ 0, G being symmetric; they
  come from the traces of Faddeev and Le Verrier.
* *The sign at every integer* d ≥ d₀ comes from Sturm's sequence: intervals are halved
  until each is without a root, where one value tells the sign, or holds one integer.

What it costs is counted before it is spent. A certificate that costs too much is neither
believed nor denied: it is too large for this checker.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

Poly = tuple[int, ...]
#: Disjoint masks of the 2n points, ascending: ket s is bit s, bra s is bit n + s.
Blocks = tuple[int, ...]

FORMAT = "sdpsearch partition certificate 1"
#: Bytes that are read; the format allows more.
BYTES = 4 * 2**20
STRINGS, GROUPS, DEPTH = 2**18, 2**16, 10
#: Microseconds, and bytes made in one pass.
STEPS = 5 * 10**6
HELD = 400 * 10**6
#: Products of partitions that are kept, each of less than a kilobyte.
JOINED = 10**5

_TOKEN = re.compile(
    r'[ \t\n\r]*+([\[\]{}:,]|"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")'
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_HEX = re.compile(r"0|-?[1-9a-f][0-9a-f]*")
_HEXES = re.compile(r"(?:0|-?[1-9a-f][0-9a-f]*+)(?: (?:0|-?[1-9a-f][0-9a-f]*+))*+")
_PARAMETER = re.compile(r"[A-Za-zΑ-Ωα-ω][A-Za-zΑ-Ωα-ω0-9_]{0,31}")
_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Denied(Exception):
    """The certificate is not believed."""


class TooLarge(Exception):
    """Checking the certificate would take this checker too long, or too much memory."""


def confirm(data: bytes) -> None:
    """Return if every claim of a partition certificate is proved.

    Args:
        data: the file.

    Raises:
        Denied: something is not proved, or the file is no certificate.
        TooLarge: checking it would take too long or too much memory.
    """
    if len(data) > BYTES:
        raise TooLarge(f"more than {BYTES} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Denied("it is not UTF-8 text") from None
    file = _File(_Text(text).document(), _Meter())
    for below in file.denominators:
        need(file.always(below, strict=True), "a denominator is not positive")
    for block in file.blocks():
        file.meter.bytes = HELD
        need(_semidefinite(block, file), "a Gram matrix is not positive semidefinite")
    bits = 0
    if not file.single:
        bounds = _Pass(file, None)
        _prove(bounds)
        bits = bounds.largest.bit_length() + 1
    _prove(_Pass(file, bits))


def need(condition: object, reason: str) -> None:
    """Deny the certificate unless something holds."""
    if not condition:
        raise Denied(reason)


class _Meter:
    """Microseconds and bytes left for one certificate."""

    def __init__(self) -> None:
        self.steps, self.bytes = STEPS, HELD

    def take(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooLarge("it would take too long")

    def hold(self, numbers: int, bits: int) -> None:
        self.bytes -= numbers * (100 + bits // 7)
        if self.bytes < 0:
            raise TooLarge("it would take too much memory")


def _product(one: int, other: int) -> int:
    """Return what multiplying numbers of so many bits takes (Karatsuba)."""
    small, large = sorted((one // 30 + 1, other // 30 + 1))
    return 1 + int(large * small**0.585) // 80


def _division(one: int, other: int) -> int:
    """Return what dividing them, or their gcd, takes."""
    return 1 + (one // 30 + 1) * (other // 30 + 1) // 500


# --- Text ---------------------------------------------------------------------------


class _Text:
    """JSON of strings, lists and objects, read by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text.rstrip(" \t\n\r"), 0
        self.strings = self.groups = 0

    def document(self):
        value = self._value(self._token(), DEPTH)
        need(self.at == len(self.text), "something follows the JSON")
        return value

    def _token(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            raise Denied(f"it is not JSON of strings, lists and objects ({self.at})")
        self.at = found.end()
        return found[1]

    def _value(self, token: str, depth: int):
        if token[0] == '"':
            return self._string(token)
        need(token in "[{", "it is not JSON: a value is missing")
        need(depth > 0, "it is nested too deeply")
        self.groups += 1
        if self.groups > GROUPS:
            raise TooLarge(f"more than {GROUPS} lists and objects")
        return self._list(depth) if token == "[" else self._object(depth)

    def _list(self, depth: int) -> list:
        found: list = []
        token = self._token()
        while token != "]":
            if found:
                need(token == ",", "it is not JSON: a list")
                token = self._token()
            found.append(self._value(token, depth - 1))
            token = self._token()
        return found

    def _object(self, depth: int) -> dict:
        found: dict = {}
        token = self._token()
        while token != "}":
            if found:
                need(token == ",", "it is not JSON: an object")
                token = self._token()
            need(token[0] == '"', "it is not JSON: a key is no string")
            key = self._string(token)
            need(key not in found, "a key occurs twice")
            need(self._token() == ":", "it is not JSON: a colon is missing")
            found[key] = self._value(self._token(), depth - 1)
            token = self._token()
        return found

    def _string(self, token: str) -> str:
        self.strings += 1
        if self.strings > STRINGS:
            raise TooLarge(f"more than {STRINGS} strings")
        if "\\" not in token:
            return token[1:-1]

        def plain(match: re.Match[str]) -> str:
            return chr(int(match[1], 16)) if match[1] else _PLAIN.get(match[2], match[2])

        # Two escapes may stand for one character.
        units = _ESCAPE.sub(plain, token[1:-1]).encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "surrogatepass")


def _canonical(value) -> str:
    """Return the JSON that the digest is of: keys sorted, no blanks, ASCII."""
    if isinstance(value, dict):
        inner = (f"{_canonical(key)}:{_canonical(value[key])}" for key in sorted(value))
        return "{" + ",".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(letter: str) -> str:
    for short, meant in {**_PLAIN, '"': '"', "\\": "\\"}.items():
        if letter == meant:
            return f"\\{short}"
    if " " <= letter <= "~":
        return letter
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def _object(value, what: str, required: str, optional: str = "") -> dict:
    """Return an object after comparing its keys with those named."""
    need(isinstance(value, dict), f"{what} is no object")
    must, may = set(required.split()), set(optional.split())
    need(must <= value.keys() <= must | may, f"{what} has not the keys it must have")
    return value


def _list(value, what: str, least: int = 0, most: int = STRINGS) -> list:
    need(isinstance(value, list), f"{what} is no list")
    need(least <= len(value) <= most, f"{what} is too short or too long")
    return value


def _words(value, what: str, most: int, blank: str = " ") -> list[str]:
    """Return at most so many words, the last of them with what is left."""
    need(isinstance(value, str), f"{what} is no string")
    return value.split(blank, most - 1)


def _int(value, what: str) -> int:
    fits = isinstance(value, str) and len(value) <= 2**13 and _HEX.fullmatch(value)
    need(fits, f"{what} is no hexadecimal integer")
    return int(value, 16)


def _poly(value, what: str = "a polynomial") -> Poly:
    words = _words(value, what, 513)
    fits = len(words) <= 512 and max(map(len, words)) <= 2**13 and _HEXES.fullmatch(value)
    need(fits, f"{what} is not of up to 512 hexadecimal integers")
    found = tuple(int(word, 16) for word in words)
    need(found[-1] or len(found) == 1, f"{what} ends in 0")
    return found


# --- Partitions -----------------------------------------------------------------------


def _laid(blocks: Iterable[int], over: int) -> list[int]:
    """Return disjoint blocks after one more has absorbed those that it meets."""
    apart = []
    for block in blocks:
        if block & over:
            over |= block
        else:
            apart.append(block)
    return [*apart, over]


def _moved(block: int, places: dict[int, int]) -> int:
    """Return a block after its points have moved; those without a place are left out."""
    return sum(1 << there for here, there in places.items() if block >> here & 1)


def _joined(first: Blocks, second: Blocks, n: int) -> tuple[Blocks, int]:
    """Return R and l with PQ = d^l R."""
    blocks = list(first)
    for block in second:
        blocks = _laid(blocks, block << n)
    kets = (1 << n) - 1
    outer = [block & kets | block >> 2 * n << n for block in blocks]
    return tuple(sorted(filter(None, outer))), outer.count(0)


def _partition(text: str, n: int) -> Blocks:
    need(len(text) == 2 * n, "a partition has not two characters for each strand")
    masks = [0] * 16
    last = 0
    for point, letter in enumerate(text):
        number = "0123456789abcdef".find(letter)
        need(0 <= number <= last, "blocks are not numbered by first appearance")
        last = max(last, number + 1)
        masks[number] |= 1 << point
    return tuple(sorted(filter(None, masks)))


# --- The file -------------------------------------------------------------------------


class _Ratio(NamedTuple):
    """A function, a polynomial over one of the file's denominators."""

    top: Poly
    below: int


class _Element(NamedTuple):
    """A combination of partitions, over one of the file's denominators."""

    n: int
    terms: dict[Blocks, Poly]
    below: int


class _Block(NamedTuple):
    """One Σ G_ij y_i y_j†, over one of the file's denominators."""

    vectors: list[_Element]
    matrix: dict[tuple[int, int], Poly]
    below: int


Gram = list[_Block]


class _Interval(NamedTuple):
    start: _Ratio
    stop: _Ratio
    closed: list[str]


class _Witness(NamedTuple):
    element: _Element
    gram: Gram
    null: Gram | None
    multiplier: _Element | None


class _File:
    """What a certificate says, read without believing it."""

    def __init__(self, document, meter: _Meter) -> None:
        self.meter = meter
        #: By number; 0 is that of 1.
        self.denominators: list[Poly] = []
        self._numbers: dict[Poly, int] = {}
        self._below()
        self._known: dict[tuple[Poly, bool], bool] = {}
        _object(document, "the certificate", "format problem digest claim proofs")
        need(document["format"] == FORMAT, "the format is another one")
        self._problem(document["problem"])
        digest = hashlib.sha256(_canonical(document["problem"]).encode("ascii"))
        need(document["digest"] == digest.hexdigest(), "the digest is of another problem")
        self._proofs(document["proofs"])
        self._claim(document["claim"])

    def _problem(self, value) -> None:
        problem = _object(
            value,
            "problem",
            "dimension property from to choi_from choi_to",
            "label parameter",
        )
        label = problem.get("label", "")
        short = isinstance(label, str) and len(label) <= 200 and label.isprintable()
        need(short, "the label is not short and printable")
        name = problem.get("parameter", "x")
        need(isinstance(name, str) and _PARAMETER.fullmatch(name), "parameter is no name")
        need(name != "d", "the parameter is called d, as the dimension is")
        dimension = _object(problem["dimension"], "dimension", "", "least equals")
        need(len(dimension) == 1, "dimension is not one of least, equals")
        self.single = "equals" in dimension
        (self.d,) = (_int(d, "dimension") for d in dimension.values())
        need(self.d >= 1, "the dimension is not positive")
        self.copies = self._copies(problem["property"])
        self.ppt = self.copies == 1
        self.n = 1 + self.copies
        self.start, self.stop = self._ratio(problem["from"]), self._ratio(problem["to"])
        self.chois = [self._element(problem[key], 2) for key in ("choi_from", "choi_to")]

    @staticmethod
    def _copies(value) -> int:
        _object(value, "property", "name", "copies")
        if value["name"] == "ppt" and "copies" not in value:
            return 1
        need(value["name"] == "extendible" and "copies" in value, "no such property")
        copies = _int(value["copies"], "copies")
        need(2 <= copies <= 5, "copies lie in 2..5")
        return copies

    def _proofs(self, value) -> None:
        proofs = _object(value, "proofs", "channel", "holds fails")
        channel = _object(proofs["channel"], "channel", "from to")
        self.channel = [self._gram(channel[key], 2) for key in ("from", "to")]
        self.holds = []
        for proof in _list(proofs.get("holds", []), "holds", most=16):
            _object(proof, "a proof that it holds", "at gram")
            self.holds.append((self._ratio(proof["at"]), self._gram(proof["gram"], self.n)))
        self.fails = []
        for proof in _list(proofs.get("fails", []), "fails", most=16):
            _object(proof, "a proof that it fails", "witness gram", "null multiplier")
            need(("null" in proof) == ("multiplier" in proof), "null without multiplier")
            faced = "null" in proof
            found = _Witness(
                self._element(proof["witness"], 2),
                self._gram(proof["gram"], self.n),
                self._gram(proof["null"], 2) if faced else None,
                self._element(proof["multiplier"], self.n) if faced else None,
            )
            self.fails.append(found)

    def _claim(self, value) -> None:
        claim = _object(value, "claim", "", "holds fails")
        need(claim, "nothing is claimed")
        ends = _list(claim["holds"], "holds", 2, 2) if "holds" in claim else []
        self.inside = [self._ratio(end) for end in ends]
        intervals = _list(claim["fails"], "fails", 1, 16) if "fails" in claim else []
        self.outside = []
        for interval in intervals:
            _object(interval, "an interval", "from to", "closed")
            closed = _list(interval.get("closed", []), "closed", most=2)
            once = closed in ([], ["from"], ["to"], ["from", "to"], ["to", "from"])
            need(once, "closed lists something else than ends, or one twice")
            ends = self._ratio(interval["from"]), self._ratio(interval["to"])
            self.outside.append(_Interval(*ends, closed))

    def _ratio(self, value) -> _Ratio:
        parts = _words(value, "a function", 2, " / ")
        return _Ratio(_poly(parts[0]), self._below(*parts[1:]))

    def _below(self, value="1") -> int:
        found = _poly(value, "a denominator")
        if found not in self._numbers:
            self._numbers[found] = len(self.denominators)
            self.denominators.append(found)
        return self._numbers[found]

    def _element(self, value, n: int) -> _Element:
        _object(value, "an element", "terms", "over")
        terms: dict[Blocks, Poly] = {}
        for term in _list(value["terms"], "terms"):
            parts = _words(term, "a term", 2)
            need(len(parts) == 2, "a term is no partition with a polynomial")
            blocks = _partition(parts[0], n)
            need(blocks not in terms, "a partition occurs twice")
            terms[blocks] = _poly(parts[1])
            need(any(terms[blocks]), "a coefficient is 0")
        return _Element(n, terms, self._below(value.get("over", "1")))

    def _gram(self, value, n: int) -> Gram:
        return [self._block(part, n) for part in _list(value, "a Gram sum")]

    def _block(self, value, n: int) -> _Block:
        _object(value, "a part of a Gram sum", "vectors matrix", "over")
        items = _list(value["vectors"], "vectors", 1, 6)
        vectors = [self._element(item, n) for item in items]
        matrix: dict[tuple[int, int], Poly] = {}
        for entry in _list(value["matrix"], "matrix", most=21):
            parts = _words(entry, "an entry", 3)
            need(len(parts) == 3, "an entry is not two integers and a polynomial")
            i, j = _int(parts[0], "a row"), _int(parts[1], "a column")
            need(0 <= j <= i < len(vectors), "an entry is not in the lower triangle")
            need((i, j) not in matrix, "an entry occurs twice")
            matrix[i, j] = _poly(parts[2])
            need(any(matrix[i, j]), "an entry is 0")
        return _Block(vectors, matrix, self._below(value.get("over", "1")))

    def blocks(self) -> Iterable[_Block]:
        """Yield every part of every Gram sum."""
        grams = [*self.channel, *(gram for _, gram in self.holds)]
        for proof in self.fails:
            grams += [proof.gram, proof.null or []]
        for gram in grams:
            yield from gram

    # --- Values and signs -------------------------------------------------------------

    def value(self, poly: Poly, bits: int) -> int:
        """Return the value at the one d, or at 2^bits."""
        size, length = self.d.bit_length() if self.single else bits, len(poly)
        largest = max(map(int.bit_length, poly))
        self.meter.hold(1, length * size + largest)
        step = _product(length * size + largest, size) if self.single else 1
        self.meter.take(2 * length * step + length**2 * size // 10**5)
        total = 0
        for c in reversed(poly):
            total = (total * self.d if self.single else total << bits) + c
        return total

    def always(self, poly: Poly, strict: bool) -> bool:
        """Whether a polynomial is ≥ 0, or > 0, at every d that the file is about."""
        key = poly, strict
        if key not in self._known:
            if self.single:
                value = self.value(poly, 0)
                self._known[key] = value > 0 if strict else value >= 0
            else:
                self._known[key] = _positive_from(self.d, poly, strict, self.meter)
        return self._known[key]

    def tells(self, value: int, bits: int, strict: bool) -> bool:
        """Whether the polynomial with this value is ≥ 0, or > 0, at every d."""
        if self.single:
            return value > 0 if strict else value >= 0
        return self.always(self._digits(value, bits), strict)

    def _digits(self, value: int, bits: int) -> Poly:
        """Return the digits of a number in base 2^bits, from −2^(bits−1) on."""
        long = value.bit_length()
        self.meter.take(1 + long // bits * (1 + long // 10**5))
        half = 1 << bits - 1
        digits = []
        while value:
            digit = ((value + half) & (2 * half - 1)) - half
            digits.append(digit)
            value = (value - digit) >> bits
        return tuple(digits) or (0,)


def _size(poly: Poly) -> int:
    """Return the sum of the absolute values of the coefficients."""
    return sum(map(abs, poly))


# --- Positivity -----------------------------------------------------------------------


def _semidefinite(block: _Block, file: _File) -> bool:
    """Whether G ≥ 0 at every d that the file is about.

    The coefficient e_k of det(t + G) is the sum of the principal minors of order k. Each
    is at most the product of its rows' sizes; so the size of e_k is at most that of all
    of G to the power k.
    """
    order = len(block.vectors)
    size = sum(_size(p) * (1 if i == j else 2) for (i, j), p in block.matrix.items())
    bits = order * size.bit_length() + 1
    given = {at: file.value(poly, bits) for at, poly in block.matrix.items()}
    matrix = [
        [given.get((max(i, j), min(i, j)), 0) for j in range(order)] for i in range(order)
    ]
    long = max((x.bit_length() for x in given.values()), default=0) + 3
    power = [[int(i == j) for j in range(order)] for i in range(order)]
    for k in range(1, order + 1):
        file.meter.take(order**3 * _product(k * long, long))
        file.meter.hold(order**2, (k + 1) * long)
        power = [
            [sum(a * power[m][j] for m, a in enumerate(row) if a) for j in range(order)]
            for row in matrix
        ]
        # Σ of eigenvalues' products: an integer polynomial in the entries, so k divides.
        coefficient = sum(power[i][i] for i in range(order)) // k
        if not file.tells(coefficient, bits, strict=False):
            return False
        power = [
            [coefficient * (i == j) - x for j, x in enumerate(row)]
            for i, row in enumerate(power)
        ]
    return True


def _positive_from(least: int, poly: Poly, strict: bool, meter: _Meter) -> bool:
    """Whether a polynomial is ≥ 0, or > 0, at every integer from `least` on."""
    if poly[-1] <= 0 and (strict or any(poly)):
        return False
    chain = _sturm(poly, meter)

    def fits(d: int) -> bool:
        sign = _sign(poly, d, meter)
        return sign > 0 or (sign == 0 and not strict)

    def changes(d: int) -> int:
        return _changes(_sign(link, d, meter) for link in chain)

    # Far out the last coefficients tell the signs: as many changes, and no root is left.
    far = _changes((link[-1] > 0) - (link[-1] < 0) for link in chain)
    last, width = least, 1
    left = changes(least)
    if not fits(least):
        return False
    while left != far:
        now = changes(last + width)
        open_ = [(last, last + width, left, now)]
        while open_:
            low, high, before, after = open_.pop()
            if before == after or high == low + 1:
                if not fits(high):
                    return False
                continue
            middle = (low + high) // 2
            inside = changes(middle)
            open_ += [(low, middle, before, inside), (middle, high, inside, after)]
        last, width, left = last + width, 2 * width, now
    return True


def _changes(signs: Iterable[int]) -> int:
    """Return how often a sequence of signs changes, zeros left out."""
    known = [sign for sign in signs if sign]
    return sum(left != right for left, right in pairwise(known))


def _sign(poly: Poly, d: int, meter: _Meter) -> int:
    size = d.bit_length()
    longest = max(map(int.bit_length, poly)) + len(poly) * size
    meter.take(len(poly) * _product(longest, size))
    total = 0
    for c in reversed(poly):
        total = total * d + c
    return (total > 0) - (total < 0)


def _sturm(poly: Poly, meter: _Meter) -> list[Poly]:
    """Return Sturm's sequence of p over gcd(p, p'), each up to a positive factor.

    Its changes of sign at a less those at b are the number of roots in (a, b], a and b
    being any numbers: p/gcd has no double root, and p'/p goes from −∞ to ∞ at each.
    """
    chain = [_primitive(list(poly), meter)]
    slope = [i * c for i, c in enumerate(poly)][1:]
    while slope:
        chain.append(_primitive(slope, meter))
        rest = _remainder(list(chain[-2]), chain[-1], meter)[1]
        slope = [-c for c in rest]
    common = chain[-1]
    if len(common) == 1:
        return chain
    # The last may be negative: dividing by it changes all signs, and no change of sign.
    return [_primitive(_remainder(list(f), common, meter)[0], meter) for f in chain]


def _primitive(poly: list[int], meter: _Meter) -> Poly:
    longest = max(map(int.bit_length, poly))
    meter.take(len(poly) * 2 * _division(longest, longest))
    content = math.gcd(*poly)
    return tuple(c // content for c in poly) if content > 1 else tuple(poly)


def _remainder(rest: list[int], by: Poly, meter: _Meter) -> tuple[list[int], list[int]]:
    """Return quotient and remainder of p times a positive number, without last zeros."""
    lead, turn = abs(by[-1]), 1 if by[-1] > 0 else -1
    quotient: list[int] = []
    longest = max(map(int.bit_length, by))
    while len(rest) >= len(by):
        size = max(map(int.bit_length, rest))
        meter.take((2 * len(rest) + len(quotient)) * _product(size, longest))
        top = turn * rest[-1]
        quotient = [top, *(lead * c for c in quotient)]
        rest = [lead * c for c in rest]
        shift = len(rest) - len(by)
        for i, c in enumerate(by):
            rest[shift + i] -= top * c
        rest.pop()
    while rest and not rest[-1]:
        rest.pop()
    return quotient, rest


# --- Combinations of partitions ---------------------------------------------------------


class _Pass:
    """One walk through a proof, with a number for d, or with nothing but sizes."""

    def __init__(self, file: _File, bits: int | None) -> None:
        self.file, self.meter, self.bits = file, file.meter, bits
        self.meter.bytes = HELD
        #: At least the size of whatever was compared with zero.
        self.largest = 1
        #: Value and size by the number of a denominator.
        self._below: dict[int, tuple[int, int]] = {}
        self._joined: dict[tuple[Blocks, Blocks], tuple[Blocks, int]] = {}

    def value(self, poly: Poly) -> int:
        return 1 if self.bits is None else self.file.value(poly, self.bits)

    def denominator(self, number: int) -> tuple[int, int]:
        """Return value and size."""
        if number not in self._below:
            poly = self.file.denominators[number]
            self._below[number] = self.value(poly), _size(poly)
        return self._below[number]

    def join(self, first: Blocks, second: Blocks, n: int) -> tuple[Blocks, int]:
        known = self._joined.get((first, second))
        if known is None:
            self.meter.take(4 + n)
            known = _joined(first, second, n)
            if len(self._joined) < JOINED:
                self._joined[first, second] = known
        return known

    def function(self, ratio: _Ratio) -> _Sum:
        return self.element(_Element(0, {(): ratio.top}, ratio.below))

    def number(self, number: int) -> _Sum:
        return self.element(_Element(0, {(): (number,)}, 0))

    def element(self, element: _Element) -> _Sum:
        terms = element.terms if self.bits is not None else {}
        values = {blocks: self.value(poly) for blocks, poly in terms.items()}
        below = {element.below: 1} if element.below else {}
        return _Sum(self, element.n, values, below, sum(map(_size, element.terms.values())))

    def gram(self, gram: Gram, n: int) -> _Sum:
        """Return Σ_i y_i (Σ_j G_ij y_j)†, over every part."""
        total = _Sum(self, n, {}, {}, 0)
        before = self.meter.bytes
        for block in gram:
            vectors = [self.element(vector) for vector in block.vectors]
            inner = [_Sum(self, n, {}, {}, 0) for _ in vectors]
            for (i, j), poly in block.matrix.items():
                weight = self.function(_Ratio(poly, block.below))
                inner[i] = inner[i].plus(vectors[j].scaled(weight))
                if i != j:
                    inner[j] = inner[j].plus(vectors[i].scaled(weight))
            within = self.meter.bytes
            for vector, weighted in zip(vectors, inner, strict=True):
                total = total.plus(vector.times(weighted.adjoint()))
                self._forget(within, total)
            self._forget(before, total)
        return total

    def _forget(self, room: int, total: _Sum) -> None:
        """Give back the memory of all that was made since, but for the total."""
        self._below.clear()
        self.meter.bytes = room
        self.meter.hold(len(total.terms), total.long)

    def zero(self, total: _Sum) -> bool:
        """Whether a combination is zero; in the first pass every one is."""
        self._seen(total.size)
        return not any(total.terms.values())

    def same(self, one: _Sum, other: _Sum) -> bool:
        return self.zero(one.minus(other))

    def sign(self, function: _Sum, strict: bool = False) -> bool:
        """Whether a function is ≥ 0, or > 0; in the first pass every one is."""
        self._seen(function.size)
        if self.bits is None:
            return True
        return self.file.tells(function.terms.get((), 0), self.bits, strict)

    def _seen(self, size: int) -> None:
        if self.bits is None:
            self.largest = max(self.largest, size)
        elif not self.file.single and size >> self.bits - 1:
            raise TooLarge("a polynomial is longer than the first pass found")


class _Sum:
    """A combination of partitions: integers at the pass's d, over a product.

    Args:
        run: the pass.
        n: strands.
        terms: the integers, none in the first pass.
        below: the denominators of the product, by number, each with its power.
        size: at least the sum of the absolute values of all coefficients in d.
    """

    def __init__(
        self,
        run: _Pass,
        n: int,
        terms: dict[Blocks, int],
        below: dict[int, int],
        size: int,
    ) -> None:
        self.run, self.n, self.terms, self.below, self.size = run, n, terms, below, size

    @property
    def long(self) -> int:
        return max(map(int.bit_length, self.terms.values()), default=0)

    def _over(self, below: dict[int, int]) -> _Sum:
        """Return the same over a multiple of its product."""
        run, factor, size = self.run, 1, self.size
        run.meter.take(10 + 4 * len(below))
        for number, power in below.items():
            for _ in range(power - self.below.get(number, 0)):
                value, around = run.denominator(number)
                run.meter.take(_product(factor.bit_length(), value.bit_length()))
                run.meter.take(_product(size.bit_length(), around.bit_length()))
                run.meter.hold(2, max(factor.bit_length(), size.bit_length()))
                factor, size = factor * value, size * around
        return _Sum(run, self.n, self._multiplied(factor), below, size)

    def _multiplied(self, factor: int) -> dict[Blocks, int]:
        if factor == 1:
            return self.terms
        long, other = self.long, factor.bit_length()
        self.run.meter.take(len(self.terms) * _product(long, other))
        self.run.meter.hold(len(self.terms), long + other)
        return {blocks: factor * x for blocks, x in self.terms.items()}

    def plus(self, other: _Sum, turn: int = 1) -> _Sum:
        below = dict(self.below)
        for number, power in other.below.items():
            below[number] = max(below.get(number, 0), power)
        left, right = self._over(below), other._over(below)
        long, count = max(left.long, right.long), len(left.terms) + len(right.terms)
        self.run.meter.take(count * (1 + long // 20000))
        self.run.meter.hold(count, long)
        terms = dict(left.terms)
        for blocks, x in right.terms.items():
            terms[blocks] = terms.get(blocks, 0) + turn * x
        return _Sum(self.run, self.n, terms, below, left.size + right.size)

    def minus(self, other: _Sum) -> _Sum:
        return self.plus(other, -1)

    def _below_both(self, other: _Sum) -> dict[int, int]:
        below = dict(self.below)
        for number, power in other.below.items():
            below[number] = below.get(number, 0) + power
        self.run.meter.take(
            10 + len(below) + _product(*map(int.bit_length, (self.size, other.size)))
        )
        return below

    def scaled(self, function: _Sum) -> _Sum:
        below = self._below_both(function)
        terms = self._multiplied(function.terms.get((), 0))
        return _Sum(self.run, self.n, terms, below, self.size * function.size)

    def times(self, other: _Sum) -> _Sum:
        below, run = self._below_both(other), self.run
        pairs = len(self.terms) * len(other.terms)
        long, wide = self.long, other.long
        run.meter.take(pairs * (1 + _product(long, wide)))
        found: dict[tuple[Blocks, int], int] = {}
        for left, x in self.terms.items():
            for right, y in other.terms.items():
                at = run.join(left, right, self.n)
                if at not in found:
                    run.meter.hold(1, long + wide)
                found[at] = found.get(at, 0) + x * y
        return self._counted(found, self.n, below, self.size * other.size)

    def _counted(
        self,
        found: dict[tuple[Blocks, int], int],
        n: int,
        below: dict[int, int],
        size: int,
    ) -> _Sum:
        """Return the sum of d^l R."""
        run = self.run
        run.meter.take(10)
        terms: dict[Blocks, int] = defaultdict(int)
        powers = {n: run.value((*[0] * n, 1)) for n in {loops for _, loops in found}}
        for (blocks, loops), x in found.items():
            power = powers[loops]
            run.meter.take(_product(x.bit_length(), power.bit_length()))
            run.meter.hold(1, x.bit_length() + power.bit_length())
            terms[blocks] += power * x
        return _Sum(run, n, dict(terms), below, size)

    def _changed(self, n: int, change: Callable[[Blocks], tuple[Blocks, int]]) -> _Sum:
        found: dict[tuple[Blocks, int], int] = defaultdict(int)
        self.run.meter.take(20 * len(self.terms))
        self.run.meter.hold(len(self.terms), 0)
        for blocks, x in self.terms.items():
            found[change(blocks)] += x
        return self._counted(found, n, self.below, self.size)

    def adjoint(self) -> _Sum:
        n = self.n
        places = {s: (s + n) % (2 * n) for s in range(2 * n)}
        return self._changed(n, lambda blocks: (_renamed(blocks, places), 0))

    def transposed(self) -> _Sum:
        """Return the partial transpose on B, of A⊗B."""
        places = {0: 0, 1: 3, 2: 2, 3: 1}
        return self._changed(2, lambda blocks: (_renamed(blocks, places), 0))

    def placed(self, strands: tuple[int, ...], n: int) -> _Sum:
        """Return this on some strands of n, times the identity on the others."""
        places = dict(zip(range(self.n), strands, strict=True))
        places |= {self.n + s: n + t for s, t in places.items()}
        others = [1 << s | 1 << n + s for s in range(n) if s not in strands]

        def change(blocks: Blocks) -> tuple[Blocks, int]:
            return tuple(sorted([*_renamed(blocks, places), *others])), 0

        return self._changed(n, change)

    def traced(self, kept: tuple[int, ...]) -> _Sum:
        """Return the trace over all strands but some."""
        n, m = self.n, len(kept)
        places = {s: t for t, s in enumerate(kept)}
        places |= {n + s: m + t for s, t in places.items()}
        closed = [1 << s | 1 << n + s for s in range(n) if s not in kept]

        def change(blocks: Blocks) -> tuple[Blocks, int]:
            merged: Iterable[int] = blocks
            for pair in closed:
                merged = _laid(merged, pair)
            left = [_moved(block, places) for block in merged]
            return tuple(sorted(filter(None, left))), left.count(0)

        return self._changed(m, change)


def _renamed(blocks: Blocks, places: dict[int, int]) -> Blocks:
    return tuple(sorted(_moved(block, places) for block in blocks))


# --- What is proved -----------------------------------------------------------------------


def _prove(run: _Pass) -> None:
    """Deny the certificate unless everything holds but the signs of what it is made of.

    Nothing that is asked depends on an answer: both passes ask the same.
    """
    line = _Line(run)
    points = [_holds(line, at, gram) for at, gram in run.file.holds]
    values = [_fails(line, proof) for proof in run.file.fails]
    inside = [run.function(end) for end in run.file.inside]
    for end in inside:
        meets = [run.zero(end.minus(at)) for at in points]
        need(any(meets), "an end of holds is no point")
    for low, high in pairwise(inside):
        need(run.sign(high.minus(low)), "the ends of holds are in the wrong order")
    for interval in run.file.outside:
        _excluded(line, interval, values)


class _Line:
    """The channels J(x), after checking that they are channels."""

    def __init__(self, run: _Pass) -> None:
        file, self.run = run.file, run
        self.start, self.stop = run.function(file.start), run.function(file.stop)
        self.span = self.stop.minus(self.start)
        need(run.sign(self.span, strict=True), "from is not less than to")
        self.chois = [run.element(choi) for choi in file.chois]
        unit = run.element(_Element(1, {(3,): (1,)}, 0))
        for choi, gram in zip(self.chois, file.channel, strict=True):
            need(run.same(choi.traced((0,)), unit), "tr_B J is not the identity")
            need(run.same(choi, run.gram(gram, 2)), "J is not its Gram sum")

    def between(self, x: _Sum, ends: list[_Sum]) -> _Sum:
        """Return (to − from) times what has the given values at the ends, at x."""
        first, last = ends
        return first.scaled(self.stop.minus(x)).plus(last.scaled(x.minus(self.start)))

    def paired(self, element: _Sum) -> list[_Sum]:
        """Return tr(WJ) for both ends."""
        return [element.times(choi).traced(()) for choi in self.chois]


def _holds(line: _Line, at: _Ratio, gram: Gram) -> _Sum:
    """Return a point where the property holds."""
    run, file = line.run, line.run.file
    x = run.function(at)
    need(run.sign(x.minus(line.start)), "a point lies before from")
    need(run.sign(line.stop.minus(x)), "a point lies beyond to")
    sigma = run.gram(gram, file.n)
    if file.ppt:
        found = sigma.transposed()
    else:
        found = _Sum(run, 2, {}, {}, 0)
        for i in range(1, file.n):
            found = found.plus(sigma.traced((0, i)))
    stated = line.between(x, line.chois).scaled(run.number(file.copies))
    need(run.same(stated, found.scaled(line.span)), "the marginals do not average to J")
    return x


def _fails(line: _Line, proof: _Witness) -> list[_Sum]:
    """Return tr(WJ) at both ends for a witness of the property."""
    run, file = line.run, line.run.file
    witness = run.element(proof.element)
    need(run.same(witness, witness.adjoint()), "a witness is not self-adjoint")
    lifted = _lifted(witness.transposed() if file.ppt else witness, file)
    if proof.null is not None and proof.multiplier is not None:
        # For PPT the Gram sum is Q^(T_B): S(Q) has to be positive, and Q need not be.
        null = run.gram(proof.null, 2)
        paired = line.paired(null.transposed() if file.ppt else null)
        for value in paired:
            need(run.zero(value), "tr(QJ) is not 0")
        half = _lifted(null, file).times(run.element(proof.multiplier))
        lifted = lifted.plus(half).plus(half.adjoint())
    found = run.gram(proof.gram, file.n).scaled(run.number(file.copies))
    need(run.same(lifted, found), "S(W) + S(Q)Z + Z†S(Q) is not the Gram sum")
    return line.paired(witness)


def _lifted(element: _Sum, file: _File) -> _Sum:
    """Return the sum of an element on A B_i, over i."""
    total = _Sum(element.run, file.n, {}, {}, 0)
    for i in range(1, file.n):
        total = total.plus(element.placed((0, i), file.n))
    return total


def _excluded(line: _Line, interval: _Interval, witnesses: list[list[_Sum]]) -> None:
    """Deny the certificate unless a witness is negative all over an interval."""
    run, closed = line.run, interval.closed
    u, v = run.function(interval.start), run.function(interval.stop)
    need(run.sign(u.minus(line.start)), "an interval begins before from")
    need(run.sign(line.stop.minus(v)), "an interval ends beyond to")
    need(run.sign(v.minus(u), strict=len(closed) < 2), "an interval is empty")
    nothing = run.number(0)
    found = []
    for values in witnesses:
        ends = [nothing.minus(line.between(x, values)) for x in (u, v)]
        found.append(
            [
                run.sign(ends[0], strict="from" in closed),
                run.sign(ends[1], strict="to" in closed),
                run.sign(ends[0].plus(ends[1]), strict=True),
            ]
        )
    need(any(map(all, found)), "no witness is negative all over an interval")
