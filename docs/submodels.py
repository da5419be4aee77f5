"""Section 7 of the description of the model, made of the docstrings of the rules.

What a submodel does is written once, beside its code. Here stands the order in which the
description tells it, and how a docstring becomes a page: a dotted parameter is followed by its
default, so that no number is written twice.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from acs_abm.parameters import Parameter, Value, declared

ROOT = Path(__file__).parents[1]
ROOMS = ("decisions", "contracts", "incentives", "outcomes", "stages")
ORDER: Mapping[str, tuple[str, ...]] = {
    "The staged implementation": (
        "stages.stage", "stages.calendar", "stages.gate", "stages.contract", "stages.commissioners",
        "contracts.offer", "contracts.offer_change",
    ),
    "Regulators and systems": (
        "decisions.trust_control_total", "decisions.regulator_oversight",
        "decisions.system_deficit", "decisions.system_risk_sharing",
        "decisions.regulator_designation", "decisions.regulator_inspection",
        "decisions.regulator_assurance", "decisions.contract_holder",
        "decisions.judicial_review", "decisions.system_lead",
        "decisions.local_authority_partnership",
    ),
    "Demand, work and quality": (
        "outcomes.demand", "outcomes.actuarial_luck", "outcomes.patient_choice",
        "outcomes.elective_waits", "outcomes.delayed_discharges", "outcomes.capability",
        "outcomes.integration_effect", "outcomes.workload", "outcomes.distress",
        "outcomes.quality", "outcomes.workforce", "outcomes.closures",
    ),
    "Money": (
        "ledger",
        "contracts.allocations", "contracts.tariff", "contracts.leakage",
        "contracts.blended_payment", "contracts.tariff_share", "contracts.benchmark",
        "contracts.alliance_pool", "contracts.single_contract", "contracts.partial",
        "contracts.full",
        "contracts.risk_corridor", "contracts.contracting_costs", "contracts.trust_costs",
        "contracts.general_practice", "incentives.quality_outcomes_framework",
        "incentives.agreement_payment", "incentives.improvement_payment", "incentives.cquin",
        "incentives.quality_premium",
    ),
    "Trust and maturity": ("outcomes.relationships", "outcomes.governance"),
    "How organisations decide": (
        "decisions.choice", "decisions.lmc_position", "decisions.commissioner_strategy",
        "decisions.commissioner_resistance", "decisions.management_resource",
        "decisions.ccg_officers", "decisions.ccg_mergers", "decisions.delegated_commissioning",
        "decisions.trust_integration", "decisions.trust_result", "decisions.trust_resistance",
        "decisions.trust_horizontal", "decisions.trust_runs_practices",
        "decisions.practice_integration", "decisions.practice_promise",
        "decisions.practice_resistance", "decisions.practice_return",
        "decisions.practice_beliefs", "outcomes.demonstration", "decisions.break_even",
        "contracts.alliance",
    ),
}  # fmt: skip
"""Submodels by the module that holds them, in the order of a step."""

BESIDE: Mapping[str, tuple[str, ...]] = {
    "decisions.practice_integration": ("decisions.practice_choice",),
}
"""Modules that declare parameters of a submodel told elsewhere."""

NO_SUBMODELS = ("decisions.practice_options", "stages.calendar_file", "stages.terms",
                "stages.thresholds")  # fmt: skip
"""Forms and readers: what they hold is told where it is used."""


def submodels(catalogue: Mapping[str, Parameter]) -> str:
    """Tell every submodel, in order."""
    parts = []
    for title, modules in ORDER.items():
        parts += [f"### {title}", *(_submodel(module, catalogue) for module in modules)]
    return "\n\n".join(parts)


def _submodel(module: str, catalogue: Mapping[str, Parameter]) -> str:
    title, _, body = docstring(module).partition("\n\n")
    parts = [
        f"#### {one_line(title).rstrip('.')}",
        f"`{path_of(module)}`",
        as_markdown(body, catalogue),
    ]
    rows = [
        f"| `{entry.name}` | {entry.symbol or '–'} | {written(entry.default)} | {entry.unit} "
        f"| {entry.source.replace('|', '/')} |"
        for name in (module, *BESIDE.get(module, ()))
        for entry in declared(f"acs_abm.{name}").values()
    ]
    if rows:
        head = "| parameter | symbol | default | unit | source |\n| --- | --- | --- | --- | --- |"
        parts.append("\n".join([head, *rows]))
    return "\n\n".join(part for part in parts if part)


def path_of(module: str) -> str:
    """Return where in the project a module of the package is."""
    return f"acs_abm/{module.replace('.', '/')}.py"


def docstring(module: str) -> str:
    """Return the docstring of a module of the package."""
    tree = ast.parse((ROOT / path_of(module)).read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


def as_markdown(text: str, catalogue: Mapping[str, Parameter]) -> str:
    """Turn the text of a docstring into Markdown: equations, references, names, defaults."""
    blocks: list[str] = []
    for block in text.split("\n\n"):
        if block.startswith("    "):
            lines = "\n".join(line.removeprefix("    ") for line in block.splitlines())
            blocks.append(f"```text\n{lines}\n```")
        elif block.startswith("- "):
            items = [one_line(item) for item in re.split(r"\n(?=- )", block)]
            blocks.append(_names("\n".join(items), catalogue))
        else:
            head, _, rest = block.partition("\n----------\n")
            plain = f"*{head}.* {rest}" if rest else re.sub(r"::$", ":", block)
            if plain.strip(":"):
                blocks.append(_names(one_line(plain), catalogue))
    return "\n\n".join(blocks)


def _names(text: str, catalogue: Mapping[str, Parameter]) -> str:
    def name(match: re.Match[str]) -> str:
        code = match[1]
        default = f" ({written(catalogue[code].default)})" if code in catalogue else ""
        return f"`{code}`{default}"

    text = re.sub(r"``docs/explanation/(\w+)\.md``", r"[\1](\1.md)", text)
    text = re.sub(r":mod:`acs_abm\.([\w.]+)`", lambda m: f"`{path_of(m[1])}`", text)
    return re.sub(r"``([^`]+)``", name, text)


def written(value: Value) -> str:
    """Write a default as a reader would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")


def one_line(text: str) -> str:
    """Put folded text on one line."""
    return " ".join(text.split())
