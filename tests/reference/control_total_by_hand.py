"""A quarter of one trust and the close of its year, written from the documents a second time."""

from __future__ import annotations


def result(trust: dict, p: dict) -> float:
    """Shortfall so far after the quarter, share of a year's income.

    ``trust`` holds asked, so_far, luck (normal), disrupted.
    """
    reached = p["control_total.reachable"] / 4 + p["control_total.outturn_sd"] * trust["luck"] / 2
    short = trust["asked"] / 4 - reached
    if trust["disrupted"]:
        short += p["horizontal.disruption_cost"] / 4
    return trust["so_far"] + short / 100


def earned(trust: dict, together: float, shares: bool, p: dict) -> float:
    """Share of the quarter's sustainability money: ``trust`` holds so_far, accepts, access."""
    if not trust["accepts"]:
        return 0.0
    own, joint = float(trust["so_far"] <= 0), float(together <= 0)
    chi = p["risk_sharing.joint_share"] if shares else 0.0
    finance = chi * joint + (1 - chi) * own
    access = 1.0 if trust["access"] < p["control_total.access_met"] else 0.0
    part = p["control_total.finance_part"]
    return finance * part + finance * access * (1 - part)


def segment(trust: dict, p: dict) -> int:
    """Segment after the year: ``trust`` holds segment, met, margin, rating."""
    due = 1
    due += not trust["met"]
    due += trust["margin"] * 100 < -p["oversight.deep_deficit"]
    due += trust["rating"] <= 2
    due = min(due, 3)
    if trust["rating"] == 1:
        due = 4
    return trust["segment"] + (due > trust["segment"]) - (due < trust["segment"])
