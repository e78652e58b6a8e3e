"""docs/certificate-format.md is what the checkers do: its examples, keys and bounds."""

import ast
import copy
import json
import re
from pathlib import Path

import numpy as np
import pytest

from sdpsearch.proof import checker, second

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "certificate-format.md").read_text(encoding="utf-8")
PARTITIONS = (ROOT / "docs" / "partition-certificates.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", DOCUMENT, re.S)]
PROVES = [
    "The channel is antidegradable.",
    "The channel is not PPT.",
    "The channel is signed-extendible, hence Q = P = 0.",
    "The channel has quantum capacity, Q > 0.",
    "So the set where J(X, Z) is PPT has an area of exactly 1/8.",
]


def encoded(document):
    return json.dumps(document).encode()


@pytest.mark.parametrize(("example", "said"), list(zip(EXAMPLES, PROVES, strict=True)))
def test_both_checkers_prove_the_worked_examples(example, said):
    assert checker.check(encoded(example))[-1].strip() == said
    second.confirm(encoded(example))


def test_the_second_example_as_it_is_worked():
    found = EXAMPLES[1]
    w, j = np.zeros((4, 4)), np.zeros((4, 4))
    for matrix, value in (
        (w, found["proofs"][0]["matrix"]),
        (j, found["problem"]["points"][0]["choi"]),
    ):
        for entry in value["entries"]:
            p, q, re_ = (int(word, 16) for word in entry.split())
            matrix[p, q] = matrix[q, p] = re_
    v = np.array([0, 1, -1, 0])
    flipped = w.reshape(2, 2, 2, 2).transpose(0, 3, 2, 1).reshape(4, 4)
    assert (flipped == np.outer(v, v)).all()
    assert np.trace(w @ j) == -2


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_stand_on_every_number(example):
    """With another verdict, or an entry changed, neither checker is convinced."""
    for change in ("verdict", "entry"):
        document = copy.deepcopy(example)
        if "frame" in document["problem"] and change == "verdict":
            document["claim"]["outer"]["volume"] = "1/9"
        elif "frame" in document["problem"]:
            document["proofs"][0]["at"][0] = "2/3"
        elif change == "verdict":
            swap = {"holds": "fails", "fails": "holds"}
            verdicts = document["claim"]["verdicts"]
            document["claim"]["verdicts"] = [swap[word] for word in verdicts]
        else:
            (proof,) = document["proofs"]
            matrix = proof.get("matrix") or proof.get("lift")
            matrix = matrix or proof["blocks"][0]["matrix"]
            matrix["entries"][0] = matrix["entries"][0].replace(" 1", " -2", 1)[:20] + "0"
        with pytest.raises((checker.Refused, checker.NotACertificate)):
            checker.check(encoded(document))
        with pytest.raises(second.Denied):
            second.confirm(encoded(document))


def keys_of_the_checker():
    """Return every string that the checker uses as a key, a kind or a verdict."""
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    found = set(checker.KEYS)
    for node in ast.walk(tree):
        values = []
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "members":
            values = [x for part in node.args[2:] for x in ast.walk(part)]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get":
            values = node.args[:1]
        elif isinstance(node, ast.Subscript):
            values = [node.slice]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            values = node.value.elts
        elif isinstance(node, ast.Compare):
            values = [node.left, *node.comparators]
        found |= {
            x.value
            for x in values
            if isinstance(x, ast.Constant) and isinstance(x.value, str)
        }
    return {word for word in found if re.fullmatch(r"[a-z][a-z_]+", word)}


def test_every_key_of_the_checker_is_in_the_document():
    keys = keys_of_the_checker()
    assert {
        "choi_from",
        "kernels",
        "signed",
        "plus",
        "slack",
        "weights",
        "extendible",
        "holds",
    } <= keys
    named = set(re.findall(r'[`"]([a-z_]+)[`"]', DOCUMENT + PARTITIONS))
    assert keys - named == {"about"}  # a word of theorems, not of files


def test_the_bounds_are_the_checkers():
    assert checker.FORMAT == second.FORMAT == "sdpsearch certificate 1"
    assert checker.SIGNED_FORMAT == second.SIGNED == "sdpsearch signed certificate 1"
    assert f"`{checker.FORMAT}`" in DOCUMENT
    assert f"`{checker.SIGNED_FORMAT}`" in DOCUMENT
    assert checker.CAPACITY_FORMAT == second.CAPACITY == "sdpsearch capacity certificate 1"
    assert f"`{checker.CAPACITY_FORMAT}`" in DOCUMENT
    assert checker.REGION_FORMAT == second.REGION == "sdpsearch region certificate 1"
    assert f"`{checker.REGION_FORMAT}`" in DOCUMENT
    assert f"`proofs`, at most {checker.MAX_REGION_PROOFS}, each" in DOCUMENT
    assert f"At most {checker.MAX_BITS // 4} characters" in DOCUMENT
    assert f"d_in·d_out^max(k,1) ≤ {checker.MAX_DIMENSION}" in DOCUMENT
    assert f"at most {checker.MAX_SCALE_BITS} bits together" in DOCUMENT
    assert f"most {checker.MAX_BYTES // 2**20} MiB, {checker.MAX_PROOFS} proofs" in DOCUMENT
    assert checker.MAX_STRINGS == 2**18
    assert checker.MAX_LISTS == 2**16
    assert "2^18 strings and 2^16 lists" in DOCUMENT
    assert f"list of 1 to {checker.MAX_POINTS} objects" in DOCUMENT


def test_the_columns_for_two_copies_of_a_qubit():
    symbols = checker.Space(1, 2, 2).symbols
    assert symbols[(2,)] == [{(0, 0): 1}, {(0, 1): 1, (1, 0): 1}, {(1, 1): 1}]
    assert symbols[(1, 1)] == [{(0, 1): 1, (1, 0): -1}]


def test_bounds_of_partition_certificates_are_the_checkers():
    assert f"`{checker.PARTITION_FORMAT}`" in PARTITIONS
    assert f"{checker.MAX_COEFFICIENTS} coefficients a polynomial" in PARTITIONS
    assert f"a list of 1 to {checker.MAX_VECTORS} elements" in PARTITIONS
    assert f"k an integer from 2 to {checker.MAX_COPIES}" in PARTITIONS
    assert f"{checker.MAX_POINTS} intervals" in PARTITIONS
    assert f"{checker.MAX_BITS // 4} characters an integer" in PARTITIONS
