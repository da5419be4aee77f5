"""A number as the replicates have it, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acs_abm.analysis.words import count, number, percent
from acs_abm.explore.bands import HIGH, LOW


@dataclass(frozen=True)
class Measured:
    """One number for each replicate.

    With one replicate it is said plainly (``18 systems``); with several, the mean is said and
    the 10th to 90th percentile follow in brackets (``18.4 systems (16–21)``).
    """

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float] | pd.Series | np.ndarray) -> Measured:
        """Take the numbers of replicates."""
        return cls(tuple(float(value) for value in values))

    @property
    def mean(self) -> float:
        """Mean over replicates."""
        return float(np.mean(self.values))

    @property
    def is_zero(self) -> bool:
        """Whether every replicate has nothing."""
        return not any(self.values)

    @property
    def _band(self) -> tuple[float, float]:
        low, high = np.quantile(self.values, [LOW, HIGH])
        return float(low), float(high)

    def band(self) -> str:
        """Say the 10th to 90th percentile in brackets; nothing where replicates agree."""
        low, high = (number(round(bound) if bound >= 10 else bound) for bound in self._band)
        return f" ({low}–{high})" if low != high else ""

    def number(self) -> str:
        """Say the number: ``18``, ``none``, ``18.4 (16–21)``."""
        return "none" if self.is_zero else f"{number(self.mean)}{self.band()}"

    def count(self, singular: str, several: str = "") -> str:
        """Say how many of what: ``18.4 systems (16–21)``."""
        return f"{count(self.mean, singular, several)}{self.band()}"

    def percent(self, *, is_in_brackets: bool = False) -> str:
        """Say a share: ``51%``, ``52% (43–62%)``, or ``52%, 43–62%`` inside brackets."""
        low, high = (percent(bound) for bound in self._band)
        if low == high:
            return percent(self.mean)
        band = f"{low.removesuffix('%')}–{high}"
        return (
            f"{percent(self.mean)}, {band}" if is_in_brackets else f"{percent(self.mean)} ({band})"
        )

    def points(self) -> str:
        """Say the size of a difference between shares, in percentage points.

        The band is that of the size; ``−2.0 to 9.3`` where replicates differ in direction.
        """
        size = f"{abs(100 * self.mean):.1f} percentage points"
        way = 100.0 if self.mean >= 0 else -100.0
        low, high = sorted(way * bound for bound in self._band)
        if f"{low:.1f}" == f"{high:.1f}":
            return size
        minus = "−" if low <= -0.05 else ""
        return f"{size} ({minus}{abs(low):.1f} to {high:.1f})"

    def __truediv__(self, other: Measured) -> Measured:
        """Divide replicate by replicate; nothing over nothing is nothing."""
        pairs = zip(self.values, other.values, strict=True)
        return Measured(tuple(a / b if b else 0.0 for a, b in pairs))

    def __sub__(self, other: Measured) -> Measured:
        """Subtract replicate by replicate."""
        return Measured(tuple(a - b for a, b in zip(self.values, other.values, strict=True)))

    def __add__(self, other: Measured) -> Measured:
        """Add replicate by replicate."""
        return Measured(tuple(a + b for a, b in zip(self.values, other.values, strict=True)))


def in_quarter(table: pd.DataFrame, quarter: str, column: str) -> Measured:
    """Take a column of a quarter, one row a replicate."""
    rows = table.loc[table["quarter"] == quarter].sort_values("replicate")
    return Measured.of(rows[column])


def counted(rows: pd.DataFrame, replicates: int) -> Measured:
    """Count the rows of each replicate; a replicate without any counts 0."""
    found = rows["replicate"].value_counts()
    return Measured(tuple(float(found.get(number, 0)) for number in range(1, replicates + 1)))
