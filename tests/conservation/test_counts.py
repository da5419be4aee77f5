"""Nobody is lost, counted twice or moved without a record, in any quarter of any scenario."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from acs_abm.columns import NEVER
from acs_abm.measures import ON_REQUEST, STAGE_COLUMNS, STANCE_COLUMNS, columns, tables
from acs_abm.model import AccountableCareModel
from acs_abm.population.trust_accounts import TrustAccountRules, trust_income
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.practice_facts import sought_at_places

EAGER = {
    "practice.independence_value_mean": 8,
    "practice.status_quo": 3,
    "offer.integration_agreement.payment": 20,
    "commissioner.considers_as_test_area": 1,
    "commissioner.savings_partial": 0.1,
    "trust_run.start_hazard": 0.2,
}
"""Everything happens: alliances, contracts, trusts that run practices, systems sent back."""

WORLDS = {
    "plan_2017": {},
    "no_change": {},
    "eager": EAGER,
    "eager, by months": {**EAGER, "steps_per_year": 12, "until": "2020-Q1"},
    "no money": {
        "offer.alliance_agreement.payment": 0,
        "offer.integration_agreement.payment": 0,
        "offer.full_contract.payment": 0,
        "system.fund_per_head": 0,
        "control_total.money_acute": 0,
        "control_total.money_other": 0,
    },
    "losses are all that counts": {"practice.loss_aversion": 35},
    "no regulators": {
        **dict.fromkeys(
            ("wave.first_least", "wave.first_most", "wave.later_least", "wave.later_most"), 0
        ),
        "expectation.start": 0,
        "expectation.rise": 0,
    },
    "strict and poor": {"stage.acs.strictness": -0.2, "stage.acs.back.alliance_coverage": 0.7},
}


@pytest.fixture(scope="module", params=WORLDS)
def run(request, eight_systems):
    base = Scenario.load("no_change" if request.param == "no_change" else "plan_2017")
    model = AccountableCareModel(base.change(**WORLDS[request.param]), 3, population=eight_systems)
    starting = model.world.practices.stance.copy()
    model.run()
    return model, model.tables(), starting


def test_the_tables_have_the_columns_that_are_declared(run):
    _, found, _ = run
    for name in tables():
        if name not in {"bands", *ON_REQUEST}:
            expected = [c for c in columns(name) if c != "replicate"]
            assert list(found[name].columns) == expected, name
            assert not found[name].drop(columns="signed_share", errors="ignore").isna().any().any()


@pytest.mark.parametrize("table", ["national", "systems", "groups"])
def test_the_five_stances_add_up_to_the_practices_in_every_row(table, run):
    rows = run[1][table]
    assert (rows[list(STANCE_COLUMNS)].sum(axis=1) == rows["practices"]).all()
    assert (rows[list(STANCE_COLUMNS)] >= 0).all().all()


def test_systems_and_classes_add_up_to_the_nation(run):
    _, found, _ = run
    national = found["national"].set_index("quarter")
    names = ["practices", *STANCE_COLUMNS]
    by_system = found["systems"].groupby("quarter", sort=False)[names].sum()
    pd.testing.assert_frame_equal(by_system, national[names])
    counted = [*names, "practices_trust_run", "practices_in_hub"]
    for _, rows in found["groups"].groupby("grouping"):
        by_class = rows.groupby("quarter", sort=False)[counted].sum()
        pd.testing.assert_frame_equal(by_class, national[counted])


def test_every_system_is_at_one_stage(run):
    model, found, _ = run
    national = found["national"]
    assert (national[list(STAGE_COLUMNS)].sum(axis=1) == len(model.world.systems.stage)).all()
    systems = found["systems"]
    for name, column in zip(("STP", "CANDIDATE", "SHADOW_ACS", "ACS"), STAGE_COLUMNS, strict=True):
        at = (systems["stage"] == name).groupby(systems["quarter"], sort=False).sum()
        assert at.tolist() == national[column].tolist()


def test_no_system_moves_more_than_one_stage_at_a_time(run):
    rows = run[1]["systems"]
    for _, system in rows.groupby("system", sort=False):
        stages = np.array([Stage[name] for name in system["stage"]])
        assert np.abs(np.diff(stages)).max(initial=0) <= 1


def test_every_stage_reached_and_lost_is_an_event(run):
    _, found, _ = run
    events = found["events"]
    moves = 0
    for code, system in found["systems"].groupby("system", sort=False):
        names = system["stage"].tolist()
        for quarter, before, after in zip(system["quarter"][1:], names, names[1:], strict=False):
            if before != after:
                moves += 1
                here = events[(events["code"] == code) & (events["quarter"] == quarter)]
                if Stage[after] > Stage[before]:
                    told = (here["what"] == "reached") & (here["detail"] == after)
                else:
                    why = here["detail"].str.startswith(f"to {after}: ")
                    told = (here["what"] == "sent back") & why
                assert told.any()
    assert moves > 0 or found["national"]["national_expectation"].max() == 0.0  # no plan, no moves


def test_a_system_launches_its_alliance_once(run):
    events = run[1]["events"]
    launched = events[events["what"] == "alliance launched"]
    assert not launched["code"].duplicated().any()


def test_patients_and_organisations_are_neither_made_nor_lost(run, eight_systems):
    model, found, _ = run
    national = found["national"]
    gone = national["practices_closed"] + national["practices_merged"]
    assert (national["practices"] + gone == len(eight_systems.practices.code)).all()
    assert (national["trusts"] + national["trusts_merged"] == len(eight_systems.trusts.code)).all()
    assert model.world.practices.list_size.sum() == eight_systems.practices.list_size.sum()


def test_ccgs_are_fewer_only_by_those_that_merged(run, eight_systems):
    model, found, _ = run
    national, events, ccgs = found["national"], found["events"], model.world.ccgs
    of_ccgs = (events["kind"] == "ccg") & (events["what"] == "merged")
    merged = events[of_ccgs].groupby("quarter").size()
    gone = merged.reindex(national["quarter"], fill_value=0).cumsum().to_numpy()
    assert (national["ccgs"] + gone == len(eight_systems.ccgs.code)).all()
    assert ccgs.is_living[ccgs.decided_by].all()
    system = model.world.population.ccgs.system
    assert (system[ccgs.decided_by] == system).all()
    for name in ("ccgs_in_alliance", "ccgs_resisting", "ccgs_sharing_officer", "ccgs_delegated"):
        assert (national[name] <= national["ccgs"]).all()
    by_system = found["systems"].groupby("quarter", sort=False)
    for name in ("ccgs", "ccgs_resisting", "ccgs_sharing_officer", "ccgs_delegated"):
        assert by_system[name].sum().tolist() == national[name].tolist()


def test_the_income_of_trusts_is_neither_made_nor_lost(run, eight_systems):
    world = run[0].world
    begun = trust_income(eight_systems, world.scenario.values(TrustAccountRules)).sum()
    assert world.trusts.income.sum() == pytest.approx(begun)
    assert ((world.trusts.income > 0) == world.trusts.is_standing).all()


def test_a_trust_that_was_merged_into_another_counts_nowhere(run):
    world = run[0].world
    gone = ~world.trusts.is_standing
    assert (world.trusts.stance[gone] == Stance.INDEPENDENT).all()
    for flags in (world.trusts.accepts_control_total, world.trusts.runs_practices,
                  world.trusts.in_group):  # fmt: skip
        assert not flags[gone].any()
    rows = np.concatenate([world.systems.lead, world.ccgs.holder_trust, world.practices.run_by,
                           world.trusts.merged_into])  # fmt: skip
    assert not gone[rows[rows >= 0]].any()
    count = [world.systems.largest_acute, world.systems.largest_community]
    assert not gone[np.concatenate(count)[np.concatenate(count) >= 0]].any()


def test_every_system_below_acs_is_judged_every_quarter_and_only_for_its_next_stage(run):
    model, found, _ = run
    gates, clock = found["gates"], model.world.clock
    systems = found["systems"].pivot_table(
        index="quarter", columns="system", values="stage", aggfunc="first", sort=False
    )
    quarters = [clock.label(step) for step in range(clock.steps) if clock.closes_quarter(step)]
    judged = gates[(gates["condition"] == "quarters_served") & (gates["stage"] != "ACO")]
    assert judged["quarter"].unique().tolist() == quarters
    assert not judged.duplicated(["quarter", "organisation"]).any()
    for (_, before), (quarter, _) in zip(
        systems.loc[quarters].iterrows(), systems.loc[quarters].iloc[1:].iterrows(), strict=False
    ):
        here = judged[judged["quarter"] == quarter].set_index("organisation")["stage"]
        expected = {
            code: Stage(Stage[stage] + 1).name for code, stage in before.items() if stage != "ACS"
        }
        assert here.to_dict() == expected


def test_a_verdict_follows_from_time_and_probability(run):
    gates = run[1]["gates"]
    late = gates[gates["condition"] == "quarters_served"]
    unserved = late["margin"] < 0
    assert (late["verdict"] == "time not served").tolist() == unserved.tolist()
    assert (late.loc[unserved, "probability"] == 0).all()
    assert (late.loc[late["verdict"] == "passed", "probability"] > 0).all()
    assert (late.loc[late["probability"] == 1, "verdict"] == "passed").all()
    assert gates["probability"].between(0, 1).all()


def test_margins_are_values_against_thresholds(run):
    gates = run[1]["gates"]
    sign = np.where(gates["condition"] == "control_total_shortfall", -1.0, 1.0)
    np.testing.assert_allclose(gates["margin"], sign * (gates["value"] - gates["threshold"]))


def test_the_recorded_moves_lead_from_the_first_stance_to_the_last(run):
    model, found, starting = run
    held = dict(zip(model.world.population.practices.code, starting.tolist(), strict=True))
    for move in found["transitions"].itertuples():
        assert held[move.practice] == Stance[move.before]
        assert move.before != move.after
        assert move.why
        held[move.practice] = Stance[move.after]
    assert list(held.values()) == model.world.practices.stance.tolist()


def test_nobody_signs_what_they_could_not_and_shares_are_of_those_who_could(run):
    offers = run[1]["offers"]
    assert (offers["signed"] <= offers["eligible"]).all()
    share = offers["signed"] / offers["eligible"].where(offers["eligible"] > 0)
    np.testing.assert_allclose(offers["signed_share"], share)


def test_the_share_in_an_alliance_leaves_out_practices_run_by_trusts(run):
    model, found, _ = run
    practices, size = model.world.practices, model.world.practices.list_size
    by_agreement = (practices.stance >= Stance.ALLIANCE) & (practices.run_by < 0)
    last = found["national"].iloc[-1]
    assert last["list_share_alliance"] == pytest.approx(size[by_agreement].sum() / size.sum())
    assert last["practices_trust_run"] == (practices.run_by >= 0).sum()
    assert last["practices_full"] >= last["practices_trust_run"]


def test_shares_stay_shares(run):
    national = run[1]["national"]
    shares = [
        "list_share_alliance",
        "list_share_hub",
        "governance",
        "relationships",
        "population_health_management",
        "trust_in_national",
        "national_expectation",
    ]
    assert national[shares].ge(0).all().all()
    assert national[shares].le(1).all().all()
    practices = run[0].world.practices
    for name in ("distress", "trust_in_ccg", "trust_in_lead", "trust_in_national",
                 "damage_in_ccg", "damage_in_lead", "damage_in_national"):  # fmt: skip
        column = getattr(practices, name)
        assert column.min() >= 0
        assert column.max() <= 1


def test_who_is_not_in_an_agreement_in_force_is_at_level_0(run):
    world = run[0].world
    practices, ccg = world.practices, world.population.practices.ccg
    nowhere = (
        (practices.run_by < 0) & ~world.ccgs.alliance_live[ccg] & ~world.ccgs.contract_live[ccg]
    )
    assert (practices.stance[nowhere] <= Stance.INDEPENDENT).all()
    at_partial = (practices.stance >= Stance.PARTIAL) & (practices.run_by < 0)
    assert world.ccgs.contract_live[ccg[at_partial]].all()
    assert (practices.agreement[practices.stance >= Stance.ALLIANCE] > 0).all()
    assert not practices.is_resisting[practices.stance >= Stance.ALLIANCE].any()


def test_promises_are_given_where_a_contract_is_sought_by_those_who_hold_less(run):
    world = run[0].world
    practices, ccg = world.practices, world.population.practices.ccg
    promised = practices.promise > 0
    assert sought_at_places(world)[ccg, practices.promise][promised].all()
    assert (world.options.level[practices.agreement[promised]] < Stance.PARTIAL).all()


def test_a_contract_is_suspended_exactly_while_one_is_held_that_takes_its_place(run):
    world = run[0].world
    practices = world.practices
    gives_up = world.options.gives_up_contract[practices.agreement]
    assert (practices.contract_is_live == ~gives_up).all()
    assert not practices.has_ended_contract.any()  # no shipped offer ends a contract
    assert not (practices.returns_at > NEVER)[~gives_up].any()


def test_everything_that_can_happen_happened_somewhere(eight_systems, plan):
    """The claims above would be empty if nobody ever did anything."""
    found = set()
    transitions = set()
    for seed in (1, 2, 3):
        model = AccountableCareModel(plan.change(**EAGER), seed, population=eight_systems).run()
        done = model.tables()
        found |= set(done["events"]["what"])
        transitions |= set(done["transitions"]["why"])
    assert found >= {
        "selected", "reached", "alliance launched", "alliance broke", "procurement began",
        "procurement lapsed", "contract live", "offers to run practices",
        "promised payment withdrawn", "shares officer", "merged",
    }  # fmt: skip
    assert transitions >= {
        "agreement in force", "taken on by a trust", "began to resist", "stopped resisting", "left",
    }  # fmt: skip
