"""Committees, councils, NHS England, gates and places say why, as they did in the run."""

from __future__ import annotations

import numpy as np
import pytest

import acs_abm as acs

SEEKS = {"commissioner.savings_partial": 0.1, "commissioner.considers_as_test_area": 1}


@pytest.fixture(scope="module")
def run(plan):
    scenario = plan.change(until="2020-Q4", **SEEKS)
    return acs.run(scenario, seed=2, systems=["Dorset", "FRIM", "BCWB", "NHN"], workers=1)


def happened(run, what):
    events = run.tables["events"]
    return events[events["what"].str.startswith(what)].iloc[0]


def test_a_committee_that_balloted_says_so_and_its_terms_make_its_position(run):
    ballot = happened(run, "ballot")
    told = acs.explain(run, f"lmc:{ballot.code}", ballot.quarter)
    assert f"balloted its members in this quarter: {ballot.detail}" in str(told)
    table = told.tables["positions"]
    logits = table[["members_lose", "distrust", "members_resist"]].sum(axis=1)
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), table["position"])
    offer = ballot.detail.split(",")[0]
    assert table.set_index("offer").loc[offer, "pressed"]
    assert len(told.tables["ballots"]) == 1


def test_a_committee_that_did_not_ballot_says_why(run):
    ballot = happened(run, "ballot")
    quarters = run.national["quarter"].tolist()
    later = quarters[quarters.index(ballot.quarter) + 1]
    assert "less than 4 quarters ago" in str(acs.explain(run, f"lmc:{ballot.code}", later))
    calm = acs.explain(run, "lmc:11J", "2017-Q2")
    assert "no offer was campaigned for or procured" in str(calm)


def test_councils_tell_their_chance_and_when_they_joined(run):
    joined = happened(run, "joined the partnership")
    told = acs.explain(run, f"council:{joined.code}", joined.quarter)
    hazard = told.tables["hazard"].iloc[0]
    assert hazard["draw"] < hazard["probability"]
    assert " joined in " in str(told)
    later = acs.explain(run, f"council:{joined.code}", "2020-Q4")
    assert str(later).endswith(f"joined in {joined.quarter}.")
    before = acs.explain(run, f"council:{joined.code}", "2017-Q2")
    assert "stayed away" in str(before)


def test_nhs_england_tells_whom_it_selected_and_why_not_the_others(run):
    told = acs.explain(run, "regulator:nhs_england", "2017-Q2")
    table = told.tables["readiness"].set_index("system")
    terms = ["rating", "relationships", "governance", "finance_rank", "health_management", "flag"]
    np.testing.assert_allclose(table[terms].sum(axis=1), table["score"])
    events = run.tables["events"]
    first = events[(events["what"] == "selected") & (events["quarter"] == "2017-Q2")]
    assert table["selected"].sum() == len(first) > 0
    assert (table["why_not"] == "").tolist() == table["selected"].tolist()
    assert set(table["why_not"]) - {""} == {"no candidate yet"}
    idle = acs.explain(run, "regulator:nhs_england", "2017-Q3")
    assert "selected nobody in 2017-Q3" in str(idle)


def test_a_gate_tells_its_last_evaluation(run):
    gates = run.tables["gates"]
    failed = gates[(gates["stage"] == "ACS") & (gates["verdict"] == "failed")].iloc[-1]
    told = acs.explain(run, f"gate:{failed.organisation}/ACS", failed.quarter)
    assert "The gate to ACS: failed" in str(told)
    assert set(told.tables["gate"]["quarter"]) == {failed.quarter}
    never = acs.explain(run, f"gate:{failed.organisation}/acs", "2017-Q2")
    assert "was never before" in str(never)


def test_a_place_tells_how_far_its_contract_is_and_what_it_waits_for(run):
    passed = happened(run, "checkpoint 1 passed")
    told = acs.explain(run, f"place:{passed.code}", passed.quarter)
    assert "1 of 3 checkpoints are passed" in str(told)
    assert "The gate to a live ACO contract" in str(told)
    assert "checkpoint 1 passed" in told.tables["story"]["what"].tolist()
    gate = acs.explain(run, f"gate:{passed.code}/ACO", passed.quarter)
    assert gate.tables["gate"]["condition"].tolist()[0] == "quarters_served"
    assert "seeks no single contract" in str(acs.explain(run, "place:11J", "2017-Q2"))
