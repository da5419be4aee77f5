"""What whoever serves the page decides: how much a visitor may ask for, and results to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from acs_abm.errors import CommandError
from acs_abm.explore.batch import whole_number
from acs_abm.model import find_systems
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario


@dataclass(frozen=True)
class Settings:
    """How the page is served.

    Attributes
    ----------
    most_visitors
        Visitors at a time.
    most_replicates
        Replicates that a visitor may ask for in one go.
    most_runs
        Runs that a comparison of a visitor may take, all worlds and replicates together.
    most_steps
        Steps that a run may have: quarters, or months where a scenario counts in months.
    most_practices
        GP practices that a run may hold.
    results
        Folder of a run or a study, or of several, that the page shows; None for none.
    """

    most_visitors: int = 50
    most_replicates: int = 100
    most_runs: int = 700
    most_steps: int = 240
    most_practices: int = 20_000
    results: Path | None = None

    def expect_allowed(self, scenario: Scenario) -> None:
        """Refuse a scenario that would take more of this computer than a visitor may.

        Raises
        ------
        CommandError
            If its run is too long or holds too many practices.
        """
        steps = scenario.clock.steps
        if steps > self.most_steps:
            raise CommandError(
                f"until: a run from {scenario.start} to {scenario.until} has {steps} steps; "
                f"this page runs {self.most_steps} at most. Let it end earlier, or use acs-abm run"
            )
        practices = _practices(scenario)
        if practices > self.most_practices:
            raise CommandError(
                f"systems: a run of {practices:,} GP practices; this page runs "
                f"{self.most_practices:,} at most. Name fewer care systems, or use acs-abm run"
            )

    def expect_affordable(self, runs: int) -> None:
        """Refuse a comparison that would take too many runs.

        Raises
        ------
        CommandError
            If it would.
        """
        if runs > self.most_runs:
            raise CommandError(
                f"the comparison would take {runs:,} runs; this page does {self.most_runs:,} at "
                "most. Ask for fewer replicates, leave out the attribution, or use acs-abm compare"
            )

    def replicates(self, text: str) -> int:
        """Read how many replicates were asked for.

        Raises
        ------
        CommandError
            If it is not a whole number from 2 to the most that are allowed.
        """
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
        return whole_number("replicates", number, at_least=2, at_most=self.most_replicates)


def _practices(scenario: Scenario) -> int:
    """Count the practices of the care systems that a scenario is about."""
    country = england_by_date(scenario.clock.start)
    if not scenario.systems:
        return len(country.practices.code)
    rows = find_systems(country, scenario.systems)
    return int(np.isin(country.practices.system, rows).sum())


_in_force = Settings()


def settings() -> Settings:
    """Return the settings in force."""
    return _in_force


def decide(**changes: Any) -> None:
    """Change settings, before anybody is served."""
    global _in_force  # noqa: PLW0603 - one server a process, and settings are its own
    _in_force = replace(_in_force, **changes)
