"""The picture of the README: E_x at d = 3, from what transmits to what does not.

.venv/bin/python benchmarks/readme/picture.py
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

import sdpsearch as sd

PICTURE = Path(__file__).parent.parent.parent / "docs" / "_static" / "vanishing.png"
PROPERTIES = ("antidegradable", "signed-extendible", "zero-capacity")


def main() -> None:
    """Draw it and write the file."""
    matplotlib.use("agg")
    family = sd.zoo.transpose_depolarizing(d=3)
    axes = sd.scan(family, PROPERTIES, [i / 40 for i in range(41)]).plot()
    # No date and no version: the same answers are the same file.
    axes.figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
