"""Everything the package complains about, each with what to do next.

A user's mistake is one of the classes below, never a bare traceback: the message names the
file, the field, the value, what is allowed and the nearest valid name. Each class is also the
built-in exception a caller would expect to catch.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "AcsError",
    "CommandError",
    "EvidenceError",
    "ExplanationError",
    "OrganisationsError",
    "ParameterError",
    "ResultsError",
    "RunError",
    "ScenarioError",
    "StudyDiffersError",
    "StudyDiskError",
    "StudyError",
    "StudyInUseError",
    "UnknownNameError",
    "nearest",
]


class AcsError(Exception):
    """A mistake that the person running the model can put right.

    Attributes
    ----------
    exit_code
        What a command ends with that meets it.
    """

    exit_code = 1


class ParameterError(AcsError, ValueError):
    """A parameter was given a value it cannot take."""


class ScenarioError(AcsError, ValueError):
    """A scenario, calendar or offer cannot be read or makes no sense."""


class UnknownNameError(ScenarioError, KeyError):
    """A name that nothing in the model carries."""

    __str__ = Exception.__str__  # KeyError would print the message in quotation marks


class EvidenceError(AcsError, ValueError):
    """A published number has no date, or is later than what may inform the model."""


class OrganisationsError(AcsError, ValueError):
    """A folder of organisations cannot be read or does not hold together."""


class ResultsError(AcsError, OSError):
    """A results folder cannot be read or written."""


class LedgerError(AcsError, ArithmeticError):
    """Money would appear or vanish, or go where there is no account."""


class RunError(AcsError, RuntimeError):
    """A run ended before it was over."""


class StudyError(AcsError, ValueError):
    """A study or its file makes no sense, or there is no study where one was expected."""


class StudyInUseError(StudyError):
    """Another process is working in the folder of a study."""

    exit_code = 3


class StudyDiffersError(StudyError):
    """A folder holds the results of another study, or of other code."""

    exit_code = 4


class StudyDiskError(StudyError, OSError):
    """The folder of a study cannot be written: full, read-only, no permission."""

    exit_code = 5


class ExplanationError(AcsError, ValueError):
    """Nothing can be said about that organisation, or at that time."""


class CommandError(AcsError, ValueError):
    """A command was given words that do not fit together."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name is closest to a wrong one.

    Parameters
    ----------
    name
        What the user wrote.
    known
        Every name that would have been accepted.

    Returns
    -------
    str
        ``"; did you mean 'x'?"``, or an empty string when nothing is close.
    """
    by_lower = {candidate.lower(): candidate for candidate in known}
    matches = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.5)
    return f"; did you mean '{by_lower[matches[0]]}'?" if matches else ""


def where(path: Path | str | None, field: str | None = None) -> str:
    """Begin a message with the file and the field that it is about."""
    places = [str(path) if path is not None else "", field or ""]
    joined = ": ".join(place for place in places if place)
    return f"{joined}: " if joined else ""
