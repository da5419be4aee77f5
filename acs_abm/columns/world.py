"""Everything a step reads and writes, in one place."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from acs_abm.chance import Chance
from acs_abm.clock import Clock
from acs_abm.columns.activity import ActivityColumns
from acs_abm.columns.arrays import NEVER, Flags, Floats, Rows
from acs_abm.columns.ccgs import CCGColumns
from acs_abm.columns.fixtures import Fixtures, Groups, Tastes
from acs_abm.columns.log import Event, GateRecord, TransitionRecord
from acs_abm.columns.money import MoneyColumns
from acs_abm.columns.neighbours import CCGNeighbours
from acs_abm.columns.practice_life import PracticeLife
from acs_abm.columns.practices import PracticeColumns
from acs_abm.columns.systems import SystemColumns
from acs_abm.columns.ties import TieColumns
from acs_abm.columns.trusts import TrustColumns
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.decisions.practice_options import Options
from acs_abm.population.organisations import Population
from acs_abm.scenario import Scenario
from acs_abm.stages.calendar import Calendar


@dataclass
class World:
    """Everything a step reads and writes.

    Attributes
    ----------
    scenario, clock, calendar, chance
        What is simulated, its steps, its staging, its luck.
    population
        The organisations of this run.
    practices, trusts, ccgs, systems
        Where they stand.
    ties
        Who trusts whom among trusts and CCGs.
    activity
        Who came for what, where they went and what integration does to it.
    practice_life
        How practices fare.
    tastes, groups, fixtures
        Lasting tastes; classes for results; what never changes.
    options
        The options of a practice; column 0 is independence.
    offers, add_ons
        The offers behind columns 1, 2, ... of ``options``, and the add-on offers.
    payments, lost
        What each option pays and loses at each place in this step, £ per weighted patient a
        year (CCGs × options).
    add_on_payments
        What each add-on pays at each place, £ per weighted patient a year (CCGs × add-ons).
    ccg_neighbours
        Who is a neighbour of whom among living CCGs.
    peers
        Weights of each practice's peers, those that still stand.
    money
        Where money stands.
    step
        Steps taken.
    national_expectation
        P_nat of the step.
    next_wave, wave_number
        Step of the next selection of systems; how many have been due.
    court_until, challenges_decided, challenge_upheld
        Step in which the court decides the challenge before it; challenges decided so far; step
        in which one was last upheld.
    gains_known
        What LMC members gain by each option, with the payments for which it was worked out.
    exposure_known
        How trusts hang on emergency admissions, with the mergers, budgets and prices for which
        it was worked out.
    list_by_ccg, list_by_system
        Registered patients of each CCG and system (:meth:`recount`).
    n_open, takers_by_place
        How many practices stand; how many of each place may take each option.
    gate_log, transition_log, event_log
        What was evaluated, who moved, what happened; read by the recorder.
    """

    scenario: Scenario
    clock: Clock
    calendar: Calendar
    chance: Chance
    population: Population
    practices: PracticeColumns
    practice_life: PracticeLife
    trusts: TrustColumns
    ccgs: CCGColumns
    systems: SystemColumns
    ties: TieColumns
    activity: ActivityColumns
    tastes: Tastes
    groups: Groups
    fixtures: Fixtures
    options: Options
    offers: tuple[Offer, ...]
    add_ons: tuple[Offer, ...]
    payments: Floats
    lost: Floats
    add_on_payments: Floats
    ccg_neighbours: CCGNeighbours
    peers: csr_array
    money: MoneyColumns
    step: int = 0
    national_expectation: float = 0.0
    next_wave: int = NEVER
    wave_number: int = 0
    court_until: int = NEVER
    challenges_decided: int = 0
    challenge_upheld: int = NEVER
    gains_known: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)
    exposure_known: tuple[tuple[Floats | Rows, ...], tuple[Floats, Floats]] | None = None
    gate_log: list[GateRecord] = field(default_factory=list)
    transition_log: list[TransitionRecord] = field(default_factory=list)
    event_log: list[Event] = field(default_factory=list)
    list_by_ccg: Floats = field(init=False)
    list_by_system: Floats = field(init=False)
    n_open: int = field(init=False)
    takers_by_place: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Count patients and practices of the first step."""
        self.recount()

    def recount(self) -> None:
        """Count patients and practices by CCG and system anew, once a list has changed."""
        home, size = self.population.practices, self.practices.list_size
        n_ccgs, n_systems = len(self.ccgs.stance), len(self.systems.stage)
        self.list_by_ccg = np.bincount(home.ccg, size, n_ccgs).astype(float)
        self.list_by_system = np.bincount(home.system, size, n_systems).astype(float)
        may = self.fixtures.may_take & self.practices.is_open[:, np.newaxis]
        takers = [np.bincount(home.ccg, takes, n_ccgs) for takes in may.T]
        self.takers_by_place = np.stack(takers, axis=1).astype(np.int64)
        self.n_open = int(np.count_nonzero(self.practices.is_open))

    @property
    def years(self) -> float:
        """Length of a step in years."""
        return self.clock.years_per_step

    @property
    def quarters(self) -> float:
        """Length of a step in quarters."""
        return 1.0 / self.clock.steps_per_quarter

    @property
    def alliance_column(self) -> int:
        """Column of the option that a system's alliance agreement is; 0 where none is on offer."""
        for column, offer in enumerate(self.offers, start=1):
            if offer.opened_by is OpenedBy.SYSTEM:
                return column
        return 0

    @property
    def in_hub(self) -> Flags:
        """Whether each practice is in a hub."""
        names = [offer.name for offer in self.add_ons]
        if "hub" not in names:
            return np.zeros(len(self.practices.stance), dtype=bool)
        held: Flags = self.practices.add_ons[:, names.index("hub")]
        return held

    def mean_by_ccg(self, values: Flags | Floats) -> Floats:
        """Return the list-weighted mean of something over the practices of each CCG."""
        ccg, size = self.population.practices.ccg, self.practices.list_size
        return weighted_mean(ccg, size, values, self.list_by_ccg)

    def mean_by_system(self, values: Flags | Floats) -> Floats:
        """Return the list-weighted mean of something over the practices of each system."""
        system, size = self.population.practices.system, self.practices.list_size
        return weighted_mean(system, size, values, self.list_by_system)


@kernel
def weighted_mean(group: Rows, weight: Floats, values: Flags | Floats, total: Floats) -> Floats:
    """Return the weighted mean of something in each group; 0 where a group has no weight."""
    means = np.zeros(total.size)
    last, so_far = 0, 0.0  # rows of a group mostly follow one another: kept out of memory
    for row in range(group.size):
        if group[row] != last:
            means[last], last = so_far, group[row]
            so_far = means[last]
        so_far += weight[row] * values[row]
    means[last] = so_far
    for place in range(total.size):
        if total[place] > 0.0:
            means[place] /= total[place]
    return means
