"""The desk on the page by its widgets: each tab, each language, search, a first visit."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo import answers, words
from geo.app.address import TABS
from geo.app.desk.smallmap import drawn_parts, ground_of, places_of
from geo.app.desk.spelling import fits, plain
from geo.app.periods import periods
from geo.app.story import Story, story
from geo.clock import VARIABLE
from geo.ledger import Ledger
from geo.plate.marks import parts_of
from geo.revisions import compare, telling_days
from geo.snapshot import snapshot
from geo.status import State
from geo.style import Fill, Mark
from tests.app_pages import ASAD, NOW, desk, open_page, shown_html

pytestmark = pytest.mark.usefixtures("no_other_data")


def hints_of(page: AppTest) -> str:
    parts = [str(getattr(part, "value", "")) for part in page.get("html")]
    return "".join(part for part in parts if "dd-hints" in part and "<style>" not in part)


# --- the questions of an analyst ----------------------------------------------------------------


def test_what_the_plan_of_september_2024_said_of_ain_al_asad_and_what_became_of_it() -> None:
    told = desk(open_page(**ASAD, tab="promises"))
    assert "Published Promise By" in told, "the treaty of 2008 is quoted by a text of 2009"
    assert (
        "6 Sep 2024 plan: leave by Sep 2025, counted to 30 Sep 2025; reported, not on the record"
    ) in told
    assert "about 11 Jan 2026, counted to 12 Jan 2026; announced" in told
    assert "by 31 Dec 2011; announced" in told, "a day counts to itself"
    assert "missed by 109 days" in told
    assert "met on 17 Jan 2026" in told
    assert "there meanwhile: 250-350 (E25-018)" in told


def test_what_was_known_of_victoria_base_then_and_now() -> None:
    page = open_page(on="2026-02-01", site="victoria-base", since="2026-02-01", tab="changed")
    told = desk(page)
    before, after = told.index("withdrawn (reported)"), told.index("contested: reduced and")
    assert "Victoria Base" in told[:before]
    assert before < after
    assert "E26-020" in told


def test_which_promise_about_erbil_came_true_and_who_made_the_other() -> None:
    told = desk(open_page(on="2025-10-15", site="erbil-air-base", tab="promises"))
    kept = told.index("30 Sep 2026 : this came true")
    other = told.index("31 Dec 2026 : this did not come true")
    assert "Iraqi Defence Minister" in told[kept:other]
    assert "ten unnamed officials (Reuters)" in told[other:]


def test_the_plan_beside_the_outcome_in_arabic() -> None:
    page = open_page(on="2025-10-01", since="2024-09-06", tab="compare", lang="ar")
    assert "قاعدة عين الأسد الجوية" in desk(page)
    assert len(page.get("download_button")) == 4  # three pictures and their caption


def test_a_site_without_a_plan_is_not_said_to_be_as_planned(ledger: Ledger) -> None:
    told = desk(open_page(on="2025-10-01", since="2024-09-06", tab="compare"))
    both = compare(ledger, dt.date(2025, 10, 1), dt.date(2024, 9, 6), NOW)
    assert answers.comparison_text(both) in told
    assert told.count(" as planned") == 3
    assert told.count("no plan for this day") == 8 + 1  # the rows, and the sentence


def pair(page: AppTest) -> tuple[str, dict[str, Any]]:
    """Give what the two maps beside each other are told, as it is sent."""
    parts = (getattr(part, "proto", None) for part in page.get("bidi_component"))
    (text,) = (p.json for p in parts if p and "map-pair" in p.id)
    return text, json.loads(text)


def test_two_maps_are_told_whose_knowledge_they_show_and_what_differs(ledger: Ledger) -> None:
    page = open_page(on="2025-10-15", since="2024-09-06", tab="compare")
    text, told = pair(page)
    assert [one["title"] for one in told["pair"]] == [
        "The plan as of 6 Sep 2024",
        f"As known on {words.day_text(NOW, 'en')}",
    ]
    plan, outcome = (one["table"] for one in told["pair"])
    assert plan["differs"] == outcome["differs"]
    both = compare(ledger, dt.date(2025, 10, 15), dt.date(2024, 9, 6), NOW)
    assert {one.site.id for one in both.differing} <= plan["differs"].keys()
    assert len(text) < 20_000, "the page of the map is not sent again"
    page.button(key="previous").click().run()
    assert pair(page)[0] == text, "nor anything at all for another date"
    page.date_input(key="since").set_value(dt.date(2025, 10, 1)).run()
    assert pair(page)[0] != text


def test_the_day_is_shown_as_it_was_known_on_four_days(ledger: Ledger) -> None:
    page = open_page(on="2025-10-15", since="2024-09-06", tab="changed")
    told = shown_html(page, "dd-strip")
    days = telling_days(ledger, dt.date(2025, 10, 15), dt.date(2024, 9, 6), NOW)
    views = [snapshot(ledger, dt.date(2025, 10, 15), day) for day in days]
    counts = re.findall(r'class="count">(.*?)<', told)
    assert counts == [answers.count_text(view.count) for view in views]
    assert counts[0] == "4\u20135 of 12"
    assert re.findall(r' alt="(.*?)"', told) == [answers.sentence(view, NOW) for view in views]
    pairs = compare(ledger, dt.date(2025, 10, 15), days[0], days[1]).pairings
    both = [pair for pair in pairs if pair.moved and pair.counted]
    assert f"before: {', '.join(pair.site.name for pair in both)}<" in told
    drawings = [b64decode(text).decode() for text in re.findall(r'base64,(.*?)"', told)]
    assert len(drawings) == 4
    for drawing in drawings:
        assert ET.fromstring(drawing).tag.endswith("svg")  # noqa: S314 - made here
    assert [drawing.count("<rect") for drawing in drawings][:2] == [0, len(both)]


@pytest.mark.parametrize("fill", Fill)
def test_marks_in_small_maps_are_those_of_the_plates(fill: Fill) -> None:
    parts = drawn_parts(Mark(fill, (State.OCCUPIED, State.WITHDRAWN), False, 1), 5.0)  # noqa: FBT003
    known = parts_of(Mark(fill, (State.OCCUPIED, State.WITHDRAWN), False, 1), 5.0)  # noqa: FBT003
    assert [part["face"] for part in parts] == [part.face for part in known]
    assert parts[1]["circle"] == pytest.approx(5 * 1.47, abs=0.1), "the ring of what is overdue"
    assert all(re.fullmatch(r"[MLQCZ\d., -]+", part["path"]) for part in parts)


def test_a_small_map_needs_neither_regions_nor_sites(ledger: Ledger) -> None:
    bare = replace(ledger, regions={}, sites={}, claims={}, memory={})
    assert ground_of.__wrapped__(bare).regions == ()  # type: ignore[attr-defined]
    assert places_of.__wrapped__(bare, ()) == {}  # type: ignore[attr-defined]


def test_all_promises_have_totals_by_layer_and_promiser() -> None:
    told = desk(open_page(**ASAD, tab="promises", scope="all"))
    assert "By region" in told
    assert "By who promised" in told
    assert "124 d" in told


# --- tabs and languages -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "ckb"])
@pytest.mark.parametrize(
    "tab", [pytest.param(t, marks=() if t == "changed" else pytest.mark.long) for t in TABS]
)
def test_each_tab_speaks_each_language(tab: str, lang: str) -> None:
    page = open_page(**ASAD, tab=tab, lang=lang, scope="all")
    assert not page.warning
    assert words.say(f"tab-{tab}", lang) in page.button_group(key="tab").options


def test_the_language_is_chosen_on_the_page_and_the_rest_stays() -> None:
    page = open_page(**ASAD, tab="promises", min_grade="B2", party="all")
    page.button_group(key="lang").set_value("ar").run()
    assert not page.exception
    query = dict(page.query_params)
    wanted = {"lang": "ar", "tab": "promises", "min_grade": "B2", "party": "all"}
    assert wanted.items() <= query.items()
    assert "تشرين" in shown_html(page, "drawdown-sentence")
    assert 'dir="rtl"' in shown_html(page, "dd-panel")
    page.button_group(key="lang").set_value("en").run()
    assert "lang" not in page.query_params
    assert "15 Oct 2025" in shown_html(page, "drawdown-sentence")


def test_a_wrong_language_is_explained() -> None:
    assert "lang=" in open_page(lang="fr").warning[0].value.replace("\\", "")


def test_the_plan_of_a_later_knowledge_is_told_where_outcomes_are_not_known() -> None:
    page = open_page(on="2025-10-15", known="2024-09-27", site="ain-al-asad", tab="promises")
    assert any("What we know now" in caption.value for caption in page.caption)
    assert "missed" not in desk(page).split("Moved", 1)[1].split("6 Sep 2024", 1)[1][:200]


def test_days_of_knowledge_are_kept_while_another_tab_is_looked_at() -> None:
    page = open_page(**ASAD, tab="changed", since="2025-01-01")
    page.button_group(key="tab").set_value("table").run()
    page.button(key="previous").click().run()
    page.button_group(key="tab").set_value("changed").run()
    assert page.query_params["since"] == "2025-01-01"


def test_a_contested_site_leads_to_its_contradictions() -> None:
    page = open_page(on="2026-02-01", site="victoria-base")
    page.button(key="see-contradictions").click().run()
    assert page.query_params["tab"] == "contradictions"
    assert "E26-020" in desk(page)


# --- a first visit ------------------------------------------------------------------------------


def test_the_story_is_the_first_plan_for_a_site_and_the_day_after_its_deadline(
    ledger: Ledger,
) -> None:
    told = story(ledger, periods(ledger, NOW)[0], NOW)
    assert told == Story(plan=dt.date(2024, 9, 6), on=dt.date(2025, 10, 1))


def test_a_first_visit_opens_on_the_story_with_three_hints(ledger: Ledger) -> None:
    page = open_page()
    assert dict(page.query_params).items() >= {
        "tab": "compare", "on": "2025-10-01", "since": "2024-09-06", "known": "now",
    }.items()  # fmt: skip
    both = compare(ledger, dt.date(2025, 10, 1), dt.date(2024, 9, 6), NOW)
    hints = hints_of(page)
    assert hints.count("<li>") == 3
    assert f"{len(both.differing)} sites" in hints
    assert all(pair.site.name in hints for pair in both.differing)
    again = open_page(**dict(page.query_params.items()))
    assert again.query_params == page.query_params
    assert not hints_of(again), "an address opens without hints"
    page.segmented_control(key="mode").set_value("then").run()
    hints = hints_of(page)
    assert "You see" not in hints, "the page shows something else"
    assert hints.count("<li>") == 3


def test_from_the_story_one_goes_to_the_present_day() -> None:
    page = open_page()
    page.button(key="hints-today").click().run()
    assert "tab" not in page.query_params
    assert page.date_input(key="on").value == NOW
    assert not hints_of(page)
    page = open_page()
    page.button(key="hints-close").click().run()
    assert page.query_params["tab"] == "compare"
    assert not hints_of(page)


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        ("2026-10-08", "2026-10-08"),  # the day after the last publication
        ("2020-01-01", "2026-10-07"),  # a clock that is slow: the last publication
        ("2027-03-01", "2027-03-01"),  # beyond the period of the story
        ("2031-02-01", "2027-12-31"),  # beyond all that the ledger speaks of
    ],
)
def test_the_present_day_is_reached_on_any_day(
    monkeypatch: pytest.MonkeyPatch, today: str, shown: str
) -> None:
    monkeypatch.setenv(VARIABLE, today)
    page = open_page()
    page.button(key="hints-today").click().run()
    assert page.date_input(key="on").value == dt.date.fromisoformat(shown)
    assert not page.exception


def test_nothing_but_plans_tells_no_story(ledger: Ledger) -> None:
    claims = {key: claim for key, claim in ledger.claims.items() if claim.is_plan}
    plans = replace(ledger, claims=claims, memory={})
    assert story(plans, periods(plans, NOW)[0], NOW) is None


def test_an_address_opens_without_hints() -> None:
    assert "hints-close" not in {button.key for button in open_page(**ASAD).button}


# --- search -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["Ain al-Asad", "Ayn al Assad", "AIN ASAD", "عين الأسد", "عين الاسد", "عەین ئەسەد", "e24-012"],
)
def test_the_evidence_is_found_in_any_spelling(query: str) -> None:
    page = open_page(**ASAD, tab="evidence", q=query)
    table = page.dataframe[0].value
    assert "E24-012" in set(table["Claim"])
    assert len(table) < 100


def test_a_search_that_finds_nothing_says_what_to_do() -> None:
    assert "Take words away" in open_page(tab="evidence", q="zeppelin").info[0].value


def test_kind_and_tier_filter_the_evidence() -> None:
    table = open_page(tab="evidence", kind="leave-by", tier="G").dataframe[0].value
    assert set(table["Kind"]) == {"plan: leave"}
    assert set(table["Read"]) == {"through a relay"}


def test_one_spelling() -> None:
    assert plain("Ayn al-Asad") == plain("ʿAin al-Assad") == "ain asad"
    assert fits("asad ain", plain("Ain al-Asad"))
    assert not fits("taji", plain("Ain al-Asad"))
    assert not fits("asad", plain("The ambassador")), "words are found by how they begin"
    assert not fits("zzzz", plain("a plaza")), "only a doubled letter is one letter"
    assert fits("أسد", plain("والأسد")), "in Arabic, words are written onto others"
    assert fits("\u0647\u200cولێر", plain("\u06d5ولێر")), "with a zero-width joiner or without"
