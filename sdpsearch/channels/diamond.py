"""The diamond distance of two channels, between two bounds that are recomputed.

For a difference Δ of channels on E → B (Watrous, 0901.4709)

    ‖Δ‖_⋄ = max_ρ f(ρ) = min { 2‖tr_B Z‖_∞ : Z ≥ J(Δ), Z ≥ 0 },
    f(ρ) = 2 tr [(√ρ⊗1) J(Δ) (√ρ⊗1)]_+ .

f is concave, and smooth where ρ > 0, since congruence keeps the inertia of J(Δ). With the
barrier μ log det ρ its maximum satisfies 2T + μρ⁻¹ = λ1 for T = tr_B Z and
Z = (ρ^-½⊗1)[…]_+(ρ^-½⊗1), which is feasible: the two bounds are μ·d_E apart. So the path
μ → 0 is followed by quasi-Newton steps in L, ρ = LL†/tr LL†; no semidefinite solver.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdpsearch.channels.channel import Channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import (
    EPS,
    Array,
    dagger,
    hermitian_part,
    is_real,
    partial_trace,
    psd_floor,
)

#: Weights of the barrier, in units of ‖J(Δ)‖.
_BARRIERS = (1e-3, 1e-5, 1e-7, 1e-9, 1e-11)
_STEPS = 400


def diamond_distance(first: Channel, second: Channel) -> Interval:
    """Return ‖N_1 − N_2‖_⋄ (0 … 2) between bounds recomputed from ρ and Z.

    Args:
        first: N_1: E → B.
        second: N_2: E → B.

    Raises:
        ValueError: the dimensions differ.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.channels.diamond import diamond_distance
        >>> found = diamond_distance(sd.zoo.dephasing()(0.3), sd.zoo.dephasing()(0.0))
        >>> abs(found.middle - 0.6) < 1e-9
        True
    """
    dims = (first.d_in, first.d_out)
    if dims != (second.d_in, second.d_out):
        raise ValueError(
            "Arguments `first` and `second` must have equal (d_in, d_out), but have "
            f"{dims} and {(second.d_in, second.d_out)}."
        )
    delta = first.choi - second.choi
    size = float(np.max(np.abs(delta)))
    if size <= 16 * EPS:
        # 2‖tr_B Δ_+‖ ≤ 2 d_B ‖Δ‖ ≤ 2 d_B (d_E d_B) max |Δ_ij|.
        return Interval(0.0, 2 * dims[0] * dims[1] ** 2 * size)
    return _Search(delta.real if is_real(delta) else delta, *dims).run()


class _Search:
    """Maximise f along the barrier's path."""

    def __init__(self, delta: Array, d_e: int, d_b: int) -> None:
        self.delta, self.d_e, self.d_b = delta, d_e, d_b
        self.real = not np.iscomplexobj(delta)
        self.scale = float(np.linalg.norm(delta, 2))

    def run(self) -> Interval:
        # Imported here: it would add half to the time of `import sdpsearch`.
        from scipy.optimize import minimize

        point = self._packed(np.eye(self.d_e) / np.sqrt(self.d_e))
        best = self._bounds(point)
        for barrier in _BARRIERS:
            if best.width <= 1e-12:
                break
            weight = barrier * self.scale
            try:
                found = minimize(
                    self._value,
                    point,
                    args=(weight,),
                    jac=True,
                    method="L-BFGS-B",
                    options={"maxiter": _STEPS, "ftol": EPS, "gtol": 1e-3 * weight},
                )
                here = self._bounds(found.x / np.linalg.norm(found.x))
            except np.linalg.LinAlgError:
                break  # ρ became singular: what was found so far stands
            point = found.x / np.linalg.norm(found.x)
            lower = max(best.lower, here.lower)
            best = Interval(lower, max(lower, min(best.upper, here.upper)))
        return best

    def _value(
        self, point: NDArray[np.float64], weight: float
    ) -> tuple[float, NDArray[np.float64]]:
        """Return −(f/2 + weight·log det ρ) and its gradient in L."""
        root = self._unpacked(point)
        trace = float(np.vdot(root, root).real)
        half = self.delta @ self._wide(root)
        values, vectors = np.linalg.eigh(hermitian_part(dagger(self._wide(root)) @ half))
        up = vectors[:, values > 0]
        raw = float(values[values > 0].sum())
        inner = 2 * partial_trace(half @ up @ dagger(up), (self.d_e, self.d_b), 1)
        slope = inner / trace - raw * 2 * root / trace**2
        log_det = 2 * float(np.linalg.slogdet(root)[1]) - self.d_e * np.log(trace)
        bend = 2 * dagger(np.linalg.inv(root)) - self.d_e * 2 * root / trace
        value = raw / trace + weight * log_det
        return -value, -self._packed(slope + weight * bend)

    def _bounds(self, point: Array) -> Interval:
        """Return f(ρ), and 2‖tr_B Z‖ for the Z that belongs to ρ, made feasible."""
        root = self._unpacked(point)
        wide = self._wide(root)
        inner = hermitian_part(dagger(wide) @ self.delta @ wide)
        values, vectors = np.linalg.eigh(inner)
        order = values.size
        kept = values > 0
        rounding = 8 * order * order * EPS * float(np.max(np.abs(values)))
        trace = float(np.vdot(root, root).real)
        lower = 2 * (float(values[kept].sum()) - rounding) / trace
        back = np.linalg.inv(wide)
        positive = (vectors[:, kept] * values[kept]) @ dagger(vectors[:, kept])
        z = hermitian_part(dagger(back) @ positive @ back)
        shift = max(0.0, -psd_floor(z), -psd_floor(hermitian_part(z - self.delta)))
        reduced = hermitian_part(partial_trace(z, (self.d_e, self.d_b), 1))
        upper = 2 * (-psd_floor(-reduced) + self.d_b * shift)
        lower = min(2.0, max(0.0, lower))
        return Interval(lower, max(lower, min(2.0, upper)))

    def _wide(self, root: Array) -> Array:
        return np.kron(root, np.eye(self.d_b))

    def _packed(self, root: Array) -> NDArray[np.float64]:
        flat = np.ravel(root)
        return flat.real if self.real else np.concatenate([flat.real, flat.imag])

    def _unpacked(self, point: Array) -> Array:
        if not self.real:
            half = point.size // 2
            point = point[:half] + 1j * point[half:]
        return point.reshape(self.d_e, self.d_e)
