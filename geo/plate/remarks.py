"""What a figure says about itself: its title, its days, its evidence and its origins."""

import datetime as dt
from collections.abc import Iterable

from geo import answers, words
from geo.plate.basemap import Basemap
from geo.plate.chart import day_of
from geo.plate.roster import Cited, Roster
from geo.snapshot import Snapshot


def heading(snapshot: Snapshot, lang: str, title: str | None = None) -> str:
    """Give the title of a plate.

    Parameters
    ----------
    snapshot
        Gives the title of the data set, whose first part is used in English.
    lang
        The language.
    title
        A title that was asked for.
    """
    own = snapshot.title.partition(":")[0].strip() if lang == "en" else ""
    return title or own or _of_the_whole(snapshot, lang)


def _of_the_whole(snapshot: Snapshot, lang: str) -> str:
    """Give a title in a language that the data set has none in, with the widest region's name."""
    told = words.say("plate-title", lang)
    widest = {row.site.within[-1] for row in snapshot.rows if row.site.within}
    names = [words.name_of(one, lang) for one in snapshot.regions if one.id in widest]
    return words.say("caption-site", lang, name=told, state=names[0]) if len(names) == 1 else told


def whose(snapshot: Snapshot, lang: str) -> str:
    """Say whose sites are counted, and of which layers where not of all.

    Parameters
    ----------
    snapshot
        Gives the party and the layers that were chosen.
    lang
        The language.
    """
    party = snapshot.party.value if snapshot.party else "all"
    told = [words.say(f"plate-counted-{party}", lang), answers.layers_text(snapshot, lang)]
    return words.say("list-comma", lang).join(part for part in told if part)


def legend_of_grades(cited: Iterable[Cited], lang: str) -> str:
    """Say what the letters and numbers behind sources mean, as far as they occur."""
    told = [words.say("plate-grades", lang)]
    if any(item.source.relayed for item in cited):
        told.append(words.say("plate-grades-relayed", lang))
    return " ".join(told)


def dating(snapshot: Snapshot, lang: str, today: dt.date | None = None) -> list[str]:
    """Give the sentences that say which day is shown and whose knowledge is used."""
    return [
        words.say("plate-valid", lang, day=words.day_text(snapshot.on, lang)),
        day_of(snapshot, lang, today),
        words.say("plate-end-of-day", lang),
    ]


def notes(
    snapshot: Snapshot,
    basemap: Basemap,
    roster: Roster,
    lang: str,
    others: Iterable[Snapshot] = (),
) -> list[str]:
    """Give the sentences on counts, evidence, boundaries, origins and data.

    Parameters
    ----------
    snapshot
        What is shown.
    basemap
        What lies under the sites.
    roster
        The sites.
    lang
        The language.
    others
        What the other maps of the sheet show.
    """
    found = of_ranges((snapshot, *others), lang)
    if roster.left_out:
        found.append(words.say("plate-left-out", lang, n=roster.left_out))
    if snapshot.min_grade:
        found.append(words.say("plate-min-grade", lang, grade=snapshot.min_grade))
    return [*found, *origins(snapshot, basemap, lang)]


def of_ranges(views: Iterable[Snapshot], lang: str) -> list[str]:
    """Say what a range such as "1-4 of 5" means, where a map counts so."""
    counts = (count for view in views for count in view.by_layer.values())
    return [words.say("count-range", lang)] if any(count.possible for count in counts) else []


def origins(snapshot: Snapshot, basemap: Basemap | None, lang: str) -> list[str]:
    """Give the sentences on boundaries, origins and data.

    Parameters
    ----------
    snapshot
        What is shown.
    basemap
        What lies under the sites; None where no map is drawn.
    lang
        The language.
    """
    found, drawn = [], {}
    if basemap is not None:
        found.append(words.say("plate-boundaries", lang))
        drawn = {"ground": not basemap.empty, "towns": bool(basemap.towns)}
    found += words.credit_lines(snapshot.attribution, lang, **drawn)
    return [*found, words.say("plate-data", lang, digest=snapshot.digest)]
