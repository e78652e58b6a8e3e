"""Origin: how a channel or a family was made, as a value that can be sent elsewhere.

What is known exactly (squares, composition laws, affinity) follows from how a thing was
made, and closures that know it are lost in a pickle. A registered constructor's result
carries the constructor's name and arguments instead, from which any process makes it
again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from sdpsearch.channels.checks import is_list

Made = TypeVar("Made", bound=Callable[..., Any])

_CONSTRUCTORS: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True, eq=False)
class Origin:
    """A constructor's name, its arguments, and where along the family it made stands.

    Origins are equal when all of that is, channels among the arguments too: by their data,
    exactly, where two channels are called equal to rounding.

    Attributes:
        name: of a registered constructor, e.g. "depolarizing" or "white_noise".
        arguments: its arguments by name.
        at: the exact parameter, for a channel of a family.
        complement: whether the complementary channel is meant, on the environment of the
            Kraus operators as they stand.

    Example:
        >>> from fractions import Fraction
        >>> import sdpsearch as sd
        >>> origin = sd.zoo.depolarizing(d=3)(Fraction(1, 3)).origin
        >>> origin.name, origin.arguments, origin.at
        ('depolarizing', (('d', 3),), Fraction(1, 3))
        >>> origin.make().squares[0, 0, 0]
        Fraction(2, 3)
    """

    name: str
    arguments: tuple[tuple[str, Any], ...]
    at: Fraction | None = None
    complement: bool = False

    def make(self) -> Any:
        """Return the channel or the family again.

        Raises:
            ValueError: no constructor of that name is registered.
        """
        # Imported here: the constructors are defined in rooms that know this one.
        import sdpsearch.channels.zoo  # noqa: F401  # pyright: ignore[reportUnusedImport]

        if self.name not in _CONSTRUCTORS:
            raise ValueError(f"No constructor is called {self.name!r}.")
        made = _CONSTRUCTORS[self.name](**dict(self.arguments))
        if self.at is not None:
            made = made(self.at)
        return made.complementary if self.complement else made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Origin):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.name, self.at, self.complement))

    def _key(self) -> tuple[Any, ...]:
        arguments = tuple((key, _exactly(value)) for key, value in self.arguments)
        return self.name, arguments, self.at, self.complement

    def squares(self) -> Any:
        """Return the signed squares of the channel's Kraus entries, None if unknown."""
        return self.make().squares

    def __str__(self) -> str:
        label = called(self.name, dict(self.arguments))
        label = label if self.at is None else f"{label} at {self.at}"
        return f"the complement of {label}" if self.complement else label


def called(name: str, arguments: Mapping[str, Any]) -> str:
    """Return a name with its arguments, e.g. "depolarizing(d=3)"."""
    inner = ", ".join(f"{key}={value}" for key, value in arguments.items())
    return f"{name}({inner})" if inner else name


def _exactly(value: Any) -> Any:
    """Return a value to compare: a channel by its operators and what is known of them."""
    if is_list(value):
        return tuple(_exactly(item) for item in value)
    kraus = getattr(value, "kraus", None)
    if kraus is None:
        return value
    squares = None if value.squares is None else tuple(value.squares.flat)
    return kraus.shape, kraus.tobytes(), squares, value.origin


def constructor(function: Made) -> Made:
    """Register a function under its name; what it returns remembers its origin."""
    signature = inspect.signature(function)

    @wraps(function)
    def remembering(*args: Any, **kwargs: Any) -> Any:
        made = function(*args, **kwargs)
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = tuple((key, frozen(value)) for key, value in bound.arguments.items())
        made.origin = Origin(function.__name__, given)
        return made

    _CONSTRUCTORS[function.__name__] = remembering
    return remembering  # pyright: ignore[reportReturnType]


def is_constructor(function: Any) -> bool:
    """Whether a function was registered as a constructor."""
    return _CONSTRUCTORS.get(getattr(function, "__name__", "")) is function


def frozen(value: Any) -> Any:
    """Return a value with its lists and arrays as tuples, mappings as sorted pairs."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if is_list(value):
        return tuple(frozen(item) for item in value)
    return value
