"""Until when evidence may inform the model.

What happened later is kept for judging it (``docs/decisions/0013-hold-out.md``).
"""

from __future__ import annotations

import re

from acs_abm.clock import Date
from acs_abm.errors import EvidenceError, ScenarioError

EVIDENCE_CLOSES = Date.parse("2018-06")
"""The last month that a figure or a target may describe."""
_DAY = re.compile(r"(\d{4}-\d{2})-\d{2}")
_FINANCIAL_YEAR = re.compile(r"(\d{4})/(\d{2})")
_YEAR = re.compile(r"\d{4}")


def last_month(text: str) -> Date:
    """Return the last month of a period.

    Parameters
    ----------
    text
        A year, a financial year, a quarter, a month or a day: ``2016``, ``2016/17``,
        ``2018-Q1``, ``2018-05``, ``2018-05-31``.

    Raises
    ------
    EvidenceError
        If the text is none of them.
    """
    if day := _DAY.fullmatch(text):
        return last_month(day[1])
    if (years := _FINANCIAL_YEAR.fullmatch(text)) and (int(years[1]) + 1) % 100 == int(years[2]):
        return Date.parse(f"{int(years[1]) + 1}-03")
    if _YEAR.fullmatch(text):
        return Date.parse(f"{text}-12")
    try:
        return Date.parse(text, end=True)
    except ScenarioError:
        allowed = "a year (2016), 2016/17, 2018-Q1, 2018-05 or 2018-05-31"
        raise EvidenceError(f"'{text}' is not a date; write {allowed}") from None


def checked_date(text: str, what: str) -> str:
    """Return the date of a piece of evidence, which must end before the evidence closes.

    Parameters
    ----------
    text
        The date as written.
    what
        File and entry, for the message.

    Raises
    ------
    EvidenceError
        If it is not a date, or is too late to inform the model.
    """
    try:
        ends = last_month(text)
    except EvidenceError as error:
        raise EvidenceError(f"{what}: date: {error}") from None
    if ends > EVIDENCE_CLOSES:
        message = f"'{text}' ends after June 2018: what is later may judge the model, not inform it"
        raise EvidenceError(f"{what}: date: {message}")
    return text
