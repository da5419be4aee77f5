"""The panel of links, scenario files and replicates."""

from __future__ import annotations

from typing import Any

import solara

from acs_abm.app.components import beside
from acs_abm.app.link import write_link
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.words import NO_LINK_TO_FAULT, NO_LINK_TO_FILE
from acs_abm.app.page.work import work_bar
from acs_abm.app.replicates import Replicates
from acs_abm.app.session import View
from acs_abm.app.settings import settings
from acs_abm.documents import MOST_BYTES


@solara.component
def Share(desk: Desk, view: View) -> solara.Element[Any]:
    """Draw the panel of links, files and replicates."""
    draft, errands = desk.draft.value, desk.errands
    recording, work = view.recording, view.replicates
    reason = NO_LINK_TO_FILE if draft.uploaded else NO_LINK_TO_FAULT
    panel = beside.SharePanel(
        link=write_link(draft),
        no_link=reason,
        upload_fault=desk.upload_fault.value,
        most_bytes=MOST_BYTES,
        replicates=errands.replicates_text.value,
        with_ensemble=errands.with_ensemble.value,
        replicates_words=_replicates_words(work.result),
        can_replicate=recording is not None and not work.is_busy,
        event_upload=desk.upload,
        event_replicate=errands.replicate,
    )
    refusal = errands.fault.value.get("replicates", "")
    bar = work_bar("Replicates", work, refusal, errands.cancel_replicates)
    return solara.v.Html(tag="div", class_="share-holder", children=[panel, bar])


def _replicates_words(done: Replicates | None) -> str:
    if done is None:
        return f"At most {settings().most_replicates}. They show as bands on the curves."
    last = done.seed + done.count - 1
    members = f", each with its member of {done.ensemble.name}" if done.ensemble else ""
    return f"Shown as bands: {done.scenario.name}, seeds {done.seed} to {last}{members}."
