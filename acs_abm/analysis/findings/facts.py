"""What every chapter of findings reads: the tables, and a few things known about the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from acs_abm.analysis.findings.measured import Measured, counted, in_quarter
from acs_abm.analysis.replicates import quarters_in
from acs_abm.evidence import england_ccgs


@dataclass(frozen=True)
class Facts:
    """The tables of a run.

    Attributes
    ----------
    tables
        Tidy tables by name, each with ``replicate`` first.
    replicates
        How many replicates there are.
    """

    tables: Mapping[str, pd.DataFrame]
    replicates: int

    @property
    def national(self) -> pd.DataFrame:
        """The national table."""
        return self.tables["national"]

    @property
    def quarters(self) -> list[str]:
        """Every quarter (or month) of the run."""
        return quarters_in(self.national)

    @property
    def first(self) -> str:
        """The first quarter."""
        return self.quarters[0]

    @property
    def last(self) -> str:
        """The last quarter."""
        return self.quarters[-1]

    @property
    def has_path(self) -> bool:
        """Whether there is more than one quarter, so that a start differs from an end."""
        return len(self.quarters) > 1

    @property
    def names(self) -> Mapping[str, str]:
        """Name of each care system by its code."""
        systems = self.tables["systems"].drop_duplicates("system")
        return dict(zip(systems["system"], systems["name"], strict=True))

    @property
    def only_system(self) -> str | None:
        """Name of the one care system in the run; None where there are several."""
        return next(iter(self.names.values())) if len(self.names) == 1 else None

    def at_start(self, column: str) -> Measured:
        """Return a column of the national table at the end of the first quarter."""
        return in_quarter(self.national, self.first, column)

    def at_end(self, column: str) -> Measured:
        """Return a column of the national table at the end of the last quarter."""
        return in_quarter(self.national, self.last, column)

    def events(self, kind: str, what: str) -> pd.DataFrame:
        """Return the events of one sort, in order."""
        events = self.tables["events"]
        return events.loc[(events["kind"] == kind) & (events["what"] == what)]

    def count_events(self, kind: str, what: str) -> Measured:
        """Count the events of one sort in each replicate."""
        return counted(self.events(kind, what), self.replicates)


def place_name(code: str) -> str:
    """Return the name of one of England's CCGs of 2017; of any other, its code."""
    known = {facts.code: facts.name for facts in england_ccgs()}
    return known.get(code, code)
