"""Where an organisation stands: one scale for every organisation that decides."""

from __future__ import annotations

from enum import IntEnum


class Stance(IntEnum):
    """Level of integration an organisation is at, or that it acts against the change."""

    RESISTING = -1
    INDEPENDENT = 0
    ALLIANCE = 1
    PARTIAL = 2
    FULL = 3

    @property
    def level(self) -> int:
        """Level of integration: resisting and independent are both 0."""
        return max(int(self), 0)


RESISTING, INDEPENDENT, ALLIANCE, PARTIAL, FULL = (int(stance) for stance in Stance)
"""The stances as plain integers: NumPy compares a column with them several times as fast."""
