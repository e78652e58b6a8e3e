"""What is installed: the zoo, the solvers, the machine."""

from __future__ import annotations

import inspect
import os
import platform
from importlib import metadata
from typing import Any

import psutil
from rich.console import Group, RenderableType
from rich.table import Table

import sdpsearch
from sdpsearch.channels import zoo
from sdpsearch.conic.solvers import DEFAULT_SOLVER, OWN, SOLVERS
from sdpsearch.report.shapes import Record, interval, schema
from sdpsearch.report.words import argument, number

_BACKENDS = tuple(name for name in SOLVERS if name != OWN)
_PACKAGES = ("numpy", "scipy", "numba", *_BACKENDS, "cvxpy", "picos", "matplotlib")


def families_record(_: Any = None) -> Record:
    """Return every family, channel and space with its arguments and first sentence."""
    families = {}
    for name, constructor in zoo.FAMILIES.items():
        family = constructor()
        families[name] = {
            "parameter": family.parameter,
            "domain": interval(family.domain),
            "arguments": _arguments(constructor),
            "about": _first_line(constructor),
        }
    channels = {
        name: {"arguments": _arguments(constructor), "about": _first_line(constructor)}
        for name, constructor in zoo.CHANNELS.items()
    }
    spaces = {
        name: {
            "parameters": list(constructor().parameters),
            "domain": str(constructor().domain),
            "arguments": _arguments(constructor),
            "about": _first_line(constructor),
        }
        for name, constructor in zoo.SPACES.items()
    }
    zoos = {"families": families, "channels": channels, "spaces": spaces}
    return schema("families") | zoos


def families_table(_: Any = None) -> RenderableType:
    """Return the zoo as three tables."""
    record = families_record()
    families = Table(title="Families", title_justify="left")
    for column in ("name", "parameter", "options", "about"):
        families.add_column(column)
    for name, entry in record["families"].items():
        low, high = entry["domain"]["lower"], entry["domain"]["upper"]
        where = f"{entry['parameter']} in [{number(low)}, {number(high)}]"
        families.add_row(name, where, _options(entry["arguments"]), entry["about"])
    channels = Table(title="Channels", title_justify="left")
    for column in ("name", "options", "about"):
        channels.add_column(column)
    for name, entry in record["channels"].items():
        channels.add_row(name, _options(entry["arguments"]), entry["about"])
    spaces = Table(title="Spaces, for `sdpsearch region`", title_justify="left")
    for column in ("name", "parameters", "options", "about"):
        spaces.add_column(column)
    for name, entry in record["spaces"].items():
        inside = f"{', '.join(entry['parameters'])} in {entry['domain']}"
        spaces.add_row(name, inside, _options(entry["arguments"]), entry["about"])
    return Group(families, channels, spaces)


def solvers_record(_: Any = None) -> Record:
    """Return every backend with its version."""
    return schema("solvers") | {"solvers": _solvers()}


def _solvers() -> list[Record]:
    return [
        {
            "name": name,
            "version": _version(name),
            "default": name == DEFAULT_SOLVER,
            "about": about,
        }
        for name, (_, about) in SOLVERS.items()
    ]


def solvers_table(_: Any = None) -> RenderableType:
    """Return the backends as a table."""
    table = Table()
    for column in ("solver", "version", "about"):
        table.add_column(column)
    for entry in _solvers():
        name = f"{entry['name']} (default)" if entry["default"] else entry["name"]
        table.add_row(name, entry["version"] or "not installed", entry["about"])
    return table


def environment_record(_: Any = None) -> Record:
    """Return versions and the machine."""
    return schema("environment") | _environment()


def _environment() -> Record:
    threads = {
        name: os.environ[name]
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        if name in os.environ
    }
    return {
        "sdpsearch": sdpsearch.__version__,
        "python": platform.python_version(),
        **{name: _version(name) for name in _PACKAGES},
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": psutil.cpu_count(),
        "memory GiB": round(psutil.virtual_memory().total / 2**30, 1),
        "thread settings": threads or "none",
    }


def environment_table(_: Any = None) -> RenderableType:
    """Return the environment as two columns."""
    table = Table.grid(padding=(0, 2))
    for name, value in _environment().items():
        table.add_row(name, str(value))
    return table


def _version(package: str) -> str | None:
    if package == OWN:
        return sdpsearch.__version__
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _arguments(constructor: Any) -> dict[str, Any]:
    parameters = inspect.signature(constructor).parameters.values()
    return {p.name: None if p.default is p.empty else p.default for p in parameters}


def _options(arguments: dict[str, Any]) -> str:
    return " ".join(
        f"--{name}" if value is None else f"--{name} {argument(value)}"
        for name, value in arguments.items()
    )


def _first_line(constructor: Any) -> str:
    text = inspect.getdoc(constructor) or ""
    return text.split("\n")[0]
