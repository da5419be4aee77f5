"""Reading a study: DuckDB over its Parquet files, also while a sweep runs.

What is read is the summary's list of finished chunks, and of every other table the files of those
chunks: a reader never sees half of a chunk, and holds no lock.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from acs_abm.errors import StudyError, nearest
from acs_abm.explore.bands import parted
from acs_abm.explore.study.parts import SUMMARY, Stretch
from acs_abm.explore.study.store import design_table, read_plan


class Reader:
    """Tables of a study, joined to its design.

    Parameters
    ----------
    folder
        The study's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def query(self, sql: str, *values: Any) -> pd.DataFrame:
        """Ask in SQL of the tables ``design``, ``summary``, ``national`` and so on.

        Parameters
        ----------
        sql
            The question.
        *values
            What stands for each ``?`` in it.

        Raises
        ------
        StudyError
            If it cannot be answered.
        """
        with duckdb.connect(":memory:") as connection:
            self._attach(connection)
            try:
                return connection.execute(sql, list(values)).df()
            except duckdb.Error as error:
                raise StudyError(f"{self.folder}: {error}") from error

    def table(self, name: str) -> pd.DataFrame:
        """Return a table whole, each row with the scenario, point and replicate of its run."""
        names = self._tables()
        if name not in names:
            raise StudyError(
                f"{self.folder}: has no table '{name}'{nearest(name, names)} ({', '.join(names)})"
            )
        if name == SUMMARY:
            return self.query("select * from summary order by run")
        return self.query(
            f"select scenario, point, replicate, t.* from {name} t "  # noqa: S608 - one of ours
            "join design using (run) order by run"
        )

    def bands(self, measure: str) -> pd.DataFrame:
        """Return 10th, 50th, 90th percentile and mean of a national measure over replicates.

        One row for each scenario, point and quarter.
        """
        name = self._measure(measure)
        return self.query(
            f'select scenario, point, quarter, quantile_cont("{name}", 0.1) as low, '  # noqa: S608
            f'median("{name}") as median, quantile_cont("{name}", 0.9) as high, '
            f'avg("{name}") as mean, count(*) as replicates '
            "from national join design using (run) "
            "group by all order by scenario, point, quarter"
        )

    def bands_apart(self, measure: str) -> pd.DataFrame:
        """Return bands that keep apart what parameters and what luck do to a national measure.

        One row for each scenario and quarter: median, 5th and 95th percentile over all runs, the
        same percentiles of points' means, and the standard deviations of both causes
        (:func:`acs_abm.explore.bands.parted`). Luck needs two replicates or more.
        """
        name = self._measure(measure)
        runs = self.query(
            f'select scenario, quarter, point, "{name}" as value '  # noqa: S608 - one of ours
            "from national join design using (run) order by scenario, quarter, point"
        )
        rows = []
        for (scenario, quarter), part in runs.groupby(["scenario", "quarter"], sort=False):
            values, points = part["value"].astype(float), part["point"]
            low, median, high = values.quantile([0.05, 0.5, 0.95])
            means = values.groupby(points).mean().quantile([0.05, 0.95])
            parameters, luck = parted(values, points)
            rows.append((scenario, quarter, median, low, high, *means, parameters, luck))
        heads = ("median", "low", "high", "parameters_low", "parameters_high")
        columns = ["scenario", "quarter", *heads, "sd_parameters", "sd_luck"]
        return pd.DataFrame(rows, columns=columns)

    def paired(self, measure: str, scenario: str, base: str) -> pd.DataFrame:
        """Return the differences of two scenarios replicate by replicate, averaged.

        One row for each point and quarter, with the mean difference and its standard error: the
        luck that both have in common cancels.
        """
        name = self._measure(measure)
        for known in (scenario, base):
            names = read_plan(self.folder).scenarios
            if known not in names:
                raise StudyError(
                    f"{self.folder}: has no scenario '{known}'{nearest(known, names)} "
                    f"({', '.join(names)})"
                )
        return self.query(
            f'with t as (select scenario, point, replicate, quarter, "{name}" as value '  # noqa: S608
            "from national join design using (run)) "
            "select point, quarter, avg(a.value - b.value) as difference, "
            "stddev_samp(a.value - b.value) / sqrt(count(*)) as standard_error, "
            "count(*) as replicates "
            "from t a join t b using (point, replicate, quarter) "
            "where a.scenario = ? and b.scenario = ? group by all order by point, quarter",
            scenario,
            base,
        )

    def _tables(self) -> tuple[str, ...]:
        return (*read_plan(self.folder).outputs, SUMMARY)

    def _measure(self, name: str) -> str:
        names = list(self.query("select * from national limit 0").columns)
        if name not in names:
            raise StudyError(f"there is no national measure '{name}'{nearest(name, names)}")
        return name

    def _attach(self, connection: duckdb.DuckDBPyConnection) -> None:
        plan = read_plan(self.folder)
        done = sorted((self.folder / SUMMARY).glob("part-*.parquet"))
        finished = [path.name for path in done if Stretch.of(path) is not None]
        if not finished:
            raise StudyError(f"{self.folder}: nothing is done yet")
        connection.register("design", design_table(plan))
        for name in (*plan.outputs, SUMMARY):
            files = [str(self.folder / name / file) for file in finished]
            connection.read_parquet(files, union_by_name=True).create_view(name)
