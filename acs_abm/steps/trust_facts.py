"""What trusts know when they decide: facts, the levels open to them, luck (part of phase 10)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, Rows, Small, World
from acs_abm.compiled import kernel
from acs_abm.contracts.alliance_pool import AlliancePool
from acs_abm.contracts.tariff import Tariff
from acs_abm.contracts.trust_costs import TrustCosts, variable_cost
from acs_abm.decisions.choice import mixed_noise
from acs_abm.decisions.regulator_oversight import Oversight, pressure_felt
from acs_abm.decisions.trust_integration import LEVELS, TrustFacts
from acs_abm.decisions.trust_result import TrustExposure, result_of_levels
from acs_abm.outcomes.integration_effect import IntegrationEffect
from acs_abm.stages.stage import Gives
from acs_abm.stance import FULL, PARTIAL, RESISTING
from acs_abm.steps.joining import may_ally
from acs_abm.steps.money.exposure import emergency_share, exposed_to_emergencies
from acs_abm.steps.rights import has_right
from acs_abm.steps.shares import income_mean


def trust_facts(world: World) -> TrustFacts:
    """Collect what trusts know."""
    trusts, system = world.trusts, world.population.trusts.system
    level, is_holder = level_of(trusts.stance), holders(world)
    return TrustFacts(
        partner_trust=trusts.trust_in_partners,
        peer_share=_shares_at_or_above(world, level)[system],
        pressure=pressure_on_trusts(world),
        margin=trusts.margin,
        level=level,
        is_holder=is_holder,
        result=_results(world, is_holder),
    )


def _results(world: World, is_holder: Flags) -> Floats:
    """Return what each level would do to each trust's own result, % of income."""
    effect = world.scenario.values(IntegrationEffect)
    avoided = np.array([0.0, effect.alliance, effect.partial, effect.full])
    exposure = TrustExposure(
        *exposed_to_emergencies(world), is_holder, _gain_share(world, effect.alliance)
    )
    tariff, costs = world.scenario.values(Tariff), world.scenario.values(TrustCosts)
    return result_of_levels(exposure, avoided, tariff.marginal_rate, variable_cost(costs))


def _gain_share(world: World, avoided: float) -> Floats:
    """Return what trusts would get of a saving of the size that an alliance promises."""
    pool = world.scenario.values(AlliancePool)
    saving = avoided * emergency_share(world)
    pays = (pool.gain_share * (1.0 - pool.practices_share)) * (saving >= pool.minimum_rate)
    return np.full(len(world.trusts.stance), pays)


def pressure_on_trusts(world: World) -> Floats:
    """Return how much national expectation counts with each trust: all of it at one stop."""
    system, p = world.population.trusts.system, world.scenario.values(Oversight)
    at_one_stop = has_right(world, Gives.ONE_STOP_SHOP)[system]
    felt = world.systems.pressure[system]
    return pressure_felt(felt, world.trusts.segment, at_one_stop, p)


def _shares_at_or_above(world: World, level: Rows) -> Floats:
    """Return the share of each system's trust income at each level or above."""
    system, n = world.population.trusts.system, len(world.systems.stage)
    return _at_or_above(level, system, world.trusts.income, n, len(LEVELS))


@kernel
def _at_or_above(level: Rows, system: Rows, income: Floats, n: int, levels: int) -> Floats:
    share = np.zeros((n, levels))
    for trust in range(level.size):
        share[system[trust], level[trust]] += income[trust]
    for place in range(n):
        for height in range(levels - 2, -1, -1):
            share[place, height] += share[place, height + 1]
        whole = max(share[place, 0], 1.0)
        for height in range(levels):
            share[place, height] /= whole
    return share


def level_of(stance: Small) -> Rows:
    """Return the level of each stance: resisting and independent are both 0."""
    return np.maximum(stance, 0).astype(np.int64)


def holders(world: World) -> Flags:
    """Return which trusts were chosen to hold a contract, alone or in a joint venture."""
    held = np.zeros(len(world.trusts.stance), dtype=bool)
    chosen = world.ccgs.holder_trust[world.ccgs.contract_level > 0]
    held[chosen[chosen >= 0]] = True
    return held


def levels_open(world: World) -> Flags:
    """Return which levels each trust may take (trusts by levels).

    An alliance from the stage that gives the right to one; a contract's level while any place of
    the system procures or has a contract that goes at least as far.
    """
    system, n = world.population.trusts.system, len(world.systems.stage)
    furthest = np.zeros(n, dtype=np.int64)
    np.maximum.at(furthest, world.population.ccgs.system, world.ccgs.contract_level)
    open_to = [np.ones(n, dtype=bool), may_ally(world), furthest >= PARTIAL, furthest >= FULL]
    return np.stack(open_to, axis=1)[system]


def integration_noise(world: World, lasting_share: float) -> Floats:
    """Return the noise of each level in units of mu: a lasting taste and the mood of the day."""
    keys = world.population.trusts.key
    streams = [f"trust.choice/{name}" for name in LEVELS]
    fresh = world.chance.gumbels(streams, world.step, keys)
    return mixed_noise(world.tastes.trust, fresh, lasting_share)


def resisting_share(world: World) -> Floats:
    """Return the share of each system's trust income that resists."""
    return income_mean(world, (world.trusts.stance == RESISTING).astype(np.float64))
