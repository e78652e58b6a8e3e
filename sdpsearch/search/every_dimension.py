"""One theorem for every dimension: where a property begins and ends, as functions of d."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sdpsearch import deadline
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.partition_forms import partition_form
from sdpsearch.proof.certificate import Certificate
from sdpsearch.properties import Asked, Property, as_property
from sdpsearch.reported import Reported
from sdpsearch.search.large import copies_of
from sdpsearch.threads import one_blas_thread

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.partitions.interpolation import Function


@dataclass(frozen=True)
class EveryDimension(Reported):
    """Where a property holds along a family, for every dimension d from a least one on.

    Attributes:
        label: the family's name, and what arguments it has but d.
        parameter: the name of its parameter.
        property: the property asked about.
        least: the least d of the theorem; None where nothing is proved.
        holds_on: between what functions of d it holds; None where it does nowhere, or
            nothing is proved.
        certificate: the proof; None where there is none.
        reason: why there is none, "" otherwise.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.every_dimension(sd.zoo.werner(), "ppt")
        >>> found.least, [str(end) for end in found.holds_on]
        (2, ['1/2', '1'])
    """

    label: str
    parameter: str
    property: Property
    least: int | None
    holds_on: tuple[Function, Function] | None
    certificate: Certificate | None
    reason: str = ""

    @cached_property
    def theorem(self) -> str:
        """The theorem in words, checked again.

        Raises:
            ValueError: nothing is proved; the message says why.
        """
        if self.certificate is None:
            raise ValueError(f"Nothing is proved for every d: {self.reason}.")
        return self.certificate.theorem


@one_blas_thread()
def every_dimension(
    family: ChannelFamily,
    property: Asked = "antidegradable",
    *,
    time_limit: float | None = None,
) -> EveryDimension:
    """Prove where along a family a property holds, for every dimension d at once.

    The family must keep one form in all dimensions, as the depolarizing one does: its Choi
    operators are combinations of partitions (docs/partition-certificates.md) with
    coefficients that are rational functions of d. Exact proofs at some dimensions tell the
    numbers of a proof as functions of d; that this is one is then checked with d a symbol.

    Args:
        family: of the zoo, white noise on a channel of the zoo, or a mixture of two; its
            own d does not matter.
        property: antidegradable, k-extendible for k ≤ 5, PPT.
        time_limit: seconds the call may take.

    Returns:
        An EveryDimension; without a theorem where the threshold is no rational function of
        d, and the reason says so.

    Raises:
        ValueError: the family has no such form, or the property no such proof.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.every_dimension(sd.zoo.depolarizing(), "ppt")
        >>> found.least, str(found.holds_on[0]), found.holds_on[0](4)
        (2, 'd/(d + 1)', Fraction(4, 5))
        >>> print(found.theorem.splitlines()[-1].strip())
        So it starts to be PPT at exactly x = d/(d + 1), for every d ≥ 2.
    """
    asked = as_property(property)
    form, copies = partition_form(family), copies_of(asked)
    if form is None:
        raise ValueError(
            f"Family {family.label} is not known to keep one form in every dimension; "
            "depolarizing, transpose_depolarizing, werner, brauer, depolarizing_dephasing, "
            "generalized_dephasing and white noise on their channels do."
        )
    if copies is None:
        raise ValueError(
            f"There is no proof for every dimension of {asked.name!r}; there is of "
            "antidegradable, k-extendible (k ≤ 5) and ppt."
        )
    # Imported here: FLINT is needed by none who asks for no proof.
    from sdpsearch.partitions.prove import NoProof, prove_every

    try:
        with deadline.within(time_limit):
            found = prove_every(form, copies)
    except (NoProof, deadline.OutOfTime) as reason:
        told = str(reason).rstrip(".")
        return EveryDimension(form.label, form.parameter, asked, None, None, None, told)
    return EveryDimension(
        form.label,
        form.parameter,
        asked,
        found.least,
        found.holds,
        found.certificate,
    )
