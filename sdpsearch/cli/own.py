"""Families and channels of your own: `my_file.py:name` on the command line."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.interop.packages import home
from sdpsearch.channels.space import ChannelSpace

_KINDS = "a ChannelFamily, a Channel, or a callable x -> channel"
#: Files that were run, and when they had changed: what goes wrong in them is their
#: author's to mend, and what they do is done once.
_RUN: dict[str, tuple[int, ModuleType]] = {}


def is_own(target: str) -> bool:
    """Whether a target names something in a Python file."""
    return re.search(r"\.py(:|$)", target) is not None


def title(target: str) -> str:
    """Return `file.py:name`, whatever folder the file is in."""
    path, name = _parts(target)
    return f"{path.name}:{name}"


def load(target: str) -> tuple[Any, tuple[str, ...]]:
    """Return what `file.py:name` names, and the options that it takes.

    Raises:
        ValueError: no such file or name, an exception inside the file, or another type.
    """
    path, name = _parts(target)
    module = _run(path)
    usable = [key for key, value in vars(module).items() if _is_usable(module, key, value)]
    if not name:
        known = ", ".join(usable) or "nothing to name"
        raise ValueError(f"Say which one as {path}:NAME; {path} has {known}.")
    try:
        thing = getattr(module, name)
    except AttributeError:
        near = get_close_matches(name, usable, n=3, cutoff=0.5) or usable
        hint = f"try {', '.join(near)}" if near else f"define {_KINDS} there"
        raise ValueError(f"{path} has no {name!r}; {hint}.") from None
    if isinstance(thing, (Channel, ChannelFamily, ChannelSpace)):
        return thing, ()
    if home(thing) is not None:  # first: what packages call a channel can often be called
        return as_channel(thing), ()
    if not callable(thing):
        raise ValueError(
            f"{target} must be {_KINDS}, but is of type {type(thing).__name__}."
        )
    first, *_ = [*_required(thing), None]
    return thing, tuple(key for key in _named(thing) if key != first)


def made(thing: Any, label: str, options: Mapping[str, Any]) -> ChannelFamily | Channel:
    """Return the family or channel that a loaded thing stands for, with its options.

    Raises:
        ValueError: it raises, or makes something else.
    """
    if isinstance(thing, (Channel, ChannelFamily)):
        return thing
    if isinstance(thing, ChannelSpace):
        raise ValueError(
            f"{label} has several parameters: ask about it with `sdpsearch region {label}`."
        )
    missing = [key for key in _required(thing) if key not in options]
    if len(missing) > 1:
        flags = ", ".join("--" + key.replace("_", "-") for key in missing[1:])
        raise ValueError(f"{label} needs values for {flags} besides {missing[0]}.")
    if missing:
        # The name of the file stays in it: a namesake in the zoo is another family.
        return ChannelFamily(
            partial(thing, **options),
            name=label,
            parameter=missing[0],
            arguments=options,
        )
    try:
        with redirect_stdout(sys.stderr):
            value = thing(**options)
    except (Exception, SystemExit) as error:
        raise ValueError(f"{label} fails: {blame(error) or repr(error)}") from None
    if isinstance(value, (Channel, ChannelFamily)):
        return value
    if home(value) is not None:
        return as_channel(value)
    if callable(value):
        return made(value, label, {})
    raise ValueError(f"{label} must return {_KINDS}, but returns {type(value).__name__}.")


def blame(error: BaseException) -> str | None:
    """Return where in a user's file an exception comes from, None if from elsewhere."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename in _RUN]
    if isinstance(error, SyntaxError) and error.filename in _RUN:
        return _told(error.filename, error.lineno, error, error.msg)
    if not own:
        return None
    return _told(own[-1].filename, own[-1].lineno, error, str(error))


def _told(filename: str, line: int | None, error: BaseException, message: str) -> str:
    what = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return f"{Path(filename).name}, line {line}: {what}"


def _parts(target: str) -> tuple[Path, str]:
    path, _, name = target.rpartition(".py")
    return Path(f"{path}.py"), name.removeprefix(":")


def _run(path: Path) -> ModuleType:
    """Run a file as Python runs a script, its neighbours importable, and return it."""
    if not path.is_file():
        near = get_close_matches(path.name, [p.name for p in path.parent.glob("*.py")])
        hint = f"; did you mean {path.parent / near[0]}?" if near else "."
        why = "it is a folder" if path.is_dir() else "there is no such file"
        raise ValueError(f"Cannot read {path}: {why}{hint}")
    where = str(path.resolve())
    changed = path.stat().st_mtime_ns
    if where in _RUN and _RUN[where][0] == changed:
        return _RUN[where][1]
    name = "sdpsearch_own_" + re.sub(r"\W", "_", path.stem)
    spec = importlib.util.spec_from_file_location(name, where)
    if spec is None or spec.loader is None:
        raise ValueError(f"Cannot read {path}: it is no Python file.")
    module = importlib.util.module_from_spec(spec)
    _RUN[where] = changed, module
    sys.modules[name] = module  # dataclasses and pickles look themselves up
    folder = str(path.parent.resolve())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        # What it prints is no part of the answer.
        with redirect_stdout(sys.stderr):
            # As written now: byte code that Python keeps is told from it by seconds only.
            exec(compile(path.read_bytes(), where, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        told = blame(error) or repr(error)
        del _RUN[where]  # half done is not done
        raise ValueError(f"Cannot run {path}: {told}") from None
    return module


def _is_usable(module: ModuleType, key: str, value: Any) -> bool:
    if key.startswith("_"):
        return False
    if isinstance(value, (Channel, ChannelFamily)) or home(value) is not None:
        return True
    return inspect.isfunction(value) and value.__module__ == module.__name__


def _named(thing: Callable[..., Any]) -> list[str]:
    """Return the arguments that can be given by name."""
    return [
        p.name
        for p in _signature(thing)
        if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    ]


def _required(thing: Callable[..., Any]) -> list[str]:
    """Return the arguments without a default, the parameter of the family first."""
    return [
        p.name
        for p in _signature(thing)
        if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]


def _signature(thing: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(thing).parameters.values())
    except (ValueError, TypeError):  # compiled: taken for x -> channel
        return [inspect.Parameter("x", inspect.Parameter.POSITIONAL_ONLY)]
