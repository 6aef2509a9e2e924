"""The folder that JupyterLab works in: an update reaches it, and no work of a learner is lost."""

import json
import shutil

import pytest
from click.testing import CliRunner

from cffi_workshop.cli.lab import DATA
from cffi_workshop.cli.main import workshop
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.jupyter.lesson_kernel import page_of
from cffi_workshop.learner import LAB, checkout_of, has_joined, progress, room_root
from cffi_workshop.learner.joined.membership import Membership, remember
from cffi_workshop.learner.lab_folder import prepare

from .scratch import workshop_of

pytest.importorskip("jupytext", reason="no jupytext: python -m pip install -e '.[lab]'")

SOURCE = "exercises/libm/libm_abi.py"
BOOK = "exercises/libm/libm.ipynb"
EPISODE = "episodes/01-why-call-c"
TEXT = """\
---
title: "An episode"
teaching: 1
exercises: 1
questions: ["What?"]
objectives: ["Know."]
keypoints: ["That."]
kernelspec: {display_name: Python 3, language: python, name: python3}
---

```{code-cell} ipython3
:tags: [remove-cell]

%load_ext cffi_workshop
%lesson demo/add
```

## A claim

```{code-cell} ipython3
6 * 7
```
"""


@pytest.fixture
def root():
    """Give a workshop of one exercise and one episode, with its notebook."""
    with workshop_of("libm") as folder:
        root = folder.parents[1]
        shutil.copy(find_root() / BOOK, root / BOOK)
        (root / "episodes").mkdir()
        (root / f"{EPISODE}.md").write_text(TEXT)
        yield root


def write(root, name, text):
    (root / name).write_text(text)
    return text


def test_the_copies_are_those_of_the_checkout(root):
    lab = prepare(root).folder
    assert lab == root / LAB
    assert (lab / SOURCE).read_bytes() == (root / SOURCE).read_bytes()
    assert (lab / "solutions/libm/answers").is_dir() == (root / "solutions/libm/answers").is_dir()
    assert "episodes/01-why-call-c.ipynb" in (lab / "start.ipynb").read_text()


def test_each_notebook_names_its_kernel_as_the_kernel_does(root):
    """JupyterLab showed each notebook that was opened as changed, and asked whether to save it."""
    from ipykernel.ipkernel import IPythonKernel

    spec = json.loads((DATA / "kernels/python3/kernel.json").read_text())
    books = list(prepare(root).folder.rglob("*.ipynb"))
    assert len(books) == 4
    for book in books:
        metadata = json.loads(book.read_text())["metadata"]
        assert metadata["kernelspec"]["display_name"] == spec["display_name"]
        assert metadata["language_info"] == IPythonKernel.language_info


def test_an_update_reaches_what_nobody_has_changed(root):
    lab = prepare(root).folder
    new = write(root, SOURCE, "# newer\n")
    assert prepare(root).beside == ()
    assert (lab / SOURCE).read_text() == new


def test_what_a_learner_wrote_stays(root):
    lab = prepare(root).folder
    mine = write(lab, SOURCE, "# mine\n")
    (lab / "exercises/libm/notes.txt").write_text("mine")
    assert prepare(root).beside == ()
    assert (lab / SOURCE).read_text() == mine
    assert (lab / "exercises/libm/notes.txt").read_text() == "mine"


def test_where_both_have_changed_both_are_kept_and_it_is_told_once(root):
    lab = prepare(root).folder
    mine, new = write(lab, SOURCE, "# mine\n"), write(root, SOURCE, "# newer\n")
    assert prepare(root).beside == ("exercises/libm/libm_abi.new.py",)
    assert (lab / SOURCE).read_text() == mine
    assert (lab / "exercises/libm/libm_abi.new.py").read_text() == new
    assert prepare(root).beside == ()


def test_a_notebook_that_was_only_run_and_saved_is_updated(root):
    lab = prepare(root).folder
    book = json.loads((lab / BOOK).read_text())
    book["metadata"]["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    code = next(cell for cell in book["cells"] if cell["cell_type"] == "code")
    code |= {
        "execution_count": 1,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
    }
    write(lab, BOOK, json.dumps(book))
    assert prepare(root).beside == ()
    assert json.loads((lab / BOOK).read_text()) == book, "its outputs stay while nothing is new"
    newer = json.loads((root / BOOK).read_text())
    newer["cells"][0]["source"] = ["# Newer"]
    write(root, BOOK, json.dumps(newer))
    assert prepare(root).beside == ()
    assert json.loads((lab / BOOK).read_text())["cells"] == newer["cells"]


def test_what_was_deleted_or_lost_its_records_comes_back_and_nothing_is_overwritten(root):
    lab = prepare(root).folder
    (lab / SOURCE).unlink()
    mine = write(lab, "exercises/libm/libm_api.py", "# mine\n")
    (lab / ".workshop/copies.json").write_text("{")
    assert prepare(root).beside == ("exercises/libm/libm_api.new.py",)
    assert (lab / SOURCE).is_file()
    assert (lab / "exercises/libm/libm_api.py").read_text() == mine


def test_progress_comes_along_and_is_kept_there_from_then_on(root):
    exercise = load_exercise(root, "libm")
    failure = progress.Failure("abi-values", "wrong-value", "It is wrong.")
    progress.remember_hint(exercise, failure, 2)
    lab = prepare(root).folder
    there = load_exercise(lab, "libm")
    assert progress.hint_level(there, failure) == 2
    progress.remember_hint(there, failure, 3)
    prepare(root)
    assert progress.hint_level(there, failure) == 3


def test_the_workshop_says_where_the_work_is(root, monkeypatch):
    monkeypatch.chdir(root)
    assert "JupyterLab" not in CliRunner().invoke(workshop, []).output
    prepare(root)
    assert f"Your work in JupyterLab is in {LAB}:" in CliRunner().invoke(workshop, []).output
    monkeypatch.chdir(root / LAB / "exercises/libm")
    said = CliRunner().invoke(workshop, []).output
    assert str(root / LAB) in said
    assert "git does not see it" in said


def test_commands_there_work_on_the_copies(root):
    lab = prepare(root).folder
    assert find_root(lab / "exercises/libm") == lab
    assert checkout_of(lab) == root
    assert checkout_of(root) is None


@pytest.mark.parametrize("joined_in", ["the checkout", "JupyterLab"])
def test_a_room_that_was_joined_in_one_folder_counts_in_the_other(root, joined_in):
    lab = prepare(root).folder
    assert not has_joined(lab)
    here = root if joined_in == "the checkout" else lab
    remember(room_root(here), Membership("http://127.0.0.1:1", "token", "Anna"))
    assert has_joined(lab)
    assert has_joined(root)


@pytest.mark.parametrize(
    "name", [f"{EPISODE}.ipynb", f"{EPISODE}-Copy1.ipynb", f"{EPISODE}.new.ipynb"]
)
def test_a_kernel_knows_the_episode_of_a_notebook_and_of_its_copies(root, name):
    assert page_of(prepare(root).folder / name) == root / f"{EPISODE}.md"


@pytest.mark.parametrize("name", ["episodes/notes.ipynb", BOOK, "start.ipynb"])
def test_a_kernel_gets_nothing_ready_for_other_notebooks(root, name):
    assert page_of(prepare(root).folder / name) is None


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(root, monkeypatch):
    (root / LAB).parent.mkdir(exist_ok=True)
    (root / LAB).write_text("no folder")
    monkeypatch.chdir(root)
    error = CliRunner().invoke(workshop, ["lab", "--folder"]).exception
    assert "cannot be written to .workshop/lab" in str(error)
