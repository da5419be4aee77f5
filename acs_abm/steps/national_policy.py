"""Dated steps of national bodies: a mandate, and offers that pay something else (phase 1)."""

from __future__ import annotations

import numpy as np

from acs_abm.clock import Date
from acs_abm.columns import Event, World
from acs_abm.contracts.offer_change import changed
from acs_abm.outcomes.relationships import Relationships, after_bad
from acs_abm.steps.ties import impose_lead


def change_offers(world: World) -> None:
    """Give offers the terms dated to this step; what is dated before the run holds at once."""
    due = [c for c in world.scenario.offer_changes if _first_step(world, c.date) == world.step]
    if not due:
        return
    world.offers = tuple(changed(offer, due) for offer in world.offers)
    world.add_ons = tuple(changed(offer, due) for offer in world.add_ons)
    for change in due:
        detail = f"{change.offer}: {change.term} {change.value:g}"
        world.event_log.append(
            Event(world.step, "regulator", "nhs_england", "offer changed", detail)
        )


def is_mandated(world: World) -> bool:
    """Whether a national mandate is in force: everybody is told to integrate."""
    mandated_from = world.scenario.mandate_from
    return bool(mandated_from) and world.step >= _first_step(world, Date.parse(mandated_from))


def impose_mandate(world: World) -> None:
    """Practices trust national bodies less in the step in which the change is mandated.

    Trusts and CCGs that are in no alliance have the governance of a lead imposed on them.
    """
    if world.step != _first_step(world, Date.parse(world.scenario.mandate_from)):
        return
    p, practices = world.scenario.values(Relationships), world.practices
    everybody = np.full(len(practices.stance), p.national_mandate)
    practices.trust_in_national, practices.damage_in_national = after_bad(
        practices.trust_in_national, practices.damage_in_national, everybody, p
    )
    impose_lead(world)
    world.event_log.append(Event(world.step, "regulator", "nhs_england", "mandate"))


def _first_step(world: World, date: Date) -> int:
    return max(world.clock.step_of(date), 0)
