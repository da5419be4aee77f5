"""Components for what stands beside the run shown: sharing, replicates, comparisons, folders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from acs_abm.app.components import Data


@solara.component_vue("SharePanel.vue", vuetify=False)
def SharePanel(
    *,
    link: str,
    no_link: str,
    upload_fault: str,
    most_bytes: int,
    replicates: str,
    with_ensemble: bool,
    replicates_words: str,
    can_replicate: bool,
    event_upload: Callable[[Data], None],
    event_replicate: Callable[[Data], None],
) -> None:
    """Copy a link, open a scenario file, ask for replicates."""


@solara.component_vue("WorkBar.vue", vuetify=False)
def WorkBar(*, work: Data, fault: str, event_cancel: Callable[[Any], None]) -> None:
    """Say how far work is, and let somebody cancel it."""


@solara.component_vue("Remarks.vue", vuetify=False)
def Remarks(*, remarks: list[str], event_dismiss: Callable[[Any], None]) -> None:
    """Say how a link or a file was read."""


@solara.component_vue("CompareForm.vue", vuetify=False)
def CompareForm(
    *,
    form: Data,
    options: list[Data],
    measures: list[Data],
    problem: str,
    cost: str,
    busy: bool,
    event_fill: Callable[[Data], None],
    event_pin: Callable[[Any], None],
    event_compare: Callable[[Any], None],
) -> None:
    """Ask which scenarios to compare."""


@solara.component_vue("FolderForm.vue", vuetify=False)
def FolderForm(
    *,
    folders: list[str],
    own: str,
    asked: Data,
    measures: list[Data],
    points: list[str],
    scenarios: list[str],
    grows: bool,
    busy: bool,
    event_look: Callable[[Data], None],
) -> None:
    """Ask which folder to look at."""


@solara.component_vue("BandChart.vue", vuetify=False)
def BandChart(*, name: str, chart: Data, quarter: str, remark: str) -> None:
    """Draw lines with bands, or list them."""


@solara.component_vue("PlainTable.vue", vuetify=False)
def PlainTable(*, title: str, table: Data) -> None:
    """Show a table."""
