import re

from acs_abm.analysis.findings import findings, in_brief
from acs_abm.analysis.findings.classes import class_findings, widest_gap
from acs_abm.analysis.findings.practices import joined, practice_findings, resisting

PRACTICES = {"practices": [200, 200], "practices_independent": [200, 200]}


def test_who_joined_is_said_with_share_patients_and_where_it_began(story):
    national = PRACTICES | {"practices_alliance": [10, 50], "list_share_alliance": [0.04, 0.3]}
    assert joined(story(national=national).facts()) == (
        "At the end of 2017-Q3, 50 of 200 practices (25%), with 30% of registered patients, had "
        "joined an alliance or gone beyond by agreement, against 10 (5.0%) at the end of 2017-Q2."
    )


def test_practices_run_by_a_trust_have_not_joined_by_agreement(story):
    national = PRACTICES | {
        "practices_alliance": [0, 3],
        "practices_full": [0, 2],
        "practices_trust_run": [0, 2],
        "list_share_alliance": [0, 0.02],
    }
    assert "3 of 200 practices (1.5%)" in joined(story(national=national).facts())


def test_nobody_joining_is_said_without_a_share(story):
    said = joined(story(national=PRACTICES).facts())
    assert said == "At the end of 2017-Q3 no practice had joined an alliance or gone beyond."


def test_a_run_of_one_quarter_has_no_start_to_compare_with(story):
    national = {"practices": [4], "practices_alliance": [1], "list_share_alliance": [0.2]}
    said = joined(story(quarters=("2017-Q2",), stages={"X": ["STP"]}, national=national).facts())
    assert "against" not in said
    assert "1 of 4 practices (25%)" in said


def test_replicates_are_averaged_and_their_band_is_said(story):
    national = PRACTICES | {
        "practices_alliance": [[0, 40], [0, 60]],
        "list_share_alliance": [[0, 0.2], [0, 0.3]],
    }
    said = joined(story(replicates=2, national=national).facts())
    assert "on average 50 of 200 practices (25%, 21–29%)" in said
    assert "with 25% (21–29%) of registered patients" in said
    assert said.endswith("against none at the end of 2017-Q2.")


def test_the_peak_of_resistance_is_said_with_its_quarter(story):
    national = PRACTICES | {"practices_resisting": [8, 1]}
    assert resisting(story(national=national).facts()) == (
        "1 practice (0.5%) was resisting at the end; "
        "the most at the end of any quarter were 8, in 2017-Q2."
    )


def test_no_resistance_at_all_is_said_once(story):
    said = resisting(story(national=PRACTICES).facts())
    assert said == "No practice was resisting at the end of any quarter."


def test_those_who_fell_back_are_counted_by_reason(story):
    moves = [
        ("2017-Q3", "P1", "ALLIANCE", "INDEPENDENT", "left"),
        ("2017-Q3", "P2", "ALLIANCE", "INDEPENDENT", "agreement broke"),
        ("2017-Q3", "P3", "ALLIANCE", "RESISTING", "agreement broke"),
        ("2017-Q3", "P4", "INDEPENDENT", "ALLIANCE", "agreement in force"),
        ("2017-Q3", "PX", "FULL", "INDEPENDENT", "left"),  # a trust gave it back: no agreement
    ]
    said = practice_findings(story(national=PRACTICES, moves=moves).facts())
    assert (
        "Practices went back from an agreement to none 3 times: 2 because the agreement broke "
        "and 1 because they left." in said
    )


def test_a_single_reason_is_not_counted_twice(story):
    moves = [("2017-Q3", "P1", "ALLIANCE", "INDEPENDENT", "left")]
    said = practice_findings(story(national=PRACTICES, moves=moves).facts())
    assert "Practices went back from an agreement to none 1 time: because they left." in said


def test_who_was_taken_on_by_trusts_is_said_with_their_distress(story, shares_of):
    national = PRACTICES | {"practices_trust_run": [0, 4], "practices_full": [0, 4]}
    classes = {
        ("distress", "1 (least distressed)"): shares_of(100, trust_run=1, full=1),
        ("distress", "5 (most distressed)"): shares_of(100, trust_run=3, full=3),
    }
    said = practice_findings(story(national=national, classes=classes).facts())
    assert (
        "4 practices (2.0%) were run by a trust at the end, against none at the end of 2017-Q2; "
        "75% of them came from the fifth most distressed at the start." in said
    )


def test_extreme_fifths_are_compared_with_numbers(story, shares_of):
    classes = {
        ("deprivation", "1 (least deprived)"): shares_of(100, alliance=20, resisting=4),
        ("deprivation", "3"): shares_of(100, alliance=99),
        ("deprivation", "5 (most deprived)"): shares_of(200, alliance=80, resisting=2),
    }
    assert class_findings(story(classes=classes).facts()) == [
        (
            "By deprivation: 40% of practices in the most deprived fifth had joined, against 20% "
            "in the least deprived, a gap of 20.0 percentage points; 1.0% against 4.0% were "
            "resisting."
        )
    ]


def test_the_widest_gap_is_the_one_said_in_brief(story, shares_of):
    classes = {
        ("deprivation", "1 (least deprived)"): shares_of(100, alliance=30),
        ("deprivation", "5 (most deprived)"): shares_of(100, alliance=40),
        ("rurality", "urban"): shares_of(100, alliance=50),
        ("rurality", "rural"): shares_of(100, alliance=10),
    }
    (said,) = widest_gap(story(classes=classes).facts())
    assert said.startswith("Who joined differs most by rurality: 10% of practices in rural areas")


def test_an_empty_class_is_named_and_not_compared(story, shares_of):
    classes = {
        ("rurality", "urban"): shares_of(100, alliance=50),
        ("rurality", "rural"): shares_of(0),
    }
    facts = story(classes=classes).facts()
    assert class_findings(facts) == [
        "By rurality: there is no practice in rural areas, so nothing to compare."
    ]
    assert widest_gap(facts) == []


def test_where_nobody_joined_there_is_no_gap(story, shares_of):
    classes = {
        ("rurality", "urban"): shares_of(100),
        ("rurality", "rural"): shares_of(100, resisting=5),
    }
    facts = story(classes=classes).facts()
    assert class_findings(facts) == [
        (
            "By rurality: nobody had joined in rural areas or in urban areas; "
            "5.0% against 0% were resisting."
        )
    ]
    assert widest_gap(facts) == []


def test_every_finding_is_a_sentence(full_story):
    facts = full_story.facts()
    sentences = [*in_brief(facts), *(s for chapter in findings(facts) for s in chapter.sentences)]
    assert len(sentences) > 20
    for sentence in sentences:
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        assert sentence.endswith("."), sentence
        assert not re.search(r"\bnan\b", sentence), sentence
        assert "of no " not in sentence, sentence
        assert "  " not in sentence, sentence
        assert ".." not in sentence, sentence
