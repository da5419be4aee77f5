"""The numbers behind a practice's decision: options, terms, luck, choice, break-even payments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from acs_abm.columns import Flags, Floats, World
from acs_abm.contracts.offer import Offer, OpenedBy
from acs_abm.decisions.break_even import break_even_payment
from acs_abm.decisions.choice import Rows, best_option, mixed_noise, nested_shares
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import utility_terms
from acs_abm.decisions.practice_resistance import (
    PracticeResistance,
    resistance_probability,
    threat,
)
from acs_abm.population.organisations import CoreContract
from acs_abm.steps.add_ons import add_on_gain, considers_add_on_with
from acs_abm.steps.payments import kept_share
from acs_abm.steps.practice_facts import (
    availability,
    gather_facts,
    in_campaign,
    level_noise,
    opened_at_places,
    sought_at_places,
)
from acs_abm.steps.practices import (
    autonomy_pressed,
    considers_with,
    lost_by_staying_out,
    meets_deadline,
)
from acs_abm.steps.promises import may_promise, promise_noise, promise_worth


@dataclass(frozen=True)
class Resistance:
    """Whether a practice that stays independent acts against the change."""

    threat: float
    probability: float
    draw: float

    @property
    def resists(self) -> bool:
        """Whether the draw fell under the probability."""
        return self.draw < self.probability


@dataclass(frozen=True)
class Receipt:
    """Why one practice chose as it did in one step.

    Attributes
    ----------
    chance, draw
        Probability that it considers, and the draw that decided.
    reasons
        What raised that probability above the usual: ``campaign``, ``deadline``, ``shock``,
        ``addressed``.
    held
        Option it held before.
    best
        Option that is best of those it has, luck included; its choice if it considered.
    options
        One row an option: whether it is available and why not, every term in £k a partner a
        year, ``utility``, ``luck`` and their ``total``, ``probability`` of choosing it (its
        lasting taste known, the mood of the day not), ``payment`` offered, and the least
        payment at which it would have been preferred, with luck held fixed and without luck
        (£ per weighted patient a year; empty for independence).
    promises
        One row an option that may be promised, and one for none: ``worth``, ``luck``, ``total``.
    resistance
        The second question, asked if it is best to stay independent.
    add_ons
        One row an add-on: whether held, may be taken, ``gain``, ``luck`` and what it would be.
    """

    chance: float
    draw: float
    reasons: tuple[str, ...]
    held: str
    best: str
    options: pd.DataFrame
    promises: pd.DataFrame
    resistance: Resistance
    add_ons: pd.DataFrame

    @property
    def considered(self) -> bool:
        """Whether it thought again."""
        return self.draw < self.chance

    @property
    def chosen(self) -> str:
        """The option it holds afterwards."""
        return self.best if self.considered else self.held

    @property
    def promised(self) -> str:
        """The contract it would promise; ``none`` for none."""
        if self.promises.empty:
            return "none"
        return str(self.promises["total"].idxmax())


def practice_receipt(world: World, row: int) -> Receipt:
    """Return the receipt of a practice that is about to decide.

    Parameters
    ----------
    world
        As it stands when practices decide (before phase 11).
    row
        The practice.
    """
    p = world.scenario.values(PracticeChoice)
    campaigned = in_campaign(world)
    rows = np.array([row])
    key = world.population.practices.key[rows]
    options = _options(world, rows, campaigned, p)
    best = options["total"].where(options["available"]).idxmax()
    return Receipt(
        chance=float(considers_with(world, campaigned, p)[row]),
        draw=float(world.chance.uniform("practice.considers", world.step, key)[0]),
        reasons=_reasons(world, row, campaigned),
        held=world.options.names[world.practices.agreement[row]],
        best=str(best),
        options=options,
        promises=_promises(world, rows, str(best), campaigned, p),
        resistance=_resistance(world, rows, campaigned),
        add_ons=_add_ons(world, rows, p),
    )


def _reasons(world: World, row: int, campaigned: Flags) -> tuple[str, ...]:
    is_so = {
        "campaign": campaigned[row],
        "deadline": meets_deadline(world)[row],
        "shock": world.practices.is_shaken[row],
        "addressed": world.practices.addressed_by[row] >= 0,
    }
    return tuple(reason for reason, so in is_so.items() if so)


def _options(world: World, rows: Rows, campaigned: Flags, p: PracticeChoice) -> pd.DataFrame:
    columns = np.arange(len(world.options.names))
    facts = gather_facts(world, rows, columns, campaigned, p)
    terms = {name: values[0] for name, values in utility_terms(facts, world.options, p).items()}
    utility = np.sum(list(terms.values()), axis=0)
    luck = p.choice_noise * level_noise(world, rows, columns, p)[0]
    available = availability(world, rows, opened_at_places(world))[0]
    table = pd.DataFrame(
        {
            "level": world.options.level,
            "available": available,
            "why_not": [why_not(world, int(rows[0]), int(k), available) for k in columns],
            **terms,
            "utility": utility,
            "luck": luck,
            "total": utility + luck,
            "probability": _probability(world, rows, utility, available, p),
            "payment": [np.nan, *(offer.terms.payment for offer in world.offers)],
        },
        index=pd.Index(world.options.names, name="option"),
    )
    income = facts.income_change[0]
    table["break_even"] = _break_even(world, rows, income, utility + luck, available)
    table["break_even_without_luck"] = _break_even(world, rows, income, utility, available)
    return table


def _probability(
    world: World, rows: Rows, utility: Floats, available: Flags, p: PracticeChoice
) -> Floats:
    """Return the probability of each option, the lasting taste known and today's mood not."""
    known = utility + p.choice_noise * np.sqrt(p.lasting_taste) * world.tastes.practice[rows[0]]
    scale = p.choice_noise * np.sqrt(1.0 - p.lasting_taste)
    if scale == 0.0:
        best = best_option(known[np.newaxis], available[np.newaxis])[0]
        return (np.arange(len(utility)) == best).astype(np.float64)
    in_nest = np.arange(len(utility)) > 0
    return nested_shares(
        known[np.newaxis], available[np.newaxis], scale, p.nest_similarity, in_nest
    )[0]


def _break_even(
    world: World, rows: Rows, income: Floats, worth: Floats, available: Flags
) -> Floats:
    """Return the least payment at which each option beats every other that is available."""
    practices, row = world.practices, int(rows[0])
    payments = np.full(len(worth), np.nan)
    for column, offer in enumerate(world.offers, start=1):
        others = available.copy()
        others[column] = False
        if not others.any():
            continue
        further = break_even_payment(
            short_of=float(worth[others].max() - worth[column]),
            income_change=float(income[column]),
            sd=offer.terms.income_sd,
            loss_aversion=float(practices.loss_aversion[row]),
            value_of_a_pound=float(practices.value_of_a_pound[row]),
        )
        flowing = float(world.payments[world.population.practices.ccg[row], column])
        payments[column] = (flowing + further) / kept_share(world, offer)
    return payments


def why_not(world: World, row: int, column: int, available: Flags) -> str:
    """Say why an option is not available to a practice; nothing where it is."""
    if available[column]:
        return ""
    practices = world.practices
    bound = not practices.contract_is_live[row]
    if bound and not world.options.gives_up_contract[column]:
        if practices.has_ended_contract[row]:
            return "its core contract was ended for good"
        return "its core contract is suspended and can be reactivated only in a window"
    offer = world.offers[column - 1]
    if not world.fixtures.may_take[row, column]:
        contract = CoreContract(world.population.practices.contract[row]).name
        return f"not open to a practice with {contract}"
    return _closed(world, row, column, offer)


def _closed(world: World, row: int, column: int, offer: Offer) -> str:
    date, place = world.clock.date(world.step), world.population.practices.ccg[row]
    if not offer.is_open(date):
        is_early = offer.start is not None and date < offer.start
        return f"opens in {offer.start}" if is_early else f"closed after {offer.deadline}"
    if offer.opened_by is OpenedBy.SYSTEM:
        return "its care system has launched none"
    if offer.opened_by is OpenedBy.TRUST:
        return "no trust has offered to run it this year"
    if sought_at_places(world)[place, column]:
        return "being procured: it can be promised"
    if world.ccgs.contract_level[place]:
        return "its CCG's contract does not go that far"
    return "its CCG is not procuring a contract"


def _promises(
    world: World, rows: Rows, best: str, campaigned: Flags, p: PracticeChoice
) -> pd.DataFrame:
    """Return what promising would be worth, once the level chosen is held."""
    practices, row = world.practices, int(rows[0])
    held = practices.agreement[row]
    practices.agreement[row] = world.options.names.index(best)
    try:
        may = may_promise(world, rows)[0]
        worth = promise_worth(world, rows, campaigned, p)[0]
        luck = p.choice_noise * promise_noise(world, rows, p)[0]
    finally:
        practices.agreement[row] = held
    kept = np.flatnonzero(may)
    if len(kept):
        kept = np.concatenate([[0], kept])
    names = ["none" if column == 0 else world.options.names[column] for column in kept]
    numbers = {"worth": worth[kept], "luck": luck[kept], "total": (worth + luck)[kept]}
    return pd.DataFrame(numbers, index=pd.Index(names, name="promise"))


def _resistance(world: World, rows: Rows, campaigned: Flags) -> Resistance:
    p = world.scenario.values(PracticeResistance)
    practices, population = world.practices, world.population.practices
    threats = threat(
        practices.value_of_a_pound[rows] * lost_by_staying_out(world, rows),
        practices.independence_value[rows],
        autonomy_pressed(world, rows, campaigned, opened_at_places(world)),
        world.systems.pressure[population.system[rows]],
        p,
    )
    probability = resistance_probability(
        threats, practices.temper[rows], world.ccgs.lmc_resisting[population.ccg[rows]], p
    )
    draw = world.chance.uniform("practice.resists", world.step, population.key[rows])
    return Resistance(float(threats[0]), float(probability[0]), float(draw[0]))


def _add_ons(world: World, rows: Rows, p: PracticeChoice) -> pd.DataFrame:
    key, row = world.population.practices.key[rows], int(rows[0])
    draw = world.chance.uniform("practice.considers", world.step, key)[0]
    date, records = world.clock.date(world.step), []
    for column, offer in enumerate(world.add_ons):
        yes = world.chance.gumbel(f"practice.choice/{offer.name}", world.step, key)
        no = world.chance.gumbel(f"practice.choice/no_{offer.name}", world.step, key)
        luck = mixed_noise(world.tastes.add_on[rows, column], yes - no, p.lasting_taste)[0]
        holds = bool(world.practices.add_ons[row, column])
        may = holds or bool(world.fixtures.may_take_add_on[row, column] and offer.is_open(date))
        thinks = draw < considers_add_on_with(world, column, p)
        gain = float(add_on_gain(world, rows, column, p)[0])
        wants = may and gain + p.choice_noise * luck > 0
        records.append(
            {
                "add_on": offer.name,
                "holds": holds,
                "may_take": may,
                "considered": bool(thinks),
                "gain": gain,
                "luck": float(p.choice_noise * luck),
                "after": wants if thinks else holds,
            }
        )
    names = ["add_on", "holds", "may_take", "considered", "gain", "luck", "after"]
    return pd.DataFrame(records, columns=names).set_index("add_on")
