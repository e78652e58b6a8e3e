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
# # 04 · Your own channel: Kraus operators in, certificate and map out
#
# You have the Kraus operators of a channel from an experiment or a paper. Has it any
# quantum capacity left? If it is antidegradable, the answer is no, and you get two
# things to hand on: a file that proves it to anyone, and the map N that rebuilds the
# output from the environment.
#
# The example is a qubit memory. In time t its excited state decays with probability
# γ = 1 − exp(−t/T₁), and its coherence shrinks by a factor λ = exp(−t/T₂).

# %%
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np

import sdpsearch as sd
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.proof import checker
from sdpsearch.proof.repair.map import factor
from sdpsearch.report.figures.style import COLOURS


def memory(gamma, decay):
    """Return the Kraus operators: nothing recorded, dephased, relaxed."""
    dephased = math.sqrt(max(0.0, 1 - gamma - decay**2))
    return [
        [[1, 0], [0, decay]],
        [[0, 0], [0, dephased]],
        [[0, math.sqrt(gamma)], [0, 0]],
    ]


# %% [markdown]
# ## Kraus operators in
#
# γ = 1/4 and λ = 1/2: a list of matrices is enough. Floating point cannot decide this
# one, which turns out to lie on the boundary; `prove="map"` asks for a proof in exact
# arithmetic, by the map N. The entries 1/2 and 0.7071… are read as roots of rational
# numbers, and the answer says so.

# %%
channel = sd.Channel(memory(1 / 4, 1 / 2))
print("in floating point:", sd.decide(channel, sd.Antidegradable()).verdict.name)
decision = sd.decide(channel, sd.Antidegradable(), prove="map")
print("in exact arithmetic:", decision.verdict.name)
print(fill(decision.reason, width=88))
assert decision.verdict is sd.Verdict.HOLDS

# %% [markdown]
# ## Certificate out
#
# The file is JSON. It states the channel and the map in integers, and is checked three
# times: by the package, against the Kraus operators above, and by the standalone checker,
# one file of standard-library Python that imports nothing of the package.

# %%
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "memory.json"
    decision.certificate.save(path)
    print("checked by the package:", sd.verify(path).proved)
    print("it is about this channel:", sd.verify(path, channel).proved)
    other = sd.Channel(memory(1 / 4, 1 / 3))
    print("it is about another one:", sd.verify(path, other).proved)
    alone = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", checker.__file__, str(path)],
        capture_output=True,
        encoding="utf-8",
    )
print("exit status of the standalone checker:", alone.returncode)
print(alone.stdout.rstrip())
assert alone.returncode == 0

# %% [markdown]
# ## Map out
#
# The certificate holds Φ as J = L D L† and N by its Choi operator C, up to √D on the
# environment: Φ has Kraus operators √D_e L_e, and C = Σ w vv† gives those of N. All of
# these are square roots of rational numbers, so both channels can be written down
# exactly, as the signed squares of their Kraus entries.

# %%
proof = json.loads(decision.certificate.text)["proofs"][0]
operators = checker.rectangular(proof["operators"], 4, "L")
weights = [checker.rational(weight, "D") for weight in proof["weights"]]
columns, shares, _ = factor(checker.hermitian(proof["choi"], 2 * len(weights), "C"))

squares = np.zeros((len(weights), 2, 2), dtype=object)  # of Φ, indices e, b, a
for (place, e), (entry, _) in operators.entries.items():
    squares[e, place % 2, place // 2] = weights[e] * entry * abs(entry)
phi = sd.Channel.from_squares(squares)

squares = np.zeros((len(columns), 2, len(weights)), dtype=object)  # of N: n, b, e
for n, (column, share) in enumerate(zip(columns, shares, strict=True)):
    for place, (entry, _) in column.items():
        e, b = divmod(place, 2)
        squares[n, b, e] = share * entry * abs(entry) / weights[e]
N = sd.Channel.from_squares(squares)

print("Φ is the channel asked about:", phi == channel)
print("N∘Φᶜ = Φ:", N @ phi.complementary == channel)
print("Kraus operators of N, signed squares of their entries:")
for kraus in squares:
    print([[str(entry) for entry in row] for row in kraus])
assert squares.tolist() == [[[1, 0, 0], [0, 1, 0]], [[0, 0, 0], [0, 0, 1]]]

# %% [markdown]
# In the order of the file the environment holds "nothing", "relaxed" or "dephased". N
# keeps the first two, coherently, as the states 0 and 1 of a qubit, and returns 1 for
# "dephased". One sees by hand that this gives Φ back whenever λ² = γ, and that is the
# boundary: the criterion for qubits of Chen, Ji, Kribs, Lütkenhaus and Zeng
# ([1310.3530](https://arxiv.org/abs/1310.3530)) comes to γ ≥ λ² here, in other words to
# exp(−t/T₁) + exp(−2t/T₂) ≤ 1.
#
# ## When is the capacity gone?
#
# A family is any callable, here of the storage time. For T₂ = T₁ the equation reads
# s + s² = 1 for s = exp(−t/T₁): the memory is antidegradable from T₁ ln φ on, with the
# golden ratio φ. What is proved are two statements, about the floating-point channels at
# the ends of the bracket; that nothing is missed elsewhere follows from the composition
# law, which is ours to state.

# %%
law = CompositionLaw("Φ_(s+t) = Φ_s∘Φ_t: to wait is to post-process.", increasing=True)


def lifetime(t2, prove=False):
    """Return when the memory becomes antidegradable, times in units of T₁."""
    family = sd.ChannelFamily(
        lambda t: memory(1 - math.exp(-t), math.exp(-t / t2)),
        domain=(0, 1),
        name="memory",
        parameter="t",
        law=law,
    )
    return sd.threshold(family, sd.Antidegradable(), prove=prove)


t = lifetime(1.0, prove=True)
(boundary,) = t.boundaries
expected = math.log((1 + math.sqrt(5)) / 2)
print(f"t = {boundary.value:.7f} T₁, ln φ = {expected:.7f}, {boundary.tier}")
print(fill(t.proof, width=88))
assert boundary.proved[0] < expected < boundary.proved[1]
assert boundary.proved[1] - boundary.proved[0] < 1e-8

# %% [markdown]
# ## For any T₂
#
# The circles are found by `threshold`, numerical with checked brackets; the curve is
# exp(−t/T₁) + exp(−2t/T₂) = 1. Above it there is no quantum capacity; whether there is
# any everywhere below it is not said. At T₂ = 2T₁ there is relaxation only, and then the
# capacity does last until γ = 1/2, at T₁ ln 2.

# %%
ratios = np.array([0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0])
times = np.array([lifetime(ratio).value for ratio in ratios])

curve = np.linspace(1e-6, math.log(2) - 1e-9, 400)
figure, axes = plt.subplots(figsize=(6.2, 3.8), dpi=110, layout="constrained")
t2 = -2 * curve / np.log(1 - np.exp(-curve))
axes.plot(t2, curve, color=COLOURS[0], label="exp(−t/T$_1$) + exp(−2t/T$_2$) = 1")
axes.plot(ratios, times, "o", color="black", mfc="white", label="found by threshold()")
axes.fill_between(t2, curve, 0.8, color=COLOURS[0], alpha=0.12, linewidth=0)
axes.text(0.35, 0.68, "antidegradable: no quantum capacity")
axes.set_xlim(0, 2)
axes.set_ylim(0, 0.8)
axes.set_xlabel("dephasing time T$_2$ (in units of T$_1$)")
axes.set_ylabel("storage time t (in units of T$_1$)")
axes.set_title("From when on a qubit memory has no quantum capacity")
axes.legend(loc="lower right", frameon=False)
plt.show()

assert np.allclose(np.exp(-times) + np.exp(-2 * times / ratios), 1, atol=1e-8)

# %% [markdown]
# Kraus operators that were measured, and fit no simple root, are read as a ball of
# radius 2⁻⁵⁰, so that the theorem holds for every channel in it; at low rank, as in this
# family, they are taken literally and normalised. See "Proofs" in the README.
