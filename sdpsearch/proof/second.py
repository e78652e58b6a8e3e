"""A second checker of certificates: written apart from the first, by other means.

Needs Python ≥ 3.11 and no other file; `confirm(data)` returns nothing if every claim of a
certificate is proved. docs/certificate-format.md says what there is to check. Nothing is
shared with the first checker, and little is alike:

* the text is read by a parser of its own;
* operators live on the whole space A⊗B^k: an extension is written out there and each of
  its marginals A B_i is traced, and W acts there on one copy after another;
* the vectors of V_λ are summed over the column group, word by word;
* a Hermitian matrix is positive if complex balls prove all pivots of LDL† positive, else
  by fraction-free elimination over the Gaussian integers;
* ranks are bounded from below over the field of p² elements, p = 2^61 − 1;
* where S(W) K = 0 is known, S(W) + K K† is tested, which has the same sign;
* eigenvalues of what a code sends are counted in Gershgorin's discs, logarithms are taken
  digit by digit;
* the volume that half-spaces leave is the sum over their planes of volumes of one dimension
  less (Lasserre, J. Optim. Theory Appl. 39, 363, 1983), in the file's own coordinates;
* of a signed extension P ± R are written entry by entry, and what a witness against them
  adds up to is paired with each pair of the vectors that extensions live on.

What it costs is counted as it goes. A certificate that costs too much is neither believed
nor denied: it is too large for this checker.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from fractions import Fraction
from itertools import pairwise, permutations, product
from math import lcm

Gauss = tuple[int, int]
Diagram = tuple[int, ...]
#: A vector of A⊗B^k by (letter of A, word of B).
Vector = dict[tuple[int, tuple[int, ...]], Gauss]

FORMAT = "sdpsearch certificate 1"
SIGNED = "sdpsearch signed certificate 1"
CAPACITY = "sdpsearch capacity certificate 1"
REGION = "sdpsearch region certificate 1"
#: Bytes that are read; the format allows more.
BYTES = 6 * 2**20
#: Steps, each of about a microsecond, and numbers held at one time.
STEPS = 5 * 10**6
HELD = 400_000
DEPTH = 12

_P = 2**61 - 1
_TOKEN = re.compile(
    r'[ \t\n\r]*([\[\]{}:,]|"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")'
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_HEX = re.compile(r"0|-?[1-9a-f][0-9a-f]*")
_PARAMETER = re.compile(r"[A-Za-zΑ-Ωα-ω][A-Za-zΑ-Ωα-ω0-9_]{0,31}")
_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Denied(Exception):
    """The certificate is not believed."""


class TooLarge(Exception):
    """Checking the certificate would take this checker too long, or too much memory."""


def confirm(data: bytes) -> None:
    """Return if every claim of a certificate is proved.

    Args:
        data: the file.

    Raises:
        Denied: something is not proved, or the file is no certificate.
        TooLarge: checking it would take too long or too much memory.
    """
    if len(data) > BYTES:
        raise TooLarge(f"more than {BYTES} bytes")
    if data.count(b'"') > 300_000 or data.count(b"[") + data.count(b"{") > 2**16:
        raise TooLarge("more than 150000 strings or 65536 lists and objects")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Denied("it is not UTF-8 text") from None
    document = _parse(text)
    form = document.get("format") if isinstance(document, dict) else None
    kinds = {CAPACITY: _Capacity, SIGNED: _Signed, REGION: _Region}
    kinds.get(form if isinstance(form, str) else "", _Case)(document).prove()


def need(condition: object, reason: str) -> None:
    """Deny the certificate unless something holds."""
    if not condition:
        raise Denied(reason)


class _Meter:
    """Steps taken for one certificate."""

    def __init__(self) -> None:
        self.left = STEPS

    def take(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooLarge("it would take too long")

    @staticmethod
    def hold(numbers: int, bits: int = 0) -> None:
        if numbers * (1 + bits // 1024) > HELD:
            raise TooLarge("it would take too much memory")


def _length(x: Fraction) -> int:
    return x.numerator.bit_length() + x.denominator.bit_length()


def _weight(bits: int) -> int:
    """Return the steps that products of numbers of so many bits take."""
    return 1 + (bits // 1000) ** 2 * 2 + bits // 1000


# --- Text ---------------------------------------------------------------------------


def _parse(text: str):
    """Return the value of a JSON text of strings, lists and objects."""
    stack: list = [[]]
    keys: list = [None]
    position, state = 0, "value"
    end = len(text.rstrip(" \t\n\r"))
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None:
            raise Denied(f"it is not JSON of strings, lists and objects ({position})")
        token, position = found[1], found.end()
        top = stack[-1]
        if state in ("value", "first") and token[0] in '"[{':
            if isinstance(top, dict):
                need(keys[-1] is not None and keys[-1] not in top, "a key occurs twice")
            new = _string(token) if token[0] == '"' else [] if token == "[" else {}
            if isinstance(top, dict):
                top[keys[-1]] = new
            else:
                top.append(new)
            if token == "[":
                stack.append(new)
                keys.append(None)
                state = "first"
            elif token == "{":
                stack.append(new)
                keys.append(None)
                state = "first key"
            else:
                state = "after"
            need(len(stack) <= DEPTH, "it is nested too deeply")
        elif state in ("key", "first key") and token[0] == '"':
            keys[-1] = _string(token)
            state = "colon"
        elif state == "colon" and token == ":":
            state = "value"
        elif state == "after" and token == "," and len(stack) > 1:
            state = "key" if isinstance(top, dict) else "value"
        elif (
            len(stack) > 1
            and token == ("}" if isinstance(top, dict) else "]")
            and state in ("after", "first key" if isinstance(top, dict) else "first")
        ):
            stack.pop()
            keys.pop()
            state = "after"
        else:
            raise Denied(f"it is not JSON (character {position})")
    need(len(stack) == 1 and state == "after", "it is not JSON: it ends too soon")
    return stack[0][0]


def _string(token: str) -> str:
    def plain(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else _PLAIN.get(match[2], str(match[2]))

    if "\\" not in token:
        return token[1:-1]
    text = _ESCAPE.sub(plain, token[1:-1])
    # Two escapes may stand for one character.
    return re.sub(
        "[\ud800-\udbff][\udc00-\udfff]",
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"),
        text,
    )


def _canonical(value) -> str:
    """Return the JSON that the digest is of: keys sorted, no blanks, ASCII."""
    if isinstance(value, dict):
        inner = (f"{_canonical(key)}:{_canonical(value[key])}" for key in sorted(value))
        return "{" + ",".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    short = {'"': '\\"', "\\": "\\\\"} | {v: f"\\{k}" for k, v in _PLAIN.items()}

    def escaped(match):
        letter = match[0]
        if letter in short:
            return short[letter]
        units = letter.encode("utf-16-be", "surrogatepass")
        return "".join(
            f"\\u{int.from_bytes(units[i : i + 2], 'big'):04x}"
            for i in range(0, len(units), 2)
        )

    return '"' + re.sub(r'["\\]|[^ -~]', escaped, value) + '"'


def _object(value, what: str, required: str, optional: str = ""):
    """Return an object after comparing its keys with those named."""
    need(isinstance(value, dict), f"{what} is no object")
    must, may = set(required.split()), set(optional.split())
    need(must <= value.keys() <= must | may, f"{what} has not the keys it must have")
    return value


def _list(value, what: str, most: int = 2**18) -> list:
    need(isinstance(value, list) and len(value) <= most, f"{what} is no list, or too long")
    return value


def _int(value, what: str) -> int:
    need(
        isinstance(value, str) and len(value) <= 2**13 and _HEX.fullmatch(value),
        f"{what} is no hexadecimal integer",
    )
    return int(value, 16)


def _rational(value, what: str) -> Fraction:
    need(isinstance(value, str), f"{what} is no fraction")
    top, slash, bottom = value.partition("/")
    below = _int(bottom, what) if slash else 1
    need(below > 0, f"{what} has no positive denominator")
    return Fraction(_int(top, what), below)


# --- Matrices: rows of Gaussian integers over one denominator ------------------------


class _Rows:
    """A sparse matrix {(i, j): (re, im)} over a positive denominator."""

    def __init__(self, order: int, entries: dict, below: int = 1) -> None:
        self.order, self.below = order, below
        self.entries = {at: z for at, z in entries.items() if z != (0, 0)}

    @property
    def bits(self) -> int:
        every = (max(abs(x), abs(y)) for x, y in self.entries.values())
        return max(every, default=0).bit_length()


def _sum(terms: list[tuple[Fraction, _Rows]], order: int) -> _Rows:
    shares = [factor / rows.below for factor, rows in terms]
    below = lcm(*(share.denominator for share in shares))
    total: dict = defaultdict(lambda: [0, 0])
    for share, (_, rows) in zip(shares, terms, strict=True):
        whole = int(share * below)
        for at, (x, y) in rows.entries.items():
            cell = total[at]
            cell[0] += whole * x
            cell[1] += whole * y
    return _Rows(order, {at: (x, y) for at, (x, y) in total.items()}, below)


def _same(first: _Rows, second: _Rows) -> bool:
    return first.entries.keys() == second.entries.keys() and all(
        x * second.below == u * first.below and y * second.below == v * first.below
        for at, (x, y) in first.entries.items()
        for u, v in [second.entries[at]]
    )


def _unit(order: int) -> _Rows:
    return _Rows(order, {(i, i): (1, 0) for i in range(order)})


def _times(z: Gauss, w: Gauss) -> Gauss:
    return z[0] * w[0] - z[1] * w[1], z[0] * w[1] + z[1] * w[0]


def _conjugate(z: Gauss) -> Gauss:
    return z[0], -z[1]


# --- Positivity -----------------------------------------------------------------------


def _positive(rows: _Rows, meter: _Meter) -> bool:
    """Whether a Hermitian matrix is positive semidefinite."""
    linked: dict = defaultdict(set)
    for i, j in rows.entries:
        linked[i].add(j)
    left = set(linked)
    while left:
        part, edge = set(), [left.pop()]
        while edge:
            i = edge.pop()
            part.add(i)
            edge.extend(linked[i] & left)
            left -= linked[i]
        if not _part_positive(rows, sorted(part), meter):
            return False
    return True


def _part_positive(rows: _Rows, part: list[int], meter: _Meter) -> bool:
    n = len(part)
    meter.take(n * n)
    meter.hold(n * n)
    zero = (0, 0)
    lower = [
        [rows.entries.get((i, j), zero) for j in part[: k + 1]] for k, i in enumerate(part)
    ]
    if any(row[-1][0] < 0 for row in lower):
        return False
    bits = max(max(abs(x), abs(y)).bit_length() for row in lower for x, y in row)
    meter.take(n**3 // 6 * 4 * _weight(3 * bits + 64))
    decided = _by_balls(lower, bits + 48 + 4 * n.bit_length())
    if decided is not None:
        return decided
    growth = bits + n.bit_length()
    meter.take(sum((n - m) ** 2 * 2 * _weight(m * growth) for m in range(1, n)))
    meter.hold(n * n, n * growth)
    return _by_elimination(lower)


def _by_balls(lower: list[list[Gauss]], shift: int) -> bool | None:
    """Return whether LDL† has positive pivots, None if balls of that precision cannot tell.

    A ball is a Gaussian integer with a radius, all in units of 2^−shift.
    """
    mid = [[(x << shift, y << shift) for x, y in row] for row in lower]
    rad = [[0] * len(row) for row in lower]
    n = len(mid)
    for k in range(n):
        pivot, doubt = mid[k][k][0], rad[k][k]
        if pivot + doubt < 0:
            return False
        if pivot <= doubt:
            return None
        least = pivot - doubt
        sizes = [abs(mid[i][k][0]) + abs(mid[i][k][1]) for i in range(k + 1, n)]
        spreads = [rad[i][k] for i in range(k + 1, n)]
        for i in range(k + 1, n):
            (a, b), size, spread = mid[i][k], sizes[i - k - 1], spreads[i - k - 1]
            if size + spread == 0:
                continue
            row, errors = mid[i], rad[i]
            for j in range(k + 1, i + 1):
                (c, e), other, around = mid[j][k], sizes[j - k - 1], spreads[j - k - 1]
                if other + around == 0:
                    continue
                x, y = row[j]
                row[j] = (
                    x - (a * c + b * e) // pivot,
                    y - (b * c - a * e) // pivot,
                )
                wide = size * around + other * spread + spread * around
                errors[j] += wide // least + size * other * doubt // (pivot * least) + 4
    return True


def _by_elimination(lower: list[list[Gauss]]) -> bool:
    """Eliminate without fractions; where no pivot is left, nothing else may be."""
    rows = [list(row) for row in lower]
    before = 1
    while rows:
        diagonal = [row[-1][0] for row in rows]
        if min(diagonal) < 0:
            return False
        k = max(range(len(rows)), key=diagonal.__getitem__)
        pivot = diagonal[k]
        if pivot == 0:
            return all(z == (0, 0) for row in rows for z in row)
        column = [
            rows[i][k] if i >= k else _conjugate(rows[k][i]) for i in range(len(rows))
        ]
        kept = [i for i in range(len(rows)) if i != k]
        rows = [
            [
                _eliminated(rows[i][j], column[i], column[j], pivot, before)
                for j in kept
                if j <= i
            ]
            for i in kept
        ]
        before = pivot
    return True


def _eliminated(z: Gauss, left: Gauss, right: Gauss, pivot: int, before: int) -> Gauss:
    x = pivot * z[0] - left[0] * right[0] - left[1] * right[1]
    y = pivot * z[1] - left[1] * right[0] + left[0] * right[1]
    return x // before, y // before


def _rank(vectors: list[dict], meter: _Meter) -> int:
    """Return the rank over the field of p² elements, at most the rank over Q(i)."""
    found: dict = {}
    for entries in vectors:
        row = {at: (x % _P, y % _P) for at, (x, y) in entries.items()}
        row = {at: z for at, z in row.items() if z != (0, 0)}
        while row:
            lead = min(row)
            meter.take(1 + len(found.get(lead, row)) * 2)
            if lead not in found:
                x, y = row[lead]
                size = pow(x * x + y * y, -1, _P)
                inverse = (x * size % _P, -y * size % _P)
                found[lead] = {at: _reduced(_times(z, inverse)) for at, z in row.items()}
                break
            factor = row[lead]
            for at, z in found[lead].items():
                u, v = _times(factor, z)
                x, y = row.get(at, (0, 0))
                row[at] = ((x - u) % _P, (y - v) % _P)
                if row[at] == (0, 0):
                    del row[at]
    return len(found)


def _reduced(z: Gauss) -> Gauss:
    return z[0] % _P, z[1] % _P


# --- Words ------------------------------------------------------------------------------


def _diagrams(k: int, most: int, rows: int) -> list[Diagram]:
    if k == 0:
        return [()]
    if rows == 0:
        return []
    return [
        (first, *rest)
        for first in range(min(k, most), 0, -1)
        for rest in _diagrams(k - first, first, rows - 1)
    ]


def _rearranged(letters: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the distinct words with the given letters."""
    words: set[tuple[int, ...]] = {()}
    for letter in letters:
        words = {(*w[:at], letter, *w[at:]) for w in words for at in range(len(w) + 1)}
    return sorted(words)


def _sign(order: tuple[int, ...]) -> int:
    seen, sign = set(), 1
    for start in range(len(order)):
        at, length = start, 0
        while at not in seen:
            seen.add(at)
            at, length = order[at], length + 1
        if length and length % 2 == 0:
            sign = -sign
    return sign


def _young(diagram: Diagram, d: int, meter: _Meter) -> list[dict[tuple[int, ...], int]]:
    """Return the columns of V_λ as {word: integer}, by their fillings' words."""
    k = sum(diagram)
    cells = [(row, x) for row, n in enumerate(diagram) for x in range(n)]
    place = {cell: at for at, cell in enumerate(cells)}
    pairs = [
        (place[cell], place[after], strict)
        for cell in cells
        for after, strict in (((cell[0], cell[1] + 1), 0), ((cell[0] + 1, cell[1]), 1))
        if after in place
    ]
    meter.take(d**k * (2 + k // 2))
    fillings = [
        word
        for word in product(range(d), repeat=k)
        if all(word[i] + strict <= word[j] for i, j, strict in pairs)
    ]
    columns = [
        [place[row, x] for row in range(len(diagram)) if (row, x) in place]
        for x in range(diagram[0])
    ]
    group = [(1, tuple(range(k)))]
    for column in columns:
        group = [
            (sign * _sign(order), _placed(moved, column, order))
            for sign, moved in group
            for order in permutations(range(len(column)))
        ]
        meter.take(len(group))
    found = []
    for word in fillings:
        rows, at = [], 0
        for n in diagram:
            rows.append(_rearranged(word[at : at + n]))
            at += n
        vector: dict = defaultdict(int)
        for parts in product(*rows):
            spelt = tuple(letter for part in parts for letter in part)
            meter.take(len(group))
            for sign, moved in group:
                vector[tuple(spelt[i] for i in moved)] += sign
        found.append({w: x for w, x in vector.items() if x})
    return found


def _placed(moved: tuple[int, ...], column: list[int], order: tuple[int, ...]):
    result = list(moved)
    for at, source in zip(column, order, strict=True):
        result[at] = column[source]
    return tuple(result)


# --- The certificate ------------------------------------------------------------------


class _Point:
    """One stated operator and the weights of B."""

    def __init__(self, choi: _Rows, beta: tuple[Fraction, ...]) -> None:
        self.choi, self.beta = choi, beta


class _Case:
    """A certificate and what checking it has taken so far."""

    form = FORMAT
    #: Kinds of proofs that a property fails.
    against: tuple[str, ...] = ("witness",)

    def __init__(self, document) -> None:
        self.meter = _Meter()
        self.document = _object(
            document, "the certificate", "format problem digest claim proofs"
        )
        need(document["format"] == self.form, "the format is another one")
        problem = _object(
            document["problem"],
            "problem",
            "d_in d_out property",
            "label parameter radius line points",
        )
        label = problem.get("label", "")
        need(
            isinstance(label, str) and len(label) <= 200 and label.isprintable(),
            "the label is not short and printable",
        )
        name = problem.get("parameter", "x")
        need(isinstance(name, str) and _PARAMETER.fullmatch(name), "parameter is no name")
        self.a, self.b = _int(problem["d_in"], "d_in"), _int(problem["d_out"], "d_out")
        need(0 < self.a <= 4096 and 0 < self.b <= 4096, "dimensions lie in 1..4096")
        self.k = self._copies(problem["property"])
        self.n = self.a * self.b
        need(self.a * self.b ** max(self.k, 1) <= 4096, "A⊗B^k is larger than 4096")
        self.radius = _rational(problem.get("radius", "0"), "radius")
        need(self.radius >= 0, "the radius is negative")
        need(
            ("line" in problem) != ("points" in problem), "neither or both of line, points"
        )
        self.line = "line" in problem
        self.points = self._line(problem) if self.line else self._points(problem)
        canonical = _canonical(problem).encode("ascii")
        digest = hashlib.sha256(canonical).hexdigest()
        need(document["digest"] == digest, "the digest is of another problem")
        self._symbols: dict = {}

    @staticmethod
    def _copies(value) -> int:
        _object(value, "property", "name", "copies")
        if value["name"] == "ppt" and "copies" not in value:
            return 0
        need(value["name"] == "extendible" and "copies" in value, "property is unknown")
        copies = _int(value["copies"], "copies")
        need(2 <= copies <= 16, "copies lie in 2..16")
        return copies

    def _line(self, problem) -> list[_Point]:
        line = _object(problem["line"], "line", "from to choi_from choi_to", "scales")
        self.start = _rational(line["from"], "from")
        self.end = _rational(line["to"], "to")
        need(self.start < self.end, "the line has no length")
        beta = self._beta(line)
        return [
            _Point(self._hermitian(line[key], self.n, key), beta)
            for key in ("choi_from", "choi_to")
        ]

    def _points(self, problem) -> list[_Point]:
        points = []
        parameters = []
        for item in _list(problem["points"], "points", 16):
            _object(item, "a point", "choi", "at scales")
            if "at" in item:
                parameters.append(_rational(item["at"], "at"))
            choi = self._hermitian(item["choi"], self.n, "choi")
            points.append(_Point(choi, self._beta(item)))
        need(points, "there are no points")
        told_apart = len(set(parameters)) == len(points)
        need(len(points) == 1 or told_apart, "points are not told apart by `at`")
        return points

    def _beta(self, item) -> tuple[Fraction, ...]:
        if "scales" not in item:
            return (Fraction(1),) * self.b
        words = _list(item["scales"], "scales", self.b)
        beta = tuple(_rational(x, "scales") for x in words)
        need(len(beta) == self.b and min(beta) > 0, "scales are not d_out positive numbers")
        bits = sum(x.denominator.bit_length() for x in beta)
        need(bits <= 2**12, "scales are too long")
        return beta

    # --- Matrices ---

    def _entries(self, value, rows: int, columns: int, what: str) -> dict:
        found = {}
        words = _list(value, what)
        self.meter.take(6 * len(words))
        for entry in words:
            tokens = entry.split(" ", 4) if isinstance(entry, str) else []
            need(len(tokens) in (3, 4), f"{what}: an entry is not 'i j re [im]'")
            i, j, x, *rest = (_int(token, what) for token in tokens)
            inside = 0 <= i < rows and 0 <= j < columns and (i, j) not in found
            need(inside, f"{what}: entry ({i}, {j}) is outside or repeated")
            found[i, j] = (x, rest[0] if rest else 0)
        return found

    def _hermitian(self, value, order: int, what: str) -> _Rows:
        _object(value, what, "entries", "denominator")
        below = _int(value.get("denominator", "1"), what)
        need(below > 0, f"{what}: the denominator is not positive")
        lower = self._entries(value["entries"], order, order, what)
        entries = {}
        for (i, j), z in lower.items():
            need(i > j or (i == j and z[1] == 0), f"{what}: not a lower triangle")
            entries[i, j], entries[j, i] = z, _conjugate(z)
        return _Rows(order, entries, below)

    def _columns(self, value, rows: int, what: str) -> list[dict[int, Gauss]]:
        """Return the columns of an integer matrix; none of them is zero."""
        _object(value, what, "columns entries")
        count = _int(value["columns"], what)
        need(0 <= count <= rows, f"{what}: more columns than rows, or fewer than none")
        columns: list[dict] = [{} for _ in range(count)]
        for (i, j), z in self._entries(value["entries"], rows, count, what).items():
            if z != (0, 0):
                columns[j][i] = z
        need(all(columns), f"{what}: a column is zero")
        return columns

    def _partial_trace(self, rows: _Rows, beta: tuple[Fraction, ...]) -> _Rows:
        below = lcm(*(x.denominator for x in beta))
        d = len(beta)
        total: dict = defaultdict(lambda: [0, 0])
        self.meter.take(2 * len(rows.entries))
        for (p, q), (x, y) in rows.entries.items():
            if p % d == q % d:
                heavy = int(beta[p % d] * below)
                cell = total[p // d, q // d]
                cell[0] += heavy * x
                cell[1] += heavy * y
        entries = {at: (x, y) for at, (x, y) in total.items()}
        return _Rows(rows.order // d, entries, rows.below * below)

    def _flipped(self, rows: _Rows) -> _Rows:
        """Return the partial transpose on B."""
        b = self.b
        entries = {
            (p // b * b + q % b, q // b * b + p % b): z
            for (p, q), z in rows.entries.items()
        }
        return _Rows(rows.order, entries, rows.below)

    # --- Channels ---

    def _plain(self, point: _Point) -> bool:
        trace = self._partial_trace(point.choi, point.beta)
        return set(point.beta) == {Fraction(1)} and _same(trace, _unit(self.a))

    def _check_channels(self) -> None:
        traces = []
        for point in self.points:
            trace = self._partial_trace(point.choi, point.beta)
            traces.append(trace)
            if not self._plain(point):
                need(not self.radius, "the centre of a ball does not preserve the trace")
                need(_positive(trace, self.meter), "a normalization is not positive")
                rows: list[dict] = [{} for _ in range(self.a)]
                for (i, j), z in trace.entries.items():
                    rows[i][j] = z
                need(_rank(rows, self.meter) == self.a, "a normalization is singular")
            if not self.radius:
                need(_positive(point.choi, self.meter), "a stated operator is not positive")
        if self.line:
            need(_same(*traces), "the ends are not normalized alike")

    def _at(self, x: Fraction) -> _Point:
        first, last = self.points
        share = (x - self.start) / (self.end - self.start)
        self.meter.take(6 * len(first.choi.entries) + 6 * len(last.choi.entries))
        longest = max(share.denominator.bit_length(), share.numerator.bit_length())
        self.meter.take(self.n**2 * _weight(longest) // 4)
        choi = _sum([(1 - share, first.choi), (share, last.choi)], self.n)
        return _Point(choi, first.beta)

    # --- Claims ---

    def prove(self) -> None:
        """Deny the certificate unless its claim is proved."""
        self._check_channels()
        proofs = _list(self.document["proofs"], "proofs", 64)
        for proof in proofs:
            kind = proof.get("kind") if isinstance(proof, dict) else None
            need(isinstance(kind, str), "a proof has no kind")
        if self.line:
            self._prove_line(self.document["claim"], proofs)
        else:
            self._prove_points(self.document["claim"], proofs)

    def _prove_points(self, claim, proofs: list) -> None:
        verdicts = _list(_object(claim, "claim", "verdicts")["verdicts"], "verdicts", 16)
        need(
            len(verdicts) == len(self.points) == len(proofs),
            "not one verdict and one proof for every point",
        )
        belongs = [_int(proof.get("point", "0"), "point") for proof in proofs]
        need(sorted(belongs) == list(range(len(proofs))), "not one proof for every point")
        by_point = {number: proofs[i] for i, number in enumerate(belongs)}
        for number, (point, verdict) in enumerate(zip(self.points, verdicts, strict=True)):
            proof = by_point[number]
            need(verdict in ("holds", "fails"), "a verdict is neither 'holds' nor 'fails'")
            if verdict == "holds":
                self._inside(point, proof)
            else:
                self._outside(point, proof)

    def _prove_line(self, claim, proofs: list) -> None:
        _object(claim, "claim", "", "holds fails")
        held: dict = defaultdict(set)
        refuted = []
        for proof in proofs:
            if proof["kind"] in self.against:
                refuted.append(self._refuted(proof))
            else:
                x = _rational(proof.get("at"), "at")
                need(self.start <= x <= self.end, "a proof lies outside the domain")
                self._inside(self._at(x), proof)
                held[proof["kind"] == "positive"].add(x)
        failing = _list(claim.get("fails", []), "fails", 64)
        need("holds" in claim or failing, "nothing is claimed")
        if "holds" in claim:
            low, high, left, right = self._interval(claim["holds"])
            need(left and right, "'holds' is not closed")
            proved = any({low, high} <= alike for alike in held.values())
            need(proved, "an end is not proved")
        for word in failing:
            low, high, left, right = self._interval(word)
            need(self.start <= low and high <= self.end, "a claim leaves the domain")
            need(
                any(covers(low, high, left, right) for covers in refuted),
                "no witness covers an interval where it is said to fail",
            )

    @staticmethod
    def _interval(word) -> tuple[Fraction, Fraction, bool, bool]:
        need(
            isinstance(word, str)
            and len(word) > 2
            and word[0] in "[("
            and word[-1] in "])",
            "an interval has no brackets",
        )
        ends = word[1:-1].split(",")
        need(len(ends) == 2, "an interval has not two ends")
        low, high = (_rational(end, "an end") for end in ends)
        left, right = word[0] == "[", word[-1] == "]"
        need(low < high or (low == high and left and right), "an interval is empty")
        return low, high, left, right

    def _outside(self, point: _Point, proof) -> None:
        need(proof["kind"] == "witness", "only a witness shows that it fails")
        witness = self._witness(proof, [point])
        need(self._value(witness, point.choi) < 0, "tr(WJ) is not negative")

    def _refuted(self, proof):
        """Return what says of an interval of a line whether the proof covers it."""
        witness = self._witness(proof, self.points)
        return lambda *interval: self._negative(witness, *interval)

    def _negative(
        self, witness: _Rows, low: Fraction, high: Fraction, left: bool, right: bool
    ) -> bool:
        """Whether tr(WJ), affine between the ends, is negative on all of an interval."""
        first, last = (self._value(witness, self._at(x).choi) for x in (low, high))
        inside = max(first, last) <= 0 and min(first, last) < 0
        return inside and not (left and first == 0) and not (right and last == 0)

    def _value(self, witness: _Rows, choi: _Rows) -> Fraction:
        """Return the largest tr(WJ) over what a stated operator stands for, or more."""
        self.meter.take(3 * len(witness.entries) * _weight(witness.bits + choi.bits))
        total = spread = 0
        for at, (x, y) in witness.entries.items():
            u, v = choi.entries.get(at, (0, 0))
            total += x * u + y * v
            spread += abs(x) + abs(y)
        found = Fraction(total, witness.below * choi.below)
        return found + self.radius * Fraction(spread, witness.below)

    # --- It holds ---

    def _inside(self, point: _Point, proof) -> None:
        kind = proof["kind"]
        if self.k == 0:
            need(kind == "positive", "PPT is proved by positivity")
            self._transposed(point, proof)
        elif kind == "extension":
            self._extension(point, proof)
        else:
            need(kind == "map", "a proof is of no known kind")
            self._map(point, proof)

    def _transposed(self, point: _Point, proof) -> None:
        _object(proof, "a proof", "kind", "at point")
        terms = [(Fraction(1), self._flipped(point.choi))]
        terms.append((-2 * self.n * self.radius, _unit(self.n)))
        need(_positive(_sum(terms, self.n), self.meter), "it is not shown to be PPT")

    def _extension(self, point: _Point, proof) -> None:
        _object(proof, "an extension", "kind blocks", "at point slack")
        slack = _rational(proof.get("slack", "0"), "slack")
        plain = set(point.beta) == {Fraction(1)}
        need(slack >= 0 and (plain or not slack), "the slack is negative or with scales")
        room = slack * self.b ** (self.k - 1)
        need(room >= 2 * self.k * self.n * self.radius, "the slack does not cover the ball")
        terms = [(room, _unit(self.n))]
        seen = set()
        for block in _list(proof["blocks"], "blocks"):
            _object(block, "a block", "diagram matrix", "basis")
            diagram = self._diagram(block["diagram"], seen)
            vectors = self._vectors(diagram)
            if "basis" in block:
                columns = self._columns(block["basis"], len(vectors), "basis")
                vectors = self._combined(vectors, columns)
            matrix = self._hermitian(block["matrix"], len(vectors), "a block's matrix")
            need(_positive(matrix, self.meter), "a block is not positive")
            marginal = self._marginal(self._written(vectors, matrix), point.beta)
            terms.append((Fraction(1, self.k), marginal))
        found = _sum(terms, self.n)
        need(_same(found, point.choi), "the extension's marginals do not average to C")

    def _diagram(self, value, seen: set) -> Diagram:
        words = _list(value, "diagram", 16)
        diagram = tuple(_int(word, "diagram") for word in words)
        falling = list(diagram) == sorted(diagram, reverse=True) and min(diagram, default=0)
        fits = sum(diagram) == self.k and len(diagram) <= self.b
        need(falling and falling > 0 and fits, "a diagram is none")
        need(diagram not in seen, "a diagram occurs twice")
        seen.add(diagram)
        return diagram

    def _vectors(self, diagram: Diagram) -> list[Vector]:
        """Return the basis of A⊗V_λ on the whole space."""
        if diagram not in self._symbols:
            young = _young(diagram, self.b, self.meter)
            self.meter.hold(self.a * sum(map(len, young)))
            self._symbols[diagram] = [
                {(a, word): (x, 0) for word, x in vector.items()}
                for a in range(self.a)
                for vector in young
            ]
        return self._symbols[diagram]

    def _combined(self, vectors: list[Vector], columns: list[dict]) -> list[Vector]:
        steps = sum(len(vectors[i]) for column in columns for i in column)
        self.meter.take(2 * steps)
        self.meter.hold(steps)
        found = []
        for column in columns:
            total: dict = defaultdict(lambda: [0, 0])
            for i, z in column.items():
                for at, w in vectors[i].items():
                    x, y = _times(z, w)
                    total[at][0] += x
                    total[at][1] += y
            found.append({at: (x, y) for at, (x, y) in total.items() if x or y})
        return found

    def _written(self, vectors: list[Vector], matrix: _Rows) -> tuple[dict, int]:
        """Return Σ T_ij v_i v_j† on the whole space, and its denominator."""
        steps = sum(len(vectors[i]) * len(vectors[j]) for i, j in matrix.entries)
        self.meter.take(2 * steps * _weight(matrix.bits))
        whole = sum({i: len(vectors[i]) for i, _ in matrix.entries}.values())
        self.meter.hold(min(steps, whole**2), matrix.bits)
        total: dict = defaultdict(lambda: [0, 0])
        for (i, j), z in matrix.entries.items():
            for left, u in vectors[i].items():
                x, y = _times(z, u)
                for right, (c, e) in vectors[j].items():
                    cell = total[left, right]
                    cell[0] += x * c + y * e
                    cell[1] += y * c - x * e
        return total, matrix.below

    def _marginal(self, written: tuple[dict, int], beta: tuple[Fraction, ...]) -> _Rows:
        """Return the sum of the marginals on A B_1, …, A B_k."""
        operator, below = written
        unit = lcm(*(x.denominator for x in beta))
        heavy = [int(x * unit) for x in beta]
        total: dict = defaultdict(lambda: [0, 0])
        self.meter.take(self.k * len(operator))
        for ((a, left), (c, right)), (x, y) in operator.items():
            differ = [s for s in range(self.k) if left[s] != right[s]]
            if len(differ) > 1:
                continue
            for s in differ or range(self.k):
                weight = 1
                for t in range(self.k):
                    if t != s:
                        weight *= heavy[left[t]]
                cell = total[a * self.b + left[s], c * self.b + right[s]]
                cell[0] += weight * x
                cell[1] += weight * y
        entries = {at: (x, y) for at, (x, y) in total.items()}
        return _Rows(self.n, entries, below * unit ** (self.k - 1))

    def _map(self, point: _Point, proof) -> None:
        _object(proof, "a map", "kind operators weights choi", "at point")
        need(self.k == 2 and not self.radius, "a map proves something else")
        kraus = self._columns(proof["operators"], self.n, "operators")
        weights = [_rational(x, "weights") for x in _list(proof["weights"], "weights")]
        rank = len(kraus)
        need(len(weights) == rank, "not one weight for every operator")
        chosen = self._hermitian(proof["choi"], rank * self.b, "the map")
        need(_positive(chosen, self.meter), "the map is not completely positive")
        traced = self._partial_trace(chosen, point.beta)
        terms = [(x, _Rows(rank, {(e, e): (1, 0)})) for e, x in enumerate(weights)]
        need(_same(traced, _sum(terms, rank)), "the map does not preserve the trace")
        # σ = (L⊗1) C (L⊗1)† on A⊗B⊗B'; its marginal on A B is L D L†, on A B' the map's.
        vectors: list[Vector] = [
            {(p // self.b, (p % self.b, b)): z for p, z in column.items()}
            for column in kraus
            for b in range(self.b)
        ]
        operator, below = self._written(vectors, chosen)
        unit = lcm(*(x.denominator for x in point.beta))
        for kept in (0, 1):
            total: dict = defaultdict(lambda: [0, 0])
            for ((a, left), (c, right)), (x, y) in operator.items():
                if left[1 - kept] == right[1 - kept]:
                    weight = int(point.beta[left[1 - kept]] * unit)
                    cell = total[a * self.b + left[kept], c * self.b + right[kept]]
                    cell[0] += weight * x
                    cell[1] += weight * y
            entries = {at: (x, y) for at, (x, y) in total.items()}
            found = _Rows(self.n, entries, below * unit)
            need(_same(found, point.choi), f"a marginal of the map's is not C ({kept})")

    # --- It fails ---

    def _witness(self, proof, points: list[_Point]) -> _Rows:
        """Return W after checking that S(W) is positive wherever extensions are."""
        _object(proof, "a witness", "kind matrix", "point null faces kernels")
        witness = self._hermitian(proof["matrix"], self.n, "the witness")
        if self.k == 0:
            need(proof.keys().isdisjoint({"null", "faces", "kernels"}), "PPT has no faces")
            need(
                _positive(self._flipped(witness), self.meter),
                "the witness's partial transpose is not positive",
            )
            return witness
        kernels = self._bases(proof.get("kernels", []), "kernels")
        for diagram, vectors in self._living(proof, points):
            compressed = self._compressed(witness, vectors, points[0].beta)
            if diagram in kernels:
                columns = self._columns(kernels[diagram], len(vectors), "kernels")
                compressed = self._padded(compressed, columns)
            need(_positive(compressed, self.meter), "S(W) is not positive")
        return witness

    def _living(self, proof, points: list[_Point]):
        """Yield λ and the vectors of A⊗V_λ, or of its face, that extensions live on."""
        null = None
        if "null" in proof:
            need(not self.radius, "a ball has no face")
            null = self._columns(proof["null"], self.n, "null")
            for point in points:
                need(self._annihilates(point.choi.entries, null), "C N is not zero")
            need("faces" in proof, "there are no faces")
        else:
            need("faces" not in proof, "there are faces of nothing")
        faces = self._bases(proof.get("faces", []), "faces")
        for diagram in _diagrams(self.k, self.k, self.b):
            vectors = self._vectors(diagram)
            if null is not None:
                given = self._columns(faces.get(diagram, _EMPTY), len(vectors), "faces")
                vectors = self._face(vectors, given, null)
            yield diagram, vectors

    def _bases(self, value, what: str) -> dict:
        found: dict = {}
        seen: set = set()
        for item in _list(value, what):
            _object(item, what, "diagram basis")
            found[self._diagram(item["diagram"], seen)] = item["basis"]
        return found

    def _annihilates(self, entries: dict, columns: list[dict]) -> bool:
        """Whether a matrix times every column is zero."""
        by_column: dict = defaultdict(list)
        for (i, j), z in entries.items():
            by_column[j].append((i, z))
        for column in columns:
            total: dict = defaultdict(lambda: [0, 0])
            for j, w in column.items():
                self.meter.take(2 * len(by_column[j]))
                for i, z in by_column[j]:
                    x, y = _times(z, w)
                    total[i][0] += x
                    total[i][1] += y
            if any(x or y for x, y in total.values()):
                return False
        return True

    def _face(
        self, vectors: list[Vector], given: list[dict], null: list[dict]
    ) -> list[Vector]:
        """Return the given vectors, a basis of those whose A B_i parts avoid N."""
        images = [self._parts(vector, null) for vector in vectors]
        chosen = self._combined(vectors, given)
        for vector in chosen:
            need(not self._parts(vector, null), "a vector of a face does not avoid N")
        rank = _rank(images, self.meter) + _rank(given, self.meter)
        need(rank >= len(vectors), "a face is not shown to be complete")
        return chosen

    def _parts(self, vector: Vector, null: list[dict]) -> dict:
        """Return (N†⊗1) v for every copy: {(copy, other letters, column): value}."""
        total: dict = defaultdict(lambda: [0, 0])
        self.meter.take(2 * self.k * len(vector) * len(null))
        for (a, word), z in vector.items():
            for s in range(self.k):
                rest = word[:s] + word[s + 1 :]
                p = a * self.b + word[s]
                for number, column in enumerate(null):
                    if p in column:
                        x, y = _times(_conjugate(column[p]), z)
                        cell = total[s, rest, number]
                        cell[0] += x
                        cell[1] += y
        self.meter.hold(len(total))
        return {at: (x, y) for at, (x, y) in total.items() if x or y}

    def _compressed(
        self, witness: _Rows, vectors: list[Vector], beta: tuple[Fraction, ...]
    ) -> _Rows:
        """Return <v_i| k S(W) |v_j>, W acting on one copy after another."""
        unit = lcm(*(x.denominator for x in beta))
        heavy = [int(x * unit) for x in beta]
        columns: dict = defaultdict(list)
        for (p, q), z in witness.entries.items():
            columns[q].append((p // self.b, p % self.b, z))
        bits = witness.bits + (self.k - 1) * unit.bit_length()
        longest = max(map(len, columns.values()), default=0)
        touching: dict = defaultdict(list)
        for i, vector in enumerate(vectors):
            for at, z in vector.items():
                touching[at].append((i, z))
        entries: dict = defaultdict(lambda: [0, 0])
        for j, vector in enumerate(vectors):
            self.meter.take(3 * self.k * len(vector) * (longest + 1) * _weight(bits))
            image: dict = defaultdict(lambda: [0, 0])
            for (a, word), z in vector.items():
                for s in range(self.k):
                    weight = 1
                    for t in range(self.k):
                        if t != s:
                            weight *= heavy[word[t]]
                    for c, letter, w in columns.get(a * self.b + word[s], ()):
                        x, y = _times(w, z)
                        cell = image[c, (*word[:s], letter, *word[s + 1 :])]
                        cell[0] += weight * x
                        cell[1] += weight * y
            for at, (x, y) in image.items():
                bras = touching.get(at, ())
                self.meter.take(1 + 2 * len(bras))
                for i, (u, v) in bras:
                    if i >= j:
                        cell = entries[i, j]
                        cell[0] += u * x + v * y
                        cell[1] += u * y - v * x
            self.meter.hold(len(entries), bits)
        full = {(i, j): (x, y) for (i, j), (x, y) in entries.items()}
        full |= {(j, i): (x, -y) for (i, j), (x, y) in full.items()}
        return _Rows(len(vectors), full)

    def _padded(self, matrix: _Rows, kernel: list[dict]) -> _Rows:
        """Return S + K K† after checking that S K = 0 and that K has full rank."""
        need(self._annihilates(matrix.entries, kernel), "S(W) K is not zero")
        need(_rank(kernel, self.meter) == len(kernel), "a kernel's columns are dependent")
        total: dict = defaultdict(lambda: [0, 0])
        for (i, j), (x, y) in matrix.entries.items():
            total[i, j] = [x, y]
        for column in kernel:
            self.meter.take(2 * len(column) ** 2)
            for i, z in column.items():
                for j, w in column.items():
                    x, y = _times(z, _conjugate(w))
                    total[i, j][0] += x
                    total[i, j][1] += y
            self.meter.hold(len(total))
        return _Rows(matrix.order, {at: (x, y) for at, (x, y) in total.items()})


# --- Signed extensions ------------------------------------------------------------------


class _Signed(_Case):
    """A certificate about signed extensions: σ, of any sign, with P ± R ≥ 0.

    With weights β, all is about σ' where σ = F σ' F, and J⊗1 is F (C⊗β⁻¹) F.
    """

    form = SIGNED

    @staticmethod
    def _copies(value) -> int:
        _object(value, "property", "name")
        need(value["name"] == "signed-extendible", "property is unknown")
        return 2

    def _place(self, a: int, b: int, c: int) -> int:
        return (a * self.b + b) * self.b + c

    def _word(self, p: int) -> tuple[int, int, int]:
        return p // self.b**2, p // self.b % self.b, p % self.b

    def _inside(self, point: _Point, proof) -> None:
        _object(proof, "a proof", "kind matrix", "at point kernels")
        need(proof["kind"] == "signed", "a proof is of no known kind")
        order = self.n * self.b
        sigma = self._hermitian(proof["matrix"], order, "the signed extension")
        kernels = _object(proof.get("kernels", {}), "kernels", "", "plus minus")
        self.meter.take(8 * len(sigma.entries))
        marginal: dict = defaultdict(lambda: [0, 0])
        unit = lcm(*(x.denominator for x in point.beta))
        turned = {}
        for (p, q), z in sigma.entries.items():
            (a, b, i), (e, c, j) = self._word(p), self._word(q)
            mirrored = sigma.entries.get((self._place(a, i, b), self._place(e, j, c)))
            need(mirrored == z, "B and B' are told apart")
            turned[self._place(a, b, c), self._place(e, j, i)] = z
            if i == j:
                heavy = int(point.beta[i] * unit)
                cell = marginal[a * self.b + b, e * self.b + c]
                cell[0] += heavy * z[0]
                cell[1] += heavy * z[1]
        traced = {at: (x, y) for at, (x, y) in marginal.items()}
        found = _Rows(self.n, traced, sigma.below * unit)
        need(_same(found, point.choi), "the marginal on A B is not C")
        for side, sign in (("plus", 1), ("minus", -1)):
            terms = [(Fraction(sign), _Rows(order, turned, sigma.below))]
            terms += self._wide(point)
            if self.radius:
                terms.append((-4 * self.n * self.radius, self._needed(sign)))
            both = _sum(terms, order)
            if side in kernels:
                both = self._padded(both, self._columns(kernels[side], order, side))
            need(_positive(both, self.meter), f"P {side} R is not positive")

    def _wide(self, point: _Point) -> list[tuple[Fraction, _Rows]]:
        """Return C ⊗ β⁻¹ as terms, one for every letter of B'."""
        terms = []
        self.meter.take(4 * self.b * len(point.choi.entries))
        for c, weight in enumerate(point.beta):
            entries = {
                (p * self.b + c, q * self.b + c): z
                for (p, q), z in point.choi.entries.items()
            }
            part = _Rows(self.n * self.b, entries, point.choi.below)
            terms.append((1 / weight, part))
        return terms

    def _needed(self, sign: int) -> _Rows:
        """Return 1, for P − R without the projector on the |a,Ω> that it annihilates.

        A Choi operator moved by X, X_A = 0, has σ moved by (X_AB + X_AB')/d_B; P and R of
        that have norms of at most √2 n r each.
        """
        entries = {(i, i): (self.b, 0) for i in range(self.n * self.b)}
        if sign < 0:
            for a, b, c in product(range(self.a), range(self.b), range(self.b)):
                at = self._place(a, b, b), self._place(a, c, c)
                entries[at] = (entries.get(at, (0, 0))[0] - 1, 0)
        return _Rows(self.n * self.b, entries, self.b)

    def _witness(self, proof, points: list[_Point]) -> _Rows:
        """Return W after checking what it is the sum of."""
        _object(proof, "a witness", "kind matrix plus minus", "point null faces")
        witness = self._hermitian(proof["matrix"], self.n, "the witness")
        sides = [self._semidefinite(proof[side], side) for side in ("plus", "minus")]
        paired = self._paired(witness, sides, points[0].beta)
        for _, vectors in self._living(proof, points):
            need(self._is_nothing(paired, vectors), "W is not the sum of Z+ and Z-")
        return witness

    def _semidefinite(self, value, what: str) -> _Rows:
        """Return Z = U M U† with M ≥ 0."""
        _object(value, what, "matrix", "basis")
        order = self.n * self.b
        if "basis" not in value:
            whole = self._hermitian(value["matrix"], order, what)
            need(_positive(whole, self.meter), f"{what} is not positive")
            return whole
        columns = self._columns(value["basis"], order, what)
        inner = self._hermitian(value["matrix"], len(columns), what)
        need(_positive(inner, self.meter), f"{what} is not positive")
        total: dict = defaultdict(lambda: [0, 0])
        self.meter.take(
            3 * sum(len(columns[i]) * len(columns[j]) for i, j in inner.entries)
        )
        for (i, j), z in inner.entries.items():
            for p, u in columns[i].items():
                left = _times(z, u)
                for q, w in columns[j].items():
                    x, y = _times(left, _conjugate(w))
                    cell = total[p, q]
                    cell[0] += x
                    cell[1] += y
        self.meter.hold(len(total), inner.bits)
        return _Rows(order, {at: (x, y) for at, (x, y) in total.items()}, inner.below)

    def _paired(
        self, witness: _Rows, sides: list[_Rows], beta: tuple[Fraction, ...]
    ) -> dict:
        """Return X with tr(Xσ) = tr(W tr_B' σ) − tr Z+(P+R)(σ) − tr Z−(P−R)(σ).

        X need not be Hermitian; it is {(row, column): entry} over one denominator.
        """
        order = self.n * self.b
        local = [(Fraction(1), witness)]
        terms = []
        for sign, z in zip((1, -1), sides, strict=True):
            self.meter.take(12 * len(z.entries) * _weight(z.bits))
            back = {}
            for c, weight in enumerate(beta):
                kept = {
                    (p // self.b, q // self.b): entry
                    for (p, q), entry in z.entries.items()
                    if p % self.b == c == q % self.b
                }
                local.append((-1 / weight, _Rows(self.n, kept, z.below)))
            for (p, q), entry in z.entries.items():
                (a, b, c), (e, j, i) = self._word(p), self._word(q)
                back[self._place(a, b, i), self._place(e, c, j)] = entry
            terms.append((Fraction(-sign), _Rows(order, back, z.below)))
        left = _Point(_sum(local, self.n), tuple(1 / x for x in beta))
        return _sum([*terms, *self._wide(left)], order).entries

    def _is_nothing(self, paired: dict, vectors: list[Vector]) -> bool:
        """Whether <v|X|w> = 0 for all pairs of the given vectors.

        They have one sign under the swap, which all σ are sums of |w><v| of.
        """
        rows: dict = defaultdict(list)
        for (p, q), z in paired.items():
            rows[p].append((q, z))
        touching: dict = defaultdict(list)
        for number, vector in enumerate(vectors):
            for (a, (b, c)), w in vector.items():
                touching[self._place(a, b, c)].append((number, w))
        for vector in vectors:
            bra: dict = defaultdict(lambda: [0, 0])
            for (a, (b, c)), v in vector.items():
                entries = rows.get(self._place(a, b, c), ())
                self.meter.take(3 * len(entries))
                for q, z in entries:
                    x, y = _times(_conjugate(v), z)
                    bra[q][0] += x
                    bra[q][1] += y
            values: dict = defaultdict(lambda: [0, 0])
            for q, (x, y) in bra.items():
                self.meter.take(3 * len(touching.get(q, ())))
                for number, w in touching.get(q, ()):
                    u, v = _times((x, y), w)
                    values[number][0] += u
                    values[number][1] += v
            if any(x or y for x, y in values.values()):
                return False
        return True


# --- Whether anything gets through ------------------------------------------------------
#: Binary digits of entropies and of the logarithms in them.
_DIGITS = 96
#: log₂(e)/e, the largest −p log₂ p, is below the second; 1/e lies between the others.
_PEAK = (Fraction(3678794411, 10**10), Fraction(3678794412, 10**10))
_HIGHEST = Fraction(5307378455, 10**10)


class _Capacity(_Signed):
    """A certificate about the quantum capacity: zero, or not."""

    form = CAPACITY
    against = ("singularity", "code")

    @staticmethod
    def _copies(value) -> int:
        _object(value, "property", "name")
        need(value["name"] == "zero-capacity", "property is unknown")
        return 2

    def _inside(self, point: _Point, proof) -> None:
        if proof["kind"] == "signed":
            _Signed._inside(self, point, proof)
        elif proof["kind"] == "positive":
            self._transposed(point, proof)
        else:
            _Case._inside(self, point, proof)

    def _outside(self, point: _Point, proof) -> None:
        if proof["kind"] == "singularity":
            witness = self._gain(proof, [point])
            need(self._value(witness, point.choi) < 0, "the gain is not positive")
        else:
            need(proof["kind"] == "code", "Q > 0 is shown by a singularity or a code")
            need(not proof.keys() & {"at", "beside"}, "a code of one channel has no `at`")
            need(self._sent(proof, proof, point)[0] > 0, "a code is not shown to transmit")

    def _refuted(self, proof):
        if proof["kind"] == "singularity":
            witness = self._gain(proof, self.points)
            return lambda *interval: self._negative(witness, *interval)
        x = _rational(proof.get("at"), "at")
        need(self.start <= x <= self.end, "a code lies outside the domain")
        here = self._sent(proof, proof, self._at(x))
        need(here[0] > 0, "a code is not shown to transmit")
        ends = [x, x]
        if "beside" in proof:
            # S(R B) − S(B) of one use is concave in the state, which is affine in x.
            alone = {proof.get(key, "1") for key in ("copies", "together")} == {"1"}
            need(alone, "several uses are not convex")
            other = _object(proof["beside"], "beside", "at joint received")
            y = _rational(other["at"], "at")
            need(self.start <= y <= self.end and x != y, "beside lies outside, or at it")
            there = self._sent(proof, other, self._at(y))
            need(there[1] <= here[0], "the coherent information does not fall")
            ends = [self.start, x] if x < y else [x, self.end]
        return lambda low, high, left, right: ends[0] <= low and high <= ends[1]

    # --- Singularities ---

    def _gain(self, proof, points: list[_Point]) -> _Rows:
        """Return W on A⊗B with −tr(WC) at most the gain of two inputs."""
        _object(proof, "a singularity", "kind inputs null lift", "point")
        need(not self.radius, "a ball has no kernel")
        inputs = self._columns(proof["inputs"], self.a, "inputs")
        need(len(inputs) == 2, "there are not two inputs")
        null = self._columns(proof["null"], self.b, "null")
        lift = self._square(proof["lift"], self.b, "lift")
        beta = points[0].beta
        for point in points:
            # C (ψ̄ ⊗ n) restricted to ψ on the left is C_ψψ n.
            for column in null:
                self._annihilated(point.choi, inputs[0], column)
        blocks = [[self._first(lift, beta), {}], [{}, self._second(null, beta)]]
        whole: dict = defaultdict(lambda: [Fraction(0), Fraction(0)])
        for i, j in product(range(2), repeat=2):
            block = blocks[i][j]
            if i != j:
                block = {
                    ((b, c) if i == 0 else (c, b)): (
                        Fraction(x, lift.below),
                        Fraction(y if i == 0 else -y, lift.below),
                    )
                    for (b, c), (x, y) in lift.entries.items()
                }
            self.meter.take(20 * len(block) * len(inputs[i]) * len(inputs[j]))
            for (a, u), (c, v) in product(inputs[i].items(), inputs[j].items()):
                weight = _times(_conjugate(u), v)
                for (b, e), (x, y) in block.items():
                    cell = whole[a * self.b + b, c * self.b + e]
                    cell[0] -= weight[0] * x - weight[1] * y
                    cell[1] -= weight[0] * y + weight[1] * x
        below = lcm(*(part.denominator for cell in whole.values() for part in cell))
        self.meter.take(len(whole) * 4 * _weight(below.bit_length()))
        entries = {at: (int(x * below), int(y * below)) for at, (x, y) in whole.items()}
        return _Rows(self.n, entries, below)

    def _annihilated(self, choi: _Rows, psi: dict, column: dict) -> None:
        total: dict = defaultdict(lambda: [0, 0])
        self.meter.take(6 * len(choi.entries))
        for (p, q), z in choi.entries.items():
            (a, b), (c, e) = divmod(p, self.b), divmod(q, self.b)
            if a in psi and c in psi and e in column:
                weight = _times(_times(psi[a], _conjugate(psi[c])), column[e])
                x, y = _times(weight, z)
                total[b][0] += x
                total[b][1] += y
        need(not any(x or y for x, y in total.values()), "null is not annihilated")

    def _first(self, lift: _Rows, beta: tuple[Fraction, ...]) -> dict:
        """Return −Z β⁻¹ Z†."""
        found: dict = defaultdict(lambda: (Fraction(0), Fraction(0)))
        by_column: dict = defaultdict(list)
        for (b, e), z in lift.entries.items():
            by_column[e].append((b, z))
        for e, column in by_column.items():
            share = 1 / (beta[e] * lift.below**2)
            self.meter.take(10 * len(column) ** 2 * _weight(lift.bits))
            for (b, z), (c, w) in product(column, repeat=2):
                x, y = _times(z, _conjugate(w))
                old = found[b, c]
                found[b, c] = (old[0] - share * x, old[1] - share * y)
        return found

    def _second(self, null: list[dict], beta: tuple[Fraction, ...]) -> dict:
        """Return Σ n n†/(n†β⁻¹n) − β, the n being orthogonal."""
        found: dict = defaultdict(lambda: (Fraction(0), Fraction(0)))
        for number, column in enumerate(null):
            for other in null[:number]:
                inner = [
                    (1 / beta[b], _times(_conjugate(z), other[b]))
                    for b, z in column.items()
                    if b in other
                ]
                for part in range(2):
                    total = sum(weight * z[part] for weight, z in inner)
                    need(total == 0, "the columns of null are not orthogonal")
            norm = Fraction(0)
            for b, (x, y) in column.items():
                norm += (x * x + y * y) / beta[b]
            self.meter.take(20 * len(column) ** 2)
            for (b, z), (c, w) in product(column.items(), repeat=2):
                x, y = _times(z, _conjugate(w))
                old = found[b, c]
                found[b, c] = (old[0] + x / norm, old[1] + y / norm)
        for b, weight in enumerate(beta):
            old = found[b, b]
            found[b, b] = (old[0] - weight, old[1])
        return found

    # --- Codes ---

    def _square(self, value, order: int, what: str) -> _Rows:
        _object(value, what, "entries", "denominator")
        below = _int(value.get("denominator", "1"), what)
        need(below > 0, f"{what}: the denominator is not positive")
        return _Rows(order, self._entries(value["entries"], order, order, what), below)

    def _sent(self, proof, frames, point: _Point) -> tuple[int, int]:
        """Return bounds of S(B^n) − S(R B^n), in units of 2^−_DIGITS bits."""
        _object(
            proof,
            "a code",
            "kind vectors joint received",
            "point at copies together beside",
        )
        together = _int(proof.get("together", "1"), "together")
        copies = _int(proof.get("copies", "1"), "copies")
        need(1 <= together <= 4 and 1 <= copies <= 16, "a code has too many copies")
        width = self.b**together
        need(self.a**together * width <= 4096, "a code has too large an input")
        vectors = self._columns(proof["vectors"], self.a**together, "vectors")
        size, count, uses = width**copies, len(vectors), together * copies
        need(0 < count * size <= 4096, "a code has no vectors or too large an output")
        single = uses == 1 and not self.line
        need(not self.radius or single, "a ball is sent one use only")
        joint: dict = {}
        for i, j in product(range(count), repeat=2):
            block = self._image(point.choi, vectors[i], vectors[j], together)
            bits = _Rows(width, block).bits
            power: dict = {(0, 0): (1, 0)}
            for done in range(copies):
                self.meter.take(4 * len(power) * len(block) * _weight(done * bits))
                self.meter.hold(len(power) * len(block), (done + 1) * bits)
                power = {
                    (p * width + b, q * width + c): _times(z, w)
                    for (p, q), z in power.items()
                    for (b, c), w in block.items()
                }
            self.meter.hold(len(joint) + len(power), copies * bits)
            for (p, q), z in power.items():
                joint[i * size + p, j * size + q] = z
        received: dict = defaultdict(lambda: [0, 0])
        for (p, q), (x, y) in joint.items():
            if p // size == q // size:
                received[p % size, q % size][0] += x
                received[p % size, q % size][1] += y
        below = point.choi.below**uses
        part = {at: (x, y) for at, (x, y) in received.items()}
        spread = sum(x * x + y * y for column in vectors for x, y in column.values())
        slack = 2 * self.n * self.radius * spread
        weights = [
            self._on_words(x, uses) for x in (point.beta, [1 / x for x in point.beta])
        ]
        low, high = self._entropy(
            _Rows(size, part, below), frames["received"], weights, count * slack
        )
        weights = [(words * count, unit) for words, unit in weights]
        least, most = self._entropy(
            _Rows(count * size, joint, below), frames["joint"], weights, slack
        )
        return low - most, high - least

    def _on_words(self, weights, letters: int) -> tuple[list[int], int]:
        """Return products of weights over all words, in integers over one."""
        self.meter.take(20 * len(weights) * sum(_weight(_length(x)) for x in weights))
        unit = lcm(*(x.denominator for x in weights))
        single = [int(x * unit) for x in weights]
        bits = letters * max(x.bit_length() for x in (*single, unit))
        self.meter.take(2 * len(single) ** letters * _weight(bits))
        self.meter.hold(len(single) ** letters, bits)
        found = [1]
        for _ in range(letters):
            found = [x * y for x in found for y in single]
        return found, unit**letters

    def _image(self, choi: _Rows, left: dict, right: dict, uses: int) -> dict:
        """Return C_{fg} of inputs to several copies, over that power of C's denominator.

        Copy by copy the first letter of the inputs goes through C and joins the output.
        """
        rest = self.a**uses
        bits = choi.bits + max(
            abs(part).bit_length()
            for column in (left, right)
            for z in column.values()
            for part in z
        )
        self.meter.take(2 * len(left) * len(right) * _weight(bits))
        self.meter.hold(len(left) * len(right), bits)
        found = {
            (f, g, 0, 0): _times(z, _conjugate(w))
            for (f, z), (g, w) in product(left.items(), right.items())
        }
        by_letters: dict = defaultdict(list)
        for (p, q), z in choi.entries.items():
            (a, b), (c, e) = divmod(p, self.b), divmod(q, self.b)
            by_letters[a, c].append((b, e, z))
        for _ in range(uses):
            rest //= self.a
            total: dict = defaultdict(lambda: [0, 0])
            for (f, g, p, q), z in found.items():
                (a, f_rest), (c, g_rest) = divmod(f, rest), divmod(g, rest)
                through = by_letters[a, c]
                self.meter.take(3 * (1 + len(through)) * _weight(bits))
                for b, e, w in through:
                    x, y = _times(z, w)
                    at = f_rest, g_rest, p * self.b + b, q * self.b + e
                    total[at][0] += x
                    total[at][1] += y
                self.meter.hold(len(total), 2 * uses * bits)
            found = {at: (x, y) for at, (x, y) in total.items() if x or y}
        return {(p, q): z for (_, _, p, q), z in found.items()}

    def _entropy(self, rows: _Rows, frame, scales, slack: Fraction) -> tuple[int, int]:
        """Return bounds of the entropy of √β M √β over its trace.

        With X†β⁻¹X within γ of 1 the eigenvalues are those of X†MX up to a factor between
        1/(1+γ) and 1/(1−γ); of these every union of Gershgorin's discs that is apart from
        the others holds as many as it has discs. What M may be off by moves each of them
        by no more (Weyl). `scales` are β and β⁻¹ over integers.
        """
        order = rows.order
        across = self._square(frame, order, "an eigenbasis")
        (weights, unit), (inverse, above) = scales
        longest = max(x.bit_length() for x in weights)
        self.meter.take(order * _weight(longest + rows.bits))
        found = sum(
            x * rows.entries[p, p][0]
            for p, x in enumerate(weights)
            if (p, p) in rows.entries
        )
        trace = Fraction(found, unit * rows.below)
        need(trace > 0, "a code sends nothing")
        metric = _Rows(order, {(p, p): (x, 0) for p, x in enumerate(inverse)}, above)
        near = self._turned(metric, across)
        bare = _sum([(Fraction(1), near), (Fraction(-1), _unit(order))], order)
        gamma = max(self._row_sums(bare).values(), default=Fraction(0))
        need(gamma < 1, "an eigenbasis is far from one")
        turned = self._turned(rows, across)
        radii = self._row_sums(turned, diagonal=False)
        extra = slack * (1 + gamma)
        bits = turned.bits + turned.below.bit_length() + _length(gamma) + _length(trace)
        self.meter.take(order * 40 * _weight(bits))
        discs = []
        for p in range(order):
            middle = Fraction(turned.entries.get((p, p), (0, 0))[0], turned.below)
            wide = radii.get(p, Fraction(0))
            discs.append((middle - wide, middle + wide))
        discs.sort()
        shares = trace * (1 + gamma), trace * (1 - gamma)
        low = high = 0
        at = 0
        while at < order:
            start, stop, after = *discs[at], at + 1
            while after < order and discs[after][0] <= stop:
                stop = max(stop, discs[after][1])
                after += 1
            lowest = max((start - extra) / shares[0], Fraction(0))
            least, most = self._summand(
                lowest, min((stop + extra) / shares[1], Fraction(1))
            )
            low += (after - at) * least
            high += (after - at) * most
            at = after
        return low, high

    def _turned(self, rows: _Rows, across: _Rows) -> _Rows:
        """Return X†MX."""
        by_row: dict = defaultdict(list)
        for (p, j), z in across.entries.items():
            by_row[p].append((j, z))
        half: dict = defaultdict(lambda: [0, 0])
        steps = sum(len(by_row[q]) for _, q in rows.entries)
        self.meter.take(3 * steps * _weight(rows.bits + across.bits))
        for (p, q), z in rows.entries.items():
            for j, w in by_row[q]:
                x, y = _times(z, w)
                half[p, j][0] += x
                half[p, j][1] += y
        steps = sum(len(by_row[p]) for p, _ in half)
        self.meter.take(3 * steps * _weight(rows.bits + 2 * across.bits))
        self.meter.hold(min(steps, rows.order**2), rows.bits + 2 * across.bits)
        total: dict = defaultdict(lambda: [0, 0])
        for (p, j), (u, v) in half.items():
            for i, w in by_row[p]:
                x, y = _times(_conjugate(w), (u, v))
                total[i, j][0] += x
                total[i, j][1] += y
        entries = {at: (x, y) for at, (x, y) in total.items()}
        return _Rows(rows.order, entries, rows.below * across.below**2)

    def _row_sums(self, rows: _Rows, diagonal: bool = True) -> dict:
        """Return bounds of the sums of moduli over the rows."""
        sums: dict = defaultdict(int)
        for (p, q), (x, y) in rows.entries.items():
            if diagonal or p != q:
                sums[p] += abs(x) + abs(y)
        return {p: Fraction(x, rows.below) for p, x in sums.items()}

    def _summand(self, start: Fraction, stop: Fraction) -> tuple[int, int]:
        """Return bounds of −p log₂ p over an interval, in units of 2^−_DIGITS."""
        need(start <= stop, "an eigenvalue is not a state's")
        self.meter.take(8 * _DIGITS)
        one = 1 << _DIGITS
        values = [self._product(end) for end in (start, stop)]
        most = max(value[1] for value in values)
        if start < _PEAK[1] and stop > _PEAK[0]:
            most = int(_HIGHEST * one) + 1
        return min(value[0] for value in values), most

    @staticmethod
    def _product(p: Fraction) -> tuple[int, int]:
        """Return bounds of −p log₂ p: digits of log₂ by squaring, rounded both ways."""
        if p <= 0:
            return 0, 0
        top, bottom = p.numerator, p.denominator
        k = top.bit_length() - bottom.bit_length()
        if top << max(-k, 0) < bottom << max(k, 0):
            k -= 1  # 2^k ≤ p < 2^(k+1)
        wide = _DIGITS + 40
        scaled = (top << (wide - k)) if k <= wide else top >> (k - wide)
        floor = scaled // bottom
        logs = []
        for up in (0, 1):
            m, digits = floor + up, 0
            for _ in range(_DIGITS):
                m = (m * m >> wide) + up
                digits <<= 1
                if m >= 2 << wide:
                    digits |= 1
                    m = (m >> 1) + up
            logs.append((k << _DIGITS) + digits + 2 * up)
        low, high = logs
        least = -(high * top // bottom) - 2
        return max(least, 0), -(low * top // bottom) + 2


_EMPTY = {"columns": "0", "entries": []}


# --- Regions --------------------------------------------------------------------------
# A half-space is (c, a_1, …, a_n): the points with c + a·x ≥ 0.

Vec = tuple[Fraction, ...]


class _Region:
    """A certificate about an affine space of channels, two or three parameters."""

    def __init__(self, document) -> None:
        _object(document, "the certificate", "format problem digest claim proofs")
        self.document = document
        required = "d_in d_out property parameters frame shape"
        problem = _object(document["problem"], "problem", required, "label scales")
        names = _list(problem["parameters"], "parameters", 3)
        named = all(isinstance(x, str) and _PARAMETER.fullmatch(x) for x in names)
        need(named and len(set(names)) == len(names) > 1, "parameters are no 2 or 3 names")
        self.n = len(names)
        need(problem["shape"] in ("simplex", "box"), "the shape is unknown")
        frame = _list(problem["frame"], "frame", self.n + 1)
        need(len(frame) == self.n + 1, "the frame has not one point more than parameters")
        for item in frame:
            _object(item, "a point of the frame", "at choi")
        self.case = self._channels(problem, frame)
        self.meter = self.case.meter
        self.frame = [self._point(item["at"]) for item in frame]
        digest = hashlib.sha256(_canonical(problem).encode("ascii")).hexdigest()
        need(document["digest"] == digest, "the digest is of another problem")
        # Functions that are 1 at one point of the frame and 0 at the others.
        units = [[Fraction(i == j) for j in range(self.n + 1)] for i in range(self.n + 1)]
        self.shares = [self._through(values) for values in units]
        self.sides = list(self.shares)
        if problem["shape"] == "box":
            ups = [(1 - c, *(-x for x in a)) for c, *a in self.shares[1:]]
            self.sides = [*self.shares[1:], *ups]

    @staticmethod
    def _channels(problem, frame) -> _Case:
        """Return the frame's channels as a case of separate points."""
        asked = problem["property"]
        signed = isinstance(asked, dict) and asked.get("name") == "signed-extendible"
        stated = {key: problem[key] for key in ("d_in", "d_out", "property")}
        stated |= {key: problem[key] for key in ("label",) if key in problem}
        scales = {key: problem[key] for key in ("scales",) if key in problem}
        stated["points"] = [
            {"at": f"{i}", "choi": item["choi"], **scales} for i, item in enumerate(frame)
        ]
        digest = hashlib.sha256(_canonical(stated).encode("ascii")).hexdigest()
        kind = _Signed if signed else _Case
        parts = {"problem": stated, "digest": digest, "claim": {}, "proofs": []}
        return kind({"format": kind.form, **parts})

    def _point(self, value) -> Vec:
        found = tuple(_rational(x, "a point") for x in _list(value, "a point", self.n))
        need(len(found) == self.n, "a point has not one number per parameter")
        return found

    def _through(self, values) -> Vec:
        """Return the affine function with given values at the points of the frame."""
        self._pay(50, *values, *(x for point in self.frame for x in point))
        rows = [[Fraction(1), *x, y] for x, y in zip(self.frame, values, strict=True)]
        for i in range(self.n + 1):
            at = next((j for j in range(i, self.n + 1) if rows[j][i]), None)
            if at is None:
                raise Denied("the frame does not span the space")
            rows[i], rows[at] = rows[at], rows[i]
            for j in range(self.n + 1):
                if j != i and rows[j][i]:
                    share = rows[j][i] / rows[i][i]
                    pairs = zip(rows[j], rows[i], strict=True)
                    rows[j] = [x - share * y for x, y in pairs]
        return tuple(row[-1] / row[i] for i, row in enumerate(rows))

    def _pay(self, steps: int, *numbers: Fraction) -> None:
        self.meter.take(steps * _weight(sum(map(_length, numbers))))

    def _at(self, side: Vec, point: Vec) -> Fraction:
        self._pay(6, *side, *point)
        return side[0] + sum(a * x for a, x in zip(side[1:], point, strict=True))

    def _channel(self, point: Vec) -> _Point:
        shares = [self._at(function, point) for function in self.shares]
        points = self.case.points
        self._pay(sum(6 * len(p.choi.entries) for p in points), *shares)
        terms = [(x, p.choi) for x, p in zip(shares, points, strict=True)]
        return _Point(_sum(terms, self.case.n), points[0].beta)

    def prove(self) -> None:
        """Deny the certificate unless its claim is proved."""
        self._check_channels()
        vertices, left = [], list(self.sides)
        for proof in _list(self.document["proofs"], "proofs", 1024):
            kind = proof.get("kind") if isinstance(proof, dict) else None
            need(isinstance(kind, str) and "point" not in proof, "a proof has no kind")
            if kind == "witness":
                witness = self.case._witness(proof, self.case.points)
                values = [self.case._value(witness, p.choi) for p in self.case.points]
                left.append(self._through(values))
            else:
                point = self._point(proof.get("at"))
                inside = all(self._at(side, point) >= 0 for side in self.sides)
                need(inside, "a proof lies outside the domain")
                self.case._inside(self._channel(point), proof)
                vertices.append(point)
        claim = _object(self.document["claim"], "claim", "", "inner outer")
        need(claim, "nothing is claimed")
        if "inner" in claim:
            self._inner(claim["inner"], vertices)
        if "outer" in claim:
            outer = _object(claim["outer"], "outer", "volume")
            most = self._left(left)
            need(most <= _rational(outer["volume"], "volume"), "more is left than claimed")

    def _check_channels(self) -> None:
        case = self.case
        case._check_channels()
        traces = [case._partial_trace(p.choi, p.beta) for p in case.points]
        need(all(_same(traces[0], x) for x in traces), "the frame is not normalized alike")
        if len(self.sides) > self.n + 1:
            first, *rest = self.frame
            for chosen in product((0, 1), repeat=self.n):
                corner = [
                    x + sum(y[i] - x for y, yes in zip(rest, chosen, strict=True) if yes)
                    for i, x in enumerate(first)
                ]
                choi = self._channel(tuple(corner)).choi
                need(_positive(choi, self.meter), "a corner is no channel")

    def _inner(self, value, vertices: list[Vec]) -> None:
        _object(value, "inner", "volume facets")
        need(vertices, "nothing is proved to be inside")
        total, known = Fraction(0), set()
        for word in _list(value["facets"], "facets", 4096):
            parts = word.split(" ", self.n) if isinstance(word, str) else []
            need(len(parts) == self.n, "a facet has not as many points as parameters")
            numbers = [_int(part, "facets") for part in parts]
            need(all(0 <= i < len(vertices) for i in numbers), "a facet of unknown points")
            side = self._spanned([vertices[i] for i in numbers])
            values = [self._at(side, v) for v in vertices]
            need(min(values) >= 0 or max(values) <= 0, "a facet goes through the hull")
            need(side not in known, "a facet is given twice")
            known.add(side)
            on = [v for v, x in zip(vertices, values, strict=True) if x == 0]
            total += self._cone(vertices[0], on, side)
        least = _rational(value["volume"], "volume")
        need(least <= total, "the hull is not shown to be so large")

    def _spanned(self, points: list[Vec]) -> Vec:
        """Return the function, its first coefficient 1, that vanishes at n points only."""
        self._pay(60, *(x for point in points for x in point))
        first, *rest = points
        edges = [[x - y for x, y in zip(p, first, strict=True)] for p in rest]
        normal = [
            (-1) ** i * _minor([[row[j] for j in range(self.n) if j != i] for row in edges])
            for i in range(self.n)
        ]
        lead = next((x for x in normal if x), None)
        if lead is None:
            raise Denied("the points of a facet span no plane")
        normal = [x / lead for x in normal]
        pairs = zip(normal, first, strict=True)
        return (-sum((a * x for a, x in pairs), Fraction(0)), *normal)

    def _cone(self, tip: Vec, on: list[Vec], side: Vec) -> Fraction:
        """Return the volume of the hull of a point and of others in a plane."""
        if self.n == 2:
            # Of points on a line, the two that are farthest apart.
            ends = min(on), max(on)
            return abs(self._simplex(tip, *ends)) / 2
        start = at = min(on)
        rim = [start]
        while True:
            after = next((x for x in on if x != at), at)
            for x in on:
                turn = self._turn(at, after, x, side)
                if turn < 0 or (turn == 0 and self._beyond(at, after, x)):
                    after = x
            if after == start:
                break
            need(len(rim) <= len(on), "a facet has no rim")
            rim.append(after)
            at = after
        fan = pairwise(rim[1:])
        return sum((abs(self._simplex(tip, start, x, y)) for x, y in fan), Fraction(0)) / 6

    def _simplex(self, tip: Vec, *others: Vec) -> Fraction:
        self._pay(40, *tip, *(x for point in others for x in point))
        return _minor([[x - y for x, y in zip(p, tip, strict=True)] for p in others])

    def _turn(self, at: Vec, after: Vec, x: Vec, side: Vec) -> Fraction:
        self._pay(40, *at, *after, *x, *side)
        edges = [[p - q for p, q in zip(y, at, strict=True)] for y in (after, x)]
        return _minor([*edges, list(side[1:])])

    def _beyond(self, at: Vec, after: Vec, x: Vec) -> bool:
        """Whether x is farther out than another point on a ray."""
        near, far = (
            sum(abs(p - q) for p, q in zip(y, at, strict=True)) for y in (after, x)
        )
        return far > near

    def _left(self, sides: list[Vec]) -> Fraction:
        """Return the volume of what half-spaces of some dimension leave."""
        kept: dict[Vec, None] = {}
        for c, *a in sides:
            lead = next((abs(x) for x in a if x), None)
            if lead is not None:
                self._pay(2, c, *a)
                kept[(c / lead, *(x / lead for x in a))] = None
            elif c < 0:
                return Fraction(0)
        dimension = len(sides[0]) - 1
        if dimension == 1:
            low = max(-c for c, a in kept if a > 0)
            high = min(c for c, a in kept if a < 0)
            return max(high - low, Fraction(0))
        total = Fraction(0)
        for side in kept:
            i = next(i for i in range(1, dimension + 1) if side[i])
            traces = []
            for other in kept:
                if other is not side:
                    self._pay(3, *other, *side)
                    share = other[i] / side[i]
                    rest = [x - share * y for x, y in zip(other, side, strict=True)]
                    traces.append((*rest[:i], *rest[i + 1 :]))
            total += side[0] / abs(side[i]) * self._left(traces)
        return total / dimension


def _minor(rows) -> Fraction:
    """Return a determinant of up to three rows."""
    if len(rows) == 1:
        return rows[0][0]
    first, *rest = rows
    parts = (
        (-1) ** i
        * x
        * _minor([[row[j] for j in range(len(row)) if j != i] for row in rest])
        for i, x in enumerate(first)
    )
    return sum(parts, Fraction(0))
