"""NHS England: what it expects, whom it selects and when."""

from __future__ import annotations

import mesa

CANDIDATE = 1
WAVE_MONTH = 1


class Regulator(mesa.Agent):
    """NHS England."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = "regulator:nhs_england"
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)

    def select_when_due(self) -> None:
        if self.next_wave < self.model.now:
            self.next_wave = self.date_next_wave()  # the run began after the first was due
        if self.next_wave == self.model.now:
            self.select()
            self.next_wave = self.date_next_wave()

    def select(self) -> None:
        """Select the readiest candidates; devolution areas come beside them."""
        wave = self.model.calendar.wave
        least, most = (
            (wave.first_least, wave.first_most)
            if self.wave_number == 0
            else (wave.later_least, wave.later_most)
        )
        places = self.integer("regulator.wave_size", least, most)
        self.wave_number += 1
        if places == 0:
            return
        ready = [
            system
            for system in self.model.systems
            if system.stage == CANDIDATE
            and not system.is_selected
            and self.readiness(system) >= wave.lowest_score
        ]
        in_line = [system for system in ready if not system.is_devolution]
        in_line.sort(key=lambda system: -self.readiness(system))
        for system in ready:
            if system.is_devolution:
                system.is_selected = True
        for system in in_line[:places]:
            system.is_selected = True

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

    def date_next_wave(self) -> int:
        """The coming January to March, unless the wave slips."""
        due = self.model.now + 1
        while self.model.clock.date(due).month != WAVE_MONTH:
            due += 1
        slip = self.integer("regulator.wave_slip", 0, self.model.calendar.wave.slip_most)
        return due + slip * self.model.clock.steps_per_quarter

    def integer(self, stream: str, low: int, high: int) -> int:
        luck = self.model.draw("uniform", stream, self.wave_number, self.address)
        return low + int(luck * (high - low + 1))
