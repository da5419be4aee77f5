"""Small studies of pretended runs, and the digest that they must come to."""

import dataclasses

import pretend
import pytest
from small_studies import plan_of
from typed_commands import type_command  # noqa: F401 - a fixture for these tests

from acs_abm.explore.study.study import Study


@pytest.fixture(autouse=True)
def _well_behaved(monkeypatch):
    for name in (pretend.NAUGHTY, "ACS_TEST_SECONDS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def pretended_plan():
    """Two scenarios, three points, four replicates: 24 runs with seeds 1 to 4."""
    return plan_of(chunk=3)


@pytest.fixture
def new_study(tmp_path, pretended_plan):
    """Return a function that makes a study in a folder of its own, not yet run."""

    def make(name="study", **change):
        return Study(tmp_path / name, plan=dataclasses.replace(pretended_plan, **change))

    return make


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory, pretended_plan):
    """The digest of the study run one after another with nothing going wrong."""
    study = Study(tmp_path_factory.mktemp("serial") / "study", plan=pretended_plan)
    study.run(0, simulate=pretend.SIMULATE)
    return study.verify().digest
