"""Captions of what goes on from day to day: films and timelines."""

import datetime as dt
import re

import pytest

from geo import answers, plate, words
from geo.ledger import Ledger
from geo.plate.courses import Numbering, Step, course
from geo.plate.panels import shared_rosters
from geo.snapshot import COALITION_BASES, Snapshot, snapshot
from geo.timeline import TimelineRow, timeline_rows
from geo.timeline.caption import timeline_caption
from geo.timeline.figure import timeline_figure
from geo.timeline.rows import shown_of
from geo.words import LANGUAGES
from tests.test_plate_captions import texts_of

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
NOW, ON = dt.date(2026, 11, 24), dt.date(2025, 10, 15)


@pytest.fixture(scope="module")
def views(ledger: Ledger) -> list[Snapshot]:
    days = plate.film_days(ledger, dt.date(2025, 9, 1), NOW, "month", NOW)
    return [snapshot(ledger, day, NOW) for day in days]


@pytest.fixture(scope="module")
def rows(ledger: Ledger) -> tuple[TimelineRow, ...]:
    return timeline_rows(ledger, NOW, FIRST, LAST)


def listed(text: str, heading: str) -> list[str]:
    """Give the items below a heading of a caption that is plain text."""
    part = text.split(f"\n\n{heading}:\n\n")[1].split("\n\n", maxsplit=1)[0]
    return part.splitlines()


def numbers(text: str, heading: str) -> tuple[set[int], list[int]]:
    """Give the numbers cited in brackets, and those of the list of sources."""
    cited = {int(n) for group in re.findall(r"\[([\d, ]+)\]", text) for n in group.split(",")}
    return cited, [int(line.split(".")[0]) for line in listed(text, heading)]


# --- films ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_film_tells_each_state_with_the_first_frame_that_shows_it(
    views: list[Snapshot], lang: str
) -> None:
    lines = listed(plate.film_caption(views, lang), words.say("caption-sites", lang))
    sites = [row.site for row in shared_rosters(views)[0].rows]
    assert len(lines) == len(sites)
    for site, line in zip(sites, lines, strict=True):
        assert line.startswith(f"- {words.name_of(site, lang)}: ")
        before = None
        for view in views:
            row = view.row(site.id)
            assert row
            if row.status.possible != before:
                before = row.status.possible
                state = answers.possible_text(row.status, lang)
                assert state in line
                assert words.day_text(view.on, lang) in line


def test_a_film_s_sources_are_numbered_as_they_are_named(views: list[Snapshot]) -> None:
    text = plate.film_caption(views)
    cited, own = numbers(text, "Sources")
    assert own == sorted(cited) == list(range(1, len(own) + 1))
    firsts = list(dict.fromkeys(re.findall(r"\d+", " ".join(re.findall(r"\[([\d, ]+)\]", text)))))
    assert firsts == [str(n) for n in own]


def test_as_known_on_each_day_a_film_says_so(ledger: Ledger) -> None:
    then = [snapshot(ledger, day, day) for day in (dt.date(2025, 9, 1), ON)]
    assert "Each map as known on its own day." in plate.film_caption(then)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_alternative_text_of_a_film_tells_what_changes(
    views: list[Snapshot], lang: str
) -> None:
    text = plate.film_alt(views, lang)
    assert len(text.split()) <= 120
    assert text.startswith(words.say("alt-film", lang, n=len(views)))
    asad, balad = (views[0].row(key) for key in ("ain-al-asad", "balad"))
    assert asad
    assert balad
    assert f"{words.name_of(asad.site, lang)}: " in text
    assert words.name_of(balad.site, lang) not in text


def test_states_that_read_the_same_are_told_once(ledger: Ledger) -> None:
    late = [snapshot(ledger, ON + dt.timedelta(days=n), NOW).row("ain-al-asad") for n in range(3)]
    steps = [Step(row.status.on, row.status, tuple) for row in late if row]
    told = course("A", steps, Numbering({}), "en")
    assert told == "A: reduced (Missed deadline: 30 Sep 2025) from 15 Oct 2025"


# --- timelines -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_timeline_s_caption_tells_bars_deadlines_and_numbers(
    ledger: Ledger, rows: tuple[TimelineRow, ...], lang: str, form: str
) -> None:
    text = timeline_caption(ledger, rows, snapshot(ledger, ON, NOW), lang, form).replace("\\", "")
    for row in shown_of(rows):
        name = words.name_of(row.site, lang)
        states, *more = [line for line in text.splitlines() if line.startswith(f"- {name}: ")]
        assert all(words.day_text(bar.first, lang) in states for bar in row.bars)
        found = "\n".join(more)
        assert all(words.day_text(mark.day, lang) in found for mark in row.deadlines)
        assert all(words.own_digits(one.short, lang) in found for one in row.strengths if one.short)
    assert ledger.digest in text


def test_every_claim_of_a_timeline_is_cited(ledger: Ledger, rows: tuple[TimelineRow, ...]) -> None:
    text = timeline_caption(ledger, rows, snapshot(ledger, ON, NOW))
    cited, own = numbers(text, "Sources")
    assert own == sorted(cited)
    drawn = shown_of(rows)
    claims = {key for row in drawn for mark in row.deadlines for key in mark.claims}
    claims |= {one.claim for row in drawn for one in row.strengths if one.short}
    claims |= {key for row in drawn for bar in row.bars for key in bar.status.claims}
    sources = {ledger.claims[key].source for key in claims}
    titles = listed(text, "Sources")
    assert all(any(ledger.sources[key].title in line for line in titles) for key in sources)


def test_with_maps_a_timeline_s_caption_credits_what_they_draw(
    ledger: Ledger, rows: tuple[TimelineRow, ...], views: list[Snapshot]
) -> None:
    view, maps = snapshot(ledger, ON, NOW), views[:2]
    credits_ = [words.say(key) for key in ("plate-geonames", "plate-boundaries", "count-range")]
    alone, above = (timeline_caption(ledger, rows, view, maps=some) for some in ([], maps))
    assert not any(one in alone for one in credits_)
    assert all(one in above for one in credits_)
    figure = timeline_figure(rows, view, first=FIRST, last=LAST, maps=maps)
    drawn = " ".join(" ".join(texts_of(figure)).split())
    assert all(one in drawn for one in credits_)


def test_sites_that_are_not_drawn_are_named(ledger: Ledger, rows: tuple[TimelineRow, ...]) -> None:
    text = timeline_caption(ledger, rows, snapshot(ledger, ON, NOW), title="Mine")
    assert text.startswith("Mine\n")
    assert "not drawn (6): Al-Qaim" in text
    assert "\n- Al-Qaim" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_as_known_on_each_day_picture_and_caption_say_so(ledger: Ledger, lang: str) -> None:
    rows = timeline_rows(ledger, None, FIRST, LAST, COALITION_BASES)
    view = snapshot(ledger, ON, ON)
    day = words.day_text(NOW, lang)  # the last day of the period is not known yet
    told = words.say("timeline-known-then", lang, day=day)
    caption = timeline_caption(ledger, rows, view, lang, today=NOW, then=True)
    figure = timeline_figure(rows, view, first=FIRST, last=LAST, lang=lang, today=NOW, then=True)
    drawn = re.sub("[\u200e\u200f\u2066-\u2069]", "", " ".join(texts_of(figure)))
    assert told in caption
    assert told.split(";")[0].split("؛")[0] in drawn
    assert words.say("plate-known-on", lang, day=words.day_text(ON, lang)) not in caption
