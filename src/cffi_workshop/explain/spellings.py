"""What systems and people spell in several ways, in the one way that the catalogue has."""

from __future__ import annotations

import re

from cffi_workshop.explain import c_words

__all__ = ["SPELLINGS", "respelled"]

# What the loaders of musl and macOS say of a name that is nowhere, in the words of Linux: whose
# name it is, and in whose file, is then told alike. What glibc alone has stays as it is.
PATH = r"[^:\n]{1,300}"
LINKED = r"[A-Za-z0-9_$@.]+"
OF_A_COMPILER = r"__(?:cxa_(?!thread_atexit_impl)|gxx_|[a-z]{1,5}san_)"
GLIBC_ALONE = rf"(?:(?!{OF_A_COMPILER}){c_words.one_of(c_words.GLIBC_NAMES)})"
DLOPEN = rf"\bdlopen\(({PATH}), [0-9A-Fa-fx]+\): [Ss]ymbol not found"
NAMES_NOWHERE = (
    (
        rf"(Error: |': )Error relocating ({PATH}): (?!{GLIBC_ALONE})({LINKED}): symbol not found",
        "$1$2: undefined symbol: $3",
    ),
    (
        rf"^([ \t>|]*)Error relocating ({PATH}): (?!{GLIBC_ALONE}|_?Py)({LINKED}):"
        r" symbol not found",
        "$1$2: undefined symbol: $3",
    ),
    (rf"{DLOPEN} in flat namespace '_({LINKED})'", "$1: undefined symbol: $2"),
    (
        rf"{DLOPEN}: _({LINKED})(?=\n[^\n]*Referenced from: [^\n]*\n[^\n]*in: '?flat namespace)",
        "$1: undefined symbol: $2",
    ),
)

# What clang breaks at the width of its window, and sets in by six; no line of C, which has a mark
# below it.
AT_PLACE = r"[^\s:][^\n:]*:[0-9]+:[0-9]+: (?:fatal error|error|warning|note):"
NO_SOURCE = r"(?=\S)(?![0-9]+ \|)(?![^\n]*\n[ \t>|]*[\^~])"
CLANG_BROKE = (
    (rf"^([ \t>|]*)({AT_PLACE}) *\n[ \t]+{NO_SOURCE}", "$1$2 "),
    *((rf"^([ \t>|]*)({AT_PLACE} \S[^\n]*?) *\n\1 {{6}}{NO_SOURCE}", "$1$2 "),) * 2,
)
# What other compilers write ahead of an error, which may have a number: of Intel, NVIDIA, ARM.
SOURCE = r"[^\s:()\"'][^\n:()\"']*\.(?:c|cc|cpp|cxx|cuh?|h|hpp|hxx|cl)"
NUMBER = r"(?: +#[0-9]+(?:-[A-Z]+)?)?:(?: +#[0-9]+(?:-[A-Z]+)?:)?"
OTHER_PLACES = tuple(
    (rf"^([ \t>|]*)(?:{place}) ?: *{kind}{NUMBER} +", f"$1$2:$3:1: {instead}: ")
    for place in (
        rf"((?:[A-Za-z]:)?{SOURCE})\(([0-9]+)(?:,[0-9]+)?\)",
        rf"\"({SOURCE})\", line ([0-9]+)",
    )
    for kind, instead in (
        ("(?:catastrophic |[Ff]atal )?[Ee]rror", "error"),
        ("(?:[Ww]arning|[Rr]emark)", "warning"),
    )
)
MODULE = r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*"
# There the name, and what it stands in, ends: a sentence may go on.
CLOSED = (
    r"(?=['\")]|[ \t]*[.,;]?[ \t|]*$|, | (?:error|exception|when|while|on|if|after|with|and)\b)"
)

# Each is put right at all places, in this order. A replacement may name the group $1.
SPELLINGS = (
    # As Python 2 says what Windows answers, and as a sentence spells an exception.
    (r"\bWindowsError: \[Error ", "OSError: [WinError "),
    (r"\bImport Error:", "ImportError:"),
    # As pytest sums it up, behind the name of the test.
    (r"^([ \t>|]*)(?:FAILED |ERROR )?[\w./-]+\.py(?:::[^\s]+)? - (?=\w)", "$1"),
    # As VS Code shows an exception.
    (r"^Exception has occurred: ([A-Za-z_.]+)[^\n]*\n(?=\S)", "$1: "),
    # As FreeBSD's loader says it, and as a sentence quotes it.
    (r"\b[Uu]ndefined symbol:? ['\"]([A-Za-z0-9_$@.]+)['\"]", "undefined symbol: $1"),
    # As macOS 12 says it, and uClibc.
    (r"\b([Ss]ymbol not found: )\(([^()\n]+)\)", "$1$2"),
    (r"\bsymbol '([A-Za-z0-9_$@.]+)': can't resolve symbol", "undefined symbol: $1"),
    *NAMES_NOWHERE,
    # As Android's says it.
    (
        r"(?:dlopen failed: )?cannot locate symbol \"([^\"\n]+)\" referenced by "
        r"\"?([^\"\n]+)\"?(?:\.\.\.)?",
        "$2: undefined symbol: $1",
    ),
    (r"\bcannot locate symbol \"([^\"\n]+)\"(?! referenced)", "undefined symbol: $1"),
    # A reason in the next line.
    (r"\b(DLL load failed while importing \w+:) *\n[ \t>|]*(?=\S)", "$1 "),
    # As tox says how a command ended.
    (r": (?:exit|FAIL code) (-?[0-9]+) \(", ": exit code $1 ("),
    # What easy_install says ahead of what the script of a package said.
    (r"^([ \t>|]*)(?:[\w.]{1,60}: )?Setup script exited with (?=error: )", "$1"),
    # A file in the quotes that its translations have.
    (r"\b(LNK1104: |LNK1181: |C1083: )([^\"'\n]{0,60})\"([^\"\n]{1,200})\"", "$1$2'$3'"),
    # A number of Microsoft's linker alone, as tables and notes have it.
    (r"(?<!error )(?<!warning )\b(LNK[0-9]{4}: )", "fatal error $1"),
    # What a loader says of a file, in a line of its own.
    (
        r"(\.so(?:\.[0-9]+)*:) *\n[ \t>|]*(?=(?:undefined symbol|cannot open|version|invalid) )",
        "$1 ",
    ),
    # As PowerShell says what cmd does.
    (
        r"The term '([^'\n]+)' is not recognized as (?:the|a) name of a cmdlet",
        "'$1' is not recognized as an internal or external command",
    ),
    # As titles, and people in a hurry, write it.
    (r"\bno module named\b", "No module named"),
    # As Python 2 says it, and as one who leaves the rest out.
    (rf"\b(No module named|cannot import name) ({MODULE}){CLOSED}", "$1 '$2'"),
    (
        rf"\b(ModuleNotFoundError: )(?!No\b|[A-Za-z]+n't\b)({MODULE}){CLOSED}",
        "$1No module named '$2'",
    ),
    # A compiler of a certain version, of Windows, and one so old that it says no "error".
    (r"\b(gcc|cc|clang|[gc]\+\+|clang\+\+)(?:-[0-9][0-9.]*)?(?:\.exe)?: ", "$1: "),
    (
        r"^([ \t>|]*(?:[^\s:]*[\/-])?(?:gcc|cc|clang)): (?=[^\n:']+: No such file|no input files$)",
        "$1: error: ",
    ),
    # A text in the pieces of which a source is made.
    (r"\"[ \t]*\n[ \t]*f?\"(?=[^\",\n])", ""),
    # A type whose quotes were lost.
    (r"\b(initializer for ctype )(\w[\w \[\]]{0,60}(?: ?\*){0,3})(?= must be )", "$1'$2'"),
    (r"\b[Dd]ll [Ll]oad [Ff]ailed\b", "DLL load failed"),
    (r"\b[Ss]egmentation Fault\b|\bSEGMENTATION FAULT\b", "Segmentation fault"),
    (r"\brelocations in generic ELF\b", "Relocations in generic ELF"),
    *OTHER_PLACES,
    (r"\bincomplete class type\b", "incomplete type"),
    *CLANG_BROKE,
)
RESPELLING = tuple(
    (re.compile(one, re.MULTILINE), instead.replace("$", "\\")) for one, instead in SPELLINGS
)


def respelled(text: str) -> str:
    """Return the text in the spelling of the catalogue."""
    for pattern, instead in RESPELLING:
        text = pattern.sub(instead, text)
    return text
