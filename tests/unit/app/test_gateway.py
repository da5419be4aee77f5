"""Who may ask for the page."""

import pytest

from acs_abm.app.gateway import Gateway


async def page(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})


def ask(gateway, kind="http", path="/readyz", **headers):
    """Give the messages that a request gets back."""
    scope = {
        "type": kind,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    sent = []

    async def send(message):
        sent.append(message)

    with pytest.raises(StopIteration):  # it never waits: nothing here needs an event loop
        gateway(scope, None, send).send(None)
    return sent


def is_let_in(messages):
    return messages[0].get("status") == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:1", "[::1]:8765", "LOCALHOST"])
def test_this_computers_own_names_are_let_in(host):
    assert is_let_in(ask(Gateway(page), host=host))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "", "[broken", "@"])
def test_a_foreign_name_is_refused(host):
    messages = ask(Gateway(page), host=host)
    assert messages[0]["status"] == 403


def test_a_name_that_was_allowed_is_let_in():
    assert is_let_in(ask(Gateway(page, names=["model.example"]), host="MODEL.example:8765"))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "null", "http://["]
)
def test_a_socket_opened_by_another_site_is_refused(origin):
    messages = ask(Gateway(page), kind="websocket", host="127.0.0.1:8765", origin=origin)
    assert messages == [{"type": "websocket.close", "code": 1008}]


def test_a_socket_of_the_page_itself_is_let_in():
    headers = {"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}
    assert is_let_in(ask(Gateway(page), kind="websocket", **headers))


def test_every_answer_says_what_a_browser_may_load():
    headers = dict(ask(Gateway(page), host="localhost")[0]["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert b"http" not in headers[b"content-security-policy"]


def test_when_every_place_is_taken_the_page_says_so_and_those_inside_stay():
    gateway = Gateway(page, is_full=lambda: True)
    messages = ask(gateway, path="/", host="localhost")
    assert messages[0]["status"] == 503
    assert b"try again" in messages[1]["body"]
    assert is_let_in(ask(gateway, path="/static/assets/custom.css", host="localhost"))
    assert is_let_in(ask(gateway, kind="websocket", path="/jupyter", host="localhost"))
