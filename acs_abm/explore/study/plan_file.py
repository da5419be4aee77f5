"""Reading the plan of a study from its folder, and holding it to its fingerprint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from acs_abm.errors import AcsError, StudyError
from acs_abm.explore.study.design import Design
from acs_abm.explore.study.plan import KIND, PLAN, SCHEMA_VERSION, Plan, digits_of


def is_study(folder: Path) -> bool:
    """Whether a folder holds a study."""
    return (folder / PLAN).is_file()


def read_plan(folder: Path) -> Plan:
    """Read the plan of the study in a folder.

    Raises
    ------
    StudyError
        If there is none, or it is damaged.
    """
    path = folder / PLAN
    try:
        return parse_plan(path.read_text(encoding="utf-8"), path)
    except (FileNotFoundError, NotADirectoryError):
        what = (
            f"holds no {PLAN}, so it is no study" if folder.is_dir() else "there is no such folder"
        )
        raise StudyError(f"{folder}: {what}") from None
    except UnicodeDecodeError:
        raise StudyError(f"{path}: is damaged: not text") from None
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error.strerror})") from None


def parse_plan(text: str, path: Path) -> Plan:
    """Read a plan and hold it to its fingerprint.

    Raises
    ------
    StudyError
        If it is damaged, was changed by hand or belongs to another version.
    """
    try:
        content = json.loads(text)
        if content.pop("kind") != KIND:
            raise StudyError(f"{path}: is not the plan of a study")
        for key in ("replicates", "chunk"):  # not in the fingerprint, for they may change
            if type(content[key]) is not int or content[key] < 1:
                raise StudyError(f"{path}: is damaged: {key} is {content[key]!r}")
        version, written = content.pop("schema_version"), content.pop("plan_hash")
        of_points = content.pop("points_hash", None)
        if version != SCHEMA_VERSION:
            raise StudyError(
                f"{path}: schema_version is {version!r}; this package reads {SCHEMA_VERSION}"
            )
        design = content.pop("design")
        is_whole = of_points == (digits_of(design) if content.get("grown_from") else None)
        points = tuple(tuple(_value(value) for value in point) for point in design.pop("points"))
        lists = {key: tuple(value) for key, value in design.items() if isinstance(value, list)}
        tuples = {key: tuple(content[key]) for key in ("systems", "outputs")}
        tuples["grown_from"] = tuple(tuple(stage) for stage in content.get("grown_from", ()))
        plan = Plan(
            **{**content, **tuples, "design": Design(**{**design, **lists, "points": points})}
        )
        is_whole &= plan.fingerprint == written
    except AcsError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StudyError(f"{path}: is damaged, or no plan of a study ({error})") from None
    if not is_whole:
        raise StudyError(f"{path}: was changed or damaged since it was written")
    return plan


def _value(written: Any) -> Any:
    return tuple(written) if isinstance(written, list) else written
