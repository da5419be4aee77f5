"""Open families of rules: one file a member, found by its name.

A scenario may name rules of its author's own (``rules: [loyalty]``). Each is a Python module
that Python can import, or a file of that name in the folder where the program was started. It
declares its numbers as every rule does (:mod:`acs_abm.parameters`) and lists under ``PHASES`` what
it adds to a step (:class:`acs_abm.steps.Phase`).
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType

from acs_abm.errors import ScenarioError, UnknownNameError

LIST = "PHASES"
"""What a module of rules calls the list of its phases."""
_OF_IMPORTING = (
    __file__,
    importlib.__file__,
    "<frozen importlib._bootstrap>",
    "<frozen importlib._bootstrap_external>",
)
"""Files through which Python comes before it reads the first line of a module."""


def names_of_rules(written: Iterable[object]) -> tuple[str, ...]:
    """Return the names of modules of rules, each found, and named once.

    Raises
    ------
    UnknownNameError
        If there is no module and no file of a name.
    ScenarioError
        If one is named twice, cannot be imported or lists no phases.
    """
    names = tuple(str(name) for name in written)
    if len(set(names)) < len(names):
        raise ScenarioError(f"rules: {', '.join(names)}: one is named twice")
    for name in names:
        find_rules(name)
    return names


@cache
def find_rules(name: str) -> ModuleType:
    """Return the module of rules that has a name, read once.

    Raises
    ------
    UnknownNameError
        If there is no module and no file of that name.
    ScenarioError
        If there is one and it cannot be imported, or lists no phases.
    """
    module = _imported(name)
    if not isinstance(getattr(module, LIST, None), list | tuple):
        message = f"rules: '{name}' ({module.__file__}) has no list called {LIST}"
        raise ScenarioError(message)
    return module


@cache
def text_digest(name: str) -> str:
    """Return digits that change with the text of a module of rules."""
    file = find_rules(name).__file__
    text = Path(file).read_bytes() if file else b""
    return hashlib.sha256(text).hexdigest()[:16]


def _imported(name: str) -> ModuleType:
    if not all(part.isidentifier() for part in name.split(".")):
        raise UnknownNameError(f"rules: '{name}' is not the name of a Python module, like my_rules")
    beside = Path.cwd() / (name.replace(".", "/") + ".py")
    if beside.is_file() and name not in sys.modules:
        return _read(name, beside)
    try:
        return importlib.import_module(name)
    except Exception as error:
        if _is_missing(name, error):
            message = f"there is no module '{name}', and no file {beside.name} in this folder"
            raise UnknownNameError(f"rules: {message}") from None
        raise _mistake(name, error) from error


def _read(name: str, file: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, file)
    if specification is None or specification.loader is None:
        raise UnknownNameError(f"rules: {file.name} is not a Python file")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # classes of the module can then be found again by name
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]  # the next to ask for it is to meet the mistake, not half a module
        raise _mistake(name, error) from error
    return module


def _is_missing(name: str, error: Exception) -> bool:
    """Whether the rules are not there, rather than something that they import."""
    return isinstance(error, ModuleNotFoundError) and f"{name}.".startswith(f"{error.name}.")


def _mistake(name: str, error: Exception) -> ScenarioError:
    """Say in which file and line of the author's rules something is wrong, and what."""
    if isinstance(error, SyntaxError):
        file, line, what = error.filename, error.lineno, error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename not in _OF_IMPORTING]
        file, line = (own[0].filename, own[0].lineno) if own else (None, None)
        what = str(error)
    place = "".join([f"{file}, " if file else "", f"line {line}: " if line else ""])
    return ScenarioError(f"rules: '{name}': {place}{type(error).__name__}: {what}")
