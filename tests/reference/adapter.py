"""Between the package and the reference: state as plain columns and rows, luck as a function.

The reference knows nothing of the package, so everything that it is told passes through here.
For each kind of organisation there are columns of plain values, one for each organisation: facts,
which hold for a whole run, and state, which moves. Rows, one dictionary for each organisation,
are the two together. :class:`Luck` looks up draws of the package's streams one at a time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from activity_rows import activity_facts, activity_state, named
from money_rows import country, money_facts, money_state

from acs_abm.chance import Chance, organisation_keys
from acs_abm.columns import NEVER, World
from acs_abm.evidence import ccg_mergers_after, figure
from acs_abm.population.neighbours import project
from acs_abm.population.organisations import CoreContract, TrustType

Columns = dict[str, dict[str, list[Any]]]
"""For each kind of organisation, lists of values by name."""

ONLY_ONE = ("regulator", "court")
STEPS = frozenset(
    {"suspended_since", "returns_at", "contract_since", "closed_until", "advanced", "launched",
     "campaign_until", "live_since", "assurance_due", "reactivation_right", "lmc_balloted",
     "disrupted_until", "officer_since", "closure_near_until", "closed_in"}
)  # fmt: skip
"""Columns that hold a step, or NEVER."""


def rows_of(world: World) -> dict[str, Any]:
    """Return all that is so as plain rows, in the order of the columns."""
    facts, state = facts_of(world), state_of(world)
    rows: dict[str, Any] = {kind: as_rows({**facts[kind], **state[kind]}) for kind in state}
    for kind in ONLY_ONE:
        rows[kind] = rows[kind][0]
    rows["country"] = {"closure_scale": world.fixtures.closure_scale}
    rows["money"] = country(world)
    return rows


def as_rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def state_of(world: World) -> Columns:
    """Return what moves in a run."""
    state = {
        "systems": systems_state(world),
        "ccgs": ccgs_state(world),
        "trusts": trusts_state(world),
        "practices": practices_state(world),
        "ties": {"trust": world.ties.trust.tolist(), "damage": world.ties.damage.tolist()},
        "regulator": {"next_wave": [world.next_wave], "wave_number": [world.wave_number]},
        "court": {
            "court_until": [step_or_none(world.court_until)],
            "challenges_decided": [world.challenges_decided],
            "challenge_upheld": [step_or_none(world.challenge_upheld)],
        },
    }
    return with_more(state, activity_state(world), money_state(world))


def facts_of(world: World) -> Columns:
    """Return what holds for a whole run; where state has the same name, it began as this."""
    facts = {
        "systems": systems_facts(world),
        "ccgs": ccgs_facts(world),
        "trusts": trusts_facts(world),
        "practices": practices_facts(world),
        "ties": ties_facts(world),
        "regulator": {},
        "court": {},
    }
    return with_more(facts, activity_facts(world), money_facts(world))


def with_more(columns: Columns, *more: Columns) -> Columns:
    return {
        kind: {
            name: values for each in (columns, *more) for name, values in each.get(kind, {}).items()
        }
        for kind in columns
    }


def step_or_none(step: int) -> int | None:
    return None if step == NEVER else step


def columns_of(*blocks: Any, but: Iterable[str] = ()) -> dict[str, list[Any]]:
    """Turn the one-dimensional columns of some blocks into lists."""
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
    return lists


def codes(code: Sequence[str], numbers: Iterable[int]) -> list[str | None]:
    """Return the code of each organisation that a column counts; less than 0 is nobody."""
    return [code[number] if number >= 0 else None for number in numbers]


# -- practices ---------------------------------------------------------------------------


def practices_facts(world: World) -> dict[str, list[Any]]:
    population = world.population
    columns = columns_of(population.practices, but=("key",))
    columns["first_list"] = columns.pop("list_size")
    columns["ccg"] = codes(population.ccgs.code, columns["ccg"])
    columns["system"] = codes(population.systems.code, columns["system"])
    columns["contract"] = [CoreContract(contract).name for contract in columns["contract"]]
    columns["position"] = [tuple(place) for place in world.fixtures.practice_places.tolist()]
    return columns


def practices_state(world: World) -> dict[str, list[Any]]:
    population, practices, names = world.population, world.practices, world.options.names
    add_ons = [offer.name for offer in world.add_ons]
    columns = columns_of(practices, world.practice_life)
    columns["merged_into"] = codes(population.practices.code, columns["merged_into"])
    columns["agreement"] = [names[option] for option in columns["agreement"]]
    columns["promise"] = [names[option] if option else None for option in columns["promise"]]
    columns["belief"] = named(names, practices.belief)
    columns["add_ons"] = [
        {name for name, holds in zip(add_ons, held, strict=True) if holds}
        for held in practices.add_ons.tolist()
    ]
    for whom in ("run_by", "addressed_by"):
        columns[whom] = codes(population.trusts.code, columns[whom])
    return columns


# -- CCGs --------------------------------------------------------------------------------


def ccgs_facts(world: World) -> dict[str, list[Any]]:
    population = world.population
    ccgs = population.ccgs
    a_head = figure("ccg_core_allocation") / figure("registered_population")
    dated = {
        part.code: (world.clock.step_of(merger.month), merger.code)
        for merger in ccg_mergers_after(world.clock.start)
        for part in merger.parts
    }
    columns = columns_of(ccgs, but=("key",))
    columns["system"] = codes(population.systems.code, columns["system"])
    columns["position"] = [
        tuple(place) for place in project(ccgs.latitude, ccgs.longitude).tolist()
    ]
    columns["beside"] = [
        codes(ccgs.code, np.flatnonzero(beside)) for beside in population.ccg_neighbours
    ]
    columns["merges_at"] = [dated.get(code, (None, None))[0] for code in ccgs.code]
    columns["merges_as"] = [dated.get(code, (None, None))[1] for code in ccgs.code]
    columns["allocation"] = [people * a_head for people in columns["weighted_population"]]
    columns["test_area_from"] = world.fixtures.test_area_from.tolist()
    return columns


def ccgs_state(world: World) -> dict[str, list[Any]]:
    population, names = world.population, world.options.names
    columns = columns_of(world.ccgs)
    columns["holder_trust"] = codes(population.trusts.code, columns["holder_trust"])
    columns["decided_by"] = codes(population.ccgs.code, columns["decided_by"])
    columns["pays"] = named(names, world.payments)
    columns["loses"] = named(names, world.lost)
    columns["lmc_position"] = named(names, world.ccgs.lmc_position)
    columns["add_on_pays"] = named([offer.name for offer in world.add_ons], world.add_on_payments)
    return columns


# -- trusts, systems, ties ---------------------------------------------------------------


def trusts_facts(world: World) -> dict[str, list[Any]]:
    population = world.population
    columns = columns_of(population.trusts, but=("key",))
    columns["system"] = codes(population.systems.code, columns["system"])
    columns["type"] = [TrustType(kind).name for kind in columns["type"]]
    columns["works_in"] = [
        set(codes(population.systems.code, np.flatnonzero(works)))
        for works in population.trusts.partner_of
    ]
    columns["position"] = [tuple(place) for place in world.fixtures.trust_places.tolist()]
    return columns


def trusts_state(world: World) -> dict[str, list[Any]]:
    columns = columns_of(world.trusts)
    columns["merged_into"] = codes(world.population.trusts.code, columns["merged_into"])
    return columns


def systems_facts(world: World) -> dict[str, list[Any]]:
    columns = columns_of(world.population.systems, but=("key",))
    columns["devolved_from"] = world.fixtures.devolved_from.tolist()
    return columns


def systems_state(world: World) -> dict[str, list[Any]]:
    but = ("largest_acute", "largest_community")  # which are found by looking
    columns = columns_of(world.systems, but=but)
    columns["lead"] = codes(world.population.trusts.code, columns["lead"])
    return columns


def ties_facts(world: World) -> dict[str, list[Any]]:
    population, ties = world.population, world.ties
    names = [f"trust:{code}" for code in population.trusts.code]
    names += [f"ccg:{code}" for code in population.ccgs.code]
    return {
        "whose": codes(names, ties.whose),
        "whom": codes(names, ties.whom),
    }


# -- luck --------------------------------------------------------------------------------


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
