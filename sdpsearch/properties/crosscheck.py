"""The same questions asked of the second formulation, and the two compared."""

from __future__ import annotations

from dataclasses import dataclass

from sdpsearch.channels.channel import Channel
from sdpsearch.mapsearch.languages import LANGUAGES
from sdpsearch.properties.agreement import Agreement, CrossCheck
from sdpsearch.properties.decision import Decision, Verdict, sign_verdict
from sdpsearch.properties.names import as_property
from sdpsearch.properties.property import Property

#: language/solver of the search over N, and the one taken where the first formulation
#: was solved by the same solver already.
DEFAULT_SEARCH = "cvxpy/clarabel"
OTHER_SEARCH = "cvxpy/scs"


#: What a reason ends with where HOLDS takes for granted what is so to rounding.
TO_ROUNDING = ", to rounding of its data"


class FormulationsDisagreeError(RuntimeError):
    """Two checked answers contradict each other: one of them has an error to be found.

    Attributes:
        decisions: both, with the channel and everything needed to report it.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.dephasing()(0.3)
        >>> try:
        ...     d = sd.decide(channel, sd.Antidegradable(), cross_check=True)
        ... except sd.FormulationsDisagreeError as error:
        ...     print(error.decisions)
    """

    def __init__(self, first: Decision, second: Decision) -> None:
        self.decisions = (first, second)
        told = "; ".join(
            f"{d.solver or 'no solver'}: {d.verdict.name}, margin in "
            f"[{d.margin.lower:.9g}, {d.margin.upper:.9g}]"
            for d in self.decisions
        )
        super().__init__(
            f"The two formulations DISAGREE on {first.property.name} of {first.channel!r} "
            f"({told}): please report it with the Kraus operators."
        )


@dataclass(frozen=True)
class BySearch(Property):
    """Another property's question, answered by searching over the Choi operator of N.

    It stands wherever a property does, e.g. beside the engine's answer in a scan.

    Args:
        asked: Antidegradable(), KExtendible(2), SignedExtendible() or Degradable(), or its
            name.
        search: language/solver, e.g. "cvxpy/scs" or "picos/cvxopt"; the solver that is
            named elsewhere is the engine's and not asked.

    Raises:
        ValueError: the question is another one, or there is no such language.

    Example:
        >>> import sdpsearch as sd
        >>> question = sd.BySearch(sd.Antidegradable(), "cvxpy/scs")
        >>> sd.decide(sd.zoo.erasure()(0.6), question).verdict.name
        'HOLDS'
    """

    asked: Property
    search: str = DEFAULT_SEARCH

    def __post_init__(self) -> None:
        split_search(self.search)
        object.__setattr__(self, "asked", as_property(self.asked))
        for fact in ("survives_processing", "is_convex"):
            object.__setattr__(self, fact, getattr(self.asked, fact))
        if not self.asked.is_searched:
            raise ValueError(
                "The search over N answers antidegradable, signed-extendible and "
                f"degradable, not {self.asked.name}."
            )

    @property
    def name(self) -> str:
        """The adjective of the question asked, and who answers it."""
        return f"{self.asked.name} by {self.search}"

    def subject(self, channel: Channel) -> Channel:
        """Return the channel whose margin is asked for."""
        return self.asked.subject(channel)

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        language, name = split_search(self.search)
        subject = self.subject(channel)
        found = self.asked.searched(
            channel, language=language, solver=name, time_limit=time_limit
        )
        verdict = sign_verdict(found.margin)
        # The map of a degradable channel acts on B, which is the environment of the
        # complement as it stands only when its Kraus operators are independent.
        fits = subject is channel or subject.d_env == subject.rank
        return Decision(
            channel=channel,
            property=self,
            verdict=verdict,
            margin=found.margin,
            map=found.map if fits else None,
            witness=None,
            residual=found.residual,
            reason=(
                f"{verdict.value.capitalize()}, by the search over N: its checked margin "
                f"is in [{found.margin.lower:.9g}, {found.margin.upper:.9g}] "
                f"({found.solver}: {found.message})"
                f"{TO_ROUNDING if found.to_rounding else ''}."
            ),
            solver=found.solver,
            solves=0 if found.solver == "none" else 1,
        )


def split_search(solver: str) -> tuple[str, str]:
    """Return language and solver of e.g. "cvxpy/scs" or "picos/cvxopt".

    Raises:
        ValueError: there is no such language, or no solver is named.
    """
    language, _, name = solver.partition("/")
    if language not in LANGUAGES or not name:
        raise ValueError(
            "Argument `solver` of the search over N must be LANGUAGE/SOLVER, e.g. "
            f"{DEFAULT_SEARCH}, cvxpy/scs or picos/cvxopt, but is {solver!r}."
        )
    return language, name


def cross_checked(
    decision: Decision, *, solver: str | None = None, time_limit: float | None = None
) -> CrossCheck:
    """Ask the second formulation the question of a decision, on another solver.

    Args:
        decision: the engine's.
        solver: language/solver of the search; chosen to differ from the engine's.
        time_limit: seconds for the solve.

    Raises:
        FormulationsDisagreeError: both decide, and differently.
        ValueError: the search over N cannot answer this question.
    """
    if solver is None:
        solver = OTHER_SEARCH if decision.solver == "clarabel" else DEFAULT_SEARCH
    second = BySearch(decision.property, solver).decide(
        decision.channel, solver=solver, time_limit=time_limit
    )
    verdict = second.verdict
    if decision.verdict is Verdict.FAILS and second.reason.endswith(f"{TO_ROUNDING}."):
        # The engine may know exactly what floats know to rounding.
        verdict = Verdict.UNDECIDED
    verdicts = {decision.verdict, verdict}
    open_count = [decision.verdict, verdict].count(Verdict.UNDECIDED)
    if open_count == 2:
        agreement = Agreement.BOTH_UNDECIDED
    elif open_count == 1:
        agreement = Agreement.ONE_UNDECIDED
    else:
        agreement = Agreement.AGREE if len(verdicts) == 1 else Agreement.DISAGREE
    if agreement is Agreement.DISAGREE:
        raise FormulationsDisagreeError(decision, second)
    return CrossCheck(
        agreement,
        (decision.margin, second.margin),
        (decision.solver or "the face alone", second.solver or "the face alone"),
    )
