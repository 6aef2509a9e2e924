"""What the site shows fits: lines, code, tables and figures, on a desktop and on a phone."""

import pytest

from .built_site import EPISODES, EXERCISES, PAGES
from .site_tab import DESKTOP, EPISODE, PHONE


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
