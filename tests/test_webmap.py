"""The web map: the same bytes each time, no network, text as text, tables that agree."""

import datetime as dt
import json
import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import folium
import pytest

from geo import answers, words
from geo.app.periods import periods
from geo.ledger import Ledger
from geo.revisions import compare
from geo.snapshot import COALITION_BASES, EVERYTHING, Selection, Snapshot, snapshot
from geo.style import mark_of, region_fill
from geo.webmap import (
    Span,
    beside,
    change_table,
    differing,
    html_of,
    live_map,
    marked,
    table_of,
    to_map,
)
from geo.webmap.pages import script_json
from geo.webmap.scene import scene_of

NOW = dt.date(2026, 11, 24)
EVIL = "</script><img src=x onerror=alert(1)>\u2028{{ 7*7 }} <!-- ![x](http://evil.example/a.png)"


@pytest.fixture(scope="module")
def view(ledger: Ledger) -> Snapshot:
    return snapshot(ledger, dt.date(2025, 10, 15), NOW)


def test_a_map_is_a_folium_map_that_saves_itself(view: Snapshot, tmp_path: Path) -> None:
    map_ = to_map(view)
    assert isinstance(map_, folium.Map)
    map_.save(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text("utf-8") == html_of(to_map(view))


def test_a_page_asks_no_address(view: Snapshot) -> None:
    page = html_of(to_map(view))
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", page)
    assert not re.search(r"url\((?!data:|#default)", page)
    assert "sourceMappingURL" not in page
    assert "Volodymyr Agafonkin" in page, "the licence notice goes along"


def test_a_page_is_the_same_bytes_whatever_the_date_it_waits_for(ledger: Ledger) -> None:
    pages = {html_of(live_map(ledger.sites.values(), ledger.regions.values())) for _ in range(3)}
    assert len(pages) == 1


def test_text_from_data_cannot_leave_its_script_element(ledger: Ledger) -> None:
    sites = {k: replace(s, name=EVIL) for k, s in ledger.sites.items()}
    regions = {k: replace(r, name=EVIL) for k, r in ledger.regions.items()}
    evil = replace(ledger, sites=sites, regions=regions, attribution=EVIL, memory={})
    page = html_of(to_map(snapshot(evil, dt.date(2025, 10, 15), NOW, EVERYTHING)))
    assert "<img src=x" not in page
    assert page.count("</script>") == 2
    assert "\u2028" not in page
    assert "49 " not in page.split("{{ 7*7 }}", 1)[0][-5:]


def test_script_json_gives_back_what_went_in() -> None:
    text = script_json([EVIL])
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == [EVIL]


def test_a_map_without_regions_basemap_or_sites_is_drawn(ledger: Ledger) -> None:
    bare = replace(ledger, sites={}, regions={}, claims={}, sources={}, memory={})
    assert "TimeMarks" not in html_of(to_map(snapshot(bare, NOW, NOW)))[:200]


def test_a_map_names_those_whose_land_and_towns_it_draws(ledger: Ledger) -> None:
    near = ledger.sites["taji"]
    far = replace(near, lat=13.0, lon=2.0)
    own = live_map([near], [], attribution="My files")
    for made, named in ((own, True), (live_map([far], [], attribution="My files"), False)):
        page = html_of(made)
        assert ("GeoNames (geonames.org), CC BY 4.0" in page) is named
        assert ("Natural Earth" in page) is named
        assert "My files." in page
    page = html_of(live_map([near], [], attribution=ledger.attribution))
    assert page.count("Natural Earth") == 1, "the ledger names it"
    assert "GeoNames" in page


def test_far_from_the_basemap_nothing_is_painted(ledger: Ledger) -> None:
    sites = [replace(site, lon=13.4, lat=52.1) for site in ledger.sites.values()]
    assert scene_of(sites, ())["base"] == {}
    one_near = [*sites[1:], replace(sites[0], lon=44.4, lat=33.3)]
    assert scene_of(one_near, ())["base"]["rivers"]
    assert scene_of(sites, ledger.regions.values())["base"]["rivers"]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_each_language_has_a_map(view: Snapshot, lang: str) -> None:
    page = html_of(to_map(view, lang=lang))
    assert f'<html lang="{lang}"' in page


SPANS = [
    Span(dt.date(2024, 1, 1), dt.date(2026, 12, 31), NOW, NOW),
    Span(dt.date(2024, 1, 1), dt.date(2027, 12, 31), None, NOW),
    Span(dt.date(2024, 1, 1), dt.date(2026, 12, 31), dt.date(2024, 9, 7), NOW),
    Span(dt.date(2003, 1, 1), dt.date(2014, 12, 31), NOW, NOW),
    Span(dt.date(2003, 1, 1), dt.date(2027, 12, 31), None, dt.date(2025, 10, 25)),
]
SELECTIONS = [COALITION_BASES, EVERYTHING, Selection(layers=("anbar",), min_grade="B2")]


@pytest.mark.parametrize(("span", "selection"), [*product(SPANS, SELECTIONS)])
def test_a_table_says_on_each_change_day_and_between_what_a_snapshot_says(
    ledger: Ledger, span: Span, selection: Selection
) -> None:
    table = change_table(ledger, span, selection)
    offsets = {d for runs in _lists(table) for d in runs[::2]}
    days = {span.first + dt.timedelta(days=d + more) for d in offsets for more in (-1, 0, 1)}
    days |= {
        span.first + dt.timedelta(days=61 * i) for i in range((span.last - span.first).days // 61)
    }
    for day in sorted(day for day in days if span.first <= day <= span.last):
        assert _read(table, day) == _said(
            snapshot(ledger, day, span.known_on(day), selection), span.now
        )


def test_the_table_of_one_day_says_what_its_snapshot_says(view: Snapshot) -> None:
    assert _read(table_of(view, today=NOW), view.on) == _said(view, NOW)


PLANS = [dt.date(2024, 9, 6), dt.date(2024, 9, 27), dt.date(2025, 10, 1), NOW]
PERIODS = [SPANS[0], SPANS[3], Span(dt.date(2024, 1, 1), dt.date(2028, 12, 31), NOW, NOW)]


@pytest.mark.parametrize("span", PERIODS)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_what_is_marked_on_two_maps_is_what_the_comparison_says(
    ledger: Ledger, span: Span, selection: Selection
) -> None:
    for known in PLANS:
        found = differing(ledger, replace(span, known=known), span, selection)
        offsets = {day for runs in found.values() for day in runs[::2]}
        days = {offset + more for offset in offsets for more in (-1, 0, 1)}
        days |= set(range(0, (span.last - span.first).days, 23))
        for offset in sorted(day for day in days if 0 <= day <= (span.last - span.first).days):
            both = compare(ledger, span.first + dt.timedelta(offset), known, NOW, selection)
            marked = {site for site, runs in found.items() if _flag(runs, offset)}
            assert marked == {pair.site.id for pair in both.differing}, (known, offset)


def test_what_differs_is_in_the_tables_of_both_maps(ledger: Ledger) -> None:
    plan, outcome = SPANS[2], SPANS[0]
    found = differing(ledger, plan, outcome)
    table = change_table(ledger, plan)
    assert "ain-al-asad" in found
    assert marked(table, found) == {**table, "differs": found}
    assert beside(table, found) == {**table, "differs": found, "beside": True}
    assert "differs" not in table, "the main map's table may be the same one"
    assert differing(ledger, plan, plan) == {}


def _flag(runs: list[int], offset: int) -> int:
    return [flag for day, flag in zip(runs[::2], runs[1::2], strict=True) if day <= offset][-1]


def test_tables_are_small(ledger: Ledger) -> None:
    for period, known in product(periods(ledger, NOW), (NOW, None, dt.date(2024, 9, 7))):
        table = change_table(ledger, Span(period.first, period.last, known, NOW), EVERYTHING)
        assert len(json.dumps(table, separators=(",", ":"))) < 9_000


def _lists(table: dict[str, Any]) -> list[list[int]]:
    return [*table["sites"].values(), *table["regions"].values(), table["sentences"]]


def _at(table: dict[str, Any], runs: list[int], entries: str, day: dt.date) -> list[Any]:
    offset = (day - dt.date.fromisoformat(table["first"])).days
    code = [code for start, code in zip(runs[::2], runs[1::2], strict=True) if start <= offset][-1]
    entry: list[Any] = table[entries][code]
    return entry


def _read(table: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """Read a table as the browser does."""
    until = min(day, dt.date.fromisoformat(table["cap"]))

    def days(since: str | None) -> int | None:
        return (until - dt.date.fromisoformat(since)).days if since else None

    form, known, extra, n, of, key, count, since = _at(table, table["sentences"], "texts", day)
    late = words.say(key, n=count, days=days(since)) if key else ""
    told = {"known": table["knowns"][known], "n": n, "of": of, "extra": extra}
    text = table["forms"][form].format(day="{day}", **told)
    marks = {site: _at(table, runs, "marks", day) for site, runs in table["sites"].items()}
    return {
        "sentence": text.replace("{day}", words.day_text(day)).replace("{late}", late),
        "sites": {site: (*mark[:4], days(mark[4]), mark[5]) for site, mark in marks.items()},
        "regions": {
            layer: tuple(_at(table, runs, "tallies", day))
            for layer, runs in table["regions"].items()
        },
    }


def _said(view: Snapshot, now: dt.date) -> dict[str, Any]:
    marks = {row.site.id: mark_of(row.status) for row in view.rows}
    weights = {
        row.site.id: 2 if row.counted else int(row.status.still_occupied != "no")
        for row in view.rows
    }
    return {
        "sentence": answers.sentence(view, now),
        "sites": {
            site: (
                *(m.fill.value, m.states[0].value, m.states[-1].value),
                *(int(m.dashed), m.overdue, weights[site]),
            )
            for site, m in marks.items()
        },
        "regions": {
            layer: (region_fill(c.certain, c.of), answers.count_text(c) if c.of else "")
            for layer, c in view.by_layer.items()
        },
    }
