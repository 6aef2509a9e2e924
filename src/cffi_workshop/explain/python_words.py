"""What Python itself brings along, for holes that tell it from what a person compiled."""

from __future__ import annotations

from cffi_workshop.explain.c_words import one_of

__all__ = ["HOLES"]

# Modules of the standard library, and of its tools, whose names begin with `_`, without that: of
# any version and system. Each is part of a regular expression.
PRIVATE_MODULES = (
    "abc", "aix_support", "android_support", "apple_support", "ast(?:_unparse)?", "asyncio",
    "bisect", "blake2", "bootlocale", "bootsubprocess", "bz2", "codecs(?:_[a-z0-9]+)?",
    "collections(?:_abc)?", "colorize", "compat_pickle", "compression", "contextvars", "crypt",
    "csv", "ctypes(?:_test)?", "curses(?:_panel)?", "datetime", "dbm", "decimal",
    "distutils(?:_hack|_system_mod)?", "elementtree", "frozen_importlib(?:_external)?", "functools",
    "gdbm", "hashlib", "heapq", "hmac", "imp", "interp[a-z]+", "io", "ios_support", "json",
    "locale", "lsprof", "lzma", "manylinux", "markupbase", "md5", "msi", "msvcrt", "multibytecodec",
    "multiprocessing", "opcode(?:_metadata)?", "operator", "osx_support", "overlapped", "pickle",
    "posixshmem", "posixsubprocess", "py_abc", "py_warnings", "pydatetime", "pydecimal",
    "pydev[a-z_]*", "pyio", "pylong", "pyrepl", "pytest", "queue", "random", "remote_debugging",
    "scproxy", "sha[0-9]*", "signal", "sitebuiltins", "sitecustomize", "socket", "sqlite3?", "sre",
    "ssl", "stat", "statistics", "string", "strptime", "struct", "suggestions", "symtable",
    "sysconfig(?:data[a-z0-9_-]*)?", "testcapi", "testinternalcapi", "thread", "threading_local",
    "tkinter", "tokenize", "tracemalloc", "types", "typing", "typeshed", "uuid", "virtualenv",
    "warnings", "weakref", "weakrefset", "winapi", "winreg", "wmi", "zoneinfo", "zstd",
)  # fmt: skip
# Modules of the standard library, after which people call a file of their own by mistake. One that
# is called `test` hides a module of Python as well, and nobody misses that.
STANDARD_MODULES = (
    "abc", "argparse", "array", "ast", "asyncio", "base64", "bisect", "calendar", "cmath", "codecs",
    "collections", "copy", "csv", "ctypes", "dataclasses", "datetime", "decimal", "dis", "email",
    "enum", "fractions", "functools", "glob", "gzip", "hashlib", "heapq", "html", "http", "inspect",
    "io", "itertools", "json", "keyword", "locale", "logging", "math", "multiprocessing", "numbers",
    "operator", "os", "pathlib", "pickle", "platform", "pprint", "queue", "random", "re", "secrets",
    "select", "shelve", "shutil", "signal", "socket", "sqlite3", "ssl", "stat", "statistics",
    "string", "struct", "subprocess", "tarfile", "tempfile", "textwrap", "threading", "time",
    "timeit", "tokenize", "traceback", "turtle", "types", "typing", "unittest", "urllib", "uuid",
    "warnings", "wave", "weakref", "xml", "zipfile", "zlib",
)  # fmt: skip
# Ahead of the path of a file that is none of Python's own, nor of a package.
NOT_OF_PYTHON = r"(?![^)\n]{0,300}(?:[\/\\][Ll]ib[\/\\]|lib\/python|-packages|\.zip[\/\\]))"
# Packages that have compiled parts of their own, and have nothing to do with cffi.
KNOWN_PACKAGES = (
    "Cython", "IPython", "MySQLdb", "PIL", "aiohttp", "bcrypt", "cftime", "concurrent", "ctypes",
    "cv2", "django", "email", "encodings", "frozenlist", "google", "greenlet", "grpc", "h5py",
    "jax", "jupyter", "llvmlite", "lxml", "markupsafe", "matplotlib", "msgpack", "multidict",
    "multiprocessing", "netCDF4", "numba", "numpy", "orjson", "osgeo", "pandas", "pip", "psycopg2",
    "pyarrow", "pydantic(?:_core)?", "pyproj", "pytest", "regex", "rpds", "ruamel", "scipy",
    "setuptools", "shapely", "simplejson", "sklearn", "sqlalchemy", "tensorflow", "tkinter",
    "torch", "ujson", "uvloop", "win32", "xml", "yaml", "yarl", "zmq", "_distutils_hack",
)  # fmt: skip
# How the file of a module is called that was compiled for one version of Python. Then such a file
# in a listing, and a few lines ahead of it or behind that there is no module of its name.
BUILT_FOR = r"\.(?:cpython-|cp|pypy)[0-9]{2,3}[\w-]{0,60}\.(?:so|pyd)\b"
NO_MODULE = r"No module named '(?:\w+\.){0,8}"
FILE_OF_THE_MODULE = (
    rf"(?:\b(\w{{1,60}}){BUILT_FOR}(?:[^\n]*\n){{1,16}}?[^\n]{{0,60}}{NO_MODULE}\1'"
    rf"|{NO_MODULE}(\w+)'(?:[^\n]*\n){{1,16}}?[^\n]{{0,200}}?\b\2{BUILT_FOR})"
)
HOLES = {
    "file of the module": FILE_OF_THE_MODULE,
    "private module": one_of(PRIVATE_MODULES),  # without the `_` at its beginning
    "standard module": one_of(STANDARD_MODULES),
    "not of python": NOT_OF_PYTHON,
    "known package": one_of(KNOWN_PACKAGES),
}
