"""The controls of the site: views, predictions, terms, copies, solutions, the menu."""

import pytest

from .built_site import EPISODES
from .site_tab import DESKTOP, EPISODE, PHONE


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


def test_an_address_that_names_nothing_leaves_the_page_whole(tab, address):
    """100% is no encoded text, and decoding it is an error."""
    tab.goto(f"{address}{EPISODE}#100%")
    assert tab.locator("article .copy").count() > 0


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
