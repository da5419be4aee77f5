"""What the controls say: a preset, what was typed over it, a seed. Immutable.

A draft may be wrong (somebody is still typing); it then says what is wrong and where, and is
no scenario yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType

from acs_abm.app.levers import LEVERS, Lever, written
from acs_abm.errors import AcsError, ParameterError
from acs_abm.parameters import Value
from acs_abm.scenario import Scenario, shipped_scenarios

BASELINE = "plan_2017"
"""The preset that every run is compared with."""

HIGHEST_SEED = 999_999_999
LONGEST_TEXT = 40  # of what somebody types into a number box


@lru_cache(maxsize=1)
def presets() -> Mapping[str, str]:
    """Return the shipped scenarios with their questions, the baseline first."""
    questions = {name: " ".join(why.split()) for name, why in shipped_scenarios().items()}
    names = sorted(questions, key=lambda name: (name != BASELINE, name))
    return MappingProxyType({name: questions[name] for name in names})


@lru_cache(maxsize=64)
def preset(name: str) -> Scenario:
    """Load a shipped scenario, once."""
    return Scenario.load(name)


def baseline_of(scenario: Scenario) -> Scenario | None:
    """Return what a scenario is compared with: the baseline, of the same areas and quarters.

    None for a scenario that begins at another time, or counts in other steps: nothing that its
    quarters could stand beside.
    """
    first = preset(BASELINE)
    if (scenario.start, scenario.steps_per_year) != (first.start, first.steps_per_year):
        return None
    return replace(first, until=scenario.until, systems=scenario.systems)


@dataclass(frozen=True)
class Draft:
    """What the controls say.

    Attributes
    ----------
    preset_name
        The shipped scenario it starts from.
    typed
        By parameter, what was typed, to the letter.
    seed_text
        What stands in the box of the seed.
    uploaded
        The scenario it starts from where that is no shipped one but a visitor's file.
    """

    preset_name: str = BASELINE
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    seed_text: str = "1"
    uploaded: Scenario | None = None

    @classmethod
    def of(cls, uploaded: Scenario, seed_text: str = "1") -> Draft:
        """Start from a scenario of the visitor's own."""
        name = uploaded.name if uploaded.name not in presets() else f"{uploaded.name}_uploaded"
        return cls(preset_name=name, seed_text=seed_text, uploaded=uploaded)

    @property
    def preset(self) -> Scenario:
        """The scenario it starts from."""
        return self.uploaded or preset(self.preset_name)

    @property
    def levers(self) -> tuple[Lever, ...]:
        """The levers that this preset has."""
        return tuple(lever for lever in LEVERS if lever.name in self.preset.catalogue)

    @property
    def absent(self) -> tuple[Lever, ...]:
        """The levers that this preset takes away, such as those of an offer it does not make."""
        return tuple(lever for lever in LEVERS if lever.name not in self.preset.catalogue)

    def choose(self, name: str) -> Draft:
        """Start from another preset; what was typed over the old one is dropped."""
        return Draft(name, seed_text=self.seed_text) if name in presets() else self.reset()

    def type(self, name: str, text: str) -> Draft:
        """Type a value over the preset's."""
        if name not in self.preset.catalogue:
            return self
        typed = {**self.typed, name: text.strip()[:LONGEST_TEXT]}
        return replace(self, typed=MappingProxyType(typed))

    def type_seed(self, text: str) -> Draft:
        """Type a seed."""
        return replace(self, seed_text=text.strip()[:LONGEST_TEXT])

    def reset(self) -> Draft:
        """Go back to the preset as shipped; the seed stays."""
        return replace(self, typed=MappingProxyType({}))

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every number box; the seed's under ``seed``."""
        shown = {lever.name: written(self.preset.value(lever.name)) for lever in self.levers}
        return {**shown, **self.typed, "seed": self.seed_text}

    @cached_property
    def changes(self) -> Mapping[str, Value]:
        """The valid values that differ from the preset's."""
        return {
            name: value
            for name, (value, _) in self._checked.items()
            if value is not None and value != self.preset.value(name)
        }

    @property
    def changed(self) -> list[str]:
        """Names of the levers that do not stand as shipped."""
        return sorted(
            {*self.changes, *(name for name, (_, fault) in self._checked.items() if fault)}
        )

    @cached_property
    def faults(self) -> Mapping[str, str]:
        """What is wrong, by parameter; under ``seed`` and ``scenario`` for these."""
        faults = {name: fault for name, (_, fault) in self._checked.items() if fault}
        if self.seed is None:
            faults["seed"] = f"the seed is a whole number from 0 to {HIGHEST_SEED:,}"
        if not faults and isinstance(self._built, str):
            faults["scenario"] = self._built
        return faults

    @cached_property
    def seed(self) -> int | None:
        """The seed; None where what was typed is none."""
        text = self.seed_text
        is_seed = text.isascii() and text.isdigit() and int(text) <= HIGHEST_SEED
        return int(text) if is_seed else None

    @property
    def scenario(self) -> Scenario | None:
        """The scenario; None while something is wrong."""
        return None if self.faults or isinstance(self._built, str) else self._built

    @cached_property
    def _checked(self) -> dict[str, tuple[Value | None, str]]:
        return {name: self._check(name, text) for name, text in self.typed.items()}

    @cached_property
    def _built(self) -> Scenario | str:
        if not self.changes:
            return self.preset
        try:
            return self.preset.change(f"{self.preset_name}_changed", **self.changes)
        except AcsError as error:
            return str(error)

    def _check(self, name: str, text: str) -> tuple[Value | None, str]:
        try:
            return self.preset.parameter(name).check(_number(text)), ""
        except ParameterError as error:
            return None, str(error)


def _number(text: str) -> float | str:
    """Read a number; what is none stays text, for the parameter to refuse."""
    try:
        return float(text)
    except ValueError:
        return text
