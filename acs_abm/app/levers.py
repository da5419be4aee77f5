"""Which parameters the page offers as levers, and how a slider shows one.

Unit, range, default, meaning and source come from the catalogue; only the short label and the
group are the page's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from acs_abm.analysis.words import capital
from acs_abm.parameters import Parameter, Role, Value
from acs_abm.scenario import Scenario


@dataclass(frozen=True)
class Lever:
    """One slider.

    Attributes
    ----------
    name
        Dotted name of the parameter.
    label
        What the page calls it.
    group
        Heading it stands under.
    floor
        Parameter that it may not go below; empty for none.
    """

    name: str
    label: str
    group: str
    floor: str = ""


LEVERS = (
    Lever("offer.alliance_agreement.payment", "Payment for an alliance agreement", "Offers"),
    Lever("offer.integration_agreement.payment", "Payment for an integration agreement", "Offers"),
    Lever("practice.right_of_return_quality", "Quality of the right of return", "Offers"),
    Lever("alliance.campaign_quarters", "Length of an alliance campaign", "Offers"),
    Lever(
        "wave.first_most", "Areas selected in the first wave, at most", "Waves", "wave.first_least"
    ),
    Lever(
        "wave.later_most", "Areas selected in a later wave, at most", "Waves", "wave.later_least"
    ),
    Lever("expectation.start", "National expectation in the first year", "Waves"),
    Lever("stage.acs.alliance_coverage", "Alliance coverage asked of an ACS", "Gates"),
    Lever("stage.acs.dwell", "Time to serve as a shadow ACS", "Gates"),
)


MOST_FOUND = 30
ABBREVIATIONS = {"aco", "acs", "ccg", "cquin", "gp", "lmc", "qof", "stp"}
ROLES = {
    Role.LEVER: "All levers",
    Role.UNCERTAINTY: "Uncertainties: what nobody knows",
}
"""Roles whose parameters stand behind a fold, and what is written on it."""


def other(name: str) -> Lever:
    """Make a slider of any parameter; its name in a scenario file makes the label."""
    known = {lever.name: lever for lever in LEVERS}
    group, _, last = name.rpartition(".")
    return known.get(name) or Lever(name, _spelt(last), _spelt(group))


def shelves(scenario: Scenario, role: Role) -> dict[str, list[str]]:
    """List the numbers of a role by the rule, offer or stage they belong to."""
    groups: dict[str, list[str]] = {}
    for name, entry in sorted(scenario.catalogue.items()):
        if entry.role is role and entry.is_number:
            groups.setdefault(_spelt(name.rpartition(".")[0]), []).append(name)
    return groups


def search(scenario: Scenario, text: str) -> list[str]:
    """Find the numbers whose name, label, meaning or unit holds every word typed."""
    words = text.lower().split()
    labels = {lever.name: lever.label for lever in LEVERS}
    return [
        name
        for name, entry in sorted(scenario.catalogue.items())
        if entry.is_number
        and entry.role in ROLES
        and all(
            word in f"{name} {_spelt(name)} {labels.get(name, '')} {entry.meaning}".lower()
            for word in words
        )
    ]


def _spelt(name: str) -> str:
    """Turn a dotted name into words."""
    words = [
        word.upper() if word.strip(":") in ABBREVIATIONS else word
        for word in name.replace(".", ": ").replace("_", " ").split()
    ]
    return capital(" ".join(words))


def written(value: Value) -> str:
    """Write a number as a number box shows it: ``1.5``, ``4``."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def describe(lever: Lever, scenario: Scenario) -> dict[str, Any]:
    """Give everything about a lever that stays the same while it is moved.

    Parameters
    ----------
    lever
        A lever whose parameter the scenario has.
    scenario
        The preset: its value is where the slider starts.
    """
    entry = scenario.parameter(lever.name)
    low, high = _span(lever, scenario, entry)
    return {
        "name": lever.name,
        "label": lever.label,
        "unit": entry.unit,
        "low": low,
        "high": high,
        "step": _step(entry, low, high),
        "atLeast": entry.at_least,
        "atMost": entry.at_most,
        "default": written(entry.default),
        "preset": written(scenario.value(lever.name)),
        "role": entry.role.value,
        "meaning": entry.meaning,
        "source": entry.source,
    }


def _span(lever: Lever, scenario: Scenario, entry: Parameter) -> tuple[float, float]:
    """Find the ends of the slider: the plausible range, and the preset's value within it."""
    here = float(scenario.value(lever.name))  # type: ignore[arg-type]
    low = min(float(entry.low or 0.0), here)
    high = max(float(entry.high or 0.0), here)
    if lever.floor:
        low = max(low, float(scenario.value(lever.floor)))  # type: ignore[arg-type]
    return low, high


def _step(entry: Parameter, low: float, high: float) -> float:
    """Choose a decimal step, at least twenty to the slider; whole numbers move by one."""
    if isinstance(entry.default, int) or high <= low:
        return 1.0
    return round(10.0 ** math.floor(math.log10((high - low) / 20)), 6)
