"""Shared by all tests: how Hypothesis searches, and small countries that are quick to run."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from small_country import small_folder  # noqa: F401 - a fixture for all tests

from acs_abm.model import AccountableCareModel, find_systems
from acs_abm.population import Population, england_2017
from acs_abm.scenario import Scenario

# A check must find the same on every machine, so `ci` draws no examples by chance;
# HYPOTHESIS_PROFILE=thorough looks further, and elsewhere each time.
# Neither looks at a clock: a busy machine is slow, not wrong.
BY_NO_CLOCK = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", max_examples=40, derandomize=True, database=None, **BY_NO_CLOCK)
settings.register_profile("thorough", max_examples=1000, database=None, **BY_NO_CLOCK)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def england() -> Population:
    """Built-in England; nobody may change it."""
    return england_2017()


@pytest.fixture(scope="session")
def three_systems(england: Population) -> Population:
    """Dorset, Frimley and the Black Country: a rated-well, a named and a test-area system."""
    return england.restrict(find_systems(england, ["DOR", "FRIM", "BCWB"]))


@pytest.fixture(scope="session")
def eight_systems(england: Population) -> Population:
    """Systems of every rating, some of them named candidates: about 1,400 practices."""
    names = ["DOR", "FRIM", "BCWB", "SYB", "STAF", "DER", "SOM", "NHN"]
    return england.restrict(find_systems(england, names))


@pytest.fixture(scope="session")
def plan() -> Scenario:
    """The default scenario."""
    return Scenario.load("plan_2017")


@pytest.fixture
def dorset_model(england: Population) -> AccountableCareModel:
    """Dorset before its first step, in a model of the test's own."""
    return AccountableCareModel("plan_2017", seed=1, systems=["DOR"], population=england)


@pytest.fixture
def small_model(three_systems: Population) -> AccountableCareModel:
    """Three systems before their first step, in a model of the test's own."""
    return AccountableCareModel("plan_2017", seed=1, population=three_systems)
