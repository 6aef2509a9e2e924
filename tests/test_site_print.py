"""The pages of the site on paper."""

import re

import pytest

from .site_tab import EPISODE, is_dark


def test_print_holds_the_text_alone_with_every_solution(tab, address):
    tab.goto(address + EPISODE)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.locator("article details:not([open])").count() == 0
    assert tab.locator(":is(.top, .contents, .tools, .turn, .copy):visible").count() == 0
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("article details[open]").count() == 0
    tab.emulate_media(media="screen")
    assert tab.get_by_role("button", name="Open all solutions").is_visible()


@pytest.mark.parametrize("name", ["aio", "handout"])
def test_what_is_printed_leads_to_no_path_of_this_machine(tab, site, name):
    from print_pdf import ONLINE  # needs playwright, as `tab` does

    page = (site / f"{name}.html").as_uri()
    tab.goto(page)
    tab.evaluate(ONLINE)
    links = tab.evaluate("[...document.querySelectorAll('a[href]')].map((one) => one.href)")
    assert [
        one for one in links if one.startswith("file:") and not one.startswith(f"{page}#")
    ] == []
    assert len([one for one in links if one.startswith(f"{page}#")]) > 100


def test_a_title_that_wraps_on_paper_keeps_its_words_apart_in_the_outline(tab, address):
    tab.goto(address + EPISODE)
    tab.emulate_media(media="print")
    written = tab.pdf(outline=True, tagged=True, width="4in", height="9in")
    outline = set(re.findall(rb"/Title \((.*?)(?<!\\)\)", written))
    titles = tab.locator("article :is(h2, h3)").evaluate_all(
        "all => all.map((one) => one.firstChild.textContent)"
    )
    plain = [title.encode() for title in titles if re.fullmatch(r"[\w ,.'-]+", title)]
    assert len(plain) > 3
    assert [title for title in plain if not any(one.startswith(title) for one in outline)] == []


def test_nothing_but_titles_is_printed_larger_than_the_text(tab, address):
    tab.goto(address + EPISODE)
    tab.emulate_media(media="print")
    larger = tab.evaluate(
        """() => {
            const size = (one) => parseFloat(getComputedStyle(one).fontSize);
            const parts = document.querySelectorAll("article :is(p, li, td, th, code, pre, .option)");
            return [...parts].filter((one) => !one.closest("h1, h2, h3, h4, .box-title"))
                .filter((one) => size(one) > size(document.body)).map((one) => one.textContent);
        }"""
    )
    assert larger == []


@pytest.mark.parametrize("name", ["aio", "figures"])
def test_letters_in_a_figure_are_printed_no_larger_than_the_text(tab, address, name):
    tab.goto(f"{address}{name}.html")
    tab.emulate_media(media="print")
    sizes = tab.evaluate(
        """[...document.querySelectorAll("article img[src^='_images/']")]
            .filter((one) => !one.closest(".cell")).map((one) =>
                16 * one.offsetWidth / one.naturalWidth
                / parseFloat(getComputedStyle(document.body).fontSize))"""
    )  # all are drawn in letters of 16 pixels (fig/drawing.py)
    assert sizes
    assert max(sizes) <= 1


# What stands at the foot of a page without what it leads to tells nothing.
LEADS = [
    ("03-your-own-library", ".cell_output > p:has(+ [class*=highlight-])", "a file's name"),
    ("09-who-owns-the-memory", "section > p:has(+ .cell)", "a sentence that leads to code"),
    ("glossary", "dt", "a term"),
    ("errors", "section[id^=error-] > [class*=highlight-]:has(+ p)", "a message"),
]


@pytest.mark.parametrize(
    ("name", "lead"), [row[:2] for row in LEADS], ids=[row[2] for row in LEADS]
)
def test_what_leads_to_something_is_printed_on_the_same_page(tab, address, name, lead):
    tab.goto(f"{address}{name}.html")
    tab.emulate_media(media="print")
    breaks = "all => [...new Set(all.map((one) => getComputedStyle(one).breakAfter))]"
    assert tab.locator(f"article {lead}").evaluate_all(breaks) == ["avoid"]


@pytest.mark.parametrize("name", ["errors", "glossary", "index", "setup"])
def test_nothing_to_fill_in_or_to_choose_is_printed(tab, address, name):
    """Each panel of a choice is printed, and says which it is."""
    tab.goto(f"{address}{name}.html")
    tab.emulate_media(media="print")
    assert tab.locator(":is(input, textarea, select, button):visible").count() == 0
    for panel in tab.locator(".panel").all():
        told = panel.evaluate("one => getComputedStyle(one, '::before').content")
        assert panel.is_visible()
        assert told == f'"{panel.get_attribute("aria-label")}"'


def test_print_is_dark_on_light_whatever_the_screen_is(tab, address):
    tab.goto(address + EPISODE)
    tab.get_by_label("Colours").select_option("dark")
    assert is_dark(tab)
    tab.emulate_media(media="print")
    assert not is_dark(tab)
