"""Every part of demand, choice and effect matters: change it and the reference disagrees."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from comparison import lock_step

from acs_abm.model import AccountableCareModel
from acs_abm.start import activity as start_activity
from acs_abm.steps import beliefs, demand, integration_effects

BUSY = {
    "trust.considers_early": 1,
    "horizontal.merger_hazard": 0.25,
    "alliance.trusts_accepting": 0.1,
    "alliance.ccgs_accepting": 0.1,
    "waits.capacity_growth": 0.0,
    "system.choice_mechanism_hazard": 2,
}


@pytest.fixture
def differ(england, plan):
    """Return where the two first differ within two years and a quarter; None if they do not."""

    def run():
        model = AccountableCareModel(plan.change(**BUSY), 2, ["DOR", "BCWB"], england)
        return next(lock_step(model, 9), None)

    return run


def test_with_nothing_changed_they_agree(differ):
    assert differ() is None


def with_parameter(rule, name, value):
    """Return the rule with one parameter at another value."""

    def changed(*given, **more):
        given = [
            dataclasses.replace(one, **{name: value}) if hasattr(one, name) else one
            for one in given
        ]
        return rule(*given, **more)

    return changed


@pytest.mark.parametrize(
    ("module", "rule", "name", "value"),
    [
        (demand, "rates_of_step", "emergency_growth", 0.0),
        (demand, "rates_of_step", "consultation_winter", 0.0),
        (demand, "waits_after", "adjustment", 1.0),
        (demand, "waits_after", "response", 1.0),
        (demand, "capacity_after", "capacity_growth", 0.02),
        (start_activity, "rates_at", "elective_growth", 0.0),
        (start_activity, "attraction", "rating", -0.3),
        (start_activity, "attraction", "wait", 0.0),
        (start_activity, "pull_of_own", "own_system", 0.0),
        (start_activity, "long_run_effect", "most", 0.3),
        (start_activity, "long_run_effect", "trust_reference", 1.0),
        (integration_effects, "lagged", "delay", 0.0),
        (integration_effects, "disruption_after", "disruption", 0.0),
        (integration_effects, "disruption_after", "disruption_lasts", 1.0),
        (beliefs, "shown", "value", 0.0),
    ],
)
def test_each_parameter_of_a_rule_counts(module, rule, name, value, differ, monkeypatch):
    monkeypatch.setattr(module, rule, with_parameter(getattr(module, rule), name, value))
    assert differ() is not None


CHANGES = {
    "choice is guaranteed the wrong way round": (
        start_activity,
        "guarantee",
        lambda rule: lambda has, p: rule(~has, p),
    ),
    "nothing is done at a higher level": (
        start_activity,
        "long_run_effect",
        lambda rule: lambda level, *rest: rule(0.5 * level, *rest),
    ),
    "capability does not count": (
        start_activity,
        "long_run_effect",
        lambda rule: lambda level, able, *rest: rule(level, np.ones_like(able), *rest),
    ),
    "hubs add no capability": (
        start_activity,
        "place_capability",
        lambda rule: lambda world: 0.9 * rule(world),
    ),
    "no luck of the year": (
        demand,
        "gamma_multipliers",
        lambda rule: lambda shares, _variance, found: rule(shares, 0.0, found),
    ),
    "merged trusts keep their patients": (
        demand,
        "_follow_mergers",
        lambda _rule: lambda world: None,
    ),
    "those who stay disrupt too": (
        integration_effects,
        "disrupts",
        lambda rule: lambda world, now: rule(world, np.full_like(now, world.alliance_column)),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_part_counts(what, differ, monkeypatch):
    module, rule, change = CHANGES[what]
    monkeypatch.setattr(module, rule, change(getattr(module, rule)))
    assert differ() is not None
