"""Findings on alliances and single contracts, trusts and commissioners."""

from __future__ import annotations

from acs_abm.analysis.findings.facts import Facts, place_name
from acs_abm.analysis.words import capital, listed


def contract_findings(facts: Facts) -> list[str]:
    """Say where alliances and single contracts were launched, broke, lapsed and went live."""
    return [
        _alliances(facts),
        _places(facts),
        *_procurements(facts),
        live_contracts(facts),
        *_ended(facts),
        *_others(facts),
    ]


def _alliances(facts: Facts) -> str:
    launched = facts.at_end("systems_with_alliance")
    if launched.is_zero:
        return "No system launched an alliance agreement."
    return f"{capital(launched.count('system'))} launched an alliance agreement."


def _places(facts: Facts) -> str:
    places = facts.at_end("places_with_alliance").count("place")
    broke = facts.count_events("place", "alliance broke")
    if broke.is_zero:
        return f"At the end an alliance was in force in {places}; none broke during the run."
    return (
        f"At the end an alliance was in force in {places}; during the run alliances "
        f"broke in places {broke.count('time')}."
    )


def _procurements(facts: Facts) -> list[str]:
    began = facts.count_events("place", "procurement began")
    if began.is_zero:
        return ["No place began to procure a single contract."]
    failed = facts.count_events("place", "assurance failed")
    lapsed = facts.count_events("place", "procurement lapsed")
    still = facts.at_end("procurements_open")
    were = "was" if still.mean == 1 else "were"
    return [
        (
            f"{capital(began.count('procurement'))} of a single contract began, {failed.number()} "
            f"failed assurance, {lapsed.number()} lapsed, and {still.number()} {were} open at the "
            "end."
        )
    ]


def live_contracts(facts: Facts) -> str:
    """Say whether a single (ACO) contract went live, how many and where first."""
    live = facts.events("place", "contract live")
    if live.empty:
        ever = " in any replicate" if facts.replicates > 1 else ""
        return f"No single (ACO) contract went live{ever}."
    if facts.replicates > 1:
        count = facts.count_events("place", "contract live")
        runs = live["replicate"].nunique()
        return (
            f"{capital(count.count('single (ACO) contract'))} a run went live; "
            f"at least one in {runs} of {facts.replicates} replicates."
        )
    first = live["quarter"].iloc[0]
    names = [place_name(str(code)) for code in live.loc[live["quarter"] == first, "code"]]
    if len(live) == 1:
        return f"One single (ACO) contract went live, in {names[0]}, in {first}."
    return f"{len(live)} single (ACO) contracts went live, first in {listed(names)}, in {first}."


def _ended(facts: Facts) -> list[str]:
    ended = facts.count_events("place", "contract ended")
    return [] if ended.is_zero else [f"{capital(ended.count('live contract'))} ended again."]


def _others(facts: Facts) -> list[str]:
    ccgs, trusts = facts.at_end("ccgs"), facts.at_end("trusts")
    joined = [
        f"{facts.at_end(f'{kind}_in_alliance').number()} of {total.count(noun)}"
        for kind, noun, total in (("ccgs", "CCG", ccgs), ("trusts", "trust", trusts))
        if not total.is_zero
    ]
    said = [f"At the end {' and '.join(joined)} were in an alliance or beyond."] if joined else []
    if not trusts.is_zero:
        accepting = capital(facts.at_end("trusts_accepting_control_total").number())
        of_trusts = trusts.count("trust")
        said.append(f"{accepting} of {of_trusts} accepted the last financial year's control total.")
    return said
