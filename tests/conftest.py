"""Tests that are the same on every machine: no clock, no luck, no terminal, one thread."""

import os

import numpy  # noqa: F401 - its BLAS has to be loaded before it is bounded
import pytest
import scipy.linalg  # noqa: F401 - and so has scipy's
from hypothesis import settings
from threadpoolctl import threadpool_limits

from sdpsearch.cli import output

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")

if "PYTEST_XDIST_WORKER" in os.environ and "OPENBLAS_NUM_THREADS" not in os.environ:
    # Two workers on two cores: more threads would only wait for each other.
    threadpool_limits(1, user_api="blas")


@pytest.fixture(autouse=True)
def _nobody_watches(monkeypatch):
    """Let neither the width of a terminal nor a slow machine into what is printed."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(output, "PATIENCE", 3600.0)
