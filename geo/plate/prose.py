"""A plate in words: alt text for those who cannot see it, and a caption with its sources."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from geo import answers, words
from geo.places import Region, Site
from geo.plate.basemap import basemap_under
from geo.plate.remarks import dating, heading, legend_of_grades, notes, whose
from geo.plate.roster import Cited, Roster, cited_sources, references, roster_of
from geo.slips import nearest_place
from geo.snapshot import Row, Snapshot
from geo.status import Basis, Deadline, Status

MOST_WORDS = 120
_SPARE = 8
_ONE = 7  # the words of a state with one name
_LONGEST = 80  # letters of a name
_JOINERS = "\u200c\u200d\u200e\u200f"  # marks that joined scripts need


def alt_text(snapshot: Snapshot, lang: str = "en", today: dt.date | None = None) -> str:
    """Describe a plate in at most 120 words.

    Parameters
    ----------
    snapshot
        What is shown.
    lang
        The language.
    today
        The present day, when "as known today" may be said.
    """
    roster = roster_of(snapshot)
    counted = whose(snapshot, lang) + "."
    parts = [
        words.say("alt-map", lang),
        answers.sentence(snapshot, today, lang, headed=True),
        counted,
    ]
    closing = _regions(snapshot, lang)
    room = MOST_WORDS - sum(len(part.split()) for part in (*parts, *closing)) - _SPARE
    # Those without a position have a state as well; where forces are, or may be, comes first.
    groups = _by_state(sorted(roster.rows, key=_presence), lang)
    if roster.unplaced:
        groups.append((None, roster.unplaced))
    for i, (state, rows) in enumerate(groups):
        after = len(groups) - i - 1
        # Sites where forces are leave to each of the others just what one name takes.
        share = room // (after + 1) if state is None or _presence(rows[0]) else room - _ONE * after
        text = _group(state, rows, lang, share)
        room -= len(text.split())
        parts.append(text)
    return shortened([*parts, *closing])


def shortened(parts: Iterable[str]) -> str:
    """Join sentences and cut what goes beyond the words that an alt text may have."""
    kept = " ".join(parts).split()
    return " ".join(kept if len(kept) <= MOST_WORDS else [*kept[: MOST_WORDS - 1], "…"])


def _by_state(rows: Iterable[Row], lang: str) -> list[tuple[str | None, tuple[Row, ...]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_bare_state(row.status, lang), []).append(row)
    return [(state, tuple(group)) for state, group in found.items()]


def _presence(row: Row) -> int:
    return ("certain", "possible", "no").index(row.status.still_occupied)


def _bare_state(status: Status, lang: str) -> str:
    """Give the state in words without the days, so that sites in one state are told together."""
    text = answers.state_text(status, lang)
    if status.overdue_days is not None:
        late = words.say("overdue-by", lang, days=status.overdue_days)
        text = text.removesuffix(words.say("list-comma", lang) + late)
    if status.basis is Basis.PLANNED:
        text += f" ({words.say('basis-planned', lang)})"
    return text


def _group(state: str | None, rows: tuple[Row, ...], lang: str, room: int) -> str:
    names = [plain_name(row.site, lang) for row in rows]
    comma = words.say("list-comma", lang)

    def told(count: int) -> str:
        sites = comma.join(names[:count])
        if count < len(names):
            sites = words.say("alt-and-more", lang, sites=sites, n=len(names) - count)
        if state is None:
            return words.say("alt-unplaced", lang, sites=sites)
        return words.say("alt-states", lang, state=state[:1].upper() + state[1:], sites=sites)

    count = len(names)
    while count > 1 and len(told(count).split()) > room:
        count -= 1
    return told(count)


def _regions(snapshot: Snapshot, lang: str) -> list[str]:
    told = []
    for region in snapshot.regions:
        count = snapshot.by_layer.get(region.layer)
        if region.shape and count is not None and count.of:
            text = answers.count_text(count, lang)
            name = plain_name(region, lang)
            told.append(words.say("alt-region", lang, name=name, count=text))
    if not told:
        return []
    return [words.say("alt-regions", lang, regions=words.say("list-comma", lang).join(told[:6]))]


def plain_name(place: Site | Region, lang: str, most: int = 12) -> str:
    """Give a place's name on one line and of a sane length.

    Parameters
    ----------
    place
        The place.
    lang
        The language.
    most
        The most words.
    """
    parts = printed(words.name_of(place, lang)).split()
    text = " ".join(parts[:most]) + (" …" if len(parts) > most else "")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


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
    mark = _escaped if form == "markdown" else printed
    roster = roster_of(snapshot)
    cited = cited_sources(snapshot, roster.rows)
    blocks = [
        _heading(mark(heading(snapshot, lang, title)), form, 1),
        mark(answers.sentence(snapshot, today, lang, headed=True)),
        mark(" ".join([f"{whose(snapshot, lang)}.", *dating(snapshot, lang, today)])),
    ]
    if roster.rows:
        blocks.append(_heading(words.say("caption-sites", lang), form, 2))
        bullet = "- "
        lines = [bullet + mark(_site_text(snapshot, row, cited, lang)) for row in roster.rows]
        blocks.append("\n".join(lines))
    blocks.append(_heading(words.say("plate-sources", lang), form, 2))
    if cited:
        blocks.append("\n".join(_source_line(item, lang, form, mark) for item in cited))
        blocks.append(mark(legend_of_grades(cited, lang)))
    else:
        blocks.append(mark(words.say("plate-no-sources", lang)))
    blocks.append(mark(" ".join(_notes(snapshot, roster, lang))))
    return "\n\n".join(blocks) + "\n"


def _notes(snapshot: Snapshot, roster: Roster, lang: str) -> list[str]:
    return notes(snapshot, basemap_under(snapshot), roster, lang)


def _heading(text: str, form: str, level: int) -> str:
    if form == "markdown":
        return f"{'#' * level} {text}"
    return text if level == 1 else f"{text}:"


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


def printed(text: str) -> str:
    """Give a text on one line, without controls and overrides of direction.

    Parameters
    ----------
    text
        A text that may come from data.
    """
    return " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())


def _escaped(text: str) -> str:
    """Give a text that Markdown shows as it is: data may hold what looks like an image."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~$&])", r"\\\1", printed(text))
