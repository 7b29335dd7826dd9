"""The desk on the page by its widgets: each tab, each language, search, and no English by hand."""

import ast
import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo import answers, words
from geo.app.address import TABS
from geo.app.desk.handed import file_bytes, picture
from geo.app.desk.smallmap import drawn_parts, ground_of, places_of
from geo.app.desk.spelling import fits, plain
from geo.app.desk.timeline import timeline_html
from geo.app.periods import periods
from geo.app.story import Story, story
from geo.bibliography import cited
from geo.clock import VARIABLE
from geo.contradictions import contradictions
from geo.ledger import Ledger
from geo.plate.marks import parts_of
from geo.revisions import compare, telling_days
from geo.snapshot import COALITION_BASES, Snapshot, snapshot
from geo.status import State
from geo.style import Fill, Mark
from geo.webmap import Span
from tests.app_pages import NOW, open_page, shown_html

APP = Path(__file__).parents[1] / "geo" / "app"
ASAD = {"on": "2025-10-15", "known": "now", "site": "ain-al-asad"}

pytestmark = pytest.mark.usefixtures("no_other_data")


def hints_of(page: AppTest) -> str:
    parts = [str(getattr(part, "value", "")) for part in page.get("html")]
    return "".join(part for part in parts if "dd-hints" in part and "<style>" not in part)


def desk(page: AppTest) -> str:
    parts = [str(getattr(part, "value", "")) for part in page.get("html")]
    told = " ".join(part for part in parts if "dd-desk" in part and "<style>" not in part)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told))


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


# --- what is handed out -------------------------------------------------------------------------


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


# --- one catalogue ------------------------------------------------------------------------------


def strings(path: Path) -> list[tuple[str, int]]:
    """Give the texts that a module hands to widgets, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    found: list[tuple[str, int]] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func)
        if not called.startswith("st.") or called.startswith(("st.session_state", "st.query_par")):
            continue
        named = [k.value for k in call.keywords if k.arg in {"help", "placeholder", "label"}]
        found += [
            (value.value, value.lineno)
            for value in (*call.args[:1], *named)
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        ]
    return found


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda path: path.stem)
def test_no_message_stands_in_the_code(path: Path) -> None:
    assert [one for one in strings(path) if " " in one[0] or one[0].istitle()] == []


@pytest.mark.parametrize("path", sorted(APP.glob("templates/*.html")), ids=lambda path: path.stem)
def test_no_message_stands_in_a_template(path: Path) -> None:
    bare = re.sub(r"\{[%{#].*?[%}#]\}|<[^>]*>|&\w+;", " ", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", bare) == []


def test_keys_in_the_code_are_in_the_catalogue_and_all_are_used() -> None:
    root = APP.parent
    files = [p for p in root.rglob("*") if p.suffix in {".py", ".html", ".js"}]
    code = "\n".join(path.read_text("utf-8") for path in files)
    keys = {key.partition("@")[0] for key in words.catalogue("en")}
    asked = set(re.findall(r"(?<!_)\bsay\(\s*['\"]([\w-]+)['\"]\s*[,)]", code))
    assert asked - keys == set()
    starts = set(re.findall(r"f?['\"`]([a-z][\w-]*-)(?:\{|\$\{|['\"])", code))
    unused = {
        key
        for key in keys
        if f'"{key}"' not in code and f"'{key}'" not in code and not key.startswith(tuple(starts))
    }
    assert {key for key in unused if not key.startswith("publish-")} == set()
