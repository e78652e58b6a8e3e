"""The gallery of certificates: every file proves what the README says, and no more."""

import importlib.util
import json
import random
import re
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import arb_checker
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.proof import checker
from sdpsearch.proof.rebuild import difference

ROOT = Path(__file__).parent.parent.parent
HEX = "0123456789abcdef"


def load():
    spec = importlib.util.spec_from_file_location(
        "gallery", ROOT / "tests" / "certificates" / "gallery.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


gallery = load()
FILES = sorted(file.stem for file in gallery.FOLDER.glob("*.json"))
#: Those of the other format, which tests/proof/partitions tries in its own way.
PARTITIONS = [name for name in FILES if "every-d" in name or "d1000" in name]
#: Those about regions, which test_region_certificates tries in its own way.
REGIONS = [name for name in FILES if name.endswith("-region")]
WRITTEN_OUT = sorted(set(FILES) - {*PARTITIONS, *REGIONS})

#: What each file must prove, however it was made: the end of its README line.
PROVES = {
    "pauli-triangle-ppt-region": "J(X, Z) is PPT has an area of exactly 1/8.",
    "pauli-simplex-ppt-region": "J(X, Y, Z) is PPT has a volume of exactly 1/12.",
    "erasure-triangle-antidegradable-region": "between 5/12 and 0.416666666666965, which "
    "are 3.0e-13 apart.",
    "pauli-triangle-antidegradable-region": "which are 1.1e-2 apart.",
    "dephrasure-triangle-signed-region": "which are 2.8e-2 apart.",
    "amplitude-damping-antidegradable-at-1-2-by-map": "at gamma = 1/2 is antidegradable, "
    "by the map stated.",
    "amplitude-damping-antidegradable-at-1-2-not-below": "at gamma = 0.499999999999999 is "
    "not antidegradable. The channel at gamma = 1/2 is antidegradable.",
    "amplitude-damping-degradable-at-1-3": "the complementary channel of "
    "amplitude_damping: The channel at gamma = 1/3 is antidegradable.",
    "brauer-half-and-half-every-d-antidegradable": "antidegradable at exactly x = "
    "(d^2 - 4d + 4)/(9d^2 + 4d - 12), for every d ≥ 3.",
    "depolarizing-d1000-antidegradable": "antidegradable at exactly x = 500/1001.",
    "depolarizing-every-d-3-extendible": "3-extendible at exactly x = 2d/(3d + 3), for "
    "every d ≥ 3.",
    "depolarizing-every-d-antidegradable": "antidegradable at exactly x = d/(2d + 2), for "
    "every d ≥ 2.",
    "dephrasure-p-1-20-no-capacity-from-81-181": "starts to vanish at exactly q = 81/181.",
    "dephrasure-p-1-10-no-capacity-from-16-41": "starts to vanish at exactly q = 16/41.",
    "dephrasure-p-1-5-no-capacity-from-9-34": "starts to vanish at exactly q = 9/34.",
    "dephrasure-p-1-4-no-capacity-from-1-5": "starts to vanish at exactly q = 1/5.",
    "erasure-d2-no-capacity-from-1-2": "starts to vanish at exactly e = 1/2.",
    "erasure-d3-no-capacity-from-1-2": "starts to vanish at exactly e = 1/2.",
    "erasure-d2-capacity-above-1-2": "the quantum capacity ceases to vanish at exactly x = "
    "1/2.",
    "dephasing-no-capacity-only-at-1-2": "dephasing: Q = P = 0 for J(p) at p = 1/2. Q > 0 "
    "for J(p) for every p in [0, 0.4999999999999995). Q > 0 for J(p) for every p in "
    "(0.5000000000000005, 1].",
    "amplitude-damping-no-capacity-at-1-2-not-below": "The channel at gamma = 1/2 has no "
    "quantum and no private capacity, Q = P = 0, for it is antidegradable. The channel at "
    "gamma = 0.499999999999999 has quantum capacity, Q > 0.",
    "multilevel-damping-d3-no-capacity-at-1-2-not-below": "The channel at gamma = 1/2 has "
    "no quantum and no private capacity, Q = P = 0, for it is antidegradable. The channel "
    "at gamma = 0.499999999999999 has quantum capacity, Q > 0.",
    "pure-loss-2-photons-no-capacity-at-1-2-not-above": "The channel at eta = 1/2 has no "
    "quantum and no private capacity, Q = P = 0, for it is antidegradable. The channel at "
    "eta = 0.500000000000001 has quantum capacity, Q > 0.",
    "transpose-depolarizing-d3-capacity-by-two-uses": "The channel at x = 2/5 has quantum "
    "capacity, Q > 0.",
    "depolarizing-d2-capacity-by-three-copies": "The channel at x = 507/2000 has quantum "
    "capacity, Q > 0.",
    "noise-on-complex-2-to-2-capacity": "The channel at x = 1/1000 has quantum capacity, "
    "Q > 0.",
    "floats-3-to-2-capacity": "The channel has quantum capacity, Q > 0.",
    "depolarizing-every-d-ppt": "PPT at exactly x = d/(d + 1), for every d ≥ 2.",
    "transpose-depolarizing-every-d-antidegradable": "antidegradable at exactly x = "
    "(2d - 2)/(3d - 2), for every d ≥ 3.",
    "amplitude-damping-signed-extendible-at-1-2-not-below": "at gamma = 0.499999999999999 "
    "is not signed-extendible. The channel at gamma = 1/2 is signed-extendible, hence "
    "Q = P = 0.",
    "dephasing-signed-extendible-only-at-1-2": "J(p) is signed-extendible at p = 1/2, "
    "hence Q = P = 0. J(p) is not signed-extendible for any p in (1/2, 1]. J(p) is not "
    "signed-extendible for any p in [0, 1/2).",
    "dephrasure-p-1-10-signed-extendible-from-16-41": "signed-extendible at exactly q = "
    "16/41.",
    "dephrasure-p-1-5-signed-extendible-from-9-34": "signed-extendible at exactly q = "
    "9/34.",
    "depolarizing-d2-signed-extendible-from-1-3": "signed-extendible at exactly x = 1/3.",
    "depolarizing-d3-signed-extendible-from-3-8": "signed-extendible at exactly x = 3/8.",
    "erasure-d2-signed-extendible-from-1-2": "signed-extendible at exactly e = 1/2.",
    "floats-3-to-2-not-signed-extendible": "The channel is not signed-extendible.",
    "transpose-depolarizing-d3-signed-extendible-from-1-2": "signed-extendible at exactly "
    "x = 1/2.",
    "transpose-depolarizing-d4-signed-extendible-from-3-5": "signed-extendible at exactly "
    "x = 3/5.",
    "dephasing-antidegradable-only-at-1-2": "J(p) is antidegradable at p = 1/2. J(p) is "
    "not antidegradable for any p in (1/2, 1]. J(p) is not antidegradable for any p in "
    "[0, 1/2).",
    "dephrasure-p-1-10-antidegradable-from-4-9": "antidegradable at exactly q = 4/9.",
    "depolarizing-d2-3-extendible-from-4-9": "3-extendible at exactly x = 4/9.",
    "depolarizing-d2-8-extendible-from-7-12": "8-extendible at exactly x = 7/12.",
    "depolarizing-d2-antidegradable-from-1-3": "antidegradable at exactly x = 1/3.",
    "depolarizing-d3-antidegradable-from-3-8": "antidegradable at exactly x = 3/8.",
    "depolarizing-d3-not-ppt-at-1-2": "The channel at x = 1/2 is not PPT.",
    "depolarizing-d3-ppt-from-3-4": "PPT at exactly x = 3/4.",
    "depolarizing-d4-antidegradable-from-2-5": "antidegradable at exactly x = 2/5.",
    "depolarizing-d5-antidegradable-from-5-12": "antidegradable at exactly x = 5/12.",
    "erasure-d2-antidegradable-from-1-2": "antidegradable at exactly e = 1/2.",
    "floats-3-to-2-not-antidegradable": "The channel is not antidegradable.",
    "generalized-amplitude-damping-antidegradable-at-1-2-not-below": "at gamma = "
    "0.499999999999999 is not antidegradable. The channel at gamma = 1/2 is "
    "antidegradable.",
    "horodecki-antidegradable-from-2-3-to-13-3": "antidegradable for every alpha in [2/3, "
    "13/3]. J(alpha) is not antidegradable for any alpha in [0, 2/3). J(alpha) is not "
    "antidegradable for any alpha in (13/3, 5].",
    "pure-loss-2-photons-antidegradable-at-1-2-not-above": "at eta = 0.500000000001 is "
    "not antidegradable. The channel at eta = 1/2 is antidegradable.",
    "transpose-depolarizing-d3-antidegradable-from-4-7": "antidegradable at exactly x = "
    "4/7.",
    "transpose-depolarizing-d3-never-3-extendible": "J(x) is not 3-extendible for any x "
    "in [0, 1].",
    "transpose-depolarizing-d4-antidegradable-from-3-5": "antidegradable at exactly x = "
    "3/5.",
    "two-pauli-antidegradable-from-1-3": "antidegradable at exactly p = 1/3.",
}
#: Those that end in a bracket: its width is at most this.
BRACKETS = {
    # Where nobody knows more: up to the hashing bound, and from antidegradability on.
    "depolarizing-d2-capacity-from-both-sides": 0.081,
    "depolarizing-d3-capacity-from-both-sides": 0.084,
    "noise-on-rational-2-to-3-capacity-from-both-sides": 0.0048,
    "noise-on-complex-2-to-2-antidegradable-to-30-digits": 1e-30,
    "noise-on-complex-2-to-2-signed-extendible-to-30-digits": 1e-30,
    "noise-on-floats-3-to-2-signed-extendible-in-a-ball": 1e-9,
    "noise-on-rational-2-to-3-signed-extendible-to-15-digits": 1e-15,
    "pauli-1-1-2-signed-extendible-to-50-digits": 1e-50,
    "noise-on-floats-3-to-2-antidegradable-in-a-ball": 1e-9,
    "noise-on-rational-2-to-2-antidegradable-to-30-digits": 1e-30,
    "noise-on-rational-2-to-3-antidegradable-to-30-digits": 1e-30,
    "pauli-1-1-2-antidegradable-to-50-digits": 1e-50,
}
#: A⊗B^8 is beyond what the second checker writes out.
TOO_LARGE = {"depolarizing-d2-8-extendible-from-7-12"}
#: Checking it takes seconds.
SLOW = "depolarizing-d5-antidegradable-from-5-12"
#: Statements about the complementary channels of what they were made for.
COMPLEMENTS = {"amplitude-damping-degradable-at-1-3"}
#: Amplitude damping at 1/2 is its own complementary channel.
BOTH = {"amplitude-damping-antidegradable-at-1-2-by-map"}


def data(name):
    return gallery.path(name).read_bytes()


@cache
def theorem(name):
    return "\n".join(checker.check(data(name)))


def label(name):
    return json.loads(data(name))["problem"]["label"]


@cache
def rows():
    """Return {file: (theorem, size)} of the README's table."""
    lines = gallery.README.read_text(encoding="utf-8").splitlines()
    table = [line.strip("| ").split(" | ") for line in lines if line.startswith("| [")]
    found = {}
    for link, said, size in table:
        name, target = re.fullmatch(r"\[(.*)\]\((.*)\)", link).groups()
        assert target == f"{name}.json"
        found[name] = (said, size)
    assert len(found) == len(table)
    return found


def alone(path):
    """Run the checker as a program that sees neither the package nor its neighbours."""
    return subprocess.run(
        [sys.executable, "-I", checker.__file__, str(path)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        cwd="/",
        check=False,
    )


def test_the_folder_holds_what_is_made_and_it_is_small():
    assert FILES == sorted(gallery.FILES) == sorted([*PROVES, *BRACKETS])
    sizes = [len(data(name)) for name in FILES]
    assert max(sizes) < 100_000
    assert sum(sizes) < 600_000


@pytest.mark.parametrize("name", FILES)
def test_the_readme_says_what_the_checker_proves(name):
    said, size = rows()[name]
    assert size == f"{len(data(name)) / 1000:.1f} kB"
    assert said == gallery.summary(label(name), theorem(name))
    # Whatever summary() leaves out, it adds nothing.
    heading, *lines = (line.strip() for line in theorem(name).splitlines())
    called, sentences = said.split(": ", 1)
    assert called == label(name)
    assert heading.startswith("Theorem (problem ")
    assert called not in theorem(name)
    for line in sorted(lines, key=len, reverse=True):
        sentences = sentences.replace(line, "")
    assert sentences.strip() == ""


def test_the_readme_has_a_line_for_every_file_and_no_other():
    assert sorted(rows()) == FILES


@pytest.mark.parametrize("name", PROVES)
def test_what_is_proved(name):
    assert rows()[name][0].endswith(PROVES[name])


@pytest.mark.parametrize("name", BRACKETS)
def test_how_sharply_it_is_proved(name):
    low, high, width = re.search(
        r"in \[(.*), (.*)\], an interval of width (.*)\.$", rows()[name][0]
    ).groups()
    assert Fraction(low) <= Fraction(high)
    assert float(width) <= BRACKETS[name]


@pytest.mark.parametrize("name", FILES)
def test_it_is_about_the_channels_it_was_made_for(name):
    target, complement = gallery.FILES[name][0](), name in COMPLEMENTS
    found = sd.verify(gallery.path(name), target, complement=complement)
    assert found.reason == ""
    assert found.proved
    assert found.theorem == theorem(name)


@pytest.mark.parametrize("name", sorted(set(WRITTEN_OUT) - BOTH))
def test_a_channel_is_not_its_complement(name):
    target, complement = gallery.FILES[name][0](), name in COMPLEMENTS
    found = sd.verify(gallery.path(name), target, complement=not complement)
    assert not found.proved
    assert "dimension" in found.reason or "complementary" in found.reason


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_it_is_not_about_others(name):
    certificate = sd.Certificate.load(gallery.path(name))
    problem = certificate.problem
    dims = int(problem["d_in"], 16), int(problem["d_out"], 16)
    other = random_channel(*dims, rng=0)
    assert difference(certificate, other)
    assert difference(certificate, sd.white_noise(other))


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_the_second_checker_agrees(name):
    if name in TOO_LARGE:
        with pytest.raises(arb_checker.Denied, match="too large"):
            arb_checker.believe(data(name))
    else:
        arb_checker.believe(data(name))


@pytest.mark.parametrize(
    "name",
    [
        "amplitude-damping-antidegradable-at-1-2-not-below",
        "depolarizing-d3-antidegradable-from-3-8",
        "noise-on-complex-2-to-2-antidegradable-to-30-digits",
    ],
)
def test_the_checker_alone_proves_it(name, tmp_path):
    done = alone(gallery.path(name))
    assert (done.returncode, done.stderr) == (0, "")
    called = f'The file calls it "{label(name)}", unverified.'
    assert done.stdout == f"{called}\n{theorem(name)}\nProved.\n"
    document = json.loads(data(name))
    document["digest"] = document["digest"][::-1]
    (tmp_path / "damaged.json").write_text(json.dumps(document))
    done = alone(tmp_path / "damaged.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Refused: the digest belongs to another problem.")


def test_the_readme_is_no_certificate():
    assert alone(gallery.README).returncode == 2


@pytest.mark.parametrize(
    "name",
    [
        "dephasing-antidegradable-only-at-1-2",
        "depolarizing-d3-ppt-from-3-4",
        "transpose-depolarizing-d3-never-3-extendible",
        "two-pauli-antidegradable-from-1-3",
    ],
)
def test_made_again_it_proves_the_same(name):
    assert gallery.make(name).theorem == theorem(name)


# --- One changed digit -------------------------------------------------------------------


def numbers(value):
    """Yield the place of every string of numbers in JSON: the keys that lead there."""
    if isinstance(value, str):
        yield ()
        return
    for key in value if isinstance(value, dict) else range(len(value)):
        if key not in ("kind", "verdicts"):
            yield from ((key, *rest) for rest in numbers(value[key]))


def changed(document, rng, part):
    """Change one digit of a document, in place."""
    *path, last = rng.choice(list(numbers({part: document[part]})))
    value = document
    for key in path:
        value = value[key]
    text = value[last]
    at = rng.choice([i for i, digit in enumerate(text) if digit in HEX])
    digit = rng.choice([h for h in HEX if h != text[at]])
    value[last] = text[:at] + digit + text[at + 1 :]


def verdict(document):
    """Return what a document proves, None if it is refused."""
    try:
        return checker.check(json.dumps(document).encode())
    except (checker.Refused, checker.NotACertificate):
        return None


def ends(interval):
    low, high = (checker.rational(end) for end in interval[1:-1].split(","))
    return low, high, interval[0], interval[-1]


def within(inner, outer):
    (a, b, left, right), (c, d, first, last) = ends(inner), ends(outer)
    below = a > c or (a == c and (left == first or first == "["))
    above = b < d or (b == d and (right == last or last == "]"))
    return below and above


def follows(claim, known):
    """Whether a claim about a line says nothing that the known one does not."""
    inside = "holds" not in claim or within(claim["holds"], known["holds"])
    return inside and all(
        any(within(part, other) for other in known["fails"])
        for part in claim.get("fails", [])
    )


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_one_changed_digit_is_refused_or_proves_nothing_new(name):
    """A digit may shorten a claim or move a witness that has room; then it stays true."""
    original = json.loads(data(name))
    rng = random.Random(f"digits of {name}")
    claims = [] if "verdicts" in original["claim"] else ["claim"] * 6
    refused = 0
    for part in ["proofs"] if name == SLOW else [*claims, *["proofs"] * 10]:
        document = json.loads(data(name))
        changed(document, rng, part)
        proved = verdict(document)
        refused += proved is None
        if proved is None:
            continue
        if part == "claim":
            assert follows(document["claim"], original["claim"])
        else:
            assert "\n".join(proved) == theorem(name)
    assert refused > 0


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_a_changed_digit_of_the_problem_is_refused(name):
    rng = random.Random(f"problem of {name}")
    for _ in range(3):
        document = json.loads(data(name))
        digest = document["digest"]
        changed(document, rng, "digest")
        assert document["digest"] != digest
        assert verdict(document) is None
        document["digest"] = digest
        entries = document["problem"].get("line", document["problem"].get("points"))
        choi = entries["choi_from"] if isinstance(entries, dict) else entries[0]["choi"]
        at = rng.randrange(len(choi["entries"]))
        choi["entries"][at] += "0"
        assert verdict(document) is None


@pytest.mark.parametrize(
    "name", [n for n in WRITTEN_OUT if n != "transpose-depolarizing-d3-never-3-extendible"]
)
def test_what_must_be_refused(name):
    """The other verdict, another place, an extension on another scale."""
    original = json.loads(data(name))
    claim = original["claim"]
    if "verdicts" in claim:
        for number, word in enumerate(claim["verdicts"]):
            document = json.loads(data(name))
            flipped = {"holds": "fails", "fails": "holds"}[word]
            document["claim"]["verdicts"][number] = flipped
            assert verdict(document) is None
    for number, proof in enumerate(original["proofs"]):
        if proof["kind"] in ("extension", "signed"):
            document = json.loads(data(name))
            other = document["proofs"][number]
            matrix = other["matrix"] if "matrix" in other else other["blocks"][0]["matrix"]
            matrix["denominator"] = f"{int(matrix.get('denominator', '1'), 16) + 1:x}"
            assert verdict(document) is None
        if "at" in proof:
            document = json.loads(data(name))
            document["proofs"][number]["at"] += "1"
            assert verdict(document) is None


@pytest.mark.parametrize(
    "name",
    [
        n
        for n in WRITTEN_OUT
        if re.search(r"(?<!ceases to vanish) at exactly", PROVES.get(n, "")) and n != SLOW
    ],
)
def test_an_exact_threshold_cannot_be_moved(name):
    claim = json.loads(data(name))["claim"]
    (fails,) = claim["fails"]
    low, high = fails[1:-1].split(",")
    top, bottom = (int(x, 16) for x in high.split("/"))
    beyond = f"{top * 10**30 + 1:x}/{bottom * 10**30:x}"
    before = f"{top * 10**30 - 1:x}/{bottom * 10**30:x}"
    for altered in (
        {"fails": [f"[{low},{high}]"]},
        {"fails": [f"[{low},{beyond})"]},
        {"holds": claim["holds"].replace(high, before)},
    ):
        document = json.loads(data(name))
        document["claim"].update(altered)
        assert document["claim"] != claim
        assert verdict(document) is None


@pytest.mark.parametrize(
    "name",
    [n for n in WRITTEN_OUT if ("from" in n or "not" in n) and "capacity" not in n],
)
def test_a_negative_witness_is_refused(name):
    """It would refute every channel: only its positivity on extensions is missing."""
    document = json.loads(data(name))
    order = int(document["problem"]["d_in"], 16) * int(document["problem"]["d_out"], 16)
    witness = next(p for p in document["proofs"] if p["kind"] == "witness")
    witness["matrix"] = {"entries": [f"{i:x} {i:x} -1" for i in range(order)]}
    assert verdict(document) is None
