"""Files made to keep a checker busy: fields at their caps, lists as long as may be.

Each is made by a function, since many are large.
"""

from __future__ import annotations

import copy
import json
from functools import partial

import capacity_documents
import makers
import mutations

from sdpsearch.proof import checker

HONEST = {**makers.honest(), **capacity_documents.honest()}
LIMIT = checker.MAX_BYTES
LONG = "f" * (checker.MAX_BITS // 4 - 1)
#: Documents with every kind of field between them.
SHAPES = (
    "random-1",
    "dephasing-fails",
    "dephasing-basis",
    "depolarizing-2-2-line",
    "damping-2/5-scaled",
    "map-1",
    "ball-1",
    "ppt-line",
    "gain-isometry-scaled",
    "two-copies-isometry-scaled",
    "convex",
)


def _signed(document):
    return makers.encode(makers.signed(document))


def _identity(columns, rows=None, word="1"):
    entries = [f"{i:x} {i:x} {word}" for i in range(columns)]
    return {"columns": f"{columns:x}", "entries": entries[: rows or columns]}


def _dense(order, word="1"):
    """Return a full lower triangle with a large diagonal."""
    return {
        "entries": [
            f"{i:x} {j:x} {word if i > j else word + '0000'}"
            for i in range(order)
            for j in range(i + 1)
        ]
    }


def _channel(order, d_out):
    """Return the channel onto the first state of B."""
    return {"entries": [f"{i:x} {i:x} 1" for i in range(0, order, d_out)]}


def _document(dims, copies, proofs, points=1, choi=None, verdict="fails"):
    order = dims[0] * dims[1]
    property_ = {"name": "extendible", "copies": f"{copies:x}"} if copies else makers.PPT
    problem = {
        "d_in": f"{dims[0]:x}",
        "d_out": f"{dims[1]:x}",
        "property": property_,
        "points": [{"choi": choi or _channel(order, dims[1])} for _ in range(points)],
    }
    claim = {"verdicts": [verdict] * points}
    return {
        "format": checker.FORMAT,
        "problem": problem,
        "digest": "",
        "claim": claim,
        "proofs": [{**proof, "point": f"{n:x}"} for n, proof in enumerate(proofs)],
    }


def empty_columns(key):
    """Return the file that once cost 80 seconds or 6 GB: bases of nothing but zeros."""
    nothing = {"columns": "1000", "entries": []}
    proof = {"kind": "witness", "matrix": {"entries": ["0 0 -1"]}}
    if key == "null":
        proof |= {"null": nothing, "faces": []}
    else:
        proof |= {"null": {"columns": "0", "entries": []}} if key == "faces" else {}
        proof[key] = [{"diagram": ["2"], "basis": nothing}]
    return _signed(_document((1, 64), 2, [proof]))


def wide_face(dims, copies, columns):
    """Return a face whose completeness is tested on all of a large space."""
    order = dims[0] * dims[1]
    null = {
        "columns": f"{columns:x}",
        "entries": [f"{p:x} {p - 1:x} 1" for p in range(1, columns + 1)],
    }
    space = checker.Space(*dims, copies)
    faces = [
        {"diagram": makers.diagram_json(d), "basis": _identity(min(n, 1500))}
        for d in space.symbols
        if (n := space.order(d))
    ]
    proof = {"kind": "witness", "matrix": _dense(order), "null": null, "faces": faces}
    choi = {"entries": ["0 0 1"]} if dims[0] == 1 else None
    return _signed(_document(dims, copies, [proof], choi=choi))


def wide_witness(dims, copies, word="1", points=1):
    """Return a dense witness on a large space, for every point."""
    proof = {"kind": "witness", "matrix": _dense(dims[0] * dims[1], word)}
    return _signed(_document(dims, copies, [proof] * points, points))


def many_spaces(dims, copies):
    """Return as many points as there may be, each with weights of its own."""
    proof = {"kind": "witness", "matrix": {"entries": ["0 0 1"]}}
    document = _document(dims, copies, [proof] * 16, 16)
    for n, point in enumerate(document["problem"]["points"]):
        point["scales"] = [f"{n + 1:x}/{i + 3:x}" for i in range(dims[1])]
    return _signed(document)


def long_scales():
    """Return weights whose powers are long."""
    scales = [f"1/{2**512 - 2 * i - 1:x}" for i in range(2)]
    proof = {"kind": "witness", "matrix": {"entries": ["0 0 1", "1 1 1"]}}
    document = _document((1, 2), 12, [proof])
    document["problem"]["points"][0]["scales"] = scales
    return _signed(document)


def singular(order, word, dims=None):
    """Return a PPT witness of rank one: the guess fails and elimination has to decide."""
    dims = dims or (order, 1)
    entries = [f"{i:x} {j:x} {word}" for i in range(order) for j in range(i + 1)]
    proof = {"kind": "witness", "matrix": {"entries": entries}}
    return _signed(_document(dims, 0, [proof]))


def wide_extension(dims, copies, columns, word="1"):
    """Return an extension by one wide dense block."""
    block = {"diagram": [f"{copies:x}"], "basis": _identity(columns)}
    block["matrix"] = _dense(columns, word)
    proof = {"kind": "extension", "blocks": [block]}
    return _signed(_document(dims, copies, [proof], verdict="holds"))


def wide_map(d, rank):
    """Return a map with many operators."""
    entries = [f"{p:x} {e:x} 1" for p in range(d * d) for e in range(rank)]
    proof = {
        "kind": "map",
        "operators": {"columns": f"{rank:x}", "entries": entries},
        "weights": ["1"] * rank,
        "choi": {"entries": [f"{i:x} {i:x} 1" for i in range(rank * d)]},
    }
    return _signed(_document((d, d), 2, [proof], verdict="holds"))


def busy_line(word):
    """Return a line with as many witnesses and claims as there may be, of long numbers."""
    document = copy.deepcopy(HONEST["depolarizing-2-2-line"])
    witness = next(p for p in document["proofs"] if p["kind"] == "witness")
    document["proofs"] += [witness] * (checker.MAX_PROOFS - len(document["proofs"]))
    document["claim"]["fails"] = [
        f"[{i + 1:x}/{word},{i + 2:x}/{word})" for i in range(checker.MAX_PROOFS)
    ]
    return _signed(document)


def many_proofs(count):
    """Return a line with that many tiny proofs."""
    document = copy.deepcopy(HONEST["ppt-line"])
    document["proofs"] = [{"kind": "positive", "at": "1"}] * count
    return _signed(document)


def repeated(opening, item, closing=""):
    """Return a file as large as may be of one thing repeated."""
    count = (LIMIT - len(opening) - len(closing)) // len(item)
    return (opening + item * count + closing).encode()


def blown():
    """Yield (name, maker) with one field of an honest certificate at its cap."""
    words = {"long": LONG, "longest-fraction": f"1/{LONG}", "dimension": "1000"}
    for name in SHAPES:
        original = HONEST[name]
        for path in mutations.leaves(original):
            if path[0] in ("format", "digest"):
                continue
            where = "-".join(map(str, path))
            for kind, word in words.items():
                yield f"{name}:{where}:{kind}", partial(_put, name, path, word)
        for path in mutations.lists(original):
            where = "-".join(map(str, path))
            yield f"{name}:{where}:repeated", partial(_repeat, name, path)


def _put(name, path, word):
    document = copy.deepcopy(HONEST[name])
    old = mutations.at(document, path)
    *head, _ = old.split(" ")
    mutations.put(document, path, " ".join([*head, word]))
    return _signed(document)


def _repeat(name, path):
    document = copy.deepcopy(HONEST[name])
    items = mutations.at(document, path)
    size = len(json.dumps(items))
    items *= max(1, min(100_000, 4 * 2**20 // size) // len(items))
    return _signed(document)


def busy_code(dims, size, copies, word="1", scales=None, frame="1"):
    """Return a code whose powers, weights or frames are as long as a file may make them."""
    order = size * dims[1] ** copies
    vectors = [f"{i:x} {j:x} {word}" for i in range(dims[0]) for j in range(size)]
    columns = range(order) if len(frame) > 1 else [None]
    across = [
        f"{i:x} {i if j is None else j:x} {frame}" for i in range(order) for j in columns
    ]
    choi = {"entries": [f"{i:x} {i:x} 1" for i in range(dims[0] * dims[1])]}
    proof = {
        "kind": "code",
        "vectors": {"columns": f"{size:x}", "entries": vectors},
        "joint": {"entries": across},
        "received": {"entries": [f"{i:x} {i:x} 1" for i in range(order // size)]},
        "copies": f"{copies:x}",
    }
    made = capacity_documents.point("fails", dims, makers.identity(2), proof)
    made["problem"]["points"][0] = {"choi": choi} | ({"scales": scales} if scales else {})
    return _signed(made)


LARGE = {
    "busy-code-weights": partial(busy_code, (1, 2), 1, 11, scales=[LONG, LONG[:-1]]),
    "busy-code-vectors": partial(busy_code, (2, 2), 2, 10, LONG),
    "busy-code-frames": partial(busy_code, (2, 2), 2, 6, frame="f" * 60),
    "code-of-many-inputs": partial(busy_code, (32, 2), 32, 5, "f" * 100),
    **{f"empty-columns-{key}": partial(empty_columns, key) for key in ("null", "faces")},
    "empty-columns-kernels": partial(empty_columns, "kernels"),
    "wide-face-64": partial(wide_face, (1, 64), 2, 63),
    "wide-face-16": partial(wide_face, (1, 16), 3, 15),
    "wide-face-8": partial(wide_face, (1, 8), 4, 7),
    "wide-face-16-16": partial(wide_face, (16, 16), 2, 15),
    "wide-witness-16": partial(wide_witness, (16, 16), 2),
    "wide-witness-64-8": partial(wide_witness, (64, 8), 2),
    "wide-witness-8-copies-4": partial(wide_witness, (1, 8), 4),
    "wide-witness-64": partial(wide_witness, (1, 64), 2),
    "wide-witness-long": partial(wide_witness, (8, 8), 2, LONG[:4000]),
    "wide-witness-12-copies": partial(wide_witness, (1, 2), 12, LONG, 16),
    "wide-witness-4-copies-6": partial(wide_witness, (1, 4), 6, "1", 16),
    "many-spaces-8": partial(many_spaces, (1, 8), 4),
    "many-spaces-2": partial(many_spaces, (1, 2), 12),
    "many-spaces-5": partial(many_spaces, (1, 5), 5),
    "long-scales": long_scales,
    "singular-512": partial(singular, 512, "1"),
    "singular-200": partial(singular, 200, "1"),
    "singular-60-long": partial(singular, 60, LONG),
    "singular-100-2048": partial(singular, 100, "f" * 512),
    "singular-40-512": partial(singular, 40, "f" * 128),
    "wide-extension-64": partial(wide_extension, (1, 64), 2, 500),
    "wide-extension-16": partial(wide_extension, (16, 16), 2, 300),
    "wide-extension-long": partial(wide_extension, (8, 8), 2, 60, LONG),
    "wide-map-16": partial(wide_map, 16, 200),
    "wide-map-8": partial(wide_map, 8, 64),
    "wide-map-4": partial(wide_map, 4, 16),
    "busy-line": partial(busy_line, LONG),
    "busy-line-short": partial(busy_line, "ff"),
    "many-proofs-64": partial(many_proofs, 64),
    "many-proofs-50000": partial(many_proofs, 50_000),
    "strings": partial(repeated, "[", '"",', '""]'),
    "quotes": partial(repeated, '"', '\\"', '"'),
    "lists": partial(repeated, "[", "[],", "[]]"),
    "objects": partial(repeated, "[", "{},", "{}]"),
    "small-objects": partial(repeated, "[", '{"":{}},', "{}]"),
    "deep": partial(repeated, "", "["),
    "deep-objects": partial(repeated, "", '{"":'),
    "blanks": partial(repeated, "[", " ", "]"),
    "digits": partial(repeated, "", "1"),
    "escapes": partial(repeated, '["', "\\u00e9", '"]'),
    "astral": partial(repeated, '["', "\U0001d400", '"]'),
    "zeros": partial(repeated, "", "\0"),
}
