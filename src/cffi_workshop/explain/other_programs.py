"""Marks by which a message is seen to belong to a program that is not Python's.

Such a program loads libraries, is compiled, and crashes, too. Each mark is a regular expression.
"""

from __future__ import annotations

__all__ = ["IN_RUST", "OTHER_CFFI", "OTHER_PROGRAM", "RUST_FOR_PYTHON"]

# Lines of source in another language: `fib.jl:3`.
ENDINGS = (
    "rb|jl|go|hs|java|kt|scala|clj|swift|exs?|erl|dart|nim|zig|lisp|scm|rkt|php|cs|fs|tcl"
    "|sv|v|vhdl?|vala|mli?|adb|ads|pas|sol|elm|proto|asm|glsl|qml"
)

MARKS = (
    rf"\w\.(?:{ENDINGS}):[0-9]",
    r"\bgoroutine [0-9]+ \[|_cgo_",
    r":[0-9]+: \[BUG\] |\[BUG\] [^\n]{1,60} at 0x|\b[Ll]oad[Ee]rror\b|\bruby: ",
    r"\bextconf\.rb\b|\bmkmf\b|Bundler cannot|\w\.bundle\b|\/gems\/",
    r"Could not open library '|java\.lang\.|Java Runtime|> Task :|UnsatisfiedLinkError|QtLoader",
    r"\bNETCore\b|\blib(?:hostpolicy|hostfxr|coreclr)\.",  # .NET
    r"\brequire\(['\"]|\bffi-napi\b|\bkoffi\b",  # Node.js
    r"npm (?:ERR|error|rebuild)|node:internal|\bnode [\w./-]+\.js\b",
    r"Object\.Module\.|JavaScript heap",
    r"\bgyp (?:ERR!|info |verb )|\bnode-gyp\b|\w\.node\b",
    r"PHP (?:Warning|Fatal|Startup)|\bphp: |\bnginx: |could not load library \"",
    r"\/php\/extensions\/|\bGtk-Message: ",
    r"\blua: |\bluaL?_[a-z]|\blj_|error loading module '|\blua(?:jit|5\.[0-9]): |\[C\]: in ",
    # Deno, Bun, Perl; desktops and their plugins; OCaml, Lisp, MATLAB, Erlang, Dart.
    r"[Ee]rror: Uncaught \(in promise\)|\bbun: |DynaLoader|XSLoader|\.p[lm] line [0-9]",
    r"QLibrary|modules/mod_|Invalid MEX-file|load_nif|\blib\/ocaml\/",
    r"Error opening shared object|cannot load shared library dll",
    r"Failed to load dynamic library '|Failed to lookup symbol '",
    r"\bR CMD |\bpkgload::|dyn\.load\(|\.onLoad failed|\* installing \*source\* package",  # R
    r"\bSystem\.[A-Z]\w+Exception|\bdotnet: |\bErlang\b",
    r"\bjulia> |\bError compiling Cython file\b",
    # Zig, Godot, Emacs, Tcl; the kernel and its modules.
    r"\berror\(link\): |\bzig (?:build|test)\b|\bres:\/\/|Lisp error: |couldn't load file \"",
    r"\blinux-headers-[0-9]|\blib\/modules\/[0-9]|\bidf(?:\.py|_py_)|\/xtensa-",
    # Servers and tools that tell how a process of theirs ended.
    r"\bREDIS BUG REPORT\b|\bRedis [0-9.]{1,12} crashed|server process \(PID [0-9]",
    r"\[(?:ALERT|alert)\] [0-9]|\[pool [\w-]{1,40}\] child [0-9]|\bchild pid [0-9]+ exit signal",
    r"error: test failed: process",
    r"\b(?:chrome|chromium|electron|esbuild|ffmpeg|go|gitlab-runner)(?: process)?"
    r"(?: was killed| exited|: exit status)\b",
    # Haskell.
    r"\b(?:ghci|Prelude)> |_hsc_make|Glasgow Haskell|\blibHS\w|\w_info in \w|\brsp file was:",
)
OTHER_PROGRAM = "|".join(MARKS)
# Rust, which many packages for Python are compiled with; and what shows that this is one of them.
IN_RUST = (
    r"error: linking with ['`]|\w\.rlib\b|\bcargo:rustc|\brustc "
    r"|aborting due to (?:[0-9]+ )?previous error"
    r"|\bpanicked at\b|signal: 11, SIGSEGV: invalid memory|\btoolchain '[^'\n]+' is not installed"
)
RUST_FOR_PYTHON = (
    r"maturin|puccinialin|[Pp]y[Oo]3|setuptools[_-]rust|cryptography|-lpython|python3?[0-9]{0,3}\.lib"
    r"|\b_?Py[A-Z][A-Za-z]*_[A-Z]|building wheel|Building wheel|pip-|site-packages"
)
# Common Lisp, Tcl and Lua have a package of the same name.
OTHER_CFFI = (
    r"\bCFFI:{1,2}[A-Z%]|\[Condition of type |#<(?:SB-|THREAD )|"
    r"\bquicklisp\b|\bcffi::|\(cffi:|\blua(?:jit)?: |\bcffi-lua\b|\bpackage require cffi\b"
    r"|\blibtcl\w*cffi"
)
