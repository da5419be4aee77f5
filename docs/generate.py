"""Write from the code what the pages repeat of it: ``python docs/generate.py``.

Parameters, measures, state, the order of a step, scenarios, offers and gates are declared once, in
the package; the pages in ``docs/reference`` only repeat them. Pages that people write may hold
parts made so between two marks: ``docs/parts.py`` and ``docs/submodels.py`` make them. A test fails
when anything is out of date.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from acs_abm.columns.activity import ActivityColumns
from acs_abm.columns.ccgs import CCGColumns
from acs_abm.columns.money import CCGMoney, MoneyColumns, PlaceMoney, PracticeMoney, TrustMoney
from acs_abm.columns.practice_life import PracticeLife
from acs_abm.columns.practices import PracticeColumns
from acs_abm.columns.systems import SystemColumns
from acs_abm.columns.ties import TieColumns
from acs_abm.columns.trusts import TrustColumns
from acs_abm.columns.world import World
from acs_abm.contracts.offer import shipped_offers
from acs_abm.measures import MEASURES, ON_REQUEST
from acs_abm.measures.compared import COMPARED_MEASURES
from acs_abm.parameters import Parameter
from acs_abm.scenario import Scenario
from acs_abm.steps import SCHEDULE

sys.path.insert(0, str(Path(__file__).parent))  # the file beside this one, wherever it is run from
from calibrated import calibration_parts
from challenges import challenge_parts
from ensemble_checks import ensemble_parts
from page_markup import MADE, PARAGRAPH, page, prose, shown, table
from parts import limits, sources, steps, with_parts
from result_pages import concepts_page, targets_page
from robustness import external_parts, robustness_parts
from scenario_pages import scenarios_page
from submodels import submodels

FOLDER = Path(__file__).parent / "reference"
EXPLANATION = Path(__file__).parent / "explanation"
ROOT = Path(__file__).parents[1]
FIRST = "plan_2017"
RANGES = (
    "*Plausible* is what sliders and designs span; *accepted* is what a scenario may set at all, "
    "so that a stress test is possible and a misplaced decimal point is not."
)
SETTING = (
    "Set any of them with `--set NAME=VALUE`, under `set:` in a scenario file, or with "
    '`Scenario.change(**{"NAME": value})`.'
)
ORDER = (
    "What happens in one step, in this order, then the step is recorded. Numbers that are missing "
    "belong to phases that this version does not have yet."
)
STATE = (
    "Where everybody stands: one array for each variable, one row for each organisation. A run "
    "changes these and nothing else; some are kept as they were at the start. What does not "
    "change is in `acs_abm/population`."
)
HEAD_OF_STATE = ("variable", "what it is")
COLUMNS = (
    PracticeColumns, PracticeLife, TrustColumns, CCGColumns, SystemColumns, TieColumns,
    ActivityColumns, TrustMoney, CCGMoney, PracticeMoney, PlaceMoney, MoneyColumns, World,
)  # fmt: skip
COMPARISON = (
    "`acs-abm compare` and `acs.compare` write these, and the tables `national` and `systems` of "
    "both scenarios with the column `scenario` (a or b) before them."
)


def pages() -> dict[str, str]:
    """Return every reference page by the name of its file."""
    return {
        "parameters.md": parameters_page(),
        "measures.md": measures_page(),
        "state.md": state_page(),
        "schedule.md": schedule_page(),
        "scenarios.md": scenarios_page(),
        "targets.md": targets_page(),
        "concepts.md": concepts_page(),
    }


def pages_with_parts() -> dict[Path, str]:
    """Return the pages that people write, with the parts that are made of the code put in anew."""
    catalogue = all_parameters()
    return {
        EXPLANATION / "odd.md": with_parts(
            EXPLANATION / "odd.md", steps=steps(), submodels=submodels(catalogue)
        ),
        EXPLANATION / "calibration.md": with_parts(
            EXPLANATION / "calibration.md",
            **calibration_parts(),
            **challenge_parts(),
            **robustness_parts(),
            **ensemble_parts(),
        ),
        EXPLANATION / "external_checks.md": with_parts(
            EXPLANATION / "external_checks.md", **external_parts()
        ),
        EXPLANATION / "limits.md": with_parts(EXPLANATION / "limits.md", limits=limits()),
        EXPLANATION / "evidence.md": with_parts(
            EXPLANATION / "evidence.md", sources=sources(catalogue)
        ),
    }


def all_parameters() -> dict[str, Parameter]:
    """Return every parameter by name: of rules, of the shipped offers, of the calendar."""
    entries = dict(Scenario.load(FIRST).catalogue)
    for document in shipped_offers().values():
        entries |= {entry.name: entry for entry in document.parameters}
    return {name: entries[name] for name in sorted(entries)}


def parameters_page() -> str:
    """List every parameter."""
    catalogue = list(all_parameters().values())
    by_role = {role: [p for p in catalogue if p.role == role] for role in ("lever", "uncertainty")}
    assumed = [p for p in catalogue if p.source.startswith("assumption")]
    counts = (
        f"{len(catalogue)} parameters: {len(by_role['lever'])} levers (policy can set them), "
        f"{len(by_role['uncertainty'])} uncertainties (nobody knows them), the rest constants. "
        f"The source of {len(assumed)} is an assumption."
    )
    parts = [f"# Parameters\n\n{MADE}", counts, RANGES, SETTING]
    for prefix, entries in groupby(catalogue, key=_prefix):
        head = ("name", "symbol", "default", "unit", "plausible", "accepted", "role", "meaning",
                "source")  # fmt: skip
        parts += [f"## {prefix}", table(head, [_parameter_row(entry) for entry in entries])]
    return page(parts)


def measures_page() -> str:
    """List every column of every table."""
    parts = [
        f"# Measures\n\n{MADE}",
        "Every column of every table of a run. `measures.csv` in a results folder is this list.",
    ]
    for name, columns in groupby(MEASURES, key=lambda measure: measure.table):
        rows = [(f"`{m.name}`", m.unit or "–", m.meaning) for m in columns]
        parts += [f"## {name}"]
        if name in ON_REQUEST:
            parts += [f"Written only when asked for: `{ON_REQUEST[name]}`."]
        parts += [table(("column", "unit", "meaning"), rows)]
    parts += ["# Tables of a comparison", COMPARISON]
    for name, columns in groupby(COMPARED_MEASURES, key=lambda measure: measure.table):
        rows = [(f"`{m.name}`", m.unit or "–", m.meaning) for m in columns]
        parts += [f"## {name}", table(("column", "unit", "meaning"), rows)]
    return page(parts)


def state_page() -> str:
    """List every state variable: the attributes of the columns, as their docstrings tell them."""
    parts = [f"# State variables\n\n{MADE}", STATE]
    for block in COLUMNS:
        title, _, _ = (inspect.getdoc(block) or "").partition(PARAGRAPH)
        where = inspect.getmodule(block).__name__.replace(".", "/") + ".py"
        rows = [(f"`{names}`", meaning) for names, meaning in _attributes(block)]
        parts += [f"## {block.__name__}", f"{prose(title)} `{where}`", table(HEAD_OF_STATE, rows)]
    return page(parts)


def _attributes(block: type) -> list[tuple[str, str]]:
    """Return the attributes of a class and what they are, from its docstring."""
    section = (inspect.getdoc(block) or "").partition("Attributes\n----------\n")[2]
    found = re.findall(r"^(\S.*(?:\\\n.*)?)\n((?:(?: +.*)?\n?)+)", section, re.MULTILINE)
    return [(prose(names.replace("\\\n", "")), _plain(meaning)) for names, meaning in found]


def _plain(text: str) -> str:
    """Write the references of a docstring as names."""
    named = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text)
    return prose(named.replace("``", "`"))


def schedule_page() -> str:
    """Say what happens in a step, in order."""
    rows = [
        (str(phase.number), phase.title, inspect.getdoc(phase.run) or "", f"`{place(phase.run)}`")
        for phase in SCHEDULE
    ]
    return page(
        [
            f"# Schedule\n\n{MADE}",
            ORDER,
            table(("phase", "what", "how", "where"), rows),
        ]
    )


def _prefix(entry: Parameter) -> str:
    first, *rest = entry.name.split(".")
    return f"{first}.{rest[0]}" if first in {"offer", "stage"} else first


def _parameter_row(entry: Parameter) -> tuple[str, ...]:
    has_range = entry.low is not None
    plausible = f"{entry.low:.4g} to {entry.high:.4g}" if has_range else entry.allowed()
    accepted = f"{entry.at_least:.4g} to {entry.at_most:.4g}" if has_range else "–"
    return (
        f"`{entry.name}`", entry.symbol or "–", shown(entry.default), entry.unit, plausible,
        accepted, str(entry.role), entry.meaning, entry.source,
    )  # fmt: skip


def place(function: Callable[..., object]) -> str:
    """Say in which file of the package a function is."""
    source = Path(inspect.getsourcefile(function) or "")
    return source.relative_to(ROOT).as_posix()


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")
    for path, text in pages_with_parts().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
