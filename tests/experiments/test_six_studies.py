"""Each of the six studies can be planned, asks its question first, and has a report of it."""

import re
from pathlib import Path

import pandas as pd
import pytest

from acs_abm.analysis.studies.report_file import KINDS
from acs_abm.documents import read_document
from acs_abm.explore.study.study_file import read_study_file

ROOT = Path(__file__).parents[2]
STUDIES = {path.parent.name: path for path in sorted((ROOT / "experiments").glob("*/study.yaml"))}


def test_there_are_six():
    assert len(STUDIES) == 6


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_can_be_planned_and_its_folder_says_the_question_first(name):
    plan, _ = read_study_file(STUDIES[name])
    worlds = len(plan.scenarios) * len(plan.design.points)
    assert worlds >= 30
    readme = (STUDIES[name].parent / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {plan.question}\n")
    assert re.search(r"[Ee]xpect", readme)


@pytest.mark.parametrize("name", STUDIES)
def test_a_report_answers_the_question_with_claims_from_its_tables(name):
    folder = ROOT / "results" / "studies" / name
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {read_document(STUDIES[name])['question']}\n")
    assert "0 of them failed" in text
    assert text.count("95% interval") >= 5
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (folder / link).exists(), link
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert size < 300_000


@pytest.mark.parametrize("name", STUDIES)
def test_a_report_tells_all_that_was_asked(name):
    asked = read_document(STUDIES[name].parent / "report.yaml")["tell"]
    folder = ROOT / "results" / "studies" / name
    tables = [pd.read_csv(path) for path in folder.glob("*.csv")]
    assert len(tables) == len(asked)
    assert all(next(iter(entry)) in KINDS for entry in asked)
    assert sum(len(table) > 0 for table in tables) >= len(tables) - 1  # a box may not be found
