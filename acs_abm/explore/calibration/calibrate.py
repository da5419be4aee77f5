"""History matching in waves: study, emulators, what they rule out, and the next wave within it.

Every wave is a study in a folder of its own, so that a calibration that was stopped goes on where
it was; what lies between two studies is worked out again, to the same numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.errors import StudyDiffersError, StudyError
from acs_abm.explore.calibration.diagnostics import summary_of_wave
from acs_abm.explore.calibration.emulator import processes
from acs_abm.explore.calibration.judging import judge_of_wave
from acs_abm.explore.calibration.members import Members, pick_members
from acs_abm.explore.calibration.region import (
    Judge,
    Sample,
    implausibilities,
    sample_region,
)
from acs_abm.explore.calibration.scored import Scored, scored_targets
from acs_abm.explore.calibration.settings import QUARTER, SURVEYS, WHOLE_COUNTRY, Settings
from acs_abm.explore.calibration.waves import luck_of, units_of, values_by_run, wave_plan
from acs_abm.explore.ensemble import write_ensemble
from acs_abm.explore.provenance import package_version
from acs_abm.explore.study.code import code_fingerprint
from acs_abm.explore.study.design import Design, scaled_points, sobol_units
from acs_abm.explore.study.disk import write_text, writing
from acs_abm.explore.study.plan_file import is_study
from acs_abm.explore.study.study import Study
from acs_abm.parameters import Parameter
from acs_abm.scenario import Scenario

Floats = NDArray[np.float64]
Tell = Callable[[str], None]

WAYS = {
    WHOLE_COUNTRY: "acs_abm.explore.target_runs:whole_country",
    QUARTER: "acs_abm.explore.target_runs:quarter_of_episodes",
    SURVEYS: "acs_abm.explore.target_runs:surveys_alone",
}
"""The functions that do a run: by how much of the country the early episodes are run on, and one
that gives the surveys alone."""
BASE = "plan_2017"
SETTINGS, ENSEMBLE = "calibration.json", "ensemble"
MOST_CHECKS = 40
ASKED_FOR_ONE = 3
"""Points of the region at which the surveys are run for one at which everything is."""
CHECKS_APART, SURVEYS_APART = 1000, 2000
"""How far seeds of checks and surveys lie from those of waves."""


@dataclass
class Calibration:
    """A calibration in a folder.

    Attributes
    ----------
    folder
        Where its studies and tables are.
    settings
        What it is asked to do.
    targets
        What is scored; every calibration target that has a discrepancy.
    ranges
        What is varied; every uncertainty of ``plan_2017`` that is a number.
    ways
        The functions that do a run: on the whole country, and quicker.
    workers
        Processes for the studies.
    any_code
        Go on although the code has changed since a study was begun.
    tell
        Called with what is being done.
    """

    folder: Path
    settings: Settings
    targets: Sequence[Scored] = field(default_factory=scored_targets)
    ranges: Mapping[str, Parameter] = field(default_factory=lambda: uncertain_numbers(BASE))
    ways: Mapping[str, str] = field(default_factory=lambda: WAYS)
    workers: int | str = "auto"
    any_code: bool = False
    tell: Tell = lambda _: None

    def run(self) -> Members:
        """Do what is missing, and return the members.

        Raises
        ------
        StudyDiffersError
            If the folder holds a calibration that was asked for otherwise.
        StudyError
            If the targets leave nothing, or too few points pass when they are run.
        """
        processes()  # now, rather than after an hour of runs
        self._agree()
        luck = self._luck()
        members = self._checked(self._waves(luck), luck)
        if len(members.values) < self.settings.members:
            raise StudyError(
                f"{self.folder}: only {len(members.values)} of {members.runs} points pass when "
                f"they are run, and {self.settings.members} members are asked for"
            )
        for name, table in members.tables(self.targets, self.ranges).items():
            self._write(name, table)
        with writing(self.folder):
            write_ensemble(members.values, self._facts(members), self.folder / ENSEMBLE)
        return members

    def _waves(self, luck: Mapping[str, float]) -> list[Judge]:
        """Run waves until the region settles, or no more are asked for."""
        asked = self.settings
        judges: list[Judge] = []
        summaries, tests = [], []
        sample = self._sample(judges, asked.waves[0], asked.seed)
        if asked.surveys:
            units = self._sample(judges, asked.surveys, asked.seed + SURVEYS_APART).units
            judge, test = self._judge(self._study(SURVEYS, units, self.ways[SURVEYS]), luck)
            judges.append(judge)
            tests.append(test.assign(wave=1))
        for number, points in enumerate(asked.waves, start=1):
            folder = self._study(f"wave-{number}", sample.units, self.ways[QUARTER])
            done = judges[0].emulators if asked.surveys and number == 1 else {}
            judge, test = self._judge(folder, luck, done)
            judges.append(judge)
            tests.append(test.assign(wave=number))
            before, n_next = sample.share_kept, (*asked.waves, asked.check)[number]
            sample = self._sample(judges, n_next, asked.seed + number)
            summaries.append(summary_of_wave(number, points, before, sample.share_kept))
            self._write("waves", pd.DataFrame(summaries))
            self._write("emulators", pd.concat(tests, ignore_index=True))
            if sample.share_kept >= asked.settled * before:
                break
        return judges

    def _agree(self) -> None:
        """Have the folder and what is asked for be the same calibration."""
        place = self.folder / SETTINGS
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            written = place.read_text(encoding="utf-8") if place.exists() else ""
            if not written or self.settings.is_same_but_for_members(written):
                write_text(self.settings.to_json(), place)
                return
        raise StudyDiffersError(
            f"{self.folder}: holds a calibration with other settings ({SETTINGS}); begin a "
            "new folder, or ask for the same; only members may be added"
        )

    def _luck(self) -> dict[str, float]:
        """Return the variance of luck for each target, pooled over some points."""
        asked = self.settings
        units = sobol_units(len(self.ranges), asked.luck_points, asked.seed)
        folder = self._study("luck", units, self.ways[QUARTER], asked.luck_replicates)
        return luck_of(folder, self.names)

    def _sample(self, judges: Sequence[Judge], n: int, seed: int) -> Sample:
        if not judges:
            return Sample(sobol_units(len(self.ranges), n, seed), n)
        self.tell("Drawing points that are not ruled out")
        return sample_region(len(self.ranges), judges, n, seed, self.settings.most_tried)

    def _study(self, name: str, units: Floats, simulate: str, replicates: int = 1) -> Path:
        """Run a study of points, or what is missing of it; return its folder."""
        folder = self.folder / name
        if is_study(folder):
            study = Study(folder)
        else:
            kind = "sobol_sequence" if name in {"luck", "wave-1", SURVEYS} else "region"
            design: Design = scaled_points(kind, dict(self.ranges), units)
            world = Scenario.load(BASE)
            plan = wave_plan(world, design, simulate, self.settings.seed, replicates)
            study = Study(folder, plan=plan)
        self.tell(f"Running {name}: {study.plan.n_runs} runs")
        study.run(self.workers, simulate=simulate, any_code=self.any_code)
        return folder

    def _judge(
        self, folder: Path, luck: Mapping[str, float], done: Collection[str] = ()
    ) -> tuple[Judge, pd.DataFrame]:
        """Fit emulators to a wave, and test them; targets in ``done`` have one already."""
        self.tell("Fitting emulators")
        targets = [target for target in self.targets if target.name not in done]
        return judge_of_wave(folder, targets, luck, self.settings.cutoff)

    def _checked(self, judges: Sequence[Judge], luck: Mapping[str, float]) -> Members:
        """Run points of the region until enough of them pass, now that they are run.

        Points of the waves are as good, where they were run in the same way: they were drawn
        evenly from a larger region, and are held here to all that was learnt since.
        """
        asked, members = self.settings, Members.none(self.names)
        if asked.episodes == QUARTER:
            for folder in sorted(self.folder.glob("wave-*")):
                members = self._add(members, folder, judges, luck)
        for number in range(1, MOST_CHECKS + 1):
            if len(members.values) >= asked.members:
                break
            units = self._candidates(number, judges, luck)
            folder = self._study(f"check-{number}", units, self.ways[asked.episodes])
            members = self._add(members, folder, judges, luck)
        return members

    def _candidates(
        self, number: int, judges: Sequence[Judge], luck: Mapping[str, float]
    ) -> Floats:
        """Return points of the region to be run; those that pass the surveys, which cost little."""
        asked = self.settings
        seed = asked.seed + CHECKS_APART + number
        if not asked.surveys:
            return self._sample(judges, asked.check, seed).units
        units = self._sample(judges, ASKED_FOR_ONE * asked.check, seed).units
        folder = self._study(f"check-{number}-surveys", units, self.ways[SURVEYS])
        scores = implausibilities(values_by_run(folder, self.names), luck, self.targets).fillna(0)
        passing = (scores < asked.cutoff).all(axis=1)
        points = passing[passing].index.get_level_values("point")
        return units[points[: asked.check]]

    def _add(
        self,
        members: Members,
        folder: Path,
        judges: Sequence[Judge],
        luck: Mapping[str, float],
    ) -> Members:
        """Add the points of a study that are in the region and pass."""
        values, design = values_by_run(folder, self.names), Study(folder).plan.design
        units = units_of(design)[values.index.get_level_values("point")]
        inside = np.all([judge.keeps(units) for judge in judges], axis=0)
        kept = values[inside]
        scores = implausibilities(kept, luck, self.targets)
        members = pick_members(members, design, kept, scores, self.settings.cutoff)
        self.tell(f"{len(members.values)} of {members.runs} points of the region pass")
        return members

    @property
    def names(self) -> list[str]:
        """Names of the targets."""
        return [target.name for target in self.targets]

    def _facts(self, members: Members) -> dict[str, Any]:
        """Return what the manifest of the ensemble says of how it was made."""
        way = self.ways[self.settings.episodes]
        return {
            "scenario": BASE,
            "package_version": package_version(),
            "code": code_fingerprint(way),
            "settings": dataclasses.asdict(self.settings),
            "targets": len(self.targets),
            "points_run": members.runs,
            "effective_size": {
                "members drawn evenly": len(members.values),
                "weighted by how near they come": round(members.effective_size, 1),
            },
        }

    def _write(self, name: str, table: pd.DataFrame) -> None:
        text = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
        with writing(self.folder):
            write_text(text, self.folder / f"{name}.csv")


def uncertain_numbers(scenario: str) -> dict[str, Parameter]:
    """Return every uncertainty of a scenario that is a number, by name."""
    found = Scenario.load(scenario).uncertainties()
    return {name: entry for name, entry in found.items() if entry.is_number}
