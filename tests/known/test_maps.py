"""The closed-form maps: CPTP, N∘D^c = D, proved symbolically and exactly where possible."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

import sdpsearch as sd
from sdpsearch.known.maps import (
    cloning_map,
    frugal_antidegrading_map,
    optimal_antidegrading_map,
    paper_map,
    threshold_noise,
)
from sdpsearch.linalg import partial_trace

DIMENSIONS = range(2, 7)
ROUNDING = 1e-13
POINTS = 25


def grid(low, high):
    """Return 25 points, both ends included."""
    return [float(x) for x in np.linspace(low, high, POINTS)]


def trace_error(channel):
    gram = np.einsum("eba,ebc->ac", channel.kraus.conj(), channel.kraus)
    return np.max(np.abs(gram - np.eye(channel.d_in)))


def residual(map, channel):
    """Return the largest entry of J(N∘Φ^c) − J(Φ) on the environment of `channel`."""
    return np.max(np.abs((map @ channel.complementary).choi - channel.choi))


def squared(d, x):
    """Return D_x with the Kraus operators whose environment is C^d⊗C^d."""
    return sd.zoo.depolarizing_complement(d)(x).complementary


class TestOnGrids:
    @pytest.mark.parametrize("d", DIMENSIONS)
    def test_optimal_map_on_the_minimal_environment(self, d):
        for x in grid(threshold_noise(d), 1):
            found = optimal_antidegrading_map(d, x)
            assert trace_error(found) <= ROUNDING
            assert residual(found, squared(d, x)) <= ROUNDING

    @pytest.mark.parametrize("d", DIMENSIONS)
    def test_optimal_map_on_the_papers_environment(self, d):
        for x in grid(threshold_noise(d), 1):
            found = optimal_antidegrading_map(d, x, "paper")
            assert trace_error(found) <= ROUNDING
            assert residual(found, sd.zoo.depolarizing(d)(x)) <= ROUNDING

    @pytest.mark.parametrize("d", DIMENSIONS)
    def test_paper_map(self, d):
        for x in grid(0.5, 1):
            found = paper_map(d, x)
            assert trace_error(found) <= ROUNDING
            assert residual(found, sd.zoo.depolarizing(d)(x)) <= ROUNDING

    @pytest.mark.parametrize("d", DIMENSIONS)
    def test_frugal_map(self, d):
        for x in grid(threshold_noise(d), min(1.0, d / (2 * (d - 1)))):
            found = frugal_antidegrading_map(d, x)
            assert found.d_env == d
            assert trace_error(found) <= ROUNDING
            assert residual(found, squared(d, x)) <= 10 * ROUNDING

    @pytest.mark.parametrize("d", DIMENSIONS)
    def test_both_environments_carry_the_same_optimal_map(self, d):
        """|s>, |w>, |n> continue the map to where D_x^c never arrives."""
        x = 0.6
        r = d * np.sqrt((1 - x) / x)
        g = np.sqrt(1 + r * r)
        phi = np.concatenate([[0.0], np.eye(d).reshape(-1) / np.sqrt(d)])
        lift = np.eye(1 + d * d)[:, 1:]
        s = (phi + r * np.eye(1 + d * d)[0]) / g
        isometry = lift + np.outer(s - phi, phi[1:])
        carried = optimal_antidegrading_map(d, x, "paper").kraus @ isometry
        plain = optimal_antidegrading_map(d, x)
        assert sd.Channel(carried) == plain


class TestSymbolically:
    """N(W) = a tr_1 W + (1−a) tr(W) 1/d and D^c(Y) = (x/d) G(1⊗Y)G for every x at once."""

    x = sp.Symbol("x", positive=True)
    g = sp.Symbol("g", positive=True)

    @classmethod
    def weight(cls, d):
        return (cls.g**2 - 1) / (d**2 - 2 + 2 * cls.g)

    @classmethod
    def lift(cls, d):
        omega = sp.Matrix([int(i == j) for i in range(d) for j in range(d)])
        return sp.eye(d * d) + (cls.g - 1) * omega * omega.T / d

    @classmethod
    def complement(cls, d, y):
        lift = cls.lift(d)
        return cls.x / d * lift * sp.kronecker_product(sp.eye(d), y) * lift

    @classmethod
    def map(cls, d, w):
        a = cls.weight(d)
        reduced = sp.zeros(d, d)
        for i in range(d):
            reduced += w[i * d : (i + 1) * d, i * d : (i + 1) * d]
        return a * reduced + (1 - a) * w.trace() * sp.eye(d) / d

    @classmethod
    def vanishes(cls, d, expression):
        """Whether an expression is 0 once g² = 1 + d²(1−x)/x."""
        top = sp.numer(sp.together(expression))
        relation = cls.x * cls.g**2 - cls.x - d**2 * (1 - cls.x)
        return sp.simplify(sp.rem(sp.expand(top), relation, cls.g)) == 0

    @pytest.mark.parametrize("d", [2, 3])
    def test_the_map_undoes_the_complement(self, d):
        y = sp.Matrix(d, d, sp.symbols(f"y0:{d * d}"))
        found = self.map(d, self.complement(d, y))
        expected = (1 - self.x) * y + self.x * y.trace() * sp.eye(d) / d
        assert all(self.vanishes(d, entry) for entry in found - expected)

    @pytest.mark.parametrize("d", [2, 3])
    def test_a_wrong_weight_is_noticed(self, d):
        y = sp.Matrix(d, d, sp.symbols(f"y0:{d * d}"))
        w = self.complement(d, y)
        wrong = self.map(d, w) + (w.trace() * sp.eye(d) / d - w[:d, :d]) / 1000
        expected = (1 - self.x) * y + self.x * y.trace() * sp.eye(d) / d
        assert not all(self.vanishes(d, entry) for entry in wrong - expected)

    @pytest.mark.parametrize("d", [2, 3])
    def test_both_preserve_the_trace(self, d):
        w = sp.Matrix(d * d, d * d, sp.symbols(f"w0:{d**4}"))
        assert sp.simplify(self.map(d, w).trace() - w.trace()) == 0
        y = sp.Matrix(d, d, sp.symbols(f"y0:{d * d}"))
        assert self.vanishes(d, self.complement(d, y).trace() - y.trace())

    def test_the_map_is_completely_positive_exactly_from_x_c(self):
        """Its Choi operator a 1⊗Ω + (1−a)1/d is ≥ 0 iff 0 ≤ a ≤ 1, for every d."""
        d = sp.Symbol("d", positive=True)
        a = self.weight(d)
        rest = (d + 1 - self.g) * (d - 1 + self.g) / (d**2 - 2 + 2 * self.g)
        assert sp.simplify(1 - a - rest) == 0
        at_threshold = sp.solve(
            (self.x * self.g**2 - self.x - d**2 * (1 - self.x)).subs(self.g, d + 1), self.x
        )
        assert [sp.simplify(x - d / (2 * (d + 1))) for x in at_threshold] == [0]

    @pytest.mark.parametrize("d", [2, 3])
    @pytest.mark.parametrize("x", [0.4, 0.55, 0.9])
    def test_the_code_is_what_was_proved(self, d, x):
        values = {self.x: x, self.g: float(np.sqrt(1 + d * d * (1 - x) / x))}
        code, wire = optimal_antidegrading_map(d, x), sd.zoo.depolarizing_complement(d)(x)
        units = [sp.zeros(d * d, d * d) for _ in range(2)]
        units[0][0, 1] = units[1][d - 1, d * d - 1] = 1
        for unit in units:
            expected = np.array(self.map(d, unit).subs(values), dtype=float)
            given = code.apply(np.array(unit, dtype=float))
            assert np.max(np.abs(given - expected)) <= ROUNDING
        y = sp.Matrix(d, d, range(1, d * d + 1))
        expected = np.array(self.complement(d, y).subs(values), dtype=float)
        given = wire.apply(np.array(y, dtype=float))
        assert np.max(np.abs(given - expected)) <= 10 * ROUNDING


class TestInRationals:
    """At rational g, x = d²/(d²+g²−1) and every number is rational: no rounding at all."""

    @staticmethod
    def check(d, g):
        """Return a after checking N∘D^c = D and the trace on every matrix unit."""
        x = Fraction(d * d) / (d * d + g * g - 1)
        a = (g * g - 1) / (d * d - 2 + 2 * g)
        r = range(d)
        phi = {(i * d + i, j * d + j): Fraction(1, d) for i in r for j in r}
        lift = np.array(
            [
                [Fraction(int(u == v)) + (g - 1) * phi.get((u, v), 0) for v in range(d * d)]
                for u in range(d * d)
            ],
            dtype=object,
        )
        one = np.array([[Fraction(int(i == j)) for j in r] for i in r], dtype=object)
        for i in r:
            for j in r:
                y = np.array([[Fraction(0)] * d for _ in r], dtype=object)
                y[i, j] = Fraction(1)
                w = x / d * (lift @ np.kron(one, y) @ lift)
                assert np.trace(w) == np.trace(y)
                blocks = w.reshape(d, d, d, d)
                reduced = sum(blocks[k, :, k, :] for k in r)
                found = a * reduced + (1 - a) * np.trace(w) * one / d
                expected = (1 - x) * y + x * np.trace(y) * one / d
                assert np.all(found == expected)
        return x, a

    @pytest.mark.parametrize("d", [2, 3, 4])
    def test_at_rational_points(self, d):
        for g in (
            Fraction(1),
            Fraction(3, 2),
            Fraction(2),
            Fraction(7, 5),
            Fraction(d + 1),
        ):
            x, a = self.check(d, g)
            assert 0 <= a <= 1
            found = optimal_antidegrading_map(d, float(x))
            choi = float(a) * _read_out_choi(d) + float(1 - a) / d * np.eye(d**3)
            assert np.max(np.abs(found.choi - choi)) <= ROUNDING

    @pytest.mark.parametrize("d", [2, 3, 4])
    def test_the_ends(self, d):
        x, a = self.check(d, Fraction(d + 1))
        assert (x, a) == (Fraction(d, 2 * (d + 1)), 1)
        assert self.check(d, Fraction(1)) == (1, 0)

    @pytest.mark.parametrize("d", [2, 3])
    def test_below_x_c_the_equation_still_holds_but_not_positivity(self, d):
        _, a = self.check(d, d + 1 + Fraction(1, 1000))
        assert a > 1


def _read_out_choi(d):
    omega = np.eye(d).reshape(-1)
    return np.kron(np.eye(d), np.outer(omega, omega))


class TestDomains:
    @pytest.mark.parametrize("d", [2, 3, 5])
    @pytest.mark.parametrize("step", [1e-3, 1e-6])
    def test_both_sides_of_x_c(self, d, step):
        lowest = threshold_noise(d)
        for build in (optimal_antidegrading_map, frugal_antidegrading_map):
            assert residual(build(d, lowest + step), squared(d, lowest + step)) <= 1e-12
            with pytest.raises(ValueError, match="no antidegrading map exists"):
                build(d, lowest - step)

    @pytest.mark.parametrize("d", [2, 3])
    @pytest.mark.parametrize("step", [1e-3, 1e-6])
    def test_there_is_none_below_x_c(self, d, step):
        lowest = threshold_noise(d)
        for x, verdict in ((lowest - step, "FAILS"), (lowest + step, "HOLDS")):
            decision = sd.decide(sd.zoo.depolarizing(d)(x), sd.Antidegradable())
            assert decision.verdict.name == verdict

    @pytest.mark.parametrize("step", [1e-3, 1e-6])
    def test_both_sides_of_one_half(self, step):
        assert (
            residual(paper_map(3, 0.5 + step), sd.zoo.depolarizing(3)(0.5 + step)) < 1e-13
        )
        with pytest.raises(ValueError, match="exists for x ≥ 1/2"):
            paper_map(3, 0.5 - step)

    def test_both_sides_of_the_frugal_end(self):
        highest = 3 / 4
        assert frugal_antidegrading_map(3, highest).d_env == 3
        with pytest.raises(ValueError, match=r"exists for x ≤ 0\.75"):
            frugal_antidegrading_map(3, highest + 1e-6)

    @pytest.mark.parametrize(
        ("call", "error", "told"),
        [
            (lambda: paper_map(1, 0.6), ValueError, "at least 2"),
            (lambda: paper_map(2, 1.1), ValueError, r"must lie in \[0, 1\]"),
            (lambda: optimal_antidegrading_map(2.5, 0.6), TypeError, "an integer"),
            (lambda: optimal_antidegrading_map(2, 0.6, "mine"), ValueError, "minimal or"),
            (lambda: optimal_antidegrading_map(2, float("nan")), ValueError, "must lie"),
            (lambda: cloning_map(2, 0), ValueError, "at least 1"),
            (lambda: threshold_noise(1), ValueError, "at least 2"),
        ],
    )
    def test_mistakes_are_one_line(self, call, error, told):
        with pytest.raises(error, match=told) as caught:
            call()
        assert "\n" not in str(caught.value)


class TestCloning:
    @pytest.mark.parametrize(("d", "copies"), [(2, 1), (2, 2), (2, 4), (3, 2), (3, 3)])
    def test_every_clone_is_depolarizing(self, d, copies):
        cloner = cloning_map(d, copies)
        assert trace_error(cloner) <= ROUNDING
        x = (1 - 1 / copies) * d / (d + 1)
        expected = sd.zoo.depolarizing(d)(x)
        rng = np.random.default_rng(7)
        state = rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d))
        clones = cloner.apply(state)
        for place in range(copies):
            before, after = d**place, d ** (copies - place - 1)
            right = partial_trace(clones, (before * d, after), 1)
            alone = partial_trace(right, (before, d), 0)
            assert np.max(np.abs(alone - expected.apply(state))) <= ROUNDING

    def test_two_clones_are_the_threshold(self):
        """x_c = d/(2(d+1)): the second clone is what the environment can produce."""
        for d in DIMENSIONS:
            assert (1 - 1 / 2) * d / (d + 1) == pytest.approx(threshold_noise(d), abs=1e-15)
