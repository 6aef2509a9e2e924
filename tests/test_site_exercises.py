"""The page of each exercise: README, hints, answers, and what the checker says of a mistake."""

import pytest

from cffi_workshop.authoring.answers import read_answers
from cffi_workshop.exercises.hints import LEVELS, read_hints

from .surroundings import EXERCISES

each = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


def page_of(pages, exercise):
    return pages[f"exercise-{exercise.slug}"]


def letters(text):
    return "".join(filter(str.isalnum, text))


def plain(text):
    return " ".join(text.replace("`", "").split())


@each
def test_statement_and_steps_are_those_of_the_readme(pages, exercise):
    readme = (exercise.solution / "README.md").read_text(encoding="utf-8")
    wanted = [
        line.lstrip("# ") for line in readme.splitlines() if line.startswith(("# ", "## ", "### "))
    ]
    headings = page_of(pages, exercise).select("article :is(h1, h2, h3):not(.box-title)")
    shown = [plain(heading.get_text().removesuffix("#")) for heading in headings]
    assert [one for one in map(plain, wanted) if one not in shown] == []


@each
def test_every_file_is_shown_as_it_is_handed_out(pages, exercise):
    shown = {
        plain(box.select_one(".box-name").get_text()): box.pre.get_text()
        for box in page_of(pages, exercise).select("article > section > section > .box.file")
    }
    for name in (*exercise.editable, *exercise.locked):
        handed_out = (exercise.folder / name).read_text(encoding="utf-8-sig")
        assert shown[name].strip() == handed_out.strip(), name


@each
def test_each_hint_is_folded_level_by_level(pages, exercise):
    known = read_hints(exercise).hints
    first = [
        box
        for box in page_of(pages, exercise).select(".box.hint")
        if not box.find_parent(class_="hint")
    ]
    assert len(first) == len(known)
    for box, hint in zip(first, known, strict=True):
        assert box.name == "details"
        assert len(box.select(".hint")) == len(LEVELS) - 1
        text = letters(box.get_text())
        assert all(letters(getattr(hint, level))[:40] in text for level in LEVELS[:2])


@each
def test_code_in_a_hint_is_coloured(pages, exercise):
    """A message of Python alone is not: in code there is a call or an assignment."""
    texts = page_of(pages, exercise).select(".box.hint p")
    assert [one.get_text() for one in texts if one.get_text().endswith((";", "{"))] == []
    plain_code = page_of(pages, exercise).select(".box.hint .highlight-none pre")
    assert [one.get_text() for one in plain_code if set("(=;") & set(one.get_text())] == []


@each
def test_the_checker_was_run_on_a_typical_mistake(pages, exercise):
    """What it says is a report that fails, and names a likely cause."""
    page = page_of(pages, exercise)
    section = page.find(id="what-the-checker-says-of-a-typical-mistake")
    report = section.pre.get_text()
    assert report.startswith(exercise.title.partition(":")[0])
    assert "First failure" in report
    assert "Likely cause" in report
    about = [plain(answer.about).lower() for answer in read_answers(exercise, "wrong")]
    assert any(text in plain(section.p.get_text()).lower() for text in about)
    assert max(map(len, report.splitlines())) <= 80


@each
def test_answers_stand_in_a_box_for_instructors_alone(pages, exercise):
    page = page_of(pages, exercise)
    [box] = page.select("article .box.instructor")
    text = plain(box.get_text())
    for kind in ("accepted", "wrong"):
        assert all(answer.name in text for answer in read_answers(exercise, kind)), kind
    solved = box.select(".box.file")
    assert len(solved) == len(exercise.editable)
    assert all("BEGIN SOLUTION" not in one.get_text() for one in solved)


@each
def test_an_exercise_is_linked_both_ways_and_from_the_table(pages, exercise):
    name = f"exercise-{exercise.slug}.html"
    for other in (exercise.episode, "exercises"):
        assert pages[other].select(f"article a[href='{name}']"), other
    page = page_of(pages, exercise)
    assert page.select(f".overview a[href='{exercise.episode}.html']")
    assert f"{exercise.minutes} minutes" in page.select_one(".overview").get_text()
    assert page.select(".contents [aria-current=page]")[0]["href"] == name
