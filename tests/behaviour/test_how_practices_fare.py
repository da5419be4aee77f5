"""More work tires practices and closes them; relief and larger lists keep them going."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario


def at_the_end(table, measure):
    return table[measure].iloc[-1]


def test_growing_demand_means_longer_hours_more_distress_and_lower_quality(years):
    calm = years(**{"demand.consultation_growth": 0.0})
    busy = years(**{"demand.consultation_growth": 0.06})
    assert at_the_end(busy, "hours") > at_the_end(calm, "hours") + 2.0
    assert at_the_end(busy, "distress") > at_the_end(calm, "distress") + 0.02
    assert at_the_end(busy, "quality") < at_the_end(calm, "quality")
    assert at_the_end(busy, "practices_distressed") > at_the_end(calm, "practices_distressed")


def test_growing_demand_closes_practices_and_drives_partners_away(years):
    calm = years(**{"demand.consultation_growth": -0.05})
    busy = years(**{"demand.consultation_growth": 0.1})
    assert at_the_end(busy, "practices") < at_the_end(calm, "practices")
    assert at_the_end(busy, "partners") < at_the_end(calm, "partners")


def test_where_no_partner_leaves_distress_stays_lower(years):
    usual, kept = years(), years(**{"workforce.partners_leave": 0.0})
    assert at_the_end(kept, "distress") < at_the_end(usual, "distress")
    assert at_the_end(kept, "partners") > at_the_end(usual, "partners")


def test_relief_in_alliances_lowers_distress(years):
    none = years(**{"distress.relief_alliance": 0.0})
    much = years(**{"distress.relief_alliance": 1.2})
    assert at_the_end(much, "distress") < at_the_end(none, "distress")


def test_practices_are_fewer_every_year_and_their_patients_all_have_one(years, eight_systems):
    planned = years()
    assert (np.diff(planned["practices"]) <= 0).all()
    gone = planned["practices_closed"] + planned["practices_merged"]
    assert (planned["practices"] + gone == planned["practices"].iloc[0] + gone.iloc[0]).all()


@pytest.fixture(scope="module")
def ten_years(eight_systems):
    model = AccountableCareModel(Scenario.load("plan_2017"), 1, population=eight_systems)
    return model.run()


def test_small_practices_close_several_times_as_often_as_large_ones(ten_years):
    groups = ten_years.tables()["groups"]
    last = groups[groups["quarter"] == groups["quarter"].iloc[-1]].set_index(["grouping", "group"])
    gone = last["practices_closed"] + last["practices_merged"]
    share = (gone / (gone + last["practices"])).loc["list_size"]
    assert share["1 (smallest)"] > 2.0 * share["5 (largest)"]


def test_distress_stays_within_bounds_over_ten_years(ten_years):
    practices = ten_years.world.practices
    distress = practices.distress[practices.is_open]
    assert ((distress >= 0.0) & (distress <= 1.0)).all()
    mean = ten_years.tables()["national"]["distress"]
    assert mean.between(0.15, 0.5).all()
    assert abs(mean.diff().dropna()).max() < 0.02  # it drifts; it does not jump


def test_months_and_quarters_give_the_same_hours_distress_and_closures(eight_systems):
    """One history by months, one by quarters: what luck leaves between them is small."""
    plan = Scenario.load("plan_2017").change(until="2020-Q1")
    months, quarters = (
        AccountableCareModel(plan.change(steps_per_year=steps), 1, population=eight_systems)
        .run()
        .tables()["national"]
        .iloc[-1]
        for steps in (12, 4)
    )
    assert abs(months["hours"] - quarters["hours"]) < 0.2
    assert abs(months["distress"] - quarters["distress"]) < 0.01
    assert abs(months["quality"] - quarters["quality"]) < 0.01
    assert abs(months["partners"] / quarters["partners"] - 1.0) < 0.01
    assert abs(months["practices"] - quarters["practices"]) < 30  # of 1,400, 115 gone
