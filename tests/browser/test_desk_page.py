"""The desk in a real browser: languages, the timeline's clicks, files, two readers at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from geo import words
from geo.app.address import TABS
from tests.browser.pages import drag, map_of, settle
from tests.browser.test_pair_shown import MARKED
from tests.variants import rest_long

Opened = Callable[..., Page]
Q = "?on=2025-10-15&known=now&site=ain-al-asad&period=2024-2026"


def tell(page: Page) -> str:
    return page.locator(".drawdown-sentence").inner_text()


def test_a_click_on_the_timeline_sets_the_date_and_a_name_the_site(opened: Opened) -> None:
    page = opened(f"{Q}&tab=timeline")
    map_of(page)
    settle(page)
    plot = page.locator(".dd-timeline .row[data-site=harir] .plot")
    box = plot.bounding_box()
    assert box
    plot.click(position={"x": box["width"] * 0.5, "y": box["height"] / 2})
    expect(page.locator(".drawdown-sentence")).to_contain_text("Jul 2025")
    page.locator(".dd-timeline .row[data-site=harir] .name").click()
    expect(page.locator(".dd-panel h2")).to_have_text("Harir")
    settle(page)
    assert "site=harir" in page.url
    assert "on=2025-0" in page.url


def test_the_timeline_is_walked_by_keyboard(opened: Opened) -> None:
    page = opened(f"{Q}&tab=timeline")
    map_of(page)
    settle(page)
    assert page.locator('.dd-timeline button[tabindex="0"]').count() == 1, "one stop of the Tab key"
    page.locator('.dd-timeline button[tabindex="0"]').focus()
    focused = page.locator(".dd-timeline button:focus")
    for key in ("ArrowDown", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    name = focused.inner_text()
    assert name == page.locator(".dd-timeline .row .name").nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".dd-panel h2")).to_have_text(name)
    settle(page)
    expect(focused).to_have_text(name)  # the rerun leaves the chart and the focus alone
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    day = focused.get_attribute("data-day")
    assert day
    assert day in (focused.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    page.wait_for_function(f"location.search.includes('on={day}')")
    settle(page)
    page.keyboard.press("End")
    last = focused.get_attribute("data-day") or ""
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("data-day", last)  # there is no further one
    page.keyboard.press("Home")
    expect(focused).to_have_text(name)


def test_the_rule_follows_the_thumb_while_it_is_dragged(opened: Opened) -> None:
    page = opened(f"{Q}&tab=timeline")
    map_of(page)
    settle(page)
    place = "document.querySelector('.dd-timeline .rule').getBoundingClientRect().x"
    before = page.evaluate(place)
    chart = page.evaluate("window.chart = document.querySelector('.dd-timeline'), 1")
    assert chart
    drag(page, -200, steps=10)
    assert page.evaluate(place) < before - 50
    page.mouse.up()
    settle(page)
    assert page.evaluate("window.chart === document.querySelector('.dd-timeline')")


def test_the_language_is_switched_and_the_page_turns(opened: Opened) -> None:
    page = opened(f"{Q}&tab=promises")
    map_of(page)
    settle(page)
    page.get_by_text("العربية", exact=True).click()
    expect(page.locator(".drawdown-sentence")).to_contain_text("تشرين")
    page.wait_for_function("location.search.includes('lang=ar')")
    turned = page.frame_locator("iframe.drawdown-map").locator("html[dir=rtl]")
    expect(turned).to_be_attached(timeout=15_000)
    map_of(page)
    expect(page.locator(".dd-panel h2")).to_have_text("قاعدة عين الأسد الجوية")
    expect(page.locator(".dd-desk")).to_contain_text("فات بـ ١٠٩ أيام")
    way = "e => getComputedStyle(e).direction"
    assert page.locator(".stMainBlockContainer").evaluate(way) == "rtl"
    assert page.locator(".st-key-day").evaluate(way) == "ltr"
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    settle(page)
    page.go_back()
    expect(page.locator(".drawdown-sentence")).to_contain_text("15 Oct 2025")


@pytest.mark.parametrize("tab", rest_long(["compare", "changed"]))
def test_the_language_is_switched_there_and_back(opened: Opened, tab: str) -> None:
    page = opened(f"{Q}&tab={tab}&since=2024-09-06&until=2026-02-01")
    map_of(page)
    settle(page)
    for name, told, asked in (
        ("العربية", "تشرين", "lang=ar"),
        ("English", "15 Oct 2025", "tab="),
        ("کوردی", "تشرین", "lang=ckb"),
        ("English", "15 Oct 2025", "tab="),
    ):
        page.get_by_text(name, exact=True).click()
        expect(page.locator(".drawdown-sentence")).to_contain_text(told)
        page.wait_for_function(f"location.search.includes('{asked}')")
        settle(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert "since=2024-09-06" in page.url or tab == "changed"
        assert "until=2026-02-01" in page.url


FILES = [
    ("timeline", "Timeline (SVG)", b"<?xml"),
    ("timeline", "Timeline (PNG)", b"\x89PNG"),
    ("changed", "Strip of maps (PNG)", b"\x89PNG"),
    ("compare", "Both maps (PDF)", b"%PDF"),
    ("timeline", "Caption (text)", b"Timeline of sites"),
    ("changed", "Caption (text)", b"Foreign forces"),
    ("compare", "Caption (text)", b"Plan and outcome"),
    ("export", "Caption (text)", b"Foreign forces"),
    ("sources", "CSL-JSON", b"["),
    ("sources", "BibTeX", b"@"),
    ("sources", "RIS", b""),
    ("sources", "Markdown", b"1."),
    ("export", "GeoJSON", b"{"),
    ("export", "GeoPackage", b"SQLite"),
    ("export", "KML", b"<?xml"),
    ("export", "KMZ", b"PK"),
    ("export", "GeoParquet", b"PAR1"),
    ("export", "Excel (XLSX)", b"PK"),
    ("export", "Table (CSV)", b"id,"),
]


@pytest.mark.parametrize(
    ("tab", "name", "start"),
    [
        pytest.param(*one, marks=() if one[1] in {"Timeline (SVG)", "KML"} else pytest.mark.long)
        for one in FILES
    ],
)
def test_each_file_is_made_on_a_click(opened: Opened, tab: str, name: str, start: bytes) -> None:
    page = opened(f"{Q}&tab={tab}")
    map_of(page)
    settle(page)
    with page.expect_download(timeout=60_000) as waited:
        page.get_by_role("button", name=name, exact=True).click()
    content = Path(waited.value.path()).read_bytes()
    assert content.lstrip().startswith(start)
    assert len(content) > 200


@pytest.mark.long
def test_two_readers_at_once_do_not_meet(opened: Opened) -> None:
    one = opened(f"{Q}&tab=promises")
    other = opened("?on=2010-03-01&period=2003-2011&tab=table&lang=ckb&party=all")
    for page in (one, other):
        map_of(page)
        settle(page)
    for _ in range(3):
        one.get_by_role("button", name="Next →").click()
        other.get_by_role("button", name=words.say("previous", "ckb")).click()
    settle(one)
    settle(other)
    expect(one.locator(".dd-desk h2")).to_contain_text("Ain al-Asad")
    assert "2003-2011" in other.url
    assert "lang=ckb" in other.url
    assert "lang" not in one.url
    assert "tab=promises" in one.url
    assert tell(one) != tell(other)


@pytest.mark.parametrize(
    ("tab", "query", "width", "scheme"),
    rest_long(
        [
            ("", "", 390, "dark"),  # a first visit
            *[(tab, "", 1280, "light") for tab in TABS],
            *[(tab, "", 390, "dark") for tab in TABS],
            *[(tab, "&lang=ar", 390, "light") for tab in TABS],
        ],
        2,
    ),
)
def test_each_tab_fits_and_can_be_read(
    opened: Opened, tab: str, query: str, width: int, scheme: str
) -> None:
    asked = f"{Q}&tab={tab}&scope=all{query}" if tab else query
    page = opened(asked, width=width, scheme=scheme)
    map_of(page)
    settle(page)
    page.wait_for_timeout(400)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page)["violations"]
    serious = [v for v in found if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], [n["html"][:150] for n in v["nodes"]][:4]) for v in serious] == []


@pytest.mark.parametrize(("width", "abreast"), [(1280, 4), (390, 2)])
def test_the_day_is_drawn_as_known_on_four_days(opened: Opened, width: int, abreast: int) -> None:
    page = opened(f"{Q}&tab=changed&since=2024-09-06", width=width)
    map_of(page)
    settle(page)
    pictures = page.locator(".dd-strip img")
    expect(pictures).to_have_count(4)
    page.wait_for_function(
        "[...document.querySelectorAll('.dd-strip img')].every(e => e.complete && e.naturalWidth)"
    )
    tops = pictures.evaluate_all("all => all.map(e => Math.round(e.getBoundingClientRect().top))")
    assert tops.count(tops[0]) == abreast


def test_the_layout_does_not_jump_when_the_date_changes(opened: Opened) -> None:
    page = opened(f"{Q}&tab=timeline")
    map_of(page)
    settle(page)
    tops = """['.drawdown-map', '.st-key-tab', '.dd-timeline'].map(
      s => document.querySelector(s).getBoundingClientRect().top + scrollY)"""
    before = page.evaluate(tops)
    page.get_by_role("button", name="Next →").click()
    expect(page.locator(".drawdown-sentence")).not_to_contain_text("15 Oct 2025")
    settle(page)
    assert page.evaluate(tops) == before


@pytest.mark.long
def test_the_tabs_can_be_reached_and_chosen_by_keyboard(opened: Opened) -> None:
    page = opened(f"{Q}&tab=timeline")
    map_of(page)
    settle(page)
    page.get_by_role("radio", name="Promises").focus()
    page.keyboard.press("Space")
    expect(page.locator(".dd-desk h2")).to_contain_text("Ain al-Asad")


def test_a_first_visit_shows_the_story_and_leads_to_both_maps(opened: Opened) -> None:
    page = opened()
    above = map_of(page)
    settle(page)
    framed = above.eval_on_selector_all("[data-site]:not([hidden])", MARKED)
    assert "ain-al-asad" in framed
    hints = page.locator(".dd-hints")
    expect(hints.locator("li")).to_have_count(3)
    box = page.locator("iframe.drawdown-map").bounding_box()
    assert box
    assert box["y"] < 600, "hints and all, a good part of the map is in sight"
    link = hints.get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plan-and-outcome")).to_be_in_viewport()
    page.get_by_role("button", name="Go to").click()
    expect(hints).to_have_count(0)
    expect(above.locator("[data-site] .differs")).to_have_count(0)
    assert "tab=" not in page.url
