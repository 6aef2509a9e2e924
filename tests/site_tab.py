"""A tab of a browser that shows pages of the site, and what many tests ask of a page there."""

import pytest

from .built_site import EPISODES, served

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that can change between light and dark.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
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


def wait_until_drawn(tab):
    """Wait for two frames: by then what scripts do about a size, or a click, is on the screen."""
    tab.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def violations(tab, rules, place="html", leave_out=()):
    """Return what axe-core finds, each as rule and place."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    options["rules"] = {rule: {"enabled": False} for rule in leave_out}
    run = "([place, options]) => axe.run(place, options).then(all => all.violations)"
    found = tab.evaluate(run, [place, options])
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def is_dark(tab):
    colour = tab.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
    )
    return sum(colour[:3]) < 3 * 128
