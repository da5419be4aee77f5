"""A practice's own core contract: given up, suspended, taken back."""

from __future__ import annotations

INDEPENDENT = 0


class KeepsContract:
    """The part of a practice that holds its core contract."""

    @property
    def contract_is_live(self) -> bool:
        return self.suspended_since is None and not self.has_ended_contract

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
