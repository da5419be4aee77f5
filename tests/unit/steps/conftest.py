"""Phases of a step, one at a time, on worlds whose columns a test sets by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from acs_abm.columns import World
from acs_abm.model import AccountableCareModel
from acs_abm.steps import SCHEDULE

Phase = Callable[[World], None]
BY_NUMBER = {phase.number: phase.run for phase in SCHEDULE}


@pytest.fixture
def world(small_model: AccountableCareModel) -> World:
    """Dorset, Frimley and the Black Country after one quarter."""
    small_model.step()
    return small_model.world


@pytest.fixture(scope="session")
def agreements_form() -> Phase:
    """Phase 12."""
    return BY_NUMBER[12]


@pytest.fixture(scope="session")
def gates_are_evaluated() -> Phase:
    """Phase 13."""
    return BY_NUMBER[13]
