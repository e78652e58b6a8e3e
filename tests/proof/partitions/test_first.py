"""The first checker of partition certificates, on all that the second was tried on."""

import json
from functools import cache

import partition_documents as by_hand
import partition_forgeries as forgeries
import partition_hostile as hostile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.partition_forms import partition_form
from sdpsearch.partitions.prove import prove_at, prove_every
from sdpsearch.proof import checker, partition_second

HONEST = by_hand.honest()
WELCOME = forgeries.welcome()
UNWELCOME = forgeries.unwelcome()


def answer(data):
    try:
        checker.check(data)
    except (checker.Refused, checker.NotACertificate):
        return "denied"
    return "believed"


@pytest.mark.parametrize("name", [*HONEST, *WELCOME])
def test_honest_and_odd_ones_are_believed(name):
    document = {**HONEST, **WELCOME}[name]
    assert answer(by_hand.encode(document)) == "believed"


@pytest.mark.parametrize("name", UNWELCOME)
def test_forged_ones_are_denied(name):
    assert answer(UNWELCOME[name]) == "denied"


@pytest.mark.parametrize("name", HONEST)
def test_a_proof_stands_on_every_coefficient(name):
    nudged = [by_hand.encode(document) for document in forgeries.nudged(HONEST[name])]
    assert {answer(data) for data in nudged} == {"denied"}


@pytest.mark.parametrize("name", hostile.TEXTS)
def test_texts_are_refused(name):
    assert answer(hostile.TEXTS[name]) == "denied"


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in hostile.LARGE if n != "16 of each"])
def test_what_would_take_long_is_refused(name):
    """The work that is paid for is bounded; the clock is not asked."""
    assert answer(by_hand.encode(hostile.LARGE[name]())) == "denied"


def test_the_theorem_names_the_line_the_property_and_every_d():
    found = prove_every(partition_form(sd.zoo.transpose_depolarizing(3)), 2)
    lines = [line.strip() for line in found.certificate.theorem.splitlines()]
    assert lines[2:4] == [
        "J(0) = Σ|ii><jj|.",
        "J(1) = (1/(d - 1)) Σ|ij><ij| + (-1/(d - 1)) Σ|ij><ji|.",
    ]
    assert lines[-1] == (
        "So it starts to be antidegradable at exactly x = (2d - 2)/(3d - 2), "
        "for every d ≥ 3."
    )


PROVED = {
    "antidegradable": lambda: prove_every(partition_form(sd.zoo.depolarizing(2)), 2),
    "with a null space": lambda: prove_every(
        partition_form(sd.zoo.transpose_depolarizing(3)), 2
    ),
    "blocks of order two": lambda: prove_every(partition_form(sd.zoo.brauer(3)), 2),
    "ppt": lambda: prove_every(partition_form(sd.zoo.brauer(3)), 1),
    "isolated": lambda: prove_every(partition_form(sd.zoo.generalized_dephasing(3)), 2),
    "everywhere": lambda: prove_every(partition_form(sd.zoo.werner(3)), 2),
    "nowhere": lambda: prove_every(
        partition_form(sd.mixture(sd.zoo.werner_holevo(3), sd.zoo.werner_holevo(3))), 1
    ),
}
AT_ONE = {
    "bracketed": (sd.zoo.depolarizing_dephasing(1000, 0.25), 2),
    "blocks of order two": (sd.zoo.brauer(1000), 2),
    "three copies": (sd.zoo.depolarizing(10**6), 3),
}


@pytest.mark.parametrize("name", PROVED)
def test_both_believe_proofs_for_every_dimension(name):
    found = PROVED[name]()
    data = found.certificate.text.encode()
    partition_second.confirm(data)
    assert answer(data) == "believed"
    # One dimension less, and one is too few: the least is the least of this proof.
    less = json.loads(data)
    less["problem"]["dimension"]["least"] = f"{found.least - 1:x}"
    less["digest"] = checker.digest(less["problem"])
    if found.least > 1:
        refused = json.dumps(less).encode()
        assert answer(refused) == "denied"
        with pytest.raises(partition_second.Denied):
            partition_second.confirm(refused)


@pytest.mark.parametrize("name", AT_ONE)
def test_both_believe_proofs_at_one_dimension(name):
    family, copies = AT_ONE[name]
    form = partition_form(family)
    _, certificate = prove_at(form, copies, form.d)
    partition_second.confirm(certificate.text.encode())
    assert answer(certificate.text.encode()) == "believed"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_both_say_the_same_of_a_changed_proof(data):
    """Whatever is put wherever, neither checker proves what the other refuses."""
    document = json.loads(_changed_one())
    path = data.draw(st.sampled_from(list(forgeries.places(document))))
    odd = data.draw(st.sampled_from(forgeries.ODD))
    changed = by_hand.encode(forgeries.changed(document, path, odd))
    try:
        partition_second.confirm(changed)
        second = "believed"
    except partition_second.TooLarge:
        return
    except partition_second.Denied:
        second = "denied"
    assert answer(changed) == second, path


@cache
def _changed_one():
    return PROVED["with a null space"]().certificate.text


@pytest.mark.parametrize("digits", [1, 16, 60, 61, 4000])
def test_a_number_that_the_theorem_rounds_is_said_to_be_rounded(digits):
    """Whoever reads a function of d reads the one that is proved, or that it is not."""
    long = 10**digits - 1
    odd = by_hand.function((0, long), (2 * long, 2 * long))
    document = forgeries.changed(HONEST["antidegradable"], "claim/holds/0", odd)
    theorem = checker.check(by_hand.encode(document))
    exact = f"x in [{long}d/({2 * long}d + {2 * long}), 1]"
    assert any(exact in line for line in theorem) is (digits < 60)
    assert ("the file's is meant" in theorem[-1]) is (digits >= 60)
