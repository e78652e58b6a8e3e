"""Plain arrays in every form and convention, without any package."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.interop.arrays import FORMS, read_array, write_array
from sdpsearch.channels.interop.conventions import CONVENTIONS

ANY = [form for form in FORMS if form != "pauli-transfer"]
SIZES = st.sampled_from([(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2), (4, 4)])


@settings(max_examples=60)
@given(SIZES, st.sampled_from(ANY), st.sampled_from(list(CONVENTIONS)), st.integers(0, 99))
def test_what_is_written_is_read(size, form, package, seed):
    rank = -(-size[0] // size[1])
    channel = sd.random_channel(*size, rank=rank, rng=seed)
    convention = CONVENTIONS[package]
    if form == "superoperator" and convention.stacking is None:
        with pytest.raises(ValueError, match="has no superoperators: say like='qiskit'"):
            write_array(channel, form, convention)
        return
    array = write_array(channel, form, convention)
    told = {"choi": (size[0], None), "stinespring": (None, size[1])}.get(form, size)
    assert read_array(array, form, convention, *told).channel() == channel


@pytest.mark.parametrize("package", ["qiskit", "toqito"])
def test_superoperators_act_on_columns_or_rows(package):
    channel = sd.random_channel(2, 3, rank=2, rng=0)
    rho = np.array([[1, 2j], [3, 4]])
    order = "F" if CONVENTIONS[package].stacking == "column" else "C"
    matrix = write_array(channel, "superoperator", CONVENTIONS[package])
    image = (matrix @ rho.ravel(order)).reshape((3, 3), order=order)
    assert np.allclose(image, channel.apply(rho), atol=1e-12)


def test_the_other_stacking_is_the_complex_conjugate_channel():
    channel = sd.random_channel(2, 2, rank=2, rng=0)
    rows = sd.convert(channel, "toqito", "superoperator")
    misread = sd.as_channel(rows, form="superoperator", like="qutip")
    assert misread == sd.Channel(channel.kraus.conj())


def test_pauli_transfer_matrices_are_known():
    damping = sd.zoo.amplitude_damping()(0.36)
    known = np.diag([1, 0.8, 0.8, 0.64])
    known[3, 0] = 0.36
    assert sd.as_channel(known, form="pauli-transfer") == damping
    # XX, the sixth of sixteen, is kept by what depolarizes neither factor's X.
    two = np.diag(np.repeat([1.0, 1.0, 0, 0], 4) * np.tile([1.0, 1.0, 0, 0], 4))
    plus = np.full((4, 4), 0.25)
    assert np.allclose(sd.as_channel(two, form="pauli-transfer").apply(plus), plus)


@pytest.mark.parametrize(
    ("array", "told", "message"),
    [
        (np.eye(9), {"form": "pauli-transfer"}, r"n qubits, .* 3 → 3: use form 'superop"),
        (np.eye(5), {"form": "pauli-transfer"}, r"shape \(4ⁿ, 4ⁿ\), but has \(5, 5\)"),
        (np.eye(1), {"form": "pauli-transfer"}, "n qubits"),
        (np.eye(5), {"form": "superoperator"}, r"\(d_out², d_in²\), but has \(5, 5\)"),
        (np.eye(4), {"form": "superoperator", "d_in": 3}, "has d_in=2, not 3"),
        (np.eye(4) / 2, {"form": "choi"}, "does not tell dimensions: give d_in"),
        (np.eye(4), {"form": "stinespring"}, "does not tell its output: give d_out"),
        (np.eye(4), {"form": "stinespring", "d_out": 3}, "divide the 4 rows, but is 3"),
        (np.ones(4), {"form": "choi", "d_in": 2}, r"a matrix, but has shape \(4,\)"),
        (np.eye(4), {"form": "Choi", "d_in": 2}, "must be one of choi, but is 'Choi'"),
        (np.eye(4), {"form": "choi", "like": "qutup"}, "one of qutip, but is 'qutup'"),
        (np.eye(4)[None], {"like": "cirq"}, "belong to an array: give `form`"),
        (np.eye(4) / 4, {"form": "choi", "d_in": 2}, "has trace 1: say that it is norm"),
    ],
)
def test_what_does_not_fit_is_told(array, told, message):
    with pytest.raises(ValueError, match=message):
        sd.as_channel(array, **told)


def test_nearest_takes_all_that_is_read():
    channel = sd.zoo.amplitude_damping()(0.3)
    assert sd.nearest_channel(channel).distance < 1e-12
    assert sd.nearest_channel([k * 1.01 for k in channel.kraus]).distance > 1e-3
    noisy = sd.convert(channel, "cirq", "choi") + 0.01 * np.eye(4)
    found = sd.nearest_channel(noisy, form="choi", like="cirq", d_in=2)
    assert found.distance == pytest.approx(0.02, rel=0.3)
    with pytest.raises(ValueError, match=r"must have shape \(d_env, d_out, d_in\)"):
        sd.nearest_channel(np.zeros((1, 1, 2, 2)))


@pytest.mark.parametrize(
    ("to", "form", "message"),
    [
        ("qutup", None, "`to` must be one of qutip, but is 'qutup'"),
        ("qutip", "PTM", "`form` must be one of superoperator, .*, but is 'PTM'"),
        ("ket", "superoperator", "`form` must be one of choi, kraus"),
    ],
)
def test_what_cannot_be_written_is_told(to, form, message):
    with pytest.raises(ValueError, match=message):
        sd.convert(sd.zoo.identity(2), to, form)


@pytest.mark.parametrize(
    ("to", "dims", "message"),
    [
        ("qutip", ([2, 2], [2, 3]), r"must multiply to 4 and 4, but is \(\[2, 2\]"),
        ("cirq", ([2, 2], [2, 2]), "is for qiskit, aer, qutip, and cirq has no"),
    ],
)
def test_subsystems_that_do_not_fit_are_told(to, dims, message):
    with pytest.raises(ValueError, match=message):
        sd.convert(sd.zoo.identity(4), to, dims=dims)


def test_a_package_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "qutip", None)
    with pytest.raises(
        ImportError, match=r"needs qutip: pip install 'sdpsearch\[interop\]'"
    ):
        sd.convert(sd.zoo.identity(2), "qutip")


class Impostor:
    """A type that says it is QuTiP's."""


def test_what_only_looks_like_a_packages_is_refused(monkeypatch):
    monkeypatch.setattr(Impostor, "__module__", "qutip.core")
    with pytest.raises(TypeError, match="QuTiP Impostor is no channel"):
        sd.as_channel(Impostor())
