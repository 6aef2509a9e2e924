"""demo/zlib: the binding agrees with Python's zlib; the loader finds a library in three ways."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from .demo_runs import COMPILER, DEMO, copy, copy_built, make, run
from .surroundings import replace_in

VARIABLE = "DYLD_LIBRARY_PATH" if sys.platform == "darwin" else "LD_LIBRARY_PATH"
DATA = {
    "empty": b"",
    "one": b"\0",
    "text": b"ebb and flow " * 999,
    "noise": np.random.default_rng(7).bytes(9999),
}


def call(
    directory: Path, program: str, *data: bytes, **variables: str
) -> subprocess.CompletedProcess:
    """Run a program in the demo's folder; it gets the data as `given`."""
    given = json.dumps([base64.b64encode(part).decode() for part in data])
    start = "import base64, json; given = [base64.b64decode(part) for part in json.load(open(0))]\n"
    env = {name: value for name, value in os.environ.items() if name != VARIABLE} | variables
    return run(sys.executable, "-c", start + program, cwd=directory, input=given, env=env)


PACK = """
from zlib_api import compress, decompress, lib
print(json.dumps({
    "packed": base64.b64encode(compress(given[0])).decode(),
    "unpacked": base64.b64encode(decompress(given[1], len(given[0]))).decode(),
    "crc": lib.crc32(0, given[0], len(given[0])),
}))
"""


@pytest.mark.parametrize("name", DATA)
def test_zlib_agrees_with_pythons(made, name):
    directory, _ = made("zlib")
    result = call(directory, PACK, DATA[name], zlib.compress(DATA[name]))
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert zlib.decompress(base64.b64decode(answer["packed"])) == DATA[name]
    assert base64.b64decode(answer["unpacked"]) == DATA[name]
    assert answer["crc"] == zlib.crc32(DATA[name])


REFUSED = {
    "compress(given[0], level=10)": "stream error",
    "decompress(given[0], 100)": "data error",
    "decompress(compress(given[0]), len(given[0]) - 1)": "buffer error",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_what_zlib_refuses_is_a_value_error(made, expression):
    directory, _ = made("zlib")
    result = call(
        directory, f"from zlib_api import compress, decompress\n{expression}", DATA["text"]
    )
    assert result.stderr.endswith(f"ValueError: zlib says: {REFUSED[expression]}\n")


def test_what_the_linker_says_of_a_name_with_lib_in_front(tmp_path):
    source = (DEMO / "zlib/zlib_build.py").read_text()
    (tmp_path / "zlib_build.py").write_text(source.replace('libraries=["z"]', 'libraries=["libz"]'))
    result = run(sys.executable, "zlib_build.py", cwd=tmp_path)
    assert result.returncode != 0
    assert re.search(
        r"cannot find -llibz|library '?(not found for -llibz|'libz' not found)", result.stderr
    )


def test_without_the_header_it_says_what_to_install_and_goes_on(tmp_path, monkeypatch):
    (tmp_path / "zlib.h").write_text('#error "no zlib here"\n')
    monkeypatch.setenv("CPATH", str(tmp_path))  # where the compiler looks first
    result = make(copy("zlib", tmp_path))
    assert (result.returncode, result.stderr) == (0, "")
    first, *rest = result.stdout.splitlines()
    assert re.fullmatch(
        r"zlib\.h was not found, .*; install it: sudo apt install zlib1g-dev", first
    )
    assert "rpath stands in the module" in rest


# Fletcher's checksum: values that were published, and the definition as a sum over the positions.
PUBLISHED = {b"abcde": 0xC8F0, b"abcdef": 0x2057, b"abcdefgh": 0x0627}


def fletcher16(data: bytes) -> int:
    values = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    weights = np.arange(len(data), 0, -1)
    return int(256 * (values @ weights % 255) + values.sum() % 255)


@pytest.mark.parametrize(
    "data", [*PUBLISHED, *DATA.values()], ids=[*map(bytes.decode, PUBLISHED), *DATA]
)
def test_fletcher_is_the_published_checksum(made, data):
    directory, _ = made("zlib")
    result = call(
        directory,
        "from _fletcher_rpath import lib; print(lib.fletcher16(given[0], len(given[0])))",
        data,
    )
    assert int(result.stdout) == PUBLISHED.get(data, fletcher16(data))


IMPORT = "from {} import lib; print(lib.fletcher16(b'abcde', 5))"


@pytest.fixture
def moved(made, tmp_path):
    """The built demo, in another folder than the one it was built in."""
    directory, _ = made("zlib")
    return copy_built(directory, tmp_path / "moved")


def test_library_in_a_folder_of_ones_own_is_not_found(moved):
    result = call(moved, IMPORT.format("_fletcher"))
    assert result.returncode == 1
    assert re.search(
        r"^ImportError: (libfletcher.so: cannot open shared object file|.*libfletcher)",
        result.stderr,
        re.MULTILINE,
    )


def test_variable_leads_the_loader_to_it(moved):
    result = call(moved, IMPORT.format("_fletcher"), **{VARIABLE: str(moved / "prefix/lib")})
    assert (result.stdout, result.stderr) == (f"{0xC8F0}\n", "")


def test_variable_set_by_python_itself_is_too_late(moved):
    late = f"import os; os.environ[{VARIABLE!r}] = {str(moved / 'prefix/lib')!r}; "
    assert "ImportError: " in call(moved, late + IMPORT.format("_fletcher")).stderr


def test_rpath_leads_the_loader_to_it_also_after_a_move(moved):
    assert call(moved, IMPORT.format("_fletcher_rpath")).stdout == f"{0xC8F0}\n"
    shutil.rmtree(moved / "prefix/lib")
    assert "ImportError: " in call(moved, IMPORT.format("_fletcher_rpath")).stderr


def test_variable_comes_before_the_rpath(moved, tmp_path):
    c = moved / "fletcher.c"
    replace_in(c, "unsigned int sum = 0;", "unsigned int sum = 1;")
    [library] = (moved / "prefix/lib").iterdir()
    subprocess.run([COMPILER, "-fPIC", "-shared", "-o", tmp_path / library.name, c], check=True)
    result = call(moved, IMPORT.format("_fletcher_rpath"), **{VARIABLE: str(tmp_path)})
    assert int(result.stdout) == 0xC8F0 + 5 * 256 + 1
