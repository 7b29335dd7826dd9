"""Each broken source of ``tests/faulty`` gives exactly the faults listed here, in plain words."""

import shutil
from pathlib import Path

import pytest

from geo.build import build
from geo.check import check, has_faults
from geo.errors import InputFault
from tests.faulty_files import (
    AS_TEXT,
    CLEAN,
    DATE,
    FAULTY,
    JARGON,
    NO_SCRIPT,
    RECORD_ID,
    TODAY,
    Told,
    contents,
    fault,
    told,
    warning,
)

# Broken source files, each put beside the clean ones.
SOURCES: dict[str, list[Told]] = {
    "address": [
        fault(
            "source",
            "url",
            '"javascript:alert(1)"',
            "an address that starts with http:// or https://",
        )
    ],
    "circle": [
        fault("claim X-1", "retracts", "X-1 > X-2 > X-3 > X-1", "claims that do not lead back here")
    ],
    "claim-no-table": [
        fault(
            "source",
            "claim",
            '{"id": "X-1", "places": ["ain-al-asad"], "kind": "in-use", …',
            "tables headed [[claim]]",
        )
    ],
    "claim-twice": [
        fault(
            "claim X-1",
            "id",
            '"X-1" again',
            "each id once; it stands in p/seeds/sources/claim-twice.toml",
        )
    ],
    "conflicts-itself": [fault("claim X-1", "conflicts", '"X-1"', "other claims than itself")],
    "control": [fault("claim X-1", "text", '"Somebody\\x07"', CLEAN)],
    "credibility-7": [fault("claim X-1", "credibility", "7", "a whole number from 1 to 6")],
    "credibility-as-text": [fault("claim X-1", "credibility", '"2"', "a whole number from 1 to 6")],
    "ends-first": [
        fault(
            "claim X-1",
            "when",
            '"2025-10/2025-09"',
            "an interval that does not end before it begins",
        )
    ],
    "future": [warning("source", "published", '"2031-01-01"', "a day that has come")],
    "id-with-space": [fault("claim X 1", "id", '"X 1"', RECORD_ID)],
    "markup": [warning("claim X-1", "text", '"<b>Somebody</b> is there."', AS_TEXT)],
    "missing-text": [fault("claim X-1", "text", "nothing", CLEAN)],
    "month-13": [fault("claim X-1", "when", '"2025-13"', DATE)],
    "no-last-day": [fault("source", "published", '"2025-10-20/.."', "a date with a last day")],
    "no-place": [fault("claim X-1", "places", "[]", "a list of at least one id of a place")],
    "no-source-fields": [
        fault("source", "id", "nothing", RECORD_ID),
        fault("source", "producer", "nothing", CLEAN),
        fault(
            "source",
            "published",
            "nothing",
            (
                "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, "
                "[2025-01,2025-03], with a last day"
            ),
        ),
        fault(
            "source",
            "published_basis",
            "nothing",
            "how the day is known, such as: page, url, inferred",
        ),
        fault("source", "reliability", "nothing", "a letter from A to F"),
        fault("source", "title", "nothing", CLEAN),
    ],
    "no-such-place": [
        fault(
            "claim X-1", "places", '"ain-al-assad"', "the id of a place; did you mean ain-al-asad?"
        )
    ],
    "no-toml": [fault("end of document", "", "invalid value", "valid TOML")],
    "not-utf-8": [fault("byte 256", "", "0xff", "text in UTF-8")],
    "override": [fault("claim X-1", "text", '"Somebody is \\u202ereht"', CLEAN)],
    "reliability-g": [fault("source", "reliability", '"G"', "a letter from A to F")],
    "replaces-report": [fault("claim X-1", "replaces", '"R-1", a report', "ids of plans")],
    "report-ahead": [
        fault(
            "claim X-1",
            "when",
            '"2025-11"',
            "for a report, a date no later than its publication (2025-10-20)",
        )
    ],
    "report-replaces": [
        fault(
            "claim X-1", "replaces", '["P-1"]', "nothing, for a report; only a plan replaces a plan"
        )
    ],
    "same-key": [fault("line 16, column 16", "", "cannot overwrite a value", "valid TOML")],
    "script": [
        fault("claim X-1", "text", '"<script>alert(1)</script> Somebody is there."', NO_SCRIPT)
    ],
    "standing-missing": [
        fault("claim X-1", "standing", "nothing", "for a plan, one of: agreed, announced, reported")
    ],
    "standing-on-report": [fault("claim X-1", "standing", '"agreed"', "nothing, for a report")],
    "typo": [
        fault("claim X-1", "credibilty", "2", "no such field; did you mean credibility?"),
        fault("claim X-1", "place", '["ain-al-asad"]', "no such field; did you mean places?"),
        fault("claim X-1", "places", "nothing", "a list of at least one id of a place"),
    ],
    "unknown-bound": [
        fault("claim X-1", "bound", '"before"', "one of: on, by, until, after, during")
    ],
    "unknown-kind": [
        fault(
            "claim X-1",
            "kind",
            '"in use"',
            (
                "one of: in-use, re-entered, reinforced, reduced, departed, handed-over, "
                "residual, ceremony, role-change, strength, leave-by, reduce-by, stay-until, "
                "no-date"
            ),
        )
    ],
    "unknown-retracts": [
        fault("claim X-1", "retracts", '"P-9"', "the id of a claim; did you mean P-2?")
    ],
}


def test_every_broken_source_is_in_the_table() -> None:
    assert {p.stem for p in (FAULTY / "sources").iterdir()} == SOURCES.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_broken_source(name: str, clean_project: Path) -> None:
    file = clean_project / "seeds" / "sources" / f"{name}.toml"
    shutil.copy(FAULTY / "sources" / file.name, file)
    before = contents(clean_project / "data")
    # The names of these files carry no date, and what they add is not built.
    own = [
        f
        for f in check(clean_project, TODAY)
        if f.file == str(file) and "file name" not in f.allowed
    ]
    assert told(tuple(own), str(file)) == SOURCES[name]
    assert not any(word in str(one) for one in own for word in JARGON)
    if has_faults(own):
        with pytest.raises(InputFault):
            build(clean_project)
        assert contents(clean_project / "data") == before


def test_all_faults_are_told_at_once(clean_project: Path) -> None:
    names = [name for name, rows in SOURCES.items() if not all(row[-1] for row in rows)]
    # Ids repeat between these files; each fault is still found in its own file.
    for name in names:
        shutil.copy(FAULTY / "sources" / f"{name}.toml", clean_project / "seeds" / "sources")
    found = {Path(one.file).stem for one in check(clean_project, TODAY) if not one.warning}
    assert found >= set(names)
    with pytest.raises(InputFault) as caught:
        build(clean_project)
    assert {Path(one.file).stem for one in caught.value.faults} >= set(names)
