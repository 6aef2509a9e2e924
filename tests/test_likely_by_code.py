"""A likely cause that goes by the learner's code is told of such code, and of none that is near."""

import pytest

from cffi_workshop.exercises.hints import likely_cause
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.verdict import CheckResult, Location, Observation

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick

NULL = "The found user_by_id(7) raised KeyError: 7; expected OSError."
PAIRS = "Pairs of answers that do not match: 1; expected 0."
WAITING = (
    "With room=3, the number of strikes that wait for the program and have no room is 1; expected 0"
)
LAYOUT = "evolve(non-contiguous 4 x 6 array of float64) returned None; expected ValueError."
# The exercise, the check and its cause, what was seen, words of what is told; code of which it is
# told, and code near to that of which it is not.
CAUSES = {
    "a collation of another database": (
        (
            "capstone",
            "abi-orders",
            "exception",
            "It raised Error: no such collation sequence: shortlex",
        ),
        "Each Archive has to register it",
        ["create_collation_v2(SHARED.database, b'shortlex', UTF8, nothing, compare, nothing)"],
        ["create_collation_v2(\n    self.database, b'shortlex', UTF8, compare, nothing, nothing)"],
    ),
    "the end waits for room": (
        ("events", "api-leaves", "leak", "It was left while on_strike() waits for room."),
        "on_end() waits for room",
        ["def on_end(data):\n    one = ffi.from_handle(data)\n    one.room.acquire()\n"],
        ["def on_end(data):\n    one = ffi.from_handle(data)\n    one.put(END)\n"],
    ),
    "each waits for the other": (
        ("events", "abi-leaves", "leak", "It was left while on_strike() waits for room."),
        "Each waits for the other",
        ["lib.detector_stop(one)\nawait asyncio.to_thread(lib.detector_join, one)"],
        ["lib.detector_stop(one)\nroom.release()\nawait asyncio.to_thread(lib.detector_join, one)"],
    ),
    "C goes on without the program": (
        ("events", "api-leaves", "leak", "The program was left just before a strike."),
        "goes on without the program",
        ["one.release()\nawait asyncio.to_thread(lib.detector_join, one)", "return None"],
        ["lib.detector_stop(one)\nroom.release(n=2)\nloop.run_in_executor(None, join, one)"],
    ),
    "the camera let go of before it is asked": (
        (
            *("frames", "abi-close", "missing-exception"),
            (
                "close() was called, and once more where it was refused, while a frame is lent.",
                "[1]",
            ),
        ),
        "Look first",
        [
            "one, self._camera = self._camera, None\nif lib.camera_lent(one):\n    raise BufferError",
            "self._camera = None\nif n:\n    raise BufferError(n)",
        ],
        ["if lib.camera_lent(self._camera):\n    raise BufferError\nself._camera = None\n"],
    ),
    "the bytes of all elements": (
        ("callbacks", "api-numbers", "out-of-bounds", "sorted_numbers([3]) wrote to memory."),
        "size of one element",
        ["lib.qsort(a, n, n * 8, compare)", "libc.qsort(a, n, 8 * len(it), compare)"],
        ["lib.qsort(a, len(it), 8, compare)", 'libc.qsort(a, n, ffi.sizeof("int64_t"), compare)'],
    ),
    "an array that is no copy": (
        ("capstone", "abi-series", "dangling-pointer", "The series of 2 numbers is [7, 7]"),
        "no copy",
        ['return np.frombuffer(ffi.buffer(p, n), "f8")'],
        ['return np.frombuffer(ffi.buffer(p, n), "f8").copy()'],
    ),
    "one variable of several threads": (
        ("pi", "abi-same-again", "wrong-value", "estimate(9, 4) returned 2.3; expected 3.1."),
        "Several threads add",
        ["def run(s):\n    nonlocal all\n    all += lib.pi_inside(s, n)", "global n\nn = n + f(s)"],
        ["nonlocal all\nwith lock:\n    all += f(s)", "seeds = np.random.SeedSequence(seed)"],
    ),
    "seeds from elsewhere": (
        ("pi", "api-same-again", "wrong-value", "estimate(9, 4) returned 2.3; expected 3.1."),
        "somewhere else",
        ["seeds = np.random.SeedSequence().generate_state(threads)", "seeds = [hash(str(seed))]"],
        ["seeds = np.random.SeedSequence(seed)", "seeds = np.random.default_rng([seed, 1])"],
    ),
    "closed by nobody": (
        ("directory", "abi-let-go", "leak", "The number of folders left open is 1; expected 0."),
        "nothing else closes",
        ["self._folder = folder"],
        ["self._folder = ffi.gc(folder, lib.directory_close)", "def __del__(self):\n    pass"],
    ),
    "a status that nobody looked at": (
        (
            "capstone",
            "api-no-collation",
            "missing-exception",
            ("Archive() gave 'no exception'", "E"),
        ),
        "nobody looked",
        ["lib.sqlite3_create_collation_v2(self.database, b'shortlex')"],
        ["self.check(lib.sqlite3_create_collation_v2(self.database, b'shortlex'))"],
    ),
    "errno set too late": (
        ("passwd", "abi-system-fails", "exception", NULL),
        "behind the call",
        ["    hit = find(key)\n    ffi.errno = 0\n", "    p = getpwuid(key)\n\n    errno = 0\n"],
        ["    ffi.errno = 0\n    hit = find(key)\n", "    hit = find(key)\n    n = ffi.errno\n"],
    ),
    "no room for the NUL": (
        ("passwd", "api-books", "out-of-bounds", "book() read memory outside of an array."),
        "no room for the NUL",
        ['ffi.new("char[%d]" % len(raw), raw)', 'ffi.new(f"char[{len(raw)}]", raw)'],
        ['ffi.new("char[%d]" % (len(raw) + 1), raw)', 'ffi.new(f"char[{len(raw) + 1}]", raw)'],
    ),
    "bytes for doubles": (
        ("evolve", "c-copies-the-border", "wrong-value", "element [0, 3] is nan; expected 1.0."),
        "only an eighth",
        ["memcpy(u, u_previous, nx * ny);", "memmove(u,\n        u_previous, n);"],
        ["memcpy(u, u_previous, nx * ny * sizeof *u);", "memcpy(u, p, 8 * nx * ny);"],
    ),
    "copied in place of refused": (
        ("evolve", "abi-refuses-other-layouts", "missing-exception", LAYOUT),
        "and not refused",
        ["u = np.ascontiguousarray(u)", "v = u.copy()"],
        ["if not u.flags.c_contiguous:", "u_copied = u"],
    ),
    "a NUL at the end": (
        ("strings", "api-refuses", "missing-exception", ("encode('\\x00')", "b'\\x00'")),
        "its last character",
        ["for byte in data[:-1]:", "if 0 in raw.strip():"],
        ["for byte in data:", "if text.find(NUL) > 0:"],
    ),
    "half a pair of surrogates": (
        ("strings", "abi-refuses", "missing-exception", ("encode('\\udcff')", "b''")),
        "half of a pair",
        ['text.encode("utf-8", "ignore")', 'text.encode(errors="replace")'],
        ['text.encode("utf-8")', 'bytes(text, "utf-8")'],
    ),
    "a NUL inside": (
        ("strings", "abi-refuses", "missing-exception", ("encode('a\\x00b')", "b'a\\x00b'")),
        "at the NUL inside",
        ['text.encode("utf-8")'],
        [],
    ),
    "the size of another type": (
        ("callbacks", "abi-numbers", "wrong-value", "returned [-17179869184, 7]; expected [7]."),
        "another size than the elements",
        ['lib.qsort(a, n, ffi.sizeof("int"), less)', "libc.qsort(a, len(a), 4, less)"],
        ['lib.qsort(a, n, ffi.sizeof("int64_t"), less)', "libc.qsort(a, 4, 8, less)"],
    ),
    "equal keys": (
        ("callbacks", "abi-ranks", "wrong-value", PAIRS),
        "told as unequal",
        [
            "    if a < b:\n        return -1\n    else:\n        return 1\n",
            "    return -1 if key(a) < key(b) else 1\n",
            "    if a > b: return 1\n    return -1\n",
        ],
        [
            "    if a < b:\n        return -1\n    if a > b:\n        return 1\n    return 0\n",
            "    return -1 if a < b else int(a > b)\n",
            "    if a < b:\n        return -1\n    return 0\n",
            "    if a == b:\n        return 0\n    return 1 if a > b else -1\n",
        ],
    ),
    "bytes counted for qsort()": (
        ("callbacks", "api-numbers", "out-of-bounds", "sorted_numbers() wrote to memory outside."),
        "how many bytes",
        ["lib.qsort(a, ffi.sizeof(a), 8, less)", "lib.qsort(a, 8 * len(a), 8, less)"],
        ["lib.qsort(a, len(a), 8, less)", "lib.qsort(a, len(a), ffi.sizeof(one), less)"],
    ),
    "what was handed over": (
        ("callbacks", "abi-numbers", "wrong-value", "returned [30, -4, 7]; expected [-4, 7, 30]."),
        "as they were handed over",
        ["    return list(numbers)\n", "    return numbers\n"],
        ["    return ffi.unpack(array, len(numbers))\n", "    return sorted_ones\n"],
    ),
    "no sign": (
        ("callbacks", "abi-numbers", "wrong-value", "returned [7, 30, -4]; expected [-4, 7, 30]."),
        "without its sign",
        ['ffi.cast("uint64_t *", left)', 'ffi.cast("const size_t*", left)'],
        ['ffi.cast("int64_t *", left)', "a = left[0]"],
    ),
    "None for a KeyError": (
        ("crash", "api-missing", "missing-exception", "Asking returned None; expected KeyError."),
        "None is returned then",
        ["    if e == ffi.NULL:\n        return None\n", "    if ffi.NULL == e:\n        return\n"],
        [
            "    if e is None:\n        raise KeyError\n",
            "    if e == ffi.NULL:\n        return 0.0\n",
        ],
    ),
    "an array that nobody reads": (
        ("bughunt", "abi-smooth", "wrong-value", "returned [1.0, 4.0, 7.0, 1.0]; expected [2.5]."),
        "never read",
        ['    a = ffi.new("double[]", celsius)\n    lib.station_smooth(a, len(a))\n'],
        [
            "    lib.station_smooth(celsius, len(celsius))\n",
            '    a = ffi.new("double[]", celsius)\n    lib.station_smooth(celsius, len(a))\n',
            '    a = ffi.new("double[]", celsius)\n    lib.station_smooth(a, len(a) - 1)\n    return [*a]\n',
        ],
    ),
    "closed is at its end": (
        ("directory", "abi-closed", "exception", "next() raised StopIteration; expected."),
        "which stands for the end",
        ["    def close(self):\n        self._at_end = True\n        release()\n"],
        [
            "    def close(self):\n        release()\n\n    def __next__(self):\n"
            "        self._at_end = True\n",
            "    def close(self):\n        self._at_end = False\n",
        ],
    ),
    "0 is false": (
        (
            *("header", "abi-records", "wrong-type"),
            ("The last record is", "{'value': None}", "{'value': 1080}"),
        ),
        "a count is taken for nothing",
        ["    if not record.kind:\n", "    if kind:\n"],
        ["    if record.kind == lib.MAST_NOTHING:\n", "    if not self._driver:\n"],
    ),
    "a header for a folder": (
        ("packaging", "package-wheel", "compile-error", "fibo.h: No such file or directory."),
        "takes folders",
        ['include_dirs=["c/fibo.h"]'],
        ['include_dirs=["src"]', "sources=['c/fibo.c']"],
    ),
    "rows without room": (
        ("frames", "abi-pictures", "wrong-value", "The last pixel is 9987; expected 10099."),
        "made of the width",
        ["strides=(2 * f.width, 2)", "strides=(f.width * 2, 2), step=f.row_stride"],
        ["strides=(f.row_stride, 2), shape=(f.height, f.width)", "strides=(step, 2)"],
    ),
    "a place that is taken late": (
        ("events", "abi-room", "wrong-value", WAITING),
        "wait for a place first",
        ["    loop.call_soon_threadsafe(put, it)\n    me._room.acquire()\n"],
        ["    me._room.acquire()\n    loop.call_soon_threadsafe(put, it)\n"],
    ),
    "written into a copy": (
        ("evolve", "api-fills-u", "wrong-value", "in u, element [0, 0] is nan; expected 1.5"),
        "A copy may have been",
        ["    new = ffi.new('double[]', u.size)\n", "new = np.ascontiguousarray(u)\n"],
        ["    new = ffi.cast('double *', u.ctypes.data)\n    lib.evolve(old, new, 1)\n"],
    ),
    "stepped in place": (
        ("evolve", "c-steps-the-interior", "wrong-value", "element [1, 3] is nan; expected 1.5"),
        "stepped in place",
        [
            "u[k] = mid + a * (u[k - 1] - 2 * mid);",
            "new_row[j] = w * row[j]\n    + new_row[j - 1];",
        ],
        ["for (size_t j = 1; j < ny - 2; j++)\n    u[k] = mid + u_previous[k - 1];\n"],
    ),
    "never looked at": (
        ("passwd", "api-refuses", "missing-exception", "It returned {}; expected OSError."),
        "nobody looked",
        ["    lib.account_book(record, written)\n", "    n = 1\n    account_book(r, n)\n"],
        [
            "    if lib.account_book(r, n) > 0:\n",
            "    status = account_book(r, n)\n",
            "    if (bad := lib.account_book(r, n)) == 1:\n",
        ],
    ),
    "the union as a text": (
        ("header", "abi-records", "wrong-value", 'They differ in ["value"]: x in place of y.'),
        "ends at the first NUL",
        ["    return ffi.string(record.value.raw)\n", "return ffi.string(value.raw, 4)"],
        ["    return bytes(value.raw)\n", "name = ffi.string(driver.name)\n"],
    ),
    "another member of the union": (
        ("header", "abi-records", "wrong-value", 'They differ in ["value"]: x in place of y.'),
        "another member of the union",
        ["    return record.value.count\n"],
        ["    return ffi.string(union.value)\n"],
    ),
    "characters counted": (
        ("strings", "abi-prints", "wrong-value", "myprint('Zo\u00eb') returned 3; expected 4."),
        "counts characters",
        ["    lib.myprint(raw)\n    return len(text)\n"],
        ["    return lib.myprint(text.encode('latin-1'))\n", "    return lib.myprint(raw)\n"],
    ),
    "Latin-1": (
        ("strings", "abi-prints", "wrong-value", "myprint('Zo\u00eb') returned 3; expected 4."),
        "in Latin-1",
        ["    return lib.myprint(text.encode('latin-1'))\n", "x.encode(encoding='iso8859-1')"],
        ["    return len(text)\n", "    return lib.myprint(text.encode()) - 1\n"],
    ),
    "an address in place of a number": (
        ("callbacks", "api-numbers", "wrong-value", "returned [30, -4, 7]; expected [-4, 7, 30]."),
        "of the address itself",
        ['x = int(ffi.cast("int64_t", left))', "ffi.cast('uintptr_t', left)"],
        ['x = ffi.cast("int64_t *", left)[0]', "x = int(left[0])"],
    ),
    "bytes ahead of sizes": (
        ("capstone", "c-compares", "wrong-value", "The sign is 1; expected -1."),
        "bytes are compared first",
        ["c = memcmp(left, right, n);\n    if (c)\n        return c;\n    return left_size - m;"],
        ["if (left_size < m)\n        return -1;\n    return memcmp(left, right, left_size);"],
    ),
    "columns for rows": (
        ("evolve", "api-fills-u", "wrong-value", "in u, element [0, 5] is 0.7; expected 1.5"),
        "have changed places",
        ["    ny, nx = u.shape\n", "    cols, rows = u.shape\n", "f(u.shape[1], u.shape[0])"],
        ["    nx, ny = u.shape\n", "    rows, cols = u.shape\n", "f(u.shape[0], u.shape[1])"],
    ),
    "NULL that is to be freed": (
        ("memory", "abi-no-memory", "segfault", "How often table_free() got NULL: 1"),
        "before ffi.gc()",
        ["record = ffi.gc(lib.table_new(title, n), lib.table_free)"],
        [],
    ),
    "NULL that is to be closed": (
        ("directory", "api-cannot-open", "segfault", "The number of calls of C with NULL is 1"),
        "before ffi.gc()",
        ["self._f = ffi.gc(lib.directory_open(p), lib.directory_close)"],
        ["if f == ffi.NULL:\n    raise E\nself._f = ffi.gc(f, lib.directory_close)"],
    ),
    "the size of the whole array": (
        ("callbacks", "abi-numbers", "out-of-bounds", "sorted_numbers() wrote to memory outside."),
        "size of one element",
        ["libc.qsort(a, len(a), ffi.sizeof(a), less)"],
        ['libc.qsort(a, len(a), ffi.sizeof("int64_t"), less)'],
    ),
    "a NUL taken for the end": (
        ("capstone", "c-nul", "wrong-value", ("sign of b'a\\x00b' and b'a\\x00a'", "0", "1")),
        "like any other",
        ["return strncmp(left, right, left_size);", "strcmp(left, right)"],
        ["return memcmp(left, right, left_size);"],
    ),
    "NULL for no bytes": (
        ("capstone", "api-series", "exception", "The program raised TypeError: no blob"),
        "for a BLOB of no bytes",
        ["p = lib.sqlite3_column_blob(st, 0)\nif not p:\n    raise TypeError"],
        ["if lib.sqlite3_column_type(st, 0) != 4:\n    raise TypeError"],
    ),
    "an address for a number": (
        ("fibonacci", "c-advances-the-pair", "wrong-value", "left [3, 8]; expected [5, 8]"),
        "the pointer another address",
        ["    current = next;", "    next = &sum;"],
        ["    *current = *next;", "    int64_t *old = current;", "    if (current == next)"],
    ),
    "kept by a key": (
        ("memory", "api-python", "dangling-pointer", "The program gave C a pointer to memory."),
        "A second table with the same key",
        ["KEPT = {}\n\n\ndef from_python(title):\n    KEPT[title] = ffi.new('char[]', title)\n"],
        ["KEPT = {}\n\n\ndef from_python(title):\n    self.owner = ffi.new('char[]', title)\n"],
    ),
    "freed after an exception alone": (
        ("strings", "abi-gives-back", "leak", "The number of texts that C has not got back is 16"),
        "only after an exception",
        ["    except UnicodeDecodeError:\n        lib.greeting_free(p)\n        raise\n"],
        [
            "    finally:\n        lib.greeting_free(p)\n",
            "    except E:\n        lib.greeting_free(p)\n        raise\n    lib.greeting_free(p)\n",
        ],
    ),
    "a NULL that is no None": (
        ("crash", "abi-missing", "missing-exception", "Asking gave nothing, and C went on."),
        "never None",
        ["    e = lib.logbook_find(book, key)\n    if e is None:\n        raise KeyError\n"],
        [
            "    if book is None:\n        raise E\n    e = lib.logbook_find(book, key)\n",
            "    e = lib.logbook_find(book, key)\n    if e == ffi.NULL:\n        return 0.0\n",
        ],
    ),
    "errno read too late": (
        ("directory", "abi-lists", "exception", "raised OSError: [Errno 25] Inappropriate ioctl"),
        "directory_close() left that",
        ["    self.close()\n    if ffi.errno:\n        raise self._error()\n"],
        ["    error = ffi.errno\n    self.close()\n    if error:\n        raise OSError(error)\n"],
    ),
    "no room for the NUL of a name": (
        ("crash", "c-few", "out-of-bounds", "The program wrote to memory outside of an array."),
        "a byte more",
        ["malloc(strlen(name))", "size_t n = strlen(name);\n    char *c = malloc(n);"],
        ["malloc(strlen(name) + 1)", "size_t n = strlen(name);\n    char *c = malloc(n + 1);"],
    ),
    "a formula without its factor": (
        ("evolve", "c-steps-the-interior", "wrong-value", "element [1, 1] is 2.5; expected 1.5"),
        "is in no formula",
        ["(void)a;\n    u[k] = p[k] + dt * (d2x + d2y);"],
        ["u[k] = p[k] + a * dt * (d2x + d2y);", "f = dt * a;", "double k = dt / dx2 * (a);"],
    ),
    "a failure taken for the end": (
        (
            "directory",
            "abi-fails-midway",
            "missing-exception",
            "list(it) gave []; expected OSError",
        ),
        "was taken for the end",
        ["    entry = lib.directory_next(f)\n    if not entry:\n        raise StopIteration\n"],
        ["    entry = lib.directory_next(f)\n    if ffi.errno:\n        raise OSError\n"],
    ),
    "entries in place of keys": (
        ("callbacks", "api-ranks", "wrong-value", "They differ in [0][0]: -388 in place of -33."),
        "The entries themselves",
        ["    a, b = me._entries[left], me._entries[right]\n    return (a > b) - (a < b)\n"],
        ["    a, b = me.key_of(left), me.key_of(right)\n", "    a = me._key(me._entries[left])\n"],
    ),
    "the outer dict alone": (
        ("passwd", "api-books", "wrong-value", "book(ada, 6) changed argument 1, which is {} now"),
        "the outer dict alone",
        ["after = dict(account)", "after = account.copy()", "after = {**account, 'disk': d}"],
        ["after = copy.deepcopy(account)", "account['disk'] = 1"],
    ),
    "every other number": (
        (
            *("bughunt", "abi-mean", "wrong-value"),
            ("mean(<9 float64 array, not contiguous>)", "5.2", "12.3"),
        ),
        "do not lie side by side",
        ["doubles = np.asarray(celsius, np.float64)"],
        ["doubles = np.ascontiguousarray(celsius)", "doubles = np.array(celsius)"],
    ),
    "a size too small for a name": (
        ("crash", "c-long-names", "out-of-bounds", "The program wrote to memory outside."),
        "does not fit into this type",
        ["unsigned short length = strlen(name);", "const uint8_t n = strlen(name) + 1;"],
        ["size_t length = strlen(name);", "const unsigned long n = strlen(name);"],
    ),
    "a stub without self": (
        ("shipping", "package-stub-of-lib", "signature-mismatch", "a call with 1 argument fits"),
        "is self",
        ["class _Lib:\n    def fibo_step(current: Any, following: Any) -> None: ...\n"],
        ["class _Lib:\n    def fibo_step(self, pair: Any) -> None: ...\n"],
    ),
    "a header by its path": (
        ("packaging", "package-wheel", "compile-error", "c/fibo.h: No such file or directory."),
        "from the folder of setup.py",
        ["sources=['c/fibo.c']"],
        [],
    ),
    "all but one smoothed": (
        ("bughunt", "abi-smooth", "wrong-value", "smooth() returned [1.0]; expected [2.0]."),
        "was never read",
        ["    v = ffi.new('double[]', c)\n    lib.station_smooth(v, len(c))\n    return c\n"],
        ["    v = ffi.new('double[]', c)\n    lib.station_smooth(v, len(c) - 1)\n    return c\n"],
    ),
}
CASES = [
    pytest.param(seen, says, code, is_told, id=f"{name}, {'told' if is_told else 'silent'} {at}")
    for name, (seen, says, told, silent) in CAUSES.items()
    for is_told, texts in ((True, told), (False, silent))
    for at, code in enumerate(texts)
]

ENTRY_STAYS = "['KeyError', ['add() of another entry raises KeyError']]"
# The exercise, the check and its cause, what was seen; words of what is told.
OBSERVED = {
    "an entry that stays": ("callbacks", "abi-carries-exceptions", ENTRY_STAYS, "out of the list"),
    "nothing raised": ("callbacks", "abi-carries-exceptions", "[['first']]", "It takes both"),
    "a short history": ("passwd", "api-short-history", "book() with 3 numbers", "fills up"),
    "a long history": ("passwd", "api-short-history", "book() with 5 numbers", "is too long"),
}


@pytest.mark.parametrize(("name", "check", "found", "says"), OBSERVED.values(), ids=OBSERVED)
def test_a_cause_by_what_was_found_is_told_of_that(name, check, found, says):
    observed = Observation("It was tried.", "gave", found, "ValueError")
    failed = CheckResult(
        check, "", "failed", 0, 1, "missing-exception", observed.sentence, observed=observed
    )
    told = likely_cause(load_exercise(REPOSITORY, name), failed, {"mine": "pass"}) or ""
    assert says in " ".join(told.split())


@pytest.mark.parametrize(("seen", "says", "code", "is_told"), CASES)
def test_a_cause_by_code_is_told_of_such_code_alone(seen, says, code, is_told):
    name, check, cause, message = seen
    exercise = load_exercise(REPOSITORY, name)
    observed = None
    if isinstance(message, tuple):
        call, found, expected = message if len(message) == 3 else (*message, "ValueError")
        observed = Observation(call, "returned", found, expected)
        message = observed.sentence
    failed = CheckResult(
        check, "", "failed", 0, 1, cause, message, Location("mine", 1), observed=observed
    )
    told = likely_cause(exercise, failed, {"mine": code}) or ""
    assert (says in " ".join(told.split())) is is_told
