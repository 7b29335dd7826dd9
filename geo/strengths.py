"""Numbers of people as claims tell them, and whether one is a number of the place itself."""

import re

from geo.claims import Claim

_NUMBER = re.compile(
    r"(about |up to |at most |more than )?(\d{1,3}(?:,\d{3})+|\d+)(-\d[\d,]*\d)?"
    r"(?: (?:people|personnel|troops|advisers|at) ?.*)?"
)
_SIGNS = {"about ": "≈", "up to ": "≤", "at most ": "≤", "more than ": ">"}


def number_of(claim: Claim, name: str) -> str:
    """Give the number alone; "2,400 in Iraq" is none of a site in it.

    Parameters
    ----------
    claim
        A claim about a place.
    name
        The place's name.

    Returns
    -------
    The number with a sign, such as ``≈300``; "" where the text gives none for the place.
    """
    text = claim.strength or ""
    match = _NUMBER.fullmatch(text)
    if not match or (len(claim.places) > 1 and name not in text):
        return ""
    until = (match[3] or "").replace("-", "–")  # noqa: RUF001 - a range
    return _SIGNS.get(match[1] or "", "") + match[2] + until
