"""The sources that a plate numbers: which ones a label cites, and whether they are listed."""

import datetime as dt
import re

import pytest

from geo import plate, words
from geo.ledger import Ledger
from geo.plate.lettering import Style
from geo.plate.lists import source_text
from geo.plate.paper import FORMATS
from geo.plate.roster import cited_sources, references, roster_of
from geo.plate.single import lay_out_plate
from geo.snapshot import EVERYTHING, Selection, Snapshot, snapshot
from geo.words import LANGUAGES
from tests.variants import rest_long

NOW = dt.date(2026, 11, 24)


def view_of(ledger: Ledger, day: str) -> Snapshot:
    return snapshot(ledger, dt.date.fromisoformat(day), NOW)


def first_cited(view: Snapshot, site: str) -> tuple[str, str]:
    """Give the publication day and the grades of the source that a site cites first."""
    roster = roster_of(view)
    cited = cited_sources(view, roster.rows)
    row = view.row(site)
    assert row is not None
    best = cited[references(view, row, cited)[0] - 1]
    return best.source.published_text, best.grades[0]


def test_a_site_cites_its_best_report_before_later_and_weaker_ones(ledger: Ledger) -> None:
    assert first_cited(view_of(ledger, "2026-09-30"), "ain-al-asad") == ("2026-01-17", "A1")


def test_what_says_what_is_shown_is_cited_before_what_it_overruled(ledger: Ledger) -> None:
    # A report of use in March 2026 is graded A1, but the site is shown as left.
    view = view_of(ledger, "2026-09-30")
    row = view.row("victoria-base")
    assert row is not None
    assert row.status.still_occupied == "no"
    assert first_cited(view, "victoria-base")[0] == "2026-10-01"


@pytest.mark.parametrize("lang", rest_long(LANGUAGES))
@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("selection", [Selection(), EVERYTHING], ids=["bases", "all"])
def test_every_number_on_a_sheet_is_in_its_list(
    ledger: Ledger, selection: Selection, size: str, lang: str
) -> None:
    for day in ("2008-01-01", "2011-12-31", "2020-04-05", "2025-10-01", "2026-09-30"):
        view = snapshot(ledger, dt.date.fromisoformat(day), NOW, selection)
        sheet = lay_out_plate(view, size=size, lang=lang)
        roster = roster_of(view)
        cited = cited_sources(view, roster.rows)
        digits = {words.digits(item.number, lang) for item in cited}
        lines = [line.text for column in sheet.columns for line in column.lines]
        listed = digits & set(lines)
        said = {n for word in sheet.said.values() for n in re.findall(r"\w+", word.numbers)}
        beside = " ".join(line.text for line in sheet.columns[3].lines)
        for numbers in re.findall(r"\[([\d,،\u200f]+)\]", beside):
            said.update(re.findall(r"\d+", numbers))
        assert said <= listed, day
        # What is cited first is listed wherever there is room for it.
        firsts = {
            words.digits(numbers[0], lang)
            for row in roster.rows
            if (numbers := references(view, row, cited))
        }
        assert firsts <= listed or len(listed) < len(firsts), day


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_source_known_by_a_relay_is_marked_wherever_it_is_listed(
    ledger: Ledger, lang: str
) -> None:
    view = view_of(ledger, "2026-11-01")
    relayed = words.say("panel-relayed", lang)
    cited = cited_sources(view, roster_of(view).rows)
    lines = {item.number: source_text(item, lang, Style(8), 300.0) for item in cited}
    marked = {number for number, text in lines.items() if relayed in text}
    assert marked == {item.number for item in cited if item.source.relayed}
    assert 0 < len(marked) < len(lines)
    told = [line for line in plate.caption(view, lang).splitlines() if relayed in line]
    assert len(told) == len(marked)
