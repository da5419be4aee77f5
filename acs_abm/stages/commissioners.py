"""What national policy does to CCGs: the dated inputs of a calendar.

A calendar says it under ``commissioners:``::

    commissioners:
      steers:                               # mergers are more frequent while any is in force
        - {from: 2018-11, until: 2021-04}
      abolished_from: 2022-07               # all CCGs of a system become its board

Both may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acs_abm.clock import Date
from acs_abm.documents import expect, expect_keys
from acs_abm.stages.contract import Span, read_date, read_span

FIELD = "commissioners"


@dataclass(frozen=True)
class CommissionerRules:
    """The dated inputs on CCGs.

    Attributes
    ----------
    steers
        Months in which running costs are cut, or one CCG a system is asked for.
    abolished_from
        Month from which there are no CCGs; None for never.
    """

    steers: tuple[Span, ...] = ()
    abolished_from: Date | None = None

    def is_steered(self, date: Date) -> bool:
        """Whether national bodies press for mergers."""
        return any(span.holds(date) for span in self.steers)

    def are_abolished(self, date: Date) -> bool:
        """Whether statute has ended CCGs."""
        return self.abolished_from is not None and date >= self.abolished_from


def commissioner_rules(block: Mapping[str, Any], path: Path | str) -> CommissionerRules:
    """Read ``commissioners:`` of a calendar.

    Raises
    ------
    ScenarioError
        If a key is unknown or a date is not one.
    """
    expect_keys(block, {"steers", "abolished_from"}, path, FIELD)
    spans = expect({"steers": [], **block}, "steers", list, path)
    ends = block.get("abolished_from")
    return CommissionerRules(
        steers=tuple(read_span(span, path, f"{FIELD}.steers") for span in spans),
        abolished_from=None if ends is None else read_date(ends, path, f"{FIELD}.abolished_from"),
    )
