"""What comes in: models of sources, claims, places and layers, and their faults in plain words.

A field's description is both its entry in the JSON Schema and the text that a fault gives
under "allowed".
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from geo.claims import PLANS, Bound, Claim, Kind, Party, Source, Standing, Tier
from geo.dates import parse_when, parse_window
from geo.places import Mission, Region, Site, SiteKind
from geo.validation import CLEAN, clean, fail

FORMAT = "1"
_LONGEST_DATE = 60
_DATE = "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, [2025-01,2025-03]"


def _day_to_text(value: object) -> object:
    """Take a bare TOML date for the text that it is."""
    return value.isoformat() if type(value) is dt.date else value


def _edtf(text: str) -> str:
    if len(text) > _LONGEST_DATE or not text.isascii():
        raise fail(_DATE)
    try:
        parse_when(text)
    except ValueError as error:
        raise fail(str(error)) from error
    return text


def is_when(text: str) -> bool:
    """Tell whether a text is a date expression."""
    try:
        _edtf(text)
    except PydanticCustomError:
        return False
    return True


def _published(text: str) -> str:
    if parse_window(_edtf(text)).latest is None:
        msg = "a date with a last day"
        raise fail(msg)
    return text


def _listed(kind: type[StrEnum]) -> str:
    return "one of: " + ", ".join(kind)


Text = Annotated[str, AfterValidator(clean)]
PlaceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
RecordId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)
]
Edtf = Annotated[str, BeforeValidator(_day_to_text), AfterValidator(_edtf)]
Published = Annotated[str, BeforeValidator(_day_to_text), AfterValidator(_published)]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000),
    AfterValidator(clean),
]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Annotated[int, Field(strict=True, ge=1, le=6)]
Kilometres = Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)]

_PLACE_ID = "an id of small letters, digits and hyphens"
_RECORD_ID = "an id of letters, digits, dots, hyphens and underscores"


class Record(BaseModel):
    """The base of all records: no field that is not known, and none is changed later."""

    # Built at first use: a base is never used, and seeds and layers use different ones.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class SourceRecord(Record):
    """One document, as a seed file and a layer's ``sources`` give it."""

    id: RecordId = Field(description=_RECORD_ID)
    producer: Text = Field(description=CLEAN)
    title: Text = Field(description=CLEAN)
    url: Url | None = Field(None, description="an address that starts with http:// or https://")
    published: Published = Field(description=_DATE + ", with a last day")
    published_basis: Text = Field(description="how the day is known, such as: page, url, inferred")
    reliability: Reliability = Field(description="a letter from A to F")
    tier: Tier = Field(Tier.READ, description="P (the document was read) or G (a relay of it)")
    language: Text | None = Field(None, description=CLEAN)
    note: Text | None = Field(None, description=CLEAN)


class _ClaimFields(Record):
    id: RecordId = Field(description=_RECORD_ID)
    kind: Kind = Field(description=_listed(Kind))
    when: Edtf = Field(description=_DATE)
    bound: Bound = Field(description=_listed(Bound))
    standing: Standing | None = Field(
        None, validate_default=True, description=_listed(Standing) + "; for plans only"
    )
    party: Party = Field(Party.COALITION, description=_listed(Party))
    origin: RecordId | None = Field(None, description=_RECORD_ID)
    replaces: tuple[RecordId, ...] = Field((), description="a list of ids of plans; for plans only")
    retracts: tuple[RecordId, ...] = Field((), description="a list of ids of claims")
    conflicts: tuple[RecordId, ...] = Field((), description="a list of ids of claims")
    strength: Text | None = Field(None, description=CLEAN)
    locator: Text | None = Field(None, description=CLEAN)
    text: Text = Field(description=CLEAN)
    note: Text | None = Field(None, description=CLEAN)
    reliability: Reliability | None = Field(None, description="a letter from A to F")

    @field_validator("when")
    @classmethod
    def _not_before_it_happens(cls, when: str, info: ValidationInfo) -> str:
        """Refuse a report of what begins after its publication; plans look ahead."""
        kind, public = info.data.get("kind"), (info.context or {}).get("public")
        first = parse_when(when).start.earliest
        if kind and kind not in PLANS and public and first and first > public:
            msg = f"for a report, a date no later than its publication ({public.isoformat()})"
            raise fail(msg)
        return when

    @field_validator("standing")
    @classmethod
    def _plans_have_a_standing(
        cls, standing: Standing | None, info: ValidationInfo
    ) -> Standing | None:
        kind = info.data.get("kind")
        if kind and (kind in PLANS) is (standing is None):
            wanted = (
                f"for a plan, {_listed(Standing)}" if kind in PLANS else "nothing, for a report"
            )
            raise fail(wanted)
        return standing

    @field_validator("replaces")
    @classmethod
    def _only_plans_replace(
        cls, replaces: tuple[str, ...], info: ValidationInfo
    ) -> tuple[str, ...]:
        kind = info.data.get("kind")
        if kind and kind not in PLANS and replaces:
            msg = "nothing, for a report; only a plan replaces a plan"
            raise fail(msg)
        return replaces


class ClaimRecord(_ClaimFields):
    """One statement of a source, as a seed file gives it under ``[[claim]]``."""

    places: tuple[PlaceId, ...] = Field(
        min_length=1, description="a list of at least one id of a place"
    )
    credibility: Credibility = Field(description="a whole number from 1 to 6")


class LayerClaimRecord(_ClaimFields):
    """One statement, as it stands in ``deadlines`` or ``reports`` of a feature."""

    source: RecordId = Field(description="the id of a source in sources")
    places: tuple[PlaceId, ...] = Field((), description="a list of ids of places")
    credibility: Credibility | None = Field(None, description="a whole number from 1 to 6")
    grade: Annotated[str, StringConstraints(pattern=r"^[A-F][1-6]$")] | None = Field(
        None, description="a grade from A1 to F6"
    )
    published: Published | None = Field(None, description="the date of its source")
    earliest: str | None = Field(None, description="the first day that when and bound give")
    latest: str | None = Field(None, description="the last day that when and bound give")


class ElsewhereRecord(Record):
    """What a layer names and another layer holds."""

    places: tuple[PlaceId, ...] = Field((), description="a list of ids of places")
    claims: tuple[RecordId, ...] = Field((), description="a list of ids of claims")


class _PlaceFields(Record):
    id: PlaceId = Field(description=_PLACE_ID)
    name: Text = Field(description=CLEAN)
    name_ar: Text | None = Field(None, description=CLEAN)
    name_ckb: Text | None = Field(None, description=CLEAN)
    aliases: tuple[Text, ...] = Field((), description="a list of other names")
    layer: PlaceId = Field(description="the id of its layer")
    within: tuple[PlaceId, ...] = Field(
        (), description="a list of ids of the regions around it, nearest first"
    )
    note: Text | None = Field(None, description=CLEAN)


class SiteRecord(_PlaceFields):
    """A site: the properties of a point."""

    kind: SiteKind = Field(description=_listed(SiteKind) + ", region")
    party: Party = Field(Party.COALITION, description=_listed(Party))
    position_source: Text | None = Field(None, description=CLEAN)
    uncertainty_km: Kilometres | None = Field(None, description="kilometres, from 0 to 1000")
    icao: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4}$")] | None = Field(
        None, description="an ICAO code of four capital letters or digits"
    )


class RegionRecord(_PlaceFields):
    """A region: the properties of a polygon, or of an area without one."""

    kind: Literal["region"] = Field(description="region")


class MissionRecord(Record):
    """A period with forces of one party in the country."""

    id: PlaceId = Field(description=_PLACE_ID)
    name: Text = Field(description=CLEAN)
    first: Edtf = Field(description=_DATE + ", with a first day")
    last: Edtf | None = Field(None, description=_DATE + ", with a last day")
    party: Party = Field(Party.COALITION, description=_listed(Party))

    @field_validator("first")
    @classmethod
    def _has_a_first_day(cls, first: str) -> str:
        if parse_window(first).earliest is None:
            msg = "a date with a first day"
            raise fail(msg)
        return first

    @field_validator("last")
    @classmethod
    def _ends_after_it_began(cls, last: str | None, info: ValidationInfo) -> str | None:
        first = info.data.get("first")
        end = parse_window(last).latest if last else None
        if last and end is None:
            msg = "a date with a last day"
            raise fail(msg)
        begin = parse_window(first).earliest if first else None
        if end and begin and end < begin:
            msg = "a date no earlier than first"
            raise fail(msg)
        return last


# --- records to what is computed with -------------------------------------------------------


def to_source(record: SourceRecord) -> Source:
    """Freeze a source."""
    given = dict(record)
    text = given.pop("published")
    return Source(**given, published=parse_window(text), published_text=text)


def to_claim(
    record: ClaimRecord | LayerClaimRecord,
    source: Source,
    places: tuple[str, ...],
    reliability: str,
    credibility: int,
) -> Claim:
    """Freeze a claim.

    Parameters
    ----------
    record
        The record.
    source
        Its source, from which it has its publication.
    places
        The places of which it speaks.
    reliability, credibility
        Its grade, after what it inherits.
    """
    return Claim(
        id=record.id,
        places=places,
        kind=record.kind,
        when=record.when,
        bound=record.bound,
        reliability=reliability,
        credibility=credibility,
        source=source.id,
        published=source.published,
        text=record.text,
        standing=record.standing,
        party=record.party,
        origin=record.origin,
        replaces=record.replaces,
        retracts=record.retracts,
        conflicts=record.conflicts,
        strength=record.strength,
        locator=record.locator,
        note=record.note,
    )


def to_site(record: SiteRecord, position: tuple[float, float] | None) -> Site:
    """Freeze a site."""
    lon, lat = position or (None, None)
    return Site(**dict(record), lon=lon, lat=lat)


def to_region(record: RegionRecord, shape: Mapping[str, Any] | None) -> Region:
    """Freeze a region."""
    given = dict(record)
    del given["kind"]
    return Region(**given, shape=shape)


def to_mission(record: MissionRecord) -> Mission:
    """Freeze a mission."""
    first, last = parse_window(record.first).earliest, None
    if record.last:
        last = parse_window(record.last).latest
    if first is None:  # the model refuses it
        raise ValueError(record.id)
    return Mission(record.id, record.name, first, last, record.party)
