"""threshold() and locate(): the search for where a property starts and stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sdpsearch import deadline
from sdpsearch.channels import checks
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import (
    Asked,
    BySearch,
    Property,
    ZeroCapacity,
    as_property,
    check_options,
)
from sdpsearch.properties.crosscheck import DEFAULT_SEARCH
from sdpsearch.search import affine, roots, zero_capacity
from sdpsearch.search.certified import certified, moved
from sdpsearch.search.findings import Coverage, Findings
from sdpsearch.search.large import large_form
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold, occurrence_of
from sdpsearch.threads import one_blas_thread

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.search.proved import Proved

#: Called with the parameter just evaluated and the number of evaluations so far.
Progress = Callable[[float, int], None]
#: Points of the coarse scan of families that are not affine.
COARSE_POINTS = 9
#: Most points of it: each is a decision.
MAX_POINTS = 10_000
#: The engine, and the search over the Choi operator of N.
METHODS = ("extension", "map")
#: Most digits a boundary is proved to.
MAX_DIGITS = 500


@one_blas_thread()
def threshold(
    family: ChannelFamily,
    property: Asked,
    *,
    solver: str = DEFAULT_SOLVER,
    points: int = COARSE_POINTS,
    method: str = "extension",
    progress: Progress | None = None,
    time_limit: float | None = None,
    prove: bool = False,
    digits: int | None = None,
) -> Threshold:
    """Locate where along a family a property holds.

    Families whose Choi operator is affine in the parameter need one conic programme per
    end (the property's set is convex). Others are sampled at `points` values, and every
    sign change of the margin is narrowed by a safeguarded root search; the margin
    crosses zero transversally even where a diamond-norm defect has a quadratic contact.
    Families whose Choi operators are combinations of partitions (depolarizing, Werner,
    Brauer mixtures, …) are asked about in any dimension, d = 1000 say, by rational
    arithmetic in blocks whose orders do not depend on d, and proved at once.

    Args:
        family: the family; see ChannelFamily.
        property: Antidegradable(), PPT(), … or its name, e.g. "antidegradable".
        solver: name of the backend.
        points: size of the coarse scan of families that are not affine, at least 3. Sets
            narrower than its spacing can be missed.
        method: "extension" for the engine; "map" to search by the independent formulation
            over N alone, where `solver` is language/solver, e.g. "cvxpy/scs".
        progress: called with (parameter, evaluations so far).
        time_limit: seconds the whole call may take, proofs included; what is open then
            stays undecided, with the reason, and its brackets wide.
        prove: whether to prove the boundaries in exact arithmetic: each gets the highest
            tier that can be proved (numerical < bracketed < recognised < exact), and
            `Threshold.certificate` holds the proofs.
        digits: digits to prove of every boundary of an affine family, e.g. 50; implies
            `prove`. Fifty take 2 s for d = 4, 25 s for d = 5.

    Returns:
        A Threshold; each boundary carries a bracket, checked at both ends.

    Raises:
        ValueError: the family gives no channel somewhere (the parameter is named), or
            the solver or the property is unknown, or digits are fewer than 1 or more than
            500.
        ProblemTooLarge: the problem needs more memory than the machine has free.

    Example:
        >>> import sdpsearch as sd
        >>> t = sd.threshold(sd.zoo.depolarizing(d=3), "antidegradable")
        >>> abs(t.value - 3 / 8) < 1e-8
        True
    """
    check_family(family)
    asked = as_property(property)
    if method not in METHODS:
        raise ValueError(
            f"Argument `method` must be one of {', '.join(METHODS)}, but is {method!r}."
        )
    if method == "map":
        search = DEFAULT_SEARCH if solver == DEFAULT_SOLVER else solver
        asked, solver = BySearch(asked, search), DEFAULT_SOLVER
    check_options(solver, time_limit)
    points = checks.dimension("points", points, least=3)
    if points > MAX_POINTS:
        raise ValueError(
            f"Argument `points` must be at most {MAX_POINTS}, but is {points}."
        )
    if digits is not None and not 1 <= checks.dimension("digits", digits) <= MAX_DIGITS:
        raise ValueError(
            f"Argument `digits` must lie in 1..{MAX_DIGITS}, but is {digits!r}."
        )
    sampler = Sampler(family, asked, solver, time_limit, progress)
    with deadline.within(time_limit):
        large = large_form(family, asked)
        if large is not None:
            # Imported here: FLINT is needed by few questions.
            from sdpsearch.search.any_dimension import threshold_by_partitions

            known = threshold_by_partitions(family, asked, large)
            if known is not None:
                return known
        found = locate(sampler, points)
        return found if not prove and digits is None else proved(found, sampler, digits)


def proved(found: Threshold, sampler: Sampler, digits: int | None = None) -> Threshold:
    """Return a threshold with its boundaries proved, as far as time and proofs go.

    Args:
        found: the threshold.
        sampler: what it was located with, the evidence of its decisions included.
        digits: digits to prove of every boundary of an affine family.
    """
    try:
        deadline.check("boundaries were located")
        return _proved(found, sampler, digits)
    except deadline.OutOfTime as end:
        return replace(found, proof=str(end), decisions=sampler.decisions())


def _proved(found: Threshold, sampler: Sampler, digits: int | None) -> Threshold:
    # Imported here: FLINT is needed by none who asks for no proof.
    from sdpsearch.search.capacity_proofs import prove_capacity
    from sdpsearch.search.certify import prove

    if isinstance(sampler.property, ZeroCapacity):
        return _with_proofs(found, sampler, prove_capacity(sampler, found, _of(sampler)))
    line = found.coverage is Coverage.CONVEX
    proofs = prove(sampler, found.estimated, found.boundaries, digits, line=line)
    return _with_proofs(found, sampler, proofs)


def _of(sampler: Sampler) -> Callable[[Property], Threshold]:
    """Return how the threshold of another property of the family is found and proved."""
    options = {"solver": sampler.solver, "time_limit": sampler.time_limit}
    return lambda asked: threshold(sampler.family, asked, prove=True, **options)


def _with_proofs(found: Threshold, sampler: Sampler, proofs: Proved) -> Threshold:
    return replace(
        found,
        holds_on=certified(moved(found, proofs.boundaries), proofs.boundaries),
        boundaries=proofs.boundaries,
        certificate=proofs.certificate,
        proof=proofs.note,
        decisions=sampler.decisions(),
        solves=sampler.solves,
    )


def locate(sampler: Sampler, points: int) -> Threshold:
    """Return the threshold a sampler leads to; what it holds already is used.

    Args:
        sampler: the family, the property and how to solve.
        points: size of the coarse scan of families that are not affine.
    """
    if isinstance(sampler.property, ZeroCapacity):
        found = zero_capacity.search(sampler, lambda inner: locate(inner, points))
        return _conclude(sampler, found)
    if not (sampler.property.is_convex and sampler.family.affine):
        return _conclude(sampler, roots.search(sampler, points))
    try:
        findings = affine.search(sampler)
    except deadline.OutOfTime:
        findings = None  # the scan says at every point that no time is left
    if findings is None:
        findings = affine.closed(sampler, roots.search(sampler, points))
    odd = [x for x, d in sampler.decisions() if findings.contradicts(x, d)]
    if odd:
        # Someone is wrong: who declared the family affine, or this package.
        name = sampler.family.parameter
        findings = roots.search(sampler, points)
        told = (
            f"the family is affine {sampler.family.affinity.value}, but the decision at "
            f"{name} = {odd[0]:.10g} contradicts that; {findings.method}"
        )
        findings = replace(findings, method=told, coverage=Coverage.SAMPLED)
    return _conclude(sampler, findings)


def check_family(family: object) -> None:
    """Raise TypeError unless `family` is a ChannelFamily."""
    if not isinstance(family, ChannelFamily):
        raise TypeError(
            f"Argument `family` must be a ChannelFamily, but is {family!r}; wrap a "
            "callable with ChannelFamily() or two channels with mixture()."
        )


def _conclude(sampler: Sampler, findings: Findings) -> Threshold:
    decisions = sampler.decisions()
    settled = findings.is_decided and findings.coverage is not Coverage.SAMPLED
    method = findings.method
    if not findings.is_decided and deadline.is_over():
        method += "; cut short by the time limit"
    return Threshold(
        family=sampler.family,
        property=sampler.property,
        holds_on=certified(findings.holds_on, findings.boundaries),
        boundaries=findings.boundaries,
        decisions=decisions,
        occurrence=occurrence_of(sampler.family, findings, decisions),
        coverage=findings.coverage,
        undecided=findings.undecided,
        settled=settled,
        solves=sampler.solves,
        method=method,
        solver=sampler.solver,
    )
