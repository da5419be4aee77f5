"""What CCGs prize moves what they procure and join, with the same luck."""

from __future__ import annotations

import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def history(eight_systems):
    """Return events and last national row of some changes, for each seed."""
    known = {}

    def run(**changes):
        key = tuple(sorted(changes.items()))
        if key not in known:
            scenario = Scenario.load("plan_2017").change(**{"until": "2021-Q1", **changes})
            tables = [
                AccountableCareModel(scenario, seed, population=eight_systems).run().tables()
                for seed in SEEDS
            ]
            known[key] = tables
        return known[key]

    return run


def begun(tables):
    return sum((one["events"]["what"] == "procurement began").sum() for one in tables)


def average(tables, name):
    return sum(one["national"][name].mean() for one in tables) / len(tables)


def test_larger_savings_from_contracts_make_more_ccgs_seek_one(history):
    rich = history(**{"commissioner.savings_partial": 0.06, "commissioner.savings_full": 0.12})
    poor = history(**{"commissioner.savings_partial": 0.0, "commissioner.savings_full": 0.0})
    assert begun(poor) < begun(history()) < begun(rich)


def test_gps_who_count_more_on_the_board_hold_contracts_back(history):
    assert begun(history(**{"commissioner.aversion_scale": 6})) < begun(history())


def test_costs_of_an_alliance_keep_ccgs_out_of_it(history):
    dear = history(**{"commissioner.procurement_alliance": 1.0})
    assert average(dear, "ccgs_in_alliance") < average(history(), "ccgs_in_alliance")


def test_a_lower_bar_and_a_stronger_threat_make_more_ccgs_resist(history):
    loud = history(**{"commissioner_resistance.base": 2.25})
    assert average(loud, "ccgs_resisting") > average(history(), "ccgs_resisting")
    threatened = history(
        **{"commissioner_resistance.base": 2.25, "commissioner_resistance.threat_weight": 10}
    )
    assert average(threatened, "ccgs_resisting") > average(loud, "ccgs_resisting")


# ---------------------------------------------------------------- officers, mergers, delegation


def test_what_makes_officers_shared_makes_ccgs_fewer(history):
    often = history(**{"ccg_officer.hazard": 0.2, "ccg_merger.hazard": 0})
    never = history(**{"ccg_officer.hazard": 0, "ccg_merger.hazard": 0})
    assert average(often, "ccgs_sharing_officer") > average(never, "ccgs_sharing_officer")
    merging = history(**{"ccg_officer.hazard": 0.2})
    assert average(merging, "ccgs") < average(history(), "ccgs") < average(never, "ccgs")


def test_a_steer_from_above_makes_ccgs_merge_sooner(history):
    pressed, left = history(calendar="enacted"), history()
    for one, other in zip(pressed, left, strict=True):
        before, after = one["national"].set_index("quarter"), other["national"].set_index("quarter")
        assert before.loc["2018-Q3", "ccgs"] == after.loc["2018-Q3", "ccgs"]
    assert average(pressed, "ccgs") < average(left, "ccgs")


def test_delegation_spreads_faster_with_a_higher_hazard_and_is_never_given_back(history):
    slow, fast = (history(**{"delegation.hazard": rate}) for rate in (0.1, 0.9))
    assert average(fast, "ccgs_delegated") > average(slow, "ccgs_delegated")
    for one in history(**{"ccg_merger.hazard": 0}):
        assert one["national"]["ccgs_delegated"].is_monotonic_increasing


def test_mergers_weaken_gps_so_that_more_contracts_are_sought(history):
    weak = history(**{"ccg_merger.influence_lost_sharing": 0.6})
    strong = history(
        **{"ccg_merger.influence_lost_sharing": 0, "ccg_merger.influence_lost_merging": 0}
    )
    assert begun(weak) > begun(strong)


def test_practices_to_whom_management_money_goes_join_more(history):
    """A tenth of £20 a head is £2 a patient, a quarter of the noise of a choice."""
    handed = history(
        **{
            "offer.hub.management_resource": 0.1,
            "offer.alliance_agreement.management_resource": 0.1,
        }
    )
    assert average(handed, "list_share_alliance") > average(history(), "list_share_alliance")
    assert average(handed, "list_share_hub") > average(history(), "list_share_hub")
