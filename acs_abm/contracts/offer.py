"""What is on offer: an offer is data, not code.

An offer leads to a level of integration, or is an *add-on* held beside any level. Its terms say
what it pays and takes: payment, autonomy lost, dependence, hours, and the rest. Shipped offers are
the files in ``contracts/offers``; a scenario changes any of their terms by name
(``offer.alliance_agreement.payment``) or adds an offer of its own in the same form. National offers
are open between their dates; a system's once it has launched its agreement; a place's while its CCG
procures or holds a contract of that level or a higher one; a trust's to the practices that it
addresses.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from acs_abm.clock import Date
from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import ScenarioError, nearest, where
from acs_abm.parameters import Parameter, Role, Value, number_parameter, parameter
from acs_abm.stance import Stance


class CoreContractEffect(StrEnum):
    """What becomes of a practice's GMS, PMS or APMS contract when it takes an offer."""

    KEPT = "kept"
    SUSPENDED = "suspended"  # may be reactivated in its windows
    ENDED = "ended"  # for good


class OpenedBy(StrEnum):
    """Whose step puts an offer on a practice's table."""

    NATIONAL = "national"  # open to every eligible practice between its dates
    SYSTEM = "system"  # once its care system has launched it
    PLACE = "place"  # while its CCG procures or holds a contract of that level
    TRUST = "trust"  # when a trust addresses the practice


@dataclass(frozen=True)
class Terms:
    """The numbers of an offer; the ranges here hold where an offer's file gives none."""

    payment: float = parameter(
        0.0,
        unit="£ per weighted patient a year",
        low=0,
        high=25,
        role=Role.LEVER,
        symbol="p",
        meaning="Recurrent payment to a practice that takes the offer.",
        source="assumption",
    )
    payment_once: float = parameter(
        0.0,
        unit="£ per weighted patient, once",
        low=0,
        high=15,
        role=Role.LEVER,
        meaning="One-off payment, valued over the offer's duration (five years at most).",
        source="assumption",
    )
    management_resource: float = parameter(
        0.0,
        unit="share of the CCG's management resource",
        low=0,
        high=0.3,
        limits=(0.0, 1.0),
        role=Role.LEVER,
        meaning="Share of what the CCG spends on managing that goes to practices that take the "
        "offer, from a CCG at an alliance or beyond.",
        source="assumption",
    )
    lost_by_staying_out: float = parameter(
        0.0,
        unit="£ per weighted patient a year",
        low=0,
        high=10,
        role=Role.LEVER,
        symbol="lost",
        meaning="Existing payment that a practice without the offer no longer gets.",
        source="assumption",
    )
    autonomy_lost: float = parameter(
        0.0,
        unit="share of independence",
        low=0,
        high=1,
        role=Role.LEVER,
        symbol="L",
        meaning="How much of a partner's independence the offer takes.",
        source="assumption",
    )
    dependence: float = parameter(
        0.0,
        unit="share",
        low=0,
        high=1,
        symbol="dep",
        meaning="How far the practice then depends on the organisation that leads.",
        source="assumption",
    )
    hours: float = parameter(
        0.0,
        unit="hours a week",
        low=-5,
        high=5,
        symbol="ΔH",
        meaning="Change in a partner's weekly hours (negative: hours saved).",
        source="assumption",
    )
    objection: float = parameter(
        0.0,
        unit="share",
        low=0,
        high=1,
        symbol="v",
        meaning="How far the offer offends those who object on principle.",
        source="assumption",
    )
    pressure: float = parameter(
        0.0,
        unit="share",
        low=0,
        high=1,
        symbol="kappa",
        meaning="How much of the national expectation speaks for this offer.",
        source="assumption",
    )
    income_sd: float = parameter(
        5.0,
        unit="£k a year",
        low=0,
        high=15,
        symbol="s",
        meaning="Standard deviation of a partner's income under the offer.",
        source="assumption",
    )
    intrinsic_value: float = parameter(
        0.0,
        unit="£k a year",
        low=0,
        high=10,
        symbol="b",
        meaning="What working together is worth in itself.",
        source="assumption",
    )
    quality_gain: float = parameter(
        0.0,
        unit="change in quality (0 to 1)",
        low=0,
        high=0.2,
        symbol="ΔQ",
        meaning="Change in the practice's quality that it expects from the offer.",
        source="assumption",
    )
    effort: float = parameter(
        0.0,
        unit="levels",
        low=0,
        high=3,
        symbol="|k − k_now|",
        meaning="Levels of status quo cost the offer counts as; 0: as many as the level moves.",
        source="assumption",
    )
    duration: float = parameter(
        5.0,
        unit="years",
        low=1,
        high=15,
        limits=(0.25, 150.0),
        role=Role.LEVER,
        meaning="Years, at most five, over which a one-off payment or the risk that a local "
        "premium is withdrawn is counted; the agreement itself runs on.",
        source="assumption",
    )


TERM_FIELDS = {field.name: field for field in dataclasses.fields(Terms)}


@dataclass(frozen=True)
class Offer:
    """One agreement that a practice may sign.

    Attributes
    ----------
    name, label
        Name in scenarios and tables; name for people.
    why
        What the offer is and where it comes from.
    level
        The stance it leads to; INDEPENDENT for an add-on.
    is_add_on
        Whether it is held beside any level, as its own yes or no.
    opened_by
        Whose step makes it available.
    open_to
        Core contracts (GMS, PMS, APMS) that may take it.
    start, deadline
        First month in which it can be taken, last month to take it; None for no limit.
    core_contract
        Whether the practice's GMS, PMS or APMS contract is kept live, suspended or ended.
    is_salaried
        Whether partners become salaried.
    is_premium_local
        Whether the payment is a local promise that may be withdrawn.
    pays_from_stage
        Stage its system must have reached for the payment to flow; empty for any.
    terms
        Its numbers.
    """

    name: str
    label: str
    why: str
    level: Stance
    is_add_on: bool
    opened_by: OpenedBy
    open_to: tuple[str, ...]
    start: Date | None
    deadline: Date | None
    core_contract: CoreContractEffect
    is_salaried: bool
    is_premium_local: bool
    pays_from_stage: str
    terms: Terms

    def closes_with_money(self, start: Date, end: Date) -> bool:
        """Whether money depends on it and its last month lies from one date to before another."""
        terms = self.terms
        money = terms.payment, terms.payment_once, terms.lost_by_staying_out
        has_money = sum(money) + terms.management_resource > 0
        return has_money and self.deadline is not None and start <= self.deadline < end

    def is_open(self, date: Date) -> bool:
        """Whether the offer's own dates allow it to be taken."""
        after_start = self.start is None or date >= self.start
        return after_start and (self.deadline is None or date <= self.deadline)


CONTRACTS = ("GMS", "PMS", "APMS")
LEVELS = [stance.name for stance in Stance if stance > Stance.INDEPENDENT]
"""Where an offer may lead that is no add-on."""
KEYS = {
    "name", "label", "why", "level", "add_on", "opened_by", "open_to", "start", "deadline",
    "core_contract", "salaried", "local_premium", "pays_from_stage", "terms",
}  # fmt: skip


@dataclass(frozen=True)
class OfferDocument:
    """An offer as written: its plain facts, and its numbers as parameters."""

    offer: Offer
    parameters: tuple[Parameter, ...]

    def with_values(self, values: Mapping[str, Value]) -> Offer:
        """Return the offer with its terms taken from dotted values."""
        prefix = f"offer.{self.offer.name}."
        given = {
            entry.name.removeprefix(prefix): values.get(entry.name, entry.default)
            for entry in self.parameters
        }
        return dataclasses.replace(self.offer, terms=Terms(**given))  # type: ignore[arg-type]


def parse_offer(content: Mapping[str, Any], path: Path | str) -> OfferDocument:
    """Make an offer of a mapping.

    Raises
    ------
    ScenarioError
        If a key is unknown or a value is not what it must be.
    """
    name = str(content.get("name", ""))
    if not name.isidentifier() or name == "independent":
        raise ScenarioError(f"{where(path, 'name')}'{name}' is not a plain name like my_offer")
    expect_keys(content, KEYS, path, name)
    is_add_on = _flag(content, "add_on", path, default=False)
    level = _level(content, path, is_add_on=is_add_on)
    opened_by = _choice(content, "opened_by", "national", [str(one) for one in OpenedBy], path)
    core_contract = _choice(
        content, "core_contract", "kept", [str(one) for one in CoreContractEffect], path
    )
    start, deadline = _dates(content, path)
    if is_add_on and opened_by != OpenedBy.NATIONAL:
        message = (
            f"'{opened_by}' opens no add-ons: they are open to every eligible practice (national)"
        )
        raise ScenarioError(f"{where(path, f'{name}.opened_by')}{message}")
    parameters = _term_parameters(name, content.get("terms", {}), path)
    offer = Offer(
        name=name,
        label=str(content.get("label", name.replace("_", " "))),
        why=str(content.get("why", "")).strip(),
        level=level,
        is_add_on=is_add_on,
        opened_by=OpenedBy(opened_by),
        open_to=_open_to(content, path),
        start=start,
        deadline=deadline,
        core_contract=CoreContractEffect(core_contract),
        is_salaried=_flag(content, "salaried", path, default=False),
        is_premium_local=_flag(content, "local_premium", path, default=False),
        pays_from_stage=str(content.get("pays_from_stage", "")),
        terms=Terms(),
    )
    document = OfferDocument(offer, parameters)
    return OfferDocument(document.with_values({}), parameters)


def _term_parameters(
    offer: str, terms: Mapping[str, Any], path: Path | str
) -> tuple[Parameter, ...]:
    if not isinstance(terms, Mapping):
        raise ScenarioError(f"{where(path, 'terms')}{terms!r} is not a mapping")
    expect_keys(terms, set(TERM_FIELDS), path, f"{offer}.terms")
    return tuple(
        number_parameter(f"offer.{offer}.{name}", terms.get(name), field, path)
        for name, field in TERM_FIELDS.items()
    )


def _flag(content: Mapping[str, Any], key: str, path: Path | str, *, default: bool) -> bool:
    return bool(expect({key: default, **content}, key, bool, path))


def _choice(
    content: Mapping[str, Any], key: str, default: str, known: Iterable[str], path: Path | str
) -> str:
    value = str(content.get(key, default))
    names = list(known)
    if value not in names:
        hint = nearest(value, names)
        message = f"'{value}' is not one of {', '.join(names)}{hint}"
        raise ScenarioError(f"{_place(content, key, path)}{message}")
    return value


def _level(content: Mapping[str, Any], path: Path | str, *, is_add_on: bool) -> Stance:
    """Return where the offer leads: an add-on leads nowhere."""
    value = str(content.get("level", "INDEPENDENT" if is_add_on else ""))
    allowed = ["INDEPENDENT"] if is_add_on else LEVELS
    if value not in allowed:
        raise ScenarioError(
            f"{_place(content, 'level', path)}'{value}' is not one of {', '.join(allowed)}: an "
            f"offer leads to a level or is an add-on{nearest(value, allowed)}"
        )
    return Stance[value]


def _open_to(content: Mapping[str, Any], path: Path | str) -> tuple[str, ...]:
    """Return the core contracts that may take the offer, one at least."""
    written = content.get("open_to", list(CONTRACTS))
    place = _place(content, "open_to", path)
    if not isinstance(written, list) or not written:
        raise ScenarioError(f"{place}{written!r} is not a list of one or more of GMS, PMS and APMS")
    for contract in written:
        if contract not in CONTRACTS:
            raise ScenarioError(f"{place}'{contract}' is not GMS, PMS or APMS")
    return tuple(written)


def _dates(content: Mapping[str, Any], path: Path | str) -> tuple[Date | None, Date | None]:
    """Return the first month in which the offer can be taken, and the last."""
    start = _date(content, "start", path, end=False)
    deadline = _date(content, "deadline", path, end=True)
    if start is not None and deadline is not None and deadline < start:
        place = _place(content, "deadline", path)
        raise ScenarioError(
            f"{place}{content['deadline']} is before the offer's start, {content['start']}"
        )
    return start, deadline


def _date(content: Mapping[str, Any], key: str, path: Path | str, *, end: bool) -> Date | None:
    try:
        return Date.parse(content[key], end=end) if content.get(key) is not None else None
    except ScenarioError as error:
        raise ScenarioError(f"{_place(content, key, path)}{error}") from None


def _place(content: Mapping[str, Any], key: str, path: Path | str) -> str:
    """Begin a message about a field of an offer with its file and its name."""
    return where(path, f"{content['name']}.{key}")


@lru_cache(maxsize=1)
def shipped_offers() -> Mapping[str, OfferDocument]:
    """Return the offers that come with the package, by name."""
    folder = resources.files("acs_abm.contracts") / "offers"
    documents = {}
    with resources.as_file(folder) as files:
        for path in sorted(files.glob("*.yaml")):
            document = parse_offer(read_document(path), path)
            documents[document.offer.name] = document
    return documents
