"""The modelling languages: one semidefinite programme, said in CVXPY or in PICOS.

Both are handed the same real data (Hermitian matrices by the embedding
[[Re, −Im], [Im, Re]]),

    minimise c·x   subject to   A x = b,   mat_i(F_i x + g_i) ≥ 0,

and hand back x and the multipliers of A x = b and of the matrix inequalities. Nothing
they return is believed: signs and sizes of multipliers are settled by their users.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.linalg import Array, hermitian_basis
from sdpsearch.threads import alone_with, one_blas_thread


@dataclass(frozen=True, eq=False)
class Inequality:
    """mat(F x + g) ≥ 0 for a Hermitian matrix given by svec coordinates.

    Attributes:
        order: order of the matrix.
        real: whether it is real symmetric.
        factor: F.
        constant: g.
    """

    order: int
    real: bool
    factor: Array | sparse.csr_array
    constant: Array

    @property
    def embedded(self) -> tuple[sparse.csr_array, Array, int]:
        """F and g into the real symmetric matrices of the embedding, and their order."""
        embed = embedding(self.order, self.real)
        side = self.order if self.real else 2 * self.order
        return sparse.csr_array(embed @ self.factor), embed @ self.constant, side


@dataclass(frozen=True, eq=False)
class Programme:
    """minimise c·x subject to A x = b and matrix inequalities."""

    objective: Array
    equalities: Array
    right_side: Array
    inequalities: tuple[Inequality, ...]


@dataclass(frozen=True)
class Answer:
    """What a solver returned: numbers to be checked, or None where it returned none.

    Attributes:
        x: the variables.
        equality_duals: multipliers of A x = b, up to a sign.
        matrix_duals: multipliers of the inequalities (order or 2·order), up to a factor.
        solver: language and solver.
        message: the solver's words.
    """

    x: Array | None
    equality_duals: Array | None
    matrix_duals: tuple[Array, ...] | None
    solver: str
    message: str


@lru_cache(maxsize=64)
def embedding(order: int, real: bool) -> sparse.csr_array:
    """Return the map from svec coordinates to row-major vec of [[Re, −Im], [Im, Re]]."""
    basis = sparse.coo_array(hermitian_basis(order, real))
    if real:
        return sparse.csr_array(basis)
    (entry, column), data = basis.coords, np.array(basis.data)
    i, j = np.divmod(entry, order)
    side = 2 * order
    rows, values = [], []
    for a, b, part in (
        (0, 0, np.real(data)),
        (order, order, np.real(data)),
        (0, order, -1.0 * np.imag(data)),
        (order, 0, np.imag(data)),
    ):
        rows.append((i + a) * side + (j + b))
        values.append(part)
    shape = (side * side, basis.shape[1])
    matrix = sparse.csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.tile(column, 4))), shape
    )
    matrix.eliminate_zeros()
    return matrix


def unembedded(matrix: Array, real: bool) -> Array:
    """Return the Hermitian matrix nearest to an embedded one."""
    if real:
        return (matrix + matrix.T) / 2
    half = matrix.shape[0] // 2
    top, bottom = matrix[:half], matrix[half:]
    plain = (top[:, :half] + bottom[:, half:]) / 2
    turned = (bottom[:, :half] - top[:, half:]) / 2
    found = plain + 1j * turned
    return (found + found.conj().T) / 2


def solve(
    programme: Programme,
    language: str,
    solver: str | None = None,
    time_limit: float | None = None,
) -> Answer:
    """Solve with "cvxpy" (SCS, CLARABEL or any installed solver) or "picos" (cvxopt).

    The time limit binds the solvers that have one (of those with settings here).

    Raises:
        ValueError: the language is unknown.
    """
    check_language(language)
    with alone_with(language):
        return LANGUAGES[language](programme, solver, time_limit)


def check_language(language: str) -> None:
    """Raise ValueError unless the language is known."""
    if language not in LANGUAGES:
        raise ValueError(
            f"Argument `language` must be one of {', '.join(LANGUAGES)}, but is "
            f"{language!r}."
        )


def _check_installed(language: str, solver: str, installed: list[str]) -> None:
    """Raise ImportError, with the command, for a solver the language cannot reach."""
    if solver.lower() not in (name.lower() for name in installed):
        raise ImportError(
            f"{language} finds no solver {solver!r}; it has {', '.join(installed)}, and "
            f"`python -m pip install {solver.lower()}` may add it."
        )


def _solve_cvxpy(
    programme: Programme, solver: str | None, time_limit: float | None
) -> Answer:
    name = (solver or "CLARABEL").upper()
    import cvxpy
    from cvxpy import settings

    _check_installed("CVXPY", name, cvxpy.installed_solvers())
    options = dict(_CVXPY_OPTIONS.get(name, {}))
    cost = 0.0
    if name == "CLARABEL":
        # It looks at the clock after setting up and one factorization: not begun if late.
        cost = _CLARABEL_COST * programme.objective.size**3
        deadline.check("the search over N was handed to Clarabel", cost)
    model = _compiled(programme)
    model.matrix.value, model.right.value = programme.equalities, programme.right_side
    if name in _CVXPY_TIME:
        left = deadline.remaining(time_limit, cost)
        if left is not None:
            options[_CVXPY_TIME[name]] = left
    try:
        # What problem.solve() does, but for its start from the answer to another question,
        # and for its warning of inaccuracy: the bounds are recomputed, whatever it says.
        data, chain, inverse = model.problem.get_problem_data(name, solver_opts=options)
        raw = chain.solve_via_data(model.problem, data, False, False, options)
        solution = chain.invert(raw, inverse)
        if solution.status in settings.ERROR:
            return Answer(None, None, None, f"cvxpy/{name}", str(solution.status))
        model.problem.unpack(solution)
    except Exception as error:  # CVXPY passes on what its solvers raise
        message = f"{type(error).__name__}: {error}"
        return Answer(None, None, None, f"cvxpy/{name}", " ".join(message.split()))
    duals = [constraint.dual_value for constraint in model.above]
    return Answer(
        x=model.x.value,
        equality_duals=model.equal.dual_value,
        matrix_duals=None if any(d is None for d in duals) else tuple(map(np.array, duals)),
        solver=f"cvxpy/{name}",
        message=str(model.problem.status),
    )


@dataclass(frozen=True, eq=False)
class _CvxpyModel:
    """A compiled problem whose equalities A x = b are parameters."""

    problem: Any
    x: Any
    matrix: Any
    right: Any
    equal: Any
    above: tuple[Any, ...]


#: Compiled problems by shape; along a scan only A and b change.
_COMPILED: OrderedDict[tuple[Any, ...], _CvxpyModel] = OrderedDict()
_COMPILED_LIMIT = 16


def _compiled(programme: Programme) -> _CvxpyModel:
    """Return the compiled problem for everything of a programme but A and b."""
    import cvxpy

    fixed = [programme.objective, *(i.constant for i in programme.inequalities)]
    factors = [i.embedded for i in programme.inequalities]
    key = (
        programme.equalities.shape,
        tuple(array.tobytes() for array in fixed),
        tuple((side, f.data.tobytes(), f.indices.tobytes()) for f, _, side in factors),
    )
    if key in _COMPILED:
        _COMPILED.move_to_end(key)
        return _COMPILED[key]
    x = cvxpy.Variable(programme.objective.size)
    matrix = cvxpy.Parameter(programme.equalities.shape)
    right = cvxpy.Parameter(programme.right_side.shape)
    equal = matrix @ x == right
    above = []
    for factor, constant, side in factors:
        block = cvxpy.reshape(factor @ x + constant, (side, side), order="C")
        above.append((block + block.T) / 2 >> 0)
    problem = cvxpy.Problem(cvxpy.Minimize(programme.objective @ x), [equal, *above])
    _COMPILED[key] = _CvxpyModel(problem, x, matrix, right, equal, tuple(above))
    if len(_COMPILED) > _COMPILED_LIMIT:
        _COMPILED.popitem(last=False)
    return _COMPILED[key]


def _solve_picos(
    programme: Programme, solver: str | None, time_limit: float | None
) -> Answer:
    import picos

    name = solver or "cvxopt"
    if name == "cvxopt":
        # It knows no time limit: what would end late is not begun.
        sides = [i.order if i.real else 2 * i.order for i in programme.inequalities]
        cost = 1e3 * programme.objective.size * sum(side**3 for side in sides)
        deadline.check("the search over N was handed to CVXOPT", cost)
        time_limit = None
    _check_installed("PICOS", name, picos.available_solvers())
    problem = picos.Problem()
    x = picos.RealVariable("x", programme.objective.size)
    problem.minimize = picos.Constant(programme.objective).T * x
    equal = problem.add_constraint(
        picos.Constant(programme.equalities) * x == programme.right_side
    )
    above = []
    for inequality in programme.inequalities:
        factor, constant, side = inequality.embedded
        # PICOS stacks columns; the matrices are symmetric, so that row-major serves.
        flat: Any = picos.Constant(factor.toarray()) * x + constant
        above.append(problem.add_constraint(flat.reshaped((side, side)) >> 0))
    found, message = None, ""
    for tolerance in _PICOS_TOLERANCES:
        options = dict.fromkeys(_PICOS_SETTINGS, tolerance)
        try:
            with one_blas_thread():  # again: CVXOPT came with a BLAS of its own
                found = problem.solve(
                    solver=name,
                    rel_bnb_opt_tol=None,
                    primals=None,
                    duals=None,
                    timelimit=time_limit,
                    max_iterations=_PICOS_ITERATIONS,
                    **options,
                )
        except Exception as error:  # PICOS passes on what its solvers raise
            message = " ".join(f"{type(error).__name__}: {error}".split())
        else:
            message = f"{found.claimedStatus} at {tolerance:.0e}"
            break
    if found is None:
        return Answer(None, None, None, f"picos/{name}", message)
    duals = [constraint.dual for constraint in above]
    return Answer(
        x=None if x.np is None else np.ravel(x.np),
        equality_duals=None if equal.dual is None else np.ravel(np.array(equal.dual)),
        matrix_duals=None if any(d is None for d in duals) else tuple(map(np.array, duals)),
        solver=f"picos/{name}",
        message=message,
    )


_CVXPY_OPTIONS: dict[str, dict[str, Any]] = {
    "SCS": {"eps_abs": 1e-9, "eps_rel": 1e-9, "max_iters": 200_000},
    "CLARABEL": {
        "tol_gap_abs": 1e-10,
        "tol_gap_rel": 1e-10,
        "tol_feas": 1e-10,
    },
}
#: Operations per cubed variable of Clarabel's setting up, with CVXPY's (measured).
_CLARABEL_COST = 0.4
#: What each solver calls its time limit.
_CVXPY_TIME = {"SCS": "time_limit_secs", "CLARABEL": "time_limit"}
_PICOS_SETTINGS = (
    "abs_prim_fsb_tol",
    "rel_prim_fsb_tol",
    "abs_dual_fsb_tol",
    "rel_dual_fsb_tol",
    "abs_ipm_opt_tol",
    "rel_ipm_opt_tol",
)
#: Without a limit of its own CVXOPT can go on for ever, or until it divides by zero.
_PICOS_ITERATIONS = 100
#: Asked for one after the other: CVXOPT can break down short of the first.
_PICOS_TOLERANCES = (1e-9, 1e-8, 1e-7)

#: How each language is spoken.
LANGUAGES: dict[str, Callable[[Programme, str | None, float | None], Answer]] = {
    "cvxpy": _solve_cvxpy,
    "picos": _solve_picos,
}
