"""The engine's answer about J as a decision, with the map that an extension gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.extension.face import Face
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.map import map_kraus
from sdpsearch.extension.margin import find_membership, margin_programme
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.memory import check_early
from sdpsearch.extension.plan import Plan, plan_on
from sdpsearch.extension.witness import full_witness
from sdpsearch.linalg import Array, dagger, is_real, readonly
from sdpsearch.properties.decision import Decision, Verdict, sign_verdict
from sdpsearch.properties.property import Property


def _affordable(channel: Channel, k: int) -> tuple[tuple[int, int], bool]:
    """Return dimensions and whether all is real, of a problem that fits into memory."""
    real = is_real(channel.kraus_matrix)
    dims = (channel.d_in, channel.d_out)
    check_early(channel.kraus_matrix, dims, k, real=real)
    return dims, real


def programme_of(channel: Channel, k: int) -> ConicProblem:
    """Return the witness form of the margin of a channel's J."""
    dims, real = _affordable(channel, k)
    return margin_programme(
        as_real(channel.choi, real),
        channel.range,
        dims,
        k,
        real=real,
        columns=as_real(channel.kraus_matrix, real),
    )


def plan_of(channel: Channel, k: int) -> Plan:
    """Return what the engine's work on a channel's J and k copies will take."""
    dims, real = _affordable(channel, k)
    choi = as_real(channel.choi, real)
    columns = as_real(channel.kraus_matrix, real)
    face = face_of(channel.range, dims, k, real, columns, (choi,))
    return plan_on(face, choi)


def membership_of(
    channel: Channel, k: int, solver: str, time_limit: float | None
) -> Membership:
    """Return what the engine finds about a channel's J and k copies."""
    dims, real = _affordable(channel, k)
    return find_membership(
        as_real(channel.choi, real),
        channel.range,
        dims,
        k,
        real=real,
        solver=solver,
        time_limit=time_limit,
        columns=as_real(channel.kraus_matrix, real),
    )


def decision_of(
    asked: Property,
    channel: Channel,
    subject: Channel,
    found: Membership,
    lifted: Callable[[Face, Array, Array], tuple[Array, float] | None] = full_witness,
) -> Decision:
    """Turn a membership of the subject's Choi operator into a Decision.

    Args:
        asked: the question.
        channel: the channel asked about.
        subject: whose Choi operator the membership is about.
        found: the membership.
        lifted: how its witness becomes one on all of A⊗B, None where it does not.
    """
    verdict = sign_verdict(found.margin)
    reason = _sentence(asked.name, verdict, found)
    witness, residual = None, 0.0
    if found.witness is not None:
        whole = lifted(found.face, found.witness, subject.choi)
        if whole is None:
            why = "too near the boundary, or too large, to lift it off"
            reason = f"{reason[:-1]}, on its face ({why})."
        else:
            witness, residual = readonly(whole[0]), whole[1]
    elif found.extension is not None:
        residual = _marginal_error(found.face, found.extension, subject.choi)
    return Decision(
        channel=channel,
        property=asked,
        verdict=verdict,
        margin=found.margin,
        map=None,
        witness=witness,
        residual=residual,
        reason=reason,
        solver=found.solver,
        solves=found.solves,
        obstruction=found.obstruction,
        membership=found,
    )


def as_real(matrix: Array, real: bool) -> Array:
    """Return a matrix, without its imaginary part if it is known to have none."""
    return matrix.real if real else matrix


def _marginal_error(face: Face, stacked: Array, choi: Array) -> float:
    return float(np.max(np.abs(face.lift(face.marginal_of(stacked)) - choi)))


def _sentence(name: str, verdict: Verdict, found: Membership) -> str:
    start = {
        Verdict.HOLDS: f"The channel is {name}",
        Verdict.FAILS: f"The channel is not {name}",
        Verdict.UNDECIDED: f"Whether the channel is {name} is undecided",
    }[verdict]
    return f"{start}: {found.reason}."


def map_of(kraus_matrix: Array, found: Membership, d_b: int) -> Channel | None:
    """Return the map, None where dividing by small singular values left no channel."""
    assert found.extension is not None
    try:
        columns = found.face.columns(found.extension)
        return Channel(map_kraus(kraus_matrix, columns, d_b))
    except (ValueError, np.linalg.LinAlgError):
        return None


def missed(last: Channel, first: Channel, wanted: Channel) -> float:
    """Return the largest entry of the difference of J(last∘first) and J(wanted)."""
    products = np.tensordot(first.kraus, last.kraus, (1, 2))
    matrix = products.transpose(1, 3, 0, 2).reshape(len(wanted.choi), -1)
    return float(np.max(np.abs(matrix @ dagger(matrix) - wanted.choi)))


def without_map(decision: Decision) -> Decision:
    """Return the decision, saying why no map comes with it."""
    reason = (
        f"{decision.reason[:-1]}; no map comes with it, for the channel hardly reaches a "
        "direction of its environment, where rounding leaves none."
    )
    return replace(decision, reason=reason)


def with_found_map(decision: Decision, found: Channel, residual: float) -> Decision:
    """Return the decision with a map, and what it misses."""
    told = f"{residual:.1e}" if residual else "0"
    reason = f"{decision.reason[:-1]}, and its map reproduces the output to {told}."
    return replace(decision, map=found, residual=residual, reason=reason)
