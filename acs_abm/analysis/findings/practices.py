"""Findings on practices: who joined, who resisted, who left, hubs and trusts."""

from __future__ import annotations

from collections.abc import Callable

from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.findings.measured import Measured, counted
from acs_abm.analysis.words import capital, count, listed, number, plural

LEVEL = {"RESISTING": 0, "INDEPENDENT": 0, "ALLIANCE": 1, "PARTIAL": 2, "FULL": 3}


def practice_findings(facts: Facts) -> list[str]:
    """Say how many practices joined, resisted, left, work in hubs, and are run by trusts."""
    return [
        joined(facts),
        *_ended(facts),
        *_beyond_alliance(facts),
        *_went_back(facts),
        resisting(facts),
        _hubs(facts),
        *_trust_run(facts),
    ]


def joined(facts: Facts) -> str:
    """Say how many practices were in an alliance or beyond by agreement, and their patients."""
    end, start = _by_agreement(facts.at_end), _by_agreement(facts.at_start)
    if end.is_zero:
        text = f"At the end of {facts.last} no practice had joined an alliance or gone beyond"
    else:
        text = (
            f"At the end of {facts.last}, {_of_practices(end, facts)}, with "
            f"{facts.at_end('list_share_alliance').percent()} of registered patients, had joined "
            "an alliance or gone beyond by agreement"
        )
    if not facts.has_path or (start.is_zero and end.is_zero):
        return f"{text}."
    before = "none" if start.is_zero else f"{number(start.mean)} ({_share(start, facts.at_start)})"
    return f"{text}, against {before} at the end of {facts.first}."


def _by_agreement(at: Callable[[str], Measured]) -> Measured:
    levels = at("practices_alliance") + at("practices_partial") + at("practices_full")
    return levels - at("practices_trust_run")


def _of_practices(some: Measured, facts: Facts) -> str:
    """Say ``3,793 of 7,436 practices (51%)``."""
    total = facts.at_end("practices").mean
    average = "on average " if facts.replicates > 1 else ""
    of_all = f"{number(some.mean)} of {number(total)} {plural(total, 'practice')}"
    return f"{average}{of_all} ({_share(some, facts.at_end)})"


def _practices(some: Measured, facts: Facts) -> str:
    """Say ``89 practices (1.2%)``."""
    return f"{count(some.mean, 'practice')} ({_share(some, facts.at_end)})"


def _share(some: Measured, at: Callable[[str], Measured]) -> str:
    return (some / at("practices")).percent(is_in_brackets=True)


def _ended(facts: Facts) -> list[str]:
    """Say how many practices are no more."""
    closed, merged = facts.at_end("practices_closed"), facts.at_end("practices_merged")
    if closed.is_zero and merged.is_zero:
        return []
    return [
        f"By then {number(closed.mean)} had closed and {number(merged.mean)} merged with others."
    ]


def _beyond_alliance(facts: Facts) -> list[str]:
    partial = facts.at_end("practices_partial")
    full = facts.at_end("practices_full") - facts.at_end("practices_trust_run")
    if partial.is_zero and full.is_zero:
        return ["No practice was under a live integration agreement or full contract at the end."]
    return [
        (
            f"{capital(partial.count('practice'))} had an integration agreement at the end, "
            f"{full.number()} a full contract."
        )
    ]


def _went_back(facts: Facts) -> list[str]:
    moves = facts.tables["transitions"]
    if moves.empty:
        return ["No practice changed its stance."]
    fell = moves.loc[
        (moves["before"].map(LEVEL) > 0)
        & (moves["after"].map(LEVEL) == 0)
        & (moves["before"] != "FULL")
    ]
    if fell.empty:
        return ["No practice went back from an agreement to none."]
    reasons = sorted(fell.groupby("why"), key=lambda pair: -len(pair[1]))
    times = counted(fell, facts.replicates).count("time")
    average = " a run on average" if facts.replicates > 1 else ""
    if len(reasons) == 1:
        why = _reason(str(reasons[0][0]))
    else:
        why = listed(
            [f"{number(len(rows) / facts.replicates)} {_reason(str(why))}" for why, rows in reasons]
        )
    return [f"Practices went back from an agreement to none {times}{average}: {why}."]


def _reason(why: str) -> str:
    return {
        "agreement broke": "because the agreement broke",
        "left": "because they left",
        "began to resist": "because they began to resist",
    }.get(why, f"({why})")


def resisting(facts: Facts) -> str:
    """Say how many practices were resisting at the end, and at most."""
    end = facts.at_end("practices_resisting")
    paths = facts.national.pivot_table(
        index="quarter", columns="replicate", values="practices_resisting", sort=False
    )
    peaks = Measured.of(paths.max())
    if peaks.is_zero:
        return "No practice was resisting at the end of any quarter."
    if end.is_zero:
        text = "No practice was resisting at the end"
    else:
        verb = "was" if end.mean == 1 else "were"
        text = f"{capital(_practices(end, facts))} {verb} resisting at the end"
    if not facts.has_path:
        return f"{text}."
    when = f", in {paths.iloc[:, 0].idxmax()}" if facts.replicates == 1 else ""
    verb = "was" if peaks.mean == 1 else "were"
    return f"{text}; the most at the end of any quarter {verb} {peaks.number()}{when}."


def _hubs(facts: Facts) -> str:
    end = facts.at_end("practices_in_hub")
    if end.is_zero:
        return "No practice worked in a hub at the end."
    patients = facts.at_end("list_share_hub").percent()
    text = f"{capital(_of_practices(end, facts))}, with {patients} of registered patients, worked"
    if not facts.has_path:
        return f"{text} in a hub."
    start = facts.at_start("practices_in_hub")
    return f"{text} in a hub at the end, against {start.number()} at the end of {facts.first}."


def _trust_run(facts: Facts) -> list[str]:
    """Say how many practices trusts run, how many offered to, and how distressed those were."""
    end = facts.at_end("practices_trust_run")
    offers = facts.events("trust", "offers to run practices")
    by_trust = offers.drop_duplicates(["replicate", "code"])
    offered = counted(by_trust, facts.replicates)
    said = []
    if end.is_zero:
        said.append("No practice was run by a trust at the end.")
    else:
        verb = "was" if end.mean == 1 else "were"
        text = f"{capital(_practices(end, facts))} {verb} run by a trust at the end"
        if facts.has_path:
            start = facts.at_start("practices_trust_run")
            text += f", against {start.number()} at the end of {facts.first}"
        said.append(f"{text}{_most_distressed(facts, end)}.")
    if not offered.is_zero:
        said.append(f"{capital(offered.count('trust'))} offered to take over practices.")
    return said


def _most_distressed(facts: Facts, total: Measured) -> str:
    groups = facts.tables["groups"]
    worst = groups.loc[
        (groups["quarter"] == facts.last)
        & (groups["grouping"] == "distress")
        & groups["group"].str.startswith("5")
    ]
    if len(worst) != facts.replicates:
        return ""
    share = Measured.of(worst.sort_values("replicate")["practices_trust_run"]) / total
    return f"; {share.percent()} of them came from the fifth most distressed at the start"
