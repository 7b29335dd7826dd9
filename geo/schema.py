"""The published JSON Schema of a layer, made from the models that read it."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.records import (
    FORMAT,
    ElsewhereRecord,
    LayerClaimRecord,
    MissionRecord,
    PlaceId,
    RegionRecord,
    SiteRecord,
    SourceRecord,
)

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Position = tuple[Longitude, Latitude] | tuple[Longitude, Latitude, float]  # an altitude is cut off
Ring = Annotated[list[Position], Field(min_length=4)]
Rings = Annotated[list[Ring], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class Point(_Part):
    """A position in degrees, WGS 84."""

    type: Literal["Point"]
    coordinates: Position


class Polygon(_Part):
    """Closed rings, outlines to the left (RFC 7946)."""

    type: Literal["Polygon"]
    coordinates: Rings


class MultiPolygon(_Part):
    """Several polygons."""

    type: Literal["MultiPolygon"]
    coordinates: list[Rings]


class _Claims(BaseModel):
    deadlines: list[LayerClaimRecord] = Field([], description="plans")
    reports: list[LayerClaimRecord] = Field([], description="reports")


class LayerSite(_Claims, SiteRecord):
    """A site with its claims; the flat fields at the end are made from them."""

    deadline: str | None = Field(None, description="the day of the last deadline on the record")
    deadline_by: str | None = Field(None, description="who published it")
    state_note: str | None = Field(None, description="the state at the last publication, in words")


class LayerRegion(_Claims, RegionRecord):
    """A region with its claims."""


class SiteFeature(_Part):
    """A site, with a position or without."""

    type: Literal["Feature"]
    geometry: Point | None
    properties: LayerSite


class RegionFeature(_Part):
    """A region, with an outline or without."""

    type: Literal["Feature"]
    geometry: Polygon | MultiPolygon | None
    properties: LayerRegion


class LayerSource(SourceRecord):
    """A source under its id."""


class Layer(_Part):
    """A layer of Drawdown: GeoJSON with the deadlines and reports attached to the places."""

    type: Literal["FeatureCollection"]
    drawdown: Literal["1"] = Field("1", description="the version of this format")
    layer: PlaceId = Field(
        "", description="the id of the layer; that of the file's name if left out"
    )
    title: str | None = Field("", description="the name of the data set")
    attribution: str | None = Field("", description="what a map made from this must say")
    missions: list[MissionRecord] = Field([], description="periods with forces in the country")
    sources: dict[str, LayerSource] = Field({}, description="documents, by id")
    elsewhere: ElsewhereRecord = Field(
        ElsewhereRecord(), description="what is named here and stands in other layers"
    )
    features: list[SiteFeature | RegionFeature]


def schema_text() -> str:
    """Give the JSON Schema of a layer; the same text from the same models."""
    schema: dict[str, Any] = Layer.model_json_schema()
    for required in ("id", "layer"):
        for name in ("LayerSite", "LayerRegion", "LayerSource"):
            listed = schema["$defs"][name]["required"]
            if required in listed:
                listed.remove(required)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Drawdown layer, format {FORMAT}",
    }
    return json.dumps(schema | head, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
