"""The error page explains what is pasted into it as `workshop explain` does.

There is one matcher and one catalogue.
"""

import pytest

from cffi_workshop.explain import answering, catalogue, explaining
from cffi_workshop.explain.packages import installing

TRACEBACK = """\
Traceback (most recent call last):
  File "/home/somebody/rain/gauge.py", line 12, in <module>
    lib.add(a, b, len(a))
{message}
"""
MESSAGES = [entry.message for entry in catalogue() if entry.message]


def best(entries):
    return [entry.slug for entry in entries][:1]


@pytest.mark.parametrize("form", ["{message}", TRACEBACK], ids=["alone", "in a traceback"])
def test_the_page_finds_what_the_command_finds(tab, address, form):
    tab.goto(address + "errors.html")
    pasted = [form.format(message=message) for message in MESSAGES]
    found = tab.evaluate(
        "all => all.map((one) => lessonExplain(one).known.slice(0, 1).map((e) => e.slug))", pasted
    )
    assert found == [best(explaining(one)) for one in pasted]


def test_the_page_answers_questions_as_the_command_does(tab, address):
    tab.goto(address + "errors.html")
    asked = [words for entry in catalogue() if entry.silent for words in entry.asked]
    asked = [words for words in asked if not explaining(words)]
    script = "all => all.map((one) => lessonExplain(one).nearest.slice(0, 1).map((e) => e.slug))"
    assert asked
    assert tab.evaluate(script, asked) == [best(answering(words, 1)) for words in asked]


def test_a_pasted_message_is_explained_above_the_catalogue(tab, address):
    entry = next(entry for entry in catalogue() if entry.message and entry.says)
    tab.goto(address + "errors.html")
    tab.get_by_label("Paste a message").fill(TRACEBACK.format(message=entry.message))
    tab.locator(".explanation").wait_for()
    title = tab.locator(".explanation h2").inner_text()
    assert title == explaining(entry.message)[0].title.replace("`", "")
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_the_page_tells_what_to_install_below_the_cure(tab, address):
    message = "OSError: libcairo.so.2: cannot open shared object file: No such file or directory"
    told = installing(message, explaining(message)[0])
    tab.goto(address + "errors.html")
    tab.get_by_label("Paste a message").fill(message)
    row = tab.locator(".explanation p:has(strong:text-is('Cure.')) + p")
    row.wait_for()
    assert row.inner_text() == f"Get. {told.replace('`', '')}"
    assert row.get_by_role("code").all_inner_texts() == told.split("`")[1::2]


def test_a_message_that_is_searched_for_is_explained_first(tab, address):
    message = next(entry.message for entry in catalogue() if entry.slug == "array-passed-directly")
    tab.goto(address + "index.html")
    tab.get_by_role("searchbox", name="Search the lesson").fill(message.strip())
    tab.keyboard.press("Enter")
    first = tab.locator(".results li").first
    first.wait_for()
    assert (
        first.get_by_role("link").get_attribute("href")
        == f"errors.html#error-{explaining(message)[0].slug}"
    )
