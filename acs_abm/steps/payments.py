"""What an agreement pays, to whom it flows, and what that does to a partner's income."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, World
from acs_abm.compiled import kernel
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.decisions.choice import Rows, hazard_probability
from acs_abm.decisions.management_resource import ManagementResource, redirected
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.outcomes.relationships import Relationships, after_bad
from acs_abm.stages.stage import Gives, Stage
from acs_abm.stance import ALLIANCE
from acs_abm.steps.rights import has_right

LONGEST_HORIZON = 5.0
"""Years over which a one-off payment, or the risk of a broken promise, is counted at most."""


def keep_or_withdraw(world: World) -> None:
    """Payments promised locally under a live contract are kept, or withdrawn for good."""
    local = np.array([False, *(o.is_premium_local and o.terms.payment > 0 for o in world.offers)])
    ccgs = world.ccgs
    if not local.any() or not ccgs.contract_live.any():
        return
    hazard = world.scenario.values(PracticeChoice).reneging_hazard
    luck = world.chance.uniform("place.premium", world.step, world.population.ccgs.key)
    withdraws = ccgs.contract_live & ~ccgs.premium_withdrawn
    withdraws &= luck < hazard_probability(hazard, world.years)
    if not withdraws.any():
        return
    ccgs.premium_withdrawn |= withdraws
    practices = world.practices
    hit = withdraws[world.population.practices.ccg] & local[practices.agreement]
    practices.is_shaken |= hit
    p = world.scenario.values(Relationships)
    for name in ("ccg", "lead"):
        trust, damage = after_bad(
            getattr(practices, f"trust_in_{name}"),
            getattr(practices, f"damage_in_{name}"),
            p.payment_withheld * hit,
            p,
        )
        setattr(practices, f"trust_in_{name}", trust)
        setattr(practices, f"damage_in_{name}", damage)
    for row in np.flatnonzero(withdraws):
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "promised payment withdrawn"))


def has_fund(world: World) -> Flags:
    """Return the systems that receive a share of the devolved transformation fund."""
    if world.clock.date(world.step) < world.calendar.fund_from:
        return np.zeros(len(world.systems.stage), dtype=bool)
    return has_right(world, Gives.TRANSFORMATION_FUND)


def payment_flows(world: World) -> Floats:
    """Return what each option would pay, £ per weighted patient a year (CCGs × options).

    A payment flows where the system has reached the stage the offer names; a local premium is
    worth less by the risk that it is withdrawn, and nothing once it was.
    """
    flows = np.zeros((len(world.ccgs.stance), len(world.options.names)))
    for column, offer in enumerate(world.offers, start=1):
        flows[:, column] = _flow(world, offer)
    return flows


def add_on_flows(world: World) -> Floats:
    """Return what each add-on would pay, £ per weighted patient a year (CCGs × add-ons)."""
    flows = np.zeros((len(world.ccgs.stance), len(world.add_ons)))
    for column, offer in enumerate(world.add_ons):
        flows[:, column] = _flow(world, offer)
    return flows


def kept_share(world: World, offer: Offer) -> float:
    """Return how much of a payment is expected to be kept over the term, or five years of it."""
    if not offer.is_premium_local:
        return 1.0
    hazard = world.scenario.values(PracticeChoice).reneging_hazard
    lost = hazard * min(offer.terms.duration, LONGEST_HORIZON) / 2.0
    return max(1.0 - lost, 0.0)


def _flow(world: World, offer: Offer) -> Floats:
    horizon = min(offer.terms.duration, LONGEST_HORIZON)
    yearly = offer.terms.payment * kept_share(world, offer) + offer.terms.payment_once / horizon
    flow = yearly + management_redirected(world, offer)
    if offer.pays_from_stage:
        reached = world.systems.stage >= Stage[offer.pays_from_stage]
        flow *= reached[world.population.ccgs.system]
    if offer.is_premium_local:
        flow *= ~world.ccgs.premium_withdrawn
    return flow


def management_redirected(world: World, offer: Offer) -> Floats:
    """Return what CCGs hand to those who take an offer, £ per weighted patient a year."""
    share = offer.terms.management_resource
    if not share:
        return np.zeros(len(world.ccgs.stance))
    ccgs = world.population.ccgs
    weighted = ccgs.weighted_population / np.maximum(ccgs.population, 1.0)
    p = world.scenario.values(ManagementResource)
    return redirected(share, world.ccgs.stance >= ALLIANCE, weighted, p)


def losses(world: World, opened: Flags) -> Floats:
    """Return what a practice loses by each option, £ per weighted patient a year (CCGs × options).

    Staying out of an offer that is there to take costs what the offer says is then lost, under
    every option but the offer itself.

    Parameters
    ----------
    opened
        Which options can be taken at each place (CCGs × options). What a trust opens it opens
        to single practices; that loss is counted in :func:`income_changes`.
    """
    lost = np.array(
        [
            0.0,
            *(o.terms.lost_by_staying_out * (o.opened_by != OpenedBy.TRUST) for o in world.offers),
        ]
    )
    missed = opened * lost
    total: Floats = missed.sum(axis=1, keepdims=True) - missed
    return total


def lost_when_addressed(world: World) -> Floats:
    """Return what a practice that a trust addresses loses by staying out of its offer.

    £ per weighted patient a year, by column of the offer; 0 for what no trust opens.
    """
    lost = [o.terms.lost_by_staying_out * (o.opened_by is OpenedBy.TRUST) for o in world.offers]
    return np.array([0.0, *lost])


def income_changes(world: World, rows: Rows, columns: Rows) -> Floats:
    """Return the change of a partner's income under some options, £k a year (rows × columns).

    Payments and losses, what the practice believes of the uncertain part, and for those who
    become salaried the salary in place of the income.
    """
    practices, options = world.practices, world.options
    return _income_changes(
        world.payments - world.lost,
        lost_when_addressed(world),
        practices.addressed_by,
        practices.value_of_a_pound,
        practices.belief,
        practices.salary,
        practices.income,
        options.is_salaried,
        world.population.practices.ccg,
        rows,
        columns,
    )


@kernel
def _income_changes(
    pounds: Floats,
    if_addressed: Floats,
    addressed_by: Rows,
    value_of_a_pound: Floats,
    belief: Floats,
    salary: Floats,
    income: Floats,
    is_salaried: Flags,
    ccg: Rows,
    rows: Rows,
    columns: Rows,
) -> Floats:
    change = np.empty((rows.size, columns.size))
    for i, row in enumerate(rows):
        for k, option in enumerate(columns):
            missed = 0.0
            if addressed_by[row] >= 0:
                for other in range(if_addressed.size):
                    missed += if_addressed[other] * (other != option)
            paid = (pounds[ccg[row], option] - missed) * value_of_a_pound[row]
            change[i, k] = paid + belief[row, option]
            if is_salaried[option]:
                change[i, k] += salary[row] - income[row]
    return change
