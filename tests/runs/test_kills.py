"""Fifty kills at random moments, each resumed: the table is that of one undisturbed."""

import random
import subprocess
import sys
import time

import pytest

import sdpsearch as sd

KILLS = 50
SCAN = (
    "scan depolarizing --d 3 --x 0:1:2001 --property antidegradable --property ppt --quiet"
)


def started(path, *more):
    words = [sys.executable, "-m", "sdpsearch", *SCAN.split(), "--run", str(path), *more]
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_kills_change_nothing(tmp_path, table, jobs):
    draw = random.Random(jobs)
    path, undisturbed = tmp_path / "depol.db", tmp_path / "undisturbed.db"
    had = 0
    for _ in range(KILLS):
        process = started(path, "--jobs", str(jobs))
        time.sleep(draw.uniform(0.2, 3.0))
        process.kill()
        process.communicate()
        if path.exists():
            kept = len(sd.open_run(path).records())
            assert kept >= had
            had = kept
    done = started(path, "--jobs", str(jobs)).communicate()
    assert done[1] == ""
    assert started(undisturbed).communicate() == done
    assert table(path) == table(undisturbed)
    assert sd.open_run(path).to_dict() == sd.open_run(undisturbed).to_dict()
