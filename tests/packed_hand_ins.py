"""Hand-ins as platforms and people pack them: each layout has the same files of the same people."""

import io
import json
import tarfile
import zipfile
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from . import courses

LIBM = {name: text.encode() for name, text in courses.LIBM.items()}
PEOPLE = """id,name,email,login
17,Anna Berg,anna@example.org,aberg
18,Ben Çelik,ben@example.org,b-celik
19,李 小龍,li@example.org,li
20,Eve O'Neil,eve@example.org,eve
"""


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def mail(sender, attached, forwarded=b""):
    """Return a mail of 13:30 UTC, with files attached to it and another mail in it."""
    text = EmailMessage()
    text["To"], text["Date"] = "me@example.org", "Fri, 20 Nov 2026 14:30:00 +0100"
    text.set_content("My homework.\nFrom me")
    for name, content in attached.items():
        text.add_attachment(content, "application", "octet-stream", filename=name)
    if forwarded:
        text.add_attachment(message_from_bytes(forwarded, policy=default))
    return f"From: {sender}\n".encode() + text.as_bytes()


def box(*mails):
    return b"".join(b"From - Fri Nov 20 14:30:00 2026\n" + one + b"\n" for one in mails)


def below(folder, files):
    return {f"{folder}/{name}": content for name, content in files.items()}


def notebook(files):
    cells = [
        {"cell_type": "code", "source": f"%%writefile {name}\n{content.decode()}", "metadata": {}}
        for name, content in files.items()
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()


MOODLE = "Anna Berg_4711_assignsubmission_file"
BRIGHTSPACE = "12345-67890 - Anna Berg- Nov 5, 2026 115 PM"
GRADESCOPE = """---
submission_77001:
  :submitters:
  - :name: "Berg, Anna"
    :sid: '17'
    :email: berg@elsewhere.org
  :created_at: 2026-11-25 10:15:00.123456789 Z
  :results:
    output: |
      :submitters:
      - :name: Eve O'Neil
submission_77002:
  :submitters:
  - :name: Ben Çelik
    :email: ben@example.org
  - :name: 'Eve O''Neil'
    :sid: ''
  :created_at: 2026-11-26 10:15:00 Z
""".encode()
BLACKBOARD = "gradebook_2026-C_101_Exercise_1_aberg_attempt_2026-01-02-03-04"
LAYOUTS = {
    "a folder a person": ("people", {**below("17", LIBM)}),
    "folders named as exercises": ("people", {**below("aberg/libm", LIBM), "aberg/notes.txt": b""}),
    "a folder in a folder": ("people", {**below("Anna Berg/my work/final", LIBM)}),
    "another order of names": ("people", {**below("Berg, Anna", LIBM)}),
    "zip archives": ("people", {"17.zip": zipped(LIBM)}),
    "a folder in a zip archive": ("people", {"17.zip": zipped(below("libm", LIBM))}),
    "tar archives": (
        "people",
        {"17.tar.gz": tarred(LIBM, "w:gz"), "18.tar.xz": tarred({}, "w:xz")},
    ),
    "a plain tar archive": ("people", {"17.tar": tarred(below("x", LIBM))}),
    "notebooks": ("people", {"17.ipynb": notebook(LIBM)}),
    "Moodle": ("moodle", {**below(f"{MOODLE}_", LIBM)}),
    "Moodle of version 4": (
        "moodle",
        {**below(MOODLE, LIBM), "Someone_12_assignsubmission_onlinetext/a.html": b""},
    ),
    "Moodle without folders": (
        "moodle",
        {f"{MOODLE}_{name}": content for name, content in LIBM.items()},
    ),
    "Moodle with a zip archive": ("moodle", {f"{MOODLE}_/work.zip": zipped(below("a", LIBM))}),
    "Canvas": (
        "canvas",
        {f"berganna_123_9{n}_{name}": content for n, (name, content) in enumerate(LIBM.items())},
    ),
    "Canvas, late, once more": (
        "canvas",
        {
            f"berganna_LATE_123_9{n}_{name.replace('.py', '-2.py')}": content
            for n, (name, content) in enumerate(LIBM.items())
        }
        | {"berganna_LATE_123_80_libm_abi-1.py": b"old"},
    ),
    "Canvas with a zip archive": ("canvas", {"berganna_123_99_work.zip": zipped(below("a", LIBM))}),
    "Blackboard": (
        "blackboard",
        {f"{BLACKBOARD}-06_{name}": content for name, content in LIBM.items()}
        | {f"{BLACKBOARD}-05_libm_abi.py": b"old", f"{BLACKBOARD}-06.txt": b""},
    ),
    "Blackboard with a zip archive": (
        "blackboard",
        {f"{BLACKBOARD}-05_my work.zip": zipped(below("a", LIBM)), f"{BLACKBOARD}-05.txt": b""},
    ),
    "Blackboard, of one assignment": (
        "blackboard",
        {
            f"Week 3_{who}_attempt_2026-01-02-03-04-05_{name}": LIBM[name]
            for name in LIBM
            for who in ("aberg", "b_celik")
        }
        | {"Week 3_aberg_attempt_2026-01-02-03-04-05.txt": b""},
    ),
    "ILIAS": (
        "people",
        {
            **{f"Berg_Anna_aberg_4/20261120143000_{name}": LIBM[name] for name in LIBM},
            "Berg_Anna_aberg_4/20261119235959_libm_abi.py": b"old",
            "Li_li_5/20261120143000_work.zip": zipped({}),
        },
    ),
    "clones": (
        "git",
        {**below("libm-aberg", LIBM), "libm-aberg/.git/HEAD": b"", "libm-b-celik/.git/HEAD": b""},
    ),
    "two clones in the folder that gh makes": (
        "git",
        {
            **below("w3-submissions/w3-aberg", LIBM),
            "w3-submissions/w3-aberg/.git/HEAD": b"",
            "w3-submissions/w3-li/.git/HEAD": b"",
        },
    ),
    "archives of repositories from GitHub": (
        "people",
        {"w3-aberg-main.zip": zipped(below("w3-aberg-main", LIBM)), "w3-li-master.zip": zipped({})},
    ),
    "Moodle with a comment": (
        "moodle",
        {**below(MOODLE, LIBM), "Anna Berg_4711_assignsubmission_comments/c.html": b""},
    ),
    "a folder an exercise": (
        "exercises",
        {**below("libm/17", LIBM), "fibonacci/18/fibonacci.c": b""},
    ),
    "a folder an exercise, of Moodle": (
        "exercises",
        {**below(f"libm/{MOODLE}_", LIBM), **below(f"fibonacci/{MOODLE}_", {"fibonacci.c": b""})},
    ),
    "an archive an exercise": (
        "exercises",
        {
            "libm.zip": zipped(below("17", LIBM) | below("18", LIBM)),
            "fibonacci.tar.gz": tarred(
                {"18/fibonacci.c": b"", "19/fibonacci.c": b"", "20/x.py": b""}, "w:gz"
            ),
        },
    ),
    "an archive an exercise, as Moodle and Canvas call them": (
        "exercises",
        {
            "C 2026-libm-4711.zip": zipped(below(f"{MOODLE}_", LIBM)),
            "fibonacci submissions.zip": zipped({"celikben_18_9_fibonacci.c": b""}),
        },
    ),
    "an archive an exercise, with archives in it": (
        "exercises",
        {"libm.zip": zipped({"17.zip": zipped(LIBM), "18.zip": zipped(LIBM)})},
    ),
    "Moodle's teams": (
        "moodle",
        {
            **below("Group A-Anna Berg_4711_assignsubmission_file_", LIBM),
            **below("Default group-Ben Çelik_4712_assignsubmission_file_", {"x.py": b""}),
        },
    ),
    "one of Moodle among others": (
        "people",
        {**below(f"{MOODLE}_", LIBM), "18/x.py": b"", "19/x.py": b""},
    ),
    "a folder around all": (
        "people",
        {**below("course/17", LIBM), "course/18/x.py": b"", "course/19/x.py": b""},
    ),
    "Brightspace": (
        "brightspace",
        {
            **below(BRIGHTSPACE, LIBM),
            **below(BRIGHTSPACE.replace("115 PM", "1059 AM"), {"libm_abi.py": b"old"}),
            "index.html": b"",
        },
    ),
    "Brightspace in another language": (
        "brightspace",
        {
            **below(BRIGHTSPACE.replace("Nov 5, 2026 115 PM", "5 nov. 2026 1315"), LIBM),
            "12345-67891 - Li- 15. März 2026, 905/x.py": b"",
        },
    ),
    "versions": (
        "people",
        {
            **below("17/Version 9", dict.fromkeys(LIBM, b"old")),
            **below("17/Version 10", LIBM),
            "18/x.py": b"",
            "19/x.py": b"",
        },
    ),
    "Brightspace without folders, with ids": (
        "brightspace",
        {f"1-2 - 0000017 - Anna Berg - Jan 1, 2026 1200 AM - {name}": LIBM[name] for name in LIBM},
    ),
    "Gradescope": (
        "gradescope",
        {
            **below("assignment_5_export/submission_77001", LIBM),
            "assignment_5_export/submission_77002/x.py": b"",
            "assignment_5_export/submission_metadata.yml": GRADESCOPE,
        },
    ),
    "groups of folders": (
        "people",
        {**below("Group A/17", LIBM), "Group A/li/x.py": b"", "Group B/eve/x.py": b""},
    ),
    "groups of archives": (
        "people",
        {
            "Group A/aberg.zip": zipped(LIBM),
            "Group A/mallory.zip": zipped(LIBM),
            "Group B/b-celik.zip": zipped({}),
            "B/x.txt": b"",
        },
    ),
    "an archive a group": (
        "people",
        {"A.zip": zipped(below("Anna Berg", LIBM)), "B.zip": zipped({"eve.zip": zipped(LIBM)})},
    ),
    "groups of Moodle": (
        "people",
        {**below(f"A/{MOODLE}_", LIBM), "B/Li_4_assignsubmission_file_/x.py": b""},
    ),
    "groups of files": (
        "people",
        {**{f"A/aberg_{name}": LIBM[name] for name in LIBM}, "B/li_libm_abi.py": b""},
    ),
    "groups in groups": (
        "people",
        {**below("Monday/A/17", LIBM), "Monday/B/li/x.py": b"", "Friday/C/eve/x.py": b""},
    ),
}
