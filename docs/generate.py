"""Write from the code what the pages repeat of it: ``python docs/generate.py``.

Parameters, measures, state, the order of a step, scenarios, offers and gates are declared once, in
the package; the pages in ``docs/reference`` only repeat them. Pages that people write may hold
parts made so between two marks: ``docs/parts.py`` and ``docs/submodels.py`` make them. A test fails
when anything is out of date.
"""

from __future__ import annotations

import csv
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import yaml

from acs_abm.columns.activity import ActivityColumns
from acs_abm.columns.ccgs import CCGColumns
from acs_abm.columns.money import CCGMoney, MoneyColumns, PlaceMoney, PracticeMoney, TrustMoney
from acs_abm.columns.practice_life import PracticeLife
from acs_abm.columns.practices import PracticeColumns
from acs_abm.columns.systems import SystemColumns
from acs_abm.columns.ties import TieColumns
from acs_abm.columns.trusts import TrustColumns
from acs_abm.columns.world import World
from acs_abm.contracts.offer import Offer, shipped_offers
from acs_abm.explore.target_readings import READINGS
from acs_abm.measures import MEASURES, ON_REQUEST
from acs_abm.measures.compared import COMPARED_MEASURES
from acs_abm.parameters import Parameter, Value
from acs_abm.scenario import Scenario, shipped_scenarios
from acs_abm.stages.calendar import Calendar, StageRule
from acs_abm.stages.calendar_file import name_of_calendar, shipped_calendars
from acs_abm.stages.contract import ContractRules
from acs_abm.steps import SCHEDULE

sys.path.insert(0, str(Path(__file__).parent))  # the file beside this one, wherever it is run from
from calibrated import calibration_parts
from challenges import challenge_parts
from parts import limits, sources, steps, with_parts
from submodels import submodels

FOLDER = Path(__file__).parent / "reference"
EXPLANATION = Path(__file__).parent / "explanation"
ROOT = Path(__file__).parents[1]
AT_PRIORS = ROOT / "results" / "targets_at_priors" / "targets.csv"
CONCEPTS = ROOT / "results" / "concepts" / "concepts.csv"
REASONS = ROOT / "experiments" / "targets_at_priors" / "reasons.yaml"
FIRST = "plan_2017"
MADE = "*Made by `python docs/generate.py`; do not edit.*"
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
PARAGRAPH = "\n\n"
COLUMNS = (
    PracticeColumns, PracticeLife, TrustColumns, CCGColumns, SystemColumns, TieColumns,
    ActivityColumns, TrustMoney, CCGMoney, PracticeMoney, PlaceMoney, MoneyColumns, World,
)  # fmt: skip
COMPARISON = (
    "`acs-abm compare` and `acs.compare` write these, and the tables `national` and `systems` of "
    "both scenarios with the column `scenario` (a or b) before them."
)
BESIDE = (
    "What was observed, beside the median and the middle 90% of 20 seeds with nothing fitted "
    "here. Some defaults were set on some of these targets before, by hand: their sources say "
    "which. How it was run, and what counts as near, is told in "
    "[the experiment](../../experiments/targets_at_priors/README.md)."
)
PAIRED = (
    "Each concept of the policy with the lever that carries it, run off and on with the same luck; "
    "the mean paired difference has its 95% interval in brackets. How it was run, and which "
    "concepts have no lever of their own, is told in "
    "[the experiment](../../experiments/concepts/README.md)."
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
            EXPLANATION / "calibration.md", **calibration_parts(), **challenge_parts()
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


def scenarios_page() -> str:
    """Describe the shipped scenarios, the offers in them and the gates of their calendar."""
    parts = [f"# Scenarios, offers and gates\n\n{MADE}", "## Scenarios"]
    parts += [_scenario(Scenario.load(name)) for name in shipped_scenarios()]
    parts += ["## Offers"]
    parts += [_offer(document.offer) for document in shipped_offers().values()]
    calendars = [_calendar(known.with_values({})) for known in shipped_calendars().values()]
    parts += ["## Stages and gates", *calendars]
    return page(parts)


def targets_page() -> str:
    """Set each calibration target beside what the model gives at its defaults, with the reason."""
    with AT_PRIORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = [row["near"] for row in rows]
    counts = ", ".join(
        f"{verdicts.count(word)} {word}" for word in ("in range", "near", "far", "not given")
    )
    parts = [
        f"# Calibration targets at the defaults\n\n{MADE}",
        BESIDE,
        f"{len(rows)} observations: {counts}.",
    ]
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    head = ("date", "observed", "range", "model", "5% to 95%", "ratio", "verdict", "run", "column")
    for (target, measure), same in groupby(rows, key=lambda row: (row["target"], row["measure"])):
        group = list(same)
        reason = reasons.get(target, {}).get(measure) or READINGS[target, measure].why_not
        found = table(head, [_target_row(row) for row in group])
        title = f"## {target}: {measure}\n\nUnit: {group[0]['unit']}."
        parts += [title, found, prose(reason)]
    return page(parts)


def concepts_page() -> str:
    """Say what carries each concept of the policy, and what it moves."""
    with CONCEPTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = [row["moves"] for row in rows]
    words = ("as expected", "not for certain", "the other way", "no")
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in words)
    head = ("concept", "lever: off → on", "column", "over", "off", "on", "difference", "expected",
            "moves")  # fmt: skip
    where = f"Run on {rows[0]['country']}, {rows[0]['seeds']} paired seeds."
    found = table(head, [_concept_row(row) for row in rows])
    said = f"{where} {len(rows)} rows: {counts}."
    return page([f"# Concepts and their levers\n\n{MADE}", PAIRED, said, found])


def _concept_row(row: dict[str, str]) -> tuple[str, ...]:
    difference = f"{float(row['difference']):+.4g} ({row['low']} to {row['high']})"
    return (
        row["concept"], row["lever"], f"`{row['column']}`", row["over"], row["off"], row["on"],
        difference, row["expected"], row["moves"],
    )  # fmt: skip


def _target_row(row: dict[str, str]) -> tuple[str, ...]:
    column = f"`{row['column']}`" if row["column"] else "–"
    return (
        row["date"], row["observed"], _span(row["low"], row["high"]), row["model_median"] or "–",
        _span(row["model_5"], row["model_95"]), row["ratio"] or "–", row["near"],
        row["scenario"] or "–", column,
    )  # fmt: skip


def _span(low: str, high: str) -> str:
    if not (low or high):
        return "–"
    return f"{low} to {high}" if low and high else f"{low} or more" if low else f"up to {high}"


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


def _scenario(scenario: Scenario) -> str:
    facts = [
        ("runs", f"{scenario.start} to {scenario.until}, {scenario.steps_per_year} steps a year"),
        ("calendar", f"`{name_of_calendar(scenario.calendar)}`"),
        ("offers", ", ".join(f"`{offer.name}`" for offer in scenario.offers_in_force)),
        ("sets", ", ".join(f"`{k}` = {shown(v)}" for k, v in scenario.overrides.items()) or "–"),
        ("sources", "; ".join(scenario.sources) or "–"),
    ]
    expected = f"Expected: {prose(scenario.expectation)}"
    return "\n\n".join(
        [f"### {scenario.name}", prose(scenario.why), expected, table(("", ""), facts)]
    )


def _offer(offer: Offer) -> str:
    facts = [
        ("leads to", "nothing: held beside any stance" if offer.is_add_on else offer.level.name),
        ("opened by", str(offer.opened_by)),
        ("open to", ", ".join(offer.open_to)),
        ("from, until", f"{offer.start or 'the start'}, {offer.deadline or 'no deadline'}"),
        ("core contract", str(offer.core_contract)),
        ("partners", "salaried" if offer.is_salaried else "stay partners"),
        ("paid from", offer.pays_from_stage or "any stage"),
        ("numbers", f"[`offer.{offer.name}`](parameters.md#offer{offer.name})"),
    ]
    return f"### {offer.name}: {offer.label}\n\n{prose(offer.why)}\n\n" + table(("", ""), facts)


def _calendar(calendar: Calendar) -> str:
    rows = [_stage(rule) for rule in calendar.stages]
    head = ("stage", "gate", "asks for", "quarters in the stage before", "gives", "sent back when",
            "open to all from")  # fmt: skip
    said = f"Calendar `{calendar.name}`. {prose(calendar.why)}"
    return "\n\n".join([said, table(head, rows), _contract(calendar.contract)])


def _contract(rules: ContractRules) -> str:
    pauses = [f"{pause.first} up to {pause.until}" for pause in rules.pauses]
    drawn = "come by hazard" if rules.is_litigation_drawn else "are a dated input"
    facts = [
        ("published", str(rules.published or "never")),
        ("rules on suspension from", str(rules.regulations_from or "the start")),
        ("consultation from", str(rules.consultation_from or "none")),
        ("only statutory holders from", str(rules.statutory_holders_from or "never")),
        ("paused", ", ".join(pauses) or "never"),
        ("challenges before a court", drawn),
    ]
    return "Single contracts:\n\n" + table(("", ""), facts)


def _stage(rule: StageRule) -> tuple[str, ...]:
    asks = [
        f"{c.measure} {'≤' if c.is_at_most else '≥'} {c.threshold:g}"
        + (" (required)" if c.is_required else "")
        + ("" if rule.is_hard else f" (weight {c.weight:g})")
        for c in rule.conditions
    ]
    opens = f", from {rule.opens.quarter}" if rule.opens else ""
    back = rule.back
    sent_back = (
        f"after {back.grace} quarters: alliance coverage < {back.alliance_coverage:g}, "
        f"governance < {back.governance:g}, or over control totals by more than "
        f"{back.control_total_excess:g} of income two years running"
        if back
        else "–"
    )
    return (
        rule.stage.name,
        (("hard" if rule.is_hard else "soft") + opens) if asks else "–",
        ", ".join(asks) or "–",
        str(rule.terms.dwell) if asks else "–",
        ", ".join(sorted(rule.gives)).replace("_", " ") or "–",
        sent_back,
        str(rule.opens_to_all or "–"),
    )


def shown(value: Value) -> str:
    """Write a value as a reader would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return f"{value:.4g}"


def place(function: Callable[..., object]) -> str:
    """Say in which file of the package a function is."""
    source = Path(inspect.getsourcefile(function) or "")
    return source.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """Put folded text on one line."""
    return " ".join(text.split())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a Markdown table."""
    cells = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(prose(c).replace("|", "\\|") for c in row) + " |" for row in cells
    )


def page(parts: Iterable[str]) -> str:
    """Join the parts of a page."""
    return "\n\n".join(parts) + "\n"


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
