"""The headline table: from nothing to threshold, map and bracket, by dimension.

    .venv/bin/python benchmarks/readme/headline.py [--write]

prints the table, or puts it between the markers in README.md. Each row is a fresh Python
process with one BLAS thread: start, import, the threshold of D_x found and proved, the
antidegrading map at x = 1/2, and the certificate checked once more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from markers import put

README = Path(__file__).parent.parent.parent / "README.md"
DIMENSIONS = (2, 3, 4, 5, 6)

#: What one process does; it reports seconds since it began, then what it found.
PROGRAM = """
import json, sys, time
d, begun = int(sys.argv[1]), time.perf_counter()
import sdpsearch as sd
seconds = {"import": time.perf_counter() - begun}
family, asked = sd.zoo.depolarizing(d=d), sd.Antidegradable()
found = sd.threshold(family, asked)
seconds["threshold"] = time.perf_counter() - begun
inverse = sd.decide(family(0.5), asked).map
seconds["map"] = time.perf_counter() - begun
proved = sd.threshold(family, asked, prove=True)
seconds["proof"] = time.perf_counter() - begun
checked = time.perf_counter()
assert sd.verify(proved.certificate).proved
boundary = proved.boundaries[0]
print(json.dumps({
    "seconds": seconds, "bracket": found.boundaries[0].bracket.width,
    "off": abs(found.value - d / (2 * (d + 1))), "exact": boundary.closed_form,
    "tier": str(boundary.tier), "map": [inverse.d_in, inverse.d_out, inverse.d_env],
    "check": time.perf_counter() - checked,
}))
"""

HEAD = (
    "d",
    "exact threshold",
    "found within",
    "bracket",
    "to threshold",
    "+ map",
    "+ exact proof",
    "check",
)
HOW = (
    "Seconds since a fresh process began, import included: threshold of the depolarizing "
    "channel in floating point, then the antidegrading map at x = 1/2 as well, then the "
    "exact proof; last, checking the certificate alone. Made by "
    "`.venv/bin/python benchmarks/readme/headline.py --write`, one BLAS thread."
)


def measure(d: int) -> list[str]:
    """Return one row of the table."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    begun = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(d)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    whole = perf_counter() - begun
    found = json.loads(done.stdout)
    seconds = found["seconds"]
    # Starting Python itself and leaving it again are part of "from nothing".
    start = max(0.0, whole - seconds["proof"] - found["check"])
    assert found["tier"] == "exact"
    return [
        str(d),
        found["exact"],
        f"{found['off']:.0e}".replace("-", "−"),
        f"{found['bracket']:.0e}".replace("-", "−"),
        *(f"{start + seconds[key]:.2g} s" for key in ("threshold", "map", "proof")),
        f"{found['check']:.2g} s",
    ]


def table() -> str:
    """Return the table in Markdown."""
    lines = [HEAD, ("---:",) * len(HEAD), *(measure(d) for d in DIMENSIONS)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Print the table, or write it to the README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    made = f"{table()}\n\n{HOW}"
    if not parser.parse_args().write:
        print(made)
        return
    put(README, "headline", made)


if __name__ == "__main__":
    main()
