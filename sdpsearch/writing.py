"""The one way in which files are written: whole, or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def check_name(path: Path) -> None:
    """Raise ValueError for what no file system takes as a name."""
    if "\0" in str(path) or any(len(os.fsencode(part)) > 255 for part in path.parts):
        raise ValueError(f"Cannot write {str(path)[:60]!r}: it is no name of a file.")


def check_place(path: str | Path) -> None:
    """Raise ValueError early if no file can be put there: no folder, or a folder."""
    path = Path(path)
    check_name(path)
    if not path.parent.is_dir():
        raise ValueError(f"Cannot write {path}: there is no folder {path.parent}.")
    if path.is_dir():
        raise ValueError(f"Cannot write {path}: it is a folder.")


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Return a folder, made where there is none.

    Raises:
        ValueError: it is a file, or cannot be made.
    """
    folder = Path(path)
    check_name(folder)
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"Cannot write to {path}: it is a file, not a folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"Cannot write to {path}: {error.strerror or error}.") from None
    return folder


def write_file(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Put a file in its place once all of it is on the disk; before, nothing changes.

    It is written under another name in the same folder and renamed. Symbolic links are
    followed, and permissions kept; what is no ordinary file, like /dev/stdout, is written
    as it stands.

    Args:
        path: where to.
        content: text is written as UTF-8, line ends as they are.

    Raises:
        ValueError: it cannot be written, in one line; what was there is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            with open(target, "wb") as file:
                file.write(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise ValueError(f"Cannot write {path}: {error.strerror or error}.") from None


def _replace(target: Path, data: bytes) -> None:
    # A rename asks the folder for permission, not the file that it replaces.
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(None, "Permission denied")
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    # 0o666 less the umask, as for any new file.
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(part, target.stat().st_mode & 0o7777)
        os.replace(part, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
