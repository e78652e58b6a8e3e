"""Files are written whole or not at all, and an output that takes nothing is one line."""

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sdpsearch.writing import write_file

posix = pytest.mark.skipif(os.name != "posix", reason="permissions and limits of POSIX")


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_text_and_bytes_are_written_as_they_are(tmp_path):
    write_file(tmp_path / "text", "ρ\r\nσ\n")
    write_file(tmp_path / "bytes", b"\x00\r\n")
    assert (tmp_path / "text").read_bytes() == "ρ\r\nσ\n".encode()
    assert (tmp_path / "bytes").read_bytes() == b"\x00\r\n"
    assert left(tmp_path) == ["bytes", "text"]


@posix
def test_permissions_are_kept_and_new_files_get_the_umasks(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        write_file(old, "x")
        write_file(new, "x")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (old, new)] == [0o640, 0o640]


@posix
def test_links_are_followed(tmp_path):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert left(tmp_path / "there") == ["target"]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write")
def test_what_is_read_only_stays(tmp_path):
    path = tmp_path / "kept"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(ValueError, match=r"Cannot write .*kept: Permission denied"):
        write_file(path, "new")
    assert path.read_text() == "old"


@pytest.mark.parametrize("broken", ["write", "fsync", "replace"])
def test_an_error_anywhere_leaves_what_was_there(tmp_path, monkeypatch, broken):
    path = tmp_path / "kept"
    path.write_text("old")

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    if broken == "write":
        path = tmp_path / "gone" / "kept"  # the folder went away meanwhile
    else:
        monkeypatch.setattr(os, broken, fail)
    with pytest.raises(ValueError, match=r"^Cannot write .*kept: \w[^\n]*\.$"):
        write_file(path, "new")
    assert (tmp_path / "kept").read_text() == "old"
    assert left(tmp_path) == ["kept"]


# Every command that writes, on a disk that is full

COMMANDS = {
    "map.npz": "decide erasure --e 0.7 --save-map",
    "map.json": "decide erasure --e 0.7 --save-map",
    "witness.npz": "decide erasure --e 0.2 --save-witness",
    "proof.json": "decide erasure --e 0.7 --certificate",
    "threshold.json": "threshold erasure --certificate",
    "points.csv": "scan erasure --x 0:1:3 --csv",
    "points.png": "scan erasure --x 0:1:3 --figure",
    "points.pdf": "scan erasure --x 0:1:3 --figure",
    "points.svg": "scan erasure --x 0:1:3 --figure",
    "margin.cbf": "export depolarizing --x 0.2",
    "margin.dat-s": "export depolarizing --x 0.2",
}

FULL = """
    import contextlib, io, resource, sys
    from pathlib import Path
    from sdpsearch.cli import output
    from sdpsearch.cli.app import run

    output.PATIENCE = 3600.0  # on a slow machine a command says what it is doing
    failed = []
    for name, line in eval(sys.argv[1]).items():
        words = line.split()
        words.insert(2 if words[0] == "export" else len(words), name)
        with contextlib.redirect_stdout(io.StringIO()):
            assert run(words) == 0, words
        whole = Path(name).read_bytes()
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
        told = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
            status = run(words)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        line = f"annot write {name}: File too large.\\n"
        kept = Path(name).read_bytes() == whole
        if status != 2 or not told.getvalue().endswith(line) or not kept:
            failed.append((name, status, told.getvalue()))
    sys.exit(repr(failed) if failed else 0)
"""


@posix
def test_a_full_disk_costs_no_file(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(FULL), repr(COMMANDS)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    told = [line for line in done.stderr.splitlines() if " written: " not in line]
    assert (done.returncode, told) == (0, [])
    assert left(tmp_path) == sorted(COMMANDS)


# An output that takes nothing


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("line", ["families", "solvers --json", "--help", "decide --help"])
def test_a_full_output_is_one_line(line):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sdpsearch", *line.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    told = "sdpsearch: Cannot write to the output: No space left on device.\n"
    assert (done.returncode, done.stderr) == (4, told)


@posix
def test_a_reader_that_left_is_one_line():
    process = subprocess.Popen(
        [sys.executable, "-m", "sdpsearch", "families"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    with process.stderr as stderr:
        told = stderr.read()
    assert process.wait(120) == 4
    assert told == "sdpsearch: Cannot write to the output: Broken pipe.\n"
