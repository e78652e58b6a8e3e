"""Certificates: a problem stated exactly, a claim, and the data that proves it.

The file format is that of `checker`, which alone says what a certificate proves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from re import compile as pattern
from typing import TYPE_CHECKING, Any

from sdpsearch.proof import checker
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.reported import Reported
from sdpsearch.writing import write_file

if TYPE_CHECKING:
    from sdpsearch.proof.exact_map import ExactMap
    from sdpsearch.proof.faces import ExactFace
    from sdpsearch.proof.repair import ExactExtension
    from sdpsearch.proof.statement import Statement


@dataclass(frozen=True)
class Certificate(Reported):
    """A proof that anyone can check with `python checker.py FILE`.

    Attributes:
        text: the JSON document, as it is saved.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.erasure()(0.6)
        >>> d = sd.decide(channel, sd.Antidegradable(), prove=True)
        >>> print(d.certificate.theorem.splitlines()[-1].strip())
        The channel is antidegradable.
    """

    text: str

    @classmethod
    def load(cls, path: str | Path) -> Certificate:
        """Return the certificate in a file, unchecked.

        Raises:
            ValueError: the file cannot be read, or is larger than the checker accepts.
        """
        try:
            with open(path, "rb") as file:
                data = file.read(checker.MAX_BYTES + 1)
            if len(data) > checker.MAX_BYTES:
                raise ValueError(f"it is larger than {checker.MAX_BYTES} bytes")
            return cls(data.decode())
        except (OSError, UnicodeDecodeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ValueError(
                f"Cannot read the certificate {str(path)!r}: {reason}."
            ) from None

    def save(self, path: str | Path) -> None:
        """Write the certificate to a file; ValueError, in one line, where that fails."""
        write_file(path, self.text)

    @cached_property
    def theorem(self) -> str:
        """The theorem in words, after checking every step again in integers.

        Raises:
            ValueError: the certificate does not prove its claim, or is none; the message
                gives the reason.
        """
        try:
            return "\n".join(checker.check(self.text.encode()))
        except checker.Refused as error:
            raise ValueError(f"The certificate is refused: {error}.") from None
        except checker.NotACertificate as error:
            raise ValueError(f"This is not a certificate: {error}.") from None

    @property
    def problem(self) -> Any:
        """The problem it states, as parsed JSON.

        Raises:
            ValueError: the text has not the form of a certificate.
        """
        return self._document()["problem"]

    def _document(self) -> Any:
        try:
            document = checker.parse(self.text.encode())
            return checker.members(document, "the certificate", checker.KEYS)
        except checker.NotACertificate as error:
            raise ValueError(f"This is not a certificate: {error}.") from None

    @property
    def label(self) -> str:
        """What the file calls its channels, which nothing binds to them.

        Raises:
            ValueError: the text has not the form of a certificate.
        """
        return self.problem.get("label", "a channel")

    @property
    def is_along_a_family(self) -> bool:
        """Whether it is about channels at stated parameters."""
        problem = self.problem
        return "line" in problem or any("at" in p for p in problem.get("points", ()))

    def map(self) -> ExactMap:
        """Return the exact map N that it states, after checking every step again.

        Raises:
            ValueError: it does not prove its claim, or proves it without a map; see
                `decide(..., prove="map")`.

        Example:
            >>> import sdpsearch as sd
            >>> channel = sd.zoo.amplitude_damping()(0.5)
            >>> d = sd.decide(channel, "antidegradable", prove="map")
            >>> d.certificate.map().channel.d_out
            2
        """
        # Imported here: who only checks a certificate needs none of it.
        from sdpsearch.proof.exact_map import read_map

        document = self._document()
        _ = self.theorem  # refused unless every step is right
        return read_map(document["problem"], document["proofs"])

    def __repr__(self) -> str:
        return f"Certificate({len(self.text)} characters)"


# --- Writing -------------------------------------------------------------------------


def assemble(problem: dict[str, Any], claim: Any, proofs: list[Any]) -> Certificate:
    """Return the certificate of a problem, a claim and its proofs."""
    document = {
        "format": checker.FORMAT,
        "problem": problem,
        "digest": checker.digest(problem),
        "claim": claim,
        "proofs": proofs,
    }
    return Certificate(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


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
    problem["line"] = {
        "from": rational(domain[0]),
        "to": rational(domain[1]),
        "choi_from": hermitian(ends[0].choi),
        "choi_to": hermitian(ends[1].choi),
    }
    if any(x != 1 for x in ends[0].scales):
        problem["line"]["scales"] = [rational(x) for x in ends[0].scales]
    return problem


def extendible(copies: int) -> dict[str, str]:
    """Return the property of k-extendibility."""
    return {"name": "extendible", "copies": integer(copies)}


PPT = {"name": "ppt"}


def extension_proof(found: ExactExtension) -> dict[str, Any]:
    """Return the proof that an extension gives."""
    blocks = []
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


def rectangular(matrix: Matrix) -> dict[str, Any]:
    """Return an integer matrix."""
    return {"columns": integer(matrix.columns), "entries": _entries(matrix.entries)}


def _entries(entries: dict[tuple[int, int], tuple[int, int]]) -> list[str]:
    found = []
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
