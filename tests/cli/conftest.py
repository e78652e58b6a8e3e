"""What the tests of the command line share."""

import pytest

from sdpsearch.cli.app import run


@pytest.fixture
def call(capsys):
    """Run a command line in this process; return its status, output and messages."""

    def run_words(line, *more):
        status = run([*line.split(), *map(str, more)])
        seen = capsys.readouterr()
        return status, seen.out, seen.err

    return run_words
