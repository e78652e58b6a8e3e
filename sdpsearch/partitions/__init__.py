"""Channels of any dimension: Choi operators that are combinations of partitions."""
