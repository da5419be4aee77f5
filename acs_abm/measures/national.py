"""What is measured of the country, in the order of the table ``national``.

To add a measure, add one column here.
"""

from __future__ import annotations

from numpy import count_nonzero

from acs_abm.columns import Floats, World
from acs_abm.decisions.regulator_inspection import GOOD, RATINGS
from acs_abm.decisions.trust_control_total import TrustControlTotal, sustainability_money
from acs_abm.measures.activity import ACTIVITY_NATIONAL
from acs_abm.measures.column import QUARTER, REPLICATE, Column, mean_over_patients
from acs_abm.measures.committees import gp_committee, opposes
from acs_abm.measures.counted import COUNTED, OF_PRACTICES
from acs_abm.measures.money import OF_COUNTRY
from acs_abm.population.organisations import TrustType
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, PARTIAL, RESISTING, Stance

STAGE_COLUMNS = ("systems_stp", "systems_candidate", "systems_shadow_acs", "systems_acs")

_RATED = (
    "inadequate by the CQC",
    "as requiring improvement by the CQC",
    "good by the CQC",
    "outstanding by the CQC",
)


def _at_stage(name: str, number: int) -> Column:
    return Column(
        name,
        "systems",
        f"Care systems at stage {Stage(number).name}",
        lambda world: count_nonzero(world.systems.stage == number),
    )


def _practices_rated(name: str, word: str, rating: int) -> Column:
    return Column(
        f"practices_{name}",
        "practices",
        f"Practices rated {word}",
        lambda world: count_nonzero(world.practices.is_open & (world.practices.rating == rating)),
    )


def _by_list(world: World, trust: Floats) -> float:
    patients = world.practices.list_size
    return float(patients @ trust / patients.sum())


def _trust_of_trusts(world: World) -> float:
    income = world.trusts.income
    return float(income @ world.trusts.trust_in_partners / max(income.sum(), 1.0))


def _trust_of_ccgs(world: World) -> float:
    people = world.population.ccgs.population
    return float(people @ world.ccgs.trust_in_partners / people.sum())


def _money_earned(world: World) -> float:
    p = world.scenario.values(TrustControlTotal)
    is_acute = world.population.trusts.type == TrustType.ACUTE
    money = world.trusts.income * sustainability_money(is_acute, p)
    return float((money * world.trusts.money_earned).sum() / max(money.sum(), 1e-9))


NATIONAL: list[Column] = [
    REPLICATE,
    QUARTER,
    *COUNTED,
    Column(
        "practices_close",
        "practices",
        "Hub members that worked closely at the start",
        lambda world: count_nonzero(world.practices.is_close & world.in_hub),
    ),
    Column("list_share_hub", "share of list", "Registered patients at hub members"),
    *(_at_stage(name, number) for number, name in enumerate(STAGE_COLUMNS)),
    Column(
        "systems_with_alliance",
        "systems",
        "Care systems that launched an alliance agreement",
        lambda world: count_nonzero(world.systems.launched >= 0),
    ),
    Column(
        "places_with_alliance",
        "places",
        "Places where an alliance agreement is in force",
        lambda world: count_nonzero(world.ccgs.alliance_live),
    ),
    Column(
        "procurements_open",
        "places",
        "Places where a single contract is being procured",
        lambda world: count_nonzero((world.ccgs.contract_level > 0) & ~world.ccgs.contract_live),
    ),
    Column(
        "aco_contracts_live",
        "places",
        "Places where a single contract is live",
        lambda world: count_nonzero(world.ccgs.contract_live),
    ),
    Column(
        "ccgs",
        "CCGs",
        "Clinical commissioning groups, those merged into another not counted",
        lambda world: count_nonzero(world.ccgs.is_living),
    ),
    Column(
        "ccgs_in_alliance",
        "CCGs",
        "CCGs at ALLIANCE or above",
        lambda world: count_nonzero(world.ccgs.is_living & (world.ccgs.stance >= ALLIANCE)),
    ),
    Column(
        "trusts",
        "trusts",
        "NHS trusts that have not been merged into another",
        lambda world: count_nonzero(world.trusts.is_standing),
    ),
    Column(
        "trusts_in_alliance",
        "trusts",
        "Trusts at ALLIANCE or above",
        lambda world: count_nonzero(world.trusts.stance >= ALLIANCE),
    ),
    Column(
        "trusts_accepting_control_total",
        "trusts",
        "Trusts that accepted this financial year's control total",
        lambda world: count_nonzero(world.trusts.accepts_control_total),
    ),
    Column(
        "governance",
        "share",
        "Governance G, mean over systems",
        lambda world: world.systems.governance.mean(),
    ),
    Column(
        "relationships",
        "share",
        "Relationships R, mean over systems",
        lambda world: world.systems.relationships.mean(),
    ),
    Column(
        "population_health_management",
        "share",
        "Capability in population health management, mean over systems",
        lambda world: world.systems.health_management.mean(),
    ),
    Column(
        "trust_in_national",
        "share",
        "Practices' trust in national bodies, list-weighted",
        from_systems=mean_over_patients,
    ),
    Column(
        "national_expectation",
        "share",
        "National expectation P_nat",
        lambda world: world.national_expectation,
    ),
    Column(
        "lmcs_opposing_partial",
        "share of LMCs",
        "Local medical committees that oppose every single contract of level PARTIAL on the table",
        lambda world: opposes(world, Stance.PARTIAL).mean(),
    ),
    Column(
        "lmcs_opposing_full",
        "share of LMCs",
        "As lmcs_opposing_partial, for level FULL",
        lambda world: opposes(world, Stance.FULL).mean(),
    ),
    Column(
        "ballots",
        "ballots",
        "Ballots of local medical committees so far",
        lambda world: world.ccgs.lmc_ballots.sum(),
    ),
    Column(
        "aco_contracts_let",
        "contracts",
        "Single contracts that went live so far",
        lambda world: world.ccgs.contracts_let.sum(),
    ),
    Column(
        "aco_contracts_ended",
        "contracts",
        "Live single contracts that ended so far",
        lambda world: world.ccgs.contracts_ended.sum(),
    ),
    Column(
        "delayed_discharges",
        "share of beds",
        "Beds held by delayed discharges; systems by list",
        from_systems=mean_over_patients,
    ),
    Column(
        "trust_in_ccg",
        "share",
        "Practices' trust in their CCG, list-weighted",
        lambda world: _by_list(world, world.practices.trust_in_ccg),
    ),
    Column(
        "trust_in_lead",
        "share",
        "Practices' trust in the trust that leads, list-weighted",
        lambda world: _by_list(world, world.practices.trust_in_lead),
    ),
    Column(
        "trust_of_trusts",
        "share",
        "Trusts' trust in the partners in their system, by income",
        _trust_of_trusts,
    ),
    Column(
        "trust_of_ccgs",
        "share",
        "CCGs' trust in the partners in their system, by population",
        _trust_of_ccgs,
    ),
    Column(
        "systems_with_councils",
        "systems",
        "Care systems whose councils joined",
        lambda world: count_nonzero(world.systems.councils_joined),
    ),
    Column(
        "gp_committee_partial",
        "share",
        "How far the national GP committee is against PARTIAL",
        lambda world: gp_committee(world, Stance.PARTIAL),
    ),
    Column(
        "gp_committee_full",
        "share",
        "How far the national GP committee is against FULL",
        lambda world: gp_committee(world, Stance.FULL),
    ),
    Column(
        "challenges",
        "challenges",
        "Challenges to the contract before a court so far",
        lambda world: world.challenges_decided + (world.step < world.court_until),
    ),
    Column(
        "systems_sharing_control_total",
        "systems",
        "Care systems whose trusts share one control total in this financial year",
        lambda world: count_nonzero(world.systems.shares_control_total),
    ),
    Column(
        "trusts_resisting",
        "trusts",
        "Trusts outside the alliance that act against the change",
        lambda world: count_nonzero(world.trusts.stance == RESISTING),
    ),
    Column(
        "trusts_in_contracts",
        "trusts",
        "Trusts at PARTIAL or FULL (among trusts_in_alliance)",
        lambda world: count_nonzero(world.trusts.stance >= PARTIAL),
    ),
    Column(
        "trusts_in_group",
        "trusts",
        "Acute trusts that work in a group of trusts",
        lambda world: count_nonzero(world.trusts.in_group),
    ),
    Column(
        "trusts_merged",
        "trusts",
        "Trusts merged into another since the start",
        lambda world: count_nonzero(~world.trusts.is_standing),
    ),
    Column(
        "trusts_disrupted",
        "trusts",
        "Trusts that a recent merger disrupts",
        lambda world: count_nonzero(world.step < world.trusts.disrupted_until),
    ),
    *(
        _practices_rated(name, word, rating)
        for rating, (name, word) in enumerate(zip(RATINGS, _RATED, strict=True), start=1)
    ),
    Column(
        "trusts_below_good",
        "trusts",
        "Trusts rated inadequate or requiring improvement",
        lambda world: count_nonzero(world.trusts.is_standing & (world.trusts.rating < GOOD)),
    ),
    Column(
        "trusts_segment_3_4",
        "trusts",
        "Trusts in oversight segments 3 and 4",
        lambda world: count_nonzero(world.trusts.is_standing & (world.trusts.segment >= 3)),
    ),
    Column(
        "sustainability_money_earned",
        "share of money",
        "Sustainability money of the quarter that trusts earned, of what was meant for them",
        _money_earned,
    ),
    Column(
        "ccgs_resisting",
        "CCGs",
        "CCGs at level 0 that act against the change",
        lambda world: count_nonzero(world.ccgs.is_living & (world.ccgs.stance == RESISTING)),
    ),
    Column(
        "ccgs_sharing_officer",
        "CCGs",
        "CCGs that share an accountable officer with another",
        lambda world: count_nonzero(world.ccgs.is_living & world.ccgs.shares_officer),
    ),
    Column(
        "ccgs_delegated",
        "CCGs",
        "CCGs that commission general practice",
        lambda world: count_nonzero(world.ccgs.is_living & world.ccgs.is_delegated),
    ),
    *ACTIVITY_NATIONAL,
    *OF_PRACTICES,
    *OF_COUNTRY,
]
