"""The line to look at, where the learner wrote the code in a style of their own."""

import pytest

from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with

pytestmark = pytest.mark.quick

GONE = "The program gave C a pointer to memory that Python had freed already."
GREET = "text = lib.greeting_new(encode(name), length)"
TRY = '        return ffi.unpack(text, length[0]).decode("utf-8")'
# For each: the exercise and its file, the edits, the cause, the message, the line of the symptom or
# None, the title of the check, and a text in the line that is the mistake.
PLACES = {
    "an owner without a name, stored in a struct": (
        "bughunt",
        "bughunt_abi.py",
        [
            (
                'ffi.new("struct station *", {"name": c_name, "celsius": c_celsius, "n": len(celsius)})',
                'ffi.new("struct station *")\n'
                '    station.name = ffi.new("char[]", name.encode())\n    station.celsius = c_celsius\n'
                "    station.n = len(celsius)\n    other = 0",
            ),
            ("    lib.station_label(station, text, len(text))", "    lib.station_label(station, text, 80)"),
        ],
        "dangling-pointer", GONE, "text, 80)", "", "station.name = ffi.new",
    ),
    "a handle that only the call has": (
        "callbacks", "callbacks_abi.py",
        [("compare_entries, self._handle)", "compare_entries, ffi.new_handle(self))"),
         ("        self._handle = ffi.new_handle(self)\n", ""),
         ("    ranking = ffi.from_handle(data)", "    owner = ranking = ffi.from_handle(data)")],
        "dangling-pointer", GONE, "owner = ranking", "", "ffi.new_handle(self))",
    ),
    "one owner of two is kept": (
        "memory", "memory_abi.py",
        [("table._owners = (c_title, metres)", "table._owners = metres"),
         ("            self._record = self._owners = None",
          "            self._record = None\n            self._owners = None")],
        "dangling-pointer", f"{GONE} This was tried: Reading a table of from_python('', 8).",
        None, "A table of from_python() stays good", "table._owners = metres",
    ),
    "closed by hand, and by ffi.gc() once more": (
        "directory", "directory_abi.py",
        [("ffi.release(folder)", "lib.directory_close(folder)"),
         ("        if name != ffi.NULL:", "        if name:")],
        "use-after-free", "sorted(Directory(folder)) used memory that directory_close() had freed.",
        "if name:", "", "lib.directory_close(folder)",
    ),
    "a destructor for what Python owns": (
        "memory", "memory_abi.py",
        [("table = cls(record)", "table = cls(ffi.gc(record, lib.table_free))"),
         ("raise MemoryError(f", "raise MemoryError(title, f")],
        "abort", "The program had C free memory that C never allocated. This was tried: Reading a "
        "table of from_python('x', 6).", None, "", "table = cls(ffi.gc(",
    ),
    "a list of the class that only grows": (
        "memory", "memory_abi.py",
        [("table._owners = (c_title, metres)", "cls.kept = [*cls.kept, c_title, metres]"),
         ('c_title = ffi.new("char[]", title.encode())', 'c_title = ffi.new("char[]", f(title))'),
         ('metres = ffi.new("double[]", n)', 'metres = ffi.new("double[]", int(n))')],
        "leak", "Of eight tables of from_python() that are gone, in memory are still 8.", None, "",
        "cls.kept =",
    ),
    "a callback whose result does not fit": (
        "callbacks", "callbacks_abi.py",
        [("return (a > b) - (a < b)  #", "return a - b  #"),
         ("libc.qsort(array, len(numbers), ", "libc.qsort(array, len(array), ")],
        "exception", "The callback compare_numbers() raised OverflowError: it does not fit 'int'.",
        "libc.qsort(array, len(array)", "", "return a - b",
    ),
    "a wrong order that a callback makes": (
        "callbacks", "callbacks_abi.py",
        [('ffi.cast("const int64_t *", address)', 'ffi.cast("int *", address)'),
         ("libc.qsort(array, len(numbers), ", "libc.qsort(array, len(array), ")],
        "wrong-value", "sorted_numbers([3000000000, 0]) returned [3000000000, 0].", None, "",
        'ffi.cast("int *"',
    ),
    "what a callback raises, and nobody keeps": (
        "callbacks", "callbacks_abi.py",
        [("error=lib.RANKING_STOP, onerror=remember)", "onerror=remember)"),
         ("a, b = ranking.key_of(left), ranking.key_of(right)",
          "a, b = map(ranking.key_of, (int(left), int(right)))")],
        "missing-exception", "add(), where the key raises LookupError, ended; expected LookupError.",
        None, "", 'size_t, void *)", onerror=remember)',
    ),
    "a helper of the function that was called": (
        "strings", "strings_abi.py",
        [('return text.encode("utf-8")', 'return text.encode("latin-1")'),
         (TRY, "        return bytes(ffi.buffer(text, length[0])).decode()")],
        "wrong-value", "myprint('Zoë') returned 3; expected 4.", None, "", "latin-1",
    ),
    "a class that refuses too little where it is made": (
        "directory", "directory_abi.py",
        [('        if "\\0" in self.path:  # C would stop there, and open another folder\n'
          '            raise ValueError(f"{self.path!r} has a NUL in it; no path has")\n', ""),
         ("folder = lib.directory_open(os.fsencode(self.path))",
          "folder = lib.directory_open(bytes(self.path))"),
         ("name = lib.directory_next(self._folder)", "name = lib.directory_next(self._folder or 0)")],
        "missing-exception", "list(Directory('a\\x00')) gave ['a']; expected ValueError.",
        None, "", "lib.directory_open(bytes",
    ),
    "a condition that lets pass what is to be refused": (
        "evolve", "evolve_abi.py",
        [("u.shape != u_previous.shape:", "u.shape[0] != u_previous.shape[0]:"),
         ("        dy2,\n    )", "        1.0 * dy2,\n    )")],
        "out-of-bounds", "evolve(4 x 6 array, 4 x 5 array) read memory outside of an array.",
        "1.0 * dy2", "evolve() raises ValueError unless both have one shape", "u.shape[0] !=",
    ),
    "an array of another name by the time that C fills it": (
        "evolve", "evolve_abi.py",
        [("    nx, ny = u.shape\n", "    u = u.copy()\n    nx, ny = u.shape\n"),
         ("        dy2,\n    )", "        1.0 * dy2,\n    )"),
         ("        a,\n", "        1.0 * a,\n"), ("        dt,\n", "        1.0 * dt,\n")],
        "wrong-value", "After evolve(4 x 6 array), in u, element [0, 0] is nan.", None, "",
        "u = u.copy()",
    ),
    "zeros where values are to be copied": (
        "evolve", "evolve.c",
        [("memcpy(new_row, row, ny * sizeof *row)", "memset(new_row, 0, ny * sizeof *row)"),
         ("new_row[0] = row[0]", "*new_row = *row"), ("const double *above", "double const *above"),
         ("new_row[j] = weight", "new_row[j] = 1.0 * weight")],
        "wrong-value", "After evolve() with nx = 5, ny = 5, element [0, 0] is 0.0.", None, "",
        "memset(",
    ),
    "a real number in an int": (
        "evolve", "evolve.c",
        [("const double x_weight = a * dt / dx2;", "const int x_weight = (int)(a * dt) * (1.0 - dx2);"),
         ("new_row[0] = row[0]", "*new_row = *row"), ("const double *above", "double const *above"),
         ("new_row[j] = weight", "new_row[j] = 1.0 * weight")],
        "wrong-value", "After evolve() with nx = 5, ny = 5, element [1, 1] is -53.6.", None, "",
        "const int x_weight",
    ),
    "the source that set_source() was not given": (
        "pi", "pi_build.py",
        [(', extra_objects=["generator.o", "pi_fortran.o"]\n', "\n"),
         ("    each.cdef(\n", "    each.cdef(  \n"),
         ("        uint64_t pi_inside(uint64_t seed, uint64_t samples);",
          "        uint64_t pi_inside(uint64_t, uint64_t);"),
         ("uint64_t pi_points(uint64_t seed,", "uint64_t pi_points(uint64_t,"),
         ("for each in BUILDERS:", "for each in list(BUILDERS):")],
        "link-error", "No module of pi_build.py has pi_fortran.o in it.", None, "",
        '"_pi_fortran", ',
    ),
    "Python that does the work itself": (
        "fibonacci", "fibonacci_abi.py",
        [("            lib.fibo_step(current, following)",
          "            current[0], following[0] = following[0], current[0] + following[0]"),
         ("LARGEST_N = 92", "LARGEST_N  = (92)")],
        "did-not-call-c", "fibonacci(10) gives the same whatever the library does.", None, "",
        "current[0] + following[0]",
    ),
    "a close() that keeps its owner": (
        "memory", "memory_abi.py",
        [("        if self._record is not None:", "        if self._record:"),
         ("            ffi.release(self._record)  #", "            # later\n            "
          "ffi.release(self._record)  #"),
         ("self._record = self._owners = None", "# now\n            self._record = (None)"),
         ("table._owners = (c_title, metres)", "table._owners = [c_title, metres]")],
        "leak", "Of eight tables of from_python() that are closed, in memory are still 8.", None, "",
        "self._record = (None)",
    ),
    "an address that nobody gives back": (
        "directory", "directory_abi.py",
        [("self._folder = ffi.gc(folder, lib.directory_close)  #", "self._folder = folder\n        #"),
         ("ffi.release(folder)", "lib.directory_close(folder)")],
        "leak", "After a folder was let go halfway, the number of folders left open is 1.",
        None, "", "self._folder = folder",
    ),
    "one condition of several that raise the same": (
        "evolve", "evolve_abi.py",
        [("u.shape != u_previous.shape:", "u.size != u_previous.size:"),
         ("        ffi.from_buffer(\"double[]\", u, require_writable=True)", "        pointer(u)"),
         ("def evolve(", "def pointer(u):\n    if not u.flags.c_contiguous:\n"
          "        raise ValueError(1)\n    if not u.flags.writeable:\n"
          "        raise ValueError(2)\n    return u\n\n\ndef evolve("),
         ("        raise ValueError(\n", "        raise ValueError(  \n            1,\n")],
        "missing-exception", "evolve(4 x 6 array) returned None; expected ValueError.", None, "",
        "u.size != ",
    ),
    "a result that is NULL, where another condition looks for it": (
        "strings", "strings_abi.py",
        [("    if text == ffi.NULL:", "    if text is None:"),
         (TRY, "        return bytes(ffi.unpack(text, length[0])).decode()")],
        "exception", "The program raised RuntimeError: cannot use unpack() on NULL.",
        "bytes(ffi.unpack", "", "if text is None",
    ),
}  # fmt: skip


def finding_of(cause, message, place):
    """Return what a part says: its sentence in one, or in parts."""
    found = message.rpartition(" is ")[2].rstrip(".") if " is " in message else ""
    if cause == "wrong-value" and found:
        seen = Observation(message.rpartition(" is ")[0], "is", found, "1.5")
        return Diagnosis.of(cause, seen, place)
    if cause == "missing-exception" and "expected" in message:
        call, expected = message.rstrip(".").split("; expected ")
        return Diagnosis.of(cause, Observation(call, "gave", "[]", expected), place)
    if cause == "exception" and "callback" not in message:
        seen = Observation("The program", "raised", "RuntimeError: NULL", "MemoryError")
        return Diagnosis.of(cause, seen, place)
    return Diagnosis(cause, message, place)


@pytest.mark.parametrize(
    ("slug", "name", "edits", "cause", "message", "symptom", "title", "mistake"),
    PLACES.values(),
    ids=PLACES,
)
def test_the_line_that_is_the_mistake_is_named(
    slug, name, edits, cause, message, symptom, title, mistake
):
    changed = case(slug, name, edits=[(name, *pair) for pair in edits], title=title)
    place = Location(name, line_with(changed, name, symptom)) if symptom else None
    found = better(finding_of(cause, message, place), changed).location
    assert found == Location(name, line_with(changed, name, mistake))


@pytest.mark.parametrize(
    ("name", "edits", "message", "mistake"),
    [
        (
            "MANIFEST.in",
            [("MANIFEST.in", "fibo_build.py", "fibo_bulid.py")],
            "The source distribution lacks fibo_build.py, without which nobody can build from it.",
            "fibo_bulid",
        ),
        (
            "fibo_build.py",
            [("fibo_build.py", '"c/fibo.c"', '\n\n\n"fibo.c"')],
            "A wheel could not be built: fibo.c: No such file or directory.",
            '"fibo.c"',
        ),
    ],
    ids=["a manifest", "sources="],
)
def test_a_file_that_is_lacking_is_looked_for_where_it_is_named(name, edits, message, mistake):
    names = ("fibo_build.py", "setup.py", "pyproject.toml", "MANIFEST.in")
    changed = case("packaging", *names, edits=[*edits, ("setup.py", "setup(", "setup( ** {}, ")])
    found = better(Diagnosis("missing-file", message), changed).location
    assert found == Location(name, line_with(changed, name, mistake))


def test_a_source_that_the_compiler_does_not_find_is_looked_for_where_it_is_named():
    call = (
        'ffibuilder.set_source("_fibonacci", \'#include "fibonacci.h"\', sources=["fibonacci.c"])'
    )
    below = 'if __name__ == "__main__":'
    wrong = call.replace("fibonacci.c", "fib.c")
    edits = [
        ("fibonacci_build.py", f"{call}\n", ""),
        ("fibonacci_build.py", below, f"{below}\n    {wrong}"),
    ]
    changed = case("fibonacci", "fibonacci_build.py", "fibonacci_api.py", edits=edits)
    said = "The compiler says: fib.c: No such file or directory."
    found = better(Diagnosis("compile-error", said), changed).location
    assert found == Location(
        "fibonacci_build.py", line_with(changed, "fibonacci_build.py", '"fib.c"')
    )


@pytest.mark.parametrize(
    ("options", "mistake"),
    [("", "set_source"), ("**b", "b = {"), ("**c", '"sources"')],
    ids=["nowhere", "under a name", "by its key"],
)
def test_a_module_without_its_c_is_the_build_scripts_mistake_however_the_script_is_written(
    options, mistake
):
    named = 'b = {\n    "libraries": [],\n}\nc = {\n    "sources": [],\n}\nffibuilder.set'
    edits = [
        ("fibonacci_build.py", 'sources=["fibonacci.c"]', options),
        ("fibonacci_build.py", "ffibuilder.set", named),
        ("fibonacci_api.py", "for k in range(n):", "for number in range(n):"),
    ]
    names = ("fibonacci_api.py", "fibonacci_build.py")
    changed = case("fibonacci", *names, edits=edits)
    symptom = Location(
        "fibonacci_api.py", line_with(changed, "fibonacci_api.py", "from _fibonacci")
    )
    message = "The extension module was built, but fibo_step() is not in it."
    message += " Name its C file in `sources=[...]`, or the library in `libraries=[...]`."
    found = better(Diagnosis("import-error", message, symptom), changed).location
    line = line_with(changed, "fibonacci_build.py", mistake)
    assert found == Location("fibonacci_build.py", line)


def test_a_library_that_the_linker_lacks_is_told_where_the_build_script_names_it():
    edits = [("libm_build.py", 'libraries=["m"]', '**OF_C'),
             ("libm_build.py", "ffibuilder = FFI()", 'OF_C = {\n    "libraries": ["mm"],\n}\nffibuilder = FFI()')]  # fmt: skip
    changed = case("libm", "libm_api.py", "libm_build.py", edits=edits)
    found = Diagnosis("link-error", "The linker cannot find the library -lmm.")
    line = line_with(changed, "libm_build.py", '"mm"')
    assert better(found, changed).location == Location("libm_build.py", line)


@pytest.mark.parametrize(
    ("slug", "name", "edits", "message", "mistake"),
    [
        (
            "passwd",
            "passwd_abi.py",
            [("        char *pw_gecos;\n", "")],
            "struct passwd.pw_dir lies at byte 24 in the cdef, but at byte 32 in C.",
            "pw_gid;",
        ),
        (
            "passwd",
            "passwd_build.py",
            [("        ...;\n", "")],
            "struct passwd: wrong offset for field 'pw_uid' (cdef says 8, but C says 16).",
            "pw_shell;",
        ),
    ],
    ids=["a member above it", "the dots below it"],
)
def test_what_a_cdef_lacks_next_to_a_member_is_the_mistake(slug, name, edits, message, mistake):
    edits = [(name, *pair) for pair in edits]
    edits.append((name, "from pathlib import Path\n", "from pathlib import Path as Path\n"))
    changed = case(slug, name, edits=edits)
    found = better(Diagnosis("cdef-mismatch", message), changed).location
    assert found == Location(name, line_with(changed, name, mistake))


@pytest.mark.parametrize(
    ("name", "edit", "imported", "named"),
    [
        ("fibonacci_api.py", "from {} import ffi", "_fibo", "_fibonacci"),
        ("fibonacci_build.py", 'set_source("{}"', "_fibonacci", "_fibo"),
    ],
)
def test_of_two_names_for_a_module_the_line_to_look_at_is_the_learners(name, edit, imported, named):
    edits = [(name, edit.format("_fibonacci"), edit.format("_fibo"))]
    changed = case("fibonacci", "fibonacci_api.py", "fibonacci_build.py", edits=edits)
    script = "fibonacci_api.py"
    symptom = Location(script, line_with(changed, script, f"from {imported} import ffi"))
    message = f"import fibonacci_api failed: No module named '{imported}'. set_source() in "
    message += f"fibonacci_build.py names the module {named}."
    found = better(Diagnosis("import-error", message, symptom), changed).location
    assert found == Location(name, line_with(changed, name, edit.format("_fibo")))


@pytest.mark.parametrize("name", ["fibonacci_api.py", "fibonacci_build.py"])
def test_the_line_that_has_a_nul_is_named(name):
    edits = [(name, '"""', '# \0\n"""')]
    changed = case("fibonacci", "fibonacci_api.py", "fibonacci_build.py", edits=edits)
    message = f"import {name[:-3]} failed, because the file is not valid Python: source code "
    found = better(
        Diagnosis("import-error", f"{message}string cannot contain null bytes."), changed
    )
    assert found.location == Location(name, line_with(changed, name, "\0"))


UNREAD = {
    "a text that is not closed": ('ffi.cdef("', "unterminated triple-quoted string literal"),
    "a blank that is none": ("fibo_step(int64_t", "invalid non-printable character U+00A0"),
    "a bracket that is not closed": ("import sys", "'(' was never closed"),
}


@pytest.mark.parametrize("is_own_style", [True, False])
@pytest.mark.parametrize(("stops", "said"), UNREAD.values(), ids=UNREAD)
def test_python_names_the_line_that_it_cannot_read(stops, said, is_own_style):
    """It is that line also where it is the solution's, and where the whole file looks different."""
    name = "fibonacci_abi.py"
    changed = case("fibonacci", name)
    if is_own_style:
        text = "from cffi import FFI\n\nx = FFI()\n# " + stops + "\ny = 1\n"
        changed = case("fibonacci", name, texts={name: text})
    at = Location(name, line_with(changed, name, stops.split("\n")[0]))
    message = f"import fibonacci_abi failed, because the file is not valid Python: {said}."
    assert better(Diagnosis("import-error", message, at), changed).location == at


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.py"])
def test_what_a_package_needs_at_run_time_is_where_dependencies_are_given(name):
    edits = {
        "pyproject.toml": [
            ("pyproject.toml", 'dependencies = ["cffi>=1.17"]', "dependencies = []")
        ],
        "setup.py": [("setup.py", "setup(", "setup(install_requires=[], ")],
    }[name]
    names = ("fibo_build.py", "setup.py", "pyproject.toml", "MANIFEST.in")
    edits.append(("fibo_build.py", '"fibo._fibo"', "'fibo.' + '_fibo'"))
    changed = case("packaging", *names, edits=edits)
    message = "The wheel does not say that it needs cffi: its import fails."
    found = better(Diagnosis("import-error", message), changed).location
    word = "dependencies" if name == "pyproject.toml" else "install_requires"
    assert found == Location(name, line_with(changed, name, word))


@pytest.mark.parametrize("cause", ["compile-error", "compile-warning"])
def test_what_a_compiler_says_of_one_file_is_not_looked_for_in_another(cause):
    build, script = "passwd_build.py", "passwd_api.py"
    own = (
        "import _passwd\n\n\ndef book(account, written):\n    rec = dict(account)\n    return rec\n"
    )
    edits = [(build, '    #include "account.h"\n', "")]
    asked = case("passwd", script, build, edits=edits, texts={script: own})
    said = "_passwd.c, line 9, is wrong: invalid use of undefined type 'struct account'."
    found = better(Diagnosis(cause, said, Location("_passwd.c", 9)), asked)
    assert found.location.file == build
