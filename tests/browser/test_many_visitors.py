"""Many visitors: each sees the own run, and those who have gone leave nothing behind."""

import time
from pathlib import Path

import numpy as np
import pytest
from conftest import Visitor, new_context
from playwright.sync_api import expect
from serving import server_process, serving

import acs_abm as acs
from acs_abm.measures import STANCE_COLUMNS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAYMENT = "offer.alliance_agreement.payment"
AT_ONCE = 20
COMING_AND_GOING = 50
SETTLED = 20  # visitors after which the memory that threads keep for themselves is full
MOST_GROWTH = 40.0  # MB over the thirty after that, who had a run with its tables each
CLICK = "document.querySelector('button.run[type=submit]').click()"

# A server that forgets a lost visitor after two seconds rather than ten minutes.
FORGETFUL_SERVER = """
from acs_abm.app import serve
serve.SETTINGS["SOLARA_KERNEL_CULL_TIMEOUT"] = "2s"
serve.main(port=0)
"""

# A server that takes longer over what somebody types than uvicorn by itself waits for an answer.
SLOW_TO_HEAR = """
import time
from acs_abm.app import draft, serve

hear = draft.Draft.type

def slowly(self, name, text):
    time.sleep(41)
    return hear(self, name, text)

draft.Draft.type = slowly
serve.main(port=0)
"""


def test_nobody_is_cut_off_while_a_busy_server_gets_round_to_them(browser, watch):
    closed = []
    with serving("-c", SLOW_TO_HEAR) as address, new_context(browser) as context:
        page = context.new_page()
        watch.over(page)
        page.on("websocket", lambda socket: socket.on("close", lambda one: closed.append(one.url)))
        page.goto(address)
        visitor = Visitor(page)
        visitor.wait_for_run("plan_2017, seed 1")
        for typed in ("3.5", "2.5"):  # the second waits unread while the first is worked on
            visitor.box(PAYMENT).fill(typed)
            page.wait_for_timeout(1000)
        expect(page.locator("#link")).to_have_value(f"{address}/?{link_of(2.5)}")
        assert not closed


def test_twenty_who_press_run_within_a_second_each_get_their_own_run(visitors, address):
    # £0.15, £0.25, ...: never the preset's own, which a link leaves out
    payments = np.random.default_rng().permutation(np.arange(1.5, 100.0))[:AT_ONCE] / 10
    everybody = [visitors() for _ in range(AT_ONCE)]
    for visitor in everybody:
        visitor.page.goto(address)
    for visitor, payment in zip(everybody, payments, strict=True):
        visitor.wait_for_run("plan_2017, seed 1")
        visitor.box(PAYMENT).fill(f"{payment:g}")
        expect(visitor.page.locator("#link")).to_have_value(f"{address}/?{link_of(payment)}")
    began = time.monotonic()
    for visitor in everybody:
        visitor.page.evaluate(CLICK)
    print(f"{AT_ONCE} pressed Run within {time.monotonic() - began:.2f} s")
    for visitor, payment in zip(everybody, payments, strict=True):
        run = acs.run("plan_2017", seed=1, values={PAYMENT: float(payment)})
        ran = visitor.page.locator(".ran")
        expect(ran).to_have_attribute("data-fingerprint", run.results.scenario.fingerprint)
        expect(ran).to_have_attribute("data-complete", "true")
        last = run.national.iloc[-1]
        visitor.expect_counts({name: last[name] for name in STANCE_COLUMNS})


def link_of(payment):
    version = acs.__version__
    return f"version={version}&seed=1&preset=plan_2017&{PAYMENT}={payment:g}"


def memory(process):
    """Megabytes that a process holds."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        pytest.skip("memory is read from /proc, which this system does not have")
    line = next(x for x in status.read_text(encoding="ascii").splitlines() if "VmRSS" in x)
    return int(line.split()[1]) / 1024


def test_visitors_who_have_gone_leave_no_memory_behind(browser, watch):
    held = []
    with server_process("-c", FORGETFUL_SERVER) as (address, process):
        for number in range(COMING_AND_GOING):
            with new_context(browser) as context:
                page = context.new_page()
                watch.over(page)
                page.goto(address)
                Visitor(page).wait_for_run("plan_2017, seed 1")
                if number % 2:  # every other says good-bye; the rest are lost
                    page.close()
            held.append(memory(process))
        time.sleep(4)
        held.append(memory(process))
    print("MB held:", " ".join(f"{x:.0f}" for x in held))
    assert held[-1] - held[SETTLED] < MOST_GROWTH
