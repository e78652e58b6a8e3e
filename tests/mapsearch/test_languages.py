"""The modelling languages: same data, same optimum, and nothing they say is believed."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel
from sdpsearch.linalg import svec
from sdpsearch.mapsearch import antidegradability_defect, languages, map_margin
from sdpsearch.mapsearch.defect import _Problem
from sdpsearch.mapsearch.equations import Equations
from sdpsearch.mapsearch.languages import cvxpy, solve
from sdpsearch.mapsearch.programme import Answer, embedding, unembedded

CHANNELS = {
    "depolarizing": sd.zoo.depolarizing(d=2)(0.2),
    "depolarizing-3": sd.zoo.depolarizing(d=3)(0.5),
    "damping": sd.zoo.amplitude_damping()(0.4),
    "erasure": sd.zoo.erasure()(0.6),
    "pure-loss": sd.zoo.pure_loss()(0.4),
    "complex": random_channel(2, 2, 3, rng=3),
    "complex-3to2": random_channel(3, 2, 4, rng=4),
    "complex-inside": random_antidegradable(3, 3, 2, rng=3),
}
every_channel = pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS.keys())


def hermitian(order, real, seed=0):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((order, order))
    if not real:
        matrix = matrix + 1j * rng.standard_normal((order, order))
    return matrix + matrix.conj().T


# The embedding.


@pytest.mark.parametrize("order", [1, 2, 5])
@pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])
def test_embedding_and_back(order, real):
    matrix = hermitian(order, real)
    side = order if real else 2 * order
    embedded = (embedding(order, real) @ svec(matrix, real)).reshape(side, side)
    np.testing.assert_allclose(embedded, embedded.T)
    np.testing.assert_allclose(unembedded(embedded, real), matrix, atol=1e-14)
    if not real:
        re, im = matrix.real, matrix.imag
        np.testing.assert_allclose(embedded, np.block([[re, -im], [im, re]]), atol=1e-14)
    copies = np.repeat(np.linalg.eigvalsh(matrix), side // order)
    np.testing.assert_allclose(np.linalg.eigvalsh(embedded), copies, atol=1e-12)


def test_unembedded_is_the_adjoint_of_the_embedding():
    # <embed(X), M> = 2 <X, unembedded(M)>: what a multiplier of the real cone stands for.
    x, m = hermitian(3, False), hermitian(6, True, seed=1)
    embedded = (embedding(3, False) @ svec(x, False)).reshape(6, 6)
    two = np.vdot(embedded, m) / np.vdot(x, unembedded(m, False)).real
    assert two == pytest.approx(2)


# Redundant equations.


@every_channel
def test_the_equations_are_independent_and_complete(channel):
    equations = Equations.of(channel)
    rows = np.hstack([equations.matrix, equations.column[:, None]])
    assert np.linalg.matrix_rank(rows, tol=1e-9) == rows.shape[0]
    # J_ref, from the most mixed c, solves what is left at t = 1.
    missed = equations.matrix @ equations.reference + equations.column - equations.right
    assert np.max(np.abs(missed)) < 1e-12


def test_left_out_equations_still_hold():
    channel = CHANNELS["complex-inside"]
    found = map_margin(channel)
    assert found.map @ channel.minimal().complementary == channel
    size = channel.d_in * channel.d_out
    kept = Equations.of(channel).matrix.shape[0]
    assert kept < 2 * channel.rank**2 <= 2 * size**2


@every_channel
def test_the_equations_of_the_defect_are_independent(channel):
    small = channel.minimal()
    programme = _Problem.of(small.complementary, small).programme()
    rank = np.linalg.matrix_rank(programme.equalities)
    assert rank == programme.equalities.shape[0]


# Two languages, one optimum.


@pytest.mark.parametrize("name", [n for n in CHANNELS if n != "complex-inside"])
def test_cvxpy_and_picos_find_the_same_optimum(name):
    channel = CHANNELS[name]
    small = channel.minimal()
    for programme in (
        Equations.of(channel).programme(),
        _Problem.of(small.complementary, small).programme(),
    ):
        answers = [
            solve(programme, "cvxpy", "CLARABEL"),
            solve(programme, "cvxpy", "SCS"),
            solve(programme, "picos"),
        ]
        values = [programme.objective @ answer.x for answer in answers]
        np.testing.assert_allclose(values, values[0], atol=1e-6)
        for answer in answers:
            missed = programme.equalities @ answer.x - programme.right_side
            assert np.max(np.abs(missed)) < 1e-6
            assert len(answer.matrix_duals) == len(programme.inequalities)


# Compiled problems.


@pytest.fixture
def compiled():
    """Return the empty store of compiled CVXPY problems, emptied again afterwards."""
    cvxpy._COMPILED.clear()
    yield cvxpy._COMPILED
    cvxpy._COMPILED.clear()


def test_a_scan_compiles_once(compiled):
    family = sd.zoo.depolarizing(d=2)
    first = map_margin(family(0.2))
    [model] = compiled.values()
    for x in (0.3, 0.5, 0.7, 0.9):
        map_margin(family(x))
    assert list(compiled.values()) == [model]
    assert map_margin(family(0.2)).margin.middle == pytest.approx(
        first.margin.middle, abs=1e-8
    )


@pytest.mark.parametrize("solver", ["CLARABEL", "SCS"])
def test_nothing_is_left_over_from_the_channel_before(compiled, solver):
    channels = [random_channel(2, 2, 3, rng=seed) for seed in range(6)]
    fresh = []
    for channel in channels:
        compiled.clear()
        fresh.append(map_margin(channel, solver=solver).margin.middle)
    compiled.clear()
    again = [map_margin(channel, solver=solver).margin.middle for channel in channels]
    assert len(compiled) == 1
    np.testing.assert_allclose(again, fresh, atol=1e-7)


def test_other_shapes_are_other_problems_and_old_ones_are_forgotten(compiled, monkeypatch):
    monkeypatch.setattr(cvxpy, "_COMPILED_LIMIT", 2)
    for channel in CHANNELS.values():
        map_margin(channel)
        assert len(compiled) <= 2
    assert len(compiled) == 2


# What goes wrong outside is no answer, and no exception.

ABSENT = [
    ("cvxpy", "MOSEK"),
    ("cvxpy", "no-such-solver"),
    ("picos", "mosek"),
    ("picos", "no-such-solver"),
]
UNABLE = [("cvxpy", "OSQP"), ("picos", "osqp")]  # they know no semidefinite cone


@pytest.mark.parametrize("ask", [map_margin, antidegradability_defect])
@pytest.mark.parametrize(("language", "solver"), ABSENT)
def test_a_solver_that_is_not_installed_is_told(ask, language, solver):
    with pytest.raises(ImportError, match=f"pip install {solver.lower()}") as caught:
        ask(CHANNELS["damping"], language=language, solver=solver)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("language", "solver"), UNABLE)
def test_a_solver_that_cannot_answers_nothing(language, solver):
    found = map_margin(CHANNELS["damping"], language=language, solver=solver)
    assert found.margin == sd.Interval(-1.0, np.inf)
    assert found.map is None
    assert found.message
    assert "\n" not in found.message
    defect = antidegradability_defect(CHANNELS["damping"], language=language, solver=solver)
    assert defect.epsilon == sd.Interval(0.0, 2.0)
    assert defect.map is None


@pytest.mark.parametrize("ask", [map_margin, antidegradability_defect])
@pytest.mark.parametrize(
    "channel",
    [CHANNELS["damping"], sd.zoo.identity(2), sd.zoo.werner_holevo(3)],
    ids=["damping", "identity", "werner-holevo"],
)
def test_an_unknown_language_is_refused(ask, channel):
    with pytest.raises(ValueError, match=r"language.*cvxpy, picos.*yalmip") as caught:
        ask(channel, language="yalmip")
    assert "\n" not in str(caught.value)


# A solver's answer is only a claim.


def noisy(array, size, rng):
    return array + size * rng.standard_normal(array.shape)


def changed(change):
    """Return a language that solves with CVXPY and hands over change(arrays)."""

    def speak(programme, solver=None, *rest):
        found = solve(programme, "cvxpy")
        return Answer(
            change(found.x),
            change(found.equality_duals),
            tuple(change(d) for d in found.matrix_duals),
            "liar",
            "optimal",
        )

    return speak


def lie(size, share=1.0):
    rng = np.random.default_rng(0)
    return changed(lambda a: noisy(share * a, size, rng))


LIES = {
    "nan": changed(lambda a: a * np.nan),
    "infinite": changed(lambda a: a + np.inf),
    "zeros": changed(lambda a: 0 * a),
    "negated": changed(lambda a: -a),
    "doubled": changed(lambda a: 2 * a),
    "tiny": changed(lambda a: 1e-300 * a),
    "huge": lie(1e200),
    "random": lie(1.0, 0.0),
    "noisy": lie(0.1),
    "slightly-off": lie(1e-4),
    "nothing": lambda *_: Answer(None, None, None, "liar", "optimal"),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.parametrize("name", ["depolarizing", "damping", "erasure", "complex"])
def test_a_lie_never_makes_a_wrong_bound(monkeypatch, lie, name):
    channel = CHANNELS[name]
    margin, epsilon = map_margin(channel).margin, antidegradability_defect(channel).epsilon
    monkeypatch.setitem(languages.LANGUAGES, "liar", lie)
    found = map_margin(channel, language="liar")
    assert found.margin.lower <= margin.upper + 1e-9
    assert found.margin.upper >= margin.lower - 1e-9
    assert (found.map is not None) == (found.margin.lower > 0)
    assert found.residual < 1e-8
    defect = antidegradability_defect(channel, language="liar")
    assert defect.epsilon.lower <= epsilon.upper + 1e-9
    assert defect.epsilon.upper >= epsilon.lower - 1e-9
