"""The state of a run: one block of arrays for each kind of organisation, one row each.

Blocks of :mod:`acs_abm.population.organisations` say what an organisation is and never change;
the blocks here say where it stands and are written only by :mod:`acs_abm.steps`. Mesa agents
(:mod:`acs_abm.agents`) are views of rows of both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.clock import Clock
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.decisions.practice_options import Options
from acs_abm.population.organisations import Population
from acs_abm.scenario import Scenario
from acs_abm.stages.calendar import Calendar

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]
Small = NDArray[np.int8]

NEVER = -1_000_000
"""Step of something that has not happened."""


@dataclass
class PracticeColumns:
    """Where practices stand.

    Attributes
    ----------
    distress, partners, income, value_of_a_pound, salary, independence_value, contract_stake, \
loss_aversion, ideology, temper
        As in :class:`~acs_abm.population.traits.Traits`.
    trust_in_ccg, trust_in_lead, trust_in_national
        Trust, 0 to 1; ``damage_...`` is the lasting damage that caps each.
    stance
        Stance in force (:class:`~acs_abm.stance.Stance`).
    agreement
        Column of the option signed; 0 for none. An alliance agreement that was signed is in
        force only where the place's alliance is.
    promise
        Column of the single contract promised before there is one; 0 for none.
    belief
        What it believes of the uncertain part of each option's income, £k a partner a year
        (practices by options).
    suspended_since
        Step in which its core contract was suspended; ``NEVER`` where it was not.
    has_ended_contract
        Whether its core contract was ended for good.
    returns_at
        Step in which its suspended contract is live again, notice being given; ``NEVER``
        where none was.
    is_shaken
        Whether its state changed sharply in the last step, so that it thinks again.
    is_resisting
        Whether an independent practice acts against the change.
    add_ons
        Holds each add-on offer: practices by add-ons (the hub is one).
    is_close
        Hub members that work closely enough to commit to more.
    run_by
        Row of the trust that runs the practice; −1 for none.
    addressed_by
        Row of the trust that offers to run it this step; −1 for none.
    rating, next_inspection
        CQC rating, 1 (inadequate) to 4 (outstanding); step of the next inspection.
    """

    distress: Floats
    partners: Floats
    income: Floats
    value_of_a_pound: Floats
    salary: Floats
    independence_value: Floats
    contract_stake: Floats
    loss_aversion: Floats
    ideology: Floats
    temper: Floats
    trust_in_ccg: Floats
    trust_in_lead: Floats
    trust_in_national: Floats
    damage_in_ccg: Floats
    damage_in_lead: Floats
    damage_in_national: Floats
    stance: Small
    agreement: Rows
    promise: Rows
    belief: Floats
    suspended_since: Rows
    has_ended_contract: Flags
    returns_at: Rows
    is_shaken: Flags
    is_resisting: Flags
    add_ons: Flags
    is_close: Flags
    run_by: Rows
    addressed_by: Rows
    rating: Small
    next_inspection: Rows

    @property
    def contract_is_live(self) -> Flags:
        """Whether each practice's core contract is neither suspended nor ended."""
        live: Flags = (self.suspended_since == NEVER) & ~self.has_ended_contract
        return live


@dataclass
class TrustColumns:
    """Where trusts stand.

    Attributes
    ----------
    income, margin, rating, segment
        As in :class:`~acs_abm.population.trust_accounts.TrustAccounts`.
    stance
        Stance in force.
    trust_in_partners, damage_in_partners
        Trust in the organisations of its system, and lasting damage to it.
    asked
        Improvement asked by this year's control total, per cent of income.
    accepts_control_total
        Whether it accepted this year's control total.
    shortfall
        By how much it fell short of last year's, share of income.
    has_left
        Whether it left its alliance in this step.
    runs_practices
        Whether it has begun to offer to run practices.
    in_group
        Whether it works in a group of trusts.
    merged_into
        Row of the trust that it was merged into; −1 where it still stands. What has merged has
        no income and counts nowhere.
    disrupted_until
        Step before which a merger disrupts it.
    shortfall_so_far
        By how much it falls short of this financial year's control total so far, share of a
        year's income.
    money_earned
        Share of the sustainability money of the last quarter that it earned.
    next_inspection
        Step of its next inspection by the CQC.
    """

    income: Floats
    margin: Floats
    rating: Small
    segment: Small
    stance: Small
    trust_in_partners: Floats
    damage_in_partners: Floats
    asked: Floats
    accepts_control_total: Flags
    shortfall: Floats
    has_left: Flags
    runs_practices: Flags
    in_group: Flags
    merged_into: Rows
    disrupted_until: Rows
    shortfall_so_far: Floats
    money_earned: Floats
    next_inspection: Rows

    @property
    def is_standing(self) -> Flags:
        """Which trusts have not been merged into another."""
        standing: Flags = self.merged_into < 0
        return standing


@dataclass
class CCGColumns:
    """Where CCGs, and the places and local medical committees that go with them, stand.

    Attributes
    ----------
    stance
        Stance in force.
    trust_in_partners, damage_in_partners
        Trust in the organisations of its system, and lasting damage to it.
    is_vanguard, is_test_area
        Flags of the place.
    alliance_live
        Whether an alliance agreement is in force at the place.
    cannot_break_before
        Step before which that agreement cannot break.
    contract_level
        Level of the single contract being procured or held at the place; 0 for none.
    contract_live
        Whether a single contract is live.
    contract_since
        Step in which early engagement for it began.
    live_since
        Step in which a contract last went live.
    checkpoints_passed, checkpoint_tries
        Checkpoints of assurance passed, 0 to 3; tries at the next that failed.
    assurance_due
        Step of the next checkpoint; after the last, step in which the process lapses.
    holder, holder_trust
        Who was chosen to hold the contract
        (:class:`~acs_abm.decisions.contract_holder.Holder`) and, where that is a trust alone or
        in a joint venture, its row; −1 for nobody.
    closed_until
        Step before which no new contract may be sought, after one failed, lapsed or ended.
    premium_withdrawn
        Whether the payments promised locally at the place were withdrawn.
    reactivation_right
        Step in which practices at the place last got the right to reactivate a contract that
        they suspended, because system or place was sent back.
    lmc_strength
        Strength of the local medical committee, 0 to 1.
    lmc_position
        How far it is against each option: committees by options, 0 to 1.
    lmc_resisting
        Share of its practices that resist.
    lmc_balloted, lmc_ballots
        Step of its last ballot; ballots so far.
    contracts_let, contracts_ended
        Single contracts of the place that went live, and that ended, so far.
    officer, officer_since
        Number of the CCG's accountable officer: CCGs with the same one share it. Step since
        which they do.
    is_delegated
        Whether the CCG commissions general practice.
    decided_by
        Row of the CCG that decides for each place: its own, or that into which it merged.
    """

    stance: Small
    trust_in_partners: Floats
    damage_in_partners: Floats
    is_vanguard: Flags
    is_test_area: Flags
    alliance_live: Flags
    cannot_break_before: Rows
    contract_level: Small
    contract_live: Flags
    contract_since: NDArray[np.int64]
    live_since: Rows
    checkpoints_passed: Small
    checkpoint_tries: Small
    assurance_due: Rows
    holder: Rows
    holder_trust: Rows
    closed_until: NDArray[np.int64]
    premium_withdrawn: Flags
    reactivation_right: Rows
    lmc_strength: Floats
    lmc_position: Floats
    lmc_resisting: Floats
    lmc_balloted: Rows
    lmc_ballots: Rows
    contracts_let: Rows
    contracts_ended: Rows
    officer: Rows
    officer_since: Rows
    is_delegated: Flags
    decided_by: Rows

    @property
    def is_living(self) -> Flags:
        """Whether each CCG is a body of its own: not merged into another."""
        living: Flags = self.decided_by == np.arange(len(self.decided_by))
        return living

    @property
    def shares_officer(self) -> Flags:
        """Whether each CCG shares its accountable officer with another."""
        bodies = np.bincount(self.officer[self.is_living])
        return bodies[self.officer] > 1


@dataclass
class SystemColumns:
    """Where care systems, and the councils in them, stand.

    Attributes
    ----------
    rating
        Progress rating of July 2017, 1 to 4.
    finance_rank
        Rank in mean trust margin at the start, 0 (worst) to 1.
    is_candidate_named, is_devolution, has_vanguard
        Flags.
    stage
        :class:`~acs_abm.stages.stage.Stage` reached.
    quarters_in_stage
        Quarters since it was reached; large where time is served.
    governance, health_management, relationships
        G, PHM and R, 0 to 1; ``relationships_offset`` makes R begin where it began.
    lead
        Row of the lead trust; −1 for none.
    lead_quality
        0 to 1.
    is_selected, has_choice_mechanism, councils_joined
        Flags.
    advanced
        Step in which it last reached CANDIDATE or SHADOW_ACS (0 for those that begin there).
    launched
        Step in which its alliance agreement was launched.
    campaign_until
        Step before which it campaigns.
    pressure
        National expectation bearing on it, 0 to 1.
    shortfall
        By how much its trusts fell short of control totals last year, share of income.
    years_over
        Financial years running in which it was over its control totals.
    hub_coverage, alliance_coverage
        Share of the list at hub members; at practices at ALLIANCE or above by agreement.
    votes_to_share, shares_control_total
        Share of the money at stake that voted for sharing one control total this financial
        year, 0 where there was no vote; whether the vote was carried.
    largest_acute, largest_community
        Row of each system's acute, and community, trust with the largest income; −1 for none.
    """

    rating: Small
    finance_rank: Floats
    is_candidate_named: Flags
    is_devolution: Flags
    has_vanguard: Flags
    stage: Small
    quarters_in_stage: NDArray[np.int64]
    governance: Floats
    health_management: Floats
    relationships: Floats
    relationships_offset: Floats
    lead: Rows
    lead_quality: Floats
    is_selected: Flags
    has_choice_mechanism: Flags
    councils_joined: Flags
    advanced: NDArray[np.int64]
    launched: NDArray[np.int64]
    campaign_until: NDArray[np.int64]
    pressure: Floats
    shortfall: Floats
    years_over: NDArray[np.int64]
    hub_coverage: Floats
    alliance_coverage: Floats
    votes_to_share: Floats
    shares_control_total: Flags
    largest_acute: Rows
    largest_community: Rows


@dataclass(frozen=True)
class Tastes:
    """Lasting tastes: centred Gumbel draws that belong to an organisation, not to a day.

    ``practice`` is practices by options, ``add_on`` practices by add-ons (yes against no),
    ``promise`` one for each practice (promising nothing); ``trust`` is trusts, ``ccg`` CCGs, by
    levels.
    """

    practice: Floats
    add_on: Floats
    promise: Floats
    trust: Floats
    ccg: Floats


@dataclass(frozen=True)
class Groups:
    """Classes by which results are told apart, one small number a practice.

    ``deprivation``, ``list_size`` and ``distress`` are fifths at the start, lowest 0;
    ``rurality`` is 0 urban, 1 rural.
    """

    deprivation: Small
    rurality: Small
    list_size: Small
    distress: Small


@dataclass(frozen=True)
class Fixtures:
    """What follows from the population and the offers and never changes in a run.

    Attributes
    ----------
    may_take, may_take_add_on
        Whether a practice's core contract allows each option (practices × options) and each
        add-on (practices × add-ons).
    add_on_options
        For each add-on, the two options of its yes or no.
    levels_moved
        Levels of status quo cost from each option to each other (options × options).
    takers_by_place
        How many practices of each place may take each option.
    may_run_practices
        Whether a trust is of a type that may run practices.
    list_by_ccg, list_by_system
        Registered patients of each CCG and system.
    practice_places, trust_places
        Positions in kilometres: easting, northing.
    trust_ccg
        Row of the CCG whose centre is nearest to each trust: its own.
    west_to_east
        Rows of practices in the order of their easting.
    test_area_from, devolved_from
        Step in which a place becomes a contract test area and a system a devolution area; 0
        where it is one at the start, ``NEVER`` where it does not.
    """

    may_take: Flags
    may_take_add_on: Flags
    add_on_options: tuple[Options, ...]
    levels_moved: Floats
    takers_by_place: NDArray[np.int64]
    may_run_practices: Flags
    list_by_ccg: Floats
    list_by_system: Floats
    practice_places: Floats
    trust_places: Floats
    trust_ccg: Rows
    west_to_east: Rows
    test_area_from: Rows
    devolved_from: Rows

    def near_trust(self, trust: int, kilometres: float) -> Rows:
        """Return the practices no further east or west of a trust than that, in row order."""
        easting = self.practice_places[self.west_to_east, 0]
        here = self.trust_places[trust, 0]
        first, last = np.searchsorted(easting, [here - kilometres, here + kilometres])
        return np.sort(self.west_to_east[first:last])


@dataclass(frozen=True)
class CCGNeighbours:
    """Which living CCGs are neighbours: one entry each way.

    Attributes
    ----------
    here, there
        Rows of the one and of the other.
    weight
        Weight of the other in a mean over the neighbours of the one.
    decided_by
        Row of the CCG of each place.
    """

    here: Rows
    there: Rows
    weight: Floats
    decided_by: Rows

    @classmethod
    def of(cls, here: Rows, there: Rows, decided_by: Rows) -> CCGNeighbours:
        """Return the neighbours of CCGs whose places are: CCGs are if any of their places are."""
        n = len(decided_by)
        one, other = decided_by[here], decided_by[there]
        borders = np.unique((one * n + other)[one != other])
        one = borders // max(n, 1)
        other = borders - one * n
        weight = 1.0 / np.bincount(one, minlength=n)[one]
        return cls(one, other, weight, decided_by)

    def share(self, flags: Flags) -> Floats:
        """Return, for each place, of what share of its CCG's neighbours something is so."""
        n = len(self.decided_by)
        of_ccgs = np.bincount(self.here, self.weight * flags[self.there], minlength=n)
        return np.asarray(of_ccgs[self.decided_by], dtype=np.float64)


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
    gate_log, transition_log, event_log
        What was evaluated, who moved, what happened; read by the recorder.
    """

    scenario: Scenario
    clock: Clock
    calendar: Calendar
    chance: Chance
    population: Population
    practices: PracticeColumns
    trusts: TrustColumns
    ccgs: CCGColumns
    systems: SystemColumns
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
    step: int = 0
    national_expectation: float = 0.0
    next_wave: int = NEVER
    wave_number: int = 0
    court_until: int = NEVER
    challenges_decided: int = 0
    challenge_upheld: int = NEVER
    gains_known: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)
    gate_log: list[GateRecord] = field(default_factory=list)
    transition_log: list[TransitionRecord] = field(default_factory=list)
    event_log: list[Event] = field(default_factory=list)

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
        practices = self.population.practices
        return weighted_mean(practices.ccg, practices.list_size, values, self.fixtures.list_by_ccg)

    def mean_by_system(self, values: Flags | Floats) -> Floats:
        """Return the list-weighted mean of something over the practices of each system."""
        practices, total = self.population.practices, self.fixtures.list_by_system
        return weighted_mean(practices.system, practices.list_size, values, total)


@kernel
def weighted_mean(group: Rows, weight: Floats, values: Flags | Floats, total: Floats) -> Floats:
    """Return the weighted mean of something in each group; 0 where a group has no weight."""
    means = np.zeros(total.size)
    for row in range(group.size):
        means[group[row]] += weight[row] * values[row]
    for place in range(total.size):
        if total[place] > 0.0:
            means[place] /= total[place]
    return means


@dataclass(frozen=True)
class GateRecord:
    """One gate, or checkpoint, evaluated for several organisations in one step.

    ``conditions`` names the time served first, then what was asked for. ``values`` and
    ``margins`` are organisations by what was asked for; ``verdict`` is 0 where time was not
    served, 1 where the gate failed, 2 where it was passed.
    """

    step: int
    stage: int
    rows: NDArray[np.int64]
    conditions: tuple[str, ...]
    dwell: int
    values: Floats
    margins: Floats
    thresholds: Floats
    weights: Floats
    quarters_served: NDArray[np.int64]
    probability: Floats
    verdict: Small


@dataclass(frozen=True)
class TransitionRecord:
    """Practices that changed stance in one step; ``why`` is a word for each."""

    step: int
    rows: NDArray[np.int64]
    before: Small
    after: Small
    why: str


@dataclass(frozen=True)
class Event:
    """Something that happened to one organisation, in a word and a short detail."""

    step: int
    kind: str
    code: str
    what: str
    detail: str = ""
