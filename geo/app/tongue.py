"""The language in which a page speaks."""

import datetime as dt
from dataclasses import dataclass

from geo import answers, words
from geo.claims import Claim, Source
from geo.dates import parts_of
from geo.ledger import Ledger
from geo.places import Region, Site
from geo.status import Status

# Each language by its own name, which is the same in every language.
OWN_NAMES = {"en": "English", "ar": "العربية", "ckb": "کوردی"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """All that a part of the page says goes through one of these.

    Attributes
    ----------
    lang
        ``en``, ``ar`` or ``ckb``.
    """

    lang: str = "en"

    @property
    def mirrored(self) -> bool:
        """True when it is read from right to left."""
        return self.lang in words.RIGHT_TO_LEFT

    def say(self, key: str, **values: object) -> str:
        """Give a message of the catalogue."""
        return words.say(key, self.lang, **values)

    def day(self, day: dt.date) -> str:
        """Give a day as readers expect it."""
        return words.day_text(day, self.lang)

    def name(self, place: Site | Region) -> str:
        """Give a place's name, or its English name where there is none."""
        return words.name_of(place, self.lang)

    def state(self, status: Status) -> str:
        """Give a state in words."""
        return answers.state_text(status, self.lang)

    def relayed(self, source: Source) -> str:
        """Say that a source is known through a relay only; empty where it was read."""
        return words.relayed_text(source, self.lang)

    def grades(self, grades: list[str], source: Source) -> str:
        """Give grades with the tier of a source that was not read."""
        return words.grades_text(grades, source, self.lang)

    def basis(self, status: Status) -> str:
        """Say what an answer rests on."""
        return answers.basis_text(status, self.lang)

    def listed(self, texts: list[str]) -> str:
        """Give texts one after another."""
        return self.say("list-comma").join(texts)

    def apart(self, text: object) -> str:
        """Keep a date, an id or a name in its own direction among letters of the other one."""
        return words.apart(text, self.lang)

    def iso(self, text: object) -> str:
        """Keep a date in the order of ISO."""
        return words.iso(text, self.lang)

    def date(self, text: str) -> str:
        """Give a date of the data (EDTF) as readers expect it."""
        return words.date_text(text, self.lang)

    def sortable(self, text: str) -> str:
        """Give a date for a column that readers sort: a day stays in the order of ISO."""
        parts = parts_of(text)
        return text if parts and parts[2] and not parts[3] else self.date(text)

    def when(self, claim: Claim) -> str:
        """Say the date of a claim with its bound."""
        return words.when_text(claim, self.lang)

    def names(self, ledger: Ledger) -> dict[str, str]:
        """Give the names of all places by their ids."""
        found = {key: self.name(region) for key, region in ledger.regions.items()}
        return found | {key: self.name(site) for key, site in ledger.sites.items()}
