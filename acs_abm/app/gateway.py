"""What stands between the network and the page: who may ask, and what a browser may load.

A page on this computer is reachable by every site that this computer's browser visits. So a
request under a foreign name is refused, and so is a socket that another site opened.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

THIS_COMPUTERS_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

# Vue compiles its templates in the browser, which needs unsafe-eval; Solara's page has scripts
# and styles in its text, and makes modules out of blobs.
CONTENT_POLICY = (
    "default-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
PAGE = "/"
FULL = (
    "Every place on this page is taken. Places become free when visitors close the page, or some "
    "minutes after they lose it; please try again then."
)
HEADERS = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Gateway:
    """Refuses what was not asked for under the page's own name; adds headers to the rest.

    Parameters
    ----------
    app
        The application behind it.
    names
        Host names under which the page may be asked for, besides those of this computer.
    is_full
        Says whether every place for a visitor is taken.
    """

    def __init__(
        self, app: App, names: Iterable[str] = (), is_full: Callable[[], bool] = lambda: False
    ) -> None:
        self._app = app
        self._names = THIS_COMPUTERS_NAMES | {name.lower() for name in names}
        self._is_full = is_full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif not self._is_welcome(scope):
            await _refuse(scope, send, 403, "This page does not go by that name.")
        elif scope["type"] == "http" and scope.get("path") == PAGE and self._is_full():
            await _refuse(scope, send, 503, FULL)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _is_welcome(self, scope: Scope) -> bool:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin", "")
        try:
            name = urlsplit(f"//{host}").hostname
            is_own = not origin or urlsplit(origin).netloc == host
        except ValueError:
            return False
        return name in self._names and is_own


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return send_with_headers


async def _refuse(scope: Scope, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    head = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})
