"""Files hold the same programme: same data, same optimum, same bytes every time."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.conic.formats import read_cbf, read_sdpa, write_cbf, write_sdpa
from sdpsearch.conic.problem import ConicProblem, Orthant, PsdCone, Status
from sdpsearch.conic.solvers import backend
from sdpsearch.extension.facial_reduction import find_face
from sdpsearch.extension.line import Line
from sdpsearch.linalg import is_real, smat, support, svec

FORMATS = {"sdpa": (write_sdpa, read_sdpa), "cbf": (write_cbf, read_cbf)}
CHANNELS = {
    "depolarizing-d2": lambda: sd.zoo.depolarizing(d=2)(0.2),
    "depolarizing-d3": lambda: sd.zoo.depolarizing(d=3)(0.2),
    "amplitude-damping": lambda: sd.zoo.amplitude_damping()(0.3),
    "random-complex": lambda: random_channel(2, 2, rank=3, rng=1),
    "random-complex-full": lambda: random_channel(2, 2, rank=4, rng=2),
}
both_formats = pytest.mark.parametrize(
    ("write", "read"), FORMATS.values(), ids=FORMATS.keys()
)


def line_problem(channel):
    """Return the witness problem of the line from a channel to its reference point."""
    basis = support(channel.choi, 1e-9).basis
    real = is_real(channel.choi, basis)
    face = find_face(channel.d_in, channel.d_out, 2, basis, real)
    start = face.coordinates(channel.choi)
    start = start - face.free @ (face.free.T @ start)
    return Line(face, start, face.reference_marginal - start).problem()


@pytest.fixture(scope="module")
def problems():
    return {name: line_problem(channel()) for name, channel in CHANNELS.items()}


@pytest.fixture
def mixed():
    """Return a random problem over real and complex cones, some of order 1, shifted."""
    rng = np.random.default_rng(8)
    cones = [PsdCone(2, False), PsdCone(1, False), PsdCone(3, True), PsdCone(1, True)]
    start = [svec(np.eye(cone.order), cone.real) for cone in cones]
    start = np.concatenate([*start, np.ones(3)])
    cones = [*cones, Orthant(3)]
    rows = sum(cone.size for cone in cones)
    operator = rng.standard_normal((rows, 5)) * (rng.random((rows, 5)) < 0.6)
    operator[:, 0] = start
    equalities = rng.standard_normal((2, 5))
    return ConicProblem(
        objective=operator.T @ start + equalities.T @ rng.standard_normal(2),
        equalities=equalities,
        right_side=equalities[:, 0].copy(),  # x = (1, 0, 0, 0, 0) is feasible
        operator=sparse.csr_array(operator),
        cones=tuple(cones),
        constant=rng.random() * start,
    )


def optimum(problem, solver):
    found = backend(solver).solve(problem, tolerance=1e-10)
    assert found.status in (Status.SOLVED, Status.INACCURATE)
    assert max(found.primal_residual, found.dual_residual, abs(found.gap)) < 1e-7
    return problem.objective @ found.x, found


@both_formats
@pytest.mark.parametrize("solver", ["qics", "clarabel"])
@pytest.mark.parametrize("name", CHANNELS)
def test_round_trip_keeps_the_optimum(problems, name, solver, write, read, tmp_path):
    write(problems[name], tmp_path / "file")
    again = read(tmp_path / "file")
    expected, _ = optimum(problems[name], solver)
    assert optimum(again, solver)[0] == pytest.approx(expected, rel=1e-7)


@both_formats
def test_the_optimum_is_the_threshold_in_closed_form(problems, write, read, tmp_path):
    # (1−t)J_x + t J_ref is the depolarizing channel at x + t(1−x); x* = d/(2(d+1)).
    for d in (2, 3):
        write(problems[f"depolarizing-d{d}"], tmp_path / "file")
        found, _ = optimum(read(tmp_path / "file"), "qics")
        at, exact = Fraction(1, 5), Fraction(d, 2 * (d + 1))
        assert -found == pytest.approx(float((exact - at) / (1 - at)), abs=1e-7)


@both_formats
@pytest.mark.parametrize("name", [*CHANNELS, "mixed"])
def test_vectors_come_back_bit_for_bit(problems, mixed, name, write, read, tmp_path):
    problem = mixed if name == "mixed" else problems[name]
    write(problem, tmp_path / "file")
    again = read(tmp_path / "file")
    assert np.array_equal(again.objective, problem.objective)
    assert np.array_equal(again.equalities, problem.equalities)
    assert np.array_equal(again.right_side, problem.right_side)
    assert np.array_equal(again.constant[-3:], problem.constant[-3:])


@both_formats
@pytest.mark.parametrize("name", [*CHANNELS, "mixed"])
def test_cones_come_back_as_their_real_embedding(
    problems, mixed, name, write, read, tmp_path
):
    problem = mixed if name == "mixed" else problems[name]
    write(problem, tmp_path / "file")
    again = read(tmp_path / "file")
    assert len(again.cones) == len(problem.cones)
    x = np.random.default_rng(5).standard_normal(problem.objective.size)
    pairs = zip(
        problem.matrices(problem.operator @ x + problem.constant),
        again.matrices(again.operator @ x + again.constant),
        problem.cones,
        strict=True,
    )
    for matrix, embedded, cone in pairs:
        expected = matrix.real
        if isinstance(cone, PsdCone) and not cone.real and cone.order > 1:
            re, im = matrix.real, matrix.imag
            expected = np.block([[re, -im], [im, re]])
        assert embedded == pytest.approx(expected, rel=1e-14, abs=1e-14)


@both_formats
def test_multipliers_of_the_real_cones_stand_for_those_of_the_complex(
    mixed, write, read, tmp_path
):
    write(mixed, tmp_path / "file")
    again = read(tmp_path / "file")
    _, found = optimum(again, "clarabel")
    stacked = []
    for cone, real in zip(mixed.cones, again.matrices(found.z), strict=True):
        if isinstance(cone, Orthant):
            assert np.min(np.diag(real)) > -1e-8
            stacked.append(np.diag(real))
            continue
        if real.shape[0] != cone.order:
            n = cone.order
            real = real[:n, :n] + real[n:, n:] + 1j * (real[n:, :n] - real[:n, n:])
        assert np.linalg.eigvalsh(real)[0] > -1e-8
        stacked.append(svec(real, cone.real))
    gradient = mixed.equalities.T @ found.y + mixed.operator.T @ np.concatenate(stacked)
    assert gradient == pytest.approx(mixed.objective, abs=1e-7)


@both_formats
@pytest.mark.parametrize("name", CHANNELS)
def test_files_are_deterministic(problems, name, write, read, tmp_path):
    problem = problems[name]
    shuffled = sparse.coo_array(problem.operator)
    order = np.random.default_rng(0).permutation(shuffled.data.size)
    rows, cols = shuffled.coords
    jumbled = sparse.coo_array(
        (shuffled.data[order], (rows[order], cols[order])), shape=shuffled.shape
    )
    pieces = vars(problem) | {"operator": sparse.csr_array(jumbled)}
    write(problem, tmp_path / "one")
    write(ConicProblem(**pieces), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert b"\r" not in (tmp_path / "one").read_bytes()
    assert str(tmp_path).encode() not in (tmp_path / "one").read_bytes()


@both_formats
def test_no_equalities(write, read, tmp_path):
    eye = svec(np.eye(2), True)
    operator = sparse.csr_array(np.eye(3))
    problem = ConicProblem(
        eye, np.zeros((0, 3)), np.zeros(0), operator, (PsdCone(2, True),)
    )
    write(problem, tmp_path / "file")
    assert read(tmp_path / "file").equalities.shape == (0, 3)


@both_formats
def test_data_that_are_not_finite_are_refused(mixed, write, read, tmp_path):
    pieces = vars(mixed) | {"objective": np.nan * mixed.objective}
    with pytest.raises(ValueError, match="`problem` must have finite data"):
        write(ConicProblem(**pieces), tmp_path / "file")
    assert not (tmp_path / "file").exists()


#: The example of the SDPA manual with remarks and braces.
SDPA_EXAMPLE = """\
"Example 1: mDim = 3, nBLOCK = 1, {2}"
   3  =  mDIM
   1  =  nBLOCK
   2  = bLOCKsTRUCT
{48, -8, 20}
0 1 1 1 -11
0 1 2 2 23
1 1 1 1 10
1 1 1 2 4
2 1 2 2 -8
3 1 1 2 -8
3 1 2 2 -2
"""


@pytest.mark.parametrize("solver", ["qics", "clarabel"])
def test_example_of_the_sdpa_manual(solver, tmp_path):
    (tmp_path / "example1.dat-s").write_text(SDPA_EXAMPLE)
    problem = read_sdpa(tmp_path / "example1.dat-s")
    assert problem.equalities.shape == (0, 3)
    value, found = optimum(problem, solver)
    # The manual prints the optimum −41.9 at x = (−1.1, −2.7375, −0.55).
    assert value == pytest.approx(-41.9, abs=1e-5)
    corner = smat(problem.constant, 2, True)
    assert corner == pytest.approx(np.diag([11.0, -23.0]))
    assert found.x == pytest.approx([-1.1, -2.7375, -0.55], abs=1e-4)


#: minimise x + 2y + 3 subject to x ≥ 1, y ≥ 0, x + y ≤ 9/4 and [[x, 1], [1, y]] ≥ 0.
CBF_EXAMPLE = """\
# remarks
VER
3

OBJSENSE
MIN

VAR
2 2
F 1      # x
L+ 1     # y

CON
2 2
L+ 1
L- 1

PSDCON
1
2

OBJACOORD
2
0 1.0
1 2.0

OBJBCOORD
3.0

ACOORD
3
0 0 1.0
1 0 1.0
1 1 1.0

BCOORD
2
0 -1.0
1 -2.25

HCOORD
2
0 0 0 0 1.0
0 1 1 1 1.0

DCOORD
1
0 1 0 1.0
"""


@pytest.mark.parametrize("solver", ["qics", "clarabel"])
def test_bounds_and_constants_of_cbf(solver, tmp_path):
    (tmp_path / "file.cbf").write_text(CBF_EXAMPLE)
    problem = read_cbf(tmp_path / "file.cbf")
    assert problem.cones == (PsdCone(2, True), Orthant(3))
    # xy ≥ 1 and x + 2y least: x = √2 = 2y, inside x + y ≤ 9/4.
    value, _ = optimum(problem, solver)
    assert value == pytest.approx(3 + 2 * np.sqrt(2), rel=1e-7)


def test_inequalities_of_sdpa_are_an_orthant(tmp_path):
    text = "1\n2\n1 -2\n1.0\n1 1 1 1 1.0\n1 2 1 1 1.0\n0 2 1 1 0.5\n1 2 2 2 -1.0\n"
    (tmp_path / "file").write_text(text + "0 2 2 2 -2.0\n")
    problem = read_sdpa(tmp_path / "file")
    assert problem.cones == (PsdCone(1, True), Orthant(2))
    assert optimum(problem, "clarabel")[0] == pytest.approx(0.5, abs=1e-8)


GOOD_SDPA = "2\n2\n2 -2\n1.0 2.0\n1 1 1 1 1.0\n2 1 1 2 0.5\n0 2 1 1 1.0\n"
BAD_SDPA = {
    "empty": ("", 0, "number of variables"),
    "no-number": ("x\n", 1, "number of variables"),
    "no-variables": ("0\n1\n2\n", 1, "not in"),
    "half-a-variable": ("2.5\n", 1, "'2.5'"),
    "cut-off": ("2\n2\n", 2, "the file ends"),
    "too-few-blocks": ("2\n2\n2 = x\n", 3, "expected 2 block sizes"),
    "too-many-blocks": ("2\n2\n2 2 2\n", 3, "expected 2 block sizes, found 3"),
    "block-of-nothing": ("2\n2\n2 0\n", 3, "not in"),
    "too-few-costs": ("2\n1\n2\n1.0\n", 4, "the file ends"),
    "cost-not-finite": ("2\n1\n2\n1.0 nan\n", 4, "nan"),
    "too-many-costs": ("2\n1\n2\n1 2 3\n", 4, "found 3"),
    "four-numbers": (GOOD_SDPA + "1 1 1 1\n", 8, "expected 5 number"),
    "six-numbers": (GOOD_SDPA + "1 1 2 2 1.0 7\n", 8, "expected 5 number"),
    "word": (GOOD_SDPA + "1 1 2 2 one\n", 8, "'one'"),
    "fraction-for-index": (GOOD_SDPA + "1 1 2.5 2 1.0\n", 8, "'2.5'"),
    "infinite": (GOOD_SDPA + "1 1 2 2 1e999\n", 8, "finite"),
    "matrix-beyond": (GOOD_SDPA + "3 1 2 2 1.0\n", 8, "matrix number 3"),
    "block-beyond": (GOOD_SDPA + "1 3 1 1 1.0\n", 8, "block number 3"),
    "row-beyond": (GOOD_SDPA + "1 1 3 3 1.0\n", 8, "row 3"),
    "below-the-diagonal": (GOOD_SDPA + "1 1 2 1 1.0\n", 8, "column 1"),
    "off-a-diagonal": (GOOD_SDPA + "1 2 1 2 1.0\n", 8, "diagonal block"),
    "twice": (GOOD_SDPA + "\n1 1 1 1 1.0\n", 9, "twice"),
    "no-cone": ("1\n1\n-2\n1.0\n1 1 1 1 1.0\n1 1 2 2 -1.0\n", 6, "no cone"),
}


def cbf(old, new):
    """Return the example with a passage replaced, which must be there."""
    assert old in CBF_EXAMPLE
    return CBF_EXAMPLE.replace(old, new, 1)


BAD_CBF = {
    "empty": ("", 0, "section VER is missing"),
    "no-version": ("VAR\n1 1\nF 1\n", 1, "expected VER"),
    "version": (cbf("VER\n3", "VER\n9"), 3, "version 9"),
    "maximise": (cbf("MIN", "MAX"), 6, "'MAX'"),
    "no-keyword": (cbf("CON\n", "12\n"), 13, "expected a keyword"),
    "integers": (cbf("CON\n", "INT\n"), 13, "section INT is not supported"),
    "quadratic": (cbf("L- 1", "Q 1"), 16, "cone 'Q' is not supported"),
    "no-size": (cbf("L- 1", "L-"), 16, "expected 1 number"),
    "too-large": (cbf("L- 1", "L- 2"), 16, "size of the cone 2"),
    "too-small": (cbf("L- 1", "L- 0"), 16, "1 rows, not 2"),
    "order": (cbf("PSDCON\n1\n2", "PSDCON\n1\n0"), 20, "order 0"),
    "variable-beyond": (cbf("1 2.0\n", "2 2.0\n"), 25, "variable 2"),
    "given-twice": (cbf("1 2.0\n", "0 2.0\n"), 25, "twice"),
    "no-float": (cbf("1 2.0\n", "1 two\n"), 25, "'two'"),
    "nan": (cbf("\n3.0", "\nnan"), 28, "finite"),
    "constraint-beyond": (cbf("1 -2.25", "2 -2.25"), 39, "constraint 2"),
    "cone-beyond": (cbf("0 1 1 1 1.0", "1 1 1 1 1.0"), 44, "cone 1"),
    "row-beyond": (cbf("0 1 0 1.0\n", "0 2 0 1.0\n"), 48, "row 2"),
    "above-the-diagonal": (cbf("0 1 0 1.0\n", "0 0 1 1.0\n"), 48, "column 1"),
    "cut-off": (cbf("0 1 0 1.0\n", ""), 47, "the file ends"),
    "negative-count": (cbf("DCOORD\n1", "DCOORD\n-1"), 47, "count -1"),
    "one-too-many": (CBF_EXAMPLE + "0 0 0 1.0\n", 49, "expected a keyword"),
    "section-twice": (CBF_EXAMPLE + "DCOORD\n0\n", 49, "DCOORD is given twice"),
}


def assert_refused(read, text, line, words, path):
    path.write_text(text)
    with pytest.raises(ValueError, match=words) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(f"{path.name}:{line}: ")
    assert "\n" not in message


@pytest.mark.parametrize(("text", "line", "words"), BAD_SDPA.values(), ids=BAD_SDPA.keys())
def test_malformed_sdpa_is_refused(text, line, words, tmp_path):
    assert_refused(read_sdpa, text, line, words, tmp_path / "bad.dat-s")


@pytest.mark.parametrize(("text", "line", "words"), BAD_CBF.values(), ids=BAD_CBF.keys())
def test_malformed_cbf_is_refused(text, line, words, tmp_path):
    assert_refused(read_cbf, text, line, words, tmp_path / "bad.cbf")


@both_formats
def test_binary_and_missing_files(write, read, tmp_path):
    (tmp_path / "bin").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ValueError, match="bin:0: this is not a text file"):
        read(tmp_path / "bin")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere")
