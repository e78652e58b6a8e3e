"""Peer: another package that answers the same questions, and how its driver is run."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_HERE = Path(__file__).parent
#: Drivers are part of a checkout, not of the installed package.
FOLDER = _PACKAGE.parent / "benchmarks" / "peers"


@dataclass(frozen=True)
class Peer:
    """Somebody who is asked.

    Attributes:
        name: e.g. "cvxpy".
        title: what tables call it.
        driver: the file that answers.
        python: the interpreter of its environment.
        ways: by what is asked, "decide" or "threshold", each way in which it is.
        path: what its Python must find besides its environment.
    """

    name: str
    title: str
    driver: Path
    python: Path
    ways: dict[str, tuple[str, ...]]
    path: Path | None = None

    @property
    def is_installed(self) -> bool:
        """Whether its environment has been made."""
        return self.python.is_file()


#: This package, asked like everybody else.
OURS = Peer(
    "sdpsearch",
    "sdpsearch",
    _HERE / "own.py",
    Path(sys.executable),
    {"decide": ("native",), "threshold": ("native",)},
    _PACKAGE.parent,
)


def peers(names: Sequence[str], folder: Path = FOLDER) -> tuple[Peer, ...]:
    """Return the peers of some names from the drivers' folder, all of them for "all".

    Raises:
        ValueError: there is no such folder, or no such peer.

    Example:
        >>> from sdpsearch.benchmark.peers import peers
        >>> peers(())
        ()
    """
    if not names:
        return ()
    register = folder / "peers.toml"
    if not register.is_file():
        raise ValueError(
            f"There are no drivers in {folder}: they are in the repository, not in the "
            "installed package. Run this in a checkout, or with --against none."
        )
    known = tomllib.loads(register.read_text(encoding="utf-8"))
    chosen = tuple(known) if tuple(names) == ("all",) else names
    for name in chosen:
        if name not in known:
            raise ValueError(f"There is no peer {name!r}: {', '.join(known)}, all or none.")
    return tuple(_peer(name, known[name], folder) for name in chosen)


def _peer(name: str, entry: dict, folder: Path) -> Peer:
    ours = entry["environment"] == "ours"
    python = Path(sys.executable) if ours else folder / f".venv-{name}" / "bin" / "python"
    return Peer(
        name,
        entry["title"],
        folder / entry["driver"],
        python,
        {asks: tuple(entry[asks]) for asks in ("decide", "threshold")},
        _PACKAGE.parent if ours else None,
    )
