"""The world as it stands before the first step."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.columns import Catchment, Flags, Floats, Groups, World
from acs_abm.contracts.tariff import Tariff
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_resistance import PracticeResistance
from acs_abm.population.commissioner_start import CommissionerStanding, commissioner_standing
from acs_abm.population.hub_start import HubStart, hub_members
from acs_abm.population.money_start import CommissioningStart, MoneyStart, first_money
from acs_abm.population.organisations import Population
from acs_abm.population.system_start import (
    PlaceStanding,
    SystemStanding,
    SystemStart,
    place_standing,
    system_standing,
)
from acs_abm.population.trait_rules import PracticeTraits, StartingDistress
from acs_abm.population.traits import Traits, draw_traits
from acs_abm.population.trust_accounts import TrustAccountRules, TrustAccounts, draw_trust_accounts
from acs_abm.scenario import Scenario
from acs_abm.start.activity import activity_columns, begin_activity, expected_in_first_year
from acs_abm.start.catchment import cut, draw_catchment
from acs_abm.start.ccgs import ccg_columns
from acs_abm.start.fixtures import fixtures, neighbours, result_groups
from acs_abm.start.money import money_columns
from acs_abm.start.options import option_table
from acs_abm.start.practice_life import (
    mean_relative_hazard,
    practice_life,
    settle_practices,
)
from acs_abm.start.practices import practice_columns
from acs_abm.start.relationships import anchor_relationships
from acs_abm.start.stances import set_starting_stances
from acs_abm.start.systems import finance_rank, system_columns
from acs_abm.start.tastes import draw_tastes
from acs_abm.start.ties import sizes, tie_columns
from acs_abm.start.trusts import trust_columns


def begin(
    population: Population, scenario: Scenario, seed: int, systems: NDArray[np.int64] | None = None
) -> World:
    """Return the world as it stands before the first step.

    Parameters
    ----------
    population
        All organisations of the country.
    scenario
        What is simulated.
    seed
        The luck of the run.
    systems
        Rows of the systems to keep; None for all.
    """
    chance = Chance(seed)
    places = place_standing(population, chance)
    on = scenario.clock.start
    bodies = commissioner_standing(population, chance, on)
    standing = system_standing(population, places, chance, scenario.values(SystemStart), on)
    accounts = draw_trust_accounts(population, chance, scenario.values(TrustAccountRules))
    traits = draw_traits(
        population,
        chance,
        scenario.values(PracticeTraits),
        scenario.values(StartingDistress),
        scenario.values(PracticeResistance).temper_sd,
    )
    in_hub = hub_members(population, standing, chance, scenario.values(HubStart), on)
    groups = result_groups(population, traits)
    finance = finance_rank(population, accounts)
    catchment = draw_catchment(population, accounts, standing, scenario)
    closure_scale = 1.0 / mean_relative_hazard(population, traits, scenario)
    money = first_money(
        population,
        chance,
        scenario.values(TrustAccountRules),
        scenario.values(CommissioningStart),
        scenario.values(Tariff),
        systems,
    )
    if systems is not None:
        keep = np.zeros(len(population.systems.code), dtype=bool)
        keep[systems] = True
        of_practices = keep[population.practices.system]
        catchment = cut(catchment, population, keep, accounts, standing, scenario)
        traits, groups = take(traits, of_practices), take(groups, of_practices)
        in_hub = in_hub[of_practices]
        accounts = take(accounts, keep[population.trusts.system])
        places = take(places, keep[population.ccgs.system])
        bodies = take(bodies, keep[population.ccgs.system])
        standing, finance = take(standing, keep), finance[keep]
        population = population.restrict(systems)
    return _world(
        scenario,
        chance,
        population,
        traits,
        in_hub,
        groups,
        accounts,
        places,
        bodies,
        standing,
        finance,
        catchment,
        closure_scale,
        money,
    )


Block = TypeVar(
    "Block", Traits, TrustAccounts, SystemStanding, PlaceStanding, CommissionerStanding, Groups
)


def take(block: Block, keep: Flags) -> Block:
    """Keep some rows of every column of a block."""
    columns = {field.name: getattr(block, field.name)[keep] for field in dataclasses.fields(block)}
    return type(block)(**columns)


def _world(
    scenario: Scenario,
    chance: Chance,
    population: Population,
    traits: Traits,
    in_hub: Flags,
    groups: Groups,
    accounts: TrustAccounts,
    places: PlaceStanding,
    bodies: CommissionerStanding,
    standing: SystemStanding,
    finance: Floats,
    catchment: Catchment,
    closure_scale: float,
    money: MoneyStart,
) -> World:
    offers = tuple(offer for offer in scenario.offers_in_force if not offer.is_add_on)
    add_ons = tuple(offer for offer in scenario.offers_in_force if offer.is_add_on)
    options = option_table(offers, scenario.values(PracticeChoice).income_sd)
    ties = tie_columns(population, standing, chance, scenario)
    size, n_trusts = sizes(accounts.income, population), len(population.trusts.code)
    unknown = np.full(len(size), 0.5)
    held, earned = ties.held(size, unknown), ties.earned(size, unknown)[:n_trusts]
    trusts = trust_columns(population, accounts, held[:n_trusts], chance, scenario)
    ccgs = ccg_columns(
        population, places, bodies, held[n_trusts:], len(options.names), chance, scenario
    )
    world = World(
        scenario=scenario,
        clock=scenario.clock,
        calendar=scenario.staging,
        chance=chance,
        population=population,
        practices=practice_columns(
            population, traits, in_hub, len(options.names), add_ons, chance, scenario
        ),
        practice_life=practice_life(population, traits, scenario),
        trusts=trusts,
        ccgs=ccgs,
        systems=system_columns(population, standing, finance, trusts, earned, scenario),
        ties=ties,
        activity=activity_columns(population, catchment, scenario),
        tastes=draw_tastes(population, options, add_ons, chance, scenario.values(PracticeChoice)),
        groups=groups,
        fixtures=fixtures(
            population, options, offers, add_ons, places, standing, closure_scale, scenario.clock
        ),
        options=options,
        offers=offers,
        add_ons=add_ons,
        payments=np.zeros((len(population.ccgs.code), len(options.names))),
        lost=np.zeros((len(population.ccgs.code), len(options.names))),
        add_on_payments=np.zeros((len(population.ccgs.code), len(add_ons))),
        ccg_neighbours=neighbours(population),
        peers=population.practice_peers.copy(),
        money=money_columns(
            population,
            money,
            accounts,
            traits,
            ccgs.alliance_live,
            expected_in_first_year(population, catchment, scenario),
            len(offers) + len(add_ons),
            scenario,
        ),
    )
    world.next_wave = world.clock.step_of(world.calendar.first_wave)
    set_starting_stances(world)
    anchor_relationships(world)
    begin_activity(world)
    settle_practices(world)
    return world
