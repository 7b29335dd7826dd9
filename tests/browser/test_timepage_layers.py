"""The time page with layers off, and with more sites than can be told apart."""

import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo import answers
from geo.claims import Bound, Claim, Kind, Source
from geo.dates import Window
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import EVERYTHING, Selection, snapshot
from geo.timepage import time_page

Open = Callable[..., Page]
NOW = dt.date(2026, 11, 24)
ON = dt.date(2025, 10, 15)
START = dt.date(2025, 1, 1)
MANY = 2_000
GO = """(iso) => {
  const typed = document.getElementById("typed");
  typed.value = iso;
  typed.dispatchEvent(new Event("change"));
}"""
# Each disc's text as it is put on the canvas in the last drawing, and where.
WATCH = """() => {
  const pen = document.querySelector("canvas.crowd").getContext("2d");
  const [write, wipe, copy, round] = [pen.fillText, pen.clearRect, pen.drawImage, pen.arc];
  const none = () => ({ texts: [], rings: [], copies: 0 });
  window.drawn = none();
  pen.clearRect = (...all) => { window.drawn = none(); wipe.apply(pen, all); };
  pen.arc = (...all) => { window.drawn.rings.push(all.slice(0, 2)); round.apply(pen, all); };
  pen.drawImage = (...all) => { window.drawn.copies += 1; copy.apply(pen, all); };
  pen.fillText = (text, x, y) => {
    window.drawn.texts.push([text, x, y]);
    write.call(pen, text, x, y);
  };
}"""


def known(ledger: Ledger) -> dt.date:
    return dt.date.fromordinal(ledger.last_public)


def marks(page: Page) -> set[str]:
    ids = page.locator("[data-site][aria-label]:not([hidden])").evaluate_all(
        "all => all.map((element) => element.dataset.site)"
    )
    return set(ids)


def test_a_layer_that_is_off_is_neither_drawn_nor_counted(shown: Open, ledger: Ledger) -> None:
    page = shown("#on=2025-10-15&known=now&site=harir")
    everything = marks(page)
    page.get_by_label("Baghdad").focus()
    page.keyboard.press("Space")
    kept = tuple(layer for layer in ledger.layers if layer != "baghdad")
    view = snapshot(ledger, ON, known(ledger), Selection(layers=kept))
    expect(page.locator("#sentence")).to_have_text(answers.sentence(view))
    told = page.locator("#sentence").inner_text()
    assert told.endswith("(Anbar, Kurdistan Region, Rest of Iraq only).")
    off = {site.id for site in ledger.sites.values() if site.layer == "baghdad"}
    assert marks(page) == everything - off
    assert not off & set(page.locator("#chooser option").evaluate_all("a => a.map(o => o.value)"))
    expect(page.locator("#tallies b[data-layer=baghdad]")).to_have_text("\u2013")
    expect(page).to_have_url(re.compile(r"&layers=anbar,kurdistan-region,rest-of-iraq,regions"))
    page.get_by_label("Baghdad").check()
    expect(page.locator("#sentence")).not_to_contain_text("only")
    expect(page).not_to_have_url(re.compile("layers="))
    assert marks(page) == everything


def test_the_address_says_which_layers_are_on(shown: Open, ledger: Ledger) -> None:
    page = shown("#on=2025-10-15&known=now&site=harir&layers=baghdad,rivers,others")
    view = snapshot(ledger, ON, known(ledger), Selection(layers=("baghdad",)))
    expect(page.locator("#sentence")).to_have_text(answers.sentence(view))
    expect(page.locator("#notices li")).to_have_count(1)
    expect(page.locator("#notices")).to_contain_text("Harir")
    assert page.locator("#panel h2").inner_text() in {row.site.name for row in view.rows}
    names = {"regions": False, "rivers": True, "towns": False, "others": True}
    for name, drawn in names.items():
        assert page.locator(f"#ground input[name={name}]").is_checked() is drawn
    assert marks(page) == {row.site.id for row in view.rows}
    again = shown(page.evaluate("location.hash"))
    expect(again.locator("#notices li")).to_have_count(0)
    assert marks(again) == marks(page)


def test_a_layer_that_is_not_there_is_explained(shown: Open, ledger: Ledger) -> None:
    page = shown("#on=2025-10-15&known=now&layers=atlantis")
    expect(page.locator("#notices li")).to_have_count(1)
    expect(page.locator("#notices")).to_contain_text("atlantis")
    view = snapshot(ledger, ON, known(ledger))
    expect(page.locator("#sentence")).to_have_text(answers.sentence(view))


def test_the_ticks_are_those_of_the_layers_that_are_on(shown: Open, ledger: Ledger) -> None:
    page = shown("#on=2025-10-15&known=now&layers=baghdad,regions")
    page.locator("#previous").click()
    day = dt.date.fromisoformat(page.locator("#typed").input_value())
    chosen = Selection(layers=("baghdad",))
    before = snapshot(ledger, day - dt.timedelta(days=1), known(ledger), chosen)
    after = snapshot(ledger, day, known(ledger), chosen)
    assert [row.status.possible for row in before.rows] != [
        row.status.possible for row in after.rows
    ]


# --- very many sites ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> Ledger:
    """Scatter sites over the country, with some reports about each."""
    chance = random.Random(11)  # noqa: S311 - a fixed choice, no secret
    kinds = [Kind.IN_USE, Kind.REDUCED, Kind.DEPARTED, Kind.HANDED_OVER]
    places, claims = {}, {}
    for number in range(MANY):
        site = f"s{number}"
        lon, lat = chance.uniform(39, 48.5), chance.uniform(29.2, 37.3)
        places[site] = Site(site, f"Site {number}", "layer", ("layer",), lon=lon, lat=lat)
        for one in range(3):
            day = START + dt.timedelta(days=chance.randrange(600))
            claims[f"{site}-{one}"] = Claim(
                f"{site}-{one}", (site,), chance.choice(kinds), day.isoformat(), Bound.ON, "A", 1,
                "source", Window(day, day), "Text.",
            )  # fmt: skip
    public = Window(START, START)
    source = Source("source", "A paper", "A title", public, "2025-01-01", "page", "B")
    return Ledger(places, {}, claims, {"source": source})


@pytest.fixture(scope="module")
def crowd(many: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "many.html"
    path.write_text(time_page(many, NOW, selection=EVERYTHING), "utf-8")
    return path


def discs(page: Page) -> list[list[float]]:
    """Give how many are still occupied and how many there are, and the place of each disc."""
    page.evaluate("() => new Promise(requestAnimationFrame)")
    found = page.evaluate("window.drawn.texts")
    read: list[list[float]] = []
    for number, (text, x, y) in enumerate(found):
        if re.fullmatch(r"\d+/\d+", text):
            read.append([*map(int, text.split("/")), x, y])
        elif text.isdigit() and found[number - 1][0].isdigit() and found[number - 1][2] < y:
            read.append([int(found[number - 1][0]), int(text), x, y])  # above each other
    return read


def assert_adds_up(page: Page, ledger: Ledger, day: dt.date) -> None:
    """Compare the discs and the single marks with the answer, with the whole country in sight."""
    page.evaluate(GO, day.isoformat())
    view = snapshot(ledger, day, NOW, EVERYTHING)
    drawn = [row for row in view.rows if row.counted or row.status.still_occupied != "no"]
    found = discs(page)
    copies = page.evaluate("window.drawn.copies")
    chosen = page.evaluate("document.querySelector('#chooser input').value")
    single = copies - len(found)
    among = any(row.site.name == chosen for row in drawn)
    whole = sum(disc[1] for disc in found)
    assert whole >= MANY / 2
    # The chosen site is drawn in any case, and once more in front where it stands alone.
    assert whole + single - len(drawn) in ({0, 1} if among else {1, 2})
    still = sum(row.status.still_occupied == "certain" for row in drawn)
    assert still - single <= sum(disc[0] for disc in found) <= still


def test_the_numbers_on_the_discs_add_up(shown: Open, many: Ledger, crowd: Path) -> None:
    page = shown("#on=2025-10-15", address=crowd.as_uri())
    page.wait_for_selector("canvas.crowd")
    page.evaluate(WATCH)
    for day in (ON, dt.date(2025, 4, 1), dt.date(2026, 6, 1), ON):
        assert_adds_up(page, many, day)


def test_a_drag_keeps_the_numbers_right(shown: Open, many: Ledger, crowd: Path) -> None:
    page = shown("#on=2025-10-15", address=crowd.as_uri())
    page.wait_for_selector("canvas.crowd")
    page.evaluate(WATCH)
    box = page.locator("#slider").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, y)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + box["width"] * (0.6 - step / 120), y)
    page.mouse.up()
    day = dt.date.fromisoformat(page.locator("#typed").input_value())
    assert day != ON
    assert_adds_up(page, many, day)


def test_a_click_on_a_disc_brings_its_sites_apart(shown: Open, crowd: Path) -> None:
    page = shown("#on=2025-10-15", address=crowd.as_uri())
    page.wait_for_selector("canvas.crowd")
    page.evaluate(WATCH)
    page.evaluate(GO, "2025-10-14")
    page.locator("canvas.crowd").scroll_into_view_if_needed()
    most = max(discs(page), key=lambda disc: disc[1])
    home = page.locator(".folium-map").bounding_box()
    assert home
    page.mouse.click(home["x"] + most[2], home["y"] + most[3])
    nearer = discs(page)
    assert max((disc[1] for disc in nearer), default=0) < most[1]
    assert page.evaluate("window.drawn.copies") > 0


def test_a_disc_is_ringed_where_the_chosen_site_is_among_several(
    shown: Open, many: Ledger, tmp_path: Path
) -> None:
    """Its numbers stay to be read: the mark of the site is not put over them."""
    near = {key: replace(site, lon=44.0, lat=33.0) for key, site in many.sites.items()}
    path = tmp_path / "one.html"
    path.write_text(time_page(replace(many, sites=near, memory={}), NOW, selection=EVERYTHING))
    page = shown("#on=2025-10-15&site=s5", address=path.as_uri())
    page.wait_for_selector("canvas.crowd")
    page.evaluate(WATCH)
    page.evaluate(GO, "2025-10-14")
    (disc,) = discs(page)
    assert disc[1] > MANY / 2
    assert page.evaluate("window.drawn.copies") == 1
    ((x, y),) = page.evaluate("window.drawn.rings")
    assert abs(x - disc[2]) <= 1
    assert abs(y - disc[3]) <= 8
    assert "Site 5" not in [text for text, _, _ in page.evaluate("window.drawn.texts")]
