"""Proofs on the command line: --prove, --digits, --certificate, and verify."""

import hashlib
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.channels.saving import save_arrays
from sdpsearch.cli.app import run
from sdpsearch.proof import checker, second


@pytest.fixture
def place(tmp_path):
    return tmp_path / "certificate.json"


@pytest.fixture
def made(call, place):
    """Write the certificate of the qubit depolarizing channels' threshold."""
    status, _, err = call("threshold depolarizing --d 2 --certificate", place)
    assert (status, err) == (0, "")
    return place


def one_line(text):
    return text.endswith("\n") and text.count("\n") == 1 and "Traceback" not in text


# threshold


def test_threshold_prints_and_writes_what_it_proves(call, place):
    status, out, err = call("threshold depolarizing --d 2 --certificate", place)
    assert (status, err) == (0, "")
    assert "1/3 = 0.3333333333  (exact, proved)" in out
    assert "So it starts to be antidegradable at exactly x = 1/3." in out
    assert sd.Certificate.load(place).theorem.endswith("exactly x = 1/3.")


def test_prove_needs_no_file(call):
    status, out, _ = call("threshold erasure --prove")
    assert status == 0
    assert "1/2 = 0.5  (exact, proved)" in out
    status, plain, _ = call("threshold erasure")
    assert status == 0
    assert "proof" not in plain
    assert "theorem" not in plain


def test_threshold_record_holds_the_theorem(call):
    status, out, _ = call("threshold depolarizing --prove --json")
    found = json.loads(out)
    assert status == 0
    assert found["theorem"].endswith(
        "So it starts to be antidegradable at exactly x = 1/3."
    )
    [boundary] = found["boundaries"]
    assert boundary["tier"] == "exact"
    assert boundary["closed_form"] == "1/3"
    assert boundary["proved"] == {"lower": "1/3", "upper": "1/3", "infinite": None}
    _, plain, _ = call("threshold depolarizing --json")
    assert json.loads(plain)["theorem"] is None
    assert json.loads(plain)["boundaries"][0]["proved"] is None


def test_digits_are_printed(call):
    status, out, _ = call("threshold pauli --direction 1,1,2 --digits 50")
    assert status == 0
    flat = " ".join(out.split())
    assert "0.2554791617945658708701908884212475109247830881466" in flat
    assert "recognised as (10 − 4√2)/17, a conjecture" in flat


@pytest.mark.parametrize("digits", ["0", "-3", "1001", "2.5", "many", "1e2"])
def test_digits_out_of_range_are_bad_input(call, digits):
    status, out, err = call("threshold depolarizing --digits", digits)
    assert (status, out) == (2, "")
    assert "digits" in err
    assert one_line(err)


def test_threshold_without_a_proof_exits_with_1(call, place):
    line = "threshold depolarizing --property entanglement-breaking --certificate"
    status, out, err = call(line, place)
    assert status == 1
    assert "there are no certificates for 'entanglement-breaking'" in out
    assert one_line(err)
    assert str(place) in err
    assert not place.exists()


# decide


def test_decide_settles_the_exact_boundary(call):
    status, out, err = call("decide amplitude_damping --gamma 1/2")
    assert status == 1
    assert "UNDECIDED" in out
    status, out, err = call("decide amplitude_damping --gamma 1/2 --prove")
    assert (status, err) == (0, "")
    assert "HOLDS" in out
    assert "The channel at gamma = 1/2 is antidegradable." in out


def test_decide_record_holds_the_theorem(call):
    status, out, _ = call("decide amplitude_damping --gamma 0.4 --prove --json")
    found = json.loads(out)
    assert status == 0
    assert found["verdict"] == "FAILS"
    assert found["theorem"].endswith("The channel at gamma = 2/5 is not antidegradable.")
    _, plain, _ = call("decide amplitude_damping --gamma 0.4 --json")
    assert json.loads(plain)["theorem"] is None


@pytest.mark.parametrize("word", ["3/5", "0.6", "6e-1"])
def test_parameters_are_read_exactly(call, place, word):
    status, _, _ = call(f"decide amplitude_damping --gamma {word} --certificate", place)
    assert status == 0
    assert sd.Certificate.load(place).theorem.endswith("gamma = 3/5 is antidegradable.")
    assert call(f"verify {place} --family amplitude_damping")[0] == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("werner_holevo", "is antidegradable"),
        ("identity --d 2 --property degradable", "is antidegradable"),
        ("depolarizing --x 0.7 --property ppt", "at x = 7/10 is PPT"),
        ("depolarizing --x 0.5 --property 3-extendible", "at x = 1/2 is 3-extendible"),
        ("erasure --e 0.6 --property degradable", "at e = 3/5 is not antidegradable"),
    ],
)
def test_decisions_are_written_and_verified(call, place, line, words):
    status, out, _ = call(f"decide {line} --certificate", place)
    assert status == 0
    assert words in out
    status, out, err = call("verify", place)
    assert (status, err) == (0, "")
    assert out.endswith("Proved.\n")
    called = sd.Certificate.load(place).label
    assert ("the complementary channel of" in called) == ("degradable" in line)


def test_decide_without_a_proof_exits_with_1(call, place):
    line = "decide depolarizing --x 0.5 --property entanglement-breaking"
    status, out, err = call(f"{line} --prove")
    assert (status, err) == (1, "")
    assert "FAILS" in out
    assert "no certificates" in " ".join(out.split())
    status, _, err = call(f"{line} --certificate", place)
    assert status == 1
    assert one_line(err)
    assert not place.exists()


def test_by_the_map(call, place):
    status, _, _ = call(
        "decide amplitude_damping --gamma 1/2 --as-map --certificate", place
    )
    assert status == 0
    document = checker.parse(place.read_bytes())
    assert [proof["kind"] for proof in document["proofs"]] == ["map"]
    assert call("verify", place)[0] == 0


def test_a_certificate_that_names_no_member_is_compared_with_the_one_named(call, place):
    found = sd.decide(sd.zoo.depolarizing(d=2)(0.4), "antidegradable", prove=True)
    found.certificate.save(place)
    about = ["--family", "depolarizing", "--d", "2"]
    status, out, _ = call("verify", place, *about)
    assert status == 1
    assert "name one (--x)" in out
    assert call("verify", place, *about, "--x", "0.4")[0] == 0
    status, out, _ = call("verify", place, *about, "--x", "0.41")
    assert status == 1
    assert "another" in out
    status, _, err = call("verify", place, "--x", "0.4")
    assert status == 2
    assert "--x belongs to --family" in err


@pytest.mark.parametrize("folder", ["plain", "look at me", "a at x = y"])
def test_files_in_any_folder_are_proved(call, tmp_path, folder):
    (tmp_path / folder).mkdir()
    channel = tmp_path / folder / "channel.json"
    save_arrays(channel, kraus=sd.zoo.amplitude_damping()(0.3).kraus)
    status = run(["decide", str(channel), "--prove"])
    assert status == 0


def test_the_channel_in_a_file_is_compared(call, tmp_path, place):
    channel = tmp_path / "channel.npz"
    save_arrays(channel, kraus=random_channel(2, 2, 3, 5).kraus)
    assert call("decide", channel, "--certificate", place)[0] == 0
    assert call("verify", place, "--family", channel)[0] == 0
    other = tmp_path / "other.npz"
    save_arrays(other, kraus=random_channel(2, 2, 3, 6).kraus)
    status, out, _ = call("verify", place, "--family", other)
    assert status == 1
    assert "another" in out


# Where a file cannot be written


@pytest.mark.parametrize(
    "line", ["threshold depolarizing", "decide amplitude_damping --gamma 0.4"]
)
@pytest.mark.parametrize("where", ["missing/certificate.json", "."])
def test_impossible_places_are_refused_before_any_solve(
    call, tmp_path, monkeypatch, line, where
):
    def never(*_, **__):
        raise AssertionError("solved too early")

    commands = "sdpsearch.cli.commands"
    monkeypatch.setattr(import_module(f"{commands}.threshold"), "threshold", never)
    monkeypatch.setattr(import_module(f"{commands}.decide"), "decide", never)
    status, out, err = call(f"{line} --certificate", tmp_path / where)
    assert (status, out) == (2, "")
    assert "cannot write" in err.lower()
    assert one_line(err)


# verify


def test_verify_prints_the_theorem(call, made):
    status, out, err = call("verify", made)
    assert (status, err) == (0, "")
    assert "So it starts to be antidegradable at exactly x = 1/3." in out
    assert out.endswith("Proved.\n")
    status, out, _ = call("verify", made, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["proved"] is True
    assert found["theorem"] == sd.Certificate.load(made).theorem
    assert found["reason"] == ""


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("depolarizing --d 2", 0),
        ("depolarizing", 0),
        ("identity", 0),  # with white noise, as `threshold identity`
        ("identity --d 3", 1),
        ("pauli --direction 1,1,1", 1),
        ("depolarizing --d 3", 1),
        ("erasure", 1),
        ("two_pauli", 1),
        ("werner_holevo", 1),
    ],
)
def test_verify_compares_with_a_family(call, made, target, status):
    found, out, err = call(f"verify {made} --family {target}")
    assert (found, err) == (status, "")
    if status == 0:
        assert out.endswith("Proved.\n")
    else:
        assert out.startswith("Refused: ")
        assert one_line(out)
        assert "Proved" not in out


def test_a_changed_certificate_is_refused(call, made):
    text = made.read_text(encoding="utf-8")
    for old, new in (("[0,1/3)", "[0,1/2)"), ("[1/3,1]", "[1/4,1]")):
        assert old in text
        made.write_text(text.replace(old, new), encoding="utf-8")
        status, out, err = call("verify", made)
        assert (status, err) == (1, "")
        assert out.startswith("Refused: ")
        assert one_line(out)
        status, out, _ = call("verify", made, "--json")
        assert status == 1
        assert json.loads(out)["proved"] is False
        assert json.loads(out)["theorem"] == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"[]", b'{"a": 1}', b"\xff\xfe", b"{}", b'{"a": NaN}', b"\x00" * 9],
)
def test_what_is_no_certificate_is_bad_input(call, place, content):
    place.write_bytes(content)
    status, out, err = call("verify", place)
    assert status == 2
    assert one_line(out + err)
    status, out, err = call("verify", place, "--family", "erasure")
    assert status == 2


def test_a_missing_file_is_bad_input(call, tmp_path):
    for where in (tmp_path / "none.json", tmp_path):
        status, out, err = call("verify", where)
        assert (status, out) == (2, "")
        assert str(where) in err
        assert one_line(err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--d 2", "--family"),
        ("--family nosuch", "nosuch"),
        ("--family depolarizing --dd 2", "dd"),
        ("--family depolarizing --d 2.5", "d"),
        ("--family missing.npz", "missing.npz"),
    ],
)
def test_a_wrong_target_is_bad_input(call, made, words, said):
    status, out, err = call(f"verify {made} {words}")
    assert (status, out) == (2, "")
    assert said in err
    assert one_line(err)


def test_a_refused_certificate_of_a_ball_is_not_proved_for_another(call, tmp_path, place):
    channel = tmp_path / "channel.npz"
    noisy = sd.white_noise(random_channel(2, 2, 2, 1))(0.5)
    save_arrays(channel, kraus=noisy.kraus)
    assert call("decide", channel, "--certificate", place)[0] == 0
    moved = np.linalg.qr(np.array([[1, 1e-12], [-1e-12, 1]]))[0] @ noisy.kraus
    save_arrays(channel, kraus=moved)
    assert call("verify", place, "--family", channel)[0] == 1


@pytest.mark.parametrize("words", [[], ["--family", "depolarizing"]])
def test_verify_in_a_shell(made, words):
    # A pipe has no width, so lines stay whole.
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-m", "sdpsearch", "verify", str(made), *words],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env=environment,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    theorem = sd.Certificate.load(made).theorem
    told, rest = done.stdout.split("\n", 1)
    assert told.lower().startswith("compared with" if words else "not compared with")
    assert rest.startswith(f"{theorem}\n")
    assert rest.endswith("Proved.\n")


# What was checked, and by whom


def test_it_says_what_was_compared_with_what(call, made):
    _, out, _ = call("verify", made)
    assert out.startswith(
        'Not compared with any channel: the label in the file, "depolarizing(d=2)", is '
        "unverified without --family.\n"
    )
    _, out, _ = call("verify", made, "--family", "depolarizing")
    assert out.startswith(
        "Compared with depolarizing(d=2): the stated operators at x = 0 and x = 1 are "
        "equal.\n"
    )


def test_a_footnote_has_the_hashes_of_both_files(call, made):
    _, out, _ = call("verify", made)
    for file in (made, Path(checker.__file__)):
        assert hashlib.sha256(file.read_bytes()).hexdigest() in out
    assert json.loads(made.read_text())["digest"] in out
    _, out, _ = call("verify", made, "--json")
    found = json.loads(out)
    assert found["question"]["sha256"] == hashlib.sha256(made.read_bytes()).hexdigest()
    assert found["question"]["label"] == "depolarizing(d=2)"
    assert found["second"] == ""


def test_the_property_is_defined_where_it_is_claimed(call, made):
    _, out, _ = call("verify", made)
    assert "channels from dimension 2 to 2" in out
    assert "J is the marginal on A⊗B_i, for every i, of one operator ≥ 0" in out


def test_what_is_stated_is_shown_in_fractions(call, made):
    status, out, _ = call("verify", made, "--show")
    assert status == 0
    shown = out.split("Proved.\n")[1].splitlines()
    assert shown[0] == "Stated operator C at x = 0; rows and columns are |a b>:"
    assert "  <1 1|C|0 0> = 1" in shown
    assert "  <0 1|C|0 1> = 1/2" in shown[6:]


def test_latex_says_the_same(call, made):
    status, out, _ = call("verify", made, "--latex")
    assert status == 0
    assert out.startswith("\\begin{theorem}\n")
    assert out.endswith("\\end{theorem}\n")
    assert "So it starts to be antidegradable at exactly $x = 1/3$.\\footnote{" in out
    assert hashlib.sha256(made.read_bytes()).hexdigest() in out
    assert out.count("{") == out.count("}")
    assert out.isascii()


def test_both_checkers_are_asked(call, made):
    status, out, err = call("verify", made, "--second", "--family", "depolarizing")
    assert (status, err) == (0, "")
    assert "The second checker says: proved.\nProved.\n" in out
    found = sd.verify(made, second=True)
    assert (found.proved, found.second, found.disagree) == (True, "proved", False)
    text = made.read_text(encoding="utf-8").replace("[0,1/3)", "[0,1/2)")
    made.write_text(text, encoding="utf-8")
    found = sd.verify(made, second=True)
    assert (found.proved, found.disagree) == (False, False)
    assert found.second.startswith("refused: no witness covers")


@pytest.mark.parametrize("which", ["first", "second"])
def test_a_disagreement_is_told_loudly(call, made, monkeypatch, which):
    def never(*_):
        raise (checker.Refused if which == "first" else second.Denied)("out of order")

    module, name = {"first": (checker, "proved"), "second": (second, "confirm")}[which]
    monkeypatch.setattr(module, name, never)
    status, out, _ = call("verify", made, "--second")
    assert status == 3
    assert out.startswith("ERROR: the two checkers disagree: ")
    assert "out of order" in out
    assert "Proved" not in out
    assert sd.verify(made, second=True).disagree


def test_what_is_too_large_for_the_second_is_no_disagreement(call, made, monkeypatch):
    monkeypatch.setattr(second, "STEPS", 10)
    status, out, _ = call("verify", made, "--second")
    assert status == 0
    assert "The second checker says: too large for it: it would take too long.\n" in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_what_cannot_be_written_is_neither_proved_nor_refused(made):
    command = [sys.executable, "-m", "sdpsearch", "verify", str(made)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr


def test_an_ascii_terminal_will_do(made):
    done = subprocess.run(
        [sys.executable, "-m", "sdpsearch", "verify", str(made)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"Proved.\n")
