"""The description of the model leaves out no rule, and its submodels are those of the code."""

import importlib
import pkgutil
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from acs_abm.parameters import Role, declared, make_parameter
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
import submodels  # a script beside the pages, not a package

DOCS = Path(submodels.__file__).parent
TOLD = [module for modules in submodels.ORDER.values() for module in modules]
BESIDE = [module for modules in submodels.BESIDE.values() for module in modules]
DESIGN_CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
    "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


@pytest.fixture(scope="module")
def description():
    return (DOCS / "explanation" / "odd.md").read_text(encoding="utf-8")


def rule_modules():
    for room in submodels.ROOMS:
        package = importlib.import_module(f"acs_abm.{room}")
        for module in pkgutil.iter_modules(package.__path__):
            yield f"{room}.{module.name}"


def test_every_rule_is_told_once_or_said_to_be_none():
    counts = Counter([*TOLD, *BESIDE, *submodels.NO_SUBMODELS])
    assert set(rule_modules()) <= set(counts)
    assert max(counts.values()) == 1


@pytest.mark.parametrize("module", TOLD)
def test_a_submodel_says_more_than_its_question(module):
    _, _, body = submodels.docstring(module).partition("\n\n")
    assert len(body.split()) > 15


@pytest.mark.parametrize("module", [*TOLD, *BESIDE])
def test_the_description_has_every_parameter_of_a_submodel(module, description):
    importlib.import_module(f"acs_abm.{module}")
    for name in declared(f"acs_abm.{module}"):
        assert f"| `{name}` |" in description


def test_all_elements_of_the_protocol_are_there(description):
    headings = [line for line in description.splitlines() if line.startswith("## ")]
    assert [line.split()[1] for line in headings[:7]] == [f"{n}." for n in range(1, 8)]
    places = [description.index(f"**{concept}.**") for concept in DESIGN_CONCEPTS]
    assert places == sorted(places)


def test_a_docstring_becomes_markdown_with_defaults_put_in():
    facts = {"unit": "share", "role": Role.LEVER, "meaning": "m", "source": "s"}
    entry = make_parameter("a.b", 0.25, low=0, high=1, **facts)
    text = "By ``a.b`` of ``c``::\n\n    x = y\n\n- one\n  more\n\n:mod:`acs_abm.decisions.choice`."
    assert submodels.as_markdown(text, {"a.b": entry}) == (
        "By `a.b` (0.25) of `c`:\n\n```text\nx = y\n```\n\n- one more\n\n"
        "`acs_abm/decisions/choice.py`."
    )


def test_the_glossary_has_each_word_once_in_order_and_every_stage_and_stance():
    text = (DOCS / "explanation" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| \*\*(.+?)\*\*", text, re.MULTILINE)
    keys = [re.sub(r"[^a-z ]", "", word.lower()) for word in words]
    assert keys == sorted(set(keys))
    for name in (*Stage.__members__, *Stance.__members__):
        assert re.search(rf"\b{name}\b", text), name
