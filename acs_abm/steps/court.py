"""Challenges to the single contract before a court (part of phase 1)."""

from __future__ import annotations

from acs_abm.chance import organisation_keys
from acs_abm.columns import Event, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.judicial_review import JudicialReview, challenge_hazard, legal_clarity
from acs_abm.stance import RESISTING

COURT = organisation_keys("court", ["high_court"])


def hear_challenges(world: World) -> None:
    """Decide a challenge whose time has come; let a new one come before the court."""
    if not _may_be_challenged(world):
        return
    p = world.scenario.values(JudicialReview)
    if world.court_until == world.step:
        _decide(world, p)
    date = world.clock.last_month(world.step)
    rules = world.calendar.contract
    if is_pending(world) or rules.is_paused(date) or not rules.is_published(date):
        return
    hazard = challenge_hazard(world.challenges_decided, share_resisting(world), p)
    luck = world.chance.uniform("court.challenge", world.step, COURT)[0]
    if luck < hazard_probability(hazard, world.years):
        world.court_until = world.step + p.quarters * world.clock.steps_per_quarter
        _log(world, "challenge before the court")


def is_pending(world: World) -> bool:
    """Whether a challenge is before the court."""
    return world.step < world.court_until


def is_clear(world: World) -> bool:
    """Whether neither a challenge nor a dated pause holds contracts up."""
    paused = world.calendar.contract.is_paused(world.clock.last_month(world.step))
    return not (is_pending(world) or paused)


def was_upheld(world: World) -> bool:
    """Whether a challenge was upheld in this quarter."""
    return world.step - world.challenge_upheld < world.clock.steps_per_quarter


def clarity(world: World) -> float:
    """Return how clear the law looks, 0 to 1."""
    p = world.scenario.values(JudicialReview)
    return legal_clarity(share_resisting(world), p, is_clear=is_clear(world))


def share_resisting(world: World) -> float:
    """Return V_nat, the share of all patients at practices that resist."""
    resists = world.practices.stance == RESISTING
    patients = world.practices.list_size
    return float(patients[resists].sum() / patients.sum())


def _may_be_challenged(world: World) -> bool:
    on_table = any(offer.opened_by is OpenedBy.PLACE for offer in world.offers)
    return on_table and world.calendar.contract.is_litigation_drawn


def _decide(world: World, p: JudicialReview) -> None:
    world.challenges_decided += 1
    luck = world.chance.uniform("court.upheld", world.step, COURT)[0]
    upheld = bool(luck < p.upheld)
    if upheld:
        world.challenge_upheld = world.step
    _log(world, "challenge upheld" if upheld else "challenge dismissed")


def _log(world: World, what: str) -> None:
    detail = f"number {world.challenges_decided + int(is_pending(world))}"
    world.event_log.append(Event(world.step, "court", "high_court", what, detail))
