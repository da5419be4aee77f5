"""A server of the page in a Python of its own, and how the system's browser is started.

For the tests here, for the benchmark of the page and for the pictures in the documentation.
"""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS_TO_STOP = 30


def chromium_here():
    """Find the system's Chromium; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serving(*arguments):
    """Run a server in a Python of its own; give its address."""
    with server_process(*arguments) as (address, _):
        yield address


@contextmanager
def server_process(*arguments):
    """Run a server in a Python of its own; give its address and its process."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found, f"the server did not say where it is, but: {line!r}"
            yield found[0], server
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(SECONDS_TO_STOP)
            server.kill()
