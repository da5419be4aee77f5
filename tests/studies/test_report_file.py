"""A report tells what its file asks for, in claims whose numbers are in its tables."""

import re

import numpy as np
import pandas as pd
import pretend
import pytest
from scipy import stats
from small_studies import run

import acs_abm as acs
from acs_abm.analysis.studies.areas import tell_map, tell_timeline
from acs_abm.analysis.studies.report import write_report
from acs_abm.analysis.studies.report_file import read_report_file
from acs_abm.errors import StudyError
from acs_abm.explore.study.settling import enough, settling, variation
from acs_abm.explore.study.study import Study

QUALITY, NOISE = "practice.right_of_return_quality", "practice.choice_noise"
FILE = """\
outcomes:
  saved: {of: savings@2018-Q2, label: what is saved}
  share: list_share_alliance@2018-Q2
tell:
  - level: saved
  - difference: share
  - {values: share, by: practice.choice_noise}
  - over_time: list_share_alliance
  - replicates: [share, savings]
"""


@pytest.fixture(scope="module")
def two_worlds(tmp_path_factory):
    """Two scenarios that differ in savings by 6e8, at three values of a parameter."""
    base = acs.Scenario.load("plan_2017").change(until="2018-Q2")
    kind = base.change(name="kind", **{QUALITY: 0.9})
    study = Study(
        tmp_path_factory.mktemp("two") / "study", [base, kind], synthetic=1, replicates=6, chunk=40,
        design=acs.points([{NOISE: value} for value in (4, 8, 12)]), simulate=pretend.SIMULATE,
    )  # fmt: skip
    run(study)
    return study


@pytest.fixture
def told(two_worlds, tmp_path):
    path = tmp_path / "report.yaml"
    path.write_text(FILE, encoding="utf-8")
    return {finding.name: finding for finding in read_report_file(path, two_worlds)}


def test_every_finding_that_is_asked_for_is_there(told):
    assert list(told) == [
        "level_saved", "difference_share", "values_share_practice.choice_noise",
        "over_time_list_share_alliance", "replicates",
    ]  # fmt: skip


def test_every_number_of_a_claim_is_in_its_table(told):
    for name in ("level_saved", "difference_share"):
        finding = told[name]
        numbers = finding.table.select_dtypes("number").to_numpy(dtype=float).ravel()
        for claim in finding.claims:
            said = claim.replace("95%", "").replace("−", "-").replace(",", "")
            said = re.sub(r"plan_2017|20\d\d-Q\d", "", said)
            for text in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]\d+)?", said):
                near = np.abs(numbers - float(text)) <= 0.006 * np.abs(numbers) + 1e-12
                assert near.any(), (name, text, claim)


def test_an_interval_is_students_over_replicates_whose_points_are_averaged(told, two_worlds):
    values = two_worlds.outcome("savings@2018-Q2")
    means = values[values["scenario"] == "kind"].groupby("replicate")["value"].mean()
    low, high = stats.t.interval(0.95, len(means) - 1, means.mean(), stats.sem(means))
    row = told["level_saved"].table.set_index("scenario").loc["kind"]
    assert (row["low"], row["high"]) == pytest.approx((low, high))


def test_luck_that_is_shared_cancels_in_a_difference(told, two_worlds):
    claim = told["difference_share"].claims[0]
    assert "is not told apart from that in plan_2017: difference 0 (95% interval 0 to 0)" in claim
    paired = two_worlds.paired("savings", "kind", "plan_2017", by=["quarter"])
    assert paired["difference"].to_numpy() == pytest.approx(6e8)
    assert (paired["low"] <= paired["high"]).all()


def test_what_rises_with_a_parameter_is_said_to(told):
    claim = told["values_share_practice.choice_noise"].claims[0]
    assert "from 4 to 12 of practice.choice_noise" in claim
    assert "rises: difference 0.08" in claim


def test_bands_are_told_apart_by_what_is_asked(two_worlds):
    bands = two_worlds.bands("savings", by=["scenario"])
    assert bands["runs"].tolist() == [6 * 3 * len(pretend.QUARTERS)] * 2
    assert (bands["low"] <= bands["median"]).all()
    for wrong in (["scenarios"], []):
        with pytest.raises(StudyError, match="by: "):
            two_worlds.bands("savings", by=wrong)


def test_a_report_holds_claims_figures_and_tables(two_worlds, tmp_path):
    (tmp_path / "report.yaml").write_text(FILE, encoding="utf-8")
    path = write_report(two_worlds, tmp_path / "out" / "report.md", tmp_path / "report.yaml")
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (path.parent / link).exists(), link
    assert "## Level: what is saved" in text
    table = pd.read_csv(path.parent / "level_saved.csv")
    assert table["scenario"].tolist() == ["plan_2017", "kind"]


def test_findings_that_would_have_one_name_are_numbered(two_worlds, tmp_path):
    path = tmp_path / "report.yaml"
    tell = "tell:\n  - replicates: [savings]\n  - replicates: [list_share_alliance]\n"
    path.write_text(tell, encoding="utf-8")
    found = read_report_file(path, two_worlds)
    assert [one.name for one in found] == ["replicates", "replicates_2"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("level: saved", "levl: saved", "did you mean 'level'"),
        ("level: saved", "level: savd", "there is no national measure 'savd'"),
        ("by: practice.choice_noise", "by: practice.choice_noize", "does not vary"),
        ("{values: share, by: practice.choice_noise}", "values: share", "by: is missing"),
        ("level: saved", "level: saved\n    by: x", "'by' is not allowed"),
        ("difference: share", "sensitivity: share", "design of kind 'points'"),
        ("tell:", "tel:", "'tel' is not known"),
        ("{of: savings@2018-Q2, label: what is saved}", "{label: x}", "outcomes.saved"),
        ("difference: share", "discover: share", "condition"),
        ("level: saved", "map: kindly", "did you mean 'kind'"),
        ("level: saved", "map: kind\n    point: 3", "it takes 0 to 2"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_place(two_worlds, tmp_path, old, new, says):
    path = tmp_path / "report.yaml"
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError) as refused:
        read_report_file(path, two_worlds)
    assert says in str(refused.value)
    assert str(refused.value).startswith(str(path))


# ---------------------------------------------------------------- how many replicates


def test_the_coefficient_of_variation_ends_at_that_of_all_replicates():
    cells = np.random.default_rng(1).normal(10, 2, size=(30, 60))
    path = variation(cells)
    expected = (cells.std(axis=1, ddof=1) / cells.mean(axis=1)).mean()
    assert path["variation"].iloc[-1] == pytest.approx(expected)
    assert (path["low"] <= path["variation"]).all()
    assert (path["high"] >= path["variation"]).all()
    assert path["low"].iloc[-1] == pytest.approx(path["high"].iloc[-1])


def test_a_steady_outcome_settles_sooner_than_one_that_hangs_on_a_rare_event():
    luck = np.random.default_rng(2)
    steady = 10 + luck.normal(size=(1, 60))
    rare = np.zeros((1, 60))
    rare[0, 7] = 1
    soon, late = enough(variation(steady)), enough(variation(rare))
    assert soon <= 45
    assert np.isnan(late)


def test_what_never_varies_has_nothing_to_settle():
    values = pd.DataFrame(
        {"scenario": "one", "point": 0, "replicate": range(1, 9), "none": 0.0, "same": 3.0}
    )
    summary = settling(values, ["none", "same"]).summary.set_index("outcome")
    assert summary["enough"].isna().all()
    assert summary.loc["same", "variation"] == 0


def test_replicates_for_five_percent_are_those_of_the_formula():
    values = pd.DataFrame(
        {"scenario": "one", "point": 0, "replicate": range(1, 101),
         "x": 100 + 20 * np.tile([1.0, -1.0], 50)}
    )  # fmt: skip
    row = settling(values, ["x"]).summary.iloc[0]
    assert row["for_5_percent"] == pytest.approx((1.96 * 0.2 / 0.05) ** 2, abs=2)


def test_the_command_tells_of_every_headline(type_command, two_worlds, tmp_path):
    answer = type_command("replicates", two_worlds.folder, "-o", "out")
    assert answer.code == 0, answer.err
    titles, *rows = [line.split("\t") for line in answer.out.splitlines() if "\t" in line]
    outcomes = {row[titles.index("outcome")] for row in rows}
    assert {"list_share_alliance", "savings"} <= outcomes <= set(two_worlds.measures())
    assert (tmp_path / "out" / "replicates.png").exists()


@pytest.fixture(scope="module")
def one_replicate(tmp_path_factory):
    base = acs.Scenario.load("plan_2017").change(until="2018-Q2")
    kind = base.change(name="kind", **{QUALITY: 0.9})
    study = Study(
        tmp_path_factory.mktemp("single") / "study", [base, kind], synthetic=1, replicates=1,
        simulate=pretend.SIMULATE,
    )  # fmt: skip
    run(study)
    return study


def test_with_one_replicate_scenarios_are_compared_without_an_interval(type_command, one_replicate):
    answer = type_command("compare", one_replicate.folder, "--column", "savings")
    assert answer.code == 0, answer.err
    first = answer.out.splitlines()[0]
    assert "over 1 replicate; with one replicate there is no interval" in first


def test_one_replicate_is_not_said_to_settle(type_command, one_replicate):
    answer = type_command("replicates", one_replicate.folder, "--of", "savings")
    assert answer.code == 0, answer.err
    assert "with one replicate it has no spread to settle" in answer.out
    assert "in every replicate" not in answer.out


# ---------------------------------------------------------------- areas


def areas(tmp_path, **who):
    plan = acs.Scenario.load("plan_2017").change(until="2017-Q3")
    study = Study(tmp_path / "areas", [plan], replicates=2, **who)
    study.run(0)
    return study


def test_areas_are_drawn_on_the_map_and_over_time(tmp_path):
    study = areas(tmp_path, systems=["DOR", "FRIM", "SUR", "NOTT", "BLMK"])
    drawn, over_time = tell_map(study, "plan_2017"), tell_timeline(study, "plan_2017")
    assert set(drawn.table["Area"]) == {"DOR", "FRIM", "SUR", "NOTT", "BLMK"}
    assert drawn.figure is not None
    assert len(over_time.table) == 5
    last = "".join(text.get_text() for text in drawn.figure.texts)
    assert "scenario plan_2017" in last


def test_a_made_up_country_has_no_map(tmp_path):
    with pytest.raises(StudyError, match="England"):
        tell_map(areas(tmp_path, synthetic=1), "plan_2017")
