"""Every term of how practices fare and end matters: flip it and the reference disagrees."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from comparison import lock_step

from acs_abm.model import AccountableCareModel
from acs_abm.outcomes import closures as closure_rules
from acs_abm.outcomes import distress, quality, workforce, workload
from acs_abm.steps import closures as closing
from acs_abm.steps import practice_life as living
from acs_abm.steps import workload as working

EVENTFUL = {
    "closure.hazard": 0.04,
    "closure.merges": 0.5,
    "practice.peer_value": 20.0,
    "practice.peer_local_share": 0.9,
    "practice.consideration_hazard": 4.0,
    "inspection.good_falls": 0.9,
    "inspection.practice_improves": 0.4,
    "inspection.worsens": 0.5,
    "offer.trust_run_practice.lost_by_staying_out": 5.0,
    "trust_run.start_hazard": 0.5,
    "trust_run.least_distress": 0.1,
}
FLIPS = [
    (working, "patients_per_clinician", workload.patients_per_clinician, "nurse_share"),
    (working, "demand_after", workload.demand_after, "consultation_growth"),
    (working, "hours_worked", workload.hours_worked, "hours_elasticity"),
    (living, "implied_quality", quality.implied_quality, "long_hours"),
    (living, "implied_quality", quality.implied_quality, "capability"),
    (living, "quality_after", quality.quality_after, "drift"),
    (living, "distress_after", distress.distress_after, "drift"),
    (living, "distress_after", distress.distress_after, "workload"),
    (living, "distress_after", distress.distress_after, "noise"),
    (living, "troubles", distress.troubles, "closure_nearby"),
    (living, "troubles", distress.troubles, "inadequate"),
    (living, "troubles", distress.troubles, "relief_alliance"),
    (living, "troubles", distress.troubles, "relief_full"),
    (living, "partners_after", workforce.partners_after, "partners_leave"),
    (living, "partners_after", workforce.partners_after, "leave_with_distress"),
    (living, "partners_after", workforce.partners_after, "usual_distress"),
    (living, "salaried_after", workforce.salaried_after, "salaried_growth"),
    (living, "salaried_after", workforce.salaried_after, "vacancies_filled"),
    (closing, "chance_of_closing", closure_rules.chance_of_closing, "with_size"),
    (closing, "chance_of_closing", closure_rules.chance_of_closing, "with_distress"),
]
PHASES = {working: "do_the_work", living: "live_on", closing: "close_and_merge"}


@pytest.fixture
def differ(england, plan):
    """Return the first difference within two and a half years, if any."""

    def run():
        scenario = plan.change(**EVENTFUL)
        model = AccountableCareModel(scenario, 1, ["DOR", "BCWB"], england)
        return next(lock_step(model, 10), None)

    return run


def test_with_nothing_flipped_practices_fare_alike(differ):
    assert differ() is None


@pytest.mark.parametrize(
    ("module", "name", "rule", "parameter"), FLIPS, ids=[f"{f[1]}-{f[3]}" for f in FLIPS]
)
def test_each_term_of_how_practices_fare_counts(module, name, rule, parameter, differ, monkeypatch):
    def flipped(*facts):
        *known, p = facts
        return rule(*known, dataclasses.replace(p, **{parameter: -getattr(p, parameter)}))

    monkeypatch.setattr(module, name, flipped)
    assert PHASES[module] in differ()


@pytest.mark.parametrize(
    ("module", "name", "changed", "phase"),
    [
        (working, "added_hours", lambda world: np.zeros(len(world.practices.stance)), None),
        (working, "settle_incomes", lambda *_: None, "do_the_work"),
        (living, "has_lost_partner", lambda before, _: before < 0, "live_on"),
        (closing, "near_any", lambda places, *_: np.zeros(len(places), dtype=bool), None),
        (closing, "shared_out", lambda whole, weight: whole * weight / weight.sum(), None),
        (closing, "attraction", lambda size, apart, spread: size * np.exp(apart / spread), None),
        (closing, "settle_incomes", lambda *_: None, "close_and_merge"),
        (closing, "measure_coverage", lambda _: None, "close_and_merge"),
        (closing, "_keep_open_peers", lambda *_: None, "practices_decide"),
    ],
)
def test_each_part_of_an_end_counts(module, name, changed, phase, differ, monkeypatch):
    monkeypatch.setattr(module, name, changed)
    monkeypatch.setattr(closing, "_disperse", closing._disperse.py_func)  # sees what is changed
    assert (phase or PHASES[module]) in differ()
