"""Families that keep one form in every dimension, as combinations of partitions.

A partition of the four ends of A and B, kets first, stands for the sum of all |ij><kl| with
indices that are equal within its blocks; docs/partition-certificates.md. Where a family's
Choi operators are combinations of these with coefficients that depend on d, nothing of
order d is needed to ask about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import Origin, called
from sdpsearch.channels.rationals import fraction_array, fraction_parameter

#: The number of each point's block: kets A, B, then bras A, B.
Partition = tuple[int, ...]
#: Coefficients that are not zero.
Terms = dict[Partition, Fraction]

#: The identity 1, Σ|ii><jj|, the swap Σ|ij><ji|, and Σ|ii><ii|.
IDENTITY: Partition = (0, 1, 0, 1)
PAIR: Partition = (0, 0, 1, 1)
SWAP: Partition = (0, 1, 1, 0)
DIAGONAL: Partition = (0, 0, 0, 0)


@dataclass(frozen=True)
class PartitionForm:
    """A line of channels C^d → C^d with Choi operators made of partitions, for every d.

    Attributes:
        label: the family's name and what arguments it has but d.
        parameter: the name of the parameter, from 0 to 1.
        d: the dimension of the family it was found for.
        chois: function of d: the Choi operators at both ends of the line.

    Example:
        >>> import sdpsearch as sd
        >>> form = partition_form(sd.zoo.depolarizing(d=3))
        >>> form.chois(10)[1]
        {(0, 1, 0, 1): Fraction(1, 10)}
    """

    label: str
    parameter: str
    d: int
    chois: Callable[[int], tuple[Terms, Terms]]


def partition_form(family: ChannelFamily) -> PartitionForm | None:
    """Return the form that a family keeps in every dimension, None where none is known.

    It is known of families of the zoo, of white noise on channels and of mixtures of
    channels of the zoo, on the whole of [0, 1].
    """
    origin = family.origin
    if origin is None or family.ends != (0, 1):
        return None
    arguments = dict(origin.arguments)
    ends = _line(origin.name, arguments)
    if ends is None:
        return None
    first, last = ends
    found = _dimension(family, origin)
    if found is None:
        return None
    label = _label(origin)
    return PartitionForm(label, family.parameter, found, lambda d: (first(d), last(d)))


def _label(origin: Origin) -> str:
    """Return what a family or a channel is called, without its d."""
    arguments = dict(origin.arguments)
    if origin.name == "white_noise":
        return f"white noise on {_label(arguments['channel'].origin)}"
    if origin.name == "mixture":
        ends = [_label(arguments[key].origin) for key in ("channel0", "channel1")]
        return f"mixture of {ends[0]} and {ends[1]}"
    given = {k: v for k, v in arguments.items() if k not in ("d", "gram")}
    name = called(origin.name, given)
    return name if origin.at is None else f"{name} at {origin.at}"


_Choi = Callable[[int], Terms]


def _line(name: str, arguments: Mapping[str, Any]) -> tuple[_Choi, _Choi] | None:
    if name in _LINES:
        return _LINES[name](**{k: v for k, v in arguments.items() if k != "d"})
    if name == "white_noise":
        first = _channel(arguments["channel"])
        return None if first is None else (first, _noise)
    if name == "mixture":
        ends = [_channel(arguments[key]) for key in ("channel0", "channel1")]
        first, last = ends
        return None if first is None or last is None else (first, last)
    return None


def _channel(channel: Any) -> _Choi | None:
    """Return the Choi operator of a channel of the zoo, as a function of d."""
    origin = channel.origin if isinstance(channel, Channel) else None
    if origin is None or origin.complement:
        return None
    arguments = dict(origin.arguments)
    if origin.at is None:
        return _CHANNELS.get(origin.name)
    at, ends = origin.at, _line(origin.name, arguments)
    if ends is None:
        return None
    first, last = ends
    return lambda d: total(((1 - at, first(d)), (at, last(d))))


def _dimension(family: ChannelFamily, origin: Origin) -> int | None:
    """Return the d a family was built with, without building a channel of it."""
    arguments = dict(origin.arguments)
    if isinstance(family.arguments.get("d"), int):
        return family.arguments["d"]
    inner = arguments.get("channel", arguments.get("channel0"))
    return inner.d_in if isinstance(inner, Channel) else None


def total(parts: Iterable[tuple[Fraction | int, Mapping[Partition, Fraction]]]) -> Terms:
    """Return Σ factor·terms, without what is zero."""
    found: Terms = {}
    for factor, terms in parts:
        for key, x in terms.items():
            found[key] = found.get(key, Fraction(0)) + factor * x
    return {key: x for key, x in found.items() if x}


def _identity(d: int) -> Terms:
    return {PAIR: Fraction(1)}


def _noise(d: int) -> Terms:
    return {IDENTITY: Fraction(1, d)}


def _dephased(d: int) -> Terms:
    return {DIAGONAL: Fraction(1)}


def _antisymmetric(d: int) -> Terms:
    """Return (tr(ρ) 1 − ρ^T)/(d−1)."""
    return {IDENTITY: Fraction(1, d - 1), SWAP: Fraction(-1, d - 1)}


def _symmetric(d: int) -> Terms:
    """Return (tr(ρ) 1 + ρ^T)/(d+1)."""
    return {IDENTITY: Fraction(1, d + 1), SWAP: Fraction(1, d + 1)}


def _traceless(d: int) -> Terms:
    """Return d/((d−1)(d+2)) [tr(ρ) 1 + ρ^T − (2/d) ρ]."""
    share = Fraction(d, (d - 1) * (d + 2))
    return {IDENTITY: share, SWAP: share, PAIR: -2 * share / d}


def _brauer(weights: Any) -> tuple[_Choi, _Choi]:
    shares = fraction_array("weights", weights)
    shares = shares / shares.sum()
    kinds = (_identity, _antisymmetric, _traceless)
    return (
        lambda d: total((w, k(d)) for w, k in zip(shares, kinds, strict=True)),
        _noise,
    )


def _depolarizing_dephasing(p: Any) -> tuple[_Choi, _Choi]:
    share = fraction_parameter("p", p)
    return (
        lambda d: total(((1 - share, _identity(d)), (share, _dephased(d)))),
        _noise,
    )


def _generalized_dephasing(gram: Any) -> tuple[_Choi, _Choi] | None:
    return (_identity, _dephased) if gram is None else None


#: By constructor: what the arguments but d make the line.
_LINES: dict[str, Callable[..., tuple[_Choi, _Choi] | None]] = {
    "depolarizing": lambda: (_identity, _noise),
    "transpose_depolarizing": lambda: (_identity, _antisymmetric),
    "werner": lambda: (_antisymmetric, _symmetric),
    "brauer": _brauer,
    "depolarizing_dephasing": _depolarizing_dephasing,
    "generalized_dephasing": _generalized_dephasing,
}

#: Families of the zoo that can be asked about in any dimension.
ANY_DIMENSION = frozenset(_LINES)

_CHANNELS: dict[str, _Choi] = {"identity": _identity, "werner_holevo": _antisymmetric}
