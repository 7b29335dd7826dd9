"""The timeline: rows that say what the answers say, and a picture with the same bytes."""

import datetime as dt
import hashlib
import io
import os
import subprocess
import sys
from itertools import pairwise

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image

import geo
from geo import words
from geo.claims import Kind
from geo.dates import DAY
from geo.errors import InputFault
from geo.ledger import Ledger
from geo.plate.ink import Sheet
from geo.plate.lettering import Style, width
from geo.snapshot import Selection
from geo.status import answer
from geo.style import mark_of
from geo.timeline import Mile, TimelineRow, rows_record, timeline_rows
from geo.timeline.chart import Chart, Flag
from geo.timeline.figure import timeline_bytes, timeline_figure
from geo.timeline.prose import TEXT, WIDTH, alt_text
from tests.strategies import PRESENT, ledger_of, planned, said
from tests.variants import rest_long

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
TODAY = dt.date(2026, 11, 24)
FOUNDING = dt.date(2024, 9, 7)
ON = dt.date(2025, 10, 15)


def rows_of(ledger: Ledger, known: dt.date = TODAY) -> dict[str, TimelineRow]:
    return {row.site.id: row for row in timeline_rows(ledger, known, FIRST, LAST)}


def test_bars_follow_each_other_and_agree_with_the_answers(ledger: Ledger) -> None:
    for row in timeline_rows(ledger, TODAY, FIRST, LAST, Selection(party=None)):
        assert row.bars[0].first == FIRST
        assert row.bars[-1].last == LAST
        assert all(a.last + DAY == b.first for a, b in pairwise(row.bars))
        for bar in row.bars:
            for day in (bar.first, bar.first + (bar.last - bar.first) / 2, bar.last):
                status = answer(ledger, row.site.id, day, TODAY)
                assert status.possible == bar.status.possible
                assert mark_of(status).fill is bar.mark.fill
                assert mark_of(status).dashed is bar.mark.dashed
                assert status.overdue_since == bar.status.overdue_since


def test_ain_al_asad(ledger: Ledger) -> None:
    row = rows_of(ledger)["ain-al-asad"]
    assert [(bar.first.isoformat(), bar.code) for bar in row.bars] == [
        ("2024-01-01", "or"),
        ("2025-08-18", "r"),
        ("2025-10-01", "r+"),
        ("2026-01-17", "rw"),
        ("2026-01-25", "w"),
    ]
    assert [(mark.day.isoformat(), mark.mile, mark.days) for mark in row.deadlines] == [
        ("2025-09-30", Mile.MISSED, 109),
        ("2026-01-12", Mile.MISSED, 5),
    ]
    shorts = {one.claim: one.short for one in row.strengths}
    assert (shorts["E25-018"], shorts["E25-008"]) == ("250–350", "≈2,000")  # noqa: RUF001
    assert shorts["E25-013"] == ""  # a number of the whole country


def test_erbil_moves_and_meets(ledger: Ledger) -> None:
    miles = {
        mark.day.isoformat(): mark.mile for mark in rows_of(ledger)["erbil-air-base"].deadlines
    }
    assert miles == {"2025-09-30": Mile.MOVED, "2026-09-30": Mile.MET, "2026-12-31": Mile.MOVED}
    before = rows_of(ledger, FOUNDING)["erbil-air-base"]
    assert {mark.day.isoformat(): mark.mile for mark in before.deadlines} == {
        "2025-09-30": Mile.MOVED,
        "2026-12-31": Mile.PROMISED,
    }
    assert before.bars[-1].code == "ow~"


@pytest.mark.parametrize(
    ("strength", "places", "short"),
    [
        ("about 300", "alpha", "≈300"),
        ("250-350", "alpha", "250–350"),  # noqa: RUF001
        ("at most 100", "alpha", "≤100"),
        ("about 2,500, to fall below 500", "alpha", ""),
        ("2,500 US in Iraq", "alpha", ""),
        ("102 home, about 141 left", "alpha", ""),
        ("about 2,000 at Alpha", "alpha bravo", "≈2,000"),
        ("about 2,000", "alpha bravo", ""),
        ("hundreds", "alpha", ""),
    ],
)
def test_numbers_of_the_site_alone_are_drawn(strength: str, places: str, short: str) -> None:
    claim = said("n", Kind.STRENGTH, "2020-02-01", at=places)
    object.__setattr__(claim, "strength", strength)
    row = timeline_rows(
        ledger_of(PRESENT, claim), dt.date(2020, 6, 1), PRESENT_DAY, dt.date(2020, 12, 31)
    )[0]
    assert [(one.text, one.short) for one in row.strengths] == [(strength, short)]


PRESENT_DAY = dt.date(2020, 1, 1)


def test_as_known_on_the_day_itself(ledger: Ledger) -> None:
    row = next(r for r in timeline_rows(ledger, None, FIRST, LAST) if r.site.id == "victoria-base")
    day = dt.date(2026, 2, 1)
    bar = next(bar for bar in row.bars if bar.first <= day <= bar.last)
    assert bar.code == "w"


def test_record(ledger: Ledger) -> None:
    record = {one["site"]: one for one in rows_record(rows_of(ledger).values())}
    asad = record["ain-al-asad"]
    assert asad["bars"][1]["from"] == "2025-08-18"
    assert asad["deadlines"][0]["mark"] == "missed"
    assert "E24-021" in asad["deadlines"][0]["claims"]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_language_is_drawn(ledger: Ledger, lang: str) -> None:
    rows = timeline_rows(ledger, FOUNDING, FIRST, LAST)
    view = geo.snapshot(ledger, ON, FOUNDING)
    content = timeline_bytes(rows, view, "png", 60, first=FIRST, last=LAST, lang=lang)
    picture = Image.open(io.BytesIO(content))
    assert picture.info["Source"] == view.digest
    assert picture.size[0] == 800
    # Nothing is clipped: the outermost ring of the sheet is paper.
    edge = picture.convert("L")
    wide, high = edge.size
    ring = [edge.getpixel((x, y)) for x in range(wide) for y in (0, high - 1)]
    ring += [edge.getpixel((x, y)) for y in range(high) for x in (0, wide - 1)]
    assert set(ring) == {255}
    said_so = alt_text(rows, view, first=FIRST, last=LAST, lang=lang)
    assert words.say("state-withdrawn", lang) in said_so


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_maps_stand_above_the_bars_and_their_days_are_marked(ledger: Ledger, lang: str) -> None:
    days = [FOUNDING, ON, dt.date(2026, 2, 1), TODAY]
    rows = timeline_rows(ledger, TODAY, FIRST, LAST)
    view = geo.snapshot(ledger, ON, TODAY)
    maps = [geo.snapshot(ledger, day, TODAY) for day in days]
    plain = timeline_figure(rows, view, first=FIRST, last=LAST, lang=lang)
    figure = timeline_figure(rows, view, first=FIRST, last=LAST, lang=lang, maps=maps)
    assert figure.get_figheight() > plain.get_figheight() + 3
    texts = {text.get_text() for text in figure.findobj(Text)}
    assert texts.issuperset(day.isoformat() for day in days)
    assert any(words.day_text(FOUNDING, lang) in text for text in texts)
    alone = {text.get_text() for text in plain.findobj(Text)}
    assert ON.isoformat() in alone
    assert FOUNDING.isoformat() not in alone


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_name_stands_on_the_links_to_the_enlargement_rather_than_nowhere(
    ledger: Ledger, lang: str
) -> None:
    rows = timeline_rows(ledger, TODAY, FIRST, LAST)
    maps = [geo.snapshot(ledger, day, TODAY) for day in (FOUNDING, ON, dt.date(2026, 2, 1))]
    figure = timeline_figure(rows, maps[1], first=FIRST, last=LAST, lang=lang, maps=maps)
    name = words.name_of(ledger.sites["ain-al-asad"], lang)
    drawn = [
        text.get_text().strip("\u200e\u200f\u2066\u2067\u2068\u2069")
        for text in figure.findobj(Text)
    ]
    assert drawn.count(name) == len(maps) + 1


def test_near_flags_stand_one_above_the_other(ledger: Ledger) -> None:
    view = geo.snapshot(ledger, ON, TODAY)
    days = [dt.date(2025, 3, 1), dt.date(2025, 3, 9), dt.date(2026, 3, 1), dt.date(2030, 1, 1)]
    chart = Chart(view, (), FIRST, LAST, "en", [Flag(day) for day in days])
    assert [[flag.day for flag in tier] for tier in chart.tiers] == [[days[0], days[2]], [days[1]]]


def drawn(ledger: Ledger, on: dt.date, *flags: Flag) -> tuple[Chart, dict[str, Text]]:
    """Draw a chart as known on the first of November, and give its texts."""
    known = dt.date(2025, 11, 1)
    rows = timeline_rows(ledger, known, FIRST, LAST)
    chart = Chart(geo.snapshot(ledger, on, known), rows, FIRST, LAST, "en", flags, known)
    sheet = Sheet(WIDTH, 600)
    chart.draw(sheet, 580)
    return chart, {text.get_text(): text for text in sheet.figure.findobj(Text)}


@pytest.mark.parametrize(
    ("on", "after"),
    [(FOUNDING, True), (ON, False), (dt.date(2025, 9, 20), True), (dt.date(2025, 10, 10), False)],
)
def test_no_flag_runs_through_the_days_by_which_a_deadline_was_missed(
    ledger: Ledger, on: dt.date, *, after: bool
) -> None:
    chart, texts = drawn(ledger, on, Flag(on))
    start = texts["32"].get_position()[0]
    end = start + width("32", Style(TEXT * 0.8, "bold"))
    assert (start > chart.x(dt.date(2025, 10, 1))) is after
    assert not start - 1 < chart.x(on + DAY) < end + 1


def test_no_flag_runs_through_the_day_of_another(ledger: Ledger) -> None:
    known = dt.date(2025, 11, 1)
    chart, texts = drawn(ledger, ON, Flag(ON), Flag(known, known=True))
    middle, half = texts["2025-10-15"].get_position()[0], width("2025-10-15", Style(TEXT)) / 2
    assert middle + half < chart.x(known + DAY)
    assert middle - half < chart.x(ON + DAY) < middle + half


@pytest.mark.parametrize("then", [False, True])
def test_only_days_of_which_nothing_can_be_known_are_shaded(ledger: Ledger, *, then: bool) -> None:
    rows, view = timeline_rows(ledger, None, FIRST, LAST), geo.snapshot(ledger, ON, ON)
    maps = [geo.snapshot(ledger, FOUNDING, FOUNDING)]
    figure = timeline_figure(rows, view, first=FIRST, last=LAST, maps=maps, then=then)
    colours = {to_hex(patch.get_facecolor()) for patch in figure.findobj(Patch)}
    texts = {text.get_text().replace("\u200e", "") for text in figure.findobj(Text)}
    assert ("#f3f1ea" in colours) is not then
    assert ("known until 2025-10-15" in texts) is not then


def test_too_many_maps_are_refused(ledger: Ledger) -> None:
    view = geo.snapshot(ledger, ON, TODAY)
    with pytest.raises(InputFault, match="up to 4"):
        timeline_figure((), view, first=FIRST, last=LAST, maps=[view] * 5)


def test_an_empty_timeline_says_so() -> None:
    ledger = ledger_of(planned("plan", "leave-by", "2020-05-01", at="north"))
    first, last = dt.date(2010, 1, 1), dt.date(2010, 12, 31)
    view = geo.snapshot(ledger, first, last)
    rows = timeline_rows(ledger, last, first, last)
    content = timeline_bytes(rows, view, "svg", first=first, last=last)
    assert b"<svg" in content


@pytest.mark.parametrize("fmt", rest_long(["svg", "pdf", "png"]))
def test_the_same_bytes_in_another_process(fmt: str) -> None:
    program = (
        "import datetime as dt, hashlib, geo\n"
        "from geo.timeline import timeline_rows\n"
        "from geo.timeline.figure import timeline_bytes\n"
        "a, b, k = dt.date(2024, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 24)\n"
        "ledger = geo.load()\n"
        "view = geo.snapshot(ledger, dt.date(2025, 10, 15), k)\n"
        f"content = timeline_bytes(timeline_rows(ledger, k, a, b), view, {fmt!r}, 60,"
        " first=a, last=b)\n"
        "print(hashlib.sha256(content).hexdigest())\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "3"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    ledger = geo.load()
    rows = timeline_rows(ledger, TODAY, FIRST, LAST)
    view = geo.snapshot(ledger, ON, TODAY)
    here = timeline_bytes(rows, view, fmt, 60, first=FIRST, last=LAST)
    assert hashlib.sha256(here).hexdigest() == found
