"""A timeline in words: head, foot, and alt text for those who cannot see it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo import answers, style, words
from geo.plate import lettering, remarks
from geo.plate.basemap import basemap_under
from geo.plate.chart import day_of
from geo.plate.column import Column
from geo.plate.lettering import Style
from geo.plate.panels import development, panels_alt
from geo.plate.paper import Rect
from geo.snapshot import Snapshot
from geo.timeline.rows import TimelineRow

WIDTH, MARGIN, TEXT = 960.0, 28.0, 9.0
QUIET = Style(TEXT * 0.86, "regular", style.QUIET_TEXT)


@dataclass(frozen=True)
class Texts:
    """Texts to be set one under another, and the height that they take."""

    lang: str
    lines: tuple[tuple[str, Style, int], ...]

    @property
    def used(self) -> float:
        """The height in points."""
        high = 4000.0
        return high - self.column(high).y + TEXT * 0.6

    def column(self, top: float) -> Column:
        """Set them from a height down."""
        column = Column(Rect(MARGIN, 0, WIDTH - 2 * MARGIN, top), self.lang, TEXT)
        for text, setting, most in self.lines:
            column.write(text, setting, most=most)
        return column


def finding(view: Snapshot, maps: Sequence[Snapshot], lang: str, today: dt.date | None) -> str:
    """Give the sentence that answers: of the date that is marked, or of several maps.

    Parameters
    ----------
    view
        The snapshot of the date that is marked.
    maps
        The maps above the chart.
    lang
        The language.
    today
        The present day, when "as known today" may be said.
    """
    return (
        development(maps, lang)
        if len(maps) > 1
        else answers.sentence(view, today, lang, headed=True)
    )


def heading(title: str, told: str, lang: str) -> Texts:
    """Give title and finding.

    Parameters
    ----------
    title
        The title.
    told
        The finding.
    lang
        The language.
    """
    return Texts(
        lang,
        (
            (title, Style(TEXT * 2.0, "bold", style.INK), 2),
            (told, Style(TEXT * 1.35, "regular", style.INK), 3),
        ),
    )


def footing(
    view: Snapshot,
    left: Sequence[TimelineRow],
    lang: str,
    today: dt.date | None,
    *,
    maps: Sequence[Snapshot] = (),
    empty: bool,
    until: dt.date | None = None,
) -> Texts:
    """Set what stands below: what is not drawn, whose knowledge, origins and data.

    Parameters
    ----------
    view
        The snapshot of the date that is marked.
    left
        The rows that are only named.
    lang
        The language.
    today
        The present day, when "as known today" may be said.
    maps
        The maps above the chart.
    empty
        True when nothing is drawn.
    until
        As for `footnotes`.
    """
    lines = [(text, QUIET, 4) for text in left_text(left, lang)]
    if empty:
        nothing = words.say("timeline-empty", lang)
        lines.append((nothing, Style(TEXT, "regular", style.INK), 2))
    lines.append((lettering.joined(footnotes(view, lang, today, maps, until), lang), QUIET, 4))
    return Texts(lang, tuple(lines))


def left_text(left: Sequence[TimelineRow], lang: str) -> list[str]:
    """Name the sites that are not drawn, if there are any."""
    if not left:
        return []
    names = words.say("list-comma", lang).join(words.name_of(row.site, lang) for row in left)
    return [words.say("timeline-left", lang, n=len(left), sites=names)]


def footnotes(
    view: Snapshot,
    lang: str,
    today: dt.date | None,
    maps: Sequence[Snapshot] = (),
    until: dt.date | None = None,
) -> list[str]:
    """Give the sentences on whose sites and knowledge, origins and data.

    Parameters
    ----------
    view
        The snapshot of the date that is marked.
    lang
        The language.
    today
        The present day, when "as known today" may be said.
    maps
        The maps above the chart.
    until
        Where each day is shown as it was known on that day: the last of them.
    """
    known = (
        words.say("timeline-known-then", lang, day=words.day_text(min(until, today or until), lang))
        if until
        else day_of(view, lang, today)
    )
    texts = [
        f"{remarks.whose(view, lang)}.",
        known,
        words.say("plate-end-of-day", lang),
    ]
    if view.min_grade:
        texts.append(words.say("plate-min-grade", lang, grade=view.min_grade))
    texts += remarks.of_ranges(maps, lang)
    return [*texts, *remarks.origins(view, basemap_under(maps[0]) if maps else None, lang)]


def alt_text(
    rows: Iterable[TimelineRow],
    view: Snapshot,
    *,
    first: dt.date,
    last: dt.date,
    lang: str = "en",
    maps: Sequence[Snapshot] = (),
) -> str:
    """Describe a timeline: its maps, the period, the sentence, and the steps of each site.

    Parameters
    ----------
    rows, view, first, last, lang, maps
        As for `timeline_figure`.
    """
    parts = [
        *([panels_alt(maps, lang)] if maps else []),
        words.say("timeline-alt", lang, first=first.isoformat(), last=last.isoformat()),
        answers.sentence(view, None, lang),
    ]
    for row in rows:
        if not row.silent and not row.left:
            steps = [
                words.say(
                    "timeline-alt-step",
                    lang,
                    state=words.say("or", lang).join(
                        words.say(f"state-{state.value}", lang) for state in bar.status.possible
                    ),
                    day=bar.first.isoformat(),
                )
                for bar in row.bars
            ]
            name = words.name_of(row.site, lang)
            said = words.say("list-comma", lang).join(steps)
            parts.append(words.say("timeline-alt-site", lang, site=name, steps=said))
    return " ".join(parts)
