"""Windows of date expressions, by table; the last day of a window is inclusive."""

import datetime as dt

import pytest

from geo.claims import Bound, due_window
from geo.dates import OPEN, Window, parse_day, parse_when, parse_window
from tests.strategies import planned, said


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-09-30", "2025-09-30", "2025-09-30"),
        ("2025-09-30?", "2025-09-30", "2025-09-30"),
        ("2025-09-30~", "2025-09-29", "2025-10-01"),
        ("2025-09", "2025-09-01", "2025-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-08~", "2025-07-01", "2025-09-30"),
        ("2025-08%", "2025-07-01", "2025-09-30"),
        ("2025-12~", "2025-11-01", "2026-01-31"),
        ("2025-01~", "2024-12-01", "2025-02-28"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025~", "2024-01-01", "2026-12-31"),
        ("../2025-09", None, "2025-09-30"),
        ("/2025-09", None, "2025-09-30"),
        ("2025-09/..", "2025-09-01", None),
        ("2025-09/", "2025-09-01", None),
        ("2025-09-05/2025-10", "2025-09-05", "2025-10-31"),
        ("2025-09/2025-09-15", "2025-09-01", "2025-09-15"),
        ("2025-08~/2025-09", "2025-07-01", "2025-09-30"),
        ("[2025-01,2025-03]", "2025-01-01", "2025-03-31"),
        ("[2025-03, 2025-01]", "2025-01-01", "2025-03-31"),
        ("[2025-09-03..2025-09-07]", "2025-09-03", "2025-09-07"),
        ("[..2025-09]", None, "2025-09-30"),
        ("[2025-09..]", "2025-09-01", None),
        # the northern seasons, and masked digits
        ("2019-23", "2019-09-01", "2019-11-30"),
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-02-XX", "2025-02-01", "2025-02-28"),
    ],
)
def test_windows(text: str, earliest: str | None, latest: str | None) -> None:
    assert parse_window(text) == Window(day(earliest), day(latest))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2023-02-29",
        "2025-9",
        "25-09-30",
        "2025/09/30",
        "30.09.2025",
        "September 2025",
        "soon",
        "/",
        "../..",
        "[]",
        "[..]",
        "[soon]",
        "[2025-01,2025-13]",
        "2025-10/2025-09",
        "2025-09/2025-10/2025-11",
        "2025-09-30 ",
        "0000-01-01",
        "2025-09-30T12:00",
        "2025-1X",
        "2025-13~",
        "2025-20",
        "2025-42",
    ],
)
def test_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|interval"):
        parse_window(text)


@pytest.mark.parametrize(
    "text", ["9999-12-31", "9999", "2999-12~", "0999-12", "1000~", "2025-09-30/9999", "[..9999-12]"]
)
def test_years_that_leave_no_room_for_counting(text: str) -> None:
    with pytest.raises(ValueError, match=r"years from 1000 to 2999.*/\.\."):
        parse_window(text)


def test_an_interval_is_taken_apart() -> None:
    when = parse_when("2025-08/2025-09")
    assert when.interval
    assert when.start == Window(dt.date(2025, 8, 1), dt.date(2025, 8, 31))
    assert when.end == Window(dt.date(2025, 9, 1), dt.date(2025, 9, 30))
    assert parse_when("../2025-09").start == OPEN


@pytest.mark.parametrize("text", ["2025-10-15", "1000-01-01", "2999-12-31"])
def test_days(text: str) -> None:
    assert parse_day(text).isoformat() == text


@pytest.mark.parametrize(
    "text",
    [
        *("2025-10", "20251015", "2025-10-15 ", "2025-02-30", "15-10-2025", "today", ""),
        *("0001-01-01", "0999-12-31", "3000-01-01", "9999-12-31"),
    ],
)
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match="a day"):
        parse_day(text)


# --- what a claim makes of them ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "when", "bound", "first", "last"),
    [
        ("in-use", "2025-09-05/2025-10", "on", "2025-09-05", "2025-09-05"),
        ("in-use", "2025-09/2025-10", "on", "2025-09-01", "2025-09-30"),
        ("in-use", "2025-09", "by", "2025-09-30", "2025-09-30"),
        ("in-use", "../2025-09", "on", "2025-09-30", "2025-09-30"),
        ("departed", "2025-09", "on", "2025-09-01", "2025-09-30"),
        ("departed", "2025-09", "by", None, "2025-09-30"),
        ("departed", "../2025-09-12", "on", None, "2025-09-12"),
        ("departed", "[..2025-09-12]", "on", None, "2025-09-12"),
        # a report cannot describe what begins after it: these were published on 2025-11-10
        ("in-use", "2025-11", "on", "2025-11-01", "2025-11-10"),
        ("departed", "2025-12", "on", "2025-11-10", "2025-11-10"),
        ("in-use", "2025-09-05/..", "on", "2025-09-05", "2025-09-05"),
        ("in-use", "[2025-09-05..]", "on", "2025-09-05", "2025-11-10"),
    ],
)
def test_onset(kind: str, when: str, bound: str, first: str | None, last: str) -> None:
    claim = said("c", kind, when, bound=bound, public="2025-11-10")
    assert claim.first == (dt.date.fromisoformat(first).toordinal() if first else None)
    assert claim.last == dt.date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("when", "bound", "first", "last"),
    [
        ("../2025-09", "by", "2025-09-01", "2025-09-30"),
        ("2025-08/2025-09", "by", "2025-09-01", "2025-09-30"),
        ("2025-08/2025-09", "during", "2025-08-01", "2025-09-30"),
        ("../2025-09", "during", "2025-09-01", "2025-09-30"),
        ("2025-09-30", "until", "2025-09-30", "2025-09-30"),
        ("2025-09-30~", "on", "2025-09-29", "2025-10-01"),
        ("[..2025-09]", "by", None, "2025-09-30"),
        ("2025-09", "after", None, None),
        ("2025-09/..", "by", None, None),
    ],
)
def test_due(when: str, bound: str, first: str | None, last: str | None) -> None:
    assert due_window(parse_when(when), Bound(bound)) == Window(day(first), day(last))
    assert planned("c", "leave-by", when, public="2025-01-01", bound=bound).due == day(last)
