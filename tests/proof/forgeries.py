"""Certificates made to be refused, one for each check; and odd ones that are honest."""

from __future__ import annotations

import copy
import itertools
from fractions import Fraction as F

import makers
import mutations
import numpy as np
import oracle

from sdpsearch.proof import checker

HAIR = F(1, 2**200)
#: Names of those that take a tenth of a second.
LABORIOUS = {
    "largest-file",
    "too-large",
    "longest-numbers",
    "dimension-4096",
    "five-copies",
}
BLOCK = ("proofs", 0, "blocks", 0)


def _bytes(documents):
    return {
        name: value if isinstance(value, bytes) else makers.encode(makers.signed(value))
        for name, value in documents.items()
    }


# --- Turned by unitaries, so that everything is complex -------------------------------


def _turn():
    """Return two rational unitaries of a qubit with all entries complex."""

    def unitary(a, b, c, e, size):
        real = np.array([[a, c], [-c, a]], dtype=object)
        imaginary = np.array([[b, e], [e, -b]], dtype=object)
        return np.array([real, imaginary], dtype=object) * F(1, size)

    return unitary(1, 2, 2, 4, 5), unitary(2, 4, 5, 6, 9)


def _whole(matrix):
    """Return the matrix with every column cleared of denominators."""
    found = makers.zeros(*matrix.shape[1:])
    for column in range(matrix.shape[2]):
        found[:, :, column] = makers.integral(matrix[:, :, column])[0]
    return found


def turned_damping(gamma, kernels=False):
    """Return amplitude damping between random bases, with complex face or extension."""
    a, b = _turn()
    both = makers.kron(a, b)
    three = makers.kron(both, b)

    def conjugated(by, matrix):
        return makers.times(makers.times(by, matrix * F(1)), makers.adjoint(by))

    choi = conjugated(both, makers.amplitude_damping(gamma))
    if gamma >= F(1, 2):
        sigma = conjugated(three, makers.damping_extension(gamma))
        return makers.holds_point(choi, (2, 2), 2, makers.extension(sigma, (2, 2), 2))
    matrix, null, faces = makers.damping_witness()
    turned = {}
    for diagram, basis in faces.items():
        vectors, inverse, _ = makers.young(2, 2)[diagram]
        one = np.eye(2, dtype=int).astype(object)
        up = makers.exact(np.kron(one, vectors))
        down = makers.exact(np.kron(one, inverse.dot(vectors.T)))
        turned[diagram] = _whole(
            makers.times(down, makers.times(three, makers.times(up, basis)))
        )
    refuter = conjugated(both, matrix)
    proof = makers.witness(refuter, _whole(makers.times(both, null * F(1))), turned)
    if kernels:
        proof = makers.with_kernels(proof, makers.kernels(refuter, (2, 2), 2, turned))
    return makers.fails_point(choi, (2, 2), 2, proof)


def _conjugate(document):
    """Conjugate null vectors and faces: they no longer belong to the channel."""
    for target in (
        document["proofs"][0]["null"],
        *(face["basis"] for face in document["proofs"][0]["faces"]),
    ):
        target["entries"] = [_flipped(entry) for entry in target["entries"]]
    return document


def _flipped(entry):
    i, j, re, *im = entry.split(" ")
    return " ".join([i, j, re, *(f"{-int(x, 16):x}" for x in im)])


# --- Honest and odd -------------------------------------------------------------------


def _with(name, *path, to):
    document = makers.honest_one(name)
    mutations.put(document, path, to)
    return document


def _antisymmetric(d):
    """Return a certificate whose only block belongs to three antisymmetric copies."""
    rng = np.random.default_rng(5)
    vectors = makers.young(d, 3)[(1, 1, 1)][0]
    block = makers.gram(makers.random_gaussian(rng, vectors.shape[1], 2))
    sigma = makers.real_times(vectors, block, vectors.T)
    choi = makers.marginal(sigma, (1, d), 3)
    proof = {
        "kind": "extension",
        "blocks": [{"diagram": ["1", "1", "1"], "matrix": makers.hermitian(block)}],
    }
    return makers.holds_point(choi, (1, d), 3, proof)


def _product_state(d):
    """Return the constant channel onto |0>, dimension d for two copies, by one vector."""
    choi = makers.gram(makers.ket(d, 0))
    block = {
        "diagram": ["2"],
        "basis": {"columns": "1", "entries": ["0 0 1"]},
        "matrix": {"entries": ["0 0 1"]},
    }
    proof = {"kind": "extension", "blocks": [block]}
    return makers.holds_point(choi, (1, d), 2, proof)


def _trivial(k):
    """Return the channel onto one dimension with k copies."""
    proof = makers.extension(makers.identity(1), (1, 1), k) if k < 6 else None
    proof = proof or {
        "kind": "extension",
        "blocks": [{"diagram": [f"{k:x}"], "matrix": {"entries": ["0 0 1"]}}],
    }
    return makers.holds_point(makers.identity(1), (1, 1), k, proof)


def _full_werner_holevo(shift=F(0)):
    refuter = makers.cautious_witness(makers.werner_holevo(3) * 2, (3, 3), 3)
    refuter = refuter - makers.identity(9) * shift
    return makers.fails_point(makers.werner_holevo(3), (3, 3), 3, makers.witness(refuter))


def _phased_werner_holevo():
    """Return the same with phases i^n on both sides: complex and sharp."""
    document = _full_werner_holevo()
    turns = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    powers = [(a + b) % 4 for a in (0, 3, 2) for b in (0, 1, 3)]
    phases = makers.zeros(9)
    for i, power in enumerate(powers):
        phases[:, i, i] = turns[power]
    for holder, key in (
        (document["problem"]["points"][0], "choi"),
        (document["proofs"][0], "matrix"),
    ):
        old = mutations._matrix(holder[key], 9)
        new = makers.times(makers.times(phases, old), makers.adjoint(phases))
        assert new[1].any()
        holder[key] = makers.hermitian(new)
    return document


def _antisymmetric_coherence():
    """Return a channel on antisymmetric vectors of 4⊗4 with an imaginary coherence.

    Its extensions live on three antisymmetric systems, where all coherences of their
    marginals come in pairs; here one of a pair is missing, and S(W) = 0 on the face.
    """
    pairs = {(i, j): makers.zeros(16, 1) for i in range(4) for j in range(i)}
    for (i, j), vector in pairs.items():
        vector[0, 4 * i + j, 0], vector[0, 4 * j + i, 0] = 1, -1

    def coherence(left, right):
        found = makers.times(pairs[left], makers.adjoint(pairs[right]))
        found = np.array([-found[1], found[0]], dtype=object)
        return found + makers.adjoint(found)

    vectors, inverse, _ = makers.young(4, 2)[(1, 1)]
    triples = []
    for i, j, k in ((2, 1, 0), (3, 1, 0), (3, 2, 0), (3, 2, 1)):
        column = makers.zeros(64, 1)
        for order in itertools.permutations(range(3)):
            a, b, c = ((i, j, k)[n] for n in order)
            sign = (-1) ** sum(
                order[m] > order[n] for m in range(3) for n in range(m + 1, 3)
            )
            column[0, 16 * a + 4 * b + c, 0] = sign
        triples.append(column)
    face = np.concatenate(triples, axis=2)
    down = np.kron(np.eye(4, dtype=int).astype(object), inverse.dot(vectors.T))
    basis = _whole(np.array([down.dot(part) for part in face], dtype=object))
    noise = sum(makers.gram(vector) for vector in pairs.values()) * 2
    first, second = coherence((2, 0), (3, 0)), coherence((2, 1), (3, 1))
    choi = noise + first
    refuter = second - first
    whole = makers.symmetrised(refuter * F(1), (4, 4), 2)
    if makers.times(makers.times(makers.adjoint(face), whole), face).any():
        refuter = -second - first
    null = makers.werner_holevo_null(4)
    return makers.fails_point(
        choi, (4, 4), 2, makers.witness(refuter, null, {(1, 1): basis})
    )


def _scaled(k, scales, rank=3):
    rng = np.random.default_rng(k)
    sigma = makers.invariant(
        makers.gram(makers.random_gaussian(rng, 2 ** (k + 1), rank, 2)), (2, 2), k
    )
    choi = makers.marginal(sigma, (2, 2), k, scales)
    document = makers.holds_point(
        choi, (2, 2), k, makers.extension(sigma, (2, 2), k), scales=(1, 1)
    )
    document["problem"]["points"][0]["scales"] = [makers.number(x) for x in scales]
    return document


def _scaled_map():
    """Return a complex map between channels stated with fractional scales."""
    scales = (F(1, 3), F(4, 5))
    rng = np.random.default_rng(6)
    sigma = makers.invariant(makers.gram(makers.random_gaussian(rng, 8, 5, 2)), (2, 2), 2)
    document = makers.holds_point(
        makers.marginal(sigma, (2, 2), 2, scales),
        (2, 2),
        2,
        makers.map_proof(sigma, (2, 2), scales),
    )
    document["problem"]["points"][0]["scales"] = [makers.number(x) for x in scales]
    return document


def _turned(k, kernels=False):
    """Return a sharp complex witness against a turned depolarizing channel."""
    a, b = _turn()
    both = makers.kron(a, b)
    x = makers.depolarizing_threshold(2, k) - F(1, 1000)
    choi, refuter = (
        makers.times(makers.times(both, matrix), makers.adjoint(both))
        for matrix in (makers.depolarizing(2, x), makers.depolarizing_witness(2, k))
    )
    proof = makers.witness(refuter)
    if kernels:
        proof = makers.with_kernels(proof, makers.kernels(refuter, (2, 2), k))
    return makers.fails_point(choi, (2, 2), k, proof)


def _nearly_singular_block():
    """Return a state with the block [[n² + 1, n], [n, 1]] of determinant one."""
    large = 2**40
    block = makers.zeros(3)
    block[0] = np.array([[large**2 + 1, large, 0], [large, 1, 0], [0, 0, 1]], dtype=object)
    vectors = makers.young(2, 2)[(2,)][0]
    choi = makers.marginal(makers.real_times(vectors, block, vectors.T), (1, 2), 2)
    blocks = [{"diagram": ["2"], "matrix": makers.hermitian(block)}]
    return makers.holds_point(choi, (1, 2), 2, {"kind": "extension", "blocks": blocks})


def _five_of_three():
    """Return a state on three dimensions whose only block is that of (2, 2, 1)."""
    block = makers.gram(makers.random_gaussian(np.random.default_rng(9), 3, 2))
    proof = {
        "kind": "extension",
        "blocks": [{"diagram": ["2", "2", "1"], "matrix": makers.hermitian(block)}],
    }
    space = checker.Space(1, 3, 5)
    parsed = checker.hermitian(makers.hermitian(block), 3, "a block")
    total = space.marginal(parsed, (2, 2, 1))
    choi = makers.zeros(3)
    for (i, j), entry in total.entries.items():
        choi[:, i, j] = [F(part, 5 * total.denominator) for part in entry]
    return makers.holds_point(choi, (1, 3), 5, proof)


def _one_normalized():
    """Return two channels, only the second stated up to normalization."""
    document = makers.honest_one("two-points")
    point = document["problem"]["points"][1]
    point["choi"] = makers.hermitian(mutations._matrix(point["choi"], 4) * 2)
    document["proofs"][0] = {
        **makers.extension(
            makers.depolarizing_extension(2, 2, F(1, 3) + F(1, 50)) * 2, (2, 2), 2
        ),
        "point": "1",
    }
    return document


def _ball_of_three(radius):
    """Return a 3-extendible ball with slack 2^-12."""
    slack = F(1, 2**12)
    sigma = makers.random_extension(np.random.default_rng(8), (2, 2), 3, 2, 2 * slack)
    proof = makers.extension(sigma - makers.identity(16) * slack, (2, 2), 3, slack)
    choi = makers.marginal(sigma, (2, 2), 3)
    return makers.holds_point(choi, (2, 2), 3, proof, radius=radius)


#: k·2·r·n = slack·d^(k−1).
_ROOM = F(1, 2**12) * 4 / (2 * 3 * 4)


def _ppt_ball(radius):
    return makers.ppt_point(makers.depolarizing(2, F(7, 10)), 2, radius=radius)


#: The lowest eigenvalue of the partial transpose, x/2 − (1 − x), over 2n.
_PPT_ROOM = F(1, 20) / 8


def _not_quite_positive_centre():
    """Return a ball around a unitary whose centre has a small negative eigenvalue."""
    tiny = F(1, 2**60)
    choi = makers.omega(2) * (1 + tiny) - makers.identity(4) * (tiny / 2)
    refuter = makers.witness(makers.depolarizing_witness(2))
    return makers.fails_point(choi, (2, 2), 2, refuter, radius=F(1, 2**50))


def _line(claim, proofs=None, name="depolarizing-2-2-line"):
    document = makers.honest_one(name)
    document["claim"] = claim
    if proofs is not None:
        document["proofs"] = [document["proofs"][i] for i in proofs]
    return document


def _mirrored(fails):
    """Return the depolarizing line read backwards, from noise to the identity."""
    document = makers.honest_one("depolarizing-2-2-line")
    line = document["problem"]["line"]
    line["choi_from"], line["choi_to"] = line["choi_to"], line["choi_from"]
    for proof in document["proofs"][:2]:
        proof["at"] = makers.number(1 - oracle.rational(proof["at"]))
    document["claim"] = {"holds": makers.interval(0, F(2, 3)), "fails": [fails]}
    return document


def _sixteen(count):
    document = makers.honest_one("two-points")
    points = document["problem"]["points"]
    document["problem"]["points"] = [{**points[0], "at": f"{i:x}"} for i in range(count)]
    document["claim"] = {"verdicts": ["fails"] * count}
    witness = document["proofs"][1]
    document["proofs"] = [{**witness, "point": f"{i:x}"} for i in range(count)]
    return document


def _at_half(name):
    return makers.interval(F(1, 4), F(1, 4))


def _nearly_singular():
    document = makers.honest_one("depolarizing-2-2-below")
    refuter = makers.depolarizing_witness(2) + makers.identity(4) * HAIR
    document["proofs"] = [{**makers.witness(refuter), "point": "0"}]
    return document


def _long_numbers(digits):
    """Return an honest certificate with numerators and denominators of so many digits."""
    document = makers.honest_one("dephasing-basis")
    factor = "1" + "0" * (digits - 1)
    document["proofs"][0]["blocks"][0]["matrix"] = {
        "denominator": factor,
        "entries": [f"0 0 {factor}", f"1 1 {factor}"],
    }
    return document


def _padded(length):
    data = makers.encode(makers.honest_one("dephasing-holds"))
    return data + b" " * (length - len(data))


def welcome():
    """Return {name: bytes} of unusual certificates that must be accepted."""
    third = F(1, 3)
    d5 = makers.depolarizing_threshold(2, 5) + F(1, 100)
    d4 = makers.depolarizing_threshold(2, 4) + F(1, 100)
    found = {
        "turned-fails": turned_damping(F(2, 5)),
        "turned-kernels": turned_damping(F(2, 5), kernels=True),
        "werner-holevo-phased": _phased_werner_holevo(),
        "antisymmetric-coherence": _antisymmetric_coherence(),
        "turned-holds": turned_damping(F(3, 5)),
        "antisymmetric-4": _antisymmetric(4),
        "copies-16": _trivial(16),
        "dimension-4096": _product_state(64),
        "werner-holevo-full": _full_werner_holevo(),
        "scaled-fractions": _scaled(2, (F(1, 3), F(2, 5))),
        "scaled-three": _scaled(3, (F(3, 2), F(1, 5))),
        "scaled-map": _scaled_map(),
        "turned-three": _turned(3),
        "turned-two-kernels": _turned(2, kernels=True),
        "nearly-singular-block": _nearly_singular_block(),
        "five-copies-of-three": _five_of_three(),
        "one-normalized": _one_normalized(),
        "no-threshold-inside": _line(
            {
                "holds": makers.interval(third, 1),
                "fails": [makers.interval(F(1, 5), F(1, 4))],
            }
        ),
        "no-threshold-open": _line(
            {
                "holds": makers.interval(third, 1),
                "fails": [makers.interval(0, F(1, 4), "(]")],
            }
        ),
        "no-threshold-mirrored": _mirrored(makers.interval(F(3, 4), F(4, 5))),
        "no-threshold-mirrored-open": _mirrored(makers.interval(F(3, 4), 1, "[)")),
        "threshold-mirrored": _mirrored(makers.interval(F(2, 3), 1, "(]")),
        "room-three": _ball_of_three(_ROOM),
        "ppt-room": _ppt_ball(_PPT_ROOM),
        "not-quite-positive": _not_quite_positive_centre(),
        "sixteen": _sixteen(16),
        "label-200": _labelled("x" * 200),
        "only-fails": _line({"fails": [makers.interval(0, third, "[)")]}, [2]),
        "only-holds": _line({"holds": makers.interval(third, 1)}, [0, 1]),
        "holds-a-point": _line({"holds": makers.interval(1, 1)}, [1]),
        "fails-a-point": _line({"fails": [makers.interval(F(1, 4), F(1, 4))]}, [2]),
        "fails-at-the-start": _line({"fails": [makers.interval(0, 0)]}, [2]),
        "fails-inside": _line({"fails": [makers.interval(F(1, 5), F(1, 4), "()")]}, [2]),
        "holds-from-the-start": _holds_everywhere(),
        "nearly-singular": _nearly_singular(),
        "longest-numbers": _long_numbers(checker.MAX_BITS // 4),
        "line-doubled": _doubled_line(),
        "largest-file": _padded(checker.MAX_BYTES),
        "four-copies": makers.holds_point(
            makers.depolarizing(2, d4),
            (2, 2),
            4,
            makers.extension(makers.depolarizing_extension(2, 4, d4), (2, 2), 4),
        ),
        "five-copies": makers.holds_point(
            makers.depolarizing(2, d5),
            (2, 2),
            5,
            makers.extension(makers.depolarizing_extension(2, 5, d5), (2, 2), 5),
        ),
        "threshold-in-between": makers.depolarizing_line(2, 2, F(1, 5), F(1, 2)),
    }
    return _bytes(found)


def _doubled_line():
    """Return a line of operators that are all twice a Choi operator."""
    document = makers.honest_one("depolarizing-2-2-line")
    for key in ("choi_from", "choi_to"):
        old = mutations._matrix(document["problem"]["line"][key], 4)
        document["problem"]["line"][key] = makers.hermitian(old * 2)
    for proof, x in zip(document["proofs"], (F(1, 3), F(1)), strict=False):
        sigma = makers.depolarizing_extension(2, 2, x) * 2
        proof["blocks"] = makers.extension(sigma, (2, 2), 2)["blocks"]
    return document


def _labelled(label):
    document = makers.honest_one("random-1")
    document["problem"]["label"] = label
    return document


def _holds_everywhere():
    problem = makers.line(
        (2, 2), makers.extendible(2), (0, 1), makers.depolarizing(2, F(1, 3)),
        makers.depolarizing(2, 1),
    )  # fmt: skip
    proofs = [
        {**makers.extension(makers.depolarizing_extension(2, 2, x), (2, 2), 2), "at": at}
        for x, at in ((F(1, 3), "0"), (F(1), "1"))
    ]
    return makers.document(problem, {"holds": makers.interval(0, 1)}, proofs)


# --- To be refused --------------------------------------------------------------------


def _beyond(x=F(1, 4)):
    """Return σ = share·σ_c + (1 − share)·1/8 with share > 1: not positive below 1/3."""
    return makers.depolarizing_extension(2, 2, x)


def _negative_denominator():
    """A negative antisymmetric block, its sign hidden in the denominator."""
    x = F(1, 4)
    share = (1 - x) / (1 - F(1, 3))
    critical = makers.depolarizing_extension(2, 2, F(1, 3))
    swap = sum(
        makers.kron(
            makers.times(makers.ket(2, i), makers.adjoint(makers.ket(2, j))),
            makers.times(makers.ket(2, j), makers.adjoint(makers.ket(2, i))),
        )
        for i in range(2)
        for j in range(2)
    )
    antisymmetric = makers.kron(makers.identity(2), (makers.identity(4) - swap) * F(1, 2))
    # The antisymmetric part has trace 2 and marginal 1/2.
    good = makers.blocks_of(critical * share, (2, 2), 2)
    bad = makers.blocks_of(antisymmetric * (share - 1), (2, 2), 2)
    negative = makers.hermitian(bad[(1, 1)])
    negative["denominator"] = "-" + negative["denominator"]
    blocks = [
        {"diagram": ["2"], "matrix": makers.hermitian(good[(2,)])},
        {"diagram": ["1", "1"], "matrix": negative},
    ]
    proof = {"kind": "extension", "blocks": blocks}
    return makers.holds_point(makers.depolarizing(2, x), (2, 2), 2, proof)


def _negative_slack():
    x = F(1, 4)
    sigma = _beyond(x) + makers.identity(8)
    document = makers.holds_point(
        makers.depolarizing(2, x), (2, 2), 2, makers.extension(sigma, (2, 2), 2)
    )
    document["proofs"][0]["slack"] = "-1"
    return document


def _negative_radius():
    document = makers.honest_one("depolarizing-2-2-at")
    document["problem"]["radius"] = "-1"
    document["claim"]["verdicts"] = ["fails"]
    document["proofs"] = [{**makers.witness(makers.depolarizing_witness(2)), "point": "0"}]
    return document


def _map_of(sigma, operators, weights, choi):
    proof = {
        "kind": "map",
        "operators": makers.rectangular(operators),
        "weights": [makers.number(w) for w in weights],
        "choi": makers.hermitian(sigma),
    }
    return makers.holds_point(choi, (2, 2), 2, proof)


def _swapped_last(sigma):
    """Exchange the two copies of B."""
    return (
        sigma.reshape(2, 2, 2, 2, 2, 2, 2).transpose(0, 1, 3, 2, 4, 6, 5).reshape(2, 8, 8)
    )


def maps():
    """Yield maps that each break one equation."""
    omega = makers.omega(2) * F(1)
    noise = makers.identity(4) * F(1, 2)
    # tr_B' is noise, tr_B is the identity channel: nothing is antidegradable.
    sigma = _swapped_last(makers.kron(omega, makers.identity(2) * F(1, 2)))
    yield "map-of-noise", _map_of(sigma, makers.identity(4), [F(1, 2)] * 4, omega)
    # The other way round: L is the unitary's, the other marginal is noise.
    column = makers.ket(4, 0, 3)
    half = makers.identity(2) * F(1, 2)
    yield "map-of-identity", _map_of(half, column, [F(1)], omega)
    # All equations hold and C is not positive.
    below = _beyond()
    choi = makers.depolarizing(2, F(1, 4))
    document = makers.holds_point(choi, (2, 2), 2, makers.map_proof(below, (2, 2)))
    yield "map-not-positive", document
    three = makers.honest_one("map-1")
    three["problem"]["property"] = makers.extendible(3)
    yield "map-for-three", three
    ball = makers.honest_one("map-1")
    ball["problem"]["radius"] = makers.number(HAIR)
    yield "map-for-a-ball", ball
    weights = makers.honest_one("map-1")
    weights["proofs"][0]["weights"].append("0")
    yield "map-one-weight-more", weights
    weights = makers.honest_one("map-1")
    weights["proofs"][0]["weights"][0] = "1"
    yield "map-wrong-weight", weights
    assert noise.shape == (2, 4, 4)


def faces():
    """Yield witnesses on faces that are incomplete, not faces, or another channel's."""
    null, honest = makers.dephasing_faces()
    half = makers.dephasing(F(1, 2))
    # dephasing(1/2) is antidegradable; −|00><00| is positive away from the true face.
    low = makers.zeros(4)
    low[0, 0, 0] = -1
    # a = 0 with 11 and a = 1 with 00: two vectors, but of no face.
    wrong = np.concatenate([makers.ket(6, 2), makers.ket(6, 3)], axis=2)
    proof = makers.witness(low, null, {(2,): wrong})
    yield "face-elsewhere", makers.fails_point(half, (2, 2), 2, proof)
    # v and iv: two columns, one vector over the complex numbers.
    column = honest[(2,)][:, :, :1]
    last = honest[(2,)][:, :, 1:]
    turn = np.array([-last[1], last[0]], dtype=object)
    vector = column + turn
    rotated = np.array([-vector[1], vector[0]], dtype=object)
    lopsided = makers.zeros(4)
    lopsided[0, 0, 0], lopsided[0, 3, 3] = F(1), F(2)
    uneven = makers.zeros(4)
    uneven[0, 0, 0], uneven[0, 3, 3] = 1, -1
    both = np.concatenate([vector, rotated], axis=2)
    proof = makers.witness(uneven, null, {(2,): both})
    yield "face-one-vector-twice", makers.fails_point(lopsided, (2, 2), 2, proof)
    proof = makers.witness(uneven, null, {(2,): vector})
    yield "face-one-vector", makers.fails_point(lopsided, (2, 2), 2, proof)
    # Null vectors that the channel does not annihilate empty every face.
    everything = makers.identity(4)
    proof = makers.witness(makers.identity(4) * -1, everything, {})
    for name, choi in (("half", half), ("noise", makers.depolarizing(2, F(1, 2)))):
        yield f"null-{name}", makers.fails_point(choi, (2, 2), 2, proof)
    turned = turned_damping(F(2, 5))
    yield "null-conjugated", _conjugate(turned)
    conjugated = turned_damping(F(2, 5))
    conjugated["proofs"][0]["null"] = turned["proofs"][0]["null"]
    yield "only-null-conjugated", conjugated
    conjugated = turned_damping(F(2, 5))
    conjugated["proofs"][0]["faces"] = turned["proofs"][0]["faces"]
    yield "only-faces-conjugated", conjugated
    lowered = turned_damping(F(2, 5))
    old = mutations._matrix(lowered["proofs"][0]["matrix"], 4)
    lowered["proofs"][0]["matrix"] = makers.hermitian(old - makers.identity(4) * HAIR)
    yield "turned-lowered", lowered
    ball = makers.honest_one("dephasing-fails")
    ball["problem"]["radius"] = makers.number(HAIR)
    yield "face-of-a-ball", ball
    twice = makers.honest_one("dephasing-fails")
    twice["proofs"][0]["faces"] *= 2
    yield "face-twice", twice
    without = makers.honest_one("dephasing-fails")
    del without["proofs"][0]["null"]
    yield "faces-without-null", without
    without = makers.honest_one("dephasing-fails")
    del without["proofs"][0]["faces"]
    yield "null-without-faces", without
    without = makers.honest_one("dephasing-fails")
    del without["proofs"][0]["null"], without["proofs"][0]["faces"]
    yield "no-face", without
    yield from kernels()
    for key in ("null", "faces", "kernels"):
        ppt = makers.honest_one("ppt-fails-2")
        donor = makers.honest_one("dephasing-fails")["proofs"][0]
        ppt["proofs"][0][key] = donor.get(key, [])
        yield f"ppt-with-{key}", ppt


def kernels():
    """Yield witnesses whose kernels hide where they are negative."""
    name = "depolarizing-2-2-kernels"
    low = makers.honest_one(name)
    refuter = makers.depolarizing_witness(2)
    low["proofs"][0]["matrix"] = makers.hermitian(refuter - makers.identity(4) * HAIR)
    yield "kernel-lowered", low
    false = makers.honest_one("depolarizing-2-2-above")
    false["claim"]["verdicts"] = ["fails"]
    everything = {(2,): makers.identity(6), (1, 1): makers.identity(2)}
    proof = makers.with_kernels(makers.witness(makers.identity(4) * -1), everything)
    false["proofs"] = [{**proof, "point": "0"}]
    yield "kernel-everything", false
    one = copy.deepcopy(false)
    one["proofs"][0]["kernels"] = one["proofs"][0]["kernels"][:1]
    yield "kernel-of-one-diagram", one
    # What is kept must complete the kernel, not be it.
    instead = copy.deepcopy(false)
    negative = makers.zeros(4)
    negative[0, 2, 2] = negative[0, 3, 3] = -1
    half = {(2,): makers.identity(6)[:, :, :3], (1, 1): makers.identity(2)[:, :, :1]}
    proof = makers.with_kernels(makers.witness(negative), half)
    instead["proofs"] = [{**proof, "point": "0"}]
    yield "kernel-instead", instead
    doubled = makers.honest_one(name)
    for item in doubled["proofs"][0]["kernels"]:
        basis = item["basis"]
        columns = int(basis["columns"], 16)
        basis["columns"] = f"{2 * columns:x}"
        for entry in list(basis["entries"]):
            i, j, *rest = entry.split(" ")
            basis["entries"].append(" ".join([i, f"{int(j, 16) + columns:x}", *rest]))
    yield "kernel-columns-twice", doubled
    twice = makers.honest_one(name)
    twice["proofs"][0]["kernels"] *= 2
    yield "kernel-twice", twice
    elsewhere = makers.honest_one(name)
    for item in elsewhere["proofs"][0]["kernels"]:
        item["basis"]["entries"] = ["0 0 1"]
        item["basis"]["columns"] = "1"
    yield "kernel-elsewhere", elsewhere
    conjugated = _turned(2, kernels=True)
    for item in conjugated["proofs"][0]["kernels"]:
        item["basis"]["entries"] = [_flipped(e) for e in item["basis"]["entries"]]
    yield "kernel-conjugated", conjugated
    lowered = turned_damping(F(2, 5), kernels=True)
    old = mutations._matrix(lowered["proofs"][0]["matrix"], 4)
    lowered["proofs"][0]["matrix"] = makers.hermitian(old - makers.identity(4) * HAIR)
    yield "turned-kernel-lowered", lowered


def lines():
    """Yield lines whose claims go beyond their proofs."""
    third = F(1, 3)
    fails = [makers.interval(0, third, "[)")]
    yield "nothing", _line({})
    yield "nothing-listed", _line({"fails": []})
    yield "holds-half-proved-low", _line({"holds": makers.interval(third, 1)}, [0, 2])
    yield "holds-half-proved-high", _line({"holds": makers.interval(third, 1)}, [1, 2])
    yield "holds-unproved", _line({"holds": makers.interval(F(1, 2), F(3, 4))})
    for brackets in ("()", "[)", "(]"):
        claim = {"holds": makers.interval(third, 1, brackets)}
        yield f"holds-{brackets}", _line(claim)
        point = {"fails": [makers.interval(F(1, 4), F(1, 4), brackets)]}
        yield f"point-{brackets}", _line(point)
    yield "reversed-fails", _line({"fails": [makers.interval(F(1, 4), F(1, 5))]})
    yield "reversed-holds", _line({"holds": makers.interval(1, third)})
    for name, ends in (("before", (F(-1, 9), F(1, 9))), ("after", (F(1, 9), F(10, 9)))):
        yield f"fails-{name}", _line({"fails": [makers.interval(*ends)]})
    for text in ("", "[0;1]", "0,1", "[0,1", "{0,1}", "[0,1]x"):
        yield f"interval-{text}", _line({"holds": text, "fails": fails})
        yield f"fails-interval-{text}", _line({"fails": [text]})
    yield "fails-null", _line({"fails": [None]})
    yield "fails-closed", _line({"fails": [makers.interval(0, third)]})
    yield "fails-further", _line({"fails": [makers.interval(0, third + HAIR, "[)")]})
    document = makers.honest_one("dephasing-line")
    half = F(1, 2)
    for text in (makers.interval(half, 1), makers.interval(half - HAIR, 1, "(]")):
        document["claim"]["fails"][1] = text
        yield f"fails-closed-below-{len(text)}", copy.deepcopy(document)
    document["claim"]["fails"] = [makers.interval(0, 1)]
    yield "two-witnesses-for-one-interval", document
    zero = _line({"fails": [makers.interval(half, 1, "()")]}, [])
    zero["proofs"] = [makers.witness(makers.zeros(4))]
    yield "zero-witness", zero
    # Antidegradable at the far end too, but J is asked about beyond the domain.
    document = _line({"holds": makers.interval(third, F(6, 5))})
    extra = makers.extension(makers.depolarizing_extension(2, 2, F(6, 5)), (2, 2), 2)
    document["proofs"].append({**extra, "at": makers.number(F(6, 5))})
    yield "holds-beyond", document
    document = _line({"holds": makers.interval(-1, third)})
    document["proofs"].append({**document["proofs"][0], "at": "-1"})
    yield "holds-before", document
    document = _line({"fails": fails})
    document["proofs"][0].pop("at")
    yield "no-at", document
    for name, ends in (("equal", ("0", "0")), ("reversed", ("1", "0"))):
        document = _line({"fails": [makers.interval(0, 0)]}, [2])
        document["problem"]["line"]["from"], document["problem"]["line"]["to"] = ends
        yield f"domain-{name}", document
    document = makers.honest_one("depolarizing-2-2-line")
    document["claim"] = {"fails": fails}
    document["proofs"] = document["proofs"][2:]
    for key in ("choi_from", "choi_to"):
        changed = copy.deepcopy(document)
        old = mutations._matrix(document["problem"]["line"][key], 4)
        changed["problem"]["line"][key] = makers.hermitian(old * 2)
        yield f"line-normalized-otherwise-{key}", changed
    tilted = makers.exact(np.diag([F(1), F(1), F(2), F(2)]))
    changed = copy.deepcopy(document)
    changed["problem"]["line"]["choi_from"] = makers.hermitian(
        makers.times(makers.times(tilted, makers.omega(2)), tilted)
    )
    yield "line-tilted", changed
    for scales in (["1"], ["1", "0"], ["1", "-4"], ["1", "2"], [], "14", ["1", "1"]):
        changed = makers.scaled_line()
        changed["problem"]["line"]["scales"] = scales
        yield f"line-scales-{scales}", changed
    changed = makers.scaled_line()
    changed["problem"]["radius"] = makers.number(HAIR)
    changed["claim"].pop("holds")
    changed["claim"]["fails"] = [makers.interval(0, F(1, 4))]
    changed["proofs"] = changed["proofs"][2:]
    yield "line-scaled-ball", changed
    document = makers.honest_one("depolarizing-2-2-line")
    swap = makers.partial_transpose(makers.omega(2), 2)
    document["problem"]["line"]["choi_from"] = makers.hermitian(swap)
    document["claim"] = {"holds": document["claim"]["holds"]}
    yield "line-from-no-channel", document


def problems():
    """Yield problems that are none, or not what the proof is about."""
    both = makers.honest_one("random-1")
    both["problem"]["line"] = makers.honest_one("depolarizing-2-2-line")["problem"]["line"]
    yield "line-and-points", both
    line_ = makers.honest_one("depolarizing-2-2-line")
    line_["problem"]["points"] = both["problem"]["points"]
    yield "points-and-line", line_
    neither = makers.honest_one("random-1")
    del neither["problem"]["points"]
    yield "neither", neither
    yield "seventeen", _sixteen(17)
    yield "no-points", _sixteen(0)
    crowded = makers.honest_one("ppt-line")
    crowded["proofs"] += [crowded["proofs"][0]] * 64
    yield "sixty-five-proofs", crowded
    for name in ("x is PPT and x", "", "1", "x" * 33):
        named = makers.honest_one("random-1")
        named["problem"]["parameter"] = name
        yield f"parameter-{name[:8]}", named
    listed = makers.honest_one("random-1")
    listed["problem"]["parameter"] = ["x"]
    yield "parameter-list", listed
    hollow = makers.honest_one("dephasing-fails")
    null = hollow["proofs"][0]["null"]
    null["columns"] = f"{int(null['columns'], 16) + 1:x}"
    yield "null-with-a-zero-column", hollow
    yield "copies-17", _trivial(17)
    yield (
        "copies-1",
        makers.holds_point(
            makers.omega(2), (2, 2), 1, makers.extension(makers.omega(2), (2, 2), 1)
        ),
    )
    yield "dimension-4225", _product_state(65)
    wide = _product_state(64)
    wide["problem"]["d_in"] = "2"
    wide["problem"]["points"][0]["choi"] = makers.hermitian(
        makers.gram(makers.ket(128, 0)) + makers.gram(makers.ket(128, 64))
    )
    block = wide["proofs"][0]["blocks"][0]
    block["basis"] = {"columns": "2", "entries": ["0 0 1", "820 1 1"]}
    block["matrix"] = {"entries": ["0 0 1", "1 1 1"]}
    yield "dimension-8192", wide
    for name, value in (
        ("ppt-copies", {"name": "ppt", "copies": "2"}),
        ("no-copies", {"name": "extendible"}),
        ("other", {"name": "degradable", "copies": "2"}),
        ("nothing", {"name": "degradable"}),
    ):
        for base in ("random-1", "ppt-at"):
            document = makers.honest_one(base)
            document["problem"]["property"] = value
            yield f"property-{name}-{base}", document
    half_empty = makers.zeros(4)
    half_empty[0, 0, 0] = 1
    sigma = makers.gram(makers.ket(8, 0))
    yield (
        "not-normalizable",
        makers.holds_point(half_empty, (2, 2), 2, makers.extension(sigma, (2, 2), 2)),
    )
    flipped = makers.partial_transpose(makers.omega(2), 2)
    yield "no-channel", makers.ppt_point(flipped, 2)
    for scales in (["1"], ["1", "1", "1"], ["1", "0"], ["0", "0"], ["1", "-1"], [], "11"):
        for gamma in (F(1, 4), F(3, 4)):
            document = makers.damping_document(gamma)
            document["problem"]["points"][0]["scales"] = scales
            yield f"scales-{gamma}-{scales}", document
    # Nothing at all lands on |1>, so that its scale could be anything.
    constant = makers.holds_point(
        makers.gram(makers.ket(4, 0)) + makers.gram(makers.ket(4, 2)),
        (2, 2),
        2,
        makers.extension(
            makers.gram(makers.ket(8, 0)) + makers.gram(makers.ket(8, 4)), (2, 2), 2
        ),
    )
    for scales in (["1", "0"], ["1", "-1"], ["1"], ["1", "1", "1"], ["1", "1", "0"]):
        document = copy.deepcopy(constant)
        document["problem"]["points"][0]["scales"] = scales
        yield f"constant-{scales}", document
    # C for J = depolarizing with the scales (1, 4), whose roots are rational.
    filter_ = makers.exact(np.diag([F(1), F(1, 2), F(1), F(1, 2)]))
    back = makers.exact(np.diag([F(1), F(2), F(1), F(2)]))
    choi = makers.depolarizing(2, F(1, 5))
    stated = makers.times(makers.times(filter_, choi), filter_)
    refuter = makers.times(makers.times(back, makers.depolarizing_witness(2)), back)
    document = makers.fails_point(
        stated, (2, 2), 2, makers.witness(refuter), scales=(1, 4), radius=HAIR
    )
    yield "scaled-ball", document
    # slack·1 has another marginal when copies are traced out with weights.
    scaled = _scaled(2, (F(1), F(3)))
    old = mutations._matrix(scaled["problem"]["points"][0]["choi"], 4)
    for slack in (F(1), F(1, 3)):
        document = copy.deepcopy(scaled)
        document["problem"]["points"][0]["choi"] = makers.hermitian(
            old + makers.identity(4) * (2 * slack)
        )
        document["proofs"][0]["slack"] = makers.number(slack)
        yield f"scaled-slack-{slack}", document
    yield "scales-ignored", _filtered_damping()
    yield "radius-uncovered", _ball_of_three(_ROOM + HAIR)
    yield "ppt-radius-uncovered", _ppt_ball(_PPT_ROOM + HAIR)
    for factor in (F(3, 2), 2, 3, 4, 6, 8, 30):
        yield f"radius-times-{factor}", _ball_of_three(_ROOM * factor)
        yield f"ppt-radius-times-{factor}", _ppt_ball(_PPT_ROOM * factor)
    wide = makers.honest_one("complex-fails-1")
    wide["problem"]["radius"] = "1"
    yield "witness-of-a-large-ball", wide
    mixed = makers.honest_one("random-1")
    mixed["problem"]["radius"] = makers.number(HAIR)
    yield "ball-without-slack", mixed
    double = makers.honest_one("depolarizing-2-2-below")
    old = mutations._matrix(double["problem"]["points"][0]["choi"], 4)
    double["problem"]["points"][0]["choi"] = makers.hermitian(old * 2)
    double["problem"]["radius"] = makers.number(HAIR)
    yield "ball-around-a-double", double
    for number in range(4):
        edge = makers.honest_one(f"complex-fails-{number}")
        choi = oracle.matrix(edge["problem"]["points"][0]["choi"], 4)
        refuter = oracle.matrix(edge["proofs"][0]["matrix"], 4)
        radius = -np.sum(choi * refuter) / np.sum(np.abs(refuter))
        edge["problem"]["radius"] = makers.number(radius)
        yield f"ball-to-the-edge-{number}", edge
    mixed = makers.honest_one("random-scaled")
    mixed["problem"]["points"][0].pop("scales")
    mixed["problem"]["radius"] = makers.number(HAIR)
    mixed["proofs"][0]["slack"] = "1"
    yield "ball-not-normalized", mixed


def _filtered_damping():
    """Amplitude damping at 3/5, refuted as if its filter on B were immaterial."""
    # J' = [[1, 1], [1, 1]] and 3/5, with β = (1, 2/5): by itself not antidegradable.
    choi = makers.gram(makers.ket(4, 0, 3)) * F(1) + makers.gram(makers.ket(4, 2)) * F(3, 5)
    proof = makers.witness(*makers.damping_witness())
    document = makers.fails_point(choi, (2, 2), 2, proof, scales=(1, 1))
    document["problem"]["points"][0]["scales"] = ["1", makers.number(F(2, 5))]
    return document


def points():
    """Yield wrong pairings of verdicts and proofs, and proofs of the wrong kind."""
    document = makers.honest_one("two-points")
    document["proofs"][1]["point"] = document["proofs"][0]["point"]
    yield "two-for-one", document
    document = makers.honest_one("two-points")
    document["proofs"].append({**document["proofs"][0], "point": "5"})
    yield "proof-for-nothing", document
    document = makers.honest_one("two-points")
    document["proofs"].pop()
    document["claim"]["verdicts"].pop()
    yield "point-without-verdict", document
    document = makers.honest_one("two-points")
    document["proofs"].pop(0)
    document["claim"]["verdicts"].pop()
    yield "second-point-without-verdict", document
    document = makers.honest_one("two-points")
    document["claim"]["verdicts"].pop()
    yield "verdict-missing", document
    document = makers.honest_one("two-points")
    document["proofs"].pop(0)
    yield "proof-missing", document
    document = makers.honest_one("two-points")
    document["claim"]["verdicts"].append("holds")
    yield "verdict-too-many", document
    # Of several points each needs an `at` of its own.
    for name, places in {"one-at": ("1/3", None), "same-at": ("1/3", "1/3")}.items():
        document = makers.honest_one("two-points")
        for point, at in zip(document["problem"]["points"], places, strict=True):
            point.pop("at", None)
            if at is not None:
                point["at"] = at
        yield name, makers.signed(document)
    for verdict in ("maybe", "", None, [], "Holds"):
        for name in ("random-1", "complex-fails-0"):
            document = makers.honest_one(name)
            document["claim"]["verdicts"] = [verdict]
            yield f"verdict-{verdict}-{name}", document
    for kind in ("extension", "map", "witness", "", None, ["positive"], {}):
        document = makers.honest_one("ppt-at")
        document["proofs"][0]["kind"] = kind
        yield f"ppt-{kind}", document
    for name in ("random-1", "complex-fails-0", "map-1", "depolarizing-2-2-line"):
        for kind in ("positive", "other", None, ["extension"]):
            document = makers.honest_one(name)
            document["proofs"][0]["kind"] = kind
            yield f"{name}-{kind}", document
        for proof in (None, "witness", ["kind"], {}):
            document = makers.honest_one(name)
            document["proofs"][0] = proof
            yield f"{name}-proof-{proof}", document
    at = makers.honest_one("depolarizing-2-2-at")
    at["claim"]["verdicts"] = ["fails"]
    at["proofs"] = [{**makers.witness(makers.depolarizing_witness(2)), "point": "0"}]
    yield "nothing-negative", at
    stray = makers.honest_one("depolarizing-2-2-below")
    stray["proofs"][0]["faces"] = []
    yield "stray-faces", stray
    for name in ("random-1", "random-k3", "depolarizing-3-2-at", "damping-3/5-scaled"):
        for donor in (
            "random-2",
            "depolarizing-2-2-above",
            "werner-holevo",
            "dephasing-holds",
        ):
            document = makers.honest_one(name)
            document["proofs"] = makers.honest_one(donor)["proofs"]
            yield f"{name}-by-{donor}", document
    # Positive real parts, imaginary parts that are too large.
    phase = np.array([np.diag([1, 0, 1, 0]), np.diag([0, 1, 0, 1])]).astype(object)

    def phased(matrix):
        return makers.times(makers.times(phase, matrix), makers.adjoint(phase))

    yield "ppt-complex", makers.ppt_point(phased(makers.depolarizing(2, F(1, 4))), 2)
    imaginary = makers.zeros(4)
    imaginary[0, 0, 3] = imaginary[0, 3, 0] = -1
    proof = makers.witness(phased(imaginary))
    inside = phased(makers.depolarizing(2, F(1, 2)))
    yield "only-imaginary", makers.fails_point(inside, (2, 2), 2, proof)
    above = makers.honest_one("depolarizing-2-2-above")
    above["claim"]["verdicts"] = ["fails"]
    above["proofs"] = at["proofs"]
    yield "refuted-above", above
    for d, k in ((2, 2), (2, 3), (3, 2)):
        low = makers.honest_one(f"depolarizing-{d}-{k}-below")
        refuter = makers.depolarizing_witness(d, k) - makers.identity(d * d) * HAIR
        low["proofs"] = [{**makers.witness(refuter), "point": "0"}]
        yield f"lowered-{d}-{k}", low
        false = makers.honest_one(f"depolarizing-{d}-{k}-above")
        refuter = makers.depolarizing_witness(d, k) - makers.identity(d * d) * F(1, 100)
        false["claim"]["verdicts"] = ["fails"]
        false["proofs"] = [{**makers.witness(refuter), "point": "0"}]
        yield f"refuted-{d}-{k}", false
    yield "werner-holevo-lowered", _full_werner_holevo(F(1, 2**20))
    low = makers.honest_one("ppt-fails-2")
    old = mutations._matrix(low["proofs"][0]["matrix"], 4)
    low["proofs"][0]["matrix"] = makers.hermitian(old - makers.identity(4) * HAIR)
    yield "ppt-lowered", low
    yield "negative-denominator", _negative_denominator()
    yield "negative-slack", _negative_slack()
    yield "negative-radius", _negative_radius()
    below = makers.holds_point(
        makers.depolarizing(2, F(1, 4)), (2, 2), 2, makers.extension(_beyond(), (2, 2), 2)
    )
    yield "extension-not-positive", below
    below = makers.ppt_point(makers.depolarizing(2, F(2, 3) - HAIR), 2)
    yield "ppt-not-positive", below
    twice = makers.honest_one("random-1")
    blocks = twice["proofs"][0]["blocks"]
    scale = int(blocks[0]["matrix"]["denominator"], 16)
    blocks[0]["matrix"]["denominator"] = f"{2 * scale:x}"
    blocks.append(copy.deepcopy(blocks[0]))
    yield "block-twice", twice


def _hollow():
    """Yield extensions whose off-diagonal parts leave no trace in the marginal."""
    for base, spots, size in (
        ((3, 4), (0, 7), 1),  # nothing on the diagonal there
        ((0, 7), (1, 6), 1),
        ((0, 7), (0, 7), 2),  # too little on the diagonal
    ):
        sigma = sum(makers.gram(makers.ket(8, place)) for place in base) * F(1)
        choi = makers.marginal(sigma, (2, 2), 2)
        left, right = spots
        sigma[0, left, right] = sigma[0, right, left] = size
        yield makers.holds_point(choi, (2, 2), 2, makers.extension(sigma, (2, 2), 2))


def _hidden_off_diagonal():
    """Return a witness whose elimination leaves 0s on the diagonal, and one pair beside.

    It is 1 everywhere but for a 2, and negative on (0, 1, −1, 0); a state is PPT.
    """
    entries = [
        f"{i:x} {j:x} {1 + ((i, j) == (2, 1))}" for i in range(4) for j in range(i + 1)
    ]
    state = {"denominator": "2", "entries": ["1 1 1", "2 1 -1", "2 2 1"]}
    problem = {
        "d_in": "1",
        "d_out": "4",
        "property": makers.PPT,
        "points": [{"choi": state}],
    }
    proof = {"kind": "witness", "matrix": {"entries": entries}}
    return makers.document(problem, {"verdicts": ["fails"]}, [proof])


def matrices():
    """Yield matrices written wrongly: not Hermitian, out of range, given twice."""
    document = makers.honest_one("depolarizing-2-2-below")
    entries = document["problem"]["points"][0]["choi"]["entries"]
    # Imaginary parts on the diagonal that cancel in the trace over B.
    document["problem"]["points"][0]["choi"]["entries"] = [
        f"{e} {'1' if e.startswith('0') else '-1'}"
        if e.split(" ")[0] == e.split(" ")[1] and e[0] in "01"
        else e
        for e in entries
    ]
    yield "hidden-off-diagonal", _hidden_off_diagonal()
    yield "imaginary-diagonal", document
    document = makers.honest_one("random-1")
    target = mutations.at(document, (*BLOCK, "matrix"))["entries"]
    target.append(target[0])
    yield "entry-twice", document
    document = makers.honest_one("random-1")
    target = mutations.at(document, (*BLOCK, "matrix"))["entries"]
    target.insert(0, f"{target[0]}1")
    yield "entry-twice-different", document
    document = makers.honest_one("depolarizing-2-2-below")
    document["proofs"][0]["matrix"]["entries"].append("1 1 0 1")
    yield "imaginary-diagonal-witness", document
    for name, path in (
        ("choi", ("problem", "points", 0, "choi")),
        ("block", (*BLOCK, "matrix")),
    ):
        document = makers.honest_one("random-1")
        target = mutations.at(document, path)["entries"]
        lower = next(e for e in target if e.split(" ")[0] != e.split(" ")[1])
        i, j, re, *im = lower.split(" ")
        upper = " ".join([j, i, re, *(f"{-int(x, 16):x}" for x in im)])
        target[target.index(lower)] = upper
        yield f"upper-{name}", document
        for extra in ("0 0", "0 0 1 0 0", "0", "", "3 0 1 1 1"):
            document = makers.honest_one("random-1")
            target = mutations.at(document, path)["entries"]
            if extra.startswith("0 0 "):
                target[0] = f"{target[0]} 0 7"
            else:
                target.append(extra)
            yield f"tokens-{name}-{extra}", document
        for bad in ("8 8 0", "ff ff 0", "-1 -1 0", "8 0 0", "3 -1 0", "5 -3 0"):
            document = makers.honest_one("random-1")
            mutations.at(document, path)["entries"].append(bad)
            yield f"outside-{name}-{bad}", document
    for name, path, document in (
        ("basis", (*BLOCK, "basis"), makers.honest_one("dephasing-basis")),
        ("null", ("proofs", 0, "null"), makers.honest_one("dephasing-fails")),
        ("face", ("proofs", 0, "faces", 0, "basis"), makers.honest_one("dephasing-fails")),
        ("operators", ("proofs", 0, "operators"), makers.honest_one("map-1")),
    ):
        columns = int(mutations.at(document, path)["columns"], 16)
        for bad in (
            "10 0",
            "6 0",
            "4 0",
            f"0 {columns:x}",
            f"0 {columns + 7:x}",
            "-1 0",
            "0 -1",
        ):
            i, j = (int(x, 16) for x in bad.split(" "))
            rows = 6 if name in ("basis", "face") else 4
            if 0 <= i < rows and 0 <= j < columns:
                continue
            for value in ("0", "1"):
                changed = copy.deepcopy(document)
                mutations.at(changed, path)["entries"].append(f"{bad} {value}")
                yield f"outside-{name}-{bad}-{value}", changed
    for denominator in ("0", "-1"):
        document = makers.honest_one("dephasing-basis")
        document["proofs"][0]["blocks"][0]["matrix"]["denominator"] = denominator
        yield f"denominator-{denominator}", document
        document = makers.honest_one("complex-fails-1")
        document["problem"]["radius"] = f"1/{denominator}"
        yield f"radius-1/{denominator}", document
        document = makers.honest_one("depolarizing-2-2-below")
        document["proofs"][0]["matrix"]["denominator"] = denominator
        yield f"witness-denominator-{denominator}", document
    yield from ((f"hollow-{i}", d) for i, d in enumerate(_hollow()))


def words():
    """Yield certificates that are honest but for the way in which something is written."""
    text = makers.encode(makers.honest_one("random-1")).decode()
    yield "number", text.replace('"d_in": "2"', '"d_in": 2').encode()
    yield "duplicate", text.replace('"d_in": "2"', '"d_in": "2", "d_in": "2"').encode()
    yield (
        "duplicate-different",
        text.replace('"d_in": "2"', '"d_in": "9", "d_in": "2"').encode(),
    )
    yield "latin-1", text.replace('"d_in"', '"label": "\xe9", "d_in"').encode("latin-1")
    yield "cut", text[:-1].encode()
    yield "deep", (text[:-1] + ', "x": ' + "[" * 10**5 + "]" * 10**5 + "}").encode()
    yield "array", f"[{text}]".encode()
    yield "too-large", _padded(checker.MAX_BYTES + 1)
    yield "too-many-digits", _long_numbers(checker.MAX_BITS // 4 + 1)
    for word in (
        "02",
        "+2",
        " 2",
        "2 ",
        "0x2",
        "2_",
        "２",
        "2\n",
        "",
        None,
        ["2"],
        {"2": "2"},
    ):
        document = makers.honest_one("random-1")
        document["problem"]["d_in"] = word
        yield f"word-{word!r}", document
    for label in ("x" * 201, "a\nb", "a\x1b[0m", None, ["x"], [], {}):
        yield f"label-{str(label)[:9]!r}", _labelled(label)
    document = makers.honest_one("random-1")
    document["format"] = "sdpsearch certificate 2"
    yield "format", document
    document = makers.honest_one("random-1")
    document["digest"] = "0" * 64
    yield "digest", makers.encode(document)
    for path in (
        (),
        ("problem",),
        ("problem", "property"),
        ("problem", "points", 0),
        ("problem", "points", 0, "choi"),
        ("claim",),
        ("proofs", 0),
        BLOCK,
        (*BLOCK, "matrix"),
    ):
        document = makers.honest_one("random-1")
        mutations.at(document, path)["note"] = "x"
        yield f"unknown-{path}", document
        if path:
            for value in (None, [], "x", ["x"]):
                document = makers.honest_one("random-1")
                mutations.put(document, path, value)
                yield f"no-object-{path}-{value}", document
    for name, paths in (
        (
            "random-1",
            ((), ("problem",), ("problem", "property"), ("claim",), ("proofs", 0), BLOCK),
        ),
        ("map-1", (("proofs", 0),)),
        ("dephasing-fails", (("proofs", 0), ("proofs", 0, "null"))),
        ("dephasing-basis", ((*BLOCK, "basis"),)),
        ("depolarizing-2-2-line", (("problem", "line"),)),
    ):
        for path in paths:
            for key in mutations.at(makers.honest_one(name), path):
                if key in ("point", "denominator", "slack"):
                    continue
                document = makers.honest_one(name)
                del mutations.at(document, path)[key]
                yield (
                    f"{name}-lacks-{path}-{key}",
                    (makers.encode(document) if path == () else document),
                )
    for path, value in (
        (("claim", "verdicts"), {"holds": ""}),
        (("proofs",), {"0": ""}),
        (("problem", "points"), {"0": ""}),
        ((*BLOCK, "diagram"), "2"),
        ((*BLOCK, "matrix", "entries"), ""),
    ):
        document = makers.honest_one("random-1")
        mutations.put(document, path, value)
        yield f"no-list-{path}", document
    for value in ("", {}):
        document = makers.honest_one("werner-holevo-3")
        document["proofs"][0]["faces"] = value
        yield f"faces-{value!r}", document
    document = makers.honest_one("random-1")
    document["proofs"][0]["blocks"][0]["diagram"] = ["3"]
    yield "diagram-of-three", document
    document = makers.honest_one("random-1")
    document["proofs"][0]["blocks"].append(
        {"diagram": ["1", "1", "0"], "matrix": {"entries": []}}
    )
    yield "diagram-with-zero", document


def unwelcome():
    """Return {name: bytes} of certificates that must not be accepted."""
    groups = (maps, faces, lines, problems, points, matrices, words)
    found = {}
    for group in groups:
        for name, document in group():
            assert name not in found, name
            found[name] = document
    return _bytes(found)
