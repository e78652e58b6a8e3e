"""What must never happen, asked of random channels: a record for every hundred of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import cycle
from typing import Any

import numpy as np

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel
from sdpsearch.coherent.transmission import simple_transmissions
from sdpsearch.properties.transmitting import reason_positive

#: Channels in a record.
BATCH = 100
#: How far from its antidegradability threshold a channel is put, of either sign.
NEAR = (0.3, 0.1, 1e-2, 1e-3, 1e-4, 1e-6)
#: What the issue asks for.
ASKED = {"same on qubits": 1_000, "implied": 2_000, "never both": 10_000}
SHAPES = ((2, 2), (2, 2), (2, 3), (3, 2), (2, 2), (2, 3), (3, 2), (3, 3))

Count = Callable[[np.random.Generator], dict[str, int | float]]


def records(done: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield records of the three counts in turn, until each has what it is to have."""
    questions: dict[str, Count] = {
        "same on qubits": same_on_qubits,
        "implied": implied,
        "never both": never_both,
    }
    # The last takes most: it has most turns.
    turns = cycle((*questions, *["never both"] * 3))
    left = {name: iter(range(asked // BATCH)) for name, asked in ASKED.items()}
    while left:
        name = next(turns)
        number = next(left.get(name, iter(())), None)
        if number is None:
            left.pop(name, None)
            continue
        key = f"{name} {number}"
        if key not in done:
            rng = np.random.default_rng(np.random.SeedSequence([len(name), number]))
            yield {"key": key, "count": name, "channels": BATCH, **questions[name](rng)}


def same_on_qubits(rng: np.random.Generator) -> dict[str, int | float]:
    """Compare both thresholds of qubit channels of rank 2 and 3 with white noise."""
    apart = []
    for i in range(BATCH):
        family = sd.white_noise(random_channel(2, 2, rank=2 + i % 2, rng=rng))
        ends = [
            sd.threshold(family, asked) for asked in ("antidegradable", "signed-extendible")
        ]
        apart.append(abs(ends[0].estimated[0].lower - ends[1].estimated[0].lower))
    return {"largest difference": max(apart)}


def implied(rng: np.random.Generator) -> dict[str, int | float]:
    """Ask whether antidegradable channels are signed-extendible, half of them barely."""
    channels = []
    for i in range(BATCH):
        d_in, d_out = SHAPES[i % len(SHAPES)]
        if i % 2:
            channels.append(random_antidegradable(d_in, d_out, rank=d_in, rng=rng))
        else:
            channels.append(_beside(d_in, d_out, rng, (1,)))
    verdicts = [d.verdict.name for d in sd.decide_many(channels, "signed-extendible")]
    return {name: verdicts.count(name) for name in ("HOLDS", "UNDECIDED", "FAILS")}


def never_both(rng: np.random.Generator) -> dict[str, int | float]:
    """Look for inputs that transmit through channels, half of them with a mechanism."""
    channels = []
    for i in range(BATCH):
        d_in, d_out = SHAPES[i % len(SHAPES)]
        channels.append(_beside(d_in, d_out, rng, (-1, 1)))
    holds = [False] * BATCH
    for name in ("antidegradable", "ppt", "signed-extendible"):
        decided = sd.decide_many(channels, name)
        holds = [h or d.verdict == "HOLDS" for h, d in zip(holds, decided, strict=True)]
    sends = [
        any(reason_positive(c, found) is not None for found in simple_transmissions(c))
        for c in channels
    ]
    pairs = list(zip(holds, sends, strict=True))
    return {
        "HOLDS": sum(holds),
        "Q > 0": sum(sends),
        "both": pairs.count((True, True)),
        "neither": pairs.count((False, False)),
    }


def _beside(
    d_in: int, d_out: int, rng: np.random.Generator, sides: tuple[int, ...]
) -> sd.Channel:
    """Return a random channel with white noise near where it becomes antidegradable."""
    rank = int(rng.integers(max(2, -(-d_in // d_out)), 4))
    family = sd.white_noise(random_channel(d_in, d_out, rank=rank, rng=rng))
    low = sd.threshold(family, "antidegradable").estimated[0].lower
    x = low + rng.choice(sides) * rng.choice(NEAR)
    return family(float(min(max(x, 0), 1)))
