"""What the page hands out, and how it writes what comes from data."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from geo.app.desk.handed import file_bytes, picture
from geo.app.desk.timeline import timeline_html
from geo.bibliography import cited
from geo.contradictions import contradictions
from geo.ledger import Ledger
from geo.snapshot import COALITION_BASES, Snapshot, snapshot
from geo.webmap import Span
from tests.app_pages import NOW, desk, open_page, shown_html

# --- what is handed out -------------------------------------------------------------------------


pytestmark = pytest.mark.usefixtures("no_other_data")


@pytest.fixture
def view(ledger: Ledger) -> Snapshot:
    return snapshot(ledger, dt.date(2025, 10, 15), NOW)


@pytest.mark.parametrize(
    ("ending", "start"),
    [("geojson", b"{"), ("gpkg", b"SQLite"), ("kml", b"<?xml"), ("kmz", b"PK"), ("xlsx", b"PK")],
)
def test_files_for_other_programs(view: Snapshot, ending: str, start: bytes) -> None:
    assert file_bytes(view, ending).startswith(start)


def test_a_figure_in_arabic(view: Snapshot) -> None:
    assert "عين الأسد".encode() in picture(view, "svg", size="16x9", lang="ar")


def test_the_page_counts_the_sources_that_its_files_name(view: Snapshot) -> None:
    page = open_page(on="2025-10-15", known=NOW.isoformat(), tab="sources")
    n = len(cited(view))
    assert n < len(view.sources)
    assert f"{n} sources are cited in this view." in [text.value for text in page.text]
    table = page.dataframe[0].value
    assert len(table) == n


def test_the_notes_on_claims_stand_in_the_evidence_and_beside_contradictions() -> None:
    page = open_page(on="2026-11-01", site="victoria-base", tab="evidence", q="E26-020")
    (note,) = page.dataframe[0].value["Note"]
    assert "'previously' hosted the coalition" in note
    told = desk(open_page(on="2026-11-01", site="victoria-base", tab="contradictions"))
    assert "Note: Said by: Iraqi security source." in told


def test_a_topic_says_which_claim_contradicts_which_and_is_told_from_its_namesake(
    ledger: Ledger,
) -> None:
    told = desk(open_page(on="2026-11-01", scope="all", tab="contradictions"))
    topics = contradictions(ledger, NOW, None, COALITION_BASES)
    for one, other in (pair.claims for topic in topics for pair in topic.conflicts):
        assert f"{one} against {other} : " in told or f"{other} against {one} : " in told
    (pair,) = (p for t in topics for p in t.conflicts if p.claims == ("IQ-030", "IQ-032"))
    assert len(re.findall(r"E25-022 against [-A-Z0-9]+ : ", told)) > 1  # read from one claim
    assert told.count("Note: Said by: US official; State Department alert") == 1
    assert told.count("IQ-030 against IQ-032 : a second handover, linked by hand") == 1, pair
    titles = re.findall(r"Harir: state and dates \(\d+ claims, [^)]+\)", told)
    assert len(titles) == len(set(titles)) == 2


@pytest.mark.parametrize(
    ("tab", "told"),
    [
        ("promises", "C2 G: relayed E26-046"),
        ("contradictions", "B2 G: relayed departed"),
        ("changed", "G: relayed departed"),
    ],
)
def test_what_is_known_by_a_relay_is_marked_in_every_tab(tab: str, told: str) -> None:
    page = open_page(
        on="2026-11-01", site="harir", scope="site", tab=tab, since="2026-01-01", until="2026-11-01"
    )
    assert told in desk(page)


def test_who_promised_keeps_its_order_among_arabic_letters() -> None:
    page = open_page(on="2025-10-15", scope="all", tab="promises", lang="ar")
    told = shown_html(page, '<section class="dd-desk"')
    by = "<bdi>Hussein Allawi, adviser to PM (INA) "
    assert f'{by}<span class="quiet">(Rudaw (INA))</span></bdi>' in told
    assert '<bdi class="grade">B2</bdi> <bdi class="id">E25-003</bdi>' in told
    assert re.search(r'<bdi>[^<]+, <span class="whole">[A-Z0-9-]+\)</span></bdi>؛ <bdi>', told)
    assert "؛ معلن" in told
    staying = told.split("الباقون في الأثناء: ")[1].split("</p>")[0]
    assert re.match("\u2068[^\u2069]+\u2069 \\(\u2068[A-Z0-9-]+\u2069\\)", staying)


def test_days_and_strengths_of_the_timeline_stand_where_they_have_room(ledger: Ledger) -> None:
    def row(first: int, last: int) -> str:
        span = Span(dt.date(first, 1, 1), dt.date(last, 12, 31), NOW, NOW)
        told = timeline_html(ledger, span, COALITION_BASES, "en")
        assert "number of people, as reported" in told[told.index('class="legend"') :]
        return told.split('data-site="ain-al-asad"')[1].split('<div class="row')[0]

    wide, narrow = row(2024, 2026), row(2014, 2027)
    days = r'class="days( tight)?"[^>]*>(\d+)<'
    # On a phone 109 stands before its mark, for it would touch the next one.
    assert re.findall(days, wide) == [(" tight", "109"), ("", "5")]
    assert re.findall(days, narrow) == [("", "5")], "109 would run into its mark"
    assert "by how many days 109 (" in narrow
    numbers = r'class="strength( back)?"[^>]*>([^<]+)<'
    assert re.findall(numbers, wide) == [("", "≈2,000"), ("", "250\u2013350")]
    assert re.findall(numbers, narrow) == [(" back", "≈2,000"), ("", "250\u2013350")]


def test_the_timeline_escapes_names(ledger: Ledger) -> None:
    evil = "<img src=x onerror=alert(1)>"
    sites = {key: replace(site, name=evil) for key, site in ledger.sites.items()}
    regions = {key: replace(region, name=evil) for key, region in ledger.regions.items()}
    changed = replace(ledger, sites=sites, regions=regions, memory={})
    span = Span(dt.date(2024, 1, 2), dt.date(2026, 12, 30), NOW, NOW)  # not yet remembered
    told = timeline_html(changed, span, COALITION_BASES, "en")
    assert "<img" not in told
    assert "&lt;img" in told
