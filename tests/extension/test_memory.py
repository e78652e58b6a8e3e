"""What a problem is said to need is what it takes, and is said before anything is built."""

import importlib.util
from pathlib import Path

import psutil
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.extension import memory
from sdpsearch.extension.memory import ProblemTooLarge, check_early, estimate_bytes

ROOT = Path(__file__).parent.parent.parent


def benchmark():
    path = ROOT / "benchmarks" / "memory.py"
    spec = importlib.util.spec_from_file_location("memory_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [(2, 2, 14, 4, 0), (7, 7, 2, 49, 0), (7, 7, 2, 30, 0), (6, 6, 2, 24, 0)],
    ids=str,
)
def test_the_estimate_is_the_measured_peak(case):
    used, said = benchmark().measured(case)
    assert 1 / 1.5 < said / used < 1.5


@pytest.mark.parametrize("rank", [16, 10])
def test_more_of_anything_needs_more(rank):
    assert estimate_bytes(4, 4, 3, rank, True) < estimate_bytes(4, 4, 3, rank, False)
    assert estimate_bytes(4, 4, 3, rank, True) <= estimate_bytes(4, 4, 4, rank, True)


@pytest.mark.parametrize(("rank", "refused"), [(1600, True), (300, True), (2, False)])
def test_a_few_directions_of_a_large_channel_refuse_it(monkeypatch, rank, refused):
    free = psutil.virtual_memory()._replace(available=20 * 2**30)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: free)
    matrix = random_channel(40, 40, min(rank, 300), rng=0).kraus_matrix
    if refused:
        with pytest.raises(ProblemTooLarge, match="on 40×40 needs over"):
            check_early(matrix, (40, 40), 2, real=False)
    else:
        check_early(matrix, (40, 40), 2, real=False)


def test_the_range_of_what_is_refused_is_never_computed(monkeypatch):
    def fail(_):
        raise AssertionError("the range was computed")

    channel = sd.random_channel(25, 25, 200, rng=0)
    monkeypatch.setattr(type(channel), "range", property(fail))
    with pytest.raises(ProblemTooLarge):
        sd.decide(channel, sd.Antidegradable())


@pytest.mark.parametrize(("d", "k"), [(2, 60), (5, 60), (40, 60)])
def test_many_copies_are_refused_without_counting_diagrams(monkeypatch, d, k):
    monkeypatch.setattr(memory.schur_weyl, "diagrams", lambda *_: iter(()))
    with pytest.raises(ProblemTooLarge):
        memory.check_memory(d, d, k, d * d, False)
