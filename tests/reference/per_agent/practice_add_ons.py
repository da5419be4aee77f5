"""Whether a practice takes an add-on, such as a hub, beside any stance."""

from __future__ import annotations

from per_agent.option import Option

ALLIANCE = 1


class TakesAddOns:
    """The part of a practice that takes add-ons and gives them up."""

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
