"""docs/json.md is what the program prints: its examples, up to digits, and its schemas."""

import json
import re
import shlex
from pathlib import Path

import pytest

import sdpsearch as sd
from sdpsearch.cli.app import run

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
EXAMPLE = r"```(console|python)\n(.*?)\n```\n\n```json\n(.*?)\n```"
EXAMPLES = re.findall(EXAMPLE, DOCUMENT, re.S)
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?")


def printed(kind, code, capsys):
    """Return what an example gives today."""
    if kind == "python":
        return json.loads(json.dumps(eval(code, {"sd": sd}), allow_nan=False))
    run(shlex.split(code.removeprefix("$ sdpsearch ")))
    return json.loads(capsys.readouterr().out)


def shape(value, key=""):
    """Return a record as far as it is the same on every machine."""
    if isinstance(value, dict):
        return {k: shape(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    if isinstance(value, str):
        return "hash" if "sha256" in key else NUMBER.sub("#", value)
    if isinstance(value, float):
        return "number"
    return value


def numbers(value):
    """Yield the numbers of a record in order, those that are rounding apart."""
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from numbers(item)
    elif isinstance(value, float) and 1e-6 < abs(value) < 1e6:
        yield value


@pytest.mark.parametrize("example", EXAMPLES, ids=[e[1][:50] for e in EXAMPLES])
def test_examples_are_what_is_printed(example, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    kind, code, text = example
    told, found = json.loads(text), printed(kind, code, capsys)
    assert found["schema"] == told["schema"]
    assert shape(found) == shape(told)
    assert list(numbers(found)) == pytest.approx(list(numbers(told)), rel=1e-6)


def test_every_schema_of_the_package_is_in_the_document():
    used = set()
    for path in (ROOT / "sdpsearch").rglob("*.py"):
        used |= set(re.findall(r'schema\("([a-z-]+)"\)', path.read_text(encoding="utf-8")))
    assert {"decision", "threshold", "scan", "comparison", "error"} <= used
    named = set(re.findall(r"sdpsearch/([a-z-]+)/1", DOCUMENT))
    assert used - named == {"families", "solvers", "environment"}
    for name in used - named:
        assert f"`{name}`" in DOCUMENT


def test_every_word_for_infinity_is_in_the_document():
    from sdpsearch.report.shapes import _INFINITE

    assert all(f'`"{word}"`' in DOCUMENT for word in _INFINITE.values() if word)
