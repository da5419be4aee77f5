"""A CCG with its place and its local medical committee."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from per_agent.arithmetic import logistic, weighted_mean, within
from per_agent.commissioner import Commissions
from per_agent.contract import SeeksContract
from per_agent.link import Link
from per_agent.option import Option
from per_agent.tie import Tie, Tied

if TYPE_CHECKING:
    from per_agent.practice import Practice

ALLIANCE, PARTIAL = 1, 2


class CCG(Tied, Commissions, SeeksContract, mesa.Agent):
    """One CCG; ``lmc_...`` is the committee's."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = f"ccg:{row['code']}"
        self.practices: list[Practice] = []
        self.ties: list[Tie] = []
        self.ties_to: list[Tie] = []
        self.links: list[Link] = []
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)
        self.system = self.model.system[row["system"]]
        for name in (
            "pays",
            "loses",
            "add_on_pays",
            "lmc_position",
            "emergency_shares",
            "planned_shares",
            "came",
        ):
            setattr(self, name, dict(row[name]))

    # -- what is so ----------------------------------------------------------------------

    @property
    def is_member(self) -> bool:
        return self.stance >= ALLIANCE

    @property
    def is_campaigning(self) -> bool:
        """For a year after early engagement for a contract that is not live yet."""
        if self.contract_level == 0 or self.contract_live:
            return False
        quarters = self.model.p["alliance.campaign_quarters"]
        since = self.model.now - self.contract_since
        return since < quarters * self.model.clock.steps_per_quarter

    def has_opened(self, option: Option) -> bool:
        """Whether whoever opens an offer has opened it here (a trust: to single practices)."""
        if option.offer is None:
            return True
        if not option.offer.is_open(self.model.date):
            return False
        if option.opened_by == "system":
            return self.system.launched is not None or self.alliance_live
        if option.opened_by == "place":
            return self.contract_live and self.contract_level >= option.level
        return True

    def seeks(self, option: Option) -> bool:
        """Whether a contract that an offer belongs to is being procured here."""
        return (
            option.opened_by == "place"
            and not self.contract_live
            and self.contract_level >= option.level
            and option.offer.is_open(self.model.date)
        )

    @property
    def capability(self) -> float:
        """How able the place is: data, governance, practices at scale."""
        p = self.model.p
        return (
            p["capability.health_management"] * self.system.health_management
            + p["capability.governance"] * self.system.governance
            + p["capability.hubs"] * self.share_of_list(lambda one: one.in_hub)
        )

    def share_of_list(self, belongs) -> float:
        return weighted_mean([(one.list_size, float(belongs(one))) for one in self.practices])

    @property
    def signed_share(self) -> float:
        """Share of the list at practices that signed an agreement, trust-run ones aside."""
        return self.share_of_list(
            lambda one: one.agreement.offer is not None and one.run_by is None
        )

    @property
    def is_near_least_coverage(self) -> bool:
        if not self.model.p["practice.pivotal_value"]:
            return False
        return abs(self.signed_share - self.model.p["alliance.place_coverage"]) <= 0.05

    # -- what offers pay -----------------------------------------------------------------

    def set_payments(self) -> None:
        """Pounds per weighted patient that each option pays here, and that it loses."""
        options = self.model.options
        self.pays = {option.name: self.payment(option) for option in options}
        self.add_on_pays = {option.name: self.payment(option) for option in self.model.add_ons}
        missed = {
            option.name: option.offer.terms.lost_by_staying_out
            for option in options[1:]
            if option.opened_by != "trust" and self.has_opened(option)
        }
        self.loses = {
            option.name: sum(missed.values()) - missed.get(option.name, 0.0) for option in options
        }

    def payment(self, option: Option) -> float:
        if option.offer is None:
            return 0.0
        return self.paid(option)

    def handed_over(self, option: Option) -> float:
        """What it hands over of its management resource, per weighted patient."""
        share = option.offer.terms.management_resource
        if not self.is_member:
            return 0.0
        resource = self.model.p["commissioner.management_resource"]
        return share * resource * self.population / self.weighted_population

    def paid(self, option: Option) -> float:
        offer = option.offer
        if offer.pays_from_stage and self.system.stage < self.model.stages[offer.pays_from_stage]:
            return 0.0
        if offer.is_premium_local and self.premium_withdrawn:
            return 0.0
        yearly = option.yearly_payment(self.model.p["practice.reneging_hazard"])
        return yearly + self.handed_over(option)

    def keep_or_withdraw_premium(self) -> None:
        """A payment promised locally under a live contract may be withdrawn, for good."""
        if not self.contract_live or self.premium_withdrawn:
            return
        p = self.model.p
        luck = self.model.draw("uniform", "place.premium", self.model.now, self.address)
        if luck >= within(p["practice.reneging_hazard"], self.model.years):
            return
        self.premium_withdrawn = True
        for practice in self.practices:
            if practice.agreement in self.model.local_premiums:
                practice.is_shaken = True
                for whom in ("ccg", "lead"):
                    practice.lives_through(whom, 0.0, p["relationships.payment_withheld"])

    # -- the committee -------------------------------------------------------------------

    def count_resisting(self) -> None:
        standing = [practice for practice in self.practices if practice.is_open]
        resisting = sum(practice.is_resisting for practice in standing)
        self.lmc_resisting = resisting / max(len(standing), 1)

    def take_position(self) -> None:
        """Be against an offer that members would lose by, the more the less they trust."""
        p = self.model.p
        trust = self.mean(lambda practice: practice.trust_in_national)
        distrust = p["lmc.distrust_weight"] * (p["lmc.distrust_level"] - trust)
        for option in self.model.options[1:]:
            gain = self.mean(lambda one, option=option: one.gain_for_committee(option))
            against = -gain / p["lmc.gain_scale"] + distrust
            against += p["lmc.resisting_weight"] * self.lmc_resisting
            self.lmc_position[option.name] = logistic(against)

    def hold_ballot(self) -> None:
        """Ballot members on the offer pressed here that the committee is most against."""
        p, now, a_quarter = self.model.p, self.model.now, self.model.clock.steps_per_quarter
        last = self.lmc_balloted
        if last is not None and (now - last) // a_quarter < p["lmc.ballots_apart"]:
            return
        rejected = [
            option
            for option in self.model.options[1:]
            if self.is_pressed(option) and self.lmc_position[option.name] > p["lmc.ballots_above"]
        ]
        if not rejected:
            return
        self.lmc_balloted, self.lmc_ballots = now, self.lmc_ballots + 1
        option = max(rejected, key=lambda one: self.lmc_position[one.name])
        if option.opened_by == "place" and not self.is_assured:
            quarters = math.floor(2.0 * self.lmc_strength * p["lmc.ballot_delay"] + 0.5)
            self.assurance_due += quarters * a_quarter

    def is_pressed(self, option: Option) -> bool:
        """Procured at the place, or campaigned for by the system."""
        return self.seeks(option) or (option.opened_by == "system" and self.system.is_campaigning)

    def mean(self, value) -> float:
        return weighted_mean([(one.list_size, value(one)) for one in self.practices])

    def opposition(self, option: Option) -> float:
        """How much the committee's position counts against an option."""
        position = self.lmc_position.get(option.name, 0.0)
        counts = option.level >= PARTIAL or position > self.model.p["lmc.opposes_above"]
        return self.lmc_strength * position if counts else 0.0

    # -- deciding ------------------------------------------------------------------------

    @property
    def size(self) -> float:
        return self.allocation

    def settle_alliance(self) -> None:
        """Bring the alliance agreement into force here, keep it or break it."""
        p, was_live, signed = self.model.p, self.alliance_live, self.signed_share
        is_protected = self.model.now < self.cannot_break_before
        if was_live:
            least = min(p["alliance.break_coverage"], p["alliance.place_coverage"])
            covered = signed >= least
            live = is_protected or (covered and not self.system.lost_its_acute_trust)
        else:
            live = self.system.launched is not None and signed >= p["alliance.place_coverage"]
            live = live and (is_protected or not self.system.lost_its_acute_trust)
        self.alliance_live = live
        if was_live and not live:
            self.break_alliance()

    def break_alliance(self) -> None:
        """Members are independent again, and remember it."""
        for practice in self.practices:
            if practice.agreement.opened_by == "system":
                practice.sign(self.model.options[0])
                practice.revive_contract()
                practice.is_shaken = True
                for whom in ("ccg", "lead"):
                    practice.lives_through(
                        whom, 0.0, self.model.p["relationships.agreement_broken"]
                    )
