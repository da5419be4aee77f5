"""The tab Log"""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app.page.desk import Desk
from acs_abm.app.page.tabs.tab import heading
from acs_abm.app.recording import Recording
from acs_abm.app.session import View


@solara.component
def Log(
    desk: Desk,  # noqa: ARG001 - every tab is fed the same
    recording: Recording,
    view: View,
) -> solara.Element[Any]:
    """Draw the tab."""
    return heading("What happened", recording, view)
