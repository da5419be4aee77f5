"""Rules of a scenario's author: found by name, put into the step, told apart in the fingerprint."""

import pickle
import re

import pytest

from acs_abm.errors import ScenarioError, UnknownNameError
from acs_abm.explore.runs import run_scenario
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario
from acs_abm.steps import SCHEDULE, schedule_of

OWN = '''
"""Rules for a test."""
from acs_abm.parameters import declares, parameter
from acs_abm.steps import Phase


@declares("{name}")
class Own:
    size: float = parameter(2.0, unit="£", low=1, high=3, meaning="m", source="assumption")


def act(world):
    world.trusts.trust_in_partners[:] = world.scenario.values(Own).size / 10


PHASES = (Phase(10, "{title}", act),)
'''


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a module of rules into the folder where the program runs."""
    monkeypatch.chdir(tmp_path)

    def write_one(name, title="Something of my own", text=OWN):
        (tmp_path / f"{name}.py").write_text(text.format(name=name, title=title), encoding="utf-8")
        return name

    return write_one


def test_a_scenario_without_rules_of_its_own_has_the_schedule_as_it_is(plan):
    assert schedule_of(plan) == SCHEDULE


def test_a_phase_of_its_own_comes_after_the_last_with_its_number(plan, write):
    phases = schedule_of(plan.change(rules=[write("own_added")]))
    assert len(phases) == len(SCHEDULE) + 1
    before = [p.number for p in phases].index(11) - 1
    assert phases[before].title == "Something of my own"


def test_a_phase_with_the_title_of_another_takes_its_place(plan, write):
    phases = schedule_of(plan.change(rules=[write("own_instead", "Trusts decide")]))
    assert [p.title for p in phases] == [p.title for p in SCHEDULE]
    assert sum(new is not old for new, old in zip(phases, SCHEDULE, strict=True)) == 1


def test_a_rule_of_its_own_acts_with_the_values_of_the_scenario(plan, write, three_systems):
    name = write("own_acting", "Trusts decide")
    world = plan.change(rules=[name], **{f"{name}.size": 3})
    model = AccountableCareModel(world, population=three_systems)
    for phase in schedule_of(world):
        if phase.number == 10:
            phase.run(model.world)
            break
    assert set(model.world.trusts.trust_in_partners) == {0.3}


def test_its_numbers_are_parameters_of_that_scenario_alone(plan, write):
    name = write("own_numbers")
    world = plan.change(rules=[name])
    assert world.value(f"{name}.size") == 2.0
    with pytest.raises(ValueError, match=r"own_numbers\.size is 99"):
        world.change(**{f"{name}.size": 99})
    fresh = Scenario.load("plan_2017")
    assert f"{name}.size" not in fresh.catalogue
    assert fresh.fingerprint == plan.fingerprint != world.fingerprint


def test_the_text_of_the_rules_is_part_of_the_fingerprint(plan, write, monkeypatch):
    world = plan.change(rules=[write("own_text")])
    before = world.fingerprint
    monkeypatch.setattr("acs_abm.scenario.text_digest", lambda _name: "other")
    assert plan.change(rules=["own_text"]).fingerprint != before


def test_a_scenario_with_rules_is_written_read_and_pickled_whole(plan, write, tmp_path):
    world = plan.change(rules=[write("own_written")])
    (tmp_path / "mine.yaml").write_text(world.to_yaml(), encoding="utf-8")
    assert Scenario.load(tmp_path / "mine.yaml").fingerprint == world.fingerprint
    assert pickle.loads(pickle.dumps(world)).fingerprint == world.fingerprint


def test_other_processes_find_the_rules_too(plan, write, three_systems):
    world = plan.change(rules=[write("own_elsewhere", "Trusts decide")], until="2017-Q2")
    few = three_systems.restrict([0])
    alone, together = (
        run_scenario(world, replicates=2, population=few, workers=workers).tables["national"]
        for workers in (1, 2)
    )
    assert alone.equals(together)


@pytest.mark.parametrize("name", ["own_missing", "not a name", "../own", "own.missing"])
def test_rules_that_are_not_there_are_refused(plan, write, name):
    with pytest.raises(UnknownNameError, match=r"rules: "):
        plan.change(rules=[name])


def test_rules_named_twice_are_refused(plan, write):
    name = write("own_twice")
    with pytest.raises(ScenarioError, match="named twice"):
        plan.change(rules=[name, name])


def test_a_module_without_phases_is_refused(plan, write):
    with pytest.raises(ScenarioError, match="no list called PHASES"):
        plan.change(rules=[write("own_empty", text="")])


def test_a_phase_may_say_which_it_follows(plan, write):
    first = "Money is paid for work, by contract and allocation"
    text = f"from acs_abm.steps import Phase\nPHASES = [Phase(5, 'Mine', print, after={first!r})]\n"
    titles = [p.title for p in schedule_of(plan.change(rules=[write("own_between", text=text)]))]
    assert titles.index("Mine") == titles.index(first) + 1


@pytest.mark.parametrize(
    "listed", ["'a word'", "Phase(99, 'late', print)", "Phase(5, 'lost', print, after='Nothing')"]
)
def test_what_has_no_place_in_a_step_is_refused(plan, write, listed):
    text = f"from acs_abm.steps import Phase\nPHASES = [{listed}]\n"
    name = write(f"own_out_of_place_{len(listed)}", text=text)
    with pytest.raises(ScenarioError, match="has no place in a step"):
        schedule_of(plan.change(rules=[name]))


BROKEN = {
    "a mistake of syntax": (
        "import math\ndef act(world)\n    pass\n",
        2,
        "SyntaxError: expected ':'",
    ),
    "an exception": ("import math\n\nmath.sqrt(-1)\n", 3, "ValueError"),
    "a missing library": ("import no_such_library\n", 1, "No module named 'no_such_library'"),
    "a missing name": ("from acs_abm.steps import Fase\n", 1, "cannot import name 'Fase'"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("is_beside", [True, False])
def test_what_is_wrong_with_the_rules_is_said_with_file_and_line(
    kind, is_beside, plan, write, tmp_path, monkeypatch
):
    text, line, says = BROKEN[kind]
    name = write(f"own_broken_{list(BROKEN).index(kind)}_{is_beside:d}", text=text)
    if not is_beside:  # importable, from another folder
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.chdir(tmp_path.parent)
    place = re.escape(f"rules: '{name}': {tmp_path / name}.py, line {line}: ")
    for _ in range(2):  # half a module is not taken for a whole one
        with pytest.raises(ScenarioError, match=f"{place}.*{re.escape(says)}"):
            plan.change(rules=[name])
