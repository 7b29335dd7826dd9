"""The captions of pictures: the finding, each site's state, and all sources."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from geo import answers, words
from geo.plate.basemap import basemap_under
from geo.plate.captiontext import CaptionText, Part
from geo.plate.courses import Numbering, bracketed, courses, missed_text, planned_text
from geo.plate.limits import check_frames, check_panels
from geo.plate.panels import (
    comparison,
    dates_of,
    development,
    panel_title,
    shared_rosters,
    steps_told,
)
from geo.plate.prose import shortened
from geo.plate.remarks import dating, heading, notes, whose
from geo.plate.roster import Cited, Roster, cited_together, references, roster_of
from geo.slips import nearest_place
from geo.snapshot import Row, Snapshot
from geo.status import Deadline


@dataclass(frozen=True, slots=True)
class _Map:
    """A map of a sheet: what stands above its sites, and what it shows."""

    title: str
    view: Snapshot
    roster: Roster


def caption(
    snapshot: Snapshot,
    lang: str = "en",
    form: str = "text",
    *,
    title: str | None = None,
    today: dt.date | None = None,
) -> str:
    """Write a caption: the finding, each site with its state, and all sources with links.

    Parameters
    ----------
    snapshot
        What is shown.
    lang
        The language.
    form
        ``text`` or ``markdown``.
    title
        The title; the data set's when None.
    today
        The present day, when "as known today" may be said.

    Notes
    -----
    The numbers are those on the plate.
    """
    head = (heading(snapshot, lang, title), answers.sentence(snapshot, today, lang, headed=True))
    maps = [_Map(words.say("caption-sites", lang), snapshot, roster_of(snapshot))]
    return _of_maps(CaptionText(lang, form), head, dating(snapshot, lang, today), maps)


def panels_caption(
    snapshots: Sequence[Snapshot],
    lang: str = "en",
    form: str = "text",
    *,
    title: str | None = None,
    today: dt.date | None = None,
) -> str:
    """Write the caption of small multiples: each site on each map, and all sources.

    Parameters
    ----------
    snapshots
        What the maps show.
    lang, form, title, today
        As for `caption`.

    Raises
    ------
    InputFault
        When there are none, or too many to be read.
    """
    check_panels(snapshots)
    head = (heading(snapshots[0], lang, title), development(snapshots, lang))
    maps = [
        _Map(panel_title(view, snapshots, lang), view, roster)
        for view, roster in zip(snapshots, shared_rosters(snapshots), strict=True)
    ]
    return _of_maps(CaptionText(lang, form), head, dates_of(snapshots, lang, today), maps)


def compare_caption(
    plan: Snapshot,
    actual: Snapshot,
    lang: str = "en",
    form: str = "text",
    *,
    title: str | None = None,
    today: dt.date | None = None,
) -> str:
    """Write the caption of a comparison: what differs, the plan, what happened, all sources.

    Parameters
    ----------
    plan, actual
        The two answers.
    lang, form, title, today
        As for `caption`.
    """
    views = (plan, actual)
    day = words.day_text(actual.on, lang)
    head = (
        title or words.say("compare-title", lang, day=day),
        comparison(plan, actual, lang),
    )
    maps = [
        _Map(words.say(key, lang, day=words.day_text(view.known, lang)), view, roster)
        for key, view, roster in zip(
            ("compare-plan", "compare-actual"), views, shared_rosters(views), strict=True
        )
    ]
    differing = Part(words.say("compare-differs", lang), steps_told(plan, actual, lang))
    dates = dates_of(views, lang, today)
    return _of_maps(CaptionText(lang, form), head, dates, maps, (differing,))


def film_caption(
    snapshots: Sequence[Snapshot],
    lang: str = "en",
    form: str = "text",
    *,
    title: str | None = None,
    today: dt.date | None = None,
) -> str:
    """Write the caption of a film: how each site's state goes on, and all sources.

    Parameters
    ----------
    snapshots
        One for each frame, in the order of days.
    lang, form, title, today
        As for `caption`.

    Raises
    ------
    InputFault
        When there are none, or too many.
    """
    check_frames(snapshots)
    first, rosters = snapshots[0], shared_rosters(snapshots)
    numbering = Numbering({key: one for view in snapshots for key, one in view.sources.items()})
    told = courses(snapshots, [row.site for row in rosters[0].rows], numbering, lang)
    dates = [*dates_of(snapshots, lang, today), words.say("caption-days", lang)]
    return CaptionText(lang, form).write(
        _head((heading(first, lang, title), development(snapshots, lang)), first, dates, lang),
        [Part(words.say("caption-sites", lang), told)],
        numbering.cited,
        notes(first, basemap_under(first), rosters[0], lang, snapshots[1:]),
    )


def film_alt(snapshots: Sequence[Snapshot], lang: str = "en") -> str:
    """Describe a film in at most 120 words: how the state of each site that changes goes on.

    Parameters
    ----------
    snapshots
        One for each frame, in the order of days.
    lang
        The language.

    Raises
    ------
    InputFault
        When there are none, or too many.
    """
    check_frames(snapshots)
    first = snapshots[0]
    states: dict[str, set[object]] = {}
    for row in (row for view in snapshots for row in view.rows):
        states.setdefault(row.site.id, set()).add(row.status.possible)
    changing = [row.site for row in first.rows if len(states[row.site.id]) > 1]
    told = courses(snapshots, changing, Numbering({}), lang)
    parts = [words.say("alt-film", lang, n=len(snapshots)), whose(first, lang) + "."]
    return shortened([*parts, development(snapshots, lang), *(f"{text}." for text in told)])


def _of_maps(
    text: CaptionText,
    head: tuple[str, str],
    dates: Sequence[str],
    maps: Sequence[_Map],
    parts: Sequence[Part] = (),
) -> str:
    """Write the caption of maps that stand beside each other."""
    lang, first = text.lang, maps[0]
    cited = _with_deadlines(maps)
    listed = [
        Part(one.title, [_site_text(one.view, row, cited, lang) for row in one.roster.rows])
        for one in maps
    ]
    others = [one.view for one in maps[1:]]
    return text.write(
        _head(head, first.view, dates, lang),
        [*parts, *listed],
        cited,
        notes(first.view, basemap_under(first.view), first.roster, lang, others),
    )


def _head(
    head: tuple[str, str], view: Snapshot, dates: Sequence[str], lang: str
) -> tuple[str, str, str]:
    return (*head, " ".join([f"{whose(view, lang)}.", *dates]))


def _with_deadlines(maps: Sequence[_Map]) -> tuple[Cited, ...]:
    """Give the sources as the maps number them, then those of the deadlines that are told."""
    cited = cited_together([one.view for one in maps], [one.roster for one in maps])
    grades = {item.source.id: set(item.grades) for item in cited}
    sources = {item.source.id: item.source for item in cited}
    for view, row in ((one.view, row) for one in maps for row in one.roster.rows):
        late = row.status.missed if row.status.overdue_since else None
        for due in (late, row.status.deadline):
            claim = view.claims.get(due.claim) if due else None
            if claim and claim.source in view.sources:
                sources.setdefault(claim.source, view.sources[claim.source])
                grades.setdefault(claim.source, set()).add(claim.grade)
    return tuple(
        Cited(number, source, tuple(sorted(grades[key])))
        for number, (key, source) in enumerate(sources.items(), 1)
    )


def _site_text(snapshot: Snapshot, row: Row, cited: tuple[Cited, ...], lang: str) -> str:
    name, status = words.name_of(row.site, lang), row.status
    state = answers.state_text(status, lang) + planned_text(status, lang)
    text = words.say("caption-site", lang, name=name, state=state)
    text += bracketed(references(snapshot, row, cited), lang)
    missed = missed_text(status, lang)
    if missed and status.missed is not None:
        text += missed + _cited(snapshot, status.missed, cited, lang)
    if status.deadline is not None:
        text += words.say("list-comma", lang) + _due_text(snapshot, row, status.deadline, lang)
        text += _cited(snapshot, status.deadline, cited, lang)
    return text


def _cited(snapshot: Snapshot, due: Deadline, cited: tuple[Cited, ...], lang: str) -> str:
    """Give the number of the source that set a deadline."""
    claim = snapshot.claims.get(due.claim)
    numbers = [one.number for one in cited if claim and one.source.id == claim.source]
    return bracketed(numbers, lang)


def _due_text(snapshot: Snapshot, row: Row, due: Deadline, lang: str) -> str:
    """Say by when a site is to be left, and of which region around it that is said."""
    told = words.say("caption-due", lang, day=words.day_text(due.date, lang))
    claim = snapshot.claims.get(due.claim)
    place = nearest_place(row.site, claim) if claim else None
    region = next((one for one in snapshot.regions if one.id == place), None)
    if region is None:
        return told
    whole = words.say("panel-whole", lang, place=words.name_of(region, lang))
    return words.say("list-comma", lang).join((told, whole))
