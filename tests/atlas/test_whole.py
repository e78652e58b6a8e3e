"""The whole zoo at a glance, by a process that is killed on the way."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from sdpsearch.channels import zoo


def kept(path):
    """Return how many decisions a run has, 0 before it is there."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT COUNT(*) FROM decisions").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


@pytest.mark.slow
def test_the_quick_atlas_survives_a_kill_and_contradicts_nothing(tmp_path):
    words = [sys.executable, "-m", "sdpsearch", "atlas", "--quick", "-o", str(tmp_path)]
    first = subprocess.Popen([*words, "--jobs", "2"], process_group=0)
    while kept(tmp_path / "run.db") < 100 and first.poll() is None:
        time.sleep(0.1)
    os.killpg(first.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    before = kept(tmp_path / "run.db")
    assert subprocess.run(words, check=False).returncode == 0
    assert kept(tmp_path / "run.db") > before >= 100
    record = json.loads((tmp_path / "atlas.json").read_text("utf-8"))
    names = [page["name"] for page in record["pages"]]
    assert names == [*zoo.FAMILIES, *zoo.CHANNELS, *zoo.SPACES]
    assert record["beside_closed_forms"]["differs"] == 0
    members = [member for page in record["pages"] for member in page["members"]]
    assert not any(one["failed"] for m in members for one in m["thresholds"])
    assert {page["page"] for page in record["pages"]} < {
        path.name for path in tmp_path.iterdir()
    }
