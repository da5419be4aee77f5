"""Take the pictures of the page for the documentation: ``python docs/screenshots.py``.

With ``--every FOLDER`` instead every tab at three widths, to look at: is anything cut or crowded?

Serves the page, does what ``docs/how-to/use_the_page.md`` describes in a Chromium without a window,
and writes small PNG files to ``docs/images``. Needs Chromium; nothing else needs this script.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

import acs_abm as acs

sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser"))  # no package
from serving import CHROMIUM_FLAGS, chromium_here, serving

IMAGES = Path(__file__).parent / "images"
COLOURS = 256
WIDTHS = (1440, 1024, 390)
PATIENCE = 240_000  # milliseconds
PAYMENT = "offer.alliance_agreement.payment"


def keep(shown: Page | Locator, name: str, folder: Path = IMAGES) -> None:
    """Write a picture of what is shown, with few colours, so that it is small."""
    picture = Image.open(io.BytesIO(shown.screenshot()))
    few = picture.convert("RGB").quantize(COLOURS)
    few.save(folder / f"{name}.png", optimize=True)


def make_study(folder: Path) -> None:
    """Run a small study to show."""
    plan = acs.Scenario.load("plan_2017").change(until="2021-Q1")
    worlds = [plan, plan.change("paid", **{PAYMENT: 6.0})]
    question = "Does paying more for an alliance help in three areas?"
    study = acs.Study(
        folder / "paid", worlds, question=question, replicates=8, systems=["DOR", "FRIM", "BCWB"]
    )
    study.run(0)
    spans = acs.morris({PAYMENT: (0.0, 6.0), "practice.choice_noise": (4.0, 12.0)}, n=4)
    acs.Study(folder / "spans", [plan], design=spans, replicates=2, systems=["FRIM"]).run(0)


def take(page: Page, address: str) -> None:
    """Do what the page of the documentation says, and keep what it looks like."""
    page.goto(f"{address}/?preset=plan_2017&seed=1&version={acs.__version__}&{PAYMENT}=4")
    page.get_by_role("button", name="No, thanks").click()
    page.locator('.ran[data-complete="true"]').wait_for()
    page.locator(".line.baseline").first.wait_for(state="attached")
    page.locator("#replicates").fill("10")
    page.get_by_role("button", name="Run replicates").click()
    page.locator('.share-holder .work[data-phase="done"]').wait_for(state="attached")
    page.evaluate(
        "for (const one of [window, ...document.querySelectorAll('.left')]) one.scrollTo(0, 0)"
    )
    page.wait_for_timeout(500)
    keep(page, "page")
    keep(page.locator("section.share"), "page_share")
    page.get_by_role("tab", name="Compare").click()
    page.locator("#compare-replicates").fill("6")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.locator(".answer-words").wait_for()
    page.wait_for_timeout(500)
    keep(page.locator(".tabs"), "page_compare")
    page.get_by_role("tab", name="Data").click()
    page.locator(".data .band-chart").first.wait_for()
    page.wait_for_timeout(500)
    keep(page.locator(".tabs"), "page_data")


def take_every_tab(page: Page, folder: Path) -> None:
    """Keep every tab at every width, after what :func:`take` did."""
    page.locator(".tiles .tile").first.click()
    page.get_by_role("tab", name="Data").click()
    page.locator("#folder").select_option("spans")
    page.get_by_role("region", name="Table: Sensitivity").wait_for()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)
        keep(page, f"{width}_page", folder)
        for part in (".scenario", ".share-holder", ".status", ".map", ".lines"):
            keep(page.locator(part), f"{width}_{part[1:]}", folder)
        for tab in page.get_by_role("tab").all():
            tab.click()
            page.locator('.tab-panel [aria-busy="true"], .work-line').wait_for(state="hidden")
            page.wait_for_timeout(1_500)
            keep(page.locator(".tabs"), f"{width}_{tab.inner_text().strip('?').lower()}", folder)


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="every tab at every width")
    every = parser.parse_args().every
    chromium = chromium_here()
    if chromium is None:
        sys.exit("there is no Chromium on this computer (Debian: apt-get install chromium)")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        make_study(Path(name))
        serve = ("-m", "acs_abm.app", "--port", "0", name)
        with serving(*serve) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.set_default_timeout(PATIENCE)
            take(page, address)
            if every:
                every.mkdir(parents=True, exist_ok=True)
                take_every_tab(page, every)
            browser.close()
    for path in sorted(IMAGES.glob("page*.png")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
