"""The exact antidegrading map that a certificate states, read back from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.linalg import sqrtm

from sdpsearch.channels.channel import Channel
from sdpsearch.proof.exact.matrix import traced_last
from sdpsearch.proof.exact.stated import StatedPoint, StatedProblem, fraction, hermitian
from sdpsearch.proof.statement import dense


@dataclass(frozen=True, eq=False)
class ExactMap:
    """The antidegrading map N: E → B that a certificate proves, N∘Φ^c = Φ.

    Its Choi operator is J_N[(e,b),(f,c)] = M[(e,b),(f,c)]·√(β_b β_c / (D_e D_f)), with
    rational numbers only on the right.

    Attributes:
        channel: N in floats; it acts on the environment of `stated`.
        stated: Φ in floats, by the Kraus operators that the certificate gives it.
        choi: the entries of M that are not zero, by row and column e·d_out + b, as real
            and imaginary part.
        weights: D_e > 0, one for each Kraus operator.
        scales: β_b > 0, one for each basis state of B; 1 unless Φ has square roots.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.erasure()(0.75)
        >>> d = sd.decide(channel, "antidegradable", prove="map")
        >>> found = d.certificate.map()
        >>> found.channel @ found.stated.complementary == channel
        True
    """

    channel: Channel
    stated: Channel
    choi: dict[tuple[int, int], tuple[Fraction, Fraction]]
    weights: tuple[Fraction, ...]
    scales: tuple[Fraction, ...]


def read_map(problem: Any, proofs: Sequence[Any]) -> ExactMap:
    """Return the map of a checked certificate, from its parsed JSON.

    Raises:
        ValueError: it proves its claim otherwise, or states several maps.
    """
    stated = [proof for proof in proofs if proof["kind"] == "map"]
    if not stated:
        kinds = ", ".join(dict.fromkeys(proof["kind"] for proof in proofs))
        raise ValueError(
            f"This certificate proves its claim without a map (by {kinds}): ask with "
            'decide(..., prove="map") about the antidegradability of a channel that is '
            "stated exactly (squares, or a family of the zoo at a fraction)."
        )
    if len(stated) > 1:
        raise ValueError(
            f"This certificate states {len(stated)} maps: ask about one channel alone."
        )
    (proof,) = stated
    about = StatedProblem.read(problem)
    point = about.points[int(proof.get("point", "0"), 16)]
    if about.is_line:
        point = about.at(fraction(proof["at"]))
    weights = tuple(fraction(x) for x in proof["weights"])
    size = len(weights) * about.d_out
    inner = hermitian(proof["choi"], size)
    below = inner.denominator
    roots = np.sqrt(np.array(point.scales, float))
    rows = np.kron(1 / np.sqrt(np.array(weights, float)), roots)
    choi = rows[:, None] * dense(inner) * rows
    return ExactMap(
        channel=Channel.from_choi(choi, d_in=len(weights), d_out=about.d_out),
        stated=_stated(about, point, proof["operators"], weights),
        choi={
            at: (Fraction(re, below), Fraction(im, below))
            for at, (re, im) in sorted(inner.entries.items())
            if re or im
        },
        weights=weights,
        scales=point.scales,
    )


def _stated(
    about: StatedProblem, point: StatedPoint, operators: Any, weights: Sequence[Fraction]
) -> Channel:
    """Return the channel with J = f L D L† f, f = τ^(−1/2) ⊗ √β."""
    factor = np.zeros((about.order, len(weights)), complex)
    for words in operators["entries"]:
        i, j, re, *im = (int(word, 16) for word in words.split(" "))
        factor[i, j] = complex(re, im[0] if im else 0)
    trace = dense(traced_last(point.choi, point.scales))
    left = np.linalg.inv(sqrtm(trace))
    scaled = np.kron(left, np.diag(np.sqrt(np.array(point.scales, float)))) @ factor
    columns = scaled * np.sqrt(np.array(weights, float))
    return Channel(columns.T.reshape(-1, about.d_in, about.d_out).swapaxes(1, 2))
