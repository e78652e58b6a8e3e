"""Make the environment of a peer: `python benchmarks/peers/install.py toqito …`.

Each is a folder .venv-NAME beside this file with what requirements/NAME.txt pins. Where a
peer wants another Python than this one, it is looked for by its name (python3.12) or taken
from --python.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def python_of(version: str) -> str:
    """Return a Python of that version, or at least end with what is missing."""
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        return sys.executable
    found = shutil.which(f"python{version}")
    # A version manager may have the name without the thing.
    if found is None or subprocess.run([found, "-V"], capture_output=True).returncode:
        raise SystemExit(f"There is no python{version} here: name one with --python PATH.")
    return found


def main() -> None:
    registered = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))
    own = [name for name, peer in registered.items() if peer["environment"] != "ours"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", choices=own)
    parser.add_argument("--python", help="the Python to make it with")
    given = parser.parse_args()
    for name in given.names:
        python = given.python or python_of(registered[name]["python"])
        folder = HERE / f".venv-{name}"
        subprocess.run([python, "-m", "venv", folder], check=True)
        wanted = HERE / "requirements" / f"{name}.txt"
        pip = [folder / "bin" / "python", "-m", "pip", "install", "-r", wanted]
        subprocess.run(pip, check=True)
        print(f"{name} is installed in {folder}")


if __name__ == "__main__":
    main()
