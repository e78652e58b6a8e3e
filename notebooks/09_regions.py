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
# # 09 · Regions: where two kinds of noise take the capacity
#
# One parameter has a threshold. Two have a curve, and behind it a region: how much of which
# noise is too much? This shows, for noise and erasure together, that the region is known
# from both sides, is a polygon exactly where a formula says so, and can be proved with its
# area as a rational number; then the same for Pauli errors, where the border is bent, and
# for dephrasure, which is no straight line in its parameters.

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd

# %% [markdown]
# ## Noise and erasure: a polygon, proved
#
# A share x of white noise, a share e of erasure, 1 − x − e of nothing at all. All mixtures
# of three channels form an affine space, so that the set where an extension exists is
# convex. Every conic programme gives a point on its edge, and a half-plane beyond it.

# %%
space = sd.zoo.erasure_triangle()
region = sd.region(space, "antidegradable", gap=1e-4, prove=True)
low, high = region.volume
print(f"antidegradable on an area between {low:.4f} and {high:.4f} of 1/2")
print(f"outer polygon: {len(region.outer[0].vertices)} corners")

# %% [markdown]
# Two copies of the output exist once 3x + 2e ≥ 1: the edge runs straight from (x, e) =
# (1/3, 0), the threshold of the depolarizing channel, to (0, 1/2), that of erasure. What is
# left out is a triangle of area 1/12, and 1/2 − 1/12 = 5/12.

# %%
assert abs(low - Fraction(5, 12)) < 1e-4
assert abs(high - Fraction(5, 12)) < 1e-4
assert region.certificate is not None
region.plot()
plt.show()
# %% [markdown]
# ## Pauli errors: a bent border
#
# Without Y errors a Pauli channel has two probabilities, of X and of Z. PPT stops on a
# straight line, antidegradability on a curve, which no finite number of half-planes
# closes: the gap that is asked for is what remains between the two polygons.

# %%
pauli = sd.region_map(sd.zoo.pauli_triangle(), ["antidegradable", "ppt"], gap=2e-3)
for part in pauli.parts:
    print(f"{part.label:40} {100 * part.volume / 0.5:5.1f} %")
pauli.plot()
plt.show()
# %% [markdown]
# PPT adds nothing: a qubit's PPT channel breaks entanglement, and is antidegradable. What
# is open is open to these two reasons only.

# %% [markdown]
# ## Dephrasure: sampled, and told so
#
# Dephasing p, then erasure q: the Choi operator is no affine function of (p, q). The border
# is followed by bisection on a mesh; each point beside it is certified, and what lies
# between them is labelled sampled. It is known: q = η/(1+η) with η = 1−2p.

# %%
sampled = sd.region(sd.zoo.dephrasure_square(), "antidegradable", resolution=0.05)
print(sampled.coverage.name)
distances = []
for a, b in sampled.borders:
    p, q = np.mean([a, b], axis=0)
    eta = abs(1 - 2 * p)
    distances.append(abs(q - eta / (1 + eta)))
assert len(distances) > 20
assert max(distances) < 1e-3
sampled.plot()
plt.show()
