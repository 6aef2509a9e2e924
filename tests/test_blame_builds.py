"""What a build, an import or a package choked on: its key, its line and its root."""

from pathlib import Path

import pytest

from cffi_workshop.grading.blame import Case
from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.blame.building.set_source import of_call_of_set_source
from cffi_workshop.grading.blame.place import places_to_try
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with, wrong

pytestmark = pytest.mark.quick


FAILED = "python NAME_build.py failed: some words of setuptools."


NOT_IN_IT = "The extension module was built, but it_is() is not in it."


CALLS = [
    ("libm", 'libraries=["m"]', 'libraries="m"', FAILED, 'expected libraries=["m"].'),
    ("events", '["-pthread"]', '"-pthread -g"', FAILED, '=["-pthread", "-g"].'),
    ("evolve", '["-O3"]', '["-O3 -Wall"]', FAILED, 'is one item; expected "-O3", "-Wall".'),
    ("pi", '"generator.o", "pi_', '"generator.o pi_', FAILED, '"generator.o", "pi_fortran.o".'),
    ("header", "sources=", "source_files=", NOT_IN_IT, "is sources meant?"),
    ("libm", 'libraries=["m"]', 'library=["m"]', NOT_IN_IT, "is libraries meant?"),
    (
        "libm",
        '"_libm", "#include <math.h>"',
        '"#include <math.h>", "_libm"',
        FAILED,
        "'_libm', and then the C.",
    ),
    ("directory", '"_directory"', '"_directory.c"', FAILED, 'expected "_directory".'),
    ("strings", "'#include \"greeting.h\"'", '"greeting.h"', FAILED, "'#include \"greeting.h\"'."),
    ("strings", "'#include \"greeting.h\"'", '"greeting.c"', FAILED, "an #include of the header."),
    # None of these is why it failed.
    ("libm", 'libraries=["m"]', 'libraries=["m"], no_such="x"', NOT_IN_IT, NOT_IN_IT),
    ("header", "sources=", "source_files=", FAILED, FAILED),
]


LACKING = {
    "set_source": (
        "set_source",
        "directory_build.py never calls ffibuilder.set_source(), so that ...",
    ),
    "set_source-for-setuptools": (
        "set_source",
        "Building failed: 'directory_build.py:ffi': the set_source() method was not called.",
    ),
    "cdef": ("cdef", "The cdef in directory_build.py declares no function."),
    "FFI": ("FFI", "directory_build.py has no global FFI object."),
}


@pytest.mark.parametrize(("name", "said"), LACKING.values(), ids=LACKING)
@pytest.mark.parametrize("head", ["def build():", 'if __name__ == "__main__":'])
def test_a_call_that_an_import_does_not_make_is_told_as_that(head, name, said):
    calls = (
        'ffibuilder = FFI()\n    ffibuilder.cdef("")\n    ffibuilder.set_source("_directory", "")'
    )
    texts = {"directory_build.py": f"from cffi import FFI\n\n{head}\n    {calls}\n"}
    changed = case("directory", "directory_build.py", texts=texts)
    found = better(Diagnosis("import-error", said), changed)
    assert found.message.startswith(f"directory_build.py calls {name}() only ")
    line = line_with(changed, "directory_build.py", f"{name}(")
    assert found.location == Location("directory_build.py", line)


@pytest.mark.parametrize(("slug", "old", "new", "said", "told"), CALLS)
def test_what_set_source_was_given_in_the_wrong_form_is_told(slug, old, new, said, told):
    name = f"{slug}_build.py"
    changed = case(slug, name, edits=[(name, old, new)])
    line = line_with(changed, name, new)
    found = better(Diagnosis("compile-error", said, Location(name, line)), changed)
    assert found.message.endswith(told)
    assert found.location == Location(name, line)
    elsewhere = Diagnosis("compile-error", said, Location(changed.exercise.editable[0], 1))
    assert of_call_of_set_source(elsewhere, changed) is elsewhere


@pytest.mark.parametrize(
    ("slug", "old", "new", "name"),
    [
        ("fibonacci", '"fibonacci.c"', '"fibonacci.h"', "fibonacci.h"),
        ("strings", '"greeting.c"', '"greeting"', "greeting"),
        ("header", '"mast.c"', 'f"{HERE}/libmast.so"', "/tmp/x/libmast.so"),
    ],
)
def test_a_source_that_is_nothing_to_compile_is_told_wherever_it_was_noticed(slug, old, new, name):
    build, script = f"{slug}_build.py", f"{slug}_api.py"
    changed = case(slug, build, script, edits=[(build, old, new)])
    ending = Path(name).suffix
    said = f"python {build} failed: UnknownFileType: unknown file type '{ending}' (from '{name}')"
    found = better(Diagnosis("compile-error", said, Location(script, 3)), changed)
    assert f'has "{name}" in sources' in found.message
    assert found.location == Location(build, line_with(changed, build, new))


@pytest.mark.parametrize(
    ("slug", "old", "module", "cause", "is_told"),
    [
        ("header", '"_header"', "header_api", "exception", True),
        ("pi", '"_pi_cpp"', "pi_abi", "import-error", True),
        ("header", '"_header"', "header_api", "compile-error", False),
        ("header", '"_header"', "_header_api", "exception", False),
    ],
)
def test_a_module_with_the_name_of_a_script_is_told_where_it_is_named(
    slug, old, module, cause, is_told
):
    build, script = f"{slug}_build.py", f"{slug}_api.py"
    changed = case(slug, build, script, edits=[(build, old, f'"{module}"')])
    found = of_call_of_set_source(Diagnosis(cause, "It has no attribute 'Mast'."), changed)
    assert (f"was given {module!r} for the module's name, which" in found.message) is is_told
    if is_told:
        call = line_with(changed, build, f'"{module}"')
        assert found.location.line in (call, call - 1)
        assert found.message.endswith("The check saw: It has no attribute 'Mast'.")


def test_a_mistake_of_the_build_script_is_not_charged_to_the_import_of_its_module():
    edits = [("libm_build.py", '"_libm"', '"_lib"')]
    changed = case("libm", "libm_build.py", "libm_api.py", edits=edits)
    symptom = Location("libm_api.py", line_with(changed, "libm_api.py", "from _libm"))
    finding = Diagnosis("import-error", "import libm_api failed: No module named '_libm'.", symptom)
    assert better(finding, changed).location.file == "libm_build.py"


def test_generated_c_gives_way_to_the_script_that_had_it_made():
    edits = [
        ("passwd_build.py", "char *pw_name;", "const char *pw_name;"),
        ("passwd_build.py", "char *pw_dir;", "char *pw_home;"),
    ]
    changed = case("passwd", "passwd_build.py", "passwd_api.py", edits=edits)
    said = (
        "_passwd.c, line 747, does not compile: "
        "'struct passwd' has no member named 'pw_home'; did you mean 'pw_name'?"
    )
    found = better(Diagnosis("compile-error", said, Location("_passwd.c", 747)), changed)
    line = line_with(changed, "passwd_build.py", "pw_home")
    assert found.location == Location("passwd_build.py", line)
    assert found.message.startswith(f"The C of passwd_build.py, line {line}, does not compile:")


def test_a_header_that_is_not_there_is_looked_for_by_its_name():
    edits = [
        ("passwd_build.py", 'HEADERS = """', 'NAME = "acount.h"\nHEADERS = f"""'),
        ("passwd_build.py", '"account.h"', '"{NAME}"'),
    ]
    changed = case("passwd", "passwd_build.py", "passwd_api.py", edits=edits)
    said = "_passwd.c, line 747, does not compile: acount.h: No such file or directory."
    found = better(Diagnosis("compile-error", said, Location("_passwd.c", 747)), changed)
    assert found.location == Location(
        "passwd_build.py", line_with(changed, "passwd_build.py", "NAME =")
    )


def test_a_header_that_is_there_is_looked_for_in_the_wrong_folder():
    edits = [("fibo_build.py", 'include_dirs=["c"]', '**{"include_dirs": ["."]}')]
    changed = case("packaging", "fibo_build.py", edits=edits)
    said = "fibo._fibo.c, line 571, does not compile: fibo.h: No such file or directory."
    finding = Diagnosis("compile-error", said, Location("_fibo.c", 571), '571 | #include "fibo.h"')
    line = line_with(changed, "fibo_build.py", "include_dirs")
    assert better(finding, changed).location == Location("fibo_build.py", line)


NO_SDIST = Diagnosis("make-failed", "Building the source distribution failed.")


CHOKED = {
    "another Python": (
        [("pyproject.toml", ">=3.11", ">=4")],
        "ERROR: Package 'fibo' requires a different Python: 3.11.7 not in '>=4'",
        "requires-python in pyproject.toml is '>=4'", "requires-python =",
    ),
    "a list that is a text": (
        [("pyproject.toml", 'dependencies = ["cffi>=1.17"]', 'dependencies = "cffi"')],
        "configuration error: `project.dependencies` must be array",
        "The key project.dependencies in pyproject.toml", "dependencies =",
    ),
    "an entry that is no package": (
        [("pyproject.toml", 'dependencies = ["cffi>=1.17"]', 'dependencies = [\n  "numpy",\n  "_cffi_backend",\n]')],
        "configuration error: `project.dependencies[1]` must be pep508\n\nGIVEN VALUE:\n    "
        '"_cffi_backend"\n\nOFFENDING RULE',
        "Entry 2 of the key project.dependencies in pyproject.toml is not as setuptools wants it: "
        "it must be the name of a package", '"_cffi_backend"',
    ),
    "a key that lacks": (
        [("pyproject.toml", 'name = "fibo"\n', "")],
        "configuration error: `project` must contain ['name'] properties",
        "The table [project] of pyproject.toml lacks the key name.", "[project]",
    ),
    "a folder that is not there": (
        [("pyproject.toml", '"src"', '"source"')],
        "error: error in 'egg_base' option: 'source' does not exist or is not a directory",
        "package-dir in pyproject.toml names the folder 'source'", "package-dir",
    ),
    "an option nobody knows": (
        [("setup.py", "cffi_modules=", "cffi_module=")],
        "UserWarning: Unknown distribution option: 'cffi_module'",
        "setuptools does not know the option cffi_module of setup() in setup.py", "cffi_module=",
    ),
    "a script that exits": (
        [("setup.py", "setup(cffi", 'raise SystemExit("not today")\nsetup(cffi')],
        "not today", "setup.py ended the build by itself; it said: not today.", "SystemExit",
    ),
    "a script that exits without a word": (
        [("setup.py", "setup(cffi", "raise SystemExit(3)\nsetup(cffi")],
        "removing 'fibo-1.0' (and everything under it)",
        "setup.py ended the build by itself.", "SystemExit",
    ),
    "a table that nobody reads": (
        [("pyproject.toml", "[build-system]", "[build_system]")],
        "setuptools does not know the option cffi_modules, and goes on without it: the package "
        "would lack its extension module. It is cffi that adds the option, so requires in "
        "pyproject.toml has to name cffi.",
        "pyproject.toml has a table [build_system], which nobody reads; is [build-system] meant?",
        "[build_system]",
    ),
    "a key of another table": (
        [("pyproject.toml", "[project]\n", 'install_requires = ["cffi"]\n\n[project]\n'),
         ("pyproject.toml", 'dependencies = ["cffi>=1.17"]\n', "")], "anything at all",
        "which nobody reads; expected dependencies in the table [project].", "install_requires",
    ),
    "a key of another table, by setuptools": (
        [("pyproject.toml", "[tool.setuptools]\n", '[tool.setuptools]\npython_requires = ">=3"\n')],
        "configuration error: `tool.setuptools` must not contain {'python_requires'} properties",
        "has no key python_requires; expected requires-python in the table [project].", "python_r",
    ),
    "setup() that nothing calls": (
        [("setup.py", "setup(cffi", "def run():\n    setup(cffi")], "No distribution was found. "
        "Ensure that `setup.py` is not empty", "stands in run(), which nothing calls.", "    setup(",
    ),
    "setup() on a condition": (
        [("setup.py", "setup(cffi", "import sys\nif len(sys.argv) > 9:\n    setup(cffi")],
        "No distribution was found. Ensure that `setup.py` is not empty",
        "has a condition, which did not hold.", "if len",
    ),
    "a script that is no Python": (
        [("setup.py", "setup(cffi", "setup((cffi")],
        'Traceback\n  File "<string>", line 5\n    setup((\n         ^\nSyntaxError: \'(\' was '
        'never closed',
        "setup.py, line 5, is not valid Python: '(' was never closed.", "setup((cffi",
    ),
    "a cdef that cffi cannot read": (
        [("fibo_build.py", "*next);", "*next)")],
        '  File "fibo_build.py", line 6, in <module>\ncffi.CDefError: parse error\n<cdef source '
        'string>: End',
        "cffi cannot read the cdef: parse error.", "ffibuilder.cdef(",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "said", "told", "at"), CHOKED.values(), ids=CHOKED)
def test_what_a_build_choked_on_is_told_by_key_and_line(edits, said, told, at):
    names = ("fibo_build.py", "setup.py", "pyproject.toml", "MANIFEST.in")
    changed = case("packaging", *names, edits=edits)
    found = better(Diagnosis(NO_SDIST.cause, NO_SDIST.message, None, said), changed)
    assert told in found.message
    assert found.location.line == line_with(changed, found.location.file, at)


SOURCES = {
    "None": ("'#include \"fibo.h\"'", "None", "was given None, which is ABI mode"),
    "no folder": (
        '"c/fibo.c"',
        '"fibo.c"',
        "names 'fibo.c', which is not there; expected 'c/fibo.c'",
    ),
    "another folder, joined": (
        '"c/fibo.c"',
        'os.path.join("src", "fibo.c")',
        "names the folder 'src' for 'fibo.c'; expected 'c/fibo.c'",
    ),
    "no folder, in a dict": (
        'sources=["c/fibo.c"]',
        '**{"sources": ["fibo.c"]}',
        "names 'fibo.c', which is not there; expected 'c/fibo.c'",
    ),
    "an absolute path": (
        '["c/fibo.c"]',
        '[str(Path(__file__).parent / "c" / "fibo.c")]',
        "names the C by an absolute path; expected 'c/fibo.c'",
    ),
    "an absolute path, joined": (
        '["c/fibo.c"]',
        '[os.path.join(os.getcwd(), "c", "fibo.c")]',
        "names the C by an absolute path; expected 'c/fibo.c'",
    ),
    "read, and no source": (
        '\'#include "fibo.h"\', sources=["c/fibo.c"]',
        'open("fibo.c").read()',
        "names 'fibo.c', which is not there; expected 'c/fibo.c'",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), SOURCES.values(), ids=SOURCES)
def test_c_that_never_came_along_is_told_by_what_set_source_was_given(old, new, told):
    changed = case("packaging", "fibo_build.py", "setup.py", edits=[("fibo_build.py", old, new)])
    lacks = Diagnosis(
        "missing-file", "The source distribution lacks c/fibo.c, without which nobody can build."
    )
    found = better(
        lacks, Case(changed.exercise, changed.submission, (*changed.files, "pyproject.toml"))
    )
    assert told in found.message
    assert "sources=" not in found.message or "sources" in changed.submission.text("fibo_build.py")
    assert found.location == Location(
        "fibo_build.py", line_with(changed, "fibo_build.py", "set_source(")
    )


def test_a_library_of_the_systems_is_opened_by_its_short_name():
    said = "The library /usr/lib/libm.so was not found. Build it first: `make`."
    finding = Diagnosis("library-not-found", said, Location("libm_abi.py", 3))
    told = better(finding, case("libm", "libm_abi.py")).message
    assert 'ffi.dlopen("m")' in told
    assert "make" not in told
    assert better(finding, case("passwd", "passwd_abi.py")).message == said


@pytest.mark.parametrize(("said", "is_told"), [("'fibo.c'", True), ('f"{C}/fibo.c"', False)])
def test_a_part_of_a_text_that_is_put_together_is_no_name_of_a_file(said, is_told):
    edits = [("fibo_build.py", '["c/fibo.c"]', f"[{said}]")]
    files = ("fibo_build.py", "setup.py", "pyproject.toml")
    message = "The compiler says: fibo.c: No such file or directory."
    found = better(Diagnosis("compile-error", message), case("packaging", *files, edits=edits))
    assert ("which is not there" in found.message) == is_told


@pytest.mark.parametrize(
    ("message", "edits", "file", "at"),
    [
        (
            "The wheel holds _fibo.abi3.so, fibo/__init__.py; expected fibo/_fibo.* in it.",
            [("fibo_build.py", '"fibo._fibo"', '"_fibo"')],
            "fibo_build.py",
            "set_source(",
        ),
        (
            "The wheel holds _fibo.abi3.so, fibo/__init__.py; expected fibo/_fibo.* in it.",
            [
                ("fibo_build.py", '"fibo._fibo"', "MODULE"),
                ("fibo_build.py", "ffibuilder = ", 'MODULE = "_fibo"\n\nffibuilder = '),
            ],
            "fibo_build.py",
            "MODULE = ",
        ),
        (
            "Building failed: 'fibo_build.py:builder': object 'builder' not found in module.",
            [("setup.py", "fibo_build.py:ffibuilder", "fibo_build.py:builder")],
            "setup.py",
            "py:builder",
        ),
        (
            "The source distribution lacks src/fibo/__init__.py, without which nobody can build.",
            [
                ("pyproject.toml", 'packages = ["fibo"]\n', ""),
                (
                    "pyproject.toml",
                    '{ "" = "src" }',
                    '{ "" = "src" }\npackages.find.where = ["lib"]',
                ),
            ],
            "pyproject.toml",
            "packages.find.where",
        ),
        (
            "The wheel holds src/fibo/__init__.py; expected fibo/__init__.py in it.",
            [
                ("pyproject.toml", 'packages = ["fibo"]\n', ""),
                (
                    "pyproject.toml",
                    '{ "" = "src" }',
                    '{ "" = "src" }\npackages.find.where = ["."]',
                ),
            ],
            "pyproject.toml",
            "packages.find.where",
        ),
        (
            "The source distribution lacks src/fibo/__init__.py, without which nobody can build.",
            [
                ("pyproject.toml", 'packages = ["fibo"]\n', ""),
                (
                    "pyproject.toml",
                    '{ "" = "src" }',
                    '{ "" = "src" }\npackages.find.include = ["fibo.*"]',
                ),
            ],
            "pyproject.toml",
            "packages.find.include",
        ),
        (
            "The wheel's tag is cp310-abi3-any: it fits; expected cp311-abi3.",
            [("setup.py", "setup(", 'setup(options={"bdist_wheel": {"py_limited_api": 1}},\n')],
            "setup.py",
            "py_limited_api",
        ),
        (
            "The wheel's tag is py3-none-any: there is no compiled module in it; expected more.",
            [("setup.py", "setup(cffi_modules=[", "setup(\n    cffi_modules=[''], scripts=[")],
            "setup.py",
            "cffi_modules=['']",
        ),
        (
            "The source distribution lacks c/fibo.c, without which nobody can build from it.",
            [("setup.py", "cffi_modules=", "scripts=")],
            "setup.py",
            "setup(scripts",
        ),
        (
            "The wheel does not say that it needs cffi. So pip does not install it.",
            [
                ("pyproject.toml", 'dependencies = ["cffi>=1.17"]', 'dynamic = ["dependencies"]'),
                (
                    "pyproject.toml",
                    "[tool.setuptools]",
                    '[tool.setuptools.dynamic]\ndependencies.file = "a.txt"\n\n[tool.setuptools]',
                ),
            ],
            "pyproject.toml",
            "a.txt",
        ),
        (
            "It is cffi that adds the option, so requires in pyproject.toml has to name cffi.",
            [
                ("pyproject.toml", ', "cffi>=1.17"]\nbuild', "]\nbuild"),
                ("pyproject.toml", "[build-system]", "[tool.mine]\na = 1\n\n[build-system]"),
            ],
            "pyproject.toml",
            "requires = ",
        ),
        (
            'The wheel does not say that it needs cffi, but for extra == "c". So it fails.',
            [
                ("pyproject.toml", 'dependencies = ["cffi>=1.17"]\n', ""),
                (
                    "pyproject.toml",
                    "[tool.setuptools]",
                    '[project.optional-dependencies]\nall = []\nc = ["cffi"]\n\n[tool.setuptools]',
                ),
            ],
            "pyproject.toml",
            'c = ["cffi"]',
        ),
    ],
)
def test_what_a_package_lacks_is_looked_for_where_it_is_named(message, edits, file, at):
    names = ("setup.py", "pyproject.toml", "fibo_build.py")
    changed = case("packaging", *names, edits=edits)
    found = better(Diagnosis("missing-file", message), changed)
    assert found.location == Location(file, line_with(changed, file, at))


SKIPPED = [
    (
        "includes c/fibo.h",
        "unknown action 'includes'",
        "no command 'includes'; expected 'include'.",
    ),
    ("include h/fibo.h", "no files found matching 'h/fibo.h'", "names 'h/fibo.h', which is not th"),
    ("include LICENSE", "no files found matching 'LICENSE'", "Name the file in MANIFEST.in."),
]


@pytest.mark.parametrize(("line", "said", "told"), SKIPPED)
def test_a_line_of_the_manifest_that_is_skipped_is_no_line_to_be_written_yet(line, said, told):
    name = "MANIFEST.in"
    changed = case("packaging", name, "pyproject.toml", edits=[(name, "include c/fibo.h", line)])
    lacks = "The source distribution lacks c/fibo.h, without which. Name the file in MANIFEST.in."
    found = better(Diagnosis("missing-file", lacks, None, f"warning: {said}"), changed)
    assert told in found.message
    assert ("Name the file" in found.message) == told.startswith("Name")
    assert found.location == Location(name, line_with(changed, name, line[:9]))


FIRST = {
    "clean": ("clean:\n\trm -f *.so\nall: $(LIBRARY)\n", True),
    "by way of another": ("all: it\nclean:\n\trm -f *.so\nit: $(LIBRARY)\n", False),
}


@pytest.mark.parametrize(("rules", "is_told"), FIRST.values(), ids=FIRST)
def test_the_first_target_is_what_make_makes_without_a_name(rules, is_told):
    edit = ("Makefile", "all: $(LIBRARY)\n", rules)
    changed = case("fibonacci", "Makefile", edits=[edit])
    said = "make ended well, but built no libfibonacci.so."
    found = better(Diagnosis("make-failed", said), changed)
    assert ("which is clean" in found.message) == is_told
    assert not is_told or found.location.line == line_with(changed, "Makefile", "clean:")


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("cp31", "which is Python 3.1: no Python before 3.2 has the limited API"),
        ("cp30", "which is Python 3.0: no"),
        ("cp399", "a newer Python than the one that builds"),
    ],
)
def test_a_tag_that_setuptools_refuses_is_told_by_the_python_that_it_is(tag, told):
    name = "pyproject.toml"
    asked = case("shipping", name, "setup.py", edits=[(name, '"cp311"', f'"{tag}"')])
    said = f"AssertionError: would build wheel with unsupported tag ('{tag}', 'abi3', 'linux')"
    found = better(Diagnosis("make-failed", "Building the wheel failed.", None, said), asked)
    assert f'py-limited-api is "{tag}", {told}' in found.message
    assert found.location == Location(name, line_with(asked, name, tag))


@pytest.mark.parametrize("module", ["_pi", "_pi_cpp", "_pi_fortran"])
def test_of_several_modules_the_one_that_lacks_something_is_named(module):
    name = "pi_build.py"
    edits = [(name, f'"{module}",', f'"{module}",  # mine')] if module != "_pi" else []
    edits.append((name, "    each.compile(", "    each  .compile("))
    asked = case("pi", name, edits=edits)
    message = "The extension module was built, but pi_points() is not in it. Name its C in `sources=[...]`."
    detail = f"ImportError: {module}.cpython-311-x86_64-linux-gnu.so: undefined symbol: pi_points"
    found = better(Diagnosis("import-error", message, None, detail), asked).location
    calls = [
        call for call in asked.source(name).calls_of("set_source") if call.args[0].value == module
    ]
    assert found.file == name
    assert calls[0].lineno <= found.line <= calls[0].end_lineno


OWN_C = {
    "packaging": (
        "fibo_build.py",
        ('\'#include "fibo.h"\', sources=["c/fibo.c"]', '"void fibo_step(int64_t *a, int64_t *b)\\n{ *a = *b; }"'),
        "fibo_step",
    ),
    "strings": (
        "strings_build.py",
        ('\'#include "greeting.h"\'', '"static double mybasic(double c) { return 1.8 * c + 32; }"'),
        "mybasic",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slug", OWN_C)
def test_c_of_ones_own_in_set_source_is_what_answers_in_the_place_of_the_library(slug):
    name, edit, function = OWN_C[slug]
    asked = case(slug, name, edits=[(name, *edit)])
    found = better(Diagnosis("did-not-call-c", "It returned 3; expected 4."), asked)
    assert f"defines {function}() once more" in found.message
    assert found.location == Location(name, line_with(asked, name, ".set_source("))
    helper = edit[1].replace(function, "of_my_own")
    asked = case(slug, name, edits=[(name, edit[0], helper)])
    assert "once more" not in better(Diagnosis("did-not-call-c", "It is 3."), asked).message


OWN_MODULE = {
    "import": ("import fibo_build\n", "import fibo_build"),
    "from": ("\n\nfrom fibo_build import ffibuilder\n", "from fibo_build"),
}


@pytest.mark.parametrize(("added", "at"), OWN_MODULE.values(), ids=OWN_MODULE)
def test_a_build_that_imports_a_file_beside_setup_is_not_told_to_ask_for_a_package(added, at):
    names = ("setup.py", "pyproject.toml", "fibo_build.py")
    edits = [("setup.py", "from setuptools", f"{added}from setuptools")]
    changed = case("packaging", *names, edits=edits)
    said = "ModuleNotFoundError: No module named 'fibo_build'"
    found = better(Diagnosis("import-error", "Building failed.", None, said), changed)
    assert "requires" not in found.message
    assert "cffi_modules=" in found.message
    assert found.location == Location("setup.py", line_with(changed, "setup.py", at))
    other = Diagnosis("import-error", "Building failed.", None, said.replace("fibo_build", "tomli"))
    assert "requires in pyproject.toml" in better(other, changed).message


def test_a_command_that_writes_over_a_source_is_told_as_that():
    edits = [("Makefile", "-o $@ fibonacci.c", "-o fibonacci.c $@")]
    changed = case("fibonacci", "Makefile", edits=edits)
    line = line_with(changed, "Makefile", "-o fibonacci.c")
    ran = f"cc -shared -o fibonacci.c libfibonacci.so\nmake: *** [Makefile:{line}: all] Error 1"
    said = "make failed. The linker cannot find the file libfibonacci.so."
    found = better(Diagnosis("make-failed", said, None, ran), changed)
    assert found.message == f"{said} The command has -o fibonacci.c, which writes over that file."
    assert found.location == Location("Makefile", line)
    usual = better(
        Diagnosis("make-failed", said, None, ran.replace("-o fibonacci.c", "-o x.so")), changed
    )
    assert usual.message == said


def test_a_type_that_no_include_brings_is_the_mistake_of_set_source():
    edits = [("passwd_build.py", "    #include <pwd.h>\n", "")]
    changed = case("passwd", "passwd_build.py", "passwd_api.py", edits=edits)
    said = "_passwd.c, line 590, does not compile: invalid use of undefined type 'struct passwd'."
    found = better(Diagnosis("compile-error", said, Location("_passwd.c", 590)), changed)
    assert "No #include" in found.message
    assert found.location.line == line_with(changed, "passwd_build.py", "HEADERS = ")


def test_a_cdef_that_the_packages_python_cannot_call_is_the_root():
    edits = [("fibo_build.py", "int64_t *current", "int32_t *current")]
    changed = case("packaging", "fibo_build.py", "pyproject.toml", edits=edits)
    said = "fibo.fibonacci(2) raised TypeError: initializer for ctype 'int32_t *' must be a pointer"
    found = better(Diagnosis("exception", said), changed)
    assert (found.cause, found.location.file) == ("cdef-mismatch", "fibo_build.py")
    assert "The cdef of fibo_step() in fibo_build.py" in found.message


def test_members_of_a_struct_that_no_header_lays_out_are_the_mistake():
    edits = [
        (
            "directory_build.py",
            "    struct directory *",
            "    struct directory { void *stream; };\n    struct directory *",
        )
    ]
    changed = case("directory", "directory_build.py", "directory_api.py", edits=edits)
    said = "_directory.c, line 590, does not compile: invalid use of undefined type 'struct directory'."
    found = better(Diagnosis("compile-error", said, Location("_directory.c", 590)), changed)
    line = line_with(changed, "directory_build.py", "{ void")
    assert found.location.line == line
    assert f"directory_build.py, line {line}," in found.message
    assert "declare the name alone" in found.message


def test_a_decorator_that_is_deep_is_read():
    deep = f"@{'.'.join(['a'] * 2500)}\ndef more(): pass\n\n\nclass Strikes:"
    edits = [("events_api.py", "class Strikes:", deep)]
    asked = case("events", "events_build.py", "events_api.py", edits=edits)
    finding = wrong("anext()", "nothing", "a strike")
    assert better(finding, asked).cause == "wrong-value"


def test_a_method_that_the_check_names_comes_before_the_class_of_a_word():
    edits = [
        ("frames_abi.py", "        return array\n", "        return array[::-1]\n"),
        ("frames_abi.py", "        ffi.release(self._camera)\n", "        self._camera = None\n"),
    ]
    asked = case("frames", "frames_abi.py", edits=edits, title="frame() gives the pixels")
    said = Observation("Two pictures of a camera of 3 by 5 pixels", "are", "[2, 1]", "[1, 2]")
    location = better(Diagnosis.of("wrong-value", said), asked).location
    assert location == Location("frames_abi.py", line_with(asked, "frames_abi.py", "array[::-1]"))


BUILDING = "Building the wheel did not end in time and was stopped. Does a loop never finish?"


IMPORTING = "Importing memory_build.py was stopped: all that was tried together took longer."


WAITS = {
    "a loop of setup.py": ("shipping", "setup.py", BUILDING, "while True:\n    pass", "while True"),
    "a loop of the build script": ("packaging", "fibo_build.py", BUILDING, "n = 9\nwhile n:\n    n = n", "while n"),
    "a sleep of setup.py": ("packaging", "setup.py", BUILDING, "time.sleep(10**6)", "time.sleep"),
    "a loop in API mode": ("memory", "memory_build.py", IMPORTING, "t.join()\nwhile True:\n    t.join()", "while"),
    "a command": ("memory", "memory_build.py", IMPORTING, "subprocess.run(['make', 'all'])", "subprocess"),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "said", "text", "at"), WAITS.values(), ids=WAITS)
def test_a_build_that_does_not_end_is_looked_for_in_what_the_build_runs(slug, name, said, text, at):
    old, *others = {
        "setup.py": ("\nsetup(", "pyproject.toml", "MANIFEST.in", "src/fibo/_fibo.pyi", "fibo_build.py"),
        "fibo_build.py": ("ffibuilder.cdef(", "pyproject.toml", "setup.py"),
        "memory_build.py": ("ffibuilder.set_source(", "memory_api.py"),
    }[name]  # fmt: skip
    edits = [(name, old, f"\n{text}\n{old}")]
    if name == "memory_build.py":
        edits.append(
            (
                "memory_api.py",
                "    def close(self)",
                "    while False:\n        pass\n\n    def close(self)",
            )
        )
    there = case(slug).submission.files
    asked = case(slug, *(each for each in (*others, name) if each in there), edits=edits)
    found = better(Diagnosis("timeout", said), asked)
    assert found.location == Location(name, line_with(asked, name, at))
    assert [*places_to_try(found, asked)] == []


AT_IMPORT = {
    "a loop": ("n = 1\nwhile True:\n    n += 1", "while True"),
    "what waits": ("time.sleep(10**6)", "time.sleep"),
}


@pytest.mark.parametrize(("text", "at"), AT_IMPORT.values(), ids=AT_IMPORT)
def test_an_import_that_does_not_end_is_told_where_it_stays_and_in_no_function(text, at):
    own = "import time\n\n\ndef helped():\n    while 1:\n        pass\n\n\n"
    edits = [
        ("libm_abi.py", "from cffi import FFI", f"{own}from cffi import FFI\n{text}"),
        (
            "libm_abi.py",
            "if __name__",
            "if __name__ == 1:\n    while 2:\n        pass\nif __name__",
        ),
    ]
    asked = case("libm", "libm_abi.py", edits=edits, title="libm_abi.py can be imported")
    said = "Importing libm_abi.py did not end in time and was stopped."
    found = better(Diagnosis("timeout", said), asked)
    assert found.location == Location("libm_abi.py", line_with(asked, "libm_abi.py", at))


def test_an_import_that_calls_what_does_not_end_is_told_in_that_function():
    old = "def cube_root"
    text = "def helped(n):\n    while n:\n        n = n\n\n\nhelped(os.path.join('a', 'b'))\n\n\ndef cube_root"
    asked = case("libm", "libm_abi.py", edits=[("libm_abi.py", old, text)], title="is imported")
    said = "Importing libm_abi.py did not end in time and was stopped."
    found = better(Diagnosis("timeout", said), asked)
    assert found.location.line in range(
        *(line_with(asked, "libm_abi.py", each) for each in ("def helped", "def cube_root"))
    )


TWICE = {
    "in sources": ('sources=["c/fibo.c"]', 'sources=[\n    "c/fibo.c",\n    "./c/fibo.c"]', '    "./c/fibo.c"'),
    "in an #include": ('\'#include "fibo.h"\'', '\'#include "c/fibo.c"\'', "c/fibo.c"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at"), TWICE.values(), ids=TWICE)
def test_a_source_that_is_compiled_twice_is_told_where_it_is_named_again(old, new, at):
    asked = case("packaging", "fibo_build.py", edits=[("fibo_build.py", old, new)])
    said = "fibo_step() is defined twice: the same C was compiled into the library two times."
    found = better(Diagnosis("link-error", said), asked)
    assert "c/fibo.c" in found.message
    assert found.message.endswith("; expected it once.")
    assert found.location == Location("fibo_build.py", line_with(asked, "fibo_build.py", at))
    once = case("packaging", "fibo_build.py")
    assert better(Diagnosis("link-error", said), once).message == said


def test_a_version_of_python_without_an_operator_is_told_at_its_key():
    edits = [("pyproject.toml", 'requires-python = ">=3.11"', 'requires-python = "3.11"')]
    asked = case("packaging", "setup.py", "pyproject.toml", edits=edits)
    said = "packaging.specifiers.InvalidSpecifier: Invalid specifier: '3.11'"
    found = better(Diagnosis("make-failed", "Building failed.", None, said), asked)
    assert "requires-python in pyproject.toml is '3.11'" in found.message
    line = line_with(asked, "pyproject.toml", "requires-python")
    assert found.location == Location("pyproject.toml", line)
    other = Diagnosis("make-failed", "Building failed.", None, said.replace("3.11", "one"))
    assert "requires-python" not in better(other, asked).message


DIED = {
    "abort": "Building the source distribution called abort().",
    "early-exit": "Building the wheel was ended by signal 9.",
    "memory-limit": "Building the wheel used more memory than a check allows, and was stopped.",
}


@pytest.mark.parametrize(("cause", "said"), DIED.items(), ids=DIED)
def test_a_build_that_dies_is_told_in_a_file_that_runs(cause, said):
    edits = [
        ("src/fibo/_fibo.pyi", "class _Lib:", "class Library:"),
        ("pyproject.toml", 'version = "1.0"', 'version = "1.1"'),
        ("setup.py", "setup(", "import os\nos.abort()\nsetup("),
    ]
    asked = case("shipping", *case("shipping").submission.files, edits=edits)
    assert better(Diagnosis(cause, said), asked).location.file == "setup.py"
