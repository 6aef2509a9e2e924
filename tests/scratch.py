"""Small workshops of one exercise, and what the cells of a notebook show there."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.notebooks.execute import profile, scratch_copy
from cffi_workshop.notebooks.runner import ENDED, run_notebook

from .surroundings import REPOSITORY

LOAD = "%load_ext cffi_workshop"
KEEPER = Path(__file__).parent / "nbval_keeper.py"


def share_cache(root):
    """Let a workshop find what was compiled for another one.

    A build takes far longer than its check.
    """
    cache = REPOSITORY / ".workshop" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    (root / ".workshop").mkdir(exist_ok=True)
    (root / ".workshop" / "cache").symlink_to(cache)


@contextmanager
def workshop_of(slug, solved=False):
    """Give exercises/SLUG of a workshop that has this one exercise."""
    exercise = load_exercise(REPOSITORY, slug)
    with scratch_copy(REPOSITORY, exercise.folder) as folder:
        root = folder.parents[1]
        unread = shutil.ignore_patterns("answers")
        shutil.copytree(exercise.solution, root / "solutions" / slug, ignore=unread)
        if solved:
            for name in exercise.editable:
                (folder / name).write_text(solution_text(exercise, name))
        share_cache(root)
        profile(root)
        yield folder


def cells_of(text):
    """Return the code cells of a notebook."""
    return [
        "".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"
    ]


def run(folder, *sources, errors=True, settings=None):
    """Run cells in a kernel whose working directory is `folder`; return what each cell showed.

    The settings of IPython are those of the workshop that the folder is in, where none are named.
    """
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    environment = os.environ | {"IPYTHONDIR": str(settings or find_root(folder) / ".ipython")}
    ran = run_notebook(book, folder, environment, timeout_s=90, allow_errors=errors)
    assert ENDED not in ran.metadata, ran.metadata[ENDED]
    return [Shown(cell["outputs"]) for cell in ran["cells"]]


class Shown:
    """What a cell showed: its texts, its HTML, its pictures, and its error."""

    def __init__(self, outputs):
        self.printed = "".join(output.get("text", "") for output in outputs)
        self.data = [output["data"] for output in outputs if "data" in output]
        self.plain = "".join(data.get("text/plain", "") for data in self.data)
        self.html = "".join(data.get("text/html", "") for data in self.data)
        errors = [output for output in outputs if output["output_type"] == "error"]
        self.error = "\n".join("\n".join(output["traceback"]) for output in errors)

    @property
    def all(self):
        return "\n".join([self.printed, self.plain, self.error])


def nbval(*paths):
    """Run nbval over notebooks of one folder, and return what each cell of each showed.

    The notebooks run one after the other. nbval is a process of its own: it hangs when a kernel
    dies, and then only a kill ends it.
    """
    folder = paths[0].parent
    kept = folder / ".kept.json"
    options = ["-q", "-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider"]
    options += ["-p", "nbval.plugin", "--nbval", "--nbval-cell-timeout=60"]
    alone = {"NO_COLOR": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, str(KEEPER), str(kept), *options, *map(str, paths)],
        cwd=folder,
        env=os.environ | alone | {"IPYTHONDIR": str(folder / ".ipython")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    shown = json.loads(kept.read_text(encoding="utf-8"))
    return [[Shown(outputs) for outputs in shown[path.name]] for path in paths]
