"""Partition certificates found by hand, and as much algebra as writing them down takes.

A combination of partitions is {partition: coefficients in d, ascending}.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

#: On A⊗B: identity, Σ|ii><jj|, swap, Σ|ii><ii|.
ONE, OMEGA, SWAP, DELTA = "0101", "0011", "0110", "0000"


def poly(*coefficients):
    """Return coefficients without zeros at the end."""
    found = list(coefficients)
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


def poly_times(p, q):
    found = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            found[i + j] += a * b
    return poly(*found)


def poly_plus(p, q):
    long = max(len(p), len(q))
    return poly(
        *(sum(x) for x in zip(*((*r, *[0] * (long - len(r))) for r in (p, q)), strict=True))
    )


def first_seen(labels):
    """Return the word of a partition from any labels of its points."""
    order = list(dict.fromkeys(labels))
    return "".join(f"{order.index(label):x}" for label in labels)


def joined(p, q):
    """Return R and l with PQ = d^l R, by colouring again and again."""
    n = len(p) // 2
    left = [f"p{x}" for x in p]
    right = [f"q{x}" for x in q]
    for s in range(n):
        old, new = right[s], left[n + s]
        left = [new if x == old else x for x in left]
        right = [new if x == old else x for x in right]
    outer = left[:n] + right[n:]
    middle = set(left[n:]) - set(outer)
    return first_seen(outer), len(middle)


def combination(terms):
    return {p: poly(*((c,) if isinstance(c, int) else c)) for p, c in terms.items()}


def plus(*elements):
    found = defaultdict(lambda: (0,))
    for element in elements:
        for p, c in element.items():
            found[p] = poly_plus(found[p], c)
    return {p: c for p, c in found.items() if any(c)}


def scaled(element, *coefficients):
    return {p: poly_times(c, coefficients) for p, c in element.items()}


def times(*elements):
    found, *rest = elements
    for element in rest:
        parts = []
        for p, a in found.items():
            for q, b in element.items():
                r, loops = joined(p, q)
                parts.append({r: (*[0] * loops, *poly_times(a, b))})
        found = plus(*parts)
    return found


def adjoint(element):
    half = len(next(iter(element))) // 2
    return {first_seen(p[half:] + p[:half]): c for p, c in element.items()}


def placed(word, i, copies):
    """Return a partition of A⊗B on A⊗B_i of A⊗B_1⊗…⊗B_k."""
    n = copies + 1
    labels = [f"s{s}" for s in range(n)] * 2
    for s, x in zip((0, i, n, n + i), word, strict=True):
        labels[s] = f"w{x}"
    return first_seen(labels)


def lifted(element, copies):
    """Return k S(W)."""
    parts = [
        {placed(p, i, copies): c for p, c in element.items()} for i in range(1, copies + 1)
    ]
    return plus(*parts)


# --- Writing --------------------------------------------------------------------------


def number(x):
    return f"-{-x:x}" if x < 0 else f"{x:x}"


def written(coefficients):
    return " ".join(map(number, poly(*coefficients)))


def function(top, below=(1,)):
    return written(top) + (f" / {written(below)}" if below != (1,) else "")


def element(terms, below=(1,)):
    found = {"terms": [f"{p} {written(c)}" for p, c in combination(terms).items()]}
    return found | ({"over": written(below)} if below != (1,) else {})


def square(terms, weight=(1,), below=(1,), over=(1,)):
    """Return one y y† with a weight."""
    found = {"vectors": [element(terms, over)], "matrix": [f"0 0 {written(weight)}"]}
    return found | ({"over": written(below)} if below != (1,) else {})


def signed(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the digest of its problem."""
    text = json.dumps(document["problem"], sort_keys=True, separators=(",", ":"))
    return document | {"digest": hashlib.sha256(text.encode("ascii")).hexdigest()}


def encode(document):
    return json.dumps(document).encode()


def document(dimension, prop, chois, channel, holds, fails, claim):
    problem = {
        "dimension": {key: number(d) for key, d in dimension.items()},
        "property": prop,
        "from": "0",
        "to": "1",
        "choi_from": chois[0],
        "choi_to": chois[1],
    }
    proofs = {"channel": dict(zip(("from", "to"), channel, strict=True))}
    proofs |= {"holds": holds} if holds else {}
    proofs |= {"fails": fails} if fails else {}
    form = "sdpsearch partition certificate 1"
    return signed({"format": form, "problem": problem, "claim": claim, "proofs": proofs})


def extendible(copies):
    return {"name": "extendible", "copies": number(copies)}


PPT = {"name": "ppt"}


# --- The depolarizing channel: (1−x) Ω + x 1/d ----------------------------------------

NOISE = (element({OMEGA: 1}), element({ONE: 1}, (0, 1)))
NOISY = ([square({OMEGA: 1}, (1,), (0, 1))], [square({ONE: 1}, (1,), (0, 1))])


def claimed(threshold):
    """Return what is claimed where the property starts at a threshold."""
    return {
        "holds": [threshold, "1"],
        "fails": [{"from": "0", "to": threshold, "closed": ["from"]}],
    }


def antidegradable(dimension):
    """From d/(2(d+1)) on: P_1 + P_2 is at most d + 1, P_i being Ω on A B_i, or d − 1, 0."""
    first, second = ({placed(OMEGA, i, 2): (1,)} for i in (1, 2))
    crossed = times(second, first)
    start = function((0, 1), (2, 2))
    sigma = [square(plus(first, crossed), (1,), (0, 2, 2))]
    full = [square({placed(ONE, 1, 2): 1}, (1,), (0, 0, 1))]
    # d²−1 times the projector on what both annihilate, and half the antisymmetric rest.
    apart = plus(
        scaled({placed(ONE, 1, 2): (1,)}, -1, 0, 1),
        scaled(plus(first, second), 0, -1),
        crossed,
        adjoint(crossed),
    )
    gram = [
        square(apart, (1, 1), (1,), (-1, 0, 1)),
        square(plus(first, scaled(crossed, -1)), (1,), (0, -1, 1)),
    ]
    witness = element({ONE: (1, 1), OMEGA: -2})
    return document(
        dimension,
        extendible(2),
        NOISE,
        NOISY,
        [{"at": start, "gram": sigma}, {"at": "1", "gram": full}],
        [{"witness": witness, "gram": gram}],
        claimed(start),
    )


def ppt(dimension):
    """From d/(d+1) on: the partial transpose of Ω is the swap."""
    start = function((0, 1), (1, 1))
    both, less = {ONE: 1, SWAP: 1}, {ONE: 1, SWAP: -1}
    return document(
        dimension,
        PPT,
        NOISE,
        NOISY,
        [
            {"at": start, "gram": [square(both, (1,), (2, 2))]},
            {"at": "1", "gram": [square({ONE: 1}, (1,), (0, 1))]},
        ],
        [{"witness": element({ONE: 1, OMEGA: -1}), "gram": [square(less, (1,), (2,))]}],
        claimed(start),
    )


def three_copies(dimension):
    """From 2d/(3(d+1)) on, d ≥ 3: X = P_1 + P_2 + P_3 has eigenvalues 0, d±2, d±1."""
    unit = {placed(ONE, 1, 3): (1,)}
    omegas = [{placed(OMEGA, i, 3): (1,)} for i in (1, 2, 3)]
    whole = plus(*omegas)
    start = function((0, 2), (3, 3))
    orders = ("123", "132", "213", "231", "312", "321")
    everything = plus(*({"0123" + "0" + order: (1,)} for order in orders))
    cloner = times(everything, omegas[0])
    # tr y y† = 6d² (d+1)(d+2), and it is to be d.
    sigma = [square(cloner, (1,), (0, 12, 18, 6))]
    full = [square(unit, (1,), (0, 0, 0, 1))]
    values = [(0,), (2, 1), (1, 1), (-1, 1), (-2, 1)]
    gram = []
    for v in values:
        vector, below = unit, (1,)
        for u in values:
            if u != v:
                vector = times(vector, plus(whole, scaled(unit, *poly_times(u, (-1,)))))
                gap = poly_plus(v, poly_times(u, (-1,)))
                below = poly_times(below, poly_times(gap, gap))
        weight = poly_plus((2, 1), poly_times(v, (-1,)))
        if any(weight):
            gram.append(square(vector, weight, below))
    witness = element({ONE: (2, 1), OMEGA: -3})
    return document(
        dimension,
        extendible(3),
        NOISE,
        NOISY,
        [{"at": start, "gram": sigma}, {"at": "1", "gram": full}],
        [{"witness": witness, "gram": gram}],
        claimed(start),
    )


# --- Dephasing: (1−x) Ω + x Δ: it takes a face ----------------------------------------

DEPHASING = (element({OMEGA: 1}), element({DELTA: 1}))
DEPHASED = ([square({OMEGA: 1}, (1,), (0, 1))], [square({DELTA: 1})])
ONLY = {"holds": ["1", "1"], "fails": [{"from": "0", "to": "1", "closed": ["from"]}]}


def dephasing(dimension):
    """Antidegradable at x = 1 alone: extensions live on the span of |iii>."""
    unit, face = {placed(ONE, 1, 2): (1,)}, {"000000": (1,)}
    beside = plus(lifted({DELTA: (1,)}, 2), scaled(face, -2))
    off = plus(unit, scaled(face, -1))
    # W = Δ − Ω vanishes on the face; Z takes away the rest: S(Q) is invertible there.
    lift = lifted({DELTA: (1,), OMEGA: (-1,)}, 2)
    inverse = plus(off, beside)
    half = plus(scaled(times(off, lift, face), 2), times(off, lift, off))
    multiplier = scaled(times(inverse, half), -1)
    null = [square({ONE: 1, DELTA: -1})]
    proof = {
        "witness": element({DELTA: 4, OMEGA: -4}),
        "gram": [],
        "null": null,
        "multiplier": element(multiplier),
    }
    holds = [{"at": "1", "gram": [square(face)]}]
    return document(dimension, extendible(2), DEPHASING, DEPHASED, holds, [proof], ONLY)


def dephasing_ppt(dimension):
    """PPT at x = 1 alone; 1 − Δ is orthogonal to all J(x)^(T_B), as it is to all J(x)."""
    proof = {
        "witness": element({ONE: -1, OMEGA: -1, DELTA: 2}),
        "gram": [square({ONE: 1, SWAP: -1}, (1,), (2,))],
        "null": [square({ONE: 1, DELTA: -1})],
        "multiplier": element({ONE: 1}),
    }
    holds = [{"at": "1", "gram": [square({DELTA: 1})]}]
    return document(dimension, PPT, DEPHASING, DEPHASED, holds, [proof], ONLY)


def honest():
    """Return every document by name, about all dimensions and about d = 1000."""
    makers = {
        "antidegradable": (antidegradable, 2),
        "ppt": (ppt, 2),
        "three copies": (three_copies, 3),
        "dephasing": (dephasing, 2),
        "dephasing ppt": (dephasing_ppt, 2),
    }
    found = {}
    for name, (make, least) in makers.items():
        found[name] = make({"least": least})
        found[f"{name} at 1000"] = make({"equals": 1000})
    return found
