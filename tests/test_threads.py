"""What a process shares changes no answer: threads and processes give what one does."""

import multiprocessing
import os
import subprocess
import sys
import textwrap
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from threading import Barrier

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import sdpsearch as sd
from sdpsearch import threads
from sdpsearch.channels.random import random_channel
from sdpsearch.threads import alone_with, one_blas_thread, one_numba_thread

OWNERS = ("numpy", "scipy")  # whose BLAS can take more than one thread


def blas():
    """Return the number of threads of each BLAS of numpy and scipy."""
    return {
        found["filepath"]: found["num_threads"]
        for found in threadpool_info()
        if found["user_api"] == "blas" and any(o in found["filepath"] for o in OWNERS)
    }


@pytest.fixture
def two_threads(monkeypatch):
    """Every BLAS at two threads, and nobody who has decided about them."""
    for name in threads._SETTINGS:
        monkeypatch.delenv(name, raising=False)
    with threadpool_limits(2, user_api="blas"):
        assert set(blas().values()) == {2}
        yield


def questions():
    """Return (channel, property, options) for every engine, language and proof."""
    asked = []
    for seed in range(2):
        noisy = sd.white_noise(random_channel(2, 2, 2 + seed, rng=seed))
        for x in (0.2, 0.5):
            channel = noisy(x)
            asked += [
                (channel, sd.Antidegradable(), {"cross_check": True}),
                (channel, sd.Antidegradable(), {"solver": "scs"}),
                (channel, sd.Antidegradable(), {"solver": "clarabel"}),
                (channel, sd.Degradable(), {}),
                (channel, sd.KExtendible(3), {}),
                (channel, sd.PPT(), {}),
                (channel, sd.BySearch(sd.Antidegradable(), "cvxpy/clarabel"), {}),
                (channel, sd.BySearch(sd.Antidegradable(), "cvxpy/scs"), {}),
                (channel, sd.BySearch(sd.Antidegradable(), "picos/cvxopt"), {}),
            ]
    asked += [
        (sd.zoo.pauli((1, 1, 2))(0.4), sd.Antidegradable(), {"prove": True}),
        (sd.zoo.amplitude_damping()(0.55), sd.Antidegradable(), {"prove": True}),
    ]
    return asked


FAMILIES = {
    "depolarizing": (sd.zoo.depolarizing(d=2), {}),
    "damping": (sd.zoo.amplitude_damping(), {}),
    "generic": (sd.white_noise(random_channel(2, 2, 2, rng=5)), {}),
    "digits": (sd.zoo.pauli((1, 1, 2)), {"digits": 30}),  # FLINT at many precisions
    "prove": (sd.zoo.erasure(), {"prove": True}),
}


def told(decision):
    """Return all of a decision that two runs could differ in, arrays bit by bit."""
    check, proof = decision.cross_check, decision.certificate
    return (
        decision.verdict,
        decision.margin,
        decision.residual,
        decision.reason,
        None if decision.map is None else decision.map.choi.tobytes(),
        None if decision.witness is None else decision.witness.tobytes(),
        None if check is None else (check.agreement, check.margins),
        None if proof is None else proof.text,
    )


def located(found):
    proof = found.certificate
    return found.boundaries, found.holds_on, found.solves, proof and proof.text


@pytest.fixture(scope="module")
def serial():
    return [told(sd.decide(c, p, **options)) for c, p, options in questions()]


def submitted(executor):
    jobs = [executor.submit(sd.decide, c, p, **options) for c, p, options in questions()]
    return [told(job.result()) for job in jobs]


def test_the_order_of_questions_does_not_matter(serial):
    # A language that starts from its last answer would give another one.
    backwards = [told(sd.decide(c, p, **o)) for c, p, o in reversed(questions())]
    assert backwards[::-1] == serial


def test_eight_threads_give_what_one_gives(serial):
    with ThreadPoolExecutor(8) as executor:
        assert submitted(executor) == serial


@pytest.mark.slow
def test_four_processes_give_what_one_gives(serial):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawn) as executor:
        assert submitted(executor) == serial


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_forked_processes_give_what_one_gives():
    script = """
        import multiprocessing, sys
        from concurrent.futures import ProcessPoolExecutor
        import sdpsearch as sd
        channels = [sd.zoo.amplitude_damping()(x / 10) for x in range(2, 9)]
        asked = [sd.Antidegradable(), sd.BySearch(sd.Antidegradable())]
        jobs = [(c, p) for c in channels for p in asked]
        ends = lambda d: (d.verdict.name, d.margin.lower, d.margin.upper)
        serial = [ends(sd.decide(*job)) for job in jobs]
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(4, mp_context=fork) as executor:
            futures = [executor.submit(sd.decide, *job) for job in jobs]
            sys.exit([ends(f.result()) for f in futures] != serial)
    """
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script)]
    assert subprocess.run(command, timeout=300, check=False).returncode == 0


def test_thresholds_and_their_proofs_in_threads():
    jobs = [
        partial(sd.threshold, f, sd.Antidegradable(), **o) for f, o in FAMILIES.values()
    ]
    alone = [located(job()) for job in jobs]
    with ThreadPoolExecutor(8) as executor:
        futures = [executor.submit(job) for job in [*jobs, *jobs]]
        assert [located(future.result()) for future in futures] == [*alone, *alone]


def test_both_libraries_are_restored_after_threads(two_threads):
    import numba

    before = blas()

    def ask(seed):
        channel = sd.white_noise(random_channel(2, 2, 2, rng=seed))(0.3)
        mine = numba.get_num_threads()
        verdict = sd.decide(channel, sd.Antidegradable()).verdict
        assert numba.get_num_threads() == mine
        return verdict

    with ThreadPoolExecutor(8) as executor:
        assert len(list(executor.map(ask, range(24)))) == 24
    assert blas() == before


def test_the_last_to_leave_restores(two_threads):
    before, gate = blas(), Barrier(2, timeout=60)

    def first():
        with one_blas_thread():
            gate.wait()  # both inside
        gate.wait()  # gone

    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(first)
        with one_blas_thread():
            gate.wait()
            gate.wait()
            assert set(blas().values()) == {1}
        running.result()
    assert blas() == before


def test_restored_after_an_error(two_threads):
    before = blas()
    with pytest.raises(ValueError, match="no channel"), one_blas_thread():
        raise ValueError("no channel")
    assert blas() == before


@pytest.mark.parametrize("name", threads._SETTINGS)
def test_whoever_sets_a_number_has_decided(two_threads, monkeypatch, name):
    monkeypatch.setenv(name, "2")
    with one_blas_thread():
        assert set(blas().values()) == {2}


def test_numba_is_restored(monkeypatch):
    import numba

    monkeypatch.delenv("NUMBA_NUM_THREADS", raising=False)
    most = numba.get_num_threads()
    with one_numba_thread():
        assert numba.get_num_threads() == 1
        with one_numba_thread():
            pass
        assert numba.get_num_threads() == 1
    assert numba.get_num_threads() == most


def test_one_thread_at_a_time_has_flints_precision():
    flint = pytest.importorskip("flint")
    seen, before = [], flint.ctx.prec

    @alone_with("flint")
    def work(bits):
        with flint.ctx.workprec(bits):
            for _ in range(200):
                np.linalg.eigvalsh(np.eye(20))  # lets the other threads in
                seen.append(flint.ctx.prec == bits)

    with ThreadPoolExecutor(4) as executor:
        list(executor.map(work, (100, 200, 300, 400)))
    assert all(seen)
    assert flint.ctx.prec == before
