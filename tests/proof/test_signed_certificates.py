"""Certificates about signed extensions: three checkers, none of which is fooled."""

import arb_checker
import makers
import oracle
import pytest
import signed_documents

from sdpsearch.proof import checker, second

HONEST = signed_documents.honest()
#: The third finds kernels and faces itself, and asks for no form.
FORM_ONLY = ("kernel", "face-cut", "null-alone", "other-format", "unknown")


CHECKERS = (
    (checker.check, (checker.Refused, checker.NotACertificate)),
    (second.confirm, (second.Denied,)),
    (arb_checker.believe, (arb_checker.Denied,)),
)


def answers(made, checkers=CHECKERS):
    """Return what the three checkers say, "" for proved."""
    data = makers.encode(made)
    found = []
    for check, refusals in checkers:
        try:
            check(data)
            found.append("")
        except refusals as refusal:
            found.append(str(refusal) or "denied")
    return found


@pytest.mark.parametrize("name", HONEST)
def test_honest_ones_convince_all(name):
    if name.startswith("signed-"):  # of the gallery, whose tests ask the third
        assert answers(HONEST[name], CHECKERS[:2]) == ["", ""]
    else:
        assert answers(HONEST[name]) == ["", "", ""]
        assert oracle.truth(HONEST[name]) is not False


def test_odd_ones_convince_all():
    for name, made in signed_documents.welcome().items():
        assert answers(made) == ["", "", ""], name


def test_forged_ones_convince_none():
    for name, made in signed_documents.unwelcome().items():
        first, other, third = answers(made)
        assert first, name
        assert other, name
        assert third or name.startswith(FORM_ONLY), name


#: Other ways to read (σF)^(T_B'): the words (a, b, c), (e, f, g) of an entry of σ, moved.
MISREAD = {
    "not at all": lambda p, q: (p, q),
    "σF": lambda p, q: (p, (q[0], q[2], q[1])),
    "σ^(T_B')": lambda p, q: ((p[0], p[1], q[2]), (q[0], q[1], p[2])),
    "(σF)^(T_B)": lambda p, q: ((p[0], q[2], p[2]), (q[0], p[1], q[1])),
    "its transpose": lambda p, q: ((p[0], q[2], p[1]), (q[0], q[1], p[2])),
}


@pytest.mark.parametrize("name", MISREAD)
def test_a_checker_that_misreads_r_is_noticed(name, monkeypatch):
    """It denies what is honest."""

    def shuffled(sigma, d):
        def word(p):
            return p // d**2, p // d % d, p % d

        def place(p, q):
            left, right = MISREAD[name](word(p), word(q))
            return tuple((a * d + b) * d + c for a, b, c in (left, right))

        return checker._moved(sigma, place)

    known = [made for name, made in HONEST.items() if "random" in name]
    assert all(answers(made, CHECKERS[:1]) == [""] for made in known)
    monkeypatch.setattr(checker, "shuffled", shuffled)
    assert any(answers(made, CHECKERS[:1]) != [""] for made in known)
