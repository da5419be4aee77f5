from acs_abm.analysis.findings.contracts import contract_findings, live_contracts
from acs_abm.analysis.findings.gates import gate_findings, hardest_gate
from acs_abm.analysis.gate_failures import tally_gates
from acs_abm.stages.stage import Stage

WHO = "E54000041"


def test_shares_of_failures_are_counted_per_condition(story):
    gates = [
        ("2017-Q2", WHO, "ACS", "failed", {"alliance_coverage": -0.3, "governance": -0.1}),
        ("2017-Q3", WHO, "ACS", "failed", {"alliance_coverage": -0.2, "governance": 0.1}),
        ("2017-Q3", "B", "ACS", "passed", {"alliance_coverage": 0.1, "governance": 0.1}),
        ("2017-Q3", "C", "ACS", "time not served", {"alliance_coverage": -0.1, "governance": -0.1}),
    ]
    (tally,) = tally_gates(story(gates=gates).tables()["gates"])
    assert (tally.stage, tally.evaluated, tally.failed) == (Stage.ACS, 3, 2)
    coverage, governance = tally.conditions
    assert (coverage.short_share, coverage.only_share) == (1.0, 0.5)
    assert (governance.short_share, governance.only_share) == (0.5, 0.0)


def test_a_condition_met_exactly_is_not_short(story):
    gates = [("2017-Q2", WHO, "ACS", "failed", {"governance": 0.0, "relationships": -0.1})]
    (tally,) = tally_gates(story(gates=gates).tables()["gates"])
    assert [c.short_share for c in tally.conditions] == [1.0, 0.0]


def test_time_served_is_no_condition_that_fails(story):
    gates = [("2017-Q2", WHO, "ACS", "failed", {"quarters_served": 2, "governance": -0.1})]
    (tally,) = tally_gates(story(gates=gates).tables()["gates"])
    assert len(tally.conditions) == 1


def test_the_gate_failed_most_often_is_named_with_what_was_short(story):
    gates = [
        ("2017-Q2", "A", "CANDIDATE", "failed", {"relationships": -0.1}),
        ("2017-Q2", "B", "ACS", "failed", {"alliance_coverage": -0.3, "governance": -0.1}),
        ("2017-Q3", "B", "ACS", "failed", {"alliance_coverage": -0.3, "governance": 0.1}),
    ]
    assert hardest_gate(story(gates=gates).facts()) == (
        "The gate failed most often is the one to ACS: 2 failures in 2 evaluations (100%); what "
        "was short most often is “patients at practices in an alliance ≥ 0.5”, in 100% of them "
        "and as the only thing in 50%."
    )


def test_a_run_too_short_for_any_gate_says_so(story):
    gates = [("2017-Q2", WHO, "CANDIDATE", "time not served", {"relationships": -0.1})]
    assert hardest_gate(story(gates=gates).facts()).startswith("No gate was evaluated")
    assert hardest_gate(story().facts()).startswith("No gate was evaluated")


def test_gates_that_nobody_failed_are_said_to_be_so(story):
    gates = [("2017-Q2", WHO, "CANDIDATE", "passed", {"relationships": 0.1})]
    said = gate_findings(story(gates=gates).facts())
    assert said[0] == "No gate was failed by anybody who had served the time before it."
    assert said[1] == "The gate to candidate was never failed, in 1 evaluation."


def test_a_failure_with_everything_met_was_chance(story):
    gates = [("2017-Q2", WHO, "SHADOW_ACS", "failed", {"selected": 0.5, "hub_coverage": 0.0})]
    said = gate_findings(story(gates=gates).facts())
    assert said[0].endswith("1 failure in 1 evaluation (100%).")
    assert said[-1].startswith("1 failure was by chance")


def test_a_live_contract_is_named_with_its_place_and_quarter(story):
    live = [(1, "2017-Q3", "place", "11J", "contract live", "PARTIAL")]
    said = live_contracts(story(events=live).facts())
    assert said == "One single (ACO) contract went live, in NHS Dorset CCG, in 2017-Q3."


def test_a_place_that_is_not_england_s_goes_by_its_code(story):
    live = [(1, "2017-Q3", "place", f"ZZ{n}", "contract live", "FULL") for n in (1, 2)]
    said = live_contracts(story(events=live).facts())
    assert said == "2 single (ACO) contracts went live, first in ZZ1 and ZZ2, in 2017-Q3."


def test_no_live_contract_over_replicates_is_said_of_all_of_them(story):
    assert live_contracts(story().facts()) == "No single (ACO) contract went live."
    facts = story(replicates=3).facts()
    assert live_contracts(facts) == "No single (ACO) contract went live in any replicate."


def test_procurements_are_followed_to_their_end(story):
    events = [
        (1, "2017-Q2", "place", "A", "procurement began", "PARTIAL"),
        (1, "2017-Q2", "place", "B", "procurement began", "PARTIAL"),
        (1, "2017-Q3", "place", "A", "procurement lapsed", ""),
    ]
    facts = story(events=events, national={"procurements_open": [2, 1]}).facts()
    assert (
        "2 procurements of a single contract began, none failed assurance, 1 lapsed, and 1 was "
        "open at the end." in contract_findings(facts)
    )
