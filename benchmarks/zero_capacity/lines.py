"""Thresholds along random channels with noise, and along families that have a structure."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np

import sdpsearch as sd
from sdpsearch.channels.random import random_channel

#: (d_in, d_out, Kraus rank). Channels of full rank are mostly antidegradable as they are.
SHAPES = (
    (2, 2, 2), (2, 2, 3), (2, 3, 2), (2, 3, 3), (3, 2, 2), (3, 2, 3), (3, 3, 2), (3, 3, 3),
)  # fmt: skip
#: With four outputs a line takes half a minute: white noise alone, and few of them.
LARGE = ((3, 4, 2), (3, 4, 3))
SEEDS, LARGE_SEEDS = range(4), range(3)


def reset(channel: sd.Channel) -> sd.ChannelFamily:
    """Return (1−x) Λ + x tr(·) |0><0|: what decay to the ground state ends in."""
    units = np.zeros((channel.d_in, channel.d_out, channel.d_in))
    units[range(channel.d_in), 0, range(channel.d_in)] = 1
    return sd.mixture(channel, sd.Channel(units), name="reset")


NOISES: dict[str, Callable[[sd.Channel], sd.ChannelFamily]] = {
    "white": sd.white_noise,
    "reset": reset,
    "erasure": sd.zoo.with_erasure,
}


def records(done: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the thresholds of every line not done, a seed of all shapes at a time."""
    for seed in SEEDS:
        for shape in (*SHAPES, *(LARGE if seed in LARGE_SEEDS else ())):
            for noise in ("white",) if shape in LARGE else NOISES:
                key = "{}→{} rank {} {} {}".format(*shape, noise, seed)
                if key not in done:
                    channel = random_channel(*shape, rng=seed)
                    yield {"key": key, **measured(NOISES[noise](channel), shape, noise)}


def measured(
    family: sd.ChannelFamily, shape: tuple[int, ...], noise: str
) -> dict[str, Any]:
    """Return where each property starts, and up to where inputs were found to transmit."""
    started = time.process_time()
    asked = (sd.Antidegradable(), sd.SignedExtendible(), sd.PPT())
    found = {p.name: start(sd.threshold(family, p)) for p in asked}
    capacity = sd.threshold(family, sd.ZeroCapacity())
    rising = [b for b in capacity.boundaries if b.mechanisms is not None]
    ends = rising[0] if rising else None
    return {
        "shape": f"{shape[0]}→{shape[1]}",
        "rank": shape[2],
        "noise": noise,
        **found,
        "transmits until": None if ends is None else ends.bracket.lower,
        "by": None if ends is None else ends.mechanisms,
        "seconds": round(time.process_time() - started, 2),
    }


def start(found: sd.Threshold) -> float | None:
    """Return where the set that reaches the pure noise begins, None if there is none."""
    return found.estimated[-1].lower if found.holds_on else None
