"""Between the package and the reference: state as plain rows, luck as a function.

The reference knows nothing of the package, so everything that it is told passes through here:
one dictionary for each organisation, taken from the columns, and :class:`Luck`, which looks up
draws of the package's streams one at a time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import numpy as np
from activity_rows import add_activity
from money_rows import add_money, country

from acs_abm.chance import Chance, organisation_keys
from acs_abm.columns import NEVER, World
from acs_abm.evidence import ccg_mergers_after, figure
from acs_abm.population.neighbours import project
from acs_abm.population.organisations import CoreContract, TrustType

STEPS = frozenset(
    {"suspended_since", "returns_at", "contract_since", "closed_until", "advanced", "launched",
     "campaign_until", "live_since", "assurance_due", "reactivation_right", "lmc_balloted",
     "disrupted_until", "officer_since", "closure_near_until", "closed_in"}
)  # fmt: skip
"""Columns that hold a step, or NEVER."""


def rows_of(world: World) -> dict[str, Any]:
    """Return the state of a world as plain rows, in the order of its columns."""
    rows = {
        "systems": systems_of(world),
        "ccgs": ccgs_of(world),
        "trusts": trusts_of(world),
        "practices": practices_of(world),
        "ties": ties_of(world),
        "country": {"closure_scale": world.fixtures.closure_scale},
        "regulator": {"next_wave": world.next_wave, "wave_number": world.wave_number},
        "court": {
            "court_until": step_or_none(world.court_until),
            "challenges_decided": world.challenges_decided,
            "challenge_upheld": step_or_none(world.challenge_upheld),
        },
        "money": country(world),
    }
    add_activity(world, rows)
    add_money(world, rows)
    return rows


def step_or_none(step: int) -> int | None:
    return None if step == NEVER else step


def columns_of(*blocks: Any, but: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Turn the one-dimensional columns of some blocks into one dictionary for each row."""
    lists = {}
    for block in blocks:
        for field in dataclasses.fields(block):
            column = getattr(block, field.name)
            if field.name in but or np.ndim(column) != 1:
                continue
            values = column.tolist() if isinstance(column, np.ndarray) else list(column)
            if field.name in STEPS:
                values = [step_or_none(value) for value in values]
            lists[field.name] = values
    names = list(lists)
    return [dict(zip(names, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def practices_of(world: World) -> list[dict[str, Any]]:
    population, trusts = world.population, world.population.trusts.code
    practices, names = world.practices, world.options.names
    add_ons = [offer.name for offer in world.add_ons]
    rows = columns_of(population.practices, practices, world.practice_life, but=("key",))
    for row, first_list, place, belief, held in zip(
        rows,
        population.practices.list_size.tolist(),
        world.fixtures.practice_places.tolist(),
        practices.belief.tolist(),
        practices.add_ons.tolist(),
        strict=True,
    ):
        row["ccg"] = population.ccgs.code[row["ccg"]]
        row["system"] = population.systems.code[row["system"]]
        row["contract"] = CoreContract(row["contract"]).name
        row["position"], row["first_list"] = tuple(place), first_list
        into = row["merged_into"]
        row["merged_into"] = population.practices.code[into] if into >= 0 else None
        row["agreement"] = names[row["agreement"]]
        row["promise"] = names[row["promise"]] if row["promise"] else None
        row["belief"] = dict(zip(names, belief, strict=True))
        row["add_ons"] = {name for name, holds in zip(add_ons, held, strict=True) if holds}
        for whom in ("run_by", "addressed_by"):
            row[whom] = trusts[row[whom]] if row[whom] >= 0 else None
    return rows


def ccgs_of(world: World) -> list[dict[str, Any]]:
    population, names = world.population, world.options.names
    places = project(population.ccgs.latitude, population.ccgs.longitude).tolist()
    a_head = figure("ccg_core_allocation") / figure("registered_population")
    rows = columns_of(population.ccgs, world.ccgs, but=("key",))
    dated = {
        part.code: (world.clock.step_of(merger.month), merger.code)
        for merger in ccg_mergers_after(world.clock.start)
        for part in merger.parts
    }
    for place, row in enumerate(rows):
        beside = np.flatnonzero(population.ccg_neighbours[place])
        row["system"] = population.systems.code[row["system"]]
        row["position"] = tuple(places[place])
        holder = row["holder_trust"]
        row["holder_trust"] = population.trusts.code[holder] if holder >= 0 else None
        row["beside"] = [population.ccgs.code[other] for other in beside]
        row["decided_by"] = population.ccgs.code[row["decided_by"]]
        row["merges_at"], row["merges_as"] = dated.get(row["code"], (None, None))
        row["allocation"] = row["weighted_population"] * a_head
        row["test_area_from"] = world.fixtures.test_area_from[place].item()
        row["pays"] = dict(zip(names, world.payments[place].tolist(), strict=True))
        row["loses"] = dict(zip(names, world.lost[place].tolist(), strict=True))
        row["lmc_position"] = dict(zip(names, world.ccgs.lmc_position[place].tolist(), strict=True))
        row["add_on_pays"] = dict(
            zip(
                (offer.name for offer in world.add_ons),
                world.add_on_payments[place].tolist(),
                strict=True,
            )
        )
    return rows


def trusts_of(world: World) -> list[dict[str, Any]]:
    population = world.population
    rows = columns_of(population.trusts, world.trusts, but=("key",))
    places = world.fixtures.trust_places.tolist()
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        row["system"] = population.systems.code[row["system"]]
        row["type"] = TrustType(row["type"]).name
        row["works_in"] = {
            code
            for code, works in zip(
                population.systems.code, population.trusts.partner_of[number], strict=True
            )
            if works
        }
        row["position"] = tuple(place)
        into = row["merged_into"]
        row["merged_into"] = population.trusts.code[into] if into >= 0 else None
    return rows


def systems_of(world: World) -> list[dict[str, Any]]:
    trusts = world.population.trusts.code
    but = ("key", "largest_acute", "largest_community")  # which are found by looking
    rows = columns_of(world.population.systems, world.systems, but=but)
    for row, devolved in zip(rows, world.fixtures.devolved_from.tolist(), strict=True):
        row["devolved_from"] = devolved
        row["lead"] = trusts[row["lead"]] if row["lead"] >= 0 else None
    return rows


def ties_of(world: World) -> list[dict[str, Any]]:
    population, ties = world.population, world.ties
    names = [f"trust:{code}" for code in population.trusts.code]
    names += [f"ccg:{code}" for code in population.ccgs.code]
    return [
        {"whose": names[whose], "whom": names[whom], "trust": trust, "damage": damage}
        for whose, whom, trust, damage in zip(
            *(column.tolist() for column in (ties.whose, ties.whom, ties.trust, ties.damage)),
            strict=True,
        )
    ]


class Luck:
    """The package's draws, one at a time.

    A stream is drawn for all organisations of a kind when the first of them asks, and kept
    while its step lasts: a draw is addressed, so it does not matter who else asks, or when.
    """

    def __init__(self, world: World) -> None:
        self._chance: Chance = world.chance
        population = world.population
        self._keys = {
            kind: (getattr(population, f"{kind}s").key, getattr(population, f"{kind}s").code)
            for kind in ("practice", "ccg", "trust", "system")
        }
        self._drawn: dict[tuple[Any, ...], dict[str, float]] = {}
        self._step = 0

    def __call__(
        self, distribution: str, stream: str, step: int, who: str, *numbers: float
    ) -> float:
        kind = who[: who.index(":")]
        asked = (distribution, stream, step, kind, numbers)
        drawn = self._drawn.get(asked)
        if drawn is None:
            drawn = self._draw(asked, who)
        return drawn[who]

    def _draw(self, asked: tuple[Any, ...], who: str) -> dict[str, float]:
        distribution, stream, step, kind, numbers = asked
        if step > self._step:
            self._step = step
            self._drawn = {
                key: kept for key, kept in self._drawn.items() if key[2] in (0, step - 1, step)
            }
        keys, codes = self._keys.get(kind) or (one_key(who), [who.split(":")[1]])
        values = getattr(self._chance, distribution)(stream, step, keys, *numbers)
        named = {
            f"{kind}:{code}": value for code, value in zip(codes, values.tolist(), strict=True)
        }
        self._drawn[asked] = named
        return named


def one_key(who: str) -> np.ndarray:
    """Return the key of an organisation that there is only one of."""
    kind, _, code = who.partition(":")
    return organisation_keys(kind, [code])
