"""Explanations as the page shows them, and the thread that works them out."""

import threading
from dataclasses import replace

import pytest

from acs_abm.app import why
from acs_abm.app.inquiry import Inquiry, Question, answer
from acs_abm.app.levers import ROLES, other, search, shelves
from acs_abm.scenario import Scenario

PATIENCE = 120.0
SIGNED = "−0123456789+."


@pytest.fixture(scope="module")
def plan():
    return Scenario.load("plan_2017")


@pytest.fixture(scope="module")
def practice(plan):
    return answer(Question(plan, 1, "practice:11J-P001", "2017-Q3"))


def test_options_stand_side_by_side_and_terms_add_up(practice, plan):
    drawn = why.draw(practice.explanation, plan)
    options = practice.explanation.tables["options"]
    assert drawn["options"]["columns"][0]["name"] == "Independent"
    rows = {row["head"]: [cell["text"] for cell in row["cells"]]
            for row in drawn["options"]["rows"]}  # fmt: skip
    numbers = [float(text.replace("−", "-")) for text in rows["In all, luck included"]]
    assert numbers == pytest.approx(options["total"].tolist(), abs=0.006)
    terms = [row for row in drawn["options"]["rows"] if row["kind"] == "term"]
    for at, whole in enumerate(options["utility"]):
        parts = [float(row["cells"][at]["text"].replace("−", "-")) for row in terms]
        assert sum(parts) == pytest.approx(whole, abs=0.006 * (len(parts) + 1))


def test_only_the_best_of_those_open_is_marked(practice, plan):
    columns = why.draw(practice.explanation, plan)["options"]["columns"]
    best = [column for column in columns if column["is_best"]]
    assert len(best) == 1
    assert best[0]["why_not"] == ""


def test_a_payment_to_set_is_the_break_even_rounded_up_to_a_penny(practice, plan):
    options = practice.explanation.tables["options"].set_index("option")["break_even"].dropna()
    payments = why.draw(practice.explanation, plan)["payments"]
    assert {one["lever"].split(".")[1] for one in payments} == set(options.index)
    for one in payments:
        least = options[one["lever"].split(".")[1]]
        assert least <= float(one["text"]) < least + 0.0101
        assert bool(one["fault"]) == (float(one["text"]) < 0)


@pytest.mark.parametrize(
    "who",
    ["trust:RDZ", "ccg:11J", "lmc:11J", "council:E54000041", "system:E54000041",
     "gate:E54000041/ACS", "gate:11J/ACO", "regulator:nhs_england"],
)  # fmt: skip
def test_everybody_can_be_asked(who, plan):
    found = answer(Question(plan, 1, who, "2017-Q2"))
    if found.explanation is None:
        assert found.fault  # a gate nobody has stood before yet says so
        return
    drawn = why.draw(found.explanation, plan)
    assert drawn["sentences"]
    for table in drawn["tables"]:
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}


def test_a_question_about_nobody_is_answered_with_the_nearest(plan):
    assert "there is no trust 'RDX9'" in answer(Question(plan, 1, "trust:RDX9", "2017-Q2")).fault


def test_only_the_newest_question_is_answered(plan):
    answers, came = [], threading.Event()

    def publish(found):
        answers.append(found)
        came.set()

    inquiry = Inquiry(publish)
    inquiry.start()
    first = Question(plan, 1, "trust:RDZ", "2017-Q2")
    for who in ("trust:RDZ", "trust:RD3", "trust:RBD"):
        inquiry.ask(replace(first, who=who))
    assert came.wait(PATIENCE)
    inquiry.close()
    inquiry._thread.join(PATIENCE)
    assert [found.question.who for found in answers] == ["trust:RBD"]


def test_every_number_stands_on_one_shelf_and_can_be_found(plan):
    on_shelves = [name for role in ROLES for names in shelves(plan, role).values()
                  for name in names]  # fmt: skip
    numbers = [name for name, entry in plan.catalogue.items()
               if entry.is_number and entry.role in ROLES]  # fmt: skip
    assert sorted(on_shelves) == sorted(numbers)
    assert search(plan, "practice.status_quo")[0] == "practice.status_quo"
    assert search(plan, "no such thing") == []
    assert other("practice.status_quo").label == "Status quo"
    assert other("offer.hub.payment").group == "Offer: hub"
