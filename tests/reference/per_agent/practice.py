"""A GP practice: whether it considers, what it chooses, promises, resists and takes back."""

from __future__ import annotations

import math

import mesa

from per_agent.arithmetic import (
    EULER_GAMMA,
    logistic,
    trust_after,
    uncertain_value,
    weighted_mean,
    within,
)
from per_agent.option import Option
from per_agent.practice_life import LivesOn

RESISTING, INDEPENDENT, ALLIANCE, PARTIAL = -1, 0, 1, 2
PIVOTAL_POINTS = 0.05
SWITCHABLE = frozenset(
    {"hours", "quality", "lead_trust", "pressure", "lmc_opposition", "envy", "objection",
     "contract_given_up", "pivotal"}
)  # fmt: skip
FELT_ON_PROMISING = ("working_together", "lead_trust", "pressure", "lmc_opposition", "objection")


class Practice(LivesOn, mesa.Agent):
    """One practice; its state is what the row of the start says, by the same names."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = f"practice:{row['code']}"
        self.peers: list[tuple[float, Practice]] = []
        self.is_campaigned_for = False
        self.confirms = False  # stands by its promise: asked when the contract is judged
        self.load(row)

    led_by = 0.0
    """What a test lets the lead gain more than the books say, £k a partner."""

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)
        self.ccg, self.system = self.model.ccg[row["ccg"]], self.model.system[row["system"]]
        self.agreement = self.model.option[row["agreement"]]
        self.promise = self.model.option[row["promise"]] if row["promise"] else None
        self.add_ons = set(row["add_ons"])
        for name in ("belief", "year_luck", "expected", "counts"):
            setattr(self, name, dict(row[name]))

    # -- what is so ----------------------------------------------------------------------

    @property
    def in_hub(self) -> bool:
        return "hub" in self.add_ons

    @property
    def contract_is_live(self) -> bool:
        return self.suspended_since is None and not self.has_ended_contract

    def hear_campaigns(self) -> None:
        """Hub members are campaigned for, by their system or, for a contract, by their CCG.

        Heard before anybody decides: who joins a hub is reached from the next step on.
        """
        campaigning = self.system.is_campaigning or self.ccg.is_campaigning
        self.is_campaigned_for = self.in_hub and campaigning

    def may_take(self, option: Option) -> bool:
        return option.offer is None or self.contract in option.offer.open_to

    def options(self) -> list[Option]:
        """Independence, what it holds, and what is open to it, in the order of the table."""
        return [option for option in self.model.options if self.has(option)]

    def has(self, option: Option) -> bool:
        if option is self.agreement:
            return True
        if not self.contract_is_live and not option.gives_up_contract:
            return False
        if option.opened_by == "trust" and self.addressed_by is None:
            return False
        return self.may_take(option) and self.ccg.has_opened(option)

    def sign(self, option: Option) -> None:
        self.model.signed[self.agreement.level] -= 1
        self.model.signed[option.level] += 1
        self.agreement = option

    # -- what an option is worth ---------------------------------------------------------

    def income_change(self, option: Option) -> float:
        """Change of a partner's income, £k a year."""
        pounds = self.ccg.pays[option.name] - self.ccg.loses[option.name]
        pounds -= self.lost_when_addressed(option)
        change = pounds * self.value_of_a_pound + self.belief.get(option.name, 0.0)
        if option.is_salaried:
            change += self.salary - self.income
        return change

    def lost_when_addressed(self, option: Option) -> float:
        """Pounds lost, by an option, that a trust's offer to run it says is lost without it."""
        if self.addressed_by is None:
            return 0.0
        return sum(
            other.offer.terms.lost_by_staying_out
            for other in self.model.options[1:]
            if other.opened_by == "trust" and other is not option
        )

    def peer_share(self, level: int) -> float:
        """Share of local peers, and of the country, that signed at a level or above."""
        if level == 0:
            return 0.0
        local = self.share_of_peers(lambda peer: peer.agreement.level >= level)
        everywhere = sum(self.model.signed[level:]) / self.model.n_open
        share = self.model.p["practice.peer_local_share"]
        return share * local + (1.0 - share) * everywhere

    def share_of_peers(self, belongs) -> float:
        standing = [(weight, float(belongs(peer))) for weight, peer in self.peers if peer.is_open]
        return weighted_mean(standing)

    def terms(self, option: Option) -> dict[str, float]:
        """Every term of the utility of an option, £k a partner a year."""
        p = self.model.p
        relief = p["practice.campaign_relief"] if self.is_campaigned_for else 1.0
        stake = self.contract_stake if self.contract_is_live else 0.0
        lost_for_good = 0.0
        if option.gives_up_contract:
            lost_for_good = 1.0
            if option.may_return:
                lost_for_good -= p["practice.right_of_return_quality"]
        pivotal = option is self.model.alliance and self.ccg.is_near_least_coverage
        return self.counted(
            option,
            income=self.income_change(option),
            peers=self.peer_share(option.level),
            moving=option.levels_from(self.agreement) * relief,
            opposition=self.ccg.opposition(option),
            contract=(self.model.hurdle - 1.0) * stake * lost_for_good,
            pivotal=1.0 if pivotal else 0.0,
        )

    def counted(
        self,
        option: Option,
        *,
        income: float,
        peers: float,
        moving: float,
        opposition: float = 0.0,
        contract: float = 0.0,
        pivotal: float = 0.0,
    ) -> dict[str, float]:
        p = self.model.p
        gained = self.model.money.relative_gain(self) + self.led_by
        envied = gained if option.level >= PARTIAL else 0.0
        terms = {
            "income": uncertain_value(income, option.income_sd, self.loss_aversion),
            "independence": -self.independence_value * option.autonomy_lost,
            "rescue": p["practice.rescue_value"] * self.distress * option.dependence,
            "working_together": option.intrinsic_value,
            "peers": p["practice.peer_value"] * peers,
            "status_quo": -min(p["practice.status_quo"] * moving, p["practice.status_quo_most"]),
            "hours": -p["practice.hour_value"] * option.hours,
            "quality": p["practice.quality_value"] * option.quality_gain,
            "lead_trust": p["practice.lead_trust_value"]
            * (2.0 * self.trust_in_lead - 1.0)
            * option.dependence,
            "pressure": p["practice.pressure_value"] * self.system.pressure * option.pressure,
            "lmc_opposition": -p["practice.lmc_value"] * opposition,
            "envy": -p["practice.envy"] * envied,
            "objection": -p["practice.objection_value"] * self.ideology * option.objection,
            "contract_given_up": -contract,
            "pivotal": p["practice.pivotal_value"] * pivotal,
        }
        for name in self.model.switched_off:
            del terms[name]
        return terms

    def utility(self, option: Option) -> float:
        return sum(self.terms(option).values())

    # -- luck ----------------------------------------------------------------------------

    def noise(self, option: Option) -> float:
        """A lasting taste and the mood of the day, in units of the noise's scale."""
        taste = self.gumbel("practice.taste", 0, option)
        mood = self.gumbel("practice.choice", self.model.now, option)
        return self.model.mixed(taste, mood)

    def gumbel(self, stream: str, step: int, option: Option) -> float:
        draw = self.model.draw
        luck = draw("gumbel", f"{stream}/{option.name}", step, self.address)
        similarity = self.model.p["practice.nest_similarity"]
        if similarity == 0.0 or option.offer is None:
            return luck
        own = 1.0 - similarity
        shared = draw("log_stable", f"{stream}/nest", step, self.address, own)
        return own * (luck + shared - similarity / own * EULER_GAMMA)

    # -- deciding ------------------------------------------------------------------------

    def considering(self) -> float:
        """Probability that it considers in this step."""
        if not self.is_open:
            return 0.0
        likely = self.model.considering
        chance = likely["campaign"] if self.is_campaigned_for else likely["usual"]
        if any(self.meets_deadline(option) for option in self.model.ending):
            chance = max(chance, likely["deadline"])
        if self.is_shaken:
            chance = max(chance, likely["shock"])
        return 1.0 if self.addressed_by is not None else chance

    def meets_deadline(self, option: Option) -> bool:
        return self.may_take(option) and self.ccg.has_opened(option)

    def best_option(self) -> Option:
        options = self.options()
        if len(options) == 1:
            return options[0]
        mu = self.model.p["practice.choice_noise"]
        return max(options, key=lambda option: self.utility(option) + mu * self.noise(option))

    def take(self, option: Option) -> None:
        """Sign an option, or stay with it."""
        if option.opened_by != "trust":
            self.run_by = None
        elif option is not self.agreement:
            self.run_by = self.addressed_by
        self.sign(option)

    def reconsider_promise(self) -> None:
        """Promise one of the contracts sought at its place, or none."""
        self.promise = None
        if self.agreement.level >= PARTIAL:
            return
        sought = [o for o in self.model.options if self.ccg.seeks(o) and self.may_take(o)]
        if not sought:
            return
        mu = self.model.p["practice.choice_noise"]
        best = mu * self.model.mixed(
            self.model.draw("gumbel", "practice.taste/no_promise", 0, self.address),
            self.model.draw("gumbel", "practice.choice/no_promise", self.model.now, self.address),
        )
        for option in sought:
            worth = self.worth_of_promising(option) + mu * self.noise(option)
            if worth > best:
                self.promise, best = option, worth

    def worth_of_promising(self, option: Option) -> float:
        """What a promise brings at once over giving none, £k a partner a year."""
        p = self.model.p
        there, here = self.terms(option), self.terms(self.agreement)
        relief = p["practice.campaign_relief"] if self.is_campaigned_for else 1.0
        worth = p["practice.promise_autonomy"] * (there["independence"] - here["independence"])
        worth += p["practice.promise_income"] * (there["income"] - here["income"])
        worth += there["rescue"] - here["rescue"]
        worth += sum(there.get(name, 0.0) for name in FELT_ON_PROMISING)
        return worth - p["practice.promise_effort"] * p["practice.status_quo"] * relief

    def would_confirm(self) -> bool:
        """Whether, asked now, it stands by its promise on the full terms."""
        options = [o for o in self.model.options if self.has(o) or o is self.promise]
        mu = self.model.p["practice.choice_noise"]
        best = max(options, key=lambda option: self.utility(option) + mu * self.noise(option))
        return best is self.promise

    def reconsider_resisting(self) -> None:
        """Whether, staying independent and promising nothing, it acts against the change."""
        self.is_resisting = False
        if self.agreement.offer is None and self.promise is None:
            luck = self.model.draw("uniform", "practice.resists", self.model.now, self.address)
            self.is_resisting = luck < self.chance_of_resisting()

    def chance_of_resisting(self) -> float:
        p = self.model.p
        lost = self.value_of_a_pound * self.lost_by_staying_out()
        autonomy = self.independence_value * self.autonomy_pressed()
        threat = self.system.pressure * (lost + p["resistance.autonomy_weight"] * autonomy)
        felt = p["resistance.threat_weight"] + p["resistance.contagion"] * self.ccg.lmc_resisting
        return logistic(self.temper * threat * felt - p["resistance.base"])

    def lost_by_staying_out(self) -> float:
        """Pounds per weighted patient a year lost by taking no offer at all."""
        alone = self.model.options[0]
        lost = self.ccg.loses[alone.name] + self.lost_when_addressed(alone)
        for option in self.model.add_ons:
            if (
                option.offer.is_open(self.model.date)
                and self.may_take(option)
                and option.name not in self.add_ons
            ):
                lost += option.offer.terms.lost_by_staying_out
        return lost

    def autonomy_pressed(self) -> float:
        """Largest autonomy lost among what is pressed: a deadline, a campaign, a contract."""
        most = 0.0
        for option in self.model.options[1:]:
            if option.opened_by == "system" and option.offer.deadline is None:
                pressed = self.is_campaigned_for
            elif option.opened_by == "place" or option.offer.deadline is not None:
                pressed = self.ccg.has_opened(option) or self.ccg.seeks(option)
            else:
                pressed = False
            if pressed:
                most = max(most, option.autonomy_lost)
        return most

    # -- add-ons -------------------------------------------------------------------------

    def wants_add_on(self, option: Option) -> bool:
        """A yes or no by the same terms, beside any stance."""
        name, draw, now = option.name, self.model.draw, self.model.now
        taste = draw("gumbel", f"practice.taste/{name}", 0, self.address) - draw(
            "gumbel", f"practice.taste/no_{name}", 0, self.address
        )
        mood = draw("gumbel", f"practice.choice/{name}", now, self.address) - draw(
            "gumbel", f"practice.choice/no_{name}", now, self.address
        )
        may = self.may_take(option) and option.offer.is_open(self.model.date)
        noise = self.model.p["practice.choice_noise"] * self.model.mixed(taste, mood)
        wants = self.gain_of_add_on(option) + noise > 0.0
        return wants and (may or name in self.add_ons)

    def gain_of_add_on(self, option: Option) -> float:
        holds = option.name in self.add_ons
        relief = self.model.p["practice.add_on_relief"] if self.stance >= ALLIANCE else 1.0
        out = -option.offer.terms.lost_by_staying_out * self.value_of_a_pound
        without = self.counted(
            self.model.no_add_on,
            income=out,
            peers=0.0,
            moving=option.effort * relief if holds else 0.0,
        )
        having = self.counted(
            option,
            income=self.ccg.add_on_pays[option.name] * self.value_of_a_pound,
            peers=self.add_on_peers(option.name),
            moving=0.0 if holds else option.effort * relief,
        )
        return sum(having.values()) - sum(without.values())

    def add_on_peers(self, name: str) -> float:
        local = self.share_of_peers(lambda peer: name in peer.add_ons)
        everywhere = self.model.holders[name] / self.model.n_open
        share = self.model.p["practice.peer_local_share"]
        return share * local + (1.0 - share) * everywhere

    # -- contracts suspended and taken back ----------------------------------------------

    def give_up_contract(self) -> None:
        """Suspend or end the core contract where what is now held takes its place."""
        if self.agreement.gives_up_contract and self.contract_is_live:
            if self.agreement.may_return:
                self.suspended_since = self.model.now
            else:
                self.has_ended_contract = True

    def revive_contract(self) -> None:
        """Have its own contract live again: what took its place is over."""
        self.suspended_since = self.returns_at = None
        self.has_ended_contract = False

    def consider_return(self) -> None:
        """Give notice, where a window is that far away and going back is worth it."""
        if self.suspended_since is None or self.returns_at is not None:
            return
        p, clock = self.model.p, self.model.clock
        between = 4 * p["practice_return.window_years"]
        quarters = (self.model.now - self.suspended_since) // clock.steps_per_quarter
        coming = quarters + p["practice_return.notice_quarters"]
        is_window = quarters >= 0 and coming > 0 and coming % between == 0
        if not is_window and not self.has_special_window:
            return
        is_first = coming // between <= 1 or self.has_special_window
        if self.gain_of_returning(is_first=is_first) > 0.0:
            notice = p["practice_return.notice_quarters"] * clock.steps_per_quarter
            self.returns_at = self.model.now + notice

    @property
    def has_special_window(self) -> bool:
        """Whether its system or place was sent back in the last quarter."""
        opened = self.ccg.reactivation_right
        return opened is not None and (
            self.model.now - opened <= self.model.clock.steps_per_quarter
        )

    def gain_of_returning(self, *, is_first: bool) -> float:
        p, alone, held = self.model.p, self.model.options[0], self.agreement
        gain = self.utility(alone) - self.utility(held) - p["practice_return.transition_cost"]
        if not is_first:
            gain -= (1.0 - p["practice_return.patients_kept"]) * self.income
        return gain + p["practice.choice_noise"] * (self.noise(alone) - self.noise(held))

    def take_contract_back(self) -> None:
        self.sign(self.model.options[0])
        self.stance = INDEPENDENT
        self.suspended_since = self.returns_at = None

    # -- stance, results and trust -------------------------------------------------------

    def set_stance(self) -> None:
        level = self.agreement.level
        if level > ALLIANCE or (level == ALLIANCE and self.ccg.alliance_live):
            self.stance = level
        else:
            self.stance = RESISTING if self.is_resisting else INDEPENDENT

    def result(self, option: Option) -> float | None:
        """What it got this year beyond what was known, £k a partner; None where nothing is open."""
        terms = option.offer.terms
        if self.agreement is not option or self.stance < ALLIANCE:
            return None
        shared = option.opened_by in ("system", "place")
        gain = self.model.money.gain_a_partner(self) if shared else 0.0
        if not option.offer.is_premium_local or not terms.payment:
            return gain if shared else None
        paid = 0.0 if self.ccg.premium_withdrawn else 1.0
        expected = option.kept_share(self.model.p["practice.reneging_hazard"])
        return gain + terms.payment * (paid - expected) * self.value_of_a_pound

    def learn(self, results: dict[Practice, float], option: Option, shown: float | None) -> None:
        """Move the belief about an option towards its own and its neighbours' results.

        Where there are none, towards what similar systems show.
        """
        p = self.model.p
        known = [(weight, results[peer]) for weight, peer in self.peers if peer in results]
        own = results.get(self)
        if known:
            weight = sum(weight for weight, _ in known)
            around = sum(weight * value for weight, value in known) / weight
            share = p["beliefs.neighbours_weight"] if own is not None else 1.0
            seen = share * around + (1.0 - share) * (own or 0.0)
        elif own is not None:
            seen = own
        elif shown is not None:
            seen = shown
        else:
            return
        belief = self.belief.get(option.name, 0.0)
        self.belief[option.name] = belief + p["beliefs.learning"] * (seen - belief)

    def observe(self, diverted: float) -> None:
        """Trust in CCG and lead by what they do together, in national bodies by their money."""
        p, quarters = self.model.p, self.model.quarters
        together = self.stance >= ALLIANCE or self.system.works_together
        size = "working_together" if together else "planning_together"
        good = p[f"relationships.{size}"] * quarters
        bad = p["relationships.neighbours_resisting"] * self.ccg.lmc_resisting * quarters
        is_last = self.model.clock.closes_financial_year(self.model.now)
        if is_last and self.money_last_gain > 0.0:
            good += p["relationships.gain_settled"]
        paid = self.stance >= ALLIANCE and self.ccg.pays[self.agreement.name] > 0.0
        kept = p["relationships.payment_kept"] * quarters if paid else 0.0
        self.lives_through("ccg", good, bad, quarters)
        self.lives_through("lead", good, bad + diverted, quarters)
        self.lives_through("national", kept, diverted, quarters)

    def lives_through(self, whom: str, good: float, bad: float, quarters: float = 0.0) -> None:
        before = getattr(self, f"trust_in_{whom}"), getattr(self, f"damage_in_{whom}")
        trust, damage = trust_after(*before, good, bad, quarters, self.model.p)
        setattr(self, f"trust_in_{whom}", trust)
        setattr(self, f"damage_in_{whom}", damage)

    def gain_for_committee(self, option: Option) -> float:
        """What the LMC counts: income, autonomy, rescue, working together."""
        return (
            uncertain_value(self.income_change(option), option.income_sd, self.loss_aversion)
            - self.independence_value * option.autonomy_lost
            + self.model.p["practice.rescue_value"] * option.dependence * self.distress
            + option.intrinsic_value
        )


def chances_of_considering(p: dict, years: float) -> dict[str, float]:
    """How likely a practice considers in a step, by what is going on."""
    usual = within(p["practice.consideration_hazard"], years)
    campaign = 1.0 - (1.0 - p["practice.campaign_consideration"]) ** (4.0 * years)
    rest_of_quarter = within(p["practice.consideration_hazard"], 0.25 - years)

    def beside(in_quarter: float) -> float:
        """Chance in this step, some thinking again in the others of its quarter anyway."""
        return 1.0 - (1.0 - in_quarter) / (1.0 - rest_of_quarter)

    return {
        "usual": usual,
        "campaign": max(campaign, usual),
        "deadline": max(beside(p["practice.deadline_consideration"]), usual),
        "shock": max(beside(p["practice.shock_consideration"]), usual),
    }


def hurdle(p: dict) -> float:
    """How many times its value a contract for life must be bettered before it is given up."""
    beta = 0.5 + math.sqrt(
        0.25 + 2.0 * p["practice.discount_rate"] / p["practice.income_volatility"] ** 2
    )
    return beta / (beta - 1.0)
