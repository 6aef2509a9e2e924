"""demo/printf: what C writes against Python's own `%`, and the order in which two buffers empty."""

import inspect
import os
import re
import subprocess
import sys

import cffi.api
import numpy as np
import pytest

from .demo_runs import DEMO, run


def printed(directory, program: str, *options: str) -> subprocess.CompletedProcess:
    """Run a program with the demo's ffi and lib, and its output in a pipe.

    Its buffers are as Python starts them.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    program = f"from printf_abi import *\n{program}"
    return run(sys.executable, *options, "-c", program, cwd=directory, env=env)


FORMATS = [
    ("%d", "int", int(np.iinfo(np.intc).min)),
    ("%5d|", "short", -7),
    ("%-12lld|", "long long", 2**63 - 1),
    ("%x", "unsigned int", 48879),
    ("%.17g", "double", 0.1),
    ("%+10.3e", "double", -6.02214076e23),
]


@pytest.mark.parametrize(("template", "ctype", "value"), FORMATS, ids=[row[0] for row in FORMATS])
def test_c_writes_what_pythons_percent_writes(made, template, ctype, value):
    directory, _ = made("printf")
    result = printed(
        directory, f"print(formatted({template.encode()!r}, ffi.cast({ctype!r}, {value!r})))"
    )
    assert result.stdout == template.replace("ll", "") % value + "\n", result.stderr


@pytest.mark.parametrize(
    "text", ["", "tin", "Größe", "x" * 10_000], ids=["empty", "ascii", "utf-8", "long"]
)
def test_text_goes_to_c_and_comes_back(made, text):
    directory, _ = made("printf")
    result = printed(
        directory, f"print(ascii(formatted(b'<%s>', ffi.new('char[]', {text.encode()!r}))))"
    )
    assert result.stdout == ascii(f"<{text}>") + "\n", result.stderr


@pytest.mark.parametrize(
    ("value", "kind"), [("3", "int"), ("2.5", "float"), ("b'tin'", "bytes"), ("'tin'", "str")]
)
def test_what_is_no_cdata_is_refused_behind_the_dots(made, value, kind):
    directory, _ = made("printf")
    message = (
        "TypeError: argument 2 passed in the variadic part needs to be a cdata object (got "
        f"{kind})\n"
    )
    assert printed(directory, f"lib.printf(b'%d', {value})").stderr.endswith(message)


def test_a_str_as_format_is_refused(made):
    directory, _ = made("printf")
    result = printed(directory, "lib.printf('tin')")
    assert (
        "TypeError: initializer for ctype 'char *' must be a bytes or list or tuple, not str"
        in result.stderr
    )


def test_cast_to_int_keeps_the_low_bits_without_a_complaint(made):
    directory, _ = made("printf")
    result = printed(directory, "print(formatted(b'%d', ffi.cast('int', 9_460_730_472_580_800)))")
    assert int(result.stdout) == int(np.int64(9_460_730_472_580_800).astype(np.int32))


MIXED = "print('Python'); lib.printf(b'C\\n'); print('Python again')"


def test_what_c_printed_comes_last_where_nobody_flushes(made):
    directory, _ = made("printf")
    assert printed(directory, MIXED).stdout == "Python\nPython again\nC\n"


def test_print_in_c_and_python_u_keep_the_order(made):
    directory, _ = made("printf")
    in_order = "Python\nC\nPython again\n"
    assert printed(directory, MIXED, "-u").stdout == in_order
    assert printed(directory, MIXED.replace("lib.printf", "print_in_c")).stdout == in_order


def test_what_c_did_not_flush_is_lost_with_the_process(made):
    directory, _ = made("printf")
    ends = "import os; sys.stdout.flush(); os._exit(0)"
    assert printed(directory, f"{MIXED}; {ends}").stdout == "Python\nPython again\n"
    flushed = printed(directory, f"{MIXED}; lib.fflush(ffi.NULL); {ends}")
    assert sorted(flushed.stdout.split("\n")) == ["", "C", "Python", "Python again"]


def test_readme_shows_what_cffi_says_on_windows():
    shown = re.search(r"> OSError: (.*)", (DEMO / "printf/README.md").read_text())[1]
    said = re.sub(r'"\s*"', "", inspect.getsource(cffi.api))
    assert f'raise OSError("{shown}")' in said
