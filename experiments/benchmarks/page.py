"""Time the page in a real browser: from a slider's release to its run, and frames in play.

Run as ``python experiments/benchmarks/page.py [--json] [--repeats 20]``. Needs Chromium.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from acs_abm import Scenario

sys.path.append(str(Path(__file__).parents[2] / "tests" / "browser"))  # no package
from serving import CHROMIUM_FLAGS, chromium_here, serving

LEVER = "offer.alliance_agreement.payment"
PATIENCE = 120_000  # milliseconds

# The slider is let go of; the clock stops at the second picture drawn after the page shows a
# complete run of the scenario with that value, which its fingerprint tells.
RELEASE = """
async ([value, fingerprint]) => {
  const slider = document.querySelector('input[type=range][aria-label^="Payment for an alliance"]');
  const began = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  slider.dispatchEvent(new Event('change', { bubbles: true }));
  const drawn = () => new Promise(requestAnimationFrame);
  for (;;) {
    const { fingerprint: shown, complete } = document.querySelector('.ran').dataset;
    if (shown === fingerprint && complete === 'true') break;
    await drawn();
  }
  await drawn();
  await drawn();
  return performance.now() - began;
}
"""

# Every picture that the browser draws while the recording is played: which quarter, and whether
# anything of the page is missing from it.
PLAY = """
async () => {
  const seen = [];
  const blank = () => document.querySelectorAll('.tiles .tile').length !== 44
    || [...document.querySelectorAll('.curves .line:not(.baseline)')].some((line) =>
      line.tagName === 'path' && !line.getAttribute('d'));
  const button = document.querySelector('button.play');
  button.click();
  const began = performance.now();
  let first = 0;
  let blanks = 0;
  while (seen.length < 40 && performance.now() - began < 60000) {
    await new Promise(requestAnimationFrame);
    const quarter = (document.querySelector('.quarter') || {}).textContent;
    if (!quarter || blank()) blanks += 1;
    if (quarter && quarter !== seen[seen.length - 1]) {
      if (!seen.length && !quarter.startsWith('2017')) continue;
      if (!seen.length) first = performance.now();
      seen.push(quarter);
    }
    if (quarter && quarter.startsWith('2027')) break;
  }
  return { seen, blanks, seconds: (performance.now() - first) / 1000 };
}
"""


def rest(page: Page) -> None:
    """Wait until what follows a run is done too: somebody looks before moving a slider again."""
    page.locator('.tab-panel [aria-busy="false"]').wait_for(state="attached")
    page.wait_for_timeout(500)


def released(page: Page, repeats: int) -> list[float]:
    """Return the milliseconds of each release of the slider."""
    plan = Scenario.load("plan_2017")
    values = np.random.default_rng(1).permutation(np.arange(1, 100))[:repeats] / 10
    page.get_by_label("after every change").check()
    rest(page)
    times = []
    for value in values.tolist():
        fingerprint = plan.change(**{LEVER: value}).fingerprint
        times.append(float(page.evaluate(RELEASE, [str(value), fingerprint])))
        rest(page)
    return times


def played(page: Page) -> dict[str, Any]:
    """Play a recording at its fastest; return how many quarters were drawn a second."""
    page.get_by_label("Speed").select_option("10")
    found: dict[str, Any] = page.evaluate(PLAY)
    steps = len(found["seen"]) - 1
    return {
        "quarters_drawn": len(found["seen"]),
        "frames_a_second": round(steps / found["seconds"], 1),
        "blank_frames": found["blanks"],
    }


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--repeats", type=int, default=20, help="releases of the slider")
    arguments = parser.parse_args()
    chromium = chromium_here()
    if chromium is None:
        sys.exit("there is no Chromium on this computer (Debian: apt-get install chromium)")
    with serving("-m", "acs_abm.app", "--port", "0") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.locator('.ran[data-complete="true"]').wait_for()
        play = played(page)
        times = released(page, arguments.repeats)
        browser.close()
    result = {
        "repeats": len(times),
        "release_to_run_median_ms": round(statistics.median(times)),
        "release_to_run_p95_ms": round(float(np.percentile(times, 95))),
        **play,
    }
    print(
        "slider released to its ten-year run drawn: median {release_to_run_median_ms} ms, "
        "95th percentile {release_to_run_p95_ms} ms over {repeats} repeats".format(**result)
    )
    print(
        "played at ten a second: {frames_a_second} frames a second, {quarters_drawn} quarters, "
        "{blank_frames} blank frames".format(**result)
    )
    if arguments.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
