"""The time page as a file: its bytes, what it carries, and that it looks up the rule's answers."""

import base64
import datetime as dt
import hashlib
import re
from bisect import bisect_right
from dataclasses import replace

import pytest

from geo import words
from geo.ledger import Ledger
from geo.periods import periods
from geo.snapshot import COALITION_BASES, EVERYTHING, Row, Selection, counts, snapshot
from geo.status import answer
from geo.timepage import time_page
from geo.timepage.evidence import NONE, Evidence
from geo.timepage.knowledge import Frame, Reading, moved, readings
from geo.timepage.tables import frame_of, page_tables

NOW = dt.date(2026, 11, 24)
EVIL = "</script><img src=x onerror=alert(1)>\u2028{{ 7*7 }}{% raw %}{# x #} <!-- "
SMALL = Selection(layers=("baghdad",))


@pytest.fixture(scope="module")
def page(ledger: Ledger) -> str:
    return time_page(ledger)


def test_a_page_is_small_and_the_same_bytes_each_time(ledger: Ledger, page: str) -> None:
    assert len(page.encode()) <= 650_000
    assert time_page(replace(ledger, memory={})) == page


def test_a_page_asks_for_nothing(page: str) -> None:
    asking = r"<(script|link|img|iframe|base|form)[^>]+(src|href|action)="
    assert not re.search(asking + '(?!"data:,")', page)
    assert not re.search(r"url\((?!data:|#default)", page)
    assert "Volodymyr Agafonkin" in page, "the licence notice goes along"


def test_every_message_that_the_scripts_ask_for_is_carried(page: str) -> None:
    script = page.partition("<script>")[2]
    found = set(re.findall(r"\"([a-z]+-[a-z-]+)\"(?!:)", script))
    asked = found & words.catalogue("en").keys()
    assert len(asked) > 40
    assert {key for key in asked if f'"{key}":' not in script} == set()


def test_the_panel_says_what_sort_of_place_it_is(ledger: Ledger) -> None:
    frame = frame_of(ledger, NOW, NOW)
    for lang in words.LANGUAGES:
        people = page_tables(ledger, EVERYTHING, frame, lang)["people"]
        assert people["harir"]["kind"] == words.say("site-kind-air-base", lang)
        assert people["us-embassy-baghdad"]["kind"] == words.say("site-kind-diplomatic", lang)


def test_a_deadline_of_the_whole_country_is_named_as_such(ledger: Ledger) -> None:
    book = Evidence(ledger, "en")
    found = answer(ledger, "ain-al-asad", dt.date(2025, 10, 15), dt.date(2026, 11, 24))
    book.detail(found)
    (deadline, _, _, slip, *_), texts = book.details.values()[0], book.texts.values()
    assert "30 Sep 2026, for Iraq as a whole (" in texts[deadline]
    assert slip == NONE


def test_the_notes_on_claims_come_along(ledger: Ledger) -> None:
    record = page_tables(ledger, EVERYTHING, frame_of(ledger, NOW, NOW), "en")
    notes = {claim[0]: claim[8] for claim in record["claims"]}
    assert notes["E26-020"] == ledger.claims["E26-020"].note


def test_dates_and_names_keep_their_direction_in_arabic(ledger: Ledger) -> None:
    record = page_tables(ledger, EVERYTHING, frame_of(ledger, NOW, NOW), "ar")
    heads = {claim[0]: claim[3] for claim in record["claims"]}
    assert heads["E25-017"] == words.when_text(ledger.claims["E25-017"], "ar")
    assert all(words.digits(20, "ar") in source[1] for source in record["sources"])
    assert any("\u2068E25-004\u2069" in text for text in record["texts"])


def test_the_policy_names_the_only_script_and_the_only_style(page: str) -> None:
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_text_from_data_is_no_markup_and_no_template(ledger: Ledger) -> None:
    sites = {k: replace(s, name=EVIL, name_ar=EVIL) for k, s in ledger.sites.items()}
    claims = {k: replace(c, text=EVIL, locator=EVIL, note=EVIL) for k, c in ledger.claims.items()}
    evil = replace(ledger, sites=sites, claims=claims, title=EVIL, attribution=EVIL, memory={})
    text = time_page(evil, NOW, selection=SMALL)
    assert "<img src=x" not in text
    assert text.count("</script>") == 1
    assert "\u2028" not in text.partition("<script>")[2]
    assert r"\u007b{ 7*7 }}" in text


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_each_language_has_a_page(ledger: Ledger, lang: str) -> None:
    assert f'<html lang="{lang}"' in time_page(ledger, NOW, lang, selection=SMALL)


def test_an_empty_ledger_has_a_page() -> None:
    assert "<canvas" in time_page(Ledger({}, {}, {}, {}))


def test_the_missing_regions_or_claims_stop_nothing(ledger: Ledger) -> None:
    bare = replace(ledger, regions={}, claims={}, sources={}, memory={})
    assert "<canvas" in time_page(bare)


def _code(found: list[Reading], on: int, known: int) -> int:
    """Look an answer up as the browser does."""
    held = max(bisect_right([reading.known for reading in found], known) - 1, 0)
    reading = found[held]
    steps = moved(reading, known) if known > reading.known else reading.steps
    return steps[max(bisect_right([day for day, _ in steps], on) - 1, 0)][1]


def _agree(ledger: Ledger, site: str, frame: Frame, days: list[dt.date]) -> int:
    entries: list[object] = []

    def enter(row: Row) -> int:
        entry = (replace(row.status, on=NOW, known=NOW), row.counted)
        if entry not in entries:
            entries.append(entry)
        return entries.index(entry)

    found = readings(ledger, ledger.sites[site], frame, enter)
    for known in days:
        for on in days:
            status = replace(answer(ledger, site, on, known), on=NOW, known=NOW)
            expected = (status, counts(ledger, ledger.sites[site], on, known))
            code = _code(found, frame.offset(on), frame.offset(known))
            assert entries[code] == expected, (site, on, known)
    return len(days) ** 2


@pytest.mark.parametrize("site", ["ain-al-asad", "harir", "qayyarah-west", "union-iii"])
def test_every_answer_can_be_looked_up(ledger: Ledger, site: str) -> None:
    frame = frame_of(ledger, None, NOW)
    claims = [claim for _, claim in ledger.reaching[site]]
    near = {c.public + n for c in claims for n in (-1, 0, 1)}
    near |= {d + n for c in claims for d in (c.first, c.last) if d for n in (0, 1)}
    found = sorted(dt.date.fromordinal(day) for day in near)
    days = [day for day in found if frame.first <= day <= NOW][::7]
    assert _agree(ledger, site, frame, days) > 200


@pytest.mark.long
def test_every_answer_of_every_site_can_be_looked_up(ledger: Ledger) -> None:
    frame = frame_of(ledger, None, NOW)
    days = [frame.first + dt.timedelta(days=41 * n) for n in range(213)]
    days = [day for day in days if day <= NOW]
    for site in ledger.sites:
        _agree(ledger, site, frame, days)


def test_a_page_of_one_day_of_knowledge_carries_that_day_only(ledger: Ledger) -> None:
    known = dt.date(2024, 9, 27)
    record = page_tables(ledger, COALITION_BASES, frame_of(ledger, known, NOW))
    assert record["fixed"] == "2024-09-27"
    assert {len(found) for found in record["sites"].values()} == {3}
    assert not any("E26" in claim[0] for claim in record["claims"]), "nothing published later"


def test_what_a_page_carries_is_that_of_its_selection(ledger: Ledger) -> None:
    frame = frame_of(ledger, None, dt.date.fromordinal(ledger.last_public))
    record = page_tables(ledger, SMALL, frame)
    view = snapshot(ledger, frame.now, frame.now, SMALL)
    assert set(record["sites"]) == {row.site.id for row in view.rows}
    assert len(page_tables(ledger, EVERYTHING, frame)["sites"]) == len(ledger.sites)
    assert [found[0] for found in record["periods"]] == [p.key for p in periods(ledger, frame.now)]


def test_the_page_says_of_what_it_counts(ledger: Ledger) -> None:
    strict = time_page(ledger, selection=Selection(min_grade="B2"))
    assert '"scope":["Evidence: B2 or better"]' in strict
    assert '"scope":["All places"]' in time_page(ledger, selection=EVERYTHING)
