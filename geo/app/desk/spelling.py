"""Search in any spelling: names in three scripts, with or without marks, doubled letters, al-."""

import re
import unicodedata

# One letter for those that are typed for each other on Arabic, Persian and Kurdish keyboards.
_LETTERS = str.maketrans(
    "\u0623\u0625\u0622\u0671\u0649\u06cc\u06a9\u0629\u06d5\u0624\u0626\u06c6\u06ce\u06b5\u0695",
    "\u0627\u0627\u0627\u0627\u064a\u064a\u0643\u0647\u0647\u0648\u064a\u0648\u064a\u0644\u0631",
    "\u0640\u200c\u200d\u02bf\u02be\u2019\u2018'`",
)
_LATIN = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("q", "k"), ("w", "u"))
_ARTICLE = re.compile(r"\b(?:al|el|as|ar|ash|at|an)[- ](?=[a-z])")
_DOUBLED = re.compile(r"([a-z])\1")
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Give a text in one spelling, to be compared with another.

    Parameters
    ----------
    text
        Any text. ``Ayn al-Asad`` and ``Ain Assad`` become the same.
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    bare = _ARTICLE.sub("", bare.translate(_LETTERS))
    for written, read in _LATIN:
        bare = bare.replace(written, read)
    return " ".join(_WORD.findall(_DOUBLED.sub(r"\1", bare)))


def fits(query: str, text: str) -> bool:
    """Tell whether each word of a search begins a word of a text that `plain` gave.

    In Arabic and Kurdish it may stand anywhere in one: "and", "in" and "the" are written onto it.

    Parameters
    ----------
    query
        What is searched for, as it was typed.
    text
        A text in one spelling.
    """
    padded = f" {text}"
    return all((f" {word}" if word.isascii() else word) in padded for word in plain(query).split())
