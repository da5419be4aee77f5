"""A link to what the controls say: version, seed, preset and only the values that were changed.

``?version=0.1.0&seed=7&preset=plan_2017&offer.alliance_agreement.payment=4``. Anybody may have
written the link that somebody opens, and perhaps for another version: it is read as far as it
makes sense, and whatever was not taken to the letter is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from acs_abm.app.draft import HIGHEST_SEED, Draft, presets
from acs_abm.errors import nearest
from acs_abm.explore.provenance import package_version
from acs_abm.parameters import Parameter, Value

VERSION, SEED, PRESET = "version", "seed", "preset"
LONGEST_LINK = 8_000  # characters; browsers and servers cut longer ones
MOST_REMARKS = 8
SHOWN = 40


@dataclass(frozen=True)
class Reading:
    """What a link says.

    Attributes
    ----------
    draft
        The controls as the link sets them.
    remarks
        What was not taken to the letter, for the reader.
    """

    draft: Draft
    remarks: tuple[str, ...] = ()


def write_link(draft: Draft) -> str:
    """Write what the controls say as the query of a link; empty while they say no scenario."""
    if draft.scenario is None or draft.seed is None or draft.preset_name not in presets():
        return ""
    values = {name: _written(value) for name, value in sorted(draft.changes.items())}
    facts = {VERSION: package_version(), SEED: str(draft.seed), PRESET: draft.preset_name}
    return urlencode({**facts, **values})


def read_link(query: str) -> Reading:
    """Read the query of a link.

    Parameters
    ----------
    query
        What stands behind the question mark. Empty for a page opened without one.
    """
    if not query:
        return Reading(Draft())
    if len(query) > LONGEST_LINK:
        return Reading(Draft(), (f"The link is over {LONGEST_LINK:,} characters: not read.",))
    remarks: list[str] = []
    facts = _facts(query, remarks)
    if not facts:
        return Reading(Draft(), tuple(remarks))
    _read_version(facts.pop(VERSION, None), remarks)
    draft = _read_preset(facts.pop(PRESET, None), remarks)
    draft = _read_seed(draft, facts.pop(SEED, None), remarks)
    for name, text in facts.items():
        draft = _read_value(draft, name, text, remarks)
    if "scenario" in draft.faults:
        remarks.append(f"The values of the link do not go together: {draft.faults['scenario']}.")
    if len(remarks) > MOST_REMARKS:
        more = len(remarks) - MOST_REMARKS + 1
        remarks[MOST_REMARKS - 1 :] = [f"{more} more parts of the link were left out or changed."]
    return Reading(draft, tuple(remarks))


def _facts(query: str, remarks: list[str]) -> dict[str, str]:
    """Take a query apart; the first of what is said twice counts."""
    facts: dict[str, str] = {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        remarks.append("The link is damaged: it is not made of name=value parts; it was not read.")
        return {}
    for name, text in pairs:
        if name in facts:
            remarks.append(f"The link says '{_shown(name)}' twice; the first counts.")
        facts.setdefault(name, text)
    return facts


def _read_version(text: str | None, remarks: list[str]) -> None:
    here = package_version()
    if text is None:
        remarks.append(f"The link names no version; numbers may differ from those of {here}.")
    elif text != here:
        remarks.append(
            f"The link was made with version '{_shown(text)}', this is {here}: the same controls "
            "may give other numbers."
        )


def _read_preset(name: str | None, remarks: list[str]) -> Draft:
    draft = Draft()
    if name is None:
        remarks.append(f"The link names no preset; {draft.preset_name} is used.")
    elif name not in presets():
        remarks.append(
            f"The link names the preset '{_shown(name)}', which there is not"
            f"{nearest(name, presets())}; {draft.preset_name} is used."
        )
    else:
        draft = draft.choose(name)
    return draft


def _read_seed(draft: Draft, text: str | None, remarks: list[str]) -> Draft:
    if text is None:
        return draft
    number = _number(text)
    if number is None or not number.is_integer():
        remarks.append(
            f"The link's seed is '{_shown(text)}', not a whole number from 0 to "
            f"{HIGHEST_SEED:,}; {draft.seed_text} is used."
        )
        return draft
    clamped = int(max(0.0, min(number, HIGHEST_SEED)))
    if clamped != number:
        remarks.append(f"The link's seed {_shown(text)} is out of range; {clamped} is used.")
    return draft.type_seed(str(clamped))


def _read_value(draft: Draft, name: str, text: str, remarks: list[str]) -> Draft:
    """Take a value into the draft, moved into the accepted range where it lies outside."""
    if name not in draft.preset.catalogue:
        remarks.append(
            f"The link sets '{_shown(name)}', which is no parameter of {draft.preset_name}"
            f"{nearest(name, draft.preset.catalogue)}; it was left out."
        )
        return draft
    entry = draft.preset.parameter(name)
    number = _number(text)
    if not entry.is_number or number is None:
        remarks.append(
            f"The link sets {name} to '{_shown(text)}'; it takes {entry.allowed()}. "
            "It was left out."
        )
        return draft
    accepted = _accepted(entry, number)
    if accepted != number:
        remarks.append(
            f"The link sets {name} to {_shown(text)}; it takes {entry.allowed()}: "
            f"{accepted:g} is used."
        )
    return draft.type(name, _written(accepted))


def _accepted(entry: Parameter, number: float) -> float:
    """Return the nearest number that a parameter takes."""
    if isinstance(entry.default, int):
        number = float(round(number))
    return max(entry.at_least, min(number, entry.at_most))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _written(value: Value) -> str:
    """Write a number so that nothing of it is lost; a whole one without its point."""
    number = float(value)  # type: ignore[arg-type] # the controls hold numbers
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _shown(text: str) -> str:
    """Shorten what somebody wrote, for a message."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in text)
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1]}…"
