"""Signed squares: Kraus operators known exactly, and true of the floats beside them."""

import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels import zoo
from sdpsearch.channels.random import random_channel
from sdpsearch.channels.rationals import fraction
from sdpsearch.channels.squares import stack

THIRD = Fraction(1, 3)
AD = zoo.amplitude_damping()


def damp(x):
    return np.array([[[1, 0], [0, 1 - x]], [[0, x], [0, 0]]])


def known(channel):
    assert channel.squares is not None
    return channel.squares


WITHOUT = {"depolarizing_complement", "smith_yard"}

FAMILIES = {
    **{name: make() for name, make in zoo.FAMILIES.items() if name not in WITHOUT},
    "depolarizing(4)": zoo.depolarizing(d=4),
    "thermal": zoo.generalized_amplitude_damping(N=Fraction(1, 7)),
    "cascade": zoo.multilevel_amplitude_damping(4, rates=(0.1, 1 / 3, 0.7, 0, 0.2, 0.3)),
    "pauli(0.1, 0.2, 0.4)": zoo.pauli((0.1, 0.2, 0.4)),
    "brauer(4)": zoo.brauer(4, (0.1, 1 / 3, 0.7)),
    "two_weyl(5)": zoo.two_weyl(5),
    "spin 2 with noise": zoo.noisy_landau_streater(2),
    "with_erasure": zoo.with_erasure(AD(THIRD)),
    "mixture": sd.mixture(zoo.horodecki()(THIRD), zoo.werner_holevo(3)),
    "white noise": sd.white_noise(zoo.platypus()(0.1)),
    "complement": sd.complement_of(zoo.pure_loss()),
}

CHANNELS = {
    **{name: make() for name, make in zoo.CHANNELS.items() if name not in WITHOUT},
    "spin 3/2": zoo.landau_streater(1.5),
    "cloner(3, 3)": zoo.cloner(3, 3),
    "spins 3/2, 2, 5/2": zoo.eposic(1.5, 2, 2.5),
    "Pauli": zoo.weyl([[0.4, 0.3], [0.2, 0.1]]),
    "Weyl, d = 4": zoo.weyl([[3, 1, 2, 1], [0, 0, 1, 0], [1, 2, 1, 2], [1, 0, 0, 0]]),
    "CLDUI": zoo.cldui(
        [[0.4, 0.1, 0.5], [0, 1, 0], [0.3, 0.2, 0.5]],
        [[0.4, -0.1, 0], [-0.1, 1, 0.6], [0, 0.6, 0.5]],
    ),
    "fixed state": zoo.replacer(2, state=np.diag([0.7, 0, 0.3])),
    "states of thirds": zoo.replacer(3, state=np.diag([1 / 3, 1 / 3, 1 / 3])),
}

NONE = {
    "kraus": sd.Channel([np.eye(2)]),
    "choi": sd.Channel.from_choi(AD(0.3).choi, d_in=2, d_out=2),
    "smith_yard": zoo.smith_yard(),
    "unitary": zoo.unitary(np.eye(2)),
    "complement": zoo.depolarizing_complement()(0.5),
    "Weyl": zoo.weyl([[0.4, 0.3, 0], [0.1, 0.1, 0.1], [0, 0, 0]]),
    "complex coherences": zoo.cldui(
        [[0.7, 0.3], [0.2, 0.8]], [[0.7, 0.3 + 0.4j], [0.3 - 0.4j, 0.8]]
    ),
    "roots": zoo.cldui([[1, 0], [0.3, 0.7]], [[1, np.sqrt(0.7)], [np.sqrt(0.7), 0.7]]),
    "gram": zoo.generalized_dephasing(gram=[[1, 0.5], [0.5, 1]])(0.5),
    "state": zoo.replacer(2, state=np.full((2, 2), 0.5)),
    "composed": AD(0.3) @ AD(0.3),
    "tensor": AD(0.3).tensor(AD(0.3)),
    "fewer operators": zoo.depolarizing(d=2)(0.3).minimal(),
    "erased": zoo.with_erasure(random_channel(2, 2, rng=0))(0.5),
    "mixed": sd.mixture(zoo.identity(2), zoo.unitary(np.eye(2)))(0.5),
}


def check(channel):
    """The squares are Fractions, those of the floats, and exactly trace preserving."""
    squares = known(channel)
    assert squares.shape == channel.kraus.shape
    assert all(type(s) is Fraction for s in squares.flat)
    floats = squares.astype(float)
    roots = np.sign(floats) * np.sqrt(np.abs(floats))
    assert np.allclose(roots, channel.kraus, rtol=0, atol=1e-15)
    assert list(np.abs(squares).sum(axis=(0, 1))) == [1] * channel.d_in
    gram = np.einsum("eba,ebc->ac", roots, roots)
    assert np.allclose(gram, np.eye(channel.d_in), rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("share", [Fraction(0), THIRD, Fraction(10, 17), Fraction(1)])
def test_families_know_their_channels(name, share):
    family = FAMILIES[name]
    low, high = (Fraction(end) for end in family.domain)
    x = low + share * (high - low)
    if name == "complement" and x == 1:
        assert family(x).squares is None  # nothing is lost: its environment is smaller
    else:
        check(family(x))


@pytest.mark.parametrize("name", CHANNELS)
def test_channels_know_themselves(name):
    check(CHANNELS[name])


@pytest.mark.parametrize("name", NONE)
def test_what_is_not_known_is_none(name):
    assert NONE[name].squares is None


def test_only_these_zoo_families_have_no_squares():
    without = {name for name, make in zoo.FAMILIES.items() if make().squares is None}
    assert without == {"depolarizing_complement"}


@settings(max_examples=50)
@given(st.fractions(0, 1, max_denominator=10**40))
def test_a_fraction_is_kept(x):
    assert known(AD(x))[1, 0, 1] == x


@settings(max_examples=50)
@given(st.floats(0, 1))
def test_a_float_is_its_decimal(x):
    assert known(AD(x))[1, 0, 1] == Fraction(repr(x))


@pytest.mark.parametrize(
    ("x", "exact"),
    [
        (0.500000000001, Fraction(500000000001, 10**12)),
        (1, Fraction(1)),
        (np.int8(1), Fraction(1)),
        (np.float64(0.1), Fraction(1, 10)),
        (Decimal("0.1"), Fraction(1, 10)),
        (np.array(0.1), Fraction(1, 10)),
        (True, Fraction(1)),
    ],
    ids=repr,
)
def test_numbers_are_read_exactly(x, exact):
    assert known(AD(x))[1, 0, 1] == exact
    assert type(known(AD(x))[1, 0, 1].numerator) is int


@pytest.mark.parametrize("number", ["0.1", np.str_("0.1"), 1j, np.complex128(1), None])
def test_other_things_are_no_numbers(number):
    with pytest.raises(TypeError, match="no real number"):
        fraction(number)


def test_fixed_arguments_are_read_exactly():
    assert known(zoo.dephrasure(p=0.1)(0))[0, 0, 0] == Fraction(9, 10)
    assert known(zoo.dephrasure(p=THIRD)(0))[1, 1, 1] == -THIRD
    assert known(zoo.damping_dephasing(p=THIRD)(0))[1, 0, 0] == THIRD
    assert known(zoo.generalized_amplitude_damping(N=0.3)(0))[0, 0, 0] == Fraction(7, 10)
    assert zoo.dephrasure(p=THIRD).arguments == {"p": 1 / 3}


def test_weights_are_normalised_exactly():
    thirds = known(zoo.pauli((1 / 3, 1 / 3, 1 / 3))(1))
    assert [abs(k).max() for k in thirds] == [0, THIRD, THIRD, THIRD]
    assert known(zoo.replacer(3, state=np.eye(3) / 3)).max() == THIRD
    decays = zoo.multilevel_amplitude_damping(3, rates=(0.1, 0.1, 0.2))(1)
    assert list(known(decays).max(axis=(1, 2))) == [1, THIRD, THIRD, 2 * THIRD]


def test_fixed_arguments_lie_in_their_range_exactly():
    with pytest.raises(ValueError, match=r"`p` must lie in \[0, 1\]"):
        zoo.dephrasure(p=1 + Fraction(1, 10**30))


def test_rounding_into_the_domain_gives_no_squares():
    assert AD(1 + Fraction(1, 10**30)).squares is None
    to_a_third = sd.ChannelFamily.from_squares(damp, domain=(0, 1 / 3))
    assert to_a_third(1 / 3).squares is not None
    assert to_a_third(THIRD).squares is None
    exactly = sd.ChannelFamily.from_squares(damp, domain=(0, THIRD))
    assert known(exactly(THIRD))[1, 0, 1] == THIRD


@pytest.mark.parametrize("name", FAMILIES)
def test_parameters_that_only_rounding_takes_to_an_end(name):
    family = FAMILIES[name]
    low, high = (Fraction(end) for end in family.domain)
    for x in (low + Fraction(1, 10**400), high - Fraction(1, 10**40)):
        channel = family(x)
        if name != "complement" or channel.squares is not None:
            check(channel)


def test_nothing_is_computed_before_it_is_asked_for():
    asked = []

    def squares(x):
        asked.append(x)
        return damp(x)

    family = sd.ChannelFamily.from_squares(squares)
    channel = family(THIRD)
    channel.minimal().complementary.choi  # noqa: B018
    assert all(type(x) is float for x in asked)
    assert channel.squares is channel.squares
    assert asked.count(THIRD) == 1


@pytest.mark.parametrize("name", ["erasure", "bb84", "pure_loss", "depolarizing"])
def test_complementary_swaps_the_squares(name):
    channel = FAMILIES[name](THIRD)
    other = channel.complementary
    check(other)
    assert np.array_equal(known(other), known(channel).transpose(1, 0, 2))
    assert np.array_equal(known(other.complementary), known(channel))


def test_independent_operators_keep_their_squares():
    channel = AD(THIRD)
    assert channel.minimal().squares is channel.squares


def test_complements_know_what_their_minimal_environment_knows():
    complement = sd.complement_of(AD)(THIRD)
    assert np.array_equal(known(complement), known(AD(1 - THIRD)))
    assert sd.complement_of(zoo.depolarizing())(THIRD).squares is None
    assert sd.complement_of(zoo.depolarizing_complement()).squares is None


def test_squares_are_read_only():
    with pytest.raises(ValueError, match="read-only"):
        known(AD(0.3))[0, 0, 0] = 7


def test_kraus_are_floats_whatever_is_asked():
    for x in (THIRD, 1 / 3, 1):
        assert AD(x).kraus.dtype == complex
    assert AD(THIRD) == AD(1 / 3)
    assert repr(AD(THIRD)) == "Channel(d_in=2, d_out=2, d_env=2)"


# Channel.from_squares


def test_from_squares_reads_what_it_is_given():
    channel = sd.Channel.from_squares([[[1, 0], [0, -0.7]], [[0, Fraction(3, 10)], [0, 0]]])
    assert channel == zoo.unitary(np.diag([1, -1])) @ AD(0.3)
    assert known(channel)[0, 1, 1] == Fraction(-7, 10)
    check(channel)


def test_from_squares_copies():
    given_squares = np.eye(2)[None].copy()
    channel = sd.Channel.from_squares(given_squares)
    given_squares[0, 0, 0] = 7
    check(channel)


@pytest.mark.parametrize(
    ("squares", "message"),
    [
        (np.eye(2), r"`squares` must have shape .* but has shape \(2, 2\)"),
        (np.zeros((0, 2, 2)), r"`squares` must not be empty"),
        ([[[1, 0], [0, 0.5]]], r"`squares` must be trace preserving, .* 5\.0e-01"),
        (known(AD(0.3)).swapaxes(1, 2), r"pass squares\.transpose\(0, 2, 1\)"),
        ([[[1, 0], [0]]], "numeric array of equal shapes"),
        ("squares", r"finite real numbers, but entry \(\) is 'squares'"),
        ([[["1"]]], r"finite real numbers, but entry \(0, 0, 0\) is '1'"),
        ([[[1j]]], r"finite real numbers, but entry \(0, 0, 0\) is 1j"),
        ([[[np.nan]]], r"finite real numbers, but entry \(0, 0, 0\) is nan"),
        ([[[10**400]]], "larger than any float"),
    ],
)
def test_bad_squares_are_named(squares, message):
    with pytest.raises(ValueError, match=message) as caught:
        sd.Channel.from_squares(squares)
    assert "\n" not in str(caught.value)


# ChannelFamily with squares


def test_squares_beside_a_channel():
    family = sd.ChannelFamily(lambda x: AD(1 - x), squares=lambda x: damp(1 - x))
    assert known(family(THIRD))[1, 0, 1] == 1 - THIRD
    assert sd.ChannelFamily(lambda x: AD(x)).squares is None


@pytest.mark.parametrize(
    ("squares", "message"),
    [
        (lambda x: damp(1 - x), r"differs from them by 4\.0e-01"),
        (lambda x: [[[1, 0], [0, 1]]], r"shape \(2, 2, 2\) .* but has shape \(1, 2, 2\)"),
        (lambda x: damp(float(x)), "must be exact at a Fraction"),
        (lambda x: [[[1.0, 0], [0, 1 - x]], [[0, x], [0, 0]]], "but gives floats"),
    ],
    ids=["others", "shape", "floats", "a float"],
)
def test_false_squares_are_found_out(squares, message):
    channel = sd.ChannelFamily(AD, squares=squares)(0.3)
    with pytest.raises(ValueError, match=message):
        _ = channel.squares


def test_squares_must_be_callable():
    for build in (sd.ChannelFamily.from_squares, lambda s: sd.ChannelFamily(AD, squares=s)):
        with pytest.raises(TypeError, match="`squares` must be a callable"):
            build([[[1]]])  # pyright: ignore[reportArgumentType]


def test_from_squares_names_x():
    family = sd.ChannelFamily.from_squares(
        lambda x: [[[1 + x]]], name="mine", parameter="p"
    )
    with pytest.raises(ValueError, match=r"mine gives no channel at p=0\.5: .*`squares`"):
        family(0.5)


def test_stack_is_exact_or_floating():
    one = np.eye(1, dtype=int)
    exact = stack((THIRD, one), (1, THIRD * one), (2, one))
    assert list(exact.ravel()) == [THIRD, THIRD, 2]
    for blocks in ([(0.5, one), (THIRD, one)], [(THIRD, 0.5 * one), (THIRD, THIRD * one)]):
        assert stack(*blocks).dtype == float


@pytest.mark.parametrize("channel", [AD(0.3), AD(Fraction(1, 3)), AD(0.3) @ AD(0.2)])
def test_a_pickle_is_as_exact_as_the_channel(channel):
    # What is asked of another process must get the answer that it gets here.
    copy = pickle.loads(pickle.dumps(channel))
    np.testing.assert_array_equal(copy.kraus, channel.kraus)
    np.testing.assert_array_equal(copy.squares, channel.squares)
    assert not copy.kraus.flags.writeable
