"""Serving the page: settings, a socket, a server.

Solara reads its settings when it is first imported, so nothing here imports it before they are
set. Nothing is fetched from outside: the page's scripts come from the installed package
``solara-assets``.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import socket
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import uvicorn

from acs_abm.app.draft import BASELINE, preset
from acs_abm.app.gateway import THIS_COMPUTERS_NAMES, Gateway
from acs_abm.app.settings import decide, settings
from acs_abm.errors import CommandError
from acs_abm.model import AccountableCareModel

THIS_COMPUTER = "127.0.0.1"
DEFAULT_PORT = 8765
HIGHEST_PORT = 65_535
SECONDS_TO_STOP = 2
PING_EVERY = 60.0  # seconds
LOST_AFTER = 300.0  # seconds without an answer
SETTINGS = {
    "SOLARA_APP": "acs_abm.app.page",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",  # on by default, and calls out
    "SOLARA_TELEMETRY_SERVER_USER_ID": "none",
    "SOLARA_ASSETS_PROXY": "true",  # without it the page is blank offline
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",  # a lost session is dropped after this
    "SOLARA_SESSION_HTTP_ONLY": "true",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_TITLE": "Accountable care simulator",
    "SOLARA_THEME_VARIANT": "light",
}
NEEDED_SCRIPTS = "@widgetti/solara-vuetify-app@*"


def main(
    port: int = DEFAULT_PORT,
    host: str = THIS_COMPUTER,
    allowed_hosts: Sequence[str] = (),
    **decided: Any,
) -> None:
    """Serve the page until interrupted.

    Parameters
    ----------
    port
        Port to listen at; 0 takes a free one. The address is printed once the page answers.
    host
        Address to listen at; any but this computer's own opens the page to others.
    allowed_hosts
        Further names under which browsers may ask for the page.
    **decided
        Fields of :class:`acs_abm.app.settings.Settings`: results to show, and limits.

    Raises
    ------
    CommandError
        If the port is taken, the address is none of this computer's, the page's scripts are not
        installed, Solara was imported before, a limit leaves nothing to run, or there is no
        folder of results.
    """
    decide(**decided)
    _expect_sense()
    with _listen(host, port) as listener:
        page = _solara()
        _prepare()
        gateway = Gateway(page, names=(host, *allowed_hosts), is_full=_is_full)
        config = uvicorn.Config(
            gateway,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=SECONDS_TO_STOP,
            ws_ping_interval=PING_EVERY,
            # While a visitor's message is worked on nothing more is read, not even answers to
            # pings: with little patience a busy server would cut off whom it has not got round to.
            ws_ping_timeout=LOST_AFTER,
        )
        server = _Server(config, _welcome(listener, host, allowed_hosts))
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def _expect_sense() -> None:
    """Refuse settings with which the page could show nothing."""
    results = settings().results
    if results is not None and not results.is_dir():
        raise CommandError(f"{results}: there is no such folder of results")
    settings().expect_allowed(preset(BASELINE))


class _Server(uvicorn.Server):
    """A server that says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, welcome: str) -> None:
        super().__init__(config)
        self._welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(self._welcome)
        sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if port not in range(HIGHEST_PORT + 1):
            raise OSError(0, f"ports go from 0 to {HIGHEST_PORT}")
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = error.strerror or str(error)
        advice = "choose another with --port, or --port 0 for a free one"
        raise CommandError(f"cannot listen at {host} port {port}: {why}; {advice}") from None


def _solara() -> Any:
    """Set how Solara serves, import it, and give its application."""
    if "solara" in sys.modules:
        message = "Solara was imported before the page could set how it serves; start the page"
        raise CommandError(f"{message} in a Python of its own: python -m acs_abm.app")
    os.environ.update({**SETTINGS, "SOLARA_KERNEL_MAX_COUNT": str(settings().most_visitors)})
    # Solara's advice to whoever embeds a page in another site; nobody may embed this one.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    cdn_helper: Any = importlib.import_module("solara.server.cdn_helper")
    solara_settings = importlib.import_module("solara.server.settings")
    scripts = Path(solara_settings.assets.proxy_cache_dir)
    if not any(scripts.glob(NEEDED_SCRIPTS)):
        message = f"the page's scripts are not in {scripts}"
        raise CommandError(f"{message}; install them with: python -m pip install solara-assets")
    cdn_helper.fetch_from_cdn = _refuse_to_fetch
    _take_events_only(importlib.import_module("ipyvue.VueTemplateWidget").Events)
    return importlib.import_module("solara.server.starlette").app


def _prepare() -> None:
    """Run the model once, so that no visitor waits for what is compiled and built only once."""
    sys.stderr.write("Preparing the model; the first time on a computer takes some seconds.\n")
    AccountableCareModel().run().release()


def _is_full() -> bool:
    """Whether as many visitors are here as there are places; those who lost the page count."""
    kernel_context = importlib.import_module("solara.server.kernel_context")
    return len(kernel_context.contexts) >= settings().most_visitors


def _refuse_to_fetch(url: str) -> NoReturn:
    """Stand in for Solara's download of scripts that are not installed."""
    raise FileNotFoundError(f"{url} is not installed, and nothing is fetched from outside")


def _take_events_only(events: Any) -> None:
    """Let a browser call the handlers of our components and nothing else.

    ipyvue would also make an object of any class of any module that a message names.
    """
    handle = events._handle_event  # noqa: SLF001 - there is no public place for this

    def handle_event(self: Any, widget: Any, content: Any, buffers: Any) -> None:
        if isinstance(content, dict) and "event" in content and "create_widget" not in content:
            handle(self, widget, {"event": content["event"], "data": content.get("data")}, buffers)

    events._handle_event = handle_event  # noqa: SLF001 - as above


def _welcome(listener: socket.socket, host: str, allowed_hosts: Sequence[str]) -> str:
    """Say where the page is, and who can see it."""
    address, port = listener.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    words = f"The page is at http://{shown}:{port} (Ctrl-C stops it)\n"
    if host not in THIS_COMPUTERS_NAMES:
        names = ", ".join((host, *allowed_hosts))
        words += (
            "Warning: others on the network can open it and use this computer's time, under the "
            f"names {names} (further ones: --allow-host NAME). It is not encrypted and asks for "
            "no password.\n"
        )
    return words
