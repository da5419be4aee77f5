"""The way in: who is asked about, and which rule answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.practice import explain_practice
from acs_abm.analysis.explain.rerun import Again, from_folder, from_results
from acs_abm.analysis.explain.system import explain_system
from acs_abm.analysis.explain.trust import explain_trust
from acs_abm.analysis.run import Run
from acs_abm.errors import ExplanationError, nearest
from acs_abm.explore.runs import Results
from acs_abm.population import Population

Teller = Callable[[Again, int, int], Explanation]
"""Takes a world to run again, the step and the row of the organisation."""


def explain(
    of: Run | Results | Path | str,
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
        A run, or the folder of its results.
    who
        The organisation: ``practice:CODE``, ``trust:CODE`` or ``system:CODE``; the name of a trust
        or system will do too.
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
    again = (
        from_results(of, replicate, organisations)
        if isinstance(of, Results)
        else from_folder(Path(of), replicate, organisations)
    )
    kind, separator, name = who.partition(":")
    if not separator or kind not in _TELLERS:
        kinds = " or ".join(f"{one}:CODE" for one in _TELLERS)
        raise ExplanationError(f"'{who}' names nobody: write {kinds}{nearest(kind, _TELLERS)}")
    step = again.step_of(when)
    return _TELLERS[kind](again, step, _row(again, kind, name))


_TELLERS: dict[str, Teller] = {
    "practice": explain_practice,
    "system": explain_system,
    "trust": explain_trust,
}
_BLOCKS = {"practice": "practices", "trust": "trusts"}
"""Where the organisations of a kind stand in a population, if not among its systems."""


def _row(again: Again, kind: str, name: str) -> int:
    """Return the row of an organisation among those in the run."""
    model = again.model_before(0)
    population = model.world.population
    block = getattr(population, _BLOCKS.get(kind, "systems"))
    named: dict[str, int] = {}
    for column in ("name", "short_name", "code"):
        for row, text in enumerate(getattr(block, column, ())):
            named[text.lower()] = row
    if name.lower() not in named:
        known: Sequence[str] = block.code
        if kind == "system":
            known = [*population.systems.short_name, *population.systems.name, *known]
        raise ExplanationError(f"there is no {kind} '{name}' in this run{nearest(name, known)}")
    return named[name.lower()]
