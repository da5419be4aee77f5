"""Serving: what is set before Solara is imported, and what a user hears when it cannot be."""

import json
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from acs_abm.app import serve
from acs_abm.app import settings as settings_module
from acs_abm.app.settings import Settings
from acs_abm.errors import CommandError

REPORT = """
import json, sys
import acs_abm.app.serve as serve

early = "solara" in sys.modules
serve._solara()
import ipyvue
import solara.settings
import solara.server.cdn_helper as cdn
import solara.server.settings as settings

try:
    cdn.fetch_from_cdn("https://somewhere.example/script.js")
    fetched = True
except FileNotFoundError:
    fetched = False

heard = []

class Component(ipyvue.VueTemplate):
    template = "<p/>"
    def vue_press(self, data):
        heard.append(data)

component = Component()
wanted = {"create_widget": ["no_such_module", "Anything"], "props": {}, "id": "1"}
for message in ({"event": "press", "data": 3}, wanted, {**wanted, "event": "press", "data": 4}):
    component._handle_event(component, message, [])

print(json.dumps({
    "early": early,
    "mode": settings.main.mode,
    "telemetry": settings.telemetry.mixpanel_enable,
    "proxy": solara.settings.assets.proxy,
    "http_only": settings.session.http_only,
    "cull": settings.kernel.cull_timeout,
    "visitors": settings.kernel.max_count,
    "fetched": fetched,
    "heard": heard,
}))
"""


PATIENCE = 300  # seconds: a busy machine is slow, not wrong


def python(*arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.fixture(scope="module")
def report():
    """What a Python of its own says after setting Solara up."""
    done = python("-c", REPORT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_solara_is_set_before_it_is_imported(report):
    settings = {key: value for key, value in report.items() if key not in {"fetched", "heard"}}
    assert settings == {
        "early": False,
        "mode": "production",
        "telemetry": False,
        "proxy": True,
        "http_only": True,
        "cull": "10m",
        "visitors": Settings().most_visitors,
    }


def test_nothing_is_fetched_from_outside(report):
    assert not report["fetched"]


def test_a_browser_can_only_call_the_handlers_of_the_components(report):
    assert report["heard"] == [3]


def test_a_port_that_is_taken_is_one_line_and_not_zero():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = python("-m", "acs_abm.app", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr
    assert "--port 0" in done.stderr


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("203.0.113.7", 0)])
def test_an_address_that_is_not_ours_is_a_mistake_of_the_command(host, port):
    with pytest.raises(CommandError, match="cannot listen"):
        serve.main(port, host)


def test_the_server_answers_readyz_refuses_foreign_names_and_stops_when_told():
    command = [sys.executable, "-m", "acs_abm.app", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())[0]
        with urllib.request.urlopen(f"{address}/readyz", timeout=PATIENCE) as answer:
            assert json.load(answer) == {"status": "ok"}
        missing = f"{address}/_solara/cdn/no-such-package@1.0.0/no.js"
        with pytest.raises(urllib.error.HTTPError, match="404") as refused:
            urllib.request.urlopen(missing, timeout=PATIENCE)
        refused.value.close()
        foreign = urllib.request.Request(f"{address}/", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(foreign, timeout=PATIENCE)
        refused.value.close()
        server.terminate()
        assert server.wait(timeout=PATIENCE) in {0, -15}


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ({"results": Path("no_such")}, "no_such: there is no such folder of results"),
        ({"most_steps": 8}, "this page runs 8 at most"),
        ({"most_practices": 10}, "this page runs 10 at most"),
    ],
)
def test_settings_with_which_nothing_could_be_shown_are_refused(monkeypatch, decided, said):
    monkeypatch.setattr(settings_module, "_in_force", Settings())
    with pytest.raises(CommandError, match=said):
        serve.main(0, **decided)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("serve.NEEDED_SCRIPTS = 'nothing@*'", "pip install solara-assets"),
        ("import solara", "python -m acs_abm.app"),
    ],
)
def test_what_keeps_the_page_from_being_served_is_one_line(code, said):
    begin = f"import sys; from acs_abm.app import serve; {code}; from acs_abm.errors import *\n"
    done = python("-c", f"{begin}try: serve.main(0)\nexcept AcsError as e: sys.exit(str(e))")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_opening_the_page_to_others_is_warned_of_with_the_names_it_goes_by():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        own = serve._welcome(listener, "127.0.0.1", ())
        others = serve._welcome(listener, "0.0.0.0", ("model.example",))
    assert "Warning" not in own
    assert "Warning" in others
    assert "0.0.0.0, model.example" in others
