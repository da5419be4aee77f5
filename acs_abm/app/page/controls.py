"""The scenario panel: which sliders it shows, in what order, behind which folds."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import solara

from acs_abm.app import components, levers
from acs_abm.app.draft import Draft, presets
from acs_abm.app.levers import Lever, describe
from acs_abm.app.page.desk import Desk

Item = dict[str, Any]
NOTHING_OPEN: frozenset[str] = frozenset()


@solara.component
def Controls(desk: Desk) -> solara.Element[Any]:
    """Draw the scenario panel."""
    draft = desk.draft.value
    text, search = solara.use_state("")
    opened, open_folds = solara.use_state(NOTHING_OPEN)
    also = tuple(name for name in draft.changed if name not in _in_short_list(draft))
    items = solara.use_memo(
        lambda: _found(draft, text) if text.strip() else _items(draft, also, opened),
        dependencies=[draft.preset, text, opened, also],
    )
    return components.ScenarioPanel(
        presets=_offered(draft),
        preset=draft.preset_name,
        items=items,
        values={**_presets_own(items), **draft.texts},
        changed=draft.changed,
        faults=dict(draft.faults),
        absent=[lever.label for lever in draft.absent],
        searched=text,
        is_running=desk.view.value.is_running,
        is_eager=desk.is_eager.value,
        can_undo=bool(desk.past.value),
        can_redo=bool(desk.future.value),
        event_choose_preset=desk.choose_preset,
        event_set_value=desk.set_value,
        event_search=lambda typed: search(str(typed)),
        event_fold=lambda name: open_folds(lambda now: now ^ {str(name)}),
        event_undo=desk.undo,
        event_redo=desk.redo,
        event_reset=desk.reset,
        event_set_eager=desk.set_eager,
        event_run=desk.run,
    )


def _offered(draft: Draft) -> list[dict[str, str]]:
    """List the presets, a file of the visitor's own first."""
    offered = [{"name": name, "question": question} for name, question in presets().items()]
    if draft.uploaded is not None:
        why = f"Your own file. {' '.join(draft.uploaded.why.split())}"
        offered.insert(0, {"name": draft.preset_name, "question": why})
    return offered


def _in_short_list(draft: Draft) -> set[str]:
    return {lever.name for lever in draft.levers}


def _items(draft: Draft, also: tuple[str, ...], opened: frozenset[str]) -> list[Item]:
    """List groups and folds: the short list, what else was changed, then the whole catalogue."""
    items = [
        _group(title, list(group), draft)
        for title, group in groupby(draft.levers, key=lambda lever: lever.group)
    ]
    if also:
        items.append(_group("Also changed", [levers.other(name) for name in also], draft))
    for role, title in levers.ROLES.items():
        shelves = levers.shelves(draft.preset, role)
        count = sum(map(len, shelves.values()))
        items.append(_fold(role.value, f"{title} ({count})", 1, opened))
        if role.value not in opened:
            continue
        for group, names in shelves.items():
            fold = f"{role.value}/{group}"
            items.append(_fold(fold, f"{group} ({len(names)})", 2, opened))
            if fold in opened:
                items.append(_group("", [levers.other(name) for name in names], draft, fold))
    return items


def _found(draft: Draft, text: str) -> list[Item]:
    """List what a search finds."""
    names = levers.search(draft.preset, text)
    shown = names[: levers.MOST_FOUND]
    title = f"Found {len(names)}" if len(names) == len(shown) else (
        f"Found {len(names)}, the first {len(shown)} are shown")  # fmt: skip
    return [_group(title, [levers.other(name) for name in shown], draft, has_groups=True)]


def _group(
    title: str, group: list[Lever], draft: Draft, fold: str = "", *, has_groups: bool = False
) -> Item:
    """Give some sliders; their rule's name goes before each label where they are of several."""
    described = [
        {
            **describe(lever, draft.preset),
            "label": f"{lever.group}: {lever.label}" if has_groups else lever.label,
        }
        for lever in group
    ]
    return {"kind": "group", "name": fold or title, "title": title, "levers": described}


def _fold(name: str, title: str, level: int, opened: frozenset[str]) -> Item:
    return {"kind": "fold", "name": name, "title": title, "level": level, "isOpen": name in opened}


def _presets_own(items: list[Item]) -> dict[str, str]:
    """Give the preset's value of every slider shown."""
    return {
        lever["name"]: lever["preset"]
        for item in items
        if item["kind"] == "group"
        for lever in item["levers"]
    }
