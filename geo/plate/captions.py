"""The caption of a plate or of several maps: the finding, each site's state, and all sources."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo import answers, words
from geo.plate.basemap import basemap_under
from geo.plate.panels import (
    comparison,
    dates_of,
    development,
    panel_title,
    shared_rosters,
    steps_told,
)
from geo.plate.prose import printed
from geo.plate.remarks import dating, heading, legend_of_grades, notes, whose
from geo.plate.roster import Cited, Roster, cited_together, references, roster_of
from geo.slips import nearest_place
from geo.snapshot import Row, Snapshot
from geo.status import Basis, Deadline


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
    return _Writer(lang, form).write(head, dating(snapshot, lang, today), maps)


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
    """
    head = (heading(snapshots[0], lang, title), development(snapshots, lang))
    maps = [
        _Map(panel_title(view, snapshots, lang), view, roster)
        for view, roster in zip(snapshots, shared_rosters(snapshots), strict=True)
    ]
    return _Writer(lang, form).write(head, dates_of(snapshots, lang, today), maps)


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
    told = steps_told(plan, actual, lang)
    return _Writer(lang, form).write(head, dates_of(views, lang, today), maps, told)


class _Writer:
    """Writes a caption as plain text or as Markdown."""

    def __init__(self, lang: str, form: str) -> None:
        self.lang, self.form = lang, form
        self.mark: Callable[[str], str] = _escaped if form == "markdown" else printed

    def write(
        self,
        head: tuple[str, str],
        dates: Sequence[str],
        maps: Sequence[_Map],
        differing: Sequence[str] = (),
    ) -> str:
        """Give the whole: title and finding, the sites of each map, the sources, the notes."""
        lang, mark, first = self.lang, self.mark, maps[0]
        cited = cited_together([one.view for one in maps], [one.roster for one in maps])
        blocks = [
            self._heading(head[0], 1),
            mark(head[1]),
            mark(" ".join([f"{whose(first.view, lang)}.", *dates])),
        ]
        if differing:
            blocks.append(self._heading(words.say("compare-differs", lang), 2))
            blocks.append("\n".join(f"- {mark(text)}" for text in differing))
        for one in maps:
            blocks += self._sites(one, cited)
        blocks += self._sources(cited)
        basemap = basemap_under(first.view)
        others = [one.view for one in maps[1:]]
        blocks.append(mark(" ".join(notes(first.view, basemap, first.roster, lang, others))))
        return "\n\n".join(blocks) + "\n"

    def _heading(self, text: str, level: int) -> str:
        if self.form == "markdown":
            return f"{'#' * level} {self.mark(text)}"
        return self.mark(text) if level == 1 else f"{self.mark(text)}:"

    def _sites(self, one: _Map, cited: tuple[Cited, ...]) -> list[str]:
        if not one.roster.rows:
            return []
        told = [_site_text(one.view, row, cited, self.lang) for row in one.roster.rows]
        return [self._heading(one.title, 2), "\n".join(f"- {self.mark(text)}" for text in told)]

    def _sources(self, cited: tuple[Cited, ...]) -> list[str]:
        title = self._heading(words.say("plate-sources", self.lang), 2)
        if not cited:
            return [title, self.mark(words.say("plate-no-sources", self.lang))]
        lines = [_source_line(item, self.lang, self.form, self.mark) for item in cited]
        return [title, "\n".join(lines), self.mark(legend_of_grades(cited, self.lang))]


def _site_text(snapshot: Snapshot, row: Row, cited: tuple[Cited, ...], lang: str) -> str:
    name, status = words.name_of(row.site, lang), row.status
    state = answers.state_text(status, lang)
    if status.basis is Basis.PLANNED:
        state += f" ({words.say('basis-planned', lang)})"
    text = words.say("caption-site", lang, name=name, state=state)
    if status.overdue_since is not None and status.missed is not None:
        day = words.day_text(status.missed.date, lang)
        text += f" ({words.say('panel-missed', lang)}: {day})"
    if status.deadline is not None:
        text += words.say("list-comma", lang) + _due_text(snapshot, row, status.deadline, lang)
    numbers = references(snapshot, row, cited)
    if numbers:
        text += f" [{words.say('list-comma', lang).join(words.digits(n, lang) for n in numbers)}]"
    return text


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


def _source_line(item: Cited, lang: str, form: str, mark: Callable[[str], str]) -> str:
    source = item.source
    latest = source.published.latest
    day = words.day_text(latest, lang) if latest else source.published_text
    text = words.say("caption-source", lang, producer=source.producer, title=source.title, day=day)
    told = words.grades_text(item.grades, source, lang)
    grades = words.say("caption-grade", lang, grades=told)
    line = f"{item.number}. {mark(text)} ({mark(grades)})"
    url = _safe_url(source.url)
    if url:
        line += f" <{url}>" if form == "markdown" else f" {url}"
    return line


def _safe_url(url: str | None) -> str:
    if url and re.fullmatch(r"https?://[^\s<>\"`\\]+", url):
        return url
    return ""


def _escaped(text: str) -> str:
    """Give a text that Markdown shows as it is: data may hold what looks like an image."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~$&])", r"\\\1", printed(text))
