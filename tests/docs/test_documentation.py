"""What the pages tell a reader to type works, and what they quote is so."""

import re

import documentation as p
import pytest
from typer.main import get_command

from acs_abm.analysis.compare.comparison import expect_column
from acs_abm.analysis.compare.levers import changed_levers, expect_same_frame
from acs_abm.cli import app, main
from acs_abm.cli.words import settings
from acs_abm.model import find_systems
from acs_abm.population import england_2017
from acs_abm.scenario import Scenario

QUICK = ("parameters", "measures", "scenarios", "schedule", "validate")


def each(pages):
    return pytest.mark.parametrize("page", pages, ids=p.name_of)


@pytest.fixture(scope="module")
def catalogue():
    return Scenario.load("plan_2017").catalogue


@each([page for page in p.PAGES if p.blocks(page, "python")])
def test_the_python_of_a_page_runs_and_prints_what_the_page_says(page, workplace, capsys):
    names = {"__name__": "__main__"}
    for block in p.blocks(page, "python", "output"):
        if block.saved_as:
            compile(block.text, block.saved_as, "exec")
        elif block.language == "python":
            capsys.readouterr()
            exec(compile(block.text, p.name_of(page), "exec"), names)
        else:
            assert capsys.readouterr().out == block.text


@each([page for page in p.PAGES if p.blocks(page, "yaml")])
def test_the_scenarios_of_a_page_load(page, tmp_path):
    for block in p.blocks(page, "yaml"):
        file = tmp_path / "example.yaml"
        head = "" if block.text.startswith("name:") else "name: example\nextends: plan_2017\n"
        file.write_text(head + block.text, encoding="utf-8")
        assert Scenario.load(file).offers_in_force


@each([page for page in p.WRITTEN if p.commands(page, "acs-abm")])
def test_the_commands_of_a_page_can_be_typed(page, workplace, capsys):
    for words in p.commands(page, "acs-abm"):
        verb, rest = words[0], words[1:]
        if verb.startswith("-"):
            continue
        facts = get_command(app).commands[verb].make_context(verb, list(rest)).params
        if verb == "run":
            world = Scenario.load(facts["scenario"]).change(**settings(facts["changes"] or []))
            assert world.clock.steps > 0
            assert find_systems(england_2017(), facts["system"] or []).size == len(
                facts["system"] or []
            )
        elif verb == "compare":
            b = Scenario.load(facts["b"]).change(**settings(facts["changes_b"] or []))
            assert changed_levers(*expect_same_frame(Scenario.load(facts["a"]), b))
            expect_column(facts["column"])
        elif verb in QUICK and "NAME" not in rest:
            with pytest.raises(SystemExit) as ended:
                main(words)
            assert ended.value.code == 0, capsys.readouterr().err
            assert capsys.readouterr().out


@each(p.WRITTEN)
def test_the_targets_of_make_that_a_page_names_exist(page):
    makefile = (p.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    for words in p.commands(page, "make"):
        assert words[0] in targets, f"make {words[0]}"


@each(p.PAGES)
def test_the_links_of_a_page_lead_somewhere(page):
    for link in p.links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in p.anchors(target), link


@each(p.WRITTEN)
def test_the_defaults_that_a_page_quotes_are_those_of_the_code(page, catalogue):
    for name, number in p.quoted_defaults(page):
        assert catalogue[name].default == pytest.approx(number, rel=5e-3), name


@each(p.WRITTEN)
def test_the_parameters_that_a_page_names_exist(page, catalogue):
    groups = {name.partition(".")[0] for name in catalogue}
    examples = re.compile(r"offer\.(network_contract|NAME)\.|stage\.STAGE\.|\.(py|md)$")
    for code in p.inline_code(page):
        is_name = re.fullmatch(r"[a-z_]+(\.[A-Za-z_]+)+", code)
        if is_name and code.partition(".")[0] in groups and not examples.search(code):
            assert code in catalogue, code


@each(p.WRITTEN)
def test_the_files_that_a_page_names_exist(page):
    for code in p.inline_code(page):
        if re.fullmatch(r"(acs_abm|docs|experiments|tests)/[\w./-]+", code):
            assert (p.ROOT / code).exists(), code


def test_quoted_defaults_are_found():
    page = p.ROOT / "docs" / "explanation" / "practice_decision.md"
    assert ("practice.status_quo", 9.0) in p.quoted_defaults(page)
    assert len(p.quoted_defaults(page)) > 30
