"""Reading a study: DuckDB over its Parquet files, also while a sweep runs.

What is read is the summary's list of finished chunks, and of every other table the files of those
chunks: a reader never sees half of a chunk, and holds no lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from acs_abm.errors import StudyError, nearest
from acs_abm.explore.bands import HIGH, LOW, parted
from acs_abm.explore.intervals import reach
from acs_abm.explore.study.found import apart
from acs_abm.explore.study.making import design_table
from acs_abm.explore.study.parts import SUMMARY, Stretch
from acs_abm.explore.study.plan_file import read_plan
from acs_abm.scenario import Scenario

KEYS = ("scenario", "point", "quarter")
"""What bands and differences may be told apart by."""
DESIGN = "design"
MOST_LOOKS = 3


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
        looks = 0
        while True:
            looks += 1
            try:
                return self._answer(sql, values)
            except duckdb.Error as error:
                # a part may be put aside, to be done again, while it is read: then look again
                if not isinstance(error, duckdb.IOException) or looks == MOST_LOOKS:
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

    def bands(self, measure: str, by: Sequence[str] = KEYS) -> pd.DataFrame:
        """Return 10th, 50th, 90th percentile and mean of a national measure over runs.

        Parameters
        ----------
        measure
            A column of the national table.
        by
            One row for each of these; of ``scenario``, ``point`` and ``quarter``.

        Raises
        ------
        StudyError
            If there is no such measure or key.
        """
        name, keys = self._measure(measure), _keys(by)
        return self.query(
            f'select {keys}, quantile_cont("{name}", {LOW}) as low, '  # noqa: S608
            f'median("{name}") as median, quantile_cont("{name}", {HIGH}) as high, '
            f'avg("{name}") as mean, count(*) as runs, '
            "count(distinct replicate) as replicates "
            f"from national join design using (run) group by {keys} order by {keys}"
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

    def paired(
        self,
        measure: str,
        scenario: str | Scenario,
        base: str | Scenario,
        by: Sequence[str] = ("point", "quarter"),
    ) -> pd.DataFrame:
        """Return the differences of two scenarios replicate by replicate, averaged.

        Parameters
        ----------
        measure
            A column of the national table.
        scenario, base
            Names of two scenarios: the first less the second.
        by
            One row for each of these; of ``point`` and ``quarter``. Points that are not told
            apart are averaged within each replicate, whose luck they share, before luck is judged.

        Returns
        -------
        pandas.DataFrame
            Mean difference, its standard error and 95% interval, and the number of replicates.

        Raises
        ------
        StudyError
            If there is no such measure, scenario or key.
        """
        name, keys = self._measure(measure), _keys(by, ("point", "quarter"))
        found = self.query(
            f'with t as (select scenario, point, replicate, quarter, "{name}" as value '  # noqa: S608
            "from national join design using (run)), "
            f"d as (select {keys}, replicate, avg(a.value - b.value) as difference "
            "from t a join t b using (point, replicate, quarter) "
            f"where a.scenario = ? and b.scenario = ? group by {keys}, replicate) "
            f"select {keys}, avg(difference) as mean, "
            "stddev_samp(difference) / sqrt(count(*)) as standard_error, "
            f"count(*) as replicates from d group by {keys} order by {keys}",
            self.scenario_name(scenario),
            self.scenario_name(base),
        ).rename(columns={"mean": "difference"})
        half = found["replicates"].map(reach) * found["standard_error"].astype(float)
        found.insert(len(found.columns) - 1, "low", found["difference"] - half)
        found.insert(len(found.columns) - 1, "high", found["difference"] + half)
        return found

    def _answer(self, sql: str, values: Sequence[Any]) -> pd.DataFrame:
        with duckdb.connect(":memory:") as connection:
            self._attach(connection, sql.lower())
            return connection.execute(sql, list(values)).df()

    def _tables(self) -> tuple[str, ...]:
        return (*read_plan(self.folder).outputs, SUMMARY)

    def measures(self) -> list[str]:
        """Return the national columns of numbers."""
        table = self.query("select * from national limit 1")
        numbers = table.select_dtypes("number").columns
        return [str(name) for name in numbers if name not in ("run", "replicate")]

    def _measure(self, name: str) -> str:
        names = self.measures()
        if name not in names:
            raise StudyError(f"there is no national measure '{name}'{nearest(name, names)}")
        return name

    def scenario_name(self, asked: str | Scenario) -> str:
        """Return the name of a scenario of the study, or refuse it."""
        name = asked.name if isinstance(asked, Scenario) else asked
        names = read_plan(self.folder).scenarios
        if name not in names:
            raise StudyError(
                f"{self.folder}: has no scenario '{name}'{nearest(name, names)} "
                f"({', '.join(names)})"
            )
        return name

    def _attach(self, connection: duckdb.DuckDBPyConnection, sql: str) -> None:
        """Make the tables known that a question can be about: opening all parts takes a while."""
        plan = read_plan(self.folder)
        named = [Stretch.of(path) for path in (self.folder / SUMMARY).glob("part-*.parquet")]
        finished = [stretch.file for stretch in apart(filter(None, named))]
        if not finished:
            raise StudyError(f"{self.folder}: nothing is done yet")
        if DESIGN in sql:
            connection.register(DESIGN, design_table(plan))
        for name in (*plan.outputs, SUMMARY):
            if name in sql:
                files = [str(self.folder / name / file) for file in finished]
                connection.read_parquet(files, union_by_name=True).create_view(name)


def _keys(by: Sequence[str], known: Sequence[str] = KEYS) -> str:
    for key in by:
        if key not in known:
            raise StudyError(f"by: '{key}' is not one of {', '.join(known)}{nearest(key, known)}")
    if not by:
        raise StudyError(f"by: give at least one of {', '.join(known)}")
    return ", ".join(by)
