"""A real Dask scheduler with two workers, one of which is killed while it works."""

import os
import signal
import threading
import time
import warnings

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.runs.dask import dask_workers

pytestmark = pytest.mark.slow
FAMILY, QUESTIONS = sd.zoo.depolarizing(d=3), ["antidegradable", "ppt"]
GRID = np.linspace(0, 1, 301)


@pytest.fixture
def cluster():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as made:
            yield made


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_changes_nothing(cluster, path, tmp_path, table):
    def kill_one(_x, _count):
        if not killed:
            pid = next(iter(cluster.workers.values())).pid
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    killed = []
    with dask_workers(cluster.scheduler_address) as workers:
        assert workers.max_workers == 2
        sd.scan(FAMILY, QUESTIONS, GRID, executor=workers, run=path, progress=kill_one)
    assert len(killed) == 1
    sd.scan(FAMILY, QUESTIONS, GRID, run=tmp_path / "here.db")
    assert table(path) == table(tmp_path / "here.db")


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_goes_away_is_one_line(cluster, path):
    def close(_x, _count):
        if not closed:
            closed.append(threading.Thread(target=cluster.close))
            closed[0].start()
            time.sleep(2)

    closed = []
    with (
        dask_workers(cluster.scheduler_address) as workers,
        pytest.raises(RuntimeError, match=r"\d+ of 602 kept in .*; the same command"),
    ):
        sd.scan(FAMILY, QUESTIONS, GRID, executor=workers, run=path, progress=close)
    closed[0].join()
    assert sd.open_run(path).records()
