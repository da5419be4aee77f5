"""Every part of trust between organisations matters: change it and the reference disagrees.

Two systems in which, within two years, trusts and CCGs join, leave and resist, the lead changes,
trusts merge, deficits are passed on, integration is mandated, a contract ends and a system is sent
back. Each change is noticed in the phase, and in the fact, that it is about.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from comparison import lock_step
from otherwise import sees, with_nothing, without

from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, PARTIAL
from acs_abm.steps import (
    agreements,
    contracts,
    control_totals,
    national_policy,
    observation,
    staging,
    ties,
)

SYSTEMS, STEPS = ["NOTT", "N&W"], 8
RESTLESS = {
    "trust.considers_later": 0.9,
    "trust.considers_early": 0.9,
    "trust.choice_noise": 3.0,
    "trust.lasting_taste": 0.0,
    "trust.pressure_value": 6.0,
    "trust_resistance.caution": 1.0,
    "commissioner.considers_later": 0.9,
    "commissioner.considers_early": 0.9,
    "commissioner.choice_noise": 1.5,
    "commissioner_resistance.base": 1.0,
    "deficit.chance": 1.0,
    "horizontal.merger_hazard": 0.2,
    "system.lead_change_hazard": 1.0,
    "mandate_from": "2018-Q1",
    "contract.grace": 0,
    "stage.candidate.dwell": 1,
    "stage.candidate.hub_coverage": 0.0,
    "stage.candidate.relationships": 0.0,
    "stage.shadow_acs.dwell": 1,
    "stage.acs.dwell": 1,
    "stage.acs.control_total_shortfall": 1.0,
    "stage.acs.alliance_coverage": 0.0,
    "stage.acs.governance": 0.0,
    "stage.acs.population_health_management": 0.0,
    "stage.acs.back.grace": 0,
    "stage.acs.back.governance": 0.9,
}
HAPPENS = {
    "reached", "sent back", "mandate", "passed its deficit on", "lead changed", "merged into",
    "alliance launched", "contract ended",
}  # fmt: skip


@pytest.fixture
def model(england, plan) -> AccountableCareModel:
    """Return two STPs, vanguards in the first, whose first place has a contract without members."""
    begun = AccountableCareModel(plan.change(**RESTLESS), 1, SYSTEMS, england)
    world = begun.world
    world.systems.stage[:] = Stage.STP
    world.ccgs.contract_level[0], world.ccgs.contract_live[0] = PARTIAL, True
    world.ccgs.contract_since[0] = world.ccgs.live_since[0] = 0
    return begun


@pytest.fixture
def first(model) -> Callable[[str], str]:
    """Return the first difference that tells of some fact; nothing if there is none."""

    def found(fact: str) -> str:
        return next((one for one in lock_step(model, STEPS) if f" {fact}: " in one), "")

    return found


def test_with_nothing_changed_they_agree_and_everything_happens(model):
    assert list(lock_step(model, STEPS)) == []
    assert {event.what for event in model.world.event_log} >= HAPPENS
    assert (model.world.ties.damage > 0.0).mean() > 0.5


# -- what happens, and what it does to a tie ---------------------------------------------

OBSERVE = (observation, "live_together", "observe")
LEAVE = (agreements, "remember_leavers", "form_and_break")
DEFICIT = (control_totals, "blame_deficits", "settle_quarter")
MANDATE = (national_policy, "impose_lead", "turn_calendar")
SENT_BACK = (staging, "break_trust", "evaluate_gates")
CONTRACT_ENDS = (contracts, "break_trust", "form_and_break")

PARAMETERS = [
    *(
        (OBSERVE, name)
        for name in (
            "gain", "loss", "damage", "damage_fading", "working_together", "planning_together",
            "neighbours_resisting",
        )
    ),
    (LEAVE, "loss"),
    (LEAVE, "damage"),
    (LEAVE, "agreement_broken"),
    (DEFICIT, "deficit_passed_on"),
    (MANDATE, "governance_imposed"),
    (SENT_BACK, "sent_back"),
    (CONTRACT_ENDS, "sent_back"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "name"), PARAMETERS, ids=[f"{event[2]}-{name}" for event, name in PARAMETERS]
)
def test_each_parameter_of_each_event_moves_a_tie(event, name, first, monkeypatch):
    module, rule, phase = event
    change = without(f"relationships.{name}")
    monkeypatch.setattr(module, rule, change(getattr(module, rule)))
    fact = "damage" if name == "damage" else "trust"
    assert f"{phase}: tie:" in first(fact)


turned_round = sees(
    ties__whose=lambda world: world.ties.whom, ties__whom=lambda world: world.ties.whose
)
"""What happens is felt by those from whom it comes."""

by_all = sees(
    trusts__stance=lambda world: np.full_like(world.trusts.stance, ALLIANCE),
    ccgs__stance=lambda world: np.full_like(world.ccgs.stance, ALLIANCE),
)
by_none = sees(
    trusts__stance=lambda world: np.minimum(world.trusts.stance, 0),
    ccgs__stance=lambda world: np.minimum(world.ccgs.stance, 0),
)
"""All are, or none is, in an alliance."""

all_in_deficit = sees(trusts__margin=lambda world: np.full_like(world.trusts.margin, -1.0))


def everywhere(rule):
    """What happens in one system happens in all."""
    return lambda world, systems: rule(world, np.ones_like(systems))


WHO = {
    "those are blamed who resist, not those who bear it": (*OBSERVE, turned_round),
    "members work together before their system does": (*OBSERVE, by_none),
    "systems work together from a stage on": (*OBSERVE, with_nothing(1)),
    "members mind who left, not the other way round": (*LEAVE, turned_round),
    "members alone mind it": (*LEAVE, by_all),
    "CCGs blame trusts, not trusts CCGs": (*DEFICIT, turned_round),
    "trusts in deficit alone are blamed": (*DEFICIT, all_in_deficit),
    "where the deficit is passed on alone": (*DEFICIT, everywhere),
    "the lead is blamed and does not blame": (*MANDATE, turned_round),
    "members of an alliance do not mind": (*MANDATE, by_none),
    "trusts mind that their system is sent back": (*SENT_BACK, with_nothing(1)),
    "CCGs mind that their system is sent back": (*SENT_BACK, with_nothing(2)),
    "the CCG minds that its contract ends": (*CONTRACT_ENDS, with_nothing(2)),
}


@pytest.mark.parametrize("what", WHO)
def test_who_feels_what_towards_whom(what, first, monkeypatch):
    module, rule, phase, change = WHO[what]
    monkeypatch.setattr(module, rule, change(getattr(module, rule)))
    assert f"{phase}: tie:" in first("trust")


# -- what an organisation thinks of its partners on the whole ----------------------------


def all_alike(sizes):
    return lambda *given: np.ones_like(sizes(*given))


def merged_still_count(sizes):
    def changed(income, population):
        return sizes(np.where(income > 0.0, income, income.mean()), population)

    return changed


def never(_rule):
    return lambda world: None


ON_THE_WHOLE = {
    "the larger count more": (ties, "sizes", all_alike, "trust_in_partners"),
    "who has merged does not count": (ties, "sizes", merged_still_count, "trust_in_partners"),
    "it is worked out anew": (ties, "weigh_partners", never, "trust_in_partners"),
    "it counts in relationships": (
        observation,
        "relationship_mix",
        without("relationships.organisations_weight"),
        "relationships",
    ),
}


@pytest.mark.parametrize("what", ON_THE_WHOLE)
def test_what_makes_trust_in_partners_on_the_whole(what, first, monkeypatch):
    module, rule, change, fact = ON_THE_WHOLE[what]
    monkeypatch.setattr(module, rule, change(getattr(module, rule)))
    assert "observe: " in first(fact)
