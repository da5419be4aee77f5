"""HTML by construction: whatever is not markup yet is escaped, and every element is closed."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

VOID = frozenset({"br", "img", "meta", "hr"})


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def escape(text: object) -> Markup:
    """Return text as HTML, escaped unless it is markup."""
    return text if isinstance(text, Markup) else Markup(html.escape(str(text)))


def element(name: str, /, *children: object, **attributes: str) -> Markup:
    """Make an element.

    Parameters
    ----------
    name
        Its tag.
    *children
        What it holds; escaped unless it is markup.
    **attributes
        Its attributes; a trailing underscore is dropped (``class_``), others become hyphens.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
    )
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join(escape(child) for child in children)}</{name}>")


def lines(items: Iterable[object]) -> Markup:
    """Put items under one another."""
    return Markup("\n".join(escape(item) for item in items))


def many(name: str, items: Iterable[object]) -> Markup:
    """Make one element of each item, under one another."""
    return lines(element(name, item) for item in items)


def bullets(items: Iterable[object]) -> Markup:
    """Make a list with bullets."""
    return element("ul", many("li", items))


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], left: int = 1
) -> Markup:
    """Make a table whose first column names its rows.

    Parameters
    ----------
    caption
        What it shows.
    heads
        Names of the columns.
    rows
        The cells.
    left
        How many columns hold words and are set to the left.
    """
    titles = (
        element("th", name, scope="col", **({"class_": "words"} if 0 < place < left else {}))
        for place, name in enumerate(heads)
    )
    head = element("tr", lines(titles))
    body = lines(element("tr", lines(_cells(row, left))) for row in rows)
    content = element(
        "table", element("caption", caption), element("thead", head), element("tbody", body)
    )
    return element("div", content, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _cells(row: Sequence[object], left: int) -> Iterable[Markup]:
    first, *rest = row
    yield element("th", first, scope="row")
    for place, cell in enumerate(rest, start=1):
        yield element("td", cell, class_="words") if place < left else element("td", cell)
