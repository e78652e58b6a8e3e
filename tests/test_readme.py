"""The README's code runs, and its first screen has the two commands it promises."""

import re
from pathlib import Path

import sdpsearch as sd

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_python_example_runs_and_says_what_it_claims(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # it keeps a run
    names: dict = {}
    for example in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(example, names)  # the README is ours
    assert names["d"].verdict is sd.Verdict.HOLDS
    assert names["t"].value < 1 / 3
    assert names["s"].xs == (0.3, 0.4, 0.8)


def test_first_screen_has_two_one_line_commands():
    screen = "\n".join(README.splitlines()[:24])
    commands = re.findall(r"```bash[^\n]*\n(.*?)```", screen, re.DOTALL)
    assert [c.count("\n") for c in commands] == [1, 1]
    assert "sdpsearch compare depolarizing --d 2 --d 3 --d 4" in commands[0]
    assert "pytest" in commands[1]
