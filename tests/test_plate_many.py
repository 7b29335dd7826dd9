"""Several maps on one sheet, and films."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geo import plate
from geo.errors import CannotWrite, InputFault
from geo.ledger import Ledger
from geo.plate.basemap import NOTHING, basemap_under
from geo.plate.chart import label_lines, words_of
from geo.plate.frames import Film
from geo.plate.many import Many
from geo.plate.panels import comparison, shared_rosters, small_maps
from geo.plate.paper import FORMATS, format_named
from geo.plate.press import to_image
from geo.snapshot import Snapshot, snapshot
from geo.words import LANGUAGES
from tests.variants import rest_long

NOW = dt.date(2026, 11, 24)
PLAN = dt.date(2024, 9, 7)
DAY = dt.date(2025, 10, 15)


def views(ledger: Ledger, *days: str) -> list[Snapshot]:
    return [snapshot(ledger, dt.date.fromisoformat(day), NOW) for day in days]


# --- panels --------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "lang"), list(zip(plate.SIZES, LANGUAGES, strict=True)))
def test_panels_are_drawn_in_every_format(ledger: Ledger, size: str, lang: str) -> None:
    figure = plate.panels_figure(
        views(ledger, "2024-09-27", "2025-09-30", "2026-10-01"), size=size, lang=lang
    )
    assert to_image(figure, 40).size[0] > 300


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_any_number_of_panels_up_to_twelve(ledger: Ledger, count: int) -> None:
    days = [f"2025-{month:02}-01" for month in range(1, count + 1)]
    assert plate.panels_figure(views(ledger, *days))


@pytest.mark.parametrize("count", [0, 13])
def test_no_panels_or_too_many_are_refused(ledger: Ledger, count: int) -> None:
    shown = views(ledger, *["2025-01-01"] * count)
    for work in (plate.panels_figure, plate.panels_alt, plate.panels_caption):
        with pytest.raises(InputFault, match="1 to 12"):
            work(shown)


def test_panels_give_the_same_bytes(ledger: Ledger) -> None:
    pictures = [
        to_image(plate.panels_figure(views(ledger, "2024-09-27", "2026-10-01")), 40).tobytes()
        for _ in range(2)
    ]
    assert pictures[0] == pictures[1]


# --- comparison ----------------------------------------------------------------------------


def test_the_comparison_names_what_differs(ledger: Ledger) -> None:
    plan, actual = snapshot(ledger, DAY, PLAN), snapshot(ledger, DAY, NOW)
    steps = plate.differences(plan, actual)
    assert steps["ain-al-asad"] == "withdrawn → reduced"
    assert "qayyarah-west" not in steps
    assert "joint-operations-command" not in steps, "it had no plan"
    assert comparison(plan, actual).startswith(f"{len(steps)} of ")


def test_nothing_differs_from_itself(ledger: Ledger) -> None:
    actual = snapshot(ledger, DAY, NOW)
    assert plate.differences(actual, actual) == {}
    assert comparison(actual, actual).endswith("nothing can be compared.")
    ahead = snapshot(ledger, dt.date(2026, 10, 15), PLAN)
    assert plate.differences(ahead, ahead) == {}
    assert comparison(ahead, ahead).startswith("No site differs from the plan of ")
    assert plate.compare_figure(actual, actual)


@pytest.mark.parametrize(("size", "lang"), list(zip(plate.SIZES, LANGUAGES, strict=True)))
def test_a_comparison_is_drawn_in_every_format(ledger: Ledger, size: str, lang: str) -> None:
    plan, actual = snapshot(ledger, DAY, PLAN), snapshot(ledger, DAY, NOW)
    figure = plate.compare_figure(plan, actual, size=size, lang=lang)
    assert to_image(figure, 40).size[0] > 300


@pytest.mark.parametrize("lang", LANGUAGES)
def test_alt_texts_are_short_and_tell_the_counts(ledger: Ledger, lang: str) -> None:
    plan, actual = snapshot(ledger, DAY, PLAN), snapshot(ledger, DAY, NOW)
    text = plate.compare_alt(plan, actual, lang)
    assert comparison(plan, actual, lang) in text
    assert 10 < len(text.split()) <= 120
    several = plate.panels_alt([plan, actual] * 6, lang)
    assert 10 < len(several.split()) <= 120


# --- film ----------------------------------------------------------------------------------


def test_the_days_of_a_film_are_changes_or_months(ledger: Ledger) -> None:
    first, last = dt.date(2024, 9, 1), dt.date(2026, 11, 1)
    months = plate.film_days(ledger, first, last, "month", NOW)
    assert len(months) == 27
    assert months[0] == first
    assert months[-1] == last
    turns = plate.film_days(ledger, first, last, "change", NOW)
    assert turns[0] == first
    assert turns[-1] == last
    assert dt.date(2025, 10, 1) in turns  # the day after the first deadline


@pytest.mark.parametrize(
    ("first", "last", "every"),
    [("2026-01-01", "2025-01-01", "month"), ("2024-01-01", "2025-01-01", "week")],
)
def test_a_film_the_wrong_way_round_is_refused(
    ledger: Ledger, first: str, last: str, every: str
) -> None:
    with pytest.raises(InputFault):
        plate.film_days(ledger, dt.date.fromisoformat(first), dt.date.fromisoformat(last), every)


def test_a_film_of_too_many_frames_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputFault, match="600"):
        plate.film_days(ledger, dt.date(1900, 1, 1), dt.date(2026, 1, 1), "month")
    for work in (plate.film_bytes, plate.film_alt, plate.film_caption):
        with pytest.raises(InputFault, match="1 to 600"):
            work([])


def test_a_film_holds_on_changes_and_plays_whole(ledger: Ledger, tmp_path: Path) -> None:
    days = ["2025-09-29", "2025-09-30", "2025-10-01", "2025-10-02"]
    path = plate.save_film(views(ledger, *days), tmp_path / "film.gif")
    holds = []
    with Image.open(path) as film:
        assert film.size == (1280, 720)
        assert film.info["loop"] == 0
        for i in range(4):
            film.seek(i)
            film.load()
            holds.append(film.info["duration"])
        with pytest.raises(EOFError):
            film.seek(4)
    # The first frame, the day on which a deadline has been missed, and the last hold.
    assert holds[2] > holds[1]
    assert holds[3] > holds[2]


def test_frames_differ_only_where_something_changes(ledger: Ledger) -> None:
    frames = list(plate.film_frames(views(ledger, "2025-10-01", "2025-10-02")))
    one, two = (np.asarray(frame.picture).astype(int) for frame in frames)
    changed = np.abs(one - two).sum(axis=2) > 30
    assert 0 < changed.mean() < 0.02


def test_a_frame_in_a_film_is_the_frame_that_was_drawn(ledger: Ledger) -> None:
    some = views(ledger, "2024-10-01", "2025-10-15", "2026-02-01", "2026-10-01")
    frames = list(plate.film_frames(some, lang="ckb"))
    film = Image.open(io.BytesIO(plate.film_bytes(some, lang="ckb")))
    for i, frame in enumerate(frames):
        film.seek(i)
        shown = np.asarray(film.convert("RGB")).astype(int)
        apart = np.abs(shown - np.asarray(frame.picture).astype(int)).max(axis=2)
        assert (apart > 40).mean() < 0.001


def test_a_film_gives_the_same_bytes_and_carries_the_hash(ledger: Ledger) -> None:
    some = views(ledger, "2025-10-01", "2025-10-15")
    content = plate.film_bytes(some, basemap=NOTHING)
    assert plate.film_bytes(some, basemap=NOTHING) == content
    assert some[0].digest.encode() in content


def test_a_film_is_a_gif_and_is_written_whole(ledger: Ledger, tmp_path: Path) -> None:
    some = views(ledger, "2025-10-01")
    with pytest.raises(InputFault, match="gif"):
        plate.save_film(some, tmp_path / "film.mp4")
    with pytest.raises(CannotWrite):
        plate.save_film(some, tmp_path / "missing" / "film.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_film_of_an_empty_view_is_drawn(ledger: Ledger) -> None:
    empty = replace(views(ledger, "2025-10-01")[0], rows=(), regions=())
    assert plate.film_bytes([empty], basemap=NOTHING)


@pytest.mark.parametrize("lang", rest_long(LANGUAGES))
@pytest.mark.parametrize("count", rest_long([2, 4, 8], 2))
def test_no_scale_bar_lies_on_a_mark_or_an_inset(ledger: Ledger, count: int, lang: str) -> None:
    days = ("2008-01-01", "2011-12-31", "2020-01-01", "2021-01-01", "2024-01-01", "2025-10-01")
    shown = views(ledger, *(*days, "2026-01-01", "2026-09-30")[-count:])
    for size in FORMATS:
        sheet = Many(format_named(size), lang, basemap_under(shown[0]), shown)
        sheet.head("title", "finding")
        rosters = shared_rosters(shown)
        frames = sheet.divide(count, [], rosters[0])
        for panel in small_maps(sheet, frames, rosters):
            place, scene = panel.furniture.scale, panel.scene
            assert place is not None, "there is room somewhere along an edge"
            assert scene.view.rect.holds(place)
            assert scene.inset is None or not place.meets(scene.inset.view.rect)
            assert not any(place.meets(pin.box) for pin in scene.pins)
            assert not any(place.meets(label.spot.box) for label in scene.labels)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_film_the_days_overdue_never_stand_on_a_name(ledger: Ledger, lang: str) -> None:
    shown = views(ledger, "2024-09-01", "2025-10-15", "2026-10-01")
    film = Film(shown, basemap_under(shown[0]), lang)
    late = {row.site.id: words_of(row, lang) for row in film.rosters[1].placed}
    assert any(said.second for said in late.values())
    for part in film.scene.parts:
        for label in part.labels:
            bare = replace(late[label.site], second="")
            names = label_lines(label, bare, part.unit, lang)
            days = label_lines(label, late[label.site], part.unit, lang, named=False)
            assert not any(a.box.grown(-0.5).meets(b.box.grown(-0.5)) for a in names for b in days)
