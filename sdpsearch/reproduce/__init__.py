"""The paper re-derived by running code: equations, theorem, corollary, figures."""
