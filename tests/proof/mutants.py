"""Mutants of the checker: every one with one check dropped, flipped or weakened.

A mutant is killed by a suite of certificates when it accepts a forgery, refuses an honest
certificate, ends in an exception that is neither refusal, or does not end.
"""

from __future__ import annotations

import ast
import gc
import random
import signal
import types
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import capacity_documents
import forgeries
import makers
import region_documents
import signed_documents

from sdpsearch.proof import checker

SOURCE = Path(checker.__file__).read_text(encoding="utf-8")
#: How numbers are printed is no part of what is proved, and tested elsewhere.
WORDS = {
    "number_text", "magnitude", "_decimal_places", "main", "say", "Proved", "definition",
}  # fmt: skip
#: What a step costs is no part either; that it is bounded is tested in test_hostile.
PRICES = {
    "Budget", "spend", "hold", "price", "length", "bits", "steps", "growth", "longest",
    "cells", "most", "pairs", "lengths", "_symbols_price", "heavy", "lists", "afford",
}  # fmt: skip
NO = ("refused", "not a certificate")
#: CPU seconds; the unchanged checker takes about one.
SECONDS = 12

SWAPPED = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


@dataclass(frozen=True)
class Mutant:
    """One change: the name tells the function, the old code and what became of it."""

    name: str
    path: tuple
    number: int

    def module(self):
        """Return the checker with the change, executed."""
        tree = ast.parse(SOURCE)
        _, change = list(_changes(_node(tree, self.path)))[self.number]
        _put(tree, self.path, change(_node(tree, self.path)))
        module = types.ModuleType("mutant")
        exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), module.__dict__)
        return module


def mutants():
    """Return every mutant."""
    base = ast.parse(SOURCE)
    found, seen = [], {}
    for function, path in _sites(base):
        node = _node(base, path)
        for number, (label, _) in enumerate(_changes(node)):
            name = f"{function}: {_shown(node)} -> {label}"
            seen[name] = seen.get(name, 0) + 1
            suffix = f" #{seen[name]}" if seen[name] > 1 else ""
            found.append(Mutant(name + suffix, path, number))
    return found


def _shown(node):
    text = ast.unparse(node)
    return " ".join(text.split())[:100]


def _sites(tree):
    """Yield (function name, path) of every node that may be changed."""

    def walk(node, path, function):
        for field, value in ast.iter_fields(node):
            for index, child in (
                enumerate(value) if isinstance(value, list) else [(None, value)]
            ):
                if not isinstance(child, ast.AST):
                    continue
                name = function
                if isinstance(child, ast.ClassDef | ast.FunctionDef):
                    name = child.name if not function else f"{function}.{child.name}"
                if name.split(".")[-1] in WORDS or (isinstance(child, ast.If) and not name):
                    continue
                if _is_about_prices(child):
                    continue
                here = (*path, (field, index))
                yield name, here
                yield from walk(child, here, name)

    yield from walk(tree, (), "")


def _is_about_prices(node):
    """Whether a statement only works out, pays or limits what something costs."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name in PRICES
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return getattr(node.value.func, "id", "") in PRICES
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(getattr(target, "id", "") in PRICES for target in targets)
    return isinstance(node, ast.If) and "MAX_LISTS" in ast.unparse(node.test)


def _node(tree, path):
    for field, index in path:
        tree = getattr(tree, field)
        if index is not None:
            tree = tree[index]
    return tree


def _put(tree, path, new):
    parent = _node(tree, path[:-1])
    field, index = path[-1]
    if index is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[index] = new


def _changes(node):
    if isinstance(node, ast.Compare):
        for number, op in enumerate(node.ops):
            for other in SWAPPED[type(op)]:
                yield f"[{number}] {other.__name__}", _operator(number, other)
    elif isinstance(node, ast.If) and any(isinstance(x, ast.Raise) for x in node.body):
        yield "if not", _negated
        yield "if False", _never
    elif isinstance(node, ast.Raise) and node.exc is not None:
        yield "pass", lambda _: ast.Pass()
    elif isinstance(node, ast.BoolOp):
        yield "and/or", _other_bool
        for number in range(len(node.values)):
            yield f"without [{number}]", _without(number)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", lambda found: found.operand
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("any", "all"):
        yield "any/all", _other_quantifier
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
        if isinstance(node.value.value, bool):
            yield "other", lambda found: ast.Return(ast.Constant(not found.value.value))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield "+/-", _other_sign
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        if not isinstance(node.operand, ast.Constant):
            yield "without -", lambda found: found.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for side in ("left", "right"):
            yield f"only {side}", lambda found, side=side: getattr(found, side)


def _operator(number, other):
    def change(node):
        node.ops[number] = other()
        return node

    return change


def _negated(node):
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _never(node):
    node.test = ast.Constant(False)
    return node


def _other_bool(node):
    node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    return node


def _without(number):
    def change(node):
        del node.values[number]
        return node if len(node.values) > 1 else node.values[0]

    return change


def _other_quantifier(node):
    node.func.id = {"any": "all", "all": "any"}[node.func.id]
    return node


def _other_sign(node):
    node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    return node


# --- The suite ------------------------------------------------------------------------


class TooLong(BaseException):
    """Not an Exception, so that no handler of the mutant swallows it."""


@contextmanager
def limited(seconds):
    def stop(*_):
        raise TooLong

    old = signal.signal(signal.SIGPROF, stop)
    # What is raised inside a callback of the collector is swallowed, and reported as lost.
    collecting = gc.isenabled()
    gc.disable()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if collecting:
            gc.enable()
        signal.signal(signal.SIGPROF, old)


def outcome(module, data):
    """Return the theorem in words, "refused" or "not a certificate", else how it failed."""
    try:
        return "\n".join(module.check(data))
    except module.NotACertificate:
        return "not a certificate"
    except module.Refused:
        return "refused"
    except Exception as error:
        return type(error).__name__


@lru_cache(maxsize=1)
def suite():
    """Return [(name, bytes, outcome)] for the unchanged checker."""
    honest = dict(makers.honest())
    for written in (signed_documents, capacity_documents, region_documents):
        honest |= {**written.honest(), **written.welcome()}
    good = {name: makers.encode(document) for name, document in honest.items()}
    good.update(forgeries.welcome())
    found = []
    for name, data in good.items():
        found.append((name, data, outcome(checker, data)))
        assert found[-1][2].startswith("Theorem"), name
    written = {**signed_documents.unwelcome(), **capacity_documents.unwelcome()}
    written |= region_documents.unwelcome()
    bad = {name: makers.encode(made) for name, made in written.items()}
    for name, data in {**bad, **forgeries.unwelcome()}.items():
        found.append((name, data, outcome(checker, data)))
        assert found[-1][2] in NO, name
    # Those that take long come last.
    return sorted(found, key=lambda item: item[0] in forgeries.LABORIOUS)


def killer(mutant, certificates=None):
    """Return what kills a mutant: "name: outcome"; None if it survives.

    That a refusal turns into another kind of refusal does not count.
    """
    asked = certificates or suite()  # made beforehand: its making takes seconds too
    try:
        with limited(SECONDS):
            module = mutant.module()
            for name, data, expected in asked:
                found = outcome(module, data)
                if found != expected and not (found in NO and expected in NO):
                    return f"{name}: {found[:40]}"
    except TooLong:
        return "no end"
    except Exception as error:
        return f"no module: {type(error).__name__}"
    return None


def sample(count, seed=0):
    """Return a fixed random choice of the mutants."""
    every = mutants()
    return random.Random(seed).sample(every, min(count, len(every)))
