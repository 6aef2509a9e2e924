"""What a message means, and what to do: the catalogue of confusions, and the one matcher over it.

`workshop explain`, the checker's reports, `%check` and the website's error page tell it from here.

matching.py      from a text to the entries of catalogue/ (entry.py) that explain it
restored.py      a pasted text as it was: disguises.py, encoded.py, wrapped.py, spellings.py,
                 translations.py (compiler_words.py, system_words.py, windows_words.py)
reading.py       the messages in a text; other_programs.py: which are not Python's
template.py      a message with holes: c_words.py, library_words.py, python_words.py
own_words.py     the lines of a text by which an entry was found
packages.py      what to install: the package of a system with a header, or a library
plain_words.py   a question in plain words (questions.toml, words.py); subjects.py: is it of C?
export.py        all of it as JSON, for the site, where matcher.js, disguises.js, packages.js and
                 plain_words.js do the same with it
"""

from cffi_workshop.explain.entry import Entry, read_catalogue
from cffi_workshop.explain.export import export
from cffi_workshop.explain.matching import catalogue, explaining, first_explaining
from cffi_workshop.explain.own_words import own_words
from cffi_workshop.explain.plain_words import answering

__all__ = [
    "Entry",
    "answering",
    "catalogue",
    "explaining",
    "export",
    "first_explaining",
    "own_words",
    "read_catalogue",
]
