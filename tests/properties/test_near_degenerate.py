"""Channels that hardly reach a part of their environment: a verdict, if not a map."""

import numpy as np
import pytest

import sdpsearch as sd

#: Where the map that floats give has negative eigenvalues of 1e-8 and more.
WITHOUT_MAP = (3, 5, 7, 11, 15, 25, 49)


def near_degenerate(seed):
    """Return an antidegradable channel whose Kraus matrix has a tiny singular value.

    Kraus operators <b|T of an isometry T: A → B⊗B' onto the symmetric subspace, whose
    part on the last basis vector is scaled down.
    """
    rng = np.random.default_rng(seed)
    d, d_in = 3 + seed % 3, 2 + seed % 2
    pairs = rng.standard_normal((d, d, d_in)) + 1j * rng.standard_normal((d, d, d_in))
    weights = np.ones(d)
    weights[-1] = 10.0 ** rng.uniform(-7, -2)
    pairs = weights[:, None, None] * (pairs + pairs.swapaxes(0, 1)) * weights[:, None]
    return sd.Channel(np.linalg.qr(pairs.reshape(-1, d_in))[0].reshape(d, d, d_in))


@pytest.mark.parametrize("seed", sorted({*range(12), *WITHOUT_MAP}))
@pytest.mark.parametrize("asked", [sd.Antidegradable(), sd.Degradable()], ids=str)
def test_rounding_in_the_map_never_costs_the_verdict(seed, asked):
    channel = near_degenerate(seed)
    if asked == sd.Degradable():
        channel = channel.minimal().complementary
    found = sd.decide(channel, asked)
    assert found.verdict is not sd.Verdict.FAILS
    if found.verdict is sd.Verdict.HOLDS:
        assert ("no map comes with it" in found.reason) is (found.map is None)


def test_the_class_has_channels_without_a_map():
    found = [sd.decide(near_degenerate(s), sd.Antidegradable()) for s in WITHOUT_MAP]
    without = [d for d in found if d.map is None]
    assert without
    assert all(d.verdict is not sd.Verdict.FAILS for d in found)
