"""What is said first about a comparison: a few columns of the country, each in a clause."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from acs_abm.measures.compared import COMPARED

HEADLINES = {
    "list_share_alliance": "{b} of patients rather than {a} are at practices in an alliance or a "
    "single contract",
    "systems_acs": "{b} care systems rather than {a} are accountable care systems",
    "systems_with_alliance": "{b} care systems rather than {a} have launched an alliance",
    "practices_resisting": "{b} practices rather than {a} resist",
    "aco_contracts_live": "{b} places rather than {a} have a live single contract",
    "practices_full": "{b} practices rather than {a} are under a full contract or run by a trust",
    "trusts_in_alliance": "{b} trusts rather than {a} are in an alliance",
    "trusts_in_deficit": "{b} trusts rather than {a} are in deficit",
    "provider_result": "trusts together make {b} rather than {a}",
    "savings": "{b} rather than {a} is saved against benchmarks",
    "emergencies": "emergency admissions come to {b} rather than {a}",
    "elective_wait": "planned care is waited for {b} rather than {a}",
    "partner_income": "a GP partner earns {b} rather than {a}",
    "practices_closed": "{b} practices rather than {a} have closed",
    "trust_in_national": "GPs' trust in national bodies stands at {b} rather than {a}",
    "list_share_hub": "{b} of patients rather than {a} are at practices in a hub",
    "ccgs": "there are {b} CCGs rather than {a}",
}
"""A clause for each headline column, in the order of their weight."""

OF_ONE = {
    "systems_acs": "{b} care system rather than {a} is an accountable care system",
    "systems_with_alliance": "{b} care system rather than {a} has launched an alliance",
    "practices_resisting": "{b} practice rather than {a} resists",
    "aco_contracts_live": "{b} place rather than {a} has a live single contract",
    "practices_full": "{b} practice rather than {a} is under a full contract or run by a trust",
    "trusts_in_alliance": "{b} trust rather than {a} is in an alliance",
    "trusts_in_deficit": "{b} trust rather than {a} is in deficit",
    "practices_closed": "{b} practice rather than {a} has closed",
    "ccgs": "there is {b} CCG rather than {a}",
}
"""The clause of those that are counted, where B has one."""

TITLES = {
    "list_share_alliance": "Patients in an alliance or contract",
    "systems_acs": "Care systems that are ACSs",
    "systems_with_alliance": "Care systems with an alliance",
    "practices_resisting": "Practices that resist",
    "aco_contracts_live": "Places with a live single contract",
    "practices_full": "Full-contract or trust-run practices",
    "trusts_in_alliance": "Trusts in an alliance",
    "trusts_in_deficit": "Trusts in deficit",
    "provider_result": "Result of trusts",
    "savings": "Saved against benchmarks",
    "emergencies": "Emergency admissions",
    "elective_wait": "Wait for planned care",
    "partner_income": "Income of a GP partner",
    "practices_closed": "Practices closed",
    "trust_in_national": "GPs' trust in national bodies",
    "list_share_hub": "Patients at practices in a hub",
    "ccgs": "CCGs",
}
"""Short titles of the same."""

UNITS = {column.name: column.unit for column in COMPARED["national"]}
_BEFORE = {"£m a year": ("£", "m a year"), "£m": ("£", "m"), "£k a year": ("£", " a year"),
           "£ per head a year": ("£", " a head a year")}  # fmt: skip
_AFTER = {"per 1,000 a year": " per 1,000 people a year", "weeks": " weeks",
          "hours a week": " hours a week"}  # fmt: skip


def title(column: str) -> str:
    """Return a short title of a column."""
    return TITLES.get(column, column.replace("_", " ").capitalize())


def is_percent(column: str) -> bool:
    """Whether a column is told in per cent: shares of something, but no index."""
    unit = UNITS[column]
    return unit.startswith("share of") or column == "budget_share"


def amount(column: str, value: float, beside: float = math.nan) -> str:
    """Write a value of a column in its unit.

    Parameters
    ----------
    column, value
        What is written.
    beside
        A difference that is told beside it, and must not be lost in rounding; the value itself
        where there is none.
    """
    unit = UNITS[column]
    front, back = _BEFORE.get(unit, ("", "%" if is_percent(column) else _AFTER.get(unit, "")))
    text = plain_amount(column, value, beside)
    sign = "−" if text.startswith("−") else ""
    return f"{sign}{front}{text.removeprefix('−')}{back}"


def plain_amount(column: str, value: float, beside: float = math.nan) -> str:
    """Write a value of a column without its unit, for tables; otherwise as :func:`amount`."""
    places = places_for(value * factor(column) if math.isnan(beside) else beside * factor(column))
    text = _plain(abs(value) * factor(column), places)
    return f"−{text}" if value < 0 and _says_something(text) else text


def step(column: str, difference: float) -> str:
    """Write a difference of a column with its sign; of shares in percentage points."""
    if is_percent(column):
        told = plain_step(column, difference)
        return f"{told} {'point' if told in {'+1', '−1'} else 'points'}"
    text = amount(column, difference, difference)
    return text if text.startswith("−") or not _says_something(text) else f"+{text}"


def plain_step(column: str, difference: float, places: int | None = None) -> str:
    """Write a difference without its unit, for intervals, tables and figures.

    Parameters
    ----------
    column, difference
        What is written.
    places
        Decimals; as many as the difference itself needs where there is none.
    """
    value = difference * factor(column)
    size = abs(value)
    text = _plain(size, places_for(value)) if places is None else f"{size:,.{places}f}"
    if not _says_something(text):
        return "0"
    return f"{'−' if value < 0 else '+'}{text}"


def written_interval(column: str, row: Mapping[str, Any]) -> str:
    """Write the interval of a difference; nothing where one replicate gives none."""
    low, high = float(row["low"]), float(row["high"])
    if math.isnan(low):
        return ""
    return f"{plain_step(column, low)} to {plain_step(column, high)}"


def places_for(value: float) -> int:
    """Return how many decimals a number needs to be told with two digits; at most three."""
    if value == 0 or not math.isfinite(value):
        return 0
    return min(max(1 - math.floor(math.log10(abs(value))), 0), 3)


def scale(column: str) -> str:
    """Name what differences of a column are counted in."""
    return "percentage points" if is_percent(column) else unit_shown(column)


def unit_shown(column: str) -> str:
    """Name what values of a column are counted in where they are shown."""
    unit = UNITS[column].replace("£k", "£")
    return f"per cent of {unit.removeprefix('share of ')}" if is_percent(column) else unit


def factor(column: str) -> float:
    """Return what a column is multiplied by where it is shown: shares in per cent."""
    if is_percent(column):
        return 100.0
    return 1000.0 if UNITS[column].startswith("£k") else 1.0


def _plain(size: float, places: int) -> str:
    text = f"{size:,.{places}f}"
    if not _says_something(text):
        return "0"
    return text.rstrip("0").rstrip(".") if size == round(size) and "." in text else text


def _says_something(text: str) -> bool:
    return any(digit in text for digit in "123456789")
