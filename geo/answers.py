"""The answers of the product in words: the sentence, its counts and scope, and states."""

import datetime as dt
from collections.abc import Iterable

from geo.claims import Party
from geo.places import Site
from geo.revisions import Comparison, Finding
from geo.snapshot import Count, Snapshot
from geo.status import Basis, State, Status
from geo.words import bracketed, day_text, digits, name_of, say


def known_text(view: Snapshot, today: dt.date | None = None, lang: str = "en") -> str:
    """Say whose knowledge a snapshot uses.

    Parameters
    ----------
    view, today, lang
        As for `sentence`.
    """
    if today is not None and view.known >= today:
        return say("known-today", lang)
    if view.known == view.on:
        return say("known-then", lang)
    return say("known-on", lang, day=day_text(view.known, lang))


def sentence(
    view: Snapshot, today: dt.date | None = None, lang: str = "en", *, headed: bool = False
) -> str:
    """Give the one sentence that answers the question.

    Parameters
    ----------
    view
        The snapshot.
    today
        The present day, when "as known today" may be said.
    lang
        The language.
    headed
        True where a heading says whose sites are counted, and of which layers.
    """
    key, values = sentence_parts(view, today, lang, headed=headed)
    return say(key, lang, **values)


def sentence_parts(
    view: Snapshot, today: dt.date | None = None, lang: str = "en", *, headed: bool = False
) -> tuple[str, dict[str, str]]:
    """Give the message of the sentence, and what fills it in.

    Parameters
    ----------
    view, today, lang, headed
        As for `sentence`.
    """
    count = view.count
    sites = [] if headed else [row.site for row in view.rows]
    party = Party.COALITION if headed else view.party
    scope = ["" if headed else layers_text(view, lang)]
    scope += scope_parts(sites, party, view.min_grade, lang)
    known = known_text(view, today, lang) + bracketed(scope, lang)
    values = {"day": day_text(view.on, lang), "known": known}
    if not count.of:
        return "sentence-no-sites" if view.mission else "sentence-no-mission", values
    notes = []
    if count.possible:
        notes.append(say("note-possible", lang, n=count.possible))
    unknown = sum(row.counted and row.status.possible == (State.UNKNOWN,) for row in view.rows)
    if unknown == count.of:
        return "sentence-nothing-known", {**values, "of": digits(count.of, lang)}
    if unknown:
        notes.append(say("note-unknown", lang, n=unknown))
    late = view.overdue
    if late:
        days = late[0].status.overdue_days
        key = "note-overdue-one" if len(late) == 1 else "note-overdue"
        notes.append(say(key, lang, n=len(late), days=days))
    extra = f" ({say('list-comma', lang).join(notes)})" if notes else ""
    numbers = {"n": digits(count.certain, lang), "of": digits(count.of, lang)}
    key = "sentence-planned" if view.on > view.known else "sentence"
    return key, {**values, **numbers, "extra": extra}


def count_text(count: Count, lang: str = "en") -> str:
    """Give how many of the counted sites are still occupied, such as ``1 of 3``, or ``1-4 of 5``.

    Parameters
    ----------
    count
        The first number is of those that are occupied in each possible state, the second, where
        there is doubt, of those that are in one.
    lang
        The language.
    """
    return say("region-count", lang, n=range_text(count, lang), of=count.of)


def range_text(count: Count, lang: str = "en") -> str:
    """Give the number of sites still occupied, from the certain ones to the possible ones."""
    told = digits(count.certain, lang)
    more = digits(count.certain + count.possible, lang)
    return f"{told}\u2013{more}" if count.possible else told


def layers_text(view: Snapshot, lang: str = "en") -> str:
    """Say which layers are counted, such as ``Anbar, Baghdad only``; empty where all are."""
    if not view.layers or set(view.layers) >= set(view.by_layer):
        return ""
    names = {region.layer: name_of(region, lang) for region in view.regions if region.shape}
    told = [names.get(layer, layer) for layer in view.by_layer if layer in view.layers]
    return say("scope-layers", lang, layers=say("list-comma", lang).join(told))


def scope_parts(
    sites: Iterable[Site], party: Party | None, min_grade: str, lang: str = "en"
) -> list[str]:
    """Say of what a count is, where it is not of the coalition's bases and all evidence.

    Parameters
    ----------
    sites
        The sites in view: of all parties nothing is said where there is only one.
    party
        The party that was chosen; None for all.
    min_grade
        The floor that was asked for, or "".
    lang
        The language.

    Returns
    -------
    Remarks; none where nothing is to be said.
    """
    told = []
    if party and party is not Party.COALITION:
        told.append(say(f"party-{party.value}", lang))
    elif party is None and len({site.party for site in sites}) > 1:
        told.append(say("party-all", lang))
    if min_grade:
        floor = say("grade-floor", lang, grade=min_grade)
        told.append(f"{say('min-grade', lang)}: {floor}")
    return told


def comparison_text(both: Comparison, lang: str = "en") -> str:
    """Say how many of the sites that had a plan differ from it, and how many had none.

    Parameters
    ----------
    both
        The plan and the outcome.
    lang
        The language.
    """
    known = day_text(both.plan.known, lang)
    planned, differing = len(both.comparable), len(both.differing)
    if not planned:
        return say("compare-nothing", lang, known=known)
    told = [say("compare-sentence", lang, n=differing, of=planned, known=known)]
    if not differing:
        told = [say("compare-same", lang, known=known)]
    if without := len(both.found(Finding.NO_PLAN)):
        told.append(say("compare-without", lang, n=without))
    return " ".join(told)


def state_text(status: Status, lang: str = "en") -> str:
    """Give the state in words, such as ``reduced, 15 days overdue``.

    Parameters
    ----------
    status
        The status.
    lang
        The language.
    """
    text = possible_text(status, lang)
    if status.overdue_days is not None:
        text += say("list-comma", lang) + say("overdue-by", lang, days=status.overdue_days)
    return text


def possible_text(status: Status, lang: str = "en") -> str:
    """Give the state in words, such as ``reduced``, without by how many days it is overdue.

    Parameters
    ----------
    status
        The status.
    lang
        The language.
    """
    names = [say(f"state-{state.value}", lang) for state in status.possible]
    text = say("or", lang).join(names)
    if status.contested:
        return say("contested-between", lang, states=say("and", lang).join(names))
    return say("possibly", lang, states=text) if len(names) > 1 else text


def basis_text(status: Status, lang: str = "en") -> str:
    """Say what an answer rests on: reported, last reported (a later day), planned, or nothing."""
    if status.possible == (State.UNKNOWN,):
        return say("basis-nothing", lang)
    if status.basis is Basis.PLANNED:
        return say("basis-planned", lang)
    late = status.on > status.known
    return say("basis-last-reported" if late else "basis-reported", lang)
