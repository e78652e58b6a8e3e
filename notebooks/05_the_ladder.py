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
# # 05 · The ladder of k-extendibility
#
# A channel is k-extendible if k receivers can share its output, each of them seeing the
# same channel: the Choi operator has an extension to k copies of the output that is
# invariant under their permutations. k = 2 is antidegradability; in the limit k → ∞ only
# the entanglement-breaking channels are left. For white noise,
# D_x(ρ) = (1−x) ρ + x tr(ρ) 1/d, the ladder is known on every rung:
#
# D_x is k-extendible if and only if x ≥ (1 − 1/k) d/(d+1),
#
# from d/(2(d+1)) for k = 2 up to d/(d+1), where D_x becomes PPT and breaks entanglement.

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd
from sdpsearch.channels.channel import Channel
from sdpsearch.known.maps import cloning_map
from sdpsearch.report.figures.style import COLOURS, LINES, SYMBOLS


def rung(d, k):
    """Return (1 − 1/k) d/(d+1)."""
    return (1 - Fraction(1, k)) * Fraction(d, d + 1)


# %% [markdown]
# ## Climbing it
#
# One conic programme for each rung: the extension lives on d^(k+1) dimensions, which
# permutation symmetry reduces to one block for each Young diagram. The values are
# numerical, with a checked bracket each.

# %%
copies = range(2, 9)
found = {
    (d, k): sd.threshold(sd.zoo.depolarizing(d=d), sd.KExtendible(k))
    for d in (2, 3)
    for k in copies
}
for (d, k), t in found.items():
    print(f"d = {d}, k = {k}: x = {t.value:.8f}, closed form {rung(d, k)}")
    assert abs(t.value - rung(d, k)) < 1e-8

# %% [markdown]
# ## Why these numbers
#
# The optimal universal cloner makes k clones, each of them D_x(ρ) with x on the k-th
# rung: the extension in closed form. That no cloner makes better single clones (Keyl and
# Werner, [quant-ph/9807010](https://arxiv.org/abs/quant-ph/9807010)) is the other
# direction.


# %%
def first_of(d, k):
    """Return the channel that keeps the first of k systems."""
    rest = d ** (k - 1)
    kept = np.einsum("ij,rs->rijs", np.eye(d), np.eye(rest))
    return Channel(kept.reshape(rest, d, d**k))


for d, k in [(2, 2), (2, 5), (2, 8), (3, 2), (3, 4)]:
    clone = first_of(d, k) @ cloning_map(d, k)
    assert clone == sd.zoo.depolarizing(d=d)(rung(d, k))
    print(f"1 → {k} cloning, d = {d}: every clone is D_x(ρ) with x = {rung(d, k)}")

# %% [markdown]
# ## Proved
#
# In exact arithmetic, an extension and a witness that meet at the very point: all seven
# rungs for qubits, the first three for qutrits, and the PPT threshold above them.

# %%
proved = {}
for d, k in [*((2, k) for k in copies), *((3, k) for k in (2, 3, 4))]:
    family = sd.zoo.depolarizing(d=d)
    (boundary,) = sd.threshold(family, sd.KExtendible(k), prove=True).boundaries
    proved[d, k] = boundary.proved
    print(f"d = {d}, k = {k}: {boundary.tier}, x = {boundary.closed_form}")
    assert boundary.proved == (rung(d, k), rung(d, k))
for d in (2, 3):
    (boundary,) = sd.threshold(sd.zoo.depolarizing(d=d), sd.PPT(), prove=True).boundaries
    print(f"d = {d}, PPT  : {boundary.tier}, x = {boundary.closed_form}")
    assert boundary.proved == (Fraction(d, d + 1), Fraction(d, d + 1))

# %%
figure, axes = plt.subplots(figsize=(6.2, 4.0), dpi=110, layout="constrained")
smooth = np.linspace(1, 9, 200)
for i, d in enumerate((2, 3)):
    curve = (1 - 1 / smooth) * d / (d + 1)
    limit = d / (d + 1)
    axes.axhline(limit, color=COLOURS[i], linestyle=":", linewidth=1.2)
    axes.text(0.7, limit + 0.012, f"PPT from d/(d+1) = {d}/{d + 1} on", color=COLOURS[i])
    axes.plot(smooth, curve, color=COLOURS[i], linestyle=LINES[i])
    for exact in (False, True):
        ks = [k for k in copies if ((d, k) in proved) is exact]
        axes.plot(
            ks,
            [found[d, k].value for k in ks],
            SYMBOLS[i],
            color=COLOURS[i],
            mfc=COLOURS[i] if exact else "white",
            label=f"d = {d}, {'proved exactly' if exact else 'numerical'}" if ks else None,
        )
axes.set_xticks(range(1, 10))
axes.set_ylim(0, 0.82)
axes.set_xlabel("number of copies k")
axes.set_ylabel("white noise x (dimensionless)")
axes.set_title("D$_x$ is k-extendible from here on; curves: (1 − 1/k) d/(d+1)")
axes.legend(loc="lower right", frameon=False)
plt.show()

# %% [markdown]
# ## A ladder that breaks off
#
# Not every family climbs. Transposed noise, E_x = (1−x) ρ + (x/2)(tr(ρ) 1 − ρᵀ) on a
# qutrit, is 2-extendible from x = 4/7 on, and no amount of it makes it 3-extendible: a
# single witness refutes the whole line.

# %%
family = sd.zoo.transpose_depolarizing(d=3)
for k in (2, 3):
    t = sd.threshold(family, sd.KExtendible(k), prove=True)
    print(f"k = {k}: {t.occurrence.value}")
    print("\n".join(t.certificate.theorem.splitlines()[3:]))
assert t.holds_on == ()

# %% [markdown]
# k counts copies including the original, and asks for permutation invariance only, not
# for support on the symmetric subspace (the stronger, bosonic extension): E_1, the
# Werner–Holevo channel, is antidegradable and has no bosonic extension.
