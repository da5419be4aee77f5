"""One agreement open to all: with nothing to gain, with everything to gain, with a deadline."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import consideration
from acs_abm.measures import STAGE_COLUMNS, STANCE_COLUMNS
from acs_abm.model import AccountableCareModel
from acs_abm.population import synthetic_country
from acs_abm.scenario import Scenario

PACT = """
name: pact_only
extends: no_change
why: One agreement that everybody may sign, and nothing else to decide.
offers:
  hub: false
  trust_run_practice: false
  pact:
    level: ALLIANCE
    opened_by: national
    {deadline}
    terms: {{autonomy_lost: 0.1}}
set:
  alliance.campaign_quarters: 0
  closure.hazard: 0
  practice.peer_value: 0
  practice.pressure_value: 0
  practice.rescue_value: 0
  practice.shock_consideration: 0
"""
DEADLINE = "2018-Q4"
FUNDED = {"offer.pact.payment": 5, "until": "2019-Q4"}


@pytest.fixture
def pact(tmp_path, eight_systems) -> Callable[..., AccountableCareModel]:
    """Make a model in which nobody has signed yet."""

    def make(seed: int = 1, deadline: str = "", **changes: object) -> AccountableCareModel:
        file = tmp_path / "pact_only.yaml"
        file.write_text(PACT.format(deadline=deadline and f"deadline: {deadline}"), "utf-8")
        scenario = Scenario.load(file).change(**changes)
        model = AccountableCareModel(scenario, seed, population=eight_systems)
        model.world.practices.agreement[:] = 0
        return model

    return make


def signed(model):
    return model.world.practices.agreement > 0


def path_of(model):
    """Run to the end; return the share that has signed, before the first step and after each."""
    shares = [signed(model).mean()]
    while not model.is_over:
        model.step()
        shares.append(signed(model).mean())
    return np.array(shares)


def have_considered(model, deadline_step=None):
    """Return who has considered in the steps so far, from the luck that the model drew."""
    world = model.world
    likely = consideration(world.years, world.scenario.values(PracticeChoice))
    considered = np.zeros(len(world.practices.agreement), dtype=bool)
    for step in range(model.taken):
        luck = world.chance.uniform("practice.considers", step, world.population.practices.key)
        considered |= luck < (likely.deadline if step == deadline_step else likely.usual)
    return considered


# ---------------------------------------------------------------- nothing to gain


@pytest.fixture
def from_a_half_and_from_none(pact):
    """Ten years without payment, peers, pressure, rescue or joy in it: mean of three seeds."""
    halves, nones = [], []
    for seed in (1, 2, 3):
        half = pact(seed)
        keys = half.world.population.practices.key
        half.world.practices.agreement[:] = half.world.chance.uniform("a half", 0, keys) < 0.5
        halves.append(path_of(half))
        nones.append(path_of(pact(seed)))
    return np.mean(halves, axis=0), np.mean(nones, axis=0)


def test_with_nothing_to_gain_membership_falls_from_a_half_and_joining_stays_below_it(
    from_a_half_and_from_none,
):
    half, none = from_a_half_and_from_none
    assert half[0] == pytest.approx(0.5, abs=0.03)
    assert (np.diff(half[::4]) < 0.005).all()  # year by year, but for the luck of a few practices
    assert half[-1] < half[0] - 0.05
    assert (none < half).all()


def test_with_nothing_to_gain_it_matters_ever_less_who_had_signed_at_the_start(
    from_a_half_and_from_none,
):
    half, none = from_a_half_and_from_none
    assert (np.diff((half - none)[::4]) < 0).all()


# ---------------------------------------------------------------- everything to gain


@pytest.mark.parametrize("seed", [1, 2])
def test_with_everything_to_gain_who_considers_joins_and_nobody_else(seed, pact):
    model = pact(
        seed,
        **{
            "offer.pact.intrinsic_value": 100,
            "offer.pact.autonomy_lost": 0,
            "practice.status_quo": 2,
            "practice.choice_noise": 4,
        },
    )
    while not model.is_over:
        model.step()
        assert (signed(model) == have_considered(model)).all()
    assert signed(model).mean() > 0.9


# ---------------------------------------------------------------- a deadline


@pytest.mark.parametrize("seed", [1, 2])
def test_a_deadline_makes_more_sign_a_funded_offer_and_no_more_than_have_considered_it(seed, pact):
    with_deadline, without = pact(seed, DEADLINE, **FUNDED), pact(seed, **FUNDED)
    last_step = with_deadline.world.clock.step_of(with_deadline.world.offers[0].deadline)
    for step in range(with_deadline.world.clock.steps):
        with_deadline.step()
        without.step()
        more, fewer = signed(with_deadline), signed(without)
        assert not (more & ~have_considered(with_deadline, last_step)).any()
        assert not (fewer & ~have_considered(without)).any()
        if step < last_step:
            assert (more == fewer).all()
        if step == last_step:
            assert more.sum() > 1.2 * fewer.sum()


def test_a_deadline_of_an_offer_without_money_hurries_nobody(pact):
    unfunded = {**FUNDED, "offer.pact.payment": 0, "until": DEADLINE}
    with_deadline, without = pact(1, DEADLINE, **unfunded), pact(1, **unfunded)
    assert (path_of(with_deadline) == path_of(without)).all()


def test_after_its_deadline_nobody_signs(pact):
    model = pact(1, DEADLINE, **FUNDED)
    shares = path_of(model)
    closed = model.world.clock.step_of(model.world.offers[0].deadline) + 1
    assert (np.diff(shares[closed:]) <= 0).all()


# ---------------------------------------------------------------- the smallest country


@pytest.mark.parametrize("scenario", ["plan_2017", "no_change"])
def test_one_practice_in_one_system_runs_and_is_counted_once(scenario):
    alone = synthetic_country(1, 1, 1, 1)
    national = AccountableCareModel(scenario, 1, population=alone).run().recorder.national()
    assert (national["practices"] == 1).all()
    assert (national[list(STANCE_COLUMNS)].sum(axis=1) == 1).all()
    assert (national[list(STAGE_COLUMNS)].sum(axis=1) == 1).all()
    shares = national.filter(regex="share")
    assert ((shares >= 0) & (shares <= 1)).all().all()
