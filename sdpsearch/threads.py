"""One BLAS thread: the matrices here are small, and threads that wait for each other cost.

On two busy cores the default of one thread a core made a qutrit threshold ten times
slower; large problems (d ≥ 6) gain little from a second thread.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController

#: Whoever sets one of these has decided about threads, and is left alone.
_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Run with one BLAS thread unless the environment sets a number; also a decorator."""
    if any(name in os.environ for name in _SETTINGS):
        yield
        return
    with _controller().limit(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    # numpy and scipy have loaded their BLAS by the time anything is decided.
    return ThreadpoolController()
