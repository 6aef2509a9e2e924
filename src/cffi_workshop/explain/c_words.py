"""What C and C++ themselves bring along, for holes that tell it from what belongs to a library.

Each is part of a regular expression.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "BUILD_TOOLS",
    "CPP_HEADERS",
    "CPP_PARTS",
    "C_HEADERS",
    "GLIBC_NAMES",
    "LIBRARY_NAMES",
    "MS_HEADERS",
    "STANDARD_NAMES",
    "UNIX_HEADERS",
    "one_of",
]

# Headers of standard C, of Unix, of Microsoft's C, and of C++, without the ending.
C_HEADERS = (
    "assert", "ctype", "errno", "float", "inttypes", "limits", "locale", "math", "setjmp", "signal",
    "stdarg", "stdatomic", "stdbool", "stddef", "stdint", "stdio", "stdlib", "string", "time",
    "wchar",
)  # fmt: skip
UNIX_HEADERS = (
    "cdefs", "dirent", "dlfcn", "features", "fcntl", "libc-header-start", "poll", "pthread", "pwd",
    "sched", "stat", "strings", "termios", "types", "unistd", "alloca", "byteswap", "endian", "err",
    "execinfo", "fnmatch", "ftw", "getopt", "glob", "grp", "iconv", "ifaddrs", "langinfo", "libgen",
    "netdb", "nl_types", "paths", "regex", "search", "semaphore", "spawn", "sysexits", "syslog",
    "ucontext", "utime", "utmp", "wait", "wordexp",
)  # fmt: skip
MS_HEADERS = (
    "basetsd", "corecrt", "crtdefs", "io", "malloc", "process", "sal", "windows", "Windows",
)  # fmt: skip
CPP_HEADERS = (
    "c(?:assert|ctype|errno|fenv|float|inttypes|iso646|limits|locale|math|setjmp|signal|stdalign)",
    "c(?:stdarg|stdbool|stddef|stdint|stdio|stdlib|string|tgmath|time|uchar|wchar|wctype)",
    "algorithm|any|array|atomic|barrier|bit|bitset|charconv|chrono|codecvt|compare|complex",
    "concepts|condition_variable|coroutine|deque|exception|execution|expected|filesystem",
    "format|forward_list|fstream|functional|future|generator|initializer_list|iomanip|ios",
    "iosfwd|iostream|istream|iterator|latch|limits|list|locale|map|mdspan|memory",
    "memory_resource|mutex|new|numbers|numeric|optional|ostream|print|queue|random|ranges",
    "ratio|regex|scoped_allocator|semaphore|set|shared_mutex|source_location|span",
    "spanstream|sstream|stack|stacktrace|stdexcept|stop_token|streambuf|string",
    "string_view|strstream|syncstream|system_error|thread|tuple|type_traits|typeindex",
    "typeinfo|unordered_map|unordered_set|utility|valarray|variant|vector|version",
)
# Types, macros and functions that a header of standard C declares.
STANDARD_NAMES = (
    "u?int(?:8|16|32|64|ptr|max)_t", "s?size_t", "ptrdiff_t", "wchar_t", "time_t", "FILE", "EOF",
    "NULL", "bool", "true", "false",
    "(?:[SU]?CHAR|U?SHRT|U?INT[0-9A-Z]*|U?L?LONG|S?SIZE|PTRDIFF|RAND|PATH|L?DBL|FLT)_(?:MAX|MIN)",
    "M_PI", "stderr", "stdout", "va_list", "errno", "[cm]alloc", "realloc", "free", "exit", "abort",
    "atoi", "qsort", "mem(?:cpy|set|move|cmp)", "str(?:len|cpy|ncpy|cmp|ncmp|cat|dup|chr|tol)",
    "s?n?printf", "fprintf", "scanf", "puts", "fopen", "fclose", "fflush", "sqrtf?", "fabsf?",
    "powf?", "sinf?", "cosf?", "expf?", "logf?", "floor", "ceil", "isnan", "assert",
)  # fmt: skip
# What C++ alone has, in a line of declarations: its words ahead of another one, `A::b`, `list<T>`,
# references, a value for a parameter, const, pure and deleted methods, operators, base classes.
CPP_PARTS = (
    r"\b(?:class|namespace|using|virtual|constexpr|friend|explicit|mutable|typename) +[A-Za-z_{]",
    r"\btemplate *<|\b(?:noexcept|nullptr)\b|\b(?:public|private|protected) *: *(?![ 0-9])",
    r"[A-Za-z_]::|[A-Za-z_]\w*<[^<>\n]+>|\[\[|~[A-Za-z_]\w* *\(",
    r"[A-Za-z_0-9>*] ?&&? ?[A-Za-z_),]",
    r"\([^()\n]*[A-Za-z_0-9\]] *= *[^=\n]",
    # In C a value may be given to what stands in brackets, and `(p)->x` is a member.
    r"\) *(?:const\b *)?= *(?:default|delete)|\) *const\b|\) +->",
    r"\w\([^()\n]*\) *= *0",
    r"\) *: *[A-Za-z_]\w*\(",
    r"\boperator *[^\w\s,;)]+ *\(",
    r"\b(?:struct|enum) +[A-Za-z_]\w* *: *[A-Za-z_]",
)

# What glibc has and musl lacks, as it begins: `__isnan`, `__fprintf_chk`.
GLIBC_NAMES = (
    *("__", "gnu_", "backtrace", "mallinfo", "malloc_", "qsort_r", "secure_getenv"),
    *("argp_", "obstack_", "_obstack", "fts_", "getcontext", "setcontext"),
    *("makecontext", "swapcontext", "rawmemchr", "canonicalize_file_name"),
    *("dlmopen", "dlvsym", "random_r", "srandom_r", "initstate_r"),
    r"strtou?ll?_l",
    r"(?:f?open|[fl]?stat|f?statv?fs|lseek|fcntl|mmap|p?read|p?write)64",
    r"(?:f?truncate|readdir|creat|fseeko|ftello|openat|sendfile)64",
    r"(?:preadv|pwritev|mkstemp|[gs]etrlimit|freopen)64",
)
C_WORDS = (  # what stands at the beginning of a statement or a declaration of C
    "return", "if", "else", "for", "while", "do", "switch", "case", "break", "continue", "goto",
    "int", "char", "long", "short", "double", "float", "void", "unsigned", "signed", "struct",
    "union", "enum", "static", "const", "extern", "typedef", "sizeof",
)  # fmt: skip

# Programs that a build calls, other than compilers.
BUILD_TOOLS = (
    "aclocal", "autoconf", "autoheader", "automake", "autoreconf", "bison", "cmake", "cython",
    "f2py", "flex", "gettext", "git", "gmake", "gperf", "libtool(?:ize)?", "m4", "make", "makeinfo",
    "meson", "mingw32-make", "msbuild", "nasm", "ninja", "nmake", "patch", "patchelf", "perl",
    "pkg-config", "pkgconf", "swig", "yacc", "yasm", "zip",
)  # fmt: skip
# Libraries as packages and people call them, where the word alone has to tell one from the headers
# of a letter or of a web server.
LIBRARY_NAMES = (
    *("[A-Z]*BLAS", "[Cc]airo", "[Nn]curses", "[Pp]ango", "[Pp]oppler"),
    *("[Rr]abbit(?:mq)?", "[Rr]eadline", "[Rr]edis", "[Ss]peex", "[Tt]esseract", "ALSA"),
    *("ATLAS", "Avahi", "Bluez", "Boost", "boost", "CUPS", "Curl", "cURL", "D-?Bus"),
    *("Expat", "expat", "FFmpeg", "ffmpeg", "fftw3?", "FFTW3?f?", "FreeType", "Freetype"),
    *("freetype2?", "FUSE", "fuse", "GDAL", "gdal", "GEOS", "geos", "GLib", "glib"),
    *("GMP", "gmp", "[Gg]nu[Tt][Ll][Ss]", "GNUTLS", "Graphviz", "graphviz", "GSL", "gsl"),
    *("HarfBuzz", "HDF5"),
    *("hdf5", "ICU", "icu", "jpeg", "Kerberos", "LAPACK|lapack", "LDAP", "ldap"),
    *("lib[A-Za-z][A-Za-z0-9_+-]*", "LMDB", "Lua", "MariaDB", "MPFR", "MPI", "MySQL"),
    *("mysql", "NetCDF", "netcdf", "ODBC", "OpenBLAS", "OpenCV", "OpenGL", "OpenMP"),
    *("OpenSSL", "openssl", "Opus", "PCRE2?", "pcre2?", "PortAudio", "portaudio"),
    *("Postgres", "PostgreSQL", "PROJ", "proj", "pulse", "SASL", "sasl", "SDL2?"),
    *("sdl2?", "snappy", "sndfile", "sodium", "sqlcipher", "SQLite3?", "sqlite3?", "SSL"),
    *("systemd", "TIFF", "tiff", "udev", "unixODBC", "UUID", "uuid", "WebP", "webp"),
    *("X11", "XCB", "ZeroMQ", "zlib", "zmq", "Zstd", "zstd"),
)


def one_of(words: Iterable[str]) -> str:
    """Return the expression that takes any one of the words."""
    return f"(?:{'|'.join(words)})"
