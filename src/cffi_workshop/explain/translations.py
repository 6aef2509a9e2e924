"""Put messages in other languages back into the English that the catalogue has.

They come from systems and compilers. The words are those of gcc, binutils and make, as their
translations ship them; system_words.py has those of bash and glibc, windows_words.py the others.
"""

from __future__ import annotations

import re

from cffi_workshop.explain.system_words import system_words
from cffi_workshop.explain.windows_words import OF_WINDOWS

# ruff: noqa: RUF001 (letters of other alphabets are meant)

__all__ = ["AROUND", "FRENCH_QUOTES", "TRANSLATIONS", "in_english"]

ENGLISH: dict[str, tuple[str, ...]] = {
    "'": ("«", "»"),  # those of French have a space inside, which FRENCH_QUOTES takes away
    ": No such file or directory": (
        *(" : Aucun fichier ou dossier de ce type", " : Aucun fichier ou dossier de ce nom"),
    ),
    "No such file or directory": (
        "Datei oder Verzeichnis nicht gefunden",
        "Aucun fichier ou dossier de ce type",
        "Aucun fichier ou dossier de ce nom",
        "No existe el archivo o el directorio",
        "No existe el fichero o el directorio",
        "File o directory non esistente",
        "Arquivo ou diretório inexistente",
        "Arquivo ou diretório não encontrado",
        "Ficheiro ou directoria inexistente",
        "Нет такого файла или каталога",
        "Nie ma takiego pliku ani katalogu",
        "Bestand of map bestaat niet",
        "Filen eller katalogen finns inte",
        "Adresář nebo soubor neexistuje",
        "Böyle bir dosya ya da dizin yok",
        "没有那个文件或目录",
        "沒有此一檔案或目錄",
        "そのようなファイルやディレクトリはありません",
        "그런 파일이나 디렉터리가 없습니다",
    ),
    ": command not found": (" : commande introuvable", "：指令找不到"),
    "command not found": (
        *("Kommando nicht gefunden.", "Befehl nicht gefunden", "commande introuvable"),
        *("orden no encontrada", "comando non trovato", "comando não encontrado"),
        *("команда не найдена", "nie znaleziono polecenia", "opdracht niet gevonden", "未找到命令"),
        *(
            "コマンドが見つかりません",
            "명령어를 찾을 수 없음",
            "команду не знайдено",
            "kommandot finns inte",
        ),
    ),
    "fatal error:": (
        *("schwerwiegender Fehler:", "erreur fatale :", "erreur fatale:", "error fatal:"),
        *("errore fatale:", "erro fatal:", "фатальная ошибка:", "błąd krytyczny:", "致命错误:"),
        *("致命的エラー:", "치명적 오류:"),
    ),
    " error: ": (
        *(" Fehler: ", " erreur : ", " erreur: ", " errore: ", " erro: ", " ошибка: ", " błąd: "),
        *(" 错误: ", " エラー: ", " 오류: "),
    ),
    " warning: ": (
        *(" Warnung: ", " attention : ", " avertissement : ", " aviso: ", " advertencia: "),
        *(" attenzione: ", " предупреждение: ", " 警告: ", " 경고: "),
    ),
    "No rule to make target": (
        *("Keine Regel, um", "Aucune règle pour fabriquer la cible", "没有规则可制作目标"),
        *("No hay ninguna regla para construir el objetivo", "Нет правила для сборки цели"),
        *("Nessuna regola per generare l'obiettivo", "Sem regra para processar o alvo"),
        *(
            "沒有規則可製作目標",
            "Brak reguł do wykonania obiektu",
            "Brak reguł do zrobienia obiektu",
        ),
    ),
    "missing separator": (
        *("Fehlendes Trennzeichen", "séparateur manquant", "falta un separador"),
        *("пропущен разделитель", "遗漏分隔符", "缺失分隔符", "分隔符缺失", "缺少分隔符"),
        *(
            "Fehlender Trenner",
            "fehlender Trenner",
            "separatore mancante",
            "faltando o separador",
            "faltando separador",
        ),
        *("分離記号を欠いています", "brakujący separator"),
    ),
    "No targets specified and no makefile found": (
        *(
            "Es wurden keine Ziele angegeben",
            "Nessun obiettivo specificato e nessun makefile trovato",
        ),
        "Pas de cible spécifiée et aucun makefile n'a été trouvé",
        "No se especificó ningún objetivo y no se encontró ningún makefile",
        "Nenhum alvo indicado e nenhum arquivo make encontrado",
        *("Не заданы цели и не найден make-файл", "没有指明目标并且找不到 makefile"),
        "ターゲットが指定されておらず, makefile も見つかりません",
    ),
    "cannot find -l": (
        *("ne peut pas trouver -l", "не вдалося знайти -l", "kan inte hitta -l"),
        *(
            "ne peut trouver -l",
            "impossible de trouver -l",
            "no se puede encontrar -l",
            "找不到 -l",
        ),
        *("impossibile trovare -l", "não foi possível localizar -l", "невозможно найти -l"),
        "nie można odnaleźć -l",
    ),
    "multiple definition of": (
        *("Mehrfachdefinition von", "définitions multiples de", "definiciones múltiples de"),
        *("múltiplas definições de", "повторное определение", "повторне визначення"),
    ),
    "file format not recognized": (
        *("Dateiformat nicht erkannt", "format de fichier non reconnu"),
        *("формат файла не распознан", "formato de fichero no reconocido"),
    ),
    "file not recognized": (
        *("Datei nicht erkannt", "fichier non reconnu", "no se reconoce el fichero"),
        *("arquivo não reconhecido", "файл не распознан"),
    ),
    "file in wrong format": (
        *(
            "Datei in falschem Format",
            "fichier dans un mauvais format",
            "файл в неправильном формате",
        ),
    ),
    "skipping incompatible": ("пропускается несовместимый", "hoppar över inkompatibel"),
    "implicit declaration of function": (
        *("Implizite Deklaration der Funktion", "déclaration implicite de la fonction"),
        *("declaración implícita de la función", "隐式声明函数"),
    ),
    " undeclared (": (
        *(" nicht deklariert (", " non déclaré (", " sin declarar (", " 未声明 (", " 未声明("),
        "未声明(",
    ),
    "has no member named": (
        *("hat kein Element namens", "n'a pas de membre nommé", "no tiene un miembro llamado"),
        "没有名为",
    ),
    "unknown type name '": ("unbekannter Typname: '",),
    "conflicting types for": (
        *("in Konflikt stehende Typen für", "In Konflikt stehende Typen für"),
        *("types conflictuels pour", "conflit de types pour", "tipos en conflicto para"),
    ),
    "too few arguments to function": (
        *("zu wenige Argumente für Funktion", "trop peu d'arguments pour la fonction"),
        *("faltan argumentos para la función", "muy pocos argumentos para la función"),
    ),
    "too many arguments to function": (
        *("zu viele Argumente für Funktion", "trop d'arguments pour la fonction"),
        "demasiados argumentos para la función",
    ),
    "unknown type name": (
        *("unbekannter Typname", "nom de type inconnu", "nombre de tipo desconocido"),
        "未知类型名",
    ),
    "undefined reference to": (
        *("nicht definierter Verweis auf", "undefinierter Verweis auf", "référence indéfinie vers"),
        *("référence non définie vers", "riferimento non definito a", "referência indefinida para"),
        *("неопределённая ссылка на", "未定義参照", "undefinierter Bezug auf"),
        *("referência não definida para", "невизначене посилання"),
    ),
    "cannot load library": ("Cannot load library",),  # PyPy's
    **OF_WINDOWS,
}
# What stands around a name in other languages, and ahead of it in English.
AROUND = [
    (r"kann (-l[^ \n:]{1,60}) nicht finden", "cannot find $1"),
    (
        r"(-l[^ \n:]{1,60}) (?:kann nicht gefunden werden|が見つかりません|bulunamadı)",
        "cannot find $1",
    ),
    (r"与('[^'\n]{1,200}')类型冲突", "conflicting types for $1"),
    (r"提供给函数('[^'\n]{1,200}')的实参太(?:少|多)", "too few arguments to function $1"),
    (r"referencia a ('[^'\n]{1,200}') sin definir", "undefined reference to $1"),
    (r'undefined reference to "([^"\n]{1,200})"', "undefined reference to '$1'"),
    (r"('[^'\n]{1,200}') attendu avant", "expected $1 before"),
    (r"\] (?:Erreur|Fehler|Errore|Erro|Ошибка|Błąd|错误|錯誤|エラー|오류) ([0-9])", "] Error $1"),
]
FRENCH_QUOTES = re.compile(r"« ([^«»\n]*?) »")
TRANSLATIONS = [
    *((said, english) for english, others in ENGLISH.items() for said in others),
    *system_words(),
]


def in_english(text: str) -> str:
    """Return the text with the phrases that systems translate in English."""
    text = FRENCH_QUOTES.sub(r"'\1'", text)
    for said, english in TRANSLATIONS:
        text = text.replace(said, english)
    for around, ahead in AROUND:
        text = re.sub(around, ahead.replace("$1", r"\1"), text)
    return text
