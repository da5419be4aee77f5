"""The tabs, each in a file of its own; here alone is said which there are, and in what order."""

from acs_abm.app.page.tabs.compare import Compare
from acs_abm.app.page.tabs.data import Data
from acs_abm.app.page.tabs.flows import Flows
from acs_abm.app.page.tabs.log import Log
from acs_abm.app.page.tabs.money import Money
from acs_abm.app.page.tabs.tab import Tab
from acs_abm.app.page.tabs.timeline import Timeline
from acs_abm.app.page.tabs.why import Why

TABS = (
    Tab("why", "Why?", Why),
    Tab("timeline", "Timeline", Timeline),
    Tab("compare", "Compare", Compare),
    Tab("money", "Money", Money),
    Tab("flows", "Flows", Flows),
    Tab("log", "Log", Log),
    Tab("data", "Data", Data),
)

__all__ = ["TABS", "Tab"]
