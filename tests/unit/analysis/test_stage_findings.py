from acs_abm.analysis.findings.first import first_at
from acs_abm.analysis.findings.stages import stage_findings, stages_at_end
from acs_abm.stages.stage import Stage

DORSET, SOMERSET, DEVON = "E54000041", "E54000038", "E54000037"
QUARTERS = ("2017-Q2", "2017-Q3", "2017-Q4")


def reached(replicate, quarter, code, stage):
    return (replicate, quarter, "system", code, "reached", stage)


def test_the_first_system_at_a_stage_is_named_with_its_quarter(story):
    facts = story(
        stages={DORSET: ["STP", "CANDIDATE"], DEVON: ["STP", "STP"]},
        events=[reached(1, "2017-Q3", DORSET, "CANDIDATE")],
    ).facts()
    assert (
        first_at(facts, Stage.CANDIDATE)
        == "The first to become a candidate was Dorset, in 2017-Q3."
    )


def test_systems_that_were_first_together_are_all_named(story):
    facts = story(
        stages={DORSET: ["STP", "CANDIDATE"], DEVON: ["STP", "CANDIDATE"]},
        events=[reached(1, "2017-Q3", c, "CANDIDATE") for c in (DORSET, DEVON)],
    ).facts()
    said = first_at(facts, Stage.CANDIDATE)
    assert said == "The first to become candidates were Dorset and Devon, in 2017-Q3."


def test_later_arrivals_are_not_first(story):
    facts = story(
        quarters=QUARTERS,
        stages={DORSET: ["STP", "STP", "CANDIDATE"], DEVON: ["STP", "CANDIDATE", "CANDIDATE"]},
        events=[
            reached(1, "2017-Q3", DEVON, "CANDIDATE"),
            reached(1, "2017-Q4", DORSET, "CANDIDATE"),
        ],
    ).facts()
    said = first_at(facts, Stage.CANDIDATE)
    assert "Devon, in 2017-Q3" in said
    assert "Dorset" not in said


def test_a_stage_that_nobody_reached_is_said_to_be_so(story):
    one, both = story(), story(stages={DORSET: ["STP"] * 2, DEVON: ["STP"] * 2})
    assert first_at(one.facts(), Stage.ACS) == "Dorset did not become an ACS by the end of 2017-Q3."
    assert first_at(both.facts(), Stage.ACS) == "No system became an ACS by the end of 2017-Q3."


def test_over_replicates_the_most_common_first_is_named_with_how_often_and_the_median_quarter(
    story,
):
    firsts = {1: ("2017-Q2", DORSET), 2: ("2017-Q3", DORSET), 3: ("2017-Q4", DEVON)}
    facts = story(
        quarters=QUARTERS,
        replicates=3,
        stages={DORSET: ["STP"] * 3, DEVON: ["STP"] * 3},
        events=[reached(r, quarter, code, "ACS") for r, (quarter, code) in firsts.items()],
    ).facts()
    assert first_at(facts, Stage.ACS) == (
        "Most often the first to become an ACS was Dorset, in 2 of 3 replicates; "
        "in the median replicate in 2017-Q3 (2017-Q2 to 2017-Q4)."
    )


def test_replicates_in_which_nobody_got_there_are_counted(story):
    facts = story(
        replicates=3,
        stages={DORSET: ["STP"] * 2, DEVON: ["STP"] * 2},
        events=[reached(2, "2017-Q3", DORSET, "ACS")],
    ).facts()
    said = first_at(facts, Stage.ACS)
    assert "in 1 of 3 replicates" in said
    assert said.endswith("In 2 replicates nobody did.")


def test_where_each_replicate_has_another_first_none_is_named(story):
    facts = story(
        replicates=2,
        stages={DORSET: ["STP"] * 2, DEVON: ["STP"] * 2},
        events=[reached(1, "2017-Q3", DORSET, "ACS"), reached(2, "2017-Q3", DEVON, "ACS")],
    ).facts()
    said = first_at(facts, Stage.ACS)
    assert "in more than one replicate" in said
    assert "always in 2017-Q3" in said


def test_the_end_counts_systems_with_the_right_grammar(story):
    facts = story(
        stages={DORSET: ["STP", "ACS"], SOMERSET: ["STP"] * 2, DEVON: ["STP"] * 2}
    ).facts()
    assert stages_at_end(facts) == "At the end of 2017-Q3, of 3 systems 1 was an ACS and 2 STPs."


def test_systems_that_ended_alike_are_said_together(story):
    facts = story(stages={DORSET: ["STP"] * 2, DEVON: ["STP"] * 2}).facts()
    assert stages_at_end(facts) == "At the end of 2017-Q3 all 2 systems were STPs."


def test_one_system_over_replicates_ends_in_so_many_of_them_at_a_stage(story):
    ends = ["ACS", "ACS", "SHADOW_ACS"]
    facts = story(replicates=3, stages={DORSET: [["STP", end] for end in ends]}).facts()
    said = stages_at_end(facts)
    assert said == (
        "At the end of 2017-Q3 Dorset was an ACS in 2 and a shadow ACS in 1 of 3 replicates."
    )


def test_systems_that_began_beyond_the_first_stage_did_not_have_to_get_there(story):
    facts = story(stages={DORSET: ["CANDIDATE"] * 2, DEVON: ["STP"] * 2}).facts()
    said = stage_findings(facts)
    assert "1 of 2 systems began as a candidate, its time in stage served." in said
    assert "No further system became a candidate." in said


def test_those_sent_back_are_named(story):
    back = [(1, "2017-Q3", "system", DORSET, "sent back", "to SHADOW_ACS: governance too weak")]
    assert "One system was sent back a stage: Dorset (2017-Q3)." in stage_findings(
        story(events=back).facts()
    )
    assert "No system was sent back a stage." in stage_findings(story().facts())


def test_selection_says_how_many_in_how_many_waves(story):
    chosen = [
        (1, quarter, "system", code, "selected", "readiness 0.6, wave 1")
        for quarter, code in (("2017-Q2", DORSET), ("2017-Q2", DEVON), ("2017-Q3", SOMERSET))
    ]
    stages = {code: ["CANDIDATE"] * 2 for code in (DORSET, DEVON, SOMERSET)}
    assert (
        "NHS England selected 3 systems in 2 waves, 2 of them in the first, in 2017-Q2."
        in stage_findings(story(stages=stages, events=chosen).facts())
    )
