"""What of a run answers each calibration target: which scenario, which column, at which date.

Declared once, as data. A table of targets at the priors and a fit to them both read it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acs_abm.clock import Date
from acs_abm.evidence import Target, england_systems, last_month
from acs_abm.explore.job import Tables

BLACK_COUNTRY = "E54000016"
FIRST_WAVE = "2017-Q2"
AWARDED_OR_OVER = {"procurement lapsed", "assurance failed", "contract live"}


Count = Callable[[Tables, str], float | None]
"""What is counted in the tables of a run up to a quarter; None where there is nothing to count."""


@dataclass(frozen=True)
class Run:
    """A kind of run that targets are read from.

    Attributes
    ----------
    name
        Name of its scenario.
    stands_for
        Quarter of history for which its first quarter stands; empty where it is that quarter.
    """

    name: str
    stands_for: str = ""

    def quarter(self, date: str) -> str:
        """Return the quarter of the run in which a date of history ends."""
        ends = last_month(date)
        if not self.stands_for:
            return ends.quarter
        later = ends.index - Date.parse(self.stands_for).index
        return Date.parse(FIRST_WAVE).plus_months(later).quarter


PLAN = Run("plan_2017")
HINDCAST = Run("hindcast_2015")
FUNDHOLDING = Run("fundholding", stands_for="1991-Q2")
PMS = Run("pms", stands_for="1998-Q2")
ASKED = Run("asked")
"""No run at all: what practices would choose at the start of ``plan_2017`` if they were asked."""
NO_RUN = Run("")
"""Where nothing answers yet."""
RUNS = (PLAN, HINDCAST, FUNDHOLDING, PMS, ASKED)


@dataclass(frozen=True)
class Reading:
    """How one measure of a target is read from a run.

    Attributes
    ----------
    run
        The run that answers; ``NO_RUN`` where nothing does yet.
    column
        An expression over the columns of ``table``, or the name of what ``counts`` returns.
    table
        The table it is read from: the row of the quarter.
    rows
        Which rows of that table count; all where it is empty.
    counts
        Reads it from all tables up to a quarter where no column says it.
    quarter
        Quarter of the run where it is not that of the target's date.
    why_not
        Why the model cannot give it.
    """

    run: Run
    column: str = ""
    table: str = "national"
    rows: str = ""
    counts: Count | None = None
    quarter: str = ""
    why_not: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the model can give it."""
        return self.run != NO_RUN

    def when(self, target: Target) -> str:
        """Return the quarter of the run that answers for a target."""
        return self.quarter or self.run.quarter(target.date)

    def value(self, tables: Tables, quarter: str) -> float | None:
        """Return what a run gives for a quarter; None where it has no such quarter or row."""
        if quarter not in set(tables["national"]["quarter"]):
            return None
        if self.counts is not None:
            return self.counts(tables, quarter)
        table = tables[self.table]
        row = table[table["quarter"] == quarter]
        row = row.query(self.rows) if self.rows else row
        found = np.asarray(row.eval(self.column), dtype=np.float64)
        return float(found[0]) if found.size else None

    def columns(self) -> set[str]:
        """Return the columns that the expressions name; none where ``counts`` reads them."""
        if self.counts is not None or self.run in {NO_RUN, ASKED}:
            return set()
        trees = [ast.parse(text, mode="eval") for text in (self.column, self.rows) if text]
        return {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}


# ---------------------------------------------------------------- counted in the log of events


def _first_wave(tables: Tables) -> set[str]:
    events = tables["events"]
    chosen = events[(events["what"] == "selected") & (events["quarter"] == FIRST_WAVE)]
    return set(chosen["code"])


def first_wave_of_rating(rating: int) -> Count:
    """Count the systems of a rating of July 2017 among those selected first."""
    rated = {system.code for system in england_systems() if system.rating == rating}
    return lambda tables, _: float(len(_first_wave(tables) & rated))


def named_but_not_first(tables: Tables, _: str) -> float:
    """Count the named candidates that were not selected first."""
    named = {system.code for system in england_systems() if system.is_named_candidate}
    return float(len(named - _first_wave(tables)))


def first_but_not_named(tables: Tables, _: str) -> float:
    """Count those selected first that were neither named nor devolution areas."""
    known = {s.code for s in england_systems() if s.is_named_candidate or s.devolution}
    return float(len(_first_wave(tables) - known))


def procurements_begun(tables: Tables, quarter: str) -> float:
    """Count the places that began a procurement by a quarter: test areas, so early in a run."""
    events = tables["events"]
    begun = events[(events["what"] == "procurement began") & (events["quarter"] <= quarter)]
    return float(begun["code"].nunique())


def months_to_alliance(tables: Tables, quarter: str) -> float | None:
    """Return the mean time from CANDIDATE to a launched alliance, of those launched by then."""
    events = tables["events"][tables["events"]["quarter"] <= quarter]
    launched = _first_quarters(events[events["what"] == "alliance launched"])
    is_candidate = (events["what"] == "reached") & (events["detail"] == "CANDIDATE")
    reached = _first_quarters(events[is_candidate])
    waits = [_months(reached[code], at) for code, at in launched.items() if code in reached]
    return sum(waits) / len(waits) if waits else None


def oldest_procurement(tables: Tables, quarter: str) -> float | None:
    """Return for how many months the oldest procurement without an award has been under way."""
    events = tables["events"][tables["events"]["quarter"] <= quarter]
    open_since: dict[str, str] = {}
    for at, place, what in zip(events["quarter"], events["code"], events["what"], strict=True):
        if what == "procurement began":
            open_since[str(place)] = str(at)
        elif what in AWARDED_OR_OVER:
            open_since.pop(str(place), None)
    return max((_months(since, quarter) for since in open_since.values()), default=None)


def first_wave_sharing(tables: Tables, quarter: str) -> float:
    """Count the systems selected first that share one control total."""
    systems = tables["systems"]
    rows = systems[(systems["quarter"] == quarter) & systems["system"].isin(_first_wave(tables))]
    return float(rows["shares_control_total"].astype(bool).sum())


def _first_quarters(events: pd.DataFrame) -> dict[str, str]:
    return {str(code): str(at) for code, at in events.groupby("code")["quarter"].min().items()}


def _months(first: str, last: str) -> float:
    return float(Date.parse(last).index - Date.parse(first).index)


# ---------------------------------------------------------------- the mapping

_NO_OUTCOMES = "Admissions are simulated; no reading of vanguards against others is written yet."
_HUBS = "100 * practices_in_hub / practices"
_CLOSE = "100 * practices_close / practices"
_SIGNED = "100 * signed_share"


def _none(why: str) -> Reading:
    return Reading(NO_RUN, why_not=why)


def _signed(run: Run) -> Reading:
    return Reading(run, _SIGNED, table="offers", rows=f"offer == '{run.name}'")


READINGS: Mapping[tuple[str, str], Reading] = {
    ("T01", "areas with a designated system, cumulative"): Reading(
        PLAN, "systems_shadow_acs + systems_acs"
    ),
    ("T04", "areas rated outstanding in July 2017 that were in the first wave"): Reading(
        PLAN, "selected, rated 4", counts=first_wave_of_rating(4)
    ),
    ("T04", "areas rated lowest in July 2017 that were in the first wave"): Reading(
        PLAN, "selected, rated 1", counts=first_wave_of_rating(1)
    ),
    ("T05", "named candidates that were not launched"): Reading(
        PLAN, "named, not selected", counts=named_but_not_first
    ),
    ("T05", "areas launched that had not been named"): Reading(
        PLAN, "selected, not named", counts=first_but_not_named
    ),
    ("T06", "single contracts let"): Reading(PLAN, "aco_contracts_let"),
    ("T07", "contract test areas that went to procurement"): Reading(
        PLAN, "procurement began", counts=procurements_begun
    ),
    ("T08", "time from intention to a working alliance"): Reading(
        HINDCAST, "months, candidate to launch", counts=months_to_alliance
    ),
    ("T08", "time a single contract had been under way without an award"): Reading(
        HINDCAST, "months, oldest procurement", counts=oldest_procurement
    ),
    ("T09", "GP partners willing to give up GMS or PMS for an MCP or PACS contract"): Reading(
        ASKED, "willing"
    ),
    ("T09", "GP partners unwilling to"): Reading(ASKED, "unwilling"),
    ("T09", "GP partners who were neutral"): _none(
        "The rule of choice has an answer for everybody; being undecided is not one."
    ),
    ("T09", "GP partners who did not know"): _none(
        "The rule of choice has an answer for everybody; not knowing is not one."
    ),
    ("T12", "practices run by the trust in Wolverhampton"): Reading(
        HINDCAST, "practices_full", table="systems", rows=f"system == '{BLACK_COUNTRY}'"
    ),
    ("T15", "practices in any collaboration"): Reading(HINDCAST, _HUBS),
    ("T15", "practices in close collaboration"): Reading(PLAN, _CLOSE),
    ("T16", "practices"): Reading(PLAN, "practices"),
    ("T16", "partners, whole-time equivalents"): Reading(HINDCAST, "partners"),
    ("T16", "yearly fall of partners"): _none("A change over a year is not read yet."),
    ("T17", "CCGs"): Reading(HINDCAST, "ccgs"),
    ("T18", "CCGs that share an accountable officer"): Reading(HINDCAST, "ccgs_sharing_officer"),
    ("T19", "CCGs with delegated commissioning of general practice"): Reading(
        HINDCAST, "ccgs_delegated"
    ),
    # answered in January, taken in April in the model
    ("T20", "trusts that had not agreed the control total of 2017/18"): Reading(
        HINDCAST, "100 * (1 - trusts_accepting_control_total / trusts)", quarter=FIRST_WAVE
    ),
    ("T21", "first ten systems that took one shared control total"): Reading(
        PLAN, "first wave, sharing", counts=first_wave_sharing
    ),
    **{
        ("T22", measure): _none(_NO_OUTCOMES)
        for measure in (
            "effect of MCP and PACS vanguards on emergency admissions, first year",
            "effect of MCP and PACS vanguards on emergency admissions, second year",
            "effect of MCP and PACS vanguards on emergency admissions, third year",
            "growth of emergency admissions 2013 to 2018, CCGs without a vanguard",
            "growth of emergency admissions 2013 to 2018, CCGs with a vanguard",
        )
    },
    ("P1", "GPs in fundholding"): _signed(FUNDHOLDING),
    ("P2", "PMS pilots"): _none("The first pilots were chosen; the rule has who signs after that."),
    ("P2", "GPs under PMS"): _signed(PMS),
    ("P2", "practices under PMS"): _signed(PMS),
    ("P3", "practices working at scale"): Reading(HINDCAST, _HUBS),
    ("P4", "GPs who would prefer independence"): Reading(ASKED, "independent"),
    ("P4", "GPs who would prefer independence within a resourced network"): Reading(ASKED, "hub"),
    ("P4", "GPs who would prefer an alliance"): Reading(ASKED, "alliance"),
    ("P4", "GPs who would prefer a super-partnership"): _none(
        "Practices merge when their time has come; nobody is offered a super-partnership."
    ),
    ("P4", "GPs who would prefer something else, partnership being too onerous"): Reading(
        ASKED, "salaried"
    ),
}
"""By target and measure: every one in the table of calibration targets."""


def reading_of(target: Target) -> Reading:
    """Return how a target is read."""
    return READINGS[target.id, target.measure]
