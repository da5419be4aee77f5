"""Why a trust decided as it did, in words that need no equation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.partners import trust_among_partners
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.words import percent
from acs_abm.columns import World
from acs_abm.decisions.choice import logit_shares
from acs_abm.decisions.regulator_inspection import RATINGS
from acs_abm.decisions.trust_control_total import (
    TrustControlTotal,
    acceptance_probability,
    chance_of_meeting,
)
from acs_abm.decisions.trust_integration import LEVELS, TrustIntegration, terms
from acs_abm.population.organisations import TrustType
from acs_abm.stance import RESISTING, Stance
from acs_abm.steps import SCHEDULE
from acs_abm.steps.holders import worth_of_holding
from acs_abm.steps.horizontal import worth_of_group
from acs_abm.steps.risk_sharing import money_at_stake
from acs_abm.steps.trust_facts import integration_noise, levels_open, trust_facts
from acs_abm.steps.trusts import chance_to_resist, trusts_considering

DECIDES = 10
"""The phase in which trusts decide."""

REGULATORS = 2
"""The last phase of the regulators."""

TERM_WORDS = {
    "result": "its own result, by admissions avoided",
    "independence": "autonomy given up",
    "holding": "holding a contract",
    "partner_trust": "trust in partners",
    "peers": "doing as other trusts of its system do",
    "pressure": "joining what looks inevitable",
    "status_quo": "the effort of a change",
    "distress": "partners in a deficit",
    "luck": "luck, its lasting taste included",
}
STANCE_WORDS = {
    Stance.RESISTING: "resisting",
    Stance.INDEPENDENT: "independent",
    Stance.ALLIANCE: "in the alliance",
    Stance.PARTIAL: "partially integrated",
    Stance.FULL: "fully integrated",
}


@dataclass(frozen=True)
class TrustReceipt:
    """How a trust chooses its level in a step: every level with its terms, and what decided."""

    levels: pd.DataFrame
    considered: bool
    chosen: str
    resists: float


def trust_receipt(world: World, row: int) -> TrustReceipt:
    """Return how a trust chooses, with the world as it stands before phase 10."""
    p, open_to = world.scenario.values(TrustIntegration), levels_open(world)
    table = pd.DataFrame({name: value[row] for name, value in terms(trust_facts(world), p).items()})
    table.insert(0, "open", open_to[row])
    table["utility"] = table.drop(columns="open").sum(axis=1)
    table["luck"] = p.choice_noise * integration_noise(world, p.lasting_taste)[row]
    table["total"] = table["utility"] + table["luck"]
    shares = logit_shares(np.where(open_to[row], table["utility"], -np.inf), p.choice_noise)
    table["probability_without_taste"] = shares
    table.index = pd.Index(LEVELS, name="level")
    best = str(table["total"].where(table["open"], -np.inf).idxmax())
    considered = bool(trusts_considering(world, open_to, p)[row])
    return TrustReceipt(table, considered, best, float(chance_to_resist(world, open_to)[row]))


def explain_trust(again: Again, step: int, row: int) -> Explanation:
    """Explain a trust's decisions in a step."""
    model = again.model_before(step)
    world, code = model.world, model.world.population.trusts.code[row]
    if not world.trusts.is_standing[row]:
        into = world.population.trusts.code[world.trusts.merged_into[row]]
        said: tuple[str, ...] = (f"{code} was merged into {into} and decides nothing.",)
        return Explanation(f"trust:{code}", world.clock.label(step), said, {})
    numbers = sorted({phase.number for phase in SCHEDULE})
    run_phases(world, step, [number for number in numbers if number <= REGULATORS])
    sentences = [_standing(world, row), trust_among_partners(world, row)]
    sentences += _control_total(world, row)
    run_phases(world, step, [number for number in numbers if REGULATORS < number < DECIDES])
    receipt, group = trust_receipt(world, row), _group(world, row)
    sentences += [*_choosing(receipt), *_holding(world, row)]
    run_phases(world, step, [number for number in numbers if number >= DECIDES])
    sentences.append(_afterwards(world, row, step))
    model.release()
    tables = {"levels": receipt.levels.reset_index(), "group": group}
    return Explanation(f"trust:{code}", world.clock.label(step), tuple(sentences), tables)


def _standing(world: World, row: int) -> str:
    trusts, population = world.trusts, world.population
    return (
        f"{population.trusts.name[row]} ({population.trusts.code[row]}, "
        f"{TrustType(population.trusts.type[row]).name.lower().replace('_', ' ')}) in "
        f"{population.systems.name[population.trusts.system[row]]}: income "
        f"£{trusts.income[row] / 1e6:.0f}m, margin {100 * trusts.margin[row]:.1f}%, rated "
        f"{RATINGS[trusts.rating[row] - 1].replace('_', ' ')}, segment {trusts.segment[row]}. "
        f"It was {STANCE_WORDS[Stance(int(trusts.stance[row]))]}."
    )


def _control_total(world: World, row: int) -> list[str]:
    """Say what NHS Improvement asked for, and in April how it was answered."""
    p, asked = world.scenario.values(TrustControlTotal), world.trusts.asked[row]
    accepts = "accepted" if world.trusts.accepts_control_total[row] else "refused"
    said = f"Its control total asked for {asked:.1f}% of income beyond its own forecast"
    if world.step and not world.clock.opens_financial_year(world.step):
        return [f"{said}; it had {accepts}."]
    money = money_at_stake(world)
    chance = acceptance_probability(world.trusts.asked, money, p)[row]
    draw = world.chance.uniform("trust.control_total", world.step, world.population.trusts.key)[row]
    meets = chance_of_meeting(world.trusts.asked, p)[row]
    return [
        (
            f"{said}, which it could meet with probability {percent(meets)}; {money[row]:.1f}% of "
            f"income depended on it. It {accepts} (probability of accepting {percent(chance)}; its "
            f"draw was {draw:.3f})."
        )
    ]


def _choosing(receipt: TrustReceipt) -> list[str]:
    levels = receipt.levels
    closed = [str(name) for name in levels.index[~levels["open"]]]
    said = [f"Not open to it: {', '.join(closed)}."] if closed else []
    if not receipt.considered:
        said.append("It did not think again. What follows is how it would have chosen.")
    verb = "It chose" if receipt.considered else "It would have chosen"
    others = levels[levels["open"]].drop(index=receipt.chosen)
    if others.empty:
        return [*said, f"It had no choice but {receipt.chosen}."]
    second = str(others["total"].idxmax())
    values = levels[[*TERM_WORDS, "total"]].T.to_dict()
    gap = {name: v - values[second][name] for name, v in values[receipt.chosen].items()}
    parts = sorted(TERM_WORDS, key=lambda name: -abs(gap[name]))
    told = [f"{TERM_WORDS[name]} {gap[name]:+.2f}" for name in parts if abs(gap[name]) >= 0.005]
    said.append(
        f"{verb} {receipt.chosen}, {gap['total']:.2f}% of income a year ahead of {second}: "
        f"{', '.join(told).replace('-', '−')}."
    )
    if receipt.chosen == "independent":
        said.append(f"Outside, it resists with probability {percent(receipt.resists)}.")
    return said


def _holding(world: World, row: int) -> list[str]:
    places = np.flatnonzero(world.ccgs.holder_trust == row)
    worth = worth_of_holding(world)
    said = []
    for place in places:
        name, does = world.population.ccgs.name[place], "accepts" if worth[place] > 0 else "refuses"
        value = f"{worth[place]:+.2f}".replace("-", "−")
        said.append(f"It is to hold the contract of {name}, worth {value}% of income: it {does}.")
    return said


def _group(world: World, row: int) -> pd.DataFrame:
    """Return what a group of trusts is worth to an acute trust; empty for others."""
    if world.population.trusts.type[row] != TrustType.ACUTE:
        return pd.DataFrame()
    return pd.DataFrame({name: [value[row]] for name, value in worth_of_group(world).items()})


def _afterwards(world: World, row: int, step: int) -> str:
    trusts, label = world.trusts, world.clock.label(step)
    if not trusts.is_standing[row]:
        into = world.population.trusts.code[trusts.merged_into[row]]
        return f"In {label} it was merged into {into}."
    group = ", in a group of trusts" if trusts.in_group[row] else ""
    stance = Stance(int(trusts.stance[row]))
    word = "acting against the change" if stance == RESISTING else STANCE_WORDS[stance]
    return f"At the end of {label} it was {word}{group}."
