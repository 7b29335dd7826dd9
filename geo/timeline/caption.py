"""The caption of a timeline: states, deadlines and numbers of each site, and all sources."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial

from geo import words
from geo.claims import Claim
from geo.ledger import Ledger
from geo.plate.captiontext import CaptionText, Part
from geo.plate.courses import Numbering, Step, course
from geo.plate.roster import weighed
from geo.snapshot import Snapshot
from geo.timeline.prose import finding, footnotes, left_text
from geo.timeline.rows import Bar, DeadlineMark, Mile, TimelineRow, left_of, shown_of

_OUTCOMES = {
    Mile.PROMISED: "outcome-open",
    Mile.MOVED: "outcome-overturned",
    Mile.MET: "outcome-kept",
    Mile.MISSED: "outcome-not-met",
    Mile.UNCLEAR: "outcome-unclear",
}


def timeline_caption(  # noqa: PLR0913 - all that one may choose, by name
    ledger: Ledger,
    rows: Sequence[TimelineRow],
    view: Snapshot,
    lang: str = "en",
    form: str = "text",
    *,
    title: str | None = None,
    today: dt.date | None = None,
    maps: Sequence[Snapshot] = (),
    then: bool = False,
) -> str:
    """Write the caption of a timeline: what its bars, deadlines and numbers say, and all sources.

    Parameters
    ----------
    ledger
        The ledger, which holds claims and sources.
    rows, view
        As for `geo.timeline.figure.timeline_figure`.
    lang
        The language.
    form
        ``text`` or ``markdown``.
    title, today, maps, then
        As for `geo.timeline.figure.timeline_figure`.
    """
    told = _Told(ledger, lang)
    shown = shown_of(rows)
    parts = [
        Part(words.say("caption-sites", lang), [told.states(row) for row in shown]),
        Part(
            words.say("caption-deadlines", lang),
            [told.deadlines(row) for row in shown if row.deadlines],
        ),
        Part(
            words.say("caption-strengths", lang),
            [told.strengths(row) for row in shown if any(one.short for one in row.strengths)],
        ),
    ]
    head = (
        title or words.say("timeline-title", lang),
        finding(view, maps, lang, today),
        words.say("caption-days", lang),
    )
    until = max((row.bars[-1].last for row in rows), default=view.known) if then else None
    notes = [*left_text(left_of(rows), lang), *footnotes(view, lang, today, maps, until)]
    return CaptionText(lang, form).write(head, parts, told.numbering.cited, notes)


class _Told:
    """Tells rows in words and numbers the sources that they rest on."""

    def __init__(self, ledger: Ledger, lang: str) -> None:
        self.claims, self.lang = ledger.claims, lang
        self.numbering = Numbering(ledger.sources)

    def states(self, row: TimelineRow) -> str:
        """Tell the states of a site from bar to bar."""
        steps = [self._step(row, bar) for bar in row.bars]
        return course(words.name_of(row.site, self.lang), steps, self.numbering, self.lang)

    def _step(self, row: TimelineRow, bar: Bar) -> Step:
        found = self._found(bar.status.claims)
        return Step(bar.first, bar.status, partial(weighed, found, row.site.id, bar.status))

    def deadlines(self, row: TimelineRow) -> str:
        """Tell the deadlines of a site, and what became of them."""
        return self._listed(
            row, ((mark.day, self._outcome(mark), mark.claims) for mark in row.deadlines)
        )

    def _outcome(self, mark: DeadlineMark) -> str:
        if mark.days is not None:
            return words.say("outcome-missed", self.lang, days=mark.days)
        return words.say(_OUTCOMES[mark.mile], self.lang)

    def strengths(self, row: TimelineRow) -> str:
        """Tell how many people were at a site."""
        return self._listed(
            row,
            (
                (one.day, words.own_digits(one.short, self.lang), (one.claim,))
                for one in row.strengths
                if one.short
            ),
        )

    def _listed(self, row: TimelineRow, items: Iterable[tuple[dt.date, str, Sequence[str]]]) -> str:
        lang = self.lang
        told = [
            words.say("list-comma", lang).join((words.day_text(day, lang), text))
            + self.numbering.cite(self._found(claims), lang)
            for day, text, claims in items
        ]
        name, between = words.name_of(row.site, lang), words.say("list-semicolon", lang)
        return words.say("caption-site", lang, name=name, state=between.join(told))

    def _found(self, keys: Iterable[str]) -> list[Claim]:
        return [self.claims[key] for key in keys if key in self.claims]
