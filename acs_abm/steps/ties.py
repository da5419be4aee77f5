"""What happens between organisations and what it does to trust among them.

Called by the phases in which it happens; whatever changes a tie also works out again what
organisations hold of their partners on the whole.
"""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Floats, World
from acs_abm.outcomes.relationships import Relationships, after_bad, after_events
from acs_abm.stance import ALLIANCE, RESISTING
from acs_abm.start.ties import sizes
from acs_abm.steps.money.gains import gains_just_settled


def live_together(world: World, works_together: Flags) -> None:
    """Let a step pass: trust grows with what is done together and falls in those who resist.

    Parameters
    ----------
    works_together
        Systems whose organisations work, and do not only plan, together.
    """
    p, ties = world.scenario.values(Relationships), world.ties
    allied = of_organisations(world.trusts.stance >= ALLIANCE, world.ccgs.stance >= ALLIANCE)
    resists = of_organisations(world.trusts.stance == RESISTING, world.ccgs.stance == RESISTING)
    together = works_together[ties.system] | (allied[ties.whose] & allied[ties.whom])
    good = np.where(together, p.working_together, p.planning_together) * world.quarters
    bad = np.where(resists[ties.whom], p.neighbours_resisting * world.quarters, 0.0)
    if world.clock.closes_financial_year(world.step):
        good += _settled(world) * p.gain_settled
    ties.trust, ties.damage = after_events(ties.trust, ties.damage, good, bad, world.quarters, p)
    weigh_partners(world)


def _settled(world: World) -> Flags:
    """Whether a gain was paid in this step by whom each tie is to, to whose it is."""
    gained, pays = gains_just_settled(world)
    ccgs = np.zeros(len(world.ccgs.stance), dtype=bool)
    ccgs[world.ccgs.decided_by[pays]] = True
    nobody = np.zeros(len(gained), dtype=bool)
    whose, whom = of_organisations(gained, np.zeros_like(ccgs)), of_organisations(nobody, ccgs)
    return np.asarray(whose[world.ties.whose] & whom[world.ties.whom], dtype=bool)


def harm_ties(world: World, harm: Floats) -> None:
    """Let a bad event of some size, 0 to 1, happen to each tie."""
    p, ties = world.scenario.values(Relationships), world.ties
    ties.trust, ties.damage = after_bad(ties.trust, ties.damage, harm, p)
    weigh_partners(world)


def harm_trust_of(world: World, trusts: Flags, ccgs: Flags, size: float) -> None:
    """Let a bad event happen to all that some trusts and CCGs think of their partners."""
    hit = of_organisations(trusts, ccgs)
    harm_ties(world, np.where(hit[world.ties.whose], size, 0.0))


def remember_leavers(world: World) -> None:
    """Members of an alliance trust those less that left it in this step."""
    if not world.trusts.has_left.any():
        return
    ties, p = world.ties, world.scenario.values(Relationships)
    member = of_organisations(world.trusts.stance >= ALLIANCE, world.ccgs.stance >= ALLIANCE)
    left = of_organisations(world.trusts.has_left, np.zeros(len(world.ccgs.stance), dtype=bool))
    hit = member[ties.whose] & left[ties.whom]
    harm_ties(world, np.where(hit, p.agreement_broken, 0.0))


def blame_deficits(world: World, systems: Flags) -> None:
    """CCGs of some systems trust the trusts less whose deficits were passed on to them."""
    ties, p = world.ties, world.scenario.values(Relationships)
    n_ccgs = len(world.ccgs.stance)
    in_deficit = of_organisations(world.trusts.margin < 0.0, np.zeros(n_ccgs, dtype=bool))
    is_ccg = ties.whose >= len(world.trusts.stance)
    hit = systems[ties.system] & is_ccg & in_deficit[ties.whom]
    harm_ties(world, np.where(hit, p.deficit_passed_on, 0.0))


def impose_lead(world: World) -> None:
    """Trusts and CCGs in no alliance trust the lead less whose governance is imposed on them."""
    ties, p = world.ties, world.scenario.values(Relationships)
    outside = of_organisations(world.trusts.stance < ALLIANCE, world.ccgs.stance < ALLIANCE)
    hit = outside[ties.whose] & (ties.whom == world.systems.lead[ties.system])
    harm_ties(world, np.where(hit, p.governance_imposed, 0.0))


def weigh_partners(world: World) -> None:
    """Work out again what each organisation thinks of its partners on the whole."""
    size = sizes(world.trusts.income, world.population)
    n_trusts = len(world.trusts.stance)
    before = np.concatenate([world.trusts.trust_in_partners, world.ccgs.trust_in_partners])
    held = world.ties.held(size, before)
    world.trusts.trust_in_partners, world.ccgs.trust_in_partners = held[:n_trusts], held[n_trusts:]


def esteem(world: World) -> Floats:
    """Return the mean trust of its partners in each trust, 0 to 1."""
    size = sizes(world.trusts.income, world.population)
    earned = world.ties.earned(size, np.full(len(size), 0.5))
    return earned[: len(world.trusts.stance)]


def of_organisations(trusts: Flags, ccgs: Flags) -> Flags:
    """Put what is so of trusts and of CCGs in one row, as ties number them."""
    together: Flags = np.concatenate([trusts, ccgs])
    return together
