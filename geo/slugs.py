"""Ids made of names: what is left of a name without accents, capitals and signs."""

import re
import unicodedata

_LONGEST = 80
_SIGNS = re.compile(r"[^a-z0-9]+")
# Letters that no decomposition makes plain.
_FOLDED = str.maketrans({
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i",
    "æ": "ae", "œ": "oe", "þ": "th",
})  # fmt: skip


def bare(text: str) -> str:
    """Give a text in small letters without accents: ``Wünsdorf`` gives ``wunsdorf``."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).lower()


def slug(text: object) -> str:
    """Give an id made of a name: small letters, digits and hyphens; "" if none are left.

    Accents are taken off; other scripts have no such form.
    """
    return _SIGNS.sub("-", bare(str(text))).strip("-")[:_LONGEST].strip("-")
