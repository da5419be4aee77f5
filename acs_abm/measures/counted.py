"""Columns that are counted over practices: of the country and of each class of practices."""

from __future__ import annotations

from acs_abm.measures.activity import ACTIVITY_OF_GROUPS
from acs_abm.measures.column import QUARTER, REPLICATE, Column

STANCE_COLUMNS = (
    "practices_resisting",
    "practices_independent",
    "practices_alliance",
    "practices_partial",
    "practices_full",
)

COUNTED: list[Column] = [
    Column("practices", "practices", "Practices; the five stances add up to this"),
    Column("practices_resisting", "practices", "Independent practices that act against the change"),
    Column("practices_independent", "practices", "Practices without an agreement in force"),
    Column("practices_alliance", "practices", "Practices in a live alliance agreement"),
    Column("practices_partial", "practices", "Practices under a live integration agreement"),
    Column("practices_full", "practices", "Practices under a live full contract or run by a trust"),
    Column("practices_trust_run", "practices", "Practices run by a trust (among practices_full)"),
    Column("practices_in_hub", "practices", "Practices working at scale in a hub"),
    Column(
        "list_share_alliance",
        "share of list",
        "Registered patients at practices at ALLIANCE or above by agreement (not trust-run)",
    ),
]

LISTS: list[Column] = [
    Column("patients", "patients", "Registered patients of practices"),
    *(
        Column(
            name.replace("practices", "list"),
            "share of list",
            f"Registered patients at practices counted in {name}; the five add up to 1",
        )
        for name in STANCE_COLUMNS
    ),
]
"""Where patients are registered."""

FARED: list[Column] = [
    Column("hours", "hours a week", "Weekly hours of a whole-time partner, mean by partners"),
    Column("distress", "share", "Distress, mean over practices"),
    Column("practices_distressed", "practices", "Practices with distress above one half"),
    Column("quality", "share", "Quality of care at practices, mean by list"),
    Column("partners", "WTE", "Partners of practices"),
    Column("salaried_gps", "WTE", "Salaried doctors of practices"),
    Column("gp_vacancies", "WTE", "Doctors' posts of closed practices that are not filled"),
    Column("practices_closed", "practices", "Practices that closed so far, patients dispersed"),
    Column("practices_merged", "practices", "Practices that merged into another so far"),
    Column("patients_dispersed", "patients", "Patients of practices that closed so far"),
]
"""How practices fare."""

PAID: list[Column] = [
    Column(
        "partner_income",
        "£k a year",
        "Income of a whole-time-equivalent partner, prices of the first year",
    ),
    Column(
        "practice_payments_per_head",
        "£ per head a year",
        "What practices are paid by contract, quality, locally and by agreements, parts of "
        "savings apart; this step's made a year's",
    ),
    Column(
        "practice_gains_per_head",
        "£ per head a year",
        "Practices' part of savings in the last financial year, by patients now",
    ),
]
"""What practices are paid."""

OF_PRACTICES = [*LISTS, *FARED, *PAID]
"""Added up over practices: of the country, each system and each class of practices."""

GROUPS: list[Column] = [
    REPLICATE,
    QUARTER,
    Column("grouping", "", "deprivation, rurality, list_size or distress (fifths at the start)"),
    Column("group", "", "Class within the grouping"),
    *COUNTED,
    *ACTIVITY_OF_GROUPS,
    *OF_PRACTICES,
]
