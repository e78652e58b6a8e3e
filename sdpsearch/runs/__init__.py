"""Runs: decisions kept as they are made, and the work that makes them, anywhere."""
