"""What a sheet says of whose sites it counts: on it, in its alt text and in its caption."""

import datetime as dt
import itertools

import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from geo import answers, plate, style
from geo.claims import Party
from geo.ledger import Ledger
from geo.plate.column import Column
from geo.plate.key import entries
from geo.plate.lettering import Style
from geo.plate.paper import FORMATS, Rect
from geo.plate.remarks import heading, whose
from geo.plate.single import lay_out_plate
from geo.snapshot import Selection, Snapshot, snapshot
from geo.words import LANGUAGES

DAY, NOW = dt.date(2026, 9, 30), dt.date(2026, 11, 24)
PARTIES = (*Party, None)


def view_of(ledger: Ledger, party: Party | None) -> Snapshot:
    return snapshot(ledger, DAY, NOW, Selection(party))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("party", PARTIES)
def test_every_text_says_whose_sites_are_counted(
    ledger: Ledger, party: Party | None, lang: str
) -> None:
    view = view_of(ledger, party)
    said = whose(view, lang)
    assert len({whose(view_of(ledger, other), lang) for other in PARTIES}) == len(PARTIES)
    assert said in plate.alt_text(view, lang)
    assert said in plate.caption(view, lang)
    assert said in plate.panels_alt([view, view], lang)
    assert said in plate.compare_alt(view, view, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("title", [None, "A title that takes most of the width " * 2])
def test_whose_sites_are_counted_stands_in_the_head_and_touches_nothing(
    ledger: Ledger, title: str | None, size: str, lang: str
) -> None:
    view = view_of(ledger, None)
    sheet = lay_out_plate(view, size=size, lang=lang, title=title)
    head = sheet.columns[0]
    assert any(line.text.endswith(whose(view, lang)) for line in head.lines)
    boxes = [line.box for line in head.lines]
    assert all(head.rect.grown(0.5).x <= box.x for box in boxes)
    assert all(box.right <= head.rect.grown(0.5).right for box in boxes)
    for one, two in itertools.combinations(boxes, 2):
        assert not one.grown(-1.5).meets(two.grown(-1.5))


def test_a_title_of_one_line_leaves_room_for_what_stands_beside_it() -> None:
    column = Column(Rect(0, 0, 200, 60), "en", 8)
    column.title("A title that is far too long", Style(16, "bold"), "beside", Style(9), most=1)
    title, beside = column.lines
    assert title.y == beside.y
    assert title.box.right < beside.box.x
    assert beside.box.right <= column.rect.right


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_asked_about_is_said_and_looks_so(ledger: Ledger, lang: str) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW, Selection(layers=("anbar",)))
    only = answers.layers_text(view, lang)
    assert whose(view, lang).endswith(only)
    assert only in plate.alt_text(view, lang)
    patches = plate.to_figure(view).findobj(PathPatch)
    none = [patch for patch in patches if patch.get_facecolor() == to_rgba(style.LAND)]
    assert all(patch.get_path().get_extents().width < 130 for patch in none), "key and locator"


@pytest.mark.parametrize(("party", "told"), [(Party.TURKIYE, True), (Party.COALITION, False)])
def test_a_region_without_a_counted_site_is_not_painted_as_none(
    ledger: Ledger, party: Party, *, told: bool
) -> None:
    view = view_of(ledger, party)
    assert (view.by_layer["baghdad"].of == 0) is told
    key = [text for _, text in entries([], [], [view], "en")]
    assert ("region with no site counted" in key) is told
    patches = plate.to_figure(view).findobj(PathPatch)
    none = [patch for patch in patches if patch.get_facecolor() == to_rgba(style.REGION_FILLS[0])]
    wide = any(patch.get_path().get_extents().width > 130 for patch in none)
    assert not (wide and told), "the key and the locator have it too"


@pytest.mark.parametrize(("lang", "told"), [("en", "Foreign forces in Iraq"), ("ar", "العراق")])
def test_a_title_names_the_country(ledger: Ledger, lang: str, told: str) -> None:
    assert heading(view_of(ledger, Party.COALITION), lang).endswith(told)


def test_maps_of_one_day_are_told_apart_by_their_knowledge(ledger: Ledger) -> None:
    day, known = dt.date(2025, 10, 15), (dt.date(2024, 9, 6), NOW)
    alt = plate.panels_alt([snapshot(ledger, day, one) for one in known])
    assert "As known on 6 Sep 2024: 4\u20135 of 12." in alt
    assert "As known on 24 Nov 2026: 4\u20137 of 14." in alt


def test_maps_as_known_on_their_own_days_say_so(ledger: Ledger) -> None:
    days = (dt.date(2024, 9, 30), dt.date(2025, 10, 15))
    figure = plate.panels_figure([snapshot(ledger, day, day) for day in days])
    told = " ".join(text.get_text() for text in figure.findobj(Text))
    assert "Each map as known on its own day." in told
    assert "15 Oct 2025: 3\u20137 of 13" in told
