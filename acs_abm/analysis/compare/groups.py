"""Few enough levers to attribute a difference to: each by itself, else in groups that say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from acs_abm.analysis.compare.levers import Lever, merged
from acs_abm.analysis.words import count

OF_CALENDAR = ("calendar", "stage", "wave", "expectation", "contract", "commissioners")
"""What a calendar declares."""


def few_levers(levers: Sequence[Lever], most: int) -> tuple[Lever, ...]:
    """Group levers no more than is needed for there to be few.

    Parameters
    ----------
    levers
        Those that were changed.
    most
        How many may be left.

    Returns
    -------
    tuple of Lever
        The levers themselves where they are few enough; else grouped by rule, offer and gate; else
        all offers in one group too; else all of the calendar in one group too. There may still be
        more than asked.
    """
    grouped = tuple(levers)
    for key in (_rule, _rule_or_offers, _family):
        if len(grouped) <= most:
            break
        grouped = _grouped(levers, key)
    return grouped


def _rule(lever: Lever) -> str:
    """Return the rule, offer or gate that a lever belongs to."""
    part = lever.changes[0].part
    if part.kind == "offer":
        return f"offer.{part.name}"
    words = part.name.split(".")
    return ".".join(words[:2]) if words[0] in {"offer", "stage"} else words[0]


def _rule_or_offers(lever: Lever) -> str:
    rule = _rule(lever)
    return "offers" if rule.startswith("offer.") else rule


def _family(lever: Lever) -> str:
    family = _rule_or_offers(lever).partition(".")[0]
    return "calendar" if family in OF_CALENDAR else family


def _grouped(levers: Sequence[Lever], key: Callable[[Lever], str]) -> tuple[Lever, ...]:
    groups: dict[str, list[Lever]] = {}
    for lever in levers:
        groups.setdefault(key(lever), []).append(lever)
    return tuple(
        members[0] if len(members) == 1 else merged(name, _label(name, members), members)
        for name, members in groups.items()
    )


def _label(name: str, members: Sequence[Lever]) -> str:
    """Name a group shortly; the table of levers lists what it holds."""
    first, _, rest = name.partition(".")
    words = {
        "calendar": "stages, gates and selections",
        "offer": f"offer “{rest.replace('_', ' ')}”",
        "offers": "offers",
        "stage": f"stage “{rest.replace('_', ' ')}”",
        "wave": "selection waves",
        "expectation": "national expectation",
    }.get(first, f"{first.replace('_', ' ')} rule")
    return f"{words} ({count(len(members), 'lever')})"
