"""The board in a real browser, while real learners check, ask and share. One server, one browser."""

import json
import sqlite3
import time

import pytest

from .rooms import AN_INT, PRINTS, Learner, open_room
from .site_tab import DESKTOP, PHONE, RULES, RULES_OF_COLOUR, violations
from .surroundings import until

PROJECTOR = {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with open_room(tmp_path_factory.mktemp("room"), "--exercise", "libm") as room:
        yield room


@pytest.fixture(scope="module")
def learners(tmp_path_factory, room):
    """Two learners with different mistakes, who have joined and checked once."""
    people = {}
    for name, mistake in (("Anna", PRINTS), ("Ben", AN_INT)):
        people[name] = Learner(tmp_path_factory.mktemp("people") / name)
        people[name].write(*mistake)
        people[name].join(room, name)
        assert people[name].check().returncode == 1
    return people


@pytest.fixture(scope="module")
def tab(browser, room):
    """The board, opened as an instructor does; what the page complains of fails the tests."""
    context = browser.new_context(viewport=DESKTOP)
    tab = context.new_page()
    told = []
    tab.on("console", lambda one: told.append(one.text) if one.type == "error" else None)
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.on("request", lambda one: told.append(one.url) if room.address not in one.url else None)
    tab.goto(f"{room.address}/board")
    tab.get_by_label("The instructor's token").fill("not this one")
    tab.get_by_role("button", name="Open the board").click()
    tab.get_by_role("alert").get_by_text("not the instructor's token").wait_for()
    assert told.pop().endswith("403 (Forbidden)")
    tab.get_by_label("The instructor's token").fill(room.token)
    tab.keyboard.press("Enter")
    tab.locator("#counts").wait_for()
    yield tab
    context.close()
    # While the server is away, a browser says so.
    assert [one for one in told if "ERR_" not in one] == []


def counts(tab):
    return {
        state: int(tab.locator(f"#count-{state}").inner_text())
        for state in ("done", "working", "stuck", "waiting")
    }


def row(tab, name):
    return tab.locator("#people tr").filter(has=tab.get_by_role("rowheader", name=name, exact=True))


def group(tab, cause):
    return tab.locator(".group").filter(has=tab.locator(".cause").filter(has_text=cause))


def test_two_learners_with_different_mistakes_are_two_groups_with_what_to_say(tab, learners):
    for name, cause in (("Anna", "wrong-type"), ("Ben", "cdef-mismatch")):
        one = group(tab, cause)
        one.wait_for()
        assert one.locator(".names").inner_text() == name
        assert one.locator(".number").inner_text() == "1"
        assert one.locator(".advice").inner_text()
        assert 'Taught in episode 2, "Calling a function' in one.locator(".episode").inner_text()
        assert "working" in row(tab, name).inner_text()
    assert counts(tab) == {"done": 0, "working": 2, "stuck": 0, "waiting": 0}


def test_somebody_becomes_stuck_and_then_done(tab, learners, room):
    """The same failure for longer than the instructor set: the clock of the room is put back."""
    room_file = sqlite3.connect(room.data)
    with room_file:
        room_file.execute("UPDATE standing SET since = since - 150 WHERE cause = 'wrong-type'")
    room_file.close()
    tab.get_by_label("Stuck after").fill("2")
    tab.keyboard.press("Tab")
    row(tab, "Anna").get_by_text("stuck", exact=True).wait_for()
    assert counts(tab) == {"done": 0, "working": 1, "stuck": 1, "waiting": 0}
    learners["Ben"].write()
    assert learners["Ben"].check().returncode == 0
    row(tab, "Ben").get_by_text("done", exact=True).wait_for()
    assert group(tab, "cdef-mismatch").count() == 0


def test_help_is_asked_for_taken_and_answered_by_the_keyboard(tab, learners):
    assert "number 1" in learners["Anna"].workshop("help-me", "libm").stdout
    take = tab.get_by_role("button", name="Take: Anna")
    take.focus()
    tab.keyboard.press("Enter")
    put_back = tab.get_by_role("button", name="Put back: Anna")
    put_back.wait_for()
    assert put_back.evaluate("one => one === document.activeElement")  # a new board moves no focus
    assert "on the way" in learners["Anna"].workshop("help-me", "libm").stdout
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    put_back.wait_for(state="detached")
    assert tab.get_by_text("Nobody asks for help.").is_visible()


def test_an_example_is_shown_to_all_without_a_name_and_can_be_taken_back(tab, learners):
    shown = group(tab, "wrong-type").get_by_role("button", name="Show an example")
    assert not shown.is_visible()
    learners["Anna"].workshop("share", "libm")
    shown.click()
    example = tab.get_by_role("dialog")
    assert "print(lib.cbrt(x))" in example.inner_text()
    assert "Anna" not in example.inner_text()
    example.get_by_role("button", name="Close").click()
    assert not example.is_visible()
    learners["Anna"].workshop("share", "--take-back")
    shown.wait_for(state="hidden")


@pytest.mark.parametrize("size", [DESKTOP, PHONE, PROJECTOR], ids=["desktop", "phone", "projector"])
def test_everybody_can_read_the_board(tab, learners, axe, size):
    """Light and dark; on a projector, in letters that are read from the back of the room."""
    tab.evaluate(axe)
    tab.set_viewport_size(size)
    assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for colours, rules in (("light", RULES), ("dark", RULES_OF_COLOUR)):
        tab.emulate_media(color_scheme=colours)
        assert violations(tab, rules) == [], colours
    if size == PROJECTOR:
        letters = "one => parseFloat(getComputedStyle(one).fontSize)"
        assert tab.locator("body").evaluate(letters) >= 21
        assert tab.locator("#counts dd").first.evaluate(letters) >= 64
    tab.set_viewport_size(DESKTOP)
    tab.emulate_media(color_scheme="light")


def test_names_can_be_hidden_from_a_projector(tab, learners):
    hide = tab.get_by_role("button", name="Hide names")
    hide.click()
    assert hide.get_attribute("aria-pressed") == "true"
    assert tab.get_by_text("Anna", exact=True).filter(visible=True).count() == 0
    hide.click()
    assert row(tab, "Anna").is_visible()


def test_a_kill_loses_nothing_that_was_answered_and_the_board_goes_on_by_itself(
    tab, learners, room
):
    learners["Anna"].workshop("help-me", "libm")
    tab.get_by_role("button", name="Take: Anna").wait_for()
    before = counts(tab)
    until(lambda: not learners["Anna"].outbox)
    learners["Anna"].hold_room_quick()
    room.kill()
    tab.get_by_text("trying again").wait_for()
    said = learners["Anna"].check()
    assert said.returncode == 1
    assert "did not answer" in said.stderr
    assert learners["Anna"].outbox
    room.open()
    tab.get_by_text("trying again").wait_for(state="detached")
    assert counts(tab) == before
    until(lambda: not learners["Anna"].outbox)
    tab.reload()
    tab.get_by_role("button", name="Take: Anna").wait_for()
    assert counts(tab) == before


@pytest.fixture(scope="module")
def odd_person(room):
    return room.join("<img src=x onerror=alert(1)>\x1b[2J\u202e")


def test_markup_and_control_characters_stay_text_on_the_board(tab, room, odd_person):
    row(tab, "<img src=x onerror=alert(1)>[2J").wait_for()
    assert tab.locator("img").count() == 0
    share = {"kind": "share", "id": "f" * 32, "at": time.time(), "exercise": "libm"}
    share |= {
        "failed": "abi-cubes",
        "cause": "wrong-type",
        "message": "<b>",
        "code": "</pre><script>",
    }
    status, said, _ = room.ask(
        "POST", "/api/events", {"sent": time.time(), "events": [share]}, **odd_person
    )
    assert (status, said["kept"]) == (200, 1)


def test_somebody_is_taken_out_only_after_a_question_and_the_room_is_locked(tab, room, odd_person):
    person = row(tab, "<img src=x onerror=alert(1)>[2J")
    person.get_by_role("button").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").click()
    assert person.is_visible()
    person.get_by_role("button").click()
    dialog.get_by_role("button", name="Take out").click()
    person.wait_for(state="detached")
    lock = tab.get_by_role("button", name="Lock")
    lock.click()
    tab.locator("#lock[aria-pressed=true]").wait_for()
    assert room.ask("POST", "/api/join", {"code": room.code, "name": "Late"})[0] == 403
    lock.click()
    tab.locator("#lock[aria-pressed=false]").wait_for()


def test_the_curve_says_in_words_what_it_shows(tab, room, learners):
    label = tab.locator("#curve svg").get_attribute("aria-label")
    assert "stuck" in label
    assert json.loads(tab.locator("#curve").get_attribute("data-text")) == room.board()["curve"]


def test_logging_out_closes_the_board(tab):
    tab.get_by_role("button", name="Log out").click()
    tab.get_by_label("The instructor's token").wait_for()
    tab.reload()
    tab.get_by_label("The instructor's token").wait_for()
    assert not tab.locator("#board").is_visible()
