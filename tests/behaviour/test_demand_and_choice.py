"""What moves demand, choice and the effect of integration: one lever at a time."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel


def last(table, name):
    return table[name].iloc[-1]


def test_emergencies_grow_as_fast_as_they_are_said_to(years):
    slow = years(**{"demand.emergency_growth": 0.01})
    fast = years(**{"demand.emergency_growth": 0.04})
    assert last(fast, "emergencies") / last(slow, "emergencies") == pytest.approx(
        (1.04 / 1.01) ** 5, rel=0.01
    )


def test_a_larger_effect_of_alliances_means_fewer_emergencies(years, planned):
    larger = years(**{"integration_effect.alliance": 0.05, "integration_effect.partial": 0.06})
    assert last(larger, "emergencies") < last(planned, "emergencies")
    assert last(larger, "integration_effect") < 1.5 * last(planned, "integration_effect") < 0


def test_a_longer_delay_puts_the_effect_off(years, planned):
    late = years(**{"integration_effect.delay": 8})
    assert last(planned, "integration_effect") < last(late, "integration_effect")


def test_disruption_makes_the_first_years_worse(years, planned):
    harsh = years(**{"integration_effect.disruption": 0.03})
    none = years(**{"integration_effect.disruption": 0})
    assert (none["disruption"] == 0).all()
    assert (harsh["integration_effect"] >= planned["integration_effect"] - 1e-9).all()
    assert harsh["disruption"].max() == pytest.approx(2 * planned["disruption"].max(), rel=0.1)


def test_choice_that_is_guaranteed_everywhere_is_wider(years):
    free = years(**{"patient_choice.guarantee_unprotected": 0.6})
    bound = years(**{"patient_choice.guarantee_unprotected": 0.0})
    # Relative to the start: where choice was bound, the mechanism widens it more.
    assert last(bound, "choice_index") > last(free, "choice_index") > 1


def test_capacity_that_lags_demand_makes_patients_wait(years, planned):
    lagging = years(**{"waits.capacity_growth": 0.01})
    assert last(lagging, "elective_wait") > last(planned, "elective_wait")


def test_poorer_practices_bring_more_emergencies(eight_systems, plan):
    model = AccountableCareModel(plan.change(until="2018-Q1"), 1, population=eight_systems).run()
    groups = model.tables()["groups"].query("grouping == 'deprivation'")
    by_fifth = groups.groupby("group")["emergencies"].mean().to_numpy()
    assert by_fifth[-1] > by_fifth[0]


def test_months_and_quarters_bring_the_same_patients(eight_systems, plan):
    found = {}
    for steps in (4, 12):
        scenario = plan.change(until="2019-Q1", steps_per_year=steps)
        table = (
            AccountableCareModel(scenario, 1, population=eight_systems).run().recorder.national()
        )
        names = ["emergencies", "ae_attendances", "electives", "outpatients", "consultations"]
        found[steps] = table[names].mean().to_numpy()
    # Two years of 1,400 practices: the luck of a year alone leaves 0.17/sqrt(2 × 1,400) = 0.3%.
    assert found[12] == pytest.approx(found[4], rel=3 * np.sqrt(2) * 0.0035)


def test_results_of_others_move_beliefs_where_nobody_near_has_any(eight_systems, plan):
    model = AccountableCareModel(plan.change(until="2022-Q1"), 1, population=eight_systems).run()
    world = model.world
    belief = world.practices.belief
    trust_run = world.options.names.index("trust_run_practice")
    assert (belief[:, world.alliance_column] > 0).all()  # alliances elsewhere have helped by now
    assert (belief[:, [0, trust_run]] == 0).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lever", "low", "high", "measure"),
    [
        ("demand.emergency_growth", 0.01, 0.04, "emergencies"),
        ("integration_effect.alliance", 0.05, 0.01, "emergencies"),
        ("integration_effect.disruption", 0.0, 0.03, "disruption"),
        ("patient_choice.guarantee_protected", 0.5, 1.0, "choice_index"),
    ],
)
def test_over_twenty_seeds_of_england_each_lever_moves_its_measure(
    lever, low, high, measure, england, plan
):
    moved = []
    for seed in range(1, 21):
        ends = [
            AccountableCareModel(
                plan.change(until="2022-Q1", **{lever: value}), seed, population=england
            )
            .run()
            .recorder.national()[measure]
            .iloc[-1]
            for value in (low, high)
        ]
        moved.append(ends[1] - ends[0])
    assert np.mean(moved) > 3 * np.std(moved) / np.sqrt(len(moved))
