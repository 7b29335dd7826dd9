"""Tests of the answers in words."""
# ruff: noqa: RUF001 - Arabic digits are what is tested here

import datetime as dt
import re
from dataclasses import replace

import pytest

from geo import answers, words
from geo.claims import Party
from geo.ledger import Ledger
from geo.snapshot import Count, Selection, snapshot
from geo.status import Basis, State, answer

DAY = dt.date(2025, 10, 15)


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_the_sentence_holds_its_numbers_in_every_language(ledger: Ledger, lang: str) -> None:
    view = snapshot(ledger, DAY, dt.date(2026, 11, 24))
    text = answers.sentence(view, lang=lang)
    for number in (view.count.certain, view.count.of, view.count.possible):
        assert words.digits(number, lang) in text
    assert words.day_text(DAY, lang) in text
    assert "{" not in text


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("day", [dt.date(1999, 1, 1), dt.date(2012, 6, 1), dt.date(2040, 1, 1)])
def test_there_is_a_sentence_for_any_day(ledger: Ledger, lang: str, day: dt.date) -> None:
    view = snapshot(ledger, day, dt.date(2026, 11, 24))
    text = answers.sentence(view, dt.date(2026, 11, 24), lang)
    assert text.endswith(".")
    assert not re.search(r"[{}]", text)


def test_a_view_without_sites_says_so(ledger: Ledger) -> None:
    view = snapshot(ledger, DAY, DAY, Selection(layers=("nowhere",)))
    assert view.count == Count(0, 0, 0)
    assert "no site in use" in answers.sentence(view)


def test_a_count_of_sites_of_which_nothing_is_known_is_no_count(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2003, 5, 1), dt.date(2026, 11, 24))
    assert view.count == Count(0, 0, 3)
    told = "1 May 2003: nothing is known of the sites counted (3), as known on 24 Nov 2026."
    assert answers.sentence(view) == told


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (Selection(), ""),
        (Selection(party=None), " (All places)"),
        (Selection(party=Party.TURKIYE), " (Türkiye)"),
        (Selection(min_grade="B2"), " (Evidence: B2 or better)"),
        (Selection(Party.TURKIYE, (), "B2"), " (Türkiye; Evidence: B2 or better)"),
    ],
)
def test_the_sentence_says_of_what_it_counts(ledger: Ledger, chosen: Selection, told: str) -> None:
    day = dt.date(2026, 11, 24)
    assert answers.sentence(snapshot(ledger, day, day, chosen), day).endswith(f"today{told}.")


@pytest.mark.parametrize(
    ("count", "lang", "told"),
    [
        (Count(1, 0, 3), "en", "1 of 3"),
        (Count(0, 4, 5), "en", "0\u20134 of 5"),
        (Count(1, 3, 5), "ar", "١\u2013٤ من ٥"),
        (Count(2, 0, 2), "ckb", "٢ لە ٢"),
    ],
)
def test_a_count_tells_its_doubt(count: Count, lang: str, told: str) -> None:
    assert answers.count_text(count, lang) == told


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ((), ""),
        (("anbar", "baghdad", "kurdistan-region", "rest-of-iraq"), ""),
        (("baghdad", "anbar"), "Anbar, Baghdad only"),
    ],
)
def test_it_is_said_which_layers_are_counted(
    ledger: Ledger, layers: tuple[str, ...], told: str
) -> None:
    view = snapshot(ledger, DAY, DAY, Selection(layers=layers))
    assert answers.layers_text(view) == told
    assert answers.sentence(view).endswith(f" ({told})." if told else "as known on that day.")


def test_the_only_party_of_a_ledger_is_not_named(ledger: Ledger) -> None:
    sites = {key: site for key, site in ledger.sites.items() if site.party is Party.TURKIYE}
    day = dt.date(2026, 11, 24)
    view = snapshot(replace(ledger, sites=sites, memory={}), day, day, Selection(party=None))
    assert answers.sentence(view, day).endswith("as known today.")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_an_unknown_state_is_not_said_to_be_reported(ledger: Ledger, lang: str) -> None:
    early = dt.date(2024, 9, 6)
    for on in (early, DAY):
        status = answer(ledger, "joint-operations-command", on, early)
        assert status.possible == (State.UNKNOWN,)
        assert answers.basis_text(status, lang) == words.say("basis-nothing", lang)
    left = answer(ledger, "balad", DAY, early)
    assert answers.basis_text(left, lang) == words.say("basis-last-reported", lang)


def test_the_sentence_of_a_day_ahead_does_not_call_all_of_it_planned(ledger: Ledger) -> None:
    view = snapshot(ledger, DAY, dt.date(2023, 1, 1))
    assert not any(row.status.basis is Basis.PLANNED for row in view.rows if row.counted)
    assert "by plan or last report" in answers.sentence(view)


def test_under_a_heading_the_sentence_says_the_grade_only(ledger: Ledger) -> None:
    day = dt.date(2026, 11, 24)
    view = snapshot(ledger, day, day, Selection(Party.TURKIYE, ("anbar", "baghdad"), "B2"))
    told = answers.sentence(view, day, headed=True)
    assert told.endswith("as known today (Evidence: B2 or better).")
    assert "Türkiye" not in told
