"""Activity before the first step, and what is read of it at the start and in every step."""

from __future__ import annotations

import numpy as np

from acs_abm.clock import MONTHS_A_QUARTER, MONTHS_A_YEAR
from acs_abm.columns import ActivityColumns, Catchment, Floats, Rows, World
from acs_abm.compiled import kernel
from acs_abm.evidence import published_in
from acs_abm.outcomes.capability import Capability
from acs_abm.outcomes.demand import Demand, Stream, rates_at
from acs_abm.outcomes.demonstration import Demonstration, similar_systems
from acs_abm.outcomes.elective_waits import ElectiveWaits
from acs_abm.outcomes.integration_effect import (
    IntegrationEffect,
    disruption_after,
    lagged,
    long_run_effect,
)
from acs_abm.outcomes.patient_choice import (
    PatientChoice,
    attraction,
    choose_hospitals,
    guarantee,
    pull_of_own,
)
from acs_abm.population.organisations import Population
from acs_abm.scenario import Scenario
from acs_abm.stance import ALLIANCE
from acs_abm.start.capability import place_capability


def activity_columns(
    population: Population, catchment: Catchment, scenario: Scenario
) -> ActivityColumns:
    """Return columns in which nobody has come yet and everybody waits as usual."""
    n, n_ccgs = len(population.practices.code), len(population.ccgs.code)
    n_trusts, n_systems = len(population.trusts.code), len(population.systems.code)
    people = np.maximum(np.bincount(population.ccgs.system, population.ccgs.population), 1.0)
    poor = population.ccgs.population * population.ccgs.deprivation
    deprivation = np.bincount(population.ccgs.system, poor, n_systems) / people
    return ActivityColumns(
        catchment=catchment,
        year_luck=np.ones((len(Stream), n)),
        expected=np.zeros((n, len(Stream)), order="F"),
        counts=np.zeros((n, len(Stream)), order="F"),
        by_ccg=np.zeros((n_ccgs, len(Stream)), order="F"),
        trust_share_emergency=catchment.first_emergency.copy(),
        trust_share_elective=np.zeros((n_ccgs, n_trusts)),
        variety=np.zeros(n_systems),
        first_variety=np.zeros(n_systems),
        first_capacity=np.zeros(n_trusts),
        first_share_elective=np.zeros((n_ccgs, n_trusts)),
        similar=similar_systems(deprivation, scenario.values(Demonstration)),
        mergers_followed=0,
        wait=np.full(n_trusts, scenario.values(ElectiveWaits).usual),
        first_lag=np.zeros(n_ccgs),
        second_lag=np.zeros(n_ccgs),
        disruption=np.zeros(n_ccgs),
        effect=np.zeros(n_ccgs),
        seen_in_force=np.zeros(n, dtype=np.int64),
    )


def expected_in_first_year(
    population: Population, catchment: Catchment, scenario: Scenario
) -> Floats:
    """Return who is expected in the first year, by CCG and stream, before luck and integration."""
    practices, middle = population.practices, scenario.clock.start.index + 0.5 * MONTHS_A_YEAR
    patients = np.bincount(
        practices.ccg, practices.list_size * catchment.need, len(population.ccgs.code)
    )
    return np.outer(patients, rates_at(middle, scenario.values(Demand)))


def begin_activity(world: World) -> None:
    """Let patients choose for the first time; agreements in force have worked since they began."""
    activity = world.activity
    let_patients_choose(world)
    activity.first_variety = activity.variety.copy()
    activity.first_capacity = planned_demand(world)
    activity.first_share_elective = activity.trust_share_elective.copy()
    p = world.scenario.values(IntegrationEffect)
    months = world.clock.start.index - published_in("vanguard_agreements").index
    quarters = max(months, 0) / MONTHS_A_QUARTER
    activity.seen_in_force = offer_in_force(world)
    nothing, begun = np.zeros(len(activity.effect)), disrupts(world, activity.seen_in_force)
    activity.first_lag, activity.second_lag = lagged(
        nothing, nothing, long_run_effects(world), quarters, p
    )
    joined = disruption_after(nothing, world.mean_by_ccg(begun), 0.0, p)
    activity.disruption = disruption_after(joined, nothing, quarters, p)
    activity.effect = activity.second_lag + activity.disruption


def offer_in_force(world: World) -> Rows:
    """Return the column of the agreement in force at each practice; 0 for none."""
    in_force: Rows = np.where(world.practices.stance >= ALLIANCE, world.practices.agreement, 0)
    return in_force


def disrupts(world: World, offer: Rows) -> Floats:
    """Return 1 where joining an offer (its column, one a practice) disrupts, 0 elsewhere."""
    most = world.scenario.values(IntegrationEffect).disrupting_dependence
    return (world.options.dependence > most)[offer].astype(np.float64)


def long_run_effects(world: World) -> Floats:
    """Return what each place would do to emergencies in the long run if it stayed as it is."""
    practices = world.practices
    trust = world.mean_by_ccg(0.5 * (practices.trust_in_ccg + practices.trust_in_lead))
    level = world.mean_by_ccg(np.maximum(practices.stance, 0).astype(np.float64))
    able = place_capability(world) / world.scenario.values(Capability).reference
    return long_run_effect(level, able, trust, world.scenario.values(IntegrationEffect))


def let_patients_choose(world: World) -> None:
    """Share planned patients out among hospitals by what is known of them now."""
    p, usual = world.scenario.values(PatientChoice), world.scenario.values(ElectiveWaits).usual
    activity, home = world.activity, world.population.practices
    catchment, runs = activity.catchment, world.trusts.body
    own = pull_of_own(guarantee(world.systems.has_choice_mechanism, p), p)
    patients = world.practices.list_size * catchment.need
    flows = np.zeros_like(activity.trust_share_elective)
    varied = choose_hospitals(
        catchment.starts,
        catchment.trust,
        catchment.pull,
        catchment.is_own,
        attraction(world.trusts.rating[runs], activity.wait[runs], usual, p),
        own[home.system],
        catchment.outside,
        catchment.outside_squared,
        patients,
        home.ccg,
        flows,
    )
    total = np.bincount(home.ccg, patients, len(flows))[:, np.newaxis]
    share = np.divide(flows, total, out=flows, where=total > 0.0)
    activity.trust_share_elective = follow_mergers(share, runs)
    activity.variety = world.mean_by_system(varied)


def follow_mergers(share: Floats, runs: Rows) -> Floats:
    """Move shares (CCGs × trusts), in place, from trusts that were merged to who runs their sites.

    What was moved already stays.
    """
    _move_shares(share, np.flatnonzero(runs != np.arange(len(runs))), runs)
    return share


@kernel
def _move_shares(share: Floats, merged: Rows, runs: Rows) -> None:
    for place in range(share.shape[0]):
        for row in merged:
            share[place, runs[row]] += share[place, row]
            share[place, row] = 0.0


def planned_demand(world: World) -> Floats:
    """Return how many elective patients a year of the run's practices go to each trust."""
    month = float(world.clock.date(world.step).index)
    rate = rates_at(month, world.scenario.values(Demand))[Stream.ELECTIVE]
    patients = world.practices.list_size * world.activity.catchment.need
    by_ccg = np.bincount(world.population.practices.ccg, patients, len(world.ccgs.stance))
    return np.asarray(rate * by_ccg @ world.activity.trust_share_elective, dtype=np.float64)
