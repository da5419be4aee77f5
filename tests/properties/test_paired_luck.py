"""Two scenarios with one seed differ by policy, not by luck."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from acs_abm.measures.counted import PAID
from acs_abm.measures.money import OF_COUNTRY
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

STANCES = ["practices_resisting", "practices_independent", "practices_alliance", "practices_in_hub"]


def run(scenario, seed, population):
    return AccountableCareModel(scenario, seed, population=population).run().tables()


def test_a_lever_that_nobody_meets_changes_nothing(three_systems, plan):
    """No contract is procured here, so what it would pay moves nobody, committees' views apart."""
    idle = plan.change(
        until="2020-Q1",
        **{"commissioner.procurement_partial": 13.5, "commissioner.procurement_full": 18},
    )
    here = run(idle, 5, three_systems)
    there = run(idle.change(**{"offer.full_contract.payment": 20}), 5, three_systems)
    views = ["lmcs_opposing_full", "gp_committee_full"]
    for name in ("national", "systems", "gates", "transitions", "events"):
        first, second = (
            table[name].drop(columns=views, errors="ignore") for table in (here, there)
        )
        pd.testing.assert_frame_equal(first, second)


def test_scenarios_are_the_same_until_what_differs_has_happened(three_systems, plan):
    """An ACS gate asks for four quarters in the shadow: its threshold cannot matter before."""
    easy = plan.change(until="2019-Q1", **{"stage.acs.alliance_coverage": 0.1})
    hard = plan.change(until="2019-Q1", **{"stage.acs.alliance_coverage": 0.9})
    one, other = (run(s, 5, three_systems)["national"] for s in (easy, hard))
    pd.testing.assert_frame_equal(one.iloc[:4], other.iloc[:4])


def test_an_add_on_of_ones_own_changes_no_draw_and_no_level(three_systems, plan, tmp_path):
    path = tmp_path / "network.yaml"
    path.write_text(
        "extends: plan_2017\nuntil: 2020-Q1\n"
        "offers: {network: {add_on: true, terms: {payment: 2, effort: 1}}}\n"
    )
    here = run(plan.change(until="2020-Q1"), 5, three_systems)
    there = run(Scenario.load(path), 5, three_systems)
    money = [column.name for column in (*OF_COUNTRY, *PAID)]  # the add-on pays, and that is seen
    pd.testing.assert_frame_equal(
        here["national"].drop(columns=money), there["national"].drop(columns=money)
    )
    pd.testing.assert_frame_equal(here["transitions"], there["transitions"])
    signed = there["offers"].groupby("offer")["signed"].last()
    assert signed["network"] > 0


def history(scenario, seed, population):
    return AccountableCareModel(scenario, seed, population=population).run().recorder.national()


def test_another_seed_gives_another_history(three_systems, plan):
    short = plan.change(until="2019-Q1")
    one, other = (history(short, seed, three_systems)[STANCES] for seed in (1, 2))
    assert not one.equals(other)


def test_pairing_makes_a_difference_between_scenarios_many_times_clearer(eight_systems, plan):
    base = plan.change(until="2020-Q1")
    paid = base.change(**{"offer.alliance_agreement.payment": 5})
    here, there = (
        np.array(
            [history(s, seed, eight_systems)["list_share_alliance"].iloc[-1] for seed in range(8)]
        )
        for s in (base, paid)
    )
    paired = (there - here).var(ddof=1)
    unpaired = here.var(ddof=1) + there.var(ddof=1)
    assert (there - here).mean() > 0
    assert paired < unpaired / 3


@pytest.mark.parametrize("term", ["lmc_opposition", "objection", "pressure"])
def test_leaving_out_a_term_leaves_luck_alone(term, three_systems, plan):
    """Hubs know no committee: those who consider and their moods are the same."""
    here = AccountableCareModel(plan, 3, population=three_systems)
    there = AccountableCareModel(
        plan.change(**{"practice.terms_off": [term]}), 3, population=three_systems
    )
    keys = here.world.population.practices.key
    for stream in ("practice.considers", "practice.choice/alliance_agreement", "gate/ACS"):
        np.testing.assert_array_equal(
            here.world.chance.uniform(stream, 7, keys), there.world.chance.uniform(stream, 7, keys)
        )
    np.testing.assert_array_equal(here.world.tastes.practice, there.world.tastes.practice)
    np.testing.assert_array_equal(here.world.practices.distress, there.world.practices.distress)
