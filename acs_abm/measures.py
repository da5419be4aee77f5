"""What is measured: every column of every table, declared once with unit and meaning.

``acs-abm measures`` lists these; ``measures.csv`` in a results folder is this list.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One column of a table.

    Attributes
    ----------
    table
        Table it stands in.
    name
        Name of the column.
    unit
        Its unit; empty for labels.
    meaning
        What it says.
    level
        What one row of its table stands for, such as ``national`` or ``system``.
    """

    table: str
    name: str
    unit: str
    meaning: str
    level: str


STANCE_COLUMNS = (
    "practices_resisting",
    "practices_independent",
    "practices_alliance",
    "practices_partial",
    "practices_full",
)
STAGE_COLUMNS = ("systems_stp", "systems_candidate", "systems_shadow_acs", "systems_acs")

LEVELS = {
    "national": "national",
    "systems": "system",
    "groups": "class of practices",
    "offers": "offer",
    "gates": "system or place",
    "transitions": "practice",
    "events": "organisation",
    "population_report": "kind of organisation",
    "bands": "national",
}
"""What one row of each table stands for, beside replicate and quarter."""

_STANCES = [
    ("practices", "practices", "Practices; the five stances add up to this"),
    ("practices_resisting", "practices", "Independent practices that act against the change"),
    ("practices_independent", "practices", "Practices without an agreement in force"),
    ("practices_alliance", "practices", "Practices in a live alliance agreement"),
    ("practices_partial", "practices", "Practices under a live integration agreement"),
    ("practices_full", "practices", "Practices under a live full contract or run by a trust"),
    ("practices_trust_run", "practices", "Practices run by a trust (among practices_full)"),
    ("practices_in_hub", "practices", "Practices working at scale in a hub"),
    (
        "list_share_alliance",
        "share of list",
        "Registered patients at practices at ALLIANCE or above by agreement (not trust-run)",
    ),
]

_BODIES = [
    (
        "lmcs_opposing_partial",
        "share of LMCs",
        "Local medical committees that oppose every single contract of level PARTIAL on the table",
    ),
    ("lmcs_opposing_full", "share of LMCs", "As lmcs_opposing_partial, for level FULL"),
    ("ballots", "ballots", "Ballots of local medical committees so far"),
    ("aco_contracts_let", "contracts", "Single contracts that went live so far"),
    ("aco_contracts_ended", "contracts", "Live single contracts that ended so far"),
    ("delayed_discharges", "share of beds", "Beds held by delayed discharges; systems by list"),
]
"""What committees and councils did, what became of contracts: the country and each system."""

_TRUST_BETWEEN_TIERS = [
    ("trust_in_ccg", "share", "Practices' trust in their CCG, list-weighted"),
    ("trust_in_lead", "share", "Practices' trust in the trust that leads, list-weighted"),
    ("trust_of_trusts", "share", "Trusts' trust in the partners in their system, by income"),
    ("trust_of_ccgs", "share", "CCGs' trust in the partners in their system, by population"),
]
_RATINGS = (
    ("inadequate", "inadequate by the CQC"),
    ("requires_improvement", "as requiring improvement by the CQC"),
    ("good", "good by the CQC"),
    ("outstanding", "outstanding by the CQC"),
)

_TABLES: dict[str, list[tuple[str, str, str]]] = {
    "national": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Calendar quarter (or month), value at its end"),
        *_STANCES,
        ("practices_close", "practices", "Hub members that worked closely at the start"),
        ("list_share_hub", "share of list", "Registered patients at hub members"),
        ("systems_stp", "systems", "Care systems at stage STP"),
        ("systems_candidate", "systems", "Care systems at stage CANDIDATE"),
        ("systems_shadow_acs", "systems", "Care systems at stage SHADOW_ACS"),
        ("systems_acs", "systems", "Care systems at stage ACS"),
        ("systems_with_alliance", "systems", "Care systems that launched an alliance agreement"),
        ("places_with_alliance", "places", "Places where an alliance agreement is in force"),
        ("procurements_open", "places", "Places where a single contract is being procured"),
        ("aco_contracts_live", "places", "Places where a single contract is live"),
        ("ccgs", "CCGs", "Clinical commissioning groups, those merged into another not counted"),
        ("ccgs_in_alliance", "CCGs", "CCGs at ALLIANCE or above"),
        ("trusts", "trusts", "NHS trusts that have not been merged into another"),
        ("trusts_in_alliance", "trusts", "Trusts at ALLIANCE or above"),
        (
            "trusts_accepting_control_total",
            "trusts",
            "Trusts that accepted this financial year's control total",
        ),
        ("governance", "share", "Governance G, mean over systems"),
        ("relationships", "share", "Relationships R, mean over systems"),
        (
            "population_health_management",
            "share",
            "Capability in population health management, mean over systems",
        ),
        ("trust_in_national", "share", "Practices' trust in national bodies, list-weighted"),
        ("national_expectation", "share", "National expectation P_nat"),
        *_BODIES,
        *_TRUST_BETWEEN_TIERS,
        ("systems_with_councils", "systems", "Care systems whose councils joined"),
        ("gp_committee_partial", "share", "How far the national GP committee is against PARTIAL"),
        ("gp_committee_full", "share", "How far the national GP committee is against FULL"),
        ("challenges", "challenges", "Challenges to the contract before a court so far"),
        (
            "systems_sharing_control_total",
            "systems",
            "Care systems whose trusts share one control total in this financial year",
        ),
        ("trusts_resisting", "trusts", "Trusts outside the alliance that act against the change"),
        ("trusts_in_contracts", "trusts", "Trusts at PARTIAL or FULL (among trusts_in_alliance)"),
        ("trusts_in_group", "trusts", "Acute trusts that work in a group of trusts"),
        ("trusts_merged", "trusts", "Trusts merged into another since the start"),
        ("trusts_disrupted", "trusts", "Trusts that a recent merger disrupts"),
        *((f"practices_{name}", "practices", f"Practices rated {word}") for name, word in _RATINGS),
        ("trusts_below_good", "trusts", "Trusts rated inadequate or requiring improvement"),
        ("trusts_segment_3_4", "trusts", "Trusts in oversight segments 3 and 4"),
        (
            "sustainability_money_earned",
            "share of money",
            "Sustainability money of the quarter that trusts earned, of what was meant for them",
        ),
        ("ccgs_resisting", "CCGs", "CCGs at level 0 that act against the change"),
        ("ccgs_sharing_officer", "CCGs", "CCGs that share an accountable officer with another"),
        ("ccgs_delegated", "CCGs", "CCGs that commission general practice"),
    ],
    "systems": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Calendar quarter (or month), value at its end"),
        ("system", "", "ONS code of the care system"),
        ("name", "", "Name of the care system"),
        ("stage", "", "Stage reached: STP, CANDIDATE, SHADOW_ACS or ACS"),
        ("rights", "", "What its stage gives: names from the calendar, by commas"),
        ("selected", "yes or no", "Whether NHS England has selected it"),
        ("lead", "", "Code of the trust that leads it; empty where no trust works there"),
        ("governance", "share", "Governance G"),
        ("relationships", "share", "Relationships R"),
        ("population_health_management", "share", "Population health management"),
        ("hub_coverage", "share of list", "Registered patients at hub members"),
        ("alliance_coverage", "share of list", "As list_share_alliance, for the system"),
        ("trusts_in_alliance", "share of trust income", "Trusts at ALLIANCE or above"),
        ("own_control_totals", "share of trust income", "Trusts that accepted control totals"),
        (
            "control_total_shortfall",
            "share of trust income",
            "By how much its trusts fell short of control totals in the last financial year",
        ),
        ("pressure", "share", "National expectation bearing on the system"),
        ("councils_joined", "yes or no", "Whether the councils joined the partnership"),
        ("practices", "practices", "Practices of the system"),
        ("practices_resisting", "practices", "As in national"),
        ("practices_independent", "practices", "As in national"),
        ("practices_alliance", "practices", "As in national"),
        ("practices_partial", "practices", "As in national"),
        ("practices_full", "practices", "As in national"),
        *_BODIES,
        *_TRUST_BETWEEN_TIERS,
        ("trust_in_national", "share", "As in national"),
        (
            "votes_to_share",
            "share of money at stake",
            "Votes in April for sharing one control total; 0 where there was no vote",
        ),
        ("shares_control_total", "yes or no", "Whether its trusts share one control total"),
        ("ccgs", "CCGs", "As in national"),
        ("ccgs_resisting", "CCGs", "As in national"),
        ("ccgs_sharing_officer", "CCGs", "As in national"),
        ("ccgs_delegated", "CCGs", "As in national"),
    ],
    "groups": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Calendar quarter (or month), value at its end"),
        ("grouping", "", "deprivation, rurality, list_size or distress (fifths at the start)"),
        ("group", "", "Class within the grouping"),
        *_STANCES,
    ],
    "offers": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Calendar quarter (or month), value at its end"),
        ("offer", "", "Name of the offer"),
        ("signed", "practices", "Practices that hold the offer, in force or not yet"),
        ("eligible", "practices", "Practices that hold it or could take it in the quarter"),
        ("signed_share", "share of practices", "Signed over eligible; empty where none is"),
    ],
    "gates": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Quarter of the evaluation"),
        ("organisation", "", "Code of the care system, or of the CCG for a place"),
        ("stage", "", "Stage the gate leads to"),
        (
            "condition",
            "",
            "What the gate asks for, quarters_served for time; checkpoint_1_... at a checkpoint",
        ),
        ("value", "unit of the condition", "Value found"),
        ("threshold", "unit of the condition", "Value asked for"),
        ("margin", "unit of the condition", "By how much it was met; negative where not"),
        (
            "weight",
            "weight",
            "1 at a hard gate; at a soft gate or checkpoint its weight; 0 where open to all",
        ),
        (
            "probability",
            "probability",
            "Probability of passing the gate or checkpoint",
        ),
        (
            "verdict",
            "",
            "time not served, failed or passed: the verdict on the gate or checkpoint",
        ),
    ],
    "transitions": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Quarter of the change"),
        ("practice", "", "Code of the practice"),
        ("before", "", "Stance before"),
        ("after", "", "Stance after"),
        ("why", "", "Reason in a few words"),
    ],
    "events": [
        ("replicate", "", "Number of the replicate, 1 for the first"),
        ("quarter", "", "Quarter of the event"),
        ("kind", "", "Kind of organisation: system, place, ccg, trust or court"),
        ("code", "", "Code of the organisation"),
        ("what", "", "What happened"),
        ("detail", "", "Detail, such as the stage reached"),
    ],
    "population_report": [
        ("kind", "", "Kind of organisation"),
        ("what", "", "read, used, refused, repaired or imputed"),
        ("field", "", "Column concerned; empty for whole rows"),
        ("count", "organisations", "How many"),
        ("why", "", "Reason or rule"),
        ("example", "", "Code of the first one concerned"),
    ],
    "bands": [
        ("quarter", "", "Calendar quarter (or month)"),
        ("measure", "", "Column of national"),
        ("low", "unit of the measure", "10th percentile over replicates"),
        ("median", "unit of the measure", "Median over replicates"),
        ("high", "unit of the measure", "90th percentile over replicates"),
        ("mean", "unit of the measure", "Mean over replicates"),
    ],
}

MEASURES: tuple[Measure, ...] = tuple(
    Measure(table, *column, level=LEVELS[table])
    for table, columns in _TABLES.items()
    for column in columns
)


def columns(table: str) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [name for name, _, _ in _TABLES[table]]


def tables() -> list[str]:
    """Return the names of the tables a run writes."""
    return list(_TABLES)
