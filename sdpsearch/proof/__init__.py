"""Exact statements about k-extendibility, with proofs that need no trust in floats."""
