"""Who needs what and who can go where: worked out for the whole country, then cut down."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Catchment, Flags, Floats, Rows
from acs_abm.outcomes.demand import Demand, need
from acs_abm.outcomes.elective_waits import ElectiveWaits
from acs_abm.outcomes.patient_choice import (
    PatientChoice,
    attraction,
    guarantee,
    outside_weights,
    pull_of_own,
    reachable,
)
from acs_abm.population.neighbours import project
from acs_abm.population.organisations import Population, TrustType
from acs_abm.population.system_start import SystemStanding
from acs_abm.population.trust_accounts import (
    TrustAccountRules,
    TrustAccounts,
    acute_gravity_by_ccg,
)
from acs_abm.scenario import Scenario

HOSPITALS = (TrustType.ACUTE, TrustType.SPECIALIST)


def draw_catchment(
    population: Population, accounts: TrustAccounts, standing: SystemStanding, scenario: Scenario
) -> Catchment:
    """Return who needs what and who can go where, for the whole country."""
    practices = population.practices
    p, rules = scenario.values(PatientChoice), scenario.values(TrustAccountRules)
    starts, trust, kilometres, is_own = _within_reach(population, p.furthest)
    pull = np.exp(-p.distance * kilometres)
    nobody = np.zeros(len(population.trusts.code), dtype=bool)
    outside, squared = outside_weights(
        starts,
        trust,
        pull,
        is_own,
        *_seen_at_start(population, accounts, standing, scenario),
        nobody,
        (1.0 - rules.acute_nhs) / max(rules.acute_nhs, 1e-9),
    )
    return Catchment(
        need=need(
            practices.list_size,
            practices.deprivation,
            practices.share_over_65,
            practices.morbidity,
            scenario.values(Demand),
        ),
        first_emergency=acute_gravity_by_ccg(population, rules),
        starts=starts,
        trust=trust,
        pull=pull,
        is_own=is_own,
        outside=outside,
        outside_squared=squared,
    )


def cut(
    whole: Catchment,
    population: Population,
    systems: Flags,
    accounts: TrustAccounts,
    standing: SystemStanding,
    scenario: Scenario,
) -> Catchment:
    """Keep some systems of the country; hospitals elsewhere stay an option as they began.

    Parameters
    ----------
    whole, population, accounts, standing
        Of the whole country.
    systems
        Which systems to keep.
    """
    practices = systems[population.practices.system]
    trusts = systems[population.trusts.system]
    outside, squared = outside_weights(
        whole.starts,
        whole.trust,
        whole.pull,
        whole.is_own,
        *_seen_at_start(population, accounts, standing, scenario),
        ~trusts,
        0.0,
    )
    is_kept = np.repeat(practices, np.diff(whole.starts)) & trusts[whole.trust]
    row = np.repeat(np.arange(len(practices)), np.diff(whole.starts))
    kept = np.bincount(row[is_kept], minlength=len(practices))[practices]
    return Catchment(
        need=whole.need[practices],
        first_emergency=whole.first_emergency[systems[population.ccgs.system]][:, trusts],
        starts=np.concatenate([[0], np.cumsum(kept)]).astype(np.int64),
        trust=(np.cumsum(trusts) - 1)[whole.trust[is_kept]],
        pull=whole.pull[is_kept],
        is_own=whole.is_own[is_kept],
        outside=(whole.outside + outside)[practices],
        outside_squared=(whole.outside_squared + squared)[practices],
    )


def _seen_at_start(
    population: Population, accounts: TrustAccounts, standing: SystemStanding, scenario: Scenario
) -> tuple[Floats, Floats]:
    """Return the attraction of each trust, and the pull of one's own at each practice."""
    p, usual = scenario.values(PatientChoice), scenario.values(ElectiveWaits).usual
    waits = np.full(len(accounts.rating), usual)
    own = pull_of_own(guarantee(standing.has_choice_mechanism, p), p)
    return attraction(accounts.rating, waits, usual, p), own[population.practices.system]


def _within_reach(population: Population, furthest: float) -> tuple[Rows, Rows, Floats, Flags]:
    """Return who can go where: where practices' hospitals begin, which, how far, whose own."""
    return population.once(
        "within reach", furthest, lambda: _find_within_reach(population, furthest)
    )


def _find_within_reach(population: Population, furthest: float) -> tuple[Rows, Rows, Floats, Flags]:
    practices, trusts = population.practices, population.trusts
    hospitals = np.flatnonzero(np.isin(trusts.type, HOSPITALS))
    starts, found, kilometres = reachable(
        project(practices.latitude, practices.longitude),
        project(trusts.latitude, trusts.longitude)[hospitals],
        furthest,
    )
    trust = hospitals[found].astype(np.int64)
    home = np.repeat(practices.system, np.diff(starts))
    return starts, trust, kilometres, trusts.partner_of[trust, home]
