"""What is measured of each system, in the order of the table ``systems``.

To add a measure, add one column here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from acs_abm.columns import Flags, Floats, Rows, World
from acs_abm.measures.activity import ACTIVITY_OF_SYSTEMS
from acs_abm.measures.column import QUARTER, REPLICATE, YES_OR_NO, Column
from acs_abm.measures.committees import opposes
from acs_abm.measures.counted import OF_PRACTICES, STANCE_COLUMNS
from acs_abm.measures.money import MEANS_OF_SYSTEMS, OF_SYSTEMS
from acs_abm.measures.national import NATIONAL
from acs_abm.outcomes.delayed_discharges import DelayedDischarges, delayed_bed_share
from acs_abm.stance import ALLIANCE, RESISTING, Stance

_NATIONAL = {column.name: column for column in NATIONAL}


def _as_of_the_country(name: str, measured: Callable[[World], Any]) -> Column:
    """Declare a column that means for a system what it means for the country."""
    return _NATIONAL[name]._replace(measured=measured, from_systems=None)


def _over_ccgs(world: World, values: Floats | Flags | Rows) -> Floats:
    """Add up something of CCGs over each system."""
    n = len(world.systems.stage)
    return np.bincount(world.population.ccgs.system, values, minlength=n).astype(np.float64)


def _share_of_lmcs(world: World, flags: Flags) -> Floats:
    """Return the share of each system's committees of which something is so."""
    system, n = world.population.ccgs.system, len(world.systems.stage)
    return _over_ccgs(world, flags) / np.maximum(np.bincount(system, minlength=n), 1)


def _share_of_trust_income(world: World, flags: Flags) -> Floats:
    """Return the share of each system's trusts, by income, of which something is so."""
    home, n = world.population.trusts.system, len(world.systems.stage)
    income = world.trusts.income
    total = np.maximum(np.bincount(home, income, minlength=n), 1.0)
    return np.bincount(home, income * flags, minlength=n) / total


def _mean(world: World, system: Rows, weight: Floats, values: Floats) -> Floats:
    """Return the weighted mean of something over the organisations of each system."""
    n = len(world.systems.stage)
    total = np.bincount(system, weight, minlength=n)
    held = np.bincount(system, weight * values, minlength=n)
    return np.divide(held, total, out=np.zeros(n), where=total > 0)


def _trust_of_trusts(world: World) -> Floats:
    home, trusts = world.population.trusts.system, world.trusts
    return _mean(world, home, trusts.income, trusts.trust_in_partners)


def _trust_of_ccgs(world: World) -> Floats:
    ccgs = world.population.ccgs
    return _mean(world, ccgs.system, ccgs.population, world.ccgs.trust_in_partners)


def _delayed_discharges(world: World) -> Floats:
    p = world.scenario.values(DelayedDischarges)
    return delayed_bed_share(world.systems.councils_joined, p)


SYSTEMS: list[Column] = [
    REPLICATE,
    QUARTER,
    Column("system", "", "ONS code of the care system"),
    Column("name", "", "Name of the care system"),
    Column(
        "stage",
        "",
        "Stage reached: STP, CANDIDATE, SHADOW_ACS or ACS",
        lambda world: world.systems.stage,
    ),
    Column("rights", "", "What its stage gives: names from the calendar, by commas"),
    Column(
        "selected",
        YES_OR_NO,
        "Whether NHS England has selected it",
        lambda world: world.systems.is_selected,
    ),
    Column(
        "lead",
        "",
        "Code of the trust that leads it; empty where no trust works there",
        lambda world: world.systems.lead,
    ),
    Column("governance", "share", "Governance G", lambda world: world.systems.governance),
    Column("relationships", "share", "Relationships R", lambda world: world.systems.relationships),
    Column(
        "population_health_management",
        "share",
        "Population health management",
        lambda world: world.systems.health_management,
    ),
    Column(
        "hub_coverage",
        "share of list",
        "Registered patients at hub members",
        lambda world: world.systems.hub_coverage,
    ),
    Column(
        "alliance_coverage",
        "share of list",
        "As list_share_alliance, for the system",
        lambda world: world.systems.alliance_coverage,
    ),
    Column(
        "trusts_in_alliance",
        "share of trust income",
        "Trusts at ALLIANCE or above",
        lambda world: _share_of_trust_income(world, world.trusts.stance >= ALLIANCE),
    ),
    Column(
        "own_control_totals",
        "share of trust income",
        "Trusts that accepted control totals",
        lambda world: _share_of_trust_income(world, world.trusts.accepts_control_total),
    ),
    Column(
        "control_total_shortfall",
        "share of trust income",
        "By how much its trusts fell short of control totals in the last financial year",
        lambda world: world.systems.shortfall,
    ),
    Column(
        "pressure",
        "share",
        "National expectation bearing on the system",
        lambda world: world.systems.pressure,
    ),
    Column(
        "councils_joined",
        YES_OR_NO,
        "Whether the councils joined the partnership",
        lambda world: world.systems.councils_joined,
    ),
    Column("practices", "practices", "Practices of the system"),
    *(Column(name, "practices", "As in national") for name in STANCE_COLUMNS),
    _as_of_the_country(
        "lmcs_opposing_partial",
        lambda world: _share_of_lmcs(world, opposes(world, Stance.PARTIAL)),
    ),
    _as_of_the_country(
        "lmcs_opposing_full", lambda world: _share_of_lmcs(world, opposes(world, Stance.FULL))
    ),
    _as_of_the_country("ballots", lambda world: _over_ccgs(world, world.ccgs.lmc_ballots)),
    _as_of_the_country(
        "aco_contracts_let", lambda world: _over_ccgs(world, world.ccgs.contracts_let)
    ),
    _as_of_the_country(
        "aco_contracts_ended", lambda world: _over_ccgs(world, world.ccgs.contracts_ended)
    ),
    _as_of_the_country("delayed_discharges", _delayed_discharges),
    _as_of_the_country(
        "trust_in_ccg", lambda world: world.mean_by_system(world.practices.trust_in_ccg)
    ),
    _as_of_the_country(
        "trust_in_lead", lambda world: world.mean_by_system(world.practices.trust_in_lead)
    ),
    _as_of_the_country("trust_of_trusts", _trust_of_trusts),
    _as_of_the_country("trust_of_ccgs", _trust_of_ccgs),
    Column(
        "trust_in_national",
        "share",
        "As in national",
        lambda world: world.mean_by_system(world.practices.trust_in_national),
    ),
    Column(
        "votes_to_share",
        "share of money at stake",
        "Votes in April for sharing one control total; 0 where there was no vote",
        lambda world: world.systems.votes_to_share,
    ),
    Column(
        "shares_control_total",
        YES_OR_NO,
        "Whether its trusts share one control total",
        lambda world: world.systems.shares_control_total,
    ),
    Column(
        "ccgs",
        "CCGs",
        "As in national",
        lambda world: _over_ccgs(world, world.ccgs.is_living),
    ),
    Column(
        "ccgs_resisting",
        "CCGs",
        "As in national",
        lambda world: _over_ccgs(world, world.ccgs.is_living & (world.ccgs.stance == RESISTING)),
    ),
    Column(
        "ccgs_sharing_officer",
        "CCGs",
        "As in national",
        lambda world: _over_ccgs(world, world.ccgs.is_living & world.ccgs.shares_officer),
    ),
    Column(
        "ccgs_delegated",
        "CCGs",
        "As in national",
        lambda world: _over_ccgs(world, world.ccgs.is_living & world.ccgs.is_delegated),
    ),
    *ACTIVITY_OF_SYSTEMS,
    *OF_PRACTICES,
    *OF_SYSTEMS,
    *MEANS_OF_SYSTEMS,
]
