"""Channel: a completely positive trace-preserving map, held by its Kraus operators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.axioms import check_choi, check_kraus, check_squares, input_first
from sdpsearch.channels.nearest import Nearest, nearest_choi, output_dimension
from sdpsearch.channels.origin import Origin
from sdpsearch.channels.rationals import fraction_array
from sdpsearch.channels.representation import Representation, kraus_of_choi
from sdpsearch.linalg import Array, readonly, trace_preserving


class Channel(Representation):
    """A quantum channel Φ: L(C^d_in) → L(C^d_out), Φ(ρ) = Σ_e K_e ρ K_e†.

    Choi operator J = Σ_ij |i><j| ⊗ Φ(|i><j|), input first, unnormalised (tr J = d_in);
    Stinespring isometry V = Σ_e K_e ⊗ |e> from A to B⊗E, output first.

    Two channels are equal (==) when they are the same map to 1e-9 in every entry of the
    Choi operator, whatever their Kraus operators and origins; the hash tells dimensions
    apart and no more. Compare `origin` for how they were made, exactly.

    Attributes:
        origin: how it was made, if that is known: a value from which `squares` follow in
            any process; else None.

    Args:
        kraus: array-like of shape (d_env, d_out, d_in), or a list of d_out×d_in matrices.

    Raises:
        ValueError: shapes differ, an entry is not finite, or ‖Σ K†K − 1‖ > 1e-8.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> sd.Channel([np.eye(2)]).d_env
        1
    """

    #: numpy leaves `array @ channel` to __rmatmul__, which is not there: a TypeError.
    __array_ufunc__ = None

    def __init__(self, kraus: Any) -> None:
        array = checks.finite_array("kraus", kraus)
        check_kraus("kraus", array)
        super().__init__(readonly(array))
        self._read_squares: Callable[[], Any] | None = None
        self.origin: Origin | None = None

    @classmethod
    def from_squares(cls, squares: Any) -> Channel:
        """Return the channel with Kraus entries sgn(s)·√|s|, known exactly.

        Args:
            squares: array-like of real numbers s, shape (d_env, d_out, d_in); floats are
                read as the decimals they print as.

        Raises:
            ValueError: wrong shape, an entry is no finite real number, not trace
                preserving.

        Example:
            >>> import sdpsearch as sd
            >>> sd.Channel.from_squares([[[1, 0], [0, 0.7]], [[0, 0.3], [0, 0]]]).squares[0]
            array([[Fraction(1, 1), Fraction(0, 1)],
                   [Fraction(0, 1), Fraction(7, 10)]], dtype=object)
        """
        exact = fraction_array("squares", squares)
        # Imported here: what makes channels knows this file.
        from sdpsearch.channels.making import rooted, with_squares

        return with_squares(rooted(exact), lambda: exact)

    @classmethod
    def from_choi(
        cls,
        choi: Any,
        *,
        d_in: int,
        d_out: int,
        order: str = "input-output",
        normalised: bool = False,
    ) -> Channel:
        """Return the channel with the given Choi operator, as a minimal Kraus set.

        Eigenvalues below 8·d_in·d_out units of rounding of the largest are left out: a
        matrix of floats does not tell them from zero.

        Args:
            choi: (d_in·d_out)² matrix, J = Σ_ij |i><j| ⊗ Φ(|i><j|).
            d_in: dimension of the input.
            d_out: dimension of the output.
            order: "input-output" (this package, toqito, QETLAB, qiskit, QuTiP) or
                "output-input" (Cirq, QICS, Watrous).
            normalised: True when tr J = 1 (PennyLane) instead of d_in.

        Raises:
            ValueError: wrong shape, not Hermitian, not positive, not trace preserving;
                the message gives the deviation.

        Example:
            >>> import numpy as np, sdpsearch as sd
            >>> sd.Channel.from_choi(np.eye(4) / 2, d_in=2, d_out=2).rank
            4
        """
        d_in = checks.dimension("d_in", d_in)
        d_out = checks.dimension("d_out", d_out)
        matrix = input_first(choi, d_in, d_out, order=order, normalised=normalised)
        check_choi(matrix, d_in, d_out, order)
        return cls(kraus_of_choi(matrix, d_in, d_out))

    @classmethod
    def nearest(
        cls,
        choi: Any,
        *,
        d_in: int,
        d_out: int | None = None,
        order: str = "input-output",
        normalised: bool = False,
    ) -> Nearest:
        """Return the channel nearest to a noisy Choi matrix, and how far it is.

        For tomographic data, whose matrix is neither positive nor trace preserving. The
        distance is the Frobenius norm, ‖J − choi‖ with tr J = d_in.

        Args:
            choi: as in from_choi(), but any matrix; its skew-Hermitian part is distance.
            d_in: dimension of the input.
            d_out: dimension of the output; what the shape leaves when not given.
            order: "input-output" or "output-input", as in from_choi().
            normalised: True when tr J should be 1 instead of d_in.

        Raises:
            ValueError: wrong shape, an entry is not finite, or the matrix is so far from a
                channel that floating point does not reach the nearest.

        Example:
            >>> import numpy as np, sdpsearch as sd
            >>> noisy = sd.zoo.erasure()(0.5).choi + 1e-3 * np.eye(6)
            >>> round(sd.Channel.nearest(noisy, d_in=2).distance, 4)
            0.0024
        """
        d_in = checks.dimension("d_in", d_in)
        d_out = output_dimension(choi, d_in) if d_out is None else d_out
        d_out = checks.dimension("d_out", d_out)
        matrix = input_first(choi, d_in, d_out, order=order, normalised=normalised)
        found = trace_preserving(nearest_choi(matrix, d_in, d_out), (d_in, d_out))
        channel = cls.from_choi(found, d_in=d_in, d_out=d_out)
        return Nearest(channel, float(np.linalg.norm(channel.choi - matrix)))

    @cached_property
    def squares(self) -> Array | None:
        """Signed squares s of the Kraus entries sgn(s)·√|s|, exact Fractions, read-only.

        Computed when first asked for; None where they are not known. `complementary` and
        a pickle keep them, what computes with floats does not.

        Raises:
            ValueError: a family's squares are not those of its channel.
        """
        values = None if self._read_squares is None else self._read_squares()
        if values is None:
            return None
        exact = fraction_array("squares", values)
        check_squares(exact, self._kraus)
        return readonly(exact)

    @cached_property
    def complementary(self) -> Channel:
        """Φ^c: A → E with Kraus operators (K^c_b)[e, a] = (K_e)[b, a].

        The environment is that of `kraus`; use minimal() first for the smallest one.
        """
        other = Channel(self._kraus.transpose(1, 0, 2))
        if self._read_squares is not None:
            other._read_squares = self._transposed_squares
        if self.origin is not None:
            other.origin = replace(self.origin, complement=not self.origin.complement)
        return other

    def _transposed_squares(self) -> Array | None:
        return None if self.squares is None else self.squares.transpose(1, 0, 2)

    def minimal(self) -> Channel:
        """Return the same channel with linearly independent Kraus operators.

        Returns self where they are independent already.
        """
        if self.d_env == self.rank:
            return self
        return Channel(self.independent_kraus())

    def __matmul__(self, first: Channel) -> Channel:
        """Return self ∘ first: `first` acts, then self."""
        if not isinstance(first, Channel):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        if first.d_out != self.d_in:
            raise ValueError(
                "Channels compose when the output of the first is the input of the "
                f"second, but d_out={first.d_out} and d_in={self.d_in}."
            )
        kraus = np.tensordot(self._kraus, first._kraus, (2, 1)).swapaxes(1, 2)
        return _compact(kraus.reshape(-1, self.d_out, first.d_in))

    def tensor(self, other: Channel) -> Channel:
        """Return Φ⊗Ψ on A_1⊗A_2 → B_1⊗B_2.

        Raises:
            TypeError: `other` is not a Channel.
        """
        if not isinstance(other, Channel):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"Argument `other` must be a Channel, but is {other!r}.")
        kraus = np.einsum("eba,fdc->efbdac", self._kraus, other._kraus)
        shape = (-1, self.d_out * other.d_out, self.d_in * other.d_in)
        return _compact(kraus.reshape(shape))

    def __reduce__(self) -> tuple[Any, ...]:
        from sdpsearch.channels.making import unpickled

        # Rebuilt rather than copied: numpy forgets in a pickle that arrays are read-only.
        values = self.squares if self.origin is None else None
        return unpickled, (self._kraus, self.origin, values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Channel):
            return NotImplemented
        same_shape = (self.d_in, self.d_out) == (other.d_in, other.d_out)
        return same_shape and bool(np.allclose(self.choi, other.choi, rtol=0, atol=1e-9))

    def __hash__(self) -> int:
        return hash((self.d_in, self.d_out))

    def __repr__(self) -> str:
        return f"Channel(d_in={self.d_in}, d_out={self.d_out}, d_env={self.d_env})"


def _compact(kraus: Array) -> Channel:
    """Return a channel with no more Kraus operators than a Choi rank can need."""
    channel = Channel(kraus)
    return channel.minimal() if channel.d_env > channel.d_in * channel.d_out else channel
