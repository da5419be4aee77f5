"""Scenarios in which practices are offered, promise, hold and leave everything there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from acs_abm.scenario import Scenario

CONTRACTS_ARE_PAID: dict[str, Any] = {
    "offer.integration_agreement.payment": 12.0,
    "offer.full_contract.payment": 12.0,
    "offer.full_contract_subcontracted.payment": 12.0,
    "offer.trust_run_practice.lost_by_staying_out": 1.0,
    "offer.hub.lost_by_staying_out": 0.5,
    "practice.independence_value_mean": 12.0,
    "practice.status_quo": 1.0,
    "practice.choice_noise": 12.0,
    "practice.lasting_taste": 0.2,
    "practice.pivotal_value": 3.0,
    "practice.reneging_hazard": 0.15,
    "practice_return.transition_cost": 0.0,
    "practice_return.window_years": 1,
    "practice_return.notice_quarters": 1,
    "commissioner.considers_later": 0.2,
    "commissioner.savings_partial": 0.05,
    "commissioner.savings_full": 0.08,
    "commissioner_resistance.base": 2.5,
    "ccg_officer.hazard": 0.3,
    "ccg_merger.hazard": 0.2,
    "delegation.hazard": 0.3,
    "assurance.early_engagement": 1,
    "assurance.checkpoint": 1,
    "assurance.closed_for": 1,
    "stage.aco.dwell": 3,
    "stage.aco.practices_committed": 0.5,
    "stage.aco.practices_confirmed": 0.4,
    "contract.grace": 1,
    "trust_run.start_hazard": 0.05,
    "stage.acs.alliance_coverage": 0.4,
}
"""Contracts pay, are sought, quick to come and quick to end."""

VARIANTS: dict[str, dict[str, Any]] = {
    "contracts are paid": {},
    "options to integrate are alike": {"practice.nest_similarity": 0.5},
    "terms of the lean core": {"practice.terms_off": ["lean_core"]},
    "one practice after another": {"practice.one_at_a_time": True},
    "alliances come and go": {
        "alliance.break_coverage": 0.3,
        "trust.choice_noise": 3.0,
        "trust.lasting_taste": 0.0,
        "trust.considers_later": 0.5,
    },
    "trusts merge, share and resist": {
        "horizontal.merger_hazard": 0.2,
        "horizontal.group_considers": 0.5,
        "horizontal.productivity_gain": 0.5,
        "risk_sharing.majority": 0.5,
        "risk_sharing.reluctance": 0.25,
        "trust.considers_later": 0.5,
        "trust_resistance.caution": 2.25,
        "deficit.chance": 0.9,
        "inspection.good_falls": 0.5,
    },
    "the enacted calendar": {"calendar": "enacted"},
    "told to integrate": {"mandate_from": "2018-Q2", "resistance.base": 2.25},
    "committees that ballot": {"lmc.ballots_above": 0.5, "lmc.ballots_apart": 2},
    "leads that change": {"system.lead_change_hazard": 1.0},
    "months": {"steps_per_year": 12, "until": "2020-Q1"},
}


def contracts_are_paid(variant: str) -> Scenario:
    """Return one of the variants."""
    return Scenario.load("plan_2017").change(**CONTRACTS_ARE_PAID, **VARIANTS[variant])


def odd_offers() -> Scenario:
    """Return a scenario with offers of its own, of every kind, and contracts that are paid."""
    path = Path(__file__).parent / "odd_offers.yaml"
    return Scenario.load(path).change(**CONTRACTS_ARE_PAID)
