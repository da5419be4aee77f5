"""Parts of written pages that are made of the code: the order of a step, limits, sources."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path

from acs_abm.analysis.limits import LIMITS
from acs_abm.parameters import Parameter, Role
from acs_abm.steps import SCHEDULE

PARAGRAPH = "\n\n"
KINDS = {
    "assumption": "somebody chose it, for nobody knows it",
    "fitted": "moved by hand until the model came near a published pattern",
    "from memory": "published, but remembered: to be checked",
    "evidence": "published, or follows from what is",
}
"""Kinds of sources, and what each means."""


def with_parts(page: Path, **made: str) -> str:
    """Return a page with each part put in anew between its two marks."""
    text = page.read_text(encoding="utf-8")
    for name, part in made.items():
        begin, end = f"<!-- {name}: made by docs/generate.py -->", f"<!-- end of {name} -->"
        before, rest = text.split(begin)
        text = PARAGRAPH.join([before + begin, part, end]) + rest.split(end)[1]
    return text


def steps() -> str:
    """Say what happens in a step, in order."""
    rows = []
    for phase in SCHEDULE:
        how = (inspect.getdoc(phase.run) or "").split(PARAGRAPH)[0]
        rows.append(f"| {phase.number} | {phase.title} | {' '.join(how.split())} |")
    return "\n".join(["| phase | what | how |", "| --- | --- | --- |", *rows])


def limits() -> str:
    """List what every report says about itself."""
    return "\n".join(f"- {limit}" for limit in LIMITS)


def sources(catalogue: Mapping[str, Parameter]) -> str:
    """Count parameters by kind of source and role, and name those that were fitted."""
    by_kind: dict[str, list[Parameter]] = {kind: [] for kind in KINDS}
    for entry in catalogue.values():
        by_kind[kind_of(entry.source)].append(entry)
    head = (
        "| source | meaning | levers | uncertainties | constants |\n| --- | --- | --- | --- | --- |"
    )
    rows = [
        f"| {kind} | {KINDS[kind]} | {_count(entries, Role.LEVER)} "
        f"| {_count(entries, Role.UNCERTAINTY)} | {_count(entries, Role.CONSTANT)} |"
        for kind, entries in by_kind.items()
    ]
    fitted = [f"- `{entry.name}`: {entry.source}" for entry in by_kind["fitted"]]
    told = "These were fitted, and may not be judged by what they were fitted to:"
    return PARAGRAPH.join(["\n".join([head, *rows]), told, "\n".join(fitted)])


def kind_of(source: str) -> str:
    """Return the kind of a parameter's source."""
    if source.startswith("assumption"):
        return "assumption"
    if source.startswith(("fitted", "set on", "fits")):
        return "fitted"
    return "from memory" if "from memory" in source else "evidence"


def _count(entries: list[Parameter], role: Role) -> int:
    return sum(entry.role is role for entry in entries)
