import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from acs_abm.analysis.figures import (
    gate_conditions,
    governance_and_trust,
    offers_signed,
    practice_stances,
    stage_map,
    stage_timeline,
    stances,
    systems_by_stage,
    who_joined,
)
from acs_abm.analysis.figures.stance_flows import flow_dates, flows_table, stocks_and_flows
from acs_abm.analysis.figures.tile_map import tiles
from acs_abm.analysis.figures.timeline import timeline_table, typical_stages
from acs_abm.analysis.illustrations import illustrate
from acs_abm.analysis.replicates import quarters_in
from acs_abm.analysis.style import STAGE_COLOURS, save, source_line, spread
from acs_abm.evidence import england_systems

SOURCE = source_line("plan_2017", "a made-up country", 1, 2)


def texts(figure: Figure) -> list[str]:
    """Return every text of a figure and of its axes."""
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [text.get_text() for text in axes.texts]
        found += [axes.get_title(), axes.get_title(loc="left")]
        found += [label.get_text() for label in axes.get_xticklabels()]
    return [text for text in found if text]


def drawn(tables) -> dict[str, Figure]:
    return {
        "stances": practice_stances(tables["national"], SOURCE),
        "stages": systems_by_stage(tables["national"], SOURCE),
        "timeline": stage_timeline(tables["systems"], SOURCE),
        "joining": who_joined(tables["groups"], SOURCE),
        "gates": gate_conditions(tables["gates"], SOURCE),
        "governance": governance_and_trust(tables["national"], SOURCE),
        "offers": offers_signed(tables["offers"], source=SOURCE),
    }


@pytest.fixture
def figures(full_story):
    return drawn(full_story.tables())


def test_every_figure_says_what_it_shows_in_what_unit_and_where_it_comes_from(figures):
    for name, figure in figures.items():
        title, subtitle, *_ = (text.get_text() for text in figure.texts)
        assert title, name
        assert len(subtitle) > 30, name
        assert "not a forecast for any named organisation" in " ".join(texts(figure)), name


def test_every_stance_ends_in_its_name_and_number(figures):
    said = texts(figures["stances"])
    for label in ("Independent 35 (70%)", "Alliance 9 (18%)", "Full or trust-run 1 (2.0%)"):
        assert label in said


def test_no_line_leaves_the_figure_where_practices_close(full_story):
    national = full_story.tables()["national"].copy()
    names = [name for name in national.columns if name.startswith("practices_")]
    early = national["quarter"] == national["quarter"].iloc[0]
    national.loc[early, ["practices", *names]] *= 3  # two in three close on the way
    main = practice_stances(national).axes[0]
    highest = max(max(line.get_ydata()) for line in main.get_lines() if len(line.get_ydata()) > 2)
    assert highest <= main.get_ylim()[1]


def test_small_stances_are_shown_again_enlarged(story):
    national = {
        "practices": [1000, 1000],
        "practices_independent": [990, 980],
        "practices_resisting": [10, 20],
    }
    main, close_up = practice_stances(story(national=national).tables()["national"]).axes[:2]
    assert main.get_ylim()[1] == 1000
    assert close_up.get_ylim()[1] < 50
    assert "another scale" in close_up.get_title(loc="left")


def test_lines_start_at_zero_and_reach_what_the_table_says(figures):
    for axes in figures["stances"].axes:
        assert axes.get_ylim()[0] == 0
    line = figures["stances"].axes[0].lines[0]
    np.testing.assert_allclose(line.get_ydata(), [45, 40, 35])


def test_replicates_are_drawn_with_bands_and_one_run_without(story, full_story):
    assert practice_stances(full_story.tables()["national"]).axes[0].collections
    national = {"practices": [10, 10], "practices_independent": [10, 10]}
    assert not practice_stances(story(national=national).tables()["national"]).axes[0].collections


def test_stacked_stages_add_up_to_all_systems(figures):
    axes = figures["stages"].axes[0]
    assert axes.get_ylim() == (0, 3)
    assert len(axes.collections) == 4
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in axes.collections]
    assert max(tops) == 3


def test_a_stage_is_never_told_by_colour_alone(figures):
    said = texts(figures["stages"])
    for numeral, name in enumerate(("STP", "Candidate", "Shadow ACS", "ACS"), start=1):
        assert str(numeral) in said
        assert any(text.startswith(name) for text in said)


def test_the_timeline_has_a_numbered_bar_for_each_spell_at_a_stage(story):
    stages = {
        "E54000041": ["STP", "CANDIDATE", "SHADOW_ACS", "CANDIDATE"],
        "E54000037": ["STP", "STP", "STP", "STP"],
    }
    quarters = ("2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1")
    systems = story(quarters=quarters, stages=stages).tables()["systems"]
    axes = stage_timeline(systems).axes[1]
    bars = [(bar.get_y() // 1, to_hex(bar.get_facecolor()).upper()) for bar in axes.patches]
    assert bars == [
        (0, STAGE_COLOURS[0]),
        (0, STAGE_COLOURS[1]),
        (0, STAGE_COLOURS[2]),
        (0, STAGE_COLOURS[1]),
        (1, STAGE_COLOURS[0]),
    ]
    assert [text.get_text() for text in axes.texts] == ["1", "2", "3", "2", "1"]
    table = timeline_table(systems).set_index("System")
    assert table.loc["Dorset", "Changes"] == (
        "candidate 2017-Q3; shadow ACS 2017-Q4; candidate 2018-Q1"
    )


def test_the_timeline_puts_those_that_advanced_first_at_the_top(story):
    stages = {
        "E54000037": ["STP", "STP", "STP"],
        "E54000038": ["STP", "STP", "CANDIDATE"],
        "E54000041": ["STP", "CANDIDATE", "CANDIDATE"],
    }
    systems = story(quarters=("2017-Q2", "2017-Q3", "2017-Q4"), stages=stages).tables()["systems"]
    assert list(typical_stages(systems).index) == ["E54000041", "E54000038", "E54000037"]


def test_the_timeline_of_replicates_shows_the_median_and_never_half_a_stage(story):
    ends = ["STP", "ACS"]
    systems = story(replicates=2, stages={"X": [["STP", end] for end in ends]}).tables()["systems"]
    assert typical_stages(systems).loc["X"].tolist() == [0, 1]


def test_the_map_has_a_tile_for_each_of_england_s_areas(story):
    stages = {facts.code: ["STP", "CANDIDATE"] for facts in england_systems()}
    tables = story(stages=stages).tables()
    assert len(tiles(tables["systems"])) == 44
    places = {(fact.row, fact.column) for fact in tiles(tables["systems"])}
    assert len(places) == 44
    said = texts(stage_map(tables["systems"]))
    assert said.count("25%") == 44  # the share of patients in an alliance
    assert "not a boundary map" in " ".join(said)


def test_a_live_contract_shows_on_the_tile_of_its_system(story):
    stages = {facts.code: ["STP", "ACS"] for facts in england_systems()}
    events = [(1, "2017-Q3", "place", "11J", "contract live", "FULL")]  # NHS Dorset CCG
    tables = story(stages=stages, events=events).tables()
    found = {fact.short_name: fact.stage for fact in tiles(tables["systems"], tables["events"])}
    assert found["DOR"] == 4
    assert found["DEV"] == 3


def test_tiles_on_which_replicates_differ_carry_a_mark(story):
    stages = {facts.code: [["STP", "STP"], ["STP", "CANDIDATE"]] for facts in england_systems()}
    said = texts(stage_map(story(replicates=2, stages=stages).tables()["systems"]))
    assert said.count("~1") == 44


def test_a_country_without_tiles_has_no_map(story):
    stages = {f"X{n}": ["STP", "STP"] for n in range(9)}
    assert stage_map(story(stages=stages).tables()["systems"]) is None


def test_joining_compares_the_first_quarter_with_the_last(figures):
    joined, resisting, _ = figures["joining"].axes[1:]
    rings, dots = joined.lines
    assert len(dots.get_xdata()) == 18  # all practices and 17 classes
    assert not np.any(rings.get_xdata())
    deprivation = dots.get_xdata()[1:6]
    np.testing.assert_allclose(deprivation, [0, 0.1, 0.2, 0.3, 0.4])
    np.testing.assert_allclose(resisting.lines[1].get_xdata(), 0.1)
    assert joined.get_xlim()[1] > 0.4


def test_bars_of_gates_are_the_shares_of_failures(figures):
    axes = figures["gates"].axes[1]
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [1, 1, 1.0, 0.5, 0.5, 0.0]  # the ground, then short, then the only one short
    assert "Gate to candidate: 2 failures in 2 evaluations (100%)" in texts(figures["gates"])


def test_offers_that_nobody_could_take_are_named_and_not_drawn(figures):
    said = " ".join(texts(figures["offers"]))
    assert len(figures["offers"].axes) == 1
    assert "30 of 50 at the end" in said
    assert "Open to nobody during the run: Full contract." in said


def test_without_a_failed_gate_or_an_open_offer_there_is_no_figure(story):
    tables = story(offers={"hub": [(0, 0), (0, 0)]}).tables()
    assert gate_conditions(tables["gates"]) is None
    assert offers_signed(tables["offers"]) is None
    assert offers_signed(tables["offers"].iloc[:0]) is None


@pytest.mark.parametrize(
    ("quarters", "replicates"),
    [(("2017-Q2",), 1), (("2017-Q2",), 3), (("2017-Q2", "2017-Q3"), 3)],
)
def test_the_smallest_runs_can_be_drawn(story, shares_of, tmp_path, quarters, replicates):
    n = len(quarters)
    results = story(
        quarters=quarters,
        replicates=replicates,
        stages={"E54000041": ["STP"] * n},
        national={"practices": [1] * n, "practices_independent": [1] * n},
        classes={("rurality", "urban"): shares_of(1), ("rurality", "rural"): shares_of(0)},
        offers={"hub": [(0, 1)] * n},
    ).results()
    for illustration in illustrate(results):
        save(illustration.figure, tmp_path, illustration.name, formats=("svg",))
    assert {path.stem for path in tmp_path.glob("*.svg")} == {
        "stages", "timeline", "stances", "offers", "joining", "governance",
        *(["flows"] if n > 1 else []),
    }  # fmt: skip


def test_flows_between_stances_add_up_to_the_stocks(full_story):
    tables = full_story.tables()
    national = tables["national"]
    dates = flow_dates(quarters_in(national))
    stocks, flows = stocks_and_flows(national, tables["transitions"], dates)
    total = float(national.groupby("quarter")["practices"].mean().max())
    for stock in stocks:
        assert sum(stock.values()) == pytest.approx(total)
    moved = sum(n for flow in flows for n in flow.values())
    listed = flows_table(national, tables["transitions"])
    assert listed["Practices"].sum() == pytest.approx(moved, abs=0.1 * max(len(listed), 1))


def test_a_practice_that_goes_there_and_back_has_not_moved():
    moves = pd.DataFrame(
        [(1, "2018-Q1", "A", "INDEPENDENT", "ALLIANCE", "agreement in force"),
         (1, "2018-Q2", "A", "ALLIANCE", "INDEPENDENT", "left"),
         (1, "2018-Q2", "B", "INDEPENDENT", "ALLIANCE", "agreement in force"),
         (1, "2018-Q2", "C", "ALLIANCE", "INDEPENDENT", "closed")],
        columns=["replicate", "quarter", "practice", "before", "after", "why"],
    )  # fmt: skip
    stances = ["resisting", "independent", "alliance", "partial", "full"]
    rows = [(1, "2017-Q4", 4, 0, 3, 1, 0, 0), (1, "2018-Q1", 4, 0, 2, 2, 0, 0),
            (1, "2018-Q2", 2, 0, 1, 1, 0, 0)]  # fmt: skip
    columns = ["replicate", "quarter", "practices", *(f"practices_{name}" for name in stances)]
    national = pd.DataFrame(rows, columns=columns)
    _, (flows,) = stocks_and_flows(national, moves, ["2017-Q4", "2018-Q2"])
    assert flows == {
        ("practices_independent", "practices_alliance"): 1,
        ("practices_alliance", "gone"): 1,
        ("practices_independent", "gone"): 1,  # of whom no transition tells
    }


def test_months_are_marked_at_the_same_month_of_each_year(story):
    months = tuple(f"{2017 + (3 + m) // 12}-{(3 + m) % 12 + 1:02d}" for m in range(24))
    stages = {"E54000041": ["STP"] * 24}
    axes = systems_by_stage(story(quarters=months, stages=stages).tables()["national"]).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2018\n03", "2019\n03"]


def test_ten_years_are_marked_by_year_and_end_with_the_last_quarter(story):
    quarters = tuple(f"{2017 + (q + 1) // 4}-Q{(q + 1) % 4 + 1}" for q in range(40))
    stages = {"E54000041": ["STP"] * 40}
    axes = systems_by_stage(story(quarters=quarters, stages=stages).tables()["national"]).axes[0]
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels[0] == "2018\nQ1"
    assert labels[-1] == "2027\nQ1"
    assert len(labels) == 10


def test_labels_moved_apart_keep_their_order_and_distance():
    places = spread([5, 5.1, 0, 9.9], 1, 0, 10)
    assert np.argsort(places).tolist() == [2, 0, 1, 3]
    assert np.diff(np.sort(places)).min() >= 1 - 1e-9
    assert min(places) >= 0
    assert max(places) <= 10


def test_the_same_tables_give_the_same_bytes(full_story, tmp_path):
    tables = full_story.tables()
    for folder in (tmp_path / "one", tmp_path / "two"):
        for name, figure in drawn(tables).items():
            save(figure, folder, name, formats=("svg",))
        save(systems_by_stage(tables["national"]), folder, "stages", formats=("png",))
    ones = sorted((tmp_path / "one").iterdir())
    assert len(ones) == 8
    for path in ones:
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_figure_holds_no_date_and_somebody_s_own_settings_do_not_show(full_story, tmp_path):
    import matplotlib as mpl

    national = full_story.tables()["national"]
    save(systems_by_stage(national), tmp_path, "plain", formats=("svg",))
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.fonttype": "none"}):
        save(systems_by_stage(national), tmp_path, "theirs", formats=("svg",))
    plain = (tmp_path / "plain.svg").read_bytes()
    assert plain == (tmp_path / "theirs.svg").read_bytes()
    assert b"<dc:date>" not in plain
    assert not re.search(rb"<(image|script|use)[^>]*href=\"(?!#)", plain)


def test_results_are_drawn_straight(full_story):
    said = texts(stances(full_story.results()))
    assert any(
        "scenario plan_2017, a made-up country, 2 replicates, seeds 1 to 2" in t for t in said
    )


def test_a_number_stands_beside_the_end_and_not_beside_the_start(story, shares_of):
    classes = {("rurality", "urban"): shares_of(10, resisting=1)}
    groups = story(classes=classes).tables()["groups"]
    is_first = groups["quarter"] == "2017-Q2"
    groups.loc[is_first, "practices_resisting"] = 5
    resisting = who_joined(groups).axes[2]
    for label in resisting.texts:
        assert label.get_text() == "10%"
        assert label.get_position()[0] < 0.1
        assert label.get_ha() == "right"
