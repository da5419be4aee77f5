"""Local medical committees once more, one object each, in plain Python.

Written from the documents; imports nothing from the package.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass
class Committee:
    """One committee: what its members would gain, and what it did."""

    strength: float
    last_ballot: int | None = None
    ballots: int = 0
    position: dict[str, float] = field(default_factory=dict)

    def judge(
        self, gains: dict[str, float], trust: float, resisting: float, p: dict[str, float]
    ) -> None:
        """Take a position on every offer."""
        for offer, gain in gains.items():
            against = -gain / p["gain_scale"]
            against += p["distrust_weight"] * (p["distrust_level"] - trust)
            against += p["resisting_weight"] * resisting
            self.position[offer] = 1.0 / (1.0 + math.exp(-against))

    def ballot(self, quarter: int, pressed: list[str], p: dict[str, float]) -> str | None:
        """Ballot on the pressed offer it is most against; None where it holds no ballot."""
        if self.last_ballot is not None and quarter - self.last_ballot < p["ballots_apart"]:
            return None
        rejected = [o for o in pressed if self.position[o] > p["ballots_above"]]
        if not rejected:
            return None
        self.last_ballot, self.ballots = quarter, self.ballots + 1
        return max(rejected, key=lambda offer: self.position[offer])

    def delay(self, p: dict[str, float]) -> int:
        """Quarters by which its ballot slows assurance."""
        return int(2.0 * self.strength * p["ballot_delay"] + 0.5)
