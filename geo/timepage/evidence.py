"""The evidence as the page carries it: claims, sources and deadlines in words."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from geo import words
from geo.claims import Claim
from geo.grounds import grounds, newest_evidence, put_off
from geo.ledger import Ledger
from geo.places import Site
from geo.slips import nearest_place
from geo.status import Deadline, Status
from geo.style import UNCERTAIN_FROM_KM
from geo.timepage.knowledge import Pool
from geo.weblink import web_address

Numbers = tuple[int, ...]
Newest = tuple[int, str] | tuple[()]
Detail = tuple[int, int, int, int, Newest, tuple[Numbers, ...]]
NONE = -1


@dataclass
class Evidence:
    """Takes down what a site's panel says, each text and each claim once.

    Attributes
    ----------
    ledger
        The ledger.
    lang
        The language of all words but those of the data.
    """

    ledger: Ledger
    lang: str
    texts: Pool[str] = field(default_factory=Pool)
    claims: Pool[str] = field(default_factory=Pool)
    details: Pool[Detail] = field(default_factory=Pool)

    def detail(self, status: Status) -> int:
        """Take down the deadlines and the claims of an answer, in the order of `Grounds`."""
        return self.details.number(
            (
                self._deadline(status, status.deadline),
                self._deadline(status, status.reduce_deadline) if status.reduce_deadline else NONE,
                self._deadline(status, status.missed) if status.missed else NONE,
                self._slip(status),
                self._newest(status),
                tuple(self.claim_numbers(keys) for keys in grounds(self.ledger, status)),
            )
        )

    def claim_numbers(self, ids: tuple[str, ...]) -> Numbers:
        """Take down claims."""
        return tuple(self.claims.number(key) for key in ids if key in self.ledger.claims)

    def record(self) -> dict[str, Any]:
        """Give all that was taken down, as plain data."""
        sources: Pool[str] = Pool()
        claims = [self._claim(self.ledger.claims[key], sources) for key in self.claims.values()]
        return {
            "details": self.details.values(),
            "texts": self.texts.values(),
            "claims": claims,
            "sources": [self._source(key) for key in sources.values()],
        }

    def site(self, site: Site) -> dict[str, Any]:
        """Give what is said of a site on every day."""
        return {
            "ar": site.name_ar or "",
            "ckb": site.name_ckb or "",
            "en": site.name,
            "kind": self._say("site-kind-" + site.kind.value.replace(" ", "-")),
            "position": self._position(site),
        }

    def _apart(self, text: str) -> str:
        return words.apart(text, self.lang)

    def _say(self, key: str, **values: object) -> str:
        return words.say(key, self.lang, **values)

    def _deadline(self, status: Status, deadline: Deadline | None) -> int:
        if deadline is None:
            return self.texts.number(self._say("panel-no-deadline"))
        parts = [self._say(f"standing-{deadline.standing}")] if deadline.standing else []
        claim = self.ledger.claims.get(deadline.claim)
        if claim:
            parts.append(self._apart(self.ledger.sources[claim.source].producer))
        told = self._say("list-comma").join([*parts, self._apart(deadline.claim)])
        day = words.day_text(deadline.date, self.lang)
        return self.texts.number(f"{day}{self._whole(status.site, claim)} ({told})")

    def _whole(self, site: str, claim: Claim | None) -> str:
        """Say of a deadline that does not name the site for which whole it stands."""
        place = nearest_place(self.ledger.sites[site], claim) if claim else None
        if place is None or place == site:
            return ""
        region = self.ledger.regions.get(place)
        name = words.name_of(region, self.lang) if region else place
        return self._say("list-comma") + self._say("panel-whole", place=name)

    def _newest(self, status: Status) -> Newest:
        """Take down the newest claim behind an answer, and the day from which its age counts."""
        newest = newest_evidence(self.ledger.claims, status)
        if not newest:
            return ()
        claim, public = newest[0], dt.date.fromordinal(newest[0].public)
        day = words.date_text(self.ledger.sources[claim.source].published_text, self.lang)
        told = f"{day} ({self._apart(claim.id)})"
        return self.texts.number(told), public.isoformat()

    def _slip(self, status: Status) -> int:
        days = put_off(self.ledger.sites[status.site], self.ledger.claims, status)
        if not (status.missed and days):
            return NONE
        day = words.day_text(status.missed.date, self.lang)
        return self.texts.number(self._say("panel-slip", days=days, day=day))

    def _position(self, site: Site) -> str:
        if not site.placed:
            return self._say("panel-unplaced")
        if not site.uncertainty_km or site.uncertainty_km <= UNCERTAIN_FROM_KM:
            return site.position_source or ""
        km, source = f"{site.uncertainty_km:g}", self._apart(site.position_source or "?")
        return self._say("panel-position", km=km, source=source)

    def _claim(self, claim: Claim, sources: Pool[str]) -> list[Any]:
        head = words.when_text(claim, self.lang)
        if claim.standing:
            head += self._say("list-comma") + self._say(f"standing-{claim.standing.value}")
        return [
            claim.id,
            claim.grade,
            self._say(f"kind-{claim.kind.value}"),
            head,
            claim.text,
            sources.number(claim.source),
            self._apart(claim.locator) if claim.locator else "",
            list(claim.places),
            claim.note or "",
        ]

    def _source(self, key: str) -> list[Any]:
        source = self.ledger.sources[key]
        return [
            self._apart(source.producer),
            self._say("panel-published", day=words.date_text(source.published_text, self.lang)),
            int(source.relayed),
            web_address(source.url) or "",
        ]
