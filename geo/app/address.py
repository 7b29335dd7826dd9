"""The address: everything the page shows, as query parameters and back.

Keys: ``on``, ``known`` (``now``, ``then`` or a date), ``site``, ``layers`` (ids of layers,
``regions``, ``rivers``, ``towns``, ``others``), ``min_grade``, ``party``, ``period``, ``tab``,
``lang``, ``data`` (the hash); and those of single tabs: ``since`` and ``until`` (two days of
knowledge), ``scope`` (``site`` or ``all``), ``q``, ``kind`` and ``tier`` (the search).
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from geo import words
from geo.app.periods import Period, periods, turning_points
from geo.app.story import has_reports, story
from geo.app.tongue import Tongue
from geo.claims import Kind, Party, Tier
from geo.dates import parse_day
from geo.errors import NoSuchThing, printable
from geo.ledger import Ledger, nearest
from geo.places import Site
from geo.snapshot import Selection, Snapshot, snapshot
from geo.webmap import Span

MODES = ("now", "then", "plan")
EXTRAS = ("regions", "rivers", "towns")
OTHERS = "others"  # sites that are not counted: drawn only when asked for
ALL = "all"
TABS = (
    *("timeline", "promises", "changed", "compare", "contradictions"),
    *("evidence", "table", "sources", "export"),
)
SCOPES = ("site", ALL)
_OF_TWO_DAYS = {"changed", "compare"}
_OF_ONE_SCOPE = {"promises", "contradictions"}
_LONGEST = 100  # letters of a search


@dataclass(frozen=True)
class Choice:
    """What the reader asked for.

    Attributes
    ----------
    mode
        ``now``, ``then`` or ``plan``.
    asof
        The day of the plan, used in the mode ``plan``.
    layers
        Ids of the layers shown, and which of `EXTRAS` are drawn.
    since, until
        Two days of knowledge that are set against each other.
    scope
        ``site`` or ``all``: what promises and contradictions are about.
    q, kind, tier
        What is searched for in the evidence; "" for all.
    """

    on: dt.date
    mode: str
    asof: dt.date
    site: str | None
    layers: tuple[str, ...]
    min_grade: str
    party: str
    period: Period
    tab: str
    now: dt.date
    since: dt.date
    until: dt.date
    lang: str = "en"
    scope: str = SCOPES[0]
    q: str = ""
    kind: str = ""
    tier: str = ""

    @property
    def tongue(self) -> Tongue:
        """The language in which the page speaks."""
        return Tongue(self.lang)

    @property
    def known(self) -> dt.date:
        """The day of knowledge."""
        return {"now": self.now, "then": min(self.on, self.now), "plan": self.asof}[self.mode]

    @property
    def fixed(self) -> dt.date | None:
        """The day of knowledge, or None when it goes along with the day shown."""
        return None if self.mode == "then" else self.known

    @property
    def span(self) -> Span:
        """The period, and whose knowledge is shown over it."""
        return Span(self.period.first, self.period.last, self.fixed, self.now)

    def selection(self, ledger: Ledger) -> Selection:
        """Give which sites are in view and which evidence counts."""
        chosen = tuple(layer for layer in ledger.layers if layer in self.layers)
        party = None if self.party == ALL else Party(self.party)
        whole = not chosen or len(chosen) == len(ledger.layers)
        return Selection(party, () if whole else chosen, self.min_grade)

    def snapshot(self, ledger: Ledger) -> Snapshot:
        """Give the answer to what was asked."""
        return snapshot(ledger, self.on, self.known, self.selection(ledger))

    def query(self, ledger: Ledger) -> dict[str, str]:
        """Give the address, with ``now`` as it is, for the address bar."""
        usual = (*ledger.layers, *EXTRAS)
        query = {
            "on": self.on.isoformat(),
            "known": self.asof.isoformat() if self.mode == "plan" else self.mode,
            "site": self.site or "",
            "layers": "" if set(self.layers) == set(usual) else ",".join(self.layers) or "none",
            "min_grade": self.min_grade,
            "party": "" if self.party == Party.COALITION else self.party,
            "period": self.period.key,
            "tab": "" if self.tab == TABS[0] else self.tab,
            "lang": "" if self.lang == "en" else self.lang,
            **self._of_tab(resolved=False),
        }
        return {key: value for key, value in query.items() if value}

    def _of_tab(self, *, resolved: bool) -> dict[str, str]:
        """Give what belongs to the open tab alone."""
        found: dict[str, str] = {}
        if self.tab in _OF_TWO_DAYS:
            found["since"] = self.since.isoformat()
            found["until"] = self.until.isoformat() if resolved or self.until != self.now else ""
        if self.tab in _OF_ONE_SCOPE:
            found["scope"] = self.scope if resolved or self.scope != SCOPES[0] else ""
        if self.tab == "evidence":
            found |= {"q": self.q, "kind": self.kind, "tier": self.tier}
        return found

    def link(self, ledger: Ledger) -> str:
        """Give the whole query with ``now`` resolved, to be kept or sent."""
        query = {
            "on": self.on.isoformat(),
            "known": "then" if self.mode == "then" else self.known.isoformat(),
            "site": self.site or "",
            "layers": ",".join(self.layers) or "none",
            "min_grade": self.min_grade,
            "party": self.party,
            "period": self.period.key,
            "tab": self.tab,
            "lang": self.lang,
            **self._of_tab(resolved=True),
            "data": ledger.digest,
        }
        kept = {key: value for key, value in query.items() if value}
        return "?" + urlencode(kept, safe=",:")


@dataclass
class Reading:
    """Reads one address; what is wrong in it is told, and the nearest sensible thing shown."""

    ledger: Ledger
    now: dt.date
    query: Mapping[str, str]
    problems: list[str] = field(default_factory=list)
    lang: str = "en"

    def choice(self) -> Choice:
        """Give the choice that the address asks for."""
        known = periods(self.ledger, self.now)
        self.lang = self._one_of("lang", words.LANGUAGES, "en")
        party = self._one_of("party", (*self.ledger.parties, ALL), self._default_party())
        first_visit = not self.query.keys() - {"lang"}
        start = opening(self.ledger, self.now, with_story=first_visit)
        mode, asof = self._known(start)
        found = Choice(
            on=start.on,
            mode=mode,
            asof=asof,
            site=None,
            layers=self._layers(),
            min_grade=self._grade(),
            party=party,
            period=start.period,
            tab=self._one_of("tab", TABS, start.tab),
            now=self.now,
            since=self._known_day("since", start.since),
            until=self._known_day("until", self.now),
            lang=self.lang,
            scope=self._one_of("scope", SCOPES, SCOPES[0]),
            q=self.query.get("q", "")[:_LONGEST],
            kind=self._one_of("kind", [kind.value for kind in Kind], ""),
            tier=self._one_of("tier", [tier.value for tier in Tier], ""),
        )
        found = replace(found, on=self._day("on", start.on, known[-1]))
        found = replace(found, period=self._period(known, found.on))
        found = self._site(found)
        self._data()
        return found

    def _say(self, problem: str, **values: object) -> None:
        self.problems.append(words.say(f"address-{problem}", self.lang, **values))

    def _day(self, key: str, default: dt.date, whole: Period | None = None) -> dt.date:
        text = self.query.get(key, "")
        if text in {"", "now"}:
            return default if not text else (whole.clamp(self.now) if whole else self.now)
        try:
            day = parse_day(text)
        except ValueError as error:
            self._say("wrong", name=key, found=printable(text), allowed=str(error))
            return default
        if whole and not whole.holds(day):
            self._say("range", name=key, found=printable(text), first=whole.first, last=whole.last)
            return whole.clamp(day)
        return day

    def _known(self, start: Choice) -> tuple[str, dt.date]:
        text = self.query.get("known", "")
        if not text:
            return start.mode, start.asof
        if text in {"now", "then"}:
            return text, start.asof
        try:
            day = parse_day(text)
        except ValueError:
            allowed = words.say("address-known", self.lang)
            self._say("wrong", name="known", found=printable(text), allowed=allowed)
            return start.mode, start.asof
        if day > self.now:
            self._say("future", found=text)
            return "now", start.asof
        day = self._not_before_any_claim("known", day)
        # A link that was made today says "now" with its day written out.
        return ("now", start.asof) if day == self.now else ("plan", day)

    def _known_day(self, key: str, default: dt.date) -> dt.date:
        day = self._day(key, default)
        if day > self.now:
            self._say("future", found=day)
            return self.now
        return self._not_before_any_claim(key, day)

    def _not_before_any_claim(self, key: str, day: dt.date) -> dt.date:
        first = min(first_day(self.ledger), self.now)
        if day < first:
            self._say("range", name=key, found=day, first=first, last=self.now)
        return max(day, first)

    def _one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        text = self.query.get(key, "")
        if not text or text in allowed:
            return text or default
        self._say("wrong", name=key, found=printable(text), allowed=", ".join(allowed))
        return default

    def _default_party(self) -> str:
        parties = self.ledger.parties
        return Party.COALITION.value if Party.COALITION in parties or not parties else ALL

    def _layers(self) -> tuple[str, ...]:
        usual = (*self.ledger.layers, *EXTRAS)
        allowed = (*usual, OTHERS)
        text = self.query.get("layers", "")
        if not text:
            return usual
        asked = text.split(",") if text != "none" else []
        for part in asked:
            if part not in allowed:
                found, listed = printable(part), ", ".join(allowed)
                self._say("wrong", name="layers", found=found, allowed=listed)
        if asked and not set(allowed) & set(asked):
            return usual
        return with_layers(self.ledger, [part for part in allowed if part in asked])

    def _grade(self) -> str:
        text = self.query.get("min_grade", "")
        if not text or re.fullmatch(r"[A-F][1-6]", text):
            return text
        allowed = words.say("address-grade", self.lang)
        self._say("wrong", name="min_grade", found=printable(text), allowed=allowed)
        return ""

    def _period(self, known: tuple[Period, ...], on: dt.date) -> Period:
        text = self.query.get("period", "")
        by_key = {period.key: period for period in known}
        if text and text not in by_key:
            self._say("wrong", name="period", found=printable(text), allowed=", ".join(by_key))
        asked = by_key.get(text)
        if asked and asked.holds(on):
            return asked
        if asked:
            self._say("outside", period=text, on=on)
        return next(period for period in known if period.holds(on))

    def _site(self, choice: Choice) -> Choice:
        text = self.query.get("site", "")
        shown = sites_in_view(self.ledger, choice)
        try:
            if text and self.ledger.site(text).id not in shown:
                self._say("hidden", site=words.name_of(self.ledger.sites[text], self.lang))
        except NoSuchThing as error:
            self._say("site", why=printable(str(error), 160)[1:-1])
            # Only a copied link has the hash of its data.
            ours = self.query.get("data") == self.ledger.digest
            if not ours and not nearest(text, self.ledger.sites):
                self._say("own")
        return replace(choice, site=text if text in shown else telling_site(self.ledger, shown))

    def _data(self) -> None:
        text = self.query.get("data", "")
        if text and text != self.ledger.digest:
            self._say("data", found=printable(text), here=self.ledger.digest)


def sites_in_view(ledger: Ledger, choice: Choice) -> dict[str, Site]:
    """Give the sites that a choice shows, by id, in the order of their names."""
    selection = choice.selection(ledger)
    shown = [site for site in ledger.sites.values() if selection.shows(site)]
    return {site.id: site for site in sorted(shown, key=lambda site: site.name.casefold())}


def telling_site(ledger: Ledger, shown: Mapping[str, Site]) -> str | None:
    """Give the site of which most claims speak by name, to open the page with."""
    told = dict.fromkeys(shown, 0)
    for claim in ledger.claims.values():
        for place in claim.places:
            if place in told:
                told[place] += 1
    return max(told, key=lambda key: told[key], default=None)


def with_layers(ledger: Ledger, shown: Collection[str]) -> tuple[str, ...]:
    """Give what is shown, with all layers where none of them is: a map without any says nothing.

    Parameters
    ----------
    ledger
        The ledger.
    shown
        Ids of layers, and what else may be drawn.
    """
    return tuple(shown) if set(ledger.layers) & set(shown) else (*ledger.layers, *shown)


def first_day(ledger: Ledger) -> dt.date:
    """Give the day on which the first claim became known.

    Parameters
    ----------
    ledger
        The ledger.
    """
    first = min((claim.public for claim in ledger.claims.values()), default=1)
    return dt.date.fromordinal(first)


def opening(ledger: Ledger, now: dt.date, *, with_story: bool = False) -> Choice:
    """Give the choice with which the page opens; see ``docs/adr/0006-opening-of-the-page.md``.

    Parameters
    ----------
    ledger
        The ledger.
    now
        The later of the present day and the last publication.
    with_story
        Whether it opens on the story of the ledger, where there is one, or on the present day.
    """
    period = periods(ledger, now)[0]
    last = dt.date.fromordinal(ledger.last_public) if ledger.last_public else now
    reports = has_reports(ledger)
    turning = [day for day in turning_points(ledger) if reports and period.holds(day)]
    told = story(ledger, period, now)
    asof = told.plan if told else min(turning, default=min(last, now))
    return Choice(
        on=told.on if told and with_story else period.clamp(now),
        mode="now" if reports or not ledger.claims else "plan",
        asof=asof,
        site=None,
        layers=(*ledger.layers, *EXTRAS),
        min_grade="",
        party=Party.COALITION.value,
        period=period,
        tab="compare" if told and with_story else TABS[0],
        now=now,
        since=asof,
        until=now,
    )
