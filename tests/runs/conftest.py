"""What the tests of runs share: a property that counts, and can be told to fail."""

from dataclasses import dataclass, field

import pytest

import sdpsearch as sd
from sdpsearch.report.run import run_csv


@dataclass(frozen=True)
class Counted(sd.PPT):
    """PPT that counts its questions, and does something else at the one that is told."""

    asked: list = field(default_factory=list, compare=False, repr=False)
    at: dict = field(default_factory=dict, compare=False, repr=False)

    def decide(self, channel, *, solver, time_limit=None):
        self.asked.append(channel)
        x = float(channel.origin.at)
        if x in self.at:
            raise self.at[x]
        return super().decide(channel, solver=solver, time_limit=time_limit)


@pytest.fixture
def counted():
    return Counted()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "depol.db"


@pytest.fixture
def table():
    """Return the table of a run, byte for byte."""
    return lambda path: run_csv(sd.open_run(path)).encode()
