"""What never changes in a run: who may take what, where everybody is, classes for results."""

from __future__ import annotations

import numpy as np

from acs_abm.clock import Clock, Date
from acs_abm.columns import NEVER, CCGNeighbours, Fixtures, Flags, Groups, Rows
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.decisions.practice_options import Options
from acs_abm.evidence import published_in
from acs_abm.population.neighbours import distances, project
from acs_abm.population.organisations import CoreContract, Population, Practices, TrustType
from acs_abm.population.standing import fifth
from acs_abm.population.system_start import PlaceStanding, SystemStanding
from acs_abm.population.traits import Traits
from acs_abm.start.first_values import first_step
from acs_abm.start.options import levels_moved, option_table

MAY_RUN_PRACTICES = (TrustType.ACUTE, TrustType.COMMUNITY, TrustType.MENTAL_HEALTH)


def fixtures(
    population: Population,
    options: Options,
    offers: tuple[Offer, ...],
    add_ons: tuple[Offer, ...],
    places: PlaceStanding,
    standing: SystemStanding,
    closure_scale: float,
    clock: Clock,
) -> Fixtures:
    """Return what follows from the population and the offers and never changes in a run."""
    practices, trusts = population.practices, population.trusts
    sites = project(practices.latitude, practices.longitude)
    west_to_east = np.argsort(sites[:, 0], kind="stable")
    trust_places = project(trusts.latitude, trusts.longitude)
    ccg_places = project(population.ccgs.latitude, population.ccgs.longitude)
    everybody = np.ones((len(practices.code), 1), dtype=bool)
    may_take = np.hstack([everybody, *(_may_take(practices, offer) for offer in offers)])
    return Fixtures(
        may_take=may_take,
        may_take_add_on=np.hstack(
            [everybody[:, :0], *(_may_take(practices, offer) for offer in add_ons)]
        ),
        opened_by={
            who: np.array([False, *(offer.opened_by is who for offer in offers)])
            for who in OpenedBy
        },
        add_on_options=tuple(option_table((offer,), 0.0) for offer in add_ons),
        levels_moved=levels_moved(options.level, options.effort),
        closure_scale=closure_scale,
        may_run_practices=np.isin(trusts.type, MAY_RUN_PRACTICES),
        practice_places=sites,
        practices_by_ccg=np.argsort(practices.ccg, kind="stable"),
        first_of_ccg=_first_rows(practices.ccg, len(population.ccgs.code)),
        west_to_east=west_to_east,
        eastings=sites[west_to_east, 0],
        trust_places=trust_places,
        test_area_from=np.where(
            places.is_test_area, first_step(published_in("test_areas"), clock), NEVER
        ),
        devolved_from=np.where(
            standing.devolved_in > 0,
            [first_step(Date(int(month)), clock) for month in standing.devolved_in],
            NEVER,
        ),
        trust_ccg=distances(trust_places, ccg_places).argmin(axis=1),
    )


def _first_rows(ccg: Rows, n_ccgs: int) -> Rows:
    return np.concatenate([[0], np.cumsum(np.bincount(ccg, minlength=n_ccgs))])


def neighbours(population: Population) -> CCGNeighbours:
    """Return which CCGs are neighbours before any merger."""
    here, there = np.nonzero(population.ccg_neighbours)
    return CCGNeighbours.of(here, there, np.arange(len(population.ccgs.code)))


def _may_take(practices: Practices, offer: Offer) -> Flags:
    contracts = [int(CoreContract[name]) for name in offer.open_to]
    return np.isin(practices.contract, contracts)[:, np.newaxis]


def result_groups(population: Population, traits: Traits) -> Groups:
    """Return the classes by which results are told apart."""
    return Groups(
        deprivation=fifth(population.practices.deprivation),
        rurality=population.practices.is_rural.astype(np.int8),
        list_size=fifth(population.practices.list_size),
        distress=fifth(traits.distress),
    )
