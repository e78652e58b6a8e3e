"""Decision: the checked answer to a question about a channel, and its verdict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.transmission import Transmission
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.signed.map import SignedMap
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array
from sdpsearch.proof.certificate import Certificate
from sdpsearch.properties.agreement import CrossCheck
from sdpsearch.properties.property import Property
from sdpsearch.reported import Shown
from sdpsearch.threads import one_blas_thread

#: What takes long, and is found when it is asked for where many were decided at once.
_FOUND_LATER = ("map", "witness", "residual", "reason")


class Verdict(Enum):
    """HOLDS, FAILS or UNDECIDED; equal to its name, deliberately without a truth value."""

    HOLDS = "the property holds"
    FAILS = "the property fails"
    UNDECIDED = "no certificate passed the check"

    def __eq__(self, other: object) -> bool:
        return self.name == other if isinstance(other, str) else self is other

    def __hash__(self) -> int:
        return hash(self.name)

    def __bool__(self) -> bool:
        raise TypeError(
            "A verdict has three values and no truth value: compare it, e.g. "
            "`decision.verdict is Verdict.HOLDS`."
        )


@dataclass(frozen=True, eq=False)
class Decision(Shown):
    """A checked answer; one among many finds map, witness, residual, reason when asked.

    Attributes:
        channel: the channel asked about.
        property: the question.
        verdict: HOLDS, FAILS or UNDECIDED, from a checked certificate only.
        margin: checked interval around the margin; positive inside, negative outside.
        map: for Antidegradable the channel N with N∘Φ^c = Φ on the minimal environment,
            for Degradable the one with N∘Φ = Φ^c; None unless the property holds. A
            decision that was pickled finds it again when it is asked for.
        witness: Hermitian W with tr(WJ) = −1 and tr(WJ') ≥ 0 for every J' with the
            property (Degradable: J of the complementary channel); None unless it fails.
        residual: recomputed error of the map (largest entry of the Choi difference),
            of the extension, or of the witness; 0 where there is nothing to measure.
        reason: one sentence for a person.
        solver: backend that was asked, or None when no solve was needed.
        solves: number of conic programmes solved for this answer.
        obstruction: where the property implies linear identities that J violates, the
            component of J they forbid (its zeros are isolated points), else None.
        cross_check: how the independent search over N answered, when it was asked.
        certificate: a proof in exact arithmetic that anyone can check, when it was asked
            for and found.
        mechanism: why a capacity vanishes ("antidegradable", "signed-extendible", "ppt") or
            does not ("log-singularity", "coherent information of …"), where that was asked.
        transmission: the input that shows Q > 0, or the best one found; None where there
            was no reason to look for any.
        membership: what the engine left, for an exact proof to start from; None where
            none was needed, and in a decision that was pickled.
    """

    channel: Channel
    property: Property
    verdict: Verdict
    margin: Interval
    map: Channel | None
    witness: Array | None
    residual: float
    reason: str
    solver: str | None
    solves: int
    obstruction: Array | None = None
    cross_check: CrossCheck | None = None
    certificate: Certificate | None = None
    mechanism: str | None = None
    transmission: Transmission | None = None
    membership: Membership | None = field(default=None, repr=False)

    @classmethod
    def brief(cls, channel: Channel, property: Property, found: Membership) -> Decision:
        """Return the decision that an engine's answer comes to, the rest to be found later.

        Map, witness, residual and reason take longer than the answer; they are found from
        it, by `property.detailed`, when one of them is asked for.
        """
        made = cls.__new__(cls)
        vars(made).update(
            channel=channel,
            property=property,
            verdict=sign_verdict(found.margin),
            margin=found.margin,
            solver=found.solver,
            solves=found.solves,
            obstruction=found.obstruction,
            cross_check=None,
            certificate=None,
            mechanism=None,
            transmission=None,
            membership=found,
        )
        return made

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle keeps: the answer without the evidence it was found by.

        Faces and extensions are a hundred times as large and stay in the process that made
        them. So does the map, which is found again when it is asked for.
        """
        if self.membership is not None:  # what is to be found from it is found now
            for name in _FOUND_LATER:
                getattr(self, name)
        kept = {name: value for name, value in vars(self).items() if name != "membership"}
        if kept.get("map") is not None:
            del kept["map"]
        return kept | {"membership": None}

    def __getattr__(self, name: str) -> Any:
        # Called for what brief() or a pickle left out only.
        kept = vars(self)
        if name not in _FOUND_LATER or "channel" not in kept:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        with one_blas_thread():  # the last digits are those of decide() itself
            self._find_later(kept)
        return kept[name]

    def _find_later(self, kept: dict[str, Any]) -> None:
        if kept["membership"] is not None:
            found = self.property.detailed(self.channel, kept["membership"])
            kept.update({later: getattr(found, later) for later in _FOUND_LATER})
        else:
            again = self.property.decide(self.channel, solver=self.solver or DEFAULT_SOLVER)
            has_one = self.verdict is Verdict.HOLDS and again.map is None
            found = with_claimed_map(again) if has_one else again
            for name in _FOUND_LATER:
                kept.setdefault(name, getattr(found, name))

    def without(self, *names: str) -> Decision:
        """Return the decision with parts left to be found again when they are asked for.

        Args:
            names: among map, witness, residual and reason.
        """
        made = type(self).__new__(type(self))
        kept = {name: value for name, value in vars(self).items() if name not in names}
        vars(made).update(kept)
        return made

    @cached_property
    def signed_map(self) -> SignedMap | None:
        """For SignedExtendible that holds the signed map N with N∘Φ^c = Φ, else None.

        Example:
            >>> import sdpsearch as sd
            >>> d = sd.decide(sd.zoo.dephrasure(0.1)(0.42), "signed-extendible")
            >>> d.signed_map.norm < 0.99, d.signed_map.residual < 1e-12
            (True, True)
        """
        holds = self.verdict is Verdict.HOLDS
        return self.property.signed_map(self) if holds else None

    def witness_value(self, channel: Channel) -> float:
        """Return tr(WJ') for another channel: negative refutes it too; NaN without W.

        Raises:
            ValueError: the other channel's J has another order than W.
        """
        if self.witness is None:
            return np.nan
        choi = self.property.subject(channel).choi
        if choi.shape != self.witness.shape:
            raise ValueError(
                f"Argument `channel` has a Choi operator of order {choi.shape[0]}, but the "
                f"witness is of order {self.witness.shape[0]}."
            )
        return float(np.vdot(self.witness, choi).real)

    def __bool__(self) -> bool:
        raise TypeError(
            "A decision has no truth value, its verdict has three: compare, e.g. "
            "`decision.verdict is Verdict.HOLDS`."
        )

    def __repr__(self) -> str:
        return (
            f"Decision({self.property.name}: {self.verdict.name}, margin in "
            f"[{self.margin.lower:.6g}, {self.margin.upper:.6g}])"
        )


def sign_verdict(margin: Interval) -> Verdict:
    """Return the verdict a checked margin proves."""
    if margin.lower > 0:
        return Verdict.HOLDS
    if margin.upper < 0:
        return Verdict.FAILS
    return Verdict.UNDECIDED


def with_claimed_map(decision: Decision) -> Decision:
    """Return the decision with the map of the solver's own extension, where it has none.

    For verdicts that exact arithmetic settled; the map's residual is measured as always. On
    a boundary the extension as it came is the better one, inside it that with its marginal
    mended.
    """
    asked, found = decision.property, decision.membership
    if decision.map is not None or found is None or found.claim is None:
        return decision
    claimed = found.claim[0]
    choi = asked.subject(decision.channel).choi
    marginal = found.face.coordinates(choi.real if found.face.real else choi)
    made = [
        asked.with_map(decision, replace(found, extension=extension))
        for extension in (claimed, found.face.repair(claimed, marginal))
    ]
    mapped = [found for found in made if found.map is not None]
    return min(mapped, key=lambda found: found.residual, default=decision)


def decided_at(parameter: str, x: float, decision: Decision) -> dict[str, Any]:
    """Return a decision at a parameter as one flat record."""
    return {
        parameter: x,
        "property": decision.property.name,
        "verdict": decision.verdict.name,
        "margin_lower": decision.margin.lower,
        "margin_upper": decision.margin.upper,
        "residual": decision.residual,
        "reason": decision.reason,
    }
