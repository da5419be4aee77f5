"""What broke first is read from the national table and put in order."""

from acs_abm.analysis.findings import in_brief
from acs_abm.analysis.findings.strain import STRAINS, broke_first, strain_findings

WHOLE = {"practices": [100, 100], "ccgs": [9, 9], "trusts": [9, 9]}
OVERSPENT = "What broke first: two thirds of CCGs spent more than their allocation"


def test_what_breaks_first_is_said_first_and_in_brief(story):
    national = WHOLE | {"ccgs_overspent": [6, 9], "trusts_in_deficit": [5, 6]}
    facts = story(national=national).facts()
    assert broke_first(facts) == [f"{OVERSPENT}, in 2017-Q2."]
    assert broke_first(facts)[0] in in_brief(facts)
    first, second, rest = strain_findings(facts)
    assert first in in_brief(facts)
    assert second == "Two thirds of trusts were in deficit, in 2017-Q3."
    assert rest.startswith("Not seen by the end of 2017-Q3: an average wait of 18 weeks")


def test_nothing_broken_is_said_in_the_chapter_only(story):
    facts = story(national=WHOLE | {"ccgs_overspent": [5, 5]}).facts()
    assert broke_first(facts) == []
    (only,) = strain_findings(facts)
    assert all(strain.not_broken in only for strain in STRAINS)


def test_a_run_without_ccgs_or_trusts_breaks_nothing(story):
    assert broke_first(story(national={"practices": [0, 0]}).facts()) == []


def test_replicates_are_counted_where_not_all_break(story):
    national = WHOLE | {"elective_wait": [[10, 10], [10, 18]], "ccgs_overspent": [[6, 6], [0, 6]]}
    said = strain_findings(story(replicates=2, national=national).facts())
    assert said[0] == f"{OVERSPENT}, in 2017-Q2 (2017-Q2 to 2017-Q3)."
    assert said[1] == (
        "Planned care was waited for 18 weeks on average, in 2017-Q3, in 1 of 2 replicates."
    )


def test_closures_are_counted_by_financial_year(story):
    quarters = ("2017-Q2", "2018-Q1", "2018-Q2", "2019-Q1")
    closed = {"practices": [98, 96, 94, 91], "practices_closed": [2, 4, 6, 9]}
    facts = story(quarters=quarters, stages={"E54000041": ["STP"] * 4}, national=closed).facts()
    assert broke_first(facts) == [
        "What broke first: one practice in twenty closed or merged within a year, in 2019-Q1."
    ]
