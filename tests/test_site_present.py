"""An episode on a projector: all of it is on some screen, and each screen fits.

A remote steps through all screens.
"""

import re

import pytest

from .built_site import EPISODES
from .site_tab import RULES, RULES_OF_COLOUR, violations

LAPTOP, PROJECTOR = {"width": 1280, "height": 720}, {"width": 1920, "height": 1080}
EPISODE = f"{EPISODES[2]}.html"
SMALLEST = 0.022  # of the height of the screen: type that the last row reads
DRAWN = 0.45  # of the height or the width of the screen: what stands in a figure can be read
BAR = 44
COLUMNS = 90  # what is longer is a message, which may wrap
# What of the page is shown now: each text with where it ends.
SHOWN = """() => {
    const pieces = "p, li, pre, td, th, dt, dd, h1, h2, h3, img, summary, .line";
    const seen = [...document.querySelectorAll("article :is(" + pieces + ")")]
        .filter((one) => one.offsetParent !== null && one.getClientRects().length);
    const boxes = seen.map((one) => one.getBoundingClientRect());
    return {
        texts: seen.filter((one) => !one.querySelector(pieces))
            .map((one) => one.src ?? one.innerText.trim()).filter(Boolean),
        bottom: Math.max(...boxes.map((box) => box.bottom)),
        right: Math.max(...boxes.map((box) => box.right)),
        type: Math.min(...seen.filter((one) => one.innerText?.trim())
            .map((one) => parseFloat(getComputedStyle(one).fontSize))),
        tips: seen.flatMap((one) => [...one.querySelectorAll("a[data-says]")]).filter((term) => {
            term.dispatchEvent(new MouseEvent("mouseenter"));
            return document.getElementById("tip").checkVisibility();
        }).length,
        drawn: Math.min(1, ...boxes.filter((_, place) => seen[place].matches("img"))
            .map((box) => Math.max(box.height / innerHeight, box.width / innerWidth))),
        torn: [...document.querySelectorAll("article pre")].flatMap((pre) => {
            const lines = [...pre.querySelectorAll(".line")];
            const shown = lines.filter((one) => one.offsetParent !== null);
            const edges = [lines[lines.indexOf(shown[0]) - 1], shown.at(-1)];
            const isStep = edges.some((one) => one && !one.textContent.trim());
            const isTorn = shown.length && shown.length < Math.min(3, lines.length) && !isStep;
            return isTorn ? shown.map((one) => one.textContent) : [];
        }),
        wrapped: [...document.querySelectorAll("article pre")].flatMap((pre) => {
            const lines = [...pre.querySelectorAll(".line")];
            const longest = Math.max(...lines.map((one) => one.textContent.trimEnd().length));
            const size = (one) => parseFloat(getComputedStyle(one).fontSize);
            return lines.filter((one) => longest <= COLUMNS && one.offsetHeight > 2 * size(one))
                .map((one) => one.textContent);
        }),
    };
}""".replace("COLUMNS", str(COLUMNS))
ALL_TEXTS = """() => {
    const left_out = ".instructor, .copy, .headerlink, .said";
    const pieces = [...document.querySelectorAll("article :is(p, li, td, dd, dt, h1, h2, summary, img)")];
    const holds = "p, li, td, dd, dt, img, button";
    return pieces.filter((one) => !one.closest(left_out) && !one.querySelector(holds))
        .map((one) => one.src ?? one.innerText.replace(/\\s*#$/, "").trim()).filter(Boolean);
}"""


def present(tab, address, size, episode=EPISODE, place=""):
    tab.set_viewport_size(size)
    tab.goto(f"{address}{episode}{place}")
    if not place:
        tab.get_by_role("button", name="Present").click()
    tab.locator(".steps [role=status]:not(:empty)").wait_for()
    return int(status(tab).split()[-1])


def status(tab):
    return tab.locator(".steps").get_by_role("status").inner_text()


# All of a screen grows with it, so that a few episodes tell of the larger one.
SIZES = [(slug, LAPTOP) for slug in EPISODES] + [(slug, PROJECTOR) for slug in EPISODES[::4]]


@pytest.mark.alike
@pytest.mark.parametrize(("slug", "size"), SIZES, ids=lambda value: str(value))
def test_every_screen_fits_and_together_they_show_everything(tab, address, slug, size):
    """PageDown is what remotes send."""
    tab.goto(f"{address}{slug}.html")
    tab.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    wanted = set(tab.evaluate(ALL_TEXTS))
    shown = set()
    for _ in range(present(tab, address, size, f"{slug}.html")):
        screen = tab.evaluate(SHOWN)
        assert screen["bottom"] <= size["height"] - BAR, status(tab)
        assert screen["right"] <= size["width"], status(tab)
        assert screen["type"] >= SMALLEST * size["height"], status(tab)
        assert screen["wrapped"] == [], status(tab)
        assert (screen["torn"], screen["tips"]) == ([], 0), status(tab)
        assert screen["drawn"] >= DRAWN, status(tab)
        shown.update(screen["texts"])
        tab.keyboard.press("PageDown")
    assert wanted - shown == set()


def test_options_come_first_and_the_answer_on_the_next_step(tab, address):
    present(tab, address, LAPTOP)
    options, solution = (
        tab.locator("article .options").first,
        tab.locator("article details.solution").first,
    )
    while not options.is_visible():
        tab.keyboard.press("PageDown")
    above, below = options.locator("p").first.evaluate(
        """text => {
          const [inner, outer] = [text, text.parentElement].map(one => one.getBoundingClientRect());
          return [inner.top - outer.top, outer.bottom - inner.bottom];
        }"""
    )
    assert abs(above - below) < 2
    assert not solution.is_visible()
    tab.keyboard.press("PageDown")
    assert solution.is_visible()
    assert not options.is_visible()


@pytest.mark.alike
@pytest.mark.parametrize("slug", EPISODES)
def test_all_options_of_a_prediction_are_on_one_screen(tab, address, slug):
    """Nobody chooses among options of which one was on the screen before."""
    together = "one => [...one.children].every((item) => item.offsetParent !== null)"
    seen = set()
    for _ in range(present(tab, address, LAPTOP, f"{slug}.html")):
        for options in tab.locator("article .options").all():
            if options.is_visible():
                assert options.evaluate(together), status(tab)
                seen.add(options.evaluate("one => one.closest('.challenge').id"))
        tab.keyboard.press("PageDown")
    assert len(seen) == tab.locator("article .options").count()


@pytest.mark.alike
@pytest.mark.parametrize("slug", [EPISODES[5], EPISODES[12]])
def test_an_exercise_is_invited_to_on_one_screen(tab, address, slug):
    seen = 0
    for _ in range(present(tab, address, PROJECTOR, f"{slug}.html")):
        box = tab.locator("article .box.exercise")
        if box.is_visible():
            assert box.locator("p:visible").count() == box.locator("p").count()
            assert box.locator(".line").is_visible()
            seen += 1
        tab.keyboard.press("PageDown")
    assert seen == 1


@pytest.mark.alike
@pytest.mark.parametrize("slug", [EPISODES[5], EPISODES[8]])
def test_no_screen_ends_with_a_sentence_that_leads_to_the_next(tab, address, slug):
    """Where both fit a screen, as in these episodes."""
    for _ in range(present(tab, address, PROJECTOR, f"{slug}.html")):
        assert not tab.evaluate(SHOWN)["texts"][-1].endswith(":"), status(tab)
        tab.keyboard.press("PageDown")


# Of each piece of code that goes on on the next screen, the lines that are shown now.
BROKEN = """() => [...document.querySelectorAll("article pre")]
    .map((pre) => [...pre.querySelectorAll(".line")])
    .map((lines) => [lines, lines.filter((one) => one.offsetParent !== null)])
    .filter(([lines, shown]) => shown.length && shown.at(-1) !== lines.at(-1))
    .map(([, shown]) => shown.map((one) => one.textContent))"""


@pytest.mark.alike
@pytest.mark.parametrize("slug", [EPISODES[2], EPISODES[8], EPISODES[15], EPISODES[17]])
def test_long_code_is_broken_between_its_steps(tab, address, slug):
    """A blank line of the last two thirds ends the screen, so that no function begins at its end."""
    broken = 0
    for _ in range(present(tab, address, PROJECTOR, f"{slug}.html")):
        for lines in tab.evaluate(BROKEN):
            later = lines[-(-len(lines) // 3) :]
            assert all(map(str.strip, later)) or not lines[-1].strip(), (status(tab), lines)
            broken += 1
        tab.keyboard.press("PageDown")
    assert broken or slug == EPISODES[2]


@pytest.mark.alike
@pytest.mark.parametrize("slug", [EPISODES[8], EPISODES[17]])
def test_no_code_begins_or_ends_with_room_for_a_line(tab, address, slug):
    """It looked as if more code came below."""
    blank = 0
    for _ in range(present(tab, address, PROJECTOR, f"{slug}.html")):
        for pre in tab.locator("article pre:visible").all():
            lines = pre.locator(".line:visible, .line.edge")
            for edge in (lines.first, lines.last):
                if not edge.text_content().strip():
                    assert edge.bounding_box()["height"] == 0, status(tab)
                    blank += 1
        tab.keyboard.press("PageDown")
    assert blank


def test_the_address_follows_and_leads_back(tab, address):
    present(tab, address, LAPTOP)
    for _ in range(6):
        tab.keyboard.press("PageDown")
    place, shown = tab.url.partition("#")[2], tab.evaluate(SHOWN)["texts"]
    assert place.startswith("present/")
    tab.goto("about:blank")
    present(tab, address, LAPTOP, place=f"#{place}")
    assert tab.evaluate(SHOWN)["texts"] == shown


def test_a_screen_is_shown_again_when_the_window_has_changed(tab, address):
    """The last one belongs to the page, as the first ones do: it was taken for one of those."""
    present(tab, address, LAPTOP)
    tab.keyboard.press("End")
    tab.evaluate("document.exitFullscreen()")  # what fills the screen keeps its size
    tab.set_viewport_size(PROJECTOR)
    tab.wait_for_timeout(300)  # it waits until the size stays
    assert tab.locator("article .keypoints").is_visible()


def test_every_key_does_what_whoever_speaks_expects(tab, address):
    number = present(tab, address, LAPTOP)
    places = []
    for key in ("Space", "PageDown", "Shift+Space", "Backspace", "End", "PageDown", "Home", "/"):
        tab.keyboard.press(key)
        places.append(int(status(tab).split()[0]))
    assert places == [2, 3, 2, 1, number, number, 1, 1]
    tab.keyboard.press("b")
    tab.keyboard.press("PageDown")
    assert tab.locator("html.black").count() == 0
    tab.keyboard.press("o")
    tab.keyboard.press("PageDown")
    tab.keyboard.press("Enter")
    assert status(tab) == f"3 of {number}"


def test_a_link_within_the_page_leads_to_its_screen_and_back(tab, address):
    number = present(tab, address, LAPTOP)
    section = tab.locator("article section section[id]").last
    tab.evaluate("id => { location.hash = id; }", section.get_attribute("id"))
    tab.locator(".steps [role=status]").get_by_text(f"1 of {number}", exact=True).wait_for(
        state="detached"
    )
    assert section.locator("h2").first.is_visible()
    tab.go_back()
    tab.locator(".steps [role=status]").get_by_text(f"1 of {number}", exact=True).wait_for()


# What stands over the screen that is shown, as the list of screens names it.
TITLES = """all => all.filter((one) => one.checkVisibility()).map((one) =>
    [...one.childNodes].filter((part) => !part.matches?.(".headerlink"))
        .map((part) => part.textContent.trim()).filter(Boolean)
        .join(one.matches(".box-title") ? ": " : " "))"""


def test_all_screens_are_listed_and_one_is_chosen(tab, address):
    number = present(tab, address, LAPTOP)
    tab.keyboard.press("o")
    entries = tab.get_by_role("dialog", name="All screens").get_by_role("button")
    assert entries.count() == number
    names = entries.all_inner_texts()
    assert any(name.endswith(" (2)") for name in names)
    entries.nth(4).click()
    assert status(tab) == f"5 of {number}"
    tab.keyboard.press("Home")
    for name in names:
        titles = tab.locator("article :is(h1, h2, h3, .box-title)").evaluate_all(TITLES)
        assert re.sub(r"^\d+\. | \(\d+\)$", "", name) in titles
        tab.keyboard.press("PageDown")


def test_a_second_window_has_notes_the_next_screen_and_a_clock(tab, address):
    present(tab, address, LAPTOP)
    with tab.expect_popup() as opened:
        tab.keyboard.press("n")
    notes = opened.value
    notes.locator("#clock").get_by_text("since the start").wait_for()
    assert "Live-code" in notes.locator("#said").inner_text()
    following = notes.locator("#next").inner_text().split()
    notes.keyboard.press("PageDown")
    assert status(tab).startswith("2 of")
    assert notes.locator("#place").inner_text() == f"Screen {status(tab)}"
    assert following[:6] == " ".join(tab.evaluate(SHOWN)["texts"]).split()[:6]
    for key in ("o", "PageDown", "Enter"):  # the list of screens goes by these keys, too
        notes.keyboard.press(key)
    assert status(tab).startswith("3 of")


def test_the_notes_show_code_that_comes_next_as_code(tab, address):
    number = present(tab, address, LAPTOP)
    with tab.expect_popup() as opened:
        tab.keyboard.press("n")
    code = opened.value.locator("#next pre").first
    for _ in range(number):
        if code.count():
            break
        tab.keyboard.press("PageDown")
    told = code.text_content()
    tab.keyboard.press("PageDown")
    lines = tab.locator("article pre:visible").first.locator(".line:visible")
    assert told.split() == " ".join(lines.all_text_contents()).split()
    assert "\n" in told


def test_presenting_ends_where_it_was_and_the_page_is_as_before(tab, address):
    tab.goto(address + EPISODE)
    before = tab.locator("article").inner_html()
    present(tab, address, LAPTOP)
    for _ in range(5):
        tab.keyboard.press("PageDown")
    tab.keyboard.press("Escape")
    assert tab.locator(".top").is_visible()
    assert tab.locator("article .off, article .line").count() == 0
    assert tab.locator("article").inner_text() != ""
    assert tab.locator("article").inner_html().count("<li") == before.count("<li")


@pytest.mark.parametrize(
    ("colours", "rules"), [("light", RULES), ("dark", RULES_OF_COLOUR)], ids=["light", "dark"]
)
def test_everybody_can_read_what_is_presented(tab, address, axe, colours, rules):
    """A screen of each kind: title, code, options, solution, and the list of all screens."""
    tab.emulate_media(color_scheme=colours)
    number = present(tab, address, LAPTOP)
    tab.evaluate(axe)
    for _ in range(0, number, 3):
        assert violations(tab, rules) == [], status(tab)
        for _ in range(3):
            tab.keyboard.press("PageDown")
    tab.keyboard.press("o")
    assert violations(tab, rules) == []
