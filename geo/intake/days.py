"""Dates as people write them, read as EDTF; what could be read two ways is asked, not guessed."""

import datetime as dt
import re
from collections.abc import Iterable

from geo.records import is_when

DMY, MDY = "dmy", "mdy"
ALLOWED = "a date such as 2025-09-30, 2025-09, 2025, 30.9.2025, 30 Sep 2025"
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?")
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_WORDS = re.compile(r"(?:(\d{1,2})\.? )?([a-z]{3,9})\.?(?: (\d{1,2}))?,? (\d{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NOTHING = frozenset({"", "-", "--", "?", "n/a", "na", "none", "null", "unknown", "tbd"})
_OPEN = frozenset({"present", "ongoing", "still", "still there", "now", "today"})
_MONTHS_OF_A_YEAR = 12
_YEARS = range(1900, 2101)


def is_empty(value: object) -> bool:
    """Tell whether a cell says that there is no date."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING | _OPEN)


def order_of(values: Iterable[object]) -> str | None:
    """Find in which order the columns write day and month.

    Parameters
    ----------
    values
        The cells of all columns of dates.

    Returns
    -------
    ``dmy`` or ``mdy``; "" when no date leaves it open; None when it cannot be told, or when
    some dates can only be read one way and some only the other.
    """
    open_ones, orders = False, set()
    for value in values:
        match = _NUMBERS.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > _MONTHS_OF_A_YEAR:
            orders.add(DMY)
        elif second > _MONTHS_OF_A_YEAR:
            orders.add(MDY)
        elif first != second:
            open_ones = True
    if len(orders) == 1:
        return orders.pop()
    return None if orders or open_ones else ""


def as_edtf(value: object, order: str) -> str:
    """Give a cell as an EDTF date.

    Parameters
    ----------
    value
        The cell.
    order
        ``dmy`` or ``mdy``, for dates of three numbers.

    Raises
    ------
    ValueError
        When it is no date; the message says what is allowed.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value in _YEARS:
            return str(int(value))
        hint = "; a bare number is no date: give the cells the format of dates"
        raise ValueError(ALLOWED + hint)
    if not isinstance(value, str):
        raise ValueError(ALLOWED)  # noqa: TRY004 - for the caller it is one thing
    text = " ".join(value.split())
    if stamp := _STAMP.fullmatch(text):
        text = stamp[1]
    made = _numbers(text, order) or _year_first(text) or _words(text.lower()) or text
    if not is_when(made):
        raise ValueError(ALLOWED)
    return made


def _numbers(text: str, order: str) -> str | None:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day, month = (second, first) if order == MDY else (first, second)
    return _day(year, month, day)


def _year_first(text: str) -> str | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    if match[3]:
        return _day(year, month, int(match[3]))
    return f"{year:04}-{month:02}" if 1 <= month <= _MONTHS_OF_A_YEAR else None


def _words(text: str) -> str | None:
    match = _WORDS.fullmatch(text)
    if match is None or (match[1] and match[3]):
        return None
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(match[2])), None)
    if month is None:
        return None
    day = match[1] or match[3]
    return _day(int(match[4]), month, int(day)) if day else f"{match[4]}-{month:02}"


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
