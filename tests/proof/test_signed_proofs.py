"""Signed extensions proved: ends of lines, channels beside them, floats and many digits."""

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.extension.signed import shuffle as floats
from sdpsearch.proof.digits.schur import _direct, _sparse
from sdpsearch.proof.exact import shuffle
from sdpsearch.proof.exact.linear import solved_near
from sdpsearch.proof.exact.matrix import product
from sdpsearch.proof.exact.rounding import dense, rounded
from sdpsearch.proof.repair.signed.digits import _complement, _without_marginal
from sdpsearch.proof.repair.signed.images import images, sigma_of
from sdpsearch.proof.repair.signed.programme import assembled
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.signed import signed_kernels, signed_orders
from sdpsearch.proof.statement.state import state

SIGNED = sd.SignedExtendible()
HOLDS, FAILS = sd.Verdict.HOLDS, sd.Verdict.FAILS


@pytest.mark.parametrize(
    ("family", "start"),
    [
        (sd.zoo.depolarizing(d=2), F(1, 3)),
        (sd.zoo.dephrasure(F(1, 10)), F(16, 41)),
        (sd.zoo.dephrasure(F(1, 3)), F(1, 10)),
        (sd.zoo.erasure(), F(1, 2)),
        (sd.zoo.two_pauli(), F(1, 3)),
        (sd.zoo.transpose_depolarizing(d=3), F(1, 2)),
    ],
    ids=lambda x: getattr(x, "label", str(x)),
)
def test_the_end_of_a_line_is_proved_exactly(family, start):
    found = sd.threshold(family, SIGNED, prove=True)
    (boundary,) = found.boundaries
    assert (boundary.tier, boundary.proved) == ("exact", (start, start))
    told = sd.verify(found.certificate, family, second=True)
    assert (told.proved, told.second) == (True, "proved")
    assert f"[{start}, 1], hence Q = P = 0." in told.theorem
    member = family(0.5)
    other = sd.white_noise(random_channel(member.d_in, member.d_out, rng=0))
    assert not sd.verify(found.certificate, other).proved


def test_an_irrational_end_is_proved_to_many_digits():
    family = sd.zoo.pauli(direction=(1, 1, 2))
    found = sd.threshold(family, SIGNED, prove=True, digits=20)
    (boundary,) = found.boundaries
    low, high = boundary.proved
    assert high - low < F(1, 10**20)
    # (10 − 4√2)/17, as for antidegradability: a root of 17 x² − 20 x + 4.
    assert (17 * low**2 - 20 * low + 4) * (17 * high**2 - 20 * high + 4) < 0
    assert boundary.closed_form == "(10 − 4√2)/17"
    assert sd.verify(found.certificate, family, second=True).second == "proved"


@pytest.mark.slow
def test_an_irrational_end_of_qutrits_is_too():
    squares = np.array(
        [[2, 0, 0], [0, 2, 0], [0, 0, 2], [1, 2, 2], [2, 1, -2], [2, -2, 1]], dtype=object
    )
    squares = (squares * abs(squares)).reshape(2, 3, 3) * F(1, 13)
    family = sd.white_noise(sd.Channel.from_squares(squares))
    found = sd.threshold(family, SIGNED, prove=True, digits=20)
    assert found.boundaries[0].closed_form == "(31 − √313)/36"


@pytest.mark.parametrize("where", [-1, 0, 1])
@pytest.mark.parametrize(
    ("family", "start"),
    [(sd.zoo.amplitude_damping(), F(1, 2)), (sd.zoo.dephrasure(F(1, 10)), F(16, 41))],
    ids=lambda x: getattr(x, "label", str(x)),
)
def test_beside_the_boundary_and_on_it(family, start, where):
    channel = family(start + where * F(1, 10**14))
    found = sd.decide(channel, SIGNED, prove=True)
    assert found.verdict is (HOLDS if where >= 0 else FAILS)
    told = sd.verify(found.certificate, channel, second=True)
    assert (told.proved, told.second) == (True, "proved")


@pytest.mark.parametrize(("shape", "rank", "seed"), [((2, 2), 2, 1), ((2, 3), 2, 1)])
def test_floats_are_proved_as_a_ball(shape, rank, seed):
    channel = random_channel(*shape, rank=rank, rng=seed)
    family = sd.white_noise(channel)
    start = sd.threshold(family, SIGNED).start
    for x, verdict in ((start / 2, FAILS), ((1 + start) / 2, HOLDS)):
        made = sd.Channel(family(x).kraus)
        found = sd.decide(made, SIGNED, prove=True)
        assert found.verdict is verdict
        assert "2^-50" in found.certificate.theorem
        assert sd.verify(found.certificate, made, second=True).second == "proved"


# --- The algebra ------------------------------------------------------------------------


@given(seed=st.integers(0, 2**31), d_a=st.integers(1, 2), d_b=st.integers(1, 3))
@settings(max_examples=10)
def test_the_exact_shuffle_is_the_engines(seed, d_a, d_b):
    rng = np.random.default_rng(seed)
    n = d_a * d_b**2
    sigma = rng.integers(-9, 9, (n, n)) + 1j * rng.integers(-9, 9, (n, n))
    sigma = sigma + sigma.conj().T
    exact = rounded(sigma)
    turned = shuffle.shuffled(exact, d_b)
    assert np.array_equal(dense(turned), floats.shuffled(sigma, d_a, d_b))
    assert np.array_equal(dense(shuffle.unshuffled(turned, d_b)), sigma)
    ones = (F(1),) * d_b
    wide = floats.widened(sigma, d_a, d_b)
    for sign, side in zip((1, -1), shuffle.sides(exact, ones), strict=True):
        expected = wide + sign * floats.shuffled(sigma, d_a, d_b)
        assert np.array_equal(dense(side), expected)


@pytest.mark.parametrize(
    "channel",
    [
        sd.zoo.transpose_depolarizing(d=3)(F(2, 3)),
        sd.zoo.dephrasure(F(1, 10))(F(1, 2)),
        sd.zoo.amplitude_damping()(F(2, 3)),
    ],
    ids=str,
)
def test_the_exact_face_is_the_engines(channel):
    """Kernels of P ± R, stated with and without weights of B."""
    face = find_face([state(channel)], 2)
    orders = sd.decide(channel, SIGNED).membership.face.orders
    size = channel.d_in * channel.d_out**2
    assert signed_orders(face) == orders
    assert tuple(size - k.columns for k in signed_kernels(face)) == orders
    for image in images(face):
        for forced, side in zip(
            signed_kernels(face), (image.plus, image.minus), strict=True
        ):
            assert not product(side, forced).entries


@given(seed=st.integers(0, 2**31))
@settings(max_examples=20)
def test_a_solution_near_given_values_solves_and_is_near(seed):
    rng = np.random.default_rng(seed)
    n, m = 7, int(rng.integers(1, 6))
    table = rng.integers(-2, 3, (m, n)) * (rng.random((m, n)) < 0.4)
    known = [F(int(x), 7) for x in rng.integers(-9, 9, n)]

    def row(i):
        return {u: F(int(x)) for u, x in enumerate(table[i]) if x}

    values = [sum((c * known[u] for u, c in row(i).items()), F(0)) for i in range(m)]
    near = [x + F(int(rng.integers(-3, 4)), 10**9) for x in known]
    found = solved_near([(row(i), values[i]) for i in range(m)], near)
    assert all(
        sum((c * found[u] for u, c in row(i).items()), F(0)) == values[i] for i in range(m)
    )
    assert max(abs(x - y) for x, y in zip(found, known, strict=True)) < F(1, 10**6)


def test_equations_without_a_solution_have_none():
    first, second = {0: F(1), 1: F(2)}, {0: F(2), 1: F(4)}
    near = [F(0), F(0)]
    assert solved_near([(first, F(1)), (second, F(3))], near) is None
    assert solved_near([(first, F(1)), (second, F(2))], near) is not None
    assert solved_near([({}, F(1))], near) is None


@pytest.mark.parametrize("real", [True, False])
def test_the_programme_of_many_digits_is_p_and_r(real):
    """Its Schur complement by sparse moves is that of the sums of traces."""
    channel = random_channel(1, 2, rank=2, rng=1)
    statement = state(sd.white_noise(channel)(F(1, 2)) if real else channel)
    face = find_face([statement], 2)
    columns = _without_marginal(face)
    columns = [columns[-1], *columns]
    kept = [_complement(forced) for forced in signed_kernels(face)]
    data = assembled(face, columns, kept, np.zeros(len(columns)))
    rng = np.random.default_rng(0)
    y = rng.integers(-5, 6, len(columns))
    values = [
        sum(int(a) * c[u] for a, c in zip(y, columns, strict=True)) for u in range(10)
    ]
    sigma = sigma_of(face, values)
    stacked, low = data.stacked(y.astype(object)) / data.denominator, 0
    for side, places in zip(shuffle.sides(sigma, (F(1),) * 2), kept, strict=True):
        inner = dense(side)[np.ix_(places, places)]
        doubled = inner
        if not face.real:
            doubled = np.block([[inner.real, -inner.imag], [inner.imag, inner.real]]) / 2
        size = doubled.size
        assert np.array_equal(stacked[low : low + size].astype(float), doubled.ravel())
        low += size

    def numbers(order):
        made = rng.integers(-5, 6, (order, order)).astype(object)
        return made + made.T

    def multiply(a, b):
        return a.dot(b)

    left, right = ([numbers(order) for order in data.orders] for _ in range(2))
    one, two = (f(data, left, right, multiply) for f in (_sparse, _direct))
    assert np.array_equal((one + one.T).astype(float), (two + two.T).astype(float))
