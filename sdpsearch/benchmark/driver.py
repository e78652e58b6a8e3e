"""Driver: the process that answers for one peer, over JSON lines; see serving.py."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sdpsearch.benchmark.peers import Peer

_SERVING = Path(__file__).with_name("serving.py")
#: One thread each, whatever computes: process time is what is compared.
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "RAYON_NUM_THREADS",
    ),
    "1",
)

#: A question and a way to put it.
Asked = tuple[dict[str, Any], str]


class Driver:
    """A peer's process; begun when it is first asked, and again after it has died.

    Args:
        peer: who answers.
        warm: what it answers first, so that nothing is compiled while it is measured.
    """

    def __init__(self, peer: Peer, warm: Sequence[Asked]) -> None:
        self.peer = peer
        self._warm = [list(asked) for asked in warm]
        self._process: subprocess.Popen[str] | None = None
        self.versions: dict[str, str] = {}

    def begin(self, bounds: dict[str, float]) -> str | None:
        """Start the process and warm it; return why it cannot answer, if it cannot."""
        if self._process is None:
            inherited = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
            path = {} if self.peer.path is None else {"PYTHONPATH": str(self.peer.path)}
            self._process = subprocess.Popen(
                [str(self.peer.python), str(_SERVING), str(self.peer.driver)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**inherited, **_ONE_THREAD, **path},
            )
            greeting = self._exchange({"hello": self._warm, **bounds})
            if greeting is None:
                self.end()
                return "its process does not begin"
            self.versions = greeting["versions"]
            return greeting["broken"]
        return None

    def ask(self, asked: Asked, *, seconds: float, memory_mb: int) -> dict[str, Any]:
        """Return the answer, with an "outcome"; docs/benchmark.md has the keys."""
        question, way = asked
        bounds = {"seconds": seconds, "memory_mb": memory_mb}
        broken = self.begin(bounds)
        answer = None
        if broken is None:
            answer = self._exchange({"question": question, "way": way, **bounds})
        if answer is None:
            self.end()
            return {"outcome": "failed", "message": broken or "its process ended"}
        return answer

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _exchange(self, line: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer to a line, None if the process ended instead."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())
        except (OSError, ValueError):  # nobody listens, or the line stops halfway
            return None
