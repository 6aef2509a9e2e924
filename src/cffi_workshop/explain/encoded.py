"""Decode what an address (`%20`) and a mail (`=20`) write for other characters.

A mail also breaks long lines, and ends these in `=`. A text is decoded only if it is full of codes.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

__all__ = ["ADDRESS", "IN_ADDRESS", "IN_MAIL", "NO_CODE", "NO_MAIL", "PLUS", "SOFT", "decoded"]

# Of an address with a message in it, all that stands ahead of the message.
ADDRESS = r"^https?:\/\/[^\s?#]*[?#&](?:\w+=)?"
IN_ADDRESS = r"%(?:09|0A|0D|2[0-9A-F]|3[A-F]|5[B-F])"
NO_CODE = r"%(?![0-9A-Fa-f]{2})"
# A mail breaks no line later than behind 76 characters, and an equals sign shows where.
SOFT = r"^.{60,75}=$"
IN_MAIL = r"=(?:3D|20$|E2=80=|C2=A0)"
NO_MAIL = r"=(?![0-9A-F]{2}|\r?$)"
PLUS = r"\+(?=[\w%])"
LEAST = 2  # codes that show an address; one in the middle of a path is no sign

IS_ADDRESS = re.compile(ADDRESS)
IS_IN_ADDRESS = re.compile(IN_ADDRESS)
IS_PLUS = re.compile(PLUS)
IS_NO_CODE = re.compile(NO_CODE)
IS_SOFT = re.compile(SOFT, re.MULTILINE)
IS_IN_MAIL = re.compile(IN_MAIL, re.MULTILINE)
IS_NO_MAIL = re.compile(NO_MAIL, re.MULTILINE)


def decoded(text: str) -> str:
    """Return the text without the codes of an address or a mail, if it is full of them."""
    bare = text.strip()
    if is_of_address(bare):
        return without_codes(IS_ADDRESS.sub("", bare).replace("+", " ")) or text
    if is_of_mail(text):
        whole = text.replace("=\r\n", "").replace("=\n", "").replace("%", "%25")
        return without_codes(re.sub(r"=([0-9A-F]{2})", r"%\1", whole)) or text
    return text


def is_of_address(text: str) -> bool:
    """Say whether the text has codes of an address, or is one with a plus for each space."""
    codes = len(IS_IN_ADDRESS.findall(text))
    if " " in text or not (codes or IS_ADDRESS.match(text)):
        return False
    return codes + len(IS_PLUS.findall(text)) >= LEAST


def is_of_mail(text: str) -> bool:
    """Say whether a mail program wrote the text: in such a one each equals sign begins a code."""
    if "=" not in text or IS_NO_MAIL.search(text):
        return False
    return bool(IS_SOFT.search(text) or IS_IN_MAIL.search(text))


def without_codes(text: str) -> str:
    """Return what the codes stand for; nothing where they are no UTF-8."""
    try:
        return unquote_to_bytes(IS_NO_CODE.sub("%25", text)).decode()
    except UnicodeDecodeError:
        return ""
