"""The organisations of a country as they stand before anything is decided.

One block of read-only arrays for each kind, one row an organisation, in the order of their
codes. Blocks refer to one another by row number. What a source did not hold is imputed by a
declared rule and marked here, so that the population report can count it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]
Found = TypeVar("Found")


class CoreContract(IntEnum):
    """The contract under which a practice provides core general practice."""

    GMS = 0
    PMS = 1
    APMS = 2


class TrustType(IntEnum):
    """What a trust mainly does."""

    ACUTE = 0
    SPECIALIST = 1
    MENTAL_HEALTH = 2
    COMMUNITY = 3
    AMBULANCE = 4


@dataclass(frozen=True)
class Systems:
    """The STP areas.

    Attributes
    ----------
    code, short_name, name, region
        ONS code (``E54000041``), short name of the tile grid (``DOR``), full name, NHS region.
    latitude, longitude
        Degrees, centre of the area's practices.
    """

    code: tuple[str, ...]
    short_name: tuple[str, ...]
    name: tuple[str, ...]
    region: tuple[str, ...]
    latitude: Floats
    longitude: Floats
    key: Keys


@dataclass(frozen=True)
class CCGs:
    """The clinical commissioning groups; each is one place until places are drawn otherwise.

    Attributes
    ----------
    system
        Row of the CCG's STP.
    population, weighted_population
        Registered and weighted patients: sums over the CCG's practices.
    deprivation
        Index of Multiple Deprivation 2015, list-weighted mean.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    system: Rows
    population: Floats
    weighted_population: Floats
    deprivation: Floats
    latitude: Floats
    longitude: Floats
    key: Keys


@dataclass(frozen=True)
class Trusts:
    """NHS trusts and foundation trusts.

    Attributes
    ----------
    type
        A :class:`TrustType`, as an integer.
    system
        Row of the home STP.
    partner_of
        Boolean, trusts by systems: the STPs the trust belongs to, its home among them.
    ae_admissions
        Emergency admissions through A&E in 2016/17; the median of its type where missing.
    ae_admissions_imputed
        Where that was missing.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    type: NDArray[np.int8]
    system: Rows
    partner_of: Flags
    ae_admissions: Floats
    ae_admissions_imputed: Flags
    latitude: Floats
    longitude: Floats
    key: Keys


@dataclass(frozen=True)
class Practices:
    """GP practices.

    Attributes
    ----------
    ccg, system
        Rows of the practice's CCG and STP.
    list_size, weighted_list
        Registered and weighted patients.
    contract
        A :class:`CoreContract`, as an integer.
    is_rural
        Whether the practice counts as rural.
    deprivation
        Index of Multiple Deprivation 2015 (higher is poorer).
    share_over_65
        Share of the list aged 65 and over.
    morbidity
        Sum of six QOF disease registers per patient: diabetes, coronary heart disease, COPD,
        heart failure, dementia and serious mental illness.
    gp_wte, nurse_wte
        Whole-time-equivalent general practitioners and nurses.
    gross_income, qof_income
        Pounds a year, 2016/17, in 2017/18 prices.
    contract_imputed, gp_wte_imputed, nurse_wte_imputed, morbidity_imputed, income_imputed
        Where a value was imputed.
    """

    code: tuple[str, ...]
    ccg: Rows
    system: Rows
    list_size: Floats
    weighted_list: Floats
    contract: NDArray[np.int8]
    is_rural: Flags
    latitude: Floats
    longitude: Floats
    deprivation: Floats
    share_over_65: Floats
    morbidity: Floats
    gp_wte: Floats
    nurse_wte: Floats
    gross_income: Floats
    qof_income: Floats
    contract_imputed: Flags
    gp_wte_imputed: Flags
    nurse_wte_imputed: Flags
    morbidity_imputed: Flags
    income_imputed: Flags
    key: Keys


@dataclass(frozen=True)
class Remark:
    """One line of the population report.

    Attributes
    ----------
    kind
        ``practice``, ``ccg``, ``trust``, ``system``, ``list`` (rows of a file of list sizes) or
        ``folder``.
    what
        ``read``, ``used``, ``refused``, ``repaired`` or ``imputed``.
    field
        The column it is about; empty where it is about whole rows.
    count
        How many organisations.
    why
        The reason or the rule, in words.
    example
        Code of the first organisation concerned; empty where there is none.
    """

    kind: str
    what: str
    field: str
    count: int
    why: str
    example: str = ""


@dataclass(frozen=True)
class Population:
    """Every organisation of one country and who is near whom.

    Attributes
    ----------
    name
        Where the population comes from, for the manifest.
    system_neighbours, ccg_neighbours
        Boolean and symmetric: neighbouring STPs; neighbouring CCGs.
    practice_peers
        Sparse, practices by practices: weight of each peer in a practice's local norm; rows
        sum to one (to zero where a practice has no peer at all).
    report
        What was read, refused, repaired and imputed.
    """

    name: str
    systems: Systems
    ccgs: CCGs
    trusts: Trusts
    practices: Practices
    system_neighbours: Flags
    ccg_neighbours: Flags
    practice_peers: csr_array
    report: tuple[Remark, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with any row of any organisation."""
        content = hashlib.sha256()
        for block in (self.systems, self.ccgs, self.trusts, self.practices):
            for column in fields(block):
                values = getattr(block, column.name)
                content.update(column.name.encode())
                content.update(
                    repr(values).encode() if isinstance(values, tuple) else values.tobytes()
                )
        return content.hexdigest()[:16]

    def once(self, what: str, number: float, find: Callable[[], Found]) -> Found:
        """Return what was found before, or find it: runs share it and must not change it.

        Who is within reach of whom takes long to find and is the same in every run of a scenario.

        Parameters
        ----------
        what, number
            What is asked, and the parameter on which it hangs; the answer for the last is kept.
        find
            Finds it.
        """
        if what not in self._found or self._found[what][0] != number:
            self._found[what] = number, find()
        found: Found = self._found[what][1]
        return found

    @cached_property
    def _found(self) -> dict[str, tuple[float, Any]]:
        return {}

    def restrict(self, systems: NDArray[np.int64]) -> Population:
        """Keep only some systems and the organisations at home in them.

        Parameters
        ----------
        systems
            Rows of the systems to keep, ascending.

        Returns
        -------
        Population
            The same organisations with the same codes, so the same luck.
        """
        chosen = np.zeros(len(self.systems.code), dtype=bool)
        chosen[systems] = True
        new_system = np.cumsum(chosen, dtype=np.int64) - 1
        in_ccg = chosen[self.ccgs.system]
        new_ccg = np.cumsum(in_ccg, dtype=np.int64) - 1
        ccgs = _rows(self.ccgs, in_ccg)
        practices = _rows(self.practices, chosen[self.practices.system])
        trusts = _rows(self.trusts, chosen[self.trusts.system])
        in_practice = np.flatnonzero(chosen[self.practices.system])
        in_system = np.flatnonzero(chosen)
        return replace(
            self,
            systems=_rows(self.systems, chosen),
            ccgs=replace(ccgs, system=new_system[ccgs.system]),
            trusts=replace(
                trusts,
                system=new_system[trusts.system],
                partner_of=trusts.partner_of[:, in_system],
            ),
            practices=replace(
                practices,
                ccg=new_ccg[practices.ccg],
                system=new_system[practices.system],
            ),
            system_neighbours=self.system_neighbours[np.ix_(in_system, in_system)],
            ccg_neighbours=self.ccg_neighbours[np.ix_(in_ccg, in_ccg)],
            practice_peers=self.practice_peers[in_practice][:, in_practice],
        )


Block = TypeVar("Block", Systems, CCGs, Trusts, Practices)


def _rows(block: Block, keep: Flags) -> Block:
    """Keep some rows of every column of a block."""
    kept: dict[str, Any] = {}
    for column in fields(block):
        values = getattr(block, column.name)
        if isinstance(values, tuple):
            kept[column.name] = tuple(itertools.compress(values, keep))
        else:
            kept[column.name] = values[keep]
    return type(block)(**kept)
