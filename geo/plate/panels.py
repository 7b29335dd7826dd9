"""Several maps on one sheet: small multiples, and the plan beside what happened."""

import datetime as dt
from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from geo import answers, style, words
from geo.plate import lettering
from geo.plate.basemap import Basemap, basemap_under
from geo.plate.chart import Words, words_of
from geo.plate.lettering import Style
from geo.plate.limits import check_panels
from geo.plate.many import Many, Panel
from geo.plate.paper import Rect, format_named
from geo.plate.prose import plain_name, shortened
from geo.plate.remarks import dating, heading, whose
from geo.plate.roster import Roster, is_shown, roster_of
from geo.plate.scene import longest_late
from geo.revisions import pair_up
from geo.snapshot import Snapshot
from geo.style import mark_of

_ABREAST = 3
_STEP_ROOM = 14.0  # the width of the step from plan to outcome, in sizes of its letters


def panels_figure(
    snapshots: Sequence[Snapshot],
    *,
    basemap: Basemap | None = None,
    size: str | None = None,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Figure:
    """Draw small multiples: one extent, one key, the same sites on each map.

    Parameters
    ----------
    snapshots
        What the maps show, in order; 1 to 12.
    basemap
        What lies under the sites; the one that comes with the program when None.
    size
        ``a4``, ``16x9`` or ``square``; when None ``16x9`` for up to three maps, else ``a4``.
    lang
        The language.
    title
        The title; the data set's when None.
    today
        The present day, when "as known today" may be said.

    Raises
    ------
    InputFault
        When there are none, or too many to be read.
    """
    check_panels(snapshots)
    size = size or ("16x9" if len(snapshots) <= _ABREAST else "a4")
    sheet = Many(format_named(size), lang, basemap_under(snapshots[0], basemap), snapshots)
    sheet.head(heading(snapshots[0], lang, title), development(snapshots, lang))
    rosters = shared_rosters(snapshots)
    notes_of = dates_of(snapshots, lang, today)
    frames = sheet.divide(len(snapshots), notes_of, rosters[0])
    sheet.draw(small_maps(sheet, frames, rosters), rosters)
    return sheet.sheet.figure


def shared_rosters(snapshots: Sequence[Snapshot]) -> list[Roster]:
    """Give the rosters of maps on which the same sites are drawn."""
    shown = {row.site.id for view in snapshots for row in view.rows if is_shown(row)}
    return [roster_of(view, shown) for view in snapshots]


def small_maps(sheet: Many, frames: Sequence[Rect], rosters: Sequence[Roster]) -> list[Panel]:
    """Lay out the maps of a sheet in their frames.

    Parameters
    ----------
    sheet
        The sheet, which knows the snapshots.
    frames
        A frame for each.
    rosters
        Their sites, by `shared_rosters`.
    """
    lang = sheet.lang
    late = longest_late((row for roster in rosters for row in roster.placed), lang)
    panels = []
    for view, roster, frame in zip(sheet.snapshots, rosters, frames, strict=True):
        said = {row.site.id: words_of(row, lang) for row in roster.placed}
        title = panel_title(view, sheet.snapshots, lang)
        panels.append(sheet.panel(view, title, frame, said, late))
    return panels


def compare_figure(
    plan: Snapshot,
    actual: Snapshot,
    *,
    basemap: Basemap | None = None,
    size: str = "16x9",
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Figure:
    """Draw the plan, what happened, and what differs, side by side.

    Parameters
    ----------
    plan
        The day as it was planned: known before it.
    actual
        The same day as it is known later.
    basemap
        What lies under the sites; the one that comes with the program when None.
    size
        ``a4``, ``16x9`` or ``square``.
    lang
        The language.
    title
        The title.
    today
        The present day, when "as known today" may be said.
    """
    views = (plan, actual)
    sheet = Many(format_named(size), lang, basemap_under(actual, basemap), views)
    steps = differences(plan, actual, lang)
    rosters = shared_rosters(views)
    day = words.day_text(actual.on, lang)
    sheet.head(
        title or words.say("compare-title", lang, day=day),
        comparison(plan, actual, lang),
    )
    frames = sheet.divide(3, dates_of(views, lang, today), rosters[1])
    late = longest_late((row for roster in rosters for row in roster.placed), lang)
    panels = []
    for view, roster, frame, key in zip(
        views, rosters, frames, ("compare-plan", "compare-actual"), strict=False
    ):
        said = {row.site.id: words_of(row, lang) for row in roster.placed}
        known = words.day_text(view.known, lang)
        panels.append(sheet.panel(view, words.say(key, lang, day=known), frame, said, late))
    panels.append(_differing(sheet, actual, rosters[1], frames[2], steps))
    sheet.draw(panels, rosters, steps_told(plan, actual, lang))
    return sheet.sheet.figure


def development(snapshots: Sequence[Snapshot], lang: str = "en") -> str:
    """Say in one sentence how the first of several maps differs from the last."""
    first, last = snapshots[0], snapshots[-1]
    return words.say(
        "panels-sentence",
        lang,
        first=_label(first, snapshots, lang),
        n=answers.range_text(first.count, lang),
        of=first.count.of,
        last=_label(last, snapshots, lang),
        then=answers.range_text(last.count, lang),
        then_of=last.count.of,
    )


def differences(plan: Snapshot, actual: Snapshot, lang: str = "en") -> dict[str, str]:
    """Give for each counted site that differs the step from the planned to the actual state.

    Parameters
    ----------
    plan, actual
        The two answers.
    lang
        The language.
    """
    found = {}
    for pair in pair_up(plan, actual).differing:
        before, after = (
            words.say("or", lang).join(
                words.say(f"state-{state.value}", lang) for state in row.status.possible
            )
            for row in (pair.planned, pair.actual)
        )
        found[pair.site.id] = words.say("compare-step", lang, before=before, after=after)
    return found


def comparison(plan: Snapshot, actual: Snapshot, lang: str = "en") -> str:
    """Say in one sentence how many sites differ from the plan."""
    return answers.comparison_text(pair_up(plan, actual), lang)


def panels_alt(snapshots: Sequence[Snapshot], lang: str = "en") -> str:
    """Describe small multiples in at most 120 words.

    Parameters
    ----------
    snapshots
        What the maps show.
    lang
        The language.

    Raises
    ------
    InputFault
        When there are none, or too many to be read.
    """
    check_panels(snapshots)
    told = [f"{panel_title(view, snapshots, lang)}." for view in snapshots]
    counted = whose(snapshots[0], lang) + "."
    return shortened([words.say("alt-maps", lang, n=len(snapshots)), counted, *told])


def compare_alt(plan: Snapshot, actual: Snapshot, lang: str = "en") -> str:
    """Describe a comparison in at most 120 words.

    Parameters
    ----------
    plan, actual
        The two answers.
    lang
        The language.
    """
    told = steps_told(plan, actual, lang)
    day = words.day_text(actual.on, lang)
    parts = [words.say("alt-maps", lang, n=3), words.say("compare-title", lang, day=day) + "."]
    parts.append(whose(actual, lang) + ".")
    return shortened([*parts, comparison(plan, actual, lang), *(f"{text}." for text in told)])


def steps_told(plan: Snapshot, actual: Snapshot, lang: str = "en") -> list[str]:
    """Give for each counted site that differs its name and the step from plan to outcome.

    Parameters
    ----------
    plan, actual
        The two answers.
    lang
        The language.
    """
    steps = differences(plan, actual, lang)
    return [
        words.say("caption-site", lang, name=plain_name(row.site, lang), state=steps[row.site.id])
        for row in actual.rows
        if row.site.id in steps
    ]


def _differing(
    sheet: Many, actual: Snapshot, roster: Roster, frame: Rect, steps: Mapping[str, str]
) -> Panel:
    """Lay out the map of what differs: the others are mere dots."""
    lang = sheet.lang
    rows = tuple(row for row in roster.placed if row.site.id in steps)
    quiet = Style(sheet.unit(frame) * 0.88, "regular", style.REGION_TEXT, style.PAPER)
    room = quiet.size * _STEP_ROOM
    below = {key: lettering.wrapped(step, quiet, room, 3) for key, step in steps.items()}
    told = {
        key: "\n".join(lettering.directed(line, lang) for line in lines)
        for key, lines in below.items()
    }
    said = {row.site.id: Words(mark_of(row.status), told[row.site.id], "", quiet) for row in rows}
    seconds = {key: value.second for key, value in said.items()}
    rest = tuple(row for row in roster.placed if row.site.id not in steps)
    title = words.say("compare-differs", lang)
    return sheet.panel(actual, title, frame, said, seconds, rest)


def panel_title(view: Snapshot, views: Sequence[Snapshot], lang: str) -> str:
    """Give what stands above one of several maps: what tells it from the others, and its count.

    Parameters
    ----------
    view
        What the map shows.
    views
        What all of them show.
    lang
        The language.
    """
    label = _label(view, views, lang)
    if not view.count.of:
        return label
    return f"{label}: {answers.count_text(view.count, lang)}"


def _label(view: Snapshot, views: Sequence[Snapshot], lang: str) -> str:
    """Give what tells a map from the others: its day, its day of knowledge, or both."""
    if _has_one_knowledge(views) or _is_of_the_day(views):
        return words.day_text(view.on, lang)
    known = words.day_text(view.known, lang)
    if len({one.on for one in views}) == 1:
        return words.say("compare-map-known", lang, day=known)
    told = (words.day_text(view.on, lang), words.say("known-on", lang, day=known))
    return words.say("list-comma", lang).join(told)


def _has_one_knowledge(views: Sequence[Snapshot]) -> bool:
    return len({view.known for view in views}) == 1


def _is_of_the_day(views: Sequence[Snapshot]) -> bool:
    return all(view.known == view.on for view in views)


def dates_of(views: Sequence[Snapshot], lang: str, today: dt.date | None) -> list[str]:
    """Say whose knowledge the maps use, and of which day they all are, where that is the same.

    Parameters
    ----------
    views
        What the maps show.
    lang
        The language.
    today
        The present day, when "as known today" may be said.
    """
    valid, known, end = dating(views[0], lang, today)
    if _has_one_knowledge(views):
        return [known, end]
    if _is_of_the_day(views):
        return [words.say("panels-known-then", lang), end]
    return [valid, end] if len({view.on for view in views}) == 1 else [end]
