"""Reading a roster: a table as any platform or spreadsheet writes it.

It is separated by commas, semicolons or tabs, with or without a byte-order mark. Of its columns,
those that say who somebody is are known by their usual names.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import readable

from .roster import Person, Roster, bare, plain

__all__ = ["read_roster"]

# How platforms and spreadsheets call a column, in English, German, French, Spanish, Italian,
# Portuguese and Dutch: letters without accents, and nothing else.
COLUMNS = {
    "id": """id idnumber studentid matriculation matriculationnumber number
        idnummer matrikelnummer matrikelnr matrnr matnr kennnummer
        numerodidentification numeroetudiant numetudiant matricule
        identifier rosteridentifier orgdefinedid
        numerodeid numerodematricula codigo matricola codiceidentificativo numerodimatricola
        numerodeidentificacao studentnummer""",
    "name": """name fullname student studentname
        firstnamelastname lastnamefirstname namefirstname
        vollstandigername vornachname namevorname nachnamevorname vornamename vornamenachname
        teilnehmer studierende
        nomcomplet nometprenom nomprenom nombrecompleto nombreyapellidos nomecompleto nomecognome
        cognomenome volledigenaam naam""",
    "email": """email emailaddress mail emailadresse mailadresse adressedecourriel courriel
        adresseemail adressemail direccionemail direcciondecorreo correo correoelectronico
        indirizzoemail enderecodeemail emailadres""",
    "login": """login username user sisloginid githubusername github account
        anmeldename benutzername nutzername kennung nutzerkennung
        nomdutilisateur identifiant nombredeusuario usuario nomeutente utente
        nomedeutilizador gebruikersnaam""",
    "first": """firstname givenname forename vorname prenom nombre nombres nome voornaam""",
    "last": """lastname surname familyname nachname familienname zuname
        nomdefamille nom apellidos apellido cognome apelido sobrenome achternaam""",
}
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # the first line, where Excel wrote it
# ="0017" and '0017 keep a spreadsheet from making 17 of it.
KEPT_AS_TEXT = re.compile(r"""^(?:="(.*)"|'(?=[\d=+@-])(.*))$""")
ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)  # what it makes of 1234567890123
MOST_ABOVE = 20  # lines that may stand above the names of the columns
MOST_QUOTED = 60  # letters of a line
NOT_A_PERSON = ("points possible", "student, test", "test student")  # rows of Canvas's export
# What a spreadsheet has in the row below the last person: letters without accents.
SUMS = """total totals totalgeneral sum average mean median overallaverage gesamt gesamtsumme
    insgesamt summe mittelwert durchschnitt schnitt moyenne somme suma promedio mediana media
    totale somma totaal gemiddelde"""


def read_roster(path: Path) -> Roster:
    """Read a roster; raise WorkshopError with what is wrong with it."""
    rows = read_table(path)
    if not rows:
        raise WorkshopError(
            f"{path} is empty; expected a first line with names of columns, such as id,name."
        )
    rows = without_marks(below_title(rows))
    columns = known_columns(rows[0])
    if not columns:
        raise WorkshopError(
            f"{path} has no column that says who somebody is; found {', '.join(rows[0])}, "
            "expected one of id, name, email, login."
        )
    # Where two tables were put together, the titles stand there again.
    full = (row for row in rows[1:] if any(map(str.strip, row)) and row != rows[0])
    rows = [rows[0], *full]
    refuse_shifted(path, rows)
    people = [person_of(rows[0], columns, row) for row in rows[1:]]
    people = [person for person in people if person.label and not is_no_person(person)]
    if not people:
        raise WorkshopError(
            f"{path} names nobody; expected a row for each person below the titles."
        )
    refuse_rounded(path, people)
    refuse_twins(path, people)
    return Roster(people)


def below_title(rows: list[list[str]]) -> list[list[str]]:
    """Take away what stands above the names of the columns: a title, the term, the teacher."""
    for place, row in enumerate(rows[:MOST_ABOVE]):
        if known_columns(row):
            above = max((sum(map(bool, map(str.strip, one))) for one in rows[:place]), default=0)
            return rows[place:] if above < len(row) else rows
    return rows


def without_marks(rows: list[list[str]]) -> list[list[str]]:
    """Take away what Brightspace marks its cells with: `#` before an id, and a last column."""
    titles = [bare(title) for title in rows[0]]
    if "orgdefinedid" not in titles:
        return rows
    last = len(titles) - (titles[-1] == "endoflineindicator")
    return [[cell.removeprefix("#") for cell in row[:last]] for row in rows]


def known_columns(header: list[str]) -> dict[int, str]:
    """Return what each known column is about; where two are about the same, the first counts."""
    found: dict[int, str] = {}
    for place, title in enumerate(header):
        # Behind a title may stand what it is of: E-mail (university).
        tries = (bare(title), bare(re.sub(r"\([^()]*\)$", "", title.strip())))
        about = next(
            (key for said in tries for key, names in COLUMNS.items() if said in names.split()), None
        )
        if about and about not in found.values():
            found[place] = about
    return found


def person_of(header: list[str], columns: dict[int, str], row: list[str]) -> Person:
    cells = dict(enumerate(cell.strip() for cell in row))
    known = {about: cells.get(place, "") for place, about in columns.items()}
    if "first" in known and "last" not in known:  # as in Vorname;Name
        known["last"] = known.pop("name", "")
    first, last = known.pop("first", ""), known.pop("last", "")
    known["name"] = known.get("name") or f"{first} {last}".strip()
    more = {
        title: cells.get(place, "") for place, title in enumerate(header) if place not in columns
    }
    return Person(**known, more=more)


def is_no_person(person: Person) -> bool:
    known = [said for said in (person.id, person.name, person.email, person.login) if said]
    return plain(person.name) in NOT_A_PERSON or (
        len(known) == 1 and bare(known[0]) in SUMS.split()
    )


def refuse_shifted(path: Path, rows: list[list[str]]) -> None:
    """Refuse a row that has more cells than the header: who is who would be guessed."""
    for row in rows[1:]:
        if any(map(str.strip, row[len(rows[0]) :])):
            raise WorkshopError(
                f"{path}: the row of {' '.join(row[:3])!r} has {len(row)} cells, expected "
                f"{len(rows[0])}; write a cell that holds a separator in quotation marks."
            )


def refuse_rounded(path: Path, people: list[Person]) -> None:
    """Refuse ids of which a spreadsheet has kept the first digits alone."""
    if rounded := next((one for one in people if ROUNDED.fullmatch(one.id)), None):
        raise WorkshopError(
            f"{path}: a spreadsheet has rounded the id of {rounded.name or 'somebody'} to "
            f"{rounded.id}; give that column the format of a text or of a whole number, with all "
            "digits, and save the table anew."
        )


def refuse_twins(path: Path, people: list[Person]) -> None:
    counts = Counter(plain(person.label) for person in people)
    twice = next((label for label, count in counts.items() if count > 1), None)
    if twice:
        raise WorkshopError(
            f"{path}: {twice!r} stands there twice; each person needs a row and an id of one's own."
        )


def read_table(path: Path) -> list[list[str]]:
    """Return the cells of a table, whatever separates them."""
    with readable(path, "expected a table in CSV"):
        text = decoded(path)
    said = SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    first = text.splitlines()[:MOST_ABOVE]

    def fits(separator: str) -> tuple[int, int]:
        known = max((len(known_columns(line.split(separator))) for line in first), default=0)
        return known, text.partition("\n")[0].count(separator)

    separator = said[1] if said else max(",;\t", key=fits)
    if is_no_text(text):
        kind = "a workbook of a spreadsheet program" if text.startswith("PK") else "no text"
        raise WorkshopError(f"{path} is {kind}; save the table as CSV, and give that.")
    try:
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True
        )
        return [[KEPT_AS_TEXT.sub(r"\1\2", cell) for cell in row] for row in lines if row]
    except csv.Error as error:
        raise WorkshopError(
            f"{path} is no table ({error}); see that each quotation mark has its other one, and "
            "that one inside a cell stands there twice."
        ) from None


def is_no_text(text: str) -> bool:
    """Say whether it is the file of a spreadsheet program, or something else that is no text."""
    return text.startswith("PK\3\4") or "\0" in text


def decoded(path: Path) -> str:
    """Return a table as text: UTF-8 or UTF-16 by its mark, or what Western spreadsheets write.

    UTF-16 without a mark shows by its second byte: the first letter of a title is of ASCII. That it
    is of Western letters is a guess, which is told.
    """
    content = path.read_bytes()
    if content[1:2] == b"\0":
        return content.decode("utf-16-le", errors="replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        example = next(line for line in text.splitlines() if not line.isascii())
        click.echo(
            f"workshop: {path} is not in UTF-8, and was read as Windows writes Western letters: "
            f"{example[:MOST_QUOTED]!r}. If that is wrong, save the table as CSV in UTF-8.",
            err=True,
        )
        return text
