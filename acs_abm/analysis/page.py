"""The page of a report: one HTML file that needs nothing else, made of sections and figures."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

import pandas as pd

from acs_abm.analysis.illustrations import Illustration
from acs_abm.analysis.markup import Markup, bullets, element, escape, lines, many, table
from acs_abm.analysis.style import NOT_A_FORECAST, save
from acs_abm.analysis.words import capital, number
from acs_abm.explore.provenance import package_version

REPORT = "report.html"
FIGURES = "figures"
UNBROKEN = re.compile(r"\d{4}-Q\d|\([−\d][^()]{0,24}\)")


def page(
    title: str, subtitle: str, notice: Markup, sections: Mapping[str, tuple[str, object]]
) -> str:
    """Make the page of a report.

    Parameters
    ----------
    title, subtitle
        What it reports on.
    notice
        How it is to be read; above the sections.
    sections
        Title and content of each section by its anchor; the first holds the findings.
    """
    links = [element("a", name, href=f"#{key}") for key, (name, _) in sections.items()]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} – acs_abm"),
        element("style", Markup(_css())),
    )
    body = element(
        "body",
        element("a", "Skip to the findings", href=f"#{next(iter(sections))}", class_="skip"),
        element("header", element("h1", title), element("p", subtitle)),
        element("nav", element("ul", many("li", links)), aria_label="Contents"),
        element(
            "main",
            element("p", capital(NOT_A_FORECAST) + ".", class_="notice"),
            notice,
            *(
                element("section", element("h2", name), content, id=key)
                for key, (name, content) in sections.items()
            ),
        ),
        element("footer", element("p", f"Made by acs_abm {package_version()}.")),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def _css() -> str:
    return (resources.files("acs_abm.analysis") / "report.css").read_text(encoding="utf-8")


def said(sentences: Iterable[str]) -> Markup:
    """List sentences; a quarter or a bracketed band is not broken over two lines."""
    return bullets(unbroken(sentence) for sentence in sentences)


def unbroken(sentence: str) -> Markup:
    """Keep a quarter or a bracketed band on one line."""
    return Markup(UNBROKEN.sub(r'<span class="whole">\g<0></span>', escape(sentence)))


def shown_figure(illustration: Illustration, folder: Path) -> Markup:
    """Save a figure; show it with its text alternative, and its numbers on demand.

    Parameters
    ----------
    illustration
        The figure and what stands beside it.
    folder
        The folder of the report; the figure's files go into its folder of figures.
    """
    svg, _ = save(illustration.figure, folder / FIGURES, illustration.name)
    data = base64.b64encode(svg.read_bytes()).decode("ascii")
    image = element("img", src=f"data:image/svg+xml;base64,{data}", alt=illustration.alternative)
    numbers = table(
        f"{illustration.title}: numbers",
        [str(head) for head in illustration.table.columns],
        [[_cell(cell) for cell in row] for row in illustration.table.itertuples(index=False)],
        left=_words_left(illustration.table),
    )
    return element(
        "figure",
        image,
        element("figcaption", f"{illustration.title} ({FIGURES}/{svg.name})"),
        element("details", element("summary", "The same as a table"), numbers),
        id=f"figure-{illustration.name}",
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return number(value) if value == round(value) or abs(value) >= 1 else f"{value:.3g}"
    return str(value)


def _words_left(frame: pd.DataFrame) -> int:
    """Return how many columns at the left hold words rather than numbers."""
    for place, name in enumerate(frame.columns):
        cells = frame[name].astype(str)
        if place and len(cells) and cells.str.match(r"^[\d−-]").all():
            return place
    return len(frame.columns)


def definitions(entries: Sequence[tuple[str, str]]) -> Markup:
    """List names, each with what it means."""
    pairs = [
        part
        for name, text in entries
        for part in (element("dt", name), element("dd", text.strip()))
    ]
    return element("dl", lines(pairs))
