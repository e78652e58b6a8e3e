"""Certificates of regions made by hand, honest ones and forged ones."""

from __future__ import annotations

import copy
import json
from fractions import Fraction as F
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

import makers
import numpy as np

FORMAT = "sdpsearch region certificate 1"
FOLDER = Path(__file__).parent.parent / "certificates"
HAIR = F(1, 2**200)
HALF = F(1, 2)

#: I, X, Y, Z and what they turn |Ω> to.
PAULI = {
    "I": makers.exact([[1, 0], [0, 1]]),
    "X": makers.exact([[0, 1], [1, 0]]),
    "Y": np.array([[[0, 0], [0, 0]], [[0, -1], [1, 0]]], dtype=object),
    "Z": makers.exact([[1, 0], [0, -1]]),
}


def flip(name):
    """Return J of ρ ↦ PρP."""
    column = PAULI[name].transpose(0, 2, 1).reshape(2, 4)[:, :, None]
    return makers.gram(column)


def against(name, weights=(1, 1)):
    """Return the proof that no PPT channel has more than half of its weight on P.

    W = (vv†)^(T_B) with v the lowest eigenvector of the partial transpose of that of P,
    both turned by weights on A.
    """
    lowest = {"I": (0, 1, -1, 0), "X": (1, 0, 0, -1), "Y": (1, 0, 0, 1), "Z": (0, 1, 1, 0)}
    column = makers.exact([[x] for x in lowest[name]])
    column = makers.times(makers.exact(np.diag(np.repeat(weights, 2))), column)
    return makers.witness(makers.partial_transpose(makers.gram(column), 2))


def at(point):
    return [makers.number(x) for x in point]


def inside(point):
    """Return the proof that the channel at a point is PPT."""
    return {"kind": "positive", "at": at(point)}


def document(problem, claim, proofs):
    return makers.document(problem, claim, proofs) | {"format": FORMAT}


def space(names, points, chois, shape="simplex", **others):
    frame = [
        {"at": at(x), "choi": makers.hermitian(choi)}
        for x, choi in zip(points, chois, strict=True)
    ]
    problem = {"d_in": "2", "d_out": "2", "property": makers.PPT}
    return problem | {"parameters": names, "shape": shape, "frame": frame} | others


def claimed(inner, facets, outer):
    volumes = [makers.number(x) for x in (inner, outer)]
    return {
        "inner": {"volume": volumes[0], "facets": facets},
        "outer": {"volume": volumes[1]},
    }


MIDDLES = ((HALF, HALF), (HALF, 0), (0, HALF))
TRIANGLE = ((0, 0), (1, 0), (0, 1))
SIDES = ["0 1", "1 2", "2 0"]


def triangle(filtered=False):
    """The PPT Pauli channels without Y: no weight above 1/2."""
    chois = [flip(name) for name in "IXZ"]
    if filtered:
        # The same up to normalization: J = f C f with τ = diag(1, 4).
        turn = makers.exact(np.diag([1, 1, 2, 2]))
        chois = [makers.times(makers.times(turn, choi), turn) for choi in chois]
    problem = space(["X", "Z"], TRIANGLE, chois)
    weights = (1, HALF) if filtered else (1, 1)
    proofs = [inside(x) for x in MIDDLES] + [against(name, weights) for name in "IXZ"]
    return document(problem, claimed(F(1, 8), SIDES, F(1, 8)), proofs)


def box():
    """The same set on X, Z ≤ 1/2, where one witness suffices."""
    first, second, third = (flip(name) for name in "IXZ")
    chois = [first, (first + second) * HALF, (first + third) * HALF]
    problem = space(["X", "Z"], ((0, 0), (HALF, 0), (0, HALF)), chois, "box")
    proofs = [inside(x) for x in MIDDLES] + [against("I")]
    return document(problem, claimed(F(1, 8), SIDES, F(1, 8)), proofs)


def octahedron():
    """All PPT Pauli channels: the middles of the edges of a tetrahedron."""
    corners = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
    middles = [
        tuple(F(x + y, 2) for x, y in zip(*pair, strict=True))
        for pair in combinations(corners, 2)
    ]
    problem = space(["X", "Y", "Z"], corners, [flip(name) for name in "IXYZ"])
    proofs = [inside(x) for x in middles] + [against(name) for name in "IXYZ"]
    faces = [
        [i for i, x in enumerate(middles) if plane(x) == 0]
        for plane in (
            lambda x: x[0],
            lambda x: x[1],
            lambda x: x[2],
            lambda x: 1 - sum(x),
            lambda x: HALF - x[0],
            lambda x: HALF - x[1],
            lambda x: HALF - x[2],
            lambda x: HALF - sum(x),
        )
    ]
    facets = [" ".join(f"{i:x}" for i in face) for face in faces]
    return document(problem, claimed(F(1, 12), facets, F(1, 12)), proofs)


def slab():
    """A prism inside the octahedron's box: facets of four points, in 3 dimensions."""
    made = octahedron()
    corners = list(product((F(1, 4), F(5, 16)), (F(1, 4), F(5, 16)), (F(1, 8), F(1, 4))))
    numbers = {
        "x": [i for i in range(8) if i < 4], "X": [i for i in range(8) if i >= 4],
        "y": [i for i in range(8) if i & 2 == 0], "Y": [i for i in range(8) if i & 2],
        "z": [i for i in range(8) if i & 1 == 0], "Z": [i for i in range(8) if i & 1],
    }  # fmt: skip
    facets = [" ".join(f"{i:x}" for i in face[:3]) for face in numbers.values()]
    proofs = [inside(x) for x in corners] + made["proofs"][6:]
    volume = F(1, 16) * F(1, 16) * F(1, 8)
    return document(made["problem"], claimed(volume, facets, F(1, 12)), proofs)


#: Rows of a map, none of their products alike, and where it takes the origin.
SKEW = {
    2: (((F(2), F(1, 3)), (F(-1, 2), F(1))), (F(-1), F(1, 7))),
    3: (
        ((F(2), F(1, 3), F(-3)), (F(-1, 2), F(6, 5), F(1, 5)), (F(3), F(-1, 4), F(7, 4))),
        (F(-1), F(1, 7), F(2)),
    ),
}


def skewed(made):
    """Return the same in other coordinates."""
    made = copy.deepcopy(made)
    size = len(made["problem"]["parameters"])
    rows, start = SKEW[size]

    def moved(words):
        point = [_fraction(word) for word in words]
        return at(
            [
                y + sum((a * x for a, x in zip(row, point, strict=True)), F(0))
                for row, y in zip(rows, start, strict=True)
            ]
        )

    for item in [*made["problem"]["frame"], *made["proofs"]]:
        if "at" in item:
            item["at"] = moved(item["at"])
    factor = abs(_determinant(rows))
    for side in made["claim"].values():
        side["volume"] = makers.number(factor * _fraction(side["volume"]))
    return makers.signed(made)


def _fraction(word):
    top, _, bottom = word.partition("/")
    return F(int(top, 16), int(bottom or "1", 16))


def _determinant(rows):
    if len(rows) == 1:
        return rows[0][0]
    first, *rest = rows
    minors = (
        _determinant([row[:i] + row[i + 1 :] for row in rest]) for i in range(len(first))
    )
    return sum(
        (-1) ** i * x * y for i, (x, y) in enumerate(zip(first, minors, strict=True))
    )


def noisy(turned=False):
    """Channels so noisy that all are PPT, beyond the triangle too."""
    noise = makers.identity(4) * HALF
    chois = [noise, *((noise * 3 + flip(name)) * F(1, 4) for name in "XZ")]
    if turned:  # a channel's as well, but not normalized like the others
        turn = makers.exact(np.diag([1, 1, 2, 2]))
        chois[2] = makers.times(makers.times(turn, chois[2]), turn)
    problem = space(["p", "q"], TRIANGLE, chois)
    proofs = [inside(x) for x in TRIANGLE]
    claim = {"inner": {"volume": "1/2", "facets": ["1 2"]}}
    return document(problem, claim, proofs)


def wedge(thirds, facets, volume):
    """Points on a line p = 1/3 of the noisy channels, and the origin."""
    proofs = [inside((0, 0)), *(inside((F(1, 3), F(x, 3))) for x in thirds)]
    made = noisy() | {"proofs": proofs}
    return made | {"claim": {"inner": {"volume": volume, "facets": facets}}}


def whole_box():
    """A box of three parameters of which nothing is refuted."""
    noise = makers.identity(4) * HALF
    chois = [noise, *((noise * 7 + flip(name)) * F(1, 8) for name in "XYZ")]
    corners = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
    problem = space(["p", "q", "r"], corners, chois, "box")
    return document(problem, {"outer": {"volume": "1"}}, [against("I")])


def of_weight(weights, value):
    """Channels with given weights of the identity at the frame, else different flips."""
    chois = [
        flip("I") * weight + flip(name) * (1 - weight)
        for weight, name in zip(weights, "XYZ", strict=True)
    ]
    problem = space(["p", "q"], TRIANGLE, chois)
    return document(problem, {"outer": {"volume": value}}, [against("I")])


@lru_cache(maxsize=1)
def _gallery():
    files = sorted(FOLDER.glob("*-region.json"))
    return {f.stem: json.loads(f.read_text(encoding="utf-8")) for f in files}


def honest():
    """Return {name: document}, all of which must be accepted."""
    made = {
        "region-triangle": triangle(),
        "region-filtered": triangle(filtered=True),
        "region-box": box(),
        "region-octahedron": octahedron(),
        "region-slab": slab(),
        "region-noisy": noisy(),
        "region-wedge": wedge((0, 1, 2), ["1 3"], "1/9"),
        "region-narrow-wedge": wedge((1, 2), ["1 2"], makers.number(F(1, 18))),
        "region-whole-box-of-three": whole_box(),
        "region-nothing-of-one-weight": of_weight((F(3, 4),) * 3, "0"),
        "region-all-of-one-weight": of_weight((HALF,) * 3, "1/2"),
        "region-half-of-one-side": of_weight((1, 0, 1), "1/8"),
    }
    bodies = ("triangle", "filtered", "box", "octahedron", "slab")
    made |= {f"region-skewed-{x}": skewed(made[f"region-{x}"]) for x in bodies}
    small = {n: d for n, d in _gallery().items() if len(json.dumps(d)) < 40_000}
    return made | copy.deepcopy(small)


def changed(made, *changes):
    """Return a document with some members replaced, its digest that of its problem."""
    made = copy.deepcopy(made)
    for path, value in changes:
        *keys, last = path
        place = made
        for key in keys:
            place = place[key]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return makers.signed(made)


def welcome():
    """Return odd ones that are honest."""
    base, body = triangle(), octahedron()
    proofs = base["proofs"]
    line = [inside((HALF, 0)), inside((0, HALF)), *proofs[3:]]
    return {
        "region-smaller": changed(base, (("claim", "inner", "volume"), "1/9")),
        "region-larger": changed(base, (("claim", "outer", "volume"), "1/7")),
        "region-inner-alone": changed(base, (("claim", "outer"), None)),
        "region-outer-alone": changed(base, (("claim", "inner"), None)),
        "region-facet-left-out": changed(base, (("claim", "inner", "facets"), ["1 2"])),
        "region-point-twice": changed(base, (("proofs",), [*proofs[:3], *proofs])),
        "region-witness-twice": changed(base, (("proofs",), [*proofs, *proofs[3:]])),
        "region-proofs-mixed": changed(
            base, (("proofs",), [proofs[i] for i in (3, 0, 4, 1, 2, 5)])
        ),
        "region-flat": changed(
            base,
            (("proofs",), line),
            (("claim", "inner"), {"volume": "0", "facets": ["0 1"]}),
        ),
        "region-flat-body": changed(
            body,
            (("proofs",), [*body["proofs"][:3], *body["proofs"][6:]]),
            (("claim", "inner"), {"volume": "0", "facets": ["0 1 2"]}),
        ),
        "region-whole-domain": changed(
            base,
            (("proofs",), proofs[:3]),
            (("claim", "outer", "volume"), "1/2"),
        ),
        "region-whole-body": changed(
            body, (("proofs",), body["proofs"][:6]), (("claim", "outer", "volume"), "1/6")
        ),
        "region-whole-box": changed(
            box(), (("proofs",), proofs[:3]), (("claim", "outer", "volume"), "1/4")
        ),
        "region-all-refuted": all_refuted(),
        "region-witness-of-nothing": changed(
            base, (("proofs",), [*proofs, makers.witness(makers.zeros(4))])
        ),
    }


def all_refuted(value="0"):
    """Nothing near the identity channel is PPT: nothing of that corner is left."""
    first, second, third = (flip(name) for name in "IXZ")
    share = F(1, 4)
    near = [
        first,
        first * (1 - share) + second * share,
        first * (1 - share) + third * share,
    ]
    problem = space(["X", "Z"], ((0, 0), (share, 0), (0, F(1, 5))), near)
    return document(problem, {"outer": {"volume": value}}, [against("I")])


def unwelcome():
    """Return {name: document}, all of which must be refused."""
    base, body, square = triangle(), octahedron(), box()
    proofs, frame = base["proofs"], base["problem"]["frame"]
    volume, facets = ("claim", "inner", "volume"), ("claim", "inner", "facets")
    point, outer = ("proofs", 0, "at"), ("claim", "outer", "volume")
    more, less = (makers.number(F(1, 8) + x) for x in (HAIR, -HAIR))
    body_more, body_less = (makers.number(F(1, 12) + x) for x in (HAIR, -HAIR))
    moved = at((HALF + HAIR, HALF - HAIR))
    outside = at((F(3, 4), F(1, 2)))
    minus = makers.witness(makers.identity(4) * -1)
    faceted = body["claim"]["inner"]["facets"]
    return {
        "more-inside": changed(base, (volume, more)),
        "less-left": changed(base, (outer, less)),
        "more-inside-body": changed(body, (volume, body_more)),
        "less-left-body": changed(body, (outer, body_less)),
        "more-inside-slab": changed(slab(), (volume, makers.number(F(1, 2048) + HAIR))),
        "plane-twice": changed(
            base,
            (("proofs",), [proofs[2], *proofs[:2], inside((HALF, F(1, 4))), *proofs[3:]]),
            (facets, ["1 2", "1 3"]), (volume, "3/10")),
        "below-noisy": changed(noisy(), (("proofs", 0, "at"), at((-F(1, 10), 0)))),
        "beyond-noisy": changed(noisy(), (("proofs", 1, "at"), at((F(11, 10), 0)))),
        "unlike-noisy": noisy(turned=True),
        "plane-twice-noisy": wedge((0, 1, 2), ["1 3", "1 2"], "1/6"),
        "facet-from-zero": wedge((1, 2), ["1 2"], makers.number(F(1, 12))),
        "less-left-box-of-three": changed(whole_box(), (outer, "ff/100")),
        "less-of-one-weight": of_weight((HALF,) * 3, "1/3"),
        "less-of-one-side": of_weight((1, 0, 1), "1/9"),
        "more-inside-box": changed(square, (volume, more)),
        "less-left-box": changed(square, (outer, less)),
        "less-than-nothing": all_refuted("-1/100"),
        "half-of-it": changed(
            all_refuted(), (("proofs",), [against("X")])
        ),
        "facet-twice": changed(base, (facets, [*SIDES, "1 0"]), (volume, more)),
        "facet-twice-alone": changed(base, (facets, ["0 1", "1 0"])),
        "facet-of-one-point": changed(base, (facets, ["0 0", "1 2"])),
        "facet-of-unknown": changed(base, (facets, ["0 3", "1 2"])),
        "facet-of-minus": changed(base, (facets, ["0 -1", "1 2"])),
        "facet-too-long": changed(base, (facets, ["0 1 2"])),
        "facet-no-text": changed(base, (facets, [["0", "1"]])),
        "facets-no-list": changed(base, (facets, "0 1")),
        "facet-missing": changed(base, (facets, ["0 1", "2 0"]), (("proofs",), [
            inside((F(1, 3), F(1, 3))), *proofs]), (volume, "1/8")),
        "facet-inside": changed(
            base,
            (("proofs",), [inside((F(3, 8), F(3, 8))), *proofs]),
            (facets, ["0 1", "0 2", "0 3", "1 2"]),
        ),
        "facet-inside-body": changed(body, (facets, ["0 1 5", *faceted])),
        "facet-twice-body": changed(body, (facets, [*faceted, faceted[0][::-1]])),
        "facet-flat-body": changed(body, (facets, ["0 5 0", *faceted])),
        "repeated-corner": changed(base, (facets, ["0 1", "1 2", "2 0", "3 4"]), (
            ("proofs",), [*proofs[:3], *proofs]), (volume, more)),
        "point-moved": changed(base, (point, moved)),
        "point-outside": changed(base, (point, outside)),
        "point-below": changed(base, (point, at((HALF, -HAIR)))),
        "point-beyond-box": changed(square, (point, at((HALF + HAIR, 0)))),
        "point-short": changed(base, (point, ["1/2"])),
        "point-long": changed(base, (point, ["1/2", "1/2", "0"])),
        "point-none": changed(base, (point, None)),
        "point-number": changed(base, (("proofs", 0, "point"), "0")),
        "witness-point": changed(base, (("proofs", 3, "point"), "0")),
        "kind-none": changed(base, (("proofs", 0, "kind"), None)),
        "kind-unknown": changed(base, (("proofs", 0, "kind"), "true")),
        "proof-text": changed(base, (("proofs", 0), "positive")),
        "proofs-none": changed(base, (("proofs",), [])),
        "inner-of-nothing": changed(base, (("proofs",), proofs[3:]), (volume, "0"), (
            facets, [])),
        "nothing-claimed": changed(base, (("claim",), {})),
        "claim-unknown": changed(base, (("claim", "holds"), "[0,1]")),
        "inner-unknown": changed(base, (("claim", "inner", "vertices"), [])),
        "outer-unknown": changed(base, (("claim", "outer", "facets"), [])),
        "witness-negative": changed(base, (("proofs", 3), minus), (outer, "0")),
        "witness-missing": changed(base, (("proofs",), proofs[:-1])),
        "frame-on-a-line": changed(
            base, (("problem", "frame", 2, "at"), at((2, 0))), (("proofs",), proofs[3:]),
            (("claim", "inner"), None),
        ),
        "frame-point-twice": changed(
            base, (("problem", "frame", 2, "at"), at((0, 0))), (("proofs",), proofs[3:]),
            (("claim", "inner"), None), (outer, "0"),
        ),
        "frame-stretched": changed(
            base, (("problem", "frame", 2, "at"), at((0, 2))),
        ),
        "frame-short": changed(base, (("problem", "frame"), frame[:2])),
        "frame-long": changed(base, (("problem", "frame"), [*frame, frame[0]])),
        "frame-exchanged": changed(
            base, (("problem", "frame", 0, "choi"), frame[1]["choi"]),
            (("problem", "frame", 1, "choi"), makers.hermitian(makers.identity(4) * HALF)),
        ),
        "frame-unlike": changed(base, (
            ("problem", "frame", 2, "choi"), makers.hermitian(flip("Z") * 2))),
        "frame-no-channel": changed(base, (
            ("problem", "frame", 2, "choi"), makers.hermitian(flip("Z") * 2 - flip("I")))),
        "frame-unknown": changed(base, (("problem", "frame", 0, "scales"), ["1", "1"])),
        "scales-short": changed(base, (("problem", "scales"), ["1"])),
        "shape-box": changed(base, (("problem", "shape"), "box")),
        "shape-unknown": changed(base, (("problem", "shape"), "ball")),
        "shape-list": changed(base, (("problem", "shape"), ["box"])),
        "shape-simplex": changed(square, (("problem", "shape"), "simplex")),
        "one-name": changed(base, (("problem", "parameters"), ["X"])),
        "four-names": changed(base, (("problem", "parameters"), list("WXYZ"))),
        "names-alike": changed(base, (("problem", "parameters"), ["X", "X"])),
        "names-words": changed(base, (("problem", "parameters"), ["X", "is PPT"])),
        "radius": changed(base, (("problem", "radius"), "0")),
        "capacity": changed(base, (("problem", "property"), {"name": "zero-capacity"})),
        "signed-alone": changed(
            base, (("problem", "property"), {"name": "signed-extendible"})),
        "property-text": changed(base, (("problem", "property"), "ppt")),
        "antidegradable": changed(base, (("problem", "property"), makers.extendible(2))),
        "wrong-digest": base | {"digest": body["digest"]},
        "wrong-format": base | {"format": makers.FORMAT},
        "other-as-region": document(
            makers.points((2, 2), makers.PPT, [flip("X")]), {"verdicts": ["fails"]},
            [against("X")]),
    }  # fmt: skip
