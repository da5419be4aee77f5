"""What an outcome hangs on: indices of functions whose exact values are known."""

import numpy as np
import pandas as pd
import pretend
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_studies import run

import acs_abm as acs
from acs_abm.analysis.studies.sensitivities import tell_sensitivity
from acs_abm.errors import StudyError
from acs_abm.explore.study.outcome import Condition, outcome_sql
from acs_abm.explore.study.sensitivity import noise_of, sensitivity
from acs_abm.explore.study.study import Study

PI = dict.fromkeys("xyz", (-np.pi, np.pi))
QUALITY, NOISE = "practice.right_of_return_quality", "practice.choice_noise"


def ishigami(points):
    x, y, z = points.T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def runs_of(design, function, replicates=4, sd=0.5, seed=1):
    """Return one row a run: the function, luck that points share, and luck of its own."""
    means = function(np.array(design.points, dtype=float))
    luck = np.random.default_rng(seed)
    shared = luck.normal(size=replicates)
    rows = [
        pd.DataFrame({"scenario": "one", "point": range(len(means)), "replicate": r + 1,
                      "value": means + shared[r] + sd * luck.normal(size=len(means))})
        for r in range(replicates)
    ]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def found_for(design, method=None, function=ishigami, **how):
    return sensitivity(design, runs_of(design, function, **how), "f", method, paired=True)


def values(found, index):
    rows = found.indices[found.indices["index"] == index].set_index("parameter")
    return rows.loc[list("xyz")]


def test_the_indices_of_ishigami_come_out_right_through_the_exporter():
    found = found_for(acs.sobol(PI, 2048))
    first, total = values(found, "S1"), values(found, "ST")
    assert list(first["value"]) == pytest.approx([0.3139, 0.4424, 0.0], abs=0.04)
    assert list(total["value"]) == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.04)
    assert (total["low"] < total["value"]).all()
    assert total.loc["z", "low"] > 0
    assert first.loc["z", "low"] < 0 < first.loc["z", "high"]
    assert found.main["parameter"].tolist() == ["x", "y", "z"]


def test_morris_finds_the_slopes_of_a_plane_in_units_of_the_outcome():
    design = acs.morris({"x": (0.0, 1.0), "y": (-2.0, 6.0), "z": (10.0, 11.0)}, 20)
    found = found_for(design, function=lambda p: p @ np.array([5.0, -1.0, 0.0]), sd=0)
    assert list(values(found, "mu_star")["value"]) == pytest.approx([5, 8, 0], abs=1e-9)
    assert list(values(found, "mu")["value"]) == pytest.approx([5, -8, 0], abs=1e-9)
    assert found.swings["difference"].tolist() == pytest.approx([5, -8, 0], abs=1e-9)
    assert found.swings["low"].tolist() == pytest.approx([5, -8, 0], abs=1e-9)


@pytest.mark.parametrize("method", ["pawn", "delta"])
def test_a_sample_tells_what_matters_from_what_does_not(method):
    design = acs.latin_hypercube(PI, 120)
    found = found_for(design, method, function=lambda p: 3 * p[:, 0] + p[:, 1], sd=0.1)
    main = values(found, found.main["index"].iloc[0])
    assert found.main["parameter"].iloc[0] == "x"
    assert main.loc["x", "low"] > main.loc["x", "nothing"]
    assert main.loc["x", "low"] > main.loc["z", "high"]
    if method == "pawn":  # whose index of nothing is not 0
        assert main.loc["z", "low"] < main.loc["z", "nothing"]


def test_of_what_is_all_luck_no_parameter_is_told_apart():
    found = found_for(acs.latin_hypercube(PI, 40), "pawn", lambda p: 0 * p[:, 0], sd=1)
    assert (found.main["low"] <= found.main["nothing"]).all()
    claims = tell_sensitivity(found).claims
    assert claims[0].startswith("PAWN tells no parameter apart from one without effect on f")
    assert "without effect: " in claims[1]


def test_swings_tell_the_direction():
    found = found_for(acs.latin_hypercube(PI, 80), "pawn", lambda p: p[:, 0] - 2 * p[:, 1], sd=0)
    swings = found.swings.set_index("parameter")
    assert swings.loc["x", "low"] > 0 > swings.loc["y", "high"]
    assert swings.loc["z", "low"] < 0 < swings.loc["z", "high"]


def test_the_same_table_gives_the_same_indices():
    design = acs.sobol(PI, 64)
    pd.testing.assert_frame_equal(found_for(design).indices, found_for(design).indices)


def exact(draws):
    """Return draws with mean 0 and variance 1, to the digit."""
    return (draws - draws.mean()) / draws.std(ddof=1)


@pytest.mark.parametrize("paired", [True, False])
def test_the_noise_index_is_the_share_of_variance_that_is_luck(paired):
    luck = np.random.default_rng(1)
    n, r = 400, 200
    points, own = 2.0 * exact(luck.normal(size=(n, 1))), luck.normal(size=(n, r))
    shared = exact(luck.normal(size=(1, r))) if paired else np.zeros((1, r))
    found = noise_of(points + shared + own, paired=paired)
    assert found["noise"] == pytest.approx(2 / 6 if paired else 1 / 5, abs=0.03)
    assert found["noise_of_mean"] == pytest.approx((1 / r) / (4 + 1 / r), rel=0.2)


def test_one_replicate_says_nothing_of_luck():
    found = found_for(acs.sobol(PI, 16), replicates=1)
    assert found.noise["noise"].isna().all()
    assert "With one replicate" in " ".join(tell_sensitivity(found).claims)


def test_an_outcome_that_never_moves_hangs_on_nothing():
    with pytest.raises(StudyError, match="same at every point"):
        found_for(acs.sobol(PI, 16), function=lambda p: 0 * p[:, 0], sd=0)


@pytest.mark.parametrize(
    ("design", "method"),
    [
        (acs.grid({"x": [0, 1]}), None),
        (acs.sobol(PI, 4), "morris"),
        (acs.latin_hypercube(PI, 8), "sobol"),
        (acs.morris(PI, 4), "pawm"),
    ],
)
def test_a_method_that_does_not_fit_the_design_is_refused(design, method):
    with pytest.raises(StudyError, match="design of kind"):
        sensitivity(design, pd.DataFrame(), "f", method, paired=True)


# ---------------------------------------------------------------- of a study


@pytest.fixture(scope="module")
def spanned(tmp_path_factory):
    """A Sobol' study of pretended runs, of which savings hang on one parameter and little luck."""
    plan = acs.Scenario.load("plan_2017").change(until="2018-Q2")
    study = Study(
        tmp_path_factory.mktemp("spanned") / "study", [plan], synthetic=1, replicates=2, chunk=40,
        design=acs.sobol({QUALITY: (0, 1), NOISE: (4, 12)}, 16), simulate=pretend.SIMULATE,
    )  # fmt: skip
    run(study)
    return study


def test_a_study_is_asked_by_column_and_quarter(spanned):
    found = spanned.sensitivity("savings@2018-Q1")
    main = found.main.set_index("parameter")
    assert main.loc[QUALITY, "value"] == pytest.approx(1, abs=0.1)
    assert main.loc[NOISE, "value"] == pytest.approx(0, abs=1e-6)
    assert found.noise["noise"].iloc[0] < 1e-6
    claims = " ".join(tell_sensitivity(found).claims)
    assert f"hangs most on {QUALITY}" in claims
    assert f"without effect: {NOISE}" in claims


def test_an_outcome_may_be_an_expression_or_sql(spanned):
    plain = spanned.outcome("savings@2018-Q2")["value"]
    twice = spanned.outcome("(savings + savings) / 2 * 2@2018-Q2")["value"]
    assert twice.to_numpy() == pytest.approx(2 * plain.to_numpy())
    largest = spanned.outcome("select run, max(savings) as value from national group by run")
    assert (largest["value"].to_numpy() >= plain.to_numpy()).all()
    assert spanned.outcome("savings")["value"].equals(plain)  # the last quarter


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ("savingz@2018-Q1", "did you mean 'savings'"),
        ("savings@2019-Q1", "2017-Q2 to 2018-Q2"),
        ("savings; drop table x", "not understood"),
        ("savings +", "no complete expression"),
        ("@2018-Q1", "names no national column"),
        ("savings / (practices - practices)", "is no number in plan_2017, point 0, replicate 1"),
        ("select run from summary", "not run and value"),
        ("select 0 as run, 1 as value", "one for each run"),
    ],
)
def test_an_outcome_that_makes_no_sense_is_refused_in_words(spanned, of, says):
    with pytest.raises(StudyError) as refused:
        spanned.outcome(of)
    assert says in str(refused.value)


@given(st.text(max_size=30))
def test_any_text_is_an_outcome_or_a_refusal(text):
    try:
        sql, given_values = outcome_sql(text, ["savings"], ["2018-Q1"])
    except StudyError:
        return
    assert sql.startswith("select run,") or sql == text
    assert given_values in (["2018-Q1"], [])


@given(st.text(max_size=30))
def test_any_text_is_a_condition_or_a_refusal(text):
    try:
        asked = Condition.parse(text)
    except StudyError:
        return
    assert asked.sign in text
    assert np.isfinite(asked.limit)


def test_an_incomplete_design_is_refused_by_name(new_study):
    study = new_study()
    run(study, shard="1/2")
    with pytest.raises(
        StudyError, match=r"12 of 24 runs are not done: kind, point 0, replicate 1.*resume"
    ):
        study.outcome("savings@2018-Q1")


def test_failed_runs_are_refused_by_name(new_study, monkeypatch):
    monkeypatch.setenv(pretend.NAUGHTY, "raise:2")
    study = new_study()
    run(study)
    with pytest.raises(StudyError) as refused:
        study.outcome("savings@2018-Q1")
    assert "6 of 24 runs failed: plan_2017, point 0, replicate 2" in str(refused.value)
    assert "no such luck" in str(refused.value)


def test_differences_are_taken_run_by_run(new_study):
    study = new_study()
    run(study)
    difference = study.outcome("savings@2018-Q1", against="plan_2017")
    assert set(difference["scenario"]) == {"kind"}
    assert difference["value"].to_numpy() == pytest.approx(6e8)  # the luck that both share cancels


def test_the_command_answers_and_writes_a_table_and_a_figure(type_command, spanned, tmp_path):
    answer = type_command("sensitivity", spanned.folder, "--of", "savings@2018-Q1", "-o", "out")
    assert answer.code == 0
    assert "hangs most on" in answer.out
    written = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert written == [".csv", ".png", ".svg"]
    wrong = type_command(
        "sensitivity", spanned.folder, "--of", "savings@2018-Q1", "--method", "pawn"
    )
    assert wrong.code == 1
    assert "takes sobol" in wrong.err


def test_each_method_and_base_has_files_of_its_own_and_is_told():
    found = found_for(acs.latin_hypercube(PI, 40), method="pawn")
    other = found_for(acs.morris(PI, 4))
    less = tell_sensitivity(found, against="plan_2017")
    names = [tell_sensitivity(found).name, tell_sensitivity(other).name, less.name]
    assert names == [
        "sensitivity_f_pawn", "sensitivity_f_morris", "sensitivity_f_pawn_against_plan_2017"
    ]  # fmt: skip
    assert less.title == "What f, less plan_2017 hangs on"
