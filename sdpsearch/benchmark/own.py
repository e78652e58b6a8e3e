"""The driver of this package itself: the same questions, the same protocol."""

from __future__ import annotations

from typing import Any

import numpy as np

import sdpsearch as sd

PACKAGES = ("sdpsearch", "numpy", "scipy")

_VERDICTS = {sd.Verdict.HOLDS: True, sd.Verdict.FAILS: False, sd.Verdict.UNDECIDED: None}


def answer(question: dict[str, Any], way: str) -> dict[str, Any]:
    """Return a verdict or a threshold; channels come as Kraus operators in floats."""
    if question["asks"] == "decide":
        return _decided(_channel(question["kraus"]), _property(question), way)
    if "family" in question:  # no matrix of this size is ever written down
        family = sd.zoo.FAMILIES[question["family"]](**question["arguments"])
    else:
        first, last = _channel(question["kraus"]), _channel(question["last_kraus"])
        family = sd.mixture(first, last)
    return _located(family, _property(question), way)


def _property(question: dict[str, Any]) -> sd.Property:
    k = question["k"]
    return sd.Antidegradable() if k == 2 else sd.KExtendible(k)


def _channel(kraus: Any) -> sd.Channel:
    real, imaginary = (np.array(part) for part in kraus)
    return sd.Channel(real + 1j * imaginary if imaginary.any() else real)


def _decided(channel: sd.Channel, asked: sd.Property, solver: str) -> dict[str, Any]:
    found = sd.decide(channel, asked, solver=solver)
    verdict = _VERDICTS[found.verdict]
    return {
        "verdict": verdict,
        "residual": found.residual if verdict else None,
        "said": found.reason,
    }


def _located(family: sd.ChannelFamily, asked: sd.Property, solver: str) -> dict[str, Any]:
    found = sd.threshold(family, asked, solver=solver)
    return {
        "value": found.value,
        "width": found.boundaries[0].bracket.width,
        "said": found.boundaries[0].tier.value,
    }
