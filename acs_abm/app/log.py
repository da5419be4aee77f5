"""The log: what happened to whom, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from acs_abm.analysis.words import STAGES, spell_offer
from acs_abm.app.directory import Directory
from acs_abm.app.recording import Recording
from acs_abm.app.tile_board import readable

KINDS: Mapping[str, str] = {
    "system": "Care systems",
    "place": "Contracts",
    "ccg": "CCGs",
    "trust": "Trusts",
    "council": "Councils",
    "lmc": "Medical committees",
    "practice": "Practices",
    "court": "Court",
    "regulator": "NHS England",
}
"""Kinds of event and what the page calls them."""

USUAL = tuple(kind for kind in KINDS if kind != "practice")
"""Kinds that are shown at first: practices close and merge by the hundred."""

MOST_SHOWN = 250

Words = Callable[[str, Directory], str]


def entries(
    recording: Recording, directory: Directory, position: int, area: str, kinds: Sequence[str]
) -> dict[str, Any]:
    """Give what had happened by the end of a quarter, the newest first.

    Parameters
    ----------
    area
        Code of the area to keep to; empty for the whole country.
    kinds
        Kinds of event to show.
    """
    table = recording.tables.get("events")
    if table is None:
        return {"rows": [], "found": 0, "counts": dict.fromkeys(KINDS, 0)}
    past = set(recording.labels[: position + 1])
    here = [
        event
        for event in table.itertuples(index=False)
        if event.quarter in past
        and (not area or directory.home(str(event.kind), str(event.code)) == area)
    ]
    shown = [event for event in here if event.kind in kinds]
    return {
        "rows": [_row(event, directory) for event in reversed(shown[-MOST_SHOWN:])],
        "found": len(shown),
        "counts": {kind: sum(event.kind == kind for event in here) for kind in KINDS},
    }


def _row(event: Any, directory: Directory) -> dict[str, str]:
    kind, code = str(event.kind), str(event.code)
    is_askable = directory.knows(kind, code)
    return {
        "quarter": readable(str(event.quarter)),
        "label": str(event.quarter),
        "kind": KINDS.get(kind, kind),
        "who": f"{kind}:{code}" if is_askable else "",
        "name": _name(kind, code, directory),
        "what": _what(str(event.what), str(event.detail), directory),
    }


def _name(kind: str, code: str, directory: Directory) -> str:
    if kind == "court":
        return "High Court"
    if kind == "council":
        return f"Councils of {directory.name(kind, code)}"
    if kind == "lmc":
        return f"Committee of {directory.name(kind, code)}"
    if kind == "practice":
        return f"{code}, {directory.name(kind, code)}"
    return directory.name(kind, code)


def _what(what: str, detail: str, directory: Directory) -> str:
    """Say what happened; what is not worded here is told as it was noted."""
    words = WORDS.get(what)
    if words is not None:
        return words(detail, directory)
    return f"{what}: {detail}" if detail else what


def _stage(detail: str) -> str:
    """Turn the name of a stage at the head or after "to" into words."""
    found = re.search("|".join(sorted(STAGES, key=len, reverse=True)), detail)
    return detail.replace(found[0], STAGES[found[0]]) if found else detail


def _ballot(detail: str, _: Directory) -> str:
    offer, *result = detail.split(", ", 1)
    return f"balloted on the {spell_offer(offer).lower()}: {''.join(result)}"


def _lead(detail: str, directory: Directory) -> str:
    return f"is led by {directory.name('trust', detail)}" if detail else "has no lead any more"


WORDS: Mapping[str, Words] = {
    "selected": lambda d, _: f"was selected by NHS England ({d})",
    "reached": lambda d, _: f"became {_stage(d)}",
    "sent back": lambda d, _: f"was sent back {_stage(d)}",
    "alliance launched": lambda _, __: "launched an alliance",
    "lead changed": _lead,
    "passed its deficit on": lambda d, _: f"passed its deficit on to commissioners and funds ({d})",
    "shares a control total": lambda d, _: f"shares one control total ({d})",
    "shares officer": lambda d, who: f"shares an accountable officer with {who.name('ccg', d)}",
    "merged": lambda d, who: f"merged into {who.name('ccg', d.removeprefix('into '))}",
    "merged into": lambda d, who: f"merged into {who.name('trust', d)}",
    "offers to run practices": lambda _, __: "offered to run practices",
    "ballot": _ballot,
    "procurement began": lambda d, _: f"began to procure a {d.lower()} contract",
    "procurement lapsed": lambda _, __: "let its procurement lapse",
    "holder chosen": lambda d, _: f"chose a holder: {d}",
    "contract live": lambda d, _: f"a {d.lower()} contract went live",
    "alliance broke": lambda _, __: "its alliance broke",
    "challenge before the court": lambda d, _: f"heard a challenge to the contract ({d})",
    "challenge dismissed": lambda d, _: f"dismissed the challenge ({d})",
    "closed": lambda d, _: f"closed: {d}",
}
"""What happened, as the page says it."""
