"""Partition certificates with one step broken, and odd ones with none."""

from __future__ import annotations

import copy
import json

import partition_documents as by_hand
from partition_documents import DELTA, ONE, SWAP, element, placed, square

LEAST = {"least": 2}
DEPOLARIZING = by_hand.antidegradable(LEAST)
PPT = by_hand.ppt(LEAST)
DEPHASING = by_hand.dephasing(LEAST)
UNIT = placed(ONE, 1, 2)


def changed(document, path, value):
    """Return a copy with another value at a path of keys, signed; None takes it away."""
    found = copy.deepcopy(document)
    *above, last = path.split("/")
    place = found
    for key in above:
        place = place[int(key) if isinstance(place, list) else key]
    if value is None:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return by_hand.signed(found) if above and above[0] == "problem" else found


def holding(*gram, at="1", document=DEPOLARIZING):
    """Return a certificate that says no more than that the property holds at a point."""
    found = changed(document, "proofs/holds", [{"at": at, "gram": list(gram)}])
    found = changed(found, "proofs/fails", [])
    return changed(found, "claim", {"holds": [at, at]})


def interval(document=DEPOLARIZING, **parts):
    parts = {key.rstrip("_"): value for key, value in parts.items()}
    return changed(document, "claim/fails/0", parts)


def noise(weight, below, dimension=LEAST):
    """Return a certificate that it holds at 1, as 1/d² times itself over itself."""
    document = by_hand.antidegradable(dimension)
    below = by_hand.poly_times(below, (0, 0, 1))
    return holding(square({UNIT: 1}, weight, below), document=document)


def twice(first, second, least=2):
    """Return the same in two parts."""
    gram = [square({UNIT: 1}, weight, (0, 0, 0, 1)) for weight in (first, second)]
    return holding(*gram, document=by_hand.antidegradable({"least": least}))


def matrix(*entries, below):
    """Return the same by a matrix of two equal vectors."""
    block = {"vectors": [element({UNIT: 1})] * 2, "matrix": list(entries), "over": below}
    return holding(block)


def unsound_null():
    """Return what would follow if for PPT it were enough that Q is positive, not Q^(T_B).

    J(x) = Δ is PPT. Q = 1 − F ≥ 0 is orthogonal to it; Q^(T_B) = 1 − Ω is not.
    """
    q, j = {ONE: (1,), by_hand.OMEGA: (-1,)}, {DELTA: (1,)}
    half = by_hand.times(q, j)
    lift = by_hand.scaled(by_hand.plus(half, by_hand.adjoint(half)), -1)
    flipped = {word[0] + word[3] + word[2] + word[1]: c for word, c in lift.items()}
    witness = {by_hand.first_seen(word): c for word, c in flipped.items()}
    proof = {
        "witness": element(witness),
        "gram": [],
        "null": [square({ONE: 1, SWAP: -1}, (1,), (2,))],
        "multiplier": element(half),
    }
    return constant(DELTA, LEAST, by_hand.PPT, fails=[proof])


def not_a_channel(terms, below, gram):
    """Return a certificate about another operator in place of 1/d."""
    found = changed(DEPOLARIZING, "problem/choi_to", element(terms, below))
    found = changed(found, "proofs/channel/to", gram)
    found = changed(found, "proofs/holds", [])
    found = changed(found, "proofs/fails", DEPOLARIZING["proofs"]["fails"])
    first = {"from": "0", "to": "0", "closed": ["from", "to"]}
    return changed(found, "claim", {"fails": [first]})


def constant(word, dimension, prop, holds=(), fails=()):
    """Return a certificate about one channel, a partition, the same at both ends."""
    choi, channel = element({word: 1}), [square({word: 1})]
    every = {"from": "0", "to": "1", "closed": ["from", "to"]}
    claim = {"fails": [every]} if fails else {"holds": ["1", "1"]}
    ends = (choi, choi), (channel, channel)
    return by_hand.document(dimension, prop, *ends, list(holds), list(fails), claim)


def copied(copies, least=2, prop=None):
    """Return a proof that ρ ↦ diag(ρ) is k-extendible."""
    gram = [square({"0" * (2 * copies + 2): 1})]
    prop = prop or by_hand.extendible(copies)
    found = constant(DELTA, LEAST, prop, [{"at": "1", "gram": gram}])
    return changed(found, "problem/dimension/least", by_hand.number(least))


def shorter(to, document=DEPOLARIZING):
    """Return the same about the channels with x ≤ 1/`to` alone, written as before."""
    rest = {by_hand.OMEGA: (0, to - 1), ONE: 1}
    gram = [
        square({by_hand.OMEGA: 1}, (to - 1,), (0, to)),
        square({ONE: 1}, (1,), (0, to)),
    ]
    found = changed(document, "proofs/channel/to", gram)
    found = changed(found, "problem/choi_to", element(rest, (0, to)))
    return changed(found, "problem/to", f"1 / {to:x}")


def backwards(document=DEPOLARIZING):
    """Return the same with 1 − x for x."""
    found = copy.deepcopy(document)
    problem, proofs = found["problem"], found["proofs"]
    choi, gram = problem["choi_from"], proofs["channel"]["from"]
    problem["choi_from"], problem["choi_to"] = problem["choi_to"], choi
    proofs["channel"] = {"from": proofs["channel"]["to"], "to": gram}
    start = by_hand.function((2, 1), (2, 2))
    for proof, at in zip(proofs["holds"], (start, "0"), strict=True):
        proof["at"] = at
    fails = [{"from": start, "to": "1", "closed": ["to"]}]
    found["claim"] = {"holds": ["0", start], "fails": fails}
    return by_hand.signed(found)


def before():
    """Return a proof for 1 − x = −1/2, say, on a line that starts at 0 with x = 1/2."""
    half = element({by_hand.OMEGA: (0, 1), ONE: 1}, (0, 2))
    gram = [square({by_hand.OMEGA: 1}, (1,), (0, 2)), square({ONE: 1}, (1,), (0, 2))]
    full = [square({UNIT: 1}, (1,), (0, 0, 1))]
    found = changed(holding(*full, at="-1 / 2"), "problem/to", "1 / 2")
    found = changed(found, "problem/choi_to", found["problem"]["choi_from"])
    found = changed(found, "proofs/channel/to", found["proofs"]["channel"]["from"])
    found = changed(found, "proofs/channel/from", gram)
    return changed(found, "problem/choi_from", half)


def witnessed(**parts):
    """Return what would be a proof that the property never holds."""
    found = changed(DEPOLARIZING, "proofs/fails", [parts])
    found = changed(found, "proofs/holds", [])
    return changed(found, "claim", {"fails": [{"from": "0", "to": "1"}]})


def asymmetric():
    """Return a proof at 1/2 by σ = P_1/d, which only on average has the marginal J."""
    first = square({placed(by_hand.OMEGA, 1, 2): 1}, (1,), (0, 0, 1))
    return holding(first, at="1 / 2")


def welcome():
    """Return odd certificates that prove what they say."""
    start = by_hand.function((0, 1), (2, 2))
    return {
        "a denominator that is negative between two integers": noise(
            (154, -125, 25), (154, -125, 25)
        ),
        "a denominator that vanishes before the least d": noise(
            (-2, 1), (-2, 1), {"least": 3}
        ),
        "a denominator that is 0 elsewhere": noise((-2, 1), (-2, 1), {"equals": 7}),
        "a matrix that is positive from here on": twice((-10, 1), (10,), 10),
        "a singular matrix": matrix("0 0 1", "1 0 1", "1 1 1", below="0 0 4"),
        "one point": interval(from_="0", to="0", closed=["to", "from"]),
        "an open interval": interval(from_="0", to=start),
        "a short interval": interval(from_="0", to="0 1 / 3 2", closed=["from", "to"]),
        "an end written otherwise": changed(
            DEPOLARIZING, "claim/holds/0", by_hand.function((0, 0, 3), (0, 6, 6))
        ),
        "a number for a function of the one d": changed(
            by_hand.antidegradable({"equals": 7}), "claim/holds/0", "7 / 10"
        ),
        "an asymmetric extension": asymmetric(),
        "denominators that meet": holding(
            {
                "vectors": [element({UNIT: 1}, (2,)), element({UNIT: 1})],
                "matrix": ["0 0 4", "1 0 4", "1 1 4"],
                "over": "0 0 9",
            }
        ),
        "a shorter line": shorter(8, interval(from_="0", to="1 / 8", closed=["to"]))
        | {
            "claim": {"fails": [{"from": "0", "to": "1 / 8", "closed": ["to"]}]},
            "proofs": shorter(8)["proofs"] | {"holds": []},
        },
        "the other way round": backwards(),
        "five copies": copied(5),
        "a matrix of zeros": holding(
            square({UNIT: 1}, (1,), (0, 0, 1)),
            {"vectors": [element({UNIT: 1})], "matrix": []},
        ),
        "a label": changed(DEPOLARIZING, "problem/label", 'λ "quoted" \\ 𝔸'),
        "a parameter": changed(DEPOLARIZING, "problem/parameter", "η_1"),
        "only what holds": changed(
            changed(DEPOLARIZING, "claim/fails", None), "proofs/fails", None
        ),
        "only what fails": changed(
            changed(DEPOLARIZING, "claim/holds", None), "proofs/holds", None
        ),
    }


def _semantic():
    """Yield forgeries that are well formed."""
    start = by_hand.function((0, 1), (2, 2))
    sigma = "proofs/holds/0/gram/0"
    yield (
        "a wrong coefficient",
        changed(DEPOLARIZING, f"{sigma}/vectors/0/terms/0", "001221 2"),
    )
    yield (
        "a wrong degree",
        changed(DEPOLARIZING, f"{sigma}/vectors/0/terms/0", "001221 0 1"),
    )
    yield "a wrong weight", changed(DEPOLARIZING, f"{sigma}/over", "0 2 3")
    yield "a wrong power", changed(DEPOLARIZING, "proofs/holds/1/gram/0/over", "0 1")
    yield (
        "strands swapped",
        changed(
            DEPOLARIZING, f"{sigma}/vectors/0/terms/0", f"{by_hand.first_seen('011202')} 1"
        ),
    )
    yield (
        "a product the other way",
        changed(
            DEPOLARIZING, f"{sigma}/vectors/0/terms/1", f"{by_hand.first_seen('001212')} 1"
        ),
    )
    yield "a denominator that vanishes at the least d", noise((-2, 1), (-2, 1))
    yield "a denominator that vanishes later", noise((25, -10, 1), (25, -10, 1))
    yield "a denominator that turns negative", noise((50, -1), (50, -1))
    yield "a denominator that is negative", noise((-1,), (-1,))
    yield "a denominator that is 0", noise((-7, 1), (-7, 1), {"equals": 7})
    yield "a denominator that is 0 as a polynomial", noise((0, 1), (0,))
    yield "a matrix that is positive for large d only", twice((-10, 1), (10,))
    yield "a matrix that is positive beyond 9 only", twice((-10, 1), (10,), 9)
    yield "a matrix that turns negative", twice((1000, -1), (-1000, 2))
    yield "an indefinite matrix", matrix("0 0 1", "1 0 2", "1 1 1", below="0 0 6")
    yield "a matrix without a diagonal", matrix("1 0 1", below="0 0 2")
    yield "a negative entry below", matrix("0 0 3", "1 1 -1", below="0 0 2")
    yield (
        "an interval one step too far",
        interval(from_="0", to="1 1 / 2 2", closed=["from"]),
    )
    yield (
        "an interval by a little too far",
        interval(from_="0", to="1 f4240 / 1e8480 1e8480", closed=["from"]),
    )
    yield "closed where it is open", interval(from_="0", to=start, closed=["from", "to"])
    yield "an empty interval", interval(from_="0", to="0")
    yield "half an empty interval", interval(from_="0", to="0", closed=["to"])
    yield "an interval backwards", interval(from_="1 / 4", to="0", closed=["from", "to"])
    yield "an interval before the line", interval(from_="-1", to="0", closed=["from", "to"])
    yield "an interval beyond the line", interval(from_="0", to="2", closed=["from"])
    yield "it holds from no point", changed(DEPOLARIZING, "claim/holds/0", "0 1 / 3 2")
    yield (
        "it holds from a point at one d alone",
        changed(DEPOLARIZING, "claim/holds/0", "7 / 10"),
    )
    yield "it holds backwards", changed(DEPOLARIZING, "claim/holds", ["1", start])
    yield "holds without proof", changed(DEPOLARIZING, "proofs/holds", None)
    yield "fails without proof", changed(DEPOLARIZING, "proofs/fails", None)
    yield "another point", changed(DEPOLARIZING, "proofs/holds/1/at", "2 / 3")
    yield "a point beyond the line", changed(DEPOLARIZING, "problem/to", "1 / 3")
    yield "from is to", changed(DEPOLARIZING, "problem/to", "0")
    yield "from is beyond to at one d", changed(DEPOLARIZING, "problem/from", "5 / 0 1")
    anything = square({by_hand.first_seen("000000"): 1})
    yield "no line at all", changed(holding(anything, at="0"), "problem/to", "0")
    full = holding(square({UNIT: 1}, (1,), (0, 0, 1)))
    yield "a point that is true beyond the line", shorter(2, full)
    yield "a point that is true before the line", before()
    beyond = shorter(8) | {"claim": {"fails": DEPOLARIZING["claim"]["fails"]}}
    beyond["proofs"] = beyond["proofs"] | {"holds": []}
    yield "an interval that is true beyond the line", beyond
    yield (
        "closed where it is open, backwards",
        changed(backwards(), "claim/fails/0/closed", ["from", "to"]),
    )
    yield "a witness of nothing", witnessed(witness=element({}), gram=[])
    minus, half = element({ONE: -1}), element({UNIT: 1}, (2,))
    yield (
        "a null space of everything",
        witnessed(witness=minus, gram=[], null=[square({ONE: 1})], multiplier=half),
    )
    # N = d − Ω is orthogonal to J = Ω, and not to its partial transpose F.
    slack = {
        "witness": element({ONE: (0, -2), SWAP: 2}),
        "gram": [],
        "null": [square({ONE: (0, 1), by_hand.OMEGA: -1}, (1,), (0, 1))],
        "multiplier": element({ONE: 1}),
    }
    orthogonal = constant(by_hand.OMEGA, LEAST, by_hand.PPT, fails=[slack])
    yield (
        "a null space before the transpose",
        changed(
            orthogonal, "proofs/channel", dict.fromkeys(("from", "to"), by_hand.NOISY[0])
        ),
    )
    yield "one d too many", by_hand.antidegradable({"least": 1})
    yield "two d too many", by_hand.three_copies({"least": 1})
    yield "one d too many for three copies", by_hand.three_copies({"least": 2})
    yield "the trivial d", by_hand.ppt({"equals": 1})
    yield "more copies", changed(DEPOLARIZING, "problem/property", by_hand.extendible(3))
    yield "another property", changed(DEPOLARIZING, "problem/property", by_hand.PPT)
    yield (
        "another witness",
        changed(
            DEPOLARIZING,
            "proofs/fails/0/witness",
            element({ONE: (0, 1), by_hand.OMEGA: -2}),
        ),
    )
    yield (
        "a witness that is not self-adjoint",
        changed(DEPOLARIZING, "proofs/fails/0/witness/terms/0", "0010 1 1"),
    )
    yield "a witness without its sum", changed(DEPOLARIZING, "proofs/fails/0/gram", [])
    yield (
        "a null space without reason",
        changed(DEPHASING, "proofs/fails/0/null", [square({ONE: 1})]),
    )
    yield (
        "a null space that is not positive",
        changed(DEPHASING, "proofs/fails/0/null/0/matrix", ["0 0 -1"]),
    )
    yield (
        "another multiplier",
        changed(DEPHASING, "proofs/fails/0/multiplier", element({"000000": 1})),
    )
    yield "no multiplier", changed(DEPHASING, "proofs/fails/0/multiplier", element({}))
    yield (
        "dephasing at its end",
        interval(DEPHASING, from_="0", to="1", closed=["from", "to"]),
    )
    yield "a null space of PPT that is not positive", unsound_null()
    yield (
        "not trace preserving",
        not_a_channel({ONE: 1}, (0, 0, 1), [square({ONE: 1}, (1,), (0, 0, 1))]),
    )
    yield (
        "not completely positive",
        not_a_channel(
            {SWAP: 1},
            (1,),
            [
                square({ONE: 1, SWAP: 1}, (1,), (4,)),
                square({ONE: 1, SWAP: -1}, (-1,), (4,)),
            ],
        ),
    )
    yield (
        "another channel",
        not_a_channel({DELTA: 1}, (1,), [square({ONE: 1}, (1,), (0, 1))]),
    )


def _formal():
    """Yield what is no certificate."""
    paths = {
        "integer": (
            "proofs/holds/1/at",
            ["01", "-0", "+1", "0x1", "A", "1_0", "", " 1", "１"],
        ),
        "polynomial": (
            "proofs/holds/1/at",
            ["1 0", "1  1", "1 ", "1\t1", "0 0", "1" + " 1" * 512, "1" * (2**13 + 1)],
        ),
        "function": (
            "proofs/holds/1/at",
            ["1/1", "1 /1", "1 / 1 / 1", "1 / ", " / 1", "1 / 0", "1 / -1"],
        ),
        "partition": (
            "proofs/holds/1/gram/0/vectors/0/terms/0",
            [
                "012013 1",
                "112012 1",
                "01201 1",
                "0120120 1",
                "01201G 1",
                "0120１2 1",
                " 1",
                "1",
            ],
        ),
        "term": (
            "proofs/holds/1/gram/0/vectors/0/terms",
            [["012012 0"], ["012012 1", "012012 1"], ["012012  1"], ["012012"], "012012 1"],
        ),
        "matrix": (
            "proofs/holds/1/gram/0/matrix",
            [
                ["0 0 0"],
                ["0 0 1", "0 0 1"],
                ["0 1 1"],
                ["1 0 1"],
                ["-1 -1 1"],
                ["0 0"],
                ["00 0 1"],
            ],
        ),
        "vectors": (
            "proofs/holds/1/gram/0/vectors",
            [[], [element({UNIT: 1})] * 7, [element({ONE: 1})], {}],
        ),
        "closed": (
            "claim/fails/0/closed",
            [["from", "from"], ["both"], "from", [["from"]], ["from", "to", "from"]],
        ),
        "claim": (
            "claim",
            [
                {},
                {"fails": []},
                {"holds": []},
                {"holds": ["1"]},
                {"holds": ["1", "1"], "x": "1"},
            ],
        ),
        "dimension": (
            "problem/dimension",
            [
                {},
                {"least": "0"},
                {"least": "-2"},
                {"equals": "0"},
                {"least": "2", "equals": "2"},
                {"most": "2"},
                "2",
            ],
        ),
        "property": (
            "problem/property",
            [
                {"name": "extendible"},
                {"name": "extendible", "copies": "1"},
                {"name": "extendible", "copies": "6"},
                {"name": "ppt", "copies": "1"},
                {"name": "degradable"},
                "ppt",
            ],
        ),
        "label": ("problem/label", ["x" * 201, "a\nb", "\ud800", ["x"]]),
        "parameter": ("problem/parameter", ["", "1x", "x y", "x" * 33, "х", "d"]),
        "format": (
            "format",
            ["sdpsearch partition certificate 2", "sdpsearch certificate 1"],
        ),
        "digest": ("digest", ["0" * 64, "", PPT["digest"]]),
        "renumbered": (
            "proofs/holds/1/gram/0/vectors/0/terms/0",
            ["120120 1", "024024 1", "fdefde 1", "01201２ 1"],
        ),
        "no list": (
            "proofs/holds/1/gram/0/vectors/0/terms",
            ["012012 1", {"012012 1": "1"}],
        ),
        "no string": ("proofs/holds/1/at", [["1"], {"1": "1"}, []]),
        "zeros": (
            "proofs/holds/1/gram/0/vectors/0/terms",
            [["012012 1", "000000 0"]],
        ),
        "zero": (
            "proofs/holds/1/gram/0",
            [
                square({UNIT: 1}, (1,), (0, 0, 1))
                | {"matrix": ["0 0 1", "1 0 0"], "vectors": [element({UNIT: 1})] * 2}
            ],
        ),
        "extra": ("proofs/more", ["1"]),
        "proof": ("proofs/fails/0/null", [[]]),
        "many": ("proofs/holds", [DEPOLARIZING["proofs"]["holds"] * 9]),
    }
    for name, (path, values) in paths.items():
        for i, value in enumerate(values):
            yield f"{name} {i}", changed(DEPOLARIZING, path, value)
    for path in ("format", "digest", "claim", "proofs", "proofs/channel", "problem/from"):
        yield f"no {path}", changed(DEPOLARIZING, path, None)
    yield "an empty string for a list", changed(DEPHASING, "proofs/fails/0/gram", "")
    yield "an empty object for a list", changed(DEPHASING, "proofs/fails/0/gram", {})
    yield "no d", copied(2, 0)
    yield "a negative d", copied(2, -5)
    yield "one copy", changed(PPT, "problem/property", by_hand.extendible(1))
    yield "six copies", copied(6)
    yield "no null", changed(DEPHASING, "proofs/fails/0/null", None)


def texts():
    """Return bytes that are no certificate, by name."""
    good = by_hand.encode(DEPOLARIZING)
    return {
        "nothing": b"",
        "not UTF-8": good.replace(b"extendible", b"\xff", 1),
        "UTF-16": good.decode().encode("utf-16"),
        "a byte order mark": b"\xef\xbb\xbf" + good,
        "something after it": good + b"1",
        "two of them": good + good,
        "a number": good.replace(b'"over": "0 1"', b'"over": 1', 1),
        "true": good.replace(b'"over": "0 1"', b'"over": true', 1),
        "null": good.replace(b'"over": "0 1"', b'"over": null', 1),
        "NaN": good.replace(b'"over": "0 1"', b'"over": NaN', 1),
        "a key twice": good.replace(b'"from": "0"', b'"from": "0", "from": "0"', 1),
        "a key twice in disguise": good.replace(
            b'"from": "0"', b'"from": "0", "fr\\u006fm": "0"', 1
        ),
        "a comma too many": good.replace(b"]", b",]", 1),
        "a comma too few": good.replace(b'", "', b'" "', 1),
        "a list that is not closed": good.replace(b"]", b"", 1),
        "the wrong bracket": good.replace(b"]", b"}", 1),
        "half of it": good[: len(good) // 2],
        "a control character": good.replace(b"certificate", b"certi\x00ficate", 1),
        "a comma for a brace": good.replace(b'"problem": {', b'"problem": ,', 1),
        "a colon in a list": good.replace(b'"001221 1", ', b'"001221 1": ', 1),
        "a colon in an object": good.replace(b', "problem"', b': "problem"', 1),
        "a wrong escape": good.replace(b"certificate", b"certificat\\x65", 1),
        "single quotes": good.replace(b'"', b"'"),
        "a list": b"[" + good + b"]",
        "a string": json.dumps(good.decode()).encode(),
    }


def unwelcome():
    """Return every forgery by name, as bytes."""
    made = [*_semantic(), *_formal()]
    return {name: by_hand.encode(document) for name, document in made} | texts()


#: What is put in the place of anything.
ODD = (
    "",
    "0",
    "1",
    "-1",
    "0 1",
    "1 / 0 1",
    "0 0 1",
    "f" * 9000,
    [],
    [""],
    [[]],
    {},
    {"": ""},
)


def places(value, *path):
    """Yield the path of everything within a document."""
    if path:
        yield "/".join(map(str, path))
    if not isinstance(value, str):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, *path, key)


def nudged(document):
    """Yield copies with one coefficient of the proofs one larger, that of no multiplier.

    A multiplier is not unique: S(Q) takes |iii> to zero.
    """
    for path, before in _polynomials(document["proofs"], "proofs"):
        if "multiplier" in path:
            continue
        for i, word in enumerate(before.split(" ")):
            if i >= SKIPPED.get(path[-2], 0) and word != "/":
                words = before.split(" ")
                words[i] = by_hand.number(int(word, 16) + 1)
                yield changed(document, "/".join(map(str, path)), " ".join(words))


#: Words before the polynomial.
SKIPPED = {"terms": 1, "matrix": 2}


def _polynomials(value, *path):
    """Yield path and text of every string with a polynomial."""
    if isinstance(value, str):
        yield path, value
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _polynomials(item, *path, key)
