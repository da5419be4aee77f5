"""Every calibration target is read off a run in one declared way, or says why it cannot be."""

from __future__ import annotations

import pandas as pd
import pytest

from acs_abm import measures
from acs_abm.evidence import calibration_targets
from acs_abm.explore.target_readings import (
    FIRST_WAVE,
    HINDCAST,
    PLAN,
    PMS,
    READINGS,
    first_but_not_named,
    first_wave_of_rating,
    first_wave_sharing,
    months_to_alliance,
    named_but_not_first,
    oldest_procurement,
    procurements_begun,
    reading_of,
)

TARGETS = [target for rows in calibration_targets().values() for target in rows]
DORSET, FRIMLEY, BUCKS = "E54000041", "E54000034", "E54000044"


def events(*rows):
    return {"events": pd.DataFrame(rows, columns=["quarter", "kind", "code", "what", "detail"])}


def test_every_target_has_a_reading_and_every_reading_a_target():
    assert {(target.id, target.measure) for target in TARGETS} == set(READINGS)


@pytest.mark.parametrize("key", READINGS, ids=" ".join)
def test_a_reading_names_real_columns_or_says_why_there_is_none(key):
    reading = READINGS[key]
    assert reading.is_given == (not reading.why_not)
    assert reading.columns() <= set(measures.columns(reading.table))
    assert bool(reading.column) == reading.is_given


def test_series_that_begin_before_april_2017_are_read_from_the_hindcast_and_others_are_not():
    first = {}
    for target in TARGETS:
        key = (target.id, target.measure)
        first[key] = min(first.get(key, "9999"), target.date)
    for key, date in first.items():
        if READINGS[key].run in {PLAN, HINDCAST} and key[0] != "T08":  # its series began in 2016
            assert (READINGS[key].run == HINDCAST) == (date < "2017-04"), key


def test_a_date_counts_for_the_quarter_in_which_it_ends():
    assert PLAN.quarter("2017-07") == "2017-Q3"
    assert HINDCAST.quarter("2015") == "2015-Q4"
    assert PMS.quarter("1998-04") == FIRST_WAVE
    assert PMS.quarter("2002-11") == "2021-Q4"


def test_a_column_is_read_at_its_quarter_and_nothing_beyond_the_run():
    national = pd.DataFrame(
        {"quarter": ["2017-Q2", "2017-Q3"], "practices": [8, 8], "practices_in_hub": [2, 4]}
    )
    at_scale = READINGS["P3", "practices working at scale"]
    assert at_scale.value({"national": national}, "2017-Q3") == 50
    assert at_scale.value({"national": national}, "2018-Q1") is None


def test_the_first_wave_is_counted_by_rating_and_by_who_had_been_named():
    chosen = events(
        ("2017-Q2", "system", DORSET, "selected", ""),
        ("2017-Q2", "system", BUCKS, "selected", ""),
        ("2018-Q1", "system", FRIMLEY, "selected", ""),
    )
    assert first_wave_of_rating(4)(chosen, "2017-Q3") == 1
    assert named_but_not_first(chosen, "2017-Q2") == 7  # nine were named, two of them selected
    assert first_but_not_named(chosen, "2017-Q2") == 0
    systems = pd.DataFrame(
        {
            "quarter": "2018-Q2",
            "system": [DORSET, BUCKS, FRIMLEY],
            "shares_control_total": [True, False, True],
        }
    )
    assert first_wave_sharing(chosen | {"systems": systems}, "2018-Q2") == 1


def test_time_to_an_alliance_is_from_candidate_to_launch():
    tables = events(
        ("2017-Q1", "system", "A", "reached", "CANDIDATE"),
        ("2017-Q4", "system", "A", "alliance launched", ""),
        ("2017-Q1", "system", "B", "reached", "CANDIDATE"),
        ("2018-Q3", "system", "B", "alliance launched", ""),
    )
    assert months_to_alliance(tables, "2018-Q2") == 9
    assert months_to_alliance(tables, "2017-Q1") is None


def test_the_oldest_procurement_is_one_that_is_neither_over_nor_awarded():
    tables = events(
        ("2016-Q4", "place", "A", "procurement began", "FULL"),
        ("2017-Q4", "place", "A", "procurement lapsed", ""),
        ("2017-Q2", "place", "B", "procurement began", "FULL"),
    )
    assert oldest_procurement(tables, "2018-Q2") == 12
    assert procurements_begun(tables, "2017-Q1") == 1
    assert oldest_procurement(tables, "2016-Q3") is None


def test_a_target_finds_its_reading():
    assert reading_of(TARGETS[0]).column == "systems_shadow_acs + systems_acs"
