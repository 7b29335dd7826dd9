"""The address of the page, the way back, and text that is only text."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from geo.ledger import Ledger
from tests.browser.pages import Opened, Q, map_of, settle, shown
from tests.variants import rest_long


def test_copy_link_opens_the_same_page(opened: Opened) -> None:
    page = opened("?on=2025-10-15&known=now&site=taji&tab=export&layers=baghdad,rivers&party=all")
    frame = map_of(page)
    link = page.locator("[data-testid=stCode] code").inner_text()
    told = page.locator(".drawdown-sentence").inner_text()
    marks = frame.locator(".site:not([hidden])").count()
    again = opened(f"?{urlsplit(link).query}")
    assert map_of(again).locator(".site:not([hidden])").count() == marks
    assert again.locator(".drawdown-sentence").inner_text() == told
    expect(again.locator(".dd-panel h2")).to_contain_text("Taji")
    assert again.locator("[data-testid=stAlert]").count() == 0
    assert again.locator("[data-testid=stCode] code").inner_text() == link


def test_the_picture_is_made_on_a_click(opened: Opened) -> None:
    page = opened(f"{Q}&tab=export")
    map_of(page)
    with page.expect_download(timeout=60_000) as waited:
        page.get_by_role("button", name="Picture of this view").click()
    assert waited.value.suggested_filename.startswith("drawdown-2025-10-15-known-")
    assert Path(waited.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_way_back_shows_the_page_before(opened: Opened) -> None:
    page = opened(Q)
    map_of(page)
    settle(page)
    page.get_by_role("button", name="← Previous").click()
    expect(page.locator(".drawdown-sentence")).not_to_contain_text("15 Oct 2025")
    settle(page)
    page.go_back()
    expect(page.locator(".drawdown-sentence")).to_contain_text("15 Oct 2025")
    expect(map_of(page).locator(".badge .day")).to_have_text("2025-10-15")


def test_another_tab_is_one_step_back_also_where_keys_leave_the_address(opened: Opened) -> None:
    page = opened(f"{Q}&tab=compare&since=2024-09-06")
    map_of(page)
    settle(page)
    before = page.evaluate("history.length")
    page.get_by_text("Promises", exact=True).first.click()
    page.wait_for_function("location.search.includes('tab=promises')")
    settle(page)
    assert "since=" not in page.url
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_function("location.search.includes('since=2024-09-06')")


@pytest.mark.parametrize("query", rest_long(["", "?lang=ar&tab=changes&min_grade=C3", Q], 2))
def test_a_visit_begins_with_one_step_in_the_history(opened: Opened, query: str) -> None:
    page = opened(query)
    map_of(page)
    settle(page)
    asked = 2  # the empty tab, and the address that was asked for
    assert page.evaluate("history.length") <= asked + 1, "the whole address, not part after part"
    assert "on=" in page.url
    assert "period=" in page.url


@pytest.mark.parametrize(
    ("width", "scheme"),
    rest_long([(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")], 2),
)
def test_the_page_fits_and_can_be_read(opened: Opened, scheme: str, width: int) -> None:
    page = opened(Q, width=width, scheme=scheme)
    map_of(page)
    settle(page)
    page.screenshot(full_page=True)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page)["violations"]
    assert [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found] == []


EVIL = (
    '![x](http://evil.example/a.png) <img src="http://evil.example/b.png" onerror="alert(1)"> '
    "<svg onload=alert(2)></svg> [a](javascript:alert(3)) :material/home: $x$ `c`"
)


@pytest.fixture(scope="module")
def hostile(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The layers that come along, with a hostile text in every field that holds text."""
    from geo.layers import dump_layers  # noqa: PLC0415 - only here

    folder: Path = tmp_path_factory.mktemp("hostile")
    for path in dump_layers(ledger, folder):
        content = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(_poison(content)), "utf-8")
    return str(folder)


TEXTS = {
    "name", "name_ar", "name_ckb", "aliases", "note", "text", "locator", "strength",
    "position_source", "producer", "title", "published_basis", "attribution",
}  # fmt: skip


def _poison(value: object, key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _poison(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_poison(part, key) for part in value]
    return f"{EVIL} {value}" if key in TEXTS and isinstance(value, str) else value


@pytest.mark.parametrize("tab", rest_long(["changed", "compare", "table", "sources", "export"]))
def test_hostile_text_is_only_read(opened: Opened, hostile: str, tab: str) -> None:
    page = opened(f"?on=2025-10-15&known=2024-09-27&party=all&tab={tab}", data=hostile)
    frame = map_of(page)
    expect(page.locator(".dd-panel h2")).to_contain_text("<svg onload")
    page.locator(".dd-panel summary").click()
    frame.locator(".site:not([hidden])").first.hover(force=True)
    page.locator(".st-key-site input").click()
    page.wait_for_timeout(600)
    for place in (page, frame):
        assert place.locator("[src*='evil.example'], [href*='javascript:']").count() == 0
    # The fixture `opened` sees to it that nothing was asked for and no dialog came up.
    assert "evil.example" in frame.locator(".strip").inner_text()


def test_no_text_of_the_page_is_a_key(opened: Opened) -> None:
    page = opened(Q)
    map_of(page)
    assert not re.search(r"\{\w+\}", page.locator("body").inner_text())


@pytest.mark.parametrize("on", rest_long(["1800-01-01", "2025-13-01"]))
def test_the_address_names_the_day_shown_in_place_of_a_wrong_one(opened: Opened, on: str) -> None:
    page = opened(f"?on={on}&known=now&site=harir&tab=table")
    warning = page.get_by_test_id("stAlert")
    expect(warning).to_contain_text(on)
    settle(page)
    day = shown(page)
    assert f"on={day}" in page.url
    again = opened(urlsplit(page.url)._replace(scheme="", netloc="", path="").geturl())
    assert shown(again) == day
    expect(again.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize("lang", rest_long(["ar", "ckb"]))
def test_segments_are_closed_and_round_at_both_ends_from_right_to_left(
    opened: Opened, lang: str
) -> None:
    page = opened(f"{Q}&lang={lang}")
    map_of(page)
    settle(page)
    for key in ("lang", "mode", "period", "tab"):
        first, *_, last = page.locator(f".st-key-{key} [role=radio]").all()
        for end, side, other in ((first, "right", "left"), (last, "left", "right")):
            expect(end).not_to_have_css(f"border-top-{side}-radius", "0px")
            expect(end).to_have_css(f"border-top-{other}-radius", "0px")
            expect(end).not_to_have_css(f"border-{side}-color", "rgba(0, 0, 0, 0)")
