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
# # 06 · Capacities
#
# The quantum capacity Q(Φ), in qubits per use, is a limit over many uses and known for
# few channels. Three cases can be told apart here. Antidegradable or PPT: Q = 0.
# Degradable: one use is all, and Q = max I_c(Φ, ρ) is a concave maximum, bounded from
# above by duality. Otherwise: a lower and an upper bound with a gap between them.

# %%
import math
from fractions import Fraction
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd
from sdpsearch.known.formulas import damping_capacity
from sdpsearch.known.formulas import depolarizing_complement_capacity as closed_form
from sdpsearch.known.maps import threshold_noise
from sdpsearch.report.figures.style import COLOURS, LINES, SYMBOLS

# %% [markdown]
# ## Figure 2 of Roofeh and Karimipour, arXiv:2408.05733, on its true range
#
# The complement D_xᶜ of the depolarizing channel is degradable wherever D_x is
# antidegradable: from x_c = d/(2(d+1)) on, not only from 1/2. There equation (32) is its
# capacity. The bounds know nothing of that formula: the coherent information is maximised
# and bounded from above, at x_c, at 1/2 and elsewhere.

# %%
checks = {}
for d in (2, 3):
    xs = (threshold_noise(d), 0.45, 0.5, 0.65, 0.8)
    checks[d] = sd.capacity_along(sd.zoo.depolarizing_complement(d=d), xs)
    for point in checks[d]:
        low, high = point.bounds.lower, point.bounds.upper
        small = high - low < 1e-7
        print(f"d = {d}, x = {point.x:.4f}: Q = {low:.6f}, gap below 1e-7: {small}")
        assert abs(low - closed_form(d, point.x)) < 1e-7
        assert high - low < 1e-7

# %% [markdown]
# At x_c the capacity is 1 − log₂(d+1)/d: 1/3 exactly for a qutrit. It rises to log₂ d at
# x = 1, where all the information has gone to the environment.

# %%
at_threshold = checks[3][0].bounds
print(f"Q at x_c, d = 3: {at_threshold.lower:.9f}")
assert abs(at_threshold.lower - 1 / 3) < 1e-9
assert abs(closed_form(3, 3 / 8) - 1 / 3) < 1e-14
assert math.isclose(closed_form(3, 1.0), math.log2(3))

figure, axes = plt.subplots(figsize=(6.2, 4.4), dpi=110, layout="constrained")
axes.axhline(0, color="black", linewidth=0.8)
axes.axvspan(0.5, 1, color="0.93", zorder=0)
axes.text(0.985, -0.33, "range of the paper's Figure 2", ha="right", fontsize=9)
for i, d in enumerate((2, 3, 4, 5, 6)):
    x_c = threshold_noise(d)
    above, below = np.linspace(x_c, 1, 120), np.linspace(0.2, x_c, 80)
    values = [closed_form(d, x) for x in above]
    style = {"color": COLOURS[i], "linestyle": LINES[i]}
    axes.plot(
        above, values, **style, label=f"d = {d}, from x = {Fraction(d, 2 * (d + 1))} on"
    )
    bound = [closed_form(d, x) for x in below]
    axes.plot(below, bound, **style, linewidth=0.6)
    axes.plot([x_c], values[:1], SYMBOLS[i], color=COLOURS[i])
for points in checks.values():
    values = [point.bounds.lower for point in points]
    axes.plot([p.x for p in points], values, "o", color="black", mfc="none", markersize=8)
axes.plot([], [], "o", color="black", mfc="none", label="certified maximum")
axes.set_xlim(0.2, 1)
axes.set_ylim(-0.5, 2.7)
axes.set_xlabel("white noise x (dimensionless)")
axes.set_ylabel("quantum capacity of D$_x^c$ (qubits per use)")
axes.set_title("Equation (32): exact from the marker on; thin: a lower bound")
figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
plt.show()

# %% [markdown]
# ## Amplitude damping: degradable, then antidegradable
#
# Degradable for γ ≤ 1/2, antidegradable for γ ≥ 1/2: the capacity is known throughout,
# Q = max_q h((1−γ)q) − h(γq) (Giovannetti and Fazio,
# [quant-ph/0405110](https://arxiv.org/abs/quant-ph/0405110)). `difference` is the
# distance of the bounds from that closed form.

# %%
damping = sd.capacity_along(sd.zoo.amplitude_damping(), np.linspace(0, 1, 21))
for point in damping[:20:4]:
    bounds = point.bounds
    print(f"γ = {point.x:.1f}: Q = {bounds.lower:.6f}, from above: {bounds.upper_name}")
assert all(point.difference < 1e-7 for point in damping)

# %% [markdown]
# ## The depolarizing qubit: bounds, with reasons
#
# Below x_c = 1/3 it is neither degradable nor antidegradable, except at x = 0, and its
# capacity is an open problem. The lower bound is the best coherent information of one use
# that was found, here the hashing bound; the upper one is the transposition bound
# log₂ ‖Θ∘D_x‖_⋄. Each bound says why it is one.

# %%
xs = (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, Fraction(1, 3), 0.4)
for point in sd.capacity_along(sd.zoo.depolarizing(d=2), xs):
    bounds = point.bounds
    names = f"{bounds.lower_name} / {bounds.upper_name}"
    print(f"x = {point.x:.4f}: Q in [{bounds.lower:.5f}, {bounds.upper:.5f}]  {names}")

for x in (0.1, Fraction(1, 3)):
    bounds = sd.quantum_capacity(sd.zoo.depolarizing(d=2)(x))
    print(f"\nx = {x}")
    for side, reason in (("below", bounds.lower_reason), ("above", bounds.upper_reason)):
        print(fill(f"from {side}: {reason}", width=88, subsequent_indent="  "))
assert (bounds.lower, bounds.upper) == (0, 0)

# %% [markdown]
# At x_c the upper bound jumps to zero, while Q is continuous (Leung and Smith,
# [0810.4931](https://arxiv.org/abs/0810.4931)): just before x_c it is far from tight.

# %%
fine = sd.capacity_along(sd.zoo.depolarizing(d=2), np.linspace(0, 0.333, 34))

figure, (left, right) = plt.subplots(
    1, 2, figsize=(7.4, 3.8), dpi=110, layout="constrained", sharey=True
)
smooth = np.linspace(0, 1, 201)
left.plot(smooth, [damping_capacity(gamma) for gamma in smooth], color=COLOURS[0])
values = [point.bounds.lower for point in damping]
left.plot([point.x for point in damping], values, "o", color="black", mfc="none")
left.axvline(0.5, color="0.4", linestyle=":")
left.text(0.47, 0.93, "degradable", ha="right")
left.text(0.53, 0.93, "antidegradable")
left.set_xlabel("decay probability γ (dimensionless)")
left.set_ylabel("quantum capacity Q (qubits per use)")
left.set_title("Amplitude damping: known")

xs = [point.x for point in fine]
lower = [point.bounds.lower for point in fine]
upper = [point.bounds.upper for point in fine]
right.fill_between(xs, lower, upper, color="0.9")
right.plot(xs, upper, color=COLOURS[1], linestyle=LINES[1])
right.plot(xs, lower, color=COLOURS[0])
right.plot([1 / 3, 0.53], [0, 0], color="black", linewidth=2.5)
right.text(0.19, 0.8, "transposition bound")
right.text(0.01, 0.25, "hashing\nbound")
right.text(0.345, 0.03, "antidegradable", fontsize=9)
right.set_xlim(-0.01, 0.53)
right.set_xlabel("white noise x (dimensionless)")
right.set_title("Depolarizing qubit: bounded")
plt.show()

# %% [markdown]
# What is certified: each circle lies between a coherent information computed from its
# state and a dual bound recomputed from it, given a checked proof of degradability; the
# curves are closed forms. What is not known: Q of the depolarizing qubit for 0 < x < 1/3.
# The hashing bound ends at x = 0.2524, degenerate codes reach slightly further (DiVincenzo,
# Shor and Smolin, [quant-ph/9706061](https://arxiv.org/abs/quant-ph/9706061)), and for
# small x there are much better upper bounds than this one, from approximate degradability
# (Sutter, Scholz, Winter and Renner, [1412.0980](https://arxiv.org/abs/1412.0980)), which
# are not computed here. A channel that is neither PPT nor antidegradable is not thereby
# known to have capacity.
