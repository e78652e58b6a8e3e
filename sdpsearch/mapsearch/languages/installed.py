"""Whether a modelling language reaches a solver."""

from __future__ import annotations


def check_installed(language: str, solver: str, installed: list[str]) -> None:
    """Raise ImportError, with the command, for a solver the language cannot reach."""
    if solver.lower() not in (name.lower() for name in installed):
        raise ImportError(
            f"{language} finds no solver {solver!r}; it has {', '.join(installed)}, and "
            f"`python -m pip install {solver.lower()}` may add it."
        )
