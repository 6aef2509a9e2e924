"""What arrives of a submission: the files that the exercise names, regular and of bounded size."""

import contextlib
import os
import socket

import pytest

from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.submission import LARGEST, read_submission

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick

FIBONACCI = load_exercise(REPOSITORY, "fibonacci")


@pytest.fixture
def folder(copy_of_solution):
    return copy_of_solution("fibonacci")


def test_exactly_the_editable_files_arrive(folder):
    taken = read_submission(FIBONACCI, folder)
    assert set(taken.files) == set(FIBONACCI.editable)
    assert (taken.missing, taken.remarks) == ({}, ())


def as_link(path):
    path.symlink_to("/etc/passwd")


def as_link_to_a_device(path):
    path.symlink_to("/dev/zero")


def as_pipe(path):
    os.mkfifo(path)


def as_device(path):
    os.mknod(path, 0o020666, os.makedev(1, 5))


def as_folder(path):
    path.mkdir()


def as_socket(path):
    with socket.socket(socket.AF_UNIX) as here, contextlib.chdir(path.parent):
        here.bind(path.name)  # the whole path may be too long for an address


def as_enormous(path):
    path.write_bytes(b"/" * (LARGEST + 1))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "is not there"),
        (as_link, "is a link"),
        (as_link_to_a_device, "is a link"),
        (as_pipe, "is no regular file"),
        (as_device, "is no regular file"),
        (as_folder, "is no regular file"),
        (as_socket, "is no regular file"),
        (as_enormous, "is larger than 256 kB; expected a short text file. Take out"),
    ],
    ids=["absent", "link", "link-to-a-device", "pipe", "device", "folder", "socket", "enormous"],
)
def test_what_is_no_short_regular_file_is_missing_and_says_why(folder, make, told):
    (folder / "fibonacci.c").unlink()
    try:
        make(folder / "fibonacci.c")
    except PermissionError:
        pytest.skip("only root can make a device")
    taken = read_submission(FIBONACCI, folder)
    assert "fibonacci.c" not in taken.files
    assert told in taken.missing["fibonacci.c"]


@pytest.mark.parametrize(
    ("name", "other", "is_near"),
    [
        ("fibonacci.c", "Fibonacci.c", True),
        ("fibonacci.c", "fibonacci.c.txt", True),
        ("fibonacci_abi.py", "fibonacci_abi (1).py", True),
        ("fibonacci_abi.py", "fibonacci_abi-Copy1.py", True),
        ("Makefile", "makefile", True),
        ("Makefile", "Makefile.txt", True),
        ("Makefile", "Makefile (1)", True),
        ("Makefile", "Makefile_final", True),
        ("fibonacci.c", "fibonacci.c.download", True),
        ("fibonacci.c", "Copy of Fibonacci.c", True),
        ("fibonacci.c", "fibonacci2.c", True),
        ("fibonacci_abi.py", "fibonacci_abi_final.py", True),
        ("fibonacci_abi.py", "anna_fibonacci_abi.py", True),
        ("fibonacci_abi.py", "fibonacci-abi.py", True),
        ("fibonacci_abi.py", "fibonacci_abi_latest.py", True),
        ("fibonacci_abi.py", "fibonacci_abi_tests.py", False),
        ("fibonacci.c", "myfibonacci.c", False),
        ("fibonacci.c", "fibonacci.cpp", False),
        ("fibonacci.c", "fibonacci_test.c", False),
        ("fibonacci_abi.py", "fibonacci_api_2.py", False),
        ("Makefile", "make.log", False),
    ],
)
def test_a_file_that_is_not_there_may_be_there_by_another_name(folder, name, other, is_near):
    (folder / name).rename(folder / other)
    told = read_submission(FIBONACCI, folder).missing[name]
    assert (f"is it {other}, by another name?" in told) is is_near
    assert ("`workshop reset`" in told) is not is_near


@pytest.mark.parametrize(
    ("content", "arrives"),
    [
        (b"\xef\xbb\xbfint x;\n", b"int x;\n"),
        (b"int x;\r\nint y;\r\n", b"int x;\nint y;\n"),
        (b"int x;", b"int x;"),
        ("// gr\u00f6\u00dfer\n".encode("latin-1"), "// gr\u00f6\u00dfer\n".encode("latin-1")),
    ],
    ids=["byte-order-mark", "windows-line-ends", "no-last-newline", "latin-1-in-c"],
)
def test_what_an_editor_did_is_undone(folder, content, arrives):
    (folder / "fibonacci.c").write_bytes(content)
    assert read_submission(FIBONACCI, folder).files["fibonacci.c"] == arrives


def test_python_that_is_not_utf_8_is_read_with_a_remark(folder):
    (folder / "fibonacci_abi.py").write_bytes("# gr\u00f6\u00dfer\n".encode("latin-1"))
    taken = read_submission(FIBONACCI, folder)
    assert taken.files["fibonacci_abi.py"] == "# gr\u00f6\u00dfer\n".encode()
    assert "is not UTF-8" in taken.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["fibonacci_abi.py", "fibonacci.c", "Makefile"])
def test_utf_16_is_read_with_a_remark(folder, name, encoding):
    (folder / name).write_bytes("# gr\u00f6\u00dfer\r\n".encode(encoding))
    taken = read_submission(FIBONACCI, folder)
    assert taken.files[name] == "# gr\u00f6\u00dfer\n".encode()
    assert f"{name} is UTF-16" in taken.remarks[0]


def test_python_that_declares_its_encoding_is_left_as_it_is(folder):
    content = "# -*- coding: latin-1 -*-\n# gr\u00f6\u00dfer\n".encode("latin-1")
    (folder / "fibonacci_abi.py").write_bytes(content)
    assert read_submission(FIBONACCI, folder).files["fibonacci_abi.py"] == content


def test_a_changed_header_is_replaced_with_a_remark(folder):
    (folder / "fibonacci.h").write_text("int other;\n")
    assert "fibonacci.h was changed" in read_submission(FIBONACCI, folder).remarks[0]


def test_other_files_are_named_and_build_products_are_not(folder):
    for name in ("conftest.py", "cffi.py", "libfibonacci.so", "fibonacci.o", "_fibonacci.c"):
        (folder / name).write_text("")
    taken = read_submission(FIBONACCI, folder)
    assert taken.remarks == ("Not part of the exercise, so not looked at: cffi.py, conftest.py.",)
    assert taken.left_out == ("cffi.py", "conftest.py")
