"""The time page in a real browser, opened from a file: it shows what `snapshot` says."""

import datetime as dt
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import geo
from geo import answers, words
from geo.app.panel import Backing, panel_html
from geo.app.tongue import Tongue
from geo.grounds import grounds
from geo.ledger import Ledger
from geo.snapshot import Row, Snapshot, snapshot
from geo.steps import changes, since
from geo.style import region_fill
from geo.timepage import time_page
from geo.timepage.tables import frame_of
from tests.variants import rest_long

Open = Callable[..., Page]
Q = "#on=2025-10-15&known=now"
# Everything the page shows on a day, read off what a reader sees or hears.
READ = """() => ({
  sentence: document.getElementById("sentence").textContent,
  marks: Object.fromEntries([...document.querySelectorAll("[data-site][aria-label]")].map((e) => [
    e.dataset.site, [e.getAttribute("aria-label"), !e.hidden,
    e.querySelector(".body").dataset.fill, Boolean(e.querySelector(".overdue"))]])),
  regions: [...document.querySelectorAll(".region-name")].map((e) => e.lastChild.textContent),
})"""
GO = """(iso) => {
  const typed = document.getElementById("typed");
  typed.value = iso;
  typed.dispatchEvent(new Event("change"));
}"""
PANEL = """(root) => {
  const bare = (text) => text.replace(/[\\u2066-\\u2069]/g, "");
  const plain = (one) => bare(one.textContent).split(/\\s+/).join(" ");
  return {
    facts: [...root.querySelectorAll("dl > div")].map((one) => [...one.children].map(plain)),
    grounds: [...root.querySelectorAll("h3")].map((head) => [
      plain(head), [...head.nextElementSibling.querySelectorAll(".id")].map(plain)]),
  };
}"""
SPEAK = """() => [...document.querySelectorAll("#panel .id")].map((e) => e.textContent)"""


@functools.cache
def now() -> dt.date:
    """Give the last day of knowledge of the page: that of the last publication."""
    return dt.date.fromordinal(geo.load().last_public)


def said(view: Snapshot) -> dict[str, Any]:
    """Give what the page should show of a snapshot."""
    shaped = [region for region in view.regions if region.shape]
    counts = [view.by_layer[region.layer] for region in shaped]
    return {
        "sentence": answers.sentence(view),
        "marks": {row.site.id: _mark(row) for row in view.rows},
        "regions": [answers.count_text(c) if c.of else "" for c in counts],
    }


def _mark(row: Row) -> list[object]:
    from geo.style import mark_of  # noqa: PLC0415 - beside its use

    status = row.status
    told = answers.state_text(status)
    if status.basis == "planned":
        late = words.say("list-comma") + words.say("overdue-by", days=status.overdue_days or 0)
        bare = told.removesuffix(late) if status.overdue_days is not None else told
        told = f"{bare}, planned{told[len(bare) :]}"
    drawn = row.counted or status.still_occupied != "no"
    mark = mark_of(status)
    return [f"{row.site.name}: {told}", drawn, mark.fill.value, mark.overdue is not None]


def compare(page: Page, ledger: Ledger, days: list[dt.date], known: str) -> None:
    for day in days:
        asof = {"now": now(), "then": min(day, now())}.get(known) or dt.date.fromisoformat(known)
        page.evaluate(GO, day.isoformat())
        expected = said(snapshot(ledger, day, asof))
        found = page.evaluate(READ)
        chosen = page.locator("#chooser select").input_value()
        expected["marks"][chosen][1] = True  # the selected site is always drawn
        assert found == expected, (day, known)


def change_days(ledger: Ledger, known: str) -> list[dt.date]:
    frame = frame_of(ledger, None, now())
    if known == "then":
        found = changes(ledger, frame.first, now(), None)
        found += changes(ledger, now() + dt.timedelta(days=1), frame.last, now())
    else:
        asof = now() if known == "now" else dt.date.fromisoformat(known)
        found = changes(ledger, frame.first, frame.last, asof)
    return sorted({change.day for change in found})


@pytest.mark.parametrize("known", ["now", "then", "2024-09-27"])
def test_some_days_show_what_the_snapshot_says(shown: Open, ledger: Ledger, known: str) -> None:
    page = shown(f"#on=2025-10-15&known={known}")
    compare(page, ledger, change_days(ledger, known)[-30::3], known)


@pytest.mark.long
@pytest.mark.parametrize(
    "known",
    ["now", "then", "2011-10-21", "2020-03-20", "2024-09-08", "2024-09-27", "2025-09-30",
     "2025-10-05", "2025-10-20", "2026-07-14", "2026-09-30"],
)  # fmt: skip
def test_every_change_day_shows_what_the_snapshot_says(
    shown: Open, ledger: Ledger, known: str
) -> None:
    page = shown(f"#on=2025-10-15&known={known}")
    found = change_days(ledger, known)
    near = {day + dt.timedelta(days=n) for day in found for n in (-1, 0, 1)}
    frame = frame_of(ledger, None, now())
    compare(page, ledger, sorted(d for d in near if frame.first <= d <= frame.last), known)


@pytest.mark.parametrize("known", ["now", "then", "2025-10-05"])
def test_the_panel_lists_what_decided(shown: Open, ledger: Ledger, known: str) -> None:
    page = shown(f"#on=2025-10-15&known={known}&site=ain-al-asad")
    for day in change_days(ledger, known)[-24::4]:
        asof = {"now": now(), "then": min(day, now())}.get(known) or dt.date.fromisoformat(known)
        row = snapshot(ledger, day, asof).row("ain-al-asad")
        assert row
        page.evaluate(GO, day.isoformat())
        page.wait_for_timeout(200)
        if page.locator("#panel summary").count():
            page.eval_on_selector("#panel details", "d => { d.open = true; }")
            page.wait_for_timeout(30)
        told = [key for keys in grounds(ledger, row.status) for key in keys]
        others = [key for key in row.evidence if key not in told]
        assert page.evaluate(SPEAK) == [*told, *others]
        assert answers.state_text(row.status) in page.locator("#panel .state").inner_text()
        assert answers.basis_text(row.status) in page.locator("#panel .state").inner_text()


@pytest.mark.parametrize(
    ("day", "lang"),
    rest_long(
        [
            ("2025-10-15", "en"), ("2025-10-15", "ar"), ("2026-01-18", "ckb"), ("2024-06-01", "en"),
            ("2026-10-15", "en"), ("2027-05-01", "en"), ("2016-01-01", "en"), ("2011-12-08", "ar"),
        ],
        1,
    ),
)  # fmt: skip
def test_the_panel_says_what_the_app_s_says(
    day: str, lang: str, shown: Open, ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(time_page(ledger, lang=lang), "utf-8")
    page, other = shown(address=path.as_uri()), shown("", address="about:blank")
    tongue = Tongue(lang)
    on = dt.date.fromisoformat(day)
    for known in ("now", "then"):
        view = snapshot(ledger, on, now() if known == "now" else min(on, now()))
        for row in (row for row in view.rows if row.counted):
            backing = Backing(since(ledger, row.status), grounds(ledger, row.status))
            other.set_content(panel_html(view, row, tongue, tongue.names(ledger), backing))
            page.goto(f"{path.as_uri()}#on={day}&known={known}&site={row.site.id}")
            expect(page.locator("#panel h2")).to_have_text(tongue.name(row.site))
            assert page.locator("#panel").evaluate(PANEL) == other.locator("article").evaluate(
                PANEL
            )


def test_the_panel_sets_the_note_apart_under_its_claim(shown: Open, ledger: Ledger) -> None:
    page = shown("#on=2025-10-15&known=now&site=ain-al-asad")
    claim = page.locator("#panel li.claim").first
    note = ledger.claims[claim.locator(".id").inner_text()].note
    assert note
    assert claim.locator(".note").inner_text() == f"Note: {note}"


def test_the_panel_says_of_an_unknown_state_that_no_report_tells(shown: Open) -> None:
    page = shown("#on=2024-06-01&known=then&site=joint-operations-command")
    expect(page.locator("#panel .state strong")).to_have_text("unknown")
    expect(page.locator("#panel .state .basis")).to_have_text("no report tells")


def test_the_ticks_and_steps_are_the_change_days(shown: Open, ledger: Ledger) -> None:
    page = shown("#on=2024-01-01&known=now&period=2024-2026")
    expected = [
        d for d in change_days(ledger, "now") if dt.date(2024, 1, 1) < d <= dt.date(2026, 12, 31)
    ]
    found = []
    page.locator("#slider").focus()
    for _ in expected:
        page.keyboard.press("ArrowRight")
        found.append(page.locator("#typed").input_value())
    assert found == [day.isoformat() for day in expected]
    expect(page.locator("#next")).to_be_disabled()
    page.keyboard.press("Shift+ArrowLeft")
    before = expected[-1] - dt.timedelta(days=1)
    expect(page.locator("#typed")).to_have_value(before.isoformat())
    page.locator("#previous").click()
    expect(page.locator("#typed")).to_have_value(expected[-2].isoformat())


def test_a_drag_with_a_mouse_repaints_at_each_step(shown: Open) -> None:
    page = shown()
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
          window.seen.push(document.getElementById("sentence").textContent);
        }).observe(document.getElementById("sentence"), {childList: true}); }"""
    )
    box = page.locator("#slider").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + box["width"] * (0.6 - step / 100), y)
    page.mouse.up()
    assert len(page.evaluate("window.seen")) >= 30
    expect(page).not_to_have_url(re.compile("on=2025-10-15"))


def test_the_live_region_speaks_once_the_date_rests(shown: Open) -> None:
    page = shown()
    page.evaluate(GO, "2026-01-01")
    sentence = page.locator("#sentence").inner_text()
    expect(page.locator("#spoken")).to_have_text(sentence)
    assert page.locator("#spoken").get_attribute("aria-live") == "polite"


def test_a_link_opens_the_same_page(shown: Open) -> None:
    page = shown("#on=2025-10-15&known=2024-09-27&site=harir")
    page.locator("#copy").click()
    expect(page.locator("#copied")).not_to_be_empty()
    page.wait_for_timeout(300)
    hash_ = page.evaluate("location.hash")
    assert "on=2025-10-15&known=2024-09-27&site=harir" in hash_
    again = shown(hash_)
    assert again.evaluate(READ) == page.evaluate(READ)
    expect(again.locator("#panel h2")).to_contain_text("Harir")
    assert again.locator("#notices li").count() == 0
    assert again.locator("input[value=plan]").is_checked()


def test_an_address_asked_for_while_the_page_writes_its_own_is_not_lost(shown: Open) -> None:
    page = shown(Q)
    page.evaluate("""() => {
      location.hash = "#on=2025-03-04&known=then";
      const chooser = document.querySelector("#chooser select");
      chooser.value = "harir";
      chooser.dispatchEvent(new Event("change")); // which writes at once
    }""")
    expect(page.locator("#typed")).to_have_value("2025-03-04")
    expect(page.locator("#sentence")).to_contain_text("4 Mar 2025")


def test_a_wrong_address_is_explained(shown: Open) -> None:
    page = shown("#on=soon&known=2040-01-01&site=atlantis&period=never&data=000")
    expect(page.locator("#notices li")).to_have_count(5)
    page.evaluate("location.hash = '#on=1900-01-01'")
    expect(page.locator("#notices li")).to_have_count(1)
    expect(page.locator("#typed")).to_have_value("2003-01-01")


def test_a_wrong_date_is_marked_and_not_taken(shown: Open) -> None:
    page = shown()
    page.locator("#typed").fill("2025-02-30")
    page.keyboard.press("Enter")
    expect(page.locator("#typed")).to_have_attribute("aria-invalid", "true")
    assert "15 Oct 2025" in page.locator("#sentence").inner_text()
    page.locator("#typed").fill("2010-05-01")
    page.keyboard.press("Enter")
    expect(page.locator("#sentence")).to_contain_text("1 May 2010")
    assert page.locator("input[name=period][value='2']").is_checked()


def test_marks_can_be_chosen_by_mouse_and_keyboard(shown: Open) -> None:
    page = shown()
    page.locator("[data-site=harir] .hit").click()
    expect(page.locator("#panel h2")).to_have_text("Harir")
    mark = page.locator(".site[data-site=erbil-air-base]")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("Erbil")
    expect(page.locator("#chooser select")).to_have_value("erbil-air-base")


def test_it_plays_and_pauses(shown: Open) -> None:
    page = shown("#on=2025-01-01&known=now")
    page.locator("#play").click()
    page.wait_for_timeout(700)
    page.locator("#play").click()
    day = page.locator("#typed").input_value()
    assert "2025-01-05" < day < "2025-03-01"
    page.wait_for_timeout(200)
    assert page.locator("#typed").input_value() == day


def test_reduced_motion_goes_change_by_change(shown: Open) -> None:
    page = shown("#on=2024-01-01&known=now", reduced_motion="reduce")
    page.locator("#play").click()
    page.wait_for_timeout(700)
    assert page.locator("#typed").input_value() == "2024-01-01"


def test_the_marks_are_told_where_there_is_room_until_the_reader_decides(shown: Open) -> None:
    page = shown(width=300)  # as a frame may be while the page around it is laid out
    marks = page.locator(".strip .legend")
    expect(marks).not_to_have_attribute("open", "")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(marks).to_have_attribute("open", "")
    marks.locator("summary").click()
    expect(marks).not_to_have_attribute("open", "")
    page.set_viewport_size({"width": 300, "height": 900})
    marks.locator("summary").click()
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    expect(marks).to_have_attribute("open", "")


def test_it_works_by_touch(shown: Open) -> None:
    page = shown(width=390, has_touch=True, is_mobile=True)
    page.locator("[data-site=harir] .hit").tap()
    expect(page.locator("#panel h2")).to_have_text("Harir")
    box = page.locator("#slider").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    expect(page.locator("#sentence")).to_contain_text("2024")


@pytest.mark.parametrize(
    ("scheme", "width"),
    rest_long([("light", 1280), ("dark", 390), ("light", 390), ("dark", 1280)], 2),
)
def test_it_fits_and_can_be_read(shown: Open, scheme: str, width: int) -> None:
    page = shown(f"{Q}&site=ain-al-asad", width=width, scheme=scheme)
    page.wait_for_selector("#panel h2")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page)["violations"]
    assert [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("lang", ["ar", "ckb"])
def test_other_languages_read_from_the_right(
    lang: str, shown: Open, ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(time_page(ledger, now(), lang), "utf-8")
    page = shown(Q, address=path.as_uri(), width=390)
    view = snapshot(ledger, dt.date(2025, 10, 15), now())
    expect(page.locator("#sentence")).to_have_text(answers.sentence(view, None, lang))
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert page.locator(".time").get_attribute("dir") == "ltr"


def test_the_region_fills_are_those_of_the_style(shown: Open) -> None:
    page = shown()
    assert region_fill(1, 3)
    fills = page.locator(".leaflet-tints-pane path").evaluate_all(
        "all => all.map(p => p.getAttribute('fill'))"
    )
    assert region_fill(2, 3) in fills
    assert region_fill(0, 3) in fills


@pytest.mark.parametrize("known", ["now", "2025-10-05"])
def test_on_a_narrow_map_no_region_s_name_covers_a_mark(shown: Open, known: str) -> None:
    page = shown(f"#on=2025-10-15&known={known}&site=ain-al-asad", width=390)
    boxes = """(found) => found.map((e) => {
      const box = e.getBoundingClientRect();
      return [box.left, box.top, box.right, box.bottom];
    })"""
    marks = page.locator(".site:not([hidden]) .body").evaluate_all(boxes)
    names = page.locator(".region-name").evaluate_all(boxes)
    assert marks
    assert names
    for left, top, right, bottom in names:
        for west, north, east, south in marks:
            assert left >= east or right <= west or top >= south or bottom <= north
    ring, name = (
        page.locator(f".site[data-site=ain-al-asad] {part}").evaluate_all(boxes)[0]
        for part in (".chosen", ".site-name")
    )
    assert name[2] <= ring[0] or name[0] >= ring[2] or name[3] <= ring[1] or name[1] >= ring[3]
