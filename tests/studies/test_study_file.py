"""A study.yaml is read strictly: every mistake names the file, the field and what is allowed."""

import re
from pathlib import Path

import numpy as np
import pytest

import acs_abm as acs
from acs_abm.errors import AcsError, StudyError
from acs_abm.explore.study.planning import make_plan
from acs_abm.explore.study.study_file import read_study_file
from acs_abm.scenario import Scenario

STUDIES = Path(__file__).parents[2] / "experiments"

GOOD = """\
question: What makes practices join?
scenarios:
  - plan_2017
  - {name: generous, extends: plan_2017, set: {practice.right_of_return_quality: 0.9}}
until: 2018-Q1
synthetic: 1
design: {sobol: {n: 4, parameters: [practice.choice_noise, practice.status_quo]}}
replicates: 4
chunk: 4
"""

WRONG = [
    ("scenarios: []", ["scenarios", "missing"]),
    ("scenarios: [plan_2071]", ["plan_2071", "did you mean 'plan_2017'"]),
    ("scenarios: [plan_2017, plan_2017]", ["'plan_2017' is there twice"]),
    ("scenarios: [plan_2017]\nreplicate: 3", ["'replicate'", "did you mean 'replicates'"]),
    ("scenarios: [plan_2017]\nreplicates: 0", ["replicates", "0", "from 1"]),
    ("scenarios: [plan_2017]\nreplicates: many", ["replicates", "'many'", "whole number"]),
    ("scenarios: [plan_2017]\nsystems: [Dorsett]", ["Dorsett", "did you mean 'Dorset'"]),
    ("scenarios: [plan_2017]\nuntil: 2016-Q1", ["2016-Q1"]),
    ("scenarios: [plan_2017]\noutputs: [nationall]", ["outputs", "did you mean 'national'"]),
    ("scenarios: [plan_2017]\nby_system: year", ["by_system", "did you mean 'yearly'"]),
    ("scenarios: [plan_2017]\ndesign: {sobl: {}}", ["design", "did you mean 'sobol'"]),
    ("scenarios: [plan_2017]\ndesign: {sobol: {n: 4}}", ["design.sobol.parameters", "missing"]),
    (
        "scenarios: [plan_2017]\ndesign: {sobol: {n: 5, parameters: [practice.status_quo]}}",
        ["sobol: n is 5", "power of two"],
    ),
    (
        "scenarios: [plan_2017]\ndesign: {morris: {n: 5, parameters: [practice.status_qou]}}",
        ["design.morris.parameters", "did you mean 'practice.status_quo'"],
    ),
    (
        "scenarios: [plan_2017]\ndesign: {random: {n: 5, parameters: {practice.status_quo: 3}}}",
        ["design.random.parameters.practice.status_quo", "range [low, high]"],
    ),
    (
        "scenarios: [plan_2017]\ndesign: {random: {n: 5, parameters: {qof.points: [a, 3]}}}",
        ["qof.points", "'a'", "not a number"],
    ),
    ("scenarios: [plan_2017]\ndesign: {grid: {practice.status_quo: 3}}", ["not a list of values"]),
    (
        "scenarios: [plan_2017]\ndesign: {grid: {practice.status_quo: [1.e+9]}}",
        ["practice.status_quo", "out of range"],
    ),
    ("scenarios: [{name: a}]", ["extends", "missing"]),
    ("scenarios: [{name: a, extends: plan_2017, sett: {}}]", ["'sett'", "did you mean 'set'"]),
    ("scenarios: [plan_2017]\norganisations: nowhere", ["nowhere"]),
    ("scenarios: [plan_2017]\norganisations: a\nsynthetic: 1", ["give one"]),
    ("", ["empty; write at least 'scenarios:'"]),
    ("- plan_2017", ["holds a list"]),
    ("scenarios: [plan_2017, dorset, frimley]", ["scenarios", "'dorset' about DOR", "systems"]),
    ("scenarios: [dorset, frimley]", ["'dorset' is about DOR, 'frimley' about FRIM"]),
    ("scenarios: [plan_2017, hindcast_2015]", ["only runs that begin together"]),
    (
        "scenarios: [plan_2017, {name: short, extends: plan_2017, until: 2019-Q1}]",
        ["scenarios: 'plan_2017' ends in 2027-Q1, 'short' in 2019-Q1", "until"],
    ),
]


def written(tmp_path, text):
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_study_file_says_all_that_is_run(tmp_path):
    plan, organisations = read_study_file(written(tmp_path, GOOD))
    assert organisations is None
    assert list(plan.scenarios) == ["plan_2017", "generous"]
    assert plan.n_runs == 2 * 4 * (2 + 2) * 4
    last = plan.run(plan.n_runs - 1)
    assert (last.scenario, last.replicate, last.seed) == ("generous", 4, 4)
    world = plan.world(last)
    assert world.until == "2018-Q1"
    assert world.value("practice.right_of_return_quality") == 0.9
    assert world.value("practice.status_quo") == plan.design.points[last.point][1]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_mistake_is_named_with_its_file(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(StudyError) as refused:
        read_study_file(path)
    message = str(refused.value)
    assert message.startswith(str(path))
    for words in said:
        assert words in message


def test_roles_name_every_parameter_of_theirs(tmp_path, plan):
    text = "scenarios: [plan_2017]\nsynthetic: 1\ndesign: {random: {n: 2, parameters: levers}}"
    found, _ = read_study_file(written(tmp_path, text))
    numbers = [name for name, entry in plan.levers().items() if entry.is_number]
    assert list(found.design.parameters) == numbers


def test_the_file_of_the_guide_is_read(tmp_path):
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "run_a_study.md"
    blocks = re.findall(r"^```yml\n(.*?)^```$", guide.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    found, _ = read_study_file(written(tmp_path, blocks[0]))
    assert found.n_runs == 2 * 8 * (2 + 2) * 6


def test_scenarios_of_other_systems_and_ends_are_one_world_where_the_study_says_so(tmp_path):
    text = "scenarios: [plan_2017, dorset, frimley]\nsystems: [SYB, DOR]\n"
    found, _ = read_study_file(written(tmp_path, text))
    assert found.systems == ("SYB", "DOR")
    worlds = "[dorset, {name: short, extends: dorset, until: 2019-Q1}]"
    read_study_file(written(tmp_path, f"scenarios: {worlds}\nuntil: 2018-Q1\n"))


@pytest.mark.parametrize("file", sorted(STUDIES.glob("*/study.yaml")), ids=lambda f: f.parent.name)
def test_the_studies_of_the_experiments_can_be_planned(file):
    plan, _ = read_study_file(file)
    assert plan.n_runs > 0


def test_a_study_of_a_script_takes_names_of_scenarios(tmp_path):
    study = acs.Study(tmp_path / "s", ["plan_2017", "paid_alliance"], seed=np.int64(3))
    assert list(study.plan.scenarios) == ["plan_2017", "paid_alliance"]
    worlds = [Scenario.load(name) for name in ("plan_2017", "paid_alliance")]
    assert study.plan == make_plan(worlds, seed=3)
    study.plan.to_json()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"scenarios": "plan_2017"}, "scenarios is 'plan_2017': give a list"),
        ({"scenarios": [5]}, "5 is no scenario"),
        ({"design": 5}, "design is 5: make one"),
        ({"replicates": "x"}, "replicates is 'x': it takes a whole number"),
        ({"chunk": 0}, "chunk is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"systems": "DOR"}, "give a list"),
    ],
)
def test_a_study_of_a_script_that_makes_no_sense_is_refused(tmp_path, asked, says):
    with pytest.raises(AcsError, match=says):
        acs.Study(tmp_path / "s", **{"scenarios": ["plan_2017"], **asked})
