"""What a study is asked: outcomes run by run, what they hang on, where they happen, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.errors import StudyError
from acs_abm.explore.study.making import design_table
from acs_abm.explore.study.outcome import Condition, expect_every_run, expect_numbers, outcome_sql
from acs_abm.explore.study.plan_file import read_plan
from acs_abm.explore.study.reading import Reader
from acs_abm.explore.study.settling import Settling, settling
from acs_abm.scenario import Scenario

if TYPE_CHECKING:
    from acs_abm.explore.study.discovery import Discovery
    from acs_abm.explore.study.sensitivity import Sensitivity


class Analyses(Reader):
    """A study that is read, with the analyses of it."""

    def outcome(self, of: str, against: str | Scenario | None = None) -> pd.DataFrame:
        """Return one number for each run of a study of which every run is done.

        Parameters
        ----------
        of
            ``COLUMN@QUARTER``, an expression of columns, or SQL that gives ``run`` and ``value``.
        against
            Take from each run the one of this scenario at the same point with the same replicate;
            its own runs are left out.

        Returns
        -------
        pandas.DataFrame
            Columns ``scenario``, ``point``, ``replicate`` and ``value``, scenarios in the order
            of the plan.

        Raises
        ------
        StudyError
            If it cannot be read, runs are missing or failed, or a value is no finite number.
        """
        plan = read_plan(self.folder)
        summary = self.query("select run, status, error from summary")
        expect_every_run(plan, summary, self.folder)
        quarters = list(self.query("select distinct quarter from national order by 1")["quarter"])
        sql, given = outcome_sql(of, self.measures(), quarters)
        values = self.query(sql, *given)
        if list(values.columns) != ["run", "value"]:
            raise StudyError(
                f"outcome '{of}': gives {', '.join(map(str, values))}, not run and value"
            )
        expect_numbers(values, plan, of)
        order = {name: place for place, name in enumerate(plan.scenarios)}
        runs = design_table(plan)[["run", "scenario", "point", "replicate"]]
        table = runs.merge(values.astype({"value": np.float64}), on="run").drop(columns="run")
        if against is not None:
            table = _less(table, self.scenario_name(against))
        keys = ["scenario", "point", "replicate"]
        return table.sort_values(
            keys, key=lambda c: c.map(order) if c.name == "scenario" else c, ignore_index=True
        )

    def sensitivity(
        self, of: str, method: str | None = None, against: str | Scenario | None = None
    ) -> Sensitivity:
        """Judge which parameters an outcome hangs on.

        Parameters
        ----------
        of, against
            As in :meth:`outcome`.
        method
            ``sobol``, ``morris``, ``delta`` or ``pawn``; what fits the design where there is none.

        Raises
        ------
        StudyError
            If the design fits no such method, or as :meth:`outcome` does.
        """
        from acs_abm.explore.study import sensitivity  # noqa: PLC0415 - SALib is slow to load

        plan = read_plan(self.folder)
        chosen = sensitivity.method_for(plan.design, method)
        outcomes = self.outcome(of, against)
        return sensitivity.sensitivity(plan.design, outcomes, of, chosen, paired=plan.paired)

    def discover(
        self,
        condition: str,
        *,
        density: float | None = None,
        boxes: int = 1,
        against: str | Scenario | None = None,
    ) -> Discovery:
        """Find ranges of parameters within which a condition mostly holds.

        Parameters
        ----------
        condition
            Such as ``practices_alliance@2021-Q1 > 3000``.
        density
            Share of a box's points that are to be of interest.
        boxes
            How many boxes to look for.
        against
            As in :meth:`outcome`.

        Raises
        ------
        StudyError
            If the condition cannot be read, or holds everywhere or nowhere; as :meth:`outcome`.
        """
        from acs_abm.explore.study import discovery  # noqa: PLC0415 - its libraries are slow

        asked = Condition.parse(condition)
        return discovery.discover(
            read_plan(self.folder).design,
            self.outcome(asked.of, against),
            asked,
            density=discovery.DENSITY if density is None else density,
            most=boxes,
        )

    def ema_cases(self, of: str) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
        """Return the points as EMA Workbench takes them: experiments and outcomes.

        Parameters
        ----------
        of
            As in :meth:`outcome`; a point's outcome is the mean over its replicates.
        """
        from acs_abm.explore.study import discovery  # noqa: PLC0415 - its libraries are slow

        return discovery.ema_cases(read_plan(self.folder).design, self.outcome(of), of)

    def settling(self, outcomes: Sequence[str] | Mapping[str, str]) -> Settling:
        """Follow how the spread of outcomes settles as replicates are added.

        Parameters
        ----------
        outcomes
            Each as in :meth:`outcome`; a mapping gives each a name.
        """
        asked = outcomes if isinstance(outcomes, Mapping) else {of: of for of in outcomes}
        keys = ["scenario", "point", "replicate"]
        parts = [
            self.outcome(of).set_index(keys)["value"].rename(name) for name, of in asked.items()
        ]
        return settling(pd.concat(parts, axis=1).reset_index(), list(asked))


def _less(table: pd.DataFrame, base: str) -> pd.DataFrame:
    """Return every other scenario less the base, point by point and replicate by replicate."""
    keys = ["point", "replicate"]
    of_base = table[table["scenario"] == base].drop(columns="scenario")
    others = table[table["scenario"] != base].merge(of_base, on=keys, suffixes=("", "_base"))
    others["value"] -= others.pop("value_base")
    return others
