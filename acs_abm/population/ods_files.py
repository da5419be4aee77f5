"""Read a folder with the NHS registers as published: practices, CCGs, trusts and list sizes.

``epraccur.csv``, ``eccg.csv`` and ``etr.csv`` are files of the Organisation Data Service without
column names; the list sizes are those of *Patients registered at a GP practice*. The registers
say who exists. Where practices lie, whom they serve, how they are staffed and paid is drawn by
the rules of the built-in country, around the published figures of their CCGs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from acs_abm.chance import Chance
from acs_abm.errors import OrganisationsError
from acs_abm.evidence import CCGFacts, TrustFacts, england_ccgs, figure
from acs_abm.population.assembly import assemble
from acs_abm.population.england_2017 import (
    published_ccgs,
    published_neighbours,
    published_systems,
)
from acs_abm.population.folder_areas import Remarks
from acs_abm.population.inhabited import inhabited_ccgs, rows_used, without_empty_systems
from acs_abm.population.neighbours import project
from acs_abm.population.ods_areas import choose_ccgs, choose_trusts
from acs_abm.population.ods_layout import CCGS, PRACTICES, TRUSTS, read_register_file
from acs_abm.population.ods_practices import (
    RegisteredPractices,
    choose_practices,
    read_lists,
    remark_on_lists,
)
from acs_abm.population.organisation_tables import expect_folder
from acs_abm.population.organisations import Floats, Population, Practices, Systems, Trusts
from acs_abm.population.placement import ccg_spread
from acs_abm.population.practice_synthesis import complete_practices
from acs_abm.population.trust_placement import place_trusts

REGISTERS = (PRACTICES.file, CCGS.file, TRUSTS.file)
START = date(2017, 4, 1)

IMPUTED = {
    "latitude, longitude, is_rural": "around the centre of its CCG, as the built-in practices",
    "deprivation, share_over_65, morbidity": "around the published figures of its CCG",
    "weighted_list": "by age and deprivation, with the national spread",
    "contract": "by the national shares, by list and deprivation",
    "gp_wte, nurse_wte": "by the published regression on the list, with a residual",
    "gross_income, qof_income": "by contract, list and weight, with a residual",
}
"""What the registers do not say of a practice, and the rule by which it is drawn."""


def read_register(folder: Path, seed: int = 2017, on: date = START) -> Population:
    """Read a folder of NHS registers.

    Parameters
    ----------
    folder
        Where ``epraccur.csv``, ``eccg.csv``, ``etr.csv`` and the file of list sizes lie.
    seed
        Luck of what is drawn; not the seed of a run.
    on
        Which organisations exist: those open on this day.

    Returns
    -------
    Population
        With a report of every row used or left out, and why, and of all that is drawn. Arrays
        are read-only.

    Raises
    ------
    OrganisationsError
        If the folder cannot be used; the message names file, line, field, value and what is
        allowed.
    """
    folder = Path(folder)
    remarks = Remarks()
    try:
        expect_folder(folder)
        practice_rows, ccg_rows, trust_rows = (
            read_register_file(folder, layout, remarks) for layout in (PRACTICES, CCGS, TRUSTS)
        )
        lists = read_lists(folder, remarks)
    except OSError as error:
        raise OrganisationsError(f"{folder}: cannot be read ({error.strerror})") from error
    facts = choose_ccgs(ccg_rows, on)
    registered = choose_practices(practice_rows, lists, {ccg.code for ccg in facts}, on)
    if not registered.code:
        raise OrganisationsError(
            f"{folder}: no practice of a CCG that is open has a list of "
            f"{figure('list_size_smallest'):,.0f} patients or more"
        )
    remark_on_lists(lists, registered.code, remarks)
    trust_facts = choose_trusts(trust_rows, on)
    if not trust_facts:
        raise OrganisationsError(f"{folder / TRUSTS.file}: no trust in it is open on {on}")
    population = _assembled(folder, facts, trust_facts, registered, Chance(seed), remarks)
    population = without_empty_systems(population, remarks)
    return replace(population, report=(*remarks.lines, *rows_used(population)))


def _assembled(
    folder: Path,
    facts: tuple[CCGFacts, ...],
    trust_facts: tuple[TrustFacts, ...],
    registered: RegisteredPractices,
    chance: Chance,
    remarks: Remarks,
) -> Population:
    systems = published_systems()
    practices = _practices(facts, systems, registered, chance, remarks)
    ccgs = published_ccgs(facts, systems)
    why = "no practice that is used belongs to it"
    ccgs, practices = inhabited_ccgs(ccgs, practices, remarks, why)
    why = "published tables of April 2017"
    remarks.add("ccg", "imputed", "name, system, latitude, longitude", list(ccgs.code), why)
    return assemble(
        name=f"NHS registers in '{folder.resolve().name}'",
        systems=systems,
        ccgs=ccgs,
        trusts=_trusts(trust_facts, systems, chance, remarks),
        practices=practices,
        system_neighbours_known=published_neighbours(systems),
        report=(),
    )


def _practices(
    facts: tuple[CCGFacts, ...],
    systems: Systems,
    registered: RegisteredPractices,
    chance: Chance,
    remarks: Remarks,
) -> Practices:
    """Complete the practices; ``ccg`` is a row of all the CCGs that are open."""
    used = sorted(set(registered.ccg))
    row_used = {code: row for row, code in enumerate(used)}
    row_open = {ccg.code: row for row, ccg in enumerate(facts)}
    row_of_system = {code: row for row, code in enumerate(systems.code)}
    here = tuple(facts[row_open[code]] for code in used)
    practices = complete_practices(
        registered.code,
        registered.list_size,
        np.array([row_used[code] for code in registered.ccg], dtype=np.int64),
        here,
        np.array([row_of_system[ccg.system] for ccg in here], dtype=np.int64),
        _english_spread(used),
        chance,
    )
    for column, why in IMPUTED.items():
        remarks.add("practice", "imputed", column, list(registered.code), why)
    open_row = np.array([row_open[code] for code in registered.ccg], dtype=np.int64)
    return replace(practices, ccg=open_row)


def _english_spread(codes: list[str]) -> Floats:
    """Give how far practices of some CCGs lie from their centres, as among all of England's."""
    england = england_ccgs()
    latitude = np.array([ccg.latitude for ccg in england])
    spread = ccg_spread(project(latitude, np.array([ccg.longitude for ccg in england])))
    by_code = dict(zip((ccg.code for ccg in england), spread.tolist(), strict=True))
    return np.array([by_code[code] for code in codes], dtype=np.float64)


def _trusts(
    facts: tuple[TrustFacts, ...], systems: Systems, chance: Chance, remarks: Remarks
) -> Trusts:
    """Place trusts among all of England's CCGs, and share out the admissions of their STPs."""
    england = england_ccgs()
    homes = {trust.home for trust in facts if trust.type == "acute"}
    served = sum(ccg.population for ccg in england if ccg.system in homes)
    share = served / sum(ccg.population for ccg in england)
    admissions = share * figure("ae_admissions")
    codes = [trust.code for trust in facts]
    why = "in a CCG of the home STP: the one it is named for, else by people per trust"
    remarks.add("trust", "imputed", "latitude, longitude", codes, why)
    why = "those of the people of the STPs with an acute trust, by people, equally within one"
    remarks.add("trust", "imputed", "ae_admissions", codes, why)
    return place_trusts(facts, england, systems.code, chance, admissions)
