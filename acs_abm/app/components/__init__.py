"""The page's own Vue components, as Solara sees them.

Each function declares what its ``.vue`` file is fed and what it calls back; the file beside it
does the drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Data = dict[str, Any]


@solara.component_vue("PageHeader.vue", vuetify=False)
def PageHeader(*, steps: list[Data]) -> None:
    """Say what this is, and show somebody round."""


@solara.component_vue("ScenarioPanel.vue", vuetify=False)
def ScenarioPanel(
    *,
    presets: list[Data],
    preset: str,
    items: list[Data],
    values: dict[str, str],
    changed: list[str],
    faults: dict[str, str],
    absent: list[str],
    searched: str,
    is_running: bool,
    is_eager: bool,
    can_undo: bool,
    can_redo: bool,
    event_choose_preset: Callable[[str], None],
    event_set_value: Callable[[Data], None],
    event_search: Callable[[str], None],
    event_fold: Callable[[str], None],
    event_undo: Callable[[Any], None],
    event_redo: Callable[[Any], None],
    event_set_eager: Callable[[bool], None],
    event_reset: Callable[[Any], None],
    event_run: Callable[[Any], None],
) -> None:
    """Let somebody choose a preset, move levers, set the seed and run."""


@solara.component_vue("StatusBar.vue", vuetify=False)
def StatusBar(
    *,
    quarter: str,
    position: int,
    recorded: int,
    total: int,
    is_running: bool,
    is_playing: bool,
    pace: int,
    paces: list[int],
    ran: str,
    fingerprint: str,
    announcement: str,
    can_download: bool,
    file: Data | None,
    event_show: Callable[[int], None],
    event_move: Callable[[int], None],
    event_play: Callable[[Any], None],
    event_pause: Callable[[Any], None],
    event_set_pace: Callable[[int], None],
    event_download: Callable[[str], None],
) -> None:
    """Say which quarter is shown; step, play, and take the run home."""


@solara.component_vue("Notices.vue", vuetify=False)
def Notices(
    *,
    stale: str,
    fault: str,
    can_run: bool,
    event_run: Callable[[Any], None],
) -> None:
    """Say that results are stale, or that a run did not finish."""


@solara.component_vue("TileBoard.vue", vuetify=False)
def TileBoard(
    *,
    tiles: list[Data],
    board: Data,
    words: str,
    selected: str,
    detail: Data | None,
    event_choose_area: Callable[[str], None],
) -> None:
    """Draw the 44 areas as tiles, or list them."""


@solara.component_vue("Curves.vue", vuetify=False)
def Curves(
    *,
    name: str,
    chart: Data,
    choices: list[str],
    chosen: int,
    words: str,
    position: int,
    remark: str,
    event_show: Callable[[int], None],
    event_choose: Callable[[int], None],
) -> None:
    """Draw lines over the quarters, or list them."""


@solara.component_vue("TabList.vue", vuetify=False)
def TabList(
    *,
    tabs: list[Data],
    shown: str,
    event_choose: Callable[[str], None],
) -> None:
    """Let somebody choose a tab."""


@solara.component_vue("StageTimeline.vue", vuetify=False)
def StageTimeline(
    *,
    chart: Data,
    position: int,
    recorded: int,
    selected: str,
    looked_at: Data,
    gates: list[Data],
    event_ask_gates: Callable[[Data], None],
    event_choose_area: Callable[[str], None],
    event_show: Callable[[int], None],
) -> None:
    """Draw the stage of each area by quarter, and the gates of the one that is looked at."""


@solara.component_vue("EventLog.vue", vuetify=False)
def EventLog(
    *,
    quarter: str,
    entries: Data,
    kinds: list[Data],
    shown: list[str],
    areas: list[Data],
    area: str,
    most: int,
    event_choose_area: Callable[[str], None],
    event_choose_kinds: Callable[[list[str]], None],
    event_ask: Callable[[Data], None],
) -> None:
    """List what happened, by area and kind."""


@solara.component_vue("Why.vue", vuetify=False)
def Why(
    *,
    quarter: str,
    kinds: list[Data],
    kind: str,
    who: str,
    called: str,
    found: list[Data],
    state: str,
    answer: Data | None,
    event_choose_kind: Callable[[str], None],
    event_search: Callable[[str], None],
    event_ask: Callable[[str], None],
    event_set_value: Callable[[Data], None],
) -> None:
    """Let somebody be asked why, and show the answer."""


@solara.component_vue("Flows.vue", vuetify=False)
def Flows(
    *,
    quarter: str,
    chart: Data,
    reasons: list[Data],
    areas: list[Data],
    area: str,
    event_choose_area: Callable[[str], None],
) -> None:
    """Draw practices between stances over the years, or list who moved."""


@solara.component_vue("Payments.vue", vuetify=False)
def Payments(
    *,
    quarter: str,
    chart: Data,
    periods: list[Data],
    period: str,
    event_choose_period: Callable[[str], None],
) -> None:
    """Draw who paid whom, or list every payment for its reason."""


@solara.component_vue("ControlTotals.vue", vuetify=False)
def ControlTotals(
    *,
    quarter: str,
    rows: list[Data],
    selected: str,
    event_choose_area: Callable[[str], None],
) -> None:
    """List how the trusts of each area stood against their control totals."""
