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
# # 03 · Analytic against numerical maps
#
# A semidefinite programme says that D_x is antidegradable and hands over a map N with
# N∘D_xᶜ = D_x. Roofeh and Karimipour ([arXiv:2408.05733](https://arxiv.org/abs/2408.05733),
# the paper) have one in closed form for x ≥ 1/2, and there is one for every
# x ≥ x_c = d/(2(d+1)). Is the numerical map one of them? No: there are many, except at
# x_c, where there is only one.

# %%
import math
from fractions import Fraction

import matplotlib.pyplot as plt

import sdpsearch as sd
from sdpsearch.antidegrading import study_maps
from sdpsearch.report.figures.maps import maps_figure
from sdpsearch.report.figures.style import COLOURS, LINES

# %% [markdown]
# ## Three maps for one channel
#
# A qubit with half of white noise, the least for which the paper's map exists. All three
# maps reproduce the output, on the minimal environment of dimension 4; no two are near
# each other. Diamond distances run from 0 to 2, and are intervals with recomputed ends.

# %%
channel = sd.zoo.depolarizing(d=2)(0.5)
study = study_maps(channel)
paper, optimal = study.analytic
for name, errors in [
    ("numerical", study.errors),
    (paper.name, paper.errors),
    (optimal.name, optimal.errors),
]:
    small = max(errors.residual, errors.trace) < 1e-12
    print(f"{name:<11} N∘Φᶜ = Φ and trace preserved, to 1e-12: {small}")
distances = {
    f"numerical to {paper.name}": paper.comparison.diamond,
    f"numerical to {optimal.name}": optimal.comparison.diamond,
    f"{paper.name} to {optimal.name}": study.between.diamond,
}
for name, distance in distances.items():
    print(f"{name:<26} diamond distance {distance.middle:.6f}")
assert abs(paper.comparison.diamond.middle - 2 / 3) < 1e-8

# %% [markdown]
# ## How many there are
#
# The maps form a convex set. Its dimension is read off the equations on the range of a
# map of greatest rank. Both closed forms lie in the set (distance 0), so that nothing is
# wrong with the numerical one: the problem just does not have a unique solution.

# %%
print("dimension of the set of antidegrading maps:", study.solutions.dimension)
print("of those covariant under unitaries:", study.freedom)
for known in study.analytic:
    print(f"{known.name} from the set: {known.nearest.distance.upper:g}")
assert (study.solutions.dimension, study.freedom) == (36, 2)

# %% [markdown]
# ## What they have in common
#
# Averaged over U ↦ Ū⊗U, a map on the environment Cᵈ⊗Cᵈ has a few real parameters,
#
# N(W) = n tr(W) 1/d + a tr₁W + e ⟨φ|W|φ⟩ 1/d + c [tr₁(φW) + tr₁(Wφ)] + …,
#
# with n + a = 1 and e = −2c here, and N∘D_xᶜ = D_x is *one* linear equation between a
# and c. The three maps are three points on that line. At x = 1/2 and d = 2 the optimal
# one, c = 0, has a = (√5 − 1)/2, and the numerical one a = d(1−x)/((d+2)x) = 1/2.

# %%
parts = {
    "numerical": study.covariant,
    paper.name: paper.covariant,
    optimal.name: optimal.covariant,
}
for name, part in parts.items():
    weights = {key: round(getattr(part, key), 6) + 0.0 for key in "naec"}
    print(
        f"{name:<11}", "  ".join(f"{key} = {value:+.6f}" for key, value in weights.items())
    )
assert math.isclose(parts[optimal.name].a, (math.sqrt(5) - 1) / 2, abs_tol=1e-12)
assert math.isclose(parts["numerical"].a, 1 / 2, abs_tol=1e-8)
assert math.isclose(parts[paper.name].a, 1, abs_tol=1e-12)

# %% [markdown]
# ## At the threshold there is only one
#
# At x_c the set shrinks to a point, and the solver has no choice: its map is the optimal
# one in closed form, the partial trace over E₁ (a = 1). In floating point the verdict
# on the boundary is UNDECIDED; the map is then the solver's claim, with its errors
# recomputed. That the set is a point is numerical.

# %%
for d in (2, 3):
    study = study_maps(sd.zoo.depolarizing(d=d)(d / (2 * (d + 1))))
    optimal = study.analytic[1]
    print(f"d = {d}, x_c = {Fraction(d, 2 * (d + 1))}: {study.decision.verdict.name}")
    print("  unique:", study.solutions.unique)
    print("  errors below 1e-9:", max(study.errors.residual, study.errors.trace) < 1e-9)
    print("  it is the optimal map to 1e-9:", optimal.comparison.diamond.upper < 1e-9)
    assert study.solutions.unique
    assert optimal.comparison.diamond.upper < 1e-9
    assert abs(study.covariant.a - 1) < 1e-9

# %% [markdown]
# ## Across the noise
#
# The maps meet at x_c, where there is no choice, and at x = 1, where D_x forgets its input
# and all three forget theirs. In between they differ, the paper's most where it begins.
# Dotted: x_c. Dash-dotted: x = 1/2.

# %%
panels = maps_figure([2, 3])
figure, grid = plt.subplots(
    2, 2, figsize=(7.2, 5.6), dpi=100, layout="constrained", sharex=True, sharey="row"
)
for column, panel in zip(grid.T, panels, strict=True):
    for axes, series, shift in ((column[0], panel.diamond, 3), (column[1], panel.a, 0)):
        for i, (name, values) in enumerate(series.items()):
            colour, line = COLOURS[i + shift], LINES[i]
            axes.plot(panel.xs, values, color=colour, linestyle=line, label=name)
        axes.axvline(panel.threshold, color="0.5", linestyle=":", linewidth=1)
        axes.axvline(0.5, color="0.5", linestyle="-.", linewidth=1)
    column[0].set_title(f"d = {panel.d}")
    column[1].set_xlabel("white noise x (dimensionless)")
grid[0, 0].set_ylabel("diamond distance (0 to 2)")
grid[1, 0].set_ylabel("weight a of tr$_1$W")
for axes in grid[:, 1]:
    axes.legend(loc="upper right", frameon=False, fontsize=8)
plt.show()

# %% [markdown]
# Read the figure as a warning about comparing maps entry by entry: a large distance
# between two antidegrading maps means that there is room, not that one is wrong. What
# decides is N∘Φᶜ = Φ, which is recomputed for every map here.
