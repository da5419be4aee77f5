"""Phases 1 and 2: the calendar moves on; regulators set control totals and select systems."""

from __future__ import annotations

import numpy as np

from acs_abm.chance import organisation_keys
from acs_abm.columns import Event, Floats, World
from acs_abm.decisions.regulator_designation import Designation, readiness, readiness_terms, select
from acs_abm.decisions.trust_control_total import TrustControlTotal, acceptance_probability
from acs_abm.stages.stage import Stage
from acs_abm.steps.ccg_bodies import merge_by_date
from acs_abm.steps.court import hear_challenges
from acs_abm.steps.national_policy import change_offers, impose_mandate, is_mandated
from acs_abm.steps.payments import add_on_flows, losses, payment_flows
from acs_abm.steps.practice_facts import opened_at_places
from acs_abm.steps.risk_sharing import money_at_stake

NHS_ENGLAND = organisation_keys("regulator", ["nhs_england"])[0]


def turn_calendar(world: World) -> None:
    """Set the national expectation and what offers pay; hear challenges before a court.

    Under a national mandate expectation bears in full on everybody. CCGs whose merger is dated
    merge. Places and systems whose flag is published in this step have it from here on.
    """
    date = world.clock.date(world.step)
    world.ccgs.is_test_area |= world.fixtures.test_area_from == world.step
    world.systems.is_devolution |= world.fixtures.devolved_from == world.step
    merge_by_date(world)
    world.national_expectation = world.calendar.national_expectation(date)
    weights = np.array([rule.terms.pressure_weight for rule in world.calendar.stages])
    pressed = world.national_expectation * weights[world.systems.stage]
    world.systems.pressure = np.clip(pressed, 0.0, 1.0)
    if is_mandated(world):
        world.national_expectation, world.systems.pressure[:] = 1.0, 1.0
        impose_mandate(world)
    change_offers(world)
    world.payments, world.add_on_payments = payment_flows(world), add_on_flows(world)
    world.lost = losses(world, opened_at_places(world))
    hear_challenges(world)


def regulators_publish(world: World) -> None:
    """Set control totals each April and at the start; select a wave of systems when one is due."""
    if world.step == 0 or world.clock.opens_financial_year(world.step):
        _set_control_totals(world)
    if world.next_wave < world.step:
        world.wave_number = 1  # the run began after the first wave was due
        world.next_wave = _next_wave(world, world.step)
    if world.step == world.next_wave:
        _select_wave(world)
        world.next_wave = _next_wave(world, world.step + 1)


def _set_control_totals(world: World) -> None:
    """NHS Improvement asks each trust for an improvement; the trust accepts or not."""
    p = world.scenario.values(TrustControlTotal)
    keys = world.population.trusts.key
    luck = world.chance.normal("trust.control_total_asked", world.step, keys)
    deficit = np.maximum(-100.0 * world.trusts.margin - p.deficit_level, 0.0)
    world.trusts.asked = p.asked_mean + p.asked_sd * luck + p.deficit_weight * deficit
    accepts = acceptance_probability(world.trusts.asked, money_at_stake(world), p)
    luck = world.chance.uniform("trust.control_total", world.step, keys)
    world.trusts.accepts_control_total = (luck < accepts) & world.trusts.is_standing


def readiness_of(world: World) -> dict[str, Floats]:
    """Return what each system's readiness is made of now."""
    systems = world.systems
    return readiness_terms(
        systems.rating.astype(np.float64),
        systems.relationships,
        systems.governance,
        systems.finance_rank,
        systems.health_management,
        systems.is_candidate_named | systems.is_devolution,
        world.scenario.values(Designation),
    )


def _select_wave(world: World) -> None:
    """NHS England selects the readiest candidates; devolution areas come beside them."""
    systems, lowest = world.systems, world.calendar.wave.lowest_score
    score = readiness(readiness_of(world))
    places = wave_size(world)
    waiting = (systems.stage == Stage.CANDIDATE) & ~systems.is_selected
    chosen = select(score, waiting, systems.is_devolution, places, lowest)
    if places > 0:
        systems.is_selected |= chosen
        for row in np.flatnonzero(chosen):
            code = world.population.systems.code[row]
            detail = f"readiness {score[row]:.2f}, wave {world.wave_number + 1}"
            world.event_log.append(Event(world.step, "system", code, "selected", detail))
    world.wave_number += 1


def wave_size(world: World) -> int:
    """Return the places of a wave: dated, or drawn from the range of the first or later ones."""
    dated = _dated_waves(world)
    if world.step in dated:
        return dated[world.step]
    wave = world.calendar.wave
    least, most = (
        (wave.first_least, wave.first_most)
        if world.wave_number == 0
        else (wave.later_least, wave.later_most)
    )
    return world.chance.integer("regulator.wave_size", world.wave_number, NHS_ENGLAND, least, most)


def _dated_waves(world: World) -> dict[int, int]:
    """Return the size of each dated wave by its step."""
    return {world.clock.step_of(date): size for date, size in world.calendar.dated_waves}


def _next_wave(world: World, earliest: int) -> int:
    """Return the step of the next wave: a dated one, or the next due month, unless it slips."""
    dated = [step for step in _dated_waves(world) if step >= earliest]
    if dated:
        return min(dated)
    due = earliest
    while not world.clock.holds(due, world.calendar.wave.due_month):
        due += 1
    slip = world.chance.integer(
        "regulator.wave_slip", world.wave_number, NHS_ENGLAND, 0, world.calendar.wave.slip_most
    )
    return due + slip * world.clock.steps_per_quarter
