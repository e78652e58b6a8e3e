"""Random channels: generic ones, and ones that are degradable by construction."""

from __future__ import annotations

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array

#: A seed, a generator, or None for fresh entropy.
Seed = np.random.Generator | int | None


def random_unitary(d: int, rng: Seed = None) -> Array:
    """Return a Haar-random unitary matrix: the Q factor of a complex Ginibre matrix.

    The phases of R's diagonal are moved to Q, without which Q is not Haar distributed;
    Mezzadri, math-ph/0609050.

    Args:
        d: dimension, at least 1.
        rng: seed or generator.

    Returns:
        U, shape (d, d).

    Raises:
        ValueError: d < 1.

    Example:
        >>> import numpy as np
        >>> from sdpsearch.channels.random import random_unitary
        >>> u = random_unitary(3, rng=0)
        >>> bool(np.allclose(u.conj().T @ u, np.eye(3)))
        True
    """
    d = checks.dimension("d", d)
    return _isometry(_ginibre((d, d), rng))


def random_channel(
    d_in: int = 2, d_out: int = 2, rank: int | None = None, rng: Seed = None
) -> Channel:
    """Return a channel with Haar-random Stinespring isometry A → B⊗E.

    The isometry is the Q factor of a complex Ginibre matrix, so the channel is
    distributed as in Bruzda, Cappellini, Sommers and Życzkowski, 0804.2361.

    Args:
        d_in: dimension of the input.
        d_out: dimension of the output.
        rank: dimension of the environment, almost surely the Choi rank; d_in·d_out
            when not given.
        rng: seed or generator.

    Returns:
        The channel, with `rank` Kraus operators.

    Raises:
        ValueError: a dimension is below 1, rank > d_in·d_out (no Choi operator has
            that rank), or d_out·rank < d_in (no isometry fits).

    Example:
        >>> from sdpsearch.channels.random import random_channel
        >>> random_channel(2, 3, rank=4, rng=0).rank
        4
    """
    d_in = checks.dimension("d_in", d_in)
    d_out = checks.dimension("d_out", d_out)
    rank = checks.dimension("rank", d_in * d_out if rank is None else rank)
    if not d_in <= d_out * rank or rank > d_in * d_out:
        raise ValueError(
            f"Argument `rank` must lie in [{-(-d_in // d_out)}, {d_in * d_out}] for "
            f"d_in={d_in}, d_out={d_out}, but is {rank}."
        )
    isometry = _isometry(_ginibre((rank * d_out, d_in), rng))
    return Channel(isometry.reshape(rank, d_out, d_in))


def random_antidegradable(
    d_in: int = 2, d_out: int = 2, rank: int = 2, rng: Seed = None
) -> Channel:
    """Return a random antidegradable channel, a marginal of a channel to two receivers.

    A random isometry T: A → B⊗B'⊗F with F = C^rank whose Kraus operators T_f lie in the
    symmetric (f even) or antisymmetric (f odd) subspace of B⊗B'; its channel to B⊗B'
    is invariant under the swap, so its Choi operator is a 2-extension of that of the
    channel A → B. Every antidegradable channel arises so, with F large enough; rank 1
    gives those with a pure bosonic extension (Myhr and Lütkenhaus, 0812.3667).

    Args:
        d_in: dimension of the input.
        d_out: dimension of the output B.
        rank: dimension of F.
        rng: seed or generator.

    Returns:
        The channel A → B, with at most d_out·rank Kraus operators.

    Raises:
        ValueError: a dimension is below 1, or F is too small for an isometry.

    Example:
        >>> from sdpsearch.channels.random import random_antidegradable
        >>> from sdpsearch.known.criteria import two_qubit_antidegradable
        >>> two_qubit_antidegradable(random_antidegradable(rng=0)) > 0
        True
    """
    d_in = checks.dimension("d_in", d_in)
    d_out = checks.dimension("d_out", d_out)
    rank = checks.dimension("rank", rank)
    room = sum(d_out * (d_out + (1, -1)[f % 2]) // 2 for f in range(rank))
    if room < d_in:
        raise ValueError(
            f"Argument `rank` is too small: the symmetric and antisymmetric subspaces "
            f"have {room} dimensions for d_out={d_out} and rank={rank}, fewer than "
            f"d_in={d_in}."
        )
    pairs = _ginibre((rank, d_out, d_out, d_in), rng)
    signs = np.where(np.arange(rank) % 2, -1, 1)[:, None, None, None]
    pairs = pairs + signs * pairs.swapaxes(1, 2)
    # Orthonormalising multiplies from the right, so the symmetry of each T_f stays.
    pairs = _isometry(pairs.reshape(-1, d_in)).reshape(pairs.shape)
    # Kraus operators (1⊗<b|) T_f of the marginal on B.
    return Channel(pairs.transpose(0, 2, 1, 3).reshape(-1, d_out, d_in)).minimal()


def random_degradable(
    d_in: int = 2, d_env: int = 2, rank: int = 1, rng: Seed = None
) -> Channel:
    """Return a random degradable channel: the complement of an antidegradable one.

    Degradable(Φ) = Antidegradable(Φ^c), Devetak and Shor, quant-ph/0311131; the
    antidegradable channel to the environment is random_antidegradable().

    Args:
        d_in: dimension of the input.
        d_env: dimension of the environment.
        rank: as in random_antidegradable(); the output has dimension
            min(d_env·rank, d_in·d_env), almost surely.
        rng: seed or generator.

    Returns:
        The channel A → B with d_env Kraus operators.

    Raises:
        ValueError: as random_antidegradable().

    Example:
        >>> from sdpsearch.channels.random import random_degradable
        >>> random_degradable(2, 2, rng=0)
        Channel(d_in=2, d_out=2, d_env=2)
    """
    d_env = checks.dimension("d_env", d_env)
    return random_antidegradable(d_in, d_env, rank, rng).complementary


def _ginibre(shape: tuple[int, ...], rng: Seed) -> Array:
    """Return independent standard complex normal entries."""
    generator = np.random.default_rng(rng)
    real, imaginary = generator.standard_normal((2, *shape))
    return real + 1j * imaginary


def _isometry(matrix: Array) -> Array:
    """Return Q of the QR decomposition with positive diagonal of R."""
    q, r = np.linalg.qr(matrix)
    phases = np.diagonal(r) / np.abs(np.diagonal(r))
    return q * phases
