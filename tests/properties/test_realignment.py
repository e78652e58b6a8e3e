"""Realignment: what it shows entangled is, and no filter hides it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.properties.realignment import realigned_witness

EB = sd.EntanglementBreaking()


def filtered(channel, weight):
    """Return the channel whose last output direction is weakened, inputs renormalised."""
    kraus = np.diag([*[1.0] * (channel.d_out - 1), weight]) @ channel.kraus
    gram = np.einsum("eba,ebc->ac", kraus.conj(), kraus)
    values, vectors = np.linalg.eigh(gram)
    return sd.Channel(kraus @ ((vectors / np.sqrt(values)) @ vectors.conj().T))


@pytest.mark.parametrize("alpha", [1.99, 3 + 1e-9, 3.01, 3.5, 4])
@pytest.mark.parametrize("weight", [1.0, 1e-3, 1e-7, 1e-12])
def test_entangled_though_ppt(alpha, weight):
    """The family is PPT on [1, 4] and separable on [2, 3] (quant-ph/9806058)."""
    found = sd.decide(filtered(sd.zoo.horodecki()(alpha), weight), EB)
    assert found.verdict is sd.Verdict.FAILS
    assert found.margin.upper < 0
    if found.witness is not None:
        assert found.witness_value(found.channel) == pytest.approx(-1)


@pytest.mark.parametrize("alpha", [2, Fraction(5, 2), 3])
@pytest.mark.parametrize("weight", [1.0, 1e-6])
def test_separable_is_not_refuted(alpha, weight):
    assert realigned_witness(filtered(sd.zoo.horodecki()(alpha), weight)) is None


@settings(max_examples=20, deadline=None)
@given(
    dims=st.tuples(st.integers(2, 4), st.integers(2, 4)),
    outcomes=st.integers(2, 12),
    power=st.floats(0, 7),
    seed=st.integers(0, 2**32 - 1),
)
def test_what_measures_and_prepares_is_never_refuted(dims, outcomes, power, seed):
    rng = np.random.default_rng(seed)
    shape = (2, outcomes, dims[1])
    states = rng.normal(size=shape)[0] + 1j * rng.normal(size=shape)[1]
    effects = rng.normal(size=(outcomes, dims[0])) + 1j * rng.normal(
        size=(outcomes, dims[0])
    )
    states[:, -1] *= 10**-power
    kraus = np.einsum("eb,ea->eba", states, effects.conj())
    gram = np.einsum("eba,ebc->ac", kraus.conj(), kraus)
    values, vectors = np.linalg.eigh(gram)
    if values[0] < 1e-12 * values[-1]:
        return  # fewer outcomes than inputs: no channel
    root = (vectors / np.sqrt(values)) @ vectors.conj().T
    channel = sd.Channel(kraus @ root)
    assert realigned_witness(channel) is None
    assert sd.decide(channel, EB).verdict is not sd.Verdict.FAILS


@pytest.mark.parametrize("seed", range(5))
def test_its_witness_is_positive_on_products(seed):
    rng = np.random.default_rng(seed)
    found = realigned_witness(sd.zoo.horodecki()(3.2))
    assert found is not None
    assert found.witness is not None
    for _ in range(200):
        a, b = (rng.normal(size=3) + 1j * rng.normal(size=3) for _ in range(2))
        product = np.kron(a, b)
        assert (product.conj() @ found.witness @ product).real >= -1e-12


def test_its_margin_is_where_noise_ends_it():
    """(1−t)J + t·tr(J)·1/n is not separable for t below −margin.upper."""
    channel = sd.zoo.horodecki()(3.5)
    bound = -sd.decide(channel, EB).margin.upper
    mixed = sd.mixture(channel, sd.zoo.depolarizing(d=3)(1))
    assert realigned_witness(mixed(0.98 * bound)) is not None


def test_an_output_however_weak_counts():
    """Two output directions would be decided by PPT; the third, of 1e-17, is there."""
    found = sd.decide(filtered(sd.zoo.horodecki()(3.5), 1e-17), EB)
    assert found.verdict is not sd.Verdict.HOLDS
