"""A log as it was posted: what tools print on the way is not why it ended."""

import pytest

from cffi_workshop.explain import explaining

from .surroundings import REPOSITORY

LINES = [
    line.replace("\\n", "\n")
    for line in (REPOSITORY / "tests/explain/on_the_way.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line.strip() and not line.startswith("#")
]
LOG = "\n".join(LINES * 3)
ROOTS = {
    "ffi-header-missing": "src/c/_cffi_backend.c:15:10: fatal error: ffi.h: No such file or directory",
    "header-not-found": "_rain.c:571:10: fatal error: rain/gauge.h: No such file or directory",
    "library-not-linked": "/usr/bin/ld: cannot find -lrain: No such file or directory",
    "no-compiler": "error: command 'gcc' failed: No such file or directory",
    "no-python-headers": "_rain.c:50:14: fatal error: pyconfig.h: No such file or directory",
    "no-matching-distribution": "ERROR: No matching distribution found for cfffi",
    "segmentation-fault": "Fatal Python error: Segmentation fault",
}


def slugs(text):
    return [entry.slug for entry in explaining(text)]


@pytest.mark.quick
@pytest.mark.parametrize("line", LINES)
def test_what_a_tool_prints_on_the_way_is_not_explained(line):
    assert slugs(line) == []


@pytest.mark.quick
@pytest.mark.parametrize(("slug", "root"), ROOTS.items(), ids=list(ROOTS))
def test_the_root_in_the_middle_of_a_log_is_all_that_is_told(slug, root):
    found = explaining(f"{LOG}\n{root}\n{LOG}")
    assert [entry.slug for entry in found if not entry.consequence] == [slug]


RAN = '$ python3 run.py\nTraceback (most recent call last):\n  File "run.py", line 1, in <module>\n'
MISSING = RAN + "    from _rain import ffi, lib\nModuleNotFoundError: No module named '_rain'\n"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("files", "slug"),
    [
        ("_rain.cpython-310-x86_64-linux-gnu.so  rain.h", "module-named-for-other-python"),
        ("rain.h\n_rain.cp39-win_amd64.pyd\nrun.py", "module-named-for-other-python"),
        (
            "-rw-r--r-- 1 ana ana 40960 _rain.cpython-313t-darwin.so",
            "module-named-for-other-python",
        ),
        ("_rain.pypy310-pp73-x86_64-linux-gnu.so", "module-named-for-other-python"),
        ("_snow.cpython-310-x86_64-linux-gnu.so  rain.h", "module-missing"),
        ("rain.h  rain_build.py", "module-missing"),
    ],
)
def test_a_module_that_is_there_for_another_python_is_told_apart(files, slug):
    assert slugs(f"$ ls\n{files}\n{MISSING}")[:1] == [slug]
    assert slugs(f"{MISSING}$ ls\n{files}\n")[:1] == [slug]


@pytest.mark.quick
@pytest.mark.parametrize(
    "said",
    [
        "expected ';' before 'END'",
        "PLS: error 103: expected ')' before 'LOOP'",
        "expected ',' before 'FROM'",
        "parse failure: expected '}' before 'endmodule'",
        'expected "then" before "elsif"',
    ],
)
def test_what_a_database_expects_is_no_c(said):
    assert slugs(said) == []


@pytest.mark.quick
@pytest.mark.parametrize(
    "said",
    [
        "expected ';' before 'return'",
        "expected ',' or ';' before 'double'",
        "expected ')' before ';' token",
        "rain.c:3:1: error: expected ';' before 'total'",
    ],
)
def test_what_a_compiler_of_c_expects_is_told_without_its_place_too(said):
    assert slugs(said) == ["c-syntax"]


TOOLS = {
    "upload-refused": [
        "ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/\n"
        "         This filename has already been used, use a different version.",
        "HTTP Error 403: Invalid or non-existent authentication information. See https://pypi.org/help",
        "403 The user 'ana' isn't allowed to upload to project 'rain'. See https://pypi.org/help",
        "ERROR    InvalidDistribution: Unknown distribution format: 'rain-1.0.egg'",
        "upload: 400 The description failed to render in the default format of reStructuredText.",
        "PyPI: The use of local versions in <Version('1.0+g1a2b3c')> is not allowed.",
        "* `invalid-publisher`: valid token, but no corresponding publisher (for PyPI)",
    ],
    "image-of-other-system": [
        "/bin/sh: 1: apk: not found",
        "bash: line 3: yum: command not found",
        "zsh: command not found: apt-get",
        'OCI runtime exec failed: exec failed: exec: "dnf": executable file not found in $PATH',
    ],
    "python-given-no-script": [
        "python.exe: can't find '__main__' module in 'C:\\\\rain'",
        "python3: No module named rain.__main__; 'rain' is a package and cannot be directly executed",
    ],
    "script-not-there": [
        "python3: can't open file 'rain.py': [Errno 2] No such file or directory",
        "C:\\Python312\\python.exe: can't open file 'C:\\\\rain\\\\run.py': [Errno 2] No such file or "
        "directory",
    ],
    "debian-library-of-no-package": [
        "dpkg-shlibdeps: error: couldn't find library librain.so.1 needed by "
        "debian/rain/usr/lib/_rain.so (its RPATH is '')",
    ],
    "sdist-differs-from-repository": ["missing from sdist:\n  rain.h\n  rain_build.py"],
    "abi3-uses-more": ["_rain.abi3.so has non-ABI3 symbols"],
}


@pytest.mark.quick
@pytest.mark.parametrize(
    ("said", "slug"), [(said, slug) for slug, all_said in TOOLS.items() for said in all_said]
)
def test_what_stops_a_package_on_its_way_to_others_is_told(said, slug):
    assert slugs(said)[:1] == [slug]
