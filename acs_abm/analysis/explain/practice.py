"""Why a practice decided as it did, in words that need no equation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.practice_fares import (
    chance_it_ends,
    how_it_ended,
    how_it_fares,
)
from acs_abm.analysis.explain.practice_receipt import Receipt, practice_receipt
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.words import number, percent
from acs_abm.columns import World
from acs_abm.decisions.practice_integration import TERMS
from acs_abm.population.organisations import CoreContract
from acs_abm.steps import SCHEDULE

DECIDES = 11
"""The phase in which practices decide."""

TERM_WORDS = {
    "income": "a partner's income, its risk counted",
    "independence": "independence given up",
    "rescue": "being carried by a larger organisation",
    "working_together": "working together",
    "peers": "doing as peers do",
    "status_quo": "the effort of a change",
    "hours": "hours of work",
    "quality": "quality",
    "lead_trust": "trust in the lead",
    "pressure": "joining what looks inevitable",
    "lmc_opposition": "its LMC's opposition",
    "envy": "envy of the lead's gain",
    "objection": "objection on principle",
    "contract_given_up": "a contract for life given up",
    "pivotal": "being the one who decides",
}
REASON_WORDS = {
    "campaign": "it is in a hub and is campaigned for",
    "deadline": "a paid offer closes",
    "shock": "what it was part of has just ended or changed, or its rating fell",
    "addressed": "a trust offers to run it",
}
LEAST_SAID = 0.05
"""Terms smaller than this (£k) are left to the table."""


def explain_practice(again: Again, step: int, row: int) -> Explanation:
    """Explain a practice's decision in a step."""
    model = again.model_before(step)
    world = model.world
    numbers = [phase.number for phase in SCHEDULE]
    run_phases(world, step, [number for number in numbers if number < DECIDES])
    who = f"practice:{world.population.practices.code[row]}"
    if not world.practices.is_open[row]:
        said = how_it_ended(world, row)
        model.release()
        return Explanation(who, world.clock.label(step), (said,), {})
    receipt = practice_receipt(world, row)
    fares = (how_it_fares(world, row), chance_it_ends(world, row))
    before = _standing(world, row)
    run_phases(world, step, [number for number in numbers if number >= DECIDES])
    sentences = [
        before,
        *fares,
        *_considering(receipt),
        *_choosing(world, receipt),
        *_paying(world, receipt),
    ]
    sentences += [*_promising(world, receipt), *_resisting(receipt), *_holding(world, receipt)]
    sentences.append(_afterwards(world, row, step))
    tables = {
        "options": receipt.options.reset_index(),
        "promises": receipt.promises.reset_index(),
        "add_ons": receipt.add_ons.reset_index(),
        "draws": _draws(receipt),
    }
    model.release()
    return Explanation(who, world.clock.label(step), tuple(sentences), tables)


def label(world: World, option: str) -> str:
    """Name an option as people would."""
    labels = {offer.name: offer.label for offer in (*world.offers, *world.add_ons)}
    return {"independent": "independence", **labels}[option]


def pounds(thousands: float) -> str:
    """Write thousands of pounds: ``£4.5k``, ``−£0.3k``."""
    return f"{'−' if thousands < 0 else ''}£{abs(thousands):.1f}k"


def _rate(payment: float) -> str:
    """Write pounds per weighted patient: ``£1.50``, ``−£0.25``."""
    return f"{'−' if payment < 0 else ''}£{abs(payment):,.2f}"


def _standing(world: World, row: int) -> str:
    practices, population = world.practices, world.population
    ccg, system = population.practices.ccg[row], population.practices.system[row]
    held = label(world, world.options.names[practices.agreement[row]])
    contract = CoreContract(population.practices.contract[row]).name
    return (
        f"{population.practices.code[row]} is a {contract} practice of "
        f"{number(round(world.practices.list_size[row]))} patients in "
        f"{population.ccgs.name[ccg]} ({population.systems.name[system]}). It held: "
        f"{held}."
    )


def _considering(receipt: Receipt) -> list[str]:
    why = " and ".join(REASON_WORDS[reason] for reason in receipt.reasons)
    chance = f"chance {percent(receipt.chance)}{', for ' + why if why else ''}"
    if receipt.considered:
        return [f"It thought again ({chance}; its draw was {receipt.draw:.3f})."]
    return [
        (
            f"It did not think again ({chance}; its draw was {receipt.draw:.3f}), so it stayed as "
            "it was. What follows is how it would have chosen."
        )
    ]


def _choosing(world: World, receipt: Receipt) -> list[str]:
    options = _by_name(receipt.options)
    said = [
        f"Not open to it: {label(world, name)} ({row['why_not']})."
        for name, row in options.items()
        if not row["available"]
    ]
    best = options[receipt.best]
    others = {n: row for n, row in options.items() if row["available"] and n != receipt.best}
    if not others:
        return [*said, f"It had no choice but {label(world, receipt.best)}."]
    second = max(others, key=lambda name: float(others[name]["total"]))
    name, verb = label(world, second), "It chose" if receipt.considered else "It would have chosen"
    margin = pounds(best["total"] - others[second]["total"])
    said.append(
        f"{verb} {label(world, receipt.best)} (probability {percent(best['probability'])}), "
        f"{margin} a partner a year ahead of {name}."
    )
    return [*said, _differences(best, others[second], name)]


def _by_name(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    return dict(zip(map(str, table.index), rows, strict=True))


def _differences(best: Mapping[str, Any], second: Mapping[str, Any], name: str) -> str:
    gaps = {TERM_WORDS[t]: best[t] - second[t] for t in TERMS if t in best}
    gaps["luck, its lasting taste included"] = best["luck"] - second["luck"]
    told = sorted(gaps.items(), key=lambda item: -abs(item[1]))
    parts = {
        "for": [f"{words} {pounds(gap)}" for words, gap in told if gap >= LEAST_SAID],
        "against": [f"{words} {pounds(gap)}" for words, gap in told if gap <= -LEAST_SAID],
    }
    lists = [f"{side} it: {', '.join(items)}" for side, items in parts.items() if items]
    return f"Compared with {name}: {'; '.join(lists) or 'no difference'}."


def _paying(world: World, receipt: Receipt) -> list[str]:
    said = []
    for name, row in _by_name(receipt.options.dropna(subset="break_even")).items():
        what = label(world, name) + ("" if row["available"] else ", had it been open,")
        way = "down to" if name == receipt.best else "from"
        said.append(
            f"It would have preferred {what} {way} {_rate(row['break_even'])} per weighted patient "
            f"a year (without luck {_rate(row['break_even_without_luck'])}; "
            f"{_rate(row['payment'])} is offered)."
        )
    return said


def _promising(world: World, receipt: Receipt) -> list[str]:
    if receipt.promises.empty:
        return []
    verb = "It promised" if receipt.considered else "It would have promised"
    promised = receipt.promised
    best = receipt.promises["total"].drop(index=promised)
    ahead = pounds(receipt.promises.loc[promised, "total"] - best.max())
    what = "nothing" if promised == "none" else label(world, promised)
    return [f"{verb} {what}, by {ahead} a partner a year, luck included."]


def _resisting(receipt: Receipt) -> list[str]:
    if receipt.best != "independent" or receipt.promised != "none":
        return []
    r = receipt.resistance
    does = "resist" if r.resists else "not resist"
    verb = "It did" if receipt.considered else "It would"
    verb = verb if not (receipt.considered and r.resists) else "It began to"
    return [
        (
            f"{verb} {does}: the threat was {pounds(r.threat)} a partner a year, which makes "
            f"{percent(r.probability)} resist (its draw was {r.draw:.3f})."
        )
    ]


def _holding(world: World, receipt: Receipt) -> list[str]:
    said = []
    for name, row in _by_name(receipt.add_ons).items():
        what = label(world, name).lower()
        worth = f"worth {pounds(row['gain'])} a partner a year, luck {pounds(row['luck'])}"
        if not row["considered"]:
            said.append(
                f"It did not think about the {what}, which it "
                f"{'kept' if row['holds'] else 'does not have'}."
            )
        elif row["after"] == row["holds"]:
            said.append(f"It {'kept' if row['holds'] else 'stayed out of'} the {what} ({worth}).")
        else:
            said.append(f"It {'joined' if row['after'] else 'left'} the {what} ({worth}).")
    return said


def _afterwards(world: World, row: int, step: int) -> str:
    practices = world.practices
    if not practices.is_open[row]:
        return how_it_ended(world, row)
    held = label(world, world.options.names[practices.agreement[row]])
    stance = {-1: "resisting", 0: "independent", 1: "in an alliance", 2: "partially integrated",
              3: "fully integrated"}[int(practices.stance[row])]  # fmt: skip
    return f"At the end of {world.clock.label(step)} it held: {held}; it was {stance}."


def _draws(receipt: Receipt) -> pd.DataFrame:
    r = receipt.resistance
    rows = [
        ("considers", receipt.chance, receipt.draw, receipt.considered),
        ("resists, if independent", r.probability, r.draw, r.resists),
    ]
    return pd.DataFrame(rows, columns=["question", "probability", "draw", "is_so"])
