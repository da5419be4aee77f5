"""Why a CCG decided as it did: its levels, its resistance, and what became of it as a body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.partners import trust_among_partners
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.words import number, percent
from acs_abm.columns import World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.choice import logit_shares
from acs_abm.decisions.commissioner_strategy import LEVELS, CommissionerStrategy
from acs_abm.stance import PARTIAL
from acs_abm.steps import SCHEDULE
from acs_abm.steps.assurance import may_enter
from acs_abm.steps.ccg_bodies import (
    delegation_chance,
    delegation_draw,
    may_merge,
    merger_chance,
    merger_draw,
    people,
    sharing_chance,
    sharing_draw,
)
from acs_abm.steps.commissioners import Deliberation, deliberate

DECIDES = 9
"""The phase in which CCGs decide."""

LABELS = {
    "independent": "buying activity",
    "alliance": "the alliance",
    "partial": "a partial contract",
    "full": "a full contract",
}
STANCES = {
    -1: "resisting",
    0: "buying activity",
    1: "in the alliance",
    2: "procuring or holding a partial contract",
    3: "procuring or holding a full contract",
}
TERM_WORDS = {
    "savings": "savings it would keep",
    "role": "loss of role",
    "procurement": "cost of agreement or procurement",
    "legal": "legal and political risk",
    "practices": "what its practices would mind",
    "partner_trust": "trust in partners",
    "pressure": "joining what looks inevitable",
    "imitation": "doing as neighbouring CCGs do",
    "test_area": "being a contract test area",
    "status_quo": "the effort of a change",
}
LEAST_SAID = 0.005
"""Terms smaller than this (£ per head) are left to the table."""


@dataclass(frozen=True)
class CommissionerReceipt:
    """The numbers behind a CCG's step.

    Attributes
    ----------
    chance, draw
        Probability that it considers, and the draw that decided.
    best
        Name of the level that is best of those open to it, luck included.
    levels
        One row a level: whether it is open and why not, every term in £ per head a year,
        ``utility``, ``luck``, ``total`` and ``probability`` of choosing it (its lasting taste
        known, the mood of the day not).
    threat
        What it is threatened with, £ per head a year.
    draws
        One row a question (considering, resisting, sharing an officer, merging, general
        practice): probability, draw and whether it is so.
    """

    chance: float
    draw: float
    best: str
    levels: pd.DataFrame
    threat: float
    draws: pd.DataFrame

    @property
    def considered(self) -> bool:
        """Whether it thought again."""
        return self.draw < self.chance


def explain_commissioner(again: Again, step: int, row: int) -> Explanation:
    """Explain a CCG's decision in a step."""
    model = again.model_before(step)
    world = model.world
    numbers = [phase.number for phase in SCHEDULE]
    run_phases(world, step, [n for n in numbers if n < DECIDES])
    receipt, standing = commissioner_receipt(world, row), _standing(world, row)
    standing.append(trust_among_partners(world, len(world.trusts.stance) + row))
    is_bound = bool(world.ccgs.contract_level[row])
    run_phases(world, step, [n for n in numbers if n >= DECIDES])
    sentences = [*standing, _considering(receipt, is_bound=is_bound), *_choosing(receipt)]
    sentences += [*_resisting(receipt), *_as_a_body(receipt), *_afterwards(world, row)]
    tables = {"levels": receipt.levels.reset_index(), "draws": receipt.draws.reset_index()}
    who, label = f"ccg:{world.population.ccgs.code[row]}", world.clock.label(step)
    model.release()
    return Explanation(who, label, tuple(sentences), tables)


def commissioner_receipt(world: World, row: int) -> CommissionerReceipt:
    """Return the receipt of a CCG that is about to decide.

    Parameters
    ----------
    world
        As it stands when CCGs decide (before phase 9).
    row
        The place; where its CCG merged, the one that it merged into decides.
    """
    found = deliberate(world)
    return CommissionerReceipt(
        chance=float(found.chance[row]),
        draw=float(found.draw[row]),
        best=LEVELS[found.best[row]],
        levels=_levels(world, found, row),
        threat=float(found.threat[row]),
        draws=_draws(world, found, row),
    )


def _levels(world: World, found: Deliberation, row: int) -> pd.DataFrame:
    utility = found.utility[row]
    return pd.DataFrame(
        {
            "available": found.available[row],
            "why_not": _why_not(world, found, row),
            **{name: values[row] for name, values in found.terms.items()},
            "utility": utility,
            "luck": found.noise[row],
            "total": utility + found.noise[row],
            "probability": _probability(world, found, row),
        },
        index=pd.Index(LEVELS, name="level"),
    )


def _probability(world: World, found: Deliberation, row: int) -> np.ndarray:
    """Return the probability of each level, the lasting taste known, the mood of the day not."""
    p = world.scenario.values(CommissionerStrategy)
    taste = world.tastes.ccg[world.ccgs.decided_by[row]]
    known = found.utility[row] + p.choice_noise * np.sqrt(p.lasting_taste) * taste
    mood = max(p.choice_noise * np.sqrt(1.0 - p.lasting_taste), 1e-9)
    return logit_shares(np.where(found.available[row], known, -np.inf), mood)


def _why_not(world: World, found: Deliberation, row: int) -> list[str]:
    offered = {offer.level.level for offer in world.offers if offer.opened_by is OpenedBy.PLACE}
    said = []
    for level, is_open in enumerate(found.available[row]):
        if is_open:
            said.append("")
        elif level < PARTIAL:
            said.append("there is no alliance agreement to join")
        elif level not in offered:
            said.append("not on offer")
        elif not may_enter(world)[row]:
            said.append("its system's stage gives no right to seek one")
        elif world.step < world.ccgs.closed_until[row]:
            said.append("closed to the place after the last one ended or failed")
        else:
            said.append("its system is not governed well enough")
    return said


def _draws(world: World, found: Deliberation, row: int) -> pd.DataFrame:
    body = world.ccgs.decided_by[row]
    partners = may_merge(world)[0] == body
    merges = merger_chance(world) if partners.any() else 0.0
    asked = [
        ("considers", found.chance[row], found.draw[row]),
        ("resists, if buying activity", found.resists_chance[row], found.resists_draw[row]),
        ("seeks to share an officer", sharing_chance(world)[body], sharing_draw(world)[body]),
        (
            "takes on general practice",
            delegation_chance(world)[row],
            delegation_draw(world)[row],
        ),
        ("seeks to merge", merges, merger_draw(world)[body]),
    ]
    table = pd.DataFrame(asked, columns=["question", "probability", "draw"])
    table["is_so"] = table["draw"] < table["probability"]
    return table.set_index("question")


def _standing(world: World, row: int) -> list[str]:
    ccgs, population = world.ccgs, world.population.ccgs
    system = world.population.systems.name[population.system[row]]
    body = int(ccgs.decided_by[row])
    said = [
        (
            f"{population.code[row]} is {population.name[row]} ({system}), "
            f"{number(round(population.population[row]))} patients. "
            f"It was {STANCES[int(ccgs.stance[row])]}."
        )
    ]
    if body != row:
        said.append(
            f"It is a place of {population.name[body]} ({population.code[body]}), into which it "
            f"merged and which decides for it."
        )
    elif people(world)[row] > population.population[row]:
        places = np.flatnonzero(ccgs.decided_by == row)
        said.append(f"It decides for {len(places)} places, since CCGs merged into it.")
    return said


def _considering(receipt: CommissionerReceipt, *, is_bound: bool) -> str:
    if is_bound:
        return (
            "It was seeking or holding a contract and did not think again. What follows is how it "
            "would have chosen."
        )
    chance = f"chance {percent(receipt.chance)}; its draw was {receipt.draw:.3f}"
    if receipt.considered:
        return f"It thought again ({chance})."
    return f"It did not think again ({chance}). What follows is how it would have chosen."


def _choosing(receipt: CommissionerReceipt) -> list[str]:
    rows = _by_name(receipt.levels)
    said = [
        f"Not open to it: {LABELS[name]} ({row['why_not']})."
        for name, row in rows.items()
        if not row["available"]
    ]
    best = rows[receipt.best]
    others = [name for name, row in rows.items() if row["available"] and name != receipt.best]
    if not others:
        return [*said, f"It had no choice but {LABELS[receipt.best]}."]
    second = max(others, key=lambda name: float(rows[name]["total"]))
    verb = "It chose" if receipt.considered else "It would have chosen"
    margin = _pounds(best["total"] - rows[second]["total"])
    said.append(
        f"{verb} {LABELS[receipt.best]} (probability {percent(best['probability'])}), {margin} a "
        f"head a year ahead of {LABELS[second]}."
    )
    return [*said, _differences(best, rows[second], LABELS[second])]


def _by_name(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    return dict(zip(map(str, table.index), rows, strict=True))


def _differences(best: Mapping[str, Any], second: Mapping[str, Any], name: str) -> str:
    gaps = {words: best[term] - second[term] for term, words in TERM_WORDS.items()}
    gaps["luck, its lasting taste included"] = best["luck"] - second["luck"]
    told = sorted(gaps.items(), key=lambda item: -abs(item[1]))
    parts = {
        "for": [f"{words} {_pounds(gap)}" for words, gap in told if gap >= LEAST_SAID],
        "against": [f"{words} {_pounds(gap)}" for words, gap in told if gap <= -LEAST_SAID],
    }
    lists = [f"{side} it: {', '.join(items)}" for side, items in parts.items() if items]
    return f"Compared with {name}: {'; '.join(lists) or 'no difference'}."


def _pounds(pounds: float) -> str:
    return f"{'−' if pounds < 0 else ''}£{abs(pounds):.2f}"


def _resisting(receipt: CommissionerReceipt) -> list[str]:
    if receipt.best != "independent":
        return []
    asked = _by_name(receipt.draws)["resists, if buying activity"]
    verb = "It did" if receipt.considered else "It would"
    does = "resist" if asked["is_so"] else "not resist"
    return [
        (
            f"{verb} {does}: the threat was {_pounds(receipt.threat)} a head a year, which makes "
            f"{percent(asked['probability'])} resist (its draw was {asked['draw']:.3f})."
        )
    ]


def _as_a_body(receipt: CommissionerReceipt) -> list[str]:
    """Say what it might have become in this step."""
    said = []
    for question, asked in list(_by_name(receipt.draws).items())[2:]:
        if asked["probability"] > 0.0:
            said.append(
                f"{question} with probability {percent(asked['probability'])} "
                f"(draw {asked['draw']:.3f}: {'yes' if asked['is_so'] else 'no'})"
            )
    return [f"As a body, it {'; '.join(said)}."] if said else []


def _afterwards(world: World, row: int) -> list[str]:
    code, label = world.population.ccgs.code[row], world.clock.label(world.step)
    said = [
        f"In {label}: {event.code} {event.what} {event.detail}.".replace(" .", ".")
        for event in world.event_log
        if event.step == world.step and code in (event.code, event.detail)
    ]
    return [*said, f"At the end of {label} it was {STANCES[int(world.ccgs.stance[row])]}."]
