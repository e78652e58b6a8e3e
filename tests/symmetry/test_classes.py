"""Classes of coordinates: as fine as they must be, exact, and no more than a guess."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.extension.facial_reduction import find_face
from sdpsearch.extension.line import Line
from sdpsearch.linalg import is_real
from sdpsearch.symmetry.classes import Classes, classes_of
from sdpsearch.symmetry.closure import closed
from sdpsearch.symmetry.reduction import reduction_of


def weyl(d, seed=0):
    p = np.random.default_rng(seed).random((d, d))
    p[0, 0] += p.sum()
    return sd.white_noise(sd.zoo.weyl(p / p.sum()))


def programme(family):
    """The line problem of a family of full rank, undivided by charges."""
    first, last = (family(x).choi for x in family.domain)
    d = family(0.0).d_in
    face = find_face(d, d, 2, np.eye(d * d), is_real(first, last))
    start, end = face.coordinates(first), face.coordinates(last)
    return Line(face, start, end - start).problem()


def data_of(problem):
    return np.column_stack([problem.objective, *problem.equalities])


@pytest.mark.parametrize("d", [3, 4])
def test_a_weyl_channel_leaves_a_number_for_each_of_its_probabilities(d):
    problem = programme(weyl(d))
    found = classes_of(data_of(problem), problem.operator, problem.space)
    assert found.count == d**2
    basis = found.basis.toarray()
    assert np.max(np.abs(basis.T @ basis - np.eye(d**2))) < 1e-14
    # What generic elements make is in it, and as large.
    data = data_of(problem)
    assert np.max(np.abs(data - basis @ (basis.T @ data))) < 1e-13
    made = closed(data, problem.operator, problem.space, np.random.default_rng(1))
    assert np.linalg.matrix_rank(np.hstack([basis, made]), tol=1e-6) == d**2
    reduced = reduction_of(problem)
    orders = sorted(algebra.order for algebra in reduced.simple)
    assert orders == [d * (d - 1) // 2, d * (d + 1) // 2]


def test_a_generic_channel_leaves_all():
    rng = np.random.default_rng(0)
    family = sd.white_noise(sd.random_channel(3, 3, 2, rng=rng))
    problem = programme(family)
    assert classes_of(data_of(problem), problem.operator, problem.space) is None


SIGNED = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([-1.0, 1.0])), min_size=1, max_size=12
)


@settings(max_examples=40)
@given(members=SIGNED, seed=st.integers(0, 1000))
def test_refinement_tells_apart_what_differs_and_nothing_else(members, seed):
    labels, signs = (np.array(part) for part in zip(*members, strict=True))
    rng = np.random.default_rng(seed)
    classes = Classes(labels, signs)
    numbers = rng.standard_normal(4)
    same = classes.refined(signs * numbers[labels])
    assert same.count == classes.count
    # One member of another size, or with the other sign, is a class of its own.
    place = int(rng.integers(labels.size))
    for factor in (-1.0, 1 + 1e-6):
        other = signs * numbers[labels]
        other[place] *= factor
        alone = np.sum(labels == labels[place]) == 1
        assert classes.refined(other).count == classes.count + (not alone)


@pytest.mark.parametrize("off", [1e-12, 1e-9, 1e-3])
def test_off_the_symmetry_the_threshold_is_the_channels_own(off):
    # Of a mixture with a channel of Kraus operators K_i: no farther than `off` is.
    family = weyl(4)
    plain = sd.threshold(family, "antidegradable").value
    before, other = family(0.0).kraus, sd.random_channel(4, 4, 2, rng=1).kraus
    mixed = sd.Channel([*(np.sqrt(1 - off) * before), *(np.sqrt(off) * other)])
    found = sd.threshold(sd.white_noise(mixed), "antidegradable")
    assert abs(found.value - plain) <= 2 * off + found.boundaries[0].bracket.width + 1e-9
    if off > 1e-9:
        assert abs(found.value - plain) > off / 100
