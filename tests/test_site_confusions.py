"""Each confusion of newcomers stands, with its real message, on the page that the catalogue names."""

import re

import pytest
from bs4 import BeautifulSoup

from cffi_workshop.catalogue import catalogue

# Silent ones have no message, and those of other systems none that a page built on Linux could show.
TELLING = sorted({entry.number for entry in catalogue() if entry.pattern and not entry.elsewhere})
# Told in a table: whoever builds the pages has a compiler, the headers and setuptools.
IN_A_TABLE = {29}


@pytest.mark.parametrize("number", [number for number in TELLING if number not in IN_A_TABLE])
def test_a_confusion_is_shown_where_it_first_bites(site, number):
    entries = [entry for entry in catalogue() if entry.number == number and entry.pattern]
    shown = [
        entry.slug for entry in entries if re.search(entry.pattern, text(site, entry.episode), re.MULTILINE)
    ]
    assert shown, f"none of {[(entry.slug, entry.episode) for entry in entries]} is on its page"


def text(site, episode):
    page = BeautifulSoup((site / f"{episode}.html").read_text(encoding="utf-8"), "html.parser")
    return page.find("main").get_text()
