"""`make pdf`: the lesson and its handout as PDF with an outline.

A browser prints them from the built pages:

    _build/lesson.pdf      all of it, every solution open
    _build/handout.pdf     without solutions and hints
"""

from __future__ import annotations

from pathlib import Path

from headless import headless_browser
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1] / "_build"
PRINTED = {"aio": ("", "lesson.pdf"), "handout": ("handout", "handout.pdf")}
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
TITLED = """(name) => {
  const title = document.querySelector("a.home").textContent;
  document.querySelector("h1").textContent = document.title = name ? `${title}: ${name}` : title;
}"""
"""On paper it is a document of its own, and not one of the pages of a site."""
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "18mm")
FOOT = """<p style="width: 100%; margin: 0 18mm; font: 8pt system-ui, sans-serif; color: #53616a;">
  <span class="title"></span>
  <span style="float: right">
    <span class="pageNumber"></span> / <span class="totalPages"></span>
  </span>
</p>"""


def main() -> None:
    with headless_browser() as browser:
        tab = browser.new_page()
        for name, (called, file) in PRINTED.items():
            tab.goto((ROOT / "html" / f"{name}.html").as_uri())
            tab.evaluate("dispatchEvent(new Event('beforeprint'))")
            tab.evaluate(ONLINE)
            tab.evaluate(TITLED, called)
            write(tab, ROOT / file)
            print(f"Printed: {(ROOT / file).relative_to(ROOT.parent)}")


def write(tab: Page, path: Path) -> None:
    """Write what a page looks like on paper, with an outline, and numbers at the foot."""
    tab.pdf(
        path=path,
        format="A4",
        margin=MARGIN,
        outline=True,
        tagged=True,
        display_header_footer=True,
        header_template="<p></p>",
        footer_template=FOOT,
    )


if __name__ == "__main__":
    main()
