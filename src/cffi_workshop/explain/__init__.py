"""What a message means, and what to do: the catalogue of confusions, and the one matcher over it.

`workshop explain`, the checker's reports, `%check` and the website's error page tell it from here.
"""

from cffi_workshop.explain.entry import Entry, read_catalogue
from cffi_workshop.explain.export import export
from cffi_workshop.explain.matching import catalogue, explaining, first_explaining
from cffi_workshop.explain.plain_words import answering

__all__ = [
    "Entry",
    "answering",
    "catalogue",
    "explaining",
    "export",
    "first_explaining",
    "read_catalogue",
]
