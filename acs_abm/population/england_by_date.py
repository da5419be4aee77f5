"""Built-in England as it stood when a run starts.

The tables are those of April 2017. For an earlier start, CCGs that merged since are taken apart
again; practices, trusts and systems are the same.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import numpy as np

from acs_abm.chance import organisation_keys
from acs_abm.clock import Date
from acs_abm.evidence import CCGMerger, ccg_mergers_after
from acs_abm.population.assembly import assemble
from acs_abm.population.blocks import kept_rows, totals
from acs_abm.population.england_2017 import england_2017
from acs_abm.population.organisations import CCGs, Population, Practices, Remark, Rows


@lru_cache(maxsize=4)
def england_by_date(on: Date) -> Population:
    """Give built-in England with the CCGs of a month.

    Parameters
    ----------
    on
        First month of a run.

    Returns
    -------
    Population
        :func:`england_2017` itself from April 2017 on. Cached: the arrays are read-only.
    """
    country = england_2017()
    for merger in ccg_mergers_after(on):
        country = before_merger(country, merger)
    return country


def before_merger(country: Population, merger: CCGMerger) -> Population:
    """Take one CCG apart into those that it was made of.

    Parameters
    ----------
    country
        With the CCG after the merger.
    merger
        What merged into it. Its practices are dealt out from north to south in proportion to
        the practices that each part had.

    Returns
    -------
    Population
        The same practices with the same codes, so the same luck; new rows of CCGs.
    """
    practices = country.practices
    merged = country.ccgs.code.index(merger.code)
    n_before = len(country.ccgs.code)
    split = _dealt_out(practices, merged, n_before, merger)
    apart = replace(practices, ccg=split)
    every = _joined(country.ccgs, _parts(country.ccgs, apart, merged, merger))
    keep = np.arange(len(every.code)) != merged
    order = np.array(sorted(np.flatnonzero(keep), key=every.code.__getitem__), dtype=np.int64)
    row = np.full(len(every.code), -1, dtype=np.int64)
    row[order] = np.arange(order.size)
    return assemble(
        name=f"{country.name}, {merger.code} as before {merger.month}",
        systems=country.systems,
        ccgs=_in_order(kept_rows(every, keep)),
        trusts=country.trusts,
        practices=replace(practices, ccg=row[split]),
        system_neighbours_known=country.system_neighbours,
        report=_report(country, merger, int((practices.ccg == merged).sum())),
    )


def _dealt_out(practices: Practices, merged: int, first_row: int, merger: CCGMerger) -> Rows:
    """Give each practice its row of CCGs, the parts' rows following those there were."""
    members = np.flatnonzero(practices.ccg == merged)
    southward = members[np.argsort(-practices.latitude[members], kind="stable")]
    size = np.cumsum([part.practices for part in merger.parts])
    edges = np.rint(size / size[-1] * members.size).astype(np.int64)
    ccg = practices.ccg.copy()
    ccg[southward] = first_row + np.searchsorted(edges, np.arange(members.size), side="right")
    return ccg


def _parts(ccgs: CCGs, practices: Practices, merged: int, merger: CCGMerger) -> CCGs:
    """Give the CCGs before the merger: sums and means over their practices."""
    first, codes = len(ccgs.code), tuple(part.code for part in merger.parts)
    people = totals(practices.list_size, practices.ccg)[first:]

    def mean(values: np.ndarray) -> np.ndarray:
        return totals(values * practices.list_size, practices.ccg)[first:] / people

    return CCGs(
        code=codes,
        name=tuple(part.name for part in merger.parts),
        system=np.full(len(codes), ccgs.system[merged]),
        population=people,
        weighted_population=totals(practices.weighted_list, practices.ccg)[first:],
        deprivation=mean(practices.deprivation),
        latitude=mean(practices.latitude),
        longitude=mean(practices.longitude),
        key=organisation_keys("ccg", codes),
    )


def _joined(ccgs: CCGs, parts: CCGs) -> CCGs:
    columns: dict[str, Any] = {}
    for column in fields(CCGs):
        one, other = getattr(ccgs, column.name), getattr(parts, column.name)
        columns[column.name] = (
            one + other if isinstance(one, tuple) else np.concatenate([one, other])
        )
    return CCGs(**columns)


def _in_order(ccgs: CCGs) -> CCGs:
    order = sorted(range(len(ccgs.code)), key=ccgs.code.__getitem__)
    columns: dict[str, Any] = {}
    for column in fields(CCGs):
        values = getattr(ccgs, column.name)
        columns[column.name] = (
            tuple(values[row] for row in order) if isinstance(values, tuple) else values[order]
        )
    return CCGs(**columns)


def _report(country: Population, merger: CCGMerger, n_practices: int) -> tuple[Remark, ...]:
    """Count the CCGs anew, and say which practices were dealt out."""
    more = len(merger.parts) - 1
    lines = [
        replace(line, count=line.count + more)
        if (line.kind, line.what) == ("ccg", "used")
        else line
        for line in country.report
    ]
    names = ", ".join(part.code for part in merger.parts)
    why = f"{merger.code} taken apart into {names}, from north to south, as before {merger.month}"
    return (*lines, Remark("practice", "imputed", "ccg", n_practices, why))
