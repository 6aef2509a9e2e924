"""Each confusion of newcomers stands with its real message on the page that the catalogue names."""

import pytest

from cffi_workshop.explain import catalogue
from cffi_workshop.explain.restored import plain

# Silent ones have no message, and those of other systems none that a page built on Linux could
# show.
TELLING = [entry for entry in catalogue() if entry.number and entry.says and not entry.platform]
# Told in a table: whoever builds the pages has a compiler, the headers and setuptools.
IN_A_TABLE = {29}


@pytest.mark.parametrize("number", sorted({entry.number for entry in TELLING} - IN_A_TABLE))
def test_a_confusion_is_shown_where_it_first_bites(pages, number):
    entries = [entry for entry in TELLING if entry.number == number]
    assert [entry.slug for entry in entries if is_said(entry, pages[entry.episode])], (
        f"none of {[(entry.slug, entry.episode) for entry in entries]} is on its page"
    )


def is_said(entry, page):
    text = plain(page.find("main").get_text())
    return any(template.found_in(text) for template in entry.says)
