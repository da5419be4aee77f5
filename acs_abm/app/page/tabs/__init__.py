"""The tabs, each in a file of its own; here alone is said which there are, and in what order."""

from acs_abm.app.page.tabs import help_texts
from acs_abm.app.page.tabs.compare import Compare
from acs_abm.app.page.tabs.data import Data
from acs_abm.app.page.tabs.flows import Flows
from acs_abm.app.page.tabs.log import Log
from acs_abm.app.page.tabs.money import Money
from acs_abm.app.page.tabs.tab import Tab
from acs_abm.app.page.tabs.timeline import Timeline
from acs_abm.app.page.tabs.why import Why

TABS = (
    Tab("why", "Why?", help_texts.WHY, Why),
    Tab("timeline", "Timeline", help_texts.TIMELINE, Timeline),
    Tab("compare", "Compare", help_texts.COMPARE, Compare),
    Tab("money", "Money", help_texts.MONEY, Money),
    Tab("flows", "Flows", help_texts.FLOWS, Flows),
    Tab("log", "Log", help_texts.LOG, Log),
    Tab("data", "Data", help_texts.DATA, Data),
)

__all__ = ["TABS", "Tab"]
