"""`workshop lab` in a real browser: from the landing notebook to full points, and nothing is lost.

It all happens in a copy of the checkout. Without chromium or Playwright these tests are skipped,
except in CI, where they fail.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cffi_workshop.cli import lab
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.notebooks.start_page import LANDING, landing_notebook

from .surroundings import REPOSITORY

BUILT = ("_build", "__pycache__", ".*_cache", "*.so")
NOT_COPIED = (".git", ".venv", ".workshop", ".hypothesis", *BUILT)
PATIENCE_MS = 90_000  # a cold start on a busy machine; what is waited for comes far sooner
NOTEBOOK = "exercises/fibonacci/fibonacci.ipynb"

EPISODE = """\
---
title: "An episode"
teaching: 10
exercises: 5
questions:
  - "What stays?"
objectives:
  - "Save it."
keypoints:
  - "All of it."
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

## A claim

```{code-cell} ipython3
6 * 7
```
"""


# What needs no browser


def test_the_landing_notebook_is_current():
    """Its cells, that is: opened once in JupyterLab, its metadata names the kernel more fully."""
    stored = json.loads((REPOSITORY / LANDING).read_text(encoding="utf-8"))["cells"]
    wanted = json.loads(landing_notebook(REPOSITORY))["cells"]
    assert [cell["source"] for cell in stored] == [cell["source"] for cell in wanted], "make notebooks"


def test_every_link_of_the_landing_notebook_leads_somewhere():
    cells = json.loads((REPOSITORY / LANDING).read_text(encoding="utf-8"))["cells"]
    links = re.findall(r"\]\(([^)]+)\)", "".join(line for cell in cells for line in cell["source"]))
    assert NOTEBOOK in links
    assert [link for link in links if not (REPOSITORY / link).is_file()] == []


def test_an_episode_is_linked_once_it_is_there(checkout):
    assert "[An episode](episodes/01-why-call-c.md)" in landing_notebook(checkout)


def test_without_jupyterlab_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(lab.importlib.util, "find_spec", lambda name: None)
    error = CliRunner().invoke(lab.lab, ["--no-browser"]).exception
    assert isinstance(error, WorkshopError)
    assert "run `make lab`" in str(error)


def test_our_settings_come_first_and_those_of_the_learner_stay(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/learner")
    ours, theirs = lab.environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert json.loads(next(Path(ours).glob("*.json")).read_text())["LabApp"]["default_url"].endswith(LANDING)
    assert theirs == "/learner"


# Codespaces and Binder, as far as can be told without a container


def test_a_codespace_opens_on_the_landing_notebook_once_it_is_set_up():
    settings = json.loads((REPOSITORY / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert settings["customizations"]["codespaces"]["openFiles"] == [LANDING]
    assert "/" not in settings["image"]  # an official image, by its plain name
    assert (REPOSITORY / settings["postCreateCommand"].removeprefix("bash ")).is_file()


@pytest.mark.parametrize(
    "name",
    [".devcontainer/post-create.sh", ".binder/postBuild", ".binder/start"],
    ids=lambda name: Path(name).name,
)
def test_scripts_for_containers_can_be_run(name):
    assert os.access(REPOSITORY / name, os.X_OK)
    subprocess.run(["bash", "-n", REPOSITORY / name], check=True)


def test_binder_starts_with_the_settings_of_workshop_lab():
    echo = [REPOSITORY / ".binder/start", "printenv", "JUPYTER_CONFIG_PATH"]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": "/image"}
    printed = subprocess.run(
        echo, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    ours, theirs = printed.stdout.rstrip("\n").split(":")
    assert Path(ours) == REPOSITORY / lab.SETTINGS.relative_to(find_root(lab.SETTINGS))
    assert theirs == "/image"


def test_debian_has_the_packages_that_are_installed_in_containers():
    if not any(Path("/var/lib/apt/lists").glob("*Packages*")):
        pytest.skip("no list of Debian's packages here: apt-get update")
    for package in (REPOSITORY / ".binder/apt.txt").read_text().split():
        subprocess.run(["apt-cache", "show", package], check=True, stdout=subprocess.DEVNULL)


# JupyterLab, and a browser


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy the checkout, with one episode, so that whatever is done leaves the repository as it is."""
    copy = tmp_path_factory.mktemp("lab") / "workshop"
    shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (copy / "episodes" / "01-why-call-c.md").write_text(EPISODE, encoding="utf-8")
    (copy / LANDING).write_text(landing_notebook(copy), encoding="utf-8")
    return copy


def test_only_this_machine_is_listened_to(server):
    """127.0.0.2 is the loopback interface as well; what listens on every address answers there."""
    _, address = server
    port = int(re.search(r":(\d+)/", address)[1])
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with pytest.raises(OSError, match=r"."):  # refused on Linux, no such address on macOS
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_without_the_token_nothing_is_answered(server):
    _, address = server
    bare = address.partition("/lab")[0] + "/api/contents"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(bare)
    with urllib.request.urlopen(f"{bare}?token={address.partition('token=')[2]}") as answer:
        assert answer.status == 200


@pytest.fixture
def page(browser, server, tmp_path):
    """Open the landing notebook as the learner's browser does; leave a picture of the last state."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(server[1] + "&reset")  # without the tabs of the test before
    page.get_by_role("heading", name="How far you are").wait_for()
    page.locator("#jupyterlab-splash").wait_for(state="detached")
    yield page
    page.screenshot(path=tmp_path / "last.png")
    page.close()


def follow(page, link):
    """Click a link of the landing notebook; return the notebook that opens."""
    page.locator(f".jp-NotebookPanel a[href*='{link}']").first.click()
    opened = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").filter(
        has_not=page.get_by_role("heading", name="How far you are")
    )
    kernel_is_ready(page, opened)
    return opened


def kernel_is_ready(page, notebook):
    """Wait for the kernel; the indicator alone is idle before there is one, and drops what is run."""
    notebook.locator(".jp-Toolbar-kernelName").filter(has_text="Python 3").wait_for()
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()


def menu(page, *names):
    for name in names:
        page.get_by_role("menuitem", name=name, exact=True).click()


def run_all(page, notebook, says):
    """Run all cells; wait until the check has said what is expected, and the kernel is idle."""
    menu(page, "Run", "Run All Cells")
    notebook.locator(".jp-OutputArea-output").get_by_text(says).first.wait_for()
    notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()


def save(page, notebook):
    notebook.locator(".jp-NotebookPanel-toolbar").get_by_role("button", name="Save").first.click()
    page.locator(".jp-mod-current.jp-mod-dirty[data-type=document-title]").wait_for(state="detached")


def test_a_learner_gets_from_a_failing_verdict_to_full_points(page, checkout):
    exercise = load_exercise(checkout, "fibonacci")
    file = checkout / NOTEBOOK
    before = json.loads(file.read_text(encoding="utf-8"))["cells"]
    solved = {name: f"%%writefile {name}\n{solution_text(exercise, name)}" for name in exercise.editable}

    notebook = follow(page, NOTEBOOK)
    run_all(page, notebook, re.compile(r"\b\d of 20 points"))
    for name, text in solved.items():
        replace_cell(page, notebook, f"%%writefile {name}", text.rstrip("\n"))
    run_all(page, notebook, "20 of 20 points")
    save(page, notebook)

    after = json.loads(file.read_text(encoding="utf-8"))["cells"]
    assert [cell["id"] for cell in after] == [cell["id"] for cell in before]
    for old, new in zip(before, after, strict=True):
        name = "".join(old["source"]).partition("\n")[0].removeprefix("%%writefile ")
        assert "".join(new["source"]) == solved.get(name, "".join(old["source"])).rstrip("\n")
    for name in exercise.editable:
        assert (exercise.folder / name).read_text(encoding="utf-8") == solution_text(exercise, name)

    page.reload()
    page.locator(".jp-OutputArea-output").get_by_text("20 of 20 points").first.wait_for()


def replace_cell(page, notebook, first_line, text):
    """Select all of a cell, and paste over it."""
    cell = notebook.locator(".jp-CodeCell").filter(has_text=first_line).first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_an_episode_opens_as_a_notebook_and_keeps_its_front_matter(page, checkout):
    notebook = follow(page, "episodes/01-why-call-c.md")
    replace_cell(page, notebook, "6 * 7", "6 * 8")
    run_all(page, notebook, "48")
    save(page, notebook)
    saved = (checkout / "episodes" / "01-why-call-c.md").read_text(encoding="utf-8")
    assert "6 * 8" in saved
    kept, wanted = (yaml.safe_load(text.split("---\n")[1]) for text in (saved, EPISODE))
    assert kept.pop("kernelspec")["name"] == wanted.pop("kernelspec")["name"]
    assert kept == wanted


def test_the_landing_notebook_tells_how_far_the_learner_is(page):
    notebook = page.locator(".jp-NotebookPanel")
    kernel_is_ready(page, notebook)
    run_all(page, notebook, re.compile(r"of \d+ exercises done"))


def test_the_arrow_keys_move_the_slider_under_a_field(page, checkout):
    """JupyterLab takes the arrow keys to move between cells, unless it is told not to."""
    cell = (
        "import numpy as np\nfrom cffi_workshop import draw\ndraw.frames([np.eye(4) * n for n in range(5)])"
    )
    (checkout / "episodes" / "01-why-call-c.md").write_text(EPISODE.replace("6 * 7", cell), encoding="utf-8")
    notebook = follow(page, "episodes/01-why-call-c.md")
    run_all(page, notebook, "A field over time")
    slider = notebook.get_by_role("slider", name="Step")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "2"
    notebook.get_by_role("img", name="A field over time, 2: from 0 to 2").wait_for()
    page.keyboard.press("End")
    notebook.get_by_role("img", name="A field over time, 4: from 0 to 4").wait_for()
