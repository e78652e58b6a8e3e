"""Certificates about capacities: honest ones, odd ones, and ones to be refused."""

from __future__ import annotations

import copy
import json
from fractions import Fraction as F
from functools import lru_cache, reduce
from math import prod
from pathlib import Path

import makers
import numpy as np
import signed_documents

FORMAT = "sdpsearch capacity certificate 1"
ASKED = {"name": "zero-capacity"}
FOLDER = Path(__file__).parent.parent / "certificates"
HAIR = F(1, 2**200)
BITS = 44


# --- Making -----------------------------------------------------------------------------


def document(problem, claim, proofs):
    return {**makers.document(problem, claim, proofs), "format": FORMAT}


def point(verdict, dims, choi, proof, **options):
    problem = makers.points(dims, ASKED, [choi], **options)
    return document(problem, {"verdicts": [verdict]}, [proof])


def along(dims, first, last, claim, proofs, **options):
    """Return a line for x from 0 to 1."""
    problem = makers.line(dims, ASKED, (0, 1), first, last, **options)
    return document(problem, claim, proofs)


def square(matrix, bits=BITS):
    """Return a complex matrix in floats as the format writes square ones."""
    entries = []
    for (i, j), z in np.ndenumerate(np.asarray(matrix, dtype=complex)):
        re, im = round(z.real * 2**bits), round(z.imag * 2**bits)
        if re or im:
            entries.append(f"{i:x} {j:x} {re:x}" + (f" {im:x}" if im else ""))
    return {"denominator": f"{2**bits:x}", "entries": entries}


def sent(choi, dims, vectors, together=1, copies=1):
    """Return M = Σ |i><j| ⊗ (C_{f_i f_j})^{⊗n} in floats, its order, and that of B^n."""
    d_in, d_out = dims
    whole = makers.to_complex(choi).reshape(d_in, d_out, d_in, d_out)
    columns = makers.to_complex(vectors)
    count, size = columns.shape[1], d_out ** (together * copies)
    blocks = np.zeros((count, size, count, size), dtype=complex)
    for i in range(count):
        for j in range(count):
            pair = np.outer(columns[:, i], columns[:, j].conj()).reshape(
                (d_in,) * 2 * together
            )
            for _ in range(together):
                # The first letter on either side goes through C, and B joins at the end.
                half = pair.ndim // 2
                pair = _through(whole, pair, half, together, d_in)
            single = pair.reshape(d_out**together, d_out**together)
            blocks[i, :, j, :] = reduce(np.kron, [single] * copies)
    return blocks


def _through(whole, pair, half, together, d_in):
    moved = np.tensordot(whole, pair, axes=((0, 2), (0, half)))  # b, b', rest, rest'
    return np.moveaxis(moved, (0, 1), (half - 1, 2 * half - 1))


def frames(choi, dims, vectors, scales=None, bits=BITS, **uses):
    """Return eigenbases of what a code sends, `joint` and `received`."""
    blocks = sent(choi, dims, vectors, **uses)
    count, size = blocks.shape[:2]
    beta = [float(x) for x in scales or [1] * dims[1]]
    root = np.sqrt(
        reduce(np.kron, [beta] * (uses.get("together", 1) * uses.get("copies", 1)))
    )
    found = {}
    for key, matrix, weights in (
        ("joint", blocks.reshape(count * size, -1), np.tile(root, count)),
        ("received", np.einsum("rbrc->bc", blocks), root),
    ):
        _, basis = np.linalg.eigh(weights[:, None] * matrix * weights)
        found[key] = square(weights[:, None] * basis, bits)
    return found


def code(choi, dims, vectors, scales=None, bits=BITS, **uses):
    """Return the proof that a code transmits."""
    named = {key: f"{count:x}" for key, count in uses.items()}
    inner = frames(choi, dims, vectors, scales, bits, **uses)
    return {"kind": "code", "vectors": makers.rectangular(vectors), **inner, **named}


def singularity(inputs, null, lift):
    """Return the proof that two inputs have a positive gain; the lift in floats."""
    inputs, null = makers.rectangular(inputs), makers.rectangular(null)
    return {"kind": "singularity", "inputs": inputs, "null": null, "lift": square(lift)}


def best_lift(choi, dims, inputs, scales=None):
    """Return Z = C_ψψ⁺ C_ψφ β in floats."""
    blocks = sent(choi, dims, inputs)
    beta = np.array([float(x) for x in scales or [1] * dims[1]])
    return np.linalg.pinv(blocks[0, :, 0], rcond=1e-9) @ blocks[0, :, 1] * beta


def of_inputs(choi, dims, inputs, scales=None, slanted=False):
    """Return the proof of two inputs, by up to two vectors of the first's output's kernel.

    They are orthogonal, n†β⁻¹n' = 0, unless slanted.
    """
    both = makers.zeros(dims[1]) * F(0)
    for a in range(dims[0]):
        for c in range(dims[0]):
            weight = makers.times(
                inputs[:, a : a + 1, :1], makers.adjoint(inputs[:, c : c + 1, :1])
            )
            part = choi[:, a * dims[1] : (a + 1) * dims[1], c * dims[1] : (c + 1) * dims[1]]
            both = both + _by(weight[0, 0, 0], weight[1, 0, 0], part)
    null = makers.kernel(both)
    null = null[:, :, :2] if slanted else _orthogonal(null, scales or [1] * dims[1])
    return singularity(inputs, null, best_lift(choi, dims, inputs, scales))


def _orthogonal(null, scales):
    """Return the first column, and what is orthogonal to it of the second."""
    first, rest = null[:, :, :1], null[:, :, 1:2]
    heavy = np.diag([int(prod(scales)) // int(x) for x in scales])
    turned = makers.times(makers.adjoint(first), makers.exact(heavy))
    norm = makers.times(turned, first)[0, 0, 0]
    shared = makers.times(turned, rest)
    return np.concatenate([first, rest * norm - makers.times(first, shared)], axis=2)


def _by(re, im, matrix):
    return np.array(
        [re * matrix[0] - im * matrix[1], re * matrix[1] + im * matrix[0]], dtype=object
    )


def columns(*vectors):
    """Return columns of Gaussian integers."""
    rows = np.array(vectors, dtype=complex).T
    parts = [[[int(z) for z in row] for row in part] for part in (rows.real, rows.imag)]
    return np.array(parts, dtype=object)


def basis(d):
    return columns(*np.eye(d))


def erasure_gain(d=2, null=None):
    """Return the proof about erasure: |0> and |1>, 1 − 2e for d = 2."""
    flag = d + 1
    lift = np.zeros((flag, flag))
    lift[0, 1] = 1
    null = np.eye(flag)[1:d] if null is None else null
    return singularity(columns(np.eye(d)[0], np.eye(d)[1]), columns(*null), lift)


def phased_erasure(e):
    """Return erasure of a qutrit with 3|1> + 2i|2> beside |0>, the null vector too."""
    inputs, null = columns([1, 0, 0], [0, 3, 2j]), columns([0, 3, 2j, 0])
    lift = np.outer([1, 0, 0, 0], [0, 3, -2j, 0])
    return erasure_point(e, 3, singularity(inputs, null, lift))


def erasure_point(e, d=2, proof=None):
    return point("fails", (d, d + 1), makers.erasure(d, e), proof or erasure_gain(d))


def erasure_holds(d=2):
    """Return the proofs that nothing gets through from 1/2 on."""
    return [
        {
            **makers.extension(makers.erasure_extension(d, x), (d, d + 1), 2),
            "at": makers.number(x),
        }
        for x in (F(1, 2), F(1))
    ]


def erasure_line(d=2, fails=None, holds=(F(1, 2), 1), falling=False):
    """Return erasure from 0 to 1: Q > 0 below 1/2, Q = P = 0 from there; or the reverse."""
    ends = [makers.erasure(d, e) for e in ((1, 0) if falling else (0, 1))]
    claim = {
        "holds": makers.interval(*holds),
        "fails": [fails or makers.interval(0, F(1, 2), "[)")],
    }
    proofs = [*erasure_holds(d), erasure_gain(d)]
    if falling:
        claim = {
            "holds": makers.interval(0, F(1, 2)),
            "fails": [makers.interval(F(1, 2), 1, "(]")],
        }
        for proof in proofs[:2]:
            proof["at"] = makers.number(1 - makers.checker.rational(proof["at"], "at"))
    return along((d, d + 1), *ends, claim, proofs)


def depolarizing_code(x, d=2, vectors=None, **uses):
    vectors = basis(d) if vectors is None else vectors
    return code(makers.depolarizing(d, x), (d, d), vectors, **uses)


def depolarizing_point(x, d=2, proof=None, **options):
    proof = proof or depolarizing_code(x, d)
    return point("fails", (d, d), makers.depolarizing(d, x), proof, **options)


def depolarizing_line(x, beside=None, span=None, d=2, proof=None, falling=False):
    """Return depolarizing from 0 to 1 with Q > 0 up to x, by a code there and beside it.

    Falling, the parameter is what is left of the signal.
    """
    noise = [1 - y if falling else y for y in (x, beside or F(0))]
    proof = {**(proof or depolarizing_code(noise[0], d)), "at": makers.number(x)}
    if beside is not None:
        other = frames(makers.depolarizing(d, noise[1]), (d, d), basis(d))
        proof["beside"] = {**other, "at": makers.number(beside)}
    span = span or (makers.interval(0, x) if beside is not None else makers.interval(x, x))
    if falling:
        span = makers.interval(x, 1)
    ends = [makers.depolarizing(d, y) for y in ((1, 0) if falling else (0, 1))]
    return along((d, d), *ends, {"fails": [span]}, [proof])


def turned_ball(radius):
    """Return a ball about noise 1/20 through which two slanted vectors are sent."""
    proof = depolarizing_code(F(1, 20), vectors=columns([3, 2j], [1, 2]))
    return depolarizing_point(F(1, 20), proof=proof, radius=radius)


def isometric(rng, dims, rank):
    """Return a complex C ≥ 0 of a rank, not normalized."""
    return makers.gram(makers.random_gaussian(rng, dims[0] * dims[1], rank)) * F(1)


def gallery():
    """Return the documents of the folder."""
    return {
        f.stem: made
        for f in sorted(FOLDER.glob("*.json"))
        if (made := json.loads(f.read_text(encoding="utf-8")))["format"] == FORMAT
    }


# --- Honest -----------------------------------------------------------------------------

#: What a turned code allows a ball: it transmits at this radius, and not at one digit more.
ROOM = F(2557233, 10**9)
#: A ball that is too wide for bases nine tenths long.
SHORT = F(3, 1000)
#: The hashing bound of depolarizing, d = 2, is positive below this x and not above.
HASHING = F(2523861665536, 10**13)


def honest():
    """Return {name: document}, all of which must be accepted."""
    return copy.deepcopy(_honest())


@lru_cache(maxsize=1)
def _honest():
    rng = np.random.default_rng(20260725)
    found = {f"capacity-{name}": made for name, made in gallery().items() if _small(made)}
    found["erasure"] = erasure_point(F(1, 4))
    found["erasure-by-a-hair"] = erasure_point(F(1, 2) - HAIR)
    found["phased-by-a-hair"] = phased_erasure(F(1, 2) - HAIR)
    found["erasure-3"] = erasure_point(F(1, 3), 3)
    found["erasure-line"] = erasure_line()
    found["erasure-falling"] = erasure_line(falling=True)
    for name, dims, rank, scales in (
        ("isometry", (2, 3), 2, None),
        ("two-columns", (2, 4), 2, None),
        ("isometry-scaled", (2, 3), 2, (2, 5, 3)),
        ("three-to-four", (3, 4), 2, (1, 3, 2, 7)),
    ):
        choi = isometric(rng, dims, rank)
        inputs = makers.random_gaussian(rng, dims[0], 2)
        proof = of_inputs(choi, dims, inputs, scales)
        found[f"gain-{name}"] = point("fails", dims, choi, proof, scales=scales)
        vectors = makers.random_gaussian(rng, dims[0], 2)
        proof = code(choi, dims, vectors, scales)
        found[f"code-{name}"] = point("fails", dims, choi, proof, scales=scales)
        proof = code(choi, dims, vectors, scales, copies=2)
        found[f"two-copies-{name}"] = point("fails", dims, choi, proof, scales=scales)
    choi, scales = isometric(rng, (2, 3), 2) * F(1, 3), (2, 5, 3)
    vectors = makers.random_gaussian(rng, 4, 2)
    proof = code(choi, (2, 3), vectors, scales, together=2)
    found["together-isometry"] = point("fails", (2, 3), choi, proof, scales=scales)
    scales = (F(2, 3), F(5, 7), 1)
    proof = {**code(choi, (2, 3), makers.random_gaussian(rng, 2, 2), scales), "at": "0"}
    claim = {"fails": [makers.interval(0, 0)]}
    found["weights-in-fractions"] = along((2, 3), choi, choi, claim, [proof], scales=scales)
    found["hashing"] = depolarizing_point(HASHING)
    found["two-together"] = depolarizing_point(
        F(1, 10), proof=depolarizing_code(F(1, 10), vectors=basis(4), together=2)
    )
    mixed = columns([1, 0, 0, 1j], [0, 1, 1, 0])
    found["two-by-two"] = depolarizing_point(
        F(1, 20), proof=depolarizing_code(F(1, 20), vectors=mixed, together=2, copies=2)
    )
    found["ball-of-a-turned-code"] = turned_ball(ROOM)
    found["convex-at-the-start"] = depolarizing_line(F(0), F(1))
    found["convex-at-the-end"] = depolarizing_line(F(1), F(0), falling=True)
    found["at-alone"] = depolarizing_line(F(1, 5))
    found["convex"] = depolarizing_line(HASHING, HASHING + F(1, 100))
    ball = F(1, 2**14)
    found["ball-of-capacity"] = depolarizing_point(F(1, 10), radius=ball)
    found |= _zeros()
    return found


def _zeros():
    """Return certificates that Q = 0, by every kind of proof."""
    found = {}
    for name, made in (
        ("extension", makers.honest_one("random-1")),
        ("map", makers.honest_one("map-1")),
        ("ball", makers.honest_one("ball-1")),
        (
            "signed",
            signed_documents.holds(
                (1, 2), signed_documents.of_contraction(signed_documents.reflection())
            ),
        ),
        ("positive", makers.ppt_point(makers.depolarizing(2, F(2, 3)), 2)),
    ):
        found[f"zero-by-{name}"] = asked(made)
    ends = makers.depolarizing(2, 0), makers.depolarizing(2, 1)
    positive = [{"kind": "positive", "at": makers.number(x)} for x in (F(2, 3), 1)]
    claim = {"holds": makers.interval(F(2, 3), 1)}
    found["zero-by-ppt-along"] = along((2, 2), *ends, claim, positive)
    found["zero-by-two-kinds"] = along(
        (2, 2),
        *ends,
        {"holds": makers.interval(F(1, 3), 1)},
        [_extension(F(1, 3)), _signed(F(1))],
    )
    return found


def _extension(x):
    proof = makers.extension(makers.depolarizing_extension(2, 2, x), (2, 2), 2)
    return {**proof, "at": makers.number(x)}


def _signed(x):
    sigma = makers.depolarizing_extension(2, 2, x)
    return {"kind": "signed", "matrix": makers.hermitian(sigma), "at": makers.number(x)}


def asked(made):
    """Return a document of another property as one about the capacity."""
    made = copy.deepcopy(made)
    made["format"] = FORMAT
    made["problem"]["property"] = ASKED
    return makers.signed(made)


def _small(made):
    """Whether it is quickly tried again and again."""
    return len(json.dumps(made)) < 7_000


def welcome():
    """Return {name: document} of unusual certificates that must be accepted.

    A basis far from orthonormal still bounds the eigenvalues, if badly.
    """
    found = {}
    for key, factor in (("joint", 2), ("joint", 2**64), ("received", 2)):
        made = depolarizing_point(F(1, 10))
        made["proofs"][0][key] = _scaled(made["proofs"][0][key], factor)
        found[f"{key}-over-{factor}"] = made
    return found


# --- Forged -----------------------------------------------------------------------------


def unwelcome():
    """Return {name: document} of certificates that must not be accepted."""
    found = {}
    for group in (gains, codes, beside, zeros, statements):
        for name, made in group():
            assert name not in found, name
            found[name] = makers.signed(made)
    return found


def gains():
    """Yield gains that are none."""
    half = F(1, 2)
    yield "gain-zero", erasure_point(half)
    yield "gain-a-hair-late", erasure_point(half + HAIR)
    yield "phased-a-hair-late", phased_erasure(half + HAIR)
    late = F(3, 5)
    flag = [[0, 1, 0], [0, 0, 1]]
    yield "null-not-annihilated", erasure_point(late, proof=erasure_gain(null=flag))
    yield (
        "null-of-the-output",
        erasure_point(late, proof=erasure_gain(null=[[1, 0, 0], [0, 1, 0]])),
    )
    for phase in (1, 1j, -1, 2):
        twice = [[0, 1, 0], [0, phase, 0]]
        yield f"null-twice-{phase}", erasure_point(late, proof=erasure_gain(null=twice))
    # Orthogonal but for an imaginary part, which alone would raise the gain to 0.08.
    inputs = columns([1, 0, 0], [0, 12 - 5j, 12 + 5j])
    slanted = columns([0, 1, 1, 0], [0, 1 + 1j, -1 + 1j, 0])
    lift = np.outer([1, 0, 0, 0], [0, 12 + 5j, 12 - 5j, 0])
    proof = singularity(inputs, slanted, lift)
    yield "null-slanted", erasure_point(late, 3, proof)
    yield "weights-not-counted", _counted_flag()
    rng = np.random.default_rng(8)
    for scales in (None, (1, 3, 2, 7)):
        dims, choi = (2, 4), isometric(rng, (2, 4), 2)
        inputs = makers.random_gaussian(rng, 2, 2)
        proof = of_inputs(choi, dims, inputs, scales, slanted=True)
        yield (
            f"slanted-{bool(scales)}",
            point("fails", dims, choi, proof, scales=scales),
        )
    # Orthogonal were all weights alike.
    proof = of_inputs(choi, dims, inputs)
    yield "slanted-by-weights", point("fails", dims, choi, proof, scales=scales)
    for name, change in (
        ("psi-twice", lambda p: p["inputs"]["entries"].__setitem__(1, "0 1 1")),
        ("no-null", lambda p: p.__setitem__("null", {"columns": "0", "entries": []})),
        ("lift-zero", lambda p: p["lift"].__setitem__("entries", [])),
        ("lift-transposed", lambda p: p["lift"].__setitem__("entries", ["1 0 1"])),
        ("lift-negative", lambda p: p["lift"].__setitem__("denominator", "-1")),
        ("lift-over-nothing", lambda p: p["lift"].__setitem__("denominator", "0")),
        ("lift-tripled", lambda p: p["lift"].__setitem__("entries", ["0 1 3"])),
        ("lift-outside", lambda p: p["lift"]["entries"].append("0 3 1")),
        (
            "one-input",
            lambda p: p.__setitem__("inputs", {"columns": "1", "entries": ["0 0 1"]}),
        ),
        ("zero-input", lambda p: p["inputs"]["entries"].pop()),
        ("zero-null", lambda p: p["null"]["entries"].clear()),
        ("has-at", lambda p: p.__setitem__("at", "0")),
        ("has-beside", lambda p: p.__setitem__("beside", {})),
        ("lacks-null", lambda p: p.pop("null")),
        ("lacks-lift", lambda p: p.pop("lift")),
    ):
        made = erasure_point(F(1, 4))
        proof = made["proofs"][0]
        proof["lift"] = {"entries": ["0 1 1"]}
        change(proof)
        yield f"gain-{name}", made
    three = erasure_point(F(1, 3), 3)
    three["proofs"][0]["inputs"] = makers.rectangular(basis(3))
    yield "gain-three-inputs", three
    yield "gain-in-a-ball", _with_radius(erasure_point(F(1, 4)), HAIR)
    conjugate = copy.deepcopy(honest()["gain-isometry"])
    entries = conjugate["proofs"][0]["null"]["entries"]
    entries[:] = [_conjugated(words) for words in entries]
    yield "null-conjugated", conjugate
    exchanged = copy.deepcopy(honest()["gain-isometry"])
    first = exchanged["proofs"][0]["inputs"]
    swap = {"0": "1", "1": "0"}
    first["entries"] = [
        " ".join([w[0], swap[w[1]], *w[2:]]) for w in map(str.split, first["entries"])
    ]
    yield "inputs-exchanged", exchanged
    dropped = copy.deepcopy(honest()["gain-isometry-scaled"])
    dropped["proofs"][0]["null"]["entries"][0] += "1"
    yield "null-a-digit-off", dropped
    line = erasure_line(fails=makers.interval(0, F(1, 2)))
    yield "gain-closed-end", line
    yield "gain-beyond", erasure_line(fails=makers.interval(0, F(1, 2) + HAIR, "[)"))
    yield "gain-beyond-open", erasure_line(fails=makers.interval(F(1, 2), F(3, 4), "()"))
    # The kernel is there at one end of the line only.
    ends = makers.erasure(2, 0), makers.depolarizing(2, 0)
    wide = makers.zeros(6) * F(0)
    wide[0] = np.kron(np.eye(2, dtype=int), np.eye(3, dtype=int)) * F(1, 3)
    claim = {"fails": [makers.interval(0, F(1, 1000))]}
    yield "kernel-at-one-end", along((2, 3), ends[0], wide, claim, [erasure_gain()])


def _counted_flag():
    """Erasure at 3/5 by weights, where C alone is that at 2/5."""
    return point(
        "fails", (2, 3), makers.erasure(2, F(2, 5)), erasure_gain(), scales=(4, 4, 9)
    )


def _conjugated(words):
    i, j, re, *im = words.split()
    return " ".join([i, j, re, *(f"{-int(x, 16):x}" for x in im)])


def _with_radius(made, radius):
    made["problem"]["radius"] = makers.number(radius)
    return made


def codes():
    """Yield codes that transmit nothing, or whose spectra are not enclosed."""
    yield "hashing-a-hair-late", depolarizing_point(HASHING + F(1, 10**13))
    yield "code-at-1-3", depolarizing_point(F(1, 3))
    yield "code-of-nothing", depolarizing_point(F(1))
    yield (
        "code-of-one-vector",
        depolarizing_point(F(0), proof=depolarizing_code(F(0), vectors=columns([1, 0]))),
    )
    x = F(3, 10)
    quiet = depolarizing_point(x)
    loud = depolarizing_code(F(1, 100))
    for key, order in (("joint", 4), ("received", 2)):
        own = quiet["proofs"][0][key]
        for name, other in (
            ("nothing", {"entries": []}),
            ("units", square(np.eye(order))),
            ("rank-one", square(np.eye(order)[:, :1] @ np.ones((1, order)))),
            ("cut", _cut(own)),
            ("twice", _twice(own)),
            ("negative", {**own, "denominator": "-1"}),
            ("over-nothing", {**own, "denominator": "0"}),
            ("halved", _scaled(own, 2)),
            ("of-another-state", loud[key]),
        ):
            made = copy.deepcopy(quiet)
            made["proofs"][0][key] = other
            yield f"{key}-{name}", made
            # What is sent is good, yet nothing is shown of it.
            good = depolarizing_point(F(1, 10))
            good["proofs"][0][key] = other
            if name in ("nothing", "rank-one", "cut", "negative", "over-nothing"):
                yield f"frame-{key}-{name}", good
    # S(B) = S(R B), but in the basis of B the diagonal with what is beside it has more.
    pure = depolarizing_code(F(94, 1000), vectors=columns([18, 1]))
    pure["received"] = square(np.eye(2))
    yield "received-not-turned", depolarizing_point(F(94, 1000), proof=pure)
    short = depolarizing_code(F(1, 100))
    for key in ("joint", "received"):
        short[key] = _scaled(short[key], F(10, 9))
    yield "frame-short-in-a-ball", depolarizing_point(F(1, 100), proof=short, radius=SHORT)
    far = depolarizing_point(F(1, 10))
    far["proofs"][0]["received"] = _scaled(far["proofs"][0]["received"], 2**64)
    yield "frame-far-from-one", far
    exchanged = depolarizing_point(F(1, 10))
    proof = exchanged["proofs"][0]
    proof["joint"], proof["received"] = proof["received"], proof["joint"]
    yield "frame-exchanged", exchanged
    for key, words in (
        ("copies", ("0", "2", "11", "-1")),
        ("together", ("0", "2", "5", "-1")),
    ):
        for word in words:
            made = depolarizing_point(F(1, 10))
            made["proofs"][0][key] = word
            yield f"{key}-{word}", made
    # What two copies send repeatedly is not what is sent through two together.
    made = copy.deepcopy(honest()["two-together"])
    made["proofs"][0]["copies"] = "2"
    del made["proofs"][0]["together"]
    yield "together-as-copies", made
    made = copy.deepcopy(honest()["two-copies-isometry"])
    made["proofs"][0]["together"] = "2"
    del made["proofs"][0]["copies"]
    yield "copies-as-together", made
    for key in ("vectors", "joint", "received"):
        made = depolarizing_point(F(1, 10))
        del made["proofs"][0][key]
        yield f"code-lacks-{key}", made
    made = depolarizing_point(F(1, 10))
    made["proofs"][0]["vectors"] = {"columns": "0", "entries": []}
    yield "code-of-no-vectors", made
    made = depolarizing_point(F(1, 10))
    made["proofs"][0]["at"] = "0"
    yield "code-at", made
    made = depolarizing_point(F(1, 10))
    made["proofs"][0]["beside"] = {"at": "1"}
    yield "code-beside", made
    yield "ball-of-a-code-too-wide", depolarizing_point(F(1, 10), radius=F(1, 50))
    yield (
        "ball-of-two-copies",
        depolarizing_point(
            F(1, 10), proof=depolarizing_code(F(1, 10), copies=2), radius=HAIR
        ),
    )
    twice = depolarizing_code(F(1, 10), vectors=basis(4), together=2)
    yield "ball-of-two-together", depolarizing_point(F(1, 10), proof=twice, radius=HAIR)
    yield "ball-a-digit-wider", turned_ball(ROOM + F(1, 10**9))
    alone = depolarizing_code(F(0), vectors=columns([1, 0]))
    yield "code-of-one-vector-along", depolarizing_line(F(0), proof=alone)
    rest = makers.erasure(2, F(2, 5)), (2, 3)
    yield (
        "code-without-weights",
        point("fails", (2, 3), rest[0], code(*rest, basis(2)), scales=(4, 4, 9)),
    )


def _scaled(frame, factor):
    return {**frame, "denominator": f"{int(int(frame['denominator'], 16) * factor):x}"}


def _cut(frame):
    """Return it without one eigenvector."""
    return {**frame, "entries": [e for e in frame["entries"] if e.split()[1] != "0"]}


def _twice(frame):
    """Return it with the last eigenvector once more in place of the first."""
    last = max(int(e.split()[1], 16) for e in frame["entries"])
    kept = [e for e in frame["entries"] if e.split()[1] != "0"]
    again = [e.split() for e in kept if int(e.split()[1], 16) == last]
    return {**frame, "entries": [*kept, *(" ".join([w[0], "0", *w[2:]]) for w in again)]}


def beside():
    """Yield codes on a line that are said to cover what they do not."""
    x, y = F(1, 5), F(1, 4)
    yield "alone-covers-no-interval", depolarizing_line(x, span=makers.interval(0, x))
    yield "alone-elsewhere", depolarizing_line(x, span=makers.interval(x + HAIR, x + HAIR))
    yield "beside-itself", depolarizing_line(x, x)
    yield "beside-rising", depolarizing_line(y, x, span=makers.interval(y, 1))
    yield "beside-the-other-side", depolarizing_line(x, y, span=makers.interval(x, 1))
    yield (
        "beside-a-hair-further",
        depolarizing_line(x, y, span=makers.interval(0, x + HAIR)),
    )
    for name, at in (("before", F(-1, 100)), ("after", F(101, 100))):
        made = depolarizing_line(x, y)
        made["proofs"][0]["beside"]["at"] = makers.number(at)
        yield f"beside-outside-{name}", made
        made = depolarizing_line(x, y)
        made["proofs"][0]["at"] = makers.number(at)
        yield f"code-outside-{name}", made
    moved = depolarizing_line(x, y)
    moved["proofs"][0]["beside"]["at"] = makers.number(F(1, 10))
    yield "beside-said-elsewhere", moved
    for key in ("joint", "received", "at"):
        made = depolarizing_line(x, y)
        del made["proofs"][0]["beside"][key]
        yield f"beside-lacks-{key}", made
    made = depolarizing_line(x, y)
    made["proofs"][0]["beside"]["vectors"] = made["proofs"][0]["vectors"]
    yield "beside-other-vectors", made
    made = depolarizing_line(x, y)
    del made["proofs"][0]["at"]
    yield "code-nowhere", made
    for uses in ({"copies": 2}, {"together": 2}):
        vectors = basis(4) if "together" in uses else basis(2)
        proof = depolarizing_code(x, vectors=vectors, **uses)
        made = depolarizing_line(x, proof=proof)
        other = frames(makers.depolarizing(2, y), (2, 2), vectors, **uses)
        made["proofs"][0]["beside"] = {**other, "at": makers.number(y)}
        yield f"beside-with-{next(iter(uses))}", made
        made = copy.deepcopy(made)
        made["claim"]["fails"] = [makers.interval(0, x)]
        yield f"beside-with-{next(iter(uses))}-claimed", made
    yield "beside-nothing-gained", depolarizing_line(F(3, 10), F(2, 5))
    wide = depolarizing_line(x, y)
    wide["problem"]["radius"] = makers.number(HAIR)
    yield "line-of-balls", wide


def zeros():
    """Yield proofs that Q = 0 of channels that transmit, or that say less."""
    for name, made in (
        ("extension", makers.honest_one("random-1")),
        ("ppt", makers.ppt_point(makers.depolarizing(2, F(2, 3)), 2)),
    ):
        made = asked(made)
        made["claim"]["verdicts"] = ["fails"]
        yield f"transmits-by-{name}", made
    yield "npt", asked(makers.ppt_point(makers.depolarizing(2, F(1, 4)), 2))
    for kind, made in (
        ("gain", erasure_point(F(1, 4))),
        ("code", depolarizing_point(F(1, 10))),
    ):
        made["claim"]["verdicts"] = ["holds"]
        yield f"zero-by-a-{kind}", made
    # Antidegradable at one end and PPT at the other are two convex sets.
    ends = makers.depolarizing(2, 0), makers.depolarizing(2, 1)
    positive = {"kind": "positive", "at": makers.number(1)}
    for name, first in (("extension", _extension(F(1, 3))), ("signed", _signed(F(1, 3)))):
        claim = {"holds": makers.interval(F(1, 3), 1)}
        yield f"ppt-and-{name}", along((2, 2), *ends, claim, [first, positive])
    claim = {"holds": makers.interval(0, 1)}
    yield "zero-from-the-start", along((2, 2), *ends, claim, [_extension(F(1))])
    yield "zero-before-half", erasure_line(holds=(F(1, 2) - HAIR, 1))
    refuted = makers.depolarizing_line(2, 2, F(1, 3), F(1, 3))
    yield "antidegradable-refuted", asked(refuted)
    witnessed = makers.fails_point(
        makers.depolarizing(2, F(1, 4)),
        (2, 2),
        2,
        makers.witness(makers.depolarizing_witness(2)),
    )
    yield "witness-for-capacity", asked(witnessed)


def statements():
    """Yield certificates of the wrong format, property or kind."""
    good = erasure_point(F(1, 4))
    for name, property_ in (
        ("extendible", makers.extendible(2)),
        ("signed", {"name": "signed-extendible"}),
        ("copies", {**ASKED, "copies": "2"}),
        ("private", {"name": "zero-private-capacity"}),
    ):
        made = copy.deepcopy(good)
        made["problem"]["property"] = property_
        yield f"asked-{name}", made
    for form in (makers.FORMAT, signed_documents.FORMAT):
        yield f"capacity-as-{form}", {**copy.deepcopy(good), "format": form}
    for kind in ("extension", "map", "positive", "signed", "witness", "code", "nothing"):
        made = copy.deepcopy(good)
        made["proofs"][0]["kind"] = kind
        yield f"gain-as-{kind}", made
    negative = copy.deepcopy(good)
    negative["problem"]["points"][0]["choi"]["entries"][0] = "0 0 -3"
    yield "no-channel", negative
    none = erasure_line()
    none["claim"] = {}
    yield "no-claim", none
