"""The library's messages, in the words of the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

#: Characters of a message; what it quotes can be longer than any screen.
_LONGEST = 600

_OPTIONS = (
    ("give d_in and d_out", "give --d-in and --d-out"),
    ("Channel.nearest() gives the channel nearest to them", "--nearest takes the nearest"),
    ("does not tell its output: give d_out", "does not tell its output: give --d-out"),
    ("say what it is like, 'qiskit'", "give --like, 'qiskit'"),
    ("(normalised=True)", "(--normalised)"),
    (
        "give order 'input-output' or 'output-input'",
        "give --order input-output or --order output-input",
    ),
)


def in_options(message: str, tokens: Sequence[str]) -> str:
    """Return a message of the library with its argument called as on the command line.

    Example:
        >>> in_options("Argument `d` must be at least 2, but is 1.", ["--d", "1"])
        'Option --d must be at least 2, but is 1.'
    """
    given = {token.partition("=")[0] for token in tokens}

    def option(match: re.Match[str]) -> str:
        flag = "--" + match[1].replace("_", "-")
        if flag not in given and match[2] == " of " and "--x" in given:
            flag = "--x"  # a family's parameter, whatever its own name
        return f"Option {flag}{match[2]}" if flag in given else match[0]

    message = re.sub(r"Argument `(\w+)`( of |)", option, message)
    for python, here in _OPTIONS:
        message = message.replace(python, here)
    if "--cross-check" in given and message.startswith("The search over N"):
        return f"Option --cross-check: t{message[1:]}"
    for flag, value in pairwise(tokens):
        if flag.startswith("--") and message.startswith(f"Cannot write {value}:"):
            return f"Option {flag}: cannot {message.removeprefix('Cannot ')}"
    return message


def unexpected(words: Sequence[str]) -> str:
    """Return what to say of words that no argument takes.

    Example:
        >>> unexpected(["d=3"])
        "Nothing takes 'd=3' here; options are written --NAME VALUE."
    """
    told = ", ".join(repr(word) for word in words)
    return f"Nothing takes {told} here; options are written --NAME VALUE."


def one_line(message: str) -> str:
    """Return a message on one line, cut where it quotes something endless.

    Example:
        >>> one_line("No   channel.")
        'No channel.'
    """
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
