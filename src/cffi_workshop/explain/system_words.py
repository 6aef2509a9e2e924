"""What bash and glibc say of signals, files and libraries, in the languages that they ship.

The words are those of their catalogues of messages, `bash.mo` and `libc.mo`.
"""

from __future__ import annotations

from collections.abc import Iterator

# ruff: noqa: RUF001 (letters of other alphabets are meant)

__all__ = ["phrases", "system_words"]

# The English, and what stands for it in other languages: signs as disguises.py makes them alike.
SAID = """
Segmentation fault:
  Speicherzugriffsfehler | Erreur de segmentation | Violación de segmento |
  Errore di segmentazione | Falha de segmentação | Ошибка сегментирования |
  Naruszenie ochrony pamięci | Segmentatiefout | Segmenteringsfel | 段错误 | 세그멘테이션 오류 |
  Adressierungsfehler | Ошибка сегментации | Bölünme hatası | 程式記憶體區段錯誤 |
  セグメンテーションフォルト | 세그먼테이션 오류 | Falta de segmentação | Parçalama arızası
Bus error:
  Bus-Zugriffsfehler | Erreur du bus | Error del bus | Errore di bus | Erro no barramento |
  Erro de bus | Ошибка шины | Błąd szyny | Busfout | Bussfel | Veri yolu hatası | 总线错误 |
  匯流排錯誤 | バスエラー | 버스 오류
Illegal instruction:
  Ungültiger Maschinenbefehl | Instruction non permise | Instrucción ilegal |
  Istruzione non consentita | Instrução ilegal | Недопустимая инструкция | Błędna instrukcja |
  Ongeldige instructie | Otillåten instruktion | Yönerge kuraldışı | 非法指令 | 無效指令 |
  명령어가 잘못됨
Floating point exception:
  Gleitkomma-Ausnahme | Exception en point flottant | Excepción de coma flotante |
  Eccezione in virgola mobile | Exceção de ponto flutuante | Excepção de vírgula flutuante |
  Исключение в операции с плавающей точкой | Błąd w obliczeniach zmiennoprzecinkowych |
  Drijvendekomma-berekeningsfout | Flyttalsfel | Gerçel sayı istisnası | 浮点数例外 | 浮點數例外 |
  浮動小数点例外 | 부동 소수점 예외
(core dumped):
  (Speicherabzug geschrieben) | ('core' generado) | (core dump creato) |
  (imagem do núcleo gravada) | (núcleo despejado) | (образ памяти сброшен на диск) |
  (zrzut pamięci) | (geheugendump gemaakt) | (minnesutskrift skapad) | (çekirdek döküldü) |
  (核心已转储) | (核心已傾印) | (コアダンプ) | (코어 덤프됨)
cannot open shared object file:
  Kann die Shared-Object-Datei nicht öffnen | Ne peut ouvrir le fichier d'objet partagé |
  no se puede abrir el fichero del objeto compartido |
  impossibile aprire il file oggetto condiviso | não é possível abrir arquivo compartilhado |
  impossível abrir ficheiro-objecto partilhado | невозможно открыть разделяемый объектный файл |
  nie można otworzyć pliku obiektu dzielonego | kan gedeeld objectbestand niet openen |
  kan inte öppna delad objektfil | paylaşımlı nesne dosyası açılamıyor | 无法打开共享对象文件 |
  無法開啟共用物件 | 共有オブジェクトファイルを開けません | 동적 오브젝트 파일을 열 수 없습니다
file too short:
  Die Datei ist zu kurz | fichier trop court | fichero demasiado corto | file troppo corto |
  arquivo pequeno demais | ficheiro muito curto | файл слишком мал | plik za krótki |
  bestand is te kort | fil för kort | dosya çok küçük | 文件过短 | 檔案太小 |
  ファイルが小さすぎます | 파일이 너무 짧습니다
invalid ELF header:
  Ungültiger ELF-Header | en-tête ELF invalide | cabecera ELF inválida |
  intestazione ELF non valida | cabeçalho de ELF inválido | cabeçalho ELF inválido |
  неверный заголовок ELF | nieprawidłowy nagłówek ELF | ongeldige ELF-header |
  ogiltigt ELF-huvud | geçersiz ELF başlığı | 无效的 ELF 头 | 無效的 ELF 標頭 |
  無効な ELF ヘッダーです | ELF 헤더가 잘못됨
failed to map segment from shared object:
  Fehler beim Mappen des Shared Objects |
  échec d'adressage (mapping) du segment de l'objet partagé |
  fallo al asignar un segmento del objeto compartido |
  mappatura del segmento dall'oggetto condiviso non riuscita |
  falha no mapeamento de segmento do objeto compartilhado |
  falha ao mapear segmento de objecto partilhado |
  сбой отображения сегмента из разделяемого объекта |
  odwzorowanie segmentu z obiektu dzielonego nie powiodło się |
  kan segment van gedeeld object niet in het geheugen plaatsen |
  misslyckades att mappa segment från delat objekt | parça paylaşımlı nesneden eşleştirilemedi |
  无法从共享目标中映射段 | 從共用物件中對映區段失敗 |
  共有オブジェクトのセグメントをマップするのに失敗しました |
  동적 오브젝트의 세그먼트를 매핑하는 실패
wrong ELF class: ELFCLASS:
  falsche ELF-Klasse: ELFCLASS | mauvaise classe ELF : ELFCLASS | clase ELF errónea: ELFCLASS |
  classe ELF errata: ELFCLASS | classe ELF errada: ELFCLASS | неправильный класс ELF: ELFCLASS |
  niewłaściwa klasa ELF: ELFCLASS | verkeerde ELF-klasse: ELFCLASS | fel ELF-klass: ELFCLASS |
  yanlış ELF sınıfı: ELFCLASS | 错误的 ELF 类: ELFCLASS | 錯誤 ELF 類別: ELFCLASS |
  間違った ELF クラスです: ELFCLASS | ELF 클래스가 틀렸습니다: ELFCLASS
Too many open files:
  Zu viele offene Dateien | Trop de fichiers ouverts | Demasiados ficheros abiertos |
  Troppi file aperti | Muitos arquivos abertos | Demasiados ficheiros abertos |
  Слишком много открытых файлов | Za dużo otwartych plików | Te veel open bestanden |
  För många öppna filer | Çok fazla açık dosya var | 打开的文件过多 | 開啟太多檔案 |
  ファイルを開きすぎです | 열린 파일이 너무 많음
Permission denied:
  Keine Berechtigung | Permission non accordée | Permiso denegado | Permesso negato |
  Permissão negada | Отказано в доступе | Brak dostępu | Toegang geweigerd | 权限不够 |
  拒絕不符權限的操作 | 許可がありません | 허가 거부 | Åtkomst nekas
Exec format error:
  Fehler im Format der Programmdatei | Erreur de format pour exec() |
  Formato de ejecutable incorrecto | Formato eseguibile non valido | Erro no formato exec |
  Ошибка формата выполняемого файла | 可执行文件格式错误 | 可執行檔格式錯誤 | 実行形式エラー |
  Exec 형식 오류 | Błędny format pliku wykonywalnego
No space left on device:
  Auf dem Gerät ist kein Speicherplatz mehr verfügbar | No queda espacio en el dispositivo |
  Aucun espace disponible sur le périphérique | Spazio esaurito sul device |
  Não há espaço disponível no dispositivo | На устройстве не осталось свободного места |
  设备上没有空间 | 裝置上已無多餘空間 | デバイスに空き領域がありません | 장치에 남은 공간이 없음 |
  Brak miejsca na urządzeniu
Not a directory:
  Ist kein Verzeichnis | N'est pas un dossier | No es un directorio | Non è una directory |
  Não é um diretório | Это не каталог | 不是目录 | 並不是一個目錄 | ディレクトリではありません |
  Nie jest katalogiem
Is a directory:
  Ist ein Verzeichnis | est un dossier | Es un directorio | È una directory | É um diretório |
  Это каталог | 是一个目录 | 是個目錄 | ディレクトリです | Jest katalogiem
Input/output error:
  Eingabe-/Ausgabefehler | Erreur d'entrée/sortie | Error de entrada/salida |
  Errore di input/output | Erro de entrada/saída | Ошибка ввода/вывода | 输入/输出错误 |
  輸入/輸出錯誤 | 入力/出力エラーです | Błąd wejścia/wyjścia
Read-only file system:
  Das Dateisystem ist nur lesbar | Système de fichiers accessible en lecture seulement |
  Sistema de ficheros de sólo lectura | File system in sola lettura |
  Sistema de arquivos somente para leitura | Файловая система доступна только для чтения |
  只读文件系统 | 唯讀的檔案系統 | 読み込み専用ファイルシステムです
Cannot allocate memory:
  Nicht genügend Hauptspeicher verfügbar | Ne peut allouer de la mémoire |
  No se pudo asignar memoria | Impossibile allocare memoria | Não foi possível alocar memória |
  Невозможно выделить память | 无法分配内存 | 無法配置記憶體 | メモリを確保できません |
  Nie można przydzielić pamięci
Killed:
  Getötet | Processus arrêté | Terminado (killed) | Убито | 已杀死 | 強制終了
"""
# Too common a word to be one alone.
ABORTED = (
    "Abgebrochen | Abandon | Abortado | Annullato | Аварийный останов | Przerwane | Afgebroken"
    " | Avbruten | İptal edildi | 已放弃 | 中止 | 중지됨"
)
# As the shell shows it: of what was typed; of a script, where a column is kept for the word.
BEHIND_IT = (" (core dumped)", "(core dumped)", "    ")


def system_words() -> Iterator[tuple[str, str]]:
    """Yield each phrase of another language with the English for it."""
    yield from phrases(SAID)
    for said in words(ABORTED):
        yield from ((said + behind, "Aborted" + behind) for behind in BEHIND_IT)


def phrases(table: str) -> Iterator[tuple[str, str]]:
    """Yield what a table has in other languages, each with the English above it."""
    english = ""
    for line in table.strip().split("\n"):
        if not line.startswith(" "):
            english = line.removesuffix(":")
            continue
        yield from ((said, english) for said in words(line))


def words(text: str) -> list[str]:
    return [one.strip() for one in text.split("|") if one.strip()]
