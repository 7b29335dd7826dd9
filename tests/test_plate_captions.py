"""Captions of one map and of several, and the sources that sheets of several list."""

import datetime as dt
import re

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from geo import plate, words
from geo.claims import Source
from geo.ledger import Ledger
from geo.plate.lettering import Style, width
from geo.plate.lists import source_text
from geo.plate.panels import shared_rosters
from geo.plate.roster import Cited, cited_sources, cited_together, roster_of
from geo.snapshot import Snapshot, snapshot
from geo.status import Basis
from geo.words import LANGUAGES
from tests.variants import rest_long

NOW, DAY = dt.date(2026, 11, 24), dt.date(2025, 10, 15)
DAYS = (dt.date(2024, 9, 27), DAY, dt.date(2026, 4, 1), NOW)


@pytest.fixture(scope="module")
def views(ledger: Ledger) -> list[Snapshot]:
    return [snapshot(ledger, day, NOW) for day in DAYS]


@pytest.fixture(scope="module")
def pair(ledger: Ledger) -> tuple[Snapshot, Snapshot]:
    return snapshot(ledger, DAY, dt.date(2024, 9, 27)), snapshot(ledger, DAY, NOW)


def texts_of(figure: Figure) -> list[str]:
    return [found.get_text() for found in figure.findobj(Text)]


def listed(figure: Figure, lang: str = "en") -> list[str]:
    """Give what stands below the heading of the sources, the numbers apart."""
    texts = [re.sub("[\u200e\u200f\u2066-\u2069]", "", text) for text in texts_of(figure)]
    heading = words.say("plate-sources", lang)
    return texts[texts.index(heading) + 1 :] if heading in texts else []


# --- captions ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_caption_of_maps_has_every_site_of_each_and_every_source(
    views: list[Snapshot], lang: str, form: str
) -> None:
    text = plate.panels_caption(views, lang, form).replace("\\", "")
    for view, roster in zip(views, shared_rosters(views), strict=True):
        part = text.split(f"{words.day_text(view.on, lang)}: ")[-1].split("\n\n")[1]
        assert len(part.splitlines()) == len(roster.rows)
        for item in cited_sources(view, roster.rows):
            assert item.source.producer.split(" *")[0] in text
    assert views[0].digest in text


def test_a_caption_of_maps_numbers_its_sources_once(views: list[Snapshot]) -> None:
    text = plate.panels_caption(views)
    numbers = [int(found) for found in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {int(n) for group in re.findall(r"\[([\d, ]+)\]", text) for n in group.split(",")}
    assert cited == set(numbers)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_caption_of_a_comparison_tells_what_differs(
    pair: tuple[Snapshot, Snapshot], lang: str
) -> None:
    text = plate.compare_caption(*pair, lang)
    steps = plate.differences(*pair, lang)
    assert steps
    assert all(step in text for step in steps.values())
    for key, view in zip(("compare-plan", "compare-actual"), pair, strict=True):
        assert words.say(key, lang, day=words.day_text(view.known, lang)) in text
    assert text.startswith(words.say("compare-title", lang, day=words.day_text(DAY, lang)))


def test_a_caption_takes_the_title_that_is_given(
    views: list[Snapshot], pair: tuple[Snapshot, Snapshot]
) -> None:
    for text in (
        plate.caption(views[0], title="Mine"),
        plate.panels_caption(views, title="Mine"),
        plate.compare_caption(*pair, title="Mine"),
    ):
        assert text.startswith("Mine\n")


# --- sheets of several maps ----------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_publication_is_told_as_exactly_as_it_is_known(ledger: Ledger, form: str) -> None:
    view = snapshot(ledger, DAY, NOW)
    told = plate.caption(view, form=form).replace("\\", "")
    item = next(one for one in cited_sources(view, view.rows) if "Interbellum" in str(one.source))
    assert f"{item.source.title}, Sep 2025" in told
    assert "Interbellum News, Sep 2025 " in source_text(item, "en", Style(7), 300)


@pytest.mark.parametrize("known", [NOW, dt.date(2024, 9, 27)], ids=["now", "plan"])
def test_each_deadline_that_a_caption_tells_is_cited(ledger: Ledger, known: dt.date) -> None:
    view = snapshot(ledger, DAY, known)
    told = plate.caption(view)
    lines = {line.split(":")[0]: line for line in told.splitlines() if line.startswith("- ")}
    listed = {line.split(". ")[0]: line for line in told.splitlines() if re.match(r"\d+\. ", line)}
    seen = 0
    for row in (row for row in view.rows if row.counted):
        status, line = row.status, lines[f"- {row.site.name}"]
        late = status.missed if status.overdue_since else None
        for due, pattern in (
            (late, r"\(Missed deadline: [^)]*\) \[(\d+)\]"),
            (status.deadline, r"to be left by the end of [^\[]*\[(\d+)\]"),
        ):
            found = re.search(pattern, line)
            assert bool(found) is bool(due), line
            if due and found:
                claim = view.claims[due.claim]
                assert view.sources[claim.source].title in listed[found[1]]
                assert claim.grade in listed[found[1]]
                seen += 1
        assert ("(planned)" in line) is (status.basis is Basis.PLANNED)
    assert seen > 3
    # What the picture lists comes first, with the same numbers.
    shown = cited_sources(view, roster_of(view).rows)
    assert all(item.source.title in listed[str(item.number)] for item in shown)


def test_sources_of_several_maps_are_numbered_together(views: list[Snapshot]) -> None:
    rosters = shared_rosters(views)
    cited = cited_together(views, rosters)
    assert [item.number for item in cited] == list(range(1, len(cited) + 1))
    each = [cited_sources(view, one.rows) for view, one in zip(views, rosters, strict=True)]
    assert {item.source.id for item in cited} == {i.source.id for found in each for i in found}
    assert {item.source.id for item in cited[:3]} >= {found[0].source.id for found in each[:1]}


@pytest.mark.parametrize("lang", rest_long(LANGUAGES))
def test_a_sheet_of_several_maps_lists_sources_as_far_as_there_is_room(
    views: list[Snapshot], lang: str
) -> None:
    count = len(cited_together(views, shared_rosters(views)))
    found = listed(plate.panels_figure(views, lang=lang), lang)
    numbers = [n for n in range(1, count + 1) if words.digits(n, lang) in found]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 4
    assert words.say("plate-sources-more", lang, n=count - len(numbers)) in found


@pytest.mark.parametrize("lang", rest_long(LANGUAGES))
def test_the_sources_take_the_widest_room_that_lists_as_many(ledger: Ledger, lang: str) -> None:
    views = [snapshot(ledger, day, NOW) for day in (dt.date(2024, 9, 7), dt.date(2025, 3, 1))]
    found = listed(plate.panels_figure(views, lang=lang, size="a4"), lang)
    count = len(cited_together(views, shared_rosters(views)))
    assert words.digits(count, lang) in found
    assert not any(text.endswith("…") for text in found)


def test_where_few_would_find_room_the_sheet_says_where_they_are(
    pair: tuple[Snapshot, Snapshot],
) -> None:
    count = len(cited_together(pair, shared_rosters(pair)))
    figure = plate.compare_figure(*pair)
    assert listed(figure) == []
    assert f"{count} sources, see the caption" in texts_of(figure)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_narrow_list_the_grade_is_kept_before_the_producer(
    views: list[Snapshot], lang: str
) -> None:
    setting = Style(6.5)
    long = Cited(1, _source(views[0]), ("B2", "C3"))
    text = source_text(long, lang, setting, 200)
    upto = text[: text.index("C3") + 3]
    assert width(upto, setting) <= 200


def _source(view: Snapshot) -> Source:
    return max(view.sources.values(), key=lambda source: len(source.producer))
