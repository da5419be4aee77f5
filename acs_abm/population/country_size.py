"""Make a country larger or smaller, for benchmarks.

Nothing here is a claim about England: a country ten times as large is ten Englands side by
side, and a tenth of it is England with nine in ten practices left out.
"""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
from scipy.sparse import block_diag, csr_array

from acs_abm.chance import organisation_keys
from acs_abm.population.blocks import Block, kept_rows, totals
from acs_abm.population.neighbours import practice_peers
from acs_abm.population.organisations import (
    CCGs,
    Population,
    Practices,
    Remark,
    Rows,
    Systems,
    Trusts,
)

DEGREES_APART = 12.0
"""Each copy lies so far east of the last that no distance rule reaches across."""

_KIND = {Systems: "system", CCGs: "ccg", Trusts: "trust", Practices: "practice"}


def copies(population: Population, n_copies: int) -> Population:
    """Put whole copies of a population side by side.

    Parameters
    ----------
    population
        What to copy.
    n_copies
        How many there shall be. Codes and names of the second end in ``-2``, and so on; the
        code before the hyphen and the copy number is the original's.

    Returns
    -------
    Population
        Organisations of one copy have nothing to do with those of another.
    """
    systems = _repeated(population.systems, n_copies)
    n_systems, n_ccgs = len(population.systems.code), len(population.ccgs.code)
    numbers = range(n_copies)
    ccgs = _repeated(population.ccgs, n_copies)
    trusts = _repeated(population.trusts, n_copies)
    practices = _repeated(population.practices, n_copies)
    same = np.eye(n_copies, dtype=bool)
    peers = block_diag([population.practice_peers] * n_copies, format="csr")
    return replace(
        population,
        name=f"{population.name}, {n_copies} copies",
        systems=systems,
        ccgs=replace(ccgs, system=_shifted(population.ccgs.system, n_systems, numbers)),
        trusts=replace(
            trusts,
            system=_shifted(population.trusts.system, n_systems, numbers),
            partner_of=np.kron(same, population.trusts.partner_of),
        ),
        practices=replace(
            practices,
            ccg=_shifted(population.practices.ccg, n_ccgs, numbers),
            system=_shifted(population.practices.system, n_systems, numbers),
        ),
        system_neighbours=np.kron(same, population.system_neighbours),
        ccg_neighbours=np.kron(same, population.ccg_neighbours),
        practice_peers=csr_array(peers),
        report=tuple(replace(r, count=r.count * n_copies) for r in population.report),
    )


def _shifted(rows: Rows, size: int, numbers: range) -> Rows:
    return np.concatenate([rows + np.int64(size * n) for n in numbers], dtype=np.int64)


def _repeated(block: Block, n_copies: int) -> Block:
    """Repeat every column; codes, names, keys and longitudes tell the copies apart."""
    columns: dict[str, Any] = {}
    for column in fields(block):
        values = getattr(block, column.name)
        if column.name in {"code", "short_name", "name"}:
            columns[column.name] = values + tuple(
                f"{value}-{n}" for n in range(2, n_copies + 1) for value in values
            )
        elif isinstance(values, tuple):
            columns[column.name] = values * n_copies
        elif column.name == "longitude":
            columns[column.name] = np.concatenate(
                [values + DEGREES_APART * n for n in range(n_copies)]
            )
        elif values.ndim == 1:
            columns[column.name] = np.tile(values, n_copies)
        else:
            columns[column.name] = values
    columns["key"] = organisation_keys(_KIND[type(block)], columns["code"])
    return type(block)(**columns)


def thinned(population: Population, share: float) -> Population:
    """Keep the first practices of each CCG.

    Parameters
    ----------
    population
        What to thin.
    share
        Share of each CCG's practices to keep; at least one is kept.

    Returns
    -------
    Population
        The same systems, CCGs and trusts; the CCGs' populations are those of what is kept.
    """
    practices = population.practices
    counts = np.bincount(practices.ccg, minlength=len(population.ccgs.code))
    wanted = np.maximum(1, [math.floor(share * n) for n in counts])
    order = np.argsort(practices.ccg, kind="stable")
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size) - np.repeat(np.cumsum(counts) - counts, counts)
    keep = place < wanted[practices.ccg]
    kept = kept_rows(practices, keep)
    return replace(
        population,
        name=f"{population.name}, {share:g} of the practices",
        practices=kept,
        ccgs=replace(
            population.ccgs,
            population=totals(kept.list_size, kept.ccg),
            weighted_population=totals(kept.weighted_list, kept.ccg),
        ),
        practice_peers=practice_peers(kept.latitude, kept.longitude, kept.ccg, kept.list_size),
        report=(
            *population.report,
            Remark(
                "practice",
                "refused",
                "",
                int((~keep).sum()),
                f"left out: {share:g} of each CCG's practices are kept",
            ),
        ),
    )
