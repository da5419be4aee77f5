"""What a visitor may ask for."""

import pytest

from acs_abm.app.draft import BASELINE, preset
from acs_abm.app.settings import Settings
from acs_abm.app.uploads import read_upload
from acs_abm.errors import CommandError


def test_every_default_lets_the_baseline_run():
    Settings().expect_allowed(preset(BASELINE))


def test_a_run_that_is_too_long_is_refused_with_both_numbers():
    scenario = read_upload("a.yaml", b"extends: plan_2017\nuntil: 2090-Q1\n")
    with pytest.raises(CommandError, match=r"until: .* 292 steps; this page runs 240") as refused:
        Settings().expect_allowed(scenario)
    assert "acs-abm run" in str(refused.value)


def test_a_run_of_too_many_practices_is_refused_and_one_of_fewer_is_not():
    few = Settings(most_practices=500)
    with pytest.raises(CommandError, match="systems: a run of 7,436 GP practices"):
        few.expect_allowed(preset(BASELINE))
    few.expect_allowed(read_upload("a.yaml", b"extends: plan_2017\nsystems: [DOR]\n"))


@pytest.mark.parametrize("text", ["", "1", "0", "-3", "101", "2.5", "ten", "٣", "1e2", "9" * 40])
def test_replicates_that_make_no_sense_are_refused(text):
    with pytest.raises(
        CommandError, match=r"replicates is .*: it takes a whole number from 2 to 100"
    ):
        Settings().replicates(text)


def test_as_many_replicates_as_are_allowed_are_taken():
    assert Settings().replicates("2") == 2
    assert Settings(most_replicates=7).replicates("7") == 7


def test_a_comparison_of_too_many_runs_is_refused():
    Settings(most_runs=40).expect_affordable(40)
    with pytest.raises(CommandError, match="41 runs; this page does 40"):
        Settings(most_runs=40).expect_affordable(41)
