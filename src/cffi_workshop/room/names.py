"""What a learner may be called: one name a person, and nothing that could pass for another."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from .file import RoomFile

__all__ = ["ANIMALS", "LONGEST", "free_animal", "free_name", "key_of", "plain_name"]

LONGEST = 40
# Control characters, marks that turn the direction of writing, private use, halves of letters.
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
MOST_MARKS = 3  # accents over one letter: more climb out of their line
ANIMALS = (
    "Badger", "Beaver", "Bison", "Bear", "Camel", "Crane", "Crow", "Deer", "Dolphin", "Donkey",
    "Eagle", "Elk", "Falcon", "Ferret", "Finch", "Fox", "Frog", "Gecko", "Goat", "Goose", "Hare",
    "Hedgehog", "Heron", "Horse", "Ibex", "Jackdaw", "Jay", "Kestrel", "Koala", "Lark", "Lemur",
    "Lion", "Lizard", "Llama", "Lynx", "Magpie", "Marten", "Mole", "Moose", "Mouse", "Newt",
    "Octopus", "Orca", "Osprey", "Otter", "Owl", "Panda", "Panther", "Parrot", "Pelican", "Penguin",
    "Pigeon", "Puffin", "Quail", "Rabbit", "Raccoon", "Raven", "Robin", "Salmon", "Seal", "Sheep",
    "Shrew", "Sparrow", "Squirrel", "Starling", "Stoat", "Stork", "Swan", "Swift", "Tapir", "Tiger",
    "Toad", "Trout", "Turtle", "Vole", "Walrus", "Weasel", "Whale", "Wolf", "Wren", "Yak", "Zebra",
)  # fmt: skip


def plain_name(text: str) -> str | None:
    """Return a name in one line as everybody sees it; None where nothing that is seen is left."""
    text = unicodedata.normalize("NFC", text)
    seen = (" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in seen if unicodedata.category(letter) not in UNSEEN)
    name = " ".join(without_towers(kept).split())[:LONGEST].strip()
    return name if any(letter.isalnum() for letter in name) else None


def without_towers(text: str) -> str:
    found, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            found.append(letter)
    return "".join(found)


def key_of(name: str) -> str:
    """Return a name as it is compared: Anna, ANNA and Ánna are one."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def free_name(file: RoomFile, name: str) -> str:
    """Return the name, with a number behind it where somebody has it already."""
    return first_free(file, lambda number: name if number == 1 else f"{name} ({number})")


def free_animal(file: RoomFile, start: int) -> str:
    """Return an animal that nobody is yet, from a place in the list on."""

    def animal(number: int) -> str:
        again, place = divmod(number - 1, len(ANIMALS))
        name = ANIMALS[(start + place) % len(ANIMALS)]
        return f"{name} {again + 1}" if again else name

    return first_free(file, animal)


def first_free(file: RoomFile, spelt: Callable[[int], str]) -> str:
    number = 1
    while file.row("SELECT 1 FROM learner WHERE key = ?", key_of(spelt(number))):
        number += 1
    return spelt(number)
