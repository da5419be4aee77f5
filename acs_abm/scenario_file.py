"""Reading the file of a scenario: where it is, what it extends, the offers on its table."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from acs_abm.contracts.offer import OfferDocument, parse_offer, shipped_offers
from acs_abm.documents import expect, expect_keys, parse_document, read_document
from acs_abm.errors import ScenarioError, UnknownNameError, nearest, where
from acs_abm.stages.calendar_file import merge

DEEPEST_EXTENDS = 10
LEAST = "'name:' and 'why:'"
"""What a scenario says at least."""
SHAPES: dict[str, type | tuple[type, ...]] = {
    "name": str, "why": str, "expectation": str, "found": str, "sources": list,
    "start": str, "until": str, "steps_per_year": int, "calendar": (str, dict),
    "offers": dict, "set": dict, "mandate_from": str, "offer_changes": list, "rules": list,
    "systems": list,
}  # fmt: skip
_KEYS = {*SHAPES, "extends"}


def find_scenario(name: str | Path, beside: Path | None) -> Path:
    """Find the file of a scenario: a path, or the name of a shipped one."""
    text = str(name)
    if isinstance(name, Path) or text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text:
        path = Path(text)
        return path if path.is_absolute() or beside is None else beside.parent / path
    with resources.as_file(resources.files("acs_abm") / "scenarios") as folder:
        known = {path.stem: path for path in folder.glob("*.yaml")}
    if text not in known:
        allowed = ", ".join(sorted(known))
        place = where(beside, "extends") if beside else ""
        message = f"no scenario '{text}'{nearest(text, known)} (shipped: {allowed})"
        raise UnknownNameError(f"{place}{message}; or give the path of a .yaml file")
    return known[text]


def read_chain(path: Path, text: str | None = None) -> dict[str, Any]:
    """Read a file and whatever it extends, the nearest last.

    Parameters
    ----------
    path
        The file.
    text
        What stands in it, where somebody has read it already; its name is then for messages.
    """
    layers: list[dict[str, Any]] = []
    seen: list[Path] = []
    current: Path | None = path
    while current is not None:
        if current.resolve() in seen:
            raise ScenarioError(f"{path}: extends: '{current.stem}' extends itself in a circle")
        if len(seen) == DEEPEST_EXTENDS:
            raise ScenarioError(f"{path}: extends: a chain of more than {DEEPEST_EXTENDS} files")
        seen.append(current.resolve())
        is_read = text is not None and current is path
        content = (
            parse_document(text or "", current, LEAST) if is_read else read_document(current, LEAST)
        )
        expect_keys(content, _KEYS, current)
        below = content.pop("extends", None)
        if below is not None and not isinstance(below, str):
            raise ScenarioError(f"{current}: extends: {below!r} is not the name of a scenario")
        _check_shapes(content, current)
        layers.append(content)
        current = find_scenario(below, current) if below else None
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        said = {key: value for key, value in layer.items() if value is not None}
        below, own = merged.get("calendar"), said.get("calendar")
        if isinstance(below, str) and isinstance(own, Mapping):
            said["calendar"] = {"extends": below, **own}
        merged = merge(merged, said)
    # what was found holds for the world it was found in, not for one that extends it
    own = {"name": layers[0].get("name") or path.stem, "found": layers[0].get("found") or ""}
    return {**merged, **own}


def _check_shapes(content: Mapping[str, Any], path: Path) -> None:
    for key, kind in SHAPES.items():
        if content.get(key) is not None:
            expect(content, key, kind, path)


def offers_on_table(written: Mapping[str, Any], path: Path) -> tuple[OfferDocument, ...]:
    """Resolve which offers are on the table: ``name: true``, ``false`` or a definition."""
    shipped = shipped_offers()
    documents = []
    for name, content in written.items():
        if content is False:
            continue
        if content is True:
            if name not in shipped:
                allowed = ", ".join(shipped)
                message = f"no offer '{name}' is shipped{nearest(name, shipped)} ({allowed})"
                raise UnknownNameError(f"{where(path, 'offers')}{message}")
            documents.append(shipped[name])
        elif isinstance(content, Mapping):
            below = offer_content(shipped[name]) if name in shipped else {}
            documents.append(parse_offer({**merge(below, content), "name": name}, path))
        else:
            message = f"{content!r} is not true, false or the definition of an offer"
            raise ScenarioError(f"{where(path, f'offers.{name}')}{message}")
    return tuple(documents)


def offer_content(document: OfferDocument) -> dict[str, Any]:
    """Write an offer in the form of its file."""
    offer = document.offer
    return {
        "label": offer.label,
        "why": offer.why,
        "level": offer.level.name,
        "add_on": offer.is_add_on,
        "opened_by": str(offer.opened_by),
        "open_to": list(offer.open_to),
        "start": str(offer.start) if offer.start else None,
        "deadline": str(offer.deadline) if offer.deadline else None,
        "core_contract": str(offer.core_contract),
        "salaried": offer.is_salaried,
        "local_premium": offer.is_premium_local,
        "pays_from_stage": offer.pays_from_stage,
        "terms": {
            entry.name.rpartition(".")[2]: {
                "value": entry.default,
                "low": entry.low,
                "high": entry.high,
                "source": entry.source,
                "role": str(entry.role),
            }
            for entry in document.parameters
        },
    }
