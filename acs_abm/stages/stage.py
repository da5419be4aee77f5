"""The stages a care system passes through, and what each gives."""

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
    DELEGATED_COMMISSIONING = (
        "delegated_commissioning"  # its CCGs commission general practice and specialised services
    )
    ONE_STOP_SHOP = "one_stop_shop"  # troubled trusts hear one signal, and report once
    REDEPLOYED_STAFF = (
        "redeployed_staff"  # staff of regulators and CCGs work on its population health
    )
    TARIFF_BY_AGREEMENT = "tariff_by_agreement"  # its contracts may be paid as budgets
