"""The address of the page: what it holds, what it explains, and the way back."""

import datetime as dt
from itertools import product
from urllib.parse import parse_qsl

import pytest

from geo.app.address import TABS, Choice, Reading
from geo.claims import Party
from geo.ledger import Ledger
from tests.app_pages import NOW, open_page, panel, sentence, shown_day

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

pytestmark = pytest.mark.usefixtures("no_other_data")


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
