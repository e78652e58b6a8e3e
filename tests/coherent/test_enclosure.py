"""Enclosed entropies: the true value lies inside, wherever rounding falls."""

from __future__ import annotations

import flint
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.coherent.code import Code
from sdpsearch.coherent.codes import information_slope
from sdpsearch.coherent.enclosure import enclosed_entropy, enclosed_information
from sdpsearch.coherent.information import Outputs
from sdpsearch.coherent.transmission import joint_transmissions


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0, 1e-6))
def test_entropy_of_a_diagonal_state_lies_inside(values, eta):
    total = sum(values)
    if not total > 0.1:
        return
    exact = flint.arb(0)
    states = [flint.arb(v) / flint.arb(total) for v in values]
    for p in states:
        if p > 0:
            exact -= p * p.log() / flint.arb(2).log()
    found = enclosed_entropy(np.diag([v / total for v in values]), eta)
    assert found.lower <= float(exact.mid()) <= found.upper


def test_a_wide_eigenvalue_is_enclosed_beyond_its_ends():
    # 1/e, where −v log v is largest, lies between 0.36 and 0.38.
    found = enclosed_entropy(np.diag([0.37, 0.63]), 0.01)
    assert found.upper >= -(np.log2(1 / np.e) / np.e) - 0.62 * np.log2(0.62)


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_code_of_orthogonal_inputs_is_a_state_of_many_uses(copies):
    channel = sd.random_channel(2, 2, 2, np.random.default_rng(3))
    code = Code(np.array([[0.6, 0.0], [0.0, 0.8]]), copies)
    # The same code as a state of one use of the n-fold product.
    kraus = channel.kraus
    for _ in range(copies - 1):
        kraus = np.array([np.kron(a, b) for a in kraus for b in channel.kraus])
    vectors = np.zeros((2**copies, 2))
    vectors[0, 0], vectors[-1, 1] = 0.6, 0.8
    product = Outputs.of_kraus(kraus).coherent_information(vectors @ vectors.T)
    found = enclosed_information(channel.kraus, code)
    assert found.lower <= product + 1e-12
    assert found.upper >= product - 1e-12
    assert found.width < 1e-10


def test_what_breaks_the_trace_is_charged():
    kraus = sd.zoo.depolarizing(d=2)(0.1).kraus
    code = Code(np.eye(2))
    exact = enclosed_information(kraus, code)
    bent = enclosed_information(kraus * (1 + 1e-9), code)
    assert bent.width > 1e-9 > exact.width
    assert bent.lower <= exact.lower
    assert exact.upper <= bent.upper


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_slope_of_a_code_is_that_of_its_information(copies):
    rng = np.random.default_rng(copies)
    kraus = sd.random_channel(2, 3, 3, rng).kraus
    vectors, step = rng.standard_normal((2, 2, 2)) + 1j * rng.standard_normal((2, 2, 2))
    _, slope = information_slope(kraus, vectors, copies)
    ends = [information_slope(kraus, vectors + h * step, copies)[0] for h in (1e-6, -1e-6)]
    assert (slope * step).sum().real == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-7)


def test_an_ascent_goes_on_without_a_vector_that_left_the_code():
    channel = sd.zoo.damping_dephasing()(0.35)  # there one has vanished after a step
    found = [t for t in joint_transmissions(channel) if t.block == 1]
    assert {t.uses for t in found} == {2, 3, 4, 5}
