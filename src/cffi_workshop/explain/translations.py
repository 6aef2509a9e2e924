"""Put messages in other languages back into the English that the catalogue has.

They come from systems and compilers: compiler_words.py has those of gcc, binutils and make,
system_words.py those of bash and glibc, windows_words.py those of Windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.explain import compiler_words
from cffi_workshop.explain.system_words import phrases, system_words
from cffi_workshop.explain.windows_words import OF_WINDOWS

# ruff: noqa: RUF001 (letters of other alphabets are meant)

__all__ = ["AROUND", "QUOTES", "TRANSLATIONS", "in_english"]

ENGLISH: dict[str, tuple[str, ...]] = {
    "'": ("«", "»"),  # those of French have a space inside, which QUOTES take away
    ": No such file or directory": (
        *(" : Aucun fichier ou dossier de ce type", " : Aucun fichier ou dossier de ce nom"),
    ),
    ": command not found": (" : commande introuvable", "：指令找不到"),
    "fatal error:": (
        *("schwerwiegender Fehler:", "erreur fatale :", "erreur fatale:", "error fatal:"),
        *("errore fatale:", "erro fatal:", "фатальная ошибка:", "błąd krytyczny:", "致命错误:"),
        *("致命的エラー:", "치명적 오류:", "嚴重錯誤:", "fatale fout:", "ölümcül hata:"),
        *("ödesdigert fel:", "критична помилка:"),
    ),
    " error: ": (
        *(" Fehler: ", " erreur : ", " erreur: ", " errore: ", " erro: ", " ошибка: ", " błąd: "),
        *(" 错误: ", " エラー: ", " 오류: ", " 錯誤: ", " fout: ", " hata: ", " fel: "),
        " помилка: ",
    ),
    " warning: ": (
        *(" Warnung: ", " attention : ", " avertissement : ", " AVERTISSEMENT : ", " aviso: "),
        *(" advertencia: ", " atención: ", " attenzione: ", " предупреждение: ", " 警告: "),
        *(" 경고: ", " waarschuwing: ", " uyarı: ", " varning: ", " попередження: "),
    ),
    "cannot load library": ("Cannot load library",),  # PyPy's
    **OF_WINDOWS,
}
# What stands around a name in other languages, and ahead of it in English.
OTHERWISE = (
    (r'undefined reference to "([^"\n]{1,200})"', "undefined reference to '$1'"),
    (r"('[^'\n]{1,200}') attendu avant", "expected $1 before"),
    (r"\] (?:Erreur|Fehler|Errore|Erro|Ошибка|Błąd|错误|錯誤|エラー|오류) ([0-9])", "] Error $1"),
)
# What stands around a name, and then English. French has spaces inside; the last one of German is
# as the first of English; of a line of Swedish, with two names at most, both are as the last one.
QUOTES = (
    (r"« ([^«»\n]*?) »|«([^«»\"\n]*?)\"", "'$1$2'"),
    *((r"( (?:fel|varning): [^\"\n]*)\"([^\"\n]{1,200})\"", "$1'$2'"),) * 2,
)
UNQUOTING = tuple((re.compile(said), english.replace("$", "\\")) for said, english in QUOTES)
HOLE = re.compile(r"\$([12])")
NAME = r"('[^'\n]{1,200}'|-l[^ \n:]{1,60})"
OF_COMPILERS = tuple(phrases(compiler_words.SAID))


def plain_phrases() -> Iterator[tuple[str, str]]:
    """Yield what is put into English where it stands: what is in a hole stays behind it."""
    yield from ((said, english) for english, others in ENGLISH.items() for said in others)
    yield from system_words()
    for said, english in OF_COMPILERS:
        if is_plain(said, english):
            first, rest = said[0], said[1:].removesuffix("$1")
            cases = dict.fromkeys((first.lower(), first.upper(), first))
            yield from ((one + rest, english.removesuffix("$1")) for one in cases)


def is_plain(said: str, english: str) -> bool:
    """Say whether a phrase has no hole, or one that is at its end in English, too."""
    return all(one.removesuffix("$1").count("$") == 0 for one in (said, english))


def around(said: str, english: str) -> tuple[str, str, str]:
    """Return the expression for a phrase with holes, its English, and its longest part.

    A hole has the number of its group there: another language may have the second one ahead.
    """
    parts = HOLE.split(said)
    literals = parts[::2]
    places = {hole: f"${place}" for place, hole in enumerate(parts[1::2], 1)}
    expression = NAME.join(map(re.escape, literals)).replace(r"\ ", " ")
    return expression, HOLE.sub(lambda hole: places[hole[1]], english), max(literals, key=len)


AROUND = [
    *sorted(
        (around(said, english) for said, english in OF_COMPILERS if not is_plain(said, english)),
        key=lambda phrase: -len(phrase[0]),  # one may be a part of another
    ),
    *((said, english, "") for said, english in OTHERWISE),
]
TRANSLATIONS = list(plain_phrases())


def in_english(text: str) -> str:
    """Return the text with the phrases that systems translate in English."""
    for quoted, instead in UNQUOTING:
        text = quoted.sub(instead, text)
    for said, english in TRANSLATIONS:
        text = text.replace(said, english)
    for expression, english, part in AROUND:
        if part in text:
            text = re.sub(expression, HOLE.sub(r"\\\1", english), text)
    return text
