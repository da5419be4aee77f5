"""Reading ``report.yaml``: what the report of a study tells, in order.

::

    outcomes:
      joined: {of: list_share_alliance@2022-Q1, label: share of patients in an alliance}
    tell:
      - sensitivity: joined
      - discover: joined > 0.5
      - over_time: list_share_alliance
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acs_abm.analysis.studies.areas import tell_map, tell_timeline
from acs_abm.analysis.studies.discoveries import tell_discovery
from acs_abm.analysis.studies.finding import Finding, named, source_of, worded
from acs_abm.analysis.studies.sensitivities import tell_sensitivity
from acs_abm.analysis.studies.telling import (
    tell_difference,
    tell_levels,
    tell_over_time,
    tell_settling,
    tell_values,
)
from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import AcsError, StudyError, nearest
from acs_abm.explore.study.outcome import Condition
from acs_abm.explore.study.study import Study


@dataclass(frozen=True)
class Told:
    """An outcome by the short name that a report file gives it."""

    of: str
    label: str = ""


def read_report_file(path: Path, study: Study) -> list[Finding]:
    """Find out all that a report file asks for.

    Raises
    ------
    StudyError
        If anything in the file is not allowed; the message names the file and the field.
    """
    content = read_document(path)
    try:
        expect_keys(content, {"outcomes", "tell"}, path)
        expect(content, "tell", list, path)
        outcomes = {
            str(name): _outcome(str(name), entry)
            for name, entry in dict(content.get("outcomes") or {}).items()
        }
        found = [_finding(number, entry, outcomes, study) for number, entry in _numbered(content)]
    except AcsError as error:
        message = str(error)
        placed = message if message.startswith(str(path)) else f"{path}: {message}"
        raise StudyError(placed) from None
    return _told_apart(found)


def _told_apart(found: Sequence[Finding]) -> list[Finding]:
    """Number findings of the same name, so that none takes the files of another."""
    apart: dict[str, Finding] = {}
    for finding in found:
        name, number = finding.name, 1
        while name in apart:
            number += 1
            name = f"{finding.name}_{number}"
        apart[name] = dataclasses.replace(finding, name=name)
    return list(apart.values())


def _numbered(content: Mapping[str, Any]) -> list[tuple[int, Any]]:
    return list(enumerate(content["tell"], start=1))


def _outcome(name: str, entry: Any) -> Told:
    if isinstance(entry, str):
        return Told(entry.strip(), name.replace("_", " "))
    if not isinstance(entry, dict) or not isinstance(entry.get("of"), str):
        raise StudyError(f"outcomes.{name}: write an outcome, or {{of: …, label: …}}")
    expect_keys(entry, {"of", "label"}, "", f"outcomes.{name}")
    return Told(entry["of"].strip(), str(entry.get("label", name.replace("_", " "))))


def _finding(number: int, entry: Any, outcomes: Mapping[str, Told], study: Study) -> Finding:
    field = f"tell[{number}]"
    if not isinstance(entry, dict) or not entry:
        raise StudyError(f"{field}: {entry!r} is not a mapping such as {{sensitivity: joined}}")
    kind, asked = next(iter(entry.items()))
    rest = {str(key): value for key, value in entry.items() if key != kind}
    if kind not in KINDS:
        raise StudyError(
            f"{field}: '{kind}' is not one of {', '.join(KINDS)}{nearest(str(kind), KINDS)}"
        )
    tell, allowed = KINDS[kind]
    for key in rest:
        if key not in allowed:
            may = ", ".join(allowed) or "nothing else"
            raise StudyError(f"{field}.{kind}: '{key}' is not allowed beside it ({may})")
    try:
        found = tell(study, asked, outcomes, rest)
    except AcsError as error:
        raise StudyError(f"{field}.{kind}: {error}") from None
    parts = [
        str(kind),
        *([] if isinstance(asked, list) else [str(asked)]),
        *map(str, rest.values()),
    ]
    return dataclasses.replace(found, name=named("_".join(parts)))


def _told(asked: Any, outcomes: Mapping[str, Told]) -> Told:
    return outcomes.get(str(asked), Told(str(asked)))


Rest = Mapping[str, Any]
Outcomes = Mapping[str, Told]


def _sensitivity(study: Study, asked: Any, outcomes: Outcomes, rest: Rest) -> Finding:
    told = _told(asked, outcomes)
    against = rest.get("against")
    found = study.sensitivity(told.of, rest.get("method"), against)
    return tell_sensitivity(found, told.label, source_of(study.plan), against)


def _discover(study: Study, asked: Any, outcomes: Outcomes, rest: Rest) -> Finding:
    condition = Condition.parse(str(asked))
    told = _told(condition.of, outcomes)
    found = study.discover(
        f"{told.of} {condition.sign} {condition.limit!r}",
        density=rest.get("density"), boxes=rest.get("boxes", 1), against=rest.get("against"),
    )  # fmt: skip
    return tell_discovery(found, told.label, source_of(study.plan), rest.get("against"))


def _level(study: Study, asked: Any, outcomes: Outcomes, _: Rest) -> Finding:
    told = _told(asked, outcomes)
    return tell_levels(study, told.of, told.label)


def _difference(study: Study, asked: Any, outcomes: Outcomes, _: Rest) -> Finding:
    told = _told(asked, outcomes)
    return tell_difference(study, told.of, told.label)


def _values(study: Study, asked: Any, outcomes: Outcomes, rest: Rest) -> Finding:
    told = _told(asked, outcomes)
    if "by" not in rest:
        raise StudyError("by: is missing; it takes a parameter that the study varies")
    return tell_values(study, told.of, str(rest["by"]), told.label)


def _over_time(study: Study, asked: Any, _: Outcomes, __: Rest) -> Finding:
    return tell_over_time(study, str(asked))


def _replicates(study: Study, asked: Any, outcomes: Outcomes, _: Rest) -> Finding:
    names = asked if isinstance(asked, list) else [asked]
    told = [_told(name, outcomes) for name in names]
    return tell_settling(
        study, [one.of for one in told], [one.label or worded(one.of) for one in told]
    )


def _map(study: Study, asked: Any, _: Outcomes, rest: Rest) -> Finding:
    return tell_map(study, str(asked), rest.get("point", 0))


def _timeline(study: Study, asked: Any, _: Outcomes, rest: Rest) -> Finding:
    return tell_timeline(study, str(asked), rest.get("point", 0))


Teller = Callable[[Study, Any, Outcomes, Rest], Finding]
KINDS: dict[str, tuple[Teller, tuple[str, ...]]] = {
    "level": (_level, ()),
    "difference": (_difference, ()),
    "values": (_values, ("by",)),
    "over_time": (_over_time, ()),
    "map": (_map, ("point",)),
    "timeline": (_timeline, ("point",)),
    "sensitivity": (_sensitivity, ("method", "against")),
    "discover": (_discover, ("density", "boxes", "against")),
    "replicates": (_replicates, ()),
}
"""What a report can tell, and what may stand beside it."""
