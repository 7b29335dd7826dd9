"""The page in a real browser: live drag, clicks, keys, nothing from elsewhere."""

import datetime as dt
import re

import pytest
from playwright.sync_api import WebSocket, expect

from geo import answers
from geo.ledger import Ledger
from geo.snapshot import snapshot
from tests.browser.pages import Opened, Q, drag, heard, map_of, press, settle, shown, thumb
from tests.variants import rest_long


def test_each_step_of_a_drag_is_painted_while_the_thumb_moves(opened: Opened) -> None:
    page = opened(Q)
    frame = map_of(page)
    settle(page)
    page.evaluate("window.heard = []; window.frameBefore = document.querySelector('iframe')")
    drag(page, -300)
    steps = [m["thumbed"] for m in heard(page, "thumbed")]
    painted = {m["painted"] for m in heard(page, "painted")}
    assert len(steps) >= 20
    assert painted.issuperset(steps[:-1]), "every step was painted before the release"
    assert shown(page) == steps[-1]
    sentence = page.locator(".drawdown-sentence").inner_text()
    stale = page.locator(".st-key-panel[data-stale]")
    expect(stale).to_have_count(1)
    page.mouse.up()
    page.wait_for_function("!location.search.includes('on=2025-10-15')")
    settle(page)
    expect(stale).to_have_count(0)
    assert f"on={steps[-1]}" in page.url
    assert page.locator(".drawdown-sentence").inner_text() == sentence, "Python says the same"
    assert page.evaluate("window.frameBefore === document.querySelector('iframe')")
    assert map_of(page) == frame


def test_the_map_shows_what_the_snapshot_says(opened: Opened, ledger: Ledger) -> None:
    page = opened(Q)
    labels = map_of(page).eval_on_selector_all(
        "[data-site][aria-label]", "all => all.map(e => [e.dataset.site, e.ariaLabel])"
    )
    view = snapshot(ledger, dt.date(2025, 10, 15), dt.date.max.replace(year=2100))
    said = dict(labels)
    for row in view.rows:
        assert said[row.site.id] == f"{row.site.name}: {answers.state_text(row.status)}"


def test_zoom_and_centre_stay_when_date_and_knowledge_change(opened: Opened) -> None:
    page = opened(Q)
    frame = map_of(page)
    settle(page)
    press(page, frame.locator(".leaflet-control-zoom-in"))
    box = page.locator("iframe.drawdown-map").bounding_box()
    assert box
    page.mouse.move(box["x"] + 200, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 330, steps=5)
    page.mouse.up()
    page.wait_for_timeout(600)  # the map glides on a little
    where = "L.DomUtil && [map_drawdown.getZoom(), ...Object.values(map_drawdown.getCenter())]"
    before = frame.evaluate(where)
    page.get_by_role("button", name="← Previous").click()
    expect(page.locator(".drawdown-sentence")).not_to_contain_text("15 Oct 2025")
    settle(page)
    page.get_by_role("radio", name="What was known then").click()
    expect(page.locator(".drawdown-sentence")).to_contain_text("on that day")
    settle(page)
    assert map_of(page) == frame
    assert frame.evaluate(where) == before


def test_the_frame_stays_when_a_warning_goes(opened: Opened) -> None:
    page = opened(f"{Q}&min_grade=Z9")
    frame = map_of(page)
    settle(page)
    expect(page.get_by_text("Z9")).to_be_visible()
    page.get_by_role("button", name="← Previous").click()
    expect(page.get_by_text("Z9")).to_have_count(0)
    settle(page)
    assert map_of(page) == frame


def test_a_click_on_a_mark_shows_its_claims(opened: Opened) -> None:
    page = opened(Q)
    press(page, map_of(page).locator("[data-site=ain-al-asad] .hit"))
    panel = page.locator(".dd-panel")
    expect(panel.locator("h2")).to_have_text("Ain al-Asad")
    expect(panel.locator(".dd-claim").first).to_be_visible()
    expect(panel).to_contain_text("15 days overdue")
    page.wait_for_function("location.search.includes('site=ain-al-asad')")
    link = panel.locator("a").first
    assert (link.get_attribute("href") or "").startswith("http")
    assert "noopener" in (link.get_attribute("rel") or "")
    assert map_of(page).locator(".is-chosen").count() == 1


def test_the_panel_of_another_site_begins_at_its_top(opened: Opened) -> None:
    page = opened(f"{Q}&site=ain-al-asad")
    frame = map_of(page)
    settle(page)
    page.locator(".dd-panel summary").click()
    place = ".st-key-panel"
    page.locator(place).evaluate("panel => panel.scrollTo(0, 2000)")
    assert page.locator(place).evaluate("panel => panel.scrollTop") > 200
    press(page, frame.locator("[data-site=harir] .hit"))
    expect(page.locator(".dd-panel h2")).to_have_text("Harir")
    page.wait_for_function(f"document.querySelector('{place}').scrollTop === 0")


def test_the_map_cannot_be_lost_by_zooming_out(opened: Opened) -> None:
    page = opened(Q)
    frame = map_of(page)
    zoom = "map_drawdown.getZoom()"
    start = frame.evaluate(zoom)
    for _ in range(4):
        frame.evaluate("void map_drawdown.zoomOut(1, {animate: false})")
    assert start - 1 <= frame.evaluate(zoom) < start


@pytest.mark.parametrize("site", rest_long(["ain-al-asad", "victoria-base"]))
def test_the_page_stays_when_a_mark_is_pressed(opened: Opened, site: str) -> None:
    page = opened(Q)
    page.set_viewport_size({"width": 1280, "height": 760})  # the foot of the map is out of sight
    frame = map_of(page)
    settle(page)
    box = frame.locator(f"[data-site={site}] .hit").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(200)  # as long as a finger needs; a page that scrolls does so by then
    assert frame.locator(f"[data-site={site}] .hit").bounding_box() == box
    page.mouse.up()
    expect(frame.locator(f"[data-site={site}] .is-chosen")).to_have_count(1)
    page.wait_for_function(f"location.search.includes('site={site}')")


NAMED = """all => [all.filter(e => !e.closest("[data-site]").hidden && e.style.display === "none"),
  all.filter(e => e.closest("[data-site]").querySelector(".differs") && e.style.display === "none")
].map(some => some.map(e => e.textContent))"""


@pytest.mark.parametrize("tab", rest_long(["timeline", "compare"]))
@pytest.mark.parametrize("lang", ["en", "ar", "ckb"])
def test_almost_every_mark_has_its_name_at_the_start(opened: Opened, tab: str, lang: str) -> None:
    page = opened(f"{Q}&lang={lang}&tab={tab}")
    frame = map_of(page)
    settle(page)
    unnamed, framed = frame.eval_on_selector_all(".site-name", NAMED)
    assert len(unnamed) <= 2  # of thirteen, around Baghdad and Erbil
    assert framed == []


LED = """() => {
  const box = (e) => e.getBoundingClientRect();
  const meet = (a, b) => a.left <= b.right + 8 && b.left <= a.right + 8
    && a.top <= b.bottom + 8 && b.top <= a.bottom + 8;
  const names = [...document.querySelectorAll(".region-name")];
  const lines = [...document.querySelectorAll(".leaflet-leads-pane path")];
  return lines.filter((line) => /L/.test(line.getAttribute("d"))).map((line) => [
    names.filter((name) => meet(box(line), box(name))).map((name) => name.firstChild.textContent),
    box(line).width + box(line).height,
  ]);
}"""


def test_a_region_s_name_outside_of_it_is_led_to_it(opened: Opened) -> None:
    page = opened(Q)
    frame = map_of(page)
    led = frame.evaluate(LED)
    assert ["Baghdad"] in [names for names, _ in led], "too small for its name"
    assert all(names != ["Anbar"] and length > 2 for names, length in led)
    page.get_by_role("button", name="Regions", exact=True).click()
    expect(frame.locator(".leaflet-leads-pane path")).to_have_count(0)


def test_enter_takes_a_typed_date(opened: Opened) -> None:
    page = opened(Q)
    map_of(page)
    settle(page)
    page.locator(".st-key-on [role=spinbutton]").last.click()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.locator(".drawdown-sentence")).to_contain_text("20 Oct 2025")
    page.wait_for_function("location.search.includes('on=2025-10-20')")
    expect(page.locator(".st-key-on [role=spinbutton]").last).to_be_focused()


def test_marks_can_be_reached_by_keyboard(opened: Opened) -> None:
    page = opened(Q)
    mark = map_of(page).locator(".site[data-site=erbil-air-base]")
    assert mark.get_attribute("tabindex") == "0"
    assert "occupied" in (mark.get_attribute("aria-label") or "")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dd-panel h2")).to_contain_text("Erbil")
    frame = map_of(page)
    inside = """() => {
      const box = document.activeElement.getBoundingClientRect();
      return box.x > 0 && box.x < innerWidth && box.y > 0 && box.y < innerHeight;
    }"""
    frame.evaluate("map_drawdown.setView([31, 46], 9, {animate: false})")
    assert not frame.evaluate(inside)
    page.keyboard.press("Tab")
    frame.wait_for_function(inside)


def test_a_site_without_a_position_is_listed_and_can_be_chosen(opened: Opened) -> None:
    page = opened(Q)
    button = map_of(page).locator("button.unplaced[data-site=makhmour]")
    expect(button).to_be_visible()
    press(page, button)
    expect(page.locator(".dd-panel h2")).to_contain_text("Makhmour")


def test_marks_that_are_near_each_other_are_fanned_out(opened: Opened) -> None:
    page = opened(f"{Q}&layers=anbar,baghdad,kurdistan-region,rest-of-iraq,others")
    boxes = map_of(page).eval_on_selector_all(
        ".site:not([hidden]) .hit",
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.x, b.y])",
    )
    near = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 < 16
    ]
    assert len(boxes) > 20
    assert near == []


def test_the_slider_by_keyboard(opened: Opened) -> None:
    page = opened(Q)
    map_of(page)
    settle(page)
    thumb(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".drawdown-sentence")).to_contain_text("17 Oct 2025")
    page.wait_for_function("location.search.includes('on=2025-10-17')")
    expect(map_of(page).locator(".badge .day")).to_have_text("2025-10-17")


def test_a_rerun_sends_little_for_the_map(opened: Opened) -> None:
    sizes: list[tuple[int, bytes]] = []

    def note(data: str | bytes) -> None:
        sizes.append((len(data), data if isinstance(data, bytes) else data.encode()))

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page = opened()
    page.on("websocket", listen)
    page.goto(page.url.split("?")[0] + Q)
    map_of(page)
    settle(page)
    assert max(size for size, _ in sizes) > 100_000, "the page of the map came once"
    for role, name, told in (
        ("button", "← Previous", re.compile(r"^(?!15 Oct 2025)")),
        ("radio", "What was known then", re.compile(r"on that day")),
    ):
        sizes.clear()
        page.get_by_role(role, name=name).click()  # type: ignore[arg-type]
        expect(page.locator(".drawdown-sentence")).to_have_text(told)
        settle(page)
        state = sum(size for size, data in sizes if b"tableHash" in data)
        assert 0 < state <= 10_000
        drawn = [data for _, data in sizes if b'class="dd-timeline"' in data]
        assert not drawn or role == "radio", "another date alone sends no timeline"
        rest = [size for size, data in sizes if b"dd-panel" not in data and data not in drawn]
        assert max(rest) <= 10_000
