"""The second checker of partition certificates: believes what is so, and nothing else."""

import ast
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import partition_documents as by_hand
import partition_forgeries as forgeries
import partition_hostile as hostile
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sdpsearch.proof import partition_second as second

HONEST = by_hand.honest()
WELCOME = forgeries.welcome()
UNWELCOME = forgeries.unwelcome()
#: What a file may cost, whatever it says.
SECONDS, BYTES = 10, 2**30


def answer(data):
    try:
        second.confirm(data)
    except (second.Denied, second.TooLarge) as refusal:
        return type(refusal).__name__
    return "believed"


# --- Certificates ---------------------------------------------------------------------


@pytest.mark.parametrize("name", HONEST)
def test_honest_ones_are_believed(name):
    assert answer(by_hand.encode(HONEST[name])) == "believed"


@pytest.mark.parametrize("name", WELCOME)
def test_odd_ones_are_believed(name):
    assert answer(by_hand.encode(WELCOME[name])) == "believed"


@pytest.mark.parametrize("name", UNWELCOME)
def test_forged_ones_are_denied(name):
    assert answer(UNWELCOME[name]) == "Denied"


@pytest.mark.parametrize(
    ("name", "why"),
    {
        "a denominator that vanishes at the least d": "denominator is not positive",
        "a denominator that turns negative": "denominator is not positive",
        "a matrix that is positive beyond 9 only": "Gram matrix is not positive",
        "a matrix that turns negative": "Gram matrix is not positive",
        "an indefinite matrix": "Gram matrix is not positive",
        "not completely positive": "Gram matrix is not positive",
        "not trace preserving": "tr_B J",
        "another channel": "J is not its Gram sum",
        "a wrong degree": "the marginals",
        "strands swapped": "the marginals",
        "a witness that is not self-adjoint": "not self-adjoint",
        "a null space without reason": r"tr\(QJ\)",
        "a null space of PPT that is not positive": r"S\(W\)",
        "closed where it is open": "no witness is negative",
        "an interval by a little too far": "no witness is negative",
        "half an empty interval": "an interval is empty",
        "from is beyond to at one d": "from is not less than to",
    }.items(),
)
def test_what_is_wrong_is_said(name, why):
    with pytest.raises(second.Denied, match=why):
        second.confirm(UNWELCOME[name])


@pytest.mark.parametrize("name", HONEST)
def test_a_proof_stands_on_every_coefficient(name):
    nudged = [by_hand.encode(document) for document in forgeries.nudged(HONEST[name])]
    assert len(nudged) > 10
    assert {answer(data) for data in nudged} == {"Denied"}


@pytest.mark.parametrize("name", ["antidegradable", "dephasing at 1000"])
def test_whatever_is_put_anywhere_is_answered(name):
    """Proved or refused, and mostly refused, without any other error."""
    document, found = HONEST[name], []
    for path in forgeries.places(document):
        for odd in forgeries.ODD:
            data = by_hand.encode(forgeries.changed(document, path, odd))
            found.append(answer(data))
    assert found.count("Denied") > 0.95 * len(found)


@pytest.mark.parametrize("d", [1, 2, 3, 4, 7])
def test_one_dimension_is_an_instance_of_all(d):
    """What is proved for d ≥ 2, or 3, is proved for each; at d = 1 everything holds."""
    makers = {by_hand.antidegradable: 2, by_hand.ppt: 2, by_hand.dephasing: 2}
    makers |= {by_hand.dephasing_ppt: 2, by_hand.three_copies: 3}
    for make, least in makers.items():
        found = answer(by_hand.encode(make({"equals": d})))
        assert found == ("believed" if d >= least else "Denied")


# --- Operators ------------------------------------------------------------------------


def walk(kind, d, bits=0):
    """Return a pass about one d, or with 2^bits in its place."""
    document = by_hand.antidegradable({kind: d})
    text = by_hand.encode(document).decode()
    file = second._File(second._Text(text).document(), second._Meter())
    return second._Pass(file, bits)


def operator(word, d):
    """Return the matrix of a partition, entry by entry."""
    n = len(word) // 2
    found = np.zeros((d,) * (2 * n), dtype=int)
    for at in np.ndindex(*found.shape):
        seen = dict(zip(word, at, strict=True))
        found[at] = all(seen[letter] == i for letter, i in zip(word, at, strict=True))
    return found.reshape(d**n, d**n)


def matrix(total, d):
    """Return the matrix of a combination whose values are about this d."""
    n = total.n
    found = np.zeros((d**n, d**n), dtype=int)
    for blocks, x in total.terms.items():
        labels = [next(b for b in blocks if b >> p & 1) for p in range(2 * n)]
        found += x * operator(by_hand.first_seen(labels), d)
    return found


@st.composite
def combinations(draw, n, most=3):
    words = st.lists(st.integers(0, 2 * n - 1), min_size=2 * n, max_size=2 * n)
    terms = {}
    for labels in draw(st.lists(words, min_size=1, max_size=most)):
        terms[by_hand.first_seen(labels)] = (draw(st.integers(-3, 3)) or 1,)
    return terms


def given_to(run, terms):
    n = len(next(iter(terms))) // 2
    read = {second._partition(word, n): c for word, c in terms.items()}
    return run.element(second._Element(n, read, 0))


@settings(deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(1, 3))
def test_partitions_multiply_as_operators(data, d, n):
    run = walk("equals", d)
    one, two = (given_to(run, data.draw(combinations(n))) for _ in range(2))
    assert (matrix(one.times(two), d) == matrix(one, d) @ matrix(two, d)).all()
    assert (matrix(one.adjoint(), d) == matrix(one, d).T).all()
    assert (matrix(one.plus(two), d) == matrix(one, d) + matrix(two, d)).all()
    assert (matrix(one.minus(two), d) == matrix(one, d) - matrix(two, d)).all()


@settings(deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(1, 3))
def test_partitions_are_traced_as_operators(data, d, n):
    total = given_to(walk("equals", d), data.draw(combinations(n)))
    kept = data.draw(st.lists(st.integers(0, n - 1), unique=True).map(sorted))
    axes = [*range(n), *(n + s if s in kept else s for s in range(n))]
    out = [*kept, *(n + s for s in kept)]
    expected = np.einsum(matrix(total, d).reshape((d,) * (2 * n)), axes, out)
    found = matrix(total.traced(tuple(kept)), d)
    assert (found == expected.reshape(d ** len(kept), -1)).all()


@settings(deadline=None)
@given(st.data(), st.integers(1, 4))
def test_partitions_are_transposed_and_placed_as_operators(data, d):
    total = given_to(walk("equals", d), data.draw(combinations(2)))
    tensor = matrix(total, d).reshape((d,) * 4)
    flipped = tensor.transpose(0, 3, 2, 1).reshape(d**2, d**2)
    assert (matrix(total.transposed(), d) == flipped).all()
    one = np.eye(d, dtype=int)
    beside = np.einsum("abcd,ef->abecdf", tensor, one).reshape(d**3, d**3)
    assert (matrix(total.placed((0, 1), 3), d) == beside).all()
    between = np.einsum("abcd,ef->aebcfd", tensor, one).reshape(d**3, d**3)
    assert (matrix(total.placed((0, 2), 3), d) == between).all()


@settings(deadline=None)
@given(st.data(), st.integers(1, 3))
def test_a_value_far_out_has_the_coefficients_for_digits(data, n):
    bits = 64
    run = walk("least", 2, bits)
    ones, twos = (data.draw(combinations(n)) for _ in range(2))
    found = given_to(run, ones).times(given_to(run, twos))
    digits = {blocks: run.file._digits(x, bits) for blocks, x in found.terms.items() if x}
    expected = by_hand.times(ones, twos)
    assert digits == {second._partition(word, n): c for word, c in expected.items()}
    assert found.size >= sum(second._size(c) for c in expected.values())


@given(st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=9))
def test_digits_are_those_that_made_the_value(coefficients):
    poly = by_hand.poly(*coefficients)
    file = walk("least", 2, 64).file
    assert file._digits(file.value(poly, 64), 64) == poly


def test_the_first_pass_bounds_what_the_second_compares():
    text = by_hand.encode(HONEST["three copies"]).decode()
    file = second._File(second._Text(text).document(), second._Meter())
    sizes = second._Pass(file, None)
    second._prove(sizes)
    bits = sizes.largest.bit_length()
    second._prove(second._Pass(file, bits + 1))
    with pytest.raises(second.TooLarge, match="than the first pass found"):
        second._prove(second._Pass(file, bits))


# --- Signs ----------------------------------------------------------------------------


def all_roots(*roots):
    """Return ∏ (bx − a) for roots a/b, b > 0."""
    found = (1,)
    for a, b in roots:
        found = by_hand.poly_times(found, (-a, b))
    return found


ROOTS = st.lists(st.tuples(st.integers(-8, 30), st.integers(1, 4)), max_size=6)


@settings(deadline=None)
@given(ROOTS, ROOTS, st.integers(1, 9), st.booleans(), st.sampled_from([1, -1]))
def test_the_sign_at_every_integer(single, double, least, strict, lead):
    poly = all_roots(*single, *double, *double)
    poly = by_hand.poly_times(by_hand.poly_times(poly, (1, -1, 1)), (lead,))
    # No root is larger than 30.
    values = [sum(c * d**i for i, c in enumerate(poly)) for d in range(least, 40)]
    expected = all(x > 0 if strict else x >= 0 for x in values)
    assert second._positive_from(least, poly, strict, second._Meter()) is expected


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from([0, 0, 0, 1, -1, 7, -30]), min_size=1, max_size=8),
    st.integers(1, 6),
    st.booleans(),
)
@example([7, 0, 12, 0, 0, 0, -30, 12], 1, False)
def test_the_sign_where_degrees_fall_by_more_than_one(coefficients, least, strict):
    poly = by_hand.poly(*coefficients)
    # Cauchy: no root is larger than 31.
    values = [sum(c * d**i for i, c in enumerate(poly)) for d in range(least, 33)]
    expected = all(x > 0 if strict else x >= 0 for x in values)
    assert second._positive_from(least, poly, strict, second._Meter()) is expected


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(0, 20), st.integers(2, 20))
def test_beginning_at_a_double_root(least, near, far):
    """Sturm's sequence itself is zero there."""
    last = least + near + far
    poly = all_roots((least, 1), (least, 1), (least + near, 1), (last, 1))
    found = second._positive_from(least, poly, False, second._Meter())
    assert found is False
    assert second._positive_from(last, poly, False, second._Meter())


@pytest.mark.parametrize("far", [10, 2**40, 10**30])
def test_the_sign_far_out(far):
    def fits(poly, least, strict=False):
        return second._positive_from(least, poly, strict, second._Meter())

    line = all_roots((far, 1))
    assert fits(line, far)
    assert not fits(line, far, strict=True)
    assert fits(line, far + 1, strict=True)
    assert not fits(line, far - 1)
    between = all_roots((3 * far + 1, 3), (3 * far + 2, 3))
    assert fits(between, 1, strict=True)
    assert not fits(all_roots((far - 1, 1), (far + 1, 1)), 1)
    assert fits(all_roots((far, 1), (far + 1, 1)), 1)
    assert not fits(all_roots((far, 1), (far + 1, 1)), 1, strict=True)
    touching = all_roots((2 * far + 1, 2), (2 * far + 1, 2))
    assert fits(touching, 1, strict=True)


@pytest.mark.parametrize(
    ("poly", "at_least", "more"),
    [
        ((0,), True, False),
        ((1,), True, True),
        ((-1,), False, False),
        ((-3, 1), False, False),
    ],
)
def test_the_sign_of_the_shortest(poly, at_least, more):
    assert second._positive_from(2, poly, False, second._Meter()) is at_least
    assert second._positive_from(2, poly, True, second._Meter()) is more


@settings(deadline=None)
@given(st.data(), st.integers(1, 6), st.integers(1, 6), st.booleans())
def test_a_matrix_is_positive_as_its_eigenvalues_are(data, order, rank, spoiled):
    """Y Yᵀ is positive; with less on the diagonal, where numpy says so."""
    rows = st.lists(st.integers(-3, 3), min_size=rank, max_size=rank)
    factor = np.array(data.draw(st.lists(rows, min_size=order, max_size=order)))
    gram = 100 * factor @ factor.T
    if spoiled:
        i = data.draw(st.integers(0, order - 1))
        gram[i, i] -= data.draw(st.integers(1, 500))
    least = np.linalg.eigvalsh(gram.astype(float))[0]
    assume(not spoiled or abs(least) > 1e-6)
    entries = {
        (i, j): (int(gram[i, j]),) for i in range(order) for j in range(i + 1) if gram[i, j]
    }
    vectors = [second._Element(3, {}, 0)] * order
    block = second._Block(vectors, entries, 0)
    for kind in ("equals", "least"):
        assert second._semidefinite(block, walk(kind, 2).file) is bool(least > -1e-6)


@pytest.mark.parametrize("least", [1, 4, 5, 9])
def test_a_matrix_is_positive_from_where_it_is(least):
    """[[d, 5], [5, d]] is positive from 5 on, and so is d² − 25 with a vector more."""
    entries = {(0, 0): (0, 1), (1, 0): (5,), (1, 1): (0, 1), (2, 2): (1,)}
    block = second._Block([second._Element(3, {}, 0)] * 3, entries, 0)
    assert second._semidefinite(block, walk("least", least).file) is (least >= 5)
    assert second._semidefinite(block, walk("equals", least).file) is (least >= 5)


# --- What it needs and costs ----------------------------------------------------------


def test_it_needs_the_standard_library_only():
    tree = ast.parse(Path(second.__file__).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module)
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


#: Refused, or done, before much is computed.
QUICK = ["pairs on 6 strands", "pairs of long numbers", "equals is huge", "16 of each"]


@pytest.mark.parametrize("name", QUICK)
def test_a_price_is_known_before_it_is_paid(name):
    expected = "believed" if name == "16 of each" else "TooLarge"
    assert answer(by_hand.encode(hostile.LARGE[name]())) == expected


@pytest.mark.parametrize("name", hostile.TEXTS)
def test_texts_are_refused(name):
    assert answer(hostile.TEXTS[name]) in ("Denied", "TooLarge")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


#: Runs the file alone, without the package.
ALONE = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("partition_second", sys.argv[1])
second = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = second
spec.loader.exec_module(second)
try:
    second.confirm(sys.stdin.buffer.read())
except (second.Denied, second.TooLarge) as refusal:
    sys.exit(3 if isinstance(refusal, second.Denied) else 4)
"""


def alone(data):
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, second.__file__],
        input=data,
        capture_output=True,
        preexec_fn=limited,
        check=False,
    )
    assert not done.stderr
    return {0: "believed", 3: "Denied", 4: "TooLarge"}[done.returncode]


def test_the_file_alone_will_do():
    assert alone(by_hand.encode(HONEST["antidegradable"])) == "believed"
    assert alone(UNWELCOME["closed where it is open"]) == "Denied"


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.LARGE)
def test_ten_seconds_and_a_gigabyte_suffice(name):
    """The system enforces both limits: beyond them the process is killed or fails."""
    believed = name == "16 of each"
    found = alone(by_hand.encode(hostile.LARGE[name]()))
    assert (found == "believed") is believed
