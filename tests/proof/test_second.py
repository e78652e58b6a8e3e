"""The shipped second checker: believes exactly what the first proves, by other means."""

import copy
import importlib.util
import json
import resource
import subprocess
import sys
from fractions import Fraction as F
from pathlib import Path

import forgeries
import hostile
import makers
import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import seeds

from sdpsearch.proof import checker, second

ROOT = Path(__file__).parent.parent.parent
HONEST = makers.honest()
GALLERY = {
    file.stem: file
    for file in sorted((ROOT / "tests/certificates").glob("*.json"))
    if b'"format": "sdpsearch partition certificate 1"' not in file.read_bytes()
}
#: Valid, but the second checker reads no more than a few megabytes.
TOO_LARGE = {"largest-file"}
#: Refused by the first for their form; the second gives up before it reads them.
UNREAD = {"deep", "too-large"}


def runner():
    spec = importlib.util.spec_from_file_location(
        "soundness_certificates", ROOT / "benchmarks" / "soundness_certificates.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", HONEST)
def test_honest_ones_are_believed(name):
    second.confirm(makers.encode(HONEST[name]))


def answers(documents):
    """Return {name: what the second checker says}; making them takes too long to import."""
    found = {}
    for name, data in documents.items():
        try:
            second.confirm(data)
            found[name] = "believed"
        except (second.Denied, second.TooLarge) as refusal:
            found[name] = type(refusal).__name__
    return found


def test_odd_ones_are_believed():
    found = answers(forgeries.welcome())
    expected = {name: "TooLarge" if name in TOO_LARGE else "believed" for name in found}
    assert found == expected
    assert found.keys() > TOO_LARGE


@pytest.mark.parametrize("name", GALLERY)
def test_the_gallery_is_believed(name):
    second.confirm(GALLERY[name].read_bytes())


def test_forged_ones_are_denied():
    found = answers(forgeries.unwelcome())
    expected = {name: "TooLarge" if name in UNREAD else "Denied" for name in found}
    assert found == expected
    assert found.keys() > UNREAD


@pytest.mark.parametrize("seed", seeds(2, 6))
def test_damaged_ones_are_believed_by_both_or_neither(seed):
    counts, faults = runner().mutants(200, 700 + seed)
    assert faults == []
    assert counts["refused, refused"] > 100
    assert counts["proved, proved"] > 0


@pytest.mark.slow
def test_many_damaged_ones():
    counts, faults = runner().mutants(10_000, 1)
    assert faults == []
    assert counts["proved, proved"] > 300


def test_the_runner_tells_faults(monkeypatch):
    """A checker that believes everything is found out, and so is one that denies it."""
    made = runner()
    monkeypatch.setattr(made, "is_false", lambda document: False)
    monkeypatch.setattr(made.second, "confirm", lambda data: None)
    assert made.forged()[1]
    assert any(line.startswith("disagree") for line in made.mutants(50, 0)[1])
    monkeypatch.setattr(made, "is_false", lambda document: True)
    assert any(line.startswith("false") for line in made.mutants(50, 0)[1])


def test_the_runner_knows_what_is_false():
    made = runner()
    for name in ("random-1", "depolarizing-2-2-at", "dephasing-fails"):
        document = copy.deepcopy(HONEST[name])
        assert not made.is_false(document)
        swap = {"holds": "fails", "fails": "holds"}
        verdicts = document["claim"]["verdicts"]
        document["claim"]["verdicts"] = [swap[word] for word in verdicts]
        assert made.is_false(document)
        assert made.is_false({})


# --- Positivity, words and text against other means ------------------------------------


def rows_of(parts):
    n = parts.shape[1]
    entries = {
        (i, j): (int(parts[0, i, j]), int(parts[1, i, j]))
        for i in range(n)
        for j in range(n)
    }
    return second._Rows(n, entries)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("size", [1, 3, 2**40])
def test_positivity_is_the_characteristic_polynomials(seed, size):
    rng = np.random.default_rng([seed, size % 1000])
    n = int(rng.integers(1, 6))
    root = makers.random_gaussian(rng, n, int(rng.integers(1, n + 1)), 3) * size
    parts = makers.gram(root)
    for _ in range(int(rng.integers(0, 3))):
        noise = makers.random_gaussian(rng, n, n, 1)
        parts = parts + noise + makers.adjoint(noise)
    expected = oracle.is_psd(parts * F(1))
    assert second._positive(rows_of(parts), second._Meter()) is expected
    # Balls may be in doubt, elimination never is.
    lower = [
        [(int(parts[0, i, j]), int(parts[1, i, j])) for j in range(i + 1)] for i in range(n)
    ]
    assert second._by_elimination(copy.deepcopy(lower)) is expected
    for shift in (1, 8, 64, 300):
        assert second._by_balls(copy.deepcopy(lower), shift) in (expected, None)


def test_balls_of_few_digits_are_in_doubt_and_never_wrong():
    """[[n, m], [m, l]] with n l = m² ± 1: one unit decides."""
    for n, m in ((10**6, 10**6 - 1), (3, 7), (10**20, 12345678)):
        for change in (-1, 0, 1):
            # A multiple keeps it integral: n·(m² + change)/n.
            lower = [[(n * n, 0)], [(n * m, 0), (m * m + change, 0)]]
            for shift in (0, 4, 40, 200):
                decided = second._by_balls(copy.deepcopy(lower), shift)
                assert decided in (change >= 0, None)
                assert change or decided is None
            assert second._by_elimination(lower) is (change >= 0)


@pytest.mark.parametrize(("d", "k"), [(2, 2), (2, 5), (3, 3), (4, 2), (1, 16), (3, 4)])
def test_young_symmetrizers_are_the_first_checkers(d, k):
    space = checker.Space(1, d, k)
    assert set(second._diagrams(k, k, d)) == set(space.symbols)
    for diagram, expected in space.symbols.items():
        assert second._young(diagram, d, second._Meter()) == expected


JSON = st.recursive(
    st.text(max_size=8) | st.text(alphabet='"\\/\b\n\u20ac\U0001d400\x7f ab', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_text_is_read_and_written_as_json_is(value, ascii_, indent):
    text = json.dumps(value, ensure_ascii=ascii_, indent=indent)
    assert second._parse(text) == value
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"))
    assert second._canonical(value) == expected


@settings(max_examples=300, deadline=None)
@given(JSON, st.integers(0, 200), st.sampled_from('{}[]",: \\x1é'))
def test_damaged_text_is_read_by_both_or_neither(value, at, letter):
    text = json.dumps(value, ensure_ascii=False)
    text = text[:at] + letter + text[at + 1 :]
    try:
        expected = checker.parse(text.encode())
    except checker.NotACertificate:
        with pytest.raises(second.Denied):
            second._parse(text)
    else:
        if expected is None or isinstance(expected, bool):
            return
        if not any(word in text for word in ("null", "true", "false")):
            assert second._parse(text) == expected


# --- What it may cost -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.LARGE)
def test_ten_seconds_and_a_gigabyte_suffice(name, tmp_path):
    place = tmp_path / "file.json"
    place.write_bytes(hostile.LARGE[name]())
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import second\n"
        "try: second.confirm(open(sys.argv[2], 'rb').read())\n"
        "except (second.Denied, second.TooLarge): sys.exit(1)\n"
    )

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    done = subprocess.run(
        [sys.executable, "-S", "-c", program, Path(second.__file__).parent, place],
        capture_output=True,
        preexec_fn=limited,
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode == (0 if name == "busy-line-short" else 1)


@pytest.mark.parametrize(
    "name", [n for n in hostile.LARGE if n.startswith(("empty-", "many-", "busy-"))]
)
def test_a_hostile_file_is_denied_or_too_large(name):
    data = hostile.LARGE[name]()
    if name == "busy-line-short":
        second.confirm(data)
        return
    with pytest.raises((second.Denied, second.TooLarge)):
        second.confirm(data)


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("random-1", marks=pytest.mark.slow),
        "dephasing-fails",
        "depolarizing-2-2-line",
    ],
)
def test_fields_at_their_caps_divide_no_checkers(shape):
    compare = runner()
    for name, make in hostile.blown():
        if name.startswith(f"{shape}:") and not name.endswith("repeated"):
            data = make()
            one, two = compare.first_outcome(data), compare.second_outcome(data)
            assert not compare.disagree({}, one, two), name
