"""What the browser shows: how the panels are laid out and what each is fed.

A package, because Solara looks for ``assets`` and ``templates`` beside the folder of the page.
"""

from __future__ import annotations

import solara

from acs_abm.app.page.layout import Layout, Page

__all__ = ["Layout", "Page", "routes"]

routes = [
    solara.Route("/", component=Page, layout=Layout, label="Accountable care simulator"),
]
