"""What learners call things in German, Spanish and French, for the search.

Who reads English as a second language may know a thing by that name alone. A word of theirs is
taken for the English one where the lesson has no word that begins like it.
"""

__all__ = ["FILLERS", "TRANSLATED"]

# Words that say nothing, but for those that English has, too, such as "die", "pour" and "no".
FILLERS = """
auf aus bei das dem den der ein eine einem einen einer eines für ich ist kann kein keine mein meine
mit nach nicht oder sind und von wann warum was wie wo wozu zu zum zur
como con cual cuando de del el en es hacer la las los mi para por porque puedo que se sin un una
au aux avec ce comment dans des du est et faire je la le les ma mes mon ne ou pas peut pourquoi
puis quand quel quelle qui quoi sur une
"""

# English words, and what stands for them. A word of four letters and more may have an ending.
TRANSLATED = """
access violation: Zugriffsverletzung, Schutzverletzung
address: Adresse, dirección
allocate: reservieren, reservar, asignar, allouer
argument: Argumente, argumento
array: Feld, Reihung, arreglo, tableau
asynchronous: asynchron, asincrónico, asíncrono, asynchrone
binding: Anbindung, enlace, liaison
bit field: Bitfeld
buffer: Puffer, búfer, tampon
build: bauen, construir, construire
byte order: Bytereihenfolge, boutisme
call: aufrufen, Aufruf, llamar, llamada, appel, appeler
callback: Rückruf, retrollamada, rappel
cast: umwandeln, Typumwandlung, conversión
check: prüfen, Prüfung, comprobar, revisar, vérifier, vérification
class: Klasse, clase, classe
column: Spalte, columna, colonne
compile: kompilieren, kompiliert, übersetzen, übersetzt, compilar, compilación, compilation
compiler: Übersetzer, compilador, compilateur
computer: Rechner, computadora, ordenador, ordinateur
constant: Konstante, constante
convert: konvertieren, convertir
copy: kopieren, Kopie, copiar, copia, copie
crash: Absturz, abstürzen, abgestürzt, stürzt, bloqueo, plantage, plante
deadlock: Verklemmung, interbloqueo, interblocage
debugger: depurador, débogueur
debugging: Fehlersuche, depurar, depuración, débogage, déboguer
declaration: Deklaration, Vereinbarung, declaración
declare: deklarieren, declarar, déclarer
destructor: Destruktor, destructeur
double: doppelt, doble
download: herunterladen, descargar, télécharger
duration: Dauer, duración, durée
end: beenden, terminar, terminer
enum: Aufzählung, enumeración, énumération
environment: Umgebung, entorno, environnement
environment variable: Umgebungsvariable
error: Fehler, fallo, erreur
error message: Fehlermeldung
example: Beispiel, ejemplo, exemple
exception: Ausnahme, excepción
exercise: Übung, Aufgabe, ejercicio, tarea, exercice
factorial: Fakultät
fast: schnell, rápido, rapide
file: Datei, archivo, fichero, fichier
figure: Abbildung, Bild, figura
folder: Ordner, Verzeichnis, carpeta, directorio, dossier, répertoire
free: freigeben, freigegeben, liberar, libérer
function: Funktion, función, fonction
function pointer: Funktionszeiger
garbage collector: Speicherbereinigung, recolector, ramasse
global: globale, globales
glossary: Glossar, glosario, glossaire
grading: Bewertung, Noten, Benotung, calificación, calificar, evaluación, évaluation
hang: hängt, hängen, colgado, cuelga, bloqué
header: Headerdatei, Kopfdatei, cabecera, encabezado, entête
heat equation: Wärmeleitung, Wärmeleitungsgleichung
hint: Hinweis, Tipp, pista
infinite: unendlich, infinito, infini
infinite loop: Endlosschleife
initialise: initialisieren, inicializar, initialiser
install: installieren, instalar, instalación, installer
instructor: Dozent, Lehrer, Lehrkraft, profesor, docente, enseignant, professeur
integer: Ganzzahl, entero, entier
key points: Zusammenfassung, resumen, résumé
language: Sprache, lenguaje, idioma, langage, langue
leak: Leck, undicht, fuga, fuite
length: Länge, longitud, longueur
library: Bibliothek, biblioteca, librería, bibliothèque
license: Lizenz, licencia, licence
lifetime: Lebensdauer, vida
linker: enlazador, éditeur
list: Liste, lista
lock: Sperre, bloquear, cerrojo, verrou
loop: Schleife, bucle, boucle
macro: Makro
matrix: matriz, matrice
measure: messen, Messung, medir, medición, mesurer, mesure
member: Mitglied, miembro, membre
memory: Speicher, memoria, mémoire
memory leak: Speicherleck
missing: fehlt, fehlend, falta, manque, manquant
module: Modul, módulo
name: Namen, nombre, nom
negative: negativ, negativo
nested: verschachtelt, anidado, imbriqué
null: nulo, nulle
null pointer: Nullzeiger
number: Zahl, número
object: Objekt, objeto, objet
objectives: Lernziele, Ziele, objetivos, objectifs
open: öffnen, abrir, ouvrir
out of bounds: Bereichsüberschreitung, desbordamiento
overflow: Überlauf, dépassement, débordement
owner: Besitzer, Eigentümer, propietario, dueño, propriétaire
package: Paket, paquete, paquet
padding: Auffüllung, relleno, remplissage
parallel: paralelo, parallèle
parameter: parámetro, paramètre
pass: übergeben, übergabe, pasar, passer
performance: Leistung, rendimiento, desempeño
pointer: Zeiger, puntero, apuntador, pointeur
prerequisites: Voraussetzung, requisitos, prérequis
preprocessor: Präprozessor, preprocesador, préprocesseur
print: drucken, ausgeben, imprimir, imprimer, afficher
process: Prozess, proceso, processus
program: Programm, programa, programme
publish: veröffentlichen, publicar, publier
random: zufällig, Zufallszahl, aleatorio, aléatoire
read: lesen, leer, lire
result: Ergebnis, resultado, résultat
return: zurückgeben, devolver, retornar, retourner, renvoyer
return value: Rückgabewert, Rückgabe, retorno, renvoi
row: Zeile, fila, ligne
schedule: Zeitplan, Stundenplan, Ablauf, horario, emploi
search: Suche, suchen, buscar, búsqueda, chercher, recherche
segmentation fault: Speicherzugriffsfehler, Segmentierungsfehler, segmentación, segmento
shared: gemeinsam, geteilte, compartida, compartido, compartir, partagé, partagée
sign: Vorzeichen, signo, signe
size: Größe, tamaño, taille
slides: Folien, diapositivas, diapositives
slow: langsam, lento, lent
solution: Lösung, solución
square root: Wurzel, Quadratwurzel, raíz, racine
string: Zeichenkette, cadena, chaîne, caractères
struct: Struktur, estructura, structure
submit: abgeben, Abgabe, einreichen, entregar, entrega, rendre
symbol: símbolo, symbole
system: Betriebssystem, sistema, système
test: testen, prueba, probar, essai
thread: Faden, hilo, fil
thread-safe: threadsicher, fadensicher
three dots: Auslassungspunkte
timeout: Zeitüberschreitung
type: Typ, Datentyp, tipo
undefined: undefiniert, indefinido, indéfini
undo: rückgängig, deshacer, annuler
union: Vereinigung, unión
use: verwenden, benutzen, usar, utilizar, utiliser
value: Wert, valor, valeur
variable: Variablen
virtual environment: virtuelle
warning: Warnung, advertencia, avertissement
window: Fenster, ventana, fenêtre
write: schreiben, escribir, écrire
wrong: falsch, incorrecto, faux
zero: cero, zéro
"""
