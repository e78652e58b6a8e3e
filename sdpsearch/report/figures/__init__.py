"""Figures: a pure data function and a renderer for each, on matplotlib axes."""
