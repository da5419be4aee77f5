"""How a run begins: traits are drawn, starting stances set, columns filled.

Everything is drawn for the whole population and then cut down to the systems that were asked
for, so that an organisation begins the same whichever others are in the run.
"""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.clock import Clock, Date
from acs_abm.columns import (
    NEVER,
    CCGColumns,
    CCGNeighbours,
    Fixtures,
    Flags,
    Floats,
    Groups,
    PracticeColumns,
    Rows,
    SystemColumns,
    Tastes,
    TrustColumns,
    World,
)
from acs_abm.contracts.alliance import AllianceRules
from acs_abm.contracts.offer import CoreContractEffect, Offer, OpenedBy
from acs_abm.decisions.choice import option_luck
from acs_abm.decisions.commissioner_strategy import LEVELS
from acs_abm.decisions.lmc_position import LMCPosition
from acs_abm.decisions.practice_integration import PracticeChoice
from acs_abm.decisions.practice_options import Options
from acs_abm.decisions.practice_resistance import PracticeResistance, resistance_probability
from acs_abm.decisions.regulator_inspection import Inspection, quarters_between
from acs_abm.decisions.system_lead import SystemLead, merit
from acs_abm.decisions.trust_horizontal import TrustHorizontal
from acs_abm.evidence import figure, practices_run_by_trusts, published_in
from acs_abm.outcomes.relationships import Relationships
from acs_abm.population.commissioner_start import CommissionerStanding, commissioner_standing
from acs_abm.population.hub_start import HubStart, hub_members
from acs_abm.population.neighbours import distances, project
from acs_abm.population.organisations import CoreContract, Population, Practices, Trusts, TrustType
from acs_abm.population.standing import fifth, share_below, shared_rank
from acs_abm.population.system_start import (
    PlaceStanding,
    SystemStanding,
    SystemStart,
    place_standing,
    system_standing,
)
from acs_abm.population.traits import PracticeTraits, StartingDistress, Traits, draw_traits
from acs_abm.population.trust_accounts import (
    TrustAccountRules,
    TrustAccounts,
    draw_trust_accounts,
    home_income,
)
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage
from acs_abm.stance import INDEPENDENT, Stance

KEPT, SUSPENDED = CoreContractEffect.KEPT, CoreContractEffect.SUSPENDED

TIME_SERVED = 99
"""Quarters in stage of an organisation that begins with its time served."""

MAY_RUN_PRACTICES = (TrustType.ACUTE, TrustType.COMMUNITY, TrustType.MENTAL_HEALTH)


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
    groups = _groups(population, traits)
    finance = _finance_rank(population, accounts)
    if systems is not None:
        keep = np.zeros(len(population.systems.code), dtype=bool)
        keep[systems] = True
        of_practices = keep[population.practices.system]
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
) -> World:
    offers = tuple(offer for offer in scenario.offers_in_force if not offer.is_add_on)
    add_ons = tuple(offer for offer in scenario.offers_in_force if offer.is_add_on)
    options = option_table(offers, scenario.values(PracticeChoice).income_sd)
    trusts = _trust_columns(population, accounts, standing, chance, scenario)
    world = World(
        scenario=scenario,
        clock=scenario.clock,
        calendar=scenario.staging,
        chance=chance,
        population=population,
        practices=_practice_columns(
            population, traits, in_hub, len(options.names), add_ons, chance, scenario
        ),
        trusts=trusts,
        ccgs=_ccg_columns(
            population, places, bodies, standing, len(options.names), chance, scenario
        ),
        systems=_system_columns(population, standing, finance, trusts, scenario),
        tastes=_tastes(population, options, add_ons, chance, scenario.values(PracticeChoice)),
        groups=groups,
        fixtures=_fixtures(population, options, offers, add_ons, places, standing, scenario.clock),
        options=options,
        offers=offers,
        add_ons=add_ons,
        payments=np.zeros((len(population.ccgs.code), len(options.names))),
        lost=np.zeros((len(population.ccgs.code), len(options.names))),
        add_on_payments=np.zeros((len(population.ccgs.code), len(add_ons))),
        ccg_neighbours=_neighbours(population),
    )
    world.next_wave = world.clock.step_of(world.calendar.first_wave)
    _set_starting_stances(world)
    _anchor_relationships(world)
    return world


def _fixtures(
    population: Population,
    options: Options,
    offers: tuple[Offer, ...],
    add_ons: tuple[Offer, ...],
    places: PlaceStanding,
    standing: SystemStanding,
    clock: Clock,
) -> Fixtures:
    practices, trusts = population.practices, population.trusts
    n_systems, n_ccgs = len(population.systems.code), len(population.ccgs.code)
    sites = project(practices.latitude, practices.longitude)
    trust_places = project(trusts.latitude, trusts.longitude)
    ccg_places = project(population.ccgs.latitude, population.ccgs.longitude)
    everybody = np.ones((len(practices.code), 1), dtype=bool)
    may_take = np.hstack([everybody, *(_may_take(practices, offer) for offer in offers)])
    takers = [np.bincount(practices.ccg, takes, minlength=n_ccgs) for takes in may_take.T]
    return Fixtures(
        may_take=may_take,
        may_take_add_on=np.hstack(
            [everybody[:, :0], *(_may_take(practices, offer) for offer in add_ons)]
        ),
        add_on_options=tuple(option_table((offer,), 0.0) for offer in add_ons),
        levels_moved=levels_moved(options.level, options.effort),
        takers_by_place=np.stack(takers, axis=1).astype(np.int64),
        may_run_practices=np.isin(trusts.type, MAY_RUN_PRACTICES),
        list_by_ccg=np.bincount(practices.ccg, practices.list_size, minlength=n_ccgs).astype(float),
        list_by_system=np.bincount(
            practices.system, practices.list_size, minlength=n_systems
        ).astype(float),
        practice_places=sites,
        west_to_east=np.argsort(sites[:, 0], kind="stable"),
        trust_places=trust_places,
        test_area_from=np.where(
            places.is_test_area, _first_step(published_in("test_areas"), clock), NEVER
        ),
        devolved_from=np.where(
            standing.devolved_in > 0,
            [_first_step(Date(int(month)), clock) for month in standing.devolved_in],
            NEVER,
        ),
        trust_ccg=distances(trust_places, ccg_places).argmin(axis=1),
    )


def _first_step(published: Date, clock: Clock) -> int:
    """Return the step from which something published in a quarter counts; 0 if known before."""
    return max(clock.step_of(published.opening_quarter()), 0)


def largest_of_type(trusts: Trusts, income: Floats, kind: TrustType, n_systems: int) -> Rows:
    """Return the row of each system's trust of a type with the largest income; −1 for none."""
    largest = np.full(n_systems, -1, dtype=np.int64)
    of_kind = np.flatnonzero(trusts.type == kind)
    by_income = of_kind[np.argsort(income[of_kind], kind="stable")]
    largest[trusts.system[by_income]] = by_income  # the last one written is the largest
    return largest


def levels_moved(level: Rows, effort: Floats) -> Floats:
    """Return the levels of status quo cost from each option to each other (K × K).

    An offer that names its effort costs that much to enter and to leave.
    """
    moved = np.abs(level[:, np.newaxis] - level).astype(np.float64)
    named = effort > 0
    moved[:, named] = effort[named]
    moved[named, 0] = effort[named]
    np.fill_diagonal(moved, 0.0)
    return moved


def _neighbours(population: Population) -> CCGNeighbours:
    here, there = np.nonzero(population.ccg_neighbours)
    return CCGNeighbours.of(here, there, np.arange(len(population.ccgs.code)))


def _may_take(practices: Practices, offer: Offer) -> Flags:
    contracts = [int(CoreContract[name]) for name in offer.open_to]
    return np.isin(practices.contract, contracts)[:, np.newaxis]


def option_table(offers: tuple[Offer, ...], income_sd: float) -> Options:
    """Lay the offers beside independence: column 0, then one column an offer."""
    terms = [offer.terms for offer in offers]

    def column(name: str, independent: float = 0.0) -> Floats:
        return np.array([independent, *(getattr(one, name) for one in terms)], dtype=np.float64)

    return Options(
        names=("independent", *(offer.name for offer in offers)),
        level=np.array([0, *(offer.level.level for offer in offers)], dtype=np.int64),
        gives_up_contract=np.array([False, *(o.core_contract != KEPT for o in offers)]),
        may_return=np.array([False, *(o.core_contract == SUSPENDED for o in offers)]),
        is_salaried=np.array([False, *(offer.is_salaried for offer in offers)]),
        autonomy_lost=column("autonomy_lost"),
        dependence=column("dependence"),
        hours=column("hours"),
        objection=column("objection"),
        pressure=column("pressure"),
        income_sd=column("income_sd", income_sd),
        intrinsic_value=column("intrinsic_value"),
        quality_gain=column("quality_gain"),
        effort=column("effort"),
    )


def _groups(population: Population, traits: Traits) -> Groups:
    return Groups(
        deprivation=fifth(population.practices.deprivation),
        rurality=population.practices.is_rural.astype(np.int8),
        list_size=fifth(population.practices.list_size),
        distress=fifth(traits.distress),
    )


def _finance_rank(population: Population, accounts: TrustAccounts) -> Floats:
    """Rank systems by the margin of their own trusts together; no trust counts as none."""
    n_systems = len(population.systems.code)
    income = home_income(population.trusts, accounts.income, n_systems)
    surplus = home_income(population.trusts, accounts.income * accounts.margin, n_systems)
    return share_below(np.divide(surplus, income, out=np.zeros(n_systems), where=income > 0))


def _practice_columns(
    population: Population,
    traits: Traits,
    in_hub: Flags,
    n_options: int,
    add_ons: tuple[Offer, ...],
    chance: Chance,
    scenario: Scenario,
) -> PracticeColumns:
    n = len(population.practices.code)
    luck = chance.uniform("practice.close", 0, population.practices.key)
    is_close = in_hub & (luck < scenario.values(HubStart).close_share)
    holds = np.zeros((n, len(add_ons)), dtype=bool)
    for column, offer in enumerate(add_ons):
        holds[:, column] = in_hub if offer.name == "hub" else False
    drawn = {f.name: getattr(traits, f.name).copy() for f in dataclasses.fields(traits)}
    return PracticeColumns(
        **drawn,
        damage_in_ccg=np.zeros(n),
        damage_in_lead=np.zeros(n),
        damage_in_national=np.zeros(n),
        stance=np.zeros(n, dtype=np.int8),
        agreement=np.zeros(n, dtype=np.int64),
        promise=np.zeros(n, dtype=np.int64),
        belief=np.zeros((n, n_options)),
        suspended_since=np.full(n, NEVER, dtype=np.int64),
        has_ended_contract=np.zeros(n, dtype=bool),
        returns_at=np.full(n, NEVER, dtype=np.int64),
        is_shaken=np.zeros(n, dtype=bool),
        is_resisting=np.zeros(n, dtype=bool),
        add_ons=holds,
        is_close=is_close,
        run_by=np.full(n, -1, dtype=np.int64),
        addressed_by=np.full(n, -1, dtype=np.int64),
        next_inspection=_first_inspection(
            "practice", population.practices.key, traits.rating, chance, scenario
        ),
    )


def _partner_trust(
    kind: str,
    keys: NDArray[np.uint64],
    system: Rows,
    standing: SystemStanding,
    chance: Chance,
    scenario: Scenario,
) -> Floats:
    """Trust in partners: beta, shifted by how relationships in the system differ."""
    shape = scenario.values(Relationships).start_shape
    drawn = chance.beta(f"{kind}.trust_in_partners", 0, keys, shape, shape)
    return np.clip(drawn + standing.relationships[system] - 0.5, 0.0, 1.0)


def _first_inspection(
    kind: str,
    keys: NDArray[np.uint64],
    rating: NDArray[np.int8],
    chance: Chance,
    scenario: Scenario,
) -> Rows:
    """Return the step of each first inspection: anywhere in the cycle that its rating asks for."""
    cycle = quarters_between(rating, scenario.values(Inspection))
    begun = chance.uniform(f"{kind}.first_inspection", 0, keys)
    return np.floor(cycle * begun).astype(np.int64) * scenario.clock.steps_per_quarter


def _trust_columns(
    population: Population,
    accounts: TrustAccounts,
    standing: SystemStanding,
    chance: Chance,
    scenario: Scenario,
) -> TrustColumns:
    trusts = population.trusts
    n = len(trusts.code)
    running = practices_run_by_trusts(scenario.clock.start)
    in_groups = scenario.values(TrustHorizontal).start_share
    return TrustColumns(
        income=accounts.income.copy(),
        margin=accounts.margin.copy(),
        rating=accounts.rating.copy(),
        segment=accounts.segment.copy(),
        stance=np.zeros(n, dtype=np.int8),
        trust_in_partners=_partner_trust(
            "trust", trusts.key, trusts.system, standing, chance, scenario
        ),
        damage_in_partners=np.zeros(n),
        asked=np.zeros(n),
        accepts_control_total=np.zeros(n, dtype=bool),
        shortfall=np.zeros(n),
        has_left=np.zeros(n, dtype=bool),
        runs_practices=np.array([code in running for code in trusts.code], dtype=bool),
        in_group=(trusts.type == TrustType.ACUTE)
        & (chance.uniform("trust.in_group", 0, trusts.key) < in_groups),
        merged_into=np.full(n, -1, dtype=np.int64),
        disrupted_until=np.full(n, NEVER, dtype=np.int64),
        shortfall_so_far=np.zeros(n),
        money_earned=np.zeros(n),
        next_inspection=_first_inspection("trust", trusts.key, accounts.rating, chance, scenario),
    )


def _ccg_columns(
    population: Population,
    places: PlaceStanding,
    bodies: CommissionerStanding,
    standing: SystemStanding,
    n_options: int,
    chance: Chance,
    scenario: Scenario,
) -> CCGColumns:
    ccgs = population.ccgs
    n = len(ccgs.code)
    lmc = scenario.values(LMCPosition)
    protected = scenario.values(AllianceRules).vanguard_protection
    steps = protected * scenario.clock.steps_per_quarter
    test_areas_from = _first_step(published_in("test_areas"), scenario.clock)
    return CCGColumns(
        stance=np.where(places.is_vanguard, int(Stance.ALLIANCE), 0).astype(np.int8),
        trust_in_partners=_partner_trust("ccg", ccgs.key, ccgs.system, standing, chance, scenario),
        damage_in_partners=np.zeros(n),
        is_vanguard=places.is_vanguard.copy(),
        is_test_area=places.is_test_area & (test_areas_from == 0),
        alliance_live=places.is_vanguard.copy(),
        cannot_break_before=np.where(places.is_vanguard, steps, 0).astype(np.int64),
        contract_level=np.zeros(n, dtype=np.int8),
        contract_live=np.zeros(n, dtype=bool),
        contract_since=np.full(n, NEVER, dtype=np.int64),
        live_since=np.full(n, NEVER, dtype=np.int64),
        checkpoints_passed=np.zeros(n, dtype=np.int8),
        checkpoint_tries=np.zeros(n, dtype=np.int8),
        assurance_due=np.full(n, NEVER, dtype=np.int64),
        holder=np.full(n, -1, dtype=np.int64),
        holder_trust=np.full(n, -1, dtype=np.int64),
        closed_until=np.full(n, NEVER, dtype=np.int64),
        premium_withdrawn=np.zeros(n, dtype=bool),
        reactivation_right=np.full(n, NEVER, dtype=np.int64),
        lmc_strength=chance.beta("lmc.strength", 0, ccgs.key, lmc.strength_a, lmc.strength_b),
        lmc_position=np.zeros((n, n_options)),
        lmc_resisting=np.zeros(n),
        lmc_balloted=np.full(n, NEVER, dtype=np.int64),
        lmc_ballots=np.zeros(n, dtype=np.int64),
        contracts_let=np.zeros(n, dtype=np.int64),
        contracts_ended=np.zeros(n, dtype=np.int64),
        officer=bodies.officer.copy(),
        officer_since=np.full(n, NEVER, dtype=np.int64),
        is_delegated=bodies.is_delegated.copy(),
        decided_by=np.arange(n),
    )


def _system_columns(
    population: Population,
    standing: SystemStanding,
    finance: Floats,
    trusts: TrustColumns,
    scenario: Scenario,
) -> SystemColumns:
    n = len(population.systems.code)
    candidate = standing.is_candidate
    return SystemColumns(
        rating=standing.rating.copy(),
        finance_rank=finance,
        is_candidate_named=candidate.copy(),
        is_devolution=standing.is_devolution.copy(),
        has_vanguard=standing.has_vanguard.copy(),
        stage=np.where(candidate, int(Stage.CANDIDATE), int(Stage.STP)).astype(np.int8),
        quarters_in_stage=np.where(candidate, TIME_SERVED, 0),
        governance=standing.governance.copy(),
        health_management=standing.health_management.copy(),
        relationships=standing.relationships.copy(),
        relationships_offset=np.zeros(n),
        lead=np.array(
            [best_lead(population, trusts, row, scenario.values(SystemLead)) for row in range(n)],
            dtype=np.int64,
        ),
        lead_quality=standing.lead_quality.copy(),
        is_selected=np.zeros(n, dtype=bool),
        has_choice_mechanism=standing.has_choice_mechanism.copy(),
        councils_joined=np.zeros(n, dtype=bool),
        advanced=np.where(candidate, 0, NEVER),
        launched=np.full(n, NEVER, dtype=np.int64),
        campaign_until=np.full(n, NEVER, dtype=np.int64),
        pressure=np.zeros(n),
        shortfall=np.zeros(n),
        years_over=np.zeros(n, dtype=np.int64),
        hub_coverage=np.zeros(n),
        alliance_coverage=np.zeros(n),
        votes_to_share=np.zeros(n),
        shares_control_total=np.zeros(n, dtype=bool),
        largest_acute=largest_of_type(population.trusts, trusts.income, TrustType.ACUTE, n),
        largest_community=largest_of_type(population.trusts, trusts.income, TrustType.COMMUNITY, n),
    )


def best_lead(
    population: Population, trusts: TrustColumns, system: int, p: SystemLead, instead_of: int = -1
) -> int:
    """Return the row of the trust with the most merit to lead a system; −1 where none works.

    A system without a trust of its own takes its lead from its partners. Another than
    ``instead_of`` is taken where there is one.
    """
    rows = np.flatnonzero(population.trusts.system == system)
    if not len(rows):
        rows = np.flatnonzero(population.trusts.partner_of[:, system])
    rows = rows[trusts.is_standing[rows]]
    if not len(rows):
        return -1
    size_rank = shared_rank(trusts.income[rows])
    rating = trusts.rating[rows].astype(np.float64)
    merits = merit(trusts.trust_in_partners[rows], rating, size_rank, p)
    if len(rows) > 1:
        merits[rows == instead_of] = -np.inf
    return int(rows[np.argmax(merits)])


def _tastes(
    population: Population,
    options: Options,
    add_ons: tuple[Offer, ...],
    chance: Chance,
    p: PracticeChoice,
) -> Tastes:
    key = population.practices.key
    add_on = [
        chance.gumbel(f"practice.taste/{offer.name}", 0, key)
        - chance.gumbel(f"practice.taste/no_{offer.name}", 0, key)
        for offer in add_ons
    ]
    return Tastes(
        practice=option_luck(chance, "practice.taste", 0, key, options.names, p.nest_similarity),
        add_on=np.stack(add_on, axis=1) if add_on else np.zeros((len(key), 0)),
        promise=chance.gumbel("practice.taste/no_promise", 0, key),
        trust=_by_level(chance, "trust", population.trusts.key),
        ccg=_by_level(chance, "ccg", population.ccgs.key),
    )


def _by_level(chance: Chance, kind: str, keys: NDArray[np.uint64]) -> Floats:
    """Draw a taste for each level."""
    return np.column_stack([chance.gumbel(f"{kind}.taste/{name}", 0, keys) for name in LEVELS])


def _set_starting_stances(world: World) -> None:
    """Vanguard members in their local alliance, trust-run clusters, a few who resist."""
    practices, population = world.practices, world.population
    rules = world.scenario.values(AllianceRules)
    in_hub = practices.add_ons.any(axis=1)
    alliance = world.alliance_column
    if alliance:
        luck = world.chance.uniform("practice.vanguard_member", 0, population.practices.key)
        member = world.ccgs.is_vanguard[population.practices.ccg] & in_hub
        member &= luck < rules.vanguard_membership
        practices.agreement[member] = alliance
        practices.stance[member] = int(Stance.ALLIANCE)
    else:
        world.ccgs.alliance_live[:] = False
        world.ccgs.stance[:] = INDEPENDENT
    for column, offer in enumerate(world.offers, start=1):
        if offer.opened_by is OpenedBy.TRUST:
            _set_trust_run(world, column)
    nothing = np.zeros_like(practices.temper)
    resist = resistance_probability(
        nothing,
        practices.temper,
        nothing,
        world.scenario.values(PracticeResistance),
    )
    luck = world.chance.uniform("practice.resists_at_start", 0, population.practices.key)
    practices.is_resisting = (practices.stance == 0) & (luck < resist)
    practices.stance[practices.is_resisting] = int(Stance.RESISTING)


def _set_trust_run(world: World, option: int) -> None:
    """Give the trusts known to run practices the most distressed of their nearest CCG."""
    population, practices = world.population, world.practices
    running = practices_run_by_trusts(world.clock.start)
    for trust, code in enumerate(population.trusts.code):
        if code not in running:
            continue
        rows = np.flatnonzero(population.practices.ccg == world.fixtures.trust_ccg[trust])
        order = np.argsort(-practices.distress[rows], kind="stable")
        chosen = rows[order[: running[code]]]
        practices.run_by[chosen] = trust
        practices.agreement[chosen] = option
        practices.stance[chosen] = int(Stance.FULL)


def _anchor_relationships(world: World) -> None:
    """Choose each system's offset so that R begins where the system began."""
    begun = world.systems.relationships.copy()
    world.systems.relationships_offset = begun - relationship_mix(world)


def relationship_mix(world: World) -> Floats:
    """Return R of each system before its offset: a weighted mean of who trusts whom."""
    p = world.scenario.values(Relationships)
    population, n = world.population, len(world.population.systems.code)
    weight = np.bincount(population.trusts.system, world.trusts.income, minlength=n)
    held = np.bincount(
        population.trusts.system, world.trusts.income * world.trusts.trust_in_partners, minlength=n
    )
    people = population.ccgs.weighted_population
    money = people * figure("ccg_core_allocation") / figure("registered_population")
    weight = weight + np.bincount(population.ccgs.system, money, minlength=n)
    held = held + np.bincount(
        population.ccgs.system, money * world.ccgs.trust_in_partners, minlength=n
    )
    practices = world.mean_by_system(
        0.5 * (world.practices.trust_in_ccg + world.practices.trust_in_lead)
    )
    return (
        p.organisations_weight * np.divide(held, weight, out=np.full(n, 0.5), where=weight > 0)
        + p.practices_weight * practices
        + p.council_weight * world.systems.councils_joined
    )
