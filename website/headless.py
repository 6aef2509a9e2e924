"""A browser without a window: in it the pages are printed, pictured and tested."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

__all__ = ["find_command", "headless_browser"]

COMMANDS = ("chromium-headless-shell", "chromium")
"""Of Debian; the first is the same engine, and takes a third of the processor time for a page."""
FLAGS = [
    "--no-sandbox",  # it is root that runs this in CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_command() -> str | None:
    return next(filter(None, map(shutil.which, COMMANDS)), None)


@contextmanager
def headless_browser() -> Iterator[Browser]:
    """Start the browser, and close it when the block is left.

    Where none of the commands is found, it is Playwright's own browser, if that is installed.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_command(), args=FLAGS)
        yield browser
        browser.close()
