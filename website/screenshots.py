"""`make screenshots`: every page as people see it, wide and narrow, light and dark, and presented.

    python website/screenshots.py [NAME...]      without names, all pages of _build/html

writes NAME-WIDTH-COLOURS.png and, of some screens of an episode, NAME-present-WIDTH-NUMBER.png.
"""

from __future__ import annotations

import sys
from pathlib import Path

from headless import headless_browser
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1] / "_build"
SIZES = ((1280, 900), (360, 740))
SCREENS = ((1280, 720), (1920, 1080))
TALLEST = 9000  # pixels: of a longer page, its beginning
EVERY = 4  # screens of an episode


def main(names: list[str]) -> None:
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    pages = [ROOT / "html" / f"{name}.html" for name in names] or sorted(
        (ROOT / "html").glob("*.html")
    )
    with headless_browser() as browser:
        for width, height in SIZES:
            for colours in ("light", "dark"):
                show_all(browser, pages, folder, (width, height), colours)
        for size in SCREENS:
            present_all(browser, [page for page in pages if page.name[:1].isdigit()], folder, size)
    print(f"Look at {folder.relative_to(ROOT.parent)}.")


def show_all(
    browser: Browser, pages: list[Path], folder: Path, size: tuple[int, int], colours: str
) -> None:
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=colours)
    for page in pages:
        tab.goto(page.as_uri())
        tall = min(tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": size[0], "height": tall}
        path = folder / f"{page.stem}-{size[0]}-{colours}.png"
        tab.screenshot(path=path, full_page=True, clip=clip)
    tab.close()


def present_all(browser: Browser, pages: list[Path], folder: Path, size: tuple[int, int]) -> None:
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]})
    for page in pages:
        tab.goto(page.as_uri())
        if tab.get_by_role("button", name="Present").count():
            present(tab, folder / f"{page.stem}-present-{size[0]}")
    tab.close()


def present(tab: Page, stem: Path) -> None:
    tab.get_by_role("button", name="Present").click()
    tab.locator(".steps [role=status]:not(:empty)").wait_for()
    last = int(tab.locator(".steps [role=status]").inner_text().split()[-1])
    for number in range(1, last + 1):
        if number % EVERY == 1:
            tab.screenshot(path=f"{stem}-{number:02}.png")
        tab.keyboard.press("PageDown")


if __name__ == "__main__":
    main(sys.argv[1:])
