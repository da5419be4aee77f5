"""The way in: who is asked about, and which rule answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from acs_abm.agents import NATIONAL_BODIES
from acs_abm.analysis.explain.commissioner import explain_commissioner
from acs_abm.analysis.explain.committee import explain_committee
from acs_abm.analysis.explain.council import explain_council
from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.gate import explain_gate
from acs_abm.analysis.explain.place import explain_place
from acs_abm.analysis.explain.practice import explain_practice
from acs_abm.analysis.explain.rerun import Again, from_folder, from_results
from acs_abm.analysis.explain.selection import explain_selection
from acs_abm.analysis.explain.system import explain_system
from acs_abm.analysis.explain.trust import explain_trust
from acs_abm.analysis.run import Run
from acs_abm.errors import ExplanationError, nearest
from acs_abm.explore.runs import Results
from acs_abm.population import Population
from acs_abm.stages.stage import Stage

GATE = "gate"
Teller = Callable[[Again, int, int], Explanation]
"""Takes a world to run again, the step and the row of the organisation."""


def explain(
    of: Run | Results | Again | Path | str,
    who: str,
    when: str,
    *,
    replicate: int = 1,
    organisations: Population | Path | str | None = None,
) -> Explanation:
    """Say why an organisation decided as it did.

    Parameters
    ----------
    of
        A run, the folder of its results, or what it takes to run it again.
    who
        The organisation: ``practice:CODE``, ``ccg:CODE``, ``trust:CODE``, ``system:CODE``,
        ``lmc:CODE``, ``council:CODE``, ``place:CODE``, ``regulator:nhs_england`` or
        ``gate:CODE/STAGE``; a name will do for a code. Committees and places go by their CCG,
        councils and gates by their system (the gate to ``ACO`` by the CCG).
    when
        A quarter such as ``2019-Q1`` (a month such as ``2019-01`` in a monthly run).
    replicate
        Which replicate.
    organisations
        The folder of organisations or the population that was run, where it was not built-in
        England.

    Raises
    ------
    ExplanationError
        If there is no such organisation, quarter or replicate; the message names the nearest.
    ResultsError
        If the results cannot be read, or this version of the package would run another world.
    """
    if isinstance(of, Run):
        of = of.results
    if isinstance(of, Again):
        again = of
    elif isinstance(of, Results):
        again = from_results(of, replicate, organisations)
    else:
        again = from_folder(Path(of), replicate, organisations)
    kind, separator, name = who.partition(":")
    kinds = (*_TELLERS, GATE)
    if not separator or kind not in kinds:
        allowed = " or ".join(f"{one}:CODE" for one in kinds)
        raise ExplanationError(f"'{who}' names nobody: write {allowed}{nearest(kind, kinds)}")
    step = again.step_of(when)
    tell, kind, name = _asked(kind, name)
    return tell(again, step, _row(again, kind, name))


_TELLERS: dict[str, Teller] = {
    "practice": explain_practice,
    "ccg": explain_commissioner,
    "system": explain_system,
    "lmc": explain_committee,
    "council": explain_council,
    "place": explain_place,
    "regulator": explain_selection,
    "trust": explain_trust,
}
_BLOCKS = {
    "practice": "practices",
    "trust": "trusts",
    "ccg": "ccgs",
    "lmc": "ccgs",
    "place": "ccgs",
}
"""Where the organisations of a kind stand in a population, if not among its systems."""

_GATES = tuple(stage.name for stage in Stage if stage is not Stage.STP)


def _asked(kind: str, name: str) -> tuple[Teller, str, str]:
    """Return who answers, and kind and name of the organisation that is asked about.

    Before the gate to a single contract stands a place, before any other a system.
    """
    if kind != GATE:
        return _TELLERS[kind], kind, name
    name, _, stage = name.rpartition("/")
    if stage.upper() not in _GATES:
        message = f"'{stage}' is no gate{nearest(stage, _GATES)}: write gate:CODE/STAGE with one of"
        raise ExplanationError(f"{message} {', '.join(_GATES)}")
    to = Stage[stage.upper()]
    return partial(explain_gate, stage=to), "place" if to is Stage.ACO else "system", name


def _row(again: Again, kind: str, name: str) -> int:
    """Return the row of an organisation among those in the run."""
    columns = _names(again.model_before(0).world.population, kind)
    named = {text.lower(): row for texts in columns for row, text in enumerate(texts)}
    if name.lower() not in named:
        known = [text for texts in columns for text in texts]
        raise ExplanationError(f"there is no {kind} '{name}' in this run{nearest(name, known)}")
    return named[name.lower()]


def _names(population: Population, kind: str) -> list[Sequence[str]]:
    """Return what organisations of a kind are called, the columns that bind most last."""
    if kind == "regulator":
        return [NATIONAL_BODIES[:1]]
    block = getattr(population, _BLOCKS.get(kind, "systems"))
    columns = [getattr(block, column, None) for column in ("name", "short_name", "code")]
    return [column for column in columns if column is not None]
