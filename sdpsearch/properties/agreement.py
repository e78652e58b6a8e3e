"""Two independent answers to one question, compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sdpsearch.interval import Interval


class Agreement(Enum):
    """How the verdicts of the two formulations compare.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.erasure()(0.7)
        >>> d = sd.decide(channel, sd.Antidegradable(), cross_check=True)
        >>> d.cross_check.agreement.name
        'AGREE'
    """

    AGREE = "both formulations give the same verdict"
    DISAGREE = "the formulations contradict each other"
    ONE_UNDECIDED = "only one formulation decides"
    BOTH_UNDECIDED = "neither formulation decides"


@dataclass(frozen=True)
class CrossCheck:
    """Two independent answers to one question.

    Attributes:
        agreement: how they compare.
        margins: both margin intervals, the engine's first; they measure the same number.
        solvers: what solved each.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.erasure()(0.7)
        >>> d = sd.decide(channel, sd.Antidegradable(), cross_check="picos/cvxopt")
        >>> d.cross_check.solvers
        ('native', 'picos/cvxopt')
    """

    agreement: Agreement
    margins: tuple[Interval, Interval]
    solvers: tuple[str, str]
