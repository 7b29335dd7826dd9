"""Dates as people write them in plain files: what they say, and in which order."""

import pytest

from geo.intake.days import as_edtf, is_empty, order_of


@pytest.mark.parametrize(
    ("text", "order", "edtf"),
    [
        ("2025-09-30", "", "2025-09-30"),
        ("2025/9/3", "", "2025-09-03"),
        ("2025-09", "", "2025-09"),
        ("2025/9", "", "2025-09"),
        ("2025", "", "2025"),
        (2025, "", "2025"),
        ("30.9.2025", "dmy", "2025-09-30"),
        ("9/30/2025", "mdy", "2025-09-30"),
        ("30 Sep 2025", "", "2025-09-30"),
        ("Sep 30, 2025", "", "2025-09-30"),
        ("30 September 2025", "", "2025-09-30"),
        ("sept 2025", "", "2025-09"),
        ("2025-09-30T00:00:00Z", "", "2025-09-30"),
        ("2025-09-30 12:30:00", "", "2025-09-30"),
        ("../2025-09", "", "../2025-09"),
        ("2025-08~", "", "2025-08~"),
    ],
)
def test_dates_as_people_write_them(text: object, order: str, edtf: str) -> None:
    assert as_edtf(text, order) == edtf


@pytest.mark.parametrize(
    "text", ["soon", "31.2.2025", "13/13/2025", 45930, 1.5, True, [], "2025-13", "Brumaire 2025"]
)
def test_what_is_no_date(text: object) -> None:
    with pytest.raises(ValueError, match="a date such as"):
        as_edtf(text, "dmy")


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2025-01-02"], ""),
        (["3/4/2025", "30/4/2025"], "dmy"),
        (["3/4/2025", "4/30/2025"], "mdy"),
        (["3.4.2025"], "dmy"),
        (["5/5/2025"], ""),
        (["3/4/2025"], None),
        (["30/4/2025", "4/30/2025"], None),
    ],
)
def test_the_order_of_day_and_month(values: list[object], order: str | None) -> None:
    assert order_of(values) == order


def test_cells_without_a_date() -> None:
    assert all(map(is_empty, [None, "", " ", "N/A", "unknown", "present", "-"]))
    assert not any(map(is_empty, ["2025", 0, "x"]))
