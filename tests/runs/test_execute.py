"""Work is done by whoever there is; who dies or stalls over it stops nobody else."""

import os
import signal
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.runs import task
from sdpsearch.runs.executors import Here, WorkersLost, width_of
from sdpsearch.runs.processes import Processes, WorkerLost
from sdpsearch.runs.work import Batch

DEPOL = sd.zoo.depolarizing(d=2)
GRID = tuple(float(x) for x in np.linspace(0, 1, 21))
QUESTIONS = ("antidegradable", "ppt")


@dataclass(frozen=True)
class Deadly(sd.PPT):
    """PPT whose process ends at x = 1/4."""

    def decide(self, channel, *, solver, time_limit=None):
        if channel.origin.at == 0.25:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().decide(channel, solver=solver, time_limit=time_limit)


@pytest.fixture(scope="module")
def workers():
    with Processes(2) as made:
        yield made


def test_processes_keep_the_same_table(workers, path, tmp_path, table):
    sd.scan(DEPOL, QUESTIONS, GRID, run=path, executor=workers)
    sd.scan(DEPOL, QUESTIONS, GRID, run=tmp_path / "here.db")
    assert table(path) == table(tmp_path / "here.db")


def test_who_dies_is_told_and_the_others_are_answered(workers, path):
    asked = [Deadly(), "ppt"]
    found = sd.scan(DEPOL, asked, [0.25], executor=workers, run=path)
    assert [row["verdict"] for row in found.records()] == ["UNDECIDED", "FAILS"]
    told = found.records()[0]["reason"]
    assert told.endswith("WorkerLost: its process was killed by SIGKILL.")
    assert workers.submit(abs, -1).result() == 1


class Stuck(Here):
    """An executor that never comes back from batches with x = 3/4."""

    def __init__(self):
        self.killed = []

    def submit(self, fn, sent):
        if isinstance(sent, Batch) and 0.75 in map(float, sent.points):
            future = Future()
            future.set_running_or_notify_cancel()
            return future
        return super().submit(fn, sent)

    def kill(self, future):
        self.killed.append(future)


def test_who_stalls_is_told_and_the_others_are_answered(path, monkeypatch):
    monkeypatch.setattr(task, "PATIENCE", 0.0)
    monkeypatch.setattr(task, "SLOWER", 0.0)
    stuck = Stuck()
    found = sd.scan(DEPOL, "ppt", (0.25, 0.5, 0.75, 1.0), executor=stuck, run=path)
    verdicts = [row["verdict"] for row in found.records()]
    assert verdicts == ["FAILS", "FAILS", "UNDECIDED", "HOLDS"]
    assert "TimeoutError: no answer came within 0 s" in found.records()[2]["reason"]
    assert len(stuck.killed) == 4  # all four twice, two of them, one of them


def test_an_interrupt_is_not_for_the_processes(workers):
    assert workers.submit(signal.raise_signal, signal.SIGINT).result() is None


def test_processes_tell_what_goes_wrong(workers):
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result()
    with pytest.raises(Exception, match="pickle"):
        workers.submit(lambda: 0).result()
    with pytest.raises(RuntimeError, match="the answer cannot be sent"):
        workers.submit(threading.Lock).result()
    asleep = workers.submit(time.sleep, 3600)
    while not asleep.running():
        time.sleep(0.01)
    workers.kill(asleep)
    with pytest.raises(WorkerLost, match="killed by SIGKILL"):
        asleep.result()


def test_a_family_that_does_not_travel_is_decided_elsewhere_all_the_same(workers):
    mine = sd.ChannelFamily(lambda x: sd.zoo.erasure()(x * x), name="mine")
    there = sd.scan(mine, "antidegradable", [0.2, 0.9], executor=workers)
    assert there.records() == sd.scan(mine, "antidegradable", [0.2, 0.9]).records()
    assert there.thresholds[0].value == pytest.approx(np.sqrt(0.5), abs=1e-8)


class Queue:
    """A cluster's queue, whose jobs are no futures: they tell only what they are asked."""

    def __init__(self):
        self.threads = ThreadPoolExecutor(2)

    def submit(self, function, *args):
        return Job(self.threads.submit(function, *args))


class Job:
    def __init__(self, future):
        self.future = future

    def done(self):
        return self.future.done()

    def result(self):
        return self.future.result()

    def cancel(self):
        self.future.cancel()


def test_a_queue_of_jobs_does_as_well():
    plain = sd.scan(DEPOL, QUESTIONS, GRID)
    assert width_of(Queue()) == float("inf")
    assert sd.scan(DEPOL, QUESTIONS, GRID, executor=Queue()).records() == plain.records()


def test_who_takes_no_more_ends_the_scan_in_one_line(path):
    executor = ThreadPoolExecutor(1)

    def close(_x, _count):
        executor.shutdown()

    with pytest.raises(WorkersLost) as told:
        sd.scan(DEPOL, QUESTIONS, GRID, executor=executor, run=path, progress=close)
    kept = len(sd.open_run(path).records())
    assert str(told.value) == (
        "No worker takes more work: cannot schedule new futures after shutdown; "
        f"{kept} of 42 kept in {path}; the same command continues"
    )
    assert kept > 0
