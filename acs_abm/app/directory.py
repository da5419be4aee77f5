"""Who is who in a run: names, home areas, and a search by either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from acs_abm.agents import NATIONAL_BODIES
from acs_abm.population import Population
from acs_abm.stages.stage import Stage

KINDS: Mapping[str, str] = {
    "practice": "GP practice",
    "trust": "Trust",
    "ccg": "CCG",
    "lmc": "Local medical committee",
    "council": "Councils of an area",
    "system": "Care system",
    "place": "Place of a contract",
    "gate": "Gate",
    "regulator": "NHS England",
}
"""Kinds of organisation whose decisions can be explained, and what the page calls them."""

GATES = (Stage.CANDIDATE, Stage.SHADOW_ACS, Stage.ACS)
"""Stages at whose gate a care system stands; at the one to a contract stands a place."""

MOST_FOUND = 40


@dataclass(frozen=True)
class Body:
    """One that can be asked.

    Attributes
    ----------
    code
        What it goes by: ``00C-P003``, ``E54000042/ACS``.
    name
        What it is called.
    home
        Code of its area; empty for a national body.
    """

    code: str
    name: str
    home: str


@dataclass(frozen=True, eq=False)  # no array is compared to see whether it is another
class Directory:
    """Every organisation of a run.

    Attributes
    ----------
    population
        The organisations.
    """

    population: Population

    def name(self, kind: str, code: str) -> str:
        """Return the name of an organisation; its code where there is none."""
        return self._by_code[kind][code].name if code in self._by_code.get(kind, {}) else code

    def home(self, kind: str, code: str) -> str:
        """Return the code of its area; empty where it has none."""
        return self._by_code[kind][code].home if code in self._by_code.get(kind, {}) else ""

    def knows(self, kind: str, code: str) -> bool:
        """Whether there is such an organisation."""
        return code in self._by_code.get(kind, {})

    def search(self, kind: str, text: str, area: str = "") -> list[Body]:
        """Find organisations whose code or name holds every word typed.

        Those of an area come first, in their order; with nothing typed, all of them are found.
        """
        words = text.lower().split()
        bodies = [
            body
            for body in self._by_code.get(kind, {}).values()
            if all(word in f"{body.code} {body.name}".lower() for word in words)
        ]
        return sorted(bodies, key=lambda body: body.home != area)[:MOST_FOUND]

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Body]]:
        return {kind: {body.code: body for body in self._bodies(kind)} for kind in KINDS}

    def _bodies(self, kind: str) -> Iterator[Body]:
        systems, ccgs, trusts = (self.population.systems, self.population.ccgs,
                                 self.population.trusts)  # fmt: skip
        if kind in {"system", "council"}:
            yield from map(Body, systems.code, systems.name, systems.code)
        elif kind in {"ccg", "lmc", "place"}:
            yield from map(Body, ccgs.code, ccgs.name, self._homes(ccgs.system.tolist()))
        elif kind == "trust":
            yield from map(Body, trusts.code, trusts.name, self._homes(trusts.system.tolist()))
        elif kind == "practice":
            practices = self.population.practices
            names = [f"practice in {ccgs.name[row]}" for row in practices.ccg.tolist()]
            yield from map(Body, practices.code, names, self._homes(practices.system.tolist()))
        elif kind == "regulator":
            yield Body(NATIONAL_BODIES[0], "NHS England", "")
        elif kind == "gate":
            yield from self._gates()

    def _gates(self) -> Iterator[Body]:
        systems, ccgs = self.population.systems, self.population.ccgs
        for code, name in zip(systems.code, systems.name, strict=True):
            for stage in GATES:
                words = stage.name.replace("_", " ")
                yield Body(f"{code}/{stage.name}", f"{name}: gate to {words}", code)
        homes = self._homes(ccgs.system.tolist())
        for code, name, home in zip(ccgs.code, ccgs.name, homes, strict=True):
            yield Body(f"{code}/{Stage.ACO.name}", f"{name}: gate to ACO contract", home)

    def _homes(self, rows: list[int]) -> list[str]:
        return [self.population.systems.code[row] for row in rows]
