"""Published national figures, each with its unit, date and source.

They live in ``figures.yaml`` beside this module. A number that somebody *chose* is not a figure
but a parameter, declared beside the rule that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from acs_abm.errors import UnknownNameError, nearest
from acs_abm.evidence.dates import checked_date


@dataclass(frozen=True)
class Figure:
    """One published number.

    Attributes
    ----------
    name
        How rules ask for it.
    value
        The number.
    unit
        Its unit.
    date
        The day, month or year it describes; none ends after June 2018.
    source
        Who published it.
    confidence
        ``high`` (official, or two sources agree), ``medium`` (trade press, or seen in extract)
        or ``low`` (from memory of public accounts: to be checked).
    """

    name: str
    value: float
    unit: str
    date: str
    source: str
    confidence: str


@lru_cache(maxsize=1)
def figures() -> dict[str, Figure]:
    """Give every figure by its name.

    Raises
    ------
    EvidenceError
        If a figure has no date, or one after June 2018.
    """
    text = (files("acs_abm.evidence") / "figures.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {
        name: Figure(
            name=name,
            value=float(entry["value"]),
            unit=str(entry["unit"]),
            date=checked_date(str(entry["date"]), f"figures.yaml: {name}"),
            source=str(entry["source"]),
            confidence=str(entry["confidence"]),
        )
        for name, entry in entries.items()
    }


def figure(name: str) -> float:
    """Give the value of one published figure.

    Parameters
    ----------
    name
        Its name in ``figures.yaml``.

    Returns
    -------
    float
        The number; :func:`figures` has its unit, date and source.

    Raises
    ------
    UnknownNameError
        If no figure has that name.
    """
    known = figures()
    if name not in known:
        raise UnknownNameError(f"figure '{name}' is not known{nearest(name, known)}")
    return known[name].value
