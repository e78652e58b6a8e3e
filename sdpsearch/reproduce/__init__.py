"""The paper recomputed: equations, theorem, corollary, maps, the curves of Figure 2."""
