"""Numerical and analytic maps side by side, on one environment."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.antidegrading import compare_maps, map_errors, restricted_map
from sdpsearch.known.maps import optimal_antidegrading_map, paper_map


def numerical(channel):
    return sd.decide(channel, sd.Antidegradable()).map


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("x", [0.5, 0.75, 1.0])
def test_both_solve_the_equations_and_may_differ(d, x):
    channel = sd.zoo.depolarizing(d)(x)
    found = compare_maps(numerical(channel), paper_map(d, x), channel)
    for errors in found.errors:
        assert errors.residual < 1e-13
        assert errors.trace < 1e-13
    assert (found.frobenius > 1e-3) is (x < 1)
    assert found.diamond.width < 1e-7
    # ‖Δ‖_F ≤ ‖J(Δ)‖_1 ≤ d_E ‖Δ‖_⋄ and ‖Δ‖_⋄ ≤ ‖J(Δ)‖_1 ≤ √(d_E d_B)·‖J(Δ)‖_F.
    assert found.frobenius <= d * d * found.diamond.upper + 1e-12
    assert found.diamond.lower <= d**1.5 * found.frobenius + 1e-12


@pytest.mark.parametrize("x", [0.5, 0.55, 0.6])
def test_the_distance_for_qubits(x):
    """Measured: (2/3)(1−x)/x between the engine's map and the paper's, near x = 1/2."""
    channel = sd.zoo.depolarizing(2)(x)
    found = compare_maps(numerical(channel), paper_map(2, x), channel)
    assert found.diamond.middle == pytest.approx(2 / 3 * (1 - x) / x, abs=1e-8)


def test_distances_do_not_depend_on_the_environment():
    x = 0.6
    channel = sd.zoo.depolarizing(3)(x)
    squared = sd.zoo.depolarizing_complement(3)(x).complementary
    small = channel.minimal()
    optimal = optimal_antidegrading_map(3, x)
    one = compare_maps(numerical(channel), restricted_map(optimal, squared, small), channel)
    theirs = compare_maps(
        restricted_map(numerical(channel), small, squared), optimal, squared
    )
    assert one.frobenius == pytest.approx(theirs.frobenius, abs=1e-12)
    assert one.diamond.middle == pytest.approx(theirs.diamond.middle, abs=1e-7)


def test_at_x_c_they_are_one_map():
    channel = sd.zoo.depolarizing(2)(1 / 3)
    small = channel.minimal()
    squared = sd.zoo.depolarizing_complement(2)(1 / 3).complementary
    first = restricted_map(optimal_antidegrading_map(2, 1 / 3), squared, small)
    second = restricted_map(optimal_antidegrading_map(2, 1 / 3, "paper"), channel, small)
    found = compare_maps(first, second, channel)
    assert found.frobenius < 1e-13
    assert found.diamond.upper < 1e-12


def test_any_family():
    channel = sd.zoo.amplitude_damping()(0.7)
    found = compare_maps(numerical(channel), sd.zoo.replacer(2), channel)
    assert found.errors[0].residual < 1e-13
    assert found.errors[1].residual > 0.1
    assert np.isfinite(found.diamond.upper)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda c: compare_maps(sd.zoo.identity(2), sd.zoo.identity(2), c),
            "dimension 4 or 5, but acts on 2",
        ),
        (
            lambda c: compare_maps(numerical(c), sd.zoo.replacer(4, 3), c),
            "`analytic` must have d_out=2, but has 3",
        ),
        (lambda c: map_errors(sd.zoo.identity(2), c), r"= \(5, 2\), but has \(2, 2\)"),
    ],
)
def test_mistakes_are_one_line(call, told):
    with pytest.raises(ValueError, match=told) as caught:
        call(sd.zoo.depolarizing(2)(0.6))
    assert "\n" not in str(caught.value)
