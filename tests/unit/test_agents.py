"""Agents are genuine Mesa agents and views: they hold nothing of their own."""

from __future__ import annotations

import mesa
import pytest

from acs_abm.agents import KINDS
from acs_abm.errors import UnknownNameError
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_one_agent_a_row_in_the_order_of_the_rows(kind, small_model):
    agents = list(small_model.agents_of(kind))
    population = small_model.world.population
    expected = {
        "practice": population.practices.code,
        "trust": population.trusts.code,
        "ccg": population.ccgs.code,
        "lmc": population.ccgs.code,
        "council": population.systems.code,
        "system": population.systems.code,
        "regulator": ("nhs_england", "nhs_improvement", "cqc"),
    }[kind]
    assert [agent.code for agent in agents] == list(expected)
    assert all(isinstance(agent, mesa.Agent) for agent in agents)
    assert agents[0].code in repr(agents[0])


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_of_an_agent_can_be_read(kind, small_model):
    small_model.step()
    agent = next(iter(small_model.agents_of(kind)))
    public = [name for name in dir(type(agent)) if not name.startswith("_")]
    mine = [n for n in public if n not in dir(mesa.Agent)]
    assert {"code", "row"} - {"row"} <= set(mine)
    for name in mine:
        assert getattr(agent, name) is not None


def test_a_view_equals_its_columns_in_every_row(small_model):
    small_model.step()
    world = small_model.world
    for agent in small_model.agents_of("practice"):
        assert agent.distress == world.practices.distress[agent.row]
        assert agent.stance == world.practices.stance[agent.row]
        assert agent.list_size == world.population.practices.list_size[agent.row]
        assert agent.agreement == world.options.names[world.practices.agreement[agent.row]]
    for agent in small_model.agents_of("system"):
        assert agent.stage == world.systems.stage[agent.row]
        assert agent.governance == world.systems.governance[agent.row]


def test_a_view_sees_what_changes(small_model):
    practice = next(iter(small_model.agents_of("practice")))
    system = next(iter(small_model.agents_of("system")))
    world = small_model.world
    world.practices.stance[practice.row] = Stance.PARTIAL
    world.systems.stage[system.row] = Stage.ACS
    world.systems.governance = world.systems.governance * 0.0  # a new array in place of the old
    assert practice.stance is Stance.PARTIAL
    assert system.stage is Stage.ACS
    assert system.governance == 0.0


def test_a_practice_shows_its_promise_its_contract_and_what_it_believes(small_model):
    world = small_model.world
    practice, other = list(small_model.agents_of("practice"))[:2]
    column = world.options.names.index("integration_agreement")
    world.practices.promise[practice.row] = column
    world.practices.suspended_since[practice.row] = 3
    world.practices.belief[practice.row, column] = -1.5
    assert practice.promise == "integration_agreement"
    assert practice.contract_is_live is False
    assert practice.suspended_since == "2018-Q1"
    assert practice.beliefs["integration_agreement"] == -1.5
    assert tuple(practice.beliefs) == world.options.names
    assert (other.promise, other.contract_is_live, other.suspended_since) == ("", True, "")
    world.practices.has_ended_contract[other.row] = True
    assert other.contract_is_live is False


def test_values_are_plain_python_numbers(small_model):
    practice = next(iter(small_model.agents_of("practice")))
    assert type(practice.distress) is float
    assert type(practice.is_resisting) is bool


def test_agents_follow_a_run(small_model):
    systems = {agent.code: agent for agent in small_model.agents_of("system")}
    small_model.run()
    last = small_model.tables()["systems"].groupby("system").last()
    for code, agent in systems.items():
        assert agent.stage.name == last.loc[code, "stage"]
        assert agent.alliance_coverage == last.loc[code, "alliance_coverage"]


def test_asking_twice_gives_the_same_agents(small_model):
    assert small_model.agents_of("ccg") is small_model.agents_of("ccg")
    assert len(small_model.agents) == len(small_model.agents_of("ccg"))


def test_an_unknown_kind_is_refused_with_the_nearest(small_model):
    with pytest.raises(
        UnknownNameError, match="there is no kind 'practise'; did you mean 'practice'"
    ):
        small_model.agents_of("practise")


def test_mesa_can_select_and_count_them(small_model):
    practices = small_model.agents_of("practice")
    resisting = practices.select(lambda practice: practice.stance is Stance.RESISTING)
    assert len(resisting) == (small_model.world.practices.stance == Stance.RESISTING).sum()
