"""NHS England: what it expects, whom it selects and when."""

from __future__ import annotations

import mesa

CANDIDATE = 1


class Regulator(mesa.Agent):
    """NHS England."""

    code = "nhs_england"

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = "regulator:nhs_england"
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)

    def select_when_due(self) -> None:
        if self.next_wave < self.model.now:  # the run began after the first was due
            self.wave_number = 1
            self.next_wave = self.date_next_wave(self.model.now)
        if self.next_wave == self.model.now:
            self.select()
            self.next_wave = self.date_next_wave(self.model.now + 1)

    def select(self) -> None:
        """Select the readiest candidates; devolution areas come beside them."""
        places = self.places_of_wave()
        self.wave_number += 1
        if places == 0:
            return
        ready = [
            system
            for system in self.model.systems
            if system.stage == CANDIDATE
            and not system.is_selected
            and self.readiness(system) >= self.model.calendar.wave.lowest_score
        ]
        in_line = [system for system in ready if not system.is_devolution]
        in_line.sort(key=lambda system: -self.readiness(system))
        beside = [system for system in ready if system.is_devolution]
        for system in (*in_line[:places], *beside):
            system.is_selected = True

    def places_of_wave(self) -> int:
        wave, dated = self.model.calendar.wave, self.dated_waves()
        if self.model.now in dated:
            return dated[self.model.now]
        if self.wave_number == 0:
            return self.integer("regulator.wave_size", wave.first_least, wave.first_most)
        return self.integer("regulator.wave_size", wave.later_least, wave.later_most)

    def dated_waves(self) -> dict[int, int]:
        """Places of the waves that have a date of their own, by step."""
        clock = self.model.clock
        return {clock.step_of(date): size for date, size in self.model.calendar.dated_waves}

    def readiness(self, system) -> float:
        p = self.model.p
        return (
            p["regulator.rating_weight"] * (system.rating - 1.0) / 3.0
            + p["regulator.relationships_weight"] * system.relationships
            + p["regulator.governance_weight"] * system.governance
            + p["regulator.finance_weight"] * system.finance_rank
            + p["regulator.health_management_weight"] * system.health_management
            + p["regulator.flag_weight"] * (system.is_candidate_named or system.is_devolution)
        )

    def date_next_wave(self, earliest: int) -> int:
        """A wave with a date of its own, or the next due month, unless that one slips."""
        dated = [step for step in self.dated_waves() if step >= earliest]
        if dated:
            return min(dated)
        wave, clock, due = self.model.calendar.wave, self.model.clock, earliest
        while not clock.holds(due, wave.due_month):
            due += 1
        return (
            due + self.integer("regulator.wave_slip", 0, wave.slip_most) * clock.steps_per_quarter
        )

    def integer(self, stream: str, low: int, high: int) -> int:
        luck = self.model.draw("uniform", stream, self.wave_number, self.address)
        return low + int(luck * (high - low + 1))
