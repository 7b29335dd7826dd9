"""The present day, and what stands in for it."""

import datetime as dt

import pytest

from geo.cli import run
from geo.clock import VARIABLE, present, today
from geo.errors import InputFault
from geo.ledger import Ledger


def test_the_clock_is_the_present_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    before = dt.datetime.now().astimezone().date()
    assert before <= today() <= dt.datetime.now().astimezone().date()


@pytest.mark.parametrize(
    ("day", "now"),
    [("2031-02-01", "2031-02-01"), ("2026-10-07", "2026-10-07"), ("2020-01-01", "2026-10-07")],
)
def test_now_is_no_earlier_than_the_last_publication(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, day: str, now: str
) -> None:
    monkeypatch.setenv(VARIABLE, day)
    assert present(ledger) == dt.date.fromisoformat(now)


@pytest.mark.parametrize("text", ["2025-13-01", "today", "24.11.2026", "2026-11"])
def test_a_day_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.setenv(VARIABLE, text)
    with pytest.raises(InputFault):
        today()
    assert run(["status", "k1"]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err == f'drawdown: DRAWDOWN_TODAY: found "{text}"; allowed: a day, such as 2026-11-24\n'
