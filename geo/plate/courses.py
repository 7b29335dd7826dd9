"""How the state of a site goes on from day to day, in words, with the sources that tell it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from geo import answers, words
from geo.claims import Claim, Source
from geo.places import Site
from geo.plate.prose import plain_name
from geo.plate.roster import Cited, deciding
from geo.snapshot import Snapshot
from geo.status import Basis, Status


@dataclass(frozen=True, slots=True)
class Step:
    """The answer for a site from a day on.

    Attributes
    ----------
    day
        The first day shown on which it is the answer.
    status
        The answer.
    claims
        Gives the claims that decided it, those that weigh most first; asked where it is told.
    """

    day: dt.date
    status: Status
    claims: Callable[[], Iterable[Claim]]


class Numbering:
    """Numbers sources from 1, in the order in which a text names them.

    Parameters
    ----------
    sources
        By id: all that may be named.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._grades: dict[str, set[str]] = {}

    def cite(self, claims: Iterable[Claim], lang: str) -> str:
        """Give the numbers of the sources of claims in brackets, or "" for none."""
        named = [claim for claim in claims if claim.source in self._sources]
        for claim in named:
            self._grades.setdefault(claim.source, set()).add(claim.grade)
        numbers = {key: number for number, key in enumerate(self._grades, 1)}
        return bracketed(dict.fromkeys(numbers[claim.source] for claim in named), lang)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """All sources named so far, in the order of their numbers."""
        return tuple(
            Cited(number, self._sources[key], tuple(sorted(grades)))
            for number, (key, grades) in enumerate(self._grades.items(), 1)
        )


def bracketed(numbers: Iterable[int], lang: str) -> str:
    """Give numbers of sources as they follow a text, or "" for none."""
    told = words.say("list-comma", lang).join(words.digits(n, lang) for n in numbers)
    return f" [{told}]" if told else ""


def planned_text(status: Status, lang: str) -> str:
    """Say that a state is only planned, or "".

    Parameters
    ----------
    status
        The answer.
    lang
        The language.
    """
    return f" ({words.say('basis-planned', lang)})" if status.basis is Basis.PLANNED else ""


def missed_text(status: Status, lang: str) -> str:
    """Say by when a site that is overdue was to be left, or "".

    Parameters
    ----------
    status, lang
        As for `planned_text`.
    """
    if status.overdue_since is None or status.missed is None:
        return ""
    day = words.day_text(status.missed.date, lang)
    return f" ({words.say('panel-missed', lang)}: {day})"


def course(name: str, steps: Iterable[Step], numbering: Numbering, lang: str) -> str:
    """Tell the states of a site, each with its first day and its sources.

    Parameters
    ----------
    name
        The name of the site.
    steps
        The answers, in the order of days; those that read the same are told once.
    numbering
        Gives sources their numbers.
    lang
        The language.
    """
    told: list[str] = []
    before = ""
    for step in steps:
        state = answers.possible_text(step.status, lang)
        state += planned_text(step.status, lang) + missed_text(step.status, lang)
        if state != before:
            before, day = state, words.day_text(step.day, lang)
            text = words.say("timeline-alt-step", lang, state=state, day=day)
            told.append(text + numbering.cite(step.claims(), lang))
    states = words.say("list-semicolon", lang).join(told)
    return words.say("caption-site", lang, name=name, state=states)


def courses(
    snapshots: Iterable[Snapshot], sites: Sequence[Site], numbering: Numbering, lang: str
) -> list[str]:
    """Tell the states of each site of a film, as `course` does.

    Parameters
    ----------
    snapshots
        One for each frame, in the order of days.
    sites
        The sites, in the order in which they are told.
    numbering
        Gives sources their numbers.
    lang
        The language.
    """
    steps: dict[str, list[Step]] = {site.id: [] for site in sites}
    for view in snapshots:
        for row in view.rows:
            if row.site.id in steps:
                decisive = partial(deciding, view, row)
                steps[row.site.id].append(Step(view.on, row.status, decisive))
    return [course(plain_name(site, lang), steps[site.id], numbering, lang) for site in sites]
