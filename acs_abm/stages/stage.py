"""The stages a care system passes through, and what each gives.

STP, CANDIDATE, SHADOW_ACS, ACS; ACO is the stage of a place with a live single contract. What a
stage gives is said by the calendar, and a system that is sent back loses what its new stage does
not give (CCGs keep general practice):

- *alliance agreement*: the system may launch one; trusts and CCGs may be at ALLIANCE;
- *transformation fund*: ``system.fund_per_head`` pounds a head a year from the month the calendar
  names;
- *contract assurance*: its places may seek a single contract;
- *shadow accounts*: recorded; nothing acts on it;
- *delegated commissioning*: its CCGs commission general practice;
- *specialised commissioning*: the largest of its CCGs pays its trusts for specialised services with
  money from NHS England;
- *one-stop shop*: regulators speak with one voice (:mod:`acs_abm.decisions.regulator_oversight`);
- *redeployed staff*: other bodies' staff work on population health management
  (:mod:`acs_abm.outcomes.governance`);
- *tariff by agreement*: contracts may be paid as budgets (:mod:`acs_abm.contracts.tariff_share`).
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Stage(IntEnum):
    """How far a care system has come; ACO is a stage of a place, not of a system."""

    STP = 0
    CANDIDATE = 1
    SHADOW_ACS = 2
    ACS = 3
    ACO = 4


class Gives(StrEnum):
    """What reaching a stage gives."""

    ALLIANCE_AGREEMENT = "alliance_agreement"  # right to launch an alliance agreement
    TRANSFORMATION_FUND = "transformation_fund"  # a share of the devolved fund
    CONTRACT_ASSURANCE = "contract_assurance"  # its places may seek a single contract
    SHADOW_ACCOUNTS = "shadow_accounts"  # the system sees what a population budget would have paid
    DELEGATED_COMMISSIONING = "delegated_commissioning"  # its CCGs commission general practice
    SPECIALISED_COMMISSIONING = "specialised_commissioning"  # and one of them specialised services
    ONE_STOP_SHOP = "one_stop_shop"  # troubled trusts hear one signal, and report once
    REDEPLOYED_STAFF = (
        "redeployed_staff"  # staff of regulators and CCGs work on its population health
    )
    TARIFF_BY_AGREEMENT = "tariff_by_agreement"  # its contracts may be paid as budgets
