"""What is done to any block of columns: keep rows, sum over groups, make read-only."""

from __future__ import annotations

import itertools
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from acs_abm.population.organisations import (
    CCGs,
    Flags,
    Floats,
    Population,
    Practices,
    Rows,
    Systems,
    Trusts,
)

Kinds = NDArray[np.int8]
Block = TypeVar("Block", Systems, CCGs, Trusts, Practices)


def totals(values: Floats, group: Rows, n_groups: int = 0) -> Floats:
    """Sum values over the members of each group.

    Parameters
    ----------
    values
        One a member.
    group
        Row of each member's group.
    n_groups
        How many groups there are at least; needed where the last may be empty.

    Returns
    -------
    Floats
        One sum a group.
    """
    return np.asarray(np.bincount(group, values, minlength=n_groups), dtype=np.float64)


def kept_rows(block: Block, keep: Flags) -> Block:
    """Keep some rows of every column of a block."""
    columns: dict[str, Any] = {}
    for column in fields(block):
        values = getattr(block, column.name)
        if isinstance(values, tuple):
            columns[column.name] = tuple(itertools.compress(values, keep))
        else:
            columns[column.name] = values[keep]
    return type(block)(**columns)


def freeze(population: Population) -> Population:
    """Make every array of a population read-only, in place.

    Parameters
    ----------
    population
        Any population.

    Returns
    -------
    Population
        The same one.
    """
    blocks = (population.systems, population.ccgs, population.trusts, population.practices)
    arrays = [getattr(block, column.name) for block in blocks for column in fields(block)]
    peers = population.practice_peers
    arrays += [population.system_neighbours, population.ccg_neighbours]
    arrays += [peers.data, peers.indices, peers.indptr]
    for array in arrays:
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    return population
