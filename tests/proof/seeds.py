"""Seeds of random trials: a few of them in every run, the rest among the slow tests."""

import pytest


def seeds(fast, all_of_them):
    """Return parameters 0, 1, …: the first few plain, the others marked slow."""
    rest = range(fast, all_of_them)
    return [*range(fast), *(pytest.param(s, marks=pytest.mark.slow) for s in rest)]
