"""An agent-based simulation of England's NHS transition to accountable care.

::

    import acs_abm as acs

    run = acs.run("plan_2017", seed=1, replicates=10)
    run.national  # one row a quarter
    run.plot()
    run.write("results/mine")  # tables, figures, a report

Names are loaded when they are first used, so that the command line answers quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acs_abm.analysis.compare import Comparison, compare
    from acs_abm.analysis.explain import Explanation, explain
    from acs_abm.analysis.run import Run, run
    from acs_abm.errors import AcsError
    from acs_abm.explore.results_folder import read_results
    from acs_abm.explore.runs import Results
    from acs_abm.explore.study.design import (
        grid,
        latin_hypercube,
        morris,
        points,
        random_points,
        sobol,
    )
    from acs_abm.explore.study.study import Study
    from acs_abm.explore.sweep import sweep
    from acs_abm.measures import MEASURES, Measure
    from acs_abm.model import AccountableCareModel
    from acs_abm.parameters import Parameter
    from acs_abm.population import Population, england_2017, read_organisations
    from acs_abm.scenario import Scenario, shipped_scenarios
    from acs_abm.stages.stage import Stage
    from acs_abm.stance import Stance

    __version__: str

__all__ = [
    "MEASURES",
    "AccountableCareModel",
    "AcsError",
    "Comparison",
    "Explanation",
    "Measure",
    "Parameter",
    "Population",
    "Results",
    "Run",
    "Scenario",
    "Stage",
    "Stance",
    "Study",
    "__version__",
    "compare",
    "england_2017",
    "explain",
    "grid",
    "latin_hypercube",
    "morris",
    "points",
    "random_points",
    "read_organisations",
    "read_results",
    "run",
    "shipped_scenarios",
    "sobol",
    "sweep",
]

_HOMES = {
    "AccountableCareModel": "acs_abm.model",
    "AcsError": "acs_abm.errors",
    "Comparison": "acs_abm.analysis.compare",
    "compare": "acs_abm.analysis.compare",
    "Explanation": "acs_abm.analysis.explain",
    "explain": "acs_abm.analysis.explain",
    "MEASURES": "acs_abm.measures",
    "Measure": "acs_abm.measures",
    "Parameter": "acs_abm.parameters",
    "Population": "acs_abm.population",
    "Results": "acs_abm.explore.runs",
    "Run": "acs_abm.analysis.run",
    "Scenario": "acs_abm.scenario",
    "Stage": "acs_abm.stages.stage",
    "Stance": "acs_abm.stance",
    "Study": "acs_abm.explore.study.study",
    "england_2017": "acs_abm.population",
    "grid": "acs_abm.explore.study.design",
    "latin_hypercube": "acs_abm.explore.study.design",
    "morris": "acs_abm.explore.study.design",
    "points": "acs_abm.explore.study.design",
    "random_points": "acs_abm.explore.study.design",
    "sobol": "acs_abm.explore.study.design",
    "read_organisations": "acs_abm.population",
    "read_results": "acs_abm.explore.results_folder",
    "run": "acs_abm.analysis.run",
    "shipped_scenarios": "acs_abm.scenario",
    "sweep": "acs_abm.explore.sweep",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from acs_abm.explore.provenance import package_version  # noqa: PLC0415 - as below

        return package_version()
    if name not in _HOMES:
        raise AttributeError(f"module 'acs_abm' has no attribute '{name}'")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
