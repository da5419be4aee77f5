"""Leave out areas where nobody is registered, and say how many organisations are left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from acs_abm.population.blocks import freeze, kept_rows, totals
from acs_abm.population.folder_areas import Remarks, flagged
from acs_abm.population.organisations import CCGs, Population, Practices, Remark


def inhabited_ccgs(
    ccgs: CCGs, practices: Practices, remarks: Remarks, why: str
) -> tuple[CCGs, Practices]:
    """Leave out CCGs without practices; sum the others' patients.

    Parameters
    ----------
    ccgs, practices
        As read; the CCGs' populations and deprivation need not be known.
    remarks
        Where to note the CCGs left out.
    why
        What to say of them.

    Returns
    -------
    tuple
        Complete CCGs, and practices whose rows of CCGs are the new ones.
    """
    n_ccgs = len(ccgs.code)
    counts = np.bincount(practices.ccg, minlength=n_ccgs)
    remarks.add("ccg", "refused", "", flagged(ccgs.code, counts == 0), why)
    people = totals(practices.list_size, practices.ccg, n_ccgs)
    poor = totals(practices.list_size * practices.deprivation, practices.ccg, n_ccgs)
    complete = replace(
        ccgs,
        population=people,
        weighted_population=totals(practices.weighted_list, practices.ccg, n_ccgs),
        deprivation=np.divide(poor, people, out=np.zeros(n_ccgs), where=people > 0),
    )
    new_row = np.cumsum(counts > 0, dtype=np.int64) - np.int64(1)
    return kept_rows(complete, counts > 0), replace(practices, ccg=new_row[practices.ccg])


def without_empty_systems(population: Population, remarks: Remarks) -> Population:
    """Leave out systems without CCGs, and the trusts at home there.

    Parameters
    ----------
    population
        Assembled.
    remarks
        Where to note what was left out.

    Returns
    -------
    Population
        With read-only arrays.
    """
    codes = population.systems.code
    n_ccgs = np.bincount(population.ccgs.system, minlength=len(codes))
    if n_ccgs.all():
        return population
    remarks.add("system", "refused", "", flagged(codes, n_ccgs == 0), "no CCG belongs to it")
    homeless = flagged(population.trusts.code, (n_ccgs == 0)[population.trusts.system])
    remarks.add("trust", "refused", "", homeless, "its home STP was refused")
    return freeze(population.restrict(np.flatnonzero(n_ccgs).astype(np.int64)))


def rows_used(population: Population) -> tuple[Remark, ...]:
    """Count the organisations of each kind that the population holds."""
    blocks = (
        ("practice", population.practices.code),
        ("ccg", population.ccgs.code),
        ("trust", population.trusts.code),
        ("system", population.systems.code),
    )
    return tuple(Remark(kind, "used", "", len(c), "", c[0] if c else "") for kind, c in blocks)
