"""Spaces of two and three parameters: mixtures on simplices, products on squares."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.making import rooted, with_squares
from sdpsearch.channels.mixing import simplex
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.channels.squares import Number
from sdpsearch.channels.zoo.damping import damping_dephasing
from sdpsearch.channels.zoo.elementary import identity, replacer
from sdpsearch.channels.zoo.erasures import dephrasure, erasure, with_erasure
from sdpsearch.channels.zoo.flips import dephasing, generalized_dephasing, pauli
from sdpsearch.channels.zoo.noise import werner_holevo
from sdpsearch.channels.zoo.orthogonal import brauer
from sdpsearch.linalg import Array


@constructor
def pauli_simplex() -> ChannelSpace:
    """Return all Pauli channels ρ ↦ Σ p_i σ_i ρ σ_i, p_I being what X, Y and Z leave.

    Returns:
        An affine space with parameters X, Y, Z ≥ 0 of sum at most 1, the probabilities of
        the three flips: a tetrahedron.

    Example:
        >>> import sdpsearch as sd
        >>> point = {"X": 0.1, "Y": 0.1, "Z": 0.1}
        >>> sd.zoo.pauli_simplex()(**point) == sd.zoo.pauli()(0.3)
        True
    """
    flips = [pauli(axis)(1) for axis in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    return simplex([identity(2), *flips], ["I", "X", "Y", "Z"], "pauli_simplex")


@constructor
def pauli_triangle() -> ChannelSpace:
    """Return the Pauli channels without Y: ρ ↦ (1−X−Z) ρ + X XρX + Z ZρZ.

    Returns:
        An affine space with parameters X, Z ≥ 0 of sum at most 1: a triangle.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.pauli_triangle()(X=0.1, Z=0.1) == sd.zoo.two_pauli()(0.2)
        True
    """
    flips = [pauli(axis)(1) for axis in ((1, 0, 0), (0, 0, 1))]
    return simplex([identity(2), *flips], ["I", "X", "Z"], "pauli_triangle")


@constructor
def depolarizing_dephasing_triangle(d: int = 2) -> ChannelSpace:
    """Return the channels (1−p−x) ρ + p diag(ρ) + x tr(ρ) 1/d.

    Args:
        d: dimension, at least 2.

    Returns:
        An affine space with parameters p, x ≥ 0 of sum at most 1: a triangle.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> noisy = sd.zoo.depolarizing_dephasing_triangle(d=3)(p=0.27, x=0.1)
        >>> noisy == sd.zoo.depolarizing_dephasing(d=3, p=0.3)(0.1)
        True
    """
    d = checks.dimension("d", d, least=2)
    ends = [identity(d), generalized_dephasing(d)(1), replacer(d)]
    name = "depolarizing_dephasing_triangle"
    return simplex(ends, ["one", "p", "x"], name, {"d": d})


@constructor
def brauer_triangle(d: int = 3) -> ChannelSpace:
    """Return all channels of real rotations: mixtures of the three that brauer() names.

    The identity has what is left by L, the weight of the Werner–Holevo channel, and S,
    that of the channel of the traceless symmetric matrices.

    Args:
        d: dimension, at least 2.

    Returns:
        An affine space with parameters L, S ≥ 0 of sum at most 1: a triangle.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.brauer_triangle(3)(L=0.5, S=0) == sd.zoo.brauer(3)(0)
        True
    """
    d = checks.dimension("d", d, least=2)
    ends = [identity(d), werner_holevo(d), brauer(d, weights=(0, 0, 1))(0)]
    return simplex(ends, ["one", "L", "S"], "brauer_triangle", {"d": d})


@constructor
def erasure_triangle(d: int = 2) -> ChannelSpace:
    """Return the channels (1−x−e) ρ + x tr(ρ) 1/d ⊕ e tr(ρ) |flag><flag|.

    Args:
        d: dimension of the input, at least 2.

    Returns:
        An affine space with parameters x, e ≥ 0 of sum at most 1: a triangle.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> lost = sd.zoo.erasure_triangle(d=3)(x=0.1, e=0.5)
        >>> lost == sd.zoo.depolarizing_erasure(d=3, x=0.2)(0.5)
        True
    """
    d = checks.dimension("d", d, least=2)
    noise = with_erasure(replacer(d))(Fraction(0))
    ends = [erasure(d)(0), noise, erasure(d)(1)]
    return simplex(ends, ["one", "x", "e"], "erasure_triangle", {"d": d})


@constructor
def dephrasure_triangle() -> ChannelSpace:
    """Return the channels (1−z−q) ρ + z Z ρ Z ⊕ q tr(ρ) |flag><flag|.

    Dephrasure with p and q has z = (1−q) p: the same channels as dephrasure_square(), in
    coordinates that make the Choi operator affine.

    Returns:
        An affine space with parameters z, q ≥ 0 of sum at most 1: a triangle.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.dephrasure_triangle()(z=0.07, q=0.3) == sd.zoo.dephrasure(0.1)(0.3)
        True
    """
    flip = with_erasure(dephasing()(1))(Fraction(0))
    ends = [erasure(2)(0), flip, erasure(2)(1)]
    return simplex(ends, ["one", "z", "q"], "dephrasure_triangle")


@constructor
def dephrasure_square() -> ChannelSpace:
    """Return dephrasure with both probabilities: dephasing with p, then erasure with q.

    Returns:
        A space with parameters p in [0, 1/2] and q in [0, 1], not affine.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.dephrasure_square()(p=0.1, q=0.3) == sd.zoo.dephrasure(0.1)(0.3)
        True
    """
    box: dict[str, tuple[Number, Number]] = {"p": (0, 0.5), "q": (0, 1)}
    return ChannelSpace(_dephrasure, box, "dephrasure_square")


@constructor
def damping_dephasing_square() -> ChannelSpace:
    """Return amplitude damping with γ followed by dephasing with p, both free.

    Returns:
        A space with parameters gamma in [0, 1] and p in [0, 1/2], not affine.

    Example:
        >>> import sdpsearch as sd
        >>> damped = sd.zoo.damping_dephasing_square()(gamma=0.3, p=0.1)
        >>> damped == sd.zoo.damping_dephasing(0.1)(0.3)
        True
    """
    box: dict[str, tuple[Number, Number]] = {"gamma": (0, 1), "p": (0, 0.5)}
    return ChannelSpace(_damping_dephasing, box, "damping_dephasing_square")


@constructor
def multilevel_damping_square() -> ChannelSpace:
    """Return three levels, |1> and |2> decaying to |0> with probabilities a and b.

    Kraus operators |0><0| + √(1−a) |1><1| + √(1−b) |2><2|, √a |0><1| and √b |0><2|;
    Chessa and Giovannetti, 2008.00477.

    Returns:
        A space with parameters a, b in [0, 1], not affine.

    Example:
        >>> import sdpsearch as sd
        >>> equal = sd.zoo.multilevel_damping_square()(a=0.3, b=0.3)
        >>> equal == sd.zoo.multilevel_amplitude_damping(3)(0.3)
        True
    """
    box: dict[str, tuple[Number, Number]] = {"a": (0, 1), "b": (0, 1)}
    return ChannelSpace(_two_decays, box, "multilevel_damping_square")


def _dephrasure(p: Number, q: Number) -> Channel:
    return dephrasure(p)(q)


def _damping_dephasing(gamma: Number, p: Number) -> Channel:
    return damping_dephasing(p)(gamma)


def _two_decays(a: Number, b: Number) -> Channel:
    floats = rooted(_decays(float(a), float(b)))
    return with_squares(floats, lambda: _decays(fraction(a), fraction(b)))


def _decays(a: Number, b: Number) -> Array:
    """Return the signed squares of the three Kraus operators."""
    squares = np.full((3, 3, 3), 0 * a)
    squares[0].flat[::4] = 1, 1 - a, 1 - b
    squares[1, 0, 1], squares[2, 0, 2] = a, b
    return squares
