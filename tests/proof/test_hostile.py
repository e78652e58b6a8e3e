"""No file keeps a checker busy: its price is known before the work is done."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import forgeries
import hostile
import makers
import pytest

from sdpsearch.proof import checker

#: What a file may cost, whatever it says.
SECONDS = 10
BYTES = 2**30
BLOWN = dict(hostile.blown())
PROVED = {"busy-line-short"}


def price(data):
    """Return what checking cost and how it ended."""
    budget = checker.Budget()
    try:
        checker.check(data, budget)
    except (checker.NotACertificate, checker.Refused) as error:
        return budget, str(error)
    return budget, ""


#: Those that take a second are left to the slow run, which has all of them.
QUICK = [
    name
    for name in hostile.LARGE
    if name.startswith(("empty-", "wide-face-", "wide-map-", "many-", "busy-", "deep"))
]


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_is_refused_within_its_budget(name):
    budget, why = price(hostile.LARGE[name]())
    assert (why == "") is (name in PROVED)
    assert "\n" not in why
    # Only the step that is refused may lie beyond the budget, and it was not taken.
    assert budget.spent <= checker.MAX_WORK or why.endswith("longer than a file may")


@pytest.mark.slow
@pytest.mark.parametrize("shape", hostile.SHAPES)
def test_every_field_may_be_at_its_cap(shape):
    tried = [make for name, make in BLOWN.items() if name.startswith(f"{shape}:")]
    assert len(tried) > 20
    for make in tried:
        budget, why = price(make())
        assert budget.spent <= checker.MAX_WORK or why.endswith("longer than a file may")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.LARGE)
def test_ten_seconds_and_a_gigabyte_suffice(name, tmp_path):
    """The system enforces both limits: beyond them the process is killed or fails."""
    place = tmp_path / "file.json"
    place.write_bytes(hostile.LARGE[name]())
    done = subprocess.run(
        [sys.executable, "-I", "-S", checker.__file__, str(place)],
        capture_output=True,
        preexec_fn=limited,
        check=False,
    )
    assert done.returncode == (0 if name in PROVED else done.returncode)
    assert done.returncode in (0, 1, 2), done.stderr
    assert b"than there is" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_budget_is_spent_before_the_work_is_done():
    budget = checker.Budget(10)
    budget.spend(10)
    with pytest.raises(checker.Refused, match="longer than a file may"):
        budget.spend(1)


def test_an_honest_file_is_refused_if_it_may_not_cost_what_it_costs():
    data = makers.encode(makers.honest_one("depolarizing-2-2-line"))
    budget = checker.Budget()
    checker.check(data, budget)
    checker.check(data, checker.Budget(budget.spent))
    with pytest.raises(checker.Refused, match="longer than a file may"):
        checker.check(data, checker.Budget(budget.spent - 1))


def test_one_budget_pays_for_all_proofs():
    one, sixteen = (
        price(makers.encode(makers.signed(forgeries._sixteen(count))))[0].spent
        for count in (1, 16)
    )
    assert sixteen > 10 * one


@pytest.mark.parametrize(
    ("d", "k"), [(d, k) for d in range(1, 65) for k in range(2, 17) if d**k <= 4096]
)
def test_every_space_that_may_be_stated_can_be_afforded(d, k):
    assert checker._symbols_price(k, d) <= checker.MAX_WORK / 2


# --- Terminals ------------------------------------------------------------------------


def run(*arguments, encoding="utf-8", **options):
    return subprocess.run(
        [sys.executable, "-S", checker.__file__, *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
        **options,
    )


@pytest.fixture
def honest(tmp_path):
    document = makers.honest_one("damping-2/5-scaled")
    document["problem"]["label"] = 'Theorem: "everything" is λ-extendible ⊗'
    place = tmp_path / "file.json"
    place.write_bytes(makers.encode(makers.signed(document)))
    return place


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "latin-1", "cp437"])
def test_any_encoding_of_a_terminal_will_do(honest, encoding):
    found = run(honest, encoding=encoding, capture_output=True)
    assert (found.returncode, found.stderr) == (0, b"")
    lines = found.stdout.decode(encoding).splitlines()
    assert lines[-1] == "Proved."
    assert lines[1].startswith("Theorem (problem ")
    assert any("one operator" in line for line in lines)


def test_a_label_is_quoted_and_apart_from_the_theorem(honest):
    lines = run(honest, capture_output=True).stdout.decode().splitlines()
    assert lines[0] == (
        'The file calls it "Theorem: \\"everything\\" is \\u03bb-extendible '
        '\\u2297", unverified.'
    )
    assert not any("everything" in line for line in lines[1:])


@pytest.mark.parametrize(
    "name", ["x is antidegradable", "", "x.", "1x", "_x", "x" * 33, "х\u0455", "J(x)"]
)
def test_a_parameter_is_a_name_and_no_sentence(name):
    document = makers.honest_one("random-1")
    document["problem"]["parameter"] = name
    with pytest.raises(checker.NotACertificate, match="a letter, then"):
        checker.check(makers.encode(makers.signed(document)))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_what_cannot_be_written_is_neither_refused_nor_proved(honest):
    with open("/dev/full", "w") as full:
        found = run(honest, stdout=full, stderr=subprocess.PIPE)
        assert (found.returncode, found.stderr) == (3, b"")
        refused = run("missing.json", stdout=subprocess.PIPE, stderr=full)
        assert refused.returncode == 2


def test_a_closed_pipe_is_no_refusal(honest):
    reading, writing = os.pipe()
    os.close(reading)
    found = run(honest, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (found.returncode, found.stderr) == (3, b"")


def test_without_an_output_there_is_no_verdict(honest):
    command = f'exec "{sys.executable}" -S "{checker.__file__}" "{honest}" >&-'
    found = subprocess.run(command, shell=True, stderr=subprocess.PIPE, check=False)
    assert found.returncode == 3


def test_a_file_is_checked_soon_after_a_refused_one():
    """The budget of one file is not the next one's."""
    data = makers.encode(makers.honest_one("random-1"))
    alone = price(data)[0].spent
    assert price(hostile.LARGE["wide-witness-long"]())[1]
    again, why = price(data)
    assert (again.spent, why) == (alone, "")
