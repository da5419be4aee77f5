"""Runs made by hand: tiny tables in which every number is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from acs_abm.analysis.findings import Facts
from acs_abm.explore.runs import Results
from acs_abm.measures import STAGE_COLUMNS, STANCE_COLUMNS, columns
from acs_abm.scenario import Scenario

STAGES = ("STP", "CANDIDATE", "SHADOW_ACS", "ACS")
NAMES = {"E54000041": "Dorset", "E54000038": "Somerset", "E54000037": "Devon"}


@dataclass
class Story:
    """A run written down: what is not said did not happen.

    ``stages`` holds, by system code, one list of stages by quarter, or one such list for each
    replicate; ``national`` the same of numbers by column; events, gates, moves and classes are
    rows without the columns that go without saying.
    """

    quarters: tuple[str, ...] = ("2017-Q2", "2017-Q3")
    replicates: int = 1
    stages: dict[str, list] = field(default_factory=lambda: {"E54000041": ["STP", "STP"]})
    national: dict[str, list] = field(default_factory=dict)
    events: list[tuple] = field(
        default_factory=list
    )  # replicate, quarter, kind, code, what, detail
    gates: list[tuple] = field(default_factory=list)  # quarter, who, stage, verdict, {name: margin}
    moves: list[tuple] = field(default_factory=list)  # quarter, practice, before, after, why
    classes: dict[tuple[str, str], dict] = field(default_factory=dict)  # at the end
    offers: dict[str, list[tuple]] = field(default_factory=dict)  # signed, eligible by quarter

    def facts(self) -> Facts:
        return Facts(self.tables(), self.replicates)

    def results(self, scenario: Scenario | None = None) -> Results:
        scenario = scenario or Scenario.load("plan_2017").change(until=self.quarters[-1])
        codes = tuple(self.stages)
        return Results(
            scenario,
            1,
            self.replicates,
            codes,
            "a made-up country",
            "0" * 16,
            True,
            self.tables(),
            0,
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        return {
            "national": self._national(),
            "systems": self._systems(),
            "groups": self._groups(),
            "offers": self._offers(),
            "gates": self._gates(),
            "transitions": pd.DataFrame(
                [(1, *move) for move in self.moves], columns=columns("transitions")
            ),
            "events": pd.DataFrame(self.events, columns=columns("events")),
            "population_report": pd.DataFrame(
                [("system", "used", "", len(self.stages), "made up", next(iter(self.stages)))],
                columns=columns("population_report"),
            ),
        }

    def _paths(self, path: list) -> list[list]:
        return path if isinstance(path[0], list) else [path] * self.replicates

    def _each(self):
        for replicate in range(1, self.replicates + 1):
            for step, quarter in enumerate(self.quarters):
                yield replicate, step, quarter

    def _national(self) -> pd.DataFrame:
        rows = []
        for replicate, step, quarter in self._each():
            row = dict.fromkeys(columns("national"), 0) | {
                "replicate": replicate,
                "quarter": quarter,
            }
            for name, path in self.national.items():
                row[name] = self._paths(path)[replicate - 1][step]
            for name, stage in zip(STAGE_COLUMNS, STAGES, strict=True):
                paths = [self._paths(path)[replicate - 1] for path in self.stages.values()]
                row[name] = sum(path[step] == stage for path in paths)
            rows.append(row)
        return pd.DataFrame(rows)

    def _systems(self) -> pd.DataFrame:
        rows = []
        for replicate, step, quarter in self._each():
            for code, path in self.stages.items():
                row = dict.fromkeys(columns("systems"), 0)
                stage = self._paths(path)[replicate - 1][step]
                row |= {"replicate": replicate, "quarter": quarter, "system": code, "stage": stage}
                rows.append(row | {"name": NAMES.get(code, code), "alliance_coverage": 0.25})
        return pd.DataFrame(rows)

    def _groups(self) -> pd.DataFrame:
        rows = []
        for replicate, step, quarter in self._each():
            for (grouping, group), numbers in self.classes.items():
                row = dict.fromkeys(columns("groups"), 0) | {
                    "replicate": replicate,
                    "quarter": quarter,
                }
                row |= {"grouping": grouping, "group": group}
                is_last = step == len(self.quarters) - 1
                rows.append(row | (numbers if is_last else {"practices": numbers["practices"]}))
        return pd.DataFrame(rows, columns=columns("groups"))

    def _offers(self) -> pd.DataFrame:
        rows = []
        for replicate, step, quarter in self._each():
            for name, path in self.offers.items():
                signed, eligible = path[step]
                share = signed / eligible if eligible else np.nan
                rows.append((replicate, quarter, name, signed, eligible, share))
        return pd.DataFrame(rows, columns=columns("offers"))

    def _gates(self) -> pd.DataFrame:
        rows = [
            (1, quarter, who, stage, condition, 0.5 + margin, 0.5, margin, 1.0, 0.0, verdict)
            for quarter, who, stage, verdict, margins in self.gates
            for condition, margin in margins.items()
        ]
        return pd.DataFrame(rows, columns=columns("gates"))


@pytest.fixture
def story():
    """Make a run by hand."""
    return Story


@pytest.fixture
def shares_of():
    """Make the numbers of a class out of how many practices hold which stance."""

    def numbers(practices: int, **held: int) -> dict[str, int]:
        row = {f"practices_{name}": n for name, n in held.items()}
        return {"practices": practices} | row

    return numbers


@pytest.fixture
def full_story():
    """A run of three systems and two replicates in which a little of everything happens."""
    hubs_short = {"hub_coverage": -0.1}
    classes = {
        (grouping, group): {
            "practices": 10,
            "practices_resisting": 1,
            "practices_independent": 6,
            "practices_alliance": place,
        }
        for grouping, groups in {
            "deprivation": ("1 (least deprived)", "2", "3", "4", "5 (most deprived)"),
            "rurality": ("urban", "rural"),
            "list_size": ("1 (smallest)", "2", "3", "4", "5 (largest)"),
            "distress": ("1 (least distressed)", "2", "3", "4", "5 (most distressed)"),
        }.items()
        for place, group in enumerate(groups)
    }
    return Story(
        quarters=("2017-Q2", "2017-Q3", "2017-Q4"),
        replicates=2,
        stages={
            "E54000041": [["STP", "CANDIDATE", "SHADOW_ACS"], ["STP", "STP", "CANDIDATE"]],
            "E54000038": ["CANDIDATE", "CANDIDATE", "CANDIDATE"],
            "E54000037": ["STP", "STP", "STP"],
        },
        national={
            "practices": [50, 50, 50],
            **dict(zip(STANCE_COLUMNS, ([5] * 3, [45, 40, 35], [0, 4, 9], [0] * 3, [0, 1, 1]),
                       strict=True)),
            "practices_trust_run": [0, 1, 1],
            "practices_in_hub": [20, 25, 30],
            "list_share_alliance": [[0, 0.08, 0.2], [0, 0.09, 0.22]],
            "governance": [0.3, 0.35, 0.4],
        },
        events=[
            (1, "2017-Q3", "system", "E54000041", "reached", "CANDIDATE"),
            (1, "2017-Q4", "system", "E54000041", "reached", "SHADOW_ACS"),
            (2, "2017-Q4", "system", "E54000041", "reached", "CANDIDATE"),
        ],
        gates=[
            ("2017-Q3", "E54000037", "CANDIDATE", "failed", hubs_short | {"relationships": 0.1}),
            ("2017-Q4", "E54000037", "CANDIDATE", "failed", hubs_short | {"relationships": -0.2}),
            ("2017-Q4", "E54000041", "SHADOW_ACS", "passed", {"selected": 0.5}),
        ],
        moves=[("2017-Q4", "P1", "ALLIANCE", "INDEPENDENT", "left")],
        classes=classes,
        offers={"hub": [(20, 50), (25, 50), (30, 50)], "full_contract": [(0, 0)] * 3},
    )  # fmt: skip
