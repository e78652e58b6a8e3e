"""Partition certificates made to keep a checker busy; each is made by a function."""

from __future__ import annotations

import random

import partition_documents as by_hand

LONG = "f" * 2**13
DEPOLARIZING = by_hand.antidegradable({"least": 2})


def changed(**parts):
    """Return a signed copy with other parts of problem, claim and proofs."""
    problem = DEPOLARIZING["problem"] | parts.get("problem", {})
    proofs = DEPOLARIZING["proofs"] | parts.get("proofs", {})
    claim = parts.get("claim", DEPOLARIZING["claim"])
    return by_hand.signed(
        DEPOLARIZING | {"problem": problem, "proofs": proofs, "claim": claim}
    )


def _holding(gram, copies=2, least=("least", "2")):
    """Return a certificate whose proof that it holds at 1 is a Gram sum."""
    return changed(
        problem={
            "property": by_hand.extendible(copies),
            "dimension": dict([least]),
        },
        proofs={"holds": [{"at": "1", "gram": gram}], "fails": []},
        claim={"holds": ["1", "1"]},
    )


def _polynomial(length, digits, seed=0, positive=True):
    rng = random.Random(seed)
    words = [f"{rng.getrandbits(4 * digits) | 1:x}" for _ in range(length)]
    return " ".join(w if positive or i % 2 else f"-{w}" for i, w in enumerate(words))


def _words(n, count, seed=0):
    """Return distinct partitions of 2n points."""
    rng, found = random.Random(seed), set()
    while len(found) < count:
        found.add(by_hand.first_seen([rng.randrange(2 * n) for _ in range(2 * n)]))
    return sorted(found)


def _vector(n, count, coefficient="1", seed=0):
    return {"terms": [f"{word} {coefficient}" for word in _words(n, count, seed)]}


def _block(vector, copies=1, entry="1", over="1"):
    full = [f"{i:x} {j:x} {entry}" for i in range(copies) for j in range(i + 1)]
    return {"vectors": [vector] * copies, "matrix": full, "over": over}


def _dense(entry, copies=6):
    """Return a part with a large diagonal, so that all of it is looked at."""
    block = _block({"terms": ["010101 1"]}, copies, entry)
    return block | {
        "matrix": [x + (" 0" * 3 + " fff" if x[0] == x[2] else "") for x in block["matrix"]]
    }


def _roots(count, far):
    """Return a denominator with close roots, far away."""
    found = (1,)
    for i in range(count):
        found = by_hand.poly_times(found, (-(far + 2 * i) * (far + 2 * i) - 1, 0, 1))
    return by_hand.written(by_hand.poly_times(found, found))


def _over(poly):
    return _holding([_block({"terms": ["010101 1"]}, over=poly)])


LARGE = {
    "pairs on 6 strands": lambda: _holding([_block(_vector(6, 20000))], 5),
    "pairs of long numbers": lambda: _holding([_block(_vector(6, 900, LONG[:2000]))], 5),
    "many parts": lambda: _holding([_block(_vector(3, 5))] * 8000),
    "many full parts": lambda: _holding([_block({"terms": ["010101 1"]}, 6)] * 7000),
    "many vectors": lambda: _holding([_block(_vector(5, 1500), 6)] * 10, 4),
    "many denominators": lambda: _holding(
        [_block({"terms": ["010101 1"]}, over=f"{i:x} 1") for i in range(8000)]
    ),
    "long denominators": lambda: _holding(
        [
            _block({"terms": ["010101 1"]}, over=_polynomial(100, 50, seed))
            for seed in range(200)
        ]
    ),
    "a long matrix": lambda: _holding([_dense(_polynomial(500, 300))]),
    "a matrix of high degree": lambda: _holding([_dense(_polynomial(40, 20, 3, False))]),
    "longest numbers": lambda: _over(" ".join([LONG] * 500)),
    "longest coefficients": lambda: _holding(
        [_block(_vector(3, 1, " ".join([LONG] * 400)))]
    ),
    "Sturm of degree 511": lambda: _over(_polynomial(512, 1, 1, False)),
    "Sturm of long numbers": lambda: _over(_polynomial(60, 2000, 2, False)),
    "Sturm of a square": lambda: _over(_roots(12, 2**200)),
    "roots far away": lambda: _over(_roots(1, 16**1900)),
    "a common factor": lambda: _over(
        " ".join(f"{int(LONG[:4000], 16) * i:x}" for i in range(1, 513))
    ),
    "least is huge": lambda: _holding(
        [_block(_vector(3, 100), over=_polynomial(300, 2, 4))], 2, ("least", LONG)
    ),
    "equals is huge": lambda: _holding(
        [_block(_vector(3, 100, _polynomial(300, 2, 5)))], 2, ("equals", LONG)
    ),
    "zeros": lambda: _holding([_block({"terms": ["010101 " + "0 " * 511 + "1"]}, 6)] * 300),
    "as many coefficients as fit": lambda: _holding(
        [_block(_vector(5, 4000, " ".join(["1"] * 512)))], 4
    ),
    "a million one-digit coefficients": lambda: _holding(
        [_block({"terms": ["010101 " + " ".join(["1"] * 512)]}) for _ in range(3700)]
    ),
    "16 of each": lambda: changed(
        proofs={"fails": DEPOLARIZING["proofs"]["fails"] * 16},
        claim={
            "fails": [
                {"from": "0", "to": f"0 1 / {2 + i:x} 2", "closed": ["from"]}
                for i in range(16)
            ]
        },
    ),
    "functions of high degree": lambda: changed(
        problem={"to": "1 / " + _polynomial(500, 1, 6), "from": "0"},
        claim={"fails": [{"from": "0", "to": _polynomial(500, 1, 7, False)}] * 16},
    ),
    "many strings": lambda: _holding([_block({"terms": [""] * 300000})]),
    "many lists": lambda: _holding([[[]] * 70000]),
}

#: As text, which no document would be.
TEXTS = {
    "deep lists": b"[" * 10**6,
    "deep objects": b'{"a":' * 10**6,
    "a long string": b'["' + b"x" * (4 * 2**20 - 4) + b'"]',
    "escapes": b'["' + b"\\u20ac" * 690000 + b'"]',
    "an open string": b'["' + b"\\\\" * 10**6,
    "blanks": b" " * (4 * 2**20),
    "more than is read": b" " * (4 * 2**20 + 1),
}
