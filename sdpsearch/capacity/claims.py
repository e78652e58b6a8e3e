"""What is claimed about the capacities of the zoo, family by family."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np

from sdpsearch.exact import capacities as forms
from sdpsearch.exact.claim import DERIVED, FOLKLORE, PUBLISHED
from sdpsearch.exact.maps import threshold_noise

Form = Callable[[float], float]
Where = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Claim:
    """A capacity or a lower bound, and where on a family's own parameter it is true."""

    where: Where
    relation: str
    value: Form
    expression: str
    source: str
    status: str


_ALL: Where = ((0.0, 1.0),)
_ERASURE = "Bennett, DiVincenzo, Smolin, quant-ph/9701015"
_DEPHASING = "degradable: Devetak, Shor, quant-ph/0311131"
_DAMPING = "degradable: Giovannetti, Fazio, PRA 71, 032314 (2005)"
_HASHING = "hashing bound: Bennett, DiVincenzo, Smolin, Wootters, quant-ph/9604024"
_LOG = "h(x) + x log(d(d−1)/2) − log d"


def zero(_: float) -> float:
    """Return 0 for every parameter."""
    return 0.0


def none(**_: Any) -> Iterator[Claim]:
    """Return no claim, for any arguments."""
    return iter(())


def _is(
    value: Form, expression: str, source: str, status: str, where: Where = _ALL
) -> Claim:
    """Return Q = value on `where`."""
    return Claim(where, "=", value, expression, source, status)


def _least(
    value: Form, expression: str, source: str, status: str, where: Where = _ALL
) -> Claim:
    """Return Q ≥ max(0, value) on `where`."""
    return Claim(where, "≥", lambda x: max(0.0, value(x)), expression, source, status)


def _depolarizing(d: int) -> Iterator[Claim]:
    expression = "log d − H(1−x+x/d², x/d² (d²−1 times))"
    yield _least(
        lambda x: -forms.depolarizing_complement_capacity(d, x),
        expression,
        _HASHING,
        PUBLISHED,
    )


def _depolarizing_complement(d: int) -> Iterator[Claim]:
    expression = "H(1−x+x/d², x/d² (d²−1 times)) − log d"
    source = "equation (32) of the paper, printed for [1/2, 1]; D_x^c is degradable from "
    x_c = threshold_noise(d)

    def value(x: float) -> float:
        return forms.depolarizing_complement_capacity(d, x)

    yield _is(value, expression, f"{source}d/(2(d+1)) on", DERIVED, ((x_c, 1.0),))
    source = "I_c at the maximally mixed input; not the maximum where it is small or 0: "
    source += "Leung, Watrous, 1510.01366"
    yield _least(value, expression, source, FOLKLORE, ((0.0, x_c),))


def _transpose_depolarizing(d: int) -> Iterator[Claim]:
    if d == 2:
        yield _is(_flips, "1 − h(x)", f"unitarily dephasing, {_DEPHASING}", PUBLISHED)


def _transpose_depolarizing_complement(d: int) -> Iterator[Claim]:
    def value(x: float) -> float:
        return forms.transpose_depolarizing_complement_capacity(d, x)

    if d > 2:
        low = 2 * (d - 1) / (3 * d - 2)
        source = "degradable there, and covariant: I_c at the maximally mixed input"
        yield _is(value, _LOG, source, DERIVED, ((low, 1.0),))
        source = "I_c at the maximally mixed input"
        yield _least(value, _LOG, source, DERIVED, ((0.0, low),))


def _erasure(d: int) -> Iterator[Claim]:
    def value(e: float) -> float:
        return forms.erasure_capacity(d, e)

    yield _is(value, "(1−2e)₊ log d", _ERASURE, PUBLISHED)


def _erasure_complement(d: int) -> Iterator[Claim]:
    def value(e: float) -> float:
        return forms.erasure_capacity(d, 1 - e)

    yield _is(value, "(2e−1)₊ log d", f"erasure with 1−e: {_ERASURE}", PUBLISHED)


def _flips(p: float) -> float:
    return forms.dephasing_capacity(1 - 2 * p)


def _dephasing() -> Iterator[Claim]:
    yield _is(_flips, "1 − h(p)", _DEPHASING, PUBLISHED)


def _generalized_dephasing(d: int, gram: Any = None) -> Iterator[Claim]:
    expression = "log d − S(G_p/d), G_p = (1−p) 11† + p G"
    if gram is None:
        yield _is(
            lambda p: forms.dephasing_capacity(1 - p, d), expression, _DEPHASING, PUBLISHED
        )
    elif d == 2:
        c = complex(np.asarray(gram)[0, 1])
        # I_c depends on |c| alone, and is symmetric under exchange of the levels.
        yield _is(
            lambda p: forms.dephasing_capacity(min(1.0, abs(1 - p + p * c))),
            expression,
            _DEPHASING,
            PUBLISHED,
        )


def _damping(d: int = 2, rates: Any = None, flip: bool = False) -> Iterator[Claim]:
    ground = [1.0 if i == 0 else 0.0 for j in range(1, d) for i in range(j)]
    if rates is not None and list(rates) != ground:
        return
    expression = "max_q h((1−γ)q) − h(γq)" + (" + (1−2γ)q log(d−1)" if d > 2 else "")
    source, status = _DAMPING, PUBLISHED
    if d > 2:
        status = DERIVED
        source = "degradable, and covariant on the excited levels; channel of Chessa, "
        source += "Giovannetti, 2008.00477"
    if flip:
        source = f"damping with 1−γ: {source}"
        expression = expression.replace("γ", "γ'") + ", γ' = 1−γ"
    yield _is(
        lambda g: forms.damping_capacity(1 - g if flip else g, d),
        expression,
        source,
        status,
        ((0.5, 1.0),) if flip else ((0.0, 0.5),),
    )


def _undamped(d: int = 2, rates: Any = None) -> Iterator[Claim]:
    return _damping(d, rates, flip=True)


def _generalized_damping(N: float) -> Iterator[Claim]:
    return _damping() if N in (0, 1) else none()


def _damping_dephasing(p: float) -> Iterator[Claim]:
    return _damping() if p in (0, 1) else none()


def _pure_loss(photons: int) -> Iterator[Claim]:
    return _damping(flip=True) if photons == 1 else none()


def _dephrasure(p: float) -> Iterator[Claim]:
    if p in (0, 1):
        yield from _erasure(2)
        return
    lost = forms.binary_entropy(p)
    source = "I_c at the maximally mixed input: Leditzky, Leung, Smith, 1806.08327"
    expression = "1 − 2q − (1−q) h(p)"
    yield _least(lambda q: 1 - 2 * q - (1 - q) * lost, expression, source, PUBLISHED)


def _pauli(direction: Sequence[float]) -> Iterator[Claim]:
    if max(direction) == 1:
        yield _is(_flips, "1 − h(p)", f"unitarily dephasing, {_DEPHASING}", PUBLISHED)
        return
    spread = forms.shannon_entropy(direction)
    yield _least(
        lambda p: 1 - forms.binary_entropy(p) - p * spread,
        "1 − h(p) − p H(w)",
        _HASHING,
        PUBLISHED,
    )


def _two_pauli() -> Iterator[Claim]:
    return _pauli((0.5, 0.0, 0.5))


def _bb84() -> Iterator[Claim]:
    yield _least(
        lambda p: 1 - 2 * forms.binary_entropy(p), "1 − 2h(p)", _HASHING, PUBLISHED
    )


#: From a family's arguments to what is known beyond its zeros.
FAMILY_CLAIMS: Mapping[str, Callable[..., Iterator[Claim]]] = {
    "depolarizing": _depolarizing,
    "complement of depolarizing": _depolarizing_complement,
    "depolarizing_complement": _depolarizing_complement,
    "complement of depolarizing_complement": _depolarizing,
    "transpose_depolarizing": _transpose_depolarizing,
    "complement of transpose_depolarizing": _transpose_depolarizing_complement,
    "erasure": _erasure,
    "complement of erasure": _erasure_complement,
    "dephasing": _dephasing,
    "generalized_dephasing": _generalized_dephasing,
    "amplitude_damping": _damping,
    "complement of amplitude_damping": _undamped,
    "multilevel_amplitude_damping": _damping,
    "complement of multilevel_amplitude_damping": _undamped,
    "generalized_amplitude_damping": _generalized_damping,
    "damping_dephasing": _damping_dephasing,
    "pure_loss": _pure_loss,
    "dephrasure": _dephrasure,
    "pauli": _pauli,
    "two_pauli": _two_pauli,
    "bb84": _bb84,
}


def _identity(d: int) -> Iterator[Claim]:
    yield _is(lambda _: log2(d), "log d", "no noise", FOLKLORE)


def _replacer(**_: Any) -> Iterator[Claim]:
    yield _is(zero, "0", "the output does not depend on the input", FOLKLORE)


def _werner_holevo(d: int) -> Iterator[Claim]:
    if d == 2:
        yield _is(lambda _: 1.0, "1", "the unitary σ_y", FOLKLORE)
    elif d == 3:
        yield _is(zero, "0", "degradable and antidegradable", FOLKLORE)


def _landau_streater(j: float) -> Iterator[Claim]:
    if j == 0.5:
        yield _is(zero, "0", "depolarizing at x = 4/3: entanglement breaking", FOLKLORE)
    elif j == 1:
        source = "unitarily the Werner–Holevo channel of dimension 3"
        yield _is(zero, "0", source, FOLKLORE)


def _cloner(m: int, d: int) -> Iterator[Claim]:
    source = "degradable (Brádler, 0903.1638) and covariant: I_c at 1/d"
    yield _is(lambda _: forms.cloner_capacity(m, d), "log((d+m−1)/m)", source, FOLKLORE)


def _smith_yard() -> Iterator[Claim]:
    yield _is(zero, "0", "PPT: Smith, Yard, 0807.4935", PUBLISHED)


#: From a channel's arguments to its capacity.
CHANNEL_CLAIMS: Mapping[str, Callable[..., Iterator[Claim]]] = {
    "identity": _identity,
    "replacer": _replacer,
    "werner_holevo": _werner_holevo,
    "landau_streater": _landau_streater,
    "cloner": _cloner,
    "smith_yard": _smith_yard,
}
