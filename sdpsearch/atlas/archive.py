"""Archive: answers in a folder, each in a file of its own, named by what was asked.

Files are put in their place whole or not at all, so that whoever is killed has lost the
answers that were on their way and no other.
"""

from __future__ import annotations

import json
from pathlib import Path

from sdpsearch.report.shapes import Record
from sdpsearch.writing import make_folder, write_file


class Archive:
    """Answers by the digest of their question.

    Args:
        folder: where they are; made where there is none.

    Raises:
        ValueError: it cannot be made.

    Example:
        >>> import tempfile
        >>> archive = Archive(Path(tempfile.mkdtemp()))
        >>> archive.get("1f"), archive.keep("1f", {"bits": 0.5}), archive.get("1f")
        (None, None, {'bits': 0.5})
    """

    def __init__(self, folder: Path) -> None:
        self.folder = make_folder(folder)

    def get(self, key: str) -> Record | None:
        """Return the answer that is kept under a key; None where there is none."""
        path = self._path(key)
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def keep(self, key: str, answer: Record) -> None:
        """Keep an answer.

        Raises:
            ValueError: it cannot be written; what was kept before is kept.
        """
        write_file(self._path(key), json.dumps(answer, ensure_ascii=False))

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"
