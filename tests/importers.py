"""What platforms make of a file that is uploaded, by the rules of their own importers.

Written from mod/assign/feedback/offline (importgradeslib.php, locallib.php) and csvlib.class.php of
Moodle, PHP's fgetcsv(), and lib/gradebook_importer.rb of Canvas; of Brightspace and Blackboard, whose importers are not
public, from what their help pages demand. Nothing of the package is used.
"""

import csv
import re


class Refused(Exception):
    """The importer takes nothing of the file."""


def fgetcsv(text, mark=","):
    """Return the records of a text as PHP's fgetcsv() reads it.

    Behind a backslash, a quote ends nothing, and is kept.
    """
    rows, cells, cell, place = [], [], "", 0
    while place < len(text):
        if text[place] == '"':
            place += 1
            while place < len(text):
                if text[place] == "\\":
                    cell += text[place : place + 2]
                    place += 2
                elif text[place : place + 2] == '""':
                    cell += '"'
                    place += 2
                elif text[place] == '"':
                    break
                else:
                    cell += text[place]
                    place += 1
            place += 1
        while place < len(text) and text[place] not in (mark, "\n"):
            cell += text[place]
            place += 1
        cells.append(cell)
        cell = ""
        if place >= len(text) or text[place] == "\n":
            rows.append(cells)
            cells = []
        place += 1
    return rows


def moodle_takes(content, participants, most, words=None):
    """Return {number: (grade, feedback)}: what an upload changes, where nobody has a grade yet.

    `participants` are the numbers of who is enrolled. A grade of None is one that is passed over.
    """
    english = ("Grade", "Identifier", "Last modified (grade)", "Feedback comments", "Participant ")
    grade, identifier, modified, feedback, hidden = words or english
    text = re.sub(r"\r\n?", "\n", content.decode("utf-8").removeprefix("\ufeff")).strip(
        " \t\n\r\0\v"
    )
    rows = [row for row in fgetcsv(text) if row != [""]]
    if any(len(row) != len(rows[0]) for row in rows):
        raise Refused("csvweirdcolumns")
    at = {title: place for place, title in enumerate(rows[0])}
    if not {grade, identifier, modified} <= set(at):
        raise Refused("invalidgradeimport")
    taken = {}
    for row in rows[1:]:
        number = row[at[identifier]][len(hidden) :]
        if number in participants:
            said = row[at[grade]].replace(" ", "")
            points = float(said) if said else None
            if points is not None and not 0 <= points <= most:
                points = None
            if points is not None or row[at[feedback]]:
                taken[number] = (points, row[at[feedback]])
    return taken


def canvas_takes(content, assignments, students):
    """Return ({(student, assignment): grade}, new assignments, new students).

    `assignments` are titles by number, and `students` logins by number, as Canvas has them.
    """
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    rows = [
        [normal(cell) for cell in row]
        for row in csv.reader(
            [line for line in lines if not re.fullmatch(r"[;, ]+\s*", line)],
            delimiter=delimiter_of(lines[:3]),
        )
    ]
    header = rows[0]
    if not (len(header) > 3 and "Student" in header[0] and "ID" in header[1]):
        raise Refused("Invalid header row")
    first = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        login, first = 2, 4
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        login, first = 3, 5
    else:
        login = None
    if "Section" not in header[first - 1]:
        raise Refused("Invalid header row")
    summed = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
    columns, new_columns = {}, []
    for place, title in enumerate(header[first:], first):
        if summed.search(title):
            continue
        number = re.search(r" \((\d+)\)$", title)
        by_title = {name: one for one, name in assignments.items()}
        found = number[1] if number and number[1] in assignments else by_title.get(title)
        columns[found or title] = place
        new_columns += [] if found else [title]
    grades, new_people, read_only = {}, [], set()
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            read_only = {one for one, place in columns.items() if "read only" in row[place]}
            continue
        if all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
            continue
        student = row[1] if row[1] in students else None
        if student is None and login is not None:
            student = next((one for one, said in students.items() if said == row[login]), None)
        new_people += [] if student else [row[0]]
        for assignment, place in columns.items():
            if student and assignment not in read_only and row[place].strip():
                grades[student, assignment] = row[place].strip()
    return grades, new_columns, new_people


def brightspace_takes(content, items):
    """Return {(person, item): grade}, a person being (OrgDefinedId, Username) without their marks.

    `items` are what grade items are worth: a grade above that is cut off.
    """
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(), strict=True))
    titles, *people = rows
    who = [titles.index(one) for one in ("OrgDefinedId", "Username") if one in titles]
    if not who or titles[-1] != "End-of-Line Indicator" or any(one[-1] != "#" for one in people):
        raise Refused("not the form of an import")
    places = {at: re.match("(.+) Points Grade", title) for at, title in enumerate(titles)}
    taken = {}
    for row in people:
        if len(row) != len(titles):
            raise Refused("columns")
        for at, found in places.items():
            if found and row[at]:
                person = tuple(row[one].removeprefix("#") for one in who)
                taken[person, found[1]] = min(float(row[at]), items[found[1]])
    return taken


def blackboard_takes(content, columns):
    """Return {(username, column): grade}; columns are known by the number behind their names."""
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig")
    mark = "\t" if "\t" in text.partition("\n")[0] else ","
    if mark == "," and re.search(r'(?m)(^|",)[^"\r\n]', text):
        raise Refused("a cell between commas stands in quotes")
    titles, *people = csv.reader(text.splitlines(), delimiter=mark, strict=True)
    numbers = {at: re.search(r"\|(\d+)$", title) for at, title in enumerate(titles)}
    known = {at: found[1] for at, found in numbers.items() if found and found[1] in columns}
    return {
        (row[titles.index("Username")], number): float(row[at])
        for row in people
        for at, number in known.items()
        if row[at] not in ("", "Needs Grading", "In Progress")
    }


def normal(cell):
    """Return a number with a point, whichever mark it has for decimals and thousands."""
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *parts, last = re.split("[,.]", cell)
    return f"{''.join(parts)}.{last}" if parts else last


def delimiter_of(lines):
    counts = {}
    for mark in ";,":
        found = {len(row) for row in csv.reader(lines, delimiter=mark)}
        counts[mark] = found.pop() if len(found) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","
