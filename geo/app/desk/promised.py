"""Promises on the page: each in the order of publication, its slip, and what became of it."""

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from geo.app.address import SCOPES, Choice
from geo.app.data import remembered
from geo.app.plaintext import as_text
from geo.app.rendering import show
from geo.app.tongue import Tongue
from geo.claims import Source
from geo.fates import Outcome
from geo.ledger import Ledger
from geo.promises import Promise, promises
from geo.snapshot import Selection, Snapshot
from geo.tallies import Tally, readings, totals

_MOST = 12  # promisers in the totals


def choose_scope(ledger: Ledger, choice: Choice) -> str | None:
    """Ask whether a part is about the chosen site or about all; give the site, or None.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    """
    tongue = choice.tongue
    site = ledger.sites.get(choice.site or "")
    names = {
        SCOPES[0]: as_text(tongue.name(site)) if site else tongue.say("site-none"),
        SCOPES[1]: tongue.say("scope-all"),
    }
    st.segmented_control(
        tongue.say("scope"),
        SCOPES,
        key="scope",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    return site.id if site and choice.scope == SCOPES[0] else None


def show_promises(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    """Show the promises about the chosen site, or about all in view with their totals.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    choice
        What was asked.
    """
    tongue = choice.tongue
    site = choose_scope(ledger, choice)
    if view.known < choice.now:
        st.caption(tongue.say("promises-then", mode=tongue.say("mode-now")))
    found = _found(ledger, view, site, choice.selection(ledger))
    parts = _Parts(ledger, tongue)
    show(
        "promises.html",
        tongue,
        title=parts.title(site, view),
        groups=[parts.group(place, group) for place, group in _by_place(found).items()],
        open=site is not None,
        totals=[] if site else parts.totals(found),
    )


@remembered(64)
def _kept(
    ledger: Ledger, known: object, site: str | None, selection: Selection
) -> tuple[Promise, ...]:
    return promises(ledger, known, site, selection)  # type: ignore[arg-type] # a date


def _found(
    ledger: Ledger, view: Snapshot, site: str | None, selection: Selection
) -> tuple[Promise, ...]:
    return _kept(ledger, view.known, site, selection)


def _by_place(found: Iterable[Promise]) -> dict[str, list[Promise]]:
    grouped: dict[str, list[Promise]] = {}
    for one in found:
        grouped.setdefault(one.place, []).append(one)
    return grouped


def outcome_text(one: Promise, tongue: Tongue) -> str:
    """Say what became of a promise, such as ``missed by 109 days``.

    Parameters
    ----------
    one
        The promise.
    tongue
        The language.
    """
    key, days = f"outcome-{one.outcome.value}", one.days
    if one.outcome is Outcome.MISSED:
        key = "outcome-missed" if one.met else "outcome-missed-so-far"
        key = "outcome-not-met" if days is None else key
    return tongue.say(key, days=abs(days or 0))


class _Parts:
    """What the template sets."""

    def __init__(self, ledger: Ledger, tongue: Tongue) -> None:
        self.ledger, self.tongue = ledger, tongue
        self.names = tongue.names(ledger)

    def name(self, place: str) -> str:
        return self.names.get(place, place)

    def source(self, one: Promise) -> Source:
        return self.ledger.sources[one.claim.source]

    def title(self, site: str | None, view: Snapshot) -> str:
        place = self.name(site) if site else self.tongue.say("scope-all")
        return self.tongue.say("promises-title", place=place, day=self.tongue.day(view.known))

    def group(self, place: str, group: Sequence[Promise]) -> dict[str, Any]:
        near = [self.row(one) for one in group if not one.rank]
        around = [self.row(one) for one in group if one.rank]
        return {
            "name": self.name(place),
            "count": self.tongue.say("promises-count", n=len(group)),
            "rows": near,
            "around": around,
            "around_title": self.tongue.say("promises-around", n=len(around)),
            "readings": [
                {
                    "day": self.tongue.day(reading.due),
                    "kept": self.tongue.say("reading-kept" if reading.kept else "reading-not"),
                    "promises": [
                        {
                            "by": one.by,
                            "grade": self.tongue.grades([one.claim.grade], self.source(one)),
                            "id": one.claim.id,
                        }
                        for one in reading.promises
                    ],
                }
                for reading in readings(group)
            ],
        }

    def row(self, one: Promise) -> dict[str, Any]:
        claim, say = one.claim, self.tongue.say
        due = self.tongue.when(claim)
        binds = self.tongue.day(one.due) if one.due else ""
        if binds not in due:  # a month or an "about" does not tell from which day days are counted
            due = self.tongue.listed([due, say("promise-due", day=binds)])
        regions = self.tongue.listed([self.name(place) for place in claim.places])
        return {
            "made": self.tongue.day(one.made),
            "what": say(f"kind-{claim.kind.value}"),
            "due": due,
            "standing": say(f"standing-{claim.standing.value}") if claim.standing else "",
            "about": say("panel-about", places=regions) if one.rank else "",
            "text": claim.text,
            "by": one.by,
            "producer": "" if one.producer == one.by else one.producer,
            "grade": claim.grade,
            "relayed": self.tongue.relayed(self.source(one)),
            "id": claim.id,
            "slip": self.slip(one),
            "outcome": outcome_text(one, self.tongue),
            "notes": list(self.notes(one)),
            "look": "copy" if one.copy_of else "ruled" if one.in_force else "",
        }

    def slip(self, one: Promise) -> str:
        if one.slip is None:
            return ""
        key = "slip-same" if not one.slip else "slip-later" if one.slip > 0 else "slip-earlier"
        return self.tongue.say(key, days=abs(one.slip))

    def notes(self, one: Promise) -> Iterable[str]:
        say, apart = self.tongue.say, self.tongue.apart
        if one.replaced:
            claims = self.tongue.listed([apart(key) for key in one.replaced])
            yield say("promise-replaces", claims=claims)
        if one.overturned:
            yield say("promise-over", claim=apart(one.overturned))
        if one.met:
            yield say("promise-met", day=self.tongue.day(one.met))
        if one.ended:
            yield say("promise-ended", day=self.tongue.day(one.ended))
        if one.copy_of:
            yield say("promise-copy", claim=apart(one.copy_of))
        if one.meanwhile:
            told = [
                f"{apart(self.ledger.claims[key].strength)} ({apart(key)})" for key in one.meanwhile
            ]
            yield say("promise-meanwhile", texts=self.tongue.listed(told))

    def totals(self, found: Sequence[Promise]) -> list[dict[str, Any]]:
        counted = totals(self.ledger, found)
        return [
            {
                "title": self.tongue.say(f"totals-{name}"),
                "rows": [self.tally(tally) for tally in counted[name][:_MOST]],
                "more": max(0, len(counted[name]) - _MOST),
            }
            for name in ("layer", "promiser")
        ]

    def tally(self, tally: Tally) -> dict[str, str]:
        say = self.tongue.say
        outcomes = [
            say("totals-outcome", n=n, outcome=say(f"result-{outcome.value}"))
            for outcome, n in tally.outcomes.items()
        ]
        return {
            "name": self.name(tally.name),
            "count": say("number", n=tally.count),
            "outcomes": self.tongue.listed(outcomes),
            "longest": say("days-short", n=tally.longest) if tally.longest else "",
        }
