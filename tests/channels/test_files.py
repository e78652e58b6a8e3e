"""Channels survive files; files that hold no channel are refused by name, never run."""

import json

import numpy as np
import pytest
from scipy import sparse
from scipy.io import savemat

import sdpsearch as sd
from sdpsearch.channels.files import load_channel, load_nearest
from sdpsearch.channels.interop.arrays import write_array
from sdpsearch.channels.interop.conventions import CONVENTIONS
from sdpsearch.channels.random import random_channel
from sdpsearch.channels.saving import check_writable, save_arrays, save_channel
from sdpsearch.linalg import swap_factors

DAMPING = sd.zoo.amplitude_damping()(0.3)

CHANNELS = {
    "real": sd.zoo.amplitude_damping()(0.3),
    "complex": random_channel(2, 2, rank=3, rng=0),
    "wider": random_channel(2, 3, rank=2, rng=1),
    "narrower": random_channel(3, 2, rank=4, rng=2),
    "trace": random_channel(3, 1, rng=3),
    "state": random_channel(1, 3, rng=4),
}
every_channel = pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)


def pairs(array):
    return np.stack([array.real, array.imag], -1).tolist()


def write_json(path, **data):
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


# Round trips


@pytest.mark.parametrize("suffix", [".npz", ".json", ".mat"])
@every_channel
def test_saved_channel_comes_back_exactly(tmp_path, channel, suffix):
    path = tmp_path / f"channel{suffix}"
    save_channel(path, channel)
    assert np.array_equal(load_channel(path).kraus, channel.kraus)
    assert np.array_equal(load_channel(str(path)).kraus, channel.kraus)


def test_saved_npz_holds_what_was_saved(tmp_path):
    save_arrays(tmp_path / "both.npz", first=np.eye(2), second=np.zeros(3))
    with np.load(tmp_path / "both.npz") as data:
        assert sorted(data.files) == ["first", "second"]


@every_channel
def test_npy_with_three_axes_is_kraus(tmp_path, channel):
    np.save(tmp_path / "k.npy", channel.kraus)
    assert np.array_equal(load_channel(tmp_path / "k.npy").kraus, channel.kraus)


@every_channel
def test_choi_with_dimensions_in_the_file(tmp_path, channel):
    dims = {"d_in": channel.d_in, "d_out": channel.d_out, "order": "input-output"}
    np.savez(tmp_path / "c.npz", choi=channel.choi, **dims)
    write_json(tmp_path / "c.json", choi=pairs(channel.choi), **dims)
    assert load_channel(tmp_path / "c.npz") == channel
    assert load_channel(tmp_path / "c.json") == channel


@every_channel
def test_choi_dimensions_are_told_by_its_trace(tmp_path, channel):
    np.save(tmp_path / "c.npy", channel.choi)
    if channel.d_in > 1 and channel.d_out > 1:
        assert load_channel(tmp_path / "c.npy") == channel
    else:
        # A trace of 1 or of the size may be something else altogether: no guess.
        with pytest.raises(ValueError, match="unclear: give d_in and d_out"):
            load_channel(tmp_path / "c.npy")


@pytest.mark.parametrize("array", [np.eye(2), np.eye(4), DAMPING.choi / 2], ids=str)
def test_a_matrix_that_may_be_something_else_is_not_guessed(tmp_path, array):
    np.save(tmp_path / "m.npy", array)
    with pytest.raises(ValueError, match=r"unclear.*single Kraus operator"):
        load_channel(tmp_path / "m.npy")


def test_a_normalised_choi_matrix_is_read_when_told(tmp_path):
    np.save(tmp_path / "m.npy", DAMPING.choi / 2)
    assert load_channel(tmp_path / "m.npy", d_in=2, normalised=True) == DAMPING


@every_channel
@pytest.mark.parametrize("given_in", ["call", "file"])
def test_choi_with_the_output_first(tmp_path, channel, given_in):
    swapped = swap_factors(channel.choi, (channel.d_in, channel.d_out))
    options = {"d_in": channel.d_in, "d_out": channel.d_out, "order": "output-input"}
    inside = options if given_in == "file" else {}
    np.savez(tmp_path / "c.npz", choi=swapped, **inside)
    found = load_channel(tmp_path / "c.npz", **(options if given_in == "call" else {}))
    assert found == channel


@pytest.mark.parametrize("name", ["real", "complex", "wider", "narrower"])
def test_only_order_that_preserves_the_trace_is_found(tmp_path, name):
    channel = CHANNELS[name]
    swapped = swap_factors(channel.choi, (channel.d_in, channel.d_out))
    np.save(tmp_path / "c.npy", swapped)
    assert load_channel(tmp_path / "c.npy") == channel


def test_the_call_overrides_the_file(tmp_path):
    channel = CHANNELS["wider"]
    swapped = swap_factors(channel.choi, (2, 3))
    np.savez(tmp_path / "c.npz", choi=swapped, d_in=3, d_out=2, order="input-output")
    options = {"d_in": 2, "d_out": 3, "order": "output-input"}
    assert load_channel(tmp_path / "c.npz", **options) == channel


def test_json_numbers_may_be_real(tmp_path):
    path = write_json(tmp_path / "k.json", kraus=[[[1, 0], [0, 1]]])
    assert load_channel(path) == sd.zoo.identity(2)
    path = write_json(tmp_path / "c.json", choi=(np.eye(4) / 2).tolist())
    assert load_channel(path) == sd.zoo.replacer(2)


# Other forms, and what other programs write

FILE_FORMS = ["choi", "superoperator", "pauli_transfer", "stinespring"]


@pytest.mark.parametrize("suffix", [".npz", ".json", ".mat"])
@pytest.mark.parametrize("form", FILE_FORMS)
@pytest.mark.parametrize("package", ["cirq", "toqito", "qiskit"])
def test_every_form_is_read_in_its_convention(tmp_path, suffix, form, package):
    channel = CHANNELS["complex"]
    convention = CONVENTIONS[package]
    array = write_array(channel, form.replace("_", "-"), convention)
    told = {"d_in": 2, "d_out": 2, "like": package}
    path = tmp_path / f"channel{suffix}"
    if suffix == ".json":
        write_json(path, **{form: pairs(array)}, **told)
    elif suffix == ".npz":
        np.savez(path, **{form: array}, **told)
    else:
        savemat(path, {form: array, **told})
    assert load_channel(path) == channel
    assert load_nearest(path).channel == channel


def test_an_unsaid_stacking_is_not_guessed(tmp_path):
    channel = CHANNELS["complex"]
    matrix = write_array(channel, "superoperator", CONVENTIONS["toqito"])
    path = write_json(tmp_path / "s.json", superoperator=pairs(matrix))
    with pytest.raises(ValueError, match=r"s\.json: the stacking .* ambiguous"):
        load_channel(path)
    assert load_channel(path, like="toqito") == channel
    with pytest.raises(ValueError, match="order and trace belong to a Choi matrix"):
        load_channel(path, like="toqito", order="input-output")
    plain = write_array(DAMPING, "superoperator", CONVENTIONS["toqito"])
    path = write_json(tmp_path / "p.json", superoperator=plain.real.tolist())
    assert load_channel(path) == DAMPING


def test_numbers_are_spelled_in_several_ways(tmp_path):
    channel = CHANNELS["complex"]
    kraus = channel.kraus
    spelled = {
        "parts": {"real": kraus.real.tolist(), "imag": kraus.imag.tolist()},
        "entries": [
            [[{"re": z.real, "im": z.imag} for z in row] for row in k] for k in kraus
        ],
        "text": [[[str(z) for z in row] for row in k] for k in kraus],
    }
    for name, value in spelled.items():
        path = write_json(tmp_path / f"{name}.json", kraus=value)
        assert np.array_equal(load_channel(path).kraus, kraus)


@every_channel
def test_mat_files_of_others(tmp_path, channel):
    cells = np.empty((channel.d_env, 1), dtype=object)
    for place, operator in enumerate(channel.kraus):
        cells[place, 0] = sparse.csc_matrix(operator)  # as QETLAB likes them
    path = tmp_path / "phi.mat"
    savemat(path, {"Phi": cells})
    assert load_channel(path) == channel
    if channel.d_env > 1:
        savemat(path, {"Phi": np.hstack([cells, cells])})
        assert load_channel(path) == channel
    if channel.d_in > 1 and channel.d_out > 1:
        savemat(path, {"J": sparse.csc_matrix(channel.choi)})
        assert load_channel(path) == channel


@pytest.mark.parametrize("name", ["real", "complex", "wider", "narrower"])
def test_stacks_in_mat_files_are_read_either_way(tmp_path, name):
    channel = CHANNELS[name]
    path = tmp_path / "k.mat"
    for stack in (channel.kraus, channel.kraus.transpose(1, 2, 0)):
        savemat(path, {"kraus": stack})
        assert load_channel(path) == channel


def test_mat_files_that_hold_no_channel_are_told(tmp_path):
    path = tmp_path / "k.mat"
    savemat(path, {"kraus": np.array([np.eye(2), np.diag([1, -1])]) / np.sqrt(2)})
    with pytest.raises(ValueError, match=r"store them as a cell, \{K1, K2"):
        load_channel(path)
    pair = np.empty((2, 2), dtype=object)
    pair[0, 0], pair[1, 0], pair[0, 1], pair[1, 1] = [np.eye(2)] * 3 + [np.diag([1, -1])]
    savemat(path, {"Phi": pair})
    with pytest.raises(ValueError, match="left and right Kraus operators differ"):
        load_channel(path)
    savemat(path, {"kraus": np.array([np.eye(2), "text"], dtype=object)})
    with pytest.raises(ValueError, match=r"k\.mat: a cell must hold Kraus operators"):
        load_channel(path)
    path.write_bytes(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM" + bytes(512))
    with pytest.raises(ValueError, match=r"version 7\.3: save it again with save"):
        load_channel(path)


# Ambiguous orders

TURN = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])


def test_ambiguous_order_is_refused(tmp_path):
    channel = sd.zoo.unitary(TURN)
    np.save(tmp_path / "c.npy", channel.choi)
    with pytest.raises(ValueError, match="ambiguous"):
        load_channel(tmp_path / "c.npy")
    with pytest.raises(ValueError, match="ambiguous"):
        load_channel(tmp_path / "c.npy", d_in=2, d_out=2)
    assert load_channel(tmp_path / "c.npy", order="input-output") == channel
    back = load_channel(tmp_path / "c.npy", order="output-input")
    assert back == sd.zoo.unitary(TURN.T)


def test_order_without_consequence_is_not_asked_for(tmp_path):
    channel = sd.zoo.depolarizing(d=3)(0.4)
    np.save(tmp_path / "c.npy", channel.choi)
    assert load_channel(tmp_path / "c.npy") == channel


# Refusals


class Intruder:
    """Unpickling this writes a file."""

    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return (type(self.target).touch, (self.target,))


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_pickles_are_never_run(tmp_path, suffix):
    target, path = tmp_path / "intruded", tmp_path / f"evil{suffix}"
    evil = np.array([Intruder(target)], dtype=object)
    if suffix == ".npy":
        np.save(path, evil)
    else:
        np.savez(path, kraus=evil)
    with pytest.raises(ValueError, match=f"Cannot read .*evil{suffix}"):
        load_channel(path)
    assert not target.exists()


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".json", ".mat"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"rubbish", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"\xff\xfe", b"{}"],
    ids=["empty", "zero", "text", "zip", "npy", "bytes", "object"],
)
def test_rubbish_is_a_value_error_that_names_the_file(tmp_path, suffix, data):
    path = tmp_path / f"rubbish{suffix}"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=f"rubbish{suffix}"):
        load_channel(path)


@pytest.mark.parametrize("cut", [10, 100, 200, -40, -1])
@pytest.mark.parametrize("suffix", [".npy", ".npz", ".json", ".mat"])
def test_torn_files_are_value_errors(tmp_path, suffix, cut):
    whole, torn = tmp_path / f"whole{suffix}", tmp_path / f"torn{suffix}"
    if suffix == ".npy":
        np.save(whole, CHANNELS["complex"].kraus)
    else:
        save_channel(whole, CHANNELS["complex"])
    torn.write_bytes(whole.read_bytes()[:cut].rstrip(b"}\n"))
    with pytest.raises(ValueError, match=f"torn{suffix}"):
        load_channel(torn)


def test_missing_files_are_value_errors(tmp_path):
    with pytest.raises(ValueError, match=r"Cannot read .*no\.npz: No such file"):
        load_channel(tmp_path / "no.npz")


def test_a_key_given_twice_is_refused(tmp_path):
    path = tmp_path / "twice.json"
    path.write_text('{"kraus": [[[1, 0], [0, 1]]], "kraus": [[[0, 1], [1, 0]]]}')
    with pytest.raises(ValueError, match="the key 'kraus' is given twice"):
        load_channel(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "holds nothing"),
        ({"kraus": [[[1]]], "choi": [[1]]}, "holds choi, kraus"),
        ({"kraus": [[[1, 0]], [[1]]]}, "all of the same shape"),
        ({"kraus": "text"}, "nested lists of numbers"),
        ({"kraus": [[1, 0], [0, 1]]}, r"3 levels .* has shape \(2, 2\)"),
        ({"choi": [1, 0]}, r"2 levels .* has shape \(2,\)"),
        ({"choi": [[1, 0]]}, r"must be square, but has shape \(1, 2\)"),
        ({"choi": [[1]], "d_in": 0}, "unclear: give d_in and d_out"),
        ({"choi": [[1]], "d_in": 1.5}, r"integers, but one is 1\.5"),
        ({"choi": [[1]], "d_in": True}, "integers, but one is True"),
        ({"choi": [[1]], "d_in": "one"}, "one"),
        ({"choi": [[1]], "d_in": [1, 1]}, "size 1"),
        ({"choi": [[1]], "d_out": -1}, "unclear"),
        ({"choi": [[1]], "order": "sideways"}, "'sideways'"),
        ({"choi": [[2.5]]}, r"of trace 2\.5 are unclear"),
    ],
    ids=str,
)
def test_json_that_holds_no_channel_is_told(tmp_path, data, message):
    path = write_json(tmp_path / "bad.json", **data)
    with pytest.raises(ValueError, match=message) as caught:
        load_channel(path)
    assert "bad.json" in str(caught.value)


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300])
def test_endless_dimensions_are_value_errors(tmp_path, number):
    path = write_json(tmp_path / "bad.json", choi=[[1]], d_in=number)
    with pytest.raises(ValueError, match=r"bad\.json"):
        load_channel(path)


# Writing


@pytest.mark.parametrize("name", ["map.npy", "map", "map.txt", "map.NPZ"])
def test_other_suffixes_are_refused(tmp_path, name):
    for write in (check_writable, lambda p: save_channel(p, CHANNELS["real"])):
        with pytest.raises(ValueError, match=r"suffix must be \.npz, \.json or \.mat"):
            write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_missing_folders_are_refused(tmp_path):
    with pytest.raises(ValueError, match="there is no folder"):
        check_writable(tmp_path / "no" / "map.npz")


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_folders_are_not_overwritten(tmp_path, suffix):
    path = tmp_path / f"folder{suffix}"
    path.mkdir()
    with pytest.raises(ValueError, match=r"Cannot write .*: it is a folder"):
        save_channel(path, CHANNELS["real"])
