"""The site in a browser: everybody can read it, nothing comes from elsewhere, its controls work."""

import re
import tomllib

import pytest
from lesson_site.search_words import WORDS

from .built_site import EPISODES, EXERCISES, PAGES, indexed, served
from .colours import contrast
from .surroundings import REPOSITORY

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOUR = [
    "color-contrast",
    "link-in-text-block",
]  # all that can change between light and dark
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
MADE_OF_OTHERS = (
    "aio",
    "exercises",
    "handout",
)  # long; their parts are read in every way on their own pages
EPISODE = f"{EPISODES[2]}.html"
MESSAGE = "must be a cdata pointer, not numpy.ndarray"


@pytest.fixture(scope="module")
def address(site):
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def own_tab(browser):
    """Yield the page that a worker's tests of a file show one after the other.

    A fresh browser is a fresh process, which costs four times what showing a page does.
    """
    context = browser.new_context(
        viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"]
    )
    with context:
        yield context.new_page()


@pytest.fixture
def tab(own_tab, address):
    """Yield a page of a browser that has nothing kept.

    What it complains of, or asks others for, fails the test.
    """
    told = []

    def listen(message):
        if message.type == "error":
            told.append(message.text)

    def look(request):
        if is_elsewhere(request.url, address):
            told.append(request.url)

    listeners = {"console": listen, "pageerror": lambda one: told.append(str(one)), "request": look}
    for event, listener in listeners.items():
        own_tab.on(event, listener)
    yield own_tab
    forget(own_tab, address)
    for event, listener in listeners.items():
        own_tab.remove_listener(event, listener)
    assert told == []


def forget(tab, address):
    """Leave nothing of a test to the next one: windows, choices that are kept, size, colours."""
    for other in tab.context.pages:
        if other is not tab:
            other.close()
    if not tab.url.startswith(address):
        tab.goto(f"{address}404.html")
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto("about:blank")  # so that an address with another place in the page is loaded anew
    tab.mouse.move(0, 0)
    tab.set_viewport_size(DESKTOP)
    tab.emulate_media(media="screen", color_scheme="light", forced_colors="none")


def is_elsewhere(url, address):
    return not url.startswith((address, "file://", "data:"))


# Every page


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


def wait_until_drawn(tab):
    """Wait for two frames: by then what scripts do about a size, or a click, is on the screen."""
    tab.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


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


def violations(tab, rules, place="html", leave_out=()):
    """Return what axe-core finds, each as rule and place."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    options["rules"] = {rule: {"enabled": False} for rule in leave_out}
    run = "([place, options]) => axe.run(place, options).then(all => all.violations)"
    found = tab.evaluate(run, [place, options])
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


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


# Colours and views


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


def is_dark(tab):
    colour = tab.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
    )
    return sum(colour[:3]) < 3 * 128


def test_notes_for_instructors_are_shown_in_their_view_alone(tab, address):
    tab.goto(address + "instructor-notes.html")
    notes = tab.locator(".box.instructor")
    link = tab.locator(".contents").get_by_role("link", name="Instructor notes")
    assert notes.count() > 0
    assert notes.filter(visible=True).count() == 0
    assert not link.is_visible()
    instructor = tab.get_by_role("group", name="View").get_by_role("button", name="Instructor")
    assert instructor.get_attribute("aria-pressed") == "false"
    instructor.click()
    tab.reload()
    assert notes.filter(visible=True).count() == notes.count()
    assert link.is_visible()
    assert instructor.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("name", ["instructor-notes", EPISODES[2], "exercise-libm"])
def test_a_page_that_hides_something_says_so_and_shows_it_when_asked(tab, address, name):
    """And no heading stands over nothing, on the page or in its contents."""
    tab.goto(f"{address}{name}.html")
    notice = tab.locator(".hidden-notes")
    hidden = tab.locator("article .box.instructor").count()
    assert notice.is_visible()
    assert ("A box" if hidden == 1 else str(hidden)) in notice.inner_text()
    assert empty_headings(tab) == []
    assert tab.locator(".toc").is_visible() == (tab.locator(".toc li:visible").count() > 0)
    notice.get_by_role("button").click()
    assert not notice.is_visible()
    assert tab.locator("article .box.instructor").filter(visible=True).count() == hidden
    assert empty_headings(tab) == []


def empty_headings(tab):
    """Return each heading, on the page or in its contents, that is seen and has nothing below it.

    A heading in the contents has nothing below it where its section is not seen.
    """
    return tab.evaluate(
        """() => {
            const sees = (one) => one.offsetParent !== null;
            const heads = [...document.querySelectorAll("article section > h2")].filter(sees);
            const alone = heads.filter((one) => ![...one.parentElement.children].some((other) =>
                other !== one && sees(other) && other.textContent.trim()));
            const links = [...document.querySelectorAll(".toc a")].filter(sees);
            const lost = links.filter((one) =>
                !sees(document.getElementById(decodeURIComponent(one.hash.slice(1)))));
            return [...alone, ...lost].map((one) => one.textContent);
        }"""
    )


# Search


@pytest.mark.parametrize("place", ["served", "on a disk"])
def test_search_finds_a_term_and_an_error_message(tab, address, site, place):
    start = address if place == "served" else f"{site.as_uri()}/"
    tab.goto(start + EPISODE)
    for query, kind in (("row stride", "Glossary"), (MESSAGE, "Error catalogue")):
        tab.goto(start + EPISODE)
        tab.keyboard.press("/")
        tab.keyboard.type(query)
        tab.keyboard.press("Enter")
        tab.locator(".find-status").get_by_text(query).wait_for()
        results = tab.locator(".results li")
        assert kind in results.first.inner_text()
        assert results.first.get_by_role("link").evaluate("one => one === document.activeElement")
    tab.keyboard.press("Enter")
    tab.locator(":target").wait_for()


# Typos, plurals, two words for one: each kind with several words, and the page that has to come
# first.
FORGIVEN = {
    "fibonaci": "ibonacci",
    "ownershp": "wner",
    "callbacks": "C calls back",
    "callback": "C calls back",
    "numpy array": "NumPy arrays",
    "Numpy arrays": "NumPy arrays",
    "string": "Strings",
    "glossaries": "Glossary",
    "packging": "ackaging",
    "from_bufer": "from_buffer",
    "np.frombufer": "np.frombuffer",
    "set_sorce": "set_source",
    "memory leek": "leak",
    "segfault": "C touched memory that is not its own",
    "segfualt": "C touched memory that is not its own",
}


def test_search_forgives_and_ranks_titles_first(tab, address):
    tab.goto(f"{address}search.html")
    found = found_first(tab, list(FORGIVEN), 1, "closest('li').textContent")
    assert [
        (query, titles)
        for (query, title), titles in zip(FORGIVEN.items(), found, strict=True)
        if title not in titles[0]
    ] == []


# What the site offers, or what the field calls otherwise: in words of the page itself, nothing came.
OTHER_WORDS = {
    "install": "Setup",
    "macbook": "Setup",
    "timetable": "Calling C from Python with cffi",
    "performance": "Measuring the call",
    "ctypes": "Other routes from Python to C",
    "deadline": "Grading a course",
    "reset exercise": "All exercises",
    "varargs": "variadic",
    "pdf": "Handout",
    "projector": "Instructor notes",
}


def found_first(tab, queries, most, what="textContent"):
    return tab.evaluate(
        """([queries, most]) => queries.map((query) => {
            const field = document.querySelector(".find input");
            field.value = query;
            field.dispatchEvent(new Event("input"));
            return [...document.querySelectorAll(".results a")].slice(0, most)
                .map((one) => one.WHAT);
        })""".replace("WHAT", what),
        [queries, most],
    )


def test_search_knows_pages_by_other_words_and_no_heading_that_all_have(tab, address):
    tab.goto(f"{address}search.html")
    found = found_first(tab, list(OTHER_WORDS), 3)
    assert [
        (query, titles)
        for (query, title), titles in zip(OTHER_WORDS.items(), found, strict=True)
        if title not in titles
    ] == []
    [symbol, order] = found_first(tab, ["symbol not found", "byte order"], 3)
    assert "Hints" not in symbol
    assert "Out of scope" not in order


def test_the_search_answers_what_learners_type(tab, address):
    queries = tomllib.loads((REPOSITORY / "tests/search_queries.toml").read_text("utf-8"))
    tab.goto(f"{address}search.html")
    found = found_first(tab, list(queries), 3, "getAttribute('href')")
    lost = [
        (query, addresses)
        for (query, wanted), addresses in zip(queries.items(), found, strict=True)
        if not any(part in one for part in wanted.split() for one in addresses)
    ]
    assert lost == []


def test_no_page_fills_the_results(tab, address):
    """Of 448 errors many have each usual word: 17 of these 40 results were errors."""
    tab.goto(f"{address}search.html")
    usual = ["pointer", "struct", "array", "memory", "thread", "library", "type", "string"]
    found = [one for all in found_first(tab, usual, 5, "getAttribute('href')") for one in all]
    assert len([one for one in found if "errors.html" in one]) <= 12


def test_other_words_are_those_of_pages_that_are_there():
    assert set(WORDS) <= set(PAGES)


def without_a_letter(title):
    """Return the title with a letter missing in its longest word, as somebody types in haste."""
    word = max(title.split(), key=len)
    half = len(word) // 2
    return title.replace(word, word[:half] + word[half + 1 :], 1) if len(word) > 6 else title


# Of 48 pages 28 came second to a guess at a message, and of 71 terms 23 were not among the first
# three.
@pytest.mark.alike
@pytest.mark.parametrize(
    ("kind", "change", "within", "forgiven"),
    [
        ("page", str, 1, 0),
        ("page", without_a_letter, 3, 1),
        ("term", str, 5, 0),
        ("term", lambda title: f"{title}s", 5, 2),
    ],
    ids=["pages", "pages misspelt", "terms", "terms in the plural"],
)
def test_what_has_a_name_is_found_by_it(tab, address, site, kind, change, within, forgiven):
    script = (site / "search-index.js").read_text(encoding="utf-8")
    entries = indexed(script)
    names = {one["url"]: one["heading"] for one in entries if kind_of(one) == kind}
    assert len(names) > 40
    tab.goto(f"{address}search.html")
    queries = [change(name) for name in names.values()]
    found = found_first(tab, queries, within, "getAttribute('href')")
    lost = [
        (query, addresses)
        for url, query, addresses in zip(names, queries, found, strict=True)
        if url not in addresses
    ]
    assert len(lost) <= forgiven, lost


def kind_of(entry):
    if entry.get("top"):
        return "page"
    return "term" if "glossary.html#term-" in entry["url"] else "section"


def test_search_is_opened_from_the_keyboard_and_results_are_walked_through(tab, address):
    tab.goto(address + "glossary.html")
    tab.keyboard.press("Control+k")
    field = tab.get_by_role("searchbox", name="Search the lesson")
    assert field.evaluate("one => one === document.activeElement")
    tab.keyboard.type("pointer")
    tab.keyboard.press("Enter")
    links = tab.locator(".results a")
    links.nth(1).wait_for()
    focused = "one => one === document.activeElement"
    tab.keyboard.press("ArrowDown")
    assert links.nth(1).evaluate(focused)
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert tab.locator(".find input").evaluate(focused)


def test_escape_leads_from_the_search_to_where_one_was(tab, address):
    tab.goto(address + EPISODE)
    link = tab.locator("article a").first
    link.focus()
    tab.keyboard.press("/")
    tab.keyboard.type("gc")
    tab.keyboard.press("Escape")  # empties the field
    tab.keyboard.press("Escape")
    assert link.evaluate("one => one === document.activeElement")


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


def test_typing_a_slash_into_a_field_is_typing(tab, address):
    tab.goto(address + "errors.html")
    field = tab.get_by_label("Show the entries that contain")
    field.fill("a")
    field.press("/")
    assert field.input_value() == "a/"


# Of all texts that are shown, what stands ahead of each mark.
AHEAD_OF_MARKS = """[...document.querySelectorAll(".results mark")]
    .map((one) => [one.previousSibling?.textContent.at(-1) ?? "", one.textContent])"""


@pytest.mark.parametrize("word", ["order", "own", "call", "library"])
def test_what_was_found_is_marked_where_a_word_begins(tab, address, word):
    """There is an order in "border", and an own in "unknown"."""
    tab.goto(f"{address}search.html?q={word}")
    marks = tab.evaluate(AHEAD_OF_MARKS)
    assert any(mark.lower().startswith(word[:-1]) for _, mark in marks)
    assert [mark for ahead, mark in marks if ahead.isalnum()] == []


def test_search_says_when_nothing_is_found(tab, address):
    tab.goto(address + "search.html?q=zzqqxx")
    tab.locator(".find-status").get_by_text("Nothing was found for “zzqqxx”.").wait_for()


def test_what_is_searched_for_is_text_and_never_run(tab, address):
    tab.goto(address + "search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    tab.locator(".find-status").get_by_text("“<img src=x onerror=alert(1)>”").wait_for()
    assert tab.locator(".find-place img").count() == 0


def test_the_error_catalogue_is_searched_by_message(tab, address):
    tab.goto(address + "errors.html")
    entries = tab.locator("article section section section")
    assert entries.filter(visible=True).count() == entries.count() > 30
    tab.get_by_label("Show the entries that contain").fill(MESSAGE)
    left = entries.filter(visible=True)
    assert 0 < left.count() < 4
    assert MESSAGE in left.first.inner_text()


# Predictions, terms, tabs, what is remembered


def test_a_prediction_is_answered_with_the_reason_of_that_option_and_then_the_run(tab, address):
    tab.goto(address + EPISODE)
    box = tab.locator(".challenge:has(.options)").first
    right = box.locator("details.solution").get_attribute("data-right")
    wrong = box.locator(f"[data-option]:not([data-option='{right}'])").first
    letter = wrong.get_attribute("data-option")
    wrong.get_by_role("button").click()
    said = box.get_by_role("status")
    assert f"{letter} is not it." in said.inner_text()
    assert len(said.inner_text().split()) > 10
    assert box.locator("details.solution[open]").count() == 0
    box.locator(f"[data-option='{right}']").get_by_role("button").click()
    assert f"{right} is right." in said.inner_text()
    said.get_by_role("button").click()
    assert box.locator("details.solution[open]").count() == 1


def test_what_was_done_is_remembered_shown_and_can_be_forgotten(tab, address):
    tab.goto(address + EPISODE)
    tab.locator(".options button").first.click()
    tab.locator("article .keypoints").scroll_into_view_if_needed()
    tab.locator(".contents [aria-current=page] .read").wait_for(state="attached")
    tab.reload()
    assert "1 of" in tab.locator(".place").inner_text()
    assert tab.locator(".options [aria-pressed=true]").count() == 1
    tab.goto(address + "index.html")
    progress = tab.locator(".progress")
    assert "1 episode read, 1 prediction answered" in progress.inner_text()
    progress.get_by_role("button", name="Forget it").click()
    assert not progress.is_visible()
    tab.goto(address + EPISODE)
    assert tab.locator(".options [aria-pressed=true]").count() == 0


def test_a_term_explains_itself_to_the_keyboard_and_goes_away(tab, address):
    tab.goto(address + EPISODE)
    link = tab.locator("article a[data-says]").first
    link.focus()
    tip = tab.get_by_role("tooltip")
    assert tip.inner_text() == link.get_attribute("data-says")
    tab.keyboard.press("Escape")
    assert not tip.is_visible()


def test_setup_is_chosen_by_system_without_a_script(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(address + "setup.html")
        panels = tab.locator(".panel")
        assert panels.filter(visible=True).count() == 1
        tab.locator(".tabs input[data-tab='3']").check()
        assert "wsl --install" in panels.filter(visible=True).inner_text()


def test_the_section_in_view_is_marked_beside_the_text(tab, address):
    tab.goto(address + EPISODE)
    links = tab.locator(".toc a")
    last = links.last.get_attribute("href").partition("#")[2]
    tab.evaluate(
        "name => document.getElementById(name).scrollIntoView({behavior: 'instant'})", last
    )
    tab.locator(f".toc [aria-current][href$='#{last}']").wait_for()
    assert tab.locator(".top").bounding_box()["y"] == 0
    assert tab.locator(".toc [aria-current]").count() == 1


# Type and width


@pytest.mark.parametrize(
    "name", [EPISODES[2], EPISODES[10], "exercise-fibonacci", "errors", "glossary"]
)
def test_lines_are_short_code_is_large_and_eighty_columns_fit(tab, address, name):
    tab.goto(f"{address}{name}.html")
    found = tab.evaluate(
        """() => {
            const width = (one) => {
                const range = document.createRange();
                range.selectNodeContents(one);
                const lines = new Map();
                const text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
                for (let node; (node = text.nextNode());) {
                    for (let at = 0; at < node.length; at += 1) {
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        const top = Math.round(range.getBoundingClientRect().top / 9);
                        lines.set(top, (lines.get(top) ?? 0) + 1);
                    }
                }
                return Math.max(0, ...lines.values());
            };
            const seen = (one) => one.offsetParent !== null;
            const text = [...document.querySelectorAll("article > section > section > p")].filter(seen);
            const code = [...document.querySelectorAll("article section > .cell pre")].filter(seen)[0];
            const probe = document.createElement("span");
            probe.textContent = "x".repeat(80);
            if (code) code.append(probe);
            const fits = !code || probe.offsetWidth <= code.clientWidth - 28;
            const size = code ? parseFloat(getComputedStyle(code).fontSize) : 15;
            probe.remove();
            return { longest: Math.max(0, ...text.slice(0, 12).map(width)), fits, size };
        }"""
    )
    assert found["longest"] <= 78  # a few narrow letters more than the 75 that a line has as a rule
    assert found["fits"]
    assert found["size"] >= 15


def test_on_a_small_screen_the_name_is_whole_and_half_days_have_their_columns_in_line(tab, address):
    tab.set_viewport_size({"width": 1000, "height": 768})
    tab.goto(f"{address}index.html")
    size = "one => [one.scrollWidth - one.clientWidth, one.clientHeight < 40]"
    assert tab.locator(".home").evaluate(size) == [0, True]
    places = """tables => tables.map((table) => [...table.querySelectorAll("th")]
        .map((one) => Math.round(one.getBoundingClientRect().left)).join(" "))"""
    found = tab.locator(".schedule").evaluate_all(places)
    assert len(found) > 1
    assert len(set(found)) == 1


@pytest.mark.alike
def test_an_option_of_a_command_is_never_broken(tab, address):
    tab.set_viewport_size({"width": 60, "height": 740})
    tab.goto(f"{address}grading.html")
    lines = tab.evaluate(
        """[...document.querySelectorAll(".option-name")].filter((one) => one.offsetParent)
            .map((one) => [one.textContent, one.getClientRects().length])"""
    )
    assert ["--sandbox", 1] in lines
    assert {count for _, count in lines} == {1}


@pytest.mark.alike
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_smaller_than_can_be_read_or_cut_off_on_a_phone(tab, address, name):
    tab.set_viewport_size(PHONE)
    tab.goto(f"{address}{name}.html")
    found = tab.evaluate(
        """() => {
            const seen = [...document.querySelectorAll("body *")].filter((one) => one.offsetParent);
            const size = (one) => parseFloat(getComputedStyle(one).fontSize);
            const says = (one) => [...one.childNodes].some((node) =>
                node.nodeType === Node.TEXT_NODE && node.data.trim());
            const cut = (one) => getComputedStyle(one).overflowX === "hidden"
                && one.scrollWidth > one.clientWidth;
            const kinds = {
                code: (one) => one.matches("article pre") && size(one) < 15,
                text: (one) => says(one) && size(one) < 13,
                cut: (one) => !one.matches(".skip") && cut(one),
                torn: (one) => one.matches("article :is(p, li) > code") && !one.closest("td")
                    && one.textContent.length <= 24 && one.getClientRects().length > 1,
            };
            return Object.entries(kinds).flatMap(([kind, is]) =>
                seen.filter(is).map((one) => [kind, one.textContent.trim().slice(0, 60)]));
        }"""
    )
    assert found == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_wider_than_its_place_scrolls_and_says_so(tab, address, size):
    tab.set_viewport_size(size)
    tab.goto(address + EPISODE)
    wide = tab.evaluate(
        """() => {
            const seen = [...document.querySelectorAll("article pre")].filter((one) => one.offsetParent);
            seen[0].append("x".repeat(200));
            dispatchEvent(new Event("resize"));
            return seen.filter((one) => one.scrollWidth > one.clientWidth)
                .map((one) => [one.tabIndex, one.parentElement.classList.contains("wide"),
                               getComputedStyle(one).overflowX, getComputedStyle(one).whiteSpace]);
        }"""
    )
    assert wide
    assert [one for one in wide if one != [0, True, "auto", "pre"]] == []


@pytest.mark.parametrize("name", [EPISODES[7], EPISODES[10]])
def test_what_a_cell_drew_is_as_large_on_a_phone_as_it_was_drawn(tab, address, name):
    """Fitted to the screen, letters of 10 pixels would have 5."""
    tab.set_viewport_size(PHONE)
    tab.goto(f"{address}{name}.html")
    tab.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    drawn = tab.evaluate(
        """() => [...document.querySelectorAll("article .cell_output img")].map((one) =>
            [one.offsetWidth / one.naturalWidth, one.closest(".cell_output").tabIndex])"""
    )
    assert drawn
    assert [one for one in drawn if one[0] < 0.99 or one[1] != 0] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.alike
@pytest.mark.parametrize("name", EPISODES)
def test_what_a_learner_types_fits_beside_the_contents(tab, address, name):
    """Within a box in a box, too; and messages in sentences fit on a phone."""
    tab.goto(f"{address}{name}.html")
    tab.get_by_role("button", name="Open all solutions").click()
    assert too_wide(tab, ".cell_input pre, .message pre") == []
    tab.set_viewport_size(PHONE)
    assert too_wide(tab, ".message pre") == []


@pytest.mark.alike
@pytest.mark.parametrize("name", EXERCISES)
def test_what_a_terminal_shows_fits_beside_the_contents(tab, address, name):
    tab.goto(f"{address}{name}.html")
    tab.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    assert too_wide(tab, ".highlight-console pre, .highlight-pycon pre, .highlight-text pre") == []


def too_wide(tab, what):
    return tab.evaluate(
        """(what) => [...document.querySelectorAll(`article :is(${what})`)]
            .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText)""",
        what,
    )


@pytest.mark.alike
@pytest.mark.parametrize("name", [*EPISODES, *EXERCISES, "setup"])
def test_a_table_scrolls_before_its_sentences_stand_a_word_a_line(tab, address, name):
    tab.set_viewport_size(PHONE)
    tab.goto(f"{address}{name}.html")
    narrow = tab.evaluate(
        """[...document.querySelectorAll("article td")].filter((one) => one.offsetParent)
            .filter((one) => one.innerText.length > 40 && one.clientWidth < 140)
            .map((one) => one.innerText)"""
    )
    assert narrow == []
    assert tab.evaluate(A_WORD_A_LINE) == []


A_WORD_A_LINE = """() => [...document.querySelectorAll("article :is(td, th)")]
    .filter((one) => one.offsetParent && one.innerText.trim())
    .filter((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const line = parseFloat(getComputedStyle(one).lineHeight);
        const lines = Math.round(range.getBoundingClientRect().height / line);
        return lines > 2 && lines > 0.8 * one.innerText.trim().split(/\\s+/).length;
    }).map((one) => one.innerText)"""


@pytest.mark.parametrize("name", [EPISODES[0], EPISODES[6], EPISODES[16], "exercises", "cdefs"])
def test_a_table_of_more_columns_is_a_card_a_row_on_a_phone(tab, address, name):
    """Each cell says which column it was in, and none is out of sight."""
    tab.goto(f"{address}{name}.html")
    heads = tab.locator("article table.cards thead th").all_inner_texts()
    labelled = tab.evaluate(
        """() => [...document.querySelectorAll("article table.cards tbody td")]
            .map((one) => [one.cellIndex, one.dataset.label ?? ""])"""
    )
    assert labelled
    assert {label for place, label in labelled if place == 0} == {""}
    assert {label for place, label in labelled if place} <= set(heads) - {""}
    tab.set_viewport_size(PHONE)
    cells = tab.locator("article table.cards td").filter(visible=True)
    assert max(box["x"] + box["width"] for box in map(bounds, cells.all())) <= PHONE["width"]


@pytest.mark.parametrize("name", ["setup", "grading", "exercise-memory"])
def test_a_table_of_two_columns_is_a_list_on_a_phone(tab, address, name):
    """What to do stands below what one sees, and not beside it, out of sight."""
    tab.set_viewport_size(PHONE)
    tab.goto(f"{address}{name}.html")
    cells = tab.locator("article table.pairs td").filter(visible=True)
    assert cells.count() > 0
    assert max(box["x"] + box["width"] for box in map(bounds, cells.all())) <= PHONE["width"]


def bounds(one):
    return one.bounding_box()


def test_what_says_that_code_goes_on_covers_no_code(tab, address):
    tab.set_viewport_size(PHONE)
    tab.goto(f"{address}setup.html")
    covered = tab.evaluate(
        """() => [...document.querySelectorAll(".wide")].filter((one) => one.offsetParent).map((one) => {
            const cue = getComputedStyle(one, "::after");
            const top = one.clientHeight - parseFloat(cue.bottom) - parseFloat(cue.height);
            const code = one.querySelector("pre, table").getBoundingClientRect();
            const space = parseFloat(getComputedStyle(one.querySelector("pre, table")).paddingBottom);
            return top - (code.bottom - space - one.getBoundingClientRect().top);
        })"""
    )
    assert covered
    assert min(covered) >= 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_first_screen_of_the_index_has_what_it_is_about(tab, address, size):
    """Where to start, a call, what the checker says, and a picture."""
    tab.set_viewport_size(size)
    tab.goto(address + "index.html")
    for part in (".go", ".first pre >> nth=0", ".first pre >> nth=1", ".first img"):
        place = tab.locator(part).bounding_box()
        assert place["y"] + place["height"] <= size["height"], part


# Code, solutions, printing


def test_the_copy_button_copies_the_code(tab, address):
    tab.goto(address + EPISODE)
    code = tab.locator(".cell_input .highlight").first
    wanted = code.locator("pre").inner_text().strip()
    code.hover()
    button = code.get_by_role("button", name="Copy this code")
    place, line = button.bounding_box(), code.locator("pre").bounding_box()
    padding = float(
        code.locator("pre").evaluate("one => parseFloat(getComputedStyle(one).paddingTop)")
    )
    assert place["y"] + place["height"] <= line["y"] + padding, "it covers code"
    button.click()
    code.get_by_text("Copied").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == wanted


def test_of_a_session_the_commands_are_copied_without_prompts_and_output(tab, address):
    tab.goto(f"{address}exercise-directory.html")
    block = tab.locator(".highlight").filter(has_text='Directory("missing")').first
    block.hover()
    block.get_by_role("button", name="Copy the commands").click()
    block.get_by_text("Copied").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[:2] == [
        "python -c 'from directory_abi import Directory",
        'Directory("missing")\' 2>&1 | tail -n 1',
    ]
    assert [line for line in copied if line.startswith(("$", ">")) or "Error:" in line] == []


def test_where_nothing_hovers_a_copy_button_stands_below_its_code(browser, address):
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:
        tab = context.new_page()
        tab.goto(address + EPISODE)
        places = tab.evaluate(
            """[...document.querySelectorAll(".highlight:has(> .copy)")].filter((one) => one.offsetParent)
                .map((one) => one.lastElementChild.getBoundingClientRect().top
                    - one.querySelector("pre").getBoundingClientRect().bottom)"""
        )
        assert places
        assert min(places) >= 0
        tab.goto(address + "index.html")
        assert tab.locator(".first .copy").filter(visible=True).count() == 0


def test_solutions_are_closed_until_asked_for(tab, address):
    tab.goto(address + EPISODE)
    details = tab.locator("article details")
    opened = tab.locator("article details[open]")
    assert opened.count() == 0 < details.count()
    details.first.locator("summary").first.click()
    assert opened.count() == 1
    tab.get_by_role("button", name="Open all solutions").click()
    assert opened.count() == details.count()
    tab.get_by_role("button", name="Close all solutions").click()
    assert opened.count() == 0


def test_a_link_into_a_solution_opens_it(tab, address):
    tab.goto(address + EPISODE)
    name = tab.locator("article details").first.get_attribute("id")
    tab.goto(f"{address}{EPISODE}#{name}")
    assert tab.locator("article details[open]").first.get_attribute("id") == name


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


def test_an_address_that_names_nothing_leaves_the_page_whole(tab, address):
    """100% is no encoded text, and decoding it is an error."""
    tab.goto(f"{address}{EPISODE}#100%")
    assert tab.locator("article .copy").count() > 0


def test_files_that_are_shown_under_each_other_stand_apart(tab, address):
    tab.goto(address + EPISODE)
    gaps = tab.evaluate(
        """() => {
            const place = (one) => one.getBoundingClientRect();
            const names = [...document.querySelectorAll(".cell_output > [class*=highlight-] + p")];
            return names.map((name) => place(name).top - place(name.previousElementSibling).bottom);
        }"""
    )
    assert gaps
    assert min(gaps) >= 12


def test_the_menu_of_a_phone_opens_and_closes(tab, address):
    tab.set_viewport_size(PHONE)
    tab.goto(address + EPISODE)
    assert not tab.locator("nav.contents").is_visible()
    tab.get_by_role("button", name="Menu").click()
    assert tab.locator("nav.contents").is_visible()
    tab.get_by_role("button", name="Menu").click()
    assert not tab.locator("nav.contents").is_visible()
    tab.get_by_role("button", name="Menu").click()
    tab.locator("nav.contents a").first.focus()
    tab.keyboard.press("Escape")
    assert not tab.locator("nav.contents").is_visible()
    assert tab.get_by_role("button", name="Menu").evaluate("one => one === document.activeElement")


def test_the_menu_of_a_phone_is_seen_wherever_one_reads_and_comes_next_for_the_keyboard(
    tab, address
):
    """It stood above the text, out of sight of who read on below, and behind it for the keyboard."""
    tab.set_viewport_size(PHONE)
    tab.goto(address + EPISODE)
    menu = tab.get_by_role("button", name="Menu")
    tab.evaluate("scrollTo({top: 2000, behavior: 'instant'})")
    before = menu.bounding_box()
    menu.click()
    assert abs(menu.bounding_box()["y"] - before["y"]) < 5
    current = tab.locator("nav.contents [aria-current=page]").bounding_box()
    assert 0 < current["y"] < PHONE["height"]
    where = "document.activeElement.closest('.choices, .contents, main')?.className"
    followed = []
    for _ in range(4):
        tab.keyboard.press("Tab")
        followed.append(tab.evaluate(where))
    assert followed == ["choices js-only"] * 3 + ["contents shown"]
    tab.keyboard.press("Escape")
    assert tab.evaluate("scrollY") == 2000
    menu.click()
    tab.set_viewport_size(DESKTOP)
    tab.wait_for_function("!document.querySelector('[inert]')")
    assert tab.get_by_role("link", name="Skip to the text").count() == 1


def test_an_episode_says_how_far_one_is_and_leads_on(tab, address):
    tab.goto(address + EPISODE)
    assert (
        tab.get_by_role("progressbar", name=f"Episode 3 of {len(EPISODES)}").get_attribute("value")
        == "3"
    )
    tab.locator(".turn .after").click()
    assert tab.url == f"{address}{EPISODES[3]}.html"
