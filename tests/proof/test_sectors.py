"""Proofs follow the symmetry: nothing between charges, and nothing lost by that."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

import sdpsearch as sd
from sdpsearch.proof.exact.matrix import Matrix, equal, identity, pairing
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.exact.split import split
from sdpsearch.proof.exact.stated import StatedProblem
from sdpsearch.proof.prove.candidates import marginal
from sdpsearch.proof.repair.extension import ExactExtension, extension_from_floats
from sdpsearch.proof.repair.marginal import blocks_with_marginal
from sdpsearch.proof.repair.witness import row_values, witness_from_rows
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.state import state

F = Fraction

#: (channel, k, how many charges the words of the symmetric block have).
CHARGED = {
    "weyl": (sd.white_noise(sd.zoo.two_weyl(d=3)(F(1, 4)))(F(1, 2)), 2, 3),
    "spin": (sd.white_noise(sd.zoo.landau_streater(F(3, 2)))(F(2, 5)), 2, 10),
    "erasure": (sd.zoo.depolarizing_erasure(d=2)(F(3, 5)), 2, 9),
    "damping-3": (sd.zoo.multilevel_amplitude_damping(d=3)(F(3, 4)), 3, 18),
}


@pytest.mark.parametrize(("channel", "copies", "count"), CHARGED.values(), ids=CHARGED)
def test_exact_extensions_have_no_entry_between_charges(channel, copies, count):
    statement = state(channel)
    found = sd.decide(channel, sd.KExtendible(copies)).membership
    face = find_face([statement], copies)
    extension = extension_from_floats(face, statement, found)
    assert equal(marginal(extension), statement.choi)
    most = 0
    for diagram, block in extension.blocks.items():
        labels = face.labels[diagram]
        assert is_psd(block)
        assert all(labels[p] == labels[q] for p, q in block.entries)
        most = max(most, len(np.unique(face.labels_of_space(diagram))))
    assert most == count


@pytest.mark.parametrize(("channel", "copies", "count"), CHARGED.values(), ids=CHARGED)
def test_a_witness_over_the_rows_is_on_the_face_what_it_was(channel, copies, count):
    statement = state(channel)
    face = find_face([statement], copies)
    order = statement.choi.rows
    rng = np.random.default_rng(count)
    entries = {}
    for p, q, _ in face.neutral_rows:
        x = int(rng.integers(-9, 10))
        entries[p, q] = entries[q, p] = (x, 0)
    witness = Matrix(order, order, entries)
    short = witness_from_rows(face, row_values(face, witness))
    for diagram in face.diagrams:
        assert equal(face.compress(witness, diagram), face.compress(short, diagram))
    assert pairing(witness, statement.choi) == pairing(short, statement.choi)


def test_what_is_mended_on_a_face_has_short_denominators():
    channel = sd.white_noise(sd.zoo.landau_streater(2))(F(2, 5))
    face = find_face([state(channel)], 2)
    assert not face.is_plain
    inner = ExactExtension(face, {d: identity(face.order(d)) for d in face.diagrams})
    wanted = marginal(inner)
    mended = blocks_with_marginal(face, wanted)
    assert equal(marginal(ExactExtension(face, mended)), wanted)
    assert max(block.denominator.bit_length() for block in mended.values()) < 200


@given(
    rows=st.lists(st.lists(st.integers(0, 12), max_size=3), max_size=12),
)
def test_groups_are_the_finest_that_share_no_column(rows):
    groups = split(rows)
    assert sorted(i for group in groups for i in group) == [
        i for i, row in enumerate(rows) if row
    ]
    met = [{column for i in group for column in rows[i]} for group in groups]
    assert sum(map(len, met)) == len(set().union(*met))
    for group in groups:
        # Connected: growing from the first row reaches every other.
        reached, left = set(rows[group[0]]), set(group)
        while more := [i for i in left if reached & set(rows[i])]:
            left -= set(more)
            reached = reached.union(*(rows[i] for i in more))
        assert not left


#: Families with exactly stated charges.
OFF = {
    "spin": sd.white_noise(sd.zoo.landau_streater(F(3, 2))),
    "weyl": sd.white_noise(sd.zoo.two_weyl(d=3)(F(1, 5))),
}


@pytest.mark.parametrize("family", OFF.values(), ids=OFF)
@pytest.mark.parametrize("off", [1e-12, 1e-7, 1e-3])
def test_what_is_proved_off_the_symmetry_is_about_the_channel_stated(family, off):
    # An output turned by a little has no charges, and is antidegradable where it was.
    threshold = sd.threshold(family, "antidegradable").value
    generator = np.random.default_rng(5).standard_normal((family(0.5).d_out,) * 2)
    turn = expm(off * (generator - generator.T))
    for x, holds in ((threshold - 0.02, False), (threshold + 0.02, True)):
        kraus = np.einsum("bc,eca->eba", turn, family(x).kraus)
        found = sd.decide(sd.Channel(kraus), "antidegradable", prove=True)
        assert (found.verdict is sd.Verdict.HOLDS) is holds
        assert found.certificate is not None
        stated = StatedProblem.read(found.certificate.problem)
        point = stated.points[0]
        assert all(beta == 1 for beta in point.scales)
        choi = sd.Channel(kraus).choi
        assert np.max(np.abs(dense(point.choi) - choi)) <= float(stated.radius) + 1e-15
        verdict = "holds" if holds else "fails"
        assert f'"{verdict}"' in found.certificate.text
