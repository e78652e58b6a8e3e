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
# # 02 · The paper, equation by equation
#
# S. Roofeh and V. Karimipour ([arXiv:2408.05733](https://arxiv.org/abs/2408.05733),
# equations numbered as in version 4) build a channel N_x that antidegrades the depolarizing
# channel D_x for x ≥ 1/2, in every dimension d. So D_x, and every channel contaminated
# by that much white noise, has no quantum capacity, and its complement D_xᶜ has one in
# closed form. Here each equation is computed from the objects it is about.

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.known.maps import optimal_antidegrading_map, paper_map, threshold_noise
from sdpsearch.report.figures.style import COLOURS, LINES
from sdpsearch.reproduce.equations import findings

d, x = 3, 0.6
channel = sd.zoo.depolarizing(d=d)(x)
rng = np.random.default_rng(1)
Y = rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d))

# %% [markdown]
# ## The channel and its complement: (1)–(12)
#
# The zoo's D_x has the Kraus operators (3)–(4); its environment is the paper's, of
# dimension 1 + d². Equation (12) is the complement as a block matrix, with
# ξ = √(x(1−x)/d). Y is a general complex matrix: a Hermitian one would hide a transpose.

# %%
xi = np.sqrt(x * (1 - x) / d)
block = np.zeros((1 + d**2, 1 + d**2), dtype=complex)
block[0, 0] = (1 - x) * np.trace(Y)
block[0, 1:] = xi * Y.ravel()
block[1:, 0] = xi * Y.T.ravel()
block[1:, 1:] = x / d * np.kron(np.eye(d), Y)

print("(1) :", np.allclose(channel.apply(Y), (1 - x) * Y + x * np.trace(Y) * np.eye(d) / d))
print("(12):", np.allclose(channel.complementary.apply(Y), block))

# %% [markdown]
# ## The map: (13)–(30)
#
# N_x has Kraus operators M_k, N_k, Q_ijk with β² = (1−x)/x and dδ² = (2x−1)/x; the last
# one is why it needs x ≥ 1/2. The check is N∘D_xᶜ = D_x, equation (13).

# %%
N = paper_map(d, x)
beta2, ddelta2 = (1 - x) / x, (2 * x - 1) / x
print("(13):", N @ channel.complementary == channel)
print("(18):", np.isclose(beta2 + ddelta2, 1))
try:
    paper_map(d, 0.49)
except ValueError as error:
    print("x = 0.49:", error)

# %% [markdown]
# ## All of them
#
# The same for every numbered equation, at d = 2, 3, 4 and x = 0.5, 0.6, 0.85, 1, with
# random complex matrices. *Off as printed* is the largest entry by which the printed form
# fails where the print is wrong; the corrected form is checked in its place.
# `sdpsearch reproduce` writes this as a report with all numbers.

# %%
found = list(findings())
for item in found:
    printed = "" if item.printed is None else f"off as printed {item.printed:.2f}"
    line = f"{item.label:>5} {item.verdict:<11} {item.statement:<61.61} {printed}"
    print(line.rstrip())
assert all(item.deviation < 1e-12 for item in found if item.deviation is not None)

# %%
for item in found:
    if item.correction:
        print(f"{item.label:>5} {item.correction}")
assert [i.label for i in found if i.verdict == "misprint"] == [
    *("(10)", "(24)", "(26)", "(29)", "(30)", "(35)")
]

# %% [markdown]
# The slips do not touch the results: (13) holds as stated.
#
# ## The theorem is true, and not tight
#
# D_x is antidegradable from x_c = d/(2(d+1)) on, as section 1.1 of the paper quotes from
# work on symmetric extensions, and not below. Both directions are found here by
# semidefinite programming and proved in exact arithmetic, one certificate for each d.

# %%
dimensions = (2, 3, 4, 5)
proved = {}
for dimension in dimensions:
    family = sd.zoo.depolarizing(d=dimension)
    t = sd.threshold(family, sd.Antidegradable(), prove=True)
    proved[dimension] = t.boundaries[0].proved
    print(t.certificate.theorem.splitlines()[-1].strip(), f"(d = {dimension})")
    exact = Fraction(dimension, 2 * (dimension + 1))
    assert proved[dimension] == (exact, exact)

# %%
figure, axes = plt.subplots(figsize=(6.2, 4.0), dpi=110, layout="constrained")
smooth = np.linspace(2, 5, 100)
lines = (
    ("PPT: x ≥ d/(d+1)", smooth / (smooth + 1)),
    ("the paper's map: x ≥ 1/2", np.full_like(smooth, 0.5)),
    ("antidegradable: x ≥ d/(2(d+1))", smooth / (2 * (smooth + 1))),
)
for i, (label, values) in enumerate(lines):
    axes.plot(smooth, values, color=COLOURS[i], linestyle=LINES[i], label=label)
points = [float(proved[dimension][0]) for dimension in dimensions]
axes.plot(dimensions, points, "o", color="black", mfc="white", label="proved exactly")
axes.set_xticks(dimensions)
axes.set_ylim(0.3, 0.9)
axes.set_xlabel("dimension d")
axes.set_ylabel("white noise x (dimensionless)")
axes.set_title("Noise from which D$_x$ has no quantum capacity, by argument")
figure.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %% [markdown]
# Between x_c and 1/2 there is an explicit map as well: on the minimal environment
# Cᵈ⊗Cᵈ, N_x(W) = a tr₁W + (1−a) tr(W) 1/d with a = (g²−1)/(d²−2+2g) and
# g² = 1 + d²(1−x)/x. It was derived for this project; [03](03_maps.ipynb) compares the
# maps. At x_c itself a = 1: the map is the partial trace.

# %%
for dimension in dimensions:
    x_c = threshold_noise(dimension)
    complement = sd.zoo.depolarizing_complement(d=dimension)(x_c)
    N = optimal_antidegrading_map(dimension, x_c)
    W = np.diag(np.arange(1.0, dimension**2 + 1))
    traced = np.trace(W.reshape([dimension] * 4), axis1=0, axis2=2)
    assert N @ complement == sd.zoo.depolarizing(d=dimension)(x_c)
    assert np.allclose(N.apply(W), traced)
    print(f"d = {dimension}: N∘D_xᶜ = D_x with N = tr₁ at x = {x_c:.6f}")

# %% [markdown]
# ## The corollary: (34)–(36)
#
# Λ_x = D_x∘Λ is a post-processing of D_x, so every channel Λ is antidegradable once
# x ≥ x_c, and unitary Λ need all of it. The random channels of higher Kraus rank here
# need less. These thresholds are numerical, with checked brackets.

# %%
for rank in (1, 2, 3, 9):
    noisy = sd.white_noise(random_channel(3, 3, rank=rank, rng=rank))
    start = sd.threshold(noisy, sd.Antidegradable()).holds_on[0].lower
    print(f"d = 3, Kraus rank {rank}: antidegradable from x = {start:.6f} on, x_c = 0.375")
    assert start < threshold_noise(3) + 1e-8

# %% [markdown]
# ## Transposed noise
#
# The last claim, E_x = (1−x) ρ + (x/2)(tr(ρ) 1 − ρᵀ) antidegradable for 4/7 ≤ x ≤ 1 at
# d = 3, is sharp. In higher dimensions, with d−1 in place of 2, the threshold is
# 2(d−1)/(3d−2) (derived for this project), proved here for d = 3 and 4. The capacities of
# section 4 are the subject of [06](06_capacities.ipynb).

# %%
for dimension in (3, 4):
    family = sd.zoo.transpose_depolarizing(d=dimension)
    t = sd.threshold(family, sd.Antidegradable(), prove=True)
    print(t.certificate.theorem.splitlines()[-1].strip(), f"(d = {dimension})")
    exact = Fraction(2 * (dimension - 1), 3 * dimension - 2)
    assert t.boundaries[0].proved == (exact, exact)
