"""The cheapest package of levers, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acs_abm.analysis.studies.finding import Finding, between, plain
from acs_abm.analysis.words import count, listed
from acs_abm.explore.optimise import Package, Search


def tell_package(found: Package, search: Search) -> Finding:
    """Put what a search found into words.

    Parameters
    ----------
    found, search
        What came of it, and what was looked for.
    """
    asked = listed([f"{one.of} {one.sign} {one.limit:g}" for one in search.reach], most=9)
    tried, meet = len(found.tried), int(found.tried["meets"].sum())
    said = (
        f"Of {count(tried, 'package')} tried with {count(search.replicates, 'replicate')} each, "
        f"{meet} meet {asked}."
    )
    claims = [said, *(_cheapest(found, search) if found.values else ["None is recommended."])]
    title = search.question or "The cheapest package"
    return Finding("packages", title, tuple(claims), found.tried)


def _cheapest(found: Package, search: Search) -> list[str]:
    """Say what is cheapest, and what it came to when it was run again."""
    levers = listed([f"{name} {plain(value)}" for name, value in found.values.items()], most=99)
    cost, *others = found.checked.to_dict("records")
    return [
        f"The cheapest of them is {levers}.",
        f"Run again {search.check} times with other luck, its {_told(cost)}.",
        *(
            f"Its {_told(row)}; {row['asked']} was asked: "
            + ("met for sure." if row["sure"] else "the interval does not show that it is met.")
            for row in others
        ),
    ]


def _told(row: Mapping[Any, Any]) -> str:
    return f"{row['outcome']} is {plain(row['mean'])} ({between(row['low'], row['high'])})"
