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
"""How practices fare: of the country, each system and each class of practices."""

GROUPS: list[Column] = [
    REPLICATE,
    QUARTER,
    Column("grouping", "", "deprivation, rurality, list_size or distress (fifths at the start)"),
    Column("group", "", "Class within the grouping"),
    *COUNTED,
    *ACTIVITY_OF_GROUPS,
    *FARED,
]
