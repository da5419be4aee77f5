"""Why somebody decided as they did: the receipt is the decision itself, not a story about it."""

from __future__ import annotations

import numpy as np
import pytest

import acs_abm as acs
from acs_abm.analysis.explain.practice import explain_practice
from acs_abm.analysis.explain.practice_receipt import practice_receipt
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.decisions.practice_integration import TERMS
from acs_abm.errors import AcsError, ExplanationError, ResultsError
from acs_abm.steps import SCHEDULE

BEFORE = [phase.number for phase in SCHEDULE if phase.number < 11]
SYSTEMS = ("FRIM", "Dorset", "GM")


@pytest.fixture(scope="module")
def again(england, plan):
    richer = plan.change(**{"offer.integration_agreement.payment": 12})
    return Again(richer, 3, SYSTEMS, england)


def poised(again, step):
    """A world about to let its practices decide."""
    world = again.model_before(step).world
    run_phases(world, step, BEFORE)
    return world


@pytest.mark.parametrize("step", [0, 7, 12, 22])
def test_the_receipts_of_all_practices_foretell_what_they_do(step, again):
    world = poised(again, step)
    there = np.flatnonzero(world.practices.is_open).tolist()
    receipts = [practice_receipt(world, row) for row in there]
    run_phases(world, step, [11])
    practices, names = world.practices, world.options.names
    assert [names[k] for k in practices.agreement[there]] == [r.chosen for r in receipts]
    moved = [r for r in receipts if r.considered]
    assert 0.03 < len(moved) / len(receipts) < 0.7
    for row, receipt in zip(there, receipts, strict=True):
        if receipt.considered:
            assert receipt.promised == (
                names[practices.promise[row]] if practices.promise[row] else "none"
            )
            free = practices.agreement[row] == 0 and practices.promise[row] == 0
            assert practices.is_resisting[row] == (free and receipt.resistance.resists)
        assert practices.add_ons[row].tolist() == receipt.add_ons["after"].tolist()


def test_terms_add_up_and_probabilities_too(again):
    world = poised(again, 12)
    for row in np.flatnonzero(world.practices.is_open)[:400:7]:
        options = practice_receipt(world, row).options
        total = options[list(TERMS)].sum(axis=1)
        np.testing.assert_allclose(total, options["utility"])
        np.testing.assert_allclose(options["utility"] + options["luck"], options["total"])
        assert options["probability"].sum() == pytest.approx(1.0)
        assert (options.loc[~options["available"], "probability"] == 0).all()
        assert (options["why_not"] == "").tolist() == options["available"].tolist()


def test_the_probability_is_how_often_that_practice_chooses_so_on_other_days(again):
    """Its taste is lasting; the mood of the day is drawn anew on days that never were."""
    world = poised(again, 12)
    rows = [
        row
        for row in np.flatnonzero(world.practices.is_open)[:600]
        if practice_receipt(world, row).options["probability"].between(0.2, 0.8).any()
    ][:3]
    assert len(rows) == 3
    for row in rows:
        receipt = practice_receipt(world, row)
        wins = dict.fromkeys(receipt.options.index, 0)
        days = 1500
        for day in range(days):
            fresh = [
                world.chance.gumbel(
                    f"practice.choice/{name}", 10_000 + day, world.population.practices.key[[row]]
                )[0]
                for name in receipt.options.index
            ]
            taste = world.tastes.practice[row]
            luck = 8.5 * (np.sqrt(0.7) * taste + np.sqrt(0.3) * np.array(fresh))
            total = receipt.options["utility"] + luck
            wins[total.where(receipt.options["available"]).idxmax()] += 1
        for name, share in receipt.options["probability"].items():
            spread = 4 * np.sqrt(max(share * (1 - share), 1e-4) / days)
            assert wins[name] / days == pytest.approx(share, abs=spread + 1e-3)


def test_a_penny_above_and_below_the_break_even_flips_the_choice_of_200_practices(again):
    """Luck and everybody else held fixed; only the payment at the practice's place moves."""
    world = poised(again, 14)
    column = world.options.names.index("alliance_agreement")
    flipped = 0
    for row in np.flatnonzero(world.practices.is_open & (world.practices.run_by < 0)):
        receipt = practice_receipt(world, row)
        offer = receipt.options.loc["alliance_agreement"]
        if not offer["available"]:
            continue
        place = world.population.practices.ccg[row]
        paid = world.payments[place, column]
        for pennies, wants in ((1, True), (-1, False)):
            world.payments[place, column] = offer["break_even"] + pennies / 100
            assert (practice_receipt(world, row).best == "alliance_agreement") is wants
        world.payments[place, column] = paid
        flipped += 1
        if flipped == 200:
            return
    pytest.fail(f"only {flipped} practices had an alliance on offer")


def test_the_break_even_of_a_local_premium_allows_for_the_risk_that_it_is_withdrawn(again):
    world = poised(again, 14)
    offer = next(o for o in world.offers if o.name == "integration_agreement")
    kept = 1 - 0.05 * min(offer.terms.duration, 5) / 2
    column = world.options.names.index(offer.name)
    receipt = practice_receipt(world, 5)
    needed = receipt.options.loc[offer.name, "break_even"]
    rivals = receipt.options[receipt.options["available"]]["total"].max()
    world.payments[world.population.practices.ccg[5], column] = needed * kept
    worth = practice_receipt(world, 5).options.loc[offer.name, "total"]
    assert worth == pytest.approx(rivals, abs=1e-6)


def test_an_explanation_says_whether_it_thought_what_it_chose_and_what_would_have_paid(again):
    world = poised(again, 12)
    there = np.flatnonzero(world.practices.is_open)
    thinking = next(row for row in there if practice_receipt(world, row).considered)
    idle = next(row for row in there if not practice_receipt(world, row).considered)
    told, untold = explain_practice(again, 12, thinking), explain_practice(again, 12, idle)
    assert "It thought again" in str(told)
    assert "It did not think again" in str(untold)
    assert "would have preferred" in str(told)
    assert "hours a week" in str(told)
    assert "closes or merges this quarter with a chance of" in str(told)
    assert {"options", "promises", "add_ons", "draws"} == set(told.tables)
    assert told.who.startswith("practice:")
    assert told.when == "2020-Q2"


def test_a_practice_that_is_there_no_more_is_told_how_it_ended(again):
    world = poised(again, 12)
    life, code = world.practice_life, world.population.practices.code
    gone = np.flatnonzero(~world.practices.is_open)
    merged = next(row for row in gone if life.merged_into[row] >= 0)
    closed = next(row for row in gone if life.merged_into[row] < 0)
    into = code[life.merged_into[merged]]
    assert str(explain_practice(again, 12, merged)).endswith(f"patients, merged into {into}.")
    assert "closed: " in str(explain_practice(again, 12, closed))
    when = int(life.closed_in[closed])
    last = str(explain_practice(again, when, closed))
    assert "hours a week" in last  # it decided once more
    assert f"In {world.clock.label(when)} {code[closed]} closed: " in last


def test_it_is_the_same_from_a_run_from_its_folder_and_for_any_replicate(tmp_path, plan):
    run = acs.run(plan.change(until="2018-Q2"), seed=5, replicates=2, systems=["Dorset"], workers=1)
    folder = run.write(tmp_path / "r")
    code = run.tables["transitions"]["practice"].iloc[0]
    found = acs.explain(run, f"practice:{code}", "2018-Q1", replicate=2)
    again = acs.explain(folder, f"practice:{code}", "2018-Q1", replicate=2)
    first = acs.explain(folder, f"practice:{code}", "2018-Q1")
    assert found.sentences == again.sentences
    assert first.tables["draws"]["draw"].tolist() != found.tables["draws"]["draw"].tolist()


def test_a_system_is_told_what_it_lacks(tmp_path, plan):
    run = acs.run(plan.change(until="2019-Q2"), seed=1, systems=["Dorset", "FRIM"])
    gates = run.tables["gates"]
    failed = gates[(gates["verdict"] == "failed") & (gates["margin"] < 0)].iloc[-1]
    told = acs.explain(run, f"system:{failed.organisation}", failed.quarter)
    assert "Missing: " in str(told)
    assert "failed" in str(told)
    assert (
        told.tables["gates"]["condition"].tolist()
        == gates[
            (gates["organisation"] == failed.organisation) & (gates["quarter"] == failed.quarter)
        ]["condition"].tolist()
    )
    assert (
        acs.explain(run, "system:FRIM", "2017-Q3").who
        == acs.explain(run, "system:frim", "2017-Q3").who
    )


@pytest.mark.parametrize(
    ("who", "when", "says"),
    [
        ("practic:1", "2017-Q2", "did you mean 'practice'"),
        ("Dorset", "2017-Q2", "write practice:CODE or ccg:CODE or system:CODE or lmc:CODE"),
        ("system:Dorsett", "2017-Q2", "did you mean 'Dorset'"),
        ("practice:NOBODY", "2017-Q2", "there is no practice 'NOBODY'"),
        ("system:Dorset", "2031-Q1", "from 2017-Q2 to 2017-Q3"),
        ("lmc:NOBODY", "2017-Q2", "there is no lmc 'NOBODY'"),
        ("regulator:cqc", "2017-Q2", "there is no regulator 'cqc'"),
        ("gate:Dorset/ACT", "2017-Q2", "did you mean 'ACS'"),
        ("gate:Dorset", "2017-Q2", "write gate:CODE/STAGE"),
        ("gate:11J/ACS", "2017-Q2", "there is no system '11J'"),
    ],
)
def test_who_or_when_that_is_not_there_is_refused_in_words(who, when, says, plan):
    run = acs.run(plan.change(until="2017-Q3"), systems=["Dorset"])
    with pytest.raises(ExplanationError, match=says):
        acs.explain(run, who, when)
    with pytest.raises(ExplanationError, match="there is no replicate 2: the run has only"):
        acs.explain(run, "system:Dorset", "2017-Q2", replicate=2)


def test_results_of_other_organisations_or_another_version_are_refused(
    tmp_path, plan, three_systems
):
    run = acs.run(plan.change(until="2017-Q3"), organisations=three_systems)
    with pytest.raises(ExplanationError, match="name the organisations it was run with"):
        acs.explain(run, "system:Dorset", "2017-Q2")
    folder = run.write(tmp_path / "r")
    with pytest.raises(AcsError, match="name the organisations"):
        acs.explain(folder, "system:Dorset", "2017-Q2")
    assert acs.explain(
        folder, f"system:{three_systems.systems.code[0]}", "2017-Q2", organisations=three_systems
    )
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(run.scenario.fingerprint, "0" * 16))
    with pytest.raises(ResultsError, match="run it again"):
        acs.explain(folder, "system:Dorset", "2017-Q2", organisations=three_systems)
