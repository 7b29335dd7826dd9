"""Each broken layer of ``tests/faulty`` gives exactly the faults listed here, in plain words."""

from pathlib import Path

import pytest

from geo.check import check, has_faults
from geo.errors import InputFault
from geo.layers import load_ledger
from tests.faulty_files import (
    AS_TEXT,
    CLEAN,
    DATE,
    FAULTY,
    JARGON,
    LEFT_OUT,
    NO_SCRIPT,
    ROW_2,
    SIMPLE,
    TODAY,
    Told,
    fault,
    told,
    warning,
)

# Broken layers, one fault each: where, field, found, allowed.
LAYERS: dict[str, list[Told]] = {
    "area-in-metres": [
        fault(
            "feature x",
            "longitude",
            found,
            "a number from -180 to 180; degrees are meant, and these look like projected metres",
        )
        for found in ("400000", "430000")
    ],
    "bow-tie": [fault("feature x", "coordinates", "self-intersection at 41, 33", SIMPLE)],
    "capital-id": [
        fault("feature Camp_One", "id", '"Camp_One"', "an id of small letters, digits and hyphens")
    ],
    "claim-not-at-its-place": [
        fault("claim X-1", "places", '"camp-two"', "the very places at which the claim stands")
    ],
    "claim-twice": [fault("claim X-1", "id", '"X-1" again', "each id once at a place")],
    "claim-without-id": [
        fault(
            "feature camp-one",
            "reports[0]",
            '{"kind": "in-use"}',
            "a claim with an id of letters, digits, dots, hyphens and underscores",
        ),
        *(
            fault("feature camp-one: reports[0]", name, "nothing", allowed)
            for name, allowed in (
                ("bound", "one of: on, by, until, after, during"),
                ("source", "the id of a source in sources"),
                ("text", CLEAN),
                ("when", DATE),
            )
        ),
    ],
    "claims-differ": [
        fault(
            "claim X-1",
            "text",
            '"Nobody is there." at camp-two',
            '"Somebody is there.", as at camp-one in layers/claims-differ.geojson',
        )
    ],
    "claims-no-list": [
        fault(
            "feature camp-one",
            "reports",
            '{"X-1": {"id": "X-1", "source": "s-1", "kind": "in-use", "w…',
            "a list of claims",
        )
    ],
    "cut-off": [fault("line 2, column 15", "", "the end of the file", "valid JSON")],
    "days-differ": [
        fault(
            "claim X-1",
            "latest",
            '"2026-09-29"',
            "2026-09-30, which the other fields give; or leave it out",
        )
    ],
    "deep": [fault("", "", "more levels of brackets", "at most 32 levels of brackets")],
    "digits": [
        fault(
            ROW_2 + "183",
            "features[0].geometry.coordinates[0]",
            "a number of thousands of digits",
            "a number that can be read",
        )
    ],
    "feature-no-table": [fault("feature 1", "properties", "7", "a feature with properties")],
    "flat-ring": [fault("feature x", "coordinates", "self-intersection at 41, 32", SIMPLE)],
    "grades-differ": [
        fault("claim X-1", "grade", '"B2"', "B3, which the other fields give; or leave it out")
    ],
    "infinite": [fault("feature camp-one", "longitude", "Infinity", "a number from -180 to 180")],
    "latitude-95": [
        fault(
            "feature camp-one",
            "latitude",
            "95",
            "a number from -90 to 90; longitude comes first: are the two swapped?",
        )
    ],
    "line": [fault("feature camp-one", "geometry", '"LineString"', "a Point, or null")],
    "long-decimals": [
        warning(
            "feature camp-one",
            "coordinates",
            "[42.441234567, 33.8]",
            "at most 4 decimals; the rest is dropped",
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "markup": [
        warning("feature camp-one", "note", '"<b>bold</b>"', AS_TEXT),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "metres": [
        fault(
            "feature camp-one",
            "longitude",
            "4724521.5",
            "a number from -180 to 180; degrees are meant, and these look like projected metres",
        ),
    ],
    "missing-name": [fault("feature camp-one", "name", "nothing", CLEAN)],
    "nan": [fault(ROW_2 + "183", "features[0].geometry.coordinates[0]", "NaN", "a finite number")],
    "negative-radius": [
        fault("feature camp-one", "uncertainty_km", "-1", "kilometres, from 0 to 1000")
    ],
    "no-collection": [
        fault("", "", '{"type": "Feature"}', "a FeatureCollection with a list of features")
    ],
    "no-geometry-type": [fault("feature camp-one", "geometry", "null", "a Point, or null")],
    "no-grade": [fault("claim X-1", "credibility", "nothing", "a whole number from 1 to 6")],
    "no-json": [fault("line 2, column 15", "", '"}\\n"', "valid JSON")],
    "no-source": [fault("claim X-1", "source", '"s-2"', "the id of a source in sources")],
    "not-utf-8": [
        fault("byte 1", "", "0xff", "text in UTF-8; this looks like UTF-16; save it as UTF-8")
    ],
    "null": [fault("", "", "null", "a FeatureCollection with a list of features")],
    "open-ring": [
        fault(
            "feature x",
            "coordinates",
            "a ring from [40, 32] to [40, 35]",
            "rings that end where they begin",
        )
    ],
    "other-layer": [fault("feature camp-one", "layer", '"y"', "x, as the file says")],
    "outside": [
        warning(
            "feature camp-one", "coordinates", "44.1, 33.3", "a position inside the polygon of x"
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "override": [fault("feature camp-one", "name", '"Camp \\u202eeno"', CLEAN)],
    "position-as-text": [
        fault("feature camp-one", "coordinates", '["42.4", 33.8]', "[longitude, latitude]")
    ],
    "projected-crs": [
        fault(
            "",
            "crs",
            '"urn:ogc:def:crs:EPSG::3857"',
            "none; positions are in degrees, WGS 84",
        )
    ],
    "published-differs": [
        fault(
            "claim X-1",
            "published",
            '"2025-10-21"',
            "2025-10-20, which the other fields give; or leave it out",
        )
    ],
    "report-in-deadlines": [fault("claim X-1", "kind", '"in-use"', "a kind of plan")],
    "same-id": [
        fault(
            "feature camp-one",
            "id",
            '"camp-one" again',
            "each id once; it stands in layers/same-id.geojson",
        )
    ],
    "same-key": [
        fault(ROW_2 + "92", "features[0].properties.name", "the same key twice", "each key once")
    ],
    "script": [fault("feature camp-one", "note", '"<script>alert(1)</script>"', NO_SCRIPT)],
    "source-missing-title": [fault("source s-1", "title", "nothing", CLEAN)],
    "source-not-named": [fault("claim X-1", "source", "nothing", "the id of a source in sources")],
    "surrogate": [fault("feature camp-one", "name", '"Camp \\ud800"', CLEAN)],
    "swapped-inside": [
        warning(
            "feature camp-one",
            "coordinates",
            "33.7856, 42.4412",
            "a position inside the polygon of x; longitude comes first: are the two swapped?",
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "swapped": [
        fault(
            "feature camp-one",
            "latitude",
            "142.4412",
            "a number from -90 to 90; longitude comes first: are the two swapped?",
        )
    ],
    "to-the-right": [
        warning(
            "feature x",
            "coordinates",
            "an outline that runs to the right",
            "outlines to the left and holes to the right (RFC 7946); it was turned",
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "two-ids": [
        fault("feature camp-one", "id", '"camp-two"', "the same id as in properties (camp-one)")
    ],
    "typo": [fault("feature camp-one", "alias", '["One"]', "no such field; did you mean aliases?")],
    "unknown-kind": [
        fault(
            "feature camp-one",
            "kind",
            '"airbase"',
            (
                "one of: air base, camp, headquarters, training site, post, diplomatic, "
                "organisation, landing, region"
            ),
        )
    ],
    "version-2": [fault("", "drawdown", '"2"', '"1"')],
    "wrong-type": [
        fault("feature camp-one", "uncertainty_km", '"3"', "kilometres, from 0 to 1000")
    ],
}


def test_every_broken_layer_is_in_the_table() -> None:
    assert {p.stem for p in (FAULTY / "layers").iterdir()} == LAYERS.keys()


@pytest.mark.parametrize("name", LAYERS)
def test_broken_layer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FAULTY)
    file = f"layers/{name}.geojson"
    found = check(file, TODAY)
    assert told(found, file) == LAYERS[name]
    assert not any(word in str(one) for one in found for word in JARGON)
    if has_faults(found):
        with pytest.raises(InputFault) as caught:
            load_ledger(file)
        assert caught.value.faults == tuple(one for one in found if not one.warning)
    else:
        load_ledger(file)


def test_a_folder_of_broken_layers_tells_of_all() -> None:
    found = {Path(one.file).stem for one in check(FAULTY / "layers", TODAY)}
    # A site that is only odd when no other layer stands beside it may lose its warning.
    assert found >= {n for n, rows in LAYERS.items() if not all(row[-1] for row in rows)}
