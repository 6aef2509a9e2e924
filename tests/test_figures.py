"""The figures: drawn by the programs beside them, readable in light and dark, wide and narrow."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest

from cffi_workshop.exercises.checkout import find_root

from .colours import contrast

pytestmark = pytest.mark.quick

FOLDER = find_root(Path(__file__)) / "fig"
FIGURES = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
NARROW = 328  # pixels that a phone of 360 leaves for a figure
SMALLEST = 12  # pixels
CONTRAST = 4.5  # WCAG 2.2 AA, for text

figures = pytest.mark.parametrize("figure", FIGURES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Give a folder with all figures, drawn anew."""
    folder = tmp_path_factory.mktemp("figures")
    subprocess.run([sys.executable, FOLDER / "draw.py", folder], check=True)
    return folder


def test_each_program_draws_the_figure_of_its_name(drawn):
    assert sorted(path.name for path in drawn.iterdir()) == [path.name for path in FIGURES]


@figures
def test_a_figure_is_as_its_program_draws_it(drawn, figure):
    assert figure.read_text() == (drawn / figure.name).read_text(), "run python fig/draw.py"


@figures
def test_a_figure_says_what_it_shows(figure):
    root = ET.parse(figure).getroot()
    assert len(root.findtext(f"{SVG}title", "").split()) >= 3
    assert len(root.findtext(f"{SVG}desc", "").split()) >= 20


def schemes(figure):
    """Return the colours by name, once for light and once for dark."""
    styles = ET.parse(figure).getroot().findtext(f"{SVG}style")
    light, dark = styles.split("@media (prefers-color-scheme: dark)")
    return [dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in (light, dark)]


@figures
def test_letters_stand_out_in_light_and_dark(figure):
    light, dark = schemes(figure)
    assert light.keys() == dark.keys()
    for colours in (light, dark):
        grounds = [
            colour for name, colour in colours.items() if name == "paper" or name.endswith("-wash")
        ]
        assert min(contrast(colours["ink"], ground) for ground in grounds) >= CONTRAST
        for name in colours.keys() - {"paper"}:
            if not name.endswith("-wash"):
                assert contrast(colours[name], colours["paper"]) >= CONTRAST, name


# What a figure calls a colour by its meaning, the site by its hue.
ON_THE_SITE = {"python": "blue", "c": "ochre", "tool": "slate", "bad": "red"}


@figures
def test_colours_are_those_of_the_site(figure):
    light, dark = schemes(figure)
    styles = (FOLDER.parent / "website" / "theme" / "static" / "lesson.css").read_text()
    site = {
        name: pair
        for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", styles)
    }
    shared = [name for name in light if not name.endswith("-wash")]
    assert shared
    for name in shared:
        assert [light[name], dark[name]] == site[ON_THE_SITE.get(name, name)], name


@pytest.fixture(scope="module")
def page(browser):
    return browser.new_page()


# What each text says, how high its letters are, and where it is; and where each box is.
MEASURE = """() => {
    const place = (one) => one.getBoundingClientRect().toJSON();
    const texts = [...document.querySelectorAll("text")].filter((one) => one.textContent);
    return {
        texts: texts.map((one) => [one.textContent, parseFloat(getComputedStyle(one).fontSize), place(one)]),
        boxes: [...document.querySelectorAll("rect")].map(place),
    };
}"""


@figures
def test_letters_are_large_enough_on_a_phone_and_have_room(page, figure):
    page.goto(figure.as_uri())
    measured = page.evaluate(MEASURE)
    wide = float(ET.parse(figure).getroot().get("width"))
    assert measured["texts"]
    for said, size, place in measured["texts"]:
        assert size * NARROW / wide >= SMALLEST, said
        for box in measured["boxes"]:  # the first of them is the paper
            assert within(place, box) or not within(centre(place), box), f"{said!r} leaves its box"
    for (said, _, one), (other, _, two) in combinations(measured["texts"], 2):
        assert apart(one, two), f"{said!r} and {other!r} overlap"


def centre(place):
    x, y = (place["left"] + place["right"]) / 2, (place["top"] + place["bottom"]) / 2
    return {"left": x, "right": x, "top": y, "bottom": y}


def within(place, box):
    across = box["left"] <= place["left"] and place["right"] <= box["right"]
    return across and box["top"] <= place["top"] and place["bottom"] <= box["bottom"]


def apart(one, two):
    """Say whether letters do not touch; a line of text is a little higher than its letters."""
    across = one["right"] <= two["left"] or two["right"] <= one["left"]
    return across or one["bottom"] <= two["top"] + 3 or two["bottom"] <= one["top"] + 3
