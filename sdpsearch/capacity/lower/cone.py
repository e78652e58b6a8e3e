"""The coherent information of a degradable channel as a conic programme, by QICS.

For a degradable Φ, with N∘Φ = Φ^c and an isometry W: B → E⊗F of N,

    −I_c(ρ) = S(E) − S(EF) = D(WΦ(ρ)W† ‖ Φ^c(ρ)⊗1_F)        on E⊗F

is convex, and its epigraph is the part of the quantum relative entropy cone where the
first argument is WΦ(ρ)W†. That argument is singular (W is no unitary), so QICS's cones
for relative or conditional entropy cannot hold it. The map W drops out of the function,
though: −I_c(ρ) = −S(Φ(ρ)) + S(Φ^c(ρ)), the form of QICS's quantum key distribution cone

    { (t, ρ) : t ≥ −S(G(ρ)) + S(Z(G(ρ))) },

except that there Z is a pinching. Its oracles use only the Kraus operators of G and of
Z∘G; with those of Φ and Φ^c in their place the barrier −log(t + I_c(ρ)) − log det ρ is
the limit of the relative entropy cone's, restricted to the face, and as self-concordant.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from sdpsearch.coherent.information import Outputs
from sdpsearch.linalg import Array, hermitian_part
from sdpsearch.threads import one_numba_thread

_TOLERANCE = 1e-11


def maximise_by_qics(
    outputs: Outputs, time_limit: float | None = None
) -> tuple[Array | None, str]:
    """Return a state that maximises I_c, and QICS's own words; None where it broke down.

    minimise t subject to tr ρ = 1 and (t, ρ) in the cone. Nothing of the answer is
    believed but ρ, whose value and bound are computed afresh.

    Args:
        outputs: Φ and Φ^c, of a degradable Φ; otherwise the programme is not convex.
        time_limit: seconds it may take.
    """
    import qics

    d = outputs.d_in
    complex_data = np.iscomplexobj(outputs.signal)
    width = 2 * d * d if complex_data else d * d
    trace = np.zeros((1, 1 + width))
    trace[0, 1 :: (2 if complex_data else 1)] = np.eye(d).ravel()
    objective = np.zeros((1 + width, 1))
    objective[0] = 1.0
    try:
        cone = _cone()(outputs, complex_data)
        model = qics.Model(c=objective, A=trace, b=np.ones((1, 1)), cones=[cone])
        # numba's threads would only wait for each other.
        with np.errstate(all="ignore"), one_numba_thread():
            found = qics.Solver(
                model,
                verbose=0,
                tol_gap=_TOLERANCE,
                tol_feas=_TOLERANCE,
                max_time=1e9 if time_limit is None else time_limit,  # pyright: ignore
            ).solve()
        raw = np.array(found["s_opt"][0][1])
    except Exception as error:  # QICS meets bad numerics with many kinds
        return None, f"qics: {type(error).__name__}: {' '.join(str(error).split())}"
    message = (
        f"qics: {found['sol_status']}, {found['exit_status']}, "
        f"{found['num_iter']} iterations"
    )
    if not np.all(np.isfinite(raw)):
        return None, message
    return nearest_state(raw), message


def nearest_state(matrix: Array) -> Array:
    """Return the positive part of a Hermitian matrix, scaled to trace one."""
    values, vectors = np.linalg.eigh(hermitian_part(matrix))
    kept = np.maximum(values, 0)
    if kept.sum() <= 0:
        kept = np.ones_like(kept)
    return hermitian_part((vectors * (kept / kept.sum())) @ vectors.conj().T)


@lru_cache(maxsize=1)
def _cone() -> type:
    """Return QICS's key distribution cone with Φ^c in the place of Z∘G."""
    from qics.cones import QuantKeyDist

    class CoherentInformationCone(QuantKeyDist):
        def __init__(self, outputs: Outputs, iscomplex: bool) -> None:
            signal: list[Any] = [np.ascontiguousarray(k) for k in outputs.signal]
            leak: list[Any] = [np.ascontiguousarray(k) for k in outputs.leak]
            super().__init__(signal, 1, iscomplex=iscomplex)
            # For G = 1 QICS slices blocks of Z; its general oracles take any map.
            self.G_is_Id = False
            self.K_list_blk, self.Nk = [signal], [signal[0].shape[0]]
            self.ZK_list_blk, self.Nzk = [leak], [leak[0].shape[0]]
            eye = np.eye(outputs.d_in)
            self.start = -outputs.coherent_information(eye) * np.log(2)

        def get_init_point(self, out: Any) -> Any:
            # QICS's own makes t complex for complex Kraus operators, and warns.
            t = self.start / 2 + np.sqrt(1 + self.start**2 / 4)
            point = [np.array([[t]]), np.eye(self.n, dtype=self.dtype)]
            self.set_point(point, point)
            out[0][:], out[1][:] = point
            return out

    return CoherentInformationCone
