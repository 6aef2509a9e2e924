"""Undo what a message went through on its way here.

That is colours, stamps of logs, quotation marks, HTML, escapes, and marks ahead of each line. Lines
stay the lines that they were: what a terminal broke is put together later.
"""

from __future__ import annotations

import re

from cffi_workshop.explain.encoded import decoded

__all__ = [
    "CHARACTERS",
    "LABELS",
    "LINE_ENDS",
    "MOST_LAYERS",
    "QUOTED",
    "SAME",
    "STAMP",
    "UNDO",
    "layers",
    "undisguised",
]

CHARACTERS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b`\u00b4\u2032\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201f\u2033\uff02", '"'),
    "\u201e": "\xab",  # the first one of German
    # What pip, uv and rich draw ahead of a line.
    **dict.fromkeys("\u2502\u251c\u2570\u2500\u256d\u256e\u256f\u2503\u2501\xd7", "|"),
    **dict.fromkeys("\u2010\u2011\u2013\u2212", "-"),
    # No width at all: a byte order mark, places where a word may break.
    **dict.fromkeys("\ufeff\u200b\u200c\u200d\u2060\xad", ""),
    "\u2014": "--",
    "\u25b6": ">",
    "\xa0": " ",
    "\u241b": "\x1b",
    "\uff1a": ": ",  # the colon of Chinese and Japanese
    "\uff08": "(",
    **dict.fromkeys("「」『』", "\n"),  # around what a sentence of Japanese or Chinese quotes
    "\uff09": ")",
}
TRANSLATION = str.maketrans(CHARACTERS)

DATE = r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ]|[A-Z][a-z]{2} [ 0-9][0-9] "
TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?:Z|[+-][0-9:]{4,6})?"
LEVEL = r"(?:ERROR|WARNING|WARN|INFO|DEBUG|CRITICAL|FATAL)"
NO_LOGGER = (
    r"[\w.]*(?:Error|Exception|Warning|Exit):|(?:error|make|cc|gcc|clang|ld|zsh|bash|sh|python):"
)
# Behind a date: the stream, the machine, the level, the name of a logger.
BEHIND_DATE = (
    r"(?: *[0-9]{2}[OE][+ ]| std(?:err|out) [FP] | [\w.-]+ [\w./-]+\[[0-9]+\]: | app\[[\w.]+\]: "
    rf"| - [\w.]+ - {LEVEL} - |[ |:-]+\[?{LEVEL}(?!: )[\]/]?(?:\w+\])?"
    rf"(?: +\| [\w.:<>]+ -| +(?!{NO_LOGGER})[\w.]+:(?= ))?[ |:-]*)?"
)
# What docker, CI, journals and loggers write ahead of each line: `#12 3.456 `, a date and a time.
STAMP = (
    r"^(?:(?:[^\t\n]{1,60}\t){0,2}"
    rf"\[?(?:(?:{DATE}){TIME}|{TIME}(?=[\] ]))(?:: {LEVEL}/\w+)?\]?{BEHIND_DATE}[ ]?"
    r"|#[0-9]+ +[0-9]+\.[0-9]+ | *[0-9]+\.[0-9]{1,3} |\[ *[0-9]+\.[0-9]+s?\] "
    rf"|##\[[a-z]+\]|\[(?:{LEVEL}|error|stderr)\] |stderr: |{LEVEL}:[\w.]+:| -{{2,}}> "
    r"|[\w.-]{1,60}[_-][0-9]+ +\| |\[[a-z][\w.]{1,60}-[0-9]{1,6}\] "
    r"|[\w./-]{1,200}\.(?:log|txt|out):[0-9]+:"
    r"|[a-z]\w{0,20}[0-9][\w.+-]{0,60}> |error: +> )+"
)
ELEMENTS = r"(?:pre|code|span|div|strong|em|font|blockquote|samp|kbd|tt|tr|td|li|p)"

# Each is undone at all places, in this order. A replacement may name the group $1.
UNDO = (
    # Colours; their first character may be spelled out, or lost on the way.
    (r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\r", ""),
    (r"(?:\x1b|\^\[|\\033|\\x1b|\\u001b|\\e)\[[0-9;?]*[A-Za-z]", ""),
    (r"\[(?:[0-9]{1,2}(?:;[0-9]{1,3})*)m(?:\[K)?|\[m\[K", ""),
    (r"<br ?/?>\n?", "\n"),
    (rf"</?{ELEMENTS}(?: [a-z-]+=[^<>\n]*)?>", ""),
    (r"&(?:#0?39|#x27|apos);|\\u201[89]|\\xe2\\x80\\x9[89]", "'"),
    (r"&(?:quot|#34);", '"'),
    (r"&(?:nbsp|#160);", " "),
    (r"&lt;", "<"),
    (r"&gt;", ">"),
    (r"&amp;", "&"),
    (r"\\(['\"])", "$1"),
    # What the system's sound and its windows say of their own plugins; GLib says more than that.
    (
        r"^(?:ALSA lib |\([^()\n]{1,40}:[0-9]+\): (?:Gtk|Gdk|GLib(?!\S{0,20}-CRITICAL|-CRITICAL))"
        r"|qt\.[a-z]+\.)[^\n]*\n?",
        "",
    ),
)
MOST_LAYERS = 3
UNDOING = tuple(
    (re.compile(one, re.MULTILINE), instead.replace("$", "\\")) for one, instead in UNDO
)
# Where the lines of a text that was made one line begin.
LINE_ENDS = r"\\n(?:\\t)?| (?=[A-Za-z_.]{0,60}(?:Error|Exception): |File \")"
# A path of Windows with a folder whose name begins with that letter is no end of a line.
IN_PATH = r"\b[A-Za-z]:\\(?:[^\\\n'\":]+\\)*n"
# A text as a program shows a string.
QUOTED = r"^(?:\{\"\w+\": )?b?(['\"])"
# Marks that are no part of a text if nearly each of its lines has one; so many lines have to.
LABELS = (
    (r"^[ \t]*(?:(?:[>|] ?)+|(?:#:?|//+|\*|--|-)(?: |$))", 1),
    (r"^ *[0-9]{1,6}(?:[:\t]| *\||(?= +\||$))[ \t]?", 1),
    (r"^\[[0-9]{1,6}\] ?", 1),
    (r"^ *[0-9]{1,6} ", 3),
)
SAME = r"^[^ \t\n][^\t\n|>]{0,40}[|>] ?"  # the same ahead of each line
LABELLING = tuple((re.compile(pattern), least) for pattern, least in LABELS)
IS_STAMP = re.compile(STAMP)
IS_SAME = re.compile(SAME)
LINE_END = re.compile(LINE_ENDS)
IS_IN_PATH = re.compile(IN_PATH)
IS_QUOTED = re.compile(QUOTED)
# Markdown hides each of these behind a backslash; a path of Windows has others beside them.
HIDDEN = re.compile(r"\\([_*\[\]<>#-])")


def undisguised(text: str) -> str:
    """Return the text as the tool that said it wrote it, as far as one can tell."""
    return layers(text)[-1]


def layers(text: str) -> list[str]:
    """Return the text without what was done to all of it, then also without each layer of marks.

    A log may be quoted in a comment of a mail.
    """
    text = unquoted(decoded(text).translate(TRANSLATION))
    for pattern, instead in UNDOING:
        text = pattern.sub(instead, text)
    found = ["\n".join(in_lines(line) for line in text.split("\n"))]
    while len(found) <= MOST_LAYERS and (less := without_marks(found[-1])) != found[-1]:
        found.append(less)
    return found


def without_marks(text: str) -> str:
    """Take away what stands ahead of the lines, and behind them."""
    lines = [ended(IS_STAMP.sub("", line)) for line in text.split("\n")]
    return "\n".join(without_labels(without_gaps(lines)))


def unquoted(text: str) -> str:
    """Take away what stands around the whole text: quotes of a program, marks of Markdown."""
    bare = text.strip()
    found = IS_QUOTED.match(bare)
    if found and "\\n" in bare and "\n" not in bare and bare.rstrip("}").endswith(found[1]):
        return texts_of_json(bare) or bare.rstrip("}")[found.end() : -1]
    if bare.startswith("**") and bare.endswith("**"):
        return bare[2:-2]
    shown = HIDDEN.sub("", bare)
    if bare.count("\\_") > 1 and not any(one in shown for one in "\\_*"):
        return HIDDEN.sub(r"\1", text)
    return text


def texts_of_json(text: str) -> str:
    """Return the texts in JSON that is a text, or an object of texts; nothing for what is not."""
    import json  # seldom needed

    try:
        values = json.loads(text)
    except ValueError:
        return ""
    texts = values.values() if isinstance(values, dict) else [values]
    return "\n".join(one for one in texts if isinstance(one, str))


def ended(line: str) -> str:
    """Return the line without what fills it up, and without the right side of a box."""
    line = line.rstrip()
    boxed = len(line) > 1 and line.startswith("|") and line.endswith("|")
    return line[:-1].rstrip() if boxed else line


def in_lines(line: str) -> str:
    """Return a whole traceback that stands in one line as lines."""
    raised = "Error: " in line or "Exception: " in line
    if IS_IN_PATH.search(line):
        return line
    if ('File "' in line and raised) or (line.count("\\n") > 1 and ('File "' in line or raised)):
        return LINE_END.sub("\n", line)
    return line


def without_gaps(lines: list[str]) -> list[str]:
    """Leave out empty lines if each second one is."""
    filled = [line for line in lines if line.strip()]
    return filled if len(filled) > 1 and len(filled) * 2 <= len(lines) + 1 else lines


def without_labels(lines: list[str]) -> list[str]:
    for label, least in LABELLING:
        lines = without_label(lines, label, least)
    filled = [line for line in lines if line.strip()]
    first = IS_SAME.match(filled[0]) if len(filled) > 1 else None
    if first and all(line.startswith(first[0].strip()) for line in filled):
        return [IS_SAME.sub("", line) for line in lines]
    return lines


def without_label(lines: list[str], label: re.Pattern[str], least: int) -> list[str]:
    """Take a mark away that stands ahead of at least four of five lines."""
    filled = [line for line in lines if line.strip()]
    labelled = sum(bool(label.match(line)) for line in filled)
    if len(filled) < least or labelled * 5 < len(filled) * 4:
        return lines
    return [label.sub("", line) for line in lines]
