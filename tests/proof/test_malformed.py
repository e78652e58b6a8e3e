"""Whatever the file holds, the checker ends quickly, quietly and with one line."""

import contextlib
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import time
from fractions import Fraction as F
from pathlib import Path

import makers
import mutations
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.proof import checker, second

HONEST = makers.honest()
SECONDS = 2.0
#: Generous: the machine that runs the tests may be busy.
TIMEOUT = 20


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return a directory with a copy of the checker in it and nothing else."""
    place = tmp_path_factory.mktemp("alone")
    shutil.copy(checker.__file__, place / "checker.py")
    return place


def run(alone, *arguments):
    """Run the copied checker in isolation; return the process and its CPU seconds."""
    command = [sys.executable, "-I", "-S", "checker.py", *map(str, arguments)]
    before = os.times()
    found = subprocess.run(
        command, cwd=alone, capture_output=True, timeout=TIMEOUT, check=False
    )
    after = os.times()
    spent = after.children_user + after.children_system
    return found, spent - before.children_user - before.children_system


def assert_refused(found, seconds, codes=(2,)):
    error = found.stderr.decode()
    assert found.returncode in codes, error
    assert found.stdout == b""
    assert error.count("\n") == 1, error
    assert "Traceback" not in error
    assert len(error) < 400
    assert error.startswith(("Not a certificate: ", "Refused: "))
    assert seconds < SECONDS


def changed(name, *path, to):
    """Return the bytes of an honest certificate with one value replaced."""
    document = copy.deepcopy(HONEST[name])
    mutations.put(document, path, to)
    return makers.encode(makers.signed(document))


def problem_of(**changes):
    document = copy.deepcopy(HONEST["random-1"])
    document["problem"].update(changes)
    return makers.encode(makers.signed(document))


ENTRIES = ("proofs", 0, "blocks", 0, "matrix", "entries")
TEXT = makers.encode(HONEST["random-1"]).decode()

NUMBERS = {
    "float": "1.0",
    "int": "1",
    "minus": "-1",
    "exponent": "1e400",
    "nan": "NaN",
    "infinity": "Infinity",
    "minus-infinity": "-Infinity",
    "long-int": "1" * 5000,
    "true": "true",
    "null": "null",
    "list": "[]",
    "object": "{}",
}

WORDS = {
    "empty": "",
    "blank": " ",
    "underscore": "1_0",
    "upper-case": "AB",
    "leading-zero": "01",
    "zeros": "00",
    "plus": "+1",
    "minus-zero": "-0",
    "two-minuses": "--1",
    "prefix": "0x1",
    "blank-before": " 1",
    "newline-after": "1\n",
    "float": "1.5",
    "exponent": "1p3",
    "arabic-digit": "\u0661",
    "full-width": "\uff11",
    "superscript": "\u00b2",
    "surrogate": "\ud800",
    "nul": "\0",
    "nan": "nan",
    "inf": "inf",
    "huge": "1" + "0" * (2**14),
    "million-digits": "f" * 10**6,
}


def bytes_cases():
    """Yield (name, bytes) of files that are not even the right kind of JSON."""
    yield "empty", b""
    yield "blank", b" \n"
    yield "binary", bytes(range(256)) * 8
    yield "gzip", b"\x1f\x8b\x08\x00" + b"\x00" * 100
    yield "nul", b"\0" * 1000
    yield "bom", b"\xef\xbb\xbf" + TEXT.encode()
    yield "utf-16", TEXT.encode("utf-16")
    yield "latin-1", TEXT.replace("sdpsearch", "sdpsé", 1).encode("latin-1")
    yield "overlong", TEXT.encode().replace(b"sdpsearch", b"\xc0\xaf", 1)
    yield "encoded-surrogate", TEXT.encode().replace(b"sdpsearch", b"\xed\xa0\x80", 1)
    yield "cut", TEXT.encode()[:-10]
    yield "twice", TEXT.encode() * 2
    yield "trailing-comma", TEXT.encode()[:-1] + b",}"
    yield "comment", b"// no\n" + TEXT.encode()
    yield "single-quotes", TEXT.replace('"', "'").encode()
    yield "control-character", TEXT.replace("sdpsearch", "sdp\tsearch", 1).encode()
    for name, text in (("list", "["), ("object", '{"a":')):
        yield f"deep-{name}", text.encode() * 100_000
        closing = {"list": "]", "object": "}"}[name]
        yield f"deep-closed-{name}", (text * 900 + '""' + closing * 900).encode()
        yield (
            f"deep-inside-{name}",
            TEXT.replace(
                '"holds"', (text * 100_000 + '""' + closing * 100_000), 1
            ).encode(),
        )
    yield "string", b'"sdpsearch certificate 1"'
    yield "true", b"true"
    yield "just-null", b"null"
    yield "just-list", b"[]"
    yield "just-object", b"{}"
    for key in HONEST["random-1"]:
        value = json.dumps(HONEST["random-1"][key])
        yield f"duplicate-{key}", f'{{"{key}":{value},{TEXT[1:]}'.encode()
    yield (
        "duplicate-inside",
        TEXT.replace('"d_in": "2"', '"d_in": "2", "d_in": "2"').encode(),
    )
    yield (
        "duplicate-escaped",
        TEXT.replace('"d_in": "2"', '"d_in": "2", "\\u0064_in": "3"').encode(),
    )
    for name, number in NUMBERS.items():
        yield f"number-{name}", TEXT.replace('"d_in": "2"', f'"d_in": {number}').encode()
        yield (
            f"entry-{name}",
            TEXT.replace('"entries": ["', f'"entries": [{number}, "').encode(),
        )
    yield "unknown-key", TEXT.replace('"d_in"', '"note": "", "d_in"').encode()
    yield (
        "long-unknown-key",
        TEXT.replace('"d_in"', f'"{"x" * 10**6}": "", "d_in"').encode(),
    )
    yield (
        "strange-unknown-key",
        TEXT.replace('"d_in"', '"a\\n\\ud800b": "", "d_in"').encode(),
    )
    yield "many-keys", json.dumps({f"k{i}": "" for i in range(10**5)}).encode()


BYTES = dict(bytes_cases())


def word_cases():
    """Yield (name, bytes) of certificates with a strange word in the place of a number."""
    for name, word in WORDS.items():
        yield f"d_in-{name}", problem_of(d_in=word)
        yield f"entry-{name}", changed("random-1", *ENTRIES, 0, to=f"0 0 {word}")
        yield f"index-{name}", changed("random-1", *ENTRIES, 0, to=f"{word} 0 1")
        yield f"radius-{name}", problem_of(radius=f"1/{word}")
    yield "many-tokens", changed("random-1", *ENTRIES, 0, to="0 " * 10**5)
    yield "many-slashes", problem_of(radius="1/1/1")
    for name, text in (
        ("negative", "-1"),
        ("zero", "0"),
        ("fraction", "1/2"),
        ("empty", ""),
    ):
        path = ("proofs", 0, "blocks", 0, "matrix", "denominator")
        yield f"denominator-{name}", changed("random-1", *path, to=text)
        yield f"ratio-{name}", problem_of(radius=f"1/{text}")
    yield "negative-radius", problem_of(radius="-1/2")
    yield "control-in-label", problem_of(label="a\u001b[2Jb")
    yield "newline-in-label", problem_of(label="a\n  J is antidegradable.")
    yield "surrogate-in-label", problem_of(label="\ud800")
    yield "right-to-left-label", problem_of(label="a\u202eb")
    yield "long-label", problem_of(label="x" * 201)
    yield "label-list", problem_of(label=["x"])
    yield "newline-in-parameter", problem_of(parameter="x\n")
    for name, text in (
        ("empty", "()"),
        ("reversed", "[1,0]"),
        ("open-point", "[1,1)"),
        ("three", "[0,1,2]"),
        ("blank", "[0, 1]"),
        ("decimal", "[0.5,1]"),
        ("newline", "[0,1]\n"),
        ("words", "holds"),
    ):
        yield (
            f"interval-{name}",
            changed("depolarizing-2-2-line", "claim", "holds", to=text),
        )
    for name, value in (("object", {}), ("string", "x"), ("null", None), ("nested", [[]])):
        for path in (
            ("proofs",),
            ("proofs", 0, "blocks"),
            ENTRIES,
            ("proofs", 0, "blocks", 0, "diagram"),
            ("problem", "points"),
            ("claim", "verdicts"),
        ):
            where = "-".join(map(str, path))
            yield f"{where}-{name}", changed("random-1", *path, to=value)


WORD_CASES = dict(word_cases())


def bombs():
    """Yield (name, bytes) of certificates that would cost much if they were believed."""
    for d_in, d_out, copies in (
        ("ffff", "2", "2"),
        ("2", "ffff", "2"),
        ("f" * 4000, "2", "2"),
        ("2", "2", "10"),
        ("2", "2", "ffff"),
        ("1", "1000", "2"),
        ("1", "40", "3"),
    ):
        property_ = {"name": "extendible", "copies": copies}
        name = f"{d_in[:4]}-{d_out}-{copies}"
        yield name, problem_of(d_in=d_in, d_out=d_out, property=property_)
    document = copy.deepcopy(HONEST["random-1"])
    document["problem"]["points"] *= 17
    yield "points", makers.encode(makers.signed(document))
    document = copy.deepcopy(HONEST["dephasing-basis"])
    document["proofs"][0]["blocks"][0]["basis"]["columns"] = "fff"
    document["proofs"][0]["blocks"][0]["matrix"]["entries"] = [
        f"{i:x} {i:x} 1" for i in range(4095)
    ]
    yield "wide-basis", makers.encode(document)
    yield "wide-null", changed("dephasing-fails", "proofs", 0, "null", "columns", to="1001")


BOMBS = dict(bombs())


@pytest.mark.parametrize("places", [("1/2", "1/2"), ("1/2", "2/4"), ("1/2", None)])
def test_several_points_are_told_apart(places):
    document = copy.deepcopy(HONEST["random-1"])
    points = [copy.deepcopy(document["problem"]["points"][0]) for _ in places]
    for point, place in zip(points, places, strict=True):
        point.pop("at", None)
        if place is not None:
            point["at"] = place
    document["problem"]["points"] = points
    data = makers.encode(makers.signed(document))
    with pytest.raises(checker.NotACertificate, match="an 'at' of its own"):
        checker.check(data)
    with pytest.raises(second.Denied, match="not told apart"):
        second.confirm(data)


@pytest.mark.parametrize("name", BYTES)
def test_files_that_are_no_certificates(name):
    with pytest.raises(checker.NotACertificate):
        checker.check(BYTES[name])


@pytest.mark.parametrize("name", WORD_CASES)
def test_words_that_are_no_numbers(name):
    start = time.process_time()
    with pytest.raises(checker.NotACertificate) as caught:
        checker.check(WORD_CASES[name])
    assert len(str(caught.value)) < 300
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name):
    start = time.process_time()
    with pytest.raises((checker.NotACertificate, checker.Refused)):
        checker.check(BOMBS[name])
    assert time.process_time() - start < SECONDS


ALONE = [
    "empty", "binary", "bom", "utf-16", "deep-list", "deep-inside-object", "number-nan",
    "number-long-int", "strange-unknown-key", "duplicate-escaped", "many-keys",
]  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_alone_in_a_directory(alone, name):
    (alone / "file.json").write_bytes(BYTES[name])
    assert_refused(*run(alone, "file.json"))


@pytest.mark.parametrize(
    "name", ["d_in-surrogate", "entry-million-digits", "newline-in-label"]
)
def test_words_alone(alone, name):
    (alone / "file.json").write_bytes(WORD_CASES[name])
    assert_refused(*run(alone, "file.json"))


def test_a_wrong_proof_ends_with_one(alone):
    document = copy.deepcopy(HONEST["random-1"])
    document["digest"] = "0"
    (alone / "file.json").write_bytes(makers.encode(document))
    assert_refused(*run(alone, "file.json"), codes=(1,))


@pytest.mark.parametrize("name", ["map-1", "depolarizing-2-2-line", "ball-1"])
def test_honest_ones_are_proved_alone(alone, name):
    (alone / "file.json").write_bytes(makers.encode(HONEST[name]))
    found, _ = run(alone, "file.json")
    assert found.returncode == 0
    assert found.stderr == b""
    assert found.stdout.decode().endswith("Proved.\n")


def test_it_needs_no_other_file(alone):
    """Run elsewhere, with nothing importable but the standard library."""
    text = Path(checker.__file__).read_text(encoding="utf-8")
    assert "import sdpsearch" not in text
    assert "from sdpsearch" not in text
    assert sorted(p.name for p in alone.iterdir() if p.suffix == ".py") == ["checker.py"]


def test_missing_files_directories_and_usage(alone):
    assert_refused(*run(alone, "missing.json"))
    assert_refused(*run(alone, "missing\n\x1b.json"))
    (alone / "directory").mkdir(exist_ok=True)
    assert_refused(*run(alone, "directory"))
    for arguments in ((), ("a", "b")):
        found, _ = run(alone, *arguments)
        assert found.returncode == 2
        assert found.stderr.startswith(b"usage: ")


def test_files_too_large_are_not_read(alone):
    with open(alone / "large.json", "wb") as file:
        file.truncate(100 * 2**20)
    assert_refused(*run(alone, "large.json"))
    with open(alone / "endless.json", "wb") as file:
        file.truncate(2**40)
    assert_refused(*run(alone, "endless.json"))


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless device")
def test_endless_devices_are_read_up_to_the_limit(alone):
    assert_refused(*run(alone, "/dev/zero"))


@pytest.mark.parametrize(
    ("opening", "item"),
    [("[", '"0 0 1",'), ('{"a":[', '"",'), ("", " ")],
)
def test_files_just_below_the_limit(alone, opening, item):
    data = (opening + item * (checker.MAX_BYTES // len(item) - 8)).encode()
    (alone / "file.json").write_bytes(data)
    assert_refused(*run(alone, "file.json"))


# --- Words that are printed -----------------------------------------------------------


def depolarizing_at(direction, threshold, width):
    """Return a line in y = ±(x − 1/3) + threshold, known up to `width` on one side."""
    third = F(1, 3)

    def choi(y):
        return makers.depolarizing(2, third + direction * (y - threshold))

    def proof(y):
        x = third + direction * (y - threshold)
        found = makers.extension(makers.depolarizing_extension(2, 2, x), (2, 2), 2)
        return {**found, "at": makers.number(y)}

    low, high = threshold - F(1, 4), threshold + F(1, 4)
    problem = makers.line((2, 2), makers.extendible(2), (low, high), choi(low), choi(high))
    near = threshold + direction * width
    far = high if direction > 0 else low
    proofs = [proof(near), proof(far), makers.witness(makers.depolarizing_witness(2))]
    if direction > 0:
        claim = {
            "holds": makers.interval(near, far),
            "fails": [makers.interval(low, threshold, "[)")],
        }
    else:
        claim = {
            "holds": makers.interval(far, near),
            "fails": [makers.interval(threshold, high, "(]")],
        }
    return makers.document(problem, claim, proofs)


THRESHOLDS = {
    "zero": F(0),
    "tiny": F(1, 2**3000),
    "minus-tiny": F(-1, 2**3000),
    "third": F(1, 3),
    "minus-third": F(-1, 3),
    "near-third": F(1, 3) + F(1, 2**400),
    "near-minus-third": F(-1, 3) + F(1, 2**400),
    "huge": F(2**40000),
    "minus-huge": F(-(2**40000)),
    "huge-fraction": F(2**40000, 3**20),
}
WIDTHS = {"exact": F(0), "narrow": F(1, 2**3001), "wide": F(1, 10)}


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_any_number_can_be_printed(alone, direction, threshold, width):
    document = depolarizing_at(direction, THRESHOLDS[threshold], WIDTHS[width])
    (alone / "file.json").write_bytes(makers.encode(document))
    found, seconds = run(alone, "file.json")
    if abs(THRESHOLDS[threshold]) > 10**100 and found.returncode:
        # Too long to print may be refused, but in one line.
        assert_refused(found, seconds, codes=(1, 2))
        return
    assert found.returncode == 0, found.stderr[-300:]
    assert found.stdout.decode().endswith("Proved.\n")
    assert len(found.stdout) < 10_000
    assert seconds < SECONDS


@pytest.mark.parametrize("value", THRESHOLDS.values(), ids=THRESHOLDS.keys())
def test_parameters_of_points_can_be_printed(value):
    document = copy.deepcopy(HONEST["random-1"])
    document["problem"]["points"][0]["at"] = makers.number(value)
    try:
        lines = checker.check(makers.encode(makers.signed(document)))
    except (checker.NotACertificate, checker.Refused):
        assert abs(value) > 10**100
        return
    assert lines[-1].startswith("  The channel at x = ")
    assert len(lines[-1]) < 1000


NUMBERS_TO_PRINT = st.one_of(
    st.fractions(),
    st.builds(F, st.integers(-(10**70), 10**70), st.integers(1, 10**70)),
    st.builds(lambda e, n: F(n, 2**e), st.integers(0, 400), st.integers(-(2**200), 2**200)),
)
_DECIMAL = re.compile(r"(-?)([0-9]+)\.([0-9]+)(…?)")


def read_back(text):
    """Return the fraction that a printed number stands for."""
    if text.startswith("2^-"):
        return F(1, 2 ** int(text[3:]))
    match = _DECIMAL.fullmatch(text)
    if not match:
        return F(text)
    sign, whole, decimals, _ = match.groups()
    return F(int(f"{sign}{whole}{decimals}"), 10 ** len(decimals))


@settings(max_examples=300)
@given(NUMBERS_TO_PRINT, st.sampled_from([-1, 0, 1]))
def test_numbers_are_rounded_as_told(value, rounding):
    text = checker.number_text(value, rounding)
    printed = read_back(text.removeprefix("about "))
    if text.startswith("about"):
        assert not F(1, 10**20) < abs(value) < 10**15
        assert abs(value) <= abs(printed) <= abs(value) * F(11, 10)
        return
    assert abs(printed - value) <= F(1, 10**20)
    if rounding:
        assert (printed - value) * rounding >= 0


@settings(max_examples=300)
@given(NUMBERS_TO_PRINT)
def test_magnitudes_are_rounded_up(value):
    value = abs(value)
    text = checker.magnitude(value)
    printed = F(text)
    assert value <= printed <= value * F(11, 10)


# --- Nothing but the two errors -------------------------------------------------------


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(
        ["0", "1", "2", "-1", "1/2", "holds", "fails", "extension", "witness"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "format",
                    "problem",
                    "digest",
                    "claim",
                    "proofs",
                    "kind",
                    "entries",
                    "name",
                ]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def ends_well(document):
    try:
        lines = checker.check(json.dumps(document).encode())
    except (checker.NotACertificate, checker.Refused):
        return
    assert all(type(line) is str for line in lines)


@settings(max_examples=150)
@given(JSON)
def test_any_json(document):
    ends_well(document)


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes(data):
    with pytest.raises(checker.NotACertificate):
        checker.check(data)


NAMES = sorted(HONEST)
WORD = JSON | st.from_regex(
    r"-?[0-9a-f]{1,4}(/[0-9a-f]{1,3})?( [0-9a-f]{1,2}){0,3}", fullmatch=True
)


@settings(max_examples=400)
@given(st.sampled_from(NAMES), st.data())
def test_any_leaf_replaced(name, data):
    document = copy.deepcopy(HONEST[name])
    for _ in range(data.draw(st.integers(1, 2))):
        paths = list(mutations.leaves(document))
        path = data.draw(st.sampled_from(paths))
        mutations.put(document, path, data.draw(WORD))
        if not isinstance(document["problem"], dict):
            break
    with contextlib.suppress(TypeError, KeyError):
        makers.signed(document)
    ends_well(document)


@settings(max_examples=200)
@given(st.sampled_from(NAMES), st.data())
def test_any_branch_replaced(name, data):
    document = copy.deepcopy(HONEST[name])
    paths = sorted(
        {p[:n] for p in mutations.leaves(document) for n in range(1, len(p))}, key=str
    )
    path = data.draw(st.sampled_from(paths))
    mutations.put(document, path, data.draw(JSON))
    makers.signed(document)
    ends_well(document)
