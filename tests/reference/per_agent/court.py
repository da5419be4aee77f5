"""The court before which the single contract may be challenged."""

from __future__ import annotations

import mesa

from per_agent.arithmetic import within

RESISTING = -1


class Court(mesa.Agent):
    """The High Court."""

    code, address = "high_court", "court:high_court"

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)

    @property
    def is_pending(self) -> bool:
        return self.court_until is not None and self.model.now < self.court_until

    @property
    def is_clear(self) -> bool:
        """Whether neither a challenge nor a dated pause holds contracts up."""
        return not self.is_pending and not self.rules.is_paused(self.model.last_month)

    @property
    def has_just_upheld(self) -> bool:
        if self.challenge_upheld is None:
            return False
        return self.model.now - self.challenge_upheld < self.model.clock.steps_per_quarter

    @property
    def rules(self):
        return self.model.calendar.contract

    def opposition(self) -> float:
        """National opposition, 0 to 1, from the share of the list at practices that resist."""
        practices = self.model.practices
        resisting = sum(one.list_size for one in practices if one.stance == RESISTING)
        share = resisting / sum(one.list_size for one in practices)
        return min(share / self.model.p["litigation.full_opposition"], 1.0)

    def clarity(self) -> float:
        if not self.is_clear:
            return 0.0
        return 1.0 - self.model.p["litigation.opposition_clouds"] * self.opposition()

    def hear(self) -> None:
        """Decide a challenge whose time has come; let a new one come."""
        model, p = self.model, self.model.p
        on_table = any(option.opened_by == "place" for option in model.options)
        if not on_table or not self.rules.is_litigation_drawn:
            return
        if self.court_until == model.now:
            self.challenges_decided += 1
            if (
                model.draw("uniform", "court.upheld", model.now, self.address)
                < (p["litigation.upheld"])
            ):
                self.challenge_upheld = model.now
        date = model.last_month
        if self.is_pending or self.rules.is_paused(date) or not self.rules.is_published(date):
            return
        hazard = p["litigation.opposition_hazard"] * self.opposition()
        if self.challenges_decided < p["litigation.most_decided"]:
            hazard += p["litigation.hazard"]
        luck = model.draw("uniform", "court.challenge", model.now, self.address)
        if luck < within(hazard, model.years):
            quarters = p["litigation.quarters"]
            self.court_until = model.now + quarters * model.clock.steps_per_quarter
