"""When may a single contract go live, and what ends one? Dated inputs of a calendar, and its gate.

A place that seeks a contract goes through early engagement, three checkpoints
(:mod:`acs_abm.decisions.regulator_assurance`) and the gate to ACO, which is evaluated each quarter
and asks, all at once, for practices that promised and would confirm on the full terms, trusts in
the alliance, the system an ACS (or the place a test area), assurance passed, rules on suspension in
force, court clear, consultation over, a holder that accepts, and time since early engagement. At
go-live those who confirm are PARTIAL or FULL; a full contract has partial members too. After
``contract.grace`` quarters a live contract ends if fewer than ``contract.least_confirmed`` of the
list are left, governance is under ``contract.least_governance`` or a court upholds a challenge, and
at once if its holder is insolvent (:mod:`acs_abm.contracts.benchmark`): trust falls. Where a
contract ends, or a process fails or lapses, those who had joined fall back to the alliance, the
core contracts they had given up live again, and promises are void.

The calendar says its dates under ``contract:``::

    contract:
      published: 2017-Q3                # challenges may come before a court from here on
      regulations_from: 2018-Q2         # a practice may suspend its contract from here on
      consultation_from: 2017-09
      consultation: {value: 1, low: 0, high: 8, source: "..."}    # quarters it takes
      challenges_drawn: true            # false: litigation is a dated input, not luck
      paused: [{from: 2017-08, until: 2019-08}]
      statutory_holders_from: 2019-08

A date that is left out holds nothing up, save ``published``: without it nothing is challenged.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acs_abm.clock import MONTHS_A_QUARTER, Date
from acs_abm.documents import expect, expect_keys
from acs_abm.errors import ScenarioError, where
from acs_abm.stages.terms import ContractTerms

DATES = ("published", "regulations_from", "consultation_from", "statutory_holders_from")
NUMBERS = tuple(field.name for field in dataclasses.fields(ContractTerms))
FIELD = "contract"


@dataclass(frozen=True)
class Span:
    """Months from the first up to, not with, the last."""

    first: Date
    until: Date

    def holds(self, date: Date) -> bool:
        """Whether a date lies within."""
        return self.first <= date < self.until


@dataclass(frozen=True)
class ContractRules:
    """The dated inputs on single contracts, with every number in place.

    Attributes
    ----------
    published
        Month in which a contract is first published; None for never.
    regulations_from
        Month from which rules on suspending a practice's contract are in force.
    consultation_from
        Month in which national consultation begins.
    statutory_holders_from
        Month from which only statutory bodies may hold a contract; None for never.
    pauses
        Months in which no contract may go live: in ``enacted`` they stand for litigation and
        consultation.
    is_litigation_drawn
        Whether challenges before a court come by hazard.
    terms
        How long consultation takes; what ends a contract.
    """

    published: Date | None
    regulations_from: Date | None
    consultation_from: Date | None
    statutory_holders_from: Date | None
    pauses: tuple[Span, ...]
    is_litigation_drawn: bool
    terms: ContractTerms

    def is_published(self, date: Date) -> bool:
        """Whether a contract has been published."""
        return self.published is not None and date >= self.published

    def is_paused(self, date: Date) -> bool:
        """Whether a dated pause is in force."""
        return any(pause.holds(date) for pause in self.pauses)

    def has_regulations(self, date: Date) -> bool:
        """Whether rules on suspending a practice's contract are in force."""
        return self.regulations_from is None or date >= self.regulations_from

    def has_consulted(self, date: Date) -> bool:
        """Whether national consultation is over."""
        begun = self.consultation_from
        months = MONTHS_A_QUARTER * self.terms.consultation
        return begun is None or date >= begun.plus_months(months)

    def asks_statutory_holders(self, date: Date) -> bool:
        """Whether only a statutory body may hold a contract."""
        return self.statutory_holders_from is not None and date >= self.statutory_holders_from


def check_contract(block: Mapping[str, Any], path: Path | str) -> None:
    """Refuse what ``contract:`` cannot hold.

    Raises
    ------
    ScenarioError
        If a key is unknown or a date or switch is not one.
    """
    expect_keys(block, {*DATES, *NUMBERS, "paused", "challenges_drawn"}, path, FIELD)
    for key in DATES:
        if block.get(key) is not None:
            read_date(block[key], path, f"{FIELD}.{key}")
    expect({"challenges_drawn": True, **block}, "challenges_drawn", bool, path)
    for pause in expect({"paused": [], **block}, "paused", list, path):
        read_span(pause, path, f"{FIELD}.paused")


def contract_rules(
    block: Mapping[str, Any], terms: ContractTerms, path: Path | str
) -> ContractRules:
    """Return the rules of a block that :func:`check_contract` accepted."""
    dates = {
        key: read_date(block[key], path, f"{FIELD}.{key}") if block.get(key) is not None else None
        for key in DATES
    }
    return ContractRules(
        **dates,
        pauses=tuple(
            read_span(pause, path, f"{FIELD}.paused") for pause in block.get("paused", [])
        ),
        is_litigation_drawn=block.get("challenges_drawn", True),
        terms=terms,
    )


def read_date(written: object, path: Path | str, field: str) -> Date:
    """Read a date of a calendar file.

    Raises
    ------
    ScenarioError
        If it is not one; the message names file and field.
    """
    try:
        return Date.parse(written)
    except ScenarioError as error:
        raise ScenarioError(f"{where(path, field)}{error}") from None


def read_span(written: object, path: Path | str, field: str) -> Span:
    """Read months of a calendar file, written ``{from: ..., until: ...}``.

    Raises
    ------
    ScenarioError
        If they are not so; the message names file and field.
    """
    if not isinstance(written, Mapping):
        raise ScenarioError(f"{where(path, field)}{written!r} is not {{from: ..., until: ...}}")
    expect_keys(written, {"from", "until"}, path, field)
    first, until = (
        read_date(written.get(key), path, f"{field}.{key}") for key in ("from", "until")
    )
    if not first < until:
        raise ScenarioError(f"{where(path, field)}'{until}' is not after '{first}'")
    return Span(first, until)
