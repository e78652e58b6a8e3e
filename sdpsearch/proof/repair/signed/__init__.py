"""Signed extensions and witnesses against them, made exact."""
