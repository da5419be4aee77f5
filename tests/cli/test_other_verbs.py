"""The verbs that tell rather than run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from acs_abm import measures, steps
from acs_abm.cli import main, page
from acs_abm.explore.provenance import package_version


def rows(answer) -> list[list[str]]:
    assert answer.code == 0, answer.err
    return [line.split("\t") for line in answer.out.splitlines()]


def test_every_parameter_is_listed_with_value_unit_range_and_role(plan, type_command):
    title, *lines = rows(type_command("parameters"))
    assert title == ["name", "value", "unit", "plausible", "role"]
    assert [line[0] for line in lines] == list(plan.catalogue)
    assert ["practice.status_quo", "9", "£k a level", "2 to 15", "uncertainty"] in lines


def test_levers_can_be_listed_alone(plan, type_command):
    _, *lines = rows(type_command("parameters", "--role", "lever"))
    assert [line[0] for line in lines] == list(plan.levers())


def test_parameters_can_be_listed_by_how_their_names_begin(type_command):
    _, *lines = rows(type_command("parameters", "offer.hub"))
    assert lines
    assert all(line[0].startswith("offer.hub.") for line in lines)


def test_one_parameter_is_told_whole(plan, type_command):
    entry = plan.parameter("practice.right_of_return_quality")
    answer = type_command("parameters", entry.name)
    for fact in (entry.name, entry.meaning, entry.source, entry.symbol, entry.unit, "0 to 1"):
        assert fact in answer.out
    assert "lever: policy can set it" in answer.out


def test_values_are_those_of_the_scenario_asked_for(type_command):
    name = "offer.alliance_agreement.payment"
    answer = type_command("parameters", name, "--scenario", "paid_alliance")
    assert "value      10 £ per weighted patient a year" in answer.out
    assert "default    1.5 £ per weighted patient a year" in answer.out


def test_an_unknown_parameter_is_answered_with_the_nearest(type_command):
    answer = type_command("parameters", "practice.status_qou")
    assert answer.code == 1
    assert "did you mean 'practice.status_quo'" in answer.err
    assert "did you mean 'practice'" in type_command("parameters", "practise").err


def test_the_measures_are_the_declared_ones(type_command):
    _, *lines = rows(type_command("measures"))
    assert [(table, name) for table, name, *_ in lines] == [
        (measure.table, measure.name) for measure in measures.MEASURES
    ]
    _, *lines = rows(type_command("measures", "gates"))
    assert [name for _, name, *_ in lines] == measures.columns("gates")
    assert "did you mean 'national'" in type_command("measures", "nationl").err


def test_the_scenarios_tell_their_question(type_command):
    found = dict(rows(type_command("scenarios"))[1:])
    assert {"plan_2017", "no_change", "paid_alliance"} <= set(found)
    assert all(len(question) > 20 for question in found.values())


def test_the_schedule_is_that_of_the_code(type_command):
    _, *lines = rows(type_command("schedule"))
    assert [(line[0], line[1]) for line in lines] == [
        (str(phase.number), phase.title) for phase in steps.SCHEDULE
    ]
    assert all(line[2].endswith(".") for line in lines)


def test_a_scenario_that_can_run_is_said_to_be_well(plan, type_command):
    answer = type_command("validate", "plan_2017")
    assert answer.code == 0
    assert answer.out.startswith("OK: plan_2017, 40 steps from 2017-Q2 to 2027-Q1")
    assert plan.fingerprint in answer.out


def test_a_value_beyond_what_is_plausible_is_pointed_out(tmp_path, type_command):
    text = "extends: plan_2017\nset: {practice.status_quo: 90}\n"
    (tmp_path / "mine.yaml").write_text(text)
    answer = type_command("validate", "mine.yaml")
    assert answer.code == 0
    assert answer.out.startswith("OK: mine")
    assert answer.err == (
        "Warning: practice.status_quo is 90, outside its plausible range 2 to 15 £k a level\n"
    )


def test_the_doctor_finds_this_installation_well(type_command):
    answer = type_command("doctor")
    assert answer.code == 0, answer.out
    for subject in ("Python", "mesa", "writing here", "a run of Dorset", "Parquet", "browser"):
        assert subject in answer.out
    assert "FAIL" not in answer.out
    assert answer.out.endswith("All is well.\n")


def test_the_doctor_says_what_to_do(type_command, monkeypatch):
    monkeypatch.setattr("pandas.read_parquet", lambda *args, **kwargs: 1 / 0)
    answer = type_command("doctor")
    assert answer.code == 1
    assert "FAIL  Parquet: division by zero" in answer.out
    assert "what to do: install acs_abm again" in answer.out
    assert "All is well" not in answer.out


@pytest.mark.parametrize("option", ["visitors", "replicates", "runs", "steps", "practices"])
def test_a_limit_of_the_page_that_makes_no_sense_is_named(option, type_command):
    answer = type_command("app", f"--most-{option}", "0")
    assert answer.code == 1
    assert f"--most-{option} is '0'" in answer.err


@pytest.mark.parametrize("port", ["http", "-1", "65536"])
def test_a_port_that_cannot_be_is_named(port, type_command):
    answer = type_command("app", "--port", port)
    assert answer.code == 1
    assert f"--port is '{port}'" in answer.err


def test_the_page_is_served_where_it_was_asked_for(type_command, monkeypatch):
    served = []

    class Server:
        @staticmethod
        def main(port, host, allowed_hosts, **decided):
            served.append((port, host, tuple(allowed_hosts), decided))

    monkeypatch.setattr(page.importlib, "import_module", {page.SERVER: Server}.get)
    assert type_command("app", "--port", "9000", "--host", "0.0.0.0").code == 0
    limits = ("--allow-host", "model.example", "--most-replicates", "7")
    assert type_command("app", "results", *limits).code == 0
    assert served == [
        (9000, "0.0.0.0", (), {"results": None}),
        (8765, "127.0.0.1", ("model.example",), {"results": Path("results"), "most_replicates": 7}),
    ]


def test_the_version_is_told(type_command):
    assert type_command("--version").out == f"acs-abm {package_version()}\n"


def test_help_names_every_verb_and_loads_nothing_heavy():
    code = (
        "import sys\nfrom acs_abm.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'mesa', 'numpy', 'pandas', 'matplotlib', 'solara'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    verbs = "run parameters measures scenarios schedule validate app doctor"
    assert all(verb in done.stdout for verb in verbs.split())
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_mistake_of_the_program_is_admitted_without_a_traceback(type_command, monkeypatch):
    monkeypatch.setattr("acs_abm.measures.tables", lambda: 1 / 0)
    answer = type_command("measures", "national")
    assert answer.code == 70
    assert answer.out == ""
    assert "a mistake of the program, not yours (ZeroDivisionError: division by zero)" in answer.err
    assert "Traceback" not in answer.err
    told = Path(answer.err.strip().rpartition(" ")[2])
    assert told.parent == Path(tempfile.gettempdir())
    assert "Traceback" in told.read_text()
    told.unlink()


def test_debugging_shows_where_an_error_arose(monkeypatch):
    monkeypatch.setattr("acs_abm.measures.tables", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["measures", "national", "--debug"])


def test_an_unknown_verb_is_answered_with_the_nearest(type_command):
    answer = type_command("rnu")
    assert answer.code == 2
    assert "run" in answer.err
