"""What a national mandate brings, and what practices that resist bring about.

Pairs of runs with the same luck on five systems; the mandate comes in April 2018.
"""

from __future__ import annotations

import pandas as pd
import pytest

from acs_abm.model import AccountableCareModel, find_systems

FIVE = ["DOR", "FRIM", "BCWB", "NHN", "SOM"]
UNTIL = "2021-Q1"
MANDATE = "2018-Q2"
CONTRACTS = {
    "commissioner.test_area_value": 18,
    "commissioner.considers_as_test_area": 1,
    "litigation.hazard": 0,
}
RESTIVE = {"resistance.base": 2.25, "resistance.threat_weight": 1.5}
QUIET = {"resistance.base": 6.75, "resistance.threat_weight": 0.5}


@pytest.fixture(scope="module")
def five(england):
    return england.restrict(find_systems(england, FIVE))


def last(population, scenario, seed):
    """The last row of the national table and the table of gates."""
    tables = AccountableCareModel(scenario, seed, population=population).run().tables()
    return tables["national"].iloc[-1], tables["gates"]


def differences(population, scenarios, seeds):
    """Mean over seeds of the second scenario's last national row less the first's."""
    gaps = []
    for seed in seeds:
        first, second = (last(population, s, seed)[0].drop("quarter") for s in scenarios)
        gaps.append(pd.to_numeric(second - first))
    return pd.DataFrame(gaps).mean()


def check_mandate(gap):
    assert gap["national_expectation"] > 0.3
    assert gap["practices_in_hub"] > 0  # what is pressed is joined a little more
    assert gap["trust_in_national"] < -0.02
    assert gap["relationships"] < 0
    assert gap["gp_committee_partial"] > 0.01


def test_a_mandate_brings_members_and_costs_trust(five, plan):
    told = plan.change(until=UNTIL, mandate_from=MANDATE)
    check_mandate(differences(five, (plan.change(until=UNTIL), told), (1, 2)))


@pytest.mark.slow
def test_a_mandate_over_twenty_seeds(five, plan):
    told = plan.change(until=UNTIL, mandate_from=MANDATE)
    gap = differences(five, (plan.change(until=UNTIL), told), range(1, 21))
    check_mandate(gap)
    assert gap["practices_resisting"] > 0


def check_resistance(gap):
    assert gap["practices_resisting"] > 10
    assert gap["trust_in_lead"] < 0
    assert gap["gp_committee_partial"] > 0.005


def test_where_more_resist_neighbours_trust_less_and_committees_oppose_more(five, plan):
    calm, restive = (plan.change(until=UNTIL, **c) for c in (QUIET, RESTIVE))
    check_resistance(differences(five, (calm, restive), (1,)))


@pytest.mark.slow
def test_the_same_of_resistance_over_twenty_seeds(five, plan):
    calm, restive = (plan.change(until=UNTIL, **c) for c in (QUIET, RESTIVE))
    gap = differences(five, (calm, restive), range(1, 21))
    check_resistance(gap)
    assert gap["challenges"] >= 0


def test_where_more_resist_assurance_sees_less_legal_clarity_and_passes_less_often(five, plan):
    seen = []
    for changes in (QUIET, RESTIVE):
        gates = last(five, plan.change(until=UNTIL, **CONTRACTS, **changes), 1)[1]
        law = gates[gates["condition"] == "checkpoint_1_legal_clarity"]
        seen.append(law[["value", "probability"]].mean())
    assert seen[1]["value"] < seen[0]["value"]
    assert seen[1]["probability"] < seen[0]["probability"]
