"""What words mean to the search: which pages they name, which mean the same, which mean nothing."""

__all__ = ["FILLERS", "NAMES", "WORDS"]

# Words by which people look for a page that does not use them, by the page's name. They count as
# much as a title. A word that the lesson itself is about, such as `print` or `pointer`, does not
# belong here: it leads to the sections that treat it.
WORDS = {
    "index": "schedule timetable agenda objectives goals course duration length long hours "
    "prerequisites requirements progress",
    "setup": "install installing installation windows wsl mac macos macbook linux ubuntu debian "
    "fedora jupyter notebook docker conda codespaces binder jupyterlab download",
    "errors": "error errors troubleshooting",
    "exercises": "tasks assignments homework practice solutions answers hint hints stuck reset "
    "undo restart",
    "aio": "pdf printout printable",
    "key-points": "cheat sheet cheatsheet summary overview",
    "handout": "pdf printout printable paper worksheet",
    "instructor-notes": "instructor teacher trainer presenting slides projector beamer",
    "grading": "grades marks deadline submit submission upload",
    "room": "dashboard live",
    "glossary": "dictionary vocabulary terminology",
    "cite": "reference bibtex doi",
    "05-choosing-a-mode": "difference",
    "07-numpy-arrays": "matrix matrices 2d grid slicing ndarray",
    "09-who-owns-the-memory": "garbage collection lifetime",
    "11-measuring-the-call": "performance speed fast benchmark timing profiling overhead",
    "12-other-routes": "ctypes alternatives comparison versus vs",
    "14-testing-and-shipping": "pypi publishing distribution pyproject.toml",
    "17-when-it-crashes": "debugging debug",
    "18-threads-and-asyncio": "concurrency parallel parallelism multithreading multiprocessing",
    "19-shipping-to-everybody": "publishing release releases",
}

# What only makes a question of the words that matter, beside what fills a question to `explain`.
FILLERS = """
a am another anything during explain explained explanation find get gets getting going got happen
happens have having i im ive know learn look mean meaning means need needs please possible properly
show tell understand us use used uses using want wants whats work works working without
"""

# Each line has the names of one thing: who types one of them also finds what has another.
NAMES = """
ABI out-of-line, compiled cdef
array of strings, char **, string list
bit field, bitfield
buffer overflow, out of bounds, overrun
byte order, endianness, endian, big-endian, little-endian
C-contiguous, contiguous
cdata, C data
data race, race condition
debugger, gdb, lldb
destructor, finalizer
double free, freed twice
enumerator, enum, enumeration
exit status, exit code
export, visibility
extension module, C extension
free-threaded, no-gil, nogil, free threading
garbage collector, garbage collection
GIL, global interpreter lock
handle, user data, userdata, client data
leak, memory leak
lock, mutex
macro, #define
name mangling, mangled name, demangle
NUL, null-terminated, zero-terminated
number of arguments, wrong number of arguments, too many arguments, too few arguments
opaque struct, opaque pointer, opaque type, incomplete type
out-parameter, output parameter, output argument, pass by reference, multiple values
padding, alignment
printout, print the lesson, print the episodes, print everything
row stride, leading dimension, pitch
sanitizer, asan, address sanitizer, ubsan, tsan
sdist, source distribution
segmentation fault, segfault, sigsegv
shared library, dynamic library, shared object, dll, dylib
stable ABI, abi3, limited API
thread-safe, thread safety, threadsafe
three dots, dot dot dot, ellipsis
undefined behaviour, undefined behavior
use after free, dangling pointer
UTF-8, Unicode
variadic, varargs, variable arguments
with block, with statement, context manager
wrapper, binding
"""
