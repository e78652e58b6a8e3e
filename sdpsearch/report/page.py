"""The page of one family or channel of the zoo: formula, arguments, domain, source."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from sdpsearch.channels import zoo
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.report.shapes import Record, interval, schema
from sdpsearch.report.words import argument, number

#: The form of an argument on the command line, by its annotation.
_FORMS = (
    ("Sequence", "numbers separated by commas, fractions as 1/3"),
    ("int", "a whole number"),
    ("float", "a number, or a fraction as 1/3"),
    ("Number", "a number, or a fraction as 1/3"),
)


def page_record(name: str) -> dict[str, Any]:
    """Return what is known of a name in the zoo as plain data.

    Raises:
        ValueError: the zoo has no such name.

    Example:
        >>> page_record("erasure")["domain"]
        {'lower': 0.0, 'upper': 1.0, 'infinite': None}
    """
    constructor = zoo.FAMILIES.get(name) or zoo.CHANNELS.get(name) or zoo.SPACES.get(name)
    if constructor is None:
        zoo.build(name)  # raises, offering the nearest names
        raise AssertionError(name)
    made = constructor()
    about, sections = _parts(constructor)
    first, _, more = about.partition("\n\n")
    record: Record = schema("family-page") | {
        "name": name,
        "formula": first.removeprefix("Return ").rstrip("."),
        "about": [_joined(paragraph) for paragraph in more.split("\n\n") if paragraph],
        "arguments": _arguments(constructor, sections.get("Args", "")),
        "returns": _joined(sections.get("Returns", "")),
    }
    if isinstance(made, ChannelFamily):
        record |= {"parameter": made.parameter, "domain": interval(made.domain)}
    return record


def page_text(record: dict[str, Any]) -> str:
    """Return the page for a terminal."""
    lines = [record["name"], "", f"  {record['formula']}"]
    for paragraph in record["about"]:
        lines += ["", f"  {paragraph}"]
    lines.append("")
    for key, entry in record["arguments"].items():
        default = "" if entry["default"] is None else f", {entry['default']} by default"
        lines.append(f"  --{key.replace('_', '-')}  {entry['about']}")
        lines.append(f"      {entry['form']}{default}")
    if not record["arguments"]:
        lines.append("  takes no arguments")
    if "domain" in record:
        low, high = record["domain"]["lower"], record["domain"]["upper"]
        lines.append(f"  {record['parameter']} in [{number(low)}, {number(high)}]")
    lines.append(f"  {record['returns']}")
    return "\n".join(lines)


def _parts(constructor: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """Return a docstring's description and its sections by name."""
    text = inspect.getdoc(constructor) or ""
    parts = re.split(r"\n\n(Args|Returns|Raises|Example):\n", text)
    return parts[0], dict(zip(parts[1::2], parts[2::2], strict=True))


def _arguments(constructor: Callable[..., Any], section: str) -> dict[str, Any]:
    told = dict(re.findall(r"^ {4}(\w+): (.*(?:\n {5,}.*)*)", section, flags=re.M))
    return {
        p.name: {
            "form": _form(str(p.annotation)),
            "default": None if p.default is None else argument(p.default),
            "about": _joined(told.get(p.name, "")),
        }
        for p in inspect.signature(constructor).parameters.values()
    }


def _form(annotation: str) -> str:
    for kind, form in _FORMS:
        if kind in annotation:
            return form
    return "given from Python only"


def _joined(text: str) -> str:
    return " ".join(text.split())
