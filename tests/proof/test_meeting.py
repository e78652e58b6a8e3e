"""Width zero: the extension and the witness that meet at one exact point."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.proof.exact.matrix import combine, equal, pairing
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.prove.candidates import marginal
from sdpsearch.proof.repair import meeting
from sdpsearch.proof.repair.digits import solve_exact
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.state import state

F = Fraction


@settings(max_examples=40)
@given(data=st.data())
def test_rational_ranges_are_recovered(data):
    rows = data.draw(st.integers(1, 6))
    rank = data.draw(st.integers(1, rows))
    entries = st.integers(-3, 3)
    table = data.draw(
        st.lists(
            st.lists(entries, min_size=rank, max_size=rank), min_size=rows, max_size=rows
        )
    )
    matrix = np.array(table, dtype=float)
    if np.linalg.matrix_rank(matrix) < rank:
        matrix[:rank] = np.eye(rank)
    columns = np.linalg.qr(matrix)[0]
    found = meeting.rational_columns(columns, 1e-6)
    if found is None:
        # Only where the reduced basis has larger denominators than are looked for.
        assert max(1.0, abs(np.linalg.det(matrix.T @ matrix))) > 60
        return
    vectors = dense(found)
    assert found.columns == np.linalg.matrix_rank(vectors) == rank
    assert np.max(np.abs(vectors - columns @ (columns.T @ vectors))) < 1e-9 * np.max(
        np.abs(vectors)
    )


def test_irrational_ranges_are_not_recognised():
    for slope in (np.pi, np.sqrt(2), 1 / np.e):
        column = np.array([[1.0], [slope]]) / np.hypot(1, slope)
        assert meeting.rational_columns(column, 1e-6) is None
    third = np.array([[1.0], [1j / 3]]) / np.hypot(1, 1 / 3)
    found = meeting.rational_columns(third, 1e-6)
    assert set(found.entries.values()) in ({(3, 0), (0, 1)}, {(3, 0), (0, -1)})


def test_the_empty_range_has_no_columns():
    assert meeting.rational_columns(np.zeros((3, 0)), 1e-6).columns == 0


# (family, copies, boundary): min{x : J(x) is k-extendible}
MEETINGS = {
    "depolarizing": (sd.zoo.depolarizing(d=2), 2, F(1, 3)),
    "depolarizing-3": (sd.zoo.depolarizing(d=3), 2, F(3, 8)),
    "depolarizing-k3": (sd.zoo.depolarizing(d=2), 3, F(4, 9)),
    "depolarizing-k4": (sd.zoo.depolarizing(d=2), 4, F(1, 2)),
    "erasure": (sd.zoo.erasure(d=2), 2, F(1, 2)),
    "transpose": (sd.zoo.transpose_depolarizing(d=3), 2, F(4, 7)),
    "two-pauli": (sd.zoo.two_pauli(), 2, F(1, 3)),
    "dephrasure": (sd.zoo.dephrasure(p=F(1, 10)), 2, F(4, 9)),
}


@pytest.mark.parametrize(("family", "copies", "exact"), MEETINGS.values(), ids=MEETINGS)
def test_extension_and_witness_meet_at_the_exact_point(family, copies, exact):
    first, last = (state(family(F(end))) for end in (0, 1))
    face = find_face([first, last], copies)
    order = first.choi.rows
    direction = combine([(F(1), last.choi), (F(-1), first.choi)], order)
    solved = solve_exact(face, first.choi, direction, 30)
    assert abs(solved.x - exact) < F(1, 10**28)

    def at(x):
        return combine([(1 - x, first.choi), (x, last.choi)], order)

    inner = meeting.range_face(face, solved.blocks, 1e-20)
    small = inner.face
    assert sum(small.order(d) for d in small.diagrams) < sum(
        face.order(d) for d in face.diagrams
    )
    extension = meeting.extension_at(face, small, at(exact), solved.blocks)
    assert equal(marginal(extension), at(exact))
    assert all(is_psd(block) for block in extension.blocks.values())
    witness = meeting.witness_at(face, small, solved.values, direction)
    assert pairing(witness, direction) == 1
    assert pairing(witness, at(exact)) == 0
    for diagram in face.diagrams:
        assert is_psd(face.compress(witness, diagram))
    # S(W) and T are complementary: S(W) annihilates the range of T.
    for diagram in small.diagrams:
        assert not any(map(any, small.compress(witness, diagram).entries.values()))
        product = dense(face.compress(witness, diagram)) @ dense(inner.columns[diagram])
        assert np.max(np.abs(product)) < 1e-12


def test_beside_the_boundary_nothing_lies_on_its_face():
    family = sd.zoo.depolarizing(d=2)
    first, last = (state(family(F(end))) for end in (0, 1))
    face = find_face([first, last], 2)
    direction = combine([(F(1), last.choi), (F(-1), first.choi)], 4)
    solved = solve_exact(face, first.choi, direction, 30)
    small = meeting.range_face(face, solved.blocks, 1e-20).face
    for off in (F(1, 10**12), F(-1, 10**12)):
        choi = state(family(F(1, 3) + off)).choi
        extension = meeting.extension_at(face, small, choi, solved.blocks)
        # Outside there is none; inside it would have to leave the face.
        positive = extension is not None and all(map(is_psd, extension.blocks.values()))
        assert not positive


def test_an_irrational_boundary_has_no_rational_face():
    family = sd.zoo.pauli((1, 1, 2))
    first, last = (state(family(F(end))) for end in (0, 1))
    face = find_face([first, last], 2)
    direction = combine([(F(1), last.choi), (F(-1), first.choi)], 4)
    solved = solve_exact(face, first.choi, direction, 30)
    assert meeting.range_face(face, solved.blocks, 1e-20) is None
