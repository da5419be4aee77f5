"""What the tabs make of a run: the numbers of its tables, and no others."""

import numpy as np
import pytest

from acs_abm.app import curves, flows, log, money, timeline
from acs_abm.app.directory import Directory
from acs_abm.app.recording import CLOSED
from acs_abm.ledger import Account, Flow
from acs_abm.stages.stage import Stage

LAST = 7
DORSET = "E54000041"


@pytest.fixture(scope="module")
def directory(short_recording):
    return Directory(short_recording.population)


def test_keeping_every_payment_leaves_the_run_as_it_was(short_recording, short_tables):
    for name, table in short_tables.items():
        assert short_recording.tables[name].equals(table), name


def test_payments_by_kind_are_those_of_the_ledger(short_recording, short_tables):
    ledger = short_tables["ledger"]
    for position, label in enumerate(short_recording.labels):
        here = ledger[ledger["quarter"] == label].groupby("flow")["paid"].sum()
        kept = short_recording.payments[position].sum(axis=(1, 2))
        for flow in Flow:
            assert kept[flow] == pytest.approx(here.get(flow.name.lower(), 0.0), abs=0.005)


def test_net_payments_are_what_was_paid_less_what_came_back(short_recording):
    drawn = money.payments(short_recording, LAST, "all")
    paid = short_recording.payments.sum(axis=(0, 1)) / 1e6
    for link in drawn["links"]:
        gross, back = paid[link["payer"], link["payee"]], paid[link["payee"], link["payer"]]
        assert link["value"] == pytest.approx(gross - back, abs=0.001)
        assert link["value"] > 0
    assert {node["id"] for node in drawn["nodes"]} == {int(kind) for kind in Account}


def test_a_year_is_four_quarters_and_begins_no_earlier_than_the_run(short_recording):
    assert money.payments(short_recording, LAST, "year")["span"] == "2018 Q2 to 2019 Q1"
    assert money.payments(short_recording, 1, "year")["span"] == "2017 Q2 to 2017 Q3"
    assert money.payments(short_recording, LAST, "quarter")["span"] == "2019 Q1"


def test_control_totals_stand_with_the_worst_at_the_top(short_recording, short_tables):
    rows = money.control_totals(short_recording, LAST)
    systems = short_tables["systems"].query("quarter == '2019-Q1'").set_index("system")
    assert len(rows) == len(systems)
    short = [row["shortfall"] for row in rows]
    assert short == sorted(short, reverse=True)
    for row in rows:
        assert row["in_deficit"] == systems.loc[row["code"], "trusts_in_deficit"]


def test_flows_add_up_to_the_national_counts(short_recording, short_tables):
    drawn = flows.draw(short_recording, LAST, "")
    last = short_tables["national"].iloc[-1]
    counts = dict(zip([state.kind for state in flows.STATES], drawn["counts"][-1], strict=True))
    for kind in ("full", "partial", "alliance", "independent", "resisting"):
        assert counts[kind] == last[f"practices_{kind}"]
    assert counts["closed"] == drawn["total"] - last["practices"]
    for step in range(len(drawn["moments"]) - 1):
        leaving, arriving = np.zeros(6, int), np.zeros(6, int)
        for at, start, end, number in drawn["links"]:
            if at == step:
                leaving[start] += number
                arriving[end] += number
        assert leaving.tolist() == drawn["counts"][step]
        assert arriving.tolist() == drawn["counts"][step + 1]


def test_flows_of_areas_add_up_to_those_of_the_country(short_recording):
    whole = np.array(flows.draw(short_recording, 4, "")["counts"])
    systems = short_recording.population.systems.code
    parts = sum(np.array(flows.draw(short_recording, 4, code)["counts"]) for code in systems)
    assert (whole == parts).all()


def test_who_has_closed_stays_closed(short_recording):
    for before, after in zip(short_recording.frames, short_recording.frames[1:], strict=False):
        assert (after.stances[before.stances == CLOSED] == CLOSED).all()


def test_reasons_are_counted_from_the_transitions(short_recording, short_tables):
    told = flows.reasons(short_recording, LAST, "")
    transitions = short_tables["transitions"]
    joined = transitions.query("before == 'INDEPENDENT' and why == 'agreement in force'")
    found = next(row for row in told if row["why"] == "agreement in force"
                 and row["before"] == "Independent" and row["after"] == "Alliance")  # fmt: skip
    assert found["practices"] == len(joined[joined["after"] == "ALLIANCE"])


def test_spans_of_an_area_are_its_stages(short_recording):
    for area in timeline.draw(short_recording)["areas"]:
        stages = [stage for first, last, stage in area["spans"] for _ in range(first, last + 1)]
        assert stages == [int(frame.areas[area["code"]].stage) for frame in short_recording.frames]


def test_areas_that_came_furthest_first_stand_at_the_top(short_recording):
    furthest = [max(stage for *_, stage in area["spans"])
                for area in timeline.draw(short_recording)["areas"]]  # fmt: skip
    assert furthest == sorted(furthest, reverse=True)


def test_gates_are_told_with_what_was_asked_and_found(short_recording, short_tables):
    gates = short_tables["gates"].query("organisation == @DORSET and quarter == '2018-Q4'")
    own = timeline.gates(short_recording, DORSET, LAST - 1)[0]
    assert own["verdict"] == gates["verdict"].iloc[0]
    assert own["title"].startswith("Dorset: gate to ")
    assert [row["is_met"] for row in own["rows"]] == (gates["margin"] >= 0).tolist()


def test_nobody_unknown_stands_before_a_gate(short_recording):
    assert timeline.gates(short_recording, "E99999999", 2) == []
    assert timeline.gates(short_recording, DORSET, -1) == []
    assert timeline.gates(short_recording, DORSET, 99) == []


def test_every_kind_of_event_is_put_into_words(short_recording, short_tables, directory):
    shown = log.entries(short_recording, directory, LAST, "", tuple(log.KINDS))
    assert shown["found"] == len(short_tables["events"])
    assert sum(shown["counts"].values()) == shown["found"]
    assert set(short_tables["events"]["kind"]) <= set(log.KINDS)
    unworded = set(short_tables["events"]["what"]) - set(log.WORDS)
    assert all(what.startswith(("checkpoint", "assurance", "joined")) for what in unworded)


def test_the_log_holds_nothing_of_quarters_to_come(short_recording, directory):
    early = log.entries(short_recording, directory, 0, "", tuple(log.KINDS))
    assert {row["quarter"] for row in early["rows"]} == {"2017 Q2"}


def test_the_log_of_an_area_is_about_who_is_at_home_there(short_recording, directory):
    shown = log.entries(short_recording, directory, LAST, DORSET, tuple(log.KINDS))
    for row in shown["rows"]:
        assert directory.home(*row["who"].split(":")) == DORSET


def test_codes_in_the_log_become_names(short_recording, directory, short_tables):
    leads = short_tables["events"].query("what == 'lead changed' and detail != ''")
    shown = log.entries(short_recording, directory, LAST, "", ("system",))
    told = " ".join(row["what"] for row in shown["rows"])
    assert directory.name("trust", leads["detail"].iloc[-1]) in told


@pytest.mark.parametrize("chart", [*curves.FIRST_CHARTS, *curves.SECOND_CHARTS, money.SAVINGS])
def test_every_line_of_every_chart_is_a_column_with_a_meaning(chart, short_recording):
    drawn = curves.draw(chart, short_recording, short_recording)
    for line in drawn["lines"]:
        own = short_recording.national[line["column"]] * chart.times
        assert line["values"] == pytest.approx(own.tolist(), abs=0.6 * 10.0**-chart.digits)
        assert line["values"] == line["baseline"]
        assert line["meaning"]


def test_a_run_without_tables_yet_has_an_empty_log_and_no_gates(short_scenario):
    from acs_abm.app.recording import Film

    film = Film(short_scenario, 3)
    film.step()
    film.release()
    begun = film.cut()
    assert timeline.gates(begun, DORSET, 0) == []
    assert log.entries(begun, Directory(begun.population), 0, "", log.USUAL)["rows"] == []
    assert flows.reasons(begun, 0, "") == []
    assert money.control_totals(begun, 0) == []
    spans = [area["spans"] for area in timeline.draw(begun)["areas"]]
    assert all(span[0][2] in set(map(int, Stage)) for span in spans)
