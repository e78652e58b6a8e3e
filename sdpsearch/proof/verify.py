"""Checking a certificate from within the package: the checker's verdict as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.proof import checker
from sdpsearch.proof.certificate import Certificate


@dataclass(frozen=True)
class Verification:
    """What came of checking a certificate.

    Attributes:
        proved: whether it proves its claim, about the channels asked about.
        is_certificate: whether it has the form of one.
        theorem: what it proves, in words; "" unless proved.
        reason: why it is refused; "" if it is not.
    """

    proved: bool
    is_certificate: bool
    theorem: str
    reason: str


def verify(
    certificate: Certificate | str | Path,
    target: ChannelFamily | Channel | None = None,
    *,
    complement: bool = False,
) -> Verification:
    """Check every step of a certificate again, by integer arithmetic alone.

    Args:
        certificate: a Certificate, or the file it is in.
        target: a family or channel that it must be about: every stated operator is
            rebuilt exactly from it and compared.
        complement: whether the target's complementary channels are meant, as in a proof of
            degradability.

    Raises:
        ValueError: the file cannot be read.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.zoo.depolarizing(d=2)
        >>> t = sd.threshold(family, sd.Antidegradable(), prove=True)
        >>> print(sd.verify(t.certificate, family).theorem.splitlines()[-1].strip())
        So it starts to be antidegradable at exactly x = 1/3.
        >>> sd.verify(t.certificate, sd.zoo.depolarizing(d=3)).proved
        False
    """
    if not isinstance(certificate, Certificate):
        certificate = Certificate.load(certificate)
    try:
        theorem = "\n".join(checker.check(certificate.text.encode()))
    except checker.NotACertificate as error:
        return Verification(False, False, "", f"it is no certificate: {error}")
    except checker.Refused as error:
        return Verification(False, True, "", str(error))
    if target is not None:
        # Imported here: FLINT is needed by none who only checks.
        from sdpsearch.proof.rebuild import difference

        reason = difference(certificate, target, complement=complement)
        if reason is not None:
            return Verification(False, True, "", reason)
    return Verification(True, True, theorem, "")
