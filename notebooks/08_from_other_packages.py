# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 · From qiskit and QuTiP to a proved threshold
#
# Your noise is an error of qiskit Aer, a gate of Cirq or a master equation of QuTiP. From
# which strength on is it antidegradable, so that no quantum capacity is left? Hand over the
# object: the two-qubit depolarizing error is from exactly 2/5 on, which Cirq calls 3/8, a
# qubit in a thermal bath from the time ln 2/(2n+1) on. Both are proved, and the map that
# shows it goes back to the package. (Capacity may vanish earlier; that is notebook 07.)
#
# This notebook needs `pip install 'sdpsearch[interop]'`; each package alone would do for
# its part.

# %%
import math
import tempfile
from fractions import Fraction
from pathlib import Path
from textwrap import fill

import cirq
import matplotlib.pyplot as plt
import numpy as np
import pennylane as qml
import qutip
from qiskit import QuantumCircuit
from qiskit_aer.noise import depolarizing_error

import sdpsearch as sd
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.report.figures.style import COLOURS

# %% [markdown]
# ## An error of Aer
#
# `depolarizing_error(p, 2)` replaces two qubits by noise with probability p. A family is
# any callable; that this one is a straight line in p is ours to declare, and the theorem
# says that it was.

# %%
error = sd.ChannelFamily(
    lambda p: depolarizing_error(p, 2),
    name="depolarizing_error",
    parameter="p",
    affine=True,
)
found = sd.threshold(error, "antidegradable", prove=True)
(boundary,) = found.boundaries
print("antidegradable from p =", boundary.closed_form, f"({boundary.tier})")
print(fill(found.proof, width=88))
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "error.json"
    found.certificate.save(path)
    print("checked from the file alone:", sd.verify(path).proved)
assert boundary.proved == (Fraction(2, 5), Fraction(2, 5))

# %% [markdown]
# A noisy circuit is a channel as well. Of two errors and a gate between them, a smaller p
# is enough, since noise composes: 1 − (1−p)² = 2/5.


# %%
def memory(p):
    """Return a circuit that entangles two qubits, with an error before and after."""
    circuit = QuantumCircuit(2)
    circuit.append(depolarizing_error(p, 2).to_instruction(), [0, 1])
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.append(depolarizing_error(p, 2).to_instruction(), [0, 1])
    return circuit


found = sd.threshold(sd.ChannelFamily(memory, parameter="p"), "antidegradable")
print(f"the circuit: from p = {found.value:.8f}, 1 − √(3/5) = {1 - math.sqrt(3 / 5):.8f}")
assert abs(found.value - (1 - math.sqrt(3 / 5))) < 1e-8

# %% [markdown]
# ## The same noise by other names
#
# The packages agree on the channel, not on the parameter: x of the paper is the weight of
# white noise, others count only the errors that are none by chance.

# %%
NAMES = {
    "qiskit Aer  depolarizing_error(p, 2)": (lambda p: depolarizing_error(p, 2), 1),
    "Cirq        depolarize(p, 2)": (lambda p: cirq.depolarize(p, 2), 15 / 16),
    "qiskit Aer  depolarizing_error(p, 1)": (lambda p: depolarizing_error(p, 1), 1),
    "Cirq        depolarize(p)": (lambda p: cirq.depolarize(p), 3 / 4),
    "PennyLane   DepolarizingChannel(p)": (
        lambda p: qml.DepolarizingChannel(p, wires=0),
        3 / 4,
    ),
}
for name, (noise, largest) in NAMES.items():
    family = sd.ChannelFamily(noise, domain=(0, largest), parameter="p", affine=True)
    found = sd.threshold(family, "antidegradable", prove=True)
    # White noise x = p/largest: the paper's d/(2(d+1)).
    x = found.boundaries[0].value / largest
    print(f"{name:38}  p = {found.boundaries[0].value:.6f}   x = {x:.6f}")
    assert abs(x - (2 / 5 if "2)" in name else 1 / 3)) < 1e-8

# %% [markdown]
# ## A master equation of QuTiP
#
# A qubit in a bath with n thermal photons decays at the rate n + 1 and is excited at the
# rate n. Its propagator after a time t is a super-operator, and is taken as one. That to
# wait longer is to process further is a law, ours to state; with it two proofs, at the
# ends of a bracket, bound the threshold.

# %%
law = CompositionLaw("Φ_(s+t) = Φ_s∘Φ_t: to wait is to post-process.", increasing=True)


def bath(photons, dephasing=0.0):
    """Return the family of a qubit's propagators, over the time."""
    generator = qutip.liouvillian(
        None,
        [
            math.sqrt(photons + 1) * qutip.destroy(2),
            math.sqrt(photons) * qutip.create(2),
            math.sqrt(dephasing / 2) * qutip.sigmaz(),
        ],
    )
    return sd.ChannelFamily(
        lambda t: (generator * t).expm(),
        domain=(0, 0.8),
        name="bath",
        parameter="t",
        law=law,
    )


found = sd.threshold(bath(0.25), "antidegradable", prove=True)
low, high = found.boundaries[0].proved
print(f"n = 1/4: t = {found.value:.8f}, ln 2/(2n+1) = {math.log(2) / 1.5:.8f}")
print(fill(found.proof, width=88))
assert low < math.log(2) / 1.5 < high
assert high - low < 1e-8

# %% [markdown]
# Heat alone is generalised amplitude damping with γ = 1 − exp(−(2n+1)t), antidegradable
# from γ = 1/2 on, whatever n (Khatri, Sharma, Wilde,
# [1903.07747](https://arxiv.org/abs/1903.07747)). With dephasing as well, sooner.

# %%
photons = np.array([0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0])
figure, axes = plt.subplots(figsize=(6.2, 3.6), dpi=110, layout="constrained")
for colour, dephasing in zip(COLOURS, (0.0, 1.0, 4.0), strict=False):
    times = np.array(
        [sd.threshold(bath(n, dephasing), "antidegradable").value for n in photons]
    )
    axes.plot(photons, times, "o-", color=colour, mfc="white", label=f"{dephasing:g}")
    if dephasing == 0:
        assert np.allclose(times, math.log(2) / (2 * photons + 1), atol=1e-8)
axes.set_xlabel("thermal photons n")
axes.set_ylabel("time t (in units of the decay's)")
axes.set_title("From when on a qubit in a bath is antidegradable")
axes.legend(title="rate of dephasing", frameon=False)
plt.show()

# %% [markdown]
# ## The map goes back
#
# The antidegrading map N rebuilds what came out from what leaked, N∘Φᶜ = Φ. As
# super-operators of QuTiP the two sides are one product away from each other.

# %%
channel = sd.as_channel(bath(0.25)(0.5)).minimal()
decision = sd.decide(channel, "antidegradable")
antidegrading = sd.convert(decision.map, "qutip")
leaked = sd.convert(channel.complementary, "qutip")
rebuilt = antidegrading @ leaked
print("N:", antidegrading.dims, " Φᶜ:", leaked.dims)
print("N∘Φᶜ = Φ:", np.allclose(rebuilt.full(), sd.convert(channel, "qutip").full()))
assert decision.verdict is sd.Verdict.HOLDS

# %% [markdown]
# [docs/interop.md](../docs/interop.md) lists what is taken from which package, in which
# convention, and what each of them calls x.
