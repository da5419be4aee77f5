import dataclasses
import re
from html.parser import HTMLParser
from types import MappingProxyType

import pytest

from acs_abm.analysis.report import write_report
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario

VOID = {"meta", "img", "br", "hr"}


class Page(HTMLParser):
    """Reads a page; complains where an element is not closed or closed twice."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.attributes, self.headings, self.text = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.attributes.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    def of(self, tag):
        return [attributes for name, attributes in self.attributes if name == tag]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The report of two quarters of two of England's systems, with one lever moved."""
    scenario = Scenario.load("plan_2017").change(
        name="a <b>bold</b> & 'quoted' plan",
        until="2017-Q3",
        **{"offer.alliance_agreement.payment": 60},
    )
    model = AccountableCareModel(scenario, systems=["DOR", "SOM"]).run()
    tables = {
        name: table if name == "population_report" else table.assign(replicate=1)
        for name, table in model.tables().items()
    }
    results = _results(scenario, model, tables)
    folder = tmp_path_factory.mktemp("report")
    path = write_report(results, folder)
    return folder, Page(path.read_text(encoding="utf-8")), path.read_text(encoding="utf-8")


def _results(scenario, model, tables):
    from acs_abm.explore.runs import Results

    systems = tuple(tables["systems"]["system"].unique())
    return Results(scenario, 1, 1, systems, "built-in England", "0" * 16, False, tables, 0.1)


def test_the_page_is_well_formed_and_has_one_of_each_id(written):
    _, page, text = written
    assert text.startswith("<!DOCTYPE html>")
    assert len(page.ids) == len(set(page.ids))
    for link in page.of("a"):
        assert link["href"].removeprefix("#") in page.ids


def test_the_page_loads_nothing_from_anywhere(written):
    _, page, text = written
    assert not page.of("script")
    assert not page.of("link")
    for tag, attributes in page.attributes:
        for name in ("src", "href", "srcset", "data", "poster", "action", "style"):
            address = attributes.get(name, "#")
            assert address.startswith(("#", "data:image/svg+xml;base64,")), (tag, name)
    assert not re.search(r"url\(|@import", text)


def test_the_page_can_be_read_without_seeing(written):
    _, page, _ = written
    assert page.of("html")[0]["lang"] == "en-GB"
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert set(page.headings) == {1, 2}
    images, figures = page.of("img"), page.of("figure")
    assert len(images) == len(figures) == len(page.of("details")) > 5
    for image in images:
        assert len(image["alt"]) > 30
    for head in page.of("th"):
        assert head["scope"] in {"row", "col"}
    assert len(page.of("table")) == len(page.of("caption"))


def test_names_are_escaped_wherever_they_come_from(written):
    _, page, text = written
    assert "<b>bold" not in text
    assert "a <b>bold</b> & 'quoted' plan" in "".join(page.text)


def test_the_page_says_what_was_run_and_what_was_changed(written):
    _, page, _ = written
    said = " ".join("".join(page.text).split())
    scenario = Scenario.load("plan_2017").change(
        until="2017-Q3", **{"offer.alliance_agreement.payment": 60}
    )
    for part in (
        scenario.fingerprint, "2017-Q2 to 2017-Q3", "Dorset", "Somerset", "seed 1",
        "offer.alliance_agreement.payment", "£ per weighted patient a year",
        "six to ten systems go first", "outside its plausible range",
        "Research model, not a forecast for any named organisation",
        "practices_alliance", "not real practices",
    ):  # fmt: skip
        assert part in said, part


def test_figures_lie_beside_the_page_as_files(written):
    folder, page, _ = written
    svgs = {path.stem for path in (folder / "figures").glob("*.svg")}
    assert svgs == {path.stem for path in (folder / "figures").glob("*.png")}
    assert svgs == {figure["id"].removeprefix("figure-") for figure in page.of("figure")}


def test_a_report_can_be_made_twice_with_the_same_bytes(full_story, tmp_path):
    results = full_story.results()
    one, two = (write_report(results, tmp_path / name).read_text("utf-8") for name in "ab")
    assert one == two
    assert results.scenario.overrides == MappingProxyType({})
    assert "Every parameter has its default value." in one


def test_hostile_names_in_tables_stay_text(story, shares_of, tmp_path):
    hostile = story(
        stages={"<script>alert(1)</script>": ["STP", "STP"], '"><img src=x>': ["STP", "ACS"]},
        national={"practices": [9, 9], "practices_independent": [9, 9]},
        classes={("rurality", "urban"): shares_of(9), ("<i>odd</i>", "1 & 2"): shares_of(9)},
        offers={"$\\nonsense{ <u>$": [(1, 2), (1, 2)]},
        events=[(1, "2017-Q3", "system", '"><img src=x>', "reached", "ACS")],
    )
    text = write_report(hostile.results(), tmp_path).read_text(encoding="utf-8")
    page = Page(text)
    assert not page.of("script")
    assert not page.of("i")
    assert not page.of("u")
    assert {image["src"][:5] for image in page.of("img")} == {"data:"}
    assert "<script>alert(1)</script>" in "".join(page.text)


def test_a_population_that_nobody_described_is_no_reason_to_fail(story, shares_of, tmp_path):
    classes = {("rurality", "urban"): shares_of(1)}
    results = story(quarters=("2017-Q2",), stages={"X": ["STP"]}, classes=classes).results()
    tables = dict(results.tables)
    tables["population_report"] = tables["population_report"].iloc[:0]
    path = write_report(dataclasses.replace(results, tables=tables), tmp_path)
    said = path.read_text(encoding="utf-8")
    assert "Nothing was said about how the population was made." in said
