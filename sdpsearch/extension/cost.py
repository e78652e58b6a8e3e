"""What solving takes, predicted: it decides whether a symmetry is looked for first."""

from __future__ import annotations

from collections.abc import Iterable

#: Seconds of one solve: at least, per variable squared and cubed, per block and per its
#: order cubed (a complex one counts as four). Fitted to benchmarks/test_speed.py's shapes,
#: d = 2 to 7 and k = 2 to 8, where it is within a factor of 2.7.
_LEAST, _SQUARED, _CUBED = 3e-3, 3.4e-7, 3e-10
_BLOCK, _BLOCKS = 1.5e-3, 1.4e-7
#: Seconds of a solve from which on a search for charges, for a torus or for what repeats
#: costs no more than one or two of its steps.
_SEARCHED = 0.02


def seconds(variables: int, orders: Iterable[float], real: bool) -> float:
    """Return how long one solve is expected to take, within a factor of about three.

    Args:
        variables: coordinates of W.
        orders: orders of the blocks; those of order one cost nothing.
        real: whether they are real.
    """
    larger = [order for order in orders if order > 1]
    work = (1 if real else 4) * sum(order**3 for order in larger)
    squared, cubed = float(variables) ** 2, float(variables) ** 3
    return (
        _LEAST + _SQUARED * squared + _CUBED * cubed + _BLOCK * len(larger) + _BLOCKS * work
    )


def is_worth_searching(variables: int, orders: Iterable[float], real: bool) -> bool:
    """Whether looking for a symmetry costs little beside a solve without one."""
    return seconds(variables, orders, real) > _SEARCHED
