"""Certificates about signed extensions: honest ones, odd ones, and ones to be refused."""

from __future__ import annotations

import copy
import json
from fractions import Fraction as F
from functools import lru_cache
from itertools import product
from pathlib import Path

import makers
import mutations
import numpy as np

FORMAT = "sdpsearch signed certificate 1"
SIGNED = {"name": "signed-extendible"}
FOLDER = Path(__file__).parent.parent / "certificates"
HAIR = F(1, 2**200)
#: 1, σ_x, σ_y, σ_z.
PAULI = (
    makers.identity(2),
    makers.exact([[0, 1], [1, 0]]),
    np.array([np.zeros((2, 2), int), [[0, -1], [1, 0]]], dtype=object),
    makers.exact([[1, 0], [0, -1]]),
)


# --- Making -----------------------------------------------------------------------------


def document(problem, claim, proofs):
    return {**makers.document(problem, claim, proofs), "format": FORMAT}


def holds(dims, sigma, radius=0, scales=None, **proof):
    """Return the certificate that what σ is an extension of is signed-extendible."""
    choi = makers.marginal(sigma, dims, 2, scales)
    problem = makers.points(dims, SIGNED, [choi], radius=radius, scales=scales)
    proof = {"kind": "signed", "matrix": makers.hermitian(sigma), **proof}
    return document(problem, {"verdicts": ["holds"]}, [proof])


def sides(sigma, dims, scales=None):
    """Return C⊗β⁻¹ ± R(σ), by (σF)^(T_B') as tensors."""
    d_in, d = dims
    inverse = makers.exact(np.diag([F(1, x) for x in scales or [1] * d]))
    wide = makers.kron(makers.marginal(sigma, dims, 2, scales), inverse)
    tensor = sigma.reshape(2, d_in, d, d, d_in, d, d)
    # σF exchanges the columns' letters; then B' changes sides.
    turned = tensor.transpose(0, 1, 2, 3, 4, 6, 5).transpose(0, 1, 2, 6, 4, 5, 3)
    turned = turned.reshape(sigma.shape)
    return wide + turned, wide - turned


def kernels(sigma, dims, scales=None):
    """Return what P ± R annihilate, as a proof names it."""
    pairs = zip(("plus", "minus"), sides(sigma, dims, scales), strict=True)
    found = {side: makers.kernel(matrix) for side, matrix in pairs}
    return {s: makers.rectangular(k) for s, k in found.items() if k.shape[2]}


def of_contraction(matrix):
    """Return σ on two qubits, d_in = 1, with P ± R = 1/2 ± (|Ω><Ω|/2 ⊕ X)."""
    sigma = makers.identity(4) * F(1, 4)
    for p, q in product(range(3), repeat=2):
        pair = makers.kron(PAULI[p + 1], PAULI[q + 1])
        sigma = sigma + pair * (F(1, 2) * matrix[p][q])
    return sigma


def reflection(size=F(1, 2)):
    """Return `size` times the reflection 1 − 2vv†, v = (1, 2, 3)/√14."""
    v = (1, 2, 3)
    return [[size * ((p == q) - F(v[p] * v[q], 7)) for q in range(3)] for p in range(3)]


def random_sigma(rng, dims, scales=None):
    """Return a swap-invariant complex σ that is not positive, with P ± R positive.

    P − R always has the kernel Σ β_b |a b b>; beside it both are.
    """
    n = dims[0] * dims[1] ** 2
    change = makers.random_gaussian(rng, n, n, 2)
    change = makers.invariant(change + makers.adjoint(change), dims, 2)
    for level in range(1, 100):
        sigma = change + makers.identity(n) * F(level)
        plus, minus = map(eigenvalues, sides(sigma, dims, scales))
        if plus[0] > 1e-3 and minus[dims[0]] > 1e-3 and minus[0] > -1e-9:
            assert eigenvalues(sigma)[0] < -1e-3
            return sigma
    raise AssertionError("a multiple of the identity is an extension")


def eigenvalues(matrix):
    return np.linalg.eigvalsh(makers.to_complex(matrix))


def gallery():
    """Return the documents of the folder."""
    files = sorted(FOLDER.glob("*-signed-extendible*.json"))
    return {f.stem: json.loads(f.read_text(encoding="utf-8")) for f in files}


# --- Phases: all of it complex, and exact -----------------------------------------------


def _turned(z, power):
    """Return i^power z."""
    re, im = z
    return [(re, im), (-im, re), (-re, -im), (im, -re)][power % 4]


def _entries(value, row, column):
    """Multiply entries by i^(row(p) − column(q)); None stands for nothing."""
    found = []
    for words in value["entries"]:
        i, j, re, *im = (int(x, 16) for x in words.split(" "))
        re, im = _turned((re, im[0] if im else 0), row(i) - (column(j) if column else 0))
        found.append(f"{i:x} {j:x} {re:x}" + (f" {im:x}" if im else ""))
    value["entries"] = found


def phased(document, last=-1):
    """Return the same about |a>|b> ↦ i^a |a> i^(b²) |b>: on B' of P and R the conjugate.

    Args:
        document: a certificate.
        last: the sign of B' there; +1 is wrong.
    """
    document = copy.deepcopy(document)
    d = int(document["problem"]["d_out"], 16)

    def on_ab(p):
        return p // d + (p % d) ** 2

    def on_abb(p):
        return on_ab(p // d) + (p % d) ** 2

    def turned(p):
        return on_ab(p // d) + last * (p % d) ** 2

    for holder, key in mutations._chois(document):
        _entries(holder[key], on_ab, on_ab)
    for proof in document["proofs"]:
        if proof["kind"] == "signed":
            _entries(proof["matrix"], on_abb, on_abb)
            for basis in proof.get("kernels", {}).values():
                _entries(basis, turned, None)
            continue
        _entries(proof["matrix"], on_ab, on_ab)
        for side in ("plus", "minus"):
            if "basis" in proof[side]:
                _entries(proof[side]["basis"], turned, None)
            else:
                _entries(proof[side]["matrix"], turned, turned)
        if "null" in proof:
            _entries(proof["null"], on_ab, None)
            for face in proof["faces"]:
                _entries(face["basis"], _filling(len(face["diagram"]), d), None)
    return makers.signed(document)


def _filling(rows, d):
    """Return p ↦ the phase of the column of V_λ, λ = (2) or (1,1), that p stands for."""
    words = [(b, c) for b in range(d) for c in range(d) if (b <= c if rows == 1 else b < c)]
    return lambda p: p // len(words) + sum(b * b for b in words[p % len(words)])


# --- Honest -----------------------------------------------------------------------------


def honest():
    """Return {name: document}, all of which must be accepted."""
    return copy.deepcopy(_honest())


@lru_cache(maxsize=1)
def _honest():
    rng = np.random.default_rng(20260724)
    found = {f"signed-{name}": made for name, made in gallery().items() if _small(made)}
    for name in PHASED:
        found[f"phased-{name}"] = phased(found[f"signed-{name}"])
    for name, sign in (("swap", 1), ("singlet", -1)):
        x = [[F(sign, 2) * (p == q) for q in range(3)] for p in range(3)]
        found[name] = holds((1, 2), of_contraction(x))
    sigma = of_contraction(reflection())
    found["reflection"] = holds((1, 2), sigma)
    found["reflection-kernels"] = holds((1, 2), sigma, kernels=kernels(sigma, (1, 2)))
    for dims in ((1, 3), (2, 2), (2, 3), (3, 2)):
        sigma = random_sigma(rng, dims)
        found[f"random-signed-{dims[0]}-{dims[1]}"] = holds(dims, sigma)
    found["random-signed-kernels"] = holds(
        (2, 2), sigma := random_sigma(rng, (2, 2)), kernels=kernels(sigma, (2, 2))
    )
    sigma = random_sigma(rng, (2, 2), (2, 5))
    named = kernels(sigma, (2, 2), (2, 5))
    found["random-signed-scaled"] = holds((2, 2), sigma, scales=(2, 5))
    found["scaled-kernels"] = holds((2, 2), sigma, scales=(2, 5), kernels=named)
    found["signed-ball"] = ball(F(1, 2**18))
    return found


#: Of the gallery, those that are turned by phases as well.
PHASED = (
    "dephrasure-p-1-10-signed-extendible-from-16-41",
    "depolarizing-d2-signed-extendible-from-1-3",
    "amplitude-damping-signed-extendible-at-1-2-not-below",
    "floats-3-to-2-not-signed-extendible",
)


def _small(made):
    """Whether it is quickly tried again and again."""
    size = int(made["problem"]["d_in"], 16) * int(made["problem"]["d_out"], 16) ** 2
    return size <= 18 and len(json.dumps(made)) < 7_000


def ball(radius, spare=None):
    """Return a ball around noise, d_in = d_out = 2, with P ± R no larger than they must be.

    σ = Σ |a><a| ⊗ σ_a has P = 1/2 and R = |Ω><Ω|/4 ⊕ X_a beside each |a>, with X_a so that
    1/2 ± X_a have `spare[a]` left, what the radius asks for if not given.
    """
    spare = spare or [4 * radius * 4] * 2
    sigma = makers.zeros(8) * F(0)
    for a in (0, 1):
        at = slice(4 * a, 4 * a + 4)
        sigma[:, at, at] = of_contraction(reflection(F(1, 2) - spare[a]))
    return holds((2, 2), sigma, radius=radius)


def welcome():
    """Return {name: document} of unusual certificates that must be accepted."""
    found = {}
    name = "dephrasure-p-1-10-signed-extendible-from-16-41"
    doubled = _witness_of(gallery()[name])
    side = doubled["proofs"][-1]["plus"]
    # More columns than Z has rank, none of them needed.
    columns = int(side["basis"]["columns"], 16)
    side["basis"]["columns"] = f"{columns + 1:x}"
    side["basis"]["entries"].append(f"0 {columns:x} 1")
    found["one-column-more"] = doubled
    found["room"] = ball(F(1, 2**10))
    return {name: makers.signed(made) for name, made in found.items()}


def _witness_of(made):
    """Return the certificate with its witness last, and only what that claims."""
    made = copy.deepcopy(made)
    made["proofs"] = [p for p in made["proofs"] if p["kind"] == "witness"]
    made["claim"].pop("holds", None)
    return made


# --- Forged -----------------------------------------------------------------------------


def unwelcome():
    """Return {name: document} of certificates that must not be accepted."""
    found = {}
    for group in (extensions, witnesses, statements):
        for name, made in group():
            assert name not in found, name
            found[name] = makers.signed(made)
    return found


def extensions():
    """Yield operators that are no signed extensions."""
    over = F(1, 2) + HAIR
    for name, size in (("plus", -over), ("minus", over)):
        x = [[size * (p == q) for q in range(3)] for p in range(3)]
        yield f"only-{name}-negative", holds((1, 2), of_contraction(x))
    sigma = of_contraction(reflection(over))
    yield "reflection-over", holds((1, 2), sigma)
    named = kernels(of_contraction(reflection()), (1, 2))
    yield "reflection-over-kernels", holds((1, 2), sigma, kernels=named)
    whole = makers.rectangular(makers.identity(4))
    everything = {"plus": whole, "minus": whole}
    yield "kernel-everything", holds((1, 2), sigma, kernels=everything)
    yield "zero-pivot", holds((1, 2), of_contraction(_beside_a_zero()))
    first = copy.deepcopy(honest()["reflection-kernels"])
    basis = first["proofs"][0]["kernels"]["minus"]
    columns = int(basis["columns"], 16)
    basis["columns"] = f"{columns + 1:x}"
    basis["entries"] += [
        " ".join([e.split(" ")[0], f"{columns:x}", *e.split(" ")[2:]])
        for e in basis["entries"]
        if e.split(" ")[1] == "0"
    ]
    yield "kernel-column-twice", first
    exchanged = copy.deepcopy(honest()["reflection-kernels"])
    proof = exchanged["proofs"][0]["kernels"]
    proof["plus"], proof["minus"] = proof["minus"], proof["plus"]
    yield "kernels-exchanged", exchanged
    rng = np.random.default_rng(5)
    sigma = random_sigma(rng, (2, 2))
    good = holds((2, 2), sigma)
    for name, changed in _distorted(rng, sigma):
        bad = copy.deepcopy(good)
        bad["proofs"][0]["matrix"] = makers.hermitian(changed)
        yield name, bad
    scaled = copy.deepcopy(good)
    scaled["problem"]["points"][0]["scales"] = ["2", "5"]
    yield "scales-added", scaled
    plain = copy.deepcopy(honest()["random-signed-scaled"])
    del plain["problem"]["points"][0]["scales"]
    yield "scales-dropped", plain
    enough = 4 * F(1, 2**10) * 4
    for a in (0, 1):
        spare = [enough - HAIR * (a == b) for b in (0, 1)]
        yield f"ball-too-wide-{a}", ball(F(1, 2**10), spare)
    yield "phased-wrongly", phased(honest()[f"signed-{PHASED[1]}"], last=1)


def _beside_a_zero():
    """Return X with 0 on the diagonal of 1/2 − X, and something beside it."""
    x = [[F(0)] * 3 for _ in range(3)]
    x[2][2] = F(1, 2)
    x[1][2] = x[2][1] = HAIR
    return x


def _distorted(rng, sigma):
    """Yield what is not σ: other orders, other sides, other marginals."""
    tensor = sigma.reshape(2, *(2,) * 6)
    yield "conjugated", np.array([sigma[0], -sigma[1]], dtype=object)
    yield "transposed-last", tensor.transpose(0, 1, 2, 6, 4, 5, 3).reshape(sigma.shape)
    yield "orders-exchanged-in-rows", makers.times(_swap(), sigma)
    odd = makers.random_gaussian(rng, 8, 8, 1) * F(1, 2**20)
    odd = odd + makers.adjoint(odd)
    # Without a marginal on A B, so that only the swap tells.
    yield (
        "not-invariant",
        sigma + odd - makers.kron(_traced(odd), makers.identity(2)) * F(1, 2),
    )
    yield "marginal-moved", sigma + makers.identity(8) * HAIR
    # i(|01><10| − |10><01|) on B⊗B': R has imaginary numbers on its diagonal.
    turned = sigma * F(1)
    turned[1, 1, 2], turned[1, 2, 1] = turned[1, 1, 2] + HAIR, turned[1, 2, 1] - HAIR
    yield "only-the-swap-tells", turned


def _traced(sigma):
    """Return tr_B' on A⊗B⊗B' of qubits."""
    tensor = sigma.reshape(2, 4, 2, 4, 2)
    return tensor[:, :, 0, :, 0] + tensor[:, :, 1, :, 1]


def _swap():
    return makers.exact(np.kron(np.eye(2, dtype=int), np.eye(4, dtype=int)[[0, 2, 1, 3]]))


def witnesses():
    """Yield witnesses that are none."""
    names = [
        "dephrasure-p-1-10-signed-extendible-from-16-41",
        "depolarizing-d2-signed-extendible-from-1-3",
    ]
    for name in names:
        honest_one = _witness_of(gallery()[name])
        order = int(honest_one["problem"]["d_in"], 16) * int(
            honest_one["problem"]["d_out"], 16
        )
        for what, change in CHANGES.items():
            made = copy.deepcopy(honest_one)
            if change(made["proofs"][0], order) is not False:
                yield f"{what}-{name[:10]}", made
    whole = _witness_of(gallery()[names[1]])
    whole["proofs"][0]["faces"] = []
    yield "faces-of-nothing", whole
    ball = _witness_of(gallery()["erasure-d2-signed-extendible-from-1-2"])
    ball["problem"]["radius"] = makers.number(HAIR)
    yield "face-of-a-ball", ball
    mixed = _witness_of(phased(gallery()[names[0]]))
    mixed["proofs"][0]["plus"] = _witness_of(gallery()[names[0]])["proofs"][0]["plus"]
    yield "half-phased", mixed
    wrong = _witness_of(phased(gallery()[names[0]], last=1))
    yield "witness-phased-wrongly", wrong


def _lowered(proof, order):
    old = mutations._matrix(proof["matrix"], order)
    proof["matrix"] = makers.hermitian(old - makers.identity(order) * HAIR)


def _minus_one(proof, order):
    proof["matrix"] = makers.hermitian(makers.identity(order) * F(-1))


def _sides_exchanged(proof, order):
    proof["plus"], proof["minus"] = proof["minus"], proof["plus"]


def _negative_side(proof, order):
    inner = proof["minus"]["matrix"]
    inner["entries"] = [
        " ".join([*e.split(" ")[:2], *(f"{-int(x, 16):x}" for x in e.split(" ")[2:])])
        for e in inner["entries"]
    ]


def _nothing(proof, order):
    for side in ("plus", "minus"):
        proof[side] = {"matrix": {"entries": []}}
    _minus_one(proof, order)


def _negative_both(proof, order):
    """Both Z = −1: then W = −2d·1 is their sum, and would refute everything."""
    d = {6: 3, 4: 2}[order]
    for side in ("plus", "minus"):
        proof[side] = {"matrix": makers.hermitian(makers.identity(order * d) * F(-1))}
    proof["matrix"] = makers.hermitian(makers.identity(order) * F(-2 * d))


def _negative_basis(proof, order):
    """The same with a basis."""
    _negative_both(proof, order)
    for side in ("plus", "minus"):
        whole = {6: 18, 4: 8}[order]
        proof[side]["basis"] = makers.rectangular(makers.identity(whole))


def _imaginary(proof, order):
    old = mutations._matrix(proof["matrix"], order) * F(1)
    last = {6: 4, 4: 3}[order]  # |11>, which is in the range of J as |00> is
    old[1, last, 0], old[1, 0, last] = old[1, last, 0] + 1, old[1, 0, last] - 1
    proof["matrix"] = makers.hermitian(old)


def _no_face(proof, order):
    if "null" not in proof:
        return False
    del proof["null"], proof["faces"]
    return True


def _face_cut(proof, order):
    if "null" not in proof:
        return False
    proof["faces"] = proof["faces"][:1]
    return True


def _null_elsewhere(proof, order):
    proof["null"] = makers.rectangular(makers.identity(order))
    proof["faces"] = []
    _nothing(proof, order)


def _faces_alone(proof, order):
    if "null" not in proof:
        return False
    del proof["null"]
    return True


def _null_alone(proof, order):
    if "null" not in proof:
        return False
    del proof["faces"]
    return True


def _kernels(proof, order):
    proof["kernels"] = []


CHANGES = {
    "lowered": _lowered,
    "minus-one": _minus_one,
    "sides-exchanged": _sides_exchanged,
    "negative-side": _negative_side,
    "sum-of-nothing": _nothing,
    "negative-both": _negative_both,
    "negative-basis": _negative_basis,
    "imaginary": _imaginary,
    "no-face": _no_face,
    "face-cut": _face_cut,
    "null-elsewhere": _null_elsewhere,
    "faces-alone": _faces_alone,
    "null-alone": _null_alone,
    "kernels-of-a-witness": _kernels,
}


def statements():
    """Yield certificates of the wrong format, property or kind, or about other channels."""
    sigma = of_contraction(reflection())
    good = holds((1, 2), sigma)
    for name, asked in (
        ("extendible", makers.extendible(2)),
        ("ppt", makers.PPT),
        ("copies", {**SIGNED, "copies": "2"}),
        ("nothing", {"name": "signed"}),
    ):
        made = copy.deepcopy(good)
        made["problem"]["property"] = asked
        yield f"property-{name}", made
    yield "other-format", {**copy.deepcopy(good), "format": makers.FORMAT}
    for kind in ("extension", "map", "positive", "witness", "nothing"):
        made = copy.deepcopy(good)
        made["proofs"][0]["kind"] = kind
        yield f"kind-{kind}", made
    extension = makers.honest_one("random-1")
    extension["format"] = FORMAT
    extension["problem"]["property"] = SIGNED
    yield "extension-instead", extension
    fails = copy.deepcopy(good)
    fails["claim"]["verdicts"] = ["fails"]
    yield "fails-by-an-extension", fails
    line = gallery()["depolarizing-d2-signed-extendible-from-1-3"]
    moved = copy.deepcopy(line)
    moved["claim"]["fails"] = [makers.interval(0, F(1, 3) + HAIR, "[)")]
    yield "fails-a-hair-further", moved
    closed = copy.deepcopy(line)
    closed["claim"]["fails"] = [makers.interval(0, F(1, 3))]
    yield "fails-closed", closed
    early = copy.deepcopy(line)
    early["claim"]["holds"] = makers.interval(F(1, 3) - HAIR, 1)
    yield "holds-a-hair-earlier", early
    for key in ("matrix", "kind"):
        made = copy.deepcopy(good)
        del made["proofs"][0][key]
        yield f"lacks-{key}", made
    made = copy.deepcopy(good)
    made["proofs"][0]["kernels"] = {"both": {"columns": "0", "entries": []}}
    yield "unknown-kernel", made
