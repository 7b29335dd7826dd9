"""Cells of spreadsheets that a program could take for a formula, made harmless and undone.

A text that begins with ``= + - @`` or a control character gets an apostrophe in front; so
does one that already has apostrophes there, so that each text has its own form and comes back.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\x00-\x1f\x7f-\x9f\uff0b\uff0d\uff1d\uff20]")
_MARKED = re.compile(r"'+[=+\-@\x00-\x1f\x7f-\x9f\uff0b\uff0d\uff1d\uff20]")


def guard(text: str) -> str:
    """Give the form of a text that no spreadsheet takes for a formula.

    Parameters
    ----------
    text
        Any text.
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Undo `guard`; a text that it does not make is left alone.

    Parameters
    ----------
    text
        The text of a cell.
    """
    return text[1:] if _MARKED.match(text) else text
