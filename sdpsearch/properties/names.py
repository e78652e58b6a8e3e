"""Properties by name: what stands wherever a property is asked for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from sdpsearch.properties.breaking import EntanglementBreaking
from sdpsearch.properties.capacity import (
    PrivateCapacityZero,
    QuantumCapacityPositive,
    ZeroCapacity,
)
from sdpsearch.properties.degradable import Degradable
from sdpsearch.properties.extendible import (
    MAX_COPIES,
    Antidegradable,
    KExtendible,
)
from sdpsearch.properties.ppt import PPT
from sdpsearch.properties.property import Property
from sdpsearch.properties.signed import SignedExtendible

#: One property, as an object or by its name.
Asked: TypeAlias = Property | str

_NAMED = {
    p.name: p
    for p in (
        Antidegradable(),
        SignedExtendible(),
        Degradable(),
        PPT(),
        EntanglementBreaking(),
        ZeroCapacity(),
        PrivateCapacityZero(),
        QuantumCapacityPositive(),
    )
}


def as_property(property: Any) -> Property:
    """Return a property as it is, or the one that a string names.

    Raises:
        TypeError: it is neither.
        ValueError: nothing has this name; the nearest one is offered.

    Example:
        >>> from sdpsearch.properties import as_property
        >>> as_property("ppt"), as_property(as_property("3-extendible"))
        (PPT(), KExtendible(k=3))
    """
    if isinstance(property, str):
        return parse_property(property)
    if isinstance(property, type) or not hasattr(property, "decide"):
        raise TypeError(
            "Argument `property` must be a property such as Antidegradable() or PPT(), or "
            f'a name such as "antidegradable", but is {property!r}.'
        )
    return property


def as_properties(properties: Sequence[Asked] | Asked) -> tuple[Property, ...]:
    """Return one property or several, objects or names, as a tuple.

    Raises:
        TypeError: one of them is neither a property nor a name.
        ValueError: there are none, or nothing has this name.
    """
    alone = isinstance(properties, (Property, str))
    asked = (properties,) if alone else tuple(properties)
    if not asked:
        raise ValueError(
            "Argument `properties` must name at least one property, but is empty."
        )
    return tuple(as_property(item) for item in asked)


def parse_property(name: str) -> Property:
    """Return the property with the given name, e.g. "antidegradable" or "3-extendible".

    Raises:
        ValueError: there is none; the nearest name is offered.

    Example:
        >>> import sdpsearch as sd
        >>> sd.parse_property("3-extendible")
        KExtendible(k=3)
    """
    text = str(name).strip().lower().replace("_", "-")
    match = re.fullmatch(r"(-?\d+)-?extendible", text)
    if match:
        number = match.group(1)
        if not number.isdecimal() or len(number) > 9 or not 1 <= int(number) <= MAX_COPIES:
            raise ValueError(
                f"Argument `property` must have a K of 1 to {MAX_COPIES}, but is "
                f"{text[:40]!r}."
            )
        return KExtendible(int(number))
    if text in _NAMED:
        return _NAMED[text]
    known = [*_NAMED, "3-extendible"]
    near = difflib.get_close_matches(text, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise ValueError(
        f"Argument `property` must be one of {', '.join(_NAMED)} or K-extendible, but is "
        f"{name!r}{hint}"
    )
