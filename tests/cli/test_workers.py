"""Who does the work of a scan, on the command line."""

import pytest

SCAN = "scan erasure --x 0:1:5 --property ppt"


@pytest.mark.slow
def test_two_processes_print_what_one_does(call):
    assert call(f"{SCAN} --jobs 2") == call(SCAN)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--jobs 0", "Option --jobs must be at least 1, but is 0."),
        ("--jobs 2 --scheduler tcp://here:8786", "Give --jobs or --scheduler, not both."),
        ("--scheduler here", "has an address like tcp://host:8786, not 'here'."),
    ],
)
def test_mistakes_are_one_line(call, options, message):
    status, out, err = call(f"{SCAN} {options}")
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
