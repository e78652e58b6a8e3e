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
# # 07 · Where the capacity itself vanishes
#
# S. Roofeh and V. Karimipour ([arXiv:2408.05733](https://arxiv.org/abs/2408.05733)) show
# that Q(D_x) = 0 for x ≥ 1/2, equations (28) and (36), and recall in their discussion
# (section 6) that the qutrit channel E_x(ρ) = (1−x)ρ + (x/2)(tr(ρ) 1 − ρᵀ) is
# antidegradable, so Q(E_x) = 0, for x ≥ 4/7; with it and (34) the same holds for
# Φ_x(ρ) = (1−x)Φ(ρ) + (x/2)(tr(ρ) 1 − Φ(ρ)ᵀ), whatever Φ is. They end: "It would be then
# interesting to explore the problem of super-activation with these two types of channel at
# hand." Antidegradability is a reason for Q = 0, not the only one. Where does the capacity
# itself vanish, and what does that say about their question?

# %%
from fractions import Fraction
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd
from sdpsearch.capacity import maximise_coherent_information
from sdpsearch.report.figures.spans import FILLED, HOLDS, Spans
from sdpsearch.report.figures.style import COLOURS, LINES

# %% [markdown]
# ## No capacity without an antidegrading map
#
# At x = 0.55 no channel N has N∘E_xᶜ = E_x. But some N does that is Hermiticity preserving
# and, in place of being positive, a contraction: a *signed* extension. That is enough for
# Q = P = 0. The mechanism is that of Zhu and Wang
# ([arXiv:2607.24693](https://arxiv.org/abs/2607.24693)), whose channel is E_{1/2}; the
# semidefinite condition was [derived here](../docs/signed-extensions.md), with its proof.

# %%
E = sd.zoo.transpose_depolarizing(d=3)
for name in ("antidegradable", "ppt", "signed-extendible", "zero-capacity"):
    found = sd.decide(E(0.55), name)
    why = f"  because it is {found.mechanism}" if found.mechanism else ""
    print(f"{name:18} {found.verdict.name}{why}")

signed = sd.decide(E(0.55), "signed-extendible").signed_map
print("N is positive:", signed.least >= 0, "  a contraction:", signed.norm <= 1)
assert signed.least < 0
assert signed.norm < 1

# %% [markdown]
# From where on? The threshold is exactly 1/2, proved: a rational signed extension at 1/2, a
# rational witness against any below. Both checkers have accepted the certificate.

# %%
proved = sd.threshold(E, "signed-extendible", prove=True)
for line in proved.certificate.theorem.splitlines()[-3:]:
    print(fill(line.strip(), 100))
assert proved.boundaries[0].proved == (Fraction(1, 2), Fraction(1, 2))
for d in (4, 5, 6):
    pair = [
        sd.threshold(sd.zoo.transpose_depolarizing(d=d), name).value
        for name in ("signed-extendible", "antidegradable")
    ]
    print(
        f"d = {d}: signed-extendible from {pair[0]:.6f}, antidegradable from {pair[1]:.6f}"
    )
    assert abs(pair[0] - pair[1]) < 1e-7

# %% [markdown]
# For d ≥ 4 nothing is gained (3/5 for d = 4 is proved, the rest is numerical).
#
# Φ_x = E_x∘Φ, and preprocessing leaves a channel signed-extendible: so
# **Q(Φ_x) = P(Φ_x) = 0 for x ≥ 1/2**, whatever Φ is, not only from 4/7 on. Most need less.

# %%
for rank in (3, 9):
    noisy = E @ sd.random_channel(3, 3, rank=rank, rng=rank)
    ends = [
        sd.threshold(noisy, name).estimated[0].lower
        for name in ("signed-extendible", "antidegradable")
    ]
    print(
        f"a random Φ of rank {rank}: no capacity from {ends[0]:.4f}, "
        f"antidegradable from {ends[1]:.4f}"
    )
    assert ends[0] <= 1 / 2

# %% [markdown]
# ## The other side: Q > 0
#
# Being none of these implies nothing. Q > 0 takes an input: one whose coherent information
# is positive, of one use or several, or a pure one beside which it starts to be (Siddhu,
# [2003.10367](https://arxiv.org/abs/2003.10367); Singh, Datta,
# [2105.06327](https://arxiv.org/abs/2105.06327)). Between both answers it is open.

# %%
both = sd.threshold(E, "zero-capacity", prove=True)
(boundary,) = both.boundaries
low, high = boundary.bracket
print(f"Q > 0 is shown last at {low:.4f} by {boundary.mechanisms[0]}")
print(f"Q = 0 from {high:.4f} by {boundary.mechanisms[1]}; open between")
print(boundary.tier.value)
assert boundary.tier == "bracketed"

# %% [markdown]
# For some channels nothing stays open. Dephrasure (p, then erasure with probability q) is
# antidegradable from q = η/(1+η) on, η = |1−2p|, but has no capacity from η²/(1+η²) on, and
# has some before: a signed map in closed form meets a log-singularity. For a rational p one
# certificate has both.

# %%
closed = sd.threshold(sd.zoo.dephrasure(Fraction(1, 10)), "zero-capacity", prove=True)
for line in closed.certificate.theorem.splitlines()[-3:]:
    print(fill(line.strip(), 100))
assert closed.boundaries[0].closed_form == "16/41"

ps = np.linspace(0, 0.5, 101)
eta = 1 - 2 * ps
figure, axes = plt.subplots(figsize=(6.2, 4.2), dpi=110, layout="constrained")
axes.plot(ps, eta / (1 + eta), color=COLOURS[1], linestyle=LINES[1], label="antidegradable")
axes.plot(ps, eta**2 / (1 + eta**2), color=COLOURS[0], label="no capacity: η²/(1+η²)")
for p in (0.05, 0.15, 0.25):
    found = sd.threshold(sd.zoo.dephrasure(p), "zero-capacity")
    axes.plot([p], [found.value], "o", color="black", label="" if p > 0.1 else "found")
    assert abs(found.value - (1 - 2 * p) ** 2 / (1 + (1 - 2 * p) ** 2)) < 1e-8
axes.set_xlabel("dephasing p (dimensionless)")
axes.set_ylabel("erasure q from which it holds (dimensionless)")
axes.set_title("Dephrasure: the capacity vanishes before antidegradability begins")
axes.legend()
plt.show()

# %% [markdown]
# ## Both families, all dimensions
#
# Where D_x and E_x stand: shown to transmit, open, shown to have no capacity. The ends of
# the brackets are certified in floating point here; `sdpsearch reproduce` proves them up to
# d = 5. Diamonds: antidegradable from here, d/(2(d+1)) and 2(d−1)/(3d−2); lines: the paper.

# %%
CASES = [("D", d) for d in (2, 3, 4, 5, 6)] + [("E", d) for d in (3, 4, 5, 6)]
figure, axes = plt.subplots(figsize=(7.4, 4.8), dpi=110, layout="constrained")
for y, (name, d) in enumerate(CASES):
    make = sd.zoo.depolarizing if name == "D" else sd.zoo.transpose_depolarizing
    end = d / (2 * (d + 1)) if name == "D" else 2 * (d - 1) / (3 * d - 2)
    found = sd.threshold(make(d=d), "zero-capacity")
    low, high = found.boundaries[0].bracket
    sent, vanished = found.boundaries[0].mechanisms
    print(
        f"{name}_x, d = {d}: Q > 0 at {low:.4f}, {sent}; Q = 0 from {high:.4f}, {vanished}"
    )
    for meaning, sets in Spans.of(found).by_meaning.items():
        for start, stop in sets:
            axes.barh([y], [stop - start], left=[start], height=0.6, **FILLED[meaning])
    axes.plot([end], [y], "D", color="white", markeredgecolor="black")
    printed = 1 / 2 if name == "D" else 4 / 7 if d == 3 else None
    if printed is not None:
        axes.plot([printed] * 2, [y - 0.4, y + 0.4], color="black")
    assert high <= end + 1e-7
for meaning, told in (("Q > 0", "Q > 0"), ("open", "open"), (HOLDS, "Q = 0")):
    axes.barh([0], [0], label=told, **FILLED[meaning])
axes.set_yticks(range(len(CASES)), [f"{name}$_x$, d = {d}" for name, d in CASES])
axes.invert_yaxis()
axes.set_xlim(0, 1)
axes.set_xlabel("noise x (dimensionless)")
axes.set_title("Where the quantum capacity vanishes")
axes.legend(loc="lower right")
plt.show()

# %% [markdown]
# ## The closing question
#
# Two channels without capacity activate each other if their product has some.
# Signed-extendible channels never do: the product of two contractions is one, so the class
# is closed under ⊗. D_x for x ≥ d/(2(d+1)) and E_y for y ≥ 1/2 (d = 3) are in it, and so is
# everything that pre- and post-processing makes of them: Λ_x and Φ_y. **With these two
# types of channel alone there is no superactivation in these ranges.** What activates one
# of them must lie outside the class; of the channels known today to have Q = 0, that leaves
# PPT ones.
#
# The theorem leaves nothing to compute. To see it hold where it barely does, here are
# ascents of the coherent information of D_{3/8}⊗E_{1/2}, from random states of both inputs.

# %%
pair = sd.zoo.depolarizing(d=3)(3 / 8).tensor(E(1 / 2))
found = maximise_coherent_information(pair, starts=2)
print(f"largest coherent information found: {max(0.0, found.value):.6f}")
assert found.value < 1e-9
