"""Reading the words of a command: whole numbers, choices and NAME=VALUE."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from acs_abm.errors import CommandError, nearest

MOST_DIGITS = 18


def whole_number(option: str, text: str, at_least: int, at_most: int | None = None) -> int:
    """Read a whole number.

    Parameters
    ----------
    option
        The option it was given to, for the message.
    text
        What was written.
    at_least, at_most
        What is allowed.

    Raises
    ------
    CommandError
        If it is no whole number, or out of range.
    """
    plain = text.strip()
    is_whole = plain.removeprefix("-").isdecimal() and len(plain) <= MOST_DIGITS
    if is_whole and at_least <= int(plain) and (at_most is None or int(plain) <= at_most):
        return int(plain)
    if at_most is None and len(plain) > MOST_DIGITS and plain.isdecimal():
        at_most = 10**MOST_DIGITS - 1
    allowed = f"from {at_least} to {at_most}" if at_most is not None else f"of {at_least} or more"
    raise CommandError(f"{option} is '{text}': it takes a whole number {allowed}")


def one_of(option: str, text: str, known: Sequence[str]) -> str:
    """Read one of a few names.

    Raises
    ------
    CommandError
        If it is none of them; the message names the nearest.
    """
    if text.lower() in known:
        return text.lower()
    allowed = f"{', '.join(known[:-1])} or {known[-1]}"
    raise CommandError(f"{option} is '{text}': it takes {allowed}{nearest(text, known)}")


def command_line(verb: str, scenarios: Sequence[str], options: Mapping[str, object]) -> str:
    """Write a command that gives the same results again; its paths tell nothing of a computer.

    Parameters
    ----------
    verb
        What is done.
    scenarios
        Names of scenarios, or their files.
    options
        What each option was given: several in a list; None or an empty list leaves it out, and
        True stands for the option alone.
    """
    from acs_abm.explore.provenance import shown_path

    words = ["acs-abm", verb]
    for name in scenarios:
        is_file = name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name
        words.append(shown_path(name) if is_file else name)
    for option, given in options.items():
        for value in given if isinstance(given, list) else [given]:
            if value is True:
                words.append(option)
            elif value is not None and value is not False:
                words += [option, shown_path(value) if isinstance(value, Path) else str(value)]
    return shlex.join(words)


def settings(pairs: Sequence[str]) -> dict[str, Any]:
    """Read every ``--set NAME=VALUE``.

    Raises
    ------
    CommandError
        If there is no ``=``, no name or no value, or a name is set twice.
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = (part.strip() for part in pair.partition("="))
        if not equals or not name or not text:
            raise CommandError(f"--set {pair}: write NAME=VALUE, such as practice.status_quo=3")
        if name in values:
            raise CommandError(f"--set {name}: is given twice")
        values[name] = _scalar(name, text)
    return values


def _scalar(name: str, text: str) -> Any:
    """Read a number, true or false, a name, or a list of names, as YAML writes them."""
    from acs_abm.documents import parse_document

    try:
        return float(text) if not text.lstrip("+-").isdecimal() else int(text)
    except ValueError:
        pass  # no number: a switch, a name or a list
    content = parse_document(f"value: {text}", f"--set {name}")
    if list(content) != ["value"]:
        raise CommandError(f"--set {name}: '{text}' is not one value")
    return content["value"]
