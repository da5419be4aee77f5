"""One set of curves, on the page and in the tabs."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app import components, curves
from acs_abm.app.curves import Chart
from acs_abm.app.draft import BASELINE, preset
from acs_abm.app.page.desk import Desk
from acs_abm.app.recording import Recording
from acs_abm.app.replicates import Replicates
from acs_abm.app.session import View


@solara.component
def Lines(
    desk: Desk,
    name: str,
    charts: tuple[Chart, ...],
    recording: Recording,
    view: View,
) -> solara.Element[Any]:
    """Draw one of some charts: the first, until another is chosen."""
    chosen, choose = solara.use_state(0)
    chart = charts[chosen]
    baseline, position = view.baseline, view.position
    replicates = view.replicates_of(recording)
    drawn = solara.use_memo(
        lambda: curves.draw(chart, recording, baseline, replicates),
        dependencies=[chart, recording, baseline, replicates],
    )
    return components.Curves(
        name=name,
        chart=drawn,
        choices=[one.who for one in charts],
        chosen=chosen,
        words=curves.in_words(chart, recording, position),
        position=position,
        remark=_remark(recording, baseline, replicates),
        event_show=desk.show,
        event_choose=lambda number: choose(int(number)),
    )


def _remark(recording: Recording, baseline: Recording | None, replicates: Replicates | None) -> str:
    words = []
    if baseline is not None:
        words.append(f"Dotted, and in the differences: {called(baseline)}.")
    elif recording.scenario.fingerprint == preset(BASELINE).fingerprint:
        words.append("This is the baseline that other runs are compared with.")
    if replicates is not None:
        varied = ", parameters varied too" if replicates.ensemble else ""
        words.append(f"Bands: 10% to 90% of {replicates.count} replicates{varied}.")
    return " ".join(words)


def called(recording: Recording) -> str:
    """Name a run."""
    return f"{recording.scenario.name}, seed {recording.seed}"
