"""The table of contrasts of organisations: organisation_contrasts.yaml, and the runs that judge it.

``python tests/behaviour/organisation_contrasts.py`` prints what was expected beside what is found.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from lever_table import SEEDS, Found, Lever

from acs_abm.model import AccountableCareModel
from acs_abm.population import Population, england_by_date

TABLE = Path(__file__).parent / "organisation_contrasts.yaml"
NOT_FOR_EVENTS = {"measure": "", "over": ""}


@dataclass(frozen=True)
class Contrast(Lever):
    """One row of the table: a lever of one rule at two values."""

    rule: str = ""
    events: str = ""
    few: tuple[Mapping[str, Any], ...] = ()

    def measured(self, value: int, seed: int, population: Population, **more: Any) -> float:
        """Run one of the two values with one seed."""
        if not self.events:
            return super().measured(value, seed, population, **more)
        scenario = self.scenario_at(value, **more)
        model = AccountableCareModel(scenario, seed, population=population).run()
        return float(len(model.tables()["events"].query(self.events, engine="python")))


def contrasts() -> dict[str, Contrast]:
    """Read the table."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {name: Contrast(name=name, **NOT_FOR_EVENTS | row) for name, row in rows.items()}


def contrast_found(contrast: Contrast, seeds: Iterable[int] = SEEDS) -> Found:
    """Return what the second value changes in England, with the same luck as at the first."""
    england = england_by_date(contrast.scenario_at(0).clock.start)
    pairs = [[contrast.measured(value, seed, england) for value in (0, 1)] for seed in seeds]
    return Found.of(np.diff(np.array(pairs)).ravel())


def main(names: Sequence[str]) -> None:
    """Print the table, expected and found, or some of its rows."""
    table = contrasts()
    for contrast in (table[name] for name in names or table):
        found = contrast_found(contrast)
        low, high = contrast.expected["whole"]
        verdict = "" if low <= found.mean <= high else "  OUTSIDE"
        print(
            f"{contrast.name:28} expected {low:7g} to {high:7g}, found "
            f"{found.mean:8.3f} ({found.low:.3f} to {found.high:.3f}){verdict}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
