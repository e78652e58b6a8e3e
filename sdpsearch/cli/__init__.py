"""The command line: parse, call one function, print."""

from sdpsearch.cli.app import main

__all__ = ["main"]
