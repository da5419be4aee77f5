"""Where a local medical committee stands, why, and whether it balloted."""

from __future__ import annotations

import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.words import percent
from acs_abm.columns import World
from acs_abm.decisions.lmc_position import LMCPosition, position_terms
from acs_abm.steps import SCHEDULE
from acs_abm.steps.committees import mean_gains, published_at_places

TAKES_POSITION = 8
"""The phase in which committees take positions and ballot."""


def explain_committee(again: Again, step: int, row: int) -> Explanation:
    """Explain a committee's positions in a step, which it took in April or at the start."""
    clock = again.scenario.clock
    judged = max(one for one in range(step + 1) if one == 0 or clock.opens_financial_year(one))
    positions = _positions(_after_positions(again, judged), row)
    world = _after_positions(again, step)
    positions["pressed"] = published_at_places(world)[row, 1:]
    code, name = world.population.ccgs.code[row], world.population.ccgs.name[row]
    p = world.scenario.values(LMCPosition)
    ballots = _ballots(world, code)
    strength = world.ccgs.lmc_strength[row]
    opposed = positions.loc[positions["position"] > p.opposes_above, "offer"]
    sentences = [
        (
            f"The committee of {name} has strength {strength:.2f}; "
            f"{percent(world.ccgs.lmc_resisting[row])} of its practices resist."
        ),
        (
            f"In {clock.label(judged)} it took its positions. Above {p.opposes_above:g} it opposes "
            f"{', '.join(opposed) or 'nothing'}."
        ),
        *_reasons(positions),
        _on_ballots(world, ballots, positions, row, p),
    ]
    tables = {"positions": positions, "ballots": ballots}
    return Explanation(f"lmc:{code}", clock.label(step), tuple(sentences), tables)


def _after_positions(again: Again, step: int) -> World:
    model = again.model_before(step)
    run_phases(model.world, step, [p.number for p in SCHEDULE if p.number <= TAKES_POSITION])
    return model.world


def _positions(world: World, row: int) -> pd.DataFrame:
    """Return each offer with what members gain, the terms in logits and the position."""
    p, names = world.scenario.values(LMCPosition), world.options.names[1:]
    trust = world.mean_by_ccg(world.practices.trust_in_national)
    records = []
    for column, gain in enumerate(mean_gains(world), start=1):
        terms = position_terms(gain, trust, world.ccgs.lmc_resisting, p)
        told = {name: float(value[row]) for name, value in terms.items()}
        stand = float(world.ccgs.lmc_position[row, column])
        records.append({"offer": names[column - 1], "mean_gain": gain[row], **told,
                        "position": stand})  # fmt: skip
    columns = ["offer", "mean_gain", "members_lose", "distrust", "members_resist", "position"]
    return pd.DataFrame(records, columns=columns)


def _reasons(positions: pd.DataFrame) -> list[str]:
    return [
        (
            f"Against {row['offer']}: {row['position']:.2f}. Members would on average "
            f"{'lose' if row['mean_gain'] < 0 else 'gain'} £{abs(row['mean_gain']):.1f}k a partner "
            f"a year ({row['members_lose']:+.2f} in log odds), trust in national bodies "
            f"adds {row['distrust']:+.2f}, members that resist {row['members_resist']:+.2f}."
        )
        for _, row in positions.iterrows()
    ]


def _ballots(world: World, code: str) -> pd.DataFrame:
    held = [
        (world.clock.label(event.step), event.detail)
        for event in world.event_log
        if event.kind == "lmc" and event.code == code
    ]
    return pd.DataFrame(held, columns=["quarter", "result"])


def _on_ballots(
    world: World, ballots: pd.DataFrame, positions: pd.DataFrame, row: int, p: LMCPosition
) -> str:
    now = ballots[ballots["quarter"] == world.clock.label(world.step)]
    if len(now):
        return f"It balloted its members in this quarter: {now['result'].iloc[0]}."
    if not positions["pressed"].any():
        return "It did not ballot: no offer was campaigned for or procured in its area."
    if not (positions["pressed"] & (positions["position"] > p.ballots_above)).any():
        return f"It did not ballot: it is not above {p.ballots_above:g} on any offer pressed there."
    last = world.clock.label(int(world.ccgs.lmc_balloted[row])) if len(ballots) else ""
    if not last:
        return "It did not ballot: ballots are held when a quarter ends."
    return f"It did not ballot: its last was in {last}, less than {p.ballots_apart} quarters ago."
