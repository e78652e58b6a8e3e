"""Checking a certificate from within the package: the checkers' verdict as a value."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.proof import checker, partition_second, second
from sdpsearch.proof.certificate import Certificate
from sdpsearch.reported import Reported


@dataclass(frozen=True)
class Verification(Reported):
    """What came of checking a certificate.

    Attributes:
        proved: whether it proves its claim, about the channels asked about.
        is_certificate: whether it has the form of one.
        theorem: what it proves, in words; "" unless proved.
        reason: why it is refused; "" if it is not.
        label: what the file calls its channels, which nothing binds to them.
        compared: what was compared with what; "" unless proved.
        digest: the SHA-256 of the problem stated, "" if there is none.
        sha256: the SHA-256 of the certificate, as a file.
        checker_sha256: the SHA-256 of the checker, as a file.
        second: what the second checker says, "" if it was not asked.
        disagree: whether one checker proves what the other refuses.
    """

    proved: bool
    is_certificate: bool
    theorem: str
    reason: str
    label: str = ""
    compared: str = ""
    digest: str = ""
    sha256: str = ""
    checker_sha256: str = ""
    second: str = ""
    disagree: bool = False


def verify(
    certificate: Certificate | str | Path,
    target: ChannelFamily | ChannelSpace | Channel | None = None,
    *,
    complement: bool = False,
    second: bool = False,
) -> Verification:
    """Check every step of a certificate again, by integer arithmetic alone.

    Args:
        certificate: a Certificate, or the file it is in.
        target: a family, space or channel that it must be about: every stated operator is
            rebuilt exactly from it and compared.
        complement: whether the target's complementary channels are meant, as in a proof of
            degradability.
        second: whether to ask the second checker as well, which shares no code with the
            first and has to agree; it may find a certificate too large.

    Raises:
        ValueError: the file cannot be read.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.zoo.depolarizing(d=2)
        >>> t = sd.threshold(family, sd.Antidegradable(), prove=True)
        >>> found = sd.verify(t.certificate, family, second=True)
        >>> print(found.theorem.splitlines()[-1].strip())
        So it starts to be antidegradable at exactly x = 1/3.
        >>> found.compared
        'compared with depolarizing(d=2): the stated operators at x = 0 and x = 1 are equal'
        >>> found.second
        'proved'
        >>> sd.verify(t.certificate, sd.zoo.depolarizing(d=3)).proved
        False
    """
    if not isinstance(certificate, Certificate):
        certificate = Certificate.load(certificate)
    found = _first(certificate)
    if second:
        found = _with_second(found, certificate)
    if not found.proved:
        return found
    if target is None:
        return replace(found, compared=_not_compared(found.label))
    # Imported here: FLINT is needed by none who only checks.
    from sdpsearch.proof.rebuild import comparison, difference

    reason = difference(certificate, target, complement=complement)
    if reason is not None:
        return replace(found, proved=False, theorem="", reason=reason)
    told = comparison(certificate, target, complement=complement)
    return replace(found, compared=told)


def _first(certificate: Certificate) -> Verification:
    """Return the first checker's verdict, with the hashes of what was checked by what."""
    data = certificate.text.encode()
    none = Verification(
        False,
        False,
        "",
        "",
        sha256=hashlib.sha256(data).hexdigest(),
        checker_sha256=hashlib.sha256(Path(checker.__file__).read_bytes()).hexdigest(),
    )
    try:
        proved = checker.proved(data)
    except checker.NotACertificate as error:
        return replace(none, reason=f"it is no certificate: {error}")
    except checker.Refused as error:
        return replace(none, is_certificate=True, reason=str(error))
    return replace(
        none,
        proved=True,
        is_certificate=True,
        theorem="\n".join(proved.theorem),
        label=proved.label,
        digest=proved.digest,
    )


def _with_second(found: Verification, certificate: Certificate) -> Verification:
    """Return a verdict with the second checker's beside it, refused if they disagree."""
    other = partition_second if _is_of_partitions(certificate) else second
    try:
        other.confirm(certificate.text.encode())
        told = "proved"
    except (second.TooLarge, partition_second.TooLarge) as error:
        return replace(found, second=f"too large for it: {error}")
    except (second.Denied, partition_second.Denied) as error:
        told = f"refused: {error}"
    found = replace(found, second=told)
    if found.proved is (told == "proved"):
        return found
    first = "proved" if found.proved else f"refused ({found.reason})"
    reason = f"the two checkers disagree: the first says {first}, the second {told}"
    return replace(found, proved=False, theorem="", reason=reason, disagree=True)


def _is_of_partitions(certificate: Certificate) -> bool:
    try:
        return certificate.is_of_partitions
    except ValueError:  # of no known form at all
        return False


def _not_compared(label: str) -> str:
    return (
        "not compared with any channel: the label in the file, "
        f"{json.dumps(label)}, is unverified without --family"
    )
