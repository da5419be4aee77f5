"""The generated page of shipped scenarios, offers and gates."""

from __future__ import annotations

from page_markup import MADE, page, prose, shown, table

from acs_abm.contracts.offer import Offer, shipped_offers
from acs_abm.contracts.offer_change import OfferChange
from acs_abm.scenario import Scenario, shipped_scenarios
from acs_abm.stages.calendar import Calendar, StageRule
from acs_abm.stages.calendar_file import name_of_calendar, shipped_calendars
from acs_abm.stages.contract import ContractRules

ALWAYS = ("sets", "sources")
"""Facts of a scenario that are told where there is nothing to tell, too."""


def scenarios_page() -> str:
    """Describe the shipped scenarios, the offers in them and the gates of their calendar."""
    parts = [f"# Scenarios, offers and gates\n\n{MADE}", "## Scenarios"]
    parts += [_scenario(Scenario.load(name)) for name in shipped_scenarios()]
    parts += ["## Offers"]
    parts += [_offer(document.offer) for document in shipped_offers().values()]
    calendars = [_calendar(known.with_values({})) for known in shipped_calendars().values()]
    parts += ["## Stages and gates", *calendars]
    return page(parts)


def _scenario(scenario: Scenario) -> str:
    facts = [
        ("runs", f"{scenario.start} to {scenario.until}, {scenario.steps_per_year} steps a year"),
        ("care systems", ", ".join(f"`{name}`" for name in scenario.systems) or "all"),
        ("calendar", f"`{name_of_calendar(scenario.calendar)}`"),
        ("offers", ", ".join(f"`{offer.name}`" for offer in scenario.offers_in_force)),
        ("sets", ", ".join(f"`{k}` = {shown(v)}" for k, v in scenario.overrides.items()) or "–"),
        ("mandate", f"from {scenario.mandate_from}" if scenario.mandate_from else "–"),
        ("offers change", "; ".join(map(_offer_change, scenario.offer_changes)) or "–"),
        ("rules of its own", ", ".join(f"`{name}`" for name in scenario.rules) or "–"),
        ("sources", "; ".join(scenario.sources) or "–"),
    ]
    facts = [(key, value) for key, value in facts if value != "–" or key in ALWAYS]
    told = [f"### {scenario.name}", prose(scenario.why), f"Expected: {prose(scenario.expectation)}"]
    told += [f"Found: {prose(scenario.found)}"] if scenario.found else []
    return "\n\n".join([*told, table(("", ""), facts)])


def _offer_change(change: OfferChange) -> str:
    return f"`{change.parameter}` = {shown(change.value)} from {change.date}"


def _offer(offer: Offer) -> str:
    facts = [
        ("leads to", "nothing: held beside any stance" if offer.is_add_on else offer.level.name),
        ("opened by", str(offer.opened_by)),
        ("open to", ", ".join(offer.open_to)),
        ("from, until", f"{offer.start or 'the start'}, {offer.deadline or 'no deadline'}"),
        ("core contract", str(offer.core_contract)),
        ("partners", "salaried" if offer.is_salaried else "stay partners"),
        ("paid from", offer.pays_from_stage or "any stage"),
        ("numbers", f"[`offer.{offer.name}`](parameters.md#offer{offer.name})"),
    ]
    return f"### {offer.name}: {offer.label}\n\n{prose(offer.why)}\n\n" + table(("", ""), facts)


def _calendar(calendar: Calendar) -> str:
    rows = [_stage(rule) for rule in calendar.stages]
    head = ("stage", "gate", "asks for", "quarters in the stage before", "gives", "sent back when",
            "open to all from")  # fmt: skip
    said = f"Calendar `{calendar.name}`. {prose(calendar.why)}"
    return "\n\n".join([said, table(head, rows), _contract(calendar.contract)])


def _contract(rules: ContractRules) -> str:
    pauses = [f"{pause.first} up to {pause.until}" for pause in rules.pauses]
    drawn = "come by hazard" if rules.is_litigation_drawn else "are a dated input"
    facts = [
        ("published", str(rules.published or "never")),
        ("rules on suspension from", str(rules.regulations_from or "the start")),
        ("consultation from", str(rules.consultation_from or "none")),
        ("only statutory holders from", str(rules.statutory_holders_from or "never")),
        ("paused", ", ".join(pauses) or "never"),
        ("challenges before a court", drawn),
    ]
    return "Single contracts:\n\n" + table(("", ""), facts)


def _stage(rule: StageRule) -> tuple[str, ...]:
    asks = [
        f"{c.measure} {'≤' if c.is_at_most else '≥'} {c.threshold:g}"
        + (" (required)" if c.is_required else "")
        + ("" if rule.is_hard else f" (weight {c.weight:g})")
        for c in rule.conditions
    ]
    opens = f", from {rule.opens.quarter}" if rule.opens else ""
    back = rule.back
    sent_back = (
        f"after {back.grace} quarters: alliance coverage < {back.alliance_coverage:g}, "
        f"governance < {back.governance:g}, or over control totals by more than "
        f"{back.control_total_excess:g} of income two years running"
        if back
        else "–"
    )
    return (
        rule.stage.name,
        (("hard" if rule.is_hard else "soft") + opens) if asks else "–",
        ", ".join(asks) or "–",
        str(rule.terms.dwell) if asks else "–",
        ", ".join(sorted(rule.gives)).replace("_", " ") or "–",
        sent_back,
        str(rule.opens_to_all or "–"),
    )
