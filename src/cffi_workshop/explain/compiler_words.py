"""What gcc, binutils and make say, in the languages that they ship.

The words are those of their catalogues of messages: `gcc.mo`, `ld.mo`, `bfd.mo`, `make.mo`.
"""

from __future__ import annotations

# ruff: noqa: RUF001 (letters of other alphabets are meant)

__all__ = ["SAID"]

# The English, and what stands for it in other languages, with the same holes: $1 and $2 are what
# stands in quotes, or a library behind -l.
SAID = """
No such file or directory:
  Datei oder Verzeichnis nicht gefunden | Aucun fichier ou dossier de ce type |
  Aucun fichier ou dossier de ce nom | No existe el archivo o el directorio |
  No existe el fichero o el directorio | File o directory non esistente |
  Arquivo ou diretório inexistente | Arquivo ou diretório não encontrado |
  Ficheiro ou directoria inexistente | Нет такого файла или каталога |
  Nie ma takiego pliku ani katalogu | Bestand of map bestaat niet |
  Filen eller katalogen finns inte | Adresář nebo soubor neexistuje |
  Böyle bir dosya ya da dizin yok | Немає такого файла або каталогу | 没有那个文件或目录 |
  沒有此一檔案或目錄 | そのようなファイルやディレクトリはありません |
  그런 파일이나 디렉터리가 없습니다
command not found:
  Kommando nicht gefunden. | Befehl nicht gefunden | commande introuvable | orden no encontrada |
  comando non trovato | comando não encontrado | команда не найдена | nie znaleziono polecenia |
  opdracht niet gevonden | 未找到命令 | コマンドが見つかりません | 명령어를 찾을 수 없음 |
  команду не знайдено | kommandot finns inte
skipping incompatible:
  пропускается несовместимый | hoppar över inkompatibel
No targets specified and no makefile found:
  Es wurden keine Ziele angegeben | Nessun obiettivo specificato e nessun makefile trovato |
  Pas de cible spécifiée et aucun makefile n'a été trouvé |
  No se especificó ningún objetivo y no se encontró ningún makefile |
  Nenhum alvo indicado e nenhum arquivo make encontrado | Не заданы цели и не найден make-файл |
  没有指明目标并且找不到 makefile | ターゲットが指定されておらず, makefile も見つかりません |
  Geen doelen opgegeven en geen Makefile gevonden |
  Inga mål angavs och ingen makefil hittades | Не задані цілі і не знайдений make-файл
$1 undeclared (first use in this function):
  $1 nicht deklariert (erste Verwendung in dieser Funktion) |
  $1 non déclaré (première utilisation dans cette fonction) |
  $1 no se declaró aquí (primer uso en esta función) |
  $1 не описан (первое использование в этой функции) |
  $1 が宣言されていません (この関数内での最初の使用) | $1未声明(在此函数内第一次使用) |
  $1 sin declarar (primer uso en esta función) |
  $1 är odeklarerad (första förekomsten i denna funktion)
$1 undeclared here (not in a function):
  $1 ist hier nicht deklariert (nicht in einer Funktion) |
  $1 non déclaré ici (hors de toute fonction) | $1 no se declaró aquí (no en una función) |
  $1 не описан здесь (не в функции) | $1 がここでは宣言されていません (関数内ではない) |
  $1未声明(不在函数内) |
  $1 är odeklarerad här (inte i en funktion)
$1 has no member named $2:
  $1 hat kein Element namens $2 | $1 n'a pas de membre nommé $2 |
  $1 no tiene un miembro llamado $2 | $1 не содержит элемента с именем $2 |
  $1 は $2 という名前のメンバを持っていません | $1没有名为$2的成员 | $1 沒具名為 $2 的成員 |
  $1 türü $2 isimli üye içermiyor |
  $1 har ingen medlem med namnet $2
implicit declaration of function $1:
  Implizite Deklaration der Funktion $1 | déclaration implicite de la fonction $1 |
  declaración implícita de la función $1 | неявная декларация функции $1 |
  関数 $1 の暗黙的な宣言です | 隐式声明函数$1 | 隱含宣告函式 $1 | $1 işlevinin örtük bildirimi |
  неявное объявление функции $1 |
  impliciete declaratie van functie $1 | implicit deklaration av funktionen $1 |
  неявне оголошення функції $1
unknown type name $1:
  unbekannter Typname: $1 | nom de type $1 inconnu | nombre de tipo $1 desconocido |
  неизвестное имя типа $1 | 不明な型名 $1 です | 未知的类型名$1 | 未知类型名$1 |
  okänt typnamn $1
conflicting types for $1:
  In Konflikt stehende Typen für $1 | types conflictuels pour $1 | tipos en conflicto para $1 |
  несовместимые типы для $1 | $1 と型が競合しています | 与$1类型冲突 | 與 $1 類型衝突 |
  $1 için çelişen türler | conflit de types pour $1 | abweichende Typen für $1 |
  motstridiga typer på $1
too few arguments to function $1:
  Zu wenige Argumente für Funktion $1 | trop peu d'arguments pour la fonction $1 |
  faltan argumentos para la función $1 | слишком мало аргументов в вызове функции $1 |
  関数 $1 へ渡す引数が少なすぎます | 提供给函数$1的实参太少 | 提供給函式 $1 的引數太少 |
  $1 işlevi için çok az argüman belirtildi | muy pocos argumentos para la función $1 |
  te weinig argumenten voor functie $1 | för få argument till funktionen $1
too many arguments to function $1:
  zu viele Argumente für Funktion $1 | trop d'arguments pour la fonction $1 |
  demasiados argumentos para la función $1 | слишком много аргументов в вызове функции $1 |
  関数 $1 への引数が多すぎます | 提供给函数$1的实参太多 | 提供給函式 $1 的引數太多 |
  $1 işlevi için çok fazla argüman belirtildi |
  för många argument till funktionen $1
redefinition of $1:
  Redefinition von $1 | redéfinition de $1 | redefinición de $1 | переопределение $1 |
  $1 が再定義されました | $1重定义 | $1 重定義 | $1 için yeniden tanımlama |
  $1 の再定義です | $1 yeniden tanımlanmış |
  herdefinitie van $1 | omdefinition av $1
incompatible types when assigning to type $1 from type $2:
  unverträgliche Typen bei Zuweisung an Typ $1 von Typ $2 |
  types incompatibles dans l'affectation au type $1 depuis le type $2 |
  tipos incompatible en la asignación al tipo $1 del tipo $2 |
  несовместимые типы в присваивании типу $1 значения типа $2 |
  型 $1 への型 $2 からの代入時に互換性のない型です | 将$2赋值给$1时类型不兼容 |
  inkompatibla typer i tilldelning till typ $1 från typ $2
unrecognized command-line option $1:
  nicht erkannte Kommandozeilenoption $1 | option $1 non reconnue sur la ligne de commande |
  okänd kommandoradsflagga $1
no input files:
  keine Eingabedateien | pas de fichier à l'entrée | no hay ficheros de entrada |
  не заданы входные файлы | 入力ファイルがありません | 没有输入文件 | 沒有輸入檔案 |
  girdi dosyası yok | inga indatafiler |
  geen invoerbestanden | немає вхідних даних
invalid use of incomplete typedef $1:
  falsche Verwendung des unvollständigen typedef $1 | utilisation invalide du typedef incomplet $1 |
  uso no válido del typedef incompleto $1 | некорректное использование неполного typedef $1 |
  ogiltig användning av ofullständig typedef $1
storage size of $1 isn't known:
  Speichergröße von $1 ist unbekannt | la taille de stockage de $1 est inconnue |
  no se conoce el tamaño de almacenamiento de $1 | размер $1 в памяти неизвестен |
  $1 の記憶域サイズが不明です | $1的存储大小未知 | $1 的存儲大小不明 |
  $1 nin saklama uzunluğu bilinmiyor
lvalue required as left operand of assignment:
  Als linker Operand einer Zuweisung wird L-Wert erfordert |
  l-valeur exigée comme opérande de gauche de l'affectation |
  se requiere un l-valor como operando izquierdo de la asignación |
  левая часть в присваивании должна быть lvalue-выражением |
  代入の左側の被演算子として左辺値が必要です | 赋值运算的左操作数必须是左值 |
  l-värde krävs som vänstra operand i tilldelning
static declaration of $1 follows non-static declaration:
  Statische Deklaration von $1 folgt nicht-statischer Deklaration |
  la déclaration statique de $1 suit une déclaration non statique |
  declaración static de $1 después de una declaración que no es static |
  static-декларация $1 после неstatic-декларации | $1 の静的宣言が非静的宣言の後に続いています |
  对$1的静态声明出现在非静态声明之后 | 對 $1 的靜態宣告出現在非靜態宣告之後 |
  $1 statik bildirimi statik olmayan bildirimi izliyor |
  statisk deklaration av $1 följer på icke-statisk deklaration
subscripted value is neither array nor pointer:
  indizierter Wert ist weder Array noch Zeiger noch Vektor |
  la valeur de l'indice n'est ni un tableau ni un pointeur ni un vecteur |
  el valor del subíndice no es ni matriz ni puntero ni vector |
  индексируемый объект не является ни массивом, ни указателем, ни вектором |
  添字が付けられた値が、配列、ポインタまたはベクトルではありません |
  indexerat värde är varken en vektor eller pekare |
  waarde met subscript is noch een array, noch een pointer
expected identifier or '(':
  Bezeichner oder '(' erwartet | identificateur ou '(' attendu |
  se esperaba un identificador o '(' | ожидался идентификатор или '(' |
  識別子または '(' が予期されます | 需要标识符或'(' | 需要識別碼或 '(' |
  betimleyici veya '(' umuluyordu |
  identifierare eller '(' förväntades
expected declaration specifiers:
  Deklarationsspezifizierer erwartet | spécificateurs de déclaration attendus |
  se esperaban especificadores de declaración | ожидались спецификаторы декларации |
  宣言指定が予期されます | 需要指定声明 | 需要指定宣告 | bildirim belirteçleri umuluyordu |
  deklarationsspecificerare förväntades
undefined reference to $1:
  référence indéfinie vers $1 | referencia a $1 sin definir | riferimento non definito a $1 |
  referência não definida para $1 | неопределённая ссылка на $1 |
  $1 に対する定義されていない参照です | 对$1未定义的引用 | 未定義參考到 $1 | $1ye tanımsız başvuru |
  невизначене посилання $1 | nicht definierter Verweis auf $1 | undefinierter Verweis auf $1 |
  undefinierter Bezug auf $1 | référence non définie vers $1 | referência indefinida para $1
multiple definition of $1:
  définitions multiples de $1 | definiciones múltiples de $1 | definizione multipla di $1 |
  múltiplas definições de $1 | $1 が重複して定義されています |
  $1 的多重定义 | $1 的多重定義 | $1 için birden fazla tanım | повторное определение $1 |
  Mehrfachdefinition von $1 | повторне визначення $1 |
  fler definitioner av $1
cannot find $1:
  ne peut pas trouver $1 | no se puede encontrar $1 | impossibile trovare $1 |
  não foi possível localizar $1 | невозможно найти $1 | $1 が見つかりません | 找不到 $1 |
  $1 bulunamadı | kan inte hitta $1 | не вдалося знайти $1 | kann $1 nicht finden |
  $1 kann nicht gefunden werden | ne peut trouver $1 | impossible de trouver $1 |
  nie można odnaleźć $1
file in wrong format:
  Fichero en formato equivocado | 誤った形式のファイルです | 文件格式错误 | Dosya yanlış biçemde |
  Filen är i fel format | Datei in falschem Format | fichier dans un mauvais format |
  файл в неправильном формате |
  файл у помилковому форматі
file format not recognized:
  No se reconoce el formato del fichero | ファイル形式が認識できません | 不可识别的文件格式 |
  Dosya biçemi tanınmıyor | Filformatet känns inte igen | Dateiformat nicht erkannt |
  format de fichier non reconnu | формат файла не распознан | formato de fichero no reconocido |
  формат файла не розпізнано
file not recognized:
  Datei nicht erkannt | fichier non reconnu | no se reconoce el fichero | arquivo não reconhecido |
  файл не распознан
missing separator:
  Fehlender Trenner | séparateur manquant | ausente el separador | separatore mancante |
  separador em falta | faltando o separador | пропущен разделитель | 分離記号を欠いています |
  缺失分隔符 | 缺少分隔符 | 분리 기호가 빠졌음 | brakujący separator | ontbrekend scheidingsteken |
  eksik ayraç | saknar avgränsare | пропущено роздільник | Fehlendes Trennzeichen |
  falta un separador | 遗漏分隔符 | 分隔符缺失 | faltando separador |
  separator saknas | пропущено розділювач
No rule to make target $1:
  Keine Regel, um $1 | Aucune règle pour fabriquer la cible $1 |
  No hay ninguna regla para construir el objetivo $1 | Nessuna regola per generare l'obiettivo $1 |
  Sem regra para fazer o alvo $1 | Sem regra para processar o alvo $1 |
  Нет правила для сборки цели $1 | ターゲット $1 を make するルールがありません |
  没有规则可制作目标$1 | 沒有規則可製作目標$1 | 타겟 $1을(를) 만들 규칙이 없습니다 |
  Brak reguł do wykonania obiektu $1 | Er is geen regel om doel $1 te maken |
  Нема правила для створення цілі $1 | Keine Regel vorhanden, um das Ziel $1
No rule to make target $1, needed by $2:
  $2 に必要なターゲット $1 を make するルールがありません |
  $2에서 필요한 $1 타겟을 만들 규칙이 없습니다 |
  Brak reguł do zrobienia obiektu $1, wymaganego przez $2
recipe commences before first target:
  Rezept beginnt vor dem ersten Ziel | La recette commence avant la première cible |
  las instrucciones comenzaron antes del primer objetivo |
  il set di istruzioni inizia prima del primo obiettivo | a receita começa antes do primeiro alvo |
  comandos começam antes do primeiro alvo | обнаружен способ до первого определения цели |
  最初のターゲットより前にレシピがあります | 配方在第一个目标前开始 | 方案在第一個目標前開始 |
  첫번째 타겟보다 앞에서 명령어가 시작되었습니다 |
  polecenia zaczynają się przed pierwszym obiektem | recept begint voor eerste doel |
  recept inleds före första målet |
  визначення способу збирання розпочинається до визначення першої мети
"""
