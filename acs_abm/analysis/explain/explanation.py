"""What an explanation is: sentences, and the numbers behind them as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Explanation:
    """Why one organisation decided as it did in one step.

    Attributes
    ----------
    who, when
        The organisation, such as ``practice:00C-P003``, and the quarter or month.
    sentences
        The reasons in words, the most important first.
    tables
        The numbers behind them, by name.
    """

    who: str
    when: str
    sentences: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]

    def __str__(self) -> str:
        return "\n".join(self.sentences)
