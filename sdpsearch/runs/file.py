"""The file of a run: opened, locked for one writer, and its mishaps told in one line.

The journal is SQLite's own rollback journal rather than a write-ahead log: a log needs
memory that readers and writer share, which a network file system does not give, and two
files beside the run even to read it, which a folder that is read-only does not take. With
it a run is one file whenever nobody writes.
"""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psutil

from sdpsearch.runs.schema import APPLICATION, TABLES, VERSION
from sdpsearch.writing import check_place

try:
    import fcntl
except ImportError:  # without it two writers do the same work twice, and keep it once
    fcntl = None

#: Seconds to wait while another process reads, or commits what it wrote.
_PATIENCE = 60.0
#: What an SQLite database begins with.
_MAGIC = b"SQLite format 3\0"


class RunUnwritable(OSError):
    """A run cannot be written on; what was kept before is kept."""


def connect_to_read(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """Open a run that nobody means to change.

    Raises:
        ValueError: there is no such run, or the file is something else.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"Cannot read {path}: there is no such file.")
    with readable(path):
        try:
            return _opened(path, "ro")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                raise
        # Its writer was killed: what it left half done is taken back first.
        try:
            return _opened(path, "rw")
        except sqlite3.OperationalError as error:
            raise ValueError(
                f"Cannot read {path}: its writer was cut off, and what that left half done "
                f"is to be taken back; copy it, with {path.name}-journal, to where it can "
                "be written."
            ) from error


def connect_to_write(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """Open a run to add to it, and make it where there is none.

    Raises:
        ValueError: it cannot be written there, or the file is something else.
    """
    path = Path(path)
    with _told(path, "write"):
        connection = _opened(path, "rwc")
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection):  # refused at once where nothing can be written
            connection.execute(f"PRAGMA user_version = {VERSION}")
        return connection


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _check(connection, path, make=mode == "rwc")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, *, make: bool) -> None:
    """Raise ValueError unless it is a run of a version that is known; make a new one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION:
        if version > VERSION:
            raise ValueError(
                f"Cannot read {path}: it is a run of a later sdpsearch (schema {version}; "
                f"this one knows {VERSION})."
            )
        return
    empty = not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    if application or not empty or not make:
        raise ValueError(f"Cannot read {path}: it is no run of sdpsearch.")
    with transaction(connection):
        for statement in filter(str.strip, TABLES.split(";\n")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def is_database(path: str | os.PathLike[str]) -> bool:
    """Whether a file is an SQLite database, as runs are."""
    try:
        with open(path, "rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is written inside be kept, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a disk into one line."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise RunUnwritable(f"Cannot write {path}: {error}") from error


def readable(path: Path) -> AbstractContextManager[None]:
    """Turn what SQLite says of a file that is read into a ValueError of one line."""
    return _told(path, "read")


@contextmanager
def _told(path: Path, doing: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise ValueError(f"Cannot {doing} {path}: {error}.") from None
    except sqlite3.DatabaseError:
        raise ValueError(f"Cannot {doing} {path}: it is no run of sdpsearch.") from None


@contextmanager
def only_writer(path: str | os.PathLike[str]) -> Iterator[None]:
    """Hold a run for oneself to write; a process that is killed lets go of it.

    Raises:
        ValueError: another process holds it; the message says which.
    """
    check_place(Path(path))
    beside = Path(f"{os.path.realpath(path)}-writer")
    number = _taken(beside, Path(path))
    try:
        yield
    finally:
        if number is not None:
            with suppress(OSError):
                os.unlink(beside)
            os.close(number)


def is_being_written(path: str | os.PathLike[str]) -> bool:
    """Whether a process is adding to a run, as far as this machine can tell.

    A process of another machine counts as long as the file that it named itself in is
    there; one that was killed there leaves it behind.
    """
    try:
        told = Path(f"{os.path.realpath(path)}-writer").read_text(errors="replace")
    except OSError:
        return False
    number, _, node = told.removeprefix("process ").partition(" on ")
    if node != platform.node() or not number.isdecimal():
        return True
    return psutil.pid_exists(int(number))


def _taken(beside: Path, path: Path) -> int | None:
    """Return the file that is locked, None where this machine has no such locks."""
    if fcntl is None:
        return None
    while True:
        try:
            number = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise ValueError(f"Cannot write {path}: {error.strerror or error}.") from None
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            who = os.read(number, 200).decode(errors="replace").strip() or "another process"
            os.close(number)
            raise ValueError(
                f"Cannot write {path}: {who} is writing it; wait for that, or write to "
                "another file and join both with `sdpsearch merge`."
            ) from None
        with suppress(OSError):
            # Whoever had it before has removed it: then it is another file by now.
            if os.path.samestat(os.fstat(number), os.stat(beside)):
                os.truncate(number, 0)
                os.write(number, f"process {os.getpid()} on {platform.node()}".encode())
                return number
        os.close(number)
