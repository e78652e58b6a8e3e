"""Certificates: a problem stated exactly, a claim, and the data that proves it.

The file format is that of `checker`, which alone says what a certificate proves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdpsearch.proof import checker
from sdpsearch.reported import Reported
from sdpsearch.writing import write_file

if TYPE_CHECKING:
    from sdpsearch.proof.repair.map import ExactMap


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
        if self.is_of_partitions:
            return True
        return "line" in problem or any("at" in p for p in problem.get("points", ()))

    @property
    def is_of_partitions(self) -> bool:
        """Whether it states combinations of partitions, for one dimension or for every."""
        return self._document()["format"] == checker.PARTITION_FORMAT

    @property
    def is_of_region(self) -> bool:
        """Whether it is about a region of a space of two or three parameters."""
        return self._document()["format"] == checker.REGION_FORMAT

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
        from sdpsearch.proof.repair.map import read_map

        document = self._document()
        _ = self.theorem  # refused unless every step is right
        if self.is_of_partitions or self.is_of_region:
            kind = "a region" if self.is_of_region else "partitions"
            raise ValueError(f"A certificate of {kind} states no map.")
        return read_map(document["problem"], document["proofs"])

    def __repr__(self) -> str:
        return f"Certificate({len(self.text)} characters)"


def assemble(problem: dict[str, Any], claim: Any, proofs: Any) -> Certificate:
    """Return the certificate of a problem, a claim and its proofs."""
    document = {
        "format": _format(problem),
        "problem": problem,
        "digest": checker.digest(problem),
        "claim": claim,
        "proofs": proofs,
    }
    return Certificate(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def _format(problem: dict[str, Any]) -> str:
    """Return the format that a problem is stated in."""
    if "dimension" in problem:
        return checker.PARTITION_FORMAT
    if "frame" in problem:
        return checker.REGION_FORMAT
    others = {
        "signed-extendible": checker.SIGNED_FORMAT,
        "zero-capacity": checker.CAPACITY_FORMAT,
    }
    return others.get(problem["property"]["name"], checker.FORMAT)
