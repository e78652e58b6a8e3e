"""Hypothesis without a clock and without luck: the same examples on every machine."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")
