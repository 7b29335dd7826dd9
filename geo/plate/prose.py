"""A plate in words, for those who cannot see it."""

import datetime as dt
from collections.abc import Iterable

from geo import answers, words
from geo.places import Region, Site
from geo.plate.remarks import whose
from geo.plate.roster import roster_of
from geo.snapshot import Row, Snapshot
from geo.status import Basis, Status

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
    text = answers.possible_text(status, lang)
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


def printed(text: str) -> str:
    """Give a text on one line, without controls and overrides of direction.

    Parameters
    ----------
    text
        A text that may come from data.
    """
    return " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())
