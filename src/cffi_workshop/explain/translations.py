"""Put messages in other languages back into the English that the catalogue has.

They come from systems and compilers. The words are those of glibc, gcc, binutils and Windows, as
their translations ship them; what bash says of signals, and glibc of libraries: system_words.py.
"""

from __future__ import annotations

import re

from cffi_workshop.explain.system_words import system_words

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
    "The filename or extension is too long": (
        "Der Dateiname oder die Erweiterung ist zu lang",
        "Nom de fichier ou extension trop long",
        "El nombre del archivo o la extensión es demasiado largo",
        "Nome do arquivo ou extensão muito grande",
        "文件名或扩展名太长",
        "ファイル名または拡張子が長すぎます",
    ),
    "Permission denied": (
        *("Keine Berechtigung", "Permission non accordée", "Permiso denegado", "Permesso negato"),
        *(
            "Permissão negada",
            "Отказано в доступе",
            "Brak dostępu",
            "Toegang geweigerd",
            "权限不够",
        ),
        *("許可がありません", "허가 거부"),
    ),
    "Segmentation fault": (
        *("Speicherzugriffsfehler", "Erreur de segmentation", "Violación de segmento"),
        *("Errore di segmentazione", "Falha de segmentação", "Ошибка сегментирования"),
        *("Naruszenie ochrony pamięci", "Segmentatiefout", "Segmenteringsfel", "段错误"),
        "세그멘테이션 오류",
    ),
    "command not found": (
        *("Kommando nicht gefunden.", "Befehl nicht gefunden", "commande introuvable"),
        *("orden no encontrada", "comando non trovato", "comando não encontrado"),
        *("команда не найдена", "nie znaleziono polecenia", "opdracht niet gevonden", "未找到命令"),
        *("コマンドが見つかりません", "명령어를 찾을 수 없음"),
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
    ),
    "missing separator": (
        *("Fehlendes Trennzeichen", "séparateur manquant", "falta un separador"),
        *("пропущен разделитель", "遗漏分隔符", "缺失分隔符"),
    ),
    "cannot find -l": (
        *(
            "ne peut trouver -l",
            "impossible de trouver -l",
            "no se puede encontrar -l",
            "找不到 -l",
        ),
        *("impossibile trovare -l", "não foi possível localizar -l", "невозможно найти -l"),
        "nie można odnaleźć -l",
    ),
    "implicit declaration of function": (
        *("Implizite Deklaration der Funktion", "déclaration implicite de la fonction"),
        *("declaración implícita de la función", "隐式声明函数"),
    ),
    " undeclared (": (
        *(" nicht deklariert (", " non déclaré (", " sin declarar (", " 未声明 (", " 未声明("),
    ),
    "has no member named": (
        *("hat kein Element namens", "n'a pas de membre nommé", "no tiene un miembro llamado"),
        "没有名为",
    ),
    "unknown type name": (
        *("unbekannter Typname", "nom de type inconnu", "nombre de tipo desconocido"),
        "未知类型名",
    ),
    "undefined reference to": (
        *("nicht definierter Verweis auf", "undefinierter Verweis auf", "référence indéfinie vers"),
        *("référence non définie vers", "riferimento non definito a", "referência indefinida para"),
        *("неопределённая ссылка на", "未定義参照", "undefinierter Bezug auf"),
    ),
    "The specified module could not be found": (
        "Das angegebene Modul wurde nicht gefunden",
        "Le module spécifié est introuvable",
        "No se puede encontrar el módulo especificado",
        "Impossibile trovare il modulo specificato",
        "Não foi possível encontrar o módulo especificado",
        "Не найден указанный модуль",
        "Nie można odnaleźć określonego modułu",
        "Kan opgegeven module niet vinden",
        "找不到指定的模块",
        "找不到指定的模組",
        "指定されたモジュールが見つかりません",
        "지정된 모듈을 찾을 수 없습니다",
        "Det går inte att hitta den angivna modulen",
        "Det angivne modul blev ikke fundet",
        "Finner ikke angitt modul",
        "Määritettyä moduulia ei löydy",
        "Uvedený modul nebyl nalezen",
        "A megadott modul nem található",
        "Belirtilen modül bulunamadı",
        "Não foi possível localizar o módulo especificado",
    ),
    "cannot load library": ("Cannot load library",),  # PyPy's
    "The specified procedure could not be found": (
        "Die angegebene Prozedur wurde nicht gefunden",
        "La procédure spécifiée est introuvable",
        "No se encontró el proceso especificado",
        "找不到指定的程序",
        "Impossibile trovare la procedura specificata",
        "Não foi possível encontrar o procedimento especificado",
        "Não foi possível localizar o procedimento especificado",
        "Не найдена указанная процедура",
        "Nie można odnaleźć określonej procedury",
        "Kan opgegeven procedure niet vinden",
        "指定されたプロシージャが見つかりません",
        "지정된 프로시저를 찾을 수 없습니다",
        "Belirtilen yordam bulunamadı",
    ),
    "is not a valid Win32 application": (
        "ist keine zulässige Win32-Anwendung",
        "n'est pas une application Win32 valide",
        "no es una aplicación Win32 válida",
        "non è un'applicazione di Win32 valida",
        "não é um aplicativo Win32 válido",
        "не является приложением Win32",
        "nie jest prawidłową aplikacją systemu Win32",
        "不是有效的 Win32 应用程序",
        "不是正確的 Win32 應用程式",
        "は有効な Win32 アプリケーションではありません",
        "올바른 Win32 응용 프로그램이 아닙니다",
    ),
    "is not recognized as an internal or external command": (
        "ist entweder falsch geschrieben oder konnte nicht gefunden werden",
        "n'est pas reconnu en tant que commande interne ou externe",
        "no se reconoce como un comando interno o externo",
        "non è riconosciuto come comando interno o esterno",
        "não é reconhecido como um comando interno ou externo",
        "не является внутренней или внешней командой",
        "nie jest rozpoznawana jako polecenie wewnętrzne lub zewnętrzne",
        "不是内部或外部命令",
        "不是內部或外部命令",
    ),
}
# What stands around a name in other languages, and ahead of it in English.
AROUND = [
    (r"(-l[^ \n:]+) kann nicht gefunden werden", "cannot find $1"),
    (r"kann (-l[^ \n:]+) nicht finden", "cannot find $1"),
    (r"(-l[^ \n:]+) (?:が見つかりません|을\(를\) 찾을 수 없습니다)", "cannot find $1"),
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
