"""One short run of England, recorded once for every test of what panels make of it."""

import pytest

from acs_abm.app.draft import preset
from acs_abm.app.recording import Film
from acs_abm.model import AccountableCareModel

SEED = 3
LAST = 7  # position of the last quarter


@pytest.fixture(scope="session")
def short_scenario():
    return preset("plan_2017").change(until="2019-Q1")


@pytest.fixture(scope="session")
def short_recording(short_scenario):
    film = Film(short_scenario, SEED)
    while not film.is_over:
        film.step()
    film.release()
    return film.cut(with_tables=True)


@pytest.fixture(scope="session")
def short_tables(short_scenario):
    """The same run without the page."""
    return AccountableCareModel(scenario=short_scenario, seed=SEED).run().tables()
