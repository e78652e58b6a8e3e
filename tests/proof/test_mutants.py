"""Drop or flip any check of the checker, and some certificate notices.

Slow: all mutants, and whoever survives must be listed here with the reason. Fast: a fixed
sample.
"""

from fnmatch import fnmatchcase

import mutants
import pytest

#: Why a mutant may survive: {reason: patterns of its name, "function: old -> new"}.
SURVIVORS = {
    "A matrix too costly to decide is refused; only how costly is changed.": [
        ": 6 * 10 ** 9 -> only right",
        "Problem._scales: if sum(*MAX_SCALE_BITS* -> if False",
        "Problem._scales: *MAX_SCALE_BITS -> [[]0] GtE",
        "Problem._scales: raise NotACertificate(f'scales have more than* -> pass",
    ],
    "Only what a check may cost is changed, which test_hostile holds it to.": [
        "proved: budget or Budget() -> *",
    ],
    "Corners that are points of the frame would be looked at again.": [
        "Region.check_channels: sum(corner) > 1*-> *",
    ],
    "Planes of facets would all be turned around, and be as different as before.": [
        "hull_volume: max(heights) > 0 -> [[]0] LtE",
    ],
    "Points on an edge add nothing to an area; the other way round is a way round.": [
        "_extent: _turn(chain[[]-2], chain[[]-1], point) <= 0 -> *",
    ],
    "A coordinate is chosen that is not 0.": ["_trace: side[[]axis] > 0 -> *"],
    "A corner on the plane would be there twice.": [
        "_clipped: at < 0 < beyond -> * LtE",
        "_clipped: beyond < 0 < at -> * LtE",
    ],
    "Only how many facets may be listed is changed.": [
        "_inner: 4 * MAX_REGION_PROOFS -> only right",
    ],
    "All points of a frame are normalized alike.": [
        "_region_words: all((point.is_normalized*-> any/all",
    ],
    "parse() would return None, which is refused as no object.": [
        "parse: raise NotACertificate('it is not UTF-8 text') from None -> pass",
        "parse: raise NotACertificate(f'it is not JSON*-> pass",
        "parse: raise NotACertificate('it is nested too deeply') from None -> pass",
    ],
    "A number would become None, which is refused wherever a string is read.": [
        "parse.no_number: raise NotACertificate*-> pass",
    ],
    "The Cholesky factor is a guess, confirmed afterwards; else elimination decides.": [
        "_cholesky_confirms: 2 * (bits // 2*",
        "_cholesky_confirms: 2 * n.bit_length() -> *",
        "_cholesky_confirms: bits // 2 + shift // 2 + 2 -> *",
        "_cholesky_confirms: (dense[[]i][[]j] << shift) - sum(map(mul, row, *",
        "_cholesky_confirms: (dense[[]i][[]i] << shift) - little*",
        "_cholesky_confirms: square <= 0 -> *",
        "_square_root: number.bit_length() + 1 -> *",
        "_square_root: guess + number // guess -> *",
        "_square_root: better >= guess -> [[]0] Lt",
    ],
    "The guess is for M minus more than all rounding, so it exists only for M > 0; that "
    "it is confirmed is a second safeguard.": [
        "_cholesky_confirms: (dense[[]i][[]j] << shift) - sum(map(mul, lower*",
        "_cholesky_confirms: i + 1 -> *",
        "_cholesky_confirms: i == j -> *",
        "_cholesky_confirms: x >= 0 -> *",
        "_cholesky_confirms: all((x >= 0*",
    ],
    "Diagrams with too many rows have no fillings.": ["diagrams.parts: places - 1 -> +/-"],
    "V becomes −V with every column.": [
        "symmetrized: signed.get(key, 0) + sign * weight -> +/-",
    ],
    "The sum has the parity of the difference.": ["_signed_orders: len(order) - at -> +/-"],
    "Spaces are always made with scales.": ["Space.__init__: (Fraction(1),) * d_out -> *"],
    "Denominators are positive and immaterial to signs.": [
        "Space.compress: matrix.denominator * self.unit -> *",
    ],
    "Only labels the matrix with a size that is not used.": [
        "Space.marginal: self.d_in * self.d_out -> *",
        "_check_map: problem.order * d -> *",
        "_whole_basis: space.d_in * d* -> only *",
        "widened: choi.rows [*] d -> *",
        "_check_map: rank * d -> * #2",
        "CapacityProblem._singularity: 2 * d -> *",
        "_lifted: 2 [*] lift.rows -> *",
        "_projected: 2 * d -> *",
        "_side_by_side: vectors.rows * d -> *",
        "_beside_each_other: first.rows [*] second.rows -> *",
        "_repeated: count * order -> *",
    ],
    "C ≥ 0 with C_ψψ n = 0 has C_φψ n = 0 as well.": [
        "CapacityProblem._singularity: * at[[]0] < d -> without [[]1]",
        "CapacityProblem._singularity: at[[]0] < d -> [[]0] LtE",
    ],
    "A code outside the domain covers nothing of it; and its bounds lie apart, so that it "
    "does not fall to itself.": [
        "CapacityProblem._reach: if not self.start <= x *-> if False",
        "CapacityProblem._reach: raise Refused('a proof is about*-> pass",
        "CapacityProblem._reach: *or x == y -> without [[]1]",
        "CapacityProblem._reach: x < y -> [[]0] LtE",
        "CapacityProblem._reach: there[[]1] > here[[]0] -> [[]0] GtE",
    ],
    "A code too large is refused, only how large is changed; and of no vectors nothing is "
    "sent.": [
        "CapacityProblem._code: *MAX_DIMENSION*",
        "CapacityProblem._code: d_in * d -> *",
        "CapacityProblem._code: vectors.columns * order -> *",
        "CapacityProblem._code: raise NotACertificate('a code has*",
    ],
    "Channels send something, with eigenvalues that are not negative.": [
        "_spectrum: *total <= 0*",
        "_spectrum: raise Refused('a code sends nothing') -> pass",
        "_enclosed: *at + wide < 0*",
        "_enclosed: *found[[]-1][[]0] > *",
        "_enclosed: raise Refused('an eigenvalue is not that of a state') -> pass*",
    ],
    "What is sent is divided by its trace, so that a common factor does not tell, or both "
    "entropies shrink alike.": [
        "_beside_each_other: first.denominator * second.denominator -> *",
        "_repeated: found.denominator * pair.denominator -> *",
        "_spectrum: unit * matrix.denominator -> only right",
    ],
    "Next to 1/e the peak is as good a bound as any.": ["entropy: *_INVERSE_E*"],
    "The trace of a positive operator is positive, and positivity is checked next.": [
        "*: not is_psd(trace) or _rank(_columns(trace)) < self.d_in -> without [[]0]",
    ],
    "A negative slack covers no radius, which is checked next.": [
        "_check_extension: slack < 0 or (slack and point.is_scaled) -> without [[]0]",
    ],
    "A negative diagonal entry is found in the course of elimination, unless all are; and "
    "a zero one has something beside it in its block.": [
        "_block_is_psd: any((dense[[]i][[]i] < 0 for i in range(n))) -> any/all",
        "_block_is_psd: dense[[]i][[]i] < 0 -> [[]0] LtE",
    ],
    "How many diagonal entries are looked at before elimination, which finds them all.": [
        "_block_is_psd: 2 [*] len(block) -> only *",
    ],
    "The other square root of −1 serves as well.": ["*: re_ + _ROOT * im -> +/-"],
    "The quotient is rounded down to the same integer.": [": _PRIME - 1 -> +/-"],
    "Where it fails at an end and holds inside, it fails up to where it holds.": [
        "_thresholds: *(high <= holds[[]0]) -> without [[]2]",
        "_thresholds: *(low >= holds[[]1]) -> without [[]2]",
    ],
}


def reason(name):
    """Return why a mutant may survive, None if it may not."""
    for why, patterns in SURVIVORS.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return why
    return None


@pytest.mark.slow
def test_a_sample_is_killed():
    chosen = [m for m in mutants.sample(16, seed=1) if reason(m.name) is None]
    assert len(chosen) > 10
    survivors = [m.name for m in chosen if mutants.killer(m) is None]
    assert survivors == []


@pytest.mark.slow  # the other slow ones rest on it
def test_the_unchanged_checker_survives():
    class Unchanged:
        name = "unchanged"

        @staticmethod
        def module():
            return mutants.checker

    assert mutants.killer(Unchanged) is None


@pytest.mark.slow
def test_only_harmless_mutants_survive():
    every = mutants.mutants()
    assert len(every) > 600
    survivors = {m.name for m in every if mutants.killer(m) is None}
    assert sorted(name for name in survivors if reason(name) is None) == []
    # Nothing is excused that need not be.
    for patterns in SURVIVORS.values():
        for pattern in patterns:
            assert any(fnmatchcase(name, pattern) for name in survivors), pattern
