"""How generated pages are written in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from acs_abm.parameters import Value

MADE = "*Made by `python docs/generate.py`; do not edit.*"
PARAGRAPH = "\n\n"


def shown(value: Value) -> str:
    """Write a value as a reader would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return f"{value:.4g}"


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
