"""Whether what a certificate claims is true: by known criteria, never by its proofs.

Qubit channels: the criterion of Chen, Ji, Kribs, Lütkenhaus and Zeng in exact numbers.
PPT: exact characteristic polynomials. Depolarizing, erasure and Werner–Holevo channels:
thresholds in closed form. Capacities: what implies one of the answers. Everything else:
the engine, when its margin decides.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import flint
import numpy as np

import sdpsearch as sd
from sdpsearch.coherent.transmission import simple_transmissions

F = Fraction
SIGNED = "signed-extendible"
ZERO = "zero-capacity"
#: Fractions of the way through an interval at which its claim is tested.
PLACES = (F(0), F(1, 2**40), F(1, 3), F(1, 2), F(5, 7), 1 - F(1, 2**40), F(1))


def rational(text):
    top, _, bottom = text.partition("/")
    return F(int(top, 16), int(bottom or "1", 16))


def matrix(value, order):
    """Return a Hermitian matrix (2, n, n) of fractions."""
    found = np.full((2, order, order), F(0), dtype=object)
    scale = int(value.get("denominator", "1"), 16)
    for entry in value["entries"]:
        i, j, re, *im = (int(token, 16) for token in entry.split(" "))
        for p, q, sign in ((i, j, 1), (j, i, -1)):
            found[0, p, q] = F(re, scale)
            found[1, p, q] = F(sign * im[0], scale) if im and i != j else F(0)
    return found


def truth(document):
    """Return whether all that an accepted certificate claims is true; None: unknown."""
    problem = document["problem"]
    dims = int(problem["d_in"], 16), int(problem["d_out"], 16)
    property = problem["property"]
    copies = int(property["copies"], 16) if property["name"] == "extendible" else 0
    asked = property["name"] if property["name"] in (SIGNED, ZERO) else copies
    radius = rational(problem.get("radius", "0"))
    order = dims[0] * dims[1]
    answers = []

    def ask(choi, scales, wanted):
        for sample in _ball(choi, dims, radius):
            held = has_property(sample, dims, asked, scales)
            answers.append(None if held is None else held is wanted)

    if "points" in problem:
        verdicts = document["claim"]["verdicts"]
        for point, verdict in zip(problem["points"], verdicts, strict=True):
            scales = [rational(x) for x in point.get("scales", ["1"] * dims[1])]
            ask(matrix(point["choi"], order), scales, verdict == "holds")
    else:
        line = problem["line"]
        scales = [rational(x) for x in line.get("scales", ["1"] * dims[1])]
        start, end = rational(line["from"]), rational(line["to"])
        first, last = matrix(line["choi_from"], order), matrix(line["choi_to"], order)
        claims = [(x, False) for x in document["claim"].get("fails", [])]
        if "holds" in document["claim"]:
            claims.append((document["claim"]["holds"], True))
        for interval, wanted in claims:
            low, high = (rational(x) for x in interval[1:-1].split(","))
            for place in PLACES:
                if (place == 0 and interval[0] == "(") or (
                    place == 1 and interval[-1] == ")"
                ):
                    continue
                x = low + place * (high - low)
                share = (x - start) / (end - start)
                ask(first * (1 - share) + last * share, scales, wanted)
    if False in answers:
        return False
    return None if None in answers else True


def _ball(choi, dims, radius):
    if not radius or is_psd(choi):
        yield choi
    if not radius:
        return
    d_in, d_out = dims
    rng = np.random.default_rng(7)
    for _ in range(4):
        moved = choi.copy()
        for p in range(d_in * d_out):
            for q in range(p):
                if p % d_out != q % d_out:
                    moved[:, p, q] += [radius * int(s) for s in rng.choice((-1, 1), 2)]
                    moved[:, q, p] = moved[0, p, q], -moved[1, p, q]
        for a in range(d_in):
            sign = int(rng.choice((-1, 1)))
            moved[0, a * d_out, a * d_out] += sign * radius
            moved[0, a * d_out + 1, a * d_out + 1] -= sign * radius
        if is_psd(moved):
            yield moved


def has_property(choi, dims, copies, scales=None):
    """Return whether the channel of an operator has the property; None: unknown.

    The property is k-extendibility, PPT for k = 0, SIGNED, or ZERO.
    """
    if not is_psd(choi):
        raise ValueError("no channel")
    d_in, d_out = dims
    scales = scales or [1] * d_out
    if copies in (SIGNED, ZERO):
        return _engine(_key(choi), dims, copies, tuple(scales))
    if copies == 0:
        tensor = choi.reshape(2, d_in, d_out, d_in, d_out).transpose(0, 1, 4, 3, 2)
        return is_psd(tensor.reshape(choi.shape))
    if dims == (2, 2) and copies == 2:
        return _qubit(choi, scales)
    known = _known(choi, dims, copies) if set(scales) == {1} else None
    return _engine(_key(choi), dims, copies, tuple(scales)) if known is None else known


def is_psd(hermitian):
    """Decide positivity by the signs in the characteristic polynomial."""
    n = hermitian.shape[1]
    wide = _embedded(hermitian)
    signs = wide.charpoly().coeffs()
    # det(t − M) = Σ c_i t^i has alternating signs exactly when no eigenvalue is negative.
    return all((c >= 0) if (2 * n - i) % 2 == 0 else (c <= 0) for i, c in enumerate(signs))


def _embedded(hermitian):
    re, im = hermitian
    rows = np.block([[re, -im], [im, re]])
    return flint.fmpq_mat(
        [[flint.fmpq(x.numerator, x.denominator) for x in r] for r in rows]
    )


def _qubit(choi, scales):
    purity_b = purity_ab = F(0)
    for b in (0, 1):
        for c in (0, 1):
            weight = scales[b] * scales[c]
            sub = choi[:, b::2, c::2]
            purity_ab += weight * np.sum(sub * sub)
            purity_b += weight * sum(
                (sub[part, 0, 0] + sub[part, 1, 1]) ** 2 for part in (0, 1)
            )
    gap = purity_ab - purity_b
    squared = _embedded(choi).det()
    determinant = F(int(squared.p), int(squared.q)) * (scales[0] * scales[1]) ** 4
    # gap ≤ 4√det with det = √(det of the real form), up to the scales.
    return bool(gap <= 0 or gap**4 <= 256 * determinant)


def _known(choi, dims, copies):
    d_in, d_out = dims
    if choi[1].any():
        return None
    real = choi[0]
    if d_in == d_out and d_in > 1:
        x = 1 - real[0, d_in + 1]
        if (real == _depolarizing(d_in, x)).all():
            return bool(x >= (1 - F(1, copies)) * F(d_in, d_in + 1))
    if d_out == d_in + 1:
        e = real[d_in, d_in]
        if (real == _erasure(d_in, e)).all():
            return bool(e >= 1 - F(1, copies))
    return None


def _depolarizing(d, x):
    found = np.full((d * d, d * d), F(0), dtype=object)
    for i in range(d * d):
        found[i, i] = x / d
    for i in range(d):
        for j in range(d):
            found[i * d + i, j * d + j] += 1 - x
    return found


def _erasure(d, e):
    n = d + 1
    found = np.full((d * n, d * n), F(0), dtype=object)
    for i in range(d):
        for j in range(d):
            found[i * n + i, j * n + j] = 1 - e
        found[i * n + d, i * n + d] = e
    return found


def _key(choi):
    return tuple(map(str, choi.reshape(-1)))


@lru_cache(maxsize=4096)
def _engine(key, dims, copies, scales):
    d_in, d_out = dims
    order = d_in * d_out
    parts = np.array([float(F(x)) for x in key]).reshape(2, order, order)
    choi = parts[0] + 1j * parts[1]
    beta = np.sqrt(np.kron(np.ones(d_in), [float(x) for x in scales]))
    choi = choi * np.outer(beta, beta)
    local = np.trace(choi.reshape(d_in, d_out, d_in, d_out), axis1=1, axis2=3)
    values, vectors = np.linalg.eigh(local)
    root = np.kron((vectors / np.sqrt(values)) @ vectors.conj().T, np.eye(d_out))
    values, vectors = np.linalg.eigh(root @ choi @ root)
    kept = values > 1e-12
    kraus = (vectors[:, kept] * np.sqrt(values[kept])).T.reshape(-1, d_in, d_out)
    channel = sd.Channel(kraus.transpose(0, 2, 1))
    if copies == ZERO:
        return _vanishes(channel)
    asked = sd.SignedExtendible() if copies == SIGNED else sd.KExtendible(copies)
    verdict = sd.decide(channel, asked).verdict
    return {sd.Verdict.HOLDS: True, sd.Verdict.FAILS: False}.get(verdict)


def _vanishes(channel):
    """Return whether the capacity does, as far as a quick look tells."""
    if any(found.is_positive for found in simple_transmissions(channel)):
        return False
    reasons = sd.Antidegradable(), sd.PPT()
    held = (sd.decide(channel, asked).verdict is sd.Verdict.HOLDS for asked in reasons)
    return True if any(held) else None
