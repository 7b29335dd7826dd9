"""Two live maps beside each other: one view, one date, and what differs marked on both."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from geo import answers
from geo.ledger import Ledger
from geo.revisions import compare
from tests.browser.pages import drag, map_of, press, settle
from tests.variants import rest_long

Opened = Callable[..., Page]
PLAN = dt.date(2024, 9, 6)
Q = f"?on=2025-10-15&known=now&site=harir&period=2024-2026&tab=compare&since={PLAN}"
VIEW = "[map_drawdown.getZoom(), ...Object.values(map_drawdown.getCenter())]"
SIZE = "Object.values(map_drawdown.getSize())"
SAME = f"([zoom, lat, lng]) => String([zoom, lat, lng]) === String({VIEW})"
MARKED = """all => all.filter(e => e.querySelector(".differs")).map(e => e.dataset.site).sort()"""


def pair_of(page: Page) -> tuple[Frame, Frame]:
    expect(page.locator("iframe.drawdown-beside")).to_have_count(2)
    found = []
    for handle in page.locator("iframe.drawdown-beside").element_handles():
        frame = handle.content_frame()
        assert frame is not None
        frame.wait_for_selector(".site[aria-label]:not([hidden])")
        found.append(frame)
    return found[0], found[1]


def open_pair(opened: Opened, query: str = Q, width: int = 1280) -> tuple[Page, Frame, Frame]:
    page = opened(query, width=width)
    map_of(page)
    one, other = pair_of(page)
    settle(page)
    show_pair(page)
    rest(page, one, other)
    return page, one, other


def rest(page: Page, one: Frame, other: Frame) -> None:
    """Wait until both maps have found their size and their view."""
    for _ in range(100):
        found = [(*frame.evaluate(SIZE), *frame.evaluate(VIEW)) for frame in (one, other)]
        if found[0] == found[1] and found[0][0] > 200 and found[0][2] < 7:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the maps do not agree: {found}")


def show_pair(page: Page) -> None:
    """Scroll to the maps: what is out of sight, Chromium lays out when it likes."""
    page.locator(".drawdown-pair").evaluate("pair => pair.scrollIntoView()")


def day_of(frame: Frame) -> str:
    return frame.locator(".badge .day").inner_text()


def zoom(page: Page, frame: Frame, way: str = "in") -> list[float]:
    """Press a button of one of the maps, and give its view once it is another one."""
    before = frame.evaluate("map_drawdown.getZoom()")
    press(page, frame.locator(f".leaflet-control-zoom-{way}"))
    frame.wait_for_function("before => map_drawdown.getZoom() !== before", arg=before, polling=100)
    view: list[float] = frame.evaluate(VIEW)
    return view


def push(page: Page, number: int) -> None:
    """Drag one of the maps, and let it go while it still moves."""
    box = page.locator("iframe.drawdown-beside").nth(number).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y + 30, steps=6)
    page.mouse.up()


@pytest.mark.parametrize("number", rest_long([0, 1]))
def test_what_is_done_to_one_map_is_done_to_the_other(opened: Opened, number: int) -> None:
    page, *both = open_pair(opened)
    moved, led = both[number], both[1 - number]
    start = moved.evaluate(VIEW)
    zoomed = zoom(page, moved)
    assert zoomed != start
    led.wait_for_function(SAME, arg=zoomed, polling=100)
    page.evaluate("window.heard = []")
    push(page, number)
    rests = "() => window.heard.filter(m => m.view && m.view.rest).length"
    page.wait_for_function(rests)  # the map glides on a little
    led.wait_for_function(SAME, arg=moved.evaluate(VIEW), polling=100)
    assert moved.evaluate(VIEW)[1:] != zoomed[1:]
    assert page.evaluate(rests) == 1, "the other map tells nothing back"
    # And the other way round.
    moved.wait_for_function(SAME, arg=zoom(page, led, "out"), polling=100)


def test_both_maps_follow_the_thumb_in_the_same_frames(opened: Opened) -> None:
    page, one, other = open_pair(opened)
    view = zoom(page, one)
    show_pair(page)
    thumb = page.locator(".st-key-day [data-testid=stSliderThumbValue]").bounding_box()
    assert thumb
    assert thumb["y"] >= 0, "the slider stays in sight"
    drag(page, -120, steps=8)
    day = page.locator(".st-key-day [data-testid=stSliderThumbValue]").inner_text()
    assert day < "2025-10-15"
    for frame in (one, other):
        expect(frame.locator(".badge .day")).to_have_text(day)
    assert "on=2025-10-15" in page.url, "not released yet"
    page.mouse.up()
    page.wait_for_function(f"location.search.includes('on={day}')")
    settle(page)
    told = one.locator(".strip .sentence").inner_text()
    page.get_by_role("button", name="What was known then, and now").click()
    expect(one.locator(".strip .sentence")).not_to_have_text(told)
    expect(page.locator("figcaption").first).to_contain_text("The plan as of")
    expect(page.locator("figcaption").first).not_to_contain_text("6 Sep 2024")
    assert pair_of(page) == (one, other)
    for frame in (one, other):
        assert frame.evaluate(VIEW) == view
        assert day_of(frame) == day


def test_what_differs_is_marked_on_both_maps(opened: Opened, ledger: Ledger) -> None:
    page, one, other = open_pair(opened)
    last = dt.date.max.replace(year=2100)
    both = compare(ledger, dt.date(2025, 10, 15), PLAN, last)
    differing = sorted(pair.site.id for pair in both.differing)
    assert differing
    for frame in (one, other):
        marked = frame.eval_on_selector_all("[data-site]:not([hidden])", MARKED)
        assert marked == differing
        expect(frame.locator(".legend .item", has_text="differs")).to_be_visible()
    for frame, row in ((one, "planned"), (other, "actual")):
        for pair in both.differing:
            label = frame.locator(f"[data-site={pair.site.id}]").get_attribute("aria-label")
            state = answers.state_text(getattr(pair, row).status)
            assert (label or "").startswith(f"{pair.site.name}: {state}")
            assert (label or "").endswith(", differs")
    above = map_of(page)
    assert above.eval_on_selector_all("[data-site]:not([hidden])", MARKED) == differing
    page.get_by_role("radio", name="What was known then").click()
    expect(page.locator(".drawdown-sentence")).to_contain_text("on that day")
    expect(above.locator("[data-site] .differs")).to_have_count(0)


def test_a_click_on_either_map_chooses_the_site(opened: Opened) -> None:
    page, one, other = open_pair(opened)
    for frame, site, name in (
        (one, "ain-al-asad", "Ain al-Asad"),
        (other, "union-iii", "Union III"),
    ):
        press(page, frame.locator(f"[data-site={site}] .hit"))
        expect(page.locator(".dd-panel h2")).to_have_text(name)
        for shown in (one, other, map_of(page)):
            expect(shown.locator(f"[data-site={site}] .is-chosen")).to_have_count(1)


def test_the_maps_come_back(opened: Opened) -> None:
    page, one, _ = open_pair(opened)
    view = zoom(page, one)
    page.get_by_role("radio", name="Table").click()
    expect(page.locator("iframe.drawdown-beside")).to_have_count(0)
    page.get_by_role("button", name="Next →").click()
    expect(page.locator(".drawdown-sentence")).not_to_contain_text("15 Oct 2025")
    settle(page)
    page.get_by_role("radio", name="Plan and outcome").click()
    again = pair_of(page)
    settle(page)  # before that the page is not high enough to be scrolled to the maps
    show_pair(page)
    day = page.locator(".st-key-day [data-testid=stSliderThumbValue]").inner_text()
    for frame in again:
        expect(frame.locator(".badge .day")).to_have_text(day)
        frame.wait_for_function(SAME, arg=view, polling=100)
    settle(page)
    page.get_by_text("العربية", exact=True).click()
    page.wait_for_function("location.search.includes('lang=ar')")
    expect(page.locator("figcaption").first).to_contain_text("الخطة")
    for frame in pair_of(page):
        frame.wait_for_selector("html[dir=rtl]")
        expect(frame.locator(".badge .day")).to_have_text(day)


@pytest.mark.long
def test_the_view_outlives_every_size_of_the_frames(opened: Opened) -> None:
    page, one, _ = open_pair(opened)
    view = zoom(page, one)
    page.get_by_role("radio", name="Table").click()
    expect(page.locator("iframe.drawdown-beside")).to_have_count(0)
    settle(page)
    # As Streamlit does for a moment now and then, but long enough to be seen.
    low = page.add_style_tag(content="iframe.drawdown-beside { height: 1px !important; }")
    page.get_by_role("radio", name="Plan and outcome").click()
    again = pair_of(page)
    for frame in again:
        frame.wait_for_function(SAME, arg=view, polling=100)
    low.evaluate("style => style.remove()")
    settle(page)
    show_pair(page)
    for width in (1280, 1000, 1201):
        page.set_viewport_size({"width": width, "height": 900})
        rest(page, *again)
        assert again[1].evaluate(VIEW) == view
    page.wait_for_timeout(300)  # Leaflet's own watch told of it after 200 ms
    assert [frame.evaluate(VIEW) for frame in again] == [view, view]


def test_the_way_back_shows_the_knowledge_before(opened: Opened) -> None:
    page, one, _ = open_pair(opened)
    told = one.locator(".strip .sentence").inner_text()
    page.get_by_role("button", name="What was known then, and now").click()
    expect(one.locator(".strip .sentence")).not_to_have_text(told)
    page.wait_for_function(f"!location.search.includes('since={PLAN}')")
    settle(page)
    page.go_back()
    expect(page.locator("figcaption").first).to_contain_text("6 Sep 2024")
    expect(one.locator(".strip .sentence")).to_have_text(told)
    settle(page)
    assert one.locator(".strip .sentence").inner_text() == told


def test_on_a_narrow_screen_the_maps_stand_one_above_the_other(opened: Opened) -> None:
    page, one, other = open_pair(opened, width=390)
    first, second = (
        page.locator("iframe.drawdown-beside").nth(number).bounding_box() for number in (0, 1)
    )
    assert first
    assert second
    assert second["y"] > first["y"] + first["height"]
    press(page, one.locator("[data-site=ain-al-asad] .hit"))
    expect(page.locator(".dd-panel h2")).to_have_text("Ain al-Asad")
    show_pair(page)
    press(page, one.locator(".legend summary"))
    expect(other.locator(".legend")).to_have_attribute("open", "")
    rest(page, one, other)
