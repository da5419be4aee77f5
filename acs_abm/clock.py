"""Quarters, months and financial years: the calendar of a run.

Quarters are calendar quarters: ``2017-Q2`` is April to June 2017. The financial year runs
from April to March, so ``2017-Q2`` opens 2017/18 and ``2018-Q1`` closes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache, total_ordering

from acs_abm.errors import ScenarioError

QUARTERS_A_YEAR = 4
MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
MOST_YEARS = 100
"""A longer run is a slip of the pen."""
_APRIL = 4
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@total_ordering
@dataclass(frozen=True)
class Date:
    """One calendar month, the finest date the model knows.

    Parameters
    ----------
    index
        Months since January of year 0.
    """

    index: int

    @classmethod
    def parse(cls, text: object, *, end: bool = False) -> Date:
        """Read ``2017-Q2`` or ``2017-04``.

        Parameters
        ----------
        text
            A quarter or a month.
        end
            Take the last month of a quarter rather than the first.

        Raises
        ------
        ScenarioError
            If the text is neither.
        """
        if quarter := _QUARTER.fullmatch(str(text)):
            first = int(quarter[1]) * MONTHS_A_YEAR + (int(quarter[2]) - 1) * MONTHS_A_QUARTER
            return cls(first + (MONTHS_A_QUARTER - 1 if end else 0))
        if month := _MONTH.fullmatch(str(text)):
            return cls(int(month[1]) * MONTHS_A_YEAR + int(month[2]) - 1)
        message = (
            f"'{text}' is not a date: write a quarter such as 2019-Q1 or a month such as 2019-01"
        )
        raise ScenarioError(message)

    @cached_property
    def year(self) -> int:
        """Calendar year."""
        return self.index // MONTHS_A_YEAR

    @cached_property
    def month(self) -> int:
        """Calendar month, 1 to 12."""
        return self.index % MONTHS_A_YEAR + 1

    @cached_property
    def quarter(self) -> str:
        """The calendar quarter, as ``2017-Q2``."""
        return f"{self.year}-Q{(self.month - 1) // MONTHS_A_QUARTER + 1}"

    @cached_property
    def financial_year_begins(self) -> int:
        """The calendar year in which the financial year begins."""
        return self.year if self.month >= _APRIL else self.year - 1

    @cached_property
    def financial_year(self) -> str:
        """The financial year, as ``2017/18``."""
        first = self.financial_year_begins
        return f"{first}/{(first + 1) % 100:02d}"

    def opening_quarter(self) -> Date:
        """Return the first month of the date's quarter."""
        return Date(self.index - self.index % MONTHS_A_QUARTER)

    def plus_months(self, months: int) -> Date:
        """Return the date that many months later."""
        return Date(self.index + months)

    def __lt__(self, other: Date) -> bool:
        return self.index < other.index

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


@lru_cache(maxsize=MOST_YEARS * MONTHS_A_YEAR)
def _month(index: int) -> Date:
    """Return a month, made once: the phases of a step ask for the date again and again."""
    return Date(index)


def _read(field: str, text: str, *, end: bool = False) -> Date:
    """Read a date of a run; say which where it is none."""
    try:
        return Date.parse(text, end=end)
    except ScenarioError as error:
        raise ScenarioError(f"{field}: {error}") from None


@dataclass(frozen=True)
class Clock:
    """The steps of one run.

    Parameters
    ----------
    start
        First month of the first step.
    steps
        How many steps the run takes.
    steps_per_year
        4 for quarters, 12 for months.
    """

    start: Date
    steps: int
    steps_per_year: int = QUARTERS_A_YEAR

    @classmethod
    def between(cls, start: str, until: str, steps_per_year: int = QUARTERS_A_YEAR) -> Clock:
        """Make the clock that runs from ``start`` to ``until``, both included.

        Raises
        ------
        ScenarioError
            If a date cannot be read, the end comes before the start or a century after it, or
            the year is not cut into 4 or 12 steps.
        """
        if steps_per_year not in {QUARTERS_A_YEAR, MONTHS_A_YEAR}:
            message = f"steps_per_year is {steps_per_year}: it must be 4 (quarters) or 12 (months)"
            raise ScenarioError(message)
        first, last = _read("start", start), _read("until", until, end=True)
        if first.month % MONTHS_A_QUARTER != 1:
            message = f"a run cannot start in {start}: it starts with the first month of a quarter"
            raise ScenarioError(f"start: {message}")
        months = last.index - first.index + 1
        length = MONTHS_A_YEAR // steps_per_year
        if months < length:
            message = f"the run ends ({until}) before its first step, {start}, is over"
            raise ScenarioError(f"until: {message}")
        if months > MOST_YEARS * MONTHS_A_YEAR:
            message = f"a run from {start} to {until} is longer than {MOST_YEARS} years"
            raise ScenarioError(f"until: {message}")
        return cls(first, months // length, steps_per_year)

    @property
    def months_per_step(self) -> int:
        """Months that pass in one step."""
        return MONTHS_A_YEAR // self.steps_per_year

    @property
    def years_per_step(self) -> float:
        """The length of a step in years, dt of the equations."""
        return 1.0 / self.steps_per_year

    @property
    def steps_per_quarter(self) -> int:
        """Steps in one quarter: 1 or 3."""
        return self.steps_per_year // QUARTERS_A_YEAR

    def date(self, step: int) -> Date:
        """Return the first month of a step; steps count from 0."""
        return _month(self.start.index + step * self.months_per_step)

    def last_month(self, step: int) -> Date:
        """Return the last month of a step, in which what closes a quarter is judged."""
        return _month(self.start.index + (step + 1) * self.months_per_step - 1)

    def label(self, step: int) -> str:
        """Name a step: ``2017-Q2``, or ``2017-04`` where steps are months."""
        date = self.date(step)
        return date.quarter if self.steps_per_year == QUARTERS_A_YEAR else str(date)

    def labels(self) -> list[str]:
        """Name every step of the run."""
        return [self.label(step) for step in range(self.steps)]

    def step_of(self, date: Date) -> int:
        """Return the step that holds a date; negative before the start."""
        return (date.index - self.start.index) // self.months_per_step

    def opens_financial_year(self, step: int) -> bool:
        """Whether the step holds April."""
        return self.holds(step, _APRIL)

    def closes_financial_year(self, step: int) -> bool:
        """Whether the step holds March."""
        return self.holds(step, _APRIL - 1)

    def opens_quarter(self, step: int) -> bool:
        """Whether the step is the first of a quarter."""
        return step % self.steps_per_quarter == 0

    def closes_quarter(self, step: int) -> bool:
        """Whether the step is the last of a quarter."""
        return (step + 1) % self.steps_per_quarter == 0

    def holds(self, step: int, month: int) -> bool:
        """Whether the step holds a calendar month, 1 to 12."""
        first = self.date(step).month
        return first <= month < first + self.months_per_step
