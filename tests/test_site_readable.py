"""Everybody can read the site: axe-core on every page, its colours, without a script."""

import re

import pytest

from .built_site import EPISODES, PAGES
from .colours import contrast
from .site_tab import (
    DESKTOP,
    EPISODE,
    MESSAGE,
    PHONE,
    RULES,
    RULES_OF_COLOUR,
    is_dark,
    violations,
    wait_until_drawn,
)

# They are long, and their parts are read in every way on their own pages.
MADE_OF_OTHERS = ("aio", "exercises", "handout")


# Of all text that looks the same, on the same ground, one is marked, and none of what was judged
# before: its contrast is that of the others.
MARK_LOOKS = """(judged) => {
    const grounds = new Map();
    const ground = (one) => {
        if (!one) return "";
        if (!grounds.has(one)) {
            const own = getComputedStyle(one);
            grounds.set(one, `${ground(one.parentElement)} ${own.backgroundColor} ${own.opacity}`
                .replaceAll(" rgba(0, 0, 0, 0) 1", ""));
        }
        return grounds.get(one);
    };
    const known = new Set(judged);
    const seen = new Set();
    const holdsText = (one) => one.matches("input, select, textarea")
        || [...one.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
    for (const one of document.querySelectorAll("body *")) {
        one.removeAttribute("data-look");
        if (!holdsText(one) || !one.checkVisibility()) continue;
        const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(one);
        const around = one.matches("a") ? getComputedStyle(one.parentElement).color : "";
        const look = [color, fontSize, fontWeight, textDecorationLine, around, ground(one)].join("|");
        if (!seen.has(look) && !known.has(look)) one.setAttribute("data-look", "");
        seen.add(look);
    }
    return [...seen];
}"""


@pytest.fixture(scope="module")
def judged():
    """The looks whose colours were judged, on whichever page they came first."""
    return set()


@pytest.mark.alike
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_a_page(tab, address, axe, judged, name):
    """On a desktop and on a phone, light and dark, with everything that can be opened open."""
    tab.goto(f"{address}{name}.html")
    tab.evaluate(axe)
    tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for size in (DESKTOP, PHONE):
        tab.set_viewport_size(size)
        wait_until_drawn(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if size == PHONE and name in MADE_OF_OTHERS:
            continue
        assert violations(tab, RULES, leave_out=RULES_OF_COLOUR) == [], size
        assert violations_of_colour(tab, judged) == [], size


def violations_of_colour(tab, judged):
    """Return what axe-core finds in light and in dark among looks that were not judged before."""
    found = []
    for colours in ("light", "dark"):
        tab.emulate_media(color_scheme=colours)
        looks = set(tab.evaluate(MARK_LOOKS, list(judged)))
        assert len(looks) > 5
        if looks - judged:
            there = violations(tab, RULES_OF_COLOUR, "[data-look]")
            found += [f"{colours}: {one}" for one in there]
        judged |= looks
    return found


def answer_and_rest_on_a_term(tab):
    for options in tab.locator(".options").all():
        options.get_by_role("button").first.click()
    tab.locator("article a[data-says]").first.focus()
    tab.get_by_role("tooltip").wait_for()


def paste_a_message(tab):
    tab.locator("#pasted").fill(f"TypeError: initializer for ctype 'double *' {MESSAGE}")
    tab.locator(".explanation").wait_for()


def show_the_notes(tab):
    tab.locator(".hidden-notes").get_by_role("button").click()


@pytest.mark.alike
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("page", "act"),
    [
        (EPISODE, answer_and_rest_on_a_term),
        ("errors.html", paste_a_message),
        ("instructor-notes.html", show_the_notes),
        ("search.html?q=pointer", lambda tab: tab.locator(".results a").first.wait_for()),
    ],
    ids=["answered", "explained", "instructor", "found"],
)
def test_everybody_can_read_what_a_page_shows_once_it_is_used(
    tab, address, axe, judged, page, act, size
):
    tab.set_viewport_size(size)
    tab.goto(address + page)
    act(tab)
    tab.evaluate("scrollTo(0, 0)")  # what is half below the header is no target that is too small
    wait_until_drawn(tab)
    tab.evaluate(axe)
    assert violations(tab, RULES, leave_out=RULES_OF_COLOUR) == []
    assert violations_of_colour(tab, judged) == []


def test_a_colour_that_cannot_be_read_is_found_among_all_that_look_alike(tab, address, axe):
    tab.goto(address + EPISODE)
    tab.evaluate(axe)
    tab.add_style_tag(content=".box.challenge li { color: #aaa } .highlight .k { color: #888 }")
    tab.evaluate(MARK_LOOKS, [])
    assert len(violations(tab, RULES_OF_COLOUR, "[data-look]")) >= 2


@pytest.mark.parametrize("name", ["index", EPISODES[2], "errors", "search"])
def test_without_a_script_everything_is_there_and_open(browser, address, name):
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        tab = context.new_page()
        tab.goto(f"{address}{name}.html")
        assert tab.locator("details:not([open])").count() == 0
        hidden = tab.locator("article :is(p, li, pre, dt)").filter(visible=False)
        assert [text for text in hidden.all_text_contents() if text.strip()] == []
        assert tab.locator("nav.contents").is_visible()
        assert set(tab.locator("button:visible").all_inner_texts()) <= {"Search"}


def test_the_colours_are_the_systems_until_one_is_chosen_and_the_choice_stays(tab, address):
    tab.emulate_media(color_scheme="dark")
    tab.goto(address + "index.html")
    assert is_dark(tab)
    tab.get_by_label("Colours").select_option("light")
    assert not is_dark(tab)
    tab.goto(address + EPISODE)
    assert not is_dark(tab)
    tab.get_by_label("Colours").select_option("dark")
    tab.emulate_media(color_scheme="light")
    tab.reload()
    assert is_dark(tab)
    tab.get_by_label("Colours").select_option("system")
    tab.reload()
    assert not is_dark(tab)


def test_what_is_chosen_is_plain_in_the_colours_of_the_system(tab, address):
    """Windows' contrast themes take away each ground that a page chooses."""
    tab.emulate_media(forced_colors="active")
    tab.goto(address + EPISODE)
    tab.locator(".option").first.click()
    grounds = tab.evaluate(
        """[...document.querySelectorAll(".views button, .options:has([aria-pressed=true]) button")]
            .map((one) => [one.ariaPressed, getComputedStyle(one).backgroundColor])"""
    )
    page = tab.locator(".contents [aria-current=page]")
    inks = page.evaluate(
        """one => [one, ...one.querySelectorAll('*')].map((part) => getComputedStyle(part).color)
            .concat(getComputedStyle(one, "::before").color)"""
    )
    assert len(inks) > 1
    assert len(set(inks)) == 1
    chosen, others = (
        {ground for state, ground in grounds if state == is_} for is_ in ("true", "false")
    )
    assert len(chosen) == 1
    assert chosen.isdisjoint(others)


# What has the focus: the colour of its outline, and the ground around it.
OUTLINED = """() => {
    const one = document.activeElement;
    let around = one.parentElement;
    while (getComputedStyle(around).backgroundColor === "rgba(0, 0, 0, 0)")
        around = around.parentElement;
    return [getComputedStyle(one).outlineColor, getComputedStyle(around).backgroundColor];
}"""


def as_hex(colour):
    """Return a colour that a browser tells as rgb(26, 43, 60) as #1a2b3c."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_what_has_the_focus_is_seen_in_the_head_and_in_the_text(tab, address, colours):
    tab.emulate_media(color_scheme=colours)
    tab.goto(address + EPISODE)
    pairs = set()
    for _ in range(20):
        tab.keyboard.press("Tab")
        pairs.add(tuple(tab.evaluate(OUTLINED)))
    assert len(pairs) > 1
    assert min(contrast(*map(as_hex, pair)) for pair in pairs) >= 3
