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
# # 01 · First decision and threshold
#
# A channel Φ is *antidegradable* when its environment can rebuild the output: some
# channel N has N∘Φᶜ = Φ, with Φᶜ the channel to the environment. As nothing can be
# cloned, Φ then has no quantum capacity. Two questions: is this one channel
# antidegradable, and from where on along a family?
#
# The example is white noise on a qutrit, D_x(ρ) = (1−x) ρ + x tr(ρ) 1/3, the channel of
# Roofeh and Karimipour, arXiv:2408.05733 ("the paper" in the figure).

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd
from sdpsearch.report.figures.style import COLOURS, LINES

depolarizing = sd.zoo.depolarizing(d=3)
antidegradable = sd.Antidegradable()

# %% [markdown]
# ## One channel
#
# `decide` answers HOLDS, FAILS or UNDECIDED. The *margin* behind the verdict is positive
# inside the set of antidegradable channels, zero on its boundary, negative outside; it
# comes as an interval that was checked without trusting the solver.

# %%
decisions = {x: sd.decide(depolarizing(x), antidegradable) for x in (0.3, 0.375, 0.45)}
for x, found in decisions.items():
    margin = round(found.margin.middle, 6) + 0.0
    print(f"x = {x:<6} {found.verdict.name:<10} margin {margin:+.6f}")

# %% [markdown]
# The middle one lies on the boundary itself, where floating point cannot tell: the
# interval contains zero, so it says UNDECIDED. Exact arithmetic can, see below.
#
# HOLDS hands over the map N, FAILS a witness W: tr(WJ) = −1 for this channel's Choi
# operator J, and tr(WJ′) ≥ 0 for every antidegradable J′. Both are recomputed here.

# %%
channel, holds, fails = depolarizing(0.45), decisions[0.45], decisions[0.3]
print("N∘Φᶜ = Φ:", holds.map @ channel.minimal().complementary == channel)
print("largest deviation below 1e-12:", holds.residual < 1e-12)
for x in (0.2, 0.3, 0.45, 1.0):
    print(f"tr(W J({x})) = {fails.witness_value(depolarizing(x)):+.6f}")

# %% [markdown]
# ## The family
#
# D_x is affine in x, and the antidegradable channels are convex, so a single conic
# programme finds the end of the interval. It is returned as a bracket with a checked
# certificate at each end: an extension above, a witness below.

# %%
t = sd.threshold(depolarizing, antidegradable)
(boundary,) = t.boundaries
print(f"antidegradable on [{t.holds_on[0].lower:.8f}, {t.holds_on[0].upper:g}]")
print("conic programmes solved:", t.solves)
print("bracket narrower than 1e-8:", boundary.bracket.width < 1e-8)
assert abs(t.value - 3 / 8) < 1e-9

# %% [markdown]
# ## The proof
#
# So far these are floating-point numbers with an error bound. `prove=True` turns them
# into a certificate in rational numbers that is checked with integers alone; what it
# prints is the theorem it has just checked. The threshold is d/(2(d+1)) = 3/8.

# %%
t = sd.threshold(depolarizing, antidegradable, prove=True)
(boundary,) = t.boundaries
print(boundary.tier, boundary.closed_form)
print(t.certificate.theorem)
assert boundary.proved == (Fraction(3, 8), Fraction(3, 8))

# %% [markdown]
# ## Digits, where no rational number is to be had
#
# A qubit Pauli channel with error probabilities p/4, p/4, p/2. Fifty digits are
# *proved*; the closed form that fits them all is *recognised*, which is a conjecture.

# %%
pauli = sd.threshold(sd.zoo.pauli((1, 1, 2)), antidegradable, digits=50)
(boundary,) = pauli.boundaries
low, high = boundary.proved
print(f"p = 0.{int(low * 10**48):048d}… proved")
print(f"p = {boundary.closed_form} {boundary.tier}")
assert high - low < Fraction(1, 10**50)
# (10 − 4√2)/17 lies inside: 10 − 17p falls with p, and (4√2)² = 32.
assert (10 - 17 * high) ** 2 < 32 < (10 - 17 * low) ** 2

# %% [markdown]
# ## Across the noise
#
# `scan` keeps margin and verdict at every point. Both margins rise with the noise and
# cross zero where `threshold` puts them (stars). The other textbook reason for zero
# capacity, a positive partial transpose, needs exactly twice the noise. (The curves begin
# at x = 0.02: at 0 the rank alone excludes the channel, and that margin is −1.)

# %%
asked = [antidegradable, sd.PPT()]
scan = sd.scan(depolarizing, asked, np.linspace(0.02, 0.9, 31))

figure, axes = plt.subplots(figsize=(6.2, 4.0), dpi=110, layout="constrained")
axes.axhline(0, color="black", linewidth=0.8)
for i, (label, exact) in enumerate([("antidegradable", "3/8"), ("PPT", "3/4")]):
    margins = [decided[i].margin.middle for decided in scan.decisions]
    axes.plot(scan.xs, margins, color=COLOURS[i], linestyle=LINES[i], label=label)
    zero = scan.thresholds[i].value
    axes.plot([zero], [0], "*", markersize=11, color=COLOURS[i], markeredgecolor="black")
    axes.annotate(f"x = {exact}", (zero, 0), xytext=(8, -16), textcoords="offset points")
axes.axvline(0.5, color="0.4", linestyle=":", label="the paper's map: x ≥ 1/2")
axes.set_ylim(-1.05, 1.55)
axes.set_xlabel("white noise x (dimensionless)")
axes.set_ylabel("margin (positive: the property holds)")
axes.set_title("Depolarizing channel of a qutrit")
figure.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %% [markdown]
# What is proved here: 3/8, and the fifty digits. What is numerical: the curves, each
# point of which carries a checked interval (`scan.records()`). A channel that is neither
# antidegradable nor PPT need not have any capacity; see [06](06_capacities.ipynb).
