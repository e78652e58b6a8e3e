"""Random damage to certificates: every function returns a changed copy or None."""

from __future__ import annotations

import copy
from fractions import Fraction

import makers
import numpy as np

F = Fraction
LARGE = 2**70 + 3
SIGNED = {"name": "signed-extendible"}
CAPACITY = {"name": "zero-capacity"}
KINDS = ("extension", "map", "witness", "positive", "signed", "singularity", "code")


def leaves(value, path=()):
    """Yield the paths of all strings in a document."""
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def lists(value, path=()):
    """Yield the paths of all lists with something in them."""
    if isinstance(value, dict):
        for key in value:
            yield from lists(value[key], (*path, key))
    elif isinstance(value, list) and value:
        yield path
        for index, item in enumerate(value):
            yield from lists(item, (*path, index))


def at(document, path):
    for step in path:
        document = document[step]
    return document


def put(document, path, value):
    at(document, path[:-1])[path[-1]] = value


def choice(rng, values):
    return values[int(rng.integers(len(values)))] if len(values) else None


def _is_number(text):
    return bool(text) and all(c in "0123456789abcdef-/ " for c in text)


def changed_integer(rng, text):
    value = int(text, 16)
    options = (value + 1, value - 1, -value, 0, 2 * value, value + LARGE, value // 2, 1, 2)
    return f"{choice(rng, options):x}"


def number_changed(rng, document):
    """One integer somewhere: in an entry, a size, a denominator, an end of an interval."""
    parts = ("proofs", "problem", "claim")
    part = choice(rng, parts)
    paths = [
        (part, *p) for p in leaves(document[part]) if _is_number(at(document[part], p))
    ]
    path = choice(rng, paths)
    if path is None:
        return None
    text = at(document, path)
    separator = " " if " " in text else "/"
    tokens = text.split(separator)
    spot = int(rng.integers(len(tokens)))
    if not tokens[spot]:
        return None
    tokens[spot] = changed_integer(rng, tokens[spot])
    put(document, path, separator.join(tokens))
    return document


def entry_changed(rng, document):
    """One matrix entry, only its value."""
    paths = [
        p
        for p in leaves(document)
        if p[-2:-1] == ("entries",) or (len(p) > 1 and p[-2] == "entries")
    ]
    path = choice(rng, paths)
    tokens = at(document, path).split(" ")
    spot = int(rng.integers(2, len(tokens)))
    tokens[spot] = changed_integer(rng, tokens[spot])
    if tokens[0] != tokens[1] and len(tokens) == 3 and rng.random() < 0.2:
        tokens.append("1")
    put(document, path, " ".join(tokens))
    return document


def item_dropped(rng, document):
    target = at(document, choice(rng, list(lists(document))))
    target.pop(int(rng.integers(len(target))))
    return document


def item_doubled(rng, document):
    target = at(document, choice(rng, list(lists(document))))
    target.append(copy.deepcopy(choice(rng, target)))
    return document


def items_swapped(rng, document):
    """Two items of a list, or the values of two matrix entries."""
    target = at(document, choice(rng, list(lists(document))))
    if len(target) < 2:
        return None
    i, j = (int(x) for x in rng.choice(len(target), 2, replace=False))
    if isinstance(target[i], str) and target[i].count(" ") >= 2:
        first, second = target[i].split(" "), target[j].split(" ")
        target[i] = " ".join(first[:2] + second[2:])
        target[j] = " ".join(second[:2] + first[2:])
    else:
        target[i], target[j] = target[j], target[i]
    return document


def key_dropped(rng, document):
    parts = [p[:n] for p in leaves(document) for n in range(1, len(p)) if p[0] != "format"]
    path = choice(rng, [p for p in parts if isinstance(at(document, p), dict)])
    if path is None:
        return None
    target = at(document, path)
    target.pop(choice(rng, list(target)))
    return document


def verdict_flipped(rng, document):
    claim = document["claim"]
    if "verdicts" in claim:
        spot = int(rng.integers(len(claim["verdicts"])))
        flip = {"holds": "fails", "fails": "holds"}
        claim["verdicts"][spot] = flip.get(claim["verdicts"][spot], "fails")
    elif "holds" in claim:
        claim.setdefault("fails", []).append(claim.pop("holds"))
    else:
        claim["holds"] = claim.pop("fails")[0]
    return document


def end_moved(rng, document):
    """The ends of an interval, in and out, by much and by next to nothing."""
    claim = document["claim"]
    if "verdicts" in claim:
        return None
    if "holds" in claim and rng.random() < 0.4:
        claim["holds"] = _moved(rng, claim["holds"])
    elif claim.get("fails"):
        spot = int(rng.integers(len(claim["fails"])))
        claim["fails"][spot] = _moved(rng, claim["fails"][spot])
    return document


def _moved(rng, text):
    ends = [_fraction(x) for x in text[1:-1].split(",")]
    opened, closed = text[0], text[-1]
    move = choice(rng, (0, 1, 2, 3))
    if move < 2:
        step = F(int(rng.choice((-1, 1))), 2 ** int(rng.choice((1, 3, 10, 60, 300))))
        ends[move] += step
    elif move == 2:
        opened = "([".replace(opened, "")
    else:
        closed = ")]".replace(closed, "")
    return f"{opened}{makers.number(ends[0])},{makers.number(ends[1])}{closed}"


def _fraction(text):
    top, _, bottom = text.partition("/")
    return F(int(top, 16), int(bottom or "1", 16))


def at_moved(rng, document):
    """The point of the line that a proof is said to be about."""
    proofs = [p for p in document["proofs"] if "at" in p]
    proof = choice(rng, proofs)
    if proof is None:
        return None
    step = F(int(rng.choice((-1, 1))), 2 ** int(rng.choice((1, 3, 10, 60))))
    old = proof["at"]
    proof["at"] = makers.number(_fraction(old) + step)
    claim = document["claim"]
    if "holds" in claim and rng.random() < 0.8:
        claim["holds"] = claim["holds"].replace(old, proof["at"])
    return document


def property_changed(rng, document):
    options = [makers.extendible(k) for k in (2, 3, 4)]
    options += [makers.PPT, SIGNED, CAPACITY]
    document["problem"]["property"] = dict(choice(rng, options))
    return document


def sizes_changed(rng, document):
    problem = document["problem"]
    move = choice(rng, (0, 1, 2))
    if move == 0:
        problem["d_in"], problem["d_out"] = problem["d_out"], problem["d_in"]
    else:
        key = ("d_in", "d_out")[move - 1]
        problem[key] = changed_integer(rng, problem[key])
    return document


def radius_changed(rng, document):
    problem = document["problem"]
    power = int(rng.choice((0, 3, 6, 10, 20, 50, 100)))
    problem["radius"] = makers.number(F(1, 2**power))
    if rng.random() < 0.3:
        problem.pop("radius")
    return document


def slack_changed(rng, document):
    proof = choice(rng, [p for p in document["proofs"] if p["kind"] == "extension"])
    if proof is None:
        return None
    power = int(rng.choice((0, 3, 10, 13, 50)))
    slack = F(int(rng.choice((-1, 1))), 2**power)
    if "slack" in proof:
        slack += _fraction(proof["slack"])
    proof["slack"] = makers.number(slack)
    return document


def scales_changed(rng, document):
    problem = document["problem"]
    holders = problem["points"] if "points" in problem else [problem["line"]]
    dimension = int(document["problem"]["d_out"], 16)
    scales = [
        makers.number(F(int(x), int(rng.integers(1, 4))))
        for x in rng.integers(0, 5, dimension)
    ]
    choice(rng, holders)["scales"] = scales
    return document


def channel_moved(rng, document):
    """Mix a stated channel with another one, the proofs staying as they are."""
    chois = _chois(document)
    if not chois:
        return None
    holder, key = choice(rng, chois)
    dims = tuple(int(document["problem"][x], 16) for x in ("d_in", "d_out"))
    order = dims[0] * dims[1]
    old = _matrix(holder[key], order)
    kind = choice(rng, (0, 1, 2))
    if kind == 0:
        other = makers.identity(order) * F(1, dims[1])
    elif kind == 1:
        other = makers.random_channel(rng, dims, int(rng.integers(1, 4)))
    else:
        other = makers.unitary(rng)[0] if dims == (2, 2) else makers.erasure(2, 0)
        if other.shape != old.shape:
            return None
    share = F(1, 2 ** int(rng.choice((0, 1, 2, 4, 8, 16, 30))))
    holder[key] = makers.hermitian(old * (1 - share) + other * share)
    return document


def _chois(document):
    problem = document["problem"]
    if "points" in problem:
        return [(p, "choi") for p in problem["points"]]
    return [(problem["line"], "choi_from"), (problem["line"], "choi_to")]


def _matrix(value, order):
    found = makers.zeros(order)
    scale = int(value.get("denominator", "1"), 16)
    for entry in value["entries"]:
        i, j, re, *im = (int(x, 16) for x in entry.split(" "))
        im = F(im[0], scale) if im else F(0)
        found[:, i, j] = F(re, scale), im
        found[:, j, i] = F(re, scale), -im
    return found


def face_shrunk(rng, document):
    """Drop columns of null vectors or of a face, or all of them."""
    proof = choice(
        rng, [p for p in document["proofs"] if {"null", "blocks", "kernels"} & set(p)]
    )
    if proof is None:
        return None
    targets = [proof["null"]] if "null" in proof else []
    targets += [face["basis"] for face in proof.get("faces", [])]
    targets += [item["basis"] for item in proof.get("kernels", [])]
    targets += [b["basis"] for b in proof.get("blocks", []) if "basis" in b]
    target = choice(rng, targets)
    if target is None:
        return None
    columns = int(target["columns"], 16)
    gone = int(rng.integers(max(columns, 1)))
    kept = []
    for entry in target["entries"]:
        i, j, *rest = entry.split(" ")
        column = int(j, 16)
        if column != gone:
            kept.append(" ".join([i, f"{column - (column > gone):x}", *rest]))
    target["entries"] = kept
    target["columns"] = f"{max(columns - 1, 0):x}"
    if rng.random() < 0.3:
        target["columns"] = f"{columns:x}"
    return document


def witness_shifted(rng, document):
    """Change a witness as a whole: less positive, negated, minus one, doubled."""
    proof = choice(rng, [p for p in document["proofs"] if p["kind"] == "witness"])
    if proof is None:
        return None
    order = int(document["problem"]["d_in"], 16) * int(document["problem"]["d_out"], 16)
    old = _matrix(proof["matrix"], order)
    one = makers.identity(order)
    power = int(rng.choice((0, 2, 5, 20, 60)))
    options = (old - one * F(1, 2**power), old * -1, one * -1, old * 2, old + one)
    proof["matrix"] = makers.hermitian(choice(rng, options) * F(1))
    return document


def proofs_moved(rng, document):
    """Points and proofs belong together: exchange them."""
    if len(document["proofs"]) < 2:
        return None
    first, second = document["proofs"][:2]
    for key in ("point", "at"):
        if key in first and key in second:
            first[key], second[key] = second[key], first[key]
    return document


def kind_changed(rng, document):
    proof = choice(rng, document["proofs"])
    proof["kind"] = choice(rng, KINDS)
    return document


def balance_broken(rng, document):
    """Add a Hermitian H to blocks and what it contributes to the channel.

    Every equation stays true; only positivity is in the way.
    """
    problem = document["problem"]
    proof = document["proofs"][0]
    if (
        "points" not in problem
        or proof["kind"] != "extension"
        or "scales" in problem["points"][0]
    ):
        return None
    if problem["property"]["name"] != "extendible":
        return None
    dims = int(problem["d_in"], 16), int(problem["d_out"], 16)
    k = int(problem["property"]["copies"], 16)
    if any("basis" in b for b in proof["blocks"]):
        return None
    order = dims[0] * dims[1]
    change = makers.random_gaussian(rng, order, order, 2)
    change = change + makers.adjoint(change)
    local = makers.kron(makers.local_trace(change, dims[0]), makers.identity(dims[1]))
    change = (change - local * F(1, dims[1])) * F(
        1, 2 ** int(rng.choice((1, 3, 5, 8, 12, 20)))
    )
    wide = dims[1] ** (k - 1)
    lifted = makers.symmetrised(change, dims, k) * F(k, wide)
    extra = makers.blocks_of(lifted, dims, k)
    blocks = {tuple(int(x, 16) for x in b["diagram"]): b for b in proof["blocks"]}
    for diagram, matrix in extra.items():
        size = matrix.shape[1]
        old = blocks.get(diagram)
        base = _matrix(old["matrix"], size) if old else makers.zeros(size)
        total = makers.hermitian(base + matrix)
        if old:
            old["matrix"] = total
        else:
            proof["blocks"].append(
                {"diagram": makers.diagram_json(diagram), "matrix": total}
            )
    point = problem["points"][0]
    point["choi"] = makers.hermitian(_matrix(point["choi"], order) + change)
    return document


#: Changes and how often they are chosen: those that reach the mathematics more often.
WEIGHTS = {
    number_changed: 2,
    entry_changed: 3,
    item_dropped: 2,
    item_doubled: 1,
    items_swapped: 2,
    key_dropped: 1,
    verdict_flipped: 2,
    end_moved: 3,
    at_moved: 2,
    property_changed: 1,
    sizes_changed: 1,
    radius_changed: 2,
    slack_changed: 2,
    scales_changed: 2,
    channel_moved: 5,
    face_shrunk: 3,
    witness_shifted: 4,
    proofs_moved: 1,
    kind_changed: 1,
    balance_broken: 4,
}
SIMPLE = tuple(change for change, weight in WEIGHTS.items() for _ in range(weight))


def transplanted(rng, document, donor):
    """Take the problem, the claim, the proofs or one part of them from another one."""
    part = choice(rng, ("problem", "claim", "proofs", "proof", "choi"))
    if part == "proof":
        spot = int(rng.integers(len(document["proofs"])))
        document["proofs"][spot] = copy.deepcopy(choice(rng, donor["proofs"]))
    elif part == "choi":
        holder, key = choice(rng, _chois(document))
        other, other_key = choice(rng, _chois(donor))
        holder[key] = copy.deepcopy(other[other_key])
    else:
        document[part] = copy.deepcopy(donor[part])
    return document


def mutant(rng, names, documents):
    """Return (what was done, a damaged document), or None where that does not apply."""
    original = documents[choice(rng, names)]
    document = copy.deepcopy(original)
    done = []
    for _ in range(int(rng.choice((1, 1, 1, 2, 3)))):
        try:
            if rng.random() < 0.1:
                changed = transplanted(rng, document, documents[choice(rng, names)])
                done.append("transplanted")
            else:
                change = choice(rng, SIMPLE)
                changed = change(rng, document)
                done.append(change.__name__)
        except (ValueError, KeyError, IndexError, TypeError, ZeroDivisionError):
            # An earlier change left nothing that this one understands.
            return None
        if changed is None:
            return None
    if "problem" in document and rng.random() < 0.97:
        makers.signed(document)
    return None if document == original else (done, document)


def rng_for(seed):
    return np.random.default_rng([20240611, seed])
