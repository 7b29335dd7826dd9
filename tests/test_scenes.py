"""The scenes of the rule, on the real ledger and through the command."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from geo.cli import run
from geo.ledger import Ledger
from geo.status import Basis, State, Status, status

OCC, RED, GONE = State.OCCUPIED, State.REDUCED, State.WITHDRAWN
REPORTED, PLANNED = Basis.REPORTED, Basis.PLANNED


def ask(ledger: Ledger, site: str, on: str, known: str) -> Status:
    return status(ledger, site, dt.date.fromisoformat(on), dt.date.fromisoformat(known))


# site, on, known, possible, basis, contested
SCENES = [
    # the founding report: Ain al-Asad empty by the end of September 2025
    ("ain-al-asad", "2025-10-15", "2024-09-07", {GONE}, PLANNED, False),
    # Baghdad: a cut, not an exit
    ("victoria-base", "2025-10-15", "2024-09-07", {OCC, RED}, PLANNED, False),
    # Erbil kept to the end of 2026
    ("erbil-air-base", "2026-11-15", "2024-09-07", {OCC}, PLANNED, False),
    ("erbil-air-base", "2027-01-15", "2024-09-07", {GONE}, PLANNED, False),
    # the minister's September 2026 is on the record now
    ("erbil-air-base", "2026-10-15", "2024-10-01", {GONE}, PLANNED, False),
    ("erbil-air-base", "2021-06-02", "2021-06-01", {OCC}, REPORTED, False),
    ("ain-al-asad", "2025-10-15", "2025-10-25", {RED}, REPORTED, False),
    # a weak report of a handover on 1 January, overruled by the dated one
    ("ain-al-asad", "2026-01-05", "2026-01-05", {RED, GONE}, REPORTED, False),
    ("ain-al-asad", "2026-01-05", "2026-02-01", {RED}, REPORTED, False),
    ("ain-al-asad", "2026-02-01", "2026-03-01", {GONE}, REPORTED, False),
    # one weak report said that it was over
    ("erbil-air-base", "2026-09-28", "2026-09-28", {RED, GONE}, REPORTED, False),
    ("erbil-air-base", "2026-10-15", "2026-11-24", {GONE}, REPORTED, False),
    # the committee's statement on the federal areas, and what contradicted it
    ("victoria-base", "2026-02-10", "2026-02-15", {GONE}, REPORTED, False),
    ("victoria-base", "2026-02-10", "2026-04-01", {RED, GONE}, REPORTED, True),
    ("al-qaim", "2020-03-16", "2020-04-01", {OCC}, REPORTED, False),
    ("al-qaim", "2020-03-17", "2020-04-01", {OCC, GONE}, REPORTED, True),
    ("al-qaim", "2020-03-18", "2020-04-01", {OCC, GONE}, REPORTED, True),
    ("al-qaim", "2020-03-19", "2020-04-01", {GONE}, REPORTED, False),
    # equipment still being moved
    ("k1", "2020-04-01", "2020-04-15", {RED, GONE}, REPORTED, False),
    ("k1", "2020-04-15", "2020-04-15", {GONE}, REPORTED, False),
    # the whole area, or one site of it
    ("taji", "2020-09-01", "2020-09-01", {RED, GONE}, REPORTED, True),
    ("al-taqaddum", "2020-04-05", "2020-04-10", {GONE}, REPORTED, False),
    # vacated on 20 October 2023, or not
    ("harir", "2023-11-01", "2023-12-01", {OCC, GONE}, REPORTED, True),
    ("harir", "2026-11-01", "2026-11-24", {GONE}, REPORTED, False),
    # last seen in use in 2020, and its deadline has passed in silence
    ("union-iii", "2025-10-15", "2025-10-15", {OCC, GONE}, REPORTED, False),
    ("camp-bucca", "2024-01-01", "2024-01-01", {GONE}, REPORTED, False),
    # the people seen in 2020 had come back
    ("balad", "2013-06-01", "2026-11-24", {GONE}, REPORTED, False),
    ("bashiqa", "2026-10-15", "2026-11-24", {OCC}, REPORTED, False),
    # the best, though weak, evidence on the end of Victoria Base is two days in September
    ("victoria-base", "2026-09-20", "2026-11-24", {RED}, REPORTED, False),
    ("victoria-base", "2026-09-25", "2026-11-24", {RED, GONE}, REPORTED, False),
    ("victoria-base", "2026-10-01", "2026-11-24", {GONE}, REPORTED, False),
]


@pytest.mark.parametrize(("site", "on", "known", "possible", "basis", "contested"), SCENES)
def test_scene(
    ledger: Ledger,
    site: str,
    on: str,
    known: str,
    possible: set[State],
    basis: Basis,
    contested: bool,  # noqa: FBT001
) -> None:
    answer = ask(ledger, site, on, known)
    assert set(answer.possible) == possible
    assert answer.basis is basis
    assert answer.contested is contested


@pytest.mark.parametrize(
    ("site", "on", "known", "deadline"),
    [
        ("ain-al-asad", "2025-10-15", "2024-09-07", "2025-09-30"),
        ("ain-al-asad", "2025-06-01", "2026-11-24", "2025-09-30"),
        ("erbil-air-base", "2026-11-15", "2024-09-07", "2026-12-31"),
        ("erbil-air-base", "2026-10-15", "2024-10-01", "2026-09-30"),
        # the deadline of 2011 is of another stay
        ("erbil-air-base", "2021-06-02", "2021-06-01", None),
        # its own deadline, by the day that sixty days give and a day around it
        ("bashiqa", "2026-10-15", "2026-11-24", "2026-11-26"),
    ],
)
def test_deadline(ledger: Ledger, site: str, on: str, known: str, deadline: str | None) -> None:
    found = ask(ledger, site, on, known).deadline
    assert (found and found.date.isoformat()) == deadline


def test_still_occupied_before_its_deadline(ledger: Ledger) -> None:
    assert ask(ledger, "ain-al-asad", "2025-06-01", "2026-11-24").still_occupied == "certain"


def test_overdue_since_the_missed_deadline(ledger: Ledger) -> None:
    answer = ask(ledger, "ain-al-asad", "2025-10-15", "2025-10-25")
    assert answer.missed is not None
    assert answer.missed.date == dt.date(2025, 9, 30)
    assert answer.overdue_days == 15


def test_bucca_is_not_overdue(ledger: Ledger) -> None:
    answer = ask(ledger, "camp-bucca", "2024-01-01", "2024-01-01")
    assert answer.overdue_since is None
    assert answer.missed is None


def test_a_deadline_of_another_stay_is_never_missed(ledger: Ledger) -> None:
    # Taji stood on the list of 2011, and the first report of use is of 2014.
    answer = ask(ledger, "taji", "2020-09-01", "2020-09-01")
    assert answer.missed is None


def test_only_regions_speak_of_the_end_of_harir(ledger: Ledger) -> None:
    answer = ask(ledger, "harir", "2026-11-01", "2026-11-24")
    departures = [ledger.claims[key] for key in answer.claims]
    regions = [c for c in departures if c.kind.value in {"departed", "handed-over"}]
    assert regions
    assert all("harir" not in claim.places for claim in regions)


def test_the_founding_report_alone(ledger: Ledger) -> None:
    founding = {k: c for k, c in ledger.claims.items() if k.startswith("CCTV-")}
    alone = replace(ledger, claims=founding, memory={})
    assert ask(alone, "ain-al-asad", "2025-03-01", "2024-09-07").possible == (OCC,)
    assert ask(alone, "ain-al-asad", "2025-10-15", "2024-09-07").possible == (GONE,)
    assert ask(alone, "ain-al-asad", "2025-10-15", "2024-09-07").basis is PLANNED


def test_the_command_prints_a_scene(capsys: pytest.CaptureFixture[str]) -> None:
    command = "status ain-al-asad --on 2025-10-15 --known 2025-10-25 --json"
    assert run(command.split()) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["possible"] == ["reduced"]
    assert record["overdue_days"] == 15
    assert record["missed"]["date"] == "2025-09-30"
    assert set(record) == {
        "site", "on", "known", "possible", "basis", "contested", "overdue_since", "overdue_days",
        "deadline", "reduce_deadline", "missed", "claims", "against", "linked",
    }  # fmt: skip
