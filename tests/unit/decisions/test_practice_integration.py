"""Each term of a practice's utility, by hand; and what follows from all of them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_options import (
    ALLIANCE,
    FULL,
    INDEPENDENT,
    OPTIONS,
    PARTIAL,
    SUBCONTRACTED,
    TRUST_RUN,
    WAYS_TO_INTEGRATE,
    by_option,
)

from acs_abm.decisions.practice_choice import LEAN_CORE, OPTIONAL_TERMS, PracticeChoice
from acs_abm.decisions.practice_integration import (
    CORE_TERMS,
    TERMS,
    consideration,
    utility,
    utility_terms,
)

# One practice: phi 30, lambda 2.5, ideology 0.5, distress 0.4, stake 4, trust in the lead 0.6,
# pressure 0.3. Half of its neighbours and a quarter of all practices are in an alliance; the
# committee opposes a full contract by 0.2. An alliance brings £1.2k, a salary £5k more.
EXAMPLE = {
    "income_change": [by_option({ALLIANCE: 1.2, FULL: 5.0, TRUST_RUN: 5.0})],
    "ideology": 0.5,
    "distress": 0.4,
    "lead_trust": 0.6,
    "lmc_opposition": [by_option({FULL: 0.2, SUBCONTRACTED: 0.2, TRUST_RUN: 0.2})],
    "local_share": [by_option({ALLIANCE: 0.5})],
    "national_share": by_option({ALLIANCE: 0.25}),
}
BY_HAND = {
    INDEPENDENT: {
        "income": -2.992067,  # mean 0, sd 5: −1.5 · 5 · 0.398942
        "status_quo": 0.0,
    },
    ALLIANCE: {
        # z = 1.2/5.4; E[loss] = 5.4 · 0.389212 − 1.2 · 0.412071 = 1.607262; 1.2 − 1.5 · 1.607262
        "income": -1.210893,
        "independence": -3.0,  # −30 · 0.10
        "rescue": 3.52,  # 55 · 0.4 · 0.16
        "working_together": 6.0,
        "peers": 1.7,  # 4 · (0.7 · 0.5 + 0.3 · 0.25)
        "status_quo": -9.0,  # −9 · 1
        "lead_trust": 0.128,  # 4 · (2 · 0.6 − 1) · 0.16
        "pressure": 1.2,  # 4 · 0.3 · 1
        "objection": -0.3,  # −3 · 0.5 · 0.2
    },
    PARTIAL: {
        "income": -4.188894,  # mean 0, sd 7: −1.5 · 7 · 0.398942
        "independence": -13.5,  # −30 · 0.45
        "rescue": 7.7,  # 55 · 0.4 · 0.35
        "working_together": 1.5,
        "status_quo": -18.0,  # −9 · 2
        "hours": 0.5,  # half an hour saved
        "lead_trust": 0.28,  # 4 · 0.2 · 0.35
        "pressure": 0.6,  # 4 · 0.3 · 0.5
        "objection": -0.9,  # −3 · 0.5 · 0.6
    },
    FULL: {
        # z = 5/1.5; E[loss] = 1.5 · 0.0015423 − 5 · 0.00042906 = 0.000168; 5 − 1.5 · 0.000168
        "income": 4.999748,
        "independence": -30.0,
        "rescue": 22.0,  # 55 · 0.4 · 1
        "status_quo": -20.0,  # three levels would be 27; moving costs 20 at most
        "hours": 2.5,
        "lead_trust": 0.8,  # 4 · 0.2 · 1
        "pressure": 0.6,  # 4 · 0.3 · 0.5
        "lmc_opposition": -0.6,  # −3 · 0.2
        "objection": -1.5,  # −3 · 0.5 · 1
        "contract_given_up": -2.8,  # −(2 − 1) · (1 − 0.3) · 4
    },
    SUBCONTRACTED: {
        "income": -4.787307,  # mean 0, sd 8: −1.5 · 8 · 0.398942
        "independence": -18.0,  # −30 · 0.6
        "rescue": 22.0,
        "status_quo": -20.0,
        "hours": 2.5,
        "lead_trust": 0.8,
        "pressure": 0.6,
        "lmc_opposition": -0.6,
        "objection": -1.5,
        "contract_given_up": -2.8,  # suspended, as by the salaried
    },
    TRUST_RUN: {
        "income": 4.999748,
        "independence": -24.0,  # −30 · 0.8
        "rescue": 22.0,
        "status_quo": -9.0,  # counts as one level
        "hours": 2.5,
        "lead_trust": 0.8,
        "lmc_opposition": -0.6,
        "objection": -1.5,
        "contract_given_up": 0.0,  # the contract is kept on paper
    },
}


@pytest.mark.parametrize("option", BY_HAND, ids=lambda option: OPTIONS[option])
def test_every_term_of_one_practice_is_what_it_is_by_hand(option, facts_of, options, choice):
    terms = utility_terms(facts_of(**EXAMPLE), options, choice)
    found = {name: float(term[0, option]) for name, term in terms.items()}
    expected = dict.fromkeys((*CORE_TERMS, *OPTIONAL_TERMS), 0.0) | BY_HAND[option]
    assert found == pytest.approx(expected, abs=2e-6)
    total = utility(facts_of(**EXAMPLE), options, choice)[0, option]
    assert total == pytest.approx(sum(expected.values()), abs=1e-5)


@pytest.mark.parametrize("name", TERMS)
def test_any_term_can_be_switched_off_by_name_alone(name, facts_of, options):
    facts, whole, less = facts_of(**EXAMPLE), PracticeChoice(), PracticeChoice(terms_off=(name,))
    terms = utility_terms(facts, options, whole)
    assert set(terms) - set(utility_terms(facts, options, less)) == {name}
    lost = utility(facts, options, whole) - utility(facts, options, less)
    np.testing.assert_allclose(lost, terms[name], atol=1e-12)


def test_the_lean_core_is_one_setting(facts_of, options):
    facts, lean = facts_of(**EXAMPLE), PracticeChoice(terms_off=(LEAN_CORE,))
    terms = utility_terms(facts, options, lean)
    assert tuple(terms) == CORE_TERMS
    np.testing.assert_allclose(utility(facts, options, lean), sum(terms.values()))


def test_terms_of_the_lean_core_are_switched_off_beside_it(facts_of, options):
    bare = PracticeChoice(terms_off=(LEAN_CORE, "income", "peers"))
    assert set(utility_terms(facts_of(**EXAMPLE), options, bare)) == {*CORE_TERMS} - {
        "income",
        "peers",
    }


def test_with_every_term_off_nothing_is_left_but_noise(facts_of, options):
    off = PracticeChoice(terms_off=(LEAN_CORE, *CORE_TERMS))
    assert not utility(facts_of(**EXAMPLE), options, off).any()


def test_a_perfect_right_of_return_makes_suspension_free(facts_of, options):
    terms = utility_terms(facts_of(), options, PracticeChoice(right_of_return_quality=1.0))
    assert not terms["contract_given_up"].any()


def test_an_apms_practice_has_half_as_much_to_give_up(facts_of, options, choice):
    whole, half = (
        utility_terms(facts_of(contract_stake=stake), options, choice)["contract_given_up"]
        for stake in (4.0, 2.0)
    )
    np.testing.assert_allclose(half, whole / 2)


def test_moving_in_a_campaign_costs_half(facts_of, options, choice):
    usual = utility_terms(facts_of(), options, choice)["status_quo"]
    eased = utility_terms(facts_of(moving_cost_share=0.5), options, choice)["status_quo"]
    cost = {ALLIANCE: -9.0, PARTIAL: -18.0, FULL: -20.0, SUBCONTRACTED: -20.0, TRUST_RUN: -9.0}
    half = {ALLIANCE: -4.5, PARTIAL: -9.0, FULL: -13.5, SUBCONTRACTED: -13.5, TRUST_RUN: -4.5}
    assert usual[0].tolist() == by_option(cost)
    assert eased[0].tolist() == by_option(half)


def test_one_whose_refusal_would_sink_the_agreement_may_care(facts_of, options):
    pivotal = facts_of(is_pivotal=[by_option({ALLIANCE: 1.0})])
    assert not utility_terms(pivotal, options, PracticeChoice())["pivotal"].any()
    cares = utility_terms(pivotal, options, PracticeChoice(pivotal_value=6.0))["pivotal"]
    assert cares[0].tolist() == by_option({ALLIANCE: 6.0})


def test_envy_is_felt_only_where_the_lead_is_depended_on(facts_of, options, choice):
    terms = utility_terms(facts_of(relative_gain=10.0), options, choice)
    felt = dict.fromkeys([PARTIAL, FULL, SUBCONTRACTED, TRUST_RUN], -3.0)
    assert terms["envy"][0].tolist() == by_option(felt)


# ---------------------------------------------------------------- what follows from the terms

SIGNED = {
    # a fact, whether more of it makes the option more (+1) or less (−1) attractive, which options
    "distress": (+1, WAYS_TO_INTEGRATE),
    "lead_trust": (+1, WAYS_TO_INTEGRATE),
    "national_pressure": (+1, [ALLIANCE, PARTIAL, FULL, SUBCONTRACTED]),
    "independence_value": (-1, WAYS_TO_INTEGRATE),
    "ideology": (-1, WAYS_TO_INTEGRATE),
    "contract_stake": (-1, [FULL, SUBCONTRACTED]),
    "relative_gain": (-1, [PARTIAL, FULL, SUBCONTRACTED, TRUST_RUN]),
    "local_share": (+1, WAYS_TO_INTEGRATE),
    "lmc_opposition": (-1, WAYS_TO_INTEGRATE),
}


@pytest.mark.parametrize("fact", SIGNED)
@given(low=st.floats(0, 1), more=st.floats(0.01, 1))
def test_a_fact_moves_the_options_it_bears_on_and_the_way_it_should(
    fact, low, more, facts_of, options, choice
):
    sign, touched = SIGNED[fact]
    shape = getattr(facts_of(), fact).shape
    weight = np.array(by_option({INDEPENDENT: 0.0}, other=1.0)) if len(shape) == 2 else 1.0
    less, greater = (
        utility(facts_of(**{fact: amount * weight}), options, choice)[0]
        for amount in (low, low + more)
    )
    moved = greater - less
    expected = np.zeros(len(options.names))
    expected[touched] = sign
    assert np.sign(np.round(moved, 9)).tolist() == expected.tolist()


@given(
    mean=st.floats(-20, 20),
    more=st.floats(0.01, 30),
    aversion=st.floats(1, 4),
    option=st.sampled_from(range(len(OPTIONS))),
)
def test_more_pay_makes_its_option_better_and_no_other(
    mean, more, aversion, option, facts_of, options, choice
):
    pay = np.zeros((1, len(OPTIONS)))
    pay[0, option] = mean
    richer = pay.copy()
    richer[0, option] += more
    before, after = (
        utility(facts_of(income_change=p, loss_aversion=aversion), options, choice)[0]
        for p in (pay, richer)
    )
    assert after[option] > before[option]
    np.testing.assert_array_equal(np.delete(after, option), np.delete(before, option))


@pytest.mark.parametrize("what", ["autonomy_lost", "hours", "objection"])
@given(independence=st.floats(0, 80), low=st.floats(0, 0.5), more=st.floats(0.01, 0.5))
def test_more_autonomy_lost_work_or_offence_never_makes_an_option_better(
    what, independence, low, more, facts_of, options, choice
):
    facts = facts_of(independence_value=independence, ideology=0.3)

    def total(amount: float) -> np.ndarray:
        changed = dataclasses.replace(options, **{what: getattr(options, what) + amount})
        return utility(facts, changed, choice)

    assert (total(low + more) <= total(low) + 1e-12).all()


@given(levels=st.floats(0, 5), more=st.floats(0.01, 3), share=st.floats(0, 1))
def test_moving_further_or_without_relief_never_costs_less_nor_more_than_the_most(
    levels, more, share, facts_of, options, choice
):
    def cost(moved: float, left: float) -> np.ndarray:
        facts = facts_of(levels_moved=moved, moving_cost_share=left)
        return -utility_terms(facts, options, choice)["status_quo"]

    assert (cost(levels + more, share) >= cost(levels, share)).all()
    assert (cost(levels, share) <= cost(levels, 1.0)).all()
    assert (cost(levels + more, 1.0) <= choice.status_quo_most).all()


def test_a_partner_who_would_pay_to_be_rid_of_independence_likes_giving_it_up(
    facts_of, options, choice
):
    terms = utility_terms(facts_of(independence_value=-10.0), options, choice)
    assert terms["independence"][0, FULL] == 10.0


def test_rows_do_not_mix(facts_of, options, choice):
    rng = np.random.default_rng(1)
    pay = rng.normal(0, 5, (50, len(OPTIONS)))
    together = utility(facts_of(50, income_change=pay), options, choice)
    alone = [utility(facts_of(income_change=pay[i : i + 1]), options, choice)[0] for i in range(50)]
    np.testing.assert_array_equal(together, np.array(alone))


# ---------------------------------------------------------------- when a practice considers


def test_few_consider_in_a_usual_quarter_and_half_or_more_when_something_is_going_on(choice):
    likely = consideration(0.25, choice)
    assert likely.usual == pytest.approx(0.080, abs=5e-4)
    assert (likely.campaign, likely.deadline, likely.shock) == pytest.approx((0.5, 0.6, 0.5))


@pytest.mark.parametrize("kind", ["usual", "campaign"])
def test_considering_in_one_of_three_months_is_considering_in_the_quarter(kind, choice):
    month, quarter = (getattr(consideration(years, choice), kind) for years in (1 / 12, 0.25))
    assert 1 - (1 - month) ** 3 == pytest.approx(quarter)


def test_by_its_deadline_as_many_have_considered_an_offer_in_three_months_as_in_the_quarter(choice):
    month, quarter = (consideration(years, choice) for years in (1 / 12, 0.25))
    not_before = (1 - month.usual) ** 2
    assert 1 - not_before * (1 - month.deadline) == pytest.approx(quarter.deadline)


def test_a_campaign_a_deadline_or_a_shock_never_makes_a_practice_consider_less():
    likely = consideration(0.25, PracticeChoice(consideration_hazard=20.0))
    assert likely.usual > 0.99
    assert min(likely.campaign, likely.deadline, likely.shock) >= likely.usual
