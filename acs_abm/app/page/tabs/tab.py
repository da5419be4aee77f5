"""What a tab is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import solara

from acs_abm.app.directory import Directory
from acs_abm.app.page.desk import Desk
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.tile_board import readable

Element = solara.Element[Any]


@dataclass(frozen=True)
class Tab:
    """One way to read the run shown.

    Attributes
    ----------
    name
        What it is called in the page's code and links.
    label
        What stands on it.
    help
        How to read it, in a few sentences.
    draw
        Solara component that draws it; it is fed the visitor's desk, the run and the view, and
        called only while the tab is shown.
    """

    name: str
    label: str
    help: str
    draw: Callable[[Desk, Recording, View], Element]


def heading(title: str, recording: Recording, view: View) -> Element:
    """Give the heading of a tab that has no component of its own to draw one."""
    quarter = readable(recording.frames[view.position].quarter)
    shown = solara.v.Html(tag="span", class_="panel-quarter", children=[quarter])
    return solara.v.Html(tag="h2", children=[f"{title} ", shown])


def use_directory(recording: Recording) -> Directory:
    """Give who is who in a run: the same for every run that is about the same organisations.

    Those are built-in England's as it stood at the start, cut down to the care systems named;
    looking up thousands of practices again for every run would hold its drawing up.
    """
    scenario = recording.scenario
    return solara.use_memo(
        lambda: Directory(recording.population), dependencies=[scenario.start, scenario.systems]
    )
