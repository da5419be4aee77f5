"""What a CCG buys at one hospital site: how far patients come to it, and what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from per_agent.ccg import CCG
    from per_agent.trust import Trust


@dataclass(frozen=True)
class Link:
    """One CCG and one site; both keep it in their list of links."""

    ccg: CCG
    site: Trust
    reach: float
    first: float
    block: float
    weight: float

    @property
    def trust(self) -> Trust:
        """Who runs the site now."""
        return self.site.body


def tie_up(ccg: CCG) -> None:
    """Give a CCG, and the sites where its patients go, what is between them."""
    for code, *facts in ccg.pairs:
        link = Link(ccg, ccg.model.trust[code], *facts)
        ccg.links.append(link)
        link.site.links.append(link)
