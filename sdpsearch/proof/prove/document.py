"""How statements and proofs are written: the members of a certificate's JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from re import compile as pattern
from typing import TYPE_CHECKING, Any

from sdpsearch.proof.exact.matrix import Matrix

if TYPE_CHECKING:
    from sdpsearch.proof.exact.face import ExactFace
    from sdpsearch.proof.exact.singularity import ExactSingularity
    from sdpsearch.proof.repair.code import ExactCode
    from sdpsearch.proof.repair.extension import ExactExtension
    from sdpsearch.proof.repair.signed.extension import SignedExtension
    from sdpsearch.proof.repair.signed.witness import SignedWitness
    from sdpsearch.proof.statement.statement import Statement


def point_problem(
    statements: Sequence[Statement], property: Any, label: str, parameter: str | None
) -> dict[str, Any]:
    """Return the problem of separate channels."""
    problem = _head(statements[0], property, label, parameter)
    problem["points"] = [_point(statement) for statement in statements]
    return problem


def line_problem(
    ends: tuple[Statement, Statement],
    domain: tuple[Fraction, Fraction],
    property: Any,
    label: str,
    parameter: str | None,
) -> dict[str, Any]:
    """Return the problem of a line of channels between two stated ones."""
    problem = _head(ends[0], property, label, parameter)
    radius = max(end.radius for end in ends)
    problem.pop("radius", None)
    if radius:
        problem["radius"] = rational(radius)
    line: dict[str, Any] = {
        "from": rational(domain[0]),
        "to": rational(domain[1]),
        "choi_from": hermitian(ends[0].choi),
        "choi_to": hermitian(ends[1].choi),
    }
    if any(x != 1 for x in ends[0].scales):
        line["scales"] = [rational(x) for x in ends[0].scales]
    problem["line"] = line
    return problem


def extendible(copies: int) -> dict[str, str]:
    """Return the property of k-extendibility."""
    return {"name": "extendible", "copies": integer(copies)}


PPT = {"name": "ppt"}
SIGNED = {"name": "signed-extendible"}
CAPACITY = {"name": "zero-capacity"}


def extension_proof(found: ExactExtension) -> dict[str, Any]:
    """Return the proof that an extension gives."""
    blocks: list[dict[str, Any]] = []
    for diagram, matrix in found.blocks.items():
        block: dict[str, Any] = {"diagram": _diagram(diagram)}
        basis = found.face.bases[diagram]
        if basis is not None:
            block["basis"] = rectangular(basis)
        block["matrix"] = hermitian(matrix)
        blocks.append(block)
    proof: dict[str, Any] = {"kind": "extension", "blocks": blocks}
    if found.slack:
        proof["slack"] = rational(found.slack)
    return proof


def witness_proof(
    witness: Matrix,
    face: ExactFace | None,
    kernels: Mapping[tuple[int, ...], Matrix] | None = None,
) -> dict[str, Any]:
    """Return the proof that a witness gives.

    Args:
        witness: W.
        face: where S(W) is positive, everywhere if None or full.
        kernels: for each diagram columns that S(W) annihilates, in the face's coordinates;
            knowing them makes a singular S(W) quick to check.
    """
    proof: dict[str, Any] = {"kind": "witness", "matrix": hermitian(witness)}
    if face is not None and not face.is_full:
        proof["null"] = rectangular(face.null)
        proof["faces"] = _bases(face.bases)
    if kernels:
        proof["kernels"] = _bases(kernels)
    return proof


def signed_proof(found: SignedExtension) -> dict[str, Any]:
    """Return the proof that a signed extension gives."""
    pairs = zip(("plus", "minus"), found.kernels, strict=True)
    kernels = {side: rectangular(basis) for side, basis in pairs if basis.columns}
    return {"kind": "signed", "matrix": hermitian(found.sigma), "kernels": kernels}


def signed_witness_proof(found: SignedWitness) -> dict[str, Any]:
    """Return the proof that a witness against signed extensions gives."""
    proof = witness_proof(found.matrix, found.face)
    for side, (basis, inner) in (("plus", found.plus), ("minus", found.minus)):
        proof[side] = {} if basis is None else {"basis": rectangular(basis)}
        proof[side]["matrix"] = hermitian(inner)
    return proof


def singularity_proof(found: ExactSingularity) -> dict[str, Any]:
    """Return the proof that two inputs with a positive gain give."""
    return {
        "kind": "singularity",
        "inputs": rectangular(found.inputs),
        "null": rectangular(found.null),
        "lift": square(found.lift),
    }


def code_proof(found: ExactCode) -> dict[str, Any]:
    """Return the proof that a code with positive coherent information gives."""
    proof: dict[str, Any] = {"kind": "code", "vectors": rectangular(found.vectors)}
    if found.copies > 1:
        proof["copies"] = integer(found.copies)
    if found.together > 1:
        proof["together"] = integer(found.together)
    return proof | frames(found)


def frames(found: ExactCode) -> dict[str, Any]:
    """Return the eigenbases of what a code sends."""
    return {"joint": square(found.joint), "received": square(found.received)}


def _bases(bases: Mapping[tuple[int, ...], Matrix | None]) -> list[dict[str, Any]]:
    return [
        {"diagram": _diagram(diagram), "basis": rectangular(basis)}
        for diagram, basis in bases.items()
        if basis is not None and basis.columns
    ]


def map_proof(
    operators: Matrix, weights: Iterable[Fraction], choi: Matrix
) -> dict[str, Any]:
    """Return the proof that an exact antidegrading map gives."""
    return {
        "kind": "map",
        "operators": rectangular(operators),
        "weights": [rational(x) for x in weights],
        "choi": hermitian(choi),
    }


def interval(low: Fraction, high: Fraction, brackets: str = "[]") -> str:
    """Return an interval such as "[0,1/3)" in hex."""
    return f"{brackets[0]}{rational(low)},{rational(high)}{brackets[1]}"


def integer(value: int) -> str:
    """Return the canonical hex string of an integer."""
    return f"{value:x}"


def rational(value: Fraction) -> str:
    """Return "p" or "p/q" in hex."""
    top = integer(value.numerator)
    return top if value.denominator == 1 else f"{top}/{integer(value.denominator)}"


def hermitian(matrix: Matrix) -> dict[str, Any]:
    """Return a Hermitian matrix by its lower triangle."""
    lower = {at: entry for at, entry in matrix.entries.items() if at[0] >= at[1]}
    found: dict[str, Any] = {}
    if matrix.denominator != 1:
        found["denominator"] = integer(matrix.denominator)
    found["entries"] = _entries(lower)
    return found


def square(matrix: Matrix) -> dict[str, Any]:
    """Return a square matrix over its denominator."""
    found: dict[str, Any] = {}
    if matrix.denominator != 1:
        found["denominator"] = integer(matrix.denominator)
    found["entries"] = _entries(matrix.entries)
    return found


def rectangular(matrix: Matrix) -> dict[str, Any]:
    """Return an integer matrix."""
    return {"columns": integer(matrix.columns), "entries": _entries(matrix.entries)}


def _entries(entries: dict[tuple[int, int], tuple[int, int]]) -> list[str]:
    found: list[str] = []
    for (i, j), (re, im) in sorted(entries.items()):
        if re or im:
            tail = f" {im:x}" if im else ""
            found.append(f"{i:x} {j:x} {re:x}{tail}")
    return found


def _diagram(diagram: tuple[int, ...]) -> list[str]:
    return [integer(row) for row in diagram]


#: What the checker takes for a parameter's name.
_NAME = pattern(r"[A-Za-zΑ-Ωα-ω][A-Za-zΑ-Ωα-ω0-9_]{0,31}")


def _printable(words: str) -> str:
    """Return what the checker takes for a label."""
    return "".join(c if c.isprintable() else " " for c in words)[:200]


def _head(
    statement: Statement, property: Any, label: str, parameter: str | None
) -> dict[str, Any]:
    problem: dict[str, Any] = {"label": _printable(label)}
    if parameter and _NAME.fullmatch(parameter):
        problem["parameter"] = parameter
    problem["d_in"] = integer(statement.d_in)
    problem["d_out"] = integer(statement.d_out)
    problem["property"] = property
    if statement.radius:
        problem["radius"] = rational(statement.radius)
    return problem


def _point(statement: Statement) -> dict[str, Any]:
    point: dict[str, Any] = {}
    if statement.at is not None:
        point["at"] = rational(statement.at)
    if any(x != 1 for x in statement.scales):
        point["scales"] = [rational(x) for x in statement.scales]
    point["choi"] = hermitian(statement.choi)
    return point
