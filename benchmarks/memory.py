"""Peak memory of decide() beside what `extension.memory` says, each in its own process.

    .venv/bin/python benchmarks/memory.py [d_in d_out k d_env real]...

Prints one line a case: measured and estimated MB, and their quotient. Only what comes on
top of a small problem counts, since libraries and compiled code weigh the same in all.
"""

from __future__ import annotations

import subprocess
import sys

CASES = [
    (2, 2, 12, 4, 0), (2, 2, 14, 4, 0), (2, 2, 14, 4, 1),
    (2, 2, 8, 3, 0), (2, 2, 10, 3, 0), (2, 2, 10, 2, 1),
    (3, 3, 4, 9, 0), (3, 3, 5, 9, 0), (3, 3, 6, 9, 1), (3, 3, 4, 4, 0), (3, 3, 4, 6, 0),
    (4, 4, 2, 16, 0), (4, 4, 3, 16, 0), (5, 5, 2, 25, 0), (5, 5, 2, 25, 1),
    (6, 6, 2, 36, 0), (6, 6, 2, 12, 0), (6, 6, 2, 24, 0), (7, 7, 2, 49, 0),
    (7, 7, 2, 49, 1), (7, 7, 2, 10, 0), (2, 8, 2, 16, 0), (8, 2, 2, 16, 0),
    (8, 4, 2, 32, 0), (4, 8, 2, 32, 0), (4, 8, 2, 8, 0), (3, 5, 3, 15, 0), (2, 4, 5, 8, 0),
    (8, 2, 6, 16, 0), (4, 2, 8, 8, 0), (4, 2, 8, 5, 0),
]  # fmt: skip

SCRIPT = """
import resource, sys
import numpy as np
import sdpsearch as sd
from sdpsearch.extension.memory import estimate_bytes
from sdpsearch.channels.random import random_channel

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def channel(d_in, d_out, d_env, real):
    found = random_channel(d_in, d_out, d_env, rng=1)
    if real:
        q, _ = np.linalg.qr(found.kraus.real.reshape(-1, d_in))
        found = sd.Channel(q.reshape(found.kraus.shape))
    return found

d_in, d_out, k, d_env, real = map(int, sys.argv[1:])
sd.decide(channel(2, 2, 4, 0), sd.KExtendible(3))
start = peak()
asked = channel(d_in, d_out, d_env, real)
sd.decide(asked, sd.KExtendible(k))
need = estimate_bytes(d_in, d_out, k, min(d_env, d_in * d_out), bool(real)) / 2**20
print(start, peak() - start, need)
"""


def measured(case: tuple[int, ...]) -> tuple[float, float]:
    """Return MB on top of a small problem, and MB estimated."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *map(str, case)],
        capture_output=True,
        text=True,
        check=True,
    )
    _, used, said = map(float, done.stdout.split())
    return used, said


def main() -> None:
    words = sys.argv[1:]
    given = [tuple(map(int, words[i : i + 5])) for i in range(0, len(words), 5)]
    print(f"{'d_in d_out k d_env real':>24} {'measured':>9} {'estimate':>9} quotient")
    for case in given or CASES:
        used, said = measured(case)
        label = " ".join(map(str, case))
        print(
            f"{label:>24} {used:9.0f} {said:9.0f} {said / max(used, 1e-9):8.2f}", flush=True
        )


if __name__ == "__main__":
    main()
