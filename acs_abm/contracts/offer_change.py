"""NHS England changes what an offer pays, from a date: data of a scenario.

::

    offer_changes:
      - {from: 2019-Q2, offer: alliance_agreement, term: payment, value: 5}

Only terms of money may change in a run; what an offer is stays as it began.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acs_abm.clock import Date
from acs_abm.contracts.offer import Offer
from acs_abm.documents import expect_keys
from acs_abm.errors import ScenarioError, nearest, where

CHANGEABLE = ("payment", "payment_once", "lost_by_staying_out")
FIELD = "offer_changes"
_KEYS = ("from", "offer", "term", "value")


@dataclass(frozen=True)
class OfferChange:
    """A term of an offer that has another value from a month on.

    Attributes
    ----------
    date
        First month in which the new value holds.
    offer, term
        Names of the offer and of the term (one of :data:`CHANGEABLE`).
    value
        The new value, in the unit of the term.
    """

    date: Date
    offer: str
    term: str
    value: float

    @property
    def parameter(self) -> str:
        """Dotted name of the parameter whose value it replaces."""
        return f"offer.{self.offer}.{self.term}"

    def as_written(self) -> dict[str, Any]:
        """Return the change in the form of a scenario file."""
        return dict(zip(_KEYS, (str(self.date), self.offer, self.term, self.value), strict=True))


def read_offer_changes(written: Iterable[object], path: Path | str) -> tuple[OfferChange, ...]:
    """Read the changes of a scenario file, in the order of their dates.

    Raises
    ------
    ScenarioError
        If one is not a mapping of from, offer, term and value, its term cannot change, or another
        changes the same term on the same date.
    """
    changes: list[OfferChange] = []
    for number, content in enumerate(written):
        field = f"{FIELD}[{number}]"
        if not isinstance(content, Mapping):
            message = f"{content!r} is not {{from: ..., offer: ..., term: ..., value: ...}}"
            raise ScenarioError(f"{where(path, field)}{message}")
        expect_keys(content, set(_KEYS), path, field)
        for key in _KEYS:
            if key not in content:
                raise ScenarioError(f"{where(path, field)}'{key}' is missing")
        change = _read(content, path, field)
        if any((one.date, one.parameter) == (change.date, change.parameter) for one in changes):
            message = f"{change.parameter} is changed twice from {content['from']}; keep one"
            raise ScenarioError(f"{where(path, field)}{message}")
        changes.append(change)
    return tuple(sorted(changes, key=lambda change: change.date.index))


def _read(content: Mapping[str, Any], path: Path | str, field: str) -> OfferChange:
    term = str(content["term"])
    if term not in CHANGEABLE:
        allowed = ", ".join(CHANGEABLE)
        message = f"'{term}' cannot change in a run{nearest(term, CHANGEABLE)} ({allowed})"
        raise ScenarioError(f"{where(path, f'{field}.term')}{message}")
    try:
        date = Date.parse(content["from"])
    except ScenarioError as error:
        raise ScenarioError(f"{where(path, f'{field}.from')}{error}") from None
    return OfferChange(date, str(content["offer"]), term, content["value"])


def changed(offer: Offer, changes: Iterable[OfferChange]) -> Offer:
    """Return an offer with those changes that are about it."""
    terms = {change.term: change.value for change in changes if change.offer == offer.name}
    if not terms:
        return offer
    return dataclasses.replace(offer, terms=dataclasses.replace(offer.terms, **terms))
