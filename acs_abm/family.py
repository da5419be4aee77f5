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
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType

from acs_abm.errors import ScenarioError, UnknownNameError

LIST = "PHASES"
"""What a module of rules calls the list of its phases."""


def names_of_rules(written: Iterable[object]) -> tuple[str, ...]:
    """Return the names of modules of rules, each found, and named once.

    Raises
    ------
    UnknownNameError
        If there is no module and no file of a name.
    ScenarioError
        If one is named twice, or lists no phases.
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
        If there is one and it lists no phases.
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
    except ModuleNotFoundError as error:
        if error.name and not f"{name}.".startswith(f"{error.name}."):
            raise  # the rules are there; what they import is not
        message = f"rules: there is no module '{name}', and no file {beside.name} in this folder"
        raise UnknownNameError(message) from None


def _read(name: str, file: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, file)
    if specification is None or specification.loader is None:
        raise UnknownNameError(f"rules: {file.name} is not a Python file")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # classes of the module can then be found again by name
    specification.loader.exec_module(module)
    return module
