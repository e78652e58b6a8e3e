"""The suite: every instance, by size, with closed forms and exact proofs as truths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sdpsearch.benchmark.instances import Instance
from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.interval import Interval
from sdpsearch.known.entry import extendible
from sdpsearch.known.thresholds import fact

#: Each contains those before it.
SIZES = ("small", "standard", "large")

#: (d, Choi rank): seed of a random channel, and an enclosure of where white noise on it
#: becomes antidegradable: two exact proofs of
#: `threshold(random_line(d, rank), "antidegradable", prove=True)`, wherever it is run,
#: rounded outwards.
PROVED = {
    (2, 2): (9, (0.1062984029, 0.1062984030)),
    (3, 2): (7, (0.3104171780, 0.3104171781)),
    (3, 4): (7, (0.1657693144, 0.1657693146)),
    (4, 2): (7, (0.3611956922, 0.3611956923)),
    (5, 2): (7, (0.3977304249, 0.3977304251)),
    (6, 2): (7, (0.4176856343, 0.4176856345)),
}
_PROOF = "two proofs in exact arithmetic, by sdpsearch and its checker"

#: Distances from a threshold at which qubits are asked, and larger channels.
_NEAR = tuple(10.0**-n for n in range(2, 10))
_LESS_NEAR = (1e-2, 1e-4)


def suite(size: str) -> tuple[Instance, ...]:
    """Return the instances of a size and of the smaller ones.

    Args:
        size: "small", "standard" or "large".

    Raises:
        ValueError: there is no such size.

    Example:
        >>> from sdpsearch.benchmark.suite import suite
        >>> len(suite("small")) < len(suite("standard")) < len(suite("large"))
        True
    """
    if size not in SIZES:
        raise ValueError(f"Argument `size` must be one of {', '.join(SIZES)}: {size!r}.")
    makers = (_small, _standard, _large)[: SIZES.index(size) + 1]
    found = {instance.name: instance for make in makers for instance in make()}
    return tuple(found.values())


def random_line(d: int, rank: int) -> ChannelFamily:
    """Return white noise on the random channel of PROVED."""
    seed, _ = PROVED[d, rank]
    return white_noise(random_channel(d, d, rank, seed))


def _small() -> Iterator[Instance]:
    for family in (zoo.depolarizing(d=2), zoo.erasure(d=2)):
        yield from _near(family, (1e-2, 1e-6))
        yield _located(family)
    yield _werner_holevo()
    yield _generic(2, 2)
    yield _generic(3, 2)


def _standard() -> Iterator[Instance]:
    for family in (zoo.depolarizing(d=2), zoo.erasure(d=2)):
        yield from _near(family, _NEAR)
    yield from _near(zoo.amplitude_damping(), _NEAR[::2])
    yield from _near(zoo.depolarizing(d=3), _LESS_NEAR)
    for d, rank in ((3, 4), (4, 2), (5, 2)):
        yield _generic(d, rank)
    for d in (3, 4, 5):
        yield _located(zoo.depolarizing(d=d))
    for d in (2, 3):
        yield _disguised(d)
    for k in (3, 4, 5):
        yield _located(zoo.depolarizing(d=2), k)
    yield from _near(zoo.depolarizing(d=2), (1e-3,), 3)
    yield from _named()


def _large() -> Iterator[Instance]:
    yield _generic(6, 2)
    for d in (6, 8, 10):
        yield _located(zoo.depolarizing(d=d))
    # Their channels are too large to be made, so that facts() does not know them.
    d = 1000
    yield _huge(zoo.depolarizing, d, d / (2 * (d + 1)))
    yield _huge(zoo.transpose_depolarizing, d, 2 * (d - 1) / (3 * d - 2))


def _named() -> Iterator[Instance]:
    """Every family of the zoo with one known threshold of antidegradability."""
    for make in zoo.FAMILIES.values():
        family = make()
        known = fact(family, "antidegradable")
        if known is None or not known.holds or known.holds[0][0] == known.holds[0][1]:
            continue
        start = known.holds[0][0]
        if family.affine and 0 < start < 1 and family.domain == (0.0, 1.0):
            yield _located(family)
        elif not family.affine and family.name != "amplitude_damping":
            yield from _near(family, (1e-3,))


def boundary(family: ChannelFamily, k: int) -> tuple[float, int, str]:
    """Return the one boundary, on which side of it the property holds, and the source."""
    known = fact(family, extendible(k))
    assert known is not None
    low, high = known.holds[0]
    rising = low > family.domain[0]
    return (low if rising else high), (1 if rising else -1), known.source


def _near(
    family: ChannelFamily, distances: tuple[float, ...], k: int = 2
) -> Iterator[Instance]:
    place, inside, source = boundary(family, k)
    asked = "" if k == 2 else f", k = {k}"
    for distance in distances:
        for sign in (-1, 1):
            yield Instance(
                f"{family.label} at {place:.6g} {'+' if sign > 0 else '−'} {distance:.0e}"
                f"{asked}".replace("e-0", "e−"),
                "near a threshold",
                f"near {family.name}{asked}",
                partial(family, place + sign * distance),
                sign == inside,
                source,
                k,
            )


def _located(family: ChannelFamily, k: int = 2) -> Instance:
    place, _, source = boundary(family, k)
    kind = "covariant" if family.name == "depolarizing" and k == 2 else "zoo"
    return Instance(
        f"{family.label}, threshold" + (f", k = {k}" if k > 2 else ""),
        "copies" if k > 2 else kind,
        f"{family.name}, k = {k}",
        lambda: family,
        Interval(place, place),
        source,
        k,
    )


def _huge(make: Callable[..., ChannelFamily], d: int, place: float) -> Instance:
    """Return the threshold of a family in a dimension in which only its name is sent."""
    family, source = make(d=d), boundary(make(d=3), 2)[2]
    truth = Interval(place, place)
    return Instance(
        f"{family.label}, threshold",
        "covariant",
        family.name,
        lambda: family,
        truth,
        source,
    )


def _generic(d: int, rank: int) -> Instance:
    seed, (low, high) = PROVED[d, rank]
    return Instance(
        f"random {d}→{d}, rank {rank}, white noise, threshold",
        "generic",
        "generic",
        partial(random_line, d, rank),
        Interval(low, high),
        f"{_PROOF}; seed {seed}",
    )


def _disguised(d: int) -> Instance:
    """Return erasure between random unitaries: no extension has full rank."""
    before = Channel(random_unitary(d, d)[None])
    after = Channel(random_unitary(d + 1, d + 1)[None])
    family: Callable[[], ChannelFamily] = lambda: after @ zoo.erasure(d=d) @ before  # noqa: E731
    place, _, source = boundary(zoo.erasure(d=d), 2)
    return Instance(
        f"erasure(d={d}) between random unitaries, threshold",
        "rank-deficient",
        "disguised",
        family,
        Interval(place, place),
        f"unitaries change no answer; {source}",
    )


def _werner_holevo() -> Instance:
    family = zoo.transpose_depolarizing(d=3)
    return Instance(
        "Werner–Holevo(d=3)",
        "near a threshold",
        "werner_holevo",
        partial(family, 0.0),
        False,
        boundary(family, 2)[2],
    )
