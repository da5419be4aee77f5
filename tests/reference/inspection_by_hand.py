"""One inspection, written from the documents a second time."""

from __future__ import annotations


def found(rating: int, luck: float, improves: float, p: dict) -> int:
    if rating == 4:
        return 4
    if rating == 3:
        return 2 if luck < p["inspection.good_falls"] else 3
    if luck < improves:
        return rating + 1
    if luck >= 1 - p["inspection.worsens"]:
        return max(rating - 1, 1)
    return rating


def next_one(now: int, rating: int, p: dict) -> int:
    return now + p["inspection.quarters_below" if rating <= 2 else "inspection.quarters_good"]
