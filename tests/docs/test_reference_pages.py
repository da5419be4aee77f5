"""The generated reference pages say what the code says."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from acs_abm.measures import MEASURES
from acs_abm.scenario import Scenario, shipped_scenarios
from acs_abm.steps import SCHEDULE

DOCS = Path(__file__).parents[2] / "docs"
NAMES = (
    "parameters.md",
    "measures.md",
    "state.md",
    "schedule.md",
    "scenarios.md",
    "targets.md",
    "concepts.md",
)
PARTS = ("odd.md", "limits.md", "evidence.md")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    specification = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(generator) -> dict[str, str]:
    return generator.pages()


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_page_is_up_to_date(name, pages):
    kept = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert kept == pages[name], "out of date: run `python docs/generate.py` and commit the pages"


@pytest.mark.parametrize("name", PARTS)
def test_the_made_parts_of_a_written_page_are_up_to_date(name, generator):
    page = DOCS / "explanation" / name
    kept, made = page.read_text(encoding="utf-8"), generator.pages_with_parts()[page]
    assert kept == made, "out of date: run `python docs/generate.py` and commit the pages"


def test_no_reference_page_is_written_by_hand(pages):
    assert {path.name for path in (DOCS / "reference").glob("*.md")} == set(pages)


def test_every_parameter_is_listed_once(pages):
    for name in Scenario.load("plan_2017").catalogue:
        assert pages["parameters.md"].count(f"| `{name}` |") == 1


def test_every_column_of_every_table_is_listed(pages):
    for measure in MEASURES:
        assert f"## {measure.table}\n" in pages["measures.md"]
        assert f"| `{measure.name}` |" in pages["measures.md"]


def test_the_schedule_keeps_the_order_of_a_step(pages):
    places = [pages["schedule.md"].index(phase.title) for phase in SCHEDULE]
    assert places == sorted(places)


def test_every_shipped_scenario_says_its_question(pages):
    for name, question in shipped_scenarios().items():
        assert f"### {name}\n\n{' '.join(question.split())}" in pages["scenarios.md"]


def test_no_two_shipped_scenarios_look_the_same(pages):
    told = pages["scenarios.md"].split("\n## Offers\n")[0].split("\n### ")[1:]
    tables = [
        tuple(line for line in text.splitlines() if re.match(r"\| (?!sources)", line))
        for text in told
    ]
    assert len(set(tables)) == len(tables) == len(shipped_scenarios())


def test_what_sets_a_scenario_apart_is_listed(pages):
    def told(name):
        return pages["scenarios.md"].split(f"\n### {name}\n")[1].split("\n### ")[0]

    assert "| mandate | from 2018-Q2 |" in told("mandate")
    assert "| care systems | `FRIM` |" in told("frimley")
    assert "| care systems | all |" in told("plan_2017")
    assert "| mandate |" not in told("plan_2017")


def test_no_cell_of_a_table_breaks_its_row(pages):
    for text in pages.values():
        widths = {}
        for line in text.splitlines():
            if line.startswith("|"):
                count = line.replace("\\|", "").count("|")
                assert widths.setdefault("now", count) == count, line
            else:
                widths.clear()


def test_every_state_variable_is_listed(generator, pages):
    for block in generator.COLUMNS:
        section = pages["state.md"].split(f"## {block.__name__}\n")[1].split("\n## ")[0]
        named = set(re.findall(r"[a-z_]\w+", " ".join(re.findall(r"`(.+?)`", section))))
        told = {name for name in block.__dataclass_fields__ if not name.startswith("damage_")}
        assert told <= named, block
