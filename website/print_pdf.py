"""`make pdf`: the lesson and its handout as PDF with an outline,
printed by Chromium from the built pages.

_build/lesson.pdf      all of it, every solution open
_build/handout.pdf     without solutions and hints
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1] / "_build"
PRINTED = {"aio": "lesson.pdf", "handout": "handout.pdf"}
FLAGS = ["--no-sandbox", "--disable-gpu"]
ONLINE = """() => {
  const site = document.querySelector("link[rel=canonical]")?.href.replace(/[^/]*$/, "");
  for (const link of document.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href");
    if (address.startsWith("#") || /^(https?|mailto):/.test(address)) continue;
    if (site) link.href = new URL(address, site).href;
    else link.removeAttribute("href");
  }
}"""
"""Lead links to other pages to the published site; without one they are text, as a path of this
machine leads nowhere on another.
"""
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "18mm")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        tab = browser.new_page()
        for name, file in PRINTED.items():
            tab.goto((ROOT / "html" / f"{name}.html").as_uri())
            tab.evaluate("dispatchEvent(new Event('beforeprint'))")
            tab.evaluate(ONLINE)
            tab.pdf(path=ROOT / file, format="A4", margin=MARGIN, outline=True, tagged=True)
            print(f"Printed: {(ROOT / file).relative_to(ROOT.parent)}")


if __name__ == "__main__":
    main()
