"""What happens to a message before it is pasted: each function does it to a text."""

from __future__ import annotations

import html
import json
import quopri
import re
import textwrap
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus

__all__ = ["DISGUISES"]


def ahead(mark: str) -> Callable[[str], str]:
    """Put a mark ahead of each line; `{}` in it is the number of the line."""
    return lambda text: "\n".join(
        mark.replace("{}", str(number)) + line for number, line in enumerate(text.split("\n"), 1)
    )


def coloured(escape: str) -> Callable[[str], str]:
    return lambda text: re.sub(
        "(Error|error)(:)", rf"{escape}[1;31m\1{escape}[0m\2".replace("\\0", "\\\\0"), text
    )


def each_line(change: Callable[[str], Iterable[str]]) -> Callable[[str], str]:
    return lambda text: "\n".join(part for line in text.split("\n") for part in change(line))


def cut(line: str, width: int = 80) -> list[str]:
    return [line[start : start + width] for start in range(0, len(line), width)] or [""]


def words(line: str, width: int = 80) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def boxed(text: str) -> str:
    """Draw a box around the text, as rich does."""
    rows = [f"\u2502 {part:<80} \u2502" for line in text.split("\n") for part in cut(line)]
    return "\n".join(
        ["\u256d" + "\u2500" * 82 + "\u256e", *rows, "\u2570" + "\u2500" * 82 + "\u256f"]
    )


def quoted_with(opening: str, closing: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"'([^'\n]*)'", rf"{opening}\1{closing}", text)


def in_html(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&#39;").replace(" ", "&nbsp;")


def in_elements(text: str) -> str:
    lines = html.escape(text).split("\n")
    return "".join(f'<div class="line"><span class="err">{line}</span></div>\n' for line in lines)


def of_python(text: str) -> str:
    """Colour the exception as Python 3.13 does."""
    return re.sub(
        r"^(\w[\w.]*Error): (.*)$",
        "\x1b[1;35m\\1\x1b[0m: \x1b[35m\\2\x1b[0m",
        text,
        flags=re.MULTILINE,
    )


DATE, TIME = "2026-11-28", "17:20:14"
DISGUISES: dict[str, Callable[[str], str]] = {
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "colours": coloured("\x1b"),
    "colours of Python": of_python,
    "colours spelled": coloured("^["),
    "colours without their first character": coloured(""),
    "GitHub Actions": ahead(f"{DATE}T{TIME}.1234567Z "),
    "GitHub Actions, by gh": ahead(f"build (3.11)\tInstall\t{DATE}T{TIME}.1234567Z "),
    "GitHub Actions, an error": ahead(f"{DATE}T{TIME}.1234567Z ##[error]"),
    "GitLab": ahead(f"{DATE}T{TIME}.123456Z 01E "),
    "Jenkins": ahead(f"[{DATE}T{TIME}.123Z] "),
    "a time": ahead(f"{TIME}  "),
    "seconds": ahead("[  12.345s] "),
    "docker": ahead("#12 {}.456 "),
    "docker, the error again": ahead("0.456 "),
    "docker compose": ahead("web_1  | "),
    "Kubernetes": ahead(f"{DATE}T{TIME}.123456789Z stderr F "),
    "Heroku": ahead(f"{DATE}T{TIME}.123456+00:00 app[web.1]: "),
    "syslog": ahead(f"Nov 28 {TIME} myhost python[1234]: "),
    "a logger": ahead(f"{DATE} {TIME},123 - app - ERROR - "),
    "celery": ahead(f"[{DATE} {TIME},123: ERROR/MainProcess] "),
    "the root logger": ahead("ERROR:root:"),
    "a level": ahead("[ERROR] "),
    "a log in a comment of a mail": lambda text: ahead("> # ")(
        ahead(f"{DATE} {TIME},123 - app - ERROR - ")(text)
    ),
    "a log in a narrow window": lambda text: each_line(cut)("ERROR:root:" + text),
    "Yocto": ahead("| "),
    "nix": ahead("python3.11-rain> "),
    "set in": ahead("        "),
    "a tabulator": ahead("\t"),
    "mail": ahead("> "),
    "mail, quoted twice": ahead(">> "),
    "a comment of Python": ahead("# "),
    "a comment of C": ahead("// "),
    "a comment in a box": ahead(" * "),
    "a list": ahead("- "),
    "numbered": ahead("{}: "),
    "numbered with a line": ahead("  {} | "),
    "numbered in brackets": ahead("[{}] "),
    "found by grep": ahead("build.log:{}:"),
    "entities of HTML": in_html,
    "elements of HTML": in_elements,
    "breaks of HTML": lambda text: html.escape(text).replace("\n", "<br>"),
    "JSON": lambda text: json.dumps(
        {"stderr": 'Traceback\nFile "a.py"\n' + text}, ensure_ascii=False
    ),
    "a fence of Markdown": lambda text: f"It fails:\n```\n{text}\n```\n",
    "a prompt": lambda text: f"ann@box:~/rain$ python rain.py\n{text}\nann@box:~/rain$ ",
    "a prompt of Python": lambda text: f">>> import rain\n{text}",
    "a prompt of Windows": lambda text: f"PS C:\\Users\\ann> python rain.py\n{text}",
    "a box": boxed,
    "cut at 80 columns": each_line(cut),
    "cut at 72 columns": each_line(lambda line: cut(line, 72)),
    "broken at 72 columns": each_line(lambda line: words(line, 72)),
    "broken at 60 columns": each_line(lambda line: words(line, 60)),
    "broken at 80 columns, and quoted": lambda text: ahead("> ")(
        each_line(lambda line: words(line))(text)
    ),
    "fixed spaces": lambda text: text.replace(" ", "\xa0"),
    "spaces at the end": lambda text: text.replace("\n", "   \n"),
    "empty lines between": lambda text: text.replace("\n", "\n\n"),
    "spaces of no width": lambda text: text.replace("_", "\u200b_"),
    "quotes of a word processor": quoted_with("\u2018", "\u2019"),
    "quotes of German": quoted_with("\u201a", "\u2018"),
    "accents for quotes": quoted_with("\u00b4", "\u00b4"),
    "quotes hidden": lambda text: text.replace("'", "\\'"),
    "an address": quote,
    "an address of a search": lambda text: f"https://search.example/find?q={quote_plus(text)}",
    "a mail as it is sent": lambda text: quopri.encodestring(text.encode()).decode(),
    "a title in small letters": lambda text: text.replace("No module named", "no module named"),
    "signs of Chinese": lambda text: text.replace(": ", "\uff1a").replace("(", "\uff08"),
}
