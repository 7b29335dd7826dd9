"""What comes in: models of sources, claims, places and layers, and their faults in plain words.

A field's description is both its entry in the JSON Schema and the text that a fault gives
under "allowed".
"""

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from geo.claims import PLANS, Bound, Claim, Kind, Party, Source, Standing, Tier
from geo.dates import parse_when, parse_window
from geo.errors import printable
from geo.files import Findings, Spot, plain
from geo.places import Mission, Region, Site, SiteKind

FORMAT = "1"
_LONGEST_DATE = 60
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile(r"<[A-Za-z/!?]")
_DATE = "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, [2025-01,2025-03]"
_CLEAN = "text on one line, without control characters or marks that reorder it"


def _fail(allowed: str) -> PydanticCustomError:
    return PydanticCustomError("drawdown", "{allowed}", {"allowed": allowed})


def _clean(text: str) -> str:
    if _UNSAFE.search(text):
        raise _fail(_CLEAN)
    if not text.strip():
        msg = "some text"
        raise _fail(msg)
    return text


def _day_to_text(value: object) -> object:
    """Take a bare TOML date for the text that it is."""
    return value.isoformat() if type(value) is dt.date else value


def _edtf(text: str) -> str:
    if len(text) > _LONGEST_DATE or not text.isascii():
        raise _fail(_DATE)
    try:
        parse_when(text)
    except ValueError as error:
        raise _fail(str(error)) from error
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
        raise _fail(msg)
    return text


def _one_of(values: object) -> str:
    return "one of: " + ", ".join(map(str, values if isinstance(values, list | tuple) else ()))


def _listed(kind: type[Kind | Bound | Standing | Party | Tier | SiteKind]) -> str:
    return _one_of([member.value for member in kind])


Text = Annotated[str, AfterValidator(_clean)]
PlaceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
RecordId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)
]
Edtf = Annotated[str, BeforeValidator(_day_to_text), AfterValidator(_edtf)]
Published = Annotated[str, BeforeValidator(_day_to_text), AfterValidator(_published)]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000),
    AfterValidator(_clean),
]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Annotated[int, Field(strict=True, ge=1, le=6)]
Kilometres = Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)]

_PLACE_ID = "an id of small letters, digits and hyphens"
_RECORD_ID = "an id of letters, digits, dots, hyphens and underscores"


class Record(BaseModel):
    """The base of all records: no field that is not known, and none is changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceRecord(Record):
    """One document, as a seed file and a layer's ``sources`` give it."""

    id: RecordId = Field(description=_RECORD_ID)
    producer: Text = Field(description=_CLEAN)
    title: Text = Field(description=_CLEAN)
    url: Url | None = Field(None, description="an address that starts with http:// or https://")
    published: Published = Field(description=_DATE + ", with a last day")
    published_basis: Text = Field(description="how the day is known, such as: page, url, inferred")
    reliability: Reliability = Field(description="a letter from A to F")
    tier: Tier = Field(Tier.READ, description="P (the document was read) or G (a relay of it)")
    language: Text | None = Field(None, description=_CLEAN)
    note: Text | None = Field(None, description=_CLEAN)


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
    strength: Text | None = Field(None, description=_CLEAN)
    locator: Text | None = Field(None, description=_CLEAN)
    text: Text = Field(description=_CLEAN)
    note: Text | None = Field(None, description=_CLEAN)
    reliability: Reliability | None = Field(None, description="a letter from A to F")
    tier: Tier | None = Field(None, description="P (the document was read) or G (a relay of it)")

    @field_validator("when")
    @classmethod
    def _not_before_it_happens(cls, when: str, info: ValidationInfo) -> str:
        """Refuse a report of what begins after its publication; plans look ahead."""
        kind, public = info.data.get("kind"), (info.context or {}).get("public")
        first = parse_when(when).start.earliest
        if kind and kind not in PLANS and public and first and first > public:
            msg = f"for a report, a date no later than its publication ({public.isoformat()})"
            raise _fail(msg)
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
            raise _fail(wanted)
        return standing

    @field_validator("replaces")
    @classmethod
    def _only_plans_replace(
        cls, replaces: tuple[str, ...], info: ValidationInfo
    ) -> tuple[str, ...]:
        kind = info.data.get("kind")
        if kind and kind not in PLANS and replaces:
            msg = "nothing, for a report; only a plan replaces a plan"
            raise _fail(msg)
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


class _PlaceFields(Record):
    id: PlaceId = Field(description=_PLACE_ID)
    name: Text = Field(description=_CLEAN)
    name_ar: Text | None = Field(None, description=_CLEAN)
    name_ckb: Text | None = Field(None, description=_CLEAN)
    aliases: tuple[Text, ...] = Field((), description="a list of other names")
    layer: PlaceId = Field(description="the id of its layer")
    within: tuple[PlaceId, ...] = Field(
        (), description="a list of ids of the regions around it, nearest first"
    )
    note: Text | None = Field(None, description=_CLEAN)


class SiteRecord(_PlaceFields):
    """A site: the properties of a point."""

    kind: SiteKind = Field(description=_listed(SiteKind) + ", region")
    party: Party = Field(Party.COALITION, description=_listed(Party))
    position_source: Text | None = Field(None, description=_CLEAN)
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
    name: Text = Field(description=_CLEAN)
    first: Edtf = Field(description=_DATE + ", with a first day")
    last: Edtf | None = Field(None, description=_DATE + ", with a last day")
    party: Party = Field(Party.COALITION, description=_listed(Party))

    @field_validator("first")
    @classmethod
    def _has_a_first_day(cls, first: str) -> str:
        if parse_window(first).earliest is None:
            msg = "a date with a first day"
            raise _fail(msg)
        return first

    @field_validator("last")
    @classmethod
    def _ends_after_it_began(cls, last: str | None, info: ValidationInfo) -> str | None:
        first = info.data.get("first")
        end = parse_window(last).latest if last else None
        if last and end is None:
            msg = "a date with a last day"
            raise _fail(msg)
        begin = parse_window(first).earliest if first else None
        if end and begin and end < begin:
            msg = "a date no earlier than first"
            raise _fail(msg)
        return last


# --- validation, and faults in plain words -------------------------------------------------

R = TypeVar("R", bound=Record)


def validate(
    model: type[R],
    raw: object,
    spot: Spot,
    findings: Findings,
    public: dt.date | None = None,
) -> R | None:
    """Validate one record and note its faults.

    Parameters
    ----------
    model
        The model.
    raw
        What was read.
    spot
        Where it stands.
    findings
        Takes the faults.
    public
        For a claim, the day from which its source may be known.

    Returns
    -------
    The record, or None when it has faults.
    """
    if isinstance(raw, Mapping):
        warn_of_markup(raw, spot, findings)
    try:
        return model.model_validate(raw, context={"public": public})
    except ValidationError as error:
        note_faults(error, model, spot, findings)
        return None


def note_faults(
    error: ValidationError, model: type[BaseModel], spot: Spot, findings: Findings
) -> None:
    """Turn what pydantic found into faults: the field, what stands there, what may.

    Parameters
    ----------
    error
        What pydantic found.
    model
        The model that was tried.
    spot
        Where the record stands.
    findings
        Takes the faults.
    """
    for detail in error.errors(include_url=False):
        field = _path(detail["loc"])
        missing = detail["type"] == "missing"
        found = "nothing" if missing else printable(detail["input"])
        if detail["type"] == "drawdown" and detail["input"] is None:
            found = "nothing"
        findings.add(spot, field, found, _allowed(detail, model))


def _path(loc: tuple[int | str, ...]) -> str:
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _allowed(detail: ErrorDetails, model: type[BaseModel]) -> str:
    if detail["type"] == "drawdown":
        return str(detail["ctx"]["allowed"])
    if not detail["loc"]:
        return "a table of fields"
    name = str(detail["loc"][0])
    if detail["type"] == "extra_forbidden":
        close = difflib.get_close_matches(name, model.model_fields, n=1)
        return f"no such field; did you mean {close[0]}?" if close else "no such field"
    return str(model.model_fields[name].description)


def warn_of_markup(raw: Mapping[Any, Any], spot: Spot, findings: Findings) -> None:
    """Warn of markup in texts: it is legal, and shown as the text that it is."""
    for key, value in raw.items():
        if isinstance(value, str) and "<" in value and _MARKUP.search(value):
            allowed = "any text; it is shown as text, never as markup"
            findings.warn(spot, str(key), printable(value), allowed)


def clean_text(value: object, spot: Spot, field: str, findings: Findings) -> str:
    """Give a text that stands alone, or "" when there is none or it has faults."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or _UNSAFE.search(value):
        findings.add(spot, field, printable(value), _CLEAN)
        return ""
    warn_of_markup({field: value}, spot, findings)
    return value


def features_of(content: object, spot: Spot, findings: Findings) -> list[Any] | None:
    """Give the features of a GeoJSON FeatureCollection, or None when it is none."""
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        found = content.get("features")
        if isinstance(found, list):
            return found
    findings.add(spot, "", printable(content), "a FeatureCollection with a list of features")
    return None


def label(noun: str, raw: object, number: int) -> str:
    """Name a record for a message: by its id, or by its number where it has none."""
    found = raw.get("id") if isinstance(raw, Mapping) else None
    return f"{noun} {plain(found) if isinstance(found, str) and found else number}"


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
