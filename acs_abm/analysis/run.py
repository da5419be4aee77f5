"""The researcher's door: run a scenario, look at it, write it down, each in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acs_abm.analysis.words import count
from acs_abm.errors import CommandError
from acs_abm.explore.batch import Progress
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.results_folder import write_results
from acs_abm.explore.runs import Results, run_scenario
from acs_abm.population import Population, read_country
from acs_abm.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Run:
    """One scenario with what came of it.

    Parameters
    ----------
    results
        What the run gave.
    """

    def __init__(self, results: Results) -> None:
        self.results = results

    @property
    def scenario(self) -> Scenario:
        """What was simulated."""
        return self.results.scenario

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Tidy tables by name; ``acs-abm measures`` says what their columns mean."""
        return self.results.tables

    @property
    def national(self) -> pd.DataFrame:
        """The national table: one row for each replicate and quarter."""
        return self.results.tables["national"]

    @property
    def systems(self) -> pd.DataFrame:
        """The table of care systems: one row for each replicate, quarter and system."""
        return self.results.tables["systems"]

    def plot(self) -> Figure:
        """Draw what practices chose, over time; with bands where there are replicates."""
        from acs_abm.analysis.figures import stances  # noqa: PLC0415 - Matplotlib is slow to load

        return stances(self.results)

    def write(
        self, folder: Path | str, file_format: str = "parquet", command: str | None = None
    ) -> Path:
        """Write tables, data dictionary, manifest, figures and report into a folder.

        Parameters
        ----------
        folder
            Where to; the same run made earlier is replaced there, and nothing else.
        file_format
            ``parquet`` or ``csv``.
        command
            The command that ran it, for the manifest.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        ResultsError
            If the folder holds something else, or cannot be written.
        """
        from acs_abm.analysis.report import write_report  # noqa: PLC0415 - as in plot

        return write_results(
            self.results,
            Path(folder),
            file_format,
            command=command,
            also=lambda draft: write_report(self.results, draft),
        )

    def __repr__(self) -> str:
        r = self.results
        replicates = count(r.replicates, "replicate")
        return f"<Run {r.scenario.name}, seed {r.seed}, {replicates}, {r.population}>"


def run(
    scenario: Scenario | str | Path = "plan_2017",
    *,
    seed: int = 1,
    replicates: int = 1,
    organisations: Population | Path | str | None = None,
    systems: Sequence[str] | None = None,
    until: str | None = None,
    values: Mapping[str, Any] | None = None,
    workers: int | None = None,
    ledger: str = "system",
    ensemble: Ensemble | Path | str | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run a scenario.

    Parameters
    ----------
    scenario
        A scenario, the name of a shipped one, or the path of a scenario file.
    seed, replicates, systems, workers, ledger, progress
        As in :func:`acs_abm.explore.runs.run_scenario`.
    organisations
        A folder of organisations, or a population; built-in England where there is none.
    until
        Last quarter (or month), included; the scenario's own where there is none.
    values
        Parameters to change, by dotted name.
    ensemble
        An ensemble, the name of a shipped one, or its folder: each replicate takes the values of
        one member for what nobody knows, so that replicates differ in parameters and in luck.

    Raises
    ------
    AcsError
        If anything asked for cannot be: the message says what is allowed.
    """
    world = as_scenario(scenario, values, until)
    return Run(
        run_scenario(
            world,
            seed=seed,
            replicates=replicates,
            population=as_population(organisations),
            systems=systems,
            workers=workers,
            ledger=ledger,
            ensemble=as_ensemble(ensemble),
            progress=progress,
        )
    )


def as_scenario(
    scenario: Scenario | str | Path, values: Mapping[str, Any] | None, until: str | None
) -> Scenario:
    """Return a scenario that was named, or given, with what was changed."""
    world = Scenario.of(scenario)
    if values is not None and not isinstance(values, Mapping):
        raise CommandError(
            f"values is {values!r}: give a mapping, such as {{'practice.status_quo': 3}}"
        )
    changes = dict(values or {})
    if until is not None:
        changes["until"] = until
    return world.change(**changes) if changes else world


def as_population(organisations: Population | Path | str | None) -> Population | None:
    """Return the organisations that were given, or are in the folder that was named."""
    if organisations is None or isinstance(organisations, Population):
        return organisations
    return read_country(Path(organisations))


def as_ensemble(ensemble: Ensemble | Path | str | None) -> Ensemble | None:
    """Return the ensemble that was given, or named."""
    if ensemble is None or isinstance(ensemble, Ensemble):
        return ensemble
    return Ensemble.load(ensemble)
