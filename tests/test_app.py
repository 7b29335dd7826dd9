"""The page by its widgets: modes, dates, periods. What needs a browser is in tests/browser."""

import datetime as dt

import pytest
import streamlit as st

from geo import answers
from geo.app.periods import periods, turning_points
from geo.ledger import Ledger
from geo.snapshot import snapshot
from tests.app_pages import NOW, open_page, panel, sentence, shown_day

pytestmark = pytest.mark.usefixtures("no_other_data")


def test_a_click_that_cuts_the_first_run_short_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    clicks = ["ain-al-asad"]

    def cut_short(*_: object) -> None:
        if clicks:
            st.session_state["site"] = clicks.pop()
            st.rerun()

    monkeypatch.setattr("geo.app.controls.choose_knowledge", cut_short)
    page = open_page(on="2025-10-15", site="harir")
    assert not clicks
    assert "Ain al-Asad" in panel(page)
    assert page.query_params["site"] == "ain-al-asad"


# --- whose knowledge ----------------------------------------------------------------------------


def test_the_page_opens_on_the_present_day_as_known_now() -> None:
    page = open_page()
    assert "as known today" in sentence(page)
    assert page.button_group(key="mode").value == "now"
    assert page.query_params["on"] == shown_day(page).isoformat()


def test_the_sentence_answers_for_each_mode(ledger: Ledger) -> None:
    on = dt.date(2025, 10, 15)
    for known, day in (("now", NOW), ("then", on), ("2024-09-07", dt.date(2024, 9, 7))):
        page = open_page(on=on.isoformat(), known=known)
        told = answers.sentence(snapshot(ledger, on, day), NOW)
        assert told.split(", as known")[0] in sentence(page)


def test_the_plan_as_of_the_founding_report_leaves_ain_al_asad() -> None:
    page = open_page(on="2025-10-15", known="2024-09-07", site="ain-al-asad")
    assert page.button_group(key="mode").value == "plan"
    assert page.date_input(key="asof").value == dt.date(2024, 9, 7)
    assert "<strong>withdrawn</strong>" in panel(page)
    assert "planned" in panel(page)
    assert "30 Sep 2025" in panel(page)


def test_a_turning_point_sets_the_day_of_the_plan() -> None:
    page = open_page(on="2025-10-15", known="2024-09-07")
    turning = next(box for box in page.selectbox if str(box.key).startswith("turning"))
    turning.set_value(dt.date(2024, 9, 27)).run()
    assert page.query_params["known"] == "2024-09-27"
    assert "as known on 27 Sep 2024" in sentence(page)


def test_the_day_of_the_plan_is_kept_while_another_mode_is_looked_at() -> None:
    page = open_page(on="2025-10-15", known="2024-09-27")
    page.button_group(key="mode").set_value("now").run()
    assert page.query_params["known"] == "now"
    page.button_group(key="mode").set_value("plan").run()
    page.button(key="previous").click().run()
    assert page.query_params["known"] == "2024-09-27"


# --- the date -----------------------------------------------------------------------------------


def test_slider_typed_date_and_buttons_go_together() -> None:
    page = open_page(on="2025-10-15")
    page.slider(key="day").set_value(dt.date(2025, 9, 1)).run()
    assert shown_day(page) == dt.date(2025, 9, 1)
    assert "1 Sep 2025" in sentence(page)
    page.date_input(key="on").set_value(dt.date(2024, 3, 1)).run()
    assert page.slider(key="day").value == dt.date(2024, 3, 1)
    page.button(key="next").click().run()
    page.button(key="next").click().run()
    day = shown_day(page)
    assert day > dt.date(2024, 3, 1)
    assert page.slider(key="day").value == day
    page.button(key="previous").click().run()
    assert shown_day(page) < day


def test_a_typed_date_outside_of_the_period_changes_the_period() -> None:
    page = open_page(on="2025-10-15")
    page.date_input(key="on").set_value(dt.date(2010, 3, 1)).run()
    assert page.query_params["period"] == "2003-2011"
    assert page.slider(key="day").value == dt.date(2010, 3, 1)


def test_a_period_takes_the_date_along_to_its_nearest_end(ledger: Ledger) -> None:
    page = open_page(on="2025-10-15")
    past = next(p for p in periods(ledger, NOW) if p.key == "2003-2011")
    page.button_group(key="period").set_value(past).run()
    assert shown_day(page) == dt.date(2011, 12, 18)
    assert not page.warning


def test_a_cleared_date_falls_back_to_the_present() -> None:
    page = open_page(on="2025-10-15")
    page.date_input(key="on").set_value(None).run()
    assert not page.exception
    assert page.slider(key="day").value == shown_day(page)


# --- periods and turning points -----------------------------------------------------------------


def test_periods_come_from_the_last_plans_and_the_missions(ledger: Ledger) -> None:
    keys = [period.key for period in periods(ledger, NOW)]
    assert keys == ["2024-2026", "2014-2027", "2003-2011", "2003-2027"]


def test_turning_points_hold_the_plans_on_the_record(ledger: Ledger) -> None:
    points = turning_points(ledger)
    assert {dt.date(2024, 9, 27), dt.date(2025, 10, 20)} <= points.keys()
    assert points[dt.date(2024, 9, 27)].startswith("27 Sep 2024: agreed")
    assert list(points) == sorted(points, reverse=True)


def test_a_ledger_without_anything_has_a_period() -> None:
    assert periods(Ledger({}, {}, {}, {}), NOW)[0].holds(NOW)
