"""The page by its widgets: modes, address, faults. What needs a browser is in tests/browser."""

import datetime as dt
import json
import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo import answers
from geo.app.address import TABS, Choice, Reading
from geo.app.panel import Backing, panel_html, web_address
from geo.app.periods import periods, turning_points
from geo.app.plaintext import as_text
from geo.app.tongue import Tongue
from geo.build import build as build_data
from geo.check import check
from geo.claims import Kind, Party
from geo.layers import data_texts
from geo.ledger import Ledger
from geo.project import begin
from geo.snapshot import EVERYTHING, snapshot

APP = Path(__file__).parents[1] / "streamlit_app.py"
NOW = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def no_other_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAWDOWN_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["streamlit"])


def open_page(**query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=30)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def sentence(page: AppTest) -> str:
    return shown_html(page, "drawdown-sentence")


def panel(page: AppTest) -> str:
    return shown_html(page, "dd-panel")


def shown_html(page: AppTest, part: str) -> str:
    return next(text for h in page.get("html") if part in (text := str(getattr(h, "value", ""))))


def shown_day(page: AppTest) -> dt.date:
    day = page.date_input(key="on").value
    assert isinstance(day, dt.date)
    return day


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


# --- the address --------------------------------------------------------------------------------

WRONG = [
    ({"on": "2025-13-01"}, "on="),
    ({"on": "tomorrow"}, "on="),
    ({"on": "1066-10-14"}, "outside of what the data cover"),
    ({"known": "never"}, "known="),
    ({"known": "2099-01-01"}, "lies ahead"),
    ({"site": "ain-al-assad"}, "did you mean ain-al-asad"),
    ({"site": "bashiqa"}, "not among those in view"),
    ({"layers": "anbar,atlantis"}, "layers="),
    ({"min_grade": "Z9"}, "min_grade="),
    ({"party": "neutral"}, "party="),
    ({"period": "1914-1918"}, "period="),
    ({"period": "2003-2011", "on": "2025-10-15"}, "outside of the period"),
    ({"tab": "gossip"}, "tab="),
    ({"data": "000000000000"}, "other data"),
]


@pytest.mark.parametrize(("query", "told"), WRONG)
def test_a_wrong_value_is_explained_and_the_nearest_page_shown(
    query: dict[str, str], told: str
) -> None:
    page = open_page(**query)
    assert len(page.warning) == 1
    assert told in page.warning[0].value.replace("\\", "")
    shown = "1 Jan 2003: nothing is known" if "1066" in str(query) else "sites still occupied"
    assert shown in sentence(page)


@pytest.mark.parametrize("on", ["1800-01-01", "2025-13-01", "now", ""])
def test_the_address_holds_the_day_that_is_shown_after_a_wrong_one(on: str) -> None:
    page = open_page(on=on, site="harir")
    assert page.query_params["on"] == shown_day(page).isoformat()
    warned = [warning.value for warning in page.warning]
    assert len(warned) == (on not in {"", "now"})
    page.button_group(key="tab").set_value("sources").run()
    assert page.query_params["on"] == shown_day(page).isoformat()


def test_the_address_of_data_of_ones_own_is_told_as_such(ledger: Ledger) -> None:
    own = "data of the reader's own"
    _, problems = read(ledger, {"site": "my-site"})
    assert [own in problem for problem in problems] == [False, True]
    for query in ({"site": "ain-al-assad"}, {"site": "my-site", "data": ledger.digest}):
        _, problems = read(ledger, query)
        assert not any(own in problem for problem in problems)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"known": "1990-01-01"}, "known"),
        ({"known": "1000-01-01"}, "known"),
        ({"tab": "changed", "since": "1000-01-01"}, "since"),
        ({"tab": "compare", "until": "1990-01-01"}, "until"),
    ],
)
def test_a_day_before_anything_was_known_is_explained(query: dict[str, str], name: str) -> None:
    page = open_page(on="2025-10-15", **{"known": "now", **query})
    (warned,) = page.warning
    told = warned.value.replace("\\", "")
    assert f"{name}=" in told
    assert "2009-06-29" in told
    assert not page.exception


def test_who_switches_off_the_last_layer_has_them_all_again(ledger: Ledger) -> None:
    page = open_page(on="2025-10-15", known="now", layers="anbar,towns")
    pills = page.button_group(key="layers")
    pills.set_value(["towns"]).run()
    assert set(page.session_state["layers"]) == {*ledger.layers, "towns"}
    assert read(ledger, {"layers": "none"})[0].layers == ledger.layers
    assert read(ledger, {"layers": "rivers"})[0].layers == (*ledger.layers, "rivers")


def test_explanations_go_when_the_reader_chooses_something() -> None:
    page = open_page(on="tomorrow")
    page.button(key="previous").click().run()
    assert not page.warning


def test_an_address_and_its_choice_are_the_same(ledger: Ledger) -> None:
    for known, party, tab, layers in product(
        ("now", "then", "2024-09-27"), ("coalition", "all"), TABS, ("", "anbar,rivers", "none")
    ):
        query = {
            "on": "2025-10-15", "known": known, "site": "ain-al-asad", "party": party,
            "tab": tab, "layers": layers, "min_grade": "C3", "period": "2014-2027",
        }  # fmt: skip
        choice, problems = read(ledger, query)
        assert not problems
        again, problems = read(ledger, choice.query(ledger))
        assert (again, problems) == (choice, [])
        linked, problems = read(ledger, dict(parse_qsl(choice.link(ledger)[1:])))
        assert (linked, problems) == (choice, []), "a link opens the same page"


def test_a_link_names_everything_and_resolves_now(ledger: Ledger) -> None:
    choice, _ = read(ledger, {"on": "now", "known": "now"})
    link = dict(parse_qsl(choice.link(ledger)[1:]))
    assert link["on"] == link["known"] == NOW.isoformat()
    assert link["data"] == ledger.digest
    assert {"site", "layers", "party", "period", "tab"} <= link.keys()


def test_the_address_follows_the_widgets() -> None:
    page = open_page(on="2025-10-15")
    page.button_group(key="tab").set_value("sources").run()
    page.selectbox(key="party").set_value("all").run()
    page.selectbox(key="min_grade").set_value("B2").run()
    page.selectbox(key="site").set_value("harir").run()
    query = dict(page.query_params)
    wanted = {"tab": "sources", "party": "all", "min_grade": "B2", "site": "harir"}
    assert wanted.items() <= query.items()


def test_a_widget_goes_before_an_address_that_lags_behind() -> None:
    page = open_page(on="2025-10-15")
    page.slider(key="day").set_value(dt.date(2025, 10, 16)).run()
    page.query_params["on"] = "2025-10-15"
    page.slider(key="day").set_value(dt.date(2025, 10, 17)).run()
    assert shown_day(page) == dt.date(2025, 10, 17)


def test_the_way_back_is_taken_from_the_address() -> None:
    page = open_page(on="2025-10-15")
    page.button_group(key="mode").set_value("then").run()
    page.query_params["known"] = "now"
    page.run()
    assert page.button_group(key="mode").value == "now"


def test_a_site_that_leaves_the_view_gives_way_to_another() -> None:
    page = open_page(on="2025-10-15", party="all", site="bashiqa")
    assert "Bashiqa" in panel(page)
    page.selectbox(key="party").set_value("coalition").run()
    assert not page.exception
    assert "Bashiqa" not in panel(page)


@pytest.mark.parametrize("party", [*Party, "all"])
def test_each_party_has_a_page(party: str) -> None:
    assert not open_page(on="2026-03-01", party=party).warning


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_has_a_page(tab: str) -> None:
    assert open_page(on="2025-10-15", tab=tab).button_group(key="tab").value == tab


def read(ledger: Ledger, query: dict[str, str]) -> tuple[Choice, list[str]]:
    reading = Reading(ledger, NOW, query)
    return reading.choice(), reading.problems


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


# --- other data ---------------------------------------------------------------------------------


def write(ledger: Ledger, folder: Path) -> Path:
    for name, text in data_texts(ledger).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("reports", [False, True])
def test_deadlines_alone_open_on_the_plan_as_of_their_last_source(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, reports: bool
) -> None:
    """What the founding report tells of the country's past speaks of none of its sites."""
    cctv = {k: c for k, c in ledger.claims.items() if k.startswith("CCTV")}
    plans = {k: replace(c, conflicts=()) for k, c in cctv.items() if c.is_plan or reports}
    assert any(not c.is_plan for c in plans.values()) is reports
    assert any(c.kind is Kind.LEAVE_BY for c in plans.values())
    alone = replace(ledger, claims=plans, memory={})
    monkeypatch.setenv("DRAWDOWN_DATA", str(write(alone, tmp_path) / "layers"))
    page = open_page()
    assert page.button_group(key="mode").value == "plan"
    assert page.query_params["known"] == "2024-09-07"


@pytest.fixture
def broken(ledger: Ledger, tmp_path: Path) -> Path:
    layers = write(ledger, tmp_path) / "layers"
    anbar = layers / "anbar.geojson"
    content = json.loads(anbar.read_text("utf-8"))
    for feature in content["features"]:
        if feature["geometry"] and feature["geometry"]["type"] == "Point":
            feature["geometry"]["coordinates"] = [43.0, 95.0]
            feature["properties"]["party"] = "![x](http://evil.example/a.png)"
    anbar.write_text(json.dumps(content), "utf-8")
    return layers


def test_faults_are_listed_as_text_and_nothing_is_loaded(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAWDOWN_DATA", str(broken))
    page = open_page()
    assert "faults were found" in page.error[0].value
    listed = [text.value for text in page.text]
    assert any("evil.example" in text for text in listed)
    assert any("95" in text for text in listed)
    assert not page.slider
    assert not page.markdown, "no fault goes through Markdown"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project of one's own that the page is to show."""
    begin(tmp_path / "own")
    monkeypatch.setenv("DRAWDOWN_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


def test_a_layer_that_cannot_be_read_is_told_beside_the_faults_of_the_others(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.stem == "closed":
            raise PermissionError(13, "Permission denied")
        return read(path)

    (broken / "closed.geojson").write_text("{}", "utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setenv("DRAWDOWN_DATA", str(broken))
    page = open_page()
    told = [text.value for text in page.text]
    assert any("closed.geojson: found permission denied" in text for text in told)
    assert any("95" in text for text in told)


def test_a_broken_seed_is_told_as_the_check_tells_it(project: Path) -> None:
    assert not open_page().error
    (seed,) = sorted((project / "seeds" / "sources").glob("*.toml"))[:1]
    sound = seed.read_text("utf-8")
    seed.write_text(sound.replace("when = ", "when = 2025 #", 1), "utf-8")
    page = open_page()
    assert "cannot be shown" in page.error[0].value
    told = [text.value for text in page.text]
    assert [str(fault) for fault in check(project) if "sources" in fault.file] == told
    assert not page.slider
    seed.write_text(sound, "utf-8")
    assert not open_page().error


def test_data_that_are_older_than_their_seeds_are_shown_as_such(project: Path) -> None:
    (seed,) = sorted((project / "seeds" / "sources").glob("*.toml"))[:1]
    text = re.sub('^title = "', 'title = "More: ', seed.read_text("utf-8"), flags=re.MULTILINE)
    seed.write_text(text, "utf-8")
    page = open_page()
    assert "drawdown build" in page.warning[0].value
    assert page.slider
    build_data(project)
    assert not open_page().warning


def test_a_link_to_nothing_among_the_layers_is_told(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = write(ledger, tmp_path) / "layers"
    (layers / "z.geojson").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv("DRAWDOWN_DATA", str(layers))
    page = open_page()
    assert not page.exception
    told = [*(error.value for error in page.error), *(text.value for text in page.text)]
    assert any("geojson" in text.replace("\\", "") for text in told)


def test_missing_data_are_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["streamlit", "--data", "/no/such/![x](y)"])
    page = open_page()
    assert len(page.error) == 1
    assert "![" not in page.error[0].value
    assert not page.slider


# --- text from data -----------------------------------------------------------------------------


def test_markdown_is_escaped_sign_by_sign() -> None:
    assert as_text("![x](http://a.b/c.png)") == r"\!\[x\]\(http\:\/\/a\.b\/c\.png\)"
    assert as_text("a\n# b\u2028c") == r"a \# b c"
    assert as_text("قاعدة عين الأسد") == "قاعدة عين الأسد"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//example.org/a", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202egnp", False),
        ("(address not kept)", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:  # noqa: FBT001
    assert web_address(url) == (url if kept else None)


def test_the_panel_escapes_every_field(ledger: Ledger) -> None:
    evil = '<img src=x onerror=alert(1)>"'
    changed = replace(
        ledger,
        memory={},
        sites={
            k: replace(s, name=evil, name_ar=evil, name_ckb=evil, position_source=evil)
            for k, s in ledger.sites.items()
        },
        regions={k: replace(r, name=evil) for k, r in ledger.regions.items()},
        claims={
            k: replace(c, text=evil, locator=evil, note=evil) for k, c in ledger.claims.items()
        },
        sources={
            k: replace(s, producer=evil, title=evil, published_text=evil, url=f"https://a.b/{evil}")
            for k, s in ledger.sources.items()
        },
    )
    view = snapshot(changed, dt.date(2025, 10, 15), NOW, EVERYTHING)
    for row in view.rows:
        assert "<img" not in panel_html(view, row)


def test_the_panel_shows_claims_with_grade_publisher_day_and_link(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    row = view.row("ain-al-asad")
    assert row is not None
    text = panel_html(view, row)
    for claim in map(
        ledger.claims.__getitem__, (*row.status.claims, *row.status.against, *row.status.linked)
    ):
        assert claim.id in text
        assert f">{claim.grade}<" in text
    assert 'rel="noopener noreferrer"' in text
    assert "15 days overdue" in text


def test_the_panel_says_how_old_the_newest_evidence_is(ledger: Ledger) -> None:
    view = snapshot(ledger, NOW, NOW, EVERYTHING)
    row = view.row("bashiqa")
    assert row is not None
    text = " ".join(re.sub("<[^>]+>", " ", panel_html(view, row)).split())
    assert "Newest evidence 22 Aug 2024 ( E24-071 ), 824 days before this date" in text


def test_the_panel_shows_who_was_there_after_the_deadline(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    row = view.row("ain-al-asad")
    assert row is not None
    assert row.status.claims == ("E25-017",)
    text = panel_html(view, row, backing=Backing(None, ("E25-016", "E25-017", "E25-019")))
    decided, _, rest = text.partition("Still there after the deadline")
    seen, _, other = rest.partition("<details>")
    assert "E25-017" in decided
    assert [key in seen for key in ("E25-016", "E25-017", "E25-019")] == [True, False, True]
    assert "E25-016" not in other


def test_a_deadline_of_the_whole_country_puts_off_none_of_a_site(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    row = view.row("ain-al-asad")
    assert row is not None
    text = panel_html(view, row)
    assert "30 Sep 2026, for Iraq as a whole" in text
    assert "put off by" not in text


def test_a_deadline_of_the_site_itself_puts_the_missed_one_off(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2026, 1, 5), dt.date(2026, 1, 5))
    row = view.row("ain-al-asad")
    assert row is not None
    text = panel_html(view, row)
    assert "put off by 104 days since the missed deadline of 30 Sep 2025" in text
    assert "as a whole" not in text


def test_the_panel_sets_the_note_apart_under_its_claim(ledger: Ledger) -> None:
    row = (view := snapshot(ledger, dt.date(2026, 11, 1), NOW)).row("victoria-base")
    assert row is not None
    for lang, label in (("en", "Note:"), ("ar", "ملاحظة:"), ("ckb", "تێبینی:")):
        text = panel_html(view, row, Tongue(lang))
        assert f'<p class="note">{label} <bdi>Said by: Iraqi security source.' in text
        assert "the base &#39;previously&#39; hosted the coalition" in text


def test_the_panel_names_places_that_are_out_of_view(ledger: Ledger) -> None:
    page = open_page(
        on="2026-02-01", known="2025-09-01", site="victoria-base", min_grade="B2", lang="ar",
        layers="baghdad,kurdistan-region,regions",
    )  # fmt: skip
    told = panel(page)
    assert f"عن {ledger.sites['ain-al-asad'].name_ar}" in told
    for key in ledger.sites:
        assert f"عن {key}" not in told


def test_what_agrees_on_the_state_does_not_stand_under_what_speaks_against_it(
    ledger: Ledger,
) -> None:
    view = snapshot(ledger, dt.date(2026, 11, 1), NOW)
    row = view.row("al-qaim")
    assert row is not None
    assert "IQ-030" in row.status.linked, "another day on which it was handed over"
    text = panel_html(view, row)
    assert "What speaks against it" not in text
    assert text.index("Linked: other figures or dates") < text.index("IQ-030")


def test_relayed_claims_are_marked(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2026, 11, 1), NOW)
    row = view.row("harir")
    assert row is not None
    assert "G: relayed" in panel_html(view, row)
