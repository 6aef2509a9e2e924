"""What the C library says of errors of the system, in the languages that it is translated into.

The words are those of glibc, as its translations ship them. What is said most, that a file is not
there, stands with the words of compilers in translations.py.
"""

# ruff: noqa: RUF001 (letters of other alphabets are meant)

__all__ = ["OF_LIBC"]

OF_LIBC: dict[str, tuple[str, ...]] = {
    "Permission denied": (
        *("Keine Berechtigung", "Permission non accordée", "Permiso denegado", "Permesso negato"),
        *("Permissão negada", "Отказано в доступе", "Brak dostępu", "Toegang geweigerd"),
        *("权限不够", "拒絕不符權限的操作", "許可がありません", "허가 거부", "Åtkomst nekas"),
    ),
    "Exec format error": (
        *("Fehler im Format der Programmdatei", "Erreur de format pour exec()"),
        *("Formato de ejecutable incorrecto", "Formato eseguibile non valido"),
        *("Erro no formato exec", "Ошибка формата выполняемого файла", "可执行文件格式错误"),
        *(
            "可執行檔格式錯誤",
            "実行形式エラー",
            "Exec 형식 오류",
            "Błędny format pliku wykonywalnego",
        ),
    ),
    "No space left on device": (
        *(
            "Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
            "No queda espacio en el dispositivo",
        ),
        *("Aucun espace disponible sur le périphérique", "Spazio esaurito sul device"),
        *("Não há espaço disponível no dispositivo", "На устройстве не осталось свободного места"),
        *("设备上没有空间", "裝置上已無多餘空間", "デバイスに空き領域がありません"),
        *("장치에 남은 공간이 없음", "Brak miejsca na urządzeniu"),
    ),
    "Too many open files": (
        *("Zu viele offene Dateien", "Trop de fichiers ouverts", "Demasiados ficheros abiertos"),
        *("Troppi file aperti", "Muitos arquivos abertos", "Слишком много открытых файлов"),
        *("打开的文件过多", "開啟太多檔案", "ファイルを開きすぎです", "Za dużo otwartych plików"),
    ),
    "Not a directory": (
        *("Ist kein Verzeichnis", "N'est pas un dossier", "No es un directorio"),
        *("Non è una directory", "Não é um diretório", "Это не каталог", "不是目录"),
        *("並不是一個目錄", "ディレクトリではありません", "Nie jest katalogiem"),
    ),
    "Is a directory": (
        *("Ist ein Verzeichnis", "est un dossier", "Es un directorio", "È una directory"),
        *(
            "É um diretório",
            "Это каталог",
            "是一个目录",
            "是個目錄",
            "ディレクトリです",
            "Jest katalogiem",
        ),
    ),
    "Input/output error": (
        *("Eingabe-/Ausgabefehler", "Erreur d'entrée/sortie", "Error de entrada/salida"),
        *("Errore di input/output", "Erro de entrada/saída", "Ошибка ввода/вывода"),
        *("输入/输出错误", "輸入/輸出錯誤", "入力/出力エラーです", "Błąd wejścia/wyjścia"),
    ),
    "Read-only file system": (
        *("Das Dateisystem ist nur lesbar", "Système de fichiers accessible en lecture seulement"),
        *("Sistema de ficheros de sólo lectura", "File system in sola lettura"),
        *(
            "Sistema de arquivos somente para leitura",
            "Файловая система доступна только для чтения",
        ),
        *("只读文件系统", "唯讀的檔案系統", "読み込み専用ファイルシステムです"),
    ),
    "Cannot allocate memory": (
        *("Nicht genügend Hauptspeicher verfügbar", "Ne peut allouer de la mémoire"),
        *("No se pudo asignar memoria", "Impossibile allocare memoria"),
        *("Não foi possível alocar memória", "Невозможно выделить память", "无法分配内存"),
        *("無法配置記憶體", "メモリを確保できません", "Nie można przydzielić pamięci"),
    ),
    "Killed": (
        *("Getötet", "Processus arrêté", "Terminado (killed)", "Убито", "已杀死", "強制終了"),
    ),
    "Segmentation fault": (
        *("Speicherzugriffsfehler", "Erreur de segmentation", "Violación de segmento"),
        *("Errore di segmentazione", "Falha de segmentação", "Ошибка сегментирования"),
        *("Naruszenie ochrony pamięci", "Segmentatiefout", "Segmenteringsfel", "段错误"),
        "세그멘테이션 오류",
    ),
}
