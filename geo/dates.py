"""Calendar days and the windows that a date expression (EDTF, ISO 8601-2) allows.

Source of the notation: Extended Date/Time Format, Library of Congress, 2019, levels 0 and 1
with the sets of level 2. Plain dates, months, years, intervals, sets and the marks ``~ ? %``
are read here, because the ``edtf`` package needs about 8 ms for each; the rest (seasons,
unspecified digits) goes through its strict bounds.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

DAY = dt.timedelta(days=1)
# What is read. The days around any of them exist too: nothing that counts days can run out of the
# calendar, as it would at 9999-12-31, which some lists write for "no end".
EARLIEST, LATEST = dt.date(1000, 1, 1), dt.date(2999, 12, 31)
_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")
_FIRST_SEASON = "21"  # EDTF counts seasons on from the months: 21 is spring
_HALF_MASKED = re.compile(r"-(\dX|X\d)")  # the edtf package stumbles over these, aloud
_YEARS = "the years from 1000 to 2999; for no end leave it open, as in 2025-09-30/.."
_EXPECTED = "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, [2025-01,2025-03]"


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that an expression allows, both inclusive.

    Attributes
    ----------
    earliest
        The first day, or None for an open start.
    latest
        The last day, or None for an open end.
    """

    earliest: dt.date | None
    latest: dt.date | None


OPEN = Window(None, None)


@dataclass(frozen=True, slots=True)
class When:
    """An expression taken apart: where it starts and where it ends.

    Attributes
    ----------
    start
        The window of ``a`` in ``a/b``; of the whole when it is no interval.
    end
        The window of ``b`` in ``a/b``; of the whole when it is no interval.
    interval
        True for ``a/b``.
    """

    start: Window
    end: Window
    interval: bool


def parse_day(text: str) -> dt.date:
    """Read one calendar day, ``YYYY-MM-DD`` and nothing else.

    Parameters
    ----------
    text
        The text.

    Raises
    ------
    ValueError
        When it is no such day; the message says what is allowed.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        msg = "a day such as 2025-10-15"
        raise ValueError(msg)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        msg = "a day of the calendar such as 2025-10-15"
        raise ValueError(msg) from error
    if not EARLIEST <= day <= LATEST:
        msg = f"a day from {EARLIEST} to {LATEST}"
        raise ValueError(msg)
    return day


@lru_cache(maxsize=16384)
def parse_when(text: str) -> When:
    """Take a date expression apart into windows of days.

    A tilde (or ``%``) widens a date by one unit of its own precision on either side.

    Parameters
    ----------
    text
        An EDTF expression.

    Raises
    ------
    ValueError
        When it is none; the message says what is allowed.
    """
    if "/" in text:
        head, _, tail = text.partition("/")
        if "/" in tail:
            raise ValueError(_EXPECTED)
        start, end = _end_of_interval(head), _end_of_interval(tail)
        if start == OPEN and end == OPEN:
            raise ValueError(_EXPECTED)
        if start.earliest and end.latest and start.earliest > end.latest:
            msg = "an interval that does not end before it begins"
            raise ValueError(msg)
        return When(start, end, interval=True)
    window = _single(text)
    return When(window, window, interval=False)


def parts_of(text: str) -> tuple[int, int, int, str] | None:
    """Give year, month, day (0 where they are not named) and mark of a plain date, else None.

    Parameters
    ----------
    text
        An EDTF expression.
    """
    match = _PLAIN.fullmatch(text)
    if match is None or (match[2] or "") >= _FIRST_SEASON:
        return None
    return int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4]


def parse_window(text: str) -> Window:
    """Give the outer bounds of an expression: first day of its start, last day of its end.

    Parameters
    ----------
    text
        An EDTF expression.

    Raises
    ------
    ValueError
        When it is none.
    """
    when = parse_when(text)
    return Window(when.start.earliest, when.end.latest)


def _end_of_interval(text: str) -> Window:
    return OPEN if text in {"", ".."} else _single(text)


def _single(text: str) -> Window:
    window = _window(text)
    if (window.earliest or EARLIEST) < EARLIEST or (window.latest or LATEST) > LATEST:
        raise ValueError(_YEARS)
    return window


def _window(text: str) -> Window:
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text[1:-1])
    match = _PLAIN.fullmatch(text)
    if match and (match[2] or "") < _FIRST_SEASON:
        return _plain(match)
    return _rare(text)


def _one_of(text: str) -> Window:
    members = [_end_of_interval(part.strip()) for part in re.split(r",|\.\.", text)]
    days = [w for w in members if w != OPEN]
    if not days:
        raise ValueError(_EXPECTED)
    earliest = [w.earliest for w in days if w.earliest]
    latest = [w.latest for w in days if w.latest]
    return Window(
        None if text.startswith("..") else min(earliest),
        None if text.endswith("..") else max(latest),
    )


def _plain(match: re.Match[str]) -> Window:
    year, month, day, mark = match.groups()
    try:
        if day:
            exact = dt.date(int(year), int(month), int(day))
            return Window(exact - DAY, exact + DAY) if mark in "~%" and mark else _both(exact)
        if month:
            return _months(int(year) * 12 + int(month) - 1, int(month), widen=mark in {"~", "%"})
        return _years(int(year), widen=mark in {"~", "%"})
    except (ValueError, OverflowError) as error:
        raise ValueError(_EXPECTED) from error


def _both(day: dt.date) -> Window:
    return Window(day, day)


def _months(index: int, month: int, *, widen: bool) -> Window:
    dt.date(2000, month, 1)  # month 13 must not roll over into the next year
    first, last = (index - 1, index + 1) if widen else (index, index)
    end_year, end_month = divmod(last, 12)
    days = calendar.monthrange(end_year, end_month + 1)[1]
    return Window(
        dt.date(first // 12, first % 12 + 1, 1),
        dt.date(end_year, end_month + 1, days),
    )


def _years(year: int, *, widen: bool) -> Window:
    first, last = (year - 1, year + 1) if widen else (year, year)
    return Window(dt.date(first, 1, 1), dt.date(last, 12, 31))


def _rare(text: str) -> Window:
    from edtf import parse_edtf  # noqa: PLC0415 - slow to import, and hardly ever needed
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    if text != text.strip() or _HALF_MASKED.search(text):
        raise ValueError(_EXPECTED)
    try:
        parsed = parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return Window(dt.date(*low[:3]), dt.date(*high[:3]))
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(_EXPECTED) from error
