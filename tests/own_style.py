"""Right answers in which hardly a line is the solution's, for a mistake to be put into one line."""

__all__ = ["CHECKED", "DRAWS", "LINKED", "PAIR", "TABLES"]

DRAWS = """\
#include "pi.h"
#include "generator.h"

static void store(double *xy, uint64_t place, struct point p)
{
    double *target = xy + 2 * place;
    target[0] = p.x;
    target[1] = p.y;
}

static uint64_t draw(uint64_t state, uint64_t samples, double *xy)
{
    uint64_t hits = 0;
    uint64_t k = 0;

    while (k < samples) {
        struct point p = next_point(&state);
        if (xy)
            store(xy, k, p);
        if (is_inside(p))
            hits++;
        k++;
    }
    return hits;
}

uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy)
{
    return draw(seed, samples, xy);
}

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    return draw(seed, samples, 0);
}
"""

PAIR = """\
from _fibonacci import ffi, lib

MOST = 92


def _advance(pair):
    lib.fibo_step(pair, pair + 1)


def _numbers(count):
    pair = ffi.new("int64_t[2]", [0, 1])
    for left in range(count, 0, -1):
        yield pair[0]
        if left > 1:
            _advance(pair)


def _checked(n):
    if not isinstance(n, int):
        raise TypeError("no int")
    if n < 0:
        raise ValueError("negative")
    if n > MOST:
        raise OverflowError("too many")
    return n


def fibonacci(n):
    return list(_numbers(_checked(n)))
"""

CHECKED = """\
import pathlib
import sys

from cffi import FFI

f = FFI()
f.cdef(\"\"\"
double mybasic(double celsius);
size_t myprint(const char *text);
int64_t myadd(int32_t a, int32_t b);
char *greeting_new(const char *name, size_t *length);
void greeting_free(char *text);
\"\"\")


def _open():
    here = pathlib.Path(__file__).resolve().parent
    return f.dlopen(str(here / ("libgreeting." + ("dylib" if sys.platform == "darwin" else "so"))))


greeting = _open()


def _no_nul(value):
    if chr(0) in value:
        raise ValueError("a NUL inside")


class _Greeting:
    def __init__(self, name):
        self.size = f.new("size_t[1]")
        self.pointer = greeting.greeting_new(name, self.size)
        if not self.pointer:
            raise MemoryError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        greeting.greeting_free(self.pointer)

    def text(self):
        raw = bytes(f.buffer(self.pointer, self.size[0]))
        return raw.decode("utf8")


def encode(text):
    if not isinstance(text, str):
        raise TypeError("no str")
    _no_nul(text)
    return bytes(text, "utf8")


def greet(name):
    with _Greeting(encode(name)) as made:
        return made.text()


def myprint(text):
    data = encode(text)
    return greeting.myprint(data)


def myadd(a, b):
    total = greeting.myadd(a, b)
    return total


def mybasic(celsius):
    fahrenheit = greeting.mybasic(celsius)
    return fahrenheit
"""

TABLES = """\
from _memory import ffi, lib


def _c_text(text):
    return ffi.new("char[]", text.encode("utf-8"))


def _allocate(title, n):
    raw = lib.table_new(title.encode("utf-8"), n)
    if not raw:
        raise MemoryError(f"no {n} rows")
    return ffi.gc(raw, lib.table_free)


def _build(title, n):
    keep = {"title": _c_text(title), "rows": ffi.new("double[]", n)}
    struct = ffi.new("struct table *")
    struct.title, struct.metres, struct.n = keep["title"], keep["rows"], n
    lib.table_fill(struct)
    return struct, keep


class Table:
    @staticmethod
    def from_library(title, n):
        return Table(_allocate(title, n))

    @staticmethod
    def from_python(title, n):
        struct, keep = _build(title, n)
        return Table(struct, keep)

    def __init__(self, pointer, keep=None):
        self._pointer, self._keep = pointer, keep

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def _need(self):
        if not self._pointer:
            raise ValueError("closed")
        return self._pointer

    def title(self):
        return ffi.string(self._need().title).decode("utf-8")

    def metres(self):
        p = self._need()
        return [p.metres[k] for k in range(p.n)]

    def find(self, metres):
        p = self._need()
        return lib.table_find(p, metres)

    def close(self):
        pointer, self._pointer, self._keep = self._pointer, None, None
        if pointer is not None:
            ffi.release(pointer)
"""

LINKED = """\
#include "logbook.h"

#include <stdlib.h>
#include <string.h>

struct logbook_entry {
    struct logbook_entry *older;
    char *name;
    double speed;
};

struct logbook {
    struct logbook_entry *newest;
    size_t how_many;
};

static char *duplicate(const char *text)
{
    size_t bytes = strlen(text) + 1;
    char *d = malloc(bytes);
    if (d != NULL)
        memcpy(d, text, bytes);
    return d;
}

static void drop(struct logbook_entry *e)
{
    free(e->name);
    free(e);
}

struct logbook *logbook_new(void)
{
    struct logbook *b = malloc(sizeof *b);
    if (b == NULL)
        return NULL;
    b->newest = NULL;
    b->how_many = 0;
    return b;
}

void logbook_free(struct logbook *book)
{
    struct logbook_entry *e = book->newest;
    while (e != NULL) {
        struct logbook_entry *next = e->older;
        drop(e);
        e = next;
    }
    free(book);
}

int logbook_add(struct logbook *book, const char *station, double knots)
{
    struct logbook_entry *e = malloc(sizeof *e);
    if (e == NULL)
        return -1;
    e->name = duplicate(station);
    if (e->name == NULL) {
        free(e);
        return -1;
    }
    e->speed = knots;
    e->older = book->newest;
    book->newest = e;
    book->how_many += 1;
    return 0;
}

size_t logbook_count(const struct logbook *book)
{
    return book->how_many;
}

const struct logbook_entry *logbook_find(const struct logbook *book,
                                         const char *station)
{
    const struct logbook_entry *e = book->newest;
    while (e != NULL && strcmp(e->name, station) != 0)
        e = e->older;
    return e;
}

double logbook_knots(const struct logbook_entry *entry)
{
    return entry->speed;
}
"""
