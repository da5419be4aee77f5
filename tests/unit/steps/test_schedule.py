"""THE schedule is a list that anybody can read."""

from __future__ import annotations

from acs_abm.steps import SCHEDULE, take_step


def test_phases_come_in_the_order_of_the_design():
    numbers = [phase.number for phase in SCHEDULE]
    assert numbers == sorted(numbers)
    assert {9, 10, 11, 12, 13, 14} <= set(numbers)  # CCGs, trusts, practices, ..., returns


def test_each_phase_says_what_it_does():
    titles = [phase.title for phase in SCHEDULE]
    assert len(set(titles)) == len(titles)
    assert all(phase.run.__doc__ for phase in SCHEDULE)


def test_a_step_runs_every_phase_once_in_that_order(small_model, monkeypatch):
    called: list[int] = []
    spied = [
        type(phase)(phase.number, phase.title, lambda _world, n=phase.number: called.append(n))
        for phase in SCHEDULE
    ]
    monkeypatch.setattr("acs_abm.steps.SCHEDULE", tuple(spied))
    take_step(small_model.world)
    assert called == [phase.number for phase in SCHEDULE]
