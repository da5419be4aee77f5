"""Two scenarios with the same luck: what differs, how surely, and which lever it comes from."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acs_abm.analysis.compare.attribution import attribution_table
from acs_abm.analysis.compare.differences import (
    Row,
    measures_of,
    paired_differences,
    rows_by,
    system_differences,
)
from acs_abm.analysis.compare.groups import few_levers
from acs_abm.analysis.compare.levers import (
    Lever,
    between,
    changed_levers,
    expect_same_frame,
)
from acs_abm.analysis.compare.shares import Design, exact_design, sampled_design
from acs_abm.analysis.run import as_ensemble, as_population, as_scenario
from acs_abm.errors import CommandError, UnknownNameError, nearest
from acs_abm.explore.batch import Progress, do_jobs, whole_number
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.job import Job, Setting
from acs_abm.explore.one_world import systems_of_both
from acs_abm.explore.runs import gather, systems_in_run, world_of_seed
from acs_abm.measures.compared import COMPARED
from acs_abm.model import as_names
from acs_abm.population import Population, england_by_date
from acs_abm.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMN = "list_share_alliance"
"""What is explained where nothing else is asked for."""
MOST_LEVERS = 6
"""Levers up to which every combination is run: 64 worlds."""
ORDERS = 24
"""Orders that are drawn where there are more levers, even in groups."""


@dataclass(frozen=True)
class Comparison:
    """Two scenarios, what came of them, and what their difference comes from.

    Attributes
    ----------
    a, b
        The scenarios, over the same quarters. B is compared with A: a difference is B less A.
    seed, replicates
        Replicate r of both has the seed ``seed + r - 1``.
    systems, population, population_digest, is_whole_country
        As in :class:`acs_abm.explore.runs.Results`.
    changed
        Every lever that differs.
    levers
        The same, or in groups where there are many: what differences are attributed to.
    design
        Which worlds between A and B were run.
    tables
        Tidy tables by name: ``differences``, ``system_differences``, ``attribution`` (not where it
        was not asked for), ``levers``, ``national`` and ``systems``.
    seconds, started
        How long it took and when it began.
    ensemble
        The ensemble whose members the replicates took, where there was one.
    """

    a: Scenario
    b: Scenario
    seed: int
    replicates: int
    systems: tuple[str, ...]
    population: str
    population_digest: str
    is_whole_country: bool
    changed: tuple[Lever, ...]
    levers: tuple[Lever, ...]
    design: Design
    tables: Mapping[str, pd.DataFrame]
    seconds: float
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    ensemble: Ensemble | None = None

    @property
    def names(self) -> tuple[str, str]:
        """Names of the scenarios, told apart where they are the same."""
        a, b = self.a.name, self.b.name
        return (a, b) if a != b else (f"{a} (A)", f"{b} (B)")

    @property
    def quarters(self) -> list[str]:
        """Quarters (or months) of the runs, in order."""
        clock = self.a.clock
        return [clock.label(step) for step in range(clock.steps)]

    @property
    def differences(self) -> pd.DataFrame:
        """Paired differences of every national column: one row a quarter and column."""
        return self.tables["differences"]

    def differences_in(self, quarter: str) -> dict[str, Row]:
        """Return the rows of :attr:`differences` of a quarter, by measure."""
        table = self.differences
        return rows_by(table.loc[table["quarter"] == quarter], "measure")

    def attribution(self, column: str = COLUMN, quarter: str | None = None) -> pd.DataFrame:
        """Return the levers that a difference comes from.

        Parameters
        ----------
        column
            A column of the national table.
        quarter
            A quarter of the runs; the last where there is none.

        Returns
        -------
        pandas.DataFrame
            A line for each lever, then ``interaction`` and ``total``. The column ``alone`` (each
            lever by itself) and the column ``order_averaged`` each add up to the total;
            :mod:`acs_abm.analysis.compare.shares` says how.

        Raises
        ------
        AcsError
            If there is no such column or quarter, or no attribution was made.
        """
        when = self._asked(column, quarter)
        if "attribution" not in self.tables:
            raise CommandError("no attribution was made: compare with attribution=True")
        table = self.tables["attribution"]
        chosen = (table["measure"] == column) & (table["quarter"] == when)
        return table.loc[chosen].drop(columns=["quarter", "measure"]).reset_index(drop=True)

    def paragraph(self, column: str = COLUMN, quarter: str | None = None) -> str:
        """Say what differs, and why, in one paragraph of plain words."""
        from acs_abm.analysis.compare.words import paragraph  # noqa: PLC0415 - imports this module

        return paragraph(self, column, self._asked(column, quarter))

    def plot(self, column: str = COLUMN) -> Figure:
        """Draw how the difference of one column goes over time."""
        from acs_abm.analysis.compare.figures import differences  # noqa: PLC0415 - slow to load

        self._asked(column, None)
        return differences(self, [column])

    def write(
        self,
        folder: Path | str,
        file_format: str = "parquet",
        *,
        column: str = COLUMN,
        quarter: str | None = None,
        command: str | None = None,
    ) -> Path:
        """Write tables, both scenarios, manifest, figures and report into a folder.

        Parameters
        ----------
        folder
            Where to; the same comparison made earlier is replaced there, and nothing else.
        file_format
            ``parquet`` or ``csv``.
        column, quarter
            Whose difference the report attributes to levers.
        command
            The command that ran it, for the manifest.

        Raises
        ------
        ResultsError
            If the folder holds something else, or cannot be written.
        """
        from acs_abm.analysis.compare.folder import write_comparison  # noqa: PLC0415 - as in plot
        from acs_abm.analysis.compare.report import write_report  # noqa: PLC0415 - as in plot

        when = self._asked(column, quarter)
        return write_comparison(
            self,
            Path(folder),
            file_format,
            command=command,
            also=lambda draft: write_report(self, draft, column, when),
        )

    def __repr__(self) -> str:
        a, b = self.names
        return f"<Comparison of {b} with {a}, seed {self.seed}, {self.replicates} replicates>"

    def _asked(self, column: str, quarter: str | None) -> str:
        expect_column(column)
        return expect_quarter(self.a, quarter)


def compare(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    replicates: int = 10,
    seed: int = 1,
    organisations: Population | Path | str | None = None,
    systems: Sequence[str] | None = None,
    until: str | None = None,
    values: Mapping[str, Any] | None = None,
    attribution: bool = True,
    workers: int | None = None,
    ensemble: Ensemble | Path | str | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare scenario B with scenario A, replicate by replicate with the same luck.

    Parameters
    ----------
    a, b
        Scenarios, names of shipped ones, or paths of scenario files. They must begin together;
        where one ends earlier, both do. Where one is about some care systems and the other about
        the country, both run in these.
    replicates, seed, systems, workers, progress
        As in :func:`acs_abm.explore.runs.run_scenario`.
    organisations, until, values
        As in :func:`acs_abm.analysis.run.run`, for both scenarios.
    attribution
        Whether to run the worlds between A and B as well, which tell the levers apart: with n
        levers 2 to the power of n worlds instead of 2, where n is at most :data:`MOST_LEVERS`.
        More are put into groups, and if there are still more, :data:`ORDERS` orders are drawn.
    ensemble
        As in :func:`acs_abm.analysis.run.run`: replicate r of every world takes the same member, so
        that differences are of the same parameters and luck, and intervals hold both.

    Raises
    ------
    AcsError
        If the two cannot be compared, or anything else asked for cannot be.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    seed = whole_number("seed", seed, at_least=0)
    replicates = whole_number("replicates", replicates, at_least=1, at_most=1_000_000)
    first, second = expect_same_frame(as_scenario(a, values, until), as_scenario(b, values, until))
    changed = changed_levers(first, second)
    levers = few_levers(changed, MOST_LEVERS)
    design = design_for(len(levers), attribution=attribution)
    everyone = as_population(organisations) or england_by_date(first.clock.start)
    names = as_names(systems) or systems_of_both(first, second, everyone)
    codes = systems_in_run(everyone, names)
    worlds = [between(first, second, [levers[i] for i in world]) for world in design.worlds]
    setting, members = Setting(everyone, tuple(names) if names else None), as_ensemble(ensemble)
    done = do_jobs(setting, _jobs(worlds, seed, replicates, members), workers, progress)
    runs = [gather(done[i : i + replicates]) for i in range(0, len(done), replicates)]
    return Comparison(
        a=first,
        b=second,
        seed=seed,
        replicates=replicates,
        systems=codes,
        population=everyone.name,
        population_digest=everyone.digest,
        is_whole_country=len(codes) == len(everyone.systems.code),
        changed=changed,
        levers=levers,
        design=design,
        tables=_tables(runs, changed, levers, design if attribution else None),
        seconds=time.perf_counter() - clock,
        started=started,
        ensemble=members,
    )


def design_for(n: int, *, attribution: bool) -> Design:
    """Return the worlds to run for so many levers."""
    if not attribution:
        whole = exact_design(1)  # all levers as one
        return Design(n, (frozenset(), frozenset(range(n))), whole.weights)
    return exact_design(n) if n <= MOST_LEVERS else sampled_design(n, ORDERS)


def expect_column(column: str) -> None:
    """Refuse a column that no national table has, or that holds no numbers."""
    known = [c.name for c in COMPARED["national"] if c.unit]
    if column not in known:
        hint = nearest(column, known) or "; 'acs-abm measures national' lists them"
        raise UnknownNameError(f"there is no column '{column}' to compare{hint}")


def expect_quarter(scenario: Scenario, quarter: str | None) -> str:
    """Return a quarter of the run, the last where none is asked for."""
    clock = scenario.clock
    labels = [clock.label(step) for step in range(clock.steps)]
    if quarter is None:
        return labels[-1]
    if quarter not in labels:
        raise CommandError(
            f"'{quarter}' is not a quarter of these runs: {labels[0]} to {labels[-1]}"
        )
    return quarter


def _jobs(
    worlds: Sequence[Scenario], seed: int, replicates: int, members: Ensemble | None
) -> list[Job]:
    """Give every world the same seeds; of worlds between only the country is kept."""
    ends = {0, len(worlds) - 1}
    return [
        Job(
            world_of_seed(world, members, luck),
            luck,
            ("national", "systems") if place in ends else ("national",),
        )
        for place, world in enumerate(worlds)
        for luck in range(seed, seed + replicates)
    ]


def _tables(
    runs: Sequence[Mapping[str, pd.DataFrame]],
    changed: Sequence[Lever],
    levers: Sequence[Lever],
    design: Design | None,
) -> dict[str, pd.DataFrame]:
    a, b = runs[0], runs[-1]
    tables = {
        "differences": paired_differences(a["national"], b["national"]),
        "system_differences": system_differences(a["systems"], b["systems"]),
        "levers": _lever_table(changed, levers),
    }
    if design is not None:
        national = [run["national"] for run in runs]
        tables["attribution"] = attribution_table(
            design, levers, national, measures_of(national[0])
        )
    for name in ("national", "systems"):
        both = [run[name].assign(scenario=which) for which, run in (("a", a), ("b", b))]
        columns = [column.name for column in COMPARED[name]]
        tables[name] = pd.concat(both, ignore_index=True)[columns]
    return tables


def _lever_table(changed: Sequence[Lever], levers: Sequence[Lever]) -> pd.DataFrame:
    group = {change.part: lever.name for lever in levers for change in lever.changes}
    rows = [
        (group[change.part], change.label, change.part.kind, change.part.name, change.in_a,
         change.in_b, change.meaning)
        for lever in changed
        for change in lever.changes
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in COMPARED["levers"]])
